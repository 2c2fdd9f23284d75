"""Colours of a paper, computed from the centre's one colour so that everything stays readable."""

import colorsys
import re
from dataclasses import dataclass
from typing import NamedTuple

from nqdesk.domain.centre import DEFAULT_COLOUR

TEXT_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


class Colour(NamedTuple):
    """Red, green, blue from 0 to 1."""

    red: float
    green: float
    blue: float


def from_hex(text: str) -> Colour:
    """Return the colour written as ``#rrggbb``; ValueError for anything else."""
    if not _HEX.fullmatch(text):
        raise ValueError(text)
    return Colour(*(int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)))


def luminance(colour: Colour) -> float:
    """Return the relative luminance (WCAG) from 0 (black) to 1 (white)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio (WCAG) from 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return `colour` with `share` (0 to 1) of `other` in it."""
    return Colour(*(a + (b - a) * share for a, b in zip(colour, other, strict=True)))


WHITE = Colour(1, 1, 1)
INK = from_hex("#1B2430")
MUTED = from_hex("#566270")
LINE = from_hex("#E2E6EB")
GROUND = from_hex("#F4F6F8")
GOOD = from_hex("#1E7B4B")
GOOD_SOFT = from_hex("#E4F3EA")
OPEN = from_hex("#8A5A00")
OPEN_SOFT = from_hex("#FBF0D9")


@dataclass(frozen=True)
class Palette:
    """The colours of one paper.

    Attributes:
        band: the centre's colour itself, for large areas; on_band, on_band_soft: text on it.
        accent: the colour for text and figures on white or on `soft`, contrast at least 4.5.
        soft: a tint for tiles and table heads; ink and accent are readable on it.
    """

    band: Colour
    on_band: Colour
    on_band_soft: Colour
    accent: Colour
    soft: Colour


def _lightness(colour: Colour, lightness: float) -> Colour:
    hue, _, saturation = colorsys.rgb_to_hls(*colour)
    return Colour(*colorsys.hls_to_rgb(hue, lightness, saturation))


def _accent(band: Colour, soft: Colour) -> Colour:
    """The lightest tone of the hue that is readable on `soft`; a near-black becomes livelier, a pale one darker."""
    _, lightness, _ = colorsys.rgb_to_hls(*band)
    step = min(max(lightness, 0.33), 0.9)
    while step > 0.02 and contrast(_lightness(band, step), soft) < TEXT_CONTRAST + 0.7:
        step -= 0.01
    return _lightness(band, step)


def palette(colour: str) -> Palette:
    """Return the colours for a centre's colour; an unreadable value gives the default colour."""
    try:
        band = from_hex(colour)
    except ValueError:
        band = from_hex(DEFAULT_COLOUR)
    on_band = WHITE if contrast(band, WHITE) >= TEXT_CONTRAST else INK
    if contrast(band, on_band) < TEXT_CONTRAST:  # mid tones where neither would do
        on_band = max((WHITE, Colour(0, 0, 0)), key=lambda c: contrast(band, c))
    share = 0.25
    while share > 0 and contrast(mixed(on_band, band, share), band) < TEXT_CONTRAST:
        share -= 0.05
    hue, _, saturation = colorsys.rgb_to_hls(*band)
    soft = Colour(*colorsys.hls_to_rgb(hue, 0.925, min(saturation, 0.55)))
    return Palette(
        band=band,
        on_band=on_band,
        on_band_soft=mixed(on_band, band, max(share, 0.0)),
        accent=_accent(band, soft),
        soft=soft,
    )
