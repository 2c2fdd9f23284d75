"""Rules that could both apply without a rank, or leave a time open, are refused with file, line and reason."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqdesk.actions import messages, rule_book
from nqdesk.domain.funding.rules import Origin
from nqdesk.exchange.rule_files import read_rules
from nqdesk.exchange.rule_sources import RuleFault, RuleFaultsError, RuleSource
from tests.domain.funding.books import FACTS

FIRST = date(2019, 1, 1)
SPAN = 40
"""Days over which generated times lie: few, so that they meet, touch and miss each other."""

HEAD = """
id = "probe"
title = "Probe"
law = "§ 1"
level = "centre"
summary = "Probe."
decisive = ["massnahme.beginn"]
"""
BODY = """
kind = "kann"
as_of = 2026-01-01
source = "Probe"
"""
CRITERION = """
[[version.criterion]]
id = "k"
text = "Kriterium"
law = "§ 1"
expr = '{expr}'
proof = "G"
confirmed = true
"""


@dataclass(frozen=True)
class Time:
    """A generated time: numbers of days, ``last`` None for no end; a gap or a version."""

    first: int
    last: int | None
    is_gap: bool = False

    def days(self) -> set[int]:
        return set(range(self.first, (2 * SPAN if self.last is None else self.last) + 1))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def times(draw: st.DrawFn, *, open_gaps: bool = False) -> Time:
    first, length = draw(st.integers(0, SPAN)), draw(st.integers(0, SPAN // 3))
    is_gap = draw(st.booleans())
    is_open = (open_gaps or not is_gap) and draw(st.integers(0, 5)) == 0
    return Time(first, None if is_open else first + length, is_gap)


@st.composite
def chains(draw: st.DrawFn) -> list[Time]:
    """Times that follow each other without overlap or gap, in any order; sometimes one of them is moved a day."""
    found, at = [], draw(st.integers(0, 5))
    for is_gap in draw(st.lists(st.booleans(), min_size=1, max_size=5)):
        length = draw(st.integers(0, 6))
        found.append(Time(at, at + length, is_gap))
        at += length + 1
    if draw(st.booleans()) and not found[-1].is_gap:
        found[-1] = Time(found[-1].first, None)
    if draw(st.booleans()):
        place, shift = draw(st.integers(0, len(found) - 1)), draw(st.sampled_from([-1, 1]))
        moved = found[place]
        found[place] = Time(
            max(moved.first + shift, 0), None if moved.last is None else max(moved.last + shift, 0), moved.is_gap
        )
    return draw(st.permutations(found))


def _sound(found: list[Time]) -> bool:
    """Return whether every day from the first to the last is claimed once: what a slow look at each day says."""
    claims = [number for time in found for number in time.days()]
    return len(claims) == len(set(claims)) and set(claims) == set(range(min(claims), max(claims) + 1))


def written(found: list[Time], expr: str = "person.a") -> str:
    text = HEAD
    for time in found:
        last = "" if time.last is None else day(time.last).isoformat()
        if time.is_gap:
            text += f'\n[[gap]]\nfrom = {day(time.first)}\nto = {last}\nreason = "Nicht hinterlegt."\n'
        else:
            until = f"valid_to = {last}" if last else ""
            text += f"\n[[version]]\nvalid_from = {day(time.first)}\n{until}{BODY}{CRITERION.format(expr=expr)}"
    return text


def faults(*texts: str, origin: Origin = Origin.SHIPPED) -> list[RuleFault]:
    """Return what is wrong with rule files beside the small catalogue, each with a sentence that says so."""
    sources = [RuleSource("facts/probe.toml", FACTS)]
    sources += [RuleSource(f"file{number}.toml", text, origin) for number, text in enumerate(texts)]
    try:
        read_rules(sources)
    except RuleFaultsError as error:
        for fault in error.faults:
            told = messages.problem(rule_book.problem(fault))
            assert fault.file in told
            assert fault.line > 0, told
            assert f"Zeile {fault.line}" in told
            assert "…" not in told
        return list(error.faults)
    return []


def line(text: str, number: int) -> str:
    return text.splitlines()[number - 1]


@settings(deadline=None)
@given(st.one_of(chains(), st.lists(times(), min_size=1, max_size=4)))
def test_versions_load_exactly_if_every_day_is_claimed_once(found: list[Time]) -> None:
    if not any(not time.is_gap for time in found):
        found = [*found, Time(max(time.last or 0 for time in found) + 1, None)]
    text = written(found)
    told = faults(text)
    assert (not told) is _sound(found)
    for fault in told:
        assert fault.code in ("overlap", "gap")
        begun = date.fromisoformat(line(text, fault.line).partition(" = ")[2])
        assert str(begun) in fault.about


PARAMETER = '[[parameter]]\nid = "satz"\ntext = "Satz"\nunit = "geld"\n'
VALUE = 'value = "1.00"\nlaw = "§ 1"\nsource = "Probe"\nas_of = 2026-01-01\nproof = "G"\nconfirmed = true\n'


def figures(found: list[Time]) -> str:
    text = PARAMETER
    for time in found:
        first, last = ("from", "to") if time.is_gap else ("valid_from", "valid_to")
        text += f"\n[[parameter.{'gap' if time.is_gap else 'value'}]]\n{first} = {day(time.first)}\n"
        text += "" if time.last is None else f"{last} = {day(time.last)}\n"
        text += 'reason = "Nicht hinterlegt."\n' if time.is_gap else VALUE
    return text


@settings(deadline=None)
@given(st.one_of(chains(), st.lists(times(open_gaps=True), min_size=1, max_size=4)), times())
def test_figures_load_exactly_if_every_day_of_the_version_that_uses_them_is_claimed_once(
    found: list[Time], used: Time
) -> None:
    version = Time(used.first, used.last)
    told = faults(figures(found), written([version], "massnahme.kosten < parameter.satz"))
    covered = {number for time in found for number in time.days()}
    assert (not told) is (_sound(found) and version.days() - {2 * SPAN} <= covered)
    if _sound(found) and told:
        assert {(fault.file, fault.code) for fault in told} == {("file0.toml", "figure_gap")}
        assert f"{day(min(version.days() - covered))}" in told[0].about


def test_a_figure_without_a_value_is_told_of_the_file_that_was_put_over_the_shipped_ones() -> None:
    short = figures([Time(10, None)])
    own = written([Time(0, None)], "massnahme.kosten < parameter.satz")
    shipped = [RuleSource("facts/probe.toml", FACTS), RuleSource("figures.toml", short)]
    with pytest.raises(RuleFaultsError) as raised:
        read_rules([*shipped, RuleSource("own.toml", own, Origin.CENTRE)])
    assert [(fault.file, fault.code) for fault in raised.value.faults] == [("own.toml", "figure_gap")]
    assert "parameter.satz" in line(own, raised.value.faults[0].line)


def test_the_line_is_that_of_the_version_at_fault_and_not_of_a_like_one() -> None:
    text = written([Time(0, 9), Time(10, 19), Time(20, None)])
    head, _, tail = text.rpartition("law = ")
    told = faults(f"{head}lo = {tail}")
    assert [fault.code for fault in told] == ["missing_entry", "unknown_entry"]
    assert told[0].line > text.count("\n", 0, text.rindex("[[version]]"))
    assert line(f"{head}lo = {tail}", told[1].line).startswith("lo = ")


def _with(extra: str) -> str:
    return written([Time(0, None)]).replace("[[version.criterion]]", f"{extra}\n[[version.criterion]]")


FIRST_ONE = '[[version.yields_to]]\ninstrument = "andere"\nlaw = "§ 2"\nproof = "G"\nconfirmed = {confirmed}\n{when}'
OTHER = written([Time(0, None)]).replace('"probe"', '"andere"')


def test_an_instrument_that_goes_first_twice_has_no_rank_and_is_refused() -> None:
    once = FIRST_ONE.format(confirmed="true", when="when = 'person.a'\n")
    again = FIRST_ONE.format(confirmed="false", when="when = 'person.b'\n")
    assert faults(_with(once), OTHER) == []
    text = _with(once + again)
    told = faults(text, OTHER)
    assert [(fault.file, fault.code) for fault in told] == [("file0.toml", "precedence_twice")]
    assert told[0].line > text.count("\n", 0, text.rindex("[[version.yields_to]]"))


def test_instruments_that_go_before_each_other_are_refused() -> None:
    back = FIRST_ONE.replace("andere", "probe").format(confirmed="true", when="")
    first = _with(FIRST_ONE.format(confirmed="true", when=""))
    second = _with(back).replace('id = "probe"', 'id = "andere"')
    assert {(fault.file, fault.code) for fault in faults(first, second)} == {
        ("file0.toml", "circle"),
        ("file1.toml", "circle"),
    }


OUTCOME = '[[version.outcome]]\nkind = "{kind}"\n{when}'


@settings(deadline=None)
@given(st.lists(st.sampled_from(["", "when = 'person.a'\n", "when = 'person.b'\n"]), min_size=1, max_size=4))
def test_outcomes_load_exactly_if_only_the_last_has_no_condition(conditions: list[str]) -> None:
    outcomes = "".join(
        OUTCOME.format(kind=kind, when=when)
        for kind, when in zip(["anspruch", "soll", "kann", "soll"], conditions, strict=False)
    )
    told = faults(_with(outcomes).replace('kind = "kann"\nas_of', "as_of"))
    ranked = not conditions[-1] and all(conditions[:-1])
    assert ([fault.code for fault in told] == []) is ranked
    assert all(fault.code == "unranked" for fault in told)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), st.lists(st.sampled_from("abcd"), max_size=3), min_size=1))
def test_facts_load_exactly_if_none_goes_before_itself_by_way_of_others(precedes: dict[str, list[str]]) -> None:
    text = "".join(
        f'[[fact]]\nname = "person.x{name}"\ntype = "ja_nein"\nlabel = "{name}"\n'
        f"precedes = {[f'person.x{other}' for other in precedes.get(name, ())]}\n".replace("'", '"')
        for name in "abcd"
    )

    def reached(name: str, seen: frozenset[str]) -> set[str]:
        """Follow each way, a fact that names itself aside: that only says one may ask whether it is known."""
        following = {other for other in precedes.get(name, ()) if other != name}
        return following.union(*(reached(other, seen | {other}) for other in following - seen))

    circular = {name for name in "abcd" if name in reached(name, frozenset({name}))}
    told = faults(text)
    assert {fault.about for fault in told} == {f"person.x{name}" for name in circular}
    assert all(fault.code == "fact_circle" and line(text, fault.line).startswith("precedes") for fault in told)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("valid_from = 2019-01-01", "valid_from = 2019-01-01T00:00:00"),
        ("as_of = 2026-01-01", "as_of = 2026-01-01T00:00:00Z"),
        ('decisive = ["massnahme.beginn"]', "decisive = [[1], {}]"),
        ('decisive = ["massnahme.beginn"]', "decisive = 5"),
        ('decisive = ["massnahme.beginn"]', 'decisive = "massnahme.beginn"'),
        ('decisive = ["massnahme.beginn"]', "decisive = []"),
        ('kind = "kann"', "kind = 5"),
        ('kind = "kann"', 'kind = "kann"\namount = 5'),
        ('kind = "kann"', 'kind = "kann"\nnote = [5]'),
        ('kind = "kann"', "[version.outcome]"),
        ('id = "k"', "use = []"),
        ('id = "k"', "id = 1979-05-27"),
        ('id = "probe"', "id = []"),
        ("[[version]]", "[version]"),
        ("[[version.criterion]]", "[version.criterion]"),
        ("expr = 'person.a'", "expr = true"),
    ],
)
def test_an_entry_of_a_wrong_kind_is_a_fault_with_its_line(old: str, new: str) -> None:
    text = written([Time(0, None)])
    assert old in text
    assert faults(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("kind", "entry", "is_right"),
    [
        ("monate", 'usual = ["0", "24"]\nusual_labels = ["keine", "2 Jahre"]', True),
        ("anzahl", 'usual = ["1"]\nusual_labels = ["eins"]', True),
        ("monate", 'usual = ["0"]\nusual_labels = []', False),
        ("monate", 'usual = ["0"]\nusual_labels = [""]', False),
        ("monate", 'usual = ["1,5"]\nusual_labels = ["anderthalb"]', False),
        ("monate", 'usual = ["-1"]\nusual_labels = ["weniger"]', False),
        ("datum", 'usual = ["0"]\nusual_labels = ["nie"]', False),
        ("ja_nein", 'effort = "gleich"', True),
        ("ja_nein", 'effort = "sofort"', False),
    ],
)
def test_usual_answers_are_whole_figures_with_words_and_the_effort_is_a_known_one(
    kind: str, entry: str, is_right: bool
) -> None:
    told = faults(f'[[fact]]\nname = "person.x"\ntype = "{kind}"\nlabel = "X"\n{entry}\n')
    assert (not told) is is_right
    assert all(fault.code == "wrong_entry" for fault in told)
