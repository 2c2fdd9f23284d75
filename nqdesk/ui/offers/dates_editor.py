"""Editing the runs of an offer: a list of runs, and the fields of the one that is chosen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.offers import Form as TeachingForm
from nqdesk.domain.offers import OfferDate, TimeModel
from nqdesk.domain.problem import Problem
from nqdesk.ui.offers.values import joined, run_when
from nqdesk.ui.paged_model import FaceRole, RowFace
from nqdesk.ui.tables import RowDelegate
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.text_field import AmountField, CountField, TextField

_AS_OFFER = "wie Angebot"
_UNREAD = "Eingabe nicht lesbar"


@dataclass
class _Unread:
    """What stands in fields of a run and cannot be read, by name."""

    texts: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None


class DatesEditor(QWidget):
    """Several runs. Ctrl+Plus adds, Ctrl+D duplicates, Ctrl+Minus removes; it is a field of the offer's form.

    Signals:
        edited: something was changed. left: time to save.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, place_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        """`place_of` gives the town of a postcode, "" if it is not known."""
        super().__init__(parent)
        self._runs: list[OfferDate] = []
        self._unread: list[_Unread] = []  # of each run
        self._place_of = place_of
        self._silent = False
        self.setAccessibleName("Termine")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(2))
        row = QHBoxLayout()
        row.setSpacing(step(4))
        self._side = QFrame()
        self._side.setProperty("role", "card")
        self._side.setFixedWidth(step(56))
        side = QVBoxLayout(self._side)
        side.setContentsMargins(1, 1, 1, 1)
        self.list = QListWidget()
        self.list.setProperty("role", "pane")
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setAccessibleName("Termine")
        self.list.setMinimumHeight(step(44))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._show_run)
        side.addWidget(self.list)
        row.addWidget(self._side)
        self._form = self._make_form()
        self._fields = QFrame()
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._form)
        column.addStretch(1)
        row.addWidget(self._fields, 1)
        self._none = Label("Noch kein Termin. Ein Angebot kann mehrere Termine und Orte haben.", "small")
        layout.addWidget(self._none)
        layout.addLayout(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(step(2))
        self._add = Button("Termin hinzufügen", icon="add", tip="Strg+Plus", on_click=self.add)
        self._copy = Button("Verdoppeln", icon="copy", tip="Strg+D", on_click=self.duplicate)
        self._remove = Button("Entfernen", icon="bin", tip="Strg+Minus", on_click=self.remove)
        for button in (self._add, self._copy, self._remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self.setFocusProxy(self._add)
        for keys, act in (
            ("Ctrl++", self.add),
            ("Ctrl+=", self.add),
            ("Ctrl+D", self.duplicate),
            ("Ctrl+-", self.remove),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._fill(-1)

    def _make_form(self) -> Form:
        form = Form(columns=4, least=step(34))
        label = messages.field
        form.add("start", "Beginn", DayField())
        form.add("end", "Ende", DayField())
        form.add("plz", label("plz"), TextField("12345"))
        form.add("place", label("place"), TextField())
        form.add("street", label("street"), TextField(), span=2)
        form.add("venue", "Gebäude oder Raum", TextField(), span=2)
        form.add("form", label("form"), Choice([(None, _AS_OFFER), *((f, messages.word(f)) for f in TeachingForm)]))
        form.add(
            "time_model", label("time_model"), Choice([(None, _AS_OFFER), *((m, messages.word(m)) for m in TimeModel)])
        )
        form.add("hours", label("hours"), CountField(unit=_AS_OFFER))
        form.add("seats", label("seats"), CountField(unit=_AS_OFFER))
        form.add("price", label("price"), AmountField())
        form.add("note", "Hinweis zum Termin", TextField(), span=3)
        form.add("rolling", "", CheckField("Einstieg jederzeit möglich"), span=2)
        form.edited.connect(self._take)
        form.settled.connect(self._settle)
        return form

    # -- as a field --------------------------------------------------------------------------------------------

    def value(self) -> tuple[OfferDate, ...]:
        """Return the runs; those without any content are left out."""
        return tuple(run for run in self._runs if run != OfferDate())

    def set_value(self, value: tuple[OfferDate, ...]) -> None:
        chosen = self.list.currentRow()
        if tuple(value) == self.value() and len(value) == len(self._runs):
            return
        self._runs = list(value)
        self._unread = [_Unread() for _ in self._runs]
        self._fill(min(max(chosen, 0), len(self._runs) - 1))

    def problem(self) -> Problem | None:
        return next((unread.problem for unread in self._unread if unread.problem is not None), None)

    def texts(self) -> dict[str, str]:
        """Return what cannot be read; runs are numbered as in `value`, those without other content behind them."""
        numbered = sorted(zip(self._runs, self._unread, strict=True), key=lambda pair: pair[0] == OfferDate())
        return {f"{n}/{name}": text for n, (_, unread) in enumerate(numbered) for name, text in unread.texts.items()}

    def type_texts(self, texts: Mapping[str, str]) -> None:
        of_run: dict[int, dict[str, str]] = {}
        for part, text in texts.items():
            number, _, name = part.partition("/")
            of_run.setdefault(int(number), {})[name] = text
        for place in sorted(of_run):
            if place >= len(self._runs):
                self._runs.append(OfferDate())
                self._unread.append(_Unread())
            row = min(place, len(self._runs) - 1)
            self._unread[row].texts = of_run[place]
            self._fill(row)
            self._note_unread(row)

    def field(self, key: str) -> Any:
        """Return a field of the chosen run."""
        return self._form.field(key)

    # -- what a person does ------------------------------------------------------------------------------------

    def add(self) -> None:
        """Add an empty run at the end; the place is taken over from the one before."""
        before = self._runs[-1] if self._runs else OfferDate()
        self._insert(OfferDate(plz=before.plz, place=before.place, street=before.street, venue=before.venue))

    def duplicate(self) -> None:
        """Add a copy of the chosen run, without the source's number."""
        row = self.list.currentRow()
        if row >= 0:
            self._insert(replace(self._runs[row], source_id=""), row + 1)

    def remove(self) -> None:
        """Remove the chosen run."""
        row = self.list.currentRow()
        if row >= 0:
            del self._runs[row]
            del self._unread[row]
            self._fill(min(row, len(self._runs) - 1))
            (self._form.field("start") if self._runs else self._add).setFocus()
            self.edited.emit()
            self.left.emit()

    def _insert(self, run: OfferDate, at: int | None = None) -> None:
        at = len(self._runs) if at is None else at
        self._runs.insert(at, run)
        self._unread.insert(at, _Unread())
        self._fill(at)
        self._form.field("start").setFocus()
        self._form.field("start").selectAll()
        self.edited.emit()

    # -- showing -----------------------------------------------------------------------------------------------

    def _fill(self, row: int) -> None:
        self._silent = True
        self.list.clear()
        for run, unread in zip(self._runs, self._unread, strict=True):
            item = QListWidgetItem()
            _name(item, run, unread)
            self.list.addItem(item)
        self._silent = False
        self.list.setCurrentRow(row)
        self._show_run(row)

    def _show_run(self, row: int) -> None:
        if self._silent:
            return
        has_run = 0 <= row < len(self._runs)
        self._side.setVisible(bool(self._runs))
        self._fields.setVisible(has_run)
        self._none.setVisible(not self._runs)
        self._copy.setVisible(has_run)
        self._remove.setVisible(has_run)
        if has_run:
            run = self._runs[row]
            self._form.set_values({name: getattr(run, name) for name in self._form.values()})
            self._form.type_texts(self._unread[row].texts)
            self._form.show_problems(self._form.problems())

    def _take(self) -> None:
        row = self.list.currentRow()
        if not 0 <= row < len(self._runs):
            return
        unreadable = self._note_unread(row)
        values = {name: value for name, value in self._form.values().items() if name not in unreadable}
        self._follow_plz(self._runs[row], values)
        self._runs[row] = replace(self._runs[row], **values)
        item = self.list.item(row)
        if item is not None:
            _name(item, self._runs[row], self._unread[row])
        self.edited.emit()

    def _note_unread(self, row: int) -> set[str]:
        """Remember what cannot be read in the fields, which show a run; return their names."""
        problems = self._form.problems() if 0 <= row < len(self._runs) else []
        names = {problem.field for problem in problems}
        if 0 <= row < len(self._runs):
            self._unread[row] = _Unread(self._form.texts(names), problems[0] if problems else None)
        return names

    def _follow_plz(self, before: OfferDate, values: dict[str, Any]) -> None:
        """Fill in the town of a new postcode, unless a person wrote another one."""
        town = self._place_of(values["plz"]) if values["plz"] != before.plz else ""
        if town and values["place"] in ("", self._place_of(before.plz)):
            values["place"] = town
            self._form.field("place").set_value(town)

    def _settle(self) -> None:
        self._form.mark_saved()
        self.left.emit()


def _name(item: QListWidgetItem, run: OfferDate, unread: _Unread) -> None:
    when = run_when(run)
    where = _UNREAD if unread.texts else joined(run.place or "Ort offen", messages.word(run.form) if run.form else "")
    item.setData(FaceRole, RowFace(title=when, detail=where))
    item.setText(f"{when}, {where}")
