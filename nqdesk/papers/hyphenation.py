"""Where a German word may be broken: at / and - first, then between syllables (pyphen, with its slips mended)."""

import re
from functools import lru_cache

import pyphen

_LEFT, _RIGHT = 3, 3  # letters that stay before and after a break
_PART = re.compile(r"[^/\-–]*[/\-–]*")
_ADDRESS_PART = re.compile(r"[^/\-.@_:]*[/\-.@_:]*")
_GERMAN = re.compile(r"[A-Za-zÄÖÜäöüßé]+")  # foreign names are not broken by German patterns
_LETTERS = re.compile(r"[^\W\d_]+")

# Words the patterns break wrongly or against their sense; soft spots as "|".
_EXCEPTIONS = (
    "An|lagen",
    "An|lagen|führer",
    "An|lagen|mechaniker",
    "Arbeits|agentur",
    "Bau|ten|schutz",
    "be|arbei|tung",
    "Be|schäf|tigte",
    "Be|schäf|tigten",
    "Drucker|zeug|nis",
    "Elektro|anlagen",
    "Ex|ter|nen|prü|fung",
    "Fein|werk|mechaniker",
    "In|stand|hal|tung",
    "Lager|logis|tik",
    "Metall|arbeiten",
    "Metall|be|arbei|tung",
    "Maschi|nen|an|lagen",
    "Sach|be|arbeiter",
    "Ver|an|stal|tung",
    "Ver|an|stal|tungs|tech|nik",
    "Umschu|lung",
)


@lru_cache(maxsize=1)
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="de_DE", left=_LEFT, right=_RIGHT)


@lru_cache(maxsize=1)
def _exceptions() -> dict[str, tuple[int, ...]]:
    found = {}
    for entry in _EXCEPTIONS:
        places, length = [], 0
        for piece in entry.split("|")[:-1]:
            length += len(piece)
            places.append(length)
        found[entry.replace("|", "").casefold()] = tuple(places)
    return found


def _syllables(word: str) -> tuple[int, ...]:
    """Positions inside one run of letters where a hyphen may stand."""
    if len(word) < _LEFT + _RIGHT or not _GERMAN.fullmatch(word):
        return ()
    known = _exceptions().get(word.casefold())
    if known is not None:
        return tuple(p for p in known if _LEFT <= p <= len(word) - _RIGHT)
    # The patterns sometimes leave single letters: of "be-a-r-bei" the outer breaks stay, of "di-a-log" the last.
    runs: list[list[int]] = []
    for place in _dictionary().positions(word):
        if runs and place - runs[-1][-1] == 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    places = [place for run in runs for place in ((run[0], run[-1]) if len(run) > 2 else run[-1:])]
    return tuple(places)


@lru_cache(maxsize=20_000)
def break_places(word: str) -> tuple[tuple[int, bool], ...]:
    """Return (position, needs a hyphen) for each place at which a word may be broken, ascending.

    A place after ``/``, ``-`` or another joint needs no hyphen. Addresses (with ``://``, ``@`` or ``www.``) are
    broken at their joints only, never with a hyphen.
    """
    address = "://" in word or "@" in word or word.startswith("www.")
    places: list[tuple[int, bool]] = []
    offset = 0
    for part in (_ADDRESS_PART if address else _PART).findall(word):
        if not part:
            continue
        letters_before = len(word[:offset].rstrip("/-–"))
        if offset and (address or (letters_before >= 2 and len(word) - offset >= 2)):
            places.append((offset, False))
        if not address:
            for letters in _LETTERS.finditer(part):
                base = offset + letters.start()
                places.extend((base + p, True) for p in _syllables(letters.group()))
        offset += len(part)
    return tuple(sorted(set(places)))


@lru_cache(maxsize=20_000)
def joints(word: str) -> tuple[int, ...]:
    """Return the positions after ``/`` and ``-``, where a word may be broken without a hyphen."""
    return tuple(place for place, hyphen in break_places(word) if not hyphen)
