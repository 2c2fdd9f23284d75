"""Arabic names inside German text: letters joined, words set from right to left.

The base direction is that of the German text around them. Letters take their presentation forms; vowel marks are left
out of the drawing and stay in the text that readers hear (ActualText).
"""

import re
import unicodedata
from functools import lru_cache

_LETTER = "\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
_ANY = re.compile(f"[{_LETTER}]")
_RUN = re.compile(f"[{_LETTER}](?:[{_LETTER} \u00a0\\d.,/()\\-–]*[{_LETTER}])?")
_NUMBER = re.compile(r"\d[\d.,/]*")
_MIRRORED = str.maketrans("()", ")(")
_LAM = "\u0644"


@lru_cache(maxsize=1)
def _forms() -> dict[tuple[str, str], str]:
    """(letter or lam with alef, "isolated", "initial", "medial" or "final") to the presentation form."""
    forms: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFDFC), *range(0xFE80, 0xFEFD)):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
        if letters:
            joined = "".join(chr(int(part, 16)) for part in letters.split())
            forms.setdefault((joined, kind[1:]), chr(code))
    return forms


def is_arabic(text: str) -> bool:
    """Tell whether a text holds Arabic letters."""
    return not text.isascii() and _ANY.search(text) is not None


def runs(text: str) -> list[tuple[str, bool]]:
    """Split a text into stretches with and without Arabic: (stretch, is Arabic)."""
    found, last = [], 0
    for match in _RUN.finditer(text):
        if match.start() > last:
            found.append((text[last : match.start()], False))
        found.append((match.group(), True))
        last = match.end()
    if last < len(text):
        found.append((text[last:], False))
    return found


def joined(text: str) -> str:
    """Return a text with its Arabic letters in the forms they take beside each other, in logical order."""
    forms = _forms()
    letters = [c for c in text if unicodedata.category(c) != "Mn" or not _ANY.match(c)]
    units: list[str] = []
    for letter in letters:
        if units and units[-1] == _LAM and (_LAM + letter, "isolated") in forms:
            units[-1] = _LAM + letter
        else:
            units.append(letter)
    shaped = []
    for index, unit in enumerate(units):
        after = units[index + 1] if index + 1 < len(units) else ""
        before = units[index - 1] if index else ""
        joins_before = (before, "initial") in forms and (unit, "final") in forms
        joins_after = (unit, "initial") in forms and (after, "final") in forms
        kind = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get(
            (joins_before, joins_after), "isolated"
        )
        shaped.append(forms.get((unit, kind), unit))
    return "".join(shaped)


def visual(run: str) -> str:
    """Return an Arabic stretch as its glyphs stand from left to right; numbers keep their direction."""
    turned = joined(run)[::-1].translate(_MIRRORED)
    return _NUMBER.sub(lambda found: found.group()[::-1], turned)
