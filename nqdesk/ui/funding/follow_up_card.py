"""The follow-ups about a kept check: what is to be done by when."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import follow_ups as actions
from nqdesk.domain.change import Change
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.store import follow_ups
from nqdesk.ui.follow_up_dialog import ask_follow_up
from nqdesk.ui.session import Session
from nqdesk.ui.taking_back import tell_with_way_back
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button, IconButton
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.text_field import show_day


class FollowUpCard(Card):
    """The follow-ups about one record, open ones first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Wiedervorlagen", parent=parent)
        self._session = session
        self._about = ""
        self._can_change = session.can_write
        self._found: list[FollowUp] = []
        self.add_button = Button("Neu …", icon="add", on_click=self.new)
        self.add_button.setAccessibleName("Wiedervorlage hinzufügen")
        self.add_button.setEnabled(session.can_write)
        self.add_trailing(self.add_button)
        self._lines = QWidget()
        self._column = QVBoxLayout(self._lines)
        self.add(self._lines)

    def show_about(self, record_id: str, *, can_change: bool = True) -> None:
        """Show the follow-ups about another record."""
        self._about = record_id
        self._can_change = can_change and self._session.can_write
        self.add_button.setEnabled(self._can_change)
        self.refresh()

    @property
    def open_count(self) -> int:
        """How many are still to be done."""
        return sum(found.done_on is None for found in self._found)

    def refresh(self) -> None:
        """Read anew."""
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(2))
        found = self._found = follow_ups.about(self._session.store.db, self._about) if self._about else []
        for place, follow_up in enumerate(found):
            if place:
                column.addWidget(rule())
            column.addWidget(self._line(follow_up))
        if not found:
            column.addWidget(
                Label("Keine. Eine Wiedervorlage erinnert an einen Tag, zum Beispiel eine Frist.", "small")
            )
        self.body.replaceWidget(self._lines, lines)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = lines

    def _line(self, follow_up: FollowUp) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(1))
        row = QHBoxLayout()
        row.setSpacing(step(1))
        row.addWidget(StatusPill(*self._pill(follow_up)))
        row.addStretch(1)
        name = follow_up.text
        acts: list[tuple[str, str, Callable[[FollowUp], None]]] = [
            ("edit", "Ändern", self.edit),
            ("bin", "Entfernen", self.remove),
        ]
        if follow_up.done_on is None:
            acts.insert(0, ("check", "Erledigt", self.finish))
        for icon, word, act in acts:
            button = IconButton(icon, f"{word}: {name}", on_click=partial(act, follow_up))
            button.setToolTip(word)
            button.setEnabled(self._can_change)
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(Label(name))
        return line

    def _pill(self, follow_up: FollowUp) -> tuple[str, Tone]:
        if follow_up.done_on is not None:
            return f"erledigt am {show_day(follow_up.done_on)}", Tone.NEUTRAL
        today = self._session.today()
        if follow_up.due is None or follow_up.due > today:
            return f"bis {show_day(follow_up.due)}" if follow_up.due else "ohne Tag", Tone.ACCENT
        return (
            ("heute fällig", Tone.OPEN)
            if follow_up.due == today
            else (f"fällig seit {show_day(follow_up.due)}", Tone.NO)
        )

    # -- what is done ------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Ask for a follow-up."""
        self.edit(FollowUp(about_id=self._about))

    def edit(self, follow_up: FollowUp) -> None:
        """Ask for day and text."""
        ask_follow_up(self._session, follow_up, self)

    def finish(self, follow_up: FollowUp) -> None:
        """Mark it as done today."""
        today = self._session.today()
        done = self._session.perform(lambda store, now: actions.finish(store, follow_up, today, now), quiet=True)
        self._say("Wiedervorlage erledigt", done.change)

    def remove(self, follow_up: FollowUp) -> None:
        """Take it out."""
        done = self._session.perform(lambda store, now: actions.remove(store, [follow_up.id], now), quiet=True)
        self._say("Wiedervorlage entfernt", done.change)

    def _say(self, text: str, change: Change | None) -> None:
        if change is not None:
            tell_with_way_back(self._session, text, change)
        self.add_button.setFocus()
