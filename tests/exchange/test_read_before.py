"""Reading rules of which most were read before gives the same book as reading them all."""

from collections.abc import Sequence

import pytest

from nqdesk.actions import rule_book
from nqdesk.domain.funding.rules import Origin, RuleBook
from nqdesk.exchange import rule_files
from nqdesk.exchange.rule_files import ReadBefore
from nqdesk.exchange.rule_sources import RuleFault, RuleFaultsError, RuleSource

NAME = "instruments/fbw_81_2.toml"
OWN = """id = "centre_lager"
title = "Lagerhilfe"
law = "Satzung"
level = "land"
summary = "Eine erfundene Hilfe."

[[version]]
valid_from = 2026-01-01
as_of = 2026-10-01
source = "Satzung, Seite 1"
kind = "kann"

[[version.criterion]]
id = "kurs"
text = "Der Kurs dauert lange genug."
expr = 'massnahme.stunden > 120'
law = "Satzung"
proof = "G"
confirmed = true
"""


def before() -> ReadBefore:
    return rule_book.RulesInUse(rule_book.shipped()).before


def same(sources: Sequence[RuleSource]) -> RuleBook:
    """Return the book read both ways, which must be one and the same."""
    quick, whole = rule_files.read_rules(sources, before()), rule_files.read_rules(sources)
    assert quick == whole
    assert quick.files == whole.files
    assert [each.id for each in quick.instruments] == [each.id for each in whole.instruments]
    return quick


def faults(sources: Sequence[RuleSource]) -> tuple[RuleFault, ...]:
    """Return the faults told both ways, which must be the same."""
    told = []
    for known in (before(), None):
        with pytest.raises(RuleFaultsError) as found:
            rule_files.read_rules(sources, known)
        told.append(found.value.faults)
    assert told[0] == told[1]
    return told[0]


def changed(name: str, old: str, new: str) -> list[RuleSource]:
    """Return the shipped texts with one of them changed."""
    found = [
        RuleSource(each.name, each.text.replace(old, new)) if each.name == name else each
        for each in rule_book.shipped_sources()
    ]
    assert found != list(rule_book.shipped_sources())
    return found


def test_an_instrument_put_over_the_shipped_ones_is_all_that_is_read() -> None:
    shipped = rule_book.shipped().book
    book = same([*rule_book.shipped_sources(), RuleSource("instruments/own.toml", OWN, Origin.CENTRE)])
    assert book.by_id["centre_lager"].versions
    assert all(book.by_id[each.id] is each for each in shipped.instruments)


def test_a_changed_instrument_is_read_anew_and_the_others_are_not() -> None:
    shipped = rule_book.shipped().book
    book = same(changed(NAME, 'level = "bund"', 'level = "bund" # anders'))
    read = {each.id for each in book.instruments if each is not shipped.by_id[each.id]}
    assert read == {"fbw_81_2"}


def test_without_an_instrument_the_others_are_as_they_were() -> None:
    fewer = [each for each in rule_book.shipped_sources() if each.name != "instruments/afbg.toml"]
    book = same(fewer)
    assert "afbg" not in book.by_id
    assert len(book.instruments) == len(rule_book.shipped().book.instruments) - 1


def test_an_instrument_that_others_come_beside_cannot_be_taken_out() -> None:
    found = faults([each for each in rule_book.shipped_sources() if each.name != NAME])
    assert {(fault.code, fault.about) for fault in found} == {("unknown_instrument", "fbw_81_2")}
    assert {fault.file for fault in found} >= {"instruments/alg_weiterbildung_144.toml"}
    assert all(fault.line for fault in found)


def test_an_instrument_that_another_one_waits_for_cannot_be_taken_out() -> None:
    waited_for = next(
        precedence.instrument
        for instrument in rule_book.shipped().book.instruments
        for version in instrument.versions
        for precedence in version.yields_to
    )
    assert faults([each for each in rule_book.shipped_sources() if each.name != f"instruments/{waited_for}.toml"])


@pytest.mark.parametrize("folder", ["facts", "parameters", "shared"])
def test_with_other_facts_figures_or_shared_parts_everything_is_read(folder: str) -> None:
    name = next(each.name for each in rule_book.shipped_sources() if each.name.startswith(f"{folder}/"))
    book = same(changed(name, "\nsource = ", "\n# anders\nsource = "))
    assert not any(book.by_id[each.id] is each for each in rule_book.shipped().book.instruments)


def test_a_further_fact_counts_for_all() -> None:
    text = """source = "Satzung"
as_of = 2026-10-01

[[fact]]
name = "person.liest_karten"
type = "ja_nein"
label = "Liest Karten"
ask_person = "Lesen Sie Karten?"
section = "person"
help = "Ob die Person Karten liest."
"""
    book = same([*rule_book.shipped_sources(), RuleSource("facts/own.toml", text, Origin.CENTRE)])
    assert "person.liest_karten" in book.catalogue.by_name


@pytest.mark.heavy
def test_faults_are_the_same_whether_others_were_read_before() -> None:
    shipped = rule_book.shipped_sources()
    assert faults([*shipped, RuleSource("instruments/own.toml", OWN.replace("stunden", "gab_es_nie"), Origin.CENTRE)])
    assert faults([*shipped, RuleSource("instruments/own.toml", OWN.replace("centre_lager", "fbw_81_2"))])
    assert faults([*shipped, RuleSource("instruments/own.toml", "id = ")])
    assert faults([*shipped, shipped[-1]])


def test_texts_of_one_name_are_all_read() -> None:
    shipped = rule_book.shipped_sources()
    other = RuleSource("instruments/own.toml", OWN, Origin.CENTRE)
    twin = RuleSource("instruments/own.toml", OWN.replace("centre_lager", "centre_bau"), Origin.CENTRE)
    sources = [*shipped, other, twin]
    book = rule_files.read_rules(sources)
    assert {"centre_lager", "centre_bau"} <= book.by_id.keys()
    again = rule_files.read_rules(sources, ReadBefore(book, sources))
    assert again == book
