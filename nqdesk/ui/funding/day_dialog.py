"""The day of law that a check is asked for."""

from datetime import date

from PySide6.QtWidgets import QWidget

from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.field import mark_wrong
from nqdesk.ui.widgets.label import Label


class DayDialog(Dialog):
    """Asks for a day."""

    def __init__(self, day: date, today: date, parent: QWidget | None = None) -> None:
        super().__init__(
            "Rechtsstand ändern",
            parent,
            detail="An welchem Tag wird gefragt? Der maßgebliche Tag eines Instruments folgt daraus und aus Antrag, "
            "Beginn und Entscheidung; er steht bei jedem Ergebnis.",
        )
        self.day = day
        self._field = DayField()
        self._field.setAccessibleName("Rechtsstand")
        self._field.set_value(day)
        self._problem = Label("", "problem")
        self._problem.hide()
        self.body.addWidget(self._field)
        self.body.addWidget(self._problem)
        self.add_button("Heute", on_click=lambda: self._field.set_value(today), left=True)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Übernehmen", "primary", on_click=self._take)
        self._field.setFocus()
        self._field.selectAll()

    def _take(self) -> None:
        found = self._field.value()
        if found is None:
            text = "Das ist kein Tag. Bitte als TT.MM.JJJJ eingeben."
            mark_wrong(self._field, text)
            self._problem.setText(text)
            self._problem.show()
            self._field.setFocus()
            return
        self.day = found
        self.accept()
