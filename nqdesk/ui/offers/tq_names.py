"""Proven names of an occupation's partial qualifications, offered for choosing; none is ever made up."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from nqdesk.actions import messages
from nqdesk.domain.occupations import Occupation
from nqdesk.ui.offers.menu_heading import menu_heading
from nqdesk.ui.widgets.button import Button


@dataclass(frozen=True)
class ProvenName:
    """A module's name as read, and where."""

    number: int
    name: str
    source: str


def proven_names(occupation: Occupation | None) -> list[tuple[str, list[ProvenName]]]:
    """Return the proven modules of an occupation, by structure: (heading, modules)."""
    if occupation is None:
        return []
    return [
        (
            f"{structure.system}{'' if structure.complete else ' (nicht alle belegt)'}",
            [ProvenName(m.number, m.name, f"{structure.system}: {structure.source}") for m in structure.modules],
        )
        for structure in occupation.structures
        if structure.modules
    ]


class TqNames(Button):
    """A button with the proven names of the chosen occupation.

    Signals:
        picked: a ProvenName.
    """

    picked = Signal(object)

    def __init__(self, occupation: Callable[[], Occupation | None], parent: QWidget | None = None) -> None:
        super().__init__("Belegte Namen aus dem Katalog", icon="list", parent=parent)
        self._occupation = occupation
        self._entries = QMenu(self)
        self._entries.setToolTipsVisible(True)
        self._entries.aboutToShow.connect(self._fill)
        self.setMenu(self._entries)
        self.renew()

    def renew(self) -> None:
        """Say whether there are any for the occupation chosen now."""
        occupation = self._occupation()
        has_names = bool(proven_names(occupation))
        self.setEnabled(has_names)
        if has_names or occupation is None:
            self.setToolTip("" if has_names else "Zuerst den Beruf auswählen.")
        else:
            self.setToolTip(
                f"{occupation.title}: {messages.word(occupation.tq_status)}. Im Katalog steht kein belegter Name; "
                "bitte vom Anbieter oder vom Zertifikat abschreiben."
            )

    def _fill(self) -> None:
        self._entries.clear()
        for heading, modules in proven_names(self._occupation()):
            menu_heading(self._entries, heading)
            for module in modules:
                action = self._entries.addAction(f"TQ {module.number}: {module.name}".replace("&", "&&"))
                action.setToolTip(module.source)
                action.triggered.connect(lambda _=False, m=module: self.picked.emit(m))
