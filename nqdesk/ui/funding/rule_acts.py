"""What can be done with the rules as a whole: a new instrument of one's own, packages taken over and given away."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from nqdesk.actions import rule_packages
from nqdesk.actions.refused import Refused
from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Right
from nqdesk.ui.funding.give_dialog import GiveDialog
from nqdesk.ui.funding.package_dialog import PackageDialog
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.dialog import inform
from nqdesk.ui.widgets.file_choice import choose_file, choose_target

NOT_ALLOWED = "Regeln ändern darf nur, wer das Recht „Verwaltung“ hat."
_KINDS = [("Regelpakete", "*.json")]
_TAKE, _GIVE = "Regelpaket übernehmen", "Regelpaket weitergeben"


class RuleActs(QWidget):
    """A row of buttons.

    Signals:
        new_wanted: a new instrument of the centre's own is wanted.
    """

    new_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(step(2))
        may = session.may(Right.VERWALTUNG)
        self.new = Button("Eigenes Instrument …", icon="add", on_click=self.new_wanted.emit)
        self.new.setEnabled(may)
        self.new.setToolTip(
            "Neues eigenes Instrument oder Strategie einer Agentur oder eines Jobcenters" if may else NOT_ALLOWED
        )
        row.addWidget(self.new)
        self.packages = Button("Pakete", tip="Regeln von anderen übernehmen und eigene weitergeben")
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        self.take = menu.addAction(f"{_TAKE} …", self.take_over)
        self.take.setEnabled(may)
        self.take.setToolTip("" if may else NOT_ALLOWED)
        self.give_action = menu.addAction("Eigene Instrumente weitergeben …", self.give)
        self.packages.setMenu(menu)
        row.addWidget(self.packages)
        row.addStretch(1)

    def take_over(self) -> None:
        """Ask for a package, show what it changes, and take it over."""
        path = choose_file(self, _TAKE, _KINDS)
        if path is None:
            return
        session = self._session
        try:
            package = rule_packages.read_package(path)
            found = rule_packages.preview_of(session.store, package.files, package)
        except Failure as failure:
            session.tell_failure(failure)
            return
        except Refused as refused:
            PackageDialog(session, package, None, refused.problems, self.window()).exec()
            return
        dialog = PackageDialog(session, package, found, parent=self.window())
        dialog.settle(lambda store, now: rule_packages.take_over(store, found, now))

    def give(self) -> None:
        """Ask what goes into a package and where it is written."""
        session = self._session
        instruments = rule_packages.own(session.store)
        if not instruments:
            text = "Noch hat diese Stelle keine eigenen Instrumente. Weitergeben lassen sich nur eigene."
            inform(self.window(), "Nichts weiterzugeben", text)
            return
        on = session.today()
        dialog = GiveDialog(instruments, f"Eigene Instrumente, Stand {on:%d.%m.%Y}", self.window())
        if not dialog.exec():
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        path = choose_target(self, _GIVE, _KINDS, folder / f"Regelpaket {on.isoformat()}.json")
        if path is None:
            return
        self._attempt(
            lambda: rule_packages.give(
                session.store,
                [rule_packages.file_of(session.store, name) for name in dialog.chosen],
                path,
                on,
                name=dialog.name,
                note=dialog.note,
            ),
            f"Gespeichert: {path.name}",
        )

    def _attempt(self, act: Callable[[], object], done: str) -> None:
        try:
            act()
        except (Refused, Failure) as error:
            self._session.tell_failure(error)
            return
        self._session.tell(done, Tone.POSSIBLE)
