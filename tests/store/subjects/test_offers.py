"""Offers come back as they were stored, and lists answer as the domain does."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqdesk.domain import offers as domain
from nqdesk.domain.folding import fold
from nqdesk.domain.offer_query import OfferQuery, OfferSort
from nqdesk.domain.offers import Form, FundingMark, Offer, OfferDate, OfferKind, OfferState
from nqdesk.domain.record import Record
from nqdesk.store import offer_rows, offers, words
from nqdesk.store.changing.names import put_occupation_titles
from nqdesk.store.changing.offers import bin_offers, erase_offers, restore_offers, save_offer, save_offers
from nqdesk.store.changing.organisations import bin_organisations, save_organisation
from nqdesk.store.errors import StoreError
from nqdesk.store.store import Store
from tests.builders import a_run, an_offer, an_organisation
from tests.store.conftest import NOW
from tests.store.subjects import strategies
from tests.store.subjects.conftest import TODAY, Write, counted, empty

slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ALL = OfferQuery()


def content(record: Record) -> Record:
    """Return a record without what storing adds."""
    return replace(record, version=0, created_at=None, changed_at=None)


@slow
@given(record=strategies.offers())
def test_an_offer_comes_back_as_it_was_stored(store: Store, write: Write, record: Offer) -> None:
    write(save_offer, record)
    stored = offers.get(store.db, record.id)
    assert stored is not None
    assert content(stored) == record
    assert (stored.version, stored.created_at, stored.changed_at) == (1, NOW, NOW)


@pytest.mark.heavy
@slow
@given(before=strategies.offers(), after=strategies.offers())
def test_a_changed_offer_leaves_nothing_of_its_former_self(
    store: Store, write: Write, before: Offer, after: Offer
) -> None:
    empty(store)
    write(save_offer, before)
    write(save_offer, replace(after, id=before.id, version=1))
    stored = offers.get(store.db, before.id)
    assert stored is not None
    assert content(stored) == replace(after, id=before.id)
    for sort in OfferSort:
        assert len(offers.numbers(store.db, OfferQuery(sort=sort), TODAY)) == 1
    kept = {table: store.db.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ORDERS}
    assert kept["offers_title"] == kept["offers_latest"] == kept["offers_source"] == 1
    assert kept["offers_start"] == len({run.start for run in after.dates if run.start})
    assert kept["offers_plz"] == len({run.plz for run in after.dates if run.plz})


ORDERS = ("offers_title", "offers_latest", "offers_source", "offers_start", "offers_plz")


@slow
@given(record=strategies.offers(), on=strategies.days)
def test_state_and_next_start_are_those_of_the_domain(store: Store, write: Write, record: Offer, on: date) -> None:
    empty(store)
    write(save_offer, record)
    (n,) = offers.numbers(store.db, ALL, on)
    (row,) = offers.rows(store.db, [n], on)
    assert row.state is domain.state(record, on)
    assert row.next_start == (domain.next_start(record, on) or domain.last_start(record, on))
    assert row.rolling == domain.has_rolling_entry(record, on)
    assert row.more_dates == max(len(record.dates) - 1, 0)
    counts = offers.state_counts(store.db, on)
    assert counts == {state: int(state is row.state) for state in OfferState}


queries = st.builds(
    OfferQuery,
    search=st.lists(
        st.sampled_from(
            ["mü", "muller", "MUELLER", "strasse", "köln", "l", "lag", "lager", "schneider", "2", "-", "ł"]
        ),
        max_size=2,
    ).map(" ".join),
    states=st.frozensets(st.sampled_from(OfferState)),
    kinds=st.frozensets(st.sampled_from(OfferKind), max_size=3),
    forms=st.frozensets(st.sampled_from(Form), max_size=3),
    funding=st.frozensets(st.sampled_from(FundingMark), max_size=3),
    occupations=st.frozensets(st.sampled_from(["o1", "o2"])),
    plzs=st.frozensets(st.sampled_from(["01067", "50667"])),
    sort=st.sampled_from(OfferSort),
    descending=st.booleans(),
)
TITLES = {"o1": "Fachlagerist/in", "o2": "Änderungsschneider/in"}


def fits(offer: Offer, query: OfferQuery, on: date) -> bool:
    """Tell whether an offer is one of a query's, slowly."""
    forms = {offer.form, *(run.form for run in offer.dates)}
    wanted = (
        (query.states, {domain.state(offer, on)}),
        (query.kinds, {offer.kind}),
        (query.forms, forms),
        (query.funding, offer.funding),
        (query.occupations, {offer.occupation_id}),
        (query.plzs, {run.plz for run in offer.dates}),
    )
    typed = words.typed(query.search, f" {words.index_text(*TITLES.values())} ")
    if query.search.strip() and not typed:
        return False
    texts = [offer.title, offer.field, offer.tq_name, offer.source_id, offer.measure_number]
    texts += [TITLES.get(offer.occupation_id, ""), *(t for run in offer.dates for t in (run.place, run.plz))]
    return all(not asked or asked & has for asked, has in wanted) and words.fits(words.index_text(*texts), typed)


