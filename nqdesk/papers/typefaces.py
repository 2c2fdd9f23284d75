"""The typefaces of all papers: embedded Noto Sans, measured and cleaned text."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from nqdesk import resource_files
from nqdesk.papers.arabic import is_arabic, joined


class Face(Enum):
    """The cuts in use; the value is the file's name."""

    REGULAR = "NotoSans-Regular"
    BOLD = "NotoSans-Bold"
    ITALIC = "NotoSans-Italic"
    BOLD_ITALIC = "NotoSans-BoldItalic"
    ARABIC = "NotoSansArabic-Regular"
    ARABIC_BOLD = "NotoSansArabic-Bold"


ASCENT = 1.069  # of the type size
DESCENT = 0.293
CAP_HEIGHT = 0.714
SOFT_HYPHEN = "\u00ad"

_LATE = re.compile(r"(?<=\S) ([–/·]) (?=\S)")
_FALLBACK = {
    Face.REGULAR: Face.ARABIC,
    Face.ITALIC: Face.ARABIC,
    Face.BOLD: Face.ARABIC_BOLD,
    Face.BOLD_ITALIC: Face.ARABIC_BOLD,
}
_NO_GLYPH = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})  # controls and codes without a meaning of their own
_INSTEAD = str.maketrans(
    {
        "\u2011": "-",
        "\u202f": "\u00a0",
        "\u2009": "\u00a0",
        "\u2007": "\u00a0",
        "\t": " ",
        "\n": " ",
        "\r": " ",
        "\u2028": " ",
        "\u2029": " ",
        SOFT_HYPHEN: None,
        "\u200b": None,
        "\u200e": None,
        "\u200f": None,
        "\u2060": None,
        "\ufeff": None,
        "→": "–",
        "➔": "–",
        "►": "•",
        "▪": "•",
        "◦": "•",
        "●": "•",
        "✓": "•",
        "✔": "•",
        "−": "–",
        "≥": "ab",
        "≤": "bis",
    }
)


@lru_cache(maxsize=8)
def font(face: Face) -> Any:
    """Return the reportlab font of a cut, registered once for the process."""
    loaded = TTFont(face.value, str(resource_files.path(f"fonts/{face.value}.ttf")), asciiReadable=True)
    loaded.shapable = False
    pdfmetrics.registerFont(loaded)
    return loaded


@lru_cache(maxsize=8)
def _widths(face: Face) -> dict[int, float]:
    """Advance widths per character code, in thousandths of the size; the fallback cut fills what is missing."""
    own = font(face).face
    widths = {code: float(own.charWidths.get(code, own.defaultWidth)) for code in own.charToGlyph}
    if face in _FALLBACK:
        other = font(_FALLBACK[face]).face
        for code in other.charToGlyph:
            widths.setdefault(code, float(other.charWidths.get(code, other.defaultWidth)))
    signs = {code for code in widths if unicodedata.category(chr(code)) in _NO_GLYPH}
    return {code: value for code, value in widths.items() if code not in signs or chr(code) == SOFT_HYPHEN}


@lru_cache(maxsize=60_000)
def unit_width(text: str, face: Face) -> float:
    """Return the width of a text at size 1 in points."""
    widths = _widths(face)
    if is_arabic(text):
        text = joined(text)
    return sum(widths[ord(c)] for c in text) / 1000


def width(text: str, face: Face, size: float) -> float:
    """Return the width of a text in points."""
    return unit_width(text, face) * size


@lru_cache(maxsize=8)
def _own_codes(face: Face) -> frozenset[int]:
    return frozenset(font(face).face.charToGlyph)


def by_cut(text: str, face: Face) -> list[tuple[Face, str]]:
    """Split a clean text into runs that one cut can show."""
    own = _own_codes(face)
    if text.isascii() or all(ord(c) in own for c in text):
        return [(face, text)]
    runs: list[tuple[Face, str]] = []
    for character in text:
        cut = face if ord(character) in own else _FALLBACK.get(face, face)
        if runs and runs[-1][0] is cut:
            runs[-1] = (cut, runs[-1][1] + character)
        else:
            runs.append((cut, character))
    return runs


def clean(text: str) -> str:
    """Return a text that the typefaces can show: composed (NFC), without control characters, one space a gap.

    A character no cut has becomes its compatibility form, or U+FFFD where there is none: the reader sees that
    something is missing, and nothing is invented. A dash or slash between spaces never begins a line.
    """
    if text.isascii() and text.isprintable() and "  " not in text and " / " not in text:
        return text.strip(" ")
    text = unicodedata.normalize("NFC", text).translate(_INSTEAD)
    known = _widths(Face.REGULAR)
    if not all(ord(c) in known for c in text):
        text = "".join(c if ord(c) in known else _nearest(c) for c in text)
    text = " ".join(part for part in text.split(" ") if part)
    return _LATE.sub(lambda found: f"\u00a0{found.group(1)} ", text)


def _nearest(character: str) -> str:
    if unicodedata.category(character) in _NO_GLYPH | {"Mn", "Me"}:
        return ""
    form = unicodedata.normalize("NFKC", character)
    known = _widths(Face.REGULAR)
    return form if form != character and all(ord(c) in known for c in form) else "\ufffd"
