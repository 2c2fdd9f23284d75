"""The content of a portfolio, chosen, ordered and counted, ready to be set."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nqdesk.domain.centre import Centre
from nqdesk.domain.events import Event, EventKind
from nqdesk.domain.folding import fold
from nqdesk.domain.occupations import Occupation, TqStructure
from nqdesk.domain.offers import Form, Offer, OfferDate, OfferKind, has_rolling_entry, is_old, is_open, next_start
from nqdesk.domain.organisations import AzavState, Organisation, azav_state
from nqdesk.domain.portfolio import OfferRule, Order, PortfolioChoice
from nqdesk.domain.problem import Problem


@dataclass(frozen=True, kw_only=True)
class TqTile:
    """One step of an occupation's way to the qualification.

    Attributes:
        name: proven or sourced module name; "" where none is proven (never invented).
        offered: at least one offer of this number is in the portfolio.
    """

    number: int
    name: str
    offered: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One offer as printed: runs that have begun are left out unless entry is rolling.

    Attributes:
        is_rolling: entry is rolling on the day of the portfolio.
        distance_km: straight line from the event's or the rule's place to the nearest run, None if not known.
    """

    offer: Offer
    provider: Organisation
    runs: tuple[OfferDate, ...]
    is_rolling: bool = False
    distance_km: float | None = None


@dataclass(frozen=True, kw_only=True)
class OccupationSection:
    """All entries of one occupation or free field.

    Attributes:
        structure: the cut whose names the strip shows, None if no name is proven.
    """

    title: str
    occupation: Occupation | None
    strip: tuple[TqTile, ...]
    structure: TqStructure | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class FieldSection:
    """One occupational field with its occupations."""

    code: str
    title: str
    occupations: tuple[OccupationSection, ...]


@dataclass(frozen=True, kw_only=True)
class FundingText:
    """The page "how it is funded" for one audience, from resources.

    Attributes:
        as_of: state of the law the text was written from.
        parts: (heading, paragraphs, citation) in order; sources: what was read.
    """

    audience: EventKind
    title: str
    summary: str
    parts: tuple[tuple[str, tuple[str, ...], str], ...]
    as_of: date
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PortfolioBook:
    """A whole portfolio.

    Attributes:
        on: the day the choice was made, printed as Stand.
        information_from, information_to: oldest and newest date of the offers' information, None if unknown.
        funding_instruments: number of funding marks named by the offers (key figure).
    """

    centre: Centre
    event: Event | None
    title: str
    subtitle: str
    on: date
    order: Order
    sections: tuple[FieldSection, ...]
    providers: tuple[Organisation, ...]
    funding: FundingText
    offer_count: int
    occupation_count: int
    provider_count: int
    run_count: int
    information_from: date | None
    information_to: date | None
    sources: tuple[str, ...]


Distance = Callable[[str], float | None]


def fits(
    offer: Offer,
    rule: OfferRule,
    on: date,
    occupations: Mapping[str, Occupation],
    kreis_of: Callable[[str], str],
    distance: Distance,
) -> bool:
    """Tell whether an offer fits a rule. `kreis_of` and `distance` (km) take a postcode; unknown never fits."""
    occupation = occupations.get(offer.occupation_id)
    if rule.occupations or rule.fields:
        in_occupations = offer.occupation_id in rule.occupations
        field_names = {offer.field, occupation.field_code if occupation else ""} - {""}
        if not in_occupations and not (field_names & rule.fields):
            return False
    if rule.kinds and offer.kind not in rule.kinds:
        return False
    if rule.providers and offer.provider_id not in rule.providers:
        return False
    if rule.funding and not (offer.funding & rule.funding):
        return False
    if rule.forms and not ({offer.form, *(run.form for run in offer.dates)} & rule.forms):
        return False
    return _fits_window(offer, rule, on) and _fits_place(offer, rule, kreis_of, distance)


def _fits_window(offer: Offer, rule: OfferRule, on: date) -> bool:
    if rule.start_from is None and rule.start_to is None:
        return True
    earliest = rule.start_from or on
    if has_rolling_entry(offer, max(earliest, on)):
        return True
    return any(
        run.start is not None and run.start >= earliest and (rule.start_to is None or run.start <= rule.start_to)
        for run in offer.dates
    )