def order(offer: Offer, query: OfferQuery, on: date) -> tuple[int, str | int]:
    """Return the part of the order an offer belongs to and its key there, for the ascending order."""
    if query.sort is OfferSort.TITLE:
        return 0, fold(offer.title)
    if query.sort is OfferSort.PROVIDER:
        return 1, 0
    if query.sort is OfferSort.OCCUPATION:
        name = fold(TITLES.get(offer.occupation_id) or offer.field)
        return (0, name) if name else (1, 0)
    if query.sort is OfferSort.PRICE:
        return (0, int(offer.price * 100)) if offer.price is not None else (1, 0)
    if query.sort is OfferSort.CHANGED:
        return 0, 0
    upcoming = domain.next_start(offer, on)
    if upcoming:
        return 0, upcoming.isoformat()
    latest = max((run.start for run in offer.dates if run.start), default=None)
    started, until = latest.isoformat() if latest else "", domain.rolling_until(offer)
    if until == date.max:
        return 1, f"a{started}"
    if until is not None:
        return (1, f"b{until} {started}") if until >= on else (3, f"a{until} {started}")
    return (3, f"b{started}") if started else (2, "")


def expected(found: list[Offer], query: OfferQuery, on: date) -> list[str]:
    """Return the ids of a query in its order; `found` in the order of their row numbers."""
    parts: dict[int, list[tuple[str | int, int, str]]] = {}
    for n, offer in enumerate(found):
        if fits(offer, query, on):
            part, key = order(offer, query, on)
            parts.setdefault(part, []).append((key, n, offer.id))
    by_start = query.sort is OfferSort.START
    sequence = (0, 3, 1, 2) if by_start and query.descending else (0, 1, 2, 3)
    result = []
    for part in sequence:
        latest_first = query.descending or (by_start and part == 3)
        result += [i for *_, i in sorted(parts.get(part, []), key=lambda e: e[:2], reverse=latest_first)]
    return result


@pytest.mark.parametrize(("few", "many", "looks"), [(0, 0, 2), (0, 0, 99), (0, 4, 2), (3, 5, 1), (1000, 20000, 1500)])
def test_a_list_holds_what_it_asks_for_in_its_order(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch, few: int, many: int, looks: int
) -> None:
    monkeypatch.setattr("nqdesk.store.offer_lists.FEW", few)
    monkeypatch.setattr("nqdesk.store.offer_lists.MANY", many)
    monkeypatch.setattr("nqdesk.store.offer_lists.LOOKS", looks)

    @settings(slow, max_examples=12)
    @given(
        records=st.lists(strategies.offers(occupations=("", "o1", "o2")), max_size=12),
        asked=st.lists(queries, min_size=6, max_size=6),
        on=strategies.days,
    )
    def check(records: list[Offer], asked: list[OfferQuery], on: date) -> None:
        empty(store)
        write(put_occupation_titles, TITLES)
        write(save_offers, records, verb="save_offer")
        for query in asked:
            wanted = expected(records, query, on)
            numbers = offers.numbers(store.db, query, on)
            assert [offer.id for offer in offers.by_number(store.db, numbers)] == wanted
            assert offers.first_numbers(store.db, query, on, 4) == numbers[:4]
            assert offers.count(store.db, query, on) == len(wanted)

    check()


