"""The first start: from nothing to an open database of one's own, in four steps and a sheet of paper."""

from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.actions.refused import Refused
from nqdesk.domain.centre import DEFAULT_COLOUR, Centre, check_centre
from nqdesk.domain.failure import Failure
from nqdesk.domain.problem import Problem
from nqdesk.store.database import Store
from nqdesk.ui import theme
from nqdesk.ui.opening.door import Door
from nqdesk.ui.opening.recovery_sheet import RecoverySheet
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.colour_field import ColourField
from nqdesk.ui.widgets.dialog import Dialog, inform
from nqdesk.ui.widgets.file_choice import choose_target
from nqdesk.ui.widgets.form import Form, FormRow
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.new_password import NewPassword
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.picture_field import PictureField
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import TextField


class Wish(Enum):
    """What a person chose in the welcome step."""

    NEW = "new"
    EXISTING = "existing"
    DEMO = "demo"


@dataclass(frozen=True)
class _Step:
    title: str
    detail: str
    button: str


_STEPS = (
    _Step("Willkommen bei nqdesk", "Der Arbeitsplatz für Nachqualifizierungsberatung.", ""),
    _Step("Ihre Beratungsstelle", "Diese Angaben stehen auf allem, was Sie drucken.", "Weiter"),
    _Step(
        "Ihr Erscheinungsbild",
        "Logo und Farbe für Umschlag und Überschriften. Beides lässt sich später ändern.",
        "Weiter",
    ),
    _Step(
        "Ihr Zugang",
        "Die Datenbank wird verschlüsselt. Ohne Passwort oder Wiederherstellungscode öffnet sie niemand.",
        "Datenbank anlegen",
    ),
    _Step("Ihr Wiederherstellungsblatt", "", "Fertig"),
)


