"""Papers of a funding check: the protocol, and a page in Einfache Sprache for the person."""

from datetime import date
from pathlib import Path

from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult, Engine
from nqdesk.domain.funding.check_book import CheckBook
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
    subject: str = "",
) -> CheckBook:
    """Return what the papers of a check need; the centre's identity is that of the database, if there is one."""
    catalogue = engine.book.catalogue
    return CheckBook(
        checked=checked,
        case=case,
        catalogue=catalogue,
        questions=tuple(catalogue.by_name[question.fact] for question in asked),
        centre=stored_centre.get(store.db) if store is not None else Centre(),
        printed_on=printed_on,
        subject=subject,
    )


def write_protocol(book: CheckBook, out: Path) -> int:
    """Set the protocol as a tagged PDF at `out`; return its pages. PapersError if it cannot be written."""
    from nqdesk.papers import check_protocol

    return check_protocol.make(book, out)


def write_plain(book: CheckBook, out: Path) -> None:
    """Set the page in Einfache Sprache at `out`. PapersError if it cannot be written."""
    from nqdesk.papers import check_plain

    check_plain.make(book, out)
