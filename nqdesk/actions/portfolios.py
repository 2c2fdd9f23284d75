"""An event's portfolio: chosen, looked at, printed."""

from collections.abc import Generator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nqdesk.actions import catalogue, messages, portfolio_candidates
from nqdesk.actions.refused import demand, demand_sound, refuse
from nqdesk.domain import portfolio_book
from nqdesk.domain.change import Change
from nqdesk.domain.events import Event, EventKind
from nqdesk.domain.offers import Offer
from nqdesk.domain.people import Right
from nqdesk.domain.portfolio import Order, PortfolioChoice, Variant, check_rule
from nqdesk.domain.portfolio_book import PortfolioBook
from nqdesk.domain.problem import Problem
from nqdesk.domain.progress import Progress
from nqdesk.store import centre as stored_centre
from nqdesk.store import events as stored_events
from nqdesk.store import organisations as stored_organisations
from nqdesk.store import portfolios as stored_portfolios
from nqdesk.store.changing import portfolios as changing
from nqdesk.store.database import Store

if TYPE_CHECKING:
    from nqdesk.papers.portfolio import Printed


def save_choice(store: Store, choice: PortfolioChoice, now: datetime) -> Change:
    """Store which offers an event's portfolio holds and in which order; Refused names what to correct in its rule."""
    demand(store.person, Right.BERATUNG)
    demand_sound(check_rule(choice.rule))
    with store.write(now) as tx:
        return changing.save_portfolio(tx, choice)


def choice_of(store: Store, event: Event | None) -> PortfolioChoice:
    """Return the stored choice of an event, or the one it begins with: nothing is chosen until a person does."""
    found = stored_portfolios.of_event(store.db, event.id) if event else None
    if found is not None:
        return found
    return PortfolioChoice(event_id=event.id if event else "", by_rule=event is None)


def offers_of(store: Store, choice: PortfolioChoice, event: Event | None, on: date) -> list[Offer]:
    """Return the offers a choice holds on a day: active ones and those to be checked, never past or withdrawn."""
    region = catalogue.region()
    origin = choice.rule.centre_plz or (event.plz if event else "")
    return portfolio_book.chosen(
        portfolio_candidates.of(store, choice, on),
        choice,
        on,
        catalogue.occupations().by_id,
        region.kreis_of,
        lambda plz: region.distance_km(origin, plz) if origin else None,
    )


def book_for(store: Store, event: Event | None, on: date, choice: PortfolioChoice | None = None) -> PortfolioBook:
    """Return the content of an event's portfolio, or of all offers without an event.

    Raises Refused "no_offers" if nothing is chosen.
    """
    choice = choice or choice_of(store, event)
    offers = offers_of(store, choice, event, on)
    if not offers:
        raise refuse("no_offers")
    centre = stored_centre.get(store.db)
    region = catalogue.region()
    origin = choice.rule.centre_plz or (event.plz if event else "") or centre.plz
    providers = stored_organisations.many(store.db, sorted({o.provider_id for o in offers if o.provider_id}))
    return portfolio_book.assemble(
        offers=offers,
        organisations={p.id: p for p in providers},
        occupations=catalogue.occupations().by_id,
        centre=centre,
        event=event,
        title=choice.title or messages.phrase("portfolio_title", {"region": centre.region_name}).strip(),
        subtitle=choice.subtitle or messages.phrase("portfolio_subtitle"),
        order=choice.order,
        funding=catalogue.funding_text(event.kind if event else EventKind.MULTIPLIER),
        on=on,
        distance=lambda plz: region.distance_km(origin, plz) if origin else None,
    )


def missing(book: PortfolioBook) -> list[Problem]:
    """Return what a reader of the portfolio would miss, to be listed before printing."""
    entries = [entry for section in book.sections for part in section.occupations for entry in part.entries]
    return portfolio_book.missing_information(entries, book.on)


def print_book(
    book: PortfolioBook, variant: Variant, out: Path, occupation: str = ""
) -> Generator[Progress, None, "Printed"]:
    """Set a portfolio as a tagged PDF at `out`; the file is whole or not there."""
    from nqdesk.papers import portfolio

    return (yield from portfolio.make(book, variant, out, occupation))


def find_event(store: Store, title: str) -> Event:
    """Return the event of this title (or the one that alone contains it); Refused if none or several fit."""
    found: Sequence[Event] = stored_events.by_title(store.db, title)
    if not found:
        raise refuse("event_not_found", title=title)
    if len(found) > 1:
        raise refuse("event_ambiguous", title=title)
    return found[0]


def orders() -> tuple[Order, ...]:
    """Return the order principles a person can choose from."""
    return tuple(Order)
