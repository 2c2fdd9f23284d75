"""Which of the centre's own instruments go into a package for others, under which name, and with which note."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from nqdesk.domain.funding.rules import Instrument
from nqdesk.domain.problem import Problem
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField


class GiveDialog(Dialog):
    """Asks for instruments, name and note."""

    def __init__(self, instruments: Sequence[Instrument], name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "Eigene Instrumente weitergeben",
            parent,
            detail="Andere Stellen können die Datei in ihr nqdesk übernehmen. Sie enthält nur Regeln, keine Personen.",
        )
        self.setMinimumWidth(step(150))
        self._boxes = {each.id: CheckField(each.title.replace("&", "&&")) for each in instruments}
        area = ScrollArea(gap=step(2))
        for each in instruments:
            box = self._boxes[each.id]
            box.setToolTip(each.title)
            box.set_value(True)
            box.edited.connect(self._show_state)
            area.body.addWidget(box)
        area.body.addStretch(1)
        area.setMinimumHeight(min(step(9) * len(self._boxes), step(60)))
        self.body.addWidget(Label("Instrumente", "strong"))
        self.body.addWidget(area, 1)
        self._form = Form()
        name_field = TextField()
        name_field.setMaxLength(200)
        self._form.add("name", "&Name des Pakets", name_field)
        self._form.add("note", "&Hinweis für die anderen Stellen", TextArea(3))
        self._form.set_values({"name": name, "note": ""})
        self.body.addWidget(self._form)
        self.add_button("Abbrechen", on_click=self.reject)
        self._go = self.add_button("Weitergeben …", "primary", on_click=self._take)

    @property
    def chosen(self) -> list[str]:
        """Ids of the chosen instruments."""
        return [name for name, box in self._boxes.items() if box.value()]

    @property
    def name(self) -> str:
        """Name of the package."""
        return str(self._form.field("name").value())

    @property
    def note(self) -> str:
        """Note to the others."""
        return str(self._form.field("note").value())

    def _show_state(self) -> None:
        self._go.setEnabled(bool(self.chosen))

    def _take(self) -> None:
        problems = [] if self.name else [Problem("required", "name")]
        self._form.show_problems(problems)
        self._form.focus_problem(problems)
        if not problems:
            self.accept()
