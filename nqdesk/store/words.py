"""What the full-text index holds and how typed words find it: folded twice, every word a prefix."""

from functools import lru_cache

from nqdesk.domain.folding import fold, fold_plain, search_text, words

MOST_WORDS = 12
MOST_LETTERS = 60
_LEAST_INNER = 4  # letters of a typed word that is looked for within compounds
_LEAST_FIRST = 3  # letters of a compound's first part
_MOST_COMPOUNDS = 12


def index_text(*parts: str) -> str:
    """Return the different words of these texts in both folded forms, with a space between."""
    return " ".join(dict.fromkeys(words(search_text(*parts).replace("_", " "))))


often_indexed = lru_cache(maxsize=4096)(index_text)  # for texts that stand on many records: names, places


def joined(*indexed: str) -> str:
    """Return the different words of texts that are indexed already."""
    return " ".join(dict.fromkeys(word for text in indexed for word in text.split(" ") if word))


def typed(text: str, compounds: str = "") -> list[tuple[str, ...]]:
    """Return the folded forms of each typed word, at most `MOST_WORDS` words of `MOST_LETTERS` letters.

    `compounds`: indexed words with a space round each; those that contain a typed word further in count as forms of
    it, so that "lager" finds a "Fachlagerist".
    """
    text = text.replace("_", " ")
    first, second = words(fold(text)), words(fold_plain(text))
    if len(first) != len(second):
        second = first
    pairs = ((a[:MOST_LETTERS], b[:MOST_LETTERS]) for a, b in zip(first, second, strict=True))
    forms = (tuple(dict.fromkeys((*pair, *_compounds_of(pair, compounds)))) for pair in pairs)
    return list(dict.fromkeys(forms))[:MOST_WORDS]


def _compounds_of(forms: tuple[str, ...], compounds: str) -> list[str]:
    """Return the words that contain one of these forms after a first part of their own, each without its endings."""
    found: list[str] = []
    for form in forms:
        at = compounds.find(form) if len(form) >= _LEAST_INNER else -1
        while at >= 0 and len(found) < _MOST_COMPOUNDS:
            begin = compounds.rfind(" ", 0, at) + 1
            word = compounds[begin : compounds.find(" ", at)]
            if at - begin >= _LEAST_FIRST and not any(word.startswith(known) for known in found):
                found.append(word)
            at = compounds.find(form, at + 1)
    return found


def match(forms: list[tuple[str, ...]]) -> str:
    """Return the full-text expression for typed words: every word in one of its forms begins a word of the record."""
    return " AND ".join("(" + " OR ".join(f'"{form}"*' for form in word) + ")" for word in forms)


def fits(indexed: str, forms: list[tuple[str, ...]]) -> bool:
    """Tell whether an indexed text is found by typed words; the same answer the full-text index gives."""
    padded = f" {indexed}"
    return all(any(f" {form}" in padded for form in word) for word in forms)
