"""The cards of an offer's detail: dates, facts, funding, conditions, contact, source."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.contacts import Contact
from nqdesk.domain.folding import fold
from nqdesk.domain.offers import Offer, OfferDate, has_rolling_entry, is_old, is_open
from nqdesk.domain.organisations import Organisation
from nqdesk.ui.offers import values
from nqdesk.ui.offers.facts import Facts, Pills
from nqdesk.ui.offers.link_button import LinkButton
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.text_field import show_amount, show_count, show_day

_RUNS_SHOWN = 6


def _remark(run: OfferDate, on: date) -> str:
    """Return what is to be said of a run that has begun."""
    if is_open(run, on):
        return "Einstieg weiter möglich" if run.start and run.start < on else ""
    return "schon begonnen" if run.end and run.end >= on else "vorbei"


def dates_card(offer: Offer, on: date) -> Card:
    """Return the runs: what is to come first, what is over after it."""
    card = Card("Termine")
    is_rolling = has_rolling_entry(offer, on)
    if offer.rolling_entry and is_rolling and not any(run.rolling and run.start is None for run in offer.dates):
        card.add(Label("Laufender Einstieg", "strong"))
    runs = [(run, _remark(run, on)) for run in offer.dates if is_open(run, on)]
    runs += [(run, _remark(run, on)) for run in reversed(offer.dates) if not is_open(run, on)]
    if not runs and not offer.rolling_entry:
        card.add(Label("Kein Termin bekannt. Bitte beim Anbieter nachfragen.", "small"))
    rest = QWidget()
    rest_layout = QVBoxLayout(rest)
    rest_layout.setContentsMargins(0, 0, 0, 0)
    rest_layout.setSpacing(step(2))
    rest.hide()
    for number, (run, remark) in enumerate(runs):
        into = card.body if number < _RUNS_SHOWN else rest_layout
        if number:
            into.addWidget(rule())
        into.addWidget(_run(run, remark))
    if len(runs) > _RUNS_SHOWN:
        more = Button(f"{len(runs) - _RUNS_SHOWN} weitere Termine zeigen", "link")

        def unfold() -> None:
            rest.show()
            more.hide()

        more.clicked.connect(lambda: unfold())
        card.add(rest)
        card.add(more)
    return card


def _run(run: OfferDate, remark: str) -> QWidget:
    shown = QWidget()
    layout = QVBoxLayout(shown)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(step(0.5))
    layout.addWidget(Label(values.joined(values.run_when(run), remark), "" if remark else "strong"))
    below = "\n".join(part for part in (values.run_where(run), values.run_how(run)) if part)
    if below:
        layout.addWidget(Label(below, "small"))
    return shown


def facts_card(offer: Offer) -> Card | None:
    """Return form, hours, duration, price, seats; None if nothing is known."""
    facts = Facts()
    field = messages.field
    facts.add(field("form"), messages.word(offer.form) if offer.form else "")
    facts.add(field("time_model"), messages.word(offer.time_model) if offer.time_model else "")
    facts.add(field("hours"), show_count(offer.hours) if offer.hours else "")
    facts.add("Dauer", values.months_text(offer.duration_months) if offer.duration_months else "")
    facts.add(field("price"), show_amount(offer.price) if offer.price is not None else "")
    facts.add(field("price_note"), offer.price_note, strong=False)
    facts.add(field("seats"), show_count(offer.seats) if offer.seats else "")
    facts.add("Name der TQ", offer.tq_name)
    facts.add("Quelle des Namens", offer.tq_source if offer.tq_name else "", strong=False)
    facts.add(field("degree"), offer.degree)
    facts.add(field("examiner"), offer.examiner)
    if facts.is_empty:
        return None
    card = Card("Umfang und Preis")
    card.add(facts)
    return card


def funding_card(offer: Offer, on: date) -> Card | None:
    """Return the source's funding marks and the approval of the measure; None if there is neither."""
    if not (offer.funding or offer.funding_note or offer.measure_number or offer.certified_until):
        return None
    card = Card("Förderung", detail="Angaben der Quelle, keine Zusage.")
    if offer.funding:
        card.add(Pills((word, Tone.ACCENT) for word in sorted(messages.word(mark) for mark in offer.funding)))
    if offer.funding_note:
        card.add(Label(offer.funding_note))
    facts = Facts()
    facts.add(messages.field("measure_number"), offer.measure_number)
    if offer.certified_until:
        over = offer.certified_until < on
        until = show_day(offer.certified_until)
        facts.add(messages.field("certified_until"), f"{until}{values.DOT}abgelaufen" if over else until)
    if not facts.is_empty:
        card.add(facts)
    return card


