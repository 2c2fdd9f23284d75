"""The section Personen: who may open the database and what they may do."""

from functools import partial

from PySide6.QtWidgets import QWidget

from nqdesk.actions import messages, people
from nqdesk.domain.change import Area, Change
from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Person, Right
from nqdesk.store import people as stored
from nqdesk.ui.session import Session
from nqdesk.ui.settings.confirm_dialog import ConfirmDialog
from nqdesk.ui.settings.new_code import show_new_code
from nqdesk.ui.settings.password_dialog import PasswordDialog
from nqdesk.ui.settings.people_change import announced
from nqdesk.ui.settings.person_dialog import PersonDialog
from nqdesk.ui.settings.row import Row
from nqdesk.ui.settings.rows import Rows
from nqdesk.ui.settings.section import Section
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.progress_dialog import WaitDialog


class PeopleSection(Section):
    """Everybody with their rights; each changes the own password."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session,
            "Personen",
            "Jede Person hat ein eigenes Passwort. Im Verlauf steht, wer was geändert hat.",
            right=Right.VERWALTUNG,
            parent=parent,
        )
        self.add_button = Button("Person hinzufügen …", "primary", icon="add", tip="Strg+N", on_click=self.add)
        self.add_button.setEnabled(self.may_change)
        self.password_button = Button("Eigenes Passwort ändern …", icon="key", on_click=self.change_password)
        self.password_button.setEnabled(not session.store.read_only)
        self.header.add(self.password_button)
        self.header.add(self.add_button)
        card = Card()
        self.rows = Rows(self.add_button)
        card.add(self.rows)
        self.body.addWidget(card)
        rights = Card("Was die Rechte bedeuten")
        rights.add(Row("Beratung", "Die tägliche Arbeit: Angebote, Veranstaltungen, Portfolios, Einlesen, Drucken."))
        rights.add(Row("Verwaltung", "Personen, Einstellungen und endgültiges Löschen. Mindestens eine Person hat es."))
        self.body.addWidget(rights)
        self._show()

    def refresh(self, change: Change | None) -> None:
        if change is None or Area.PEOPLE in change.areas:
            self._show()

    def _show(self) -> None:
        self.rows.show_rows(self._row(person) for person in stored.every(self.session.store.db))

    def _row(self, person: Person) -> Row:
        is_own = person.id == self.session.store.person.id
        change = Button("Ändern …", on_click=partial(self.change, person))
        change.setAccessibleName(f"{person.name} ändern")
        remove = Button("Entfernen …", "danger", on_click=partial(self.remove, person))
        remove.setAccessibleName(f"{person.name} entfernen")
        for button in (change, remove):
            button.setEnabled(self.may_change)
        if is_own:
            remove.setEnabled(False)
            remove.setToolTip("Die eigene Person entfernt jemand anderes mit dem Recht „Verwaltung“.")
        rights = [right for right in (Right.BERATUNG, Right.VERWALTUNG) if right in person.rights]
        return Row(
            person.name,
            "Das sind Sie" if is_own else "",
            pills=[(messages.word(right), Tone.ACCENT) for right in rights],
            buttons=[change, remove],
        )

    # -- what is done ------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Give a new person a password."""
        if self.may_change:
            self._run(PersonDialog(self.session, None, self.window()))

    def change(self, person: Person) -> None:
        """Change a person's name or rights."""
        self._run(PersonDialog(self.session, person, self.window()))

    def change_password(self) -> None:
        """Change the own password."""
        self._run(PasswordDialog(self.session, self.window()))

    def remove(self, person: Person) -> None:
        """Remove a person; afterwards the new recovery code is kept, and a backup made."""
        if self.is_busy():
            return
        typed: list[str] = []

        def demand(password: str) -> None:
            if not self.session.password_fits(password):
                raise Failure("wrong_password")
            typed.append(password)

        dialog = ConfirmDialog(
            f"{person.name} entfernen?",
            (
                "Die Datenbank bekommt einen neuen Schlüssel. Das Passwort dieser Person öffnet sie danach nicht mehr.",
                "Kopien und Sicherungen von früher öffnen sich weiter mit dem Passwort von damals. Bewahren Sie sie "
                "sicher auf oder löschen Sie sie.",
                "Der Wiederherstellungscode wird ersetzt: Danach drucken oder speichern Sie das neue Blatt und "
                "vernichten das alte. Im Verlauf bleibt der Name stehen.",
            ),
            password="&Ihr eigenes Passwort",  # noqa: S106 - a label
            button="Entfernen",
            act=demand,
            is_danger=True,
            parent=self.window(),
        )
        dialog.exec()
        dialog.deleteLater()
        if typed:
            self._remove(person, typed[0])

    def _remove(self, person: Person, password: str) -> None:
        now = self.session.now()
        codes: list[str] = []
        with announced(self.session):
            job = self.session.run(
                lambda store: people.removing(store, person.id, password, now),
                title=f"{person.name} wird entfernt",
                done=codes.append,
                can_cancel=False,
                in_background=True,
            )
            if job in self.session.jobs.open:
                WaitDialog(job, self.window()).wait()
        if codes:
            show_new_code(self.session, codes[0], self)
            self.session.back_up(in_background=True)

    def _run(self, dialog: Dialog) -> None:
        with announced(self.session):
            dialog.exec()
        dialog.deleteLater()
