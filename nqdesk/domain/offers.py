"""Offers of training providers: what, when, where, at what price, and how sure that is."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nqdesk.domain.contacts import Contact
from nqdesk.domain.problem import Problem
from nqdesk.domain.record import Record

OLD_INFORMATION_DAYS = 180


class OfferKind(StrEnum):
    """What an offer leads to."""

    TQ = "tq"
    UMSCHULUNG = "umschulung"
    EXTERNENPRUEFUNG = "externenpruefung"
    BASIC_SKILLS = "basic_skills"
    LANGUAGE = "language"
    OTHER = "other"


class Form(StrEnum):
    """How teaching reaches the learner."""

    PRESENCE = "presence"
    ONLINE = "online"
    BLENDED = "blended"
    DISTANCE = "distance"
    IN_COMPANY = "in_company"


class TimeModel(StrEnum):
    """How the hours lie in the week."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    BERUFSBEGLEITEND = "berufsbegleitend"
    EVENING = "evening"
    WEEKEND = "weekend"
    BLOCK = "block"
    FLEXIBLE = "flexible"


class FundingMark(StrEnum):
    """What the source says an offer may be funded by. A mark is the source's word, not a promise."""

    BILDUNGSGUTSCHEIN = "bildungsgutschein"
    BESCHAEFTIGTE_82 = "beschaeftigte_82"
    QUALIFIZIERUNGSGELD = "qualifizierungsgeld"
    AVGS = "avgs"
    AUFSTIEGS_BAFOEG = "aufstiegs_bafoeg"
    DEUFOEV = "deufoev"
    LAND = "land"
    OTHER = "other"


