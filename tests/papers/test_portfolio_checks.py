"""Both checkers find no error in any variant, and only the warnings explained here."""

from pathlib import Path

import outloud
import pdfua
import pytest

from nqdesk.domain.portfolio import Variant
from nqdesk.domain.portfolio_book import PortfolioBook
from nqdesk.papers.recovery_sheet import make
from tests.papers.books import ON, book, centre, event, hard_offers
from tests.papers.making import printed

# PAG-001 takes tagged lines that recur in the outer eighth of the page on three pages for running heads. In these
# variants such lines are content: a card, a row or a handout box that happens to begin or end there, whose text
# (a course's title, the heads of its dates, a price, "Stand der Angaben unbekannt", a town) other offers have too.
# Making them artifacts would hide offers from screen readers.
EXPLAINED = {
    Variant.FULL: {"PAG-001"},
    Variant.GLANCE: {"PAG-001"},
    Variant.PLAIN: {"PAG-001"},
    Variant.OVERVIEW: set[str](),
    Variant.POSTER: set[str](),
}


def check(path: Path) -> set[str]:
    """Assert that there is no error and return the codes of the warnings."""
    report = pdfua.validate(str(path))
    assert [(f.rule_id, f.message) for f in report.findings] == []
    result = outloud.check(str(path))
    assert not result.error
    errors = [(f.rule, f.message, f.evidence) for f in result.findings if f.severity == "error"]
    assert errors == []
    assert result.stats["tagged"]
    return {f.rule for f in result.findings if f.severity == "warning"}


BOOKS = {
    "one": lambda: book(1),
    "some": lambda: book(40),
    "hard": lambda: book(offers=hard_offers()),
    "bare": lambda: book(
        5,
        event=None,
        subtitle="",
        title="Angebote",
        centre=centre(web="", phone="", email="", street="", city="", plz="", logo=b"kein Bild", colour="#F3E33D"),
    ),
    "long": lambda: book(
        40,
        title="Nachqualifizierung für an- und ungelernte Beschäftigte in der Metropolregion und im Ortenaukreis",
        event=event(title="Wie Betriebe und ihre Beschäftigten gemeinsam zum Berufsabschluss kommen können"),
    ),
}


@pytest.mark.parametrize("variant", list(Variant))
@pytest.mark.parametrize("name", list(BOOKS))
def test_the_checkers_find_nothing_but_what_is_explained(name: str, variant: Variant, tmp_path: Path) -> None:
    made: PortfolioBook = BOOKS[name]()
    printed(made, variant, out := tmp_path / "portfolio.pdf")
    assert check(out) <= EXPLAINED[variant]


@pytest.mark.heavy
def test_many_offers_pass_too(tmp_path: Path) -> None:
    printed(book(300), Variant.FULL, out := tmp_path / "portfolio.pdf")
    assert check(out) <= EXPLAINED[Variant.FULL]


def test_the_recovery_sheet_passes(tmp_path: Path) -> None:
    make("ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2", "Beratungsstelle", "nqdesk.nqd", ON, out := tmp_path / "blatt.pdf")
    assert check(out) == set()
