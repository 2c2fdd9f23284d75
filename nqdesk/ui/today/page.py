"""The start page: what is due, what changes in the rules, which programmes end."""

from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import follow_ups, impact, messages, rule_book, rule_changes, today
from nqdesk.actions.today import Taken, Today
from nqdesk.domain.change import Area, Change
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.funding.rule_news import Beginning, Ending
from nqdesk.ui.follow_up_dialog import ask_follow_up
from nqdesk.ui.funding.impact_dialog import show_impact
from nqdesk.ui.page import Page
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import show_day
from nqdesk.ui.widgets.two_columns import TwoColumns

_MOST_LINES = 3  # of what changes about one instrument; all of it stands in the rule book
_MOST_UNREAD = 6


def _long_day(on: date) -> str:
    return QLocale().toString(QDate(on.year, on.month, on.day), "dddd, d. MMMM yyyy")


class TodayPage(Page):
    """Cards in two columns; each line leads to what it is about."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(step(6), step(5), step(2), 0)
        outer.setSpacing(step(4))
        self._header = PageHeader("Heute")
        self._new = Button("Neue Wiedervorlage", icon="add", on_click=self.new_record, tip="Strg+N")
        self._new.setEnabled(session.can_write)
        self._header.add(self._new)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, step(4), 0)
        head.addWidget(self._header)
        outer.addLayout(head)
        self._area = ScrollArea()
        self._area.body.setContentsMargins(0, 0, step(4), step(6))
        outer.addWidget(self._area, 1)
        self.setFocusProxy(self._new)
        self.shown: Today | None = None
        self._is_awaited = False
        if rule_book.is_ready(session.store):
            self._read()
        else:
            self._header.set("Heute", _long_day(session.today()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Read once the window stands there: the rules take a moment, which nobody should wait before seeing it."""
        super().paintEvent(event)
        if self.shown is None and not self._is_awaited:
            self._is_awaited = True
            QTimer.singleShot(0, self, self._read_once)

    def _read_once(self) -> None:
        if self.shown is None:
            self._read()

    # -- what is shown -----------------------------------------------------------------------------------------

    def refresh(self, change: Change | None) -> None:
        del change  # all of it is read anew: it is little
        self._read()

    def _read(self) -> None:
        on = self.session.today()
        self.shown = found = today.read(self.session.store, on)
        day = _long_day(on)
        cases = "1 offener Fördercheck" if found.open_checks == 1 else f"{found.open_checks} offene Förderchecks"
        self._header.set("Heute", f"{day} · {cases}")
        columns = TwoColumns(step(110))
        columns.first.addWidget(self._due(found, on))
        columns.second.addWidget(self._endings(found, on))
        columns.first.addWidget(self._beginnings(found, on))
        if found.taken or found.set_aside:
            columns.second.addWidget(self._own(found))
        columns.second.addWidget(self._unread(found))
        columns.finish()
        held_focus = self._area.isAncestorOf(self.window().focusWidget() or self)
        self._area.show_content(columns)
        columns.show()
        if held_focus:  # the button that was pressed is gone: the keyboard goes to the next thing to do
            following = next((b for b in columns.findChildren(Button) if b.isEnabled()), self._new)
            following.setFocus()

    def _due(self, found: Today, on: date) -> Card:
        card = _lines_card(
            "Wiedervorlagen",
            "Überfällig und fällig in den nächsten zwei Wochen",
            [self._follow_up(each, check, on) for each, check in found.due],
            "Nichts fällig.",
        )
        if found.later:
            card.add(Label(f"Später fällig: {found.later}", "small"))
        return card

    def _follow_up(self, follow_up: FollowUp, check: KeptCheck | None, on: date) -> QWidget:
        due = follow_up.due or on
        late = due < on
        pill = StatusPill("überfällig" if late else "heute" if due == on else show_day(due), _tone(due, on))
        buttons: list[Button] = []
        if check is not None:
            opening = partial(self.session.open_record, Area.CHECKS, check.id)
            buttons.append(Button("Fördercheck", "link", on_click=opening, tip="Diesen Fördercheck öffnen"))
        buttons.append(Button("Ändern", "link", on_click=partial(self._edit, follow_up)))
        done = Button("Erledigt", icon="check", on_click=partial(self._finish, follow_up))
        for button in (*buttons[-1:], done):
            button.setEnabled(self.session.can_write)
        detail = " · ".join(
            filter(None, (check.subject if check else "", f"fällig am {show_day(due)}" if late else ""))
        )
        return _line(pill, follow_up.text, detail, [*buttons, done])

    def _beginnings(self, found: Today, on: date) -> Card:
        return _lines_card(
            "Regeln ändern sich",
            "Fassungen der letzten zwei Monate und des kommenden halben Jahres",
            [self._beginning(each, on) for each in found.news.beginnings],
            "In dieser Zeit beginnt keine neue Fassung.",
        )

    def _beginning(self, found: Beginning, on: date) -> QWidget:
        pill = StatusPill(f"ab {show_day(found.day)}", Tone.ACCENT if found.day > on else Tone.NEUTRAL)
        told = rule_changes.lines(found.change)
        shown = told[:_MOST_LINES]
        if more := len(told) - len(shown):
            shown.append(f"und {more} weitere {'Änderung' if more == 1 else 'Änderungen'}")
        buttons = [self._rule_button(found.change.instrument.id)]
        if found.day > on:
            wanted = partial(self._impact_of_start, found)
            buttons.append(Button("Wen betrifft das?", "link", on_click=wanted))
        return _line(pill, rule_changes.headline(found.change), "\n".join(shown), buttons)

    def _endings(self, found: Today, on: date) -> Card:
        return _lines_card(
            "Programme laufen aus",
            "Letzte hinterlegte Fassung endet, keine spätere ist bekannt",
            [self._ending(each, on) for each in found.news.endings],
            "In dieser Zeit endet kein Programm.",
        )

    def _ending(self, found: Ending, on: date) -> QWidget:
        is_over = found.last < on
        words = f"seit {show_day(found.last)} beendet" if is_over else f"bis {show_day(found.last)}"
        pill = StatusPill(words, Tone.NO if is_over else Tone.OPEN)
        return _line(pill, found.instrument.title, found.instrument.law, [self._rule_button(found.instrument.id)])

    def _own(self, found: Today) -> Card:
        lines = [self._taken(each) for each in found.taken]
        for aside in found.set_aside:
            pill = StatusPill("zählt nicht", Tone.OPEN)
            lines.append(_line(pill, aside.text.name, messages.problem(aside.problem), []))
        return _lines_card("Eigene Regeln und Regelpakete", "Geändert in den letzten zwei Monaten", lines)

    def _taken(self, taken: Taken) -> QWidget:
        pill = StatusPill(show_day(taken.at.astimezone().date()), Tone.NEUTRAL)
        text = taken.texts[0]
        detail = " · ".join(filter(None, (f"von {text.giver}" if text.giver else "", text.reason)))
        button = Button("Wen betrifft das?", "link", on_click=partial(self._impact_of_rules, taken))
        return _line(pill, taken.title, detail, [button])

    def _unread(self, found: Today) -> Card:
        card = Card("Wieder zu lesen", detail="Zuletzt vor über 180 Tagen gelesen")
        unread = found.news.unread
        for instrument in unread[:_MOST_UNREAD]:
            card.add(_line(None, instrument.title, instrument.law, [self._rule_button(instrument.id)]))
        if len(unread) > _MOST_UNREAD:
            card.add(Label(f"und {len(unread) - _MOST_UNREAD} weitere", "small"))
        if not unread:
            card.add(Label("Alle Fassungen wurden in den letzten 180 Tagen gelesen.", "small"))
        return card

    def _rule_button(self, instrument: str) -> Button:
        return Button("Nachlesen", "link", on_click=partial(self.session.open_record, Area.RULES, instrument))

    # -- what is done ------------------------------------------------------------------------------------------

    def new_record(self) -> None:
        if self.session.can_write:
            ask_follow_up(self.session, FollowUp(due=self.session.today()), self)

    def _edit(self, follow_up: FollowUp) -> None:
        ask_follow_up(self.session, follow_up, self)

    def _finish(self, follow_up: FollowUp) -> None:
        on = self.session.today()
        self.session.perform(lambda store, now: follow_ups.finish(store, follow_up, on, now))

    def _impact_of_start(self, found: Beginning) -> None:
        on, day, instrument = self.session.today(), found.day, found.change.instrument
        show_impact(
            self.session,
            f"{instrument.title}: offene Förderchecks, wenn ihre Maßnahme erst am {show_day(day)} beginnt",
            lambda store: impact.of_start(store, rule_book.in_use(store), day, on, only=instrument.id),
            self,
        )

    def _impact_of_rules(self, taken: Taken) -> None:
        on = self.session.today()
        show_impact(
            self.session,
            f"Offene Förderchecks vor und nach: {taken.title}",
            lambda store: impact.of_rules(store, *today.engines_around(store, taken), on),
            self,
        )

    def keys(self) -> tuple[tuple[str, str], ...]:
        return (("Strg+N", "Neue Wiedervorlage"),)


def _lines_card(title: str, detail: str, lines: list[QWidget], nothing: str = "") -> Card:
    card = Card(title, detail=detail)
    for line in lines:
        card.add(rule())
        card.add(line)
    if not lines and nothing:
        card.add(Label(nothing, "small"))
    return card


def _tone(due: date, on: date) -> Tone:
    if due < on:
        return Tone.NO
    return Tone.OPEN if due == on else Tone.NEUTRAL


def _line(pill: StatusPill | None, text: str, detail: str, buttons: list[Button]) -> QWidget:
    line = QWidget()
    column = QVBoxLayout(line)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(step(1))
    if pill is not None:
        column.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(Label(text, "strong"))
    if detail:
        column.addWidget(Label(detail, "small"))
    if buttons:
        row = QHBoxLayout()
        row.setSpacing(step(3))
        for button in buttons:
            button.setAccessibleName(f"{button.text().strip()}: {text}")
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
    return line
