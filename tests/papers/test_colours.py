"""Colours stay readable whatever the centre chooses."""

from hypothesis import given
from hypothesis import strategies as st

from nqdesk.papers.colours import GROUND, INK, MUTED, OPEN, WHITE, contrast, palette

READABLE = 4.5


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_gives_readable_text(number: int) -> None:
    colours = palette(f"#{number:06x}")
    assert contrast(colours.on_band, colours.band) >= READABLE
    assert contrast(colours.on_band_soft, colours.band) >= READABLE - 0.01
    assert contrast(colours.accent, WHITE) >= READABLE
    assert contrast(colours.accent, colours.soft) >= READABLE
    assert contrast(INK, colours.soft) >= READABLE


def test_the_fixed_colours_are_readable_on_their_grounds() -> None:
    assert contrast(MUTED, WHITE) >= READABLE
    assert contrast(MUTED, GROUND) >= READABLE
    assert contrast(OPEN, WHITE) >= READABLE


def test_an_unreadable_setting_gives_the_default_colour() -> None:
    assert palette("blau") == palette("#10344C")