class Assistant(Dialog):
    """Leads through the first start.

    Attributes:
        wish: what was chosen first. store: the new database once accepted.
    """

    def __init__(self, door: Door, parent: QWidget | None = None, *, welcome: bool = True) -> None:
        """`welcome` False begins with the centre's name: a new database is what was asked for."""
        super().__init__(_STEPS[0].title, parent)
        self._door = door
        self._path = door.default_path
        self.wish = Wish.NEW
        self.store: Store | None = None
        self._first = 0 if welcome else 1
        self.setWindowIcon(theme.app_icon())
        self.setMinimumSize(step(160), step(110))
        self.resize(step(180), step(165))
        self._count = Label("", "small")
        self._next = self.add_button("Weiter", "primary", on_click=self.go_on)
        self.body.addWidget(self._count)
        self._notice = Notice("", Tone.NO)
        self._notice.hide()
        self.body.addWidget(self._notice)
        self._steps = QStackedWidget()
        self.body.addWidget(self._steps, 1)
        for page in (self._welcome(), self._centre(), self._look(), self._access()):
            self._steps.addWidget(page)
        self.sheet = RecoverySheet()
        self.sheet.kept.connect(lambda: self._next.setEnabled(True))
        self._steps.addWidget(self.sheet)
        self._back = self.add_button("Zurück", on_click=lambda: self._show_step(self.step_number - 1), left=True)
        self._cancel = self.add_button("Abbrechen", on_click=self.reject, left=True)
        self._show_step(self._first)

    @property
    def step_number(self) -> int:
        """Which step is shown: 0 welcome, 1 centre, 2 look, 3 access, 4 recovery sheet."""
        return self._steps.currentIndex()

    def has_edits(self) -> bool:
        """Whether closing would lose something typed."""
        return self.form.is_edited and self.store is None

    def go_on(self) -> None:
        """Check the step and show the next one."""
        check = {1: self._check_centre, 2: self._check_look, 3: self._make}.get(self.step_number)
        if check is not None and not check():
            return
        if self.step_number == len(_STEPS) - 1:
            self.sheet.clear()
            self.accept()
        else:
            self._show_step(self.step_number + 1)

    def reject(self) -> None:
        """Close; not between making the database and keeping its recovery sheet."""
        if self.store is not None:
            if self.sheet.is_kept:
                self.accept()
            else:
                inform(
                    self,
                    "Erst das Blatt sichern",
                    "Ihre Datenbank ist angelegt. Ohne das Wiederherstellungsblatt lässt sich ein vergessenes Passwort "
                    "nicht ersetzen. Bitte drucken oder speichern Sie es zuerst.",
                )
            return
        super().reject()

    # -- steps -------------------------------------------------------------------------------------------------

    def _welcome(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(3))
        choices = (
            ("Neu einrichten", "Eine eigene Datenbank für Ihre Beratungsstelle, in fünf Minuten.", "add", Wish.NEW),
            ("Vorhandene Datenbank öffnen", "Zum Beispiel von einem früheren Rechner.", "folder", Wish.EXISTING),
            (
                "Mit Beispieldaten ausprobieren",
                "Erfundene Angebote und Veranstaltungen; nichts davon wird übernommen.",
                "eye",
                Wish.DEMO,
            ),
        )
        for title, detail, icon, wish in choices:
            card = Card(title, detail=detail)
            button = Button(
                "Auswählen",
                "primary" if wish is Wish.NEW else "",
                icon=icon,
                on_click=partial(self._choose, wish),
            )
            button.setAccessibleName(title)
            card.add_trailing(button)
            layout.addWidget(card)
        layout.addStretch(1)
        return page

    def _centre(self) -> QWidget:
        self.form = Form(2)
        self.form.add("name", "&Name der Beratungsstelle", TextField(), span=2)
        self.form.add("street", "&Straße und Hausnummer", TextField(), span=2)
        self.form.add("plz", "&Postleitzahl", TextField())
        self.form.add("city", "&Ort", TextField())
        self.form.add("phone", "&Telefon", TextField())
        self.form.add("email", "&E-Mail", TextField())
        self.form.add("web", "&Webadresse", TextField("https://"))
        self.form.add("responsible", "&Verantwortlich für Druckwerke", TextField())
        district = Choice([("", "noch nicht gewählt"), *self._door.districts()], searchable=True)
        district.set_value("")
        self.form.add(
            "agency_district",
            "&Bezirk der Agentur für Arbeit",
            district,
            span=2,
            hint="Zum Suchen tippen. Die Namen sind Vorschläge nach der größten Gemeinde, nicht die amtlichen.",
        )
        area = ScrollArea()
        area.body.addWidget(self.form)
        area.body.addStretch(1)
        return area

    def _look(self) -> QWidget:
        self.look = Form(1)
        self.look.add("logo", "&Logo", PictureField(), hint="PNG oder JPEG, höchstens 2 MB. Kann frei bleiben.")
        self.look.add("colour", "&Farbe", ColourField())
        self.look.set_values({"colour": DEFAULT_COLOUR})
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.look)
        layout.addStretch(1)
        return page

    def _access(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(3))
        self.person = TextField()
        self._person_row = FormRow("&Ihr Name", self.person, hint="So steht er im Verlauf der Änderungen.")
        layout.addWidget(self._person_row)
        self.new_password = NewPassword()
        layout.addWidget(self.new_password)
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(step(0.5))
        words.addWidget(Label("Ablage der Datenbank", "label"))
        self._place = Label(str(self._path), "small")
        words.addWidget(self._place)
        row.addLayout(words, 1)
        row.addWidget(Button("Ändern …", on_click=self._change_place))
        layout.addLayout(row)
        layout.addStretch(1)
        return page

    def _show_step(self, index: int) -> None:
        self._say("")
        self._steps.setCurrentIndex(index)
        step_now = _STEPS[index]
        self.set_title(step_now.title, step_now.detail)
        self._count.setText(f"Schritt {index} von {len(_STEPS) - 1}")
        self._count.setVisible(index > 0)
        self._back.setVisible(self._first < index < len(_STEPS) - 1)
        self._cancel.setVisible(index < len(_STEPS) - 1)
        self._cancel.setText("Beenden" if index == 0 else "Abbrechen")
        self._next.setVisible(index > 0)
        self._next.setText(step_now.button or "Weiter")
        self._next.setEnabled(index < len(_STEPS) - 1 or self.sheet.is_kept)
        first: dict[int, QWidget] = {1: self.form.field("name"), 2: self.look.field("colour"), 3: self.person}
        if index in first:
            first[index].setFocus(Qt.FocusReason.TabFocusReason)

    # -- checks ------------------------------------------------------------------------------------------------

    def _choose(self, wish: Wish) -> None:
        self.wish = wish
        if wish is Wish.NEW:
            self._show_step(1)
        else:
            self.done(Dialog.DialogCode.Rejected)

    def _centre_values(self) -> Centre:
        values = {key: value or "" for key, value in self.form.values().items()}
        look = self.look.values()
        return Centre(**values, logo=look["logo"], colour=look["colour"])

    def _check_centre(self) -> bool:
        problems = [p for p in check_centre(self._centre_values()) if p.field not in ("logo", "colour")]
        self.form.show_problems(problems)
        self.form.focus_problem(problems)
        return not problems

    def _check_look(self) -> bool:
        problems = self.look.problems()
        self.look.show_problems(problems)
        self.look.focus_problem(problems)
        return not problems

    def _make(self) -> bool:
        name = self.person.value()
        self._person_row.show_problem("" if name else messages.problem(Problem("required", "person")))
        if not name:
            self.person.setFocus()
            return False
        if self.new_password.check():
            self.new_password.setFocus()
            return False
        centre = self._centre_values()
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.store, code = self._door.create(self._path, name, self.new_password.value(), centre)
        except Failure as failure:
            self._say(messages.sentence(failure.code, failure.values))
            return False
        except Refused as refused:
            self._say(" ".join(messages.problem(p) for p in refused.problems))
            return False
        finally:
            QApplication.restoreOverrideCursor()
        self.new_password.clear()
        self.sheet.show_code(code, lambda out: self._door.write_sheet(code, centre.name, self._path.name, out))
        return True

    def _change_place(self) -> None:
        path = choose_target(self, "Ablage der Datenbank", [("Datenbanken von nqdesk", "*.nqdesk")], self._path)
        if path is not None:
            self._path = path
            self._place.setText(str(path))

    def _say(self, text: str) -> None:
        self._notice.set(text)
