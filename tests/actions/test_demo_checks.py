"""The kept checks of the demo: invented, sound, and one of them with what became of it."""

from nqdesk.actions import demo_checks, kept_checks, kept_results
from nqdesk.domain.funding.kept_check import OutcomeState, SubjectKind
from nqdesk.store import checks, follow_ups
from nqdesk.store.database import Store
from tests.builders import NOW, TODAY


def test_the_demo_keeps_three_invented_checks(store: Store) -> None:
    demo_checks.keep(store, NOW, TODAY)
    kept = checks.latest(store.db)
    assert len(kept) == 3
    assert all("(Beispiel)" in check.subject for check in kept)
    assert all(check.made_on < TODAY for check in kept)
    outcomes = [outcome for check in kept for outcome in check.outcomes]
    assert [outcome.state for outcome in outcomes] == [OutcomeState.GRANTED]
    assert [record.granted.total() for record in kept_checks.track_records(kept)] == [1]
    company = next(check for check in kept if check.subject_kind is SubjectKind.COMPANY)
    assert kept_results.counts(company.kinds)[0] > 0
    open_ones = follow_ups.open_ones(store.db)
    assert [found.about_id for found in open_ones] == [company.id]
