"""What an import changes in the runs of an offer, before and after side by side."""

from dataclasses import fields
from typing import Any

from nqdesk.actions import messages
from nqdesk.domain.offers import OfferDate
from nqdesk.ui.offers import values

Runs = tuple[OfferDate, ...]


def sides(before: Runs, after: Runs) -> tuple[str, str]:
    """Return both sides as text: of a run that stays only what differs, other runs whole, the rest counted."""
    gone = [run for run in before if run not in after]
    come = [run for run in after if run not in before]
    left: list[str] = []
    right: list[str] = []
    for run in gone:
        same = next((other for other in come if _is_same(run, other)), None)
        if same is None:
            left.append(_whole(run))
            continue
        come.remove(same)
        names = [f.name for f in fields(OfferDate) if getattr(run, f.name) != getattr(same, f.name)]
        left.append(_part(run, names))
        right.append(_part(same, names))
    right.extend(_whole(run) for run in come)
    kept = len(before) - len(gone)
    if kept:
        rest = "1 weiterer Termin unverändert" if kept == 1 else f"{kept} weitere Termine unverändert"
        left.append(rest)
        right.append(rest)
    return "\n".join(left) or values.NOTHING, "\n".join(right) or values.NOTHING


def _is_same(run: OfferDate, other: OfferDate) -> bool:
    if run.source_id or other.source_id:
        return run.source_id == other.source_id
    return run.start == other.start and run.plz == other.plz


def _whole(run: OfferDate) -> str:
    return values.joined(values.run_when(run), values.run_where(run), values.run_how(run))


def _part(run: OfferDate, names: list[str]) -> str:
    shown: list[Any] = [values.run_when(run)]
    shown += [
        f"{messages.field(name)}: {values.shown(name, getattr(run, name))}"
        for name in names
        if name not in ("start", "end", "source_id")
    ]
    return "\n".join(shown)
