"""The section Sicherheit: locking, the recovery code, where the database lies."""

from dataclasses import replace

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nqdesk.actions import centre, messages, people
from nqdesk.domain.change import Area, Change
from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Right
from nqdesk.domain.settings import Settings
from nqdesk.store import settings as stored
from nqdesk.ui.session import Session
from nqdesk.ui.settings.confirm_dialog import ConfirmDialog
from nqdesk.ui.settings.new_code import show_new_code
from nqdesk.ui.settings.people_change import announced
from nqdesk.ui.settings.section import Section
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.text_field import CountField

_MOST = 240  # minutes


class SafetySection(Section):
    """What keeps others out, and what lets the right ones in."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session,
            "Sicherheit",
            "Was andere draußen hält und Sie im Notfall wieder hinein lässt.",
            right=Right.VERWALTUNG,
            parent=parent,
        )
        for warning in session.store.warnings:
            self.body.addWidget(Notice(messages.sentence(warning), Tone.OPEN))
        lock = Card("Sperren")
        self.form = Form(1)
        self.form.add(
            "lock_after_minutes",
            "&Minuten ohne Eingabe, bis sich das Fenster sperrt",
            CountField(_MOST, "10"),
            hint=f"0 heißt nie, höchstens {_MOST}. Mit Strg+L sperren Sie sofort.",
        )
        self.form.setMaximumWidth(step(120))
        self.form.set_read_only(read_only=not self.may_change)
        self.form.settled.connect(self.save)
        lock.add(self.form)
        self.body.addWidget(lock)

        code = Card("Wiederherstellungscode")
        code.add(
            Label(
                "Der gedruckte Code öffnet die Datenbank, wenn ein Passwort vergessen ist. Ist das Blatt verloren oder "
                "hat es jemand gesehen, der es nicht sehen sollte, erstellen Sie einen neuen: Der alte öffnet dann "
                "nichts mehr."
            )
        )
        self.code_button = Button("Neuen Code erstellen …", icon="key", on_click=self.new_code)
        self.code_button.setEnabled(self.may_change)
        code.add(_left(self.code_button))
        self.body.addWidget(code)

        place = Card("Ablage der Datenbank")
        for role, text in (("strong", session.store.path.name), ("small", str(session.store.path.parent))):
            label = Label(text, role)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            place.add(label)
        place.add(
            Label(
                "Zur Datenbank gehören die beiden Schlüsseldateien (.keys und .keys2) und der Ordner mit den "
                "Sicherungen. Wer umzieht, nimmt alles zusammen mit.",
                "small",
            )
        )
        place.add(_left(Button("Ordner öffnen", icon="folder", on_click=self._open_folder)))
        self.body.addWidget(place)
        self._show()

    def refresh(self, change: Change | None) -> None:
        if (change is None or Area.SETTINGS in change.areas) and not self.form.is_edited:
            self._show()

    def leave(self) -> None:
        self.save()
        if self.form.is_edited:
            self._show()

    def save(self) -> None:
        """Store the minutes; an empty field goes back to what was."""
        if not self.form.is_edited:
            return
        problems = self.form.problems()
        self.form.show_problems(problems)
        minutes = self.form.values()["lock_after_minutes"]
        if problems or minutes is None:
            return
        present = stored.get(self.session.store.db)
        if minutes != present.lock_after_minutes:
            self.form.mark_saved()
            values = {key: getattr(present, key) for key in Settings.__dataclass_fields__}
            wanted = replace(Settings(**values), lock_after_minutes=minutes)
            self.session.perform(lambda store, now: centre.save_settings(store, wanted, now))
        else:
            self.form.mark_saved()

    def new_code(self) -> None:
        """Replace the recovery code after the own password was typed; the sheet must be kept."""
        codes: list[str] = []

        def make(password: str) -> None:
            if not self.session.password_fits(password):
                raise Failure("wrong_password")
            codes.append(people.new_recovery_code(self.session.store, self.session.now()))

        dialog = ConfirmDialog(
            "Neuen Wiederherstellungscode erstellen?",
            (
                "Der bisherige Code öffnet diese Datenbank danach nicht mehr. Drucken oder speichern Sie das neue "
                "Blatt und vernichten Sie das alte.",
            ),
            password="&Ihr eigenes Passwort",  # noqa: S106 - a label
            button="Code erstellen",
            act=make,
            parent=self.window(),
        )
        with announced(self.session):
            dialog.exec()
            dialog.deleteLater()
            if codes:
                show_new_code(self.session, codes[0], self)

    def _show(self) -> None:
        self.form.set_values({"lock_after_minutes": stored.get(self.session.store.db).lock_after_minutes})

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.store.path.parent)))


def _left(widget: QWidget) -> QHBoxLayout:
    """Return a line with a widget at its left end."""
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch(1)
    return row