def conditions_card(offer: Offer) -> Card | None:
    """Return what is asked of learners and what helps them; None if nothing is known."""
    facts = Facts()
    field = messages.field
    facts.add(field("language_level"), offer.language_level.value if offer.language_level else "")
    for name in ("language_support", "childcare", "accessible"):
        known = getattr(offer, name)
        facts.add(field(name), "" if known is None else values.shown(name, known))
    texts = [(field(name), str(getattr(offer, name))) for name in ("target_group", "requirements")]
    if facts.is_empty and not any(text for _, text in texts):
        return None
    card = Card("Voraussetzungen und Zielgruppe")
    if not facts.is_empty:
        card.add(facts)
    for label, text in texts:
        if text:
            card.add(Label(label, "small"))
            card.add(_text(text))
    return card


def description_card(offer: Offer) -> Card | None:
    """Return description and note; None if there is neither."""
    if not (offer.description or offer.note):
        return None
    card = Card("Beschreibung")
    if offer.description:
        card.add(_text(offer.description))
    if offer.note:
        card.add(Label("Eigene Notiz", "small"))
        card.add(_text(offer.note))
    return card


def _text(text: str) -> Label:
    label = Label(text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def contact_card(offer: Offer, provider: Organisation | None) -> Card | None:
    """Return whom to ask: the offer's contact, else the provider's; None if nobody is known."""
    contact = offer.contact
    title = "Kontakt"
    if (contact is None or contact.is_empty()) and provider is not None:
        contact = Contact(phone=provider.phone, email=provider.email, web=provider.web)
        title = "Kontakt des Anbieters"
    contact = contact or Contact()
    if contact.is_empty() and not offer.web:
        return None
    card = Card(title)
    name = values.joined(contact.name, contact.role)
    if name:
        card.add(Label(name, "strong"))
    facts = Facts()
    facts.add("Telefon", contact.phone)
    facts.add("Mobil", contact.mobile)
    if not facts.is_empty:
        card.add(facts)
    for address in dict.fromkeys((contact.email, contact.web, offer.web)):
        if address:
            card.add(LinkButton(address))
    return card


def source_card(offer: Offer, provider: Organisation | None, on: date) -> Card:
    """Return where the information comes from and how old it is."""
    old = is_old(offer, on)
    card = Card("Quelle und Stand", tone=Tone.OPEN if old else None)
    card.add(Label(values.age_text(offer, on), "strong"))
    if old:
        card.add(
            Label(
                "Alte oder undatierte Angaben bitte beim Anbieter prüfen und danach als geprüft bestätigen."
                if offer.information_date
                else "Die Quelle nennt kein Datum. Bitte beim Anbieter prüfen und danach als geprüft bestätigen.",
                "small",
            )
        )
    facts = Facts()
    facts.add("Herkunft", values.system_name(offer.source_system))
    facts.add("Datei oder Portal", offer.source_name, strong=False)
    facts.add("Nummer der Quelle", offer.source_id, strong=False)
    if provider is None or offer.source_provider != fold(provider.name):  # a provider without number is its name
        facts.add("Anbieternummer", offer.source_provider, strong=False)
    if offer.withdrawn_on:
        facts.add(messages.field("withdrawn_on"), show_day(offer.withdrawn_on))
    card.add(facts)
    return card
