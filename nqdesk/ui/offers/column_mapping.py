"""Saying once which column of a table holds what; kept under a name and recognised from then on."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QWidget

from nqdesk.actions import layouts, messages
from nqdesk.actions.layouts import FileColumn
from nqdesk.domain.column_layout import COLUMN_FIELDS, ColumnLayout
from nqdesk.domain.failure import Failure
from nqdesk.domain.problem import Problem
from nqdesk.ui.offers.facts import Elided
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import TextField

_IGNORED = "nicht einlesen"
_SAMPLES = 3


def field_word(name: str) -> str:
    """Return what a field of a table is called."""
    return messages.phrase(f"column_{name}")


class ColumnMapping(Dialog):
    """Each column with sample values and a choice of what it holds."""

    def __init__(self, session: Session, file: Path, columns: Sequence[FileColumn], parent: QWidget) -> None:
        super().__init__(
            "Spalten zuordnen",
            parent,
            detail=f"nqdesk kennt die Spalten von „{file.name}“ noch nicht. Bitte einmal festlegen, was wo steht; "
            "beim nächsten Mal geht es von selbst.",
        )
        self._session = session
        self._columns = columns
        self._edited = False
        self.resize(step(200), step(175))
        proposal = layouts.proposed(columns, file.stem)
        by_heading = {heading: name for name, heading in proposal.columns.items()}
        self._notice = Notice("", Tone.NO)
        self._notice.hide()
        self.body.addWidget(self._notice)
        area = ScrollArea(gap=step(3))
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(step(4))
        grid.setVerticalSpacing(step(2))
        for place, (title, stretch) in enumerate((("Spalte der Datei", 3), ("Beispiele", 4), ("enthält", 3))):
            grid.addWidget(Label(title, "small"), 0, place)
            grid.setColumnStretch(place, stretch)
        options = [(None, _IGNORED), *sorted(((f, field_word(f)) for f in COLUMN_FIELDS), key=lambda o: o[1])]
        self._choices: list[Choice] = []
        for row, column in enumerate(columns, start=1):
            name = Elided(column.heading, "strong")
            samples = Elided(" · ".join(column.samples[:_SAMPLES]) or "(leer)", "small")
            samples.setToolTip("\n".join(column.samples))
            choice = Choice(options, searchable=True, placeholder=_IGNORED)
            choice.setAccessibleName(f"Spalte {column.heading} enthält")
            choice.set_value(by_heading.get(column.heading))
            choice.edited.connect(self._check)
            name.setBuddy(choice)
            for place, widget in enumerate((name, samples, choice)):
                grid.addWidget(widget, row, place, Qt.AlignmentFlag.AlignVCenter)
            self._choices.append(choice)
        card.add(grid)
        area.body.addWidget(card)
        area.body.addStretch(1)
        self.body.addWidget(area, 1)
        self._form = Form(columns=3, least=step(40))
        self._form.add("name", "Speichern unter dem Namen", TextField())
        hint = "wenn keine Spalte den Anbieter nennt"
        self._form.add("provider_name", "Anbieter aller Zeilen", TextField(), hint=hint)
        self._form.add("provider_number", "Anbieternummer", TextField())
        self._form.set_values({"name": file.stem, "provider_name": "", "provider_number": ""})
        foot = QHBoxLayout()
        foot.addWidget(self._form, 1)
        self.body.addLayout(foot)
        self.add_button("Abbrechen", on_click=self.reject)
        self._read = self.add_button("Speichern und einlesen", "primary", on_click=self.accept)
        if self._choices:
            self._choices[0].setFocus()

    def chosen_for(self, heading: str) -> str | None:
        """Return which of our fields a column is said to hold, None for none."""
        found: str | None = self._choice_of(heading).value()
        return found

    def choose(self, heading: str, field: str | None) -> None:
        """Say what a column holds."""
        self._choice_of(heading).set_value(field)
        self._check()

    def _choice_of(self, heading: str) -> Choice:
        return next(c for column, c in zip(self._columns, self._choices, strict=True) if column.heading == heading)

    def layout_chosen(self) -> ColumnLayout:
        """Return the layout as it stands."""
        values = self._form.values()
        return ColumnLayout(
            name=values["name"],
            columns={
                choice.value(): column.heading
                for column, choice in zip(self._columns, self._choices, strict=True)
                if choice.value()
            },
            provider_name=values["provider_name"],
            provider_number=values["provider_number"],
        )

    def has_edits(self) -> bool:
        return self._edited or self._form.is_edited

    def accept(self) -> None:
        problems = self._doubled()
        if not problems:
            layout = self.layout_chosen()
            done = self._session.perform(
                lambda store, now: layouts.save_layout(store, layout, now), quiet=True, show_problems=False
            )
            if done:
                super().accept()
                return
            problems = list(done.problems)
        others = self._form.show_problems(problems)
        self._notice.set(" ".join(messages.problem(problem) for problem in others))

    def _check(self) -> None:
        self._edited = True
        self._notice.set(" ".join(messages.problem(problem) for problem in self._doubled()))

    def _doubled(self) -> list[Problem]:
        """Return a problem for each of our fields that two columns claim."""
        seen: dict[str, str] = {}
        found = []
        for column, choice in zip(self._columns, self._choices, strict=True):
            name = choice.value()
            if name is None:
                continue
            if name in seen:
                found.append(Problem("layout_field_doubled", "columns", values={"field": field_word(name)}))
            seen[name] = column.heading
        return found


def ask_layout(session: Session, path: Path, parent: QWidget) -> bool:
    """Ask for the columns of a file; True if a layout was saved."""
    try:
        columns = layouts.columns_of(path)
    except (Failure, OSError) as error:
        session.tell_failure(error)
        return False
    dialog = ColumnMapping(session, path, columns, parent.window())
    saved = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return saved
