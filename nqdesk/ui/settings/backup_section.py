"""The section Sicherungen: made, kept twice, put back; the database checked."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nqdesk.actions import backups, centre, messages
from nqdesk.domain.change import Area, Change
from nqdesk.domain.people import Right
from nqdesk.domain.settings import Settings
from nqdesk.store import settings as stored
from nqdesk.store.backup import Backup
from nqdesk.ui.session import Session
from nqdesk.ui.settings.confirm_dialog import ConfirmDialog
from nqdesk.ui.settings.row import Row
from nqdesk.ui.settings.rows import Rows
from nqdesk.ui.settings.section import Section
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import inform
from nqdesk.ui.widgets.file_choice import choose_folder
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice

_BY_ITSELF = "nqdesk sichert von selbst, kurz nach dem Öffnen und beim Schließen, wenn sich etwas geändert hat."
_DEMO = "Beispieldaten sichert nqdesk nicht von selbst. Hier können Sie es trotzdem ausprobieren."
_SHOWN = 20  # lines before "weitere zeigen"


class BackupSection(Section):
    """The backups, the newest first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session,
            "Sicherungen",
            _DEMO if session.is_demo else _BY_ITSELF,
            right=Right.VERWALTUNG,
            parent=parent,
        )
        self._all = False
        self._is_awaited = False
        self.check_button = Button("Datenbank prüfen", icon="check", on_click=self.check)
        self.make_button = Button("Jetzt sichern", "primary", icon="backup", on_click=self.make)
        self.make_button.setEnabled(not session.store.read_only)
        self.header.add(self.check_button)
        self.header.add(self.make_button)
        self.result = Notice("", Tone.POSSIBLE)
        self.result.hide()
        self.body.addWidget(self.result)

        folder = Card("Zweiter Ordner")
        folder.add(
            Label(
                "Liegt er auf einem anderen Datenträger, kostet ein Defekt dieses Rechners nichts. Die Sicherungen "
                "sind verschlüsselt wie die Datenbank selbst.",
                "small",
            )
        )
        self._folder = Label("", "strong")
        folder.add(self._folder)
        self.choose_button = Button("Ordner wählen …", icon="folder", on_click=self.choose)
        self.clear_button = Button("Nicht mehr benutzen", on_click=lambda: self._save_folder(""))
        row = QHBoxLayout()
        row.setSpacing(step(2))
        for button in (self.choose_button, self.clear_button):
            button.setEnabled(self.may_change)
            row.addWidget(button)
        row.addStretch(1)
        folder.add(row)
        self.body.addWidget(folder)

        self._card = Card("Vorhandene Sicherungen")
        self.rows = Rows(self.make_button)
        self._none = Label("Noch keine Sicherung. „Jetzt sichern“ legt die erste an.", "small")
        self.more = Button("Ältere zeigen", "link", on_click=self._show_all)
        for part in (self._none, self.rows, self.more):
            self._card.add(part)
        self.body.addWidget(self._card)
        session.backed_up.connect(self._backed_up)
        self._show()

    def refresh(self, change: Change | None) -> None:
        if change is None or Area.SETTINGS in change.areas:
            self._show()

    # -- what is shown -----------------------------------------------------------------------------------------

    def _show(self) -> None:
        folder = stored.get(self.session.store.db).backup_folder
        self._folder.setText(folder or "Noch keiner gewählt")
        self.clear_button.setVisible(bool(folder))
        found = backups.made(self.session.store)
        shown = found if self._all else found[:_SHOWN]
        self.rows.show_rows([self._row(one) for one in shown])
        self._none.setVisible(not found)
        self.rows.setVisible(bool(found))
        self.more.setVisible(len(shown) < len(found))
        self._card.set_detail(_kept(len(found)))

    def _row(self, one: Backup) -> Row:
        at = f"{one.at.astimezone():%d.%m.%Y, %H:%M:%S} Uhr"
        size = f"{one.size / 1_000_000:.1f}".replace(".", ",") + "\u00a0MB"
        beside = one.path.is_relative_to(self.session.store.path.parent)
        detail = [size, "" if beside else "im zweiten Ordner", "vor einer Aktualisierung" if one.version else ""]
        restore = Button("Zurückholen …", on_click=partial(self.restore, one))
        restore.setAccessibleName(f"Sicherung vom {at} zurückholen")
        restore.setEnabled(self.may_change and one.ok and not self.session.store.read_only)
        state = ("vollständig", Tone.POSSIBLE) if one.ok else ("unvollständig", Tone.NO)
        return Row(at, " · ".join(part for part in detail if part), pills=[state], buttons=[restore])

    def _show_all(self) -> None:
        self._all = True
        self._show()

    # -- what is done ------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make a backup now."""
        if not self.is_busy():
            self._is_awaited = True
            self.session.back_up()

    def _backed_up(self, made: Backup) -> None:
        self._show()
        if not self._is_awaited:  # one that nqdesk made by itself
            return
        self._is_awaited = False
        if made.problem:
            self.result.set(messages.sentence(made.problem), Tone.OPEN)
        else:
            where = " Eine zweite liegt im zweiten Ordner." if made.second else ""
            self.result.set(f"Die Sicherung ist gemacht und geprüft.{where}", Tone.POSSIBLE)

    def check(self) -> None:
        """Look through the whole database."""
        if not self.is_busy():
            self.session.run(backups.check, title="Prüfung der Datenbank", done=self._say_checked)

    def _say_checked(self, found: Sequence[str]) -> None:
        if found:
            self.result.set(" ".join(messages.sentence(code) for code in found), Tone.NO)
        else:
            self.result.set("Die Datenbank ist in Ordnung.", Tone.POSSIBLE)

    def choose(self) -> None:
        """Choose the second folder."""
        present = stored.get(self.session.store.db).backup_folder
        chosen = choose_folder(self, "Zweiter Ordner für Sicherungen", Path(present) if present else None)
        if chosen is None:
            return
        if chosen.resolve() == self.session.store.path.parent.resolve():
            inform(
                self,
                "Bitte einen anderen Ordner",
                "In diesem Ordner liegt schon die Datenbank mit ihren Sicherungen. Der zweite Ordner hilft nur, wenn "
                "er woanders liegt, am besten auf einem anderen Datenträger.",
            )
            return
        self._save_folder(str(chosen))

    def _save_folder(self, folder: str) -> None:
        present = stored.get(self.session.store.db)
        values = {key: getattr(present, key) for key in Settings.__dataclass_fields__}
        wanted = replace(Settings(**values), backup_folder=folder)
        self.session.perform(lambda store, now: centre.save_settings(store, wanted, now))

    def restore(self, one: Backup) -> None:
        """Put a backup in the database's place: the window goes and comes back with it."""
        if self.is_busy():
            return
        typed: list[str] = []

        def demand(password: str) -> None:
            backups.demand_restorable(self.session.store, one.path, password)
            typed.append(password)

        at = f"{one.at.astimezone():%d.%m.%Y, %H:%M} Uhr"
        dialog = ConfirmDialog(
            "Sicherung zurückholen?",
            (
                f"Danach gilt der Stand vom {at}. Was seitdem geändert wurde, steht nicht darin.",
                "Der jetzige Stand wird nicht gelöscht: Er bleibt als eigene Datei neben der Datenbank liegen "
                "(„before-restore“ im Namen).",
                "Das Fenster schließt sich kurz und öffnet sich mit der Sicherung wieder.",
            ),
            password="&Passwort der Sicherung",  # noqa: S106 - a label
            hint="Das Passwort, das an diesem Tag galt. Wurde seitdem ein Passwort geändert oder eine Person "
            "entfernt, gilt für diese Sicherung noch das damalige.",
            button="Zurückholen",
            act=demand,
            parent=self.window(),
        )
        dialog.exec()
        dialog.deleteLater()
        if typed:
            self.session.restore_wanted.emit(one.path, typed[0])


def _kept(count: int) -> str:
    if not count:
        return ""
    return "Ältere werden von selbst ausgedünnt: erst eine je Tag, dann je Woche, dann je Monat."
