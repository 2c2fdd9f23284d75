from dataclasses import replace
from datetime import date, timedelta

import pytest

from nqdesk.domain.offers import (
    OfferState,
    age_in_days,
    check_offer,
    has_rolling_entry,
    is_old,
    last_start,
    next_start,
    rolling_until,
    state,
)
from nqdesk.domain.problem import Problem
from tests.builders import TODAY, a_run, an_offer


def test_an_offer_with_a_run_ahead_is_active() -> None:
    assert state(an_offer(), TODAY) is OfferState.ACTIVE


def test_an_offer_stays_active_on_the_day_its_last_run_begins_and_is_past_the_day_after() -> None:
    offer = an_offer(dates=(a_run(start=TODAY - timedelta(days=90)), a_run(start=TODAY)))
    assert state(offer, TODAY) is OfferState.ACTIVE
    assert state(offer, TODAY + timedelta(days=1)) is OfferState.PAST


@pytest.mark.parametrize("whole_offer", [False, True])
def test_rolling_entry_ends_with_the_last_day_of_its_run(*, whole_offer: bool) -> None:
    run = a_run(start=date(2026, 1, 12), end=TODAY, rolling=not whole_offer)
    offer = an_offer(dates=(a_run(start=date(2025, 3, 1), end=date(2025, 9, 1)), run), rolling_entry=whole_offer)
    tomorrow = TODAY + timedelta(days=1)
    assert rolling_until(offer) == TODAY
    assert (state(offer, TODAY), has_rolling_entry(offer, TODAY)) == (OfferState.ACTIVE, True)
    assert (state(offer, tomorrow), has_rolling_entry(offer, tomorrow)) == (OfferState.PAST, False)
    assert last_start(offer, TODAY) is None
    assert last_start(offer, tomorrow) == date(2026, 1, 12)


def test_a_rolling_run_that_has_ended_is_past_even_without_a_first_day() -> None:
    offer = an_offer(dates=(a_run(start=None, end=TODAY - timedelta(days=1), rolling=True),))
    assert state(offer, TODAY) is OfferState.PAST


def test_a_run_to_come_and_a_rolling_run_without_end_outlive_one_that_has_ended() -> None:
    ended = a_run(start=None, end=TODAY - timedelta(days=1), rolling=True)
    assert state(an_offer(dates=(ended, a_run(start=TODAY))), TODAY) is OfferState.ACTIVE
    assert state(an_offer(dates=(ended, a_run(start=None, end=None, rolling=True))), TODAY) is OfferState.ACTIVE


def test_rolling_entry_never_makes_an_offer_past() -> None:
    assert (
        state(an_offer(dates=(a_run(start=date(2020, 1, 1)), a_run(start=None, rolling=True))), TODAY)
        is OfferState.ACTIVE
    )
    assert state(an_offer(dates=(), rolling_entry=True), TODAY) is OfferState.ACTIVE


def test_without_any_day_an_offer_is_to_be_checked_not_past() -> None:
    assert state(an_offer(dates=()), TODAY) is OfferState.TO_CHECK
    assert state(an_offer(dates=(a_run(start=None),)), TODAY) is OfferState.TO_CHECK


def test_withdrawn_counts_from_its_day_and_before_everything_else() -> None:
    offer = an_offer(withdrawn_on=TODAY, check_reasons=frozenset({"occupation_doubtful"}))
    assert state(offer, TODAY) is OfferState.WITHDRAWN
    assert state(offer, TODAY - timedelta(days=1)) is OfferState.TO_CHECK


def test_information_is_old_after_180_days_and_without_a_date() -> None:
    assert not is_old(an_offer(information_date=TODAY - timedelta(days=180)), TODAY)
    assert is_old(an_offer(information_date=TODAY - timedelta(days=181)), TODAY)
    assert is_old(an_offer(information_date=None), TODAY)
    assert age_in_days(an_offer(information_date=None), TODAY) is None


def test_the_next_start_is_the_earliest_that_can_still_be_joined() -> None:
    offer = an_offer(
        dates=(a_run(start=date(2027, 9, 7)), a_run(start=date(2026, 1, 1)), a_run(start=date(2027, 2, 9)))
    )
    assert next_start(offer, TODAY) == date(2027, 2, 9)


def test_a_complete_offer_has_no_problem() -> None:
    assert check_offer(an_offer()) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"title": "  "}, Problem("required", "title")),
        ({"tq_number": 21}, Problem("tq_number_range", "tq_number")),
        ({"tq_name": "Wareneingang"}, Problem("tq_source_missing", "tq_source")),
        ({"web": "www.example.org"}, Problem("web_unreadable", "web")),
        ({"dates": (a_run(end=date(2027, 2, 8)),)}, Problem("end_before_start", "dates", values={"number": "1"})),
        ({"dates": (a_run(), a_run(plz="7765"))}, Problem("plz_unreadable", "dates", values={"number": "2"})),
    ],
)
def test_what_must_be_corrected_is_named(change: dict[str, object], problem: Problem) -> None:
    assert check_offer(replace(an_offer(), **change)) == [problem]  # type: ignore[arg-type]


def test_a_run_of_a_single_day_is_no_problem() -> None:
    assert check_offer(an_offer(dates=(a_run(end=date(2027, 2, 9)),))) == []
