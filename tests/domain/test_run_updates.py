"""Update files name only what changes; the other runs of an offer stay."""

from datetime import date
from decimal import Decimal

from nqdesk.domain.run_updates import with_updated_runs, without_runs
from tests.builders import a_run, an_offer

STORED = an_offer(source_id="10", price=Decimal("4000.00"), dates=(a_run(source_id="10"), a_run(source_id="11")))


def test_a_further_run_is_added_and_leaves_the_rest() -> None:
    run = a_run(source_id="12", start=date(2027, 4, 1), price=Decimal("5000.00"))
    update = an_offer(source_id="10", price=Decimal("5000.00"), dates=(run,), title="anders")
    merged = with_updated_runs(STORED, update)
    assert [r.source_id for r in merged.dates] == ["10", "11", "12"]
    assert (merged.price, merged.title) == (Decimal("4000.00"), STORED.title)


def test_a_run_that_is_named_again_is_replaced() -> None:
    moved = a_run(source_id="11", start=date(2027, 6, 1))
    merged = with_updated_runs(STORED, an_offer(source_id="10", dates=(moved,)))
    assert [(r.source_id, r.start) for r in merged.dates] == [("10", STORED.dates[0].start), ("11", date(2027, 6, 1))]


def test_the_offers_own_row_changes_the_offer_and_keeps_its_other_runs() -> None:
    update = an_offer(source_id="10", title="Neuer Titel", dates=(a_run(source_id="10", start=date(2027, 5, 1)),))
    merged = with_updated_runs(STORED, update)
    assert merged.title == "Neuer Titel"
    assert {r.source_id for r in merged.dates} == {"10", "11"}


def test_a_run_can_be_taken_away() -> None:
    assert [r.source_id for r in without_runs(STORED, ["11"]).dates] == ["10"]
    assert without_runs(STORED, ["99"]) is STORED