class LanguageLevel(StrEnum):
    """Levels of the Common European Framework."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


class OfferState(StrEnum):
    """What a list shows; exactly one applies on a given day."""

    ACTIVE = "active"
    PAST = "past"
    WITHDRAWN = "withdrawn"
    TO_CHECK = "to_check"


class OccupationCertainty(StrEnum):
    """How surely an import assigned the occupation."""

    CHOSEN = "chosen"  # a person decided
    SURE = "sure"  # the source's own code names exactly this occupation
    LIKELY = "likely"  # the title or degree names it
    DOUBTFUL = "doubtful"  # several fit, or only in part
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class OfferDate:
    """One run of an offer. Empty fields mean "as the offer says".

    Attributes:
        source_id: the source's own number of this run (COURSE_ID), "" if it has none.
        start, end: first and last day; None if not fixed.
        rolling: entry at any time.
        place: town; venue: building or room; plz: five digits.
        hours: teaching hours (Unterrichtsstunden of 45 minutes unless the source says otherwise).
        seats: most participants of this run.
    """

    source_id: str = ""
    start: date | None = None
    end: date | None = None
    rolling: bool = False
    place: str = ""
    plz: str = ""
    street: str = ""
    venue: str = ""
    form: Form | None = None
    time_model: TimeModel | None = None
    hours: int | None = None
    seats: int | None = None
    price: Decimal | None = None
    note: str = ""

    def in_full(self, offer: "Offer") -> "OfferDate":
        """Return the run saying itself what it leaves to its offer."""
        return replace(
            self,
            form=offer.form if self.form is None else self.form,
            time_model=offer.time_model if self.time_model is None else self.time_model,
            hours=offer.hours if self.hours is None else self.hours,
            seats=offer.seats if self.seats is None else self.seats,
            price=offer.price if self.price is None else self.price,
        )


@dataclass(frozen=True, kw_only=True)
class Offer(Record):
    """A training offer.

    Attributes:
        provider_id: id of the Organisation that offers it, "" if not known.
        occupation_id: id in the occupation catalogue, "" where `field` names a free field instead.
        occupation_certainty: how the occupation was assigned.
        tq_number: 1 to 20; tq_name: the module's name exactly as the source has it; tq_source: that source.
        hours: teaching hours of the whole offer. duration_months: Decimal with one place.
        duration_class: the agency's class 0 to 9 (0 = no statement), None if the source has none.
        price: euro for the whole offer, None if not known (never 0.00 for "not known").
        measure_number: Maßnahmenummer of the approval, certified_until: last day of the measure's approval.
        language_level: German level wanted.
        language_support, childcare, accessible: True, False, or None for "not known".
        source_system: "openqcat", "ba", "csv", "xlsx", "manual"; source_name: file or portal for the reader;
            source_provider, source_id: the source's numbers of provider and offer (PRODUCT_ID).
        information_date: day the information was true; None is treated as old.
        withdrawn_on: day the source or a person withdrew it.
        check_reasons: codes why a person should look at it ("occupation_doubtful", "identity_doubtful" …).
    """

    provider_id: str = ""
    title: str = ""
    description: str = ""
    occupation_id: str = ""
    occupation_certainty: OccupationCertainty = OccupationCertainty.NONE
    field: str = ""
    kind: OfferKind = OfferKind.OTHER
    tq_number: int | None = None
    tq_name: str = ""
    tq_source: str = ""
    dates: tuple[OfferDate, ...] = ()
    rolling_entry: bool = False
    form: Form | None = None
    time_model: TimeModel | None = None
    hours: int | None = None
    duration_months: Decimal | None = None
    duration_class: int | None = None
    price: Decimal | None = None
    price_note: str = ""
    seats: int | None = None
    measure_number: str = ""
    certified_until: date | None = None
    funding: frozenset[FundingMark] = frozenset()
    funding_note: str = ""
    language_level: LanguageLevel | None = None
    language_support: bool | None = None
    childcare: bool | None = None
    accessible: bool | None = None
    target_group: str = ""
    requirements: str = ""
    degree: str = ""
    examiner: str = ""
    web: str = ""
    contact: Contact | None = None
    keywords: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    source_system: str = "manual"
    source_name: str = ""
    source_provider: str = ""
    source_id: str = ""
    information_date: date | None = None
    withdrawn_on: date | None = None
    check_reasons: frozenset[str] = frozenset()
    note: str = ""


def rolling_until(offer: Offer) -> date | None:
    """Return the last day of rolling entry, `date.max` where no end is known; None if entry is not rolling.

    Where the whole offer says so, entry ends with its last run; a run without an end goes on.
    """
    runs = [run for run in offer.dates if run.rolling or offer.rolling_entry]
    if runs:
        return max(run.end or date.max for run in runs)
    return date.max if offer.rolling_entry else None


def has_rolling_entry(offer: Offer, on: date) -> bool:
    """Tell whether one can begin on a day because entry is rolling and has not ended."""
    until = rolling_until(offer)
    return until is not None and until >= on


def is_open(run: OfferDate, on: date) -> bool:
    """Tell whether a run can still be joined on a day: it has not begun, or entry is rolling and has not ended."""
    if run.rolling:
        return run.end is None or run.end >= on
    return run.start is None or run.start >= on


def last_start(offer: Offer, on: date) -> date | None:
    """Return the latest first day of all runs; None while entry is rolling or if no run has a day."""
    if has_rolling_entry(offer, on):
        return None
    starts = [run.start for run in offer.dates if run.start]
    return max(starts) if starts else None


def next_start(offer: Offer, on: date) -> date | None:
    """Return the earliest first day that is not before `on`; None if there is none or entry is rolling."""
    starts = [run.start for run in offer.dates if run.start and run.start >= on]
    return min(starts) if starts else None


def state(offer: Offer, on: date) -> OfferState:
    """Return the offer's state on a day. Withdrawn before past before to-check before active.

    An offer is past when all its runs began before `on` and rolling entry, if any, has ended. Without any day and
    without rolling entry it is not past but to be checked.
    """
    if offer.withdrawn_on is not None and offer.withdrawn_on <= on:
        return OfferState.WITHDRAWN
    until = rolling_until(offer)
    latest = last_start(offer, on)
    has_ended = until is not None and until < on
    if (latest is not None and latest < on) or (latest is None and has_ended):
        return OfferState.PAST
    if offer.check_reasons or (latest is None and until is None):
        return OfferState.TO_CHECK
    return OfferState.ACTIVE


def age_in_days(offer: Offer, on: date) -> int | None:
    """Return the age of the information in days, None if its date is not known."""
    return (on - offer.information_date).days if offer.information_date else None


def is_old(offer: Offer, on: date) -> bool:
    """Tell whether the information is older than `OLD_INFORMATION_DAYS` or has no date at all."""
    age = age_in_days(offer, on)
    return age is None or age > OLD_INFORMATION_DAYS


def check_offer(offer: Offer) -> list[Problem]:
    """Return what must be corrected before the record may be stored."""
    problems = []
    if not offer.title.strip():
        problems.append(Problem("required", "title"))
    if offer.tq_number is not None and not 1 <= offer.tq_number <= 20:
        problems.append(Problem("tq_number_range", "tq_number"))
    if offer.tq_name and not offer.tq_source.strip():
        problems.append(Problem("tq_source_missing", "tq_source"))
    if offer.price is not None and offer.price < 0:
        problems.append(Problem("amount_negative", "price"))
    for number, run in enumerate(offer.dates, start=1):
        if run.start and run.end and run.end < run.start:
            problems.append(Problem("end_before_start", "dates", values={"number": str(number)}))
        if run.plz and not (len(run.plz) == 5 and run.plz.isascii() and run.plz.isdigit()):
            problems.append(Problem("plz_unreadable", "dates", values={"number": str(number)}))
    if offer.web and not offer.web.lower().startswith(("http://", "https://")):
        problems.append(Problem("web_unreadable", "web"))
    return problems
