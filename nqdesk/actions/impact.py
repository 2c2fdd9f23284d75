"""Which kept checks of open cases come out differently, and how: after a change of rules, or with another start."""

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nqdesk.actions import follow_ups, kept_checks, messages
from nqdesk.domain.change import Change
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding.check import Engine, Result
from nqdesk.domain.funding.impact import Comparison, Effect, ResultChange, effects, with_start
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.progress import Progress
from nqdesk.store import checks as stored_checks
from nqdesk.store.database import Store

_TOLD_EVERY = 200
_DUE_IN = timedelta(days=7)


@dataclass(frozen=True)
class Affected:
    """A kept check that comes out differently; without its snapshot, which stays in the database."""

    check_id: str
    subject: str
    made_on: date
    changes: tuple[ResultChange, ...]

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Return how it comes out differently, the gravest first."""
        return tuple(effects(self.changes))


@dataclass(frozen=True)
class Impact:
    """What a change does to the open cases: how many were looked at, and those that come out differently."""

    looked_at: int
    affected: tuple[Affected, ...]

    def counts(self) -> Counter[Effect]:
        """Return how many cases have each effect."""
        return Counter(effect for found in self.affected for effect in found.effects)


def of_rules(store: Store, before: Engine, after: Engine, on: date) -> Generator[Progress, None, Impact]:
    """Hold all open cases against two rule books, asked for on a day; the store is read piece by piece."""
    total = stored_checks.count(store.db, only_open=True)
    return (yield from over(stored_checks.open_ones(store.db), total, Comparison(before, after), on))


def of_start(store: Store, engine: Engine, start: date, on: date) -> Generator[Progress, None, Impact]:
    """Hold all open cases against themselves with a measure that begins on another day."""
    total = stored_checks.count(store.db, only_open=True)
    comparison = Comparison(engine, engine)
    return (yield from over(stored_checks.open_ones(store.db), total, comparison, on, start=start))


def over(
    checks: Iterable[KeptCheck], total: int, comparison: Comparison, on: date, *, start: date | None = None
) -> Generator[Progress, None, Impact]:
    """Compare checks one after the other, with progress."""
    affected = []
    looked_at = 0
    catalogue = comparison.before.book.catalogue
    for check in checks:
        if looked_at % _TOLD_EVERY == 0:
            yield Progress(looked_at, max(total, looked_at), "comparing_cases")
        looked_at += 1
        case = kept_checks.case_of(check, catalogue)
        changes = comparison.compare(case, on, moved=with_start(case, start) if start else None)
        if changes:
            affected.append(Affected(check.id, check.subject, check.made_on, changes))
    return Impact(looked_at, tuple(affected))


def sentence(change: ResultChange) -> str:
    """Return how an instrument comes out differently: "Title: before → after"."""
    values = {
        "title": change.instrument.title,
        "before": _result(change.before.result if change.before else None),
        "after": _result(change.after.result if change.after else None),
    }
    same = values["before"] == values["after"]
    return messages.phrase("impact_amounts" if same else "impact_result", values)


def _result(result: Result | None) -> str:
    return messages.word(result) if result else messages.phrase("impact_no_version")


def advice(effect: Effect) -> str:
    """Return what to do about an effect."""
    return messages.phrase(f"impact_advice_{effect.value}")


def follow_up(store: Store, affected: Sequence[Affected], today: date, now: datetime) -> Change:
    """Note for each case, to be done within a week, what comes out differently and what to do; one undo."""
    return follow_ups.save(
        store,
        [
            FollowUp(
                due=today + _DUE_IN,
                text=_shortened(f"{advice(found.effects[0])} {sentence(found.changes[0])}"),
                about_id=found.check_id,
            )
            for found in affected
        ],
        now,
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:299]}…"
