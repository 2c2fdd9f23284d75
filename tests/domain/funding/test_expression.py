"""The language of the rules: what it means, and what it refuses."""

from datetime import date
from decimal import Decimal

import pytest

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.facts import FactValue
from nqdesk.exchange.rule_files import read_rules
from nqdesk.exchange.rule_sources import RuleFaultsError
from tests.domain.funding.books import engine, instrument, sources

ON = date(2026, 11, 22)


def met(expression: str, **facts: FactValue) -> bool | None:
    """Return how one criterion comes out for these facts (group and name joined by two underscores)."""
    case = Case({name.replace("__", "."): value for name, value in facts.items()})
    found = engine(instrument([expression])).check(case, ON).of("probe")
    assert found is not None
    return found.criteria[0].met


@pytest.mark.parametrize(
    ("expression", "facts", "wanted"),
    [
        ("massnahme.kosten > 120", {"massnahme__kosten": Decimal(120)}, False),
        ("massnahme.kosten >= 120", {"massnahme__kosten": Decimal(120)}, True),
        ("massnahme.kosten > 120", {}, None),
        ("person.a und person.b", {"person__a": False}, False),
        ("person.a oder person.b", {"person__b": True}, True),
        ("person.a oder person.b", {"person__b": False}, None),
        ("nicht person.a", {"person__a": False}, True),
        ("person.a oder unbekannt", {"person__a": False}, None),
        ("person.a oder nicht person.a", {}, True),
        ("person.stufe >= zwei", {"person__stufe": "drei"}, True),
        ("person.stufe >= zwei", {"person__stufe": "eins"}, False),
        ("person.stufe in {eins, drei}", {"person__stufe": "zwei"}, False),
        ("alter(person.geburt, massnahme.beginn) >= 45", {"person__geburt": date(1982, 2, 9)}, None),
        (
            "alter(person.geburt, massnahme.beginn) >= 45",
            {"person__geburt": date(1982, 2, 9), "massnahme__beginn": date(2027, 2, 9)},
            True,
        ),
        (
            "alter(person.geburt, massnahme.beginn) >= 25",
            {"person__geburt": date(2000, 2, 29), "massnahme__beginn": date(2025, 2, 28)},
            False,
        ),
        (
            "alter(person.geburt, massnahme.beginn) >= 25",
            {"person__geburt": date(2000, 2, 29), "massnahme__beginn": date(2025, 3, 1)},
            True,
        ),
        (
            "person.geburt <= minus_jahre(massnahme.beginn, 2)",
            {"massnahme__beginn": date(2028, 2, 29), "person__geburt": date(2026, 2, 28)},
            True,
        ),
        ("stufe(massnahme.kosten, <50: ja, sonst: nein)", {"massnahme__kosten": Decimal(50)}, False),
        ("min(massnahme.kosten, massnahme.lohn) < 10", {"massnahme__kosten": Decimal(9)}, True),
        ("massnahme.kosten * 0.5 + 1 <= 3", {"massnahme__kosten": Decimal(4)}, True),
    ],
)
def test_an_expression_is_yes_no_or_unknown(expression: str, facts: dict[str, FactValue], wanted: bool | None) -> None:
    assert met(expression, **facts) is wanted


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("massnahme.kosten", "not_yes_no"),
        ("massnahme.kosten > massnahme.monate", "unlike"),
        ("massnahme.kosten > person.geburt", "unlike"),
        ("massnahme.kosten / massnahme.lohn > 1", "division"),
        ("massnahme.kosten / 0 > 1", "division"),
        ("person.stufe = vier", "not_a_value"),
        ("person.nichts", "unknown_name"),
        ("begriff.nichts", "unknown_name"),
        ("__import__(1)", "unknown_function"),
        ("person.a und", "unfinished"),
        ("person.a person.b", "unexpected"),
        ("person.a @ person.b", "unreadable"),
        ("wenn_bekannt(person.a, ja, nein)", "no_precedence"),
        ("stufe(massnahme.kosten, <50: ja, <20: nein, sonst: ja)", "not_ascending"),
        ("nicht " * 100 + "person.a", "too_deep"),
        ("(" * 100 + "person.a" + ")" * 100, "too_deep"),
        (" oder ".join(["ja"] * 400), "too_large"),
    ],
)
def test_an_expression_that_cannot_be_right_is_refused_with_file_and_line(expression: str, code: str) -> None:
    with pytest.raises(RuleFaultsError) as refused:
        read_rules(sources(instrument([expression])))
    fault = refused.value.faults[0]
    assert (fault.file, fault.code) == ("i0.toml", code)
    assert f"expr = '{expression}'" in sources(instrument([expression]))[1].text.splitlines()[fault.line - 1]


def test_versions_that_overlap_leave_a_gap_or_an_unknown_entry_are_refused() -> None:
    text = instrument(["ja"])
    second = text[text.index("[[version]]") :]
    for begin, end, code in (("2025-01-01", "", "overlap"), ("2030-01-01", "valid_to = 2027-12-31", "gap")):
        first = text.replace("valid_from = 2020-01-01", f"valid_from = 2020-01-01\n{end}")
        with pytest.raises(RuleFaultsError) as refused:
            read_rules(sources(first + second.replace("2020-01-01", begin)))
        assert [fault.code for fault in refused.value.faults] == [code]
    with pytest.raises(RuleFaultsError) as refused:
        read_rules(sources(text + '\nunbekannter_eintrag = "x"\n'))
    assert "unknown_entry" in {fault.code for fault in refused.value.faults}


def test_a_criterion_that_is_not_confirmed_counts_as_unknown_however_it_comes_out() -> None:
    text = instrument(["person.a"]).replace('proof = "G"\nconfirmed = true', 'proof = "A"\nconfirmed = false')
    for value in (True, False):
        found = engine(text).check(Case({"person.a": value}), ON).of("probe")
        assert found is not None
        assert (found.result, found.criteria[0].met, found.criteria[0].evaluated) == (Result.OPEN, None, value)


def test_what_is_only_general_knowledge_cannot_be_called_confirmed() -> None:
    with pytest.raises(RuleFaultsError) as refused:
        read_rules(sources(instrument(["person.a"]).replace('proof = "G"', 'proof = "I"')))
    assert refused.value.faults[0].code == "not_proven"
