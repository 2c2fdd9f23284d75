from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nqdesk.domain.centre import Centre
from nqdesk.domain.events import EventKind
from nqdesk.domain.occupations import Occupation, TqModule, TqStatus, TqStructure
from nqdesk.domain.offers import Form, FundingMark, Offer, OfferKind
from nqdesk.domain.portfolio import OfferRule, Order, PortfolioChoice
from nqdesk.domain.portfolio_book import (
    Entry,
    FundingText,
    PortfolioBook,
    assemble,
    chosen,
    fits,
    missing_information,
    ordered,
    tq_strip,
    upcoming_runs,
)
from tests.builders import TODAY, a_run, an_offer, an_organisation

STRUCTURE = TqStructure(
    system="Ausbildungsbausteine",
    count=3,
    complete=True,
    modules=(TqModule(1, "Wareneingang"), TqModule(2, "Transport"), TqModule(3, "Lagerung")),
    source="BIBB",
)
LAGER = Occupation(
    id="51312-fachlagerist", title="Fachlagerist/in", months=24, dkz="", ba_code="B 51312-90700", kldb="51312",
    kldb_certain=True, requirement_level=2, field_code="51", field_title="Verkehr und Logistik", competent_body="IHK",
    law="BBiG", regulation="", tq_status=TqStatus.BELEGT, tq_source="", structures=(STRUCTURE,),
)  # fmt: skip
FUNDING = FundingText(
    audience=EventKind.MULTIPLIER, title="So wird gefördert", summary="", parts=(), as_of=date(2026, 8, 19), sources=()
)


def kreis_of(plz: str) -> str:
    return {"77652": "08317", "77933": "08317", "79098": "08311"}.get(plz, "")


def distance(plz: str) -> float | None:
    return {"77652": 0.0, "77933": 18.0, "79098": 56.0}.get(plz)


def does_fit(offer: Offer, **rule: Any) -> bool:
    return fits(offer, OfferRule(**rule), TODAY, {LAGER.id: LAGER}, kreis_of, distance)


def test_an_empty_rule_takes_everything() -> None:
    assert does_fit(an_offer())


def test_a_rule_by_occupation_or_field_takes_either() -> None:
    in_lager = an_offer(occupation_id=LAGER.id, field="")
    assert does_fit(in_lager, occupations=frozenset({LAGER.id}))
    assert does_fit(in_lager, fields=frozenset({"51"}))
    assert does_fit(an_offer(field="Lager"), fields=frozenset({"Lager"}))
    assert not does_fit(in_lager, fields=frozenset({"25"}))


def test_the_radius_includes_its_edge_and_excludes_unknown_places() -> None:
    assert does_fit(an_offer(dates=(a_run(plz="77933"),)), centre_plz="77652", radius_km=18)
    assert not does_fit(an_offer(dates=(a_run(plz="77933"),)), centre_plz="77652", radius_km=17)
    assert not does_fit(an_offer(dates=(a_run(plz="99999"),)), centre_plz="77652", radius_km=500)


def test_online_offers_are_near_everywhere() -> None:
    assert does_fit(an_offer(form=Form.ONLINE, dates=()), centre_plz="77652", radius_km=1)


def test_the_window_of_starts_includes_both_days_and_rolling_entry() -> None:
    day = date(2027, 2, 9)
    assert does_fit(an_offer(), start_from=day, start_to=day)
    assert not does_fit(an_offer(), start_from=day + timedelta(days=1))
    assert not does_fit(an_offer(), start_to=day - timedelta(days=1))
    assert does_fit(an_offer(dates=(a_run(start=None, rolling=True),)), start_from=day + timedelta(days=1))


def test_funding_form_kind_provider_and_kreis_limit() -> None:
    offer = an_offer(provider_id="p")
    assert does_fit(offer, funding=frozenset({FundingMark.BILDUNGSGUTSCHEIN}), kinds=frozenset({OfferKind.TQ}))
    assert not does_fit(offer, funding=frozenset({FundingMark.AVGS}))
    assert not does_fit(offer, forms=frozenset({Form.DISTANCE}))
    assert not does_fit(offer, providers=frozenset({"q"}))
    assert does_fit(offer, kreise=frozenset({"08317"}))
    assert not does_fit(offer, kreise=frozenset({"08311"}))


def pick(offers: list[Offer], **choice: Any) -> list[str]:
    found = chosen(offers, PortfolioChoice(**choice), TODAY, {}, kreis_of, distance)
    return [offer.id for offer in found]


def test_hand_choice_adds_to_the_rule_and_takes_away_from_it() -> None:
    near, far, other = an_offer(), an_offer(dates=(a_run(plz="79098"),)), an_offer(dates=(a_run(plz="79098"),))
    rule = OfferRule(kreise=frozenset({"08317"}))
    assert pick([near, far, other], rule=rule, added=frozenset({far.id})) == [near.id, far.id]
    assert pick([near, far, other], rule=rule, removed=frozenset({near.id})) == []
    assert pick([near, far, other], by_rule=False, added=frozenset({other.id})) == [other.id]


def entry(name: str, start: date | None = None, distance_km: float | None = None, **offer: Any) -> Entry:
    runs = (a_run(start=start),) if start else ()
    return Entry(
        offer=an_offer(dates=runs, **offer), provider=an_organisation(name=name), runs=runs, distance_km=distance_km
    )


