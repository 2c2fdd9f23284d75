from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nqdesk.store.thinning import ALL_FOR, NEWEST, thin
from tests.store.conftest import NOW

times = st.lists(
    st.integers(-3 * 365 * 24 * 60, 60).map(lambda minutes: NOW + timedelta(minutes=minutes)), max_size=120
)


@given(times)
def test_the_newest_are_always_kept(made: list[datetime]) -> None:
    newest = sorted(set(made), reverse=True)[:NEWEST]
    assert not thin(made, NOW) & set(newest)


@given(times)
def test_all_of_the_last_days_are_kept(made: list[datetime]) -> None:
    assert all(t <= NOW - ALL_FOR for t in thin(made, NOW))


@given(times)
def test_only_what_is_there_is_deleted(made: list[datetime]) -> None:
    assert thin(made, NOW) <= set(made)


@given(times)
def test_what_was_kept_is_kept_again(made: list[datetime]) -> None:
    kept = set(made) - thin(made, NOW)
    assert thin(kept, NOW) == set()


@given(times)
def test_the_number_kept_is_bounded(made: list[datetime]) -> None:
    kept = set(made) - thin(made, NOW)
    recent = {t for t in kept if t > NOW - ALL_FOR}
    assert len(kept - recent) <= 3 + 14 + 10 + 24


@given(times)
def test_each_month_with_a_backup_keeps_one_for_two_years(made: list[datetime]) -> None:
    kept = set(made) - thin(made, NOW)
    months = sorted({(t.year, t.month) for t in made}, reverse=True)[:24]
    assert {(t.year, t.month) for t in kept} >= set(months)


@given(times)
def test_the_last_of_each_of_the_latest_days_is_kept(made: list[datetime]) -> None:
    last = {t.date(): t for t in sorted(made)}
    newest_days = sorted(last, reverse=True)[:14]
    assert not thin(made, NOW) & {last[day] for day in newest_days}


def test_daily_backups_of_a_year_become_days_weeks_and_months() -> None:
    made = [datetime(2027, 3, 1, 9, tzinfo=UTC) - timedelta(days=n) for n in range(365)]
    kept = sorted(set(made) - thin(made, NOW), reverse=True)
    assert [(NOW - t).days for t in kept[:14]] == list(range(14))
    assert len(kept) == 14 + 7 + 10


def test_nothing_is_nothing() -> None:
    assert thin([], NOW) == set()
