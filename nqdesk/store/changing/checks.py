"""Writing kept funding checks: personal data, and a snapshot that never changes once it is stored."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from nqdesk.domain.change import Area, Change
from nqdesk.domain.folding import fold
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.store import words
from nqdesk.store.changing.follow_ups import FOLLOW_UPS
from nqdesk.store.changing.shelves import Held, Shelf
from nqdesk.store.changing.trail import Recording
from nqdesk.store.errors import StoreError

if TYPE_CHECKING:
    from nqdesk.store.store import Tx

_FROZEN = ("law_day", "made_on", "rule_book", "facts", "results", "kinds", "subject_kind")


class _Checks(Shelf[KeptCheck]):
    area = Area.CHECKS
    kind = KeptCheck
    table = "checks"
    columns = (
        *("subject_kind", "subject", "subject_sort", "law_day", "made_on"),
        *("closed", "keep_until", "rule_book"),
    )
    words_table = "checks_words"
    private = True

    def values(self, record: KeptCheck) -> tuple[Any, ...]:
        return (
            record.subject_kind.value,
            record.subject,
            fold(record.subject),
            record.law_day.isoformat(),
            record.made_on.isoformat(),
            int(record.closed),
            (record.keep_until or date.max).isoformat(),
            record.rule_book,
        )

    def words(self, record: KeptCheck) -> str:
        return words.index_text(record.subject)

    def change(self, tx: "Tx", held: Held[KeptCheck], record: KeptCheck, token: int) -> None:
        if any(getattr(held.record, name) != getattr(record, name) for name in _FROZEN):
            raise StoreError("check_frozen")
        super().change(tx, held, record, token)


CHECKS = _Checks()


def keep_check(tx: "Tx", check: KeptCheck) -> Change:
    """Store a check for the first time."""
    recording = Recording(tx, "keep_check")
    recording.save(CHECKS, check)
    return recording.done()


def save_check(tx: "Tx", check: KeptCheck) -> Change:
    """Store what became of a check and what is noted of it.

    Raises StoreError "stale" if it was changed since it was read and "check_frozen" if facts or result differ.
    """
    recording = Recording(tx, "save_check")
    recording.save(CHECKS, check)
    return recording.done()


def bin_checks(tx: "Tx", ids: Sequence[str]) -> Change:
    """Move checks to the bin."""
    recording = Recording(tx, "bin_checks")
    recording.bin(CHECKS, ids)
    return recording.done()


def restore_checks(tx: "Tx", ids: Sequence[str]) -> Change:
    """Take checks out of the bin."""
    recording = Recording(tx, "restore_checks")
    recording.restore(CHECKS, ids)
    return recording.done()


def erase_checks(tx: "Tx", ids: Sequence[str]) -> Change:
    """Erase checks for good with their follow-ups, in the trail too; cannot be undone."""
    recording = Recording(tx, "erase_checks")
    for check_id in ids:
        about = tx.db.execute_sql("SELECT id FROM follow_ups WHERE about_id = ?", (check_id,)).fetchall()
        recording.erase(FOLLOW_UPS, [row[0] for row in about])
    recording.erase(CHECKS, ids)
    return recording.done()
