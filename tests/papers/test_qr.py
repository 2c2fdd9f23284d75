"""QR codes."""

import pytest

from nqdesk.papers.addresses import web_target
from nqdesk.papers.qr import MOST_CHARACTERS, bars, can_be_coded, short_address


def modules(address: str) -> list[list[bool]]:
    """The code as rows of dark and light."""
    size, dark = bars(address)
    grid = [[False] * size for _ in range(size)]
    for row, first, length in dark:
        for column in range(first, first + length):
            assert not grid[row][column], "a module is drawn twice"
            grid[row][column] = True
    return grid


@pytest.mark.parametrize("address", ["https://example.org", "https://example.org/" + "a" * 250, "https://ex.org/ä"])
def test_a_code_has_its_three_finders_and_timing_lines(address: str) -> None:
    grid = modules(address)
    size = len(grid)
    assert (size - 17) % 4 == 0
    ring = [[r in {0, 6} or c in {0, 6} or (2 <= r <= 4 and 2 <= c <= 4) for c in range(7)] for r in range(7)]
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        assert [row[left : left + 7] for row in grid[top : top + 7]] == ring
    assert [grid[6][c] for c in range(8, size - 8)] == [c % 2 == 0 for c in range(8, size - 8)]


def test_addresses_too_long_to_scan_have_no_code() -> None:
    assert can_be_coded("https://example.org")
    assert not can_be_coded("")
    assert not can_be_coded("https://example.org/" + "ä" * MOST_CHARACTERS)
    with pytest.raises(ValueError, match="example"):
        bars("https://example.org/" + "a" * MOST_CHARACTERS)


def test_addresses_are_shown_short() -> None:
    assert short_address("https://www.example.org/kurse/") == "example.org/kurse"
    assert short_address("https://example.org/" + "a" * 80, 30) == "example.org/" + "a" * 17 + "…"


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("www.example.org", "https://www.example.org"),
        ("javascript:alert(1)", ""),
        ("siehe Prospekt", ""),
        ("", ""),
    ],
)
def test_links_lead_to_web_addresses_only(address: str, target: str) -> None:
    assert web_target(address) == target