def _fits_place(offer: Offer, rule: OfferRule, kreis_of: Callable[[str], str], distance: Distance) -> bool:
    if not rule.kreise and not (rule.centre_plz and rule.radius_km is not None):
        return True
    if offer.form is Form.ONLINE or any(run.form is Form.ONLINE for run in offer.dates):
        return True
    plzs = {run.plz for run in offer.dates if run.plz}
    if rule.kreise and any(kreis_of(plz) in rule.kreise for plz in plzs):
        return True
    if rule.centre_plz and rule.radius_km is not None:
        reached = (distance(plz) for plz in plzs)
        return any(km is not None and km <= rule.radius_km for km in reached)
    return False


def chosen(
    offers: Iterable[Offer],
    choice: PortfolioChoice,
    on: date,
    occupations: Mapping[str, Occupation],
    kreis_of: Callable[[str], str],
    distance: Distance,
) -> list[Offer]:
    """Return the offers of a choice: by rule and by hand, less those removed by hand."""
    return [
        offer
        for offer in offers
        if offer.id not in choice.removed
        and (
            offer.id in choice.added
            or (choice.by_rule and fits(offer, choice.rule, on, occupations, kreis_of, distance))
        )
    ]


def ordered(entries: Sequence[Entry], order: Order, on: date) -> tuple[Entry, ...]:
    """Return entries in the order of a principle. Ties go by provider's name, then title, then source number."""

    def start(entry: Entry) -> tuple[int, date]:
        upcoming = next_start(entry.offer, on)
        if upcoming is not None:
            return (0, upcoming)
        return (1 if has_rolling_entry(entry.offer, on) else 2, date.max)

    def tie(entry: Entry) -> tuple[str, str, str]:
        return (fold(entry.provider.label), fold(entry.offer.title), entry.offer.source_id or entry.offer.id)

    if order is Order.START:
        return tuple(sorted(entries, key=lambda e: (start(e), tie(e))))
    if order is Order.DISTANCE:
        far = float("inf")
        return tuple(sorted(entries, key=lambda e: (far if e.distance_km is None else e.distance_km, start(e), tie(e))))
    names = sorted({fold(e.provider.label) for e in entries})
    shift = on.toordinal() % len(names) if order is Order.ROTATION and names else 0
    rank = {name: (index - shift) % len(names) for index, name in enumerate(names)}
    return tuple(sorted(entries, key=lambda e: (rank[fold(e.provider.label)], start(e), tie(e))))


def tq_strip(occupation: Occupation | None, offers: Sequence[Offer]) -> tuple[tuple[TqTile, ...], TqStructure | None]:
    """Return the steps of an occupation and the cut their names come from.

    Names come from a complete proven cut, otherwise from the offers themselves (they name their source); a step
    without either has no name. Without any number known there is no strip.
    """
    offered = {o.tq_number: o for o in offers if o.kind is OfferKind.TQ and o.tq_number is not None}
    named = {number: o.tq_name for number, o in offered.items() if o.tq_name}
    structures = occupation.structures if occupation else ()
    structure = next((s for s in structures if s.complete and s.count), None)
    if structure is not None and any(number is None or number > (structure.count or 0) for number in offered):
        structure = None  # the offers follow another cut than the proven one
    if structure is not None:
        names = {m.number: m.name for m in structure.modules}
        if any(fold(names.get(n, "")) != fold(name) for n, name in named.items() if n is not None):
            structure = None
    if structure is not None and structure.count:
        names = {m.number: m.name for m in structure.modules}
        tiles = tuple(
            TqTile(number=n, name=names.get(n, ""), offered=n in offered) for n in range(1, structure.count + 1)
        )
        return (tiles, structure) if offered else ((), None)
    if not offered:
        return (), None
    last = max(n for n in offered if n is not None)
    counts = [s.count for s in structures if s.count]
    total = max([last, *counts]) if counts else last
    return (
        tuple(TqTile(number=n, name=named.get(n, ""), offered=n in offered) for n in range(1, total + 1)),
        None,
    )


