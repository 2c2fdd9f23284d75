from pathlib import Path

import pytest

from nqdesk.actions import events, exporting, importing, offers, portfolios
from nqdesk.actions.refused import Refused
from nqdesk.domain.events import EventKind
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.portfolio import OfferRule, Order, PortfolioChoice, Variant
from nqdesk.store import offers as stored
from nqdesk.store.database import Store
from tests.actions.conftest import finish
from tests.builders import NOW, TODAY, an_event


def test_an_event_without_a_choice_has_nothing_to_print(filled: Store) -> None:
    event = an_event()
    events.save_event(filled, event, NOW)
    with pytest.raises(Refused) as refused:
        portfolios.book_for(filled, event, TODAY)
    assert [p.code for p in refused.value.problems] == ["no_offers"]


def test_a_stored_choice_by_rule_and_hand_is_what_is_printed(filled: Store, tmp_path: Path) -> None:
    event = an_event(kind=EventKind.COMPANY)
    events.save_event(filled, event, NOW)
    everything = list(stored.each(filled.db, OfferQuery(), TODAY))
    by_hand = next(o for o in everything if o.occupation_id != "51312-fachlagerist" and o.dates and o.dates[0].start)
    choice = PortfolioChoice(
        event_id=event.id,
        title="Lager im Blick",
        rule=OfferRule(occupations=frozenset({"51312-fachlagerist"})),
        added=frozenset({by_hand.id}),
        order=Order.PROVIDER,
    )
    portfolios.save_choice(filled, choice, NOW)
    book = portfolios.book_for(filled, event, TODAY)
    titles = [part.title for section in book.sections for part in section.occupations]
    assert len(titles) == 2
    assert "Fachlagerist/in" in titles
    assert (book.title, book.order, book.funding.audience) == ("Lager im Blick", Order.PROVIDER, EventKind.COMPANY)
    printed = finish(portfolios.print_book(book, Variant.GLANCE, tmp_path / "a.pdf"))
    assert printed.pages >= 1


def test_past_and_withdrawn_offers_are_never_in_a_portfolio(filled: Store) -> None:
    everything = list(stored.each(filled.db, OfferQuery(), TODAY))
    offers.withdraw_offers(filled, [everything[0].id], TODAY, NOW)
    ids = {
        e.offer.id
        for section in portfolios.book_for(filled, None, TODAY).sections
        for part in section.occupations
        for e in part.entries
    }
    assert everything[0].id not in ids
    assert len(ids) < len(everything)


@pytest.mark.parametrize("ending", [".xml", ".csv", ".xlsx"])
def test_what_is_given_away_can_be_taken_in_again_unchanged(filled: Store, tmp_path: Path, ending: str) -> None:
    ids = [o.id for o in stored.each(filled.db, OfferQuery(), TODAY)]
    out = tmp_path / f"aus{ending}"
    assert exporting.export_offers(filled, ids, out, TODAY) == len(ids)
    preview = finish(importing.read_file(filled, out, NOW))
    assert preview.offers.refused == 0


def test_an_unknown_ending_is_refused_and_writes_nothing(filled: Store, tmp_path: Path) -> None:
    ids = [o.id for o in stored.each(filled.db, OfferQuery(), TODAY)]
    with pytest.raises(Refused):
        exporting.export_offers(filled, ids, tmp_path / "aus.docx", TODAY)
    assert not (tmp_path / "aus.docx").exists()


def test_an_event_is_found_by_its_title_or_a_part_of_it_that_fits_one_alone(store: Store) -> None:
    for title in ("Wege zum Abschluss", "Wege in den Betrieb"):
        events.save_event(store, an_event(title=title), NOW)
    assert portfolios.find_event(store, "wege zum abschluss").title == "Wege zum Abschluss"
    assert portfolios.find_event(store, "Betrieb").title == "Wege in den Betrieb"
    for title, code in (("Wege", "event_ambiguous"), ("Messe", "event_not_found")):
        with pytest.raises(Refused) as refused:
            portfolios.find_event(store, title)
        assert refused.value.problems[0].code == code
