"""The section Darstellung: light or dark, and the size of everything. Kept on this computer, not in the database."""

from PySide6.QtWidgets import QWidget

from nqdesk.ui import theme
from nqdesk.ui.preferences import SCALES
from nqdesk.ui.session import Session
from nqdesk.ui.settings.section import Section
from nqdesk.ui.theme import Scheme, Tone
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.segments import Segments


class LookSection(Section):
    """Takes effect at once; the size with the next start."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "Darstellung", "Gilt nur auf diesem Rechner.", parent=parent)
        card = Card()
        self.form = Form(1)
        self.form.add(
            "scheme",
            "&Farben",
            Segments(((Scheme.SYSTEM, "wie das System"), (Scheme.LIGHT, "hell"), (Scheme.DARK, "dunkel"))),
        )
        self.form.add(
            "scale",
            "&Größe von Schrift und Bedienung",
            Segments([(percent, f"{percent}\u00a0%") for percent in SCALES]),
            hint="Zusätzlich zur Einstellung des Systems. Gilt ab dem nächsten Start von nqdesk.",
        )
        card.add(self.form)
        self.body.addWidget(card)
        self._notice = Notice("", Tone.ACCENT)
        self._notice.hide()
        self.body.addWidget(self._notice)
        self.form.set_values({"scheme": session.preferences.scheme, "scale": session.preferences.scale})
        self._started_with = session.preferences.scale
        self.form.settled.connect(self._apply)

    def _apply(self) -> None:
        values = self.form.values()
        preferences = self.session.preferences
        if values["scheme"] != preferences.scheme:
            preferences.scheme = values["scheme"]
            theme.current().apply(values["scheme"])
        if values["scale"] != preferences.scale:
            preferences.scale = values["scale"]
        preferences.save()
        self.form.mark_saved()
        other = values["scale"] != self._started_with
        self._notice.set("Die neue Größe gilt, sobald Sie nqdesk schließen und wieder öffnen." if other else "")
