"""Where words are broken, and that no occupation runs over the narrowest column."""

import json
from itertools import pairwise

import pytest

from nqdesk import resource_files
from nqdesk.papers.hyphenation import break_places
from nqdesk.papers.lines import Run, broken
from nqdesk.papers.styles import TABLE_CELL, Style
from nqdesk.papers.typefaces import SOFT_HYPHEN, Face

NARROWEST = 54.0  # points: a place's name in the table of a card with prices for each run
OWN_TITLES = (
    "Kraftfahrzeugmechatroniker/in",
    "Verfahrensmechaniker/in für Kunststoff- und Kautschuktechnik",
    "Fachkraft für Veranstaltungstechnik",
    "Sozialversicherungsfachangestellte/r",
)


def occupation_titles() -> list[str]:
    """All titles of the shipped catalogue and some hard ones."""
    file = resource_files.path("occupations/occupations.json")
    shipped = [entry["title"] for entry in json.loads(file.read_text(encoding="utf-8"))["occupations"]]
    return [*OWN_TITLES, *shipped]


def shown(word: str) -> str:
    """The word with | where it may be broken without and ~ where with a hyphen."""
    places = dict(break_places(word))
    return "".join({True: "~", False: "|", None: ""}[places.get(i)] + c for i, c in enumerate(word))


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("Anlagenführer/in", "Anlagen~führer/|in"),
        ("Metallbearbeitung", "Metall~be~arbei~tung"),
        ("Weiterbearbeitung", "Wei~ter~be~ar~bei~tung"),
        ("Kundendialog", "Kun~den~dia~log"),
        ("Kraft-Wärme-Kopplung", "Kraft-|Wärme-|Kopp~lung"),
        ("E-Mail", "E-Mail"),
        ("https://www.example.org/kurse/4711", "https://|www.|example.|org/|kurse/|4711"),
        ("beratung@example.org", "beratung@|example.|org"),
        ("Wiśniewski", "Wiśniewski"),
        ("kurz", "kurz"),
    ],
)
def test_words_are_broken_at_joints_and_between_syllables(word: str, places: str) -> None:
    assert shown(word) == places


def test_no_break_leaves_a_single_letter() -> None:
    for title in occupation_titles():
        for word in title.replace("(", " ").replace(")", " ").split():
            places = [0, *(place for place, _ in break_places(word)), len(word)]
            assert all(b - a >= 2 for a, b in pairwise(places)), shown(word)


@pytest.mark.parametrize("style", [TABLE_CELL, Style(face=Face.BOLD, size=8.8, leading=12)])
def test_every_occupation_title_fits_the_narrowest_column(style: Style) -> None:
    for title in occupation_titles():
        lines = broken([Run(title)], NARROWEST, style)
        assert all(line.width <= NARROWEST + 0.02 for line in lines), title
        parts = ["".join(piece.text for piece in line.pieces) for line in lines]
        assert "".join(parts).replace(SOFT_HYPHEN, "") == title
        for part in parts[:-1]:
            assert part.endswith((" ", "/", "-", SOFT_HYPHEN, "(")), (title, parts)