def test_a_page_of_rows_costs_two_queries_however_many_there_are(store: Store, write: Write) -> None:
    provider = an_organisation()
    write(save_organisation, provider)
    for number in range(60):
        write(
            save_offer, an_offer(provider_id=provider.id, title=f"Kurs {number}", dates=(a_run(), a_run(plz="01067")))
        )
    numbers = offers.first_numbers(store.db, ALL, TODAY, 50)
    with counted(store) as seen:
        found = offers.rows(store.db, numbers, TODAY)
    assert len(seen) == 2
    assert [row.n for row in found] == numbers
    assert {row.provider for row in found} == {provider.label}
    with counted(store) as seen:
        assert len(list(offers.each(store.db, ALL, TODAY))) == 60
    assert len(seen) < 10


def test_umlauts_are_found_in_every_spelling(store: Store, write: Write) -> None:
    provider = an_organisation(name="Jürgen Müller Straßenbau GmbH", short_name="")
    write(put_occupation_titles, {"o1": "Bäcker/in"})
    write(save_organisation, provider)
    write(save_offer, an_offer(provider_id=provider.id, occupation_id="o1", measure_number="123/4567/2026"))
    found = ("Mueller", "muller", "MÜLLER", "strassenbau", "Straßen", "baecker", "backer", "wareneing tq", "offenb")
    for text in (*found[:-2], "offenb", "77652", "4711", "123/4567", "4567 juergen"):
        assert offers.count(store.db, OfferQuery(search=text), TODAY) == 1, text
    for text in ("Müler", "ager", "!!", "77653"):
        assert offers.count(store.db, OfferQuery(search=text), TODAY) == 0, text


def test_a_stale_save_is_refused_and_changes_nothing(store: Store, write: Write) -> None:
    offer = an_offer()
    write(save_offer, offer)
    read = offers.get(store.db, offer.id)
    assert read is not None
    write(save_offer, replace(read, title="Neu"))
    for late in (replace(read, title="Zu spät"), replace(offer, title="Zu spät")):
        with pytest.raises(StoreError, match="stale"):
            write(save_offer, late)
    stored = offers.get(store.db, offer.id)
    assert stored is not None
    assert (stored.title, stored.version) == ("Neu", 2)


def test_saving_without_a_change_writes_nothing(store: Store, write: Write) -> None:
    offer = an_offer()
    write(save_offer, offer)
    read = offers.get(store.db, offer.id)
    assert read is not None
    assert write(save_offer, read).number == 0
    assert offers.get(store.db, offer.id) == read


def test_the_bin_hides_and_gives_back(store: Store, write: Write) -> None:
    kept, binned = an_offer(title="Bleibt"), an_offer(title="Geht", source_id="2")
    write(save_offers, [kept, binned], verb="save_offer")
    write(bin_offers, [binned.id])
    assert offers.get(store.db, binned.id) is None
    assert offers.get(store.db, binned.id, in_bin=True) is not None
    assert [o.id for o in offers.many(store.db, [binned.id, kept.id])] == [kept.id]
    assert offers.count(store.db, ALL, TODAY) == 1
    assert offers.count(store.db, OfferQuery(search="geht"), TODAY) == 0
    assert offers.by_source(store.db, "openqcat", "274125", "2") is None
    (n,) = offers.numbers(store.db, OfferQuery(in_bin=True), TODAY)
    assert offers.by_number(store.db, [n])[0].title == "Geht"
    write(restore_offers, [binned.id])
    assert offers.count(store.db, ALL, TODAY) == 2
    assert not offers.numbers(store.db, OfferQuery(in_bin=True), TODAY)


