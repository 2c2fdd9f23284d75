"""The demo database: invented people and offers, a published password, a finished portfolio, kept funding checks."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from nqdesk import resource_files
from nqdesk.actions import databases, demo_checks, events, importing, portfolios
from nqdesk.actions.demo_file import CENTRE, FILE_NAME, PASSWORD, PERSON
from nqdesk.domain.attendees import Attendee
from nqdesk.domain.events import Event, EventKind
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.portfolio import OfferRule, Order, PortfolioChoice, Variant
from nqdesk.domain.progress import Progress
from nqdesk.store import offers as stored_offers
from nqdesk.store.database import Store

__all__ = ["CATALOGUE", "CENTRE", "FILE_NAME", "PASSWORD", "PERSON", "Demo", "fill", "make"]
CATALOGUE = "demo/kurskatalog_beispiel.xml"


@dataclass(frozen=True)
class Demo:
    """The files a demo wrote."""

    database: Path
    portfolio: Path
    pages: int
    offers: int


def make(folder: Path, now: datetime, today: date) -> Generator[Progress, None, Demo]:
    """Make the demo database in a folder, import the shipped course file, print its portfolio.

    An older demo in the same folder is replaced; another file of that name is not touched (StoreError "exists").
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    databases.remove_demo(path, PASSWORD, now)
    store, _ = databases.create(path, person=PERSON, password=PASSWORD, centre=CENTRE, now=now, demo=True)
    try:
        yield from fill(store, now, today)
        event = portfolios.find_event(store, _titles()[0])
        book = portfolios.book_for(store, event, today)
        out = folder / "portfolio.pdf"
        printed = yield from portfolios.print_book(book, Variant.FULL, out)
        return Demo(path, out, printed.pages, book.offer_count)
    finally:
        store.close()


def fill(store: Store, now: datetime, today: date) -> Generator[Progress]:
    """Import the shipped course file and enter the demo's events with portfolio and attendance list."""
    preview = yield from importing.read_file(store, resource_files.path(CATALOGUE), now)
    importing.take(store, preview.batch, now)
    for event, choice in _events(store, today):
        events.save_event(store, event, now)
        portfolios.save_choice(store, replace(choice, event_id=event.id), now)
        for attendee in _attendees(event, today):
            events.save_attendee(store, attendee, now)
    demo_checks.keep(store, now, today)


def _titles() -> tuple[str, str, str]:
    return (
        "Wege zum Berufsabschluss: Angebote für die Beratungspraxis",
        "Fachkräfte aus dem eigenen Betrieb",
        "Mein Weg zum Abschluss",
    )


def _events(store: Store, today: date) -> list[tuple[Event, PortfolioChoice]]:
    titles = _titles()
    first = Event(
        title=titles[0],
        kind=EventKind.MULTIPLIER,
        day=today + timedelta(days=10),
        begins=time(14, 0),
        ends=time(16, 30),
        place="Beispiel-Akademie Offenburg, Saal 2",
        street="Musterallee 12",
        plz="77652",
        city="Offenburg",
        host="Beratungsstelle Nachqualifizierung Oberrhein (Beispiel)",
        audience="Beratungsfachkräfte aus Arbeitsagentur, Jobcenter, Kammern und Migrationsberatung",
        partners=("Agentur für Arbeit (Beispiel)", "IHK (Beispiel)", "Kommunales Jobcenter (Beispiel)"),
    )
    second = Event(
        title=titles[1],
        kind=EventKind.COMPANY,
        day=today + timedelta(days=31),
        begins=time(17, 0),
        place="Gründerzentrum Lahr (Beispiel)",
        plz="77933",
        city="Lahr/Schwarzwald",
        audience="Geschäftsführung, Personal und Betriebsrat",
    )
    third = Event(
        title=titles[2],
        kind=EventKind.LEARNER,
        day=today + timedelta(days=45),
        begins=time(10, 0),
        place="Stadtbücherei Kehl (Beispiel)",
        plz="77694",
        city="Kehl",
        audience="Erwachsene ohne Berufsabschluss",
    )
    logistics = [row.id for row in stored_offers.each(store.db, OfferQuery(search="lager"), today) if row.occupation_id]
    return [
        (first, PortfolioChoice(by_rule=True, rule=OfferRule(centre_plz="77652", radius_km=80), order=Order.START)),
        (second, PortfolioChoice(by_rule=False, added=frozenset(logistics), order=Order.PROVIDER)),
        (third, PortfolioChoice(by_rule=True, order=Order.DISTANCE)),
    ]


def _attendees(event: Event, today: date) -> list[Attendee]:
    if event.kind is not EventKind.MULTIPLIER:
        return []
    people = [
        ("Erika Mustermann", "Jobcenter (Beispiel)", "erika@example.org", True),
        ("Jürgen Beispielmann", "Agentur für Arbeit (Beispiel)", "juergen@example.org", None),
        ("Łucja Przykładowa", "Migrationsberatung (Beispiel)", "", None),
    ]
    return [
        Attendee(
            event_id=event.id,
            name=name,
            organisation=organisation,
            email=email,
            purpose="Einladung und Nachbereitung dieser Veranstaltung",
            consent_on=today if email else None,
            consent_text="Einwilligung Veranstaltungen, Fassung 1" if email else "",
            keep_until=today + timedelta(days=365),
            attended=attended,
        )
        for name, organisation, email, attended in people
    ]
