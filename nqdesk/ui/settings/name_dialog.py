"""Another name for a saved table mapping."""

from PySide6.QtWidgets import QWidget

from nqdesk.actions import layouts, messages
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import FormRow
from nqdesk.ui.widgets.text_field import TextField


class NameDialog(Dialog):
    """One field."""

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__("Zuordnung umbenennen", parent)
        self._session = session
        self._before = name
        self.setMinimumWidth(step(115))
        self.name = TextField()
        self.name.set_value(name)
        self._row = FormRow("&Name", self.name)
        self.body.addWidget(self._row)
        self.body.addStretch(1)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Umbenennen", "primary", on_click=self.save)
        self.name.setFocus()
        self.name.selectAll()

    def has_edits(self) -> bool:
        """Whether another name was typed."""
        return self.name.value() != self._before

    def save(self) -> None:
        """Store the name, or say why not."""
        wanted = self.name.value()
        if wanted != self._before:
            done = self._session.perform(
                lambda store, now: layouts.rename_layout(store, self._before, wanted, now), show_problems=False
            )
            if not done:
                self._row.show_problem(" ".join(messages.problem(problem) for problem in done.problems))
                return
        self._before = wanted
        self.accept()