def test_an_erased_offer_is_nowhere_any_more(store: Store, write: Write) -> None:
    offer = an_offer(title="Unverwechselbarer Titel")
    write(save_offer, offer)
    write(erase_offers, [offer.id])
    for (table,) in store.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        assert "unverwechselbar" not in repr(store.db.execute_sql(f"SELECT * FROM {table}").fetchall()).lower(), table


def test_an_offer_is_found_by_its_source_and_by_its_title(store: Store, write: Write) -> None:
    offer = an_offer(provider_id="p", occupation_id="o")
    write(save_offer, offer)
    found = offers.by_source(store.db, "openqcat", "274125", "4711")
    assert found is not None
    assert found.id == offer.id
    by_title = offers.by_title(store.db, "p", fold(offer.title), "o")
    assert by_title == found
    assert offers.by_title(store.db, "p", fold(offer.title), "") is None
    assert offers.by_source(store.db, "ba", "274125", "4711") is None


def test_offers_follow_the_names_of_provider_and_occupation(store: Store, write: Write) -> None:
    provider = an_organisation(name="Alt GmbH", short_name="")
    write(save_organisation, provider)
    write(put_occupation_titles, {"o1": "Beruf"})
    write(save_offer, an_offer(provider_id=provider.id, occupation_id="o1"))
    write(save_organisation, replace(provider, version=1, name="Neu GmbH"))
    assert offers.count(store.db, OfferQuery(search="alt gmbh"), TODAY) == 0
    assert offers.count(store.db, OfferQuery(search="neu gmbh"), TODAY) == 1
    write(bin_organisations, [provider.id])
    (row,) = offers.rows(store.db, offers.numbers(store.db, ALL, TODAY), TODAY)
    assert row.provider == "Neu GmbH", "an organisation in the bin keeps its name on its offers"


def test_the_shown_run_gives_place_price_and_form(store: Store, write: Write) -> None:
    runs = (
        a_run(start=TODAY - timedelta(days=9), place="Kehl"),
        a_run(start=TODAY, place="Lahr", price=Decimal("99.50"), form=Form.ONLINE),
        a_run(start=TODAY + timedelta(days=1), place="Ulm"),
    )
    write(save_offer, an_offer(dates=runs, price=None, form=None))
    numbers = offers.numbers(store.db, ALL, TODAY)
    (row,) = offers.rows(store.db, numbers, TODAY)
    assert (row.place, row.price, row.form, row.next_start) == ("Lahr", Decimal("99.50"), Form.ONLINE, TODAY)
    (row,) = offers.rows(store.db, numbers, date(2028, 1, 1))
    assert (row.place, row.next_start, row.state) == ("Ulm", TODAY + timedelta(days=1), OfferState.PAST)


def test_every_form_and_mark_has_its_own_bit() -> None:
    assert sorted(offer_rows.FORM_BITS.values()) == [1 << place for place in range(len(Form))]
    assert sorted(offer_rows.FUNDING_BITS.values()) == [1 << place for place in range(len(FundingMark))]
    assert set(offer_rows.FORM_BITS) == set(Form)
    assert set(offer_rows.FUNDING_BITS) == set(FundingMark)


def test_all_fields_of_an_offer_are_stored_somewhere() -> None:
    offer = an_offer(dates=(OfferDate(start=TODAY),))
    rows = offer_rows.encode(offer, offer_rows.Names())
    assert len(rows.columns) == len(offer_rows.RECORD_COLUMNS) + len(offer_rows.DERIVED_COLUMNS)
