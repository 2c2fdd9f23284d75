"""The rule book on paper."""

from collections.abc import Generator
from datetime import date
from itertools import pairwise
from pathlib import Path

from nqdesk.actions import messages, rule_changes
from nqdesk.domain.centre import Centre
from nqdesk.domain.funding.differences import InstrumentChange, differences
from nqdesk.domain.funding.printed_rules import PrintedRules
from nqdesk.domain.funding.rules import RuleBook
from nqdesk.domain.progress import Progress
from nqdesk.store import centre as stored_centre
from nqdesk.store.database import Store


def printed_rules(
    book: RuleBook, *, printed_on: date, on: date | None = None, store: Store | None = None
) -> PrintedRules:
    """Return what the paper needs; the centre's identity is that of the database, if there is one."""
    return PrintedRules(
        book=book,
        centre=stored_centre.get(store.db) if store is not None else Centre(),
        printed_on=printed_on,
        on=on,
        changes=_changes(book),
        word=messages.word,
    )


def _changes(book: RuleBook) -> dict[tuple[str, date], tuple[str, ...]]:
    found = {}
    for instrument in book.instruments:
        for before, after in pairwise(instrument.versions):
            change = InstrumentChange(instrument, before, after, differences(before, after))
            found[instrument.id, after.valid_from] = tuple(rule_changes.lines(change))
    return found


def write_rules(rules: PrintedRules, out: Path) -> Generator[Progress, None, int]:
    """Set the rule book as a tagged PDF at `out`; return its pages. PapersError if it cannot be written."""
    from nqdesk.papers import rule_book_paper

    return (yield from rule_book_paper.make(rules, out))
