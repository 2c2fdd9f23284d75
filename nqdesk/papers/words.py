"""German words for values, as printed."""

from datetime import date
from decimal import Decimal

from nqdesk.domain.events import EventKind
from nqdesk.domain.offers import Form, FundingMark, Offer, OfferDate, OfferKind, TimeModel
from nqdesk.domain.organisations import AzavState, Organisation, azav_state
from nqdesk.domain.portfolio import Order
from nqdesk.domain.portfolio_book import Entry
from nqdesk.papers.german import NBSP, listed, money, months, number, short_day

KINDS = {
    OfferKind.TQ: "Teilqualifikation",
    OfferKind.UMSCHULUNG: "Umschulung",
    OfferKind.EXTERNENPRUEFUNG: "Vorbereitung auf die Externenprüfung",
    OfferKind.BASIC_SKILLS: "Grundkompetenzen",
    OfferKind.LANGUAGE: "Sprachförderung",
    OfferKind.OTHER: "",
}
FORMS = {
    Form.PRESENCE: "vor Ort",
    Form.ONLINE: "online",
    Form.BLENDED: "vor Ort und online",
    Form.DISTANCE: "Fernunterricht",
    Form.IN_COMPANY: "im Betrieb",
}
TIME_MODELS = {
    TimeModel.FULL_TIME: "Vollzeit",
    TimeModel.PART_TIME: "Teilzeit",
    TimeModel.BERUFSBEGLEITEND: "berufsbegleitend",
    TimeModel.EVENING: "abends",
    TimeModel.WEEKEND: "am Wochenende",
    TimeModel.BLOCK: "in Blöcken",
    TimeModel.FLEXIBLE: "flexible Zeiten",
}
FUNDING = {
    FundingMark.BILDUNGSGUTSCHEIN: "Bildungsgutschein",
    FundingMark.BESCHAEFTIGTE_82: f"§{NBSP}82 SGB{NBSP}III",
    FundingMark.QUALIFIZIERUNGSGELD: "Qualifizierungsgeld",
    FundingMark.AVGS: "AVGS",
    FundingMark.AUFSTIEGS_BAFOEG: "Aufstiegs-BAföG",
    FundingMark.DEUFOEV: "Berufssprachkurs (DeuFöV)",
    FundingMark.LAND: "Landesprogramm",
    FundingMark.OTHER: "andere Förderung",
}
EVENT_KINDS = {
    EventKind.MULTIPLIER: "Multiplikatorenveranstaltung",
    EventKind.COMPANY: "Veranstaltung für Unternehmen",
    EventKind.LEARNER: "Veranstaltung für Lernende",
}
ORDERS = {
    Order.START: "Beginn, dann Anbietername",
    Order.PROVIDER: "Anbietername, dann Beginn",
    Order.DISTANCE: "Entfernung zum Veranstaltungsort, dann Beginn",
    Order.ROTATION: "Anbietername, jeden Tag mit einem anderen Anbieter zuerst",
}
ORDER_SENTENCES = {
    Order.START: "Innerhalb eines Berufs stehen die Angebote nach ihrem nächsten Beginn. Beginnen mehrere am "
    "selben Tag, entscheidet der Name des Anbieters im Alphabet.",
    Order.PROVIDER: "Innerhalb eines Berufs stehen die Angebote nach dem Namen des Anbieters im Alphabet, "
    "die eines Anbieters nach ihrem nächsten Beginn.",
    Order.DISTANCE: "Innerhalb eines Berufs stehen die Angebote nach ihrer Entfernung (Luftlinie) zum "
    "Veranstaltungsort, bei gleicher Entfernung nach ihrem nächsten Beginn.",
    Order.ROTATION: "Innerhalb eines Berufs stehen die Angebote nach dem Namen des Anbieters im Alphabet. "
    "Mit welchem Anbieter die Reihe beginnt, wechselt jeden Tag.",
}
# The agency's classes of duration (Dauer der Bildungsveranstaltung).
DURATIONS = {
    1: "bis 3 Tage",
    2: "mehr als 3 Tage bis 1 Woche",
    3: "mehr als 1 Woche bis 1 Monat",
    4: "mehr als 1 Monat bis 3 Monate",
    5: "mehr als 3 Monate bis 6 Monate",
    6: "mehr als 6 Monate bis 1 Jahr",
    7: "mehr als 1 Jahr bis 2 Jahre",
    8: "mehr als 2 Jahre bis 3 Jahre",
    9: "mehr als 3 Jahre",
}
ROLLING = "laufender Einstieg"
NO_DATE = "Termin auf Anfrage"