def names(entries: tuple[Entry, ...]) -> list[str]:
    return [e.provider.name for e in entries]


def test_order_by_start_then_name_with_rolling_after_dates() -> None:
    entries = [
        entry("Z", rolling_entry=True),
        entry("C", date(2027, 3, 1)),
        entry("B", date(2027, 2, 1)),
        entry("A", date(2027, 3, 1)),
    ]
    assert names(ordered(entries, Order.START, TODAY)) == ["B", "A", "C", "Z"]


def test_order_by_distance_puts_unknown_places_last() -> None:
    entries = [entry("A"), entry("B", distance_km=20.0), entry("C", distance_km=3.5)]
    assert names(ordered(entries, Order.DISTANCE, TODAY)) == ["C", "B", "A"]


def test_rotation_lets_every_provider_come_first_equally_often() -> None:
    entries = [entry("A"), entry("B"), entry("C")]
    firsts = [names(ordered(entries, Order.ROTATION, TODAY + timedelta(days=d)))[0] for d in range(6)]
    assert sorted(firsts) == ["A", "A", "B", "B", "C", "C"]


@given(st.permutations(range(6)), st.sampled_from(Order))
def test_the_order_does_not_depend_on_the_order_of_entry(permutation: list[int], order: Order) -> None:
    base = [entry(f"P{i % 3}", date(2027, 1, 1 + i % 2), float(i % 2), source_id=str(i)) for i in range(6)]
    expected = [e.offer.source_id for e in ordered(base, order, TODAY)]
    assert [e.offer.source_id for e in ordered([base[i] for i in permutation], order, TODAY)] == expected


def test_the_strip_shows_every_step_of_the_proven_cut_and_which_are_offered() -> None:
    tiles, structure = tq_strip(LAGER, [an_offer(tq_number=1), an_offer(tq_number=3)])
    assert [(t.number, t.name, t.offered) for t in tiles] == [
        (1, "Wareneingang", True), (2, "Transport", False), (3, "Lagerung", True),
    ]  # fmt: skip
    assert structure == STRUCTURE


def test_offers_of_another_cut_keep_their_own_names_and_nothing_is_invented() -> None:
    tiles, structure = tq_strip(LAGER, [an_offer(tq_number=2, tq_name="Kommissionieren", tq_source="Anbieter")])
    assert structure is None
    assert [(t.number, t.name) for t in tiles] == [(1, ""), (2, "Kommissionieren"), (3, "")]
    assert tq_strip(None, [an_offer(kind=OfferKind.UMSCHULUNG, tq_number=None)]) == ((), None)


def test_a_complete_entry_misses_nothing() -> None:
    full = Entry(offer=an_offer(), provider=an_organisation(), runs=(a_run(),))
    assert missing_information([full], TODAY) == []


def test_what_is_missing_is_named_per_offer() -> None:
    bare = Entry(
        offer=an_offer(price=None, hours=None, contact=None, web="", dates=(), information_date=None),
        provider=an_organisation(phone="", email="", web=""),
        runs=(),
    )
    codes = {p.code for p in missing_information([bare], TODAY)}
    assert codes == {"no_upcoming_date", "no_price", "no_hours", "no_place", "no_contact", "no_web", "information_old"}


def test_runs_that_have_begun_are_not_printed() -> None:
    offer = an_offer(
        dates=(a_run(start=TODAY - timedelta(days=1)), a_run(start=TODAY), a_run(start=None, rolling=True))
    )
    assert [run.start for run in upcoming_runs(offer, TODAY)] == [TODAY, None]


def test_a_rolling_run_is_printed_until_it_ends() -> None:
    begun = a_run(start=TODAY - timedelta(days=90), end=TODAY, rolling=True)
    assert upcoming_runs(an_offer(dates=(begun,)), TODAY) == (begun,)
    assert upcoming_runs(an_offer(dates=(begun,)), TODAY + timedelta(days=1)) == ()


def test_rolling_entry_fits_a_window_of_starts_until_it_ends() -> None:
    until = date(2027, 2, 28)
    offer = an_offer(dates=(a_run(start=None, end=until, rolling=True),))
    assert does_fit(offer, start_from=until)
    assert not does_fit(offer, start_from=until + timedelta(days=1))


def book_of(offers: list[Offer], at: Callable[[str], float | None] = distance) -> PortfolioBook:
    provider = an_organisation(id="p")
    return assemble(
        offers=offers, organisations={"p": provider}, occupations={LAGER.id: LAGER}, centre=Centre(name="BSt"),
        event=None, title="T", subtitle="", order=Order.START, funding=FUNDING, on=TODAY, distance=at,
    )  # fmt: skip


def test_a_book_groups_by_field_and_occupation_and_counts() -> None:
    book = book_of(
        [
            an_offer(occupation_id=LAGER.id, field="", provider_id="p"),
            an_offer(field="Grundkompetenzen", kind=OfferKind.BASIC_SKILLS, provider_id="p"),
            an_offer(occupation_id=LAGER.id, field="", provider_id="unbekannt"),
        ]
    )
    assert [(s.title, [o.title for o in s.occupations]) for s in book.sections] == [
        ("Verkehr und Logistik", ["Fachlagerist/in"]),
        ("Grundkompetenzen", ["Grundkompetenzen"]),
    ]
    assert (book.offer_count, book.occupation_count, book.provider_count, book.run_count) == (3, 2, 1, 3)
    assert book.information_from == date(2026, 11, 1)
