"""All fields of an offer in groups."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.contacts import Contact
from nqdesk.domain.occupations import Occupation
from nqdesk.domain.offers import Form as TeachingForm
from nqdesk.domain.offers import FundingMark, OccupationCertainty, Offer, OfferKind, TimeModel
from nqdesk.domain.problem import Problem
from nqdesk.domain.typed import parse_amount
from nqdesk.ui.offers.dates_editor import DatesEditor
from nqdesk.ui.offers.occupation_decision import occupation_choice
from nqdesk.ui.offers.provider_field import ProviderField
from nqdesk.ui.offers.tq_names import ProvenName, TqNames
from nqdesk.ui.offers.values import system_name
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.segments import LevelChoice, ThreeState
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import AmountField, CountField, TextField, TypedField

_NOT_SAID = "keine Angabe"
_SHORT = step(34)  # least width of a column of short fields
_CONTACT = ("name", "role", "phone", "mobile", "email", "web")
GROUPS = (
    ("offer", "Angebot"),
    ("dates", "Termine"),
    ("extent", "Umfang und Preis"),
    ("funding", "Förderung"),
    ("conditions", "Voraussetzungen"),
    ("contact", "Kontakt"),
    ("source", "Quelle und Notiz"),
)


def _months(value: Any) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _label(name: str) -> str:
    """Return the label of a field, with a capital letter."""
    text = messages.field(name)
    return text[:1].upper() + text[1:]


class OfferForm(QWidget):
    """One card for each group.

    Signals:
        edited: a person changed something. settled: time to save.
    """

    edited = Signal()
    settled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._offer = Offer()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(4))
        self.cards: dict[str, Card] = {}
        self._forms: dict[str, Form] = {}
        self._about = Label("", "small")
        for key, title in GROUPS:
            card = Card(title)
            form: Form = getattr(self, f"_{key}_form")()
            card.add(form)
            if key == "source":
                card.add(self._about)
            form.edited.connect(self._edited)
            form.settled.connect(self.settled)
            self.cards[key] = card
            self._forms[key] = form
            layout.addWidget(card)
        layout.addStretch(1)
        self.setFocusProxy(self._forms["offer"].field("title"))
        self._show_tq()

    # -- groups ------------------------------------------------------------------------------------------------

    def _offer_form(self) -> Form:
        form, field = Form(columns=6, least=_SHORT), _label
        form.add("title", field("title"), TextField("wie ihn der Anbieter schreibt"), span=4)
        form.add("kind", field("kind"), Choice([(k, messages.word(k)) for k in OfferKind]), span=2)
        form.add("provider_id", field("provider_id"), ProviderField(self._session), span=6)
        self._occupation = occupation_choice(self._session.occupations, "Beruf tippen und auswählen")
        form.add("occupation_id", field("occupation_id"), self._occupation, span=3)
        form.add("field", field("field"), TextField(), span=3, hint="nur wenn kein Beruf des Katalogs passt")
        self._tq_rows: list[QWidget] = [
            form.add("tq_number", field("tq_number"), CountField(most=20, unit="1–20"), span=1),
            form.add("tq_name", field("tq_name"), TextField("wörtlich wie in der Quelle"), span=5),
            form.add(
                "tq_source",
                field("tq_source"),
                TextField("zum Beispiel Zertifikat des Anbieters vom …"),
                span=6,
                hint="Ein Name ohne Quelle wird nicht gespeichert.",
            ),
        ]
        self._tq_names = TqNames(self._chosen_occupation)
        self._tq_names.picked.connect(self.take_name)
        self._tq_line = QWidget()
        line = QHBoxLayout(self._tq_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._tq_names)
        line.addStretch(1)
        form.add_widget(self._tq_line)
        form.add("description", field("description"), TextArea(5), span=6)
        form.add("web", field("web"), TextField("https://"), span=6)
        return form

    def _dates_form(self) -> Form:
        form = Form()
        form.add("rolling_entry", "", CheckField("Laufender Einstieg: Der Beginn ist jederzeit möglich"))
        form.add("dates", "", DatesEditor(self._session.region.place_of))
        return form

    def _extent_form(self) -> Form:
        form, field = Form(columns=4, least=_SHORT), _label
        forms = [(None, _NOT_SAID), *((f, messages.word(f)) for f in TeachingForm)]
        models = [(None, _NOT_SAID), *((m, messages.word(m)) for m in TimeModel)]
        form.add("form", field("form"), Choice(forms), span=2)
        form.add("time_model", field("time_model"), Choice(models), span=2)
        form.add("hours", field("hours"), CountField(unit="UStd."))
        months: TypedField[Any] = TypedField(parse_amount, _months, "Monate")
        months.setAlignment(Qt.AlignmentFlag.AlignRight)
        form.add("duration_months", field("duration_months"), months)
        form.add("price", field("price"), AmountField(), hint="leer heißt: nicht bekannt")
        form.add("seats", field("seats"), CountField())
        form.add("price_note", field("price_note"), TextField(), span=4)
        form.add("degree", field("degree"), TextField(), span=2)
        form.add("examiner", field("examiner"), TextField("zum Beispiel IHK Südlicher Oberrhein"), span=2)
        return form

    def _funding_form(self) -> Form:
        form, field = Form(columns=2), _label
        marks = ChipBar(field("funding"), [(m, messages.word(m)) for m in FundingMark])
        form.add("funding", "Laut Quelle möglich", marks, span=2)
        form.add("funding_note", field("funding_note"), TextField(), span=2)
        form.add("measure_number", field("measure_number"), TextField())
        form.add("certified_until", "Maßnahme zugelassen bis", DayField())
        return form

    def _conditions_form(self) -> Form:
        form, field = Form(columns=3), _label
        form.add("language_level", field("language_level"), LevelChoice(), span=3)
        for name in ("language_support", "childcare", "accessible"):
            form.add(name, field(name), ThreeState())
        form.add("target_group", field("target_group"), TextArea(2), span=3)
        form.add("requirements", field("requirements"), TextArea(3), span=3)
        return form

    def _contact_form(self) -> Form:
        form, field = Form(columns=2), _label
        form.add("contact_name", "Name oder Stelle", TextField())
        form.add("contact_role", "Aufgabe", TextField("Beratung, Anmeldung …"))
        form.add("contact_phone", field("phone"), TextField())
        form.add("contact_mobile", "Mobil", TextField())
        form.add("contact_email", field("email"), TextField())
        form.add("contact_web", "Webadresse der Stelle", TextField("https://"))
        return form

    def _source_form(self) -> Form:
        form, field = Form(columns=3), _label
        form.add("source_name", "Woher stammen die Angaben?", TextField("Datei, Portal, Telefonat …"))
        hint = "Tag, an dem die Angaben stimmten"
        form.add("information_date", field("information_date"), DayField(), hint=hint)
        form.add("withdrawn_on", "Zurückgezogen am", DayField(), hint="leer, solange es das Angebot gibt")
        form.add("keywords", field("keywords"), TextField("mit Komma getrennt"), span=3)
        form.add(
            "note", "Eigene Notiz", TextArea(3), span=3, hint="Wird nicht gedruckt und von Importen nicht geändert."
        )
        return form

    def field(self, key: str) -> Any:
        """Return the field of a name; KeyError if there is none."""
        return next(form.field(key) for form in self._forms.values() if key in form.values())

    # -- values ------------------------------------------------------------------------------------------------

    def show_offer(self, offer: Offer) -> None:
        """Show an offer; fields a person is typing in keep what was typed unless the stored value is another."""
        self._offer = offer
        contact = offer.contact or Contact()
        values: dict[str, Any] = {name: getattr(offer, name) for name in Offer.__dataclass_fields__}
        values.update({f"contact_{name}": getattr(contact, name) for name in _CONTACT})
        values["keywords"] = ", ".join(offer.keywords)
        for form in self._forms.values():
            form.set_values(values)
        about = [f"Herkunft: {system_name(offer.source_system)}"]
        about += [f"Nummer der Quelle: {offer.source_id}"] if offer.source_id else []
        about += [f"Systematik: {', '.join(offer.codes)}"] if offer.codes else []
        self._about.setText(" · ".join(about))
        self._show_tq()

    def offer(self) -> Offer:
        """Return the offer as typed; fields that cannot be read keep their stored value."""
        unreadable = {problem.field for problem in self.unreadable()}
        values: dict[str, Any] = {}
        for form in self._forms.values():
            values.update({k: v for k, v in form.values().items() if k not in unreadable})
        contact = replace(
            self._offer.contact or Contact(), **{name: values.pop(f"contact_{name}") for name in _CONTACT}
        )
        values["contact"] = None if contact.is_empty() else contact
        months = values.get("duration_months")
        if months is not None:
            values["duration_months"] = months.quantize(Decimal("0.1"))
        values["keywords"] = tuple(word for part in values["keywords"].split(",") if (word := part.strip()))
        if values["occupation_id"] != self._offer.occupation_id or (
            values["field"] != self._offer.field and "occupation_doubtful" in self._offer.check_reasons
        ):
            values["occupation_certainty"] = OccupationCertainty.CHOSEN
            values["check_reasons"] = self._offer.check_reasons - {"occupation_doubtful"}
        return replace(self._offer, **values)

    def rebase(self, offer: Offer) -> None:
        """Say that `offer` is stored now; what is shown stays."""
        self._offer = offer

    def mark_saved(self, offer: Offer) -> None:
        """Say that what is shown is stored as `offer`."""
        self.rebase(offer)
        for form in self._forms.values():
            form.mark_saved()

    @property
    def is_edited(self) -> bool:
        """Whether something was changed since it was shown or saved."""
        return any(form.is_edited for form in self._forms.values())

    def unreadable(self) -> list[Problem]:
        """Return what was typed and cannot be read."""
        return [problem for form in self._forms.values() for problem in form.problems()]

    def texts(self) -> dict[str, str]:
        """Return the texts that cannot be read, letter by letter."""
        return {
            name: text
            for form in self._forms.values()
            for name, text in form.texts(p.field for p in form.problems()).items()
        }

    def type_texts(self, texts: Mapping[str, str]) -> None:
        """Show such texts again."""
        for form in self._forms.values():
            form.type_texts(texts)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show problems beside their fields."""
        found = list(problems)
        for form in self._forms.values():
            form.show_problems(found)

    def focus_problem(self, problems: Iterable[Problem]) -> None:
        """Go to the first field with a problem."""
        found = list(problems)
        for form in self._forms.values():
            if any(problem.field in form.values() for problem in found):
                form.focus_problem(found)
                return

    def begin(self) -> None:
        """Put the cursor into the first field."""
        self._forms["offer"].field("title").setFocus()

    # -- partial qualifications --------------------------------------------------------------------------------

    def _chosen_occupation(self) -> Occupation | None:
        return self._session.occupations.by_id.get(self._occupation.value())

    def _edited(self) -> None:
        self._show_tq()
        self.edited.emit()

    def _show_tq(self) -> None:
        form = self._forms.get("offer")
        if form is None:
            return
        is_tq = form.field("kind").value() is OfferKind.TQ or bool(form.field("tq_name").value())
        for row in (*self._tq_rows, self._tq_line):
            row.setVisible(is_tq)
        self._tq_names.renew()

    def take_name(self, found: ProvenName) -> None:
        """Fill in a proven module name with its number and source."""
        form = self._forms["offer"]
        form.field("tq_number").set_value(found.number)
        form.field("tq_name").set_value(found.name)
        form.field("tq_source").set_value(found.source)
        form.field("tq_source").edited.emit()
        form.field("tq_source").left.emit()
