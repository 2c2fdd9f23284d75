"""Papers of a funding check: the protocol, and a page in Einfache Sprache for the person."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from nqdesk.actions import checking, kept_checks, kept_results
from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import CheckResult, Engine
from nqdesk.domain.funding.check_book import CheckBook, Elsewhere, NotCovered
from nqdesk.domain.funding.elsewhere import open_place
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.frozen import FrozenCheck
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
    told = kept_results.told(engine, checked, asked)
    by_name = engine.book.catalogue.by_name
    elsewhere = {
        found.instrument.id: Elsewhere(by_name[place].label_of(found.instrument.land), by_name[place].label)
        for found in checked.instruments
        if (place := open_place(found, case))
    }
    not_covered = tuple(
        NotCovered(found.instrument.title, found.decisive.day, checking.why_uncovered(found))
        for found in checked.without_version
    )
    book = _book(told, case, engine.book.catalogue, printed_on, store)
    return replace(book, elsewhere=elsewhere, not_covered=not_covered)


def kept_book(check: KeptCheck, catalogue: FactCatalogue, *, printed_on: date, store: Store | None = None) -> CheckBook:
    """Return what the papers of a kept check need: everything as it was kept, nothing is computed.

    The catalogue gives only the labels of the facts.
    """
    book = _book(kept_results.frozen(check), kept_checks.case_of(check, catalogue), catalogue, printed_on, store)
    foreign = tuple(kept_results.foreign_facts(check, catalogue))
    return replace(book, subject=check.subject, kept_on=check.made_on, foreign=foreign)


def _book(told: FrozenCheck, case: Case, catalogue: FactCatalogue, printed_on: date, store: Store | None) -> CheckBook:
    return CheckBook(
        checked=told,
        case=case,
        catalogue=catalogue,
        questions=tuple(catalogue.by_name[name] for name in told.questions if name in catalogue.by_name),
        centre=stored_centre.get(store.db) if store is not None else Centre(),
        printed_on=printed_on,
    )


def write_protocol(book: CheckBook, out: Path) -> int:
    """Set the protocol as a tagged PDF at `out`; return its pages. PapersError if it cannot be written."""
    from nqdesk.papers import check_protocol

    return check_protocol.make(book, out)


def write_plain(book: CheckBook, out: Path) -> None:
    """Set the page in Einfache Sprache at `out`. PapersError if it cannot be written."""
    from nqdesk.papers import check_plain

    check_plain.make(book, out)
