"""Papers of a funding check: the protocol, and a page in Einfache Sprache for the person."""

from datetime import date
from pathlib import Path

from nqdesk.actions import kept_results
from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult, Engine
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.funding.questions import Question
from nqdesk.store import centre as stored_centre
from nqdesk.store.database import Store


def book_of(
    engine: Engine,
    case: Case,
    checked: CheckResult,
    asked: tuple[Question, ...],
    *,
    printed_on: date,
    store: Store | None = None,
) -> CheckBook:
    """Return what the papers of a check need that was just made, without a name."""
    told = kept_results.told(engine, case, checked, asked)
    return CheckBook(checked=told, centre=_centre(store), printed_on=printed_on)


def kept_book(check: KeptCheck, catalogue: FactCatalogue, *, printed_on: date, store: Store | None = None) -> CheckBook:
    """Return what the papers of a kept check need: everything as it was kept, nothing is computed.

    The catalogue gives the words of facts only where a check was kept without them.
    """
    return CheckBook(
        checked=kept_results.in_words(check, catalogue),
        centre=_centre(store),
        printed_on=printed_on,
        subject=check.subject,
        kept_on=check.made_on,
    )


def _centre(store: Store | None) -> Centre:
    return stored_centre.get(store.db) if store is not None else Centre()


def write_protocol(book: CheckBook, out: Path) -> int:
    """Set the protocol as a tagged PDF at `out`; return its pages. PapersError if it cannot be written."""
    from nqdesk.papers import check_protocol

    return check_protocol.make(book, out)


def write_plain(book: CheckBook, out: Path) -> None:
    """Set the page in Einfache Sprache at `out`. PapersError if it cannot be written."""
    from nqdesk.papers import check_plain

    check_plain.make(book, out)
