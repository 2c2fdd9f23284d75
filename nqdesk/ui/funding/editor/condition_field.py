"""A condition in two views of the same expression: put together by clicks, or as text."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.domain.funding.clicks import ClickForm, read, written
from nqdesk.domain.funding.language import RuleLanguage
from nqdesk.domain.problem import Problem
from nqdesk.ui.funding.editor import click_words
from nqdesk.ui.funding.editor.click_row import ClickRow
from nqdesk.ui.funding.editor.expression_field import ExpressionField
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.discard import discard
from nqdesk.ui.widgets.fitting_stack import FittingStack
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.reveal import focus_on
from nqdesk.ui.widgets.segments import Segments

_CLICKS, _TEXT = "clicks", "text"
_ONLY_TEXT = "Dieser Ausdruck lässt sich nicht anklicken und bleibt deshalb Text."


class ConditionField(QWidget):
    """An expression that yields yes or no.

    Signals:
        edited: a person changed it.
    """

    edited = Signal()

    def __init__(self, language: RuleLanguage, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(2))
        self.view = Segments(((_CLICKS, "Anklicken"), (_TEXT, "Als Text")))
        self.view.setAccessibleName(f"{name}: Ansicht")
        self.view.edited.connect(self._turn)
        column.addWidget(self.view)
        self._hint = Label(_ONLY_TEXT, "small")
        self._hint.hide()
        column.addWidget(self._hint)
        self._pages = FittingStack()
        self._pages.addWidget(self._make_clicks(name))
        self.text = ExpressionField(language, "yes_no", f"{name}: Ausdruck")
        self.text.edited.connect(self.edited)
        self._pages.addWidget(self.text)
        column.addWidget(self._pages)
        self._add_row()

    def _make_clicks(self, name: str) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(2))
        self.rows: list[ClickRow] = []
        self._rows_at = QVBoxLayout()
        self._rows_at.setSpacing(step(2))
        column.addLayout(self._rows_at)
        self.join = Segments(((False, "alle müssen zutreffen"), (True, "eine genügt")))
        self.join.setAccessibleName(f"{name}: Verknüpfung")
        self.join.edited.connect(self.edited)
        column.addWidget(self.join)
        self.more = Button("Weitere Bedingung", "link", icon="add", on_click=self.add_row)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    # -- value -------------------------------------------------------------------------------------------------

    def value(self) -> str:
        """Return the expression; "" while no condition is complete."""
        if self.view.value() == _TEXT:
            return self.text.value()
        return written(self.form(), self._language.catalogue)

    def form(self) -> ClickForm:
        """Return the conditions as they are clicked."""
        found = [row.click() for row in self.rows]
        return ClickForm(tuple(click for click in found if click is not None), bool(self.join.value()))

    def sentence(self) -> str:
        """Return the sentence that the clicks make, "" for a text."""
        if self.view.value() == _TEXT:
            form = read(self.text.value(), self._language.catalogue)
            return click_words.sentence(form, self._language.catalogue) if form else ""
        return click_words.sentence(self.form(), self._language.catalogue)

    def set_value(self, text: str) -> None:
        """Show an expression: by clicks if they can say it, else as text."""
        form = read(text, self._language.catalogue)
        if text and form is None:
            self.text.set_value(text)
            self._show(_TEXT)
        else:
            self._show_form(form or ClickForm(()))
            self._show(_CLICKS)

    def problem(self) -> Problem | None:
        """Return what is missing or wrong."""
        if self.view.value() == _TEXT:
            return self.text.problem()
        return next((found for found in (row.problem() for row in self.rows) if found), None)

    def show_problems(self) -> None:
        """Say beside each field what is missing or wrong."""
        self.text.show_problem(self.text.problem())
        for row in self.rows:
            row.show_problem(row.problem())

    def focus_problem(self) -> None:
        """Put the keyboard into the first field that is missing or wrong."""
        if self.view.value() == _TEXT:
            focus_on(self.text)
            return
        next((row for row in self.rows if row.problem()), self.rows[0]).focus_problem()

    # -- views -------------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        if self.view.value() == _TEXT:
            self.text.set_value(written(self.form(), self._language.catalogue))
            self._show(_TEXT)
            self.text.setFocus()
            return
        form = read(self.text.value(), self._language.catalogue)
        if form is None and self.text.value():
            self._show(_TEXT)
            self._hint.show()
            return
        self._show_form(form or ClickForm(()))
        self._show(_CLICKS)

    def _show(self, view: str) -> None:
        self._hint.hide()
        self.view.set_value(view)
        self._pages.setCurrentIndex(1 if view == _TEXT else 0)

    def _show_form(self, form: ClickForm) -> None:
        for row in list(self.rows):
            self._drop(row)
        for click in form.clicks:
            self._add_row().set_click(click)
        if not form.clicks:
            self._add_row()
        self.join.set_value(form.any_of)

    def add_row(self) -> None:
        """Add an empty condition and put the keyboard there."""
        focus_on(self._add_row().fact)

    def _add_row(self) -> ClickRow:
        row = ClickRow(self._language.catalogue, self._remove)
        row.edited.connect(self.edited)
        self.rows.append(row)
        self._rows_at.addWidget(row)
        self._show_join()
        return row

    def _remove(self, row: ClickRow) -> None:
        place = self.rows.index(row)
        self._drop(row)
        if not self.rows:
            self._add_row()
        self.rows[max(place - 1, 0)].fact.setFocus()
        self._show_join()
        self.edited.emit()

    def _drop(self, row: ClickRow) -> None:
        self.rows.remove(row)
        discard(row)

    def _show_join(self) -> None:
        several = len(self.rows) > 1
        self.join.setVisible(several)
        _each_removable(self.rows, several=several)


def _each_removable(rows: Sequence[ClickRow], *, several: bool) -> None:
    for row in rows:
        row.remove.setVisible(several)
