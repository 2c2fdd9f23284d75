"""Asked before printing when offers lack something: print anyway, or look first."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtWidgets import QWidget

from nqdesk.ui.events.selection import ChosenRow
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.scroll_area import ScrollArea

_LISTED = 40


class Answer(Enum):
    """What the person wants."""

    PRINT = "print"
    LOOK = "look"
    NOTHING = "nothing"


class MissingQuestion(Dialog):
    """Lists the offers with their gaps."""

    def __init__(self, incomplete: Sequence[ChosenRow], total: int, parent: QWidget) -> None:
        how_many = (
            f"Bei 1 von {total} Angeboten fehlt etwas"
            if len(incomplete) == 1
            else f"Bei {len(incomplete)} von {total} Angeboten fehlt etwas"
        )
        super().__init__("Vor dem Drucken", parent, detail=f"{how_many}. Gedruckt wird, was bekannt ist.")
        self.answer = Answer.NOTHING
        self.setMinimumWidth(step(140))
        area = ScrollArea(gap=step(2))
        area.setMinimumHeight(step(60))
        area.setFocusPolicy(area.focusPolicy().StrongFocus)
        area.setAccessibleName("Angebote mit fehlenden Angaben")
        for row in incomplete[:_LISTED]:
            area.body.addWidget(Label(row.title, "strong"))
            area.body.addWidget(Label(", ".join(row.missing), "small"))
        if len(incomplete) > _LISTED:
            area.body.addWidget(Label(f"und {len(incomplete) - _LISTED} weitere Angebote", "small"))
        area.body.addStretch(1)
        self.body.addWidget(area, 1)
        self.add_button("Abbrechen", on_click=self.reject)
        self.add_button("Angaben ansehen", on_click=lambda: self._take(Answer.LOOK))
        self.add_button("Trotzdem drucken", "primary", on_click=lambda: self._take(Answer.PRINT))

    def _take(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()


def ask_about_missing(incomplete: Sequence[ChosenRow], total: int, parent: QWidget) -> Answer:
    """Ask and wait for the answer."""
    question = MissingQuestion(incomplete, total, parent)
    question.exec()
    answer = question.answer
    question.deleteLater()
    return answer
