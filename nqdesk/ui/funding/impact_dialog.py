"""Which kept checks of open cases come out differently after a change, and a follow-up for each in one click.

A change that is only looked at yet writes nothing: the follow-ups are noted down for when it is made.
"""

from collections.abc import Callable, Generator
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import impact, messages
from nqdesk.actions.impact import Affected, Impact
from nqdesk.domain.change import Area
from nqdesk.domain.funding.impact import Effect, ResultChange
from nqdesk.domain.progress import Progress
from nqdesk.store.database import Store
from nqdesk.ui.funding import words
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.progress_dialog import WaitDialog
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import show_day

TONES = {
    Effect.LOSES: Tone.NO,
    Effect.LESS: Tone.NO,
    Effect.OPENS: Tone.OPEN,
    Effect.APPEARS: Tone.OPEN,
    Effect.OTHER: Tone.OPEN,
    Effect.MORE: Tone.POSSIBLE,
    Effect.GAINS: Tone.POSSIBLE,
}
_AT_MOST = 200  # cases shown; the follow-ups are made for all


class ImpactDialog(Dialog):
    """The cases that are affected, the gravest first.

    Attributes:
        is_wanted: follow-ups shall be made once the change that is looked at is made.
    """

    def __init__(
        self, session: Session, what: str, found: Impact, parent: QWidget | None = None, *, is_ahead: bool = False
    ) -> None:
        """`is_ahead`: the change is not made yet."""
        super().__init__("Wen betrifft das?", parent, detail=what)
        self._session = session
        self._found = found
        self._is_ahead = is_ahead
        self.is_wanted = False
        self.setMinimumSize(step(150), step(110))
        self.resize(step(190), step(150))
        if not found.affected:
            self.body.addWidget(self._nobody(), 1)
        else:
            self.body.addLayout(self._counts())
            if len(found.days) > 1:
                later = ", ".join(show_day(day) for day in found.days[1:])
                self.body.addWidget(
                    Label(
                        f"Verglichen für heute und für die Tage danach, an denen sich etwas ändert: {later}.", "small"
                    )
                )
            area = ScrollArea(gap=step(3), reading="Betroffene Checks")
            for affected in self._in_order():
                area.body.addWidget(self._case(affected))
            left_out = len(found.affected) - _AT_MOST
            if left_out > 0:
                area.body.addWidget(Label(f"Weitere Fälle: {left_out}. Die Wiedervorlage gilt für alle.", "small"))
            area.body.addStretch(1)
            self.body.addWidget(area, 1)
            self.noting = self.add_button(
                self._noting_text(), "primary", icon="calendar", on_click=self._want if is_ahead else self._note
            )
            self.noting.setEnabled(session.can_write)
        self.add_button("Schließen", on_click=self.reject, left=True)

    def _noting_text(self) -> str:
        is_one = len(self._found.affected) == 1
        if self._is_ahead:
            return "Danach Wiedervorlage anlegen" if is_one else "Danach Wiedervorlage für alle Fälle"
        return "Wiedervorlage anlegen" if is_one else "Wiedervorlage für alle Fälle"

    def _in_order(self) -> list[Affected]:
        order = list(TONES)
        found = sorted(self._found.affected, key=lambda each: order.index(each.effects[0]))
        return found[:_AT_MOST]

    def _nobody(self) -> QWidget:
        looked_at = self._found.looked_at
        if not looked_at:
            return EmptyState(
                "list",
                "Keine offenen Fälle",
                detail="Verglichen werden aufbewahrte Förderchecks, die nicht abgeschlossen sind. Noch gibt es keine.",
            )
        cases = "Der eine offene Fall kommt" if looked_at == 1 else f"Alle {looked_at} offenen Fälle kommen"
        return EmptyState("check", "Niemand ist betroffen", detail=f"{cases} gleich heraus.")

    def _counts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(step(2))
        affected = len(self._found.affected)
        looked_at = self._found.looked_at
        cases = "1 Fall kommt" if affected == 1 else f"{affected} Fälle kommen"
        row.addWidget(Label(f"{cases} anders heraus, von {looked_at}.", "strong", wrap=False))
        counts = self._found.counts()
        for effect, tone in TONES.items():
            if counts[effect]:
                row.addWidget(StatusPill(f"{counts[effect]} × {messages.word(effect)}", tone))
        row.addStretch(1)
        return row

    def _case(self, affected: Affected) -> Card:
        card = Card(affected.subject, detail=f"Fördercheck vom {show_day(affected.made_on)}")
        if not self._is_ahead:  # opening another page would close the preview of the change
            card.add_trailing(
                Button("Öffnen", "link", on_click=lambda: self._open(affected), tip=f"{affected.subject} öffnen")
            )
        for change in affected.changes:
            card.add(_line(change, self._session.today()))
        for effect in affected.effects:
            card.add(Label(impact.advice(effect), "small"))
        return card

    def _open(self, affected: Affected) -> None:
        self.accept()
        self._session.open_record(Area.CHECKS, affected.check_id)

    def _want(self) -> None:
        self.is_wanted = True
        self.accept()

    def _note(self) -> None:
        today, affected = self._session.today(), self._found.affected
        if self._session.perform(lambda store, now: impact.follow_up(store, affected, today, now)):
            self.accept()


def _line(change: ResultChange, today: date) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(step(2))
    row.addWidget(StatusPill(messages.word(change.effect), TONES[change.effect]), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(step(0.5))
    column.addWidget(Label(impact.sentence(change, today)))
    for text in _amounts(change):
        column.addWidget(Label(text, "small"))
    row.addLayout(column, 1)
    return line


def _amounts(change: ResultChange) -> list[str]:
    """Return the amounts that differ, before and after."""
    if change.before is None or change.after is None:
        return []
    was = {each.amount.id: each for each in change.before.amounts}
    told = []
    for now in change.after.amounts:
        before = was.get(now.amount.id)
        if before is not None and (before.low, before.high) != (now.low, now.high):
            told.append(f"{now.amount.text}: {words.amount(before)} → {words.amount(now)}")
    return told


def show_impact(
    session: Session, what: str, make: Callable[[Store], Generator[Progress, None, Impact]], parent: QWidget
) -> None:
    """Compare on the worker, with progress and a way to stop, then show who is affected."""

    compared: list[Impact] = []

    def show() -> None:
        for found in compared:
            ImpactDialog(session, what, found, parent).exec()

    job = session.run(make, title="Förderchecks vergleichen", done=compared.append)
    if job in session.jobs.open:
        job.ended.connect(show)  # after sidebar and progress have heard of it: they would stay behind the dialog
    else:
        show()


def ask_ahead(
    session: Session, what: str, make: Callable[[Store], Generator[Progress, None, Impact]], parent: QWidget
) -> tuple[Affected, ...] | None:
    """Compare while a preview waits, with progress and a way to stop, then show who would be affected.

    Return the cases that a follow-up is wanted for once the change is made; None if nothing was said about that.
    """
    compared: list[Impact] = []
    job = session.run(make, title="Förderchecks vergleichen", done=compared.append, in_background=True)
    if job in session.jobs.open:
        WaitDialog(job, parent).wait()
    if not compared:
        return None
    dialog = ImpactDialog(session, what, compared[0], parent, is_ahead=True)
    dialog.exec()
    dialog.deleteLater()
    return compared[0].affected if dialog.is_wanted else None
