"""Open instruments of which most is met and least is missing come first."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from nqdesk.actions import rule_book, rule_drafts
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.elsewhere import in_order
from nqdesk.domain.funding.facts import FactValue
from nqdesk.domain.funding.nearness import distance, nearest_first
from nqdesk.domain.funding.rules import Level

ON = date(2026, 11, 28)


@dataclass(frozen=True)
class Counted:
    met: bool | None
    figures: tuple[str, ...] = ("known",)


@dataclass(frozen=True)
class Told:
    name: str
    criteria: tuple[Counted, ...]
    missing: tuple[str, ...] = ()
    accompanies: tuple[str, ...] = ()
    result: Result = Result.OPEN

    @property
    def id(self) -> str:
        return self.name


def told(name: str, met: int, open_: int, missing: int = 0) -> Told:
    return Told(name, (Counted(True),) * met + (Counted(None),) * open_, tuple(str(n) for n in range(missing)))


def test_what_is_met_counts_first_then_what_is_missing() -> None:
    results = [told("a", 0, 4, 1), told("b", 9, 1, 9), told("c", 3, 1, 5), told("d", 3, 4, 2), told("e", 3, 1, 2)]
    assert [found.name for found in nearest_first(results)] == ["b", "d", "e", "c", "a"]


def test_of_what_nothing_is_known_the_order_stays() -> None:
    results = [told("a", 0, 4, 9), told("b", 0, 1, 1), told("c", 0, 0, 3)]
    assert [found.name for found in nearest_first(results)] == ["a", "b", "c"]


def test_what_comes_beside_another_one_follows_it_unless_it_is_nearer_itself() -> None:
    leading, other, near = told("a", 5, 2, 3), told("b", 3, 2, 1), told("c", 7, 1, 1)
    beside = replace(told("d", 1, 1, 1), accompanies=("z", "b", "a"))
    ahead = replace(told("e", 6, 1, 1), accompanies=("a",))
    assert [found.name for found in nearest_first([beside, other, ahead, near, leading])] == ["c", "e", "a", "d", "b"]


def test_what_comes_beside_something_excluded_stays_where_it_is() -> None:
    leading, other = replace(told("a", 5, 2), result=Result.EXCLUDED), told("b", 3, 2)
    beside = replace(told("c", 1, 1), accompanies=("a",))
    assert [found.name for found in nearest_first([beside, leading, other])] == ["a", "b", "c"]


def test_who_retrains_while_unemployed_reads_of_the_allowance_right_after_the_course() -> None:
    engine = rule_book.shipped()
    case = next(each.case for each in rule_drafts.examples(engine.book.catalogue) if "Umschulung" in each.name)
    opened = [each for each in engine.check(case, ON).instruments if each.result is Result.OPEN]
    names = [each.id for each in in_order(opened, case.values)]
    assert names[0] == "fbw_81_2"
    assert set(names[1:5]) == {
        "alg_weiterbildung_144",
        "weiterbildungsgeld_87a_2",
        "weiterbildungspraemie_87a_1",
        "weiterbildungskosten_83_87",
    }


def test_a_criterion_that_holds_for_everybody_brings_nothing_nearer() -> None:
    idle = Told("a", (Counted(True, figures=()), Counted(None)), ("x",))
    assert distance(idle) == distance(told("b", 0, 2, 1))


def test_a_criterion_that_is_not_met_is_as_far_as_an_open_one() -> None:
    assert distance(Told("a", (Counted(False), Counted(True)))) == distance(told("b", 1, 1))


def test_without_any_fact_the_rule_book_s_order_stays_and_employment_brings_82_forward() -> None:
    engine = rule_book.shipped()
    bare = engine.check(Case(), ON).instruments
    assert nearest_first(bare) == list(bare)
    company: dict[str, FactValue] = {
        "betrieb.beschaeftigte": Decimal(60),
        "massnahme.stunden": Decimal(420),
        "massnahme.beginn": ON,
    }
    found = engine.check(Case({**company, "person.status": "beschaeftigt"}), ON).instruments
    assert "beschaeftigte_82" in [each.instrument.id for each in nearest_first(found)[:3]]


def test_programmes_of_the_laender_come_last_until_a_place_is_known() -> None:
    engine = rule_book.shipped()
    course: dict[str, FactValue] = {"massnahme.ziel": "berufsabschluss", "antrag.datum": ON}
    for known, is_last in ((course, True), ({**course, "person.wohnland": "BW"}, False)):
        case = Case(known)
        opened = [each for each in engine.check(case, ON).instruments if each.result is Result.OPEN]
        lands = [each.instrument.level is Level.LAND for each in in_order(opened, case.values)]
        assert (lands == sorted(lands)) is is_last
