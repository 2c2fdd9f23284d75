"""Rules of the database that do not count at present, each with its reason."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.actions.rule_book import SetAside
from nqdesk.domain.funding.rules import Origin
from nqdesk.ui.funding.rule_acts import NOT_ALLOWED
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import show_count

_SAID = 2


class AsideNotice(Notice):
    """Names the first ones; the others, and who gave them, come in a dialog. Hidden while there is none.

    Signals:
        edit_wanted, remove_wanted: name of an own text that shall be mended or taken out.
    """

    edit_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, *, may_change: bool, parent: QWidget | None = None) -> None:
        super().__init__("", Tone.OPEN, action="Einzelheiten …", on_action=self._explain, parent=parent)
        self._may_change = may_change
        self._texts: Sequence[SetAside] = ()
        self.hide()

    def show_texts(self, texts: Sequence[SetAside]) -> None:
        """Show what is set aside now."""
        self._texts = texts
        count = len(texts)
        head = "1 Regeldatei zählt nicht" if count == 1 else f"{show_count(count)} Regeldateien zählen nicht"
        lines = [messages.problem(found.problem) for found in texts[:_SAID]]
        if count > _SAID:
            lines.append(f"… und {show_count(count - _SAID)} weitere.")
        self.set("\n".join([f"{head}; alle anderen gelten weiter.", *lines]) if count else "")

    def _explain(self) -> None:
        dialog = Dialog(
            "Regeln, die nicht zählen",
            self.window(),
            detail="Diese Texte sind gespeichert, gelten aber nicht. Für Ergebnisse zählen die mitgelieferten Regeln.",
        )
        dialog.resize(step(150), step(100))
        area = ScrollArea(gap=step(3))
        for found in self._texts:
            card = _card(found)
            if found.text.origin is Origin.CENTRE:
                card.add(self._acts(found.text.name, dialog))
            area.body.addWidget(card)
        area.body.addStretch(1)
        dialog.body.addWidget(area, 1)
        dialog.add_button("Schließen", "primary", on_click=dialog.accept).setFocus()
        dialog.exec()

    def _acts(self, name: str, dialog: Dialog) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, icon, signal in (
            ("Als neues Instrument bearbeiten …", "edit", self.edit_wanted),
            ("Herausnehmen", "bin", self.remove_wanted),
        ):
            button = Button(text, icon=icon, on_click=partial(self._act, dialog, signal, name))
            button.setEnabled(self._may_change)
            button.setToolTip("" if self._may_change else NOT_ALLOWED)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _act(self, dialog: Dialog, signal: SignalInstance, name: str) -> None:
        dialog.accept()
        signal.emit(name)


def _card(found: SetAside) -> Card:
    text = found.text
    card = Card(text.name)
    origin = messages.word(text.origin)
    if text.origin is Origin.PACKAGE:
        origin = f"{origin} „{text.package}“ von {text.giver}"
    since = f"gespeichert am {text.created_at:%d.%m.%Y}" if text.created_at else ""
    card.set_detail(" · ".join(part for part in (origin, since) if part))
    card.add(Label(messages.problem(found.problem)))
    return card
