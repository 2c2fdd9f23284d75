"""Notes that only some cases are told."""

from datetime import date

import pytest

from nqdesk.actions import rule_book
from tests.cases import expectations

WITHOUT_PROGRAMME = "kein offenes Landesprogramm bestätigt"


@pytest.mark.parametrize("instrument", ["fbw_81_2", "beschaeftigte_82"])
@pytest.mark.parametrize(
    ("land", "told"),
    [("BE", True), ("BY", True), ("HE", True), ("NI", True), ("SN", True), ("NW", False), ("BB", False), (None, False)],
)
def test_who_lives_where_no_programme_of_the_land_is_confirmed_is_told_so(
    instrument: str, land: str | None, told: bool
) -> None:
    engine = rule_book.shipped()
    facts, problems = expectations.read({"person": {"wohnland": land}} if land else {}, engine.book.catalogue)
    assert problems == []
    found = engine.check(facts, date(2026, 11, 22), [instrument]).of(instrument)
    assert found is not None
    assert any(WITHOUT_PROGRAMME in note for note in found.notes) is told