_MOST_TITLE = 300


def shortened(text: str, most: int) -> str:
    """Return a text cut at a word, with an ellipsis, if it is longer than `most` characters."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[:most].rpartition(" ")[0].rstrip(" ,;:.–-") or text[: most - 1]
    return f"{cut}{NBSP}…"


def title(offer: Offer) -> str:
    """Return an offer's title as printed."""
    return shortened(offer.title, _MOST_TITLE)


def kind(offer: Offer) -> str:
    """Return what an offer leads to: ``Teilqualifikation 1``, ``Umschulung``, "" for other."""
    if offer.kind is OfferKind.TQ and offer.tq_number is not None:
        return f"Teilqualifikation{NBSP}{offer.tq_number}"
    return KINDS[offer.kind]


def azav(organisation: Organisation, on: date) -> str:
    """Return the state of a provider's approval on the day of the paper in words."""
    state = azav_state(organisation.azav, on)
    until = organisation.azav.valid_until if organisation.azav else None
    if state is AzavState.VALID and until:
        return "AZAV-zugelassen"
    if state is AzavState.EXPIRED and until:
        return f"AZAV-Zulassung bis {short_day(until)}, Verlängerung nicht bekannt"
    return "AZAV-Zulassung nicht bekannt"


def form(offer: Offer, run: OfferDate | None = None) -> str:
    """Return time model and form of a run, its own before the offer's: ``Teilzeit, vor Ort``."""
    model = (run.time_model if run else None) or offer.time_model
    way = (run.form if run else None) or offer.form
    return ", ".join(w for w in (TIME_MODELS[model] if model else "", FORMS[way] if way else "") if w)


def hours(offer: Offer, run: OfferDate | None = None) -> str:
    """Return the teaching hours of a run or offer as a number, "" if not known."""
    value = (run.hours if run else None) or offer.hours
    return number(value) if value else ""


def duration(offer: Offer) -> str:
    """Return the length of an offer in months or as the agency's class, "" if not known."""
    if offer.duration_months:
        return months(offer.duration_months)
    return DURATIONS.get(offer.duration_class or 0, "")


def begin(run: OfferDate) -> str:
    """Return the first day of a run, or that entry is rolling, or that the day is not fixed."""
    if run.start and not run.rolling:
        return short_day(run.start)
    return ROLLING if run.rolling else NO_DATE


def place(run: OfferDate) -> str:
    """Return the town of a run; its venue where no town is known."""
    return run.place or run.venue or (f"PLZ{NBSP}{run.plz}" if run.plz else "")


def amount(price: Decimal) -> str:
    """Return a price; nothing to pay is said in a word."""
    return money(price) if price else "kostenfrei"


def funding(offer: Offer) -> str:
    """Return the ways of funding that the source names: ``Bildungsgutschein und § 82 SGB III``, "" for none."""
    return listed(FUNDING[mark] for mark in FundingMark if mark in offer.funding)


def distance(entry: Entry) -> str:
    """Return the distance as ``12 km Luftlinie zum Veranstaltungsort``, "" if not known."""
    if entry.distance_km is None:
        return ""
    rounded = round(entry.distance_km)
    return f"{number(rounded)}{NBSP}km Luftlinie zum Veranstaltungsort" if rounded else ""
