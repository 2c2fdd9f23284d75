"""Which kept checks of open cases come out differently, and how: after a change of rules, or with another start."""

from collections import Counter
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nqdesk.actions import follow_ups, kept_checks, messages
from nqdesk.actions.rule_packages import RulesPreview
from nqdesk.domain.change import Change
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding import book_changes
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Engine, Result
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.impact import Comparison, Effect, ResultChange, effects, with_start
from nqdesk.domain.funding.rules import RuleBook
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
    """What a change does to the open cases: how many were looked at, and those that come out differently.

    Attributes:
        days: the days that were asked for, the first one first.
    """

    looked_at: int
    affected: tuple[Affected, ...]
    days: tuple[date, ...] = ()

    def counts(self) -> Counter[Effect]:
        """Return how many cases have each effect."""
        return Counter(effect for found in self.affected for effect in found.effects)


def of_rules(store: Store, before: Engine, after: Engine, on: date) -> Generator[Progress, None, Impact]:
    """Hold all open cases against two rule books; the store is read piece by piece.

    They are asked for on the given day and on each later one on which something that differs begins or ends.
    """
    comparison = Comparison(before, after)
    days = (on, *sorted(day for day in _turning_points(before.book, after.book) if day > on))
    return (yield from _over(store, lambda case: comparison.compare_on(case, days), days, before.book.catalogue))


def of_preview(store: Store, found: RulesPreview, on: date) -> Generator[Progress, None, Impact]:
    """Hold all open cases against the rules of a preview, before it is taken over; nothing is written."""
    # Engines of their own: those of the preview remember results, and the window goes on checking with them.
    return (yield from of_rules(store, Engine(found.before.book), Engine(found.after.book), on))


def _turning_points(before: RuleBook, after: RuleBook) -> set[date]:
    """Return the days on which something that differs begins, or on which only one of the two is over."""
    pairs = [(each.before, each.after) for each in book_changes.versions_compared(before, after)]
    figures = [(each.before, each.after) for each in book_changes.figures_compared(before, after)]
    days: set[date] = set()
    for one, other in (*pairs, *figures):
        spans = [(each.valid_from, each.valid_to) for each in (one, other) if each is not None]
        days.update(first for first, _ in spans)
        ends = {last for _, last in spans if last is not None}
        if len(spans) < 2 or spans[0][1] != spans[1][1]:
            days.update(last + timedelta(days=1) for last in ends)
    return days


def of_start(
    store: Store, engine: Engine, start: date, on: date, *, only: str = ""
) -> Generator[Progress, None, Impact]:
    """Hold all open cases against themselves with a measure that begins on another day.

    `only` is the id of the one instrument that is asked about; without it all count.
    """
    comparison = Comparison(engine, engine)

    def compare(case: Case) -> tuple[ResultChange, ...]:
        changes = comparison.compare(case, on, moved=with_start(case, start))
        return tuple(each for each in changes if not only or each.instrument.id == only)

    return (yield from _over(store, compare, (on,), engine.book.catalogue))


def _over(
    store: Store, compare: Callable[[Case], tuple[ResultChange, ...]], days: tuple[date, ...], catalogue: FactCatalogue
) -> Generator[Progress, None, Impact]:
    """Compare the open checks one after the other, with progress."""
    affected = []
    looked_at = 0
    total = stored_checks.count(store.db, only_open=True)
    for check in stored_checks.open_ones(store.db):
        if looked_at % _TOLD_EVERY == 0:
            yield Progress(looked_at, max(total, looked_at), "comparing_cases")
        looked_at += 1
        changes = compare(kept_checks.case_of(check, catalogue))
        if changes:
            affected.append(Affected(check.id, check.subject, check.made_on, changes))
    return Impact(looked_at, tuple(affected), days)


def sentence(change: ResultChange, today: date) -> str:
    """Return how an instrument comes out differently: "Title: before → after", with the day if it is a later one."""
    values = {
        "title": change.instrument.title,
        "before": _result(change.before.result if change.before else None),
        "after": _result(change.after.result if change.after else None),
    }
    same = values["before"] == values["after"]
    told = messages.phrase("impact_amounts" if same else "impact_result", values)
    if change.on <= today:
        return told
    return messages.phrase("impact_from", {"told": told, "day": f"{change.on:%d.%m.%Y}"})


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
                text=_shortened(f"{advice(found.effects[0])} {sentence(found.changes[0], today)}"),
                about_id=found.check_id,
            )
            for found in affected
        ],
        now,
    )


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:299]}…"
