"""What can be done with an own instrument: another version, a correction of one, taking it out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from nqdesk.actions import rule_drafts
from nqdesk.actions.refused import Refused
from nqdesk.domain.failure import Failure
from nqdesk.domain.funding.rules import Instrument, Origin
from nqdesk.domain.people import Right
from nqdesk.ui.funding.package_dialog import ChangesDialog
from nqdesk.ui.funding.rule_acts import NOT_ALLOWED
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.flow_layout import FlowLayout


class OwnActs(QFrame):
    """A row of buttons; hidden for instruments that are not the centre's own.

    Signals:
        version_wanted: id of the instrument, and whether the version that is shown shall be corrected.
    """

    version_wanted = Signal(str, bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._instrument: Instrument | None = None
        flow = FlowLayout(self, gap=step(2))
        self.next = Button("Neue Fassung …", icon="add", on_click=lambda: self._want(corrects=False))
        self.correct = Button("Berichtigen …", icon="edit", on_click=lambda: self._want(corrects=True))
        self.remove = Button("Herausnehmen …", icon="bin", on_click=self._take_out)
        may = session.may(Right.VERWALTUNG)
        for button, tip in (
            (self.next, "Etwas ändert sich ab einem Tag; die bisherige Fassung bleibt erhalten"),
            (self.correct, "Die gezeigte Fassung berichtigen; der bisherige Text bleibt im Verlauf"),
            (self.remove, "Das Instrument gilt nicht mehr; die Texte bleiben im Verlauf"),
        ):
            button.setEnabled(may)
            button.setToolTip(tip if may else NOT_ALLOWED)
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_instrument(self, instrument: Instrument) -> None:
        """Show what can be done with an instrument."""
        self._instrument = instrument
        self.setVisible(instrument.origin is Origin.CENTRE)

    def _want(self, *, corrects: bool) -> None:
        if self._instrument is not None:
            self.version_wanted.emit(self._instrument.id, corrects)

    def _take_out(self) -> None:
        session, instrument = self._session, self._instrument
        if instrument is None:
            return
        try:
            found = rule_drafts.without(session.store, instrument.id)
        except (Failure, Refused) as error:
            session.tell_failure(error)
            return
        dialog = ChangesDialog(
            session,
            "Instrument herausnehmen?",
            f"„{instrument.title}“ wird nicht mehr geprüft. Seine Texte bleiben im Verlauf, und Sie können es "
            "zurücknehmen. Aufbewahrte Checks bleiben, wie sie sind.",
            "Herausnehmen",
            self.window(),
        )
        dialog.show_changes(found)
        dialog.settle(lambda store, now: rule_drafts.save(store, found, now, reason="Herausgenommen"))
