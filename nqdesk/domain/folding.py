"""Two folded forms of a text, so that "Mueller", "muller" and "MÜLLER" all find Müller."""

import re
import unicodedata

_AS_E = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ø": "oe",
        "œ": "oe",
        "æ": "ae",
        "ı": "i",
        "ł": "l",
        "đ": "d",
    }
)
_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "œ": "oe", "æ": "ae", "ı": "i", "ł": "l", "đ": "d"})
_WORD = re.compile(r"\w+", re.UNICODE)


class _Marks(dict[int, int | None]):
    """What becomes of a letter: nothing of a mark that combines, itself of any other; each is looked up once."""

    def __missing__(self, letter: int) -> int | None:
        kept = self[letter] = None if unicodedata.combining(chr(letter)) else letter
        return kept


_MARKS = _Marks()


def _strip_accents(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFD", text).translate(_MARKS)


def fold(text: str) -> str:
    """Return the form with umlauts as ae, oe, ue: NFC, casefolded, accents stripped, ß as ss."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_AS_E)
    return _strip_accents(lowered)


def fold_plain(text: str) -> str:
    """Return the form with umlauts as a, o, u: NFC, casefolded, accents stripped, ß as ss."""
    if text.isascii():
        return text.lower()
    return _strip_accents(unicodedata.normalize("NFC", text).casefold().translate(_PLAIN))


def words(text: str) -> list[str]:
    """Return the words of a folded text: runs of letters and digits, in order."""
    return _WORD.findall(text)


def search_text(*parts: str) -> str:
    """Return what a full-text index stores for these texts: the ae form and, where it differs, the plain form."""
    joined = " ".join(p for p in parts if p)
    first, second = fold(joined), fold_plain(joined)
    if first == second:
        return first
    extra = [b for a, b in zip(words(first), words(second), strict=False) if a != b]
    return f"{first} {' '.join(extra)}"
