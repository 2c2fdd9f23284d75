"""Open instruments of which most is met and least is missing come first."""

from dataclasses import dataclass

from nqdesk.domain.funding.nearness import distance, nearest_first


@dataclass(frozen=True)
class Counted:
    met: bool | None


@dataclass(frozen=True)
class Told:
    name: str
    criteria: tuple[Counted, ...]
    missing: tuple[str, ...] = ()


def told(name: str, met: int, open_: int, missing: int = 0) -> Told:
    return Told(name, (Counted(True),) * met + (Counted(None),) * open_, tuple(str(n) for n in range(missing)))


def test_the_share_that_is_met_counts_first_then_what_is_missing() -> None:
    results = [told("a", 0, 4, 1), told("b", 9, 1, 9), told("c", 3, 1, 5), told("d", 3, 1, 2), told("e", 3, 1, 2)]
    assert [found.name for found in nearest_first(results)] == ["b", "d", "e", "c", "a"]


def test_what_has_no_criteria_is_near() -> None:
    assert distance(told("a", 0, 0, 3)) == (0, 3)


def test_a_criterion_that_is_not_met_is_as_far_as_an_open_one() -> None:
    assert distance(Told("a", (Counted(False), Counted(True)))) == distance(told("b", 1, 1))