def missing_information(entries: Iterable[Entry], on: date) -> list[Problem]:
    """Return what a reader of the portfolio would miss, per offer; `where` is the offer's title."""
    problems: list[Problem] = []
    for entry in entries:
        offer, where = entry.offer, entry.offer.title
        gone = (
            ("no_upcoming_date", "dates", not entry.runs and not has_rolling_entry(offer, on)),
            ("no_price", "price", offer.price is None and not offer.price_note),
            (
                "no_hours",
                "hours",
                offer.hours is None
                and all(run.hours is None for run in entry.runs)
                and offer.duration_months is None
                and not offer.duration_class,
            ),
            (
                "no_place",
                "dates",
                offer.form is not Form.ONLINE and not any(r.place or r.plz for r in entry.runs),
            ),
            ("no_form", "form", offer.form is None and offer.time_model is None),
            (
                "no_contact",
                "contact",
                (offer.contact is None or offer.contact.is_empty())
                and not (entry.provider.phone or entry.provider.email),
            ),
            ("no_web", "web", not offer.web and not entry.provider.web),
            ("azav_expired", "provider_id", azav_state(entry.provider.azav, on) is AzavState.EXPIRED),
            (
                "approval_expired",
                "certified_until",
                offer.certified_until is not None and offer.certified_until < on,
            ),
            ("information_old", "information_date", is_old(offer, on)),
            ("occupation_open", "occupation_id", not offer.occupation_id and not offer.field),
            ("to_check", "check_reasons", bool(offer.check_reasons)),
        )
        problems.extend(Problem(code, field, where, {"id": offer.id}) for code, field, is_missing in gone if is_missing)
    return problems


def upcoming_runs(offer: Offer, on: date) -> tuple[OfferDate, ...]:
    """Return the runs that can still be joined on a day, by first day; rolling ones last."""
    runs = [run for run in offer.dates if is_open(run, on)]
    return tuple(sorted(runs, key=lambda r: (r.start is None, r.start or date.max, r.end or date.max, r.place)))


def assemble(
    *,
    offers: Sequence[Offer],
    organisations: Mapping[str, Organisation],
    occupations: Mapping[str, Occupation],
    centre: Centre,
    event: Event | None,
    title: str,
    subtitle: str,
    order: Order,
    funding: FundingText,
    on: date,
    distance: Distance,
) -> PortfolioBook:
    """Return the content of a portfolio for chosen offers.

    Fields are ordered by KldB code (free fields last, by name), occupations by title, entries by `order`.
    """
    grouped: dict[tuple[str, str], dict[str, list[Entry]]] = {}
    for offer in offers:
        occupation = occupations.get(offer.occupation_id)
        field = (occupation.field_code, occupation.field_title) if occupation else ("", offer.field)
        name = occupation.title if occupation else offer.field
        provider = organisations.get(offer.provider_id) or Organisation(name="")
        runs = upcoming_runs(offer, on)
        reached = [km for run in runs if run.plz and (km := distance(run.plz)) is not None]
        entry = Entry(
            offer=offer,
            provider=provider,
            runs=runs,
            is_rolling=has_rolling_entry(offer, on),
            distance_km=min(reached, default=None),
        )
        grouped.setdefault(field, {}).setdefault(name, []).append(entry)
    sections = []
    for (code, field_title), by_name in sorted(grouped.items(), key=lambda g: (not g[0][0], g[0][0], fold(g[0][1]))):
        parts = []
        for name, entries in sorted(by_name.items(), key=lambda item: fold(item[0])):
            occupation = occupations.get(entries[0].offer.occupation_id)
            strip, structure = tq_strip(occupation, [e.offer for e in entries])
            parts.append(
                OccupationSection(
                    title=name,
                    occupation=occupation,
                    strip=strip,
                    structure=structure,
                    entries=ordered(entries, order, on),
                )
            )
        sections.append(FieldSection(code=code, title=field_title, occupations=tuple(parts)))
    used = {o.provider_id: organisations[o.provider_id] for o in offers if o.provider_id in organisations}
    days = [o.information_date for o in offers if o.information_date]
    return PortfolioBook(
        centre=centre,
        event=event,
        title=title,
        subtitle=subtitle,
        on=on,
        order=order,
        sections=tuple(sections),
        providers=tuple(sorted(used.values(), key=lambda p: fold(p.label))),
        funding=funding,
        offer_count=len(offers),
        occupation_count=sum(len(s.occupations) for s in sections),
        provider_count=len(used),
        run_count=sum(len(e.runs) for s in sections for p in s.occupations for e in p.entries),
        information_from=min(days, default=None),
        information_to=max(days, default=None),
        sources=tuple(sorted({o.source_name for o in offers if o.source_name})),
    )


def only(book: PortfolioBook, title: str) -> PortfolioBook:
    """Return the book reduced to one occupation's section, for the one-page overview."""
    sections = tuple(replace(s, occupations=tuple(p for p in s.occupations if p.title == title)) for s in book.sections)
    return replace(book, sections=tuple(s for s in sections if s.occupations))
