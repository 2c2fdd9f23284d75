"""What the same facts give today, beside what a kept check said; the kept check stays as it is."""

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.actions.kept_results import Again
from nqdesk.domain.funding.check import POSITIVE
from nqdesk.domain.funding.frozen import FrozenCriterion, FrozenDifference, FrozenInstrument
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.ui.funding import kept_words
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import show_day

_AROUND = step(60)
_MET = {True: "erfüllt", False: "nicht erfüllt", None: "offen"}


class AgainDialog(Dialog):
    """One card for each instrument that comes out differently."""

    def __init__(self, check: KeptCheck, again: Again, parent: QWidget | None = None) -> None:
        same = "mit denselben Regeln" if again.same_rules else "mit den Regeln von heute"
        super().__init__(
            "Heute noch einmal geprüft",
            parent,
            detail=f"Die Angaben vom {show_day(check.made_on)}, geprüft am {show_day(again.on)} {same}. "
            "Der aufbewahrte Check bleibt, wie er ist.",
        )
        self.setMinimumWidth(step(160))
        area = ScrollArea(gap=step(3), reading="Was heute anders herauskommt")
        area.body.setContentsMargins(0, 0, step(2), 0)
        if again.left_out:
            names = ", ".join(again.left_out)
            area.body.addWidget(Notice(f"Diese Angaben kennen die Regeln nicht mehr: {names}.", Tone.OPEN))
        if not again.differences:
            area.body.addWidget(Notice("Heute kommt bei jedem Instrument dasselbe heraus.", Tone.POSSIBLE))
        for found in again.differences:
            area.body.addWidget(_card(found))
        area.body.addStretch(1)
        content = area.widget()
        room = self.screen().availableGeometry().height() - _AROUND
        wanted = content.sizeHint().height() + step(4) if content is not None else 0
        area.setMinimumHeight(min(max(wanted, step(20)), room))
        self.body.addWidget(area, 1)
        self.add_button("Schließen", "primary", on_click=self.accept).setFocus()


def _card(found: FrozenDifference) -> Card:
    card = Card(found.instrument.title, detail=found.instrument.law)
    row = QHBoxLayout()
    row.setSpacing(step(2))
    row.addWidget(StatusPill(*_pill(found.before)))
    row.addWidget(Label("→", wrap=False))
    row.addWidget(StatusPill(*_pill(found.after)))
    row.addStretch(1)
    card.add(row)
    column = QVBoxLayout()
    column.setSpacing(step(1))
    for line in difference_lines(found):
        column.addWidget(Label(f"– {line}"))
    card.add(column)
    return card


def _pill(found: FrozenInstrument | None) -> tuple[str, Tone]:
    return kept_words.pill(found) if found else ("war nicht dabei", Tone.NEUTRAL)


def difference_lines(found: FrozenDifference) -> Iterator[str]:
    """Yield in words what differs of one instrument: version, criteria, amounts, office, deadlines, documents."""
    before, after = found.before, found.after
    if before is None or before.result is None:
        yield "Damals gab es dafür keine Fassung, heute schon."
        return
    if after is None or after.result is None:
        yield "Heute gibt es dafür keine Fassung mehr."
        return
    if before.result is not after.result and {before.result, after.result} <= POSITIVE:
        yield f"Damals: {messages.word(before.result)}, heute: {messages.word(after.result)}."
    if before.valid_from != after.valid_from and after.valid_from:
        yield f"Heute gilt die Fassung ab {show_day(after.valid_from)}."
    yield from _criteria(before.criteria, after.criteria)
    yield from _amounts(before, after)
    if before.office != after.office:
        yield f"Zuständig: damals {before.office or 'nicht genannt'}, heute {after.office or 'nicht genannt'}."
    for name, was, now in (
        ("Frist", before.deadlines, after.deadlines),
        ("Unterlage", before.documents, after.documents),
    ):
        yield from (f"Neue {name}: {line}" for line in now if line not in was)
        yield from (f"{name} entfällt: {line}" for line in was if line not in now)
    if before.excluded_by != after.excluded_by:
        yield "Heute hat ein anderes Instrument Vorrang." if after.excluded_by else "Heute hat kein anderes Vorrang."


def _criteria(before: tuple[FrozenCriterion, ...], after: tuple[FrozenCriterion, ...]) -> Iterator[str]:
    was = {each.id: each for each in before}
    for each in after:
        known = was.pop(each.id, None)
        if known is None:
            yield f"Neue Voraussetzung ({_MET[each.met]}): {each.text}"
        elif known.met is not each.met:
            yield f"Damals {_MET[known.met]}, heute {_MET[each.met]}: {each.text}"
    yield from (f"Diese Voraussetzung entfällt: {each.text}" for each in was.values())


def _amounts(before: FrozenInstrument, after: FrozenInstrument) -> Iterator[str]:
    was = {each.id: each for each in before.amounts}
    for each in after.amounts:
        known = was.pop(each.id, None)
        now = kept_words.amount(each)
        if known is None:
            yield f"Neuer Betrag: {each.text}: {now}"
        elif kept_words.amount(known) != now:
            yield f"{each.text}: damals {kept_words.amount(known)}, heute {now}"
    yield from (f"Betrag entfällt: {each.text} ({kept_words.amount(each)})" for each in was.values())
