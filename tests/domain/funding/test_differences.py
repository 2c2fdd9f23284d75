"""What changes between versions and between days."""

from dataclasses import replace
from datetime import date

import pytest

from nqdesk.actions import rule_book, rule_changes
from nqdesk.domain.funding.differences import Part, between, differences
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.rules import Amount, Grounds, Proof, RuleBook
from nqdesk.domain.funding.syntax import parse


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return rule_book.shipped().book


def test_a_version_differs_from_itself_in_nothing(book: RuleBook) -> None:
    for instrument in book.instruments:
        for version in instrument.versions:
            assert differences(version, version) == ()


def test_what_is_new_one_way_is_gone_the_other_way(book: RuleBook) -> None:
    compared = 0
    for instrument in book.instruments:
        for before, after in zip(instrument.versions, instrument.versions[1:], strict=False):
            there = {(each.part, each.before, each.after) for each in differences(before, after)}
            back = {(each.part, each.after, each.before) for each in differences(after, before)}
            assert there == back
            compared += 1
    assert compared > 5


def test_the_same_day_changes_nothing_and_a_change_of_law_is_found(book: RuleBook) -> None:
    assert between(book, date(2024, 4, 1), date(2024, 4, 1)) == ()
    changed = {change.instrument.id: change for change in between(book, date(2024, 3, 31), date(2024, 4, 1))}
    assert changed["qualifizierungsgeld_82a"].before is None
    section_82 = changed["beschaeftigte_82"]
    assert section_82.before is not None
    assert section_82.after is not None
    assert {Part.CRITERION, Part.AMOUNT, Part.NOTE} <= {each.part for each in section_82.differences}
    texts = [each for each in section_82.differences if each.part is Part.CRITERION and each.before != each.after]
    assert any("vier Jahre" in each.before and "zwei" in each.after for each in texts)


def test_every_change_since_2019_can_be_told_in_words(book: RuleBook) -> None:
    found = rule_changes.between(book, date(2019, 1, 1), date(2026, 11, 27))
    lines = list(rule_changes.described(found))
    assert len(lines) > len(found.instruments) > 10
    assert not [line for line in lines if "{" in line or "None" in line]
    assert rule_changes.plain(found)["first"] == "2019-01-01"


def test_an_instrument_that_ends_says_since_when(book: RuleBook) -> None:
    ended = [each for each in book.instruments if each.versions[-1].valid_to]
    for instrument in ended:
        last = instrument.versions[-1].valid_to
        assert last is not None
        found = rule_changes.between(book, last, date.fromordinal(last.toordinal() + 1))
        (change,) = [each for each in found.instruments if each.instrument.id == instrument.id]
        assert f"{date.fromordinal(last.toordinal() + 1):%d.%m.%Y}" in rule_changes.headline(change)


def amount(text: str, expr: str, name: str = "zuschuss") -> Amount:
    grounds = Grounds("Nr. 3", "", Proof.SOURCE, True, "Richtlinie", date(2026, 11, 28))
    return Amount(name, text, Expression(expr, parse(expr)), grounds)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (("Zuschuss.", "500"), ("Zuschuss.", "1250.5"), "bisher „Zuschuss: 500 Euro“, jetzt „Zuschuss: 1.250,50 Euro“"),
        (
            ("Zuschuss", "500"),
            ("Zuschuss", "massnahme.lehrgangskosten"),
            "bisher „Zuschuss: 500 Euro“, jetzt „Zuschuss“",
        ),
        (("Zuschuss", "500"), ("Prämie", "500"), "bisher „Zuschuss: 500 Euro“, jetzt „Prämie: 500 Euro“"),
    ],
)
def test_an_amount_that_is_the_same_for_everybody_is_told_with_its_figure(
    was: tuple[str, str], now: tuple[str, str], said: str, book: RuleBook
) -> None:
    version = book.by_id["beschaeftigte_82"].versions[-1]
    before, after = (replace(version, amounts=(amount(*each),)) for each in (was, now))
    (found,) = differences(before, after)
    assert rule_changes.in_words(found) == f"geändert, Betrag: {said} (Nr. 3)"
    (gone,) = differences(before, replace(version, amounts=()))
    assert rule_changes.in_words(gone) == "entfällt, Betrag: Zuschuss: 500 Euro (Nr. 3)"


def test_an_amount_in_months_and_an_upper_limit_say_so() -> None:
    months = amount("Dauer", "6", "dauer_monate")
    assert rule_changes.amount_text(months) == "Dauer: 6 Monate"
    assert (
        rule_changes.amount_text(amount("Zuschuss", "10000")._replace(cap=True)) == "Zuschuss: 10.000 Euro (Obergrenze)"
    )
    assert rule_changes.amount_text(amount("Zuschuss", "min(500, 600)")) == "Zuschuss"
