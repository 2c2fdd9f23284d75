"""A dialog round one form: read, checked, stored, or said beside its fields what stands in the way."""

from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import Form

Wanted = TypeVar("Wanted")


class FormDialog(Dialog, Generic[Wanted]):
    """Nothing is stored before `save`, the act of its primary button.

    Attributes:
        form: the form, to be filled and put into the body.
    """

    def __init__(self, title: str, form: Form, parent: QWidget | None = None, *, detail: str = "") -> None:
        super().__init__(title, parent, detail=detail)
        self.form = form

    def entered(self) -> tuple[Wanted, list[Problem]]:
        """Return what was entered, and what must be corrected before it can be stored."""
        raise NotImplementedError

    def store(self, wanted: Wanted) -> bool:
        """Store it and say beside the fields what the store refused; True if it is stored."""
        raise NotImplementedError

    def has_edits(self) -> bool:
        return self.form.is_edited

    def save_before_lock(self) -> None:
        wanted, problems = self.entered()
        if self.form.is_edited and not problems:
            self.store(wanted)

    def save(self) -> None:
        """Store what was entered and close, or put the cursor where something is to be corrected."""
        wanted, problems = self.entered()
        if problems:
            self.form.show_problems(problems)
            self.form.focus_problem(problems)
        elif self.store(wanted):
            self.close_stored()

    def close_stored(self) -> None:
        """Close the dialog: what is shown is what is stored."""
        self.form.mark_saved()
        self.accept()
