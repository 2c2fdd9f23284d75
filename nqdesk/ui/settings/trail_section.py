"""The section Verlauf: who changed what, when, from what to what."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.change import Area, Change
from nqdesk.store import trail
from nqdesk.store.trail import TrailEntry
from nqdesk.ui.session import Session
from nqdesk.ui.settings import trail_words
from nqdesk.ui.settings.rows import Rows
from nqdesk.ui.settings.section import Section
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.pill import StatusPill

_PAGE = 25
_LINES = 6  # fields shown of one change


class TrailSection(Section):
    """The latest changes, page by page."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session,
            "Verlauf",
            "Wer hat was geändert? Inhalte endgültig gelöschter Einträge stehen auch hier nicht mehr.",
            parent=parent,
        )
        self._last: int | None = None
        self._is_stale = False
        self.filters = Form(2)
        self.who = Choice()
        self.area = Choice([(None, "alle Bereiche"), *((area, messages.word(area)) for area in Area)])
        self.filters.add("who", "&Person", self.who)
        self.filters.add("area", "&Bereich", self.area)
        self.area.set_value(None)
        for field in (self.who, self.area):
            field.edited.connect(self._first_page)
        self.body.addWidget(self.filters)
        self._card = Card()
        self.rows = Rows(self.who)
        self._card.add(self.rows)
        self.body.addWidget(self._card)
        self._empty = EmptyState("clock", "Noch keine Änderungen")
        self.body.addWidget(self._empty)
        self.more = Button("Ältere zeigen", on_click=self._next_page)
        line = QHBoxLayout()
        line.addWidget(self.more)
        line.addStretch(1)
        self.body.addLayout(line)
        self._list_people()
        self._first_page()

    def refresh(self, change: Change | None) -> None:
        del change
        if self.isVisible():
            self._list_people()
            self._first_page()
        else:
            self._is_stale = True

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._is_stale:
            self._is_stale = False
            self._list_people()
            self._first_page()

    def _list_people(self) -> None:
        names = trail.names(self.session.store.db)
        self.who.set_options([("", "alle Personen"), *((name, name) for name in names)])
        if self.who.value() is None:
            self.who.set_value("")

    def _first_page(self) -> None:
        self._last = None
        self.rows.clear()
        self._next_page()

    def _next_page(self) -> None:
        found = trail.page(
            self.session.store.db,
            _PAGE + 1,
            before=self._last,
            who=self.who.value() or "",
            area=self.area.value(),
        )
        shown = found[:_PAGE]
        self.rows.add(self._row(entry) for entry in shown)
        if shown:
            self._last = shown[-1].change.number
        self.more.setVisible(len(found) > _PAGE)
        self._card.setVisible(self.rows.count > 0)
        self._empty.setVisible(self.rows.count == 0)
        if self.rows.count == 0:
            limited = bool(self.who.value() or self.area.value())
            self._empty.set_sentence("Nichts gefunden" if limited else "Noch keine Änderungen")

    def _row(self, entry: TrailEntry) -> QWidget:
        change = entry.change
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, step(0.5), 0, step(0.5))
        layout.setSpacing(step(3))
        words = QVBoxLayout()
        words.setSpacing(step(0.5))
        heading = trail_words.heading(entry)
        words.addWidget(Label(heading, "strong"))
        areas = ", ".join(sorted(messages.word(area) for area in change.areas))
        words.addWidget(Label(f"{change.at.astimezone():%d.%m.%Y, %H:%M} Uhr · {change.who} · {areas}", "small"))
        lines = trail_words.lines(self.session, entry)
        for line in lines[:_LINES]:
            label = Label(line)
            label.setMinimumWidth(step(20))  # a web address is cut rather than the row made wider than the window
            words.addWidget(label)
        if len(lines) > _LINES:
            words.addWidget(Label(f"und {len(lines) - _LINES} weitere Felder", "small"))
        layout.addLayout(words, 1)
        if entry.undone:
            layout.addWidget(StatusPill("zurückgenommen", Tone.NEUTRAL), 0, Qt.AlignmentFlag.AlignTop)
        elif self.session.may_undo(change):
            undo = Button("Rückgängig", icon="undo", on_click=lambda: self.session.undo_change(change.number))
            undo.setAccessibleName(f"Rückgängig: {heading}")
            layout.addWidget(undo, 0, Qt.AlignmentFlag.AlignTop)
        return row
