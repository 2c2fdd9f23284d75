"""A kept result is read from its own words; nothing is computed."""

import json
from dataclasses import replace
from datetime import date

from nqdesk.actions import kept_checks, kept_results, rule_book
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.funding.elsewhere import open_place
from nqdesk.domain.funding.facts import FactCatalogue, FactKind
from nqdesk.domain.funding.frozen import differences
from nqdesk.domain.funding.kept_check import packed
from nqdesk.domain.funding.rules import RuleBook
from tests.actions.test_kept_checks import CASE, DAY, made


def test_what_was_kept_is_read_back_whole() -> None:
    check = made()
    frozen = kept_results.frozen(check)
    checked = rule_book.shipped().check(CASE, DAY)
    assert frozen.on == DAY
    assert frozen.digest == check.rule_book
    assert len(frozen.with_version) == len(checked.instruments)
    assert len(frozen.instruments) == len(checked.instruments) + len(checked.without_version)
    for found in checked.instruments:
        told = frozen.of(found.instrument.id)
        assert told is not None
        assert told.result is found.result
        assert [each.met for each in told.criteria] == [each.met for each in found.criteria]
        assert [each.text for each in told.criteria] == [each.criterion.text for each in found.criteria]
        assert [each.in_months for each in told.amounts] == [each.amount.in_months for each in found.amounts]
        assert [each.high is None for each in told.amounts] == [each.high is None for each in found.amounts]
        assert told.missing == found.missing
        assert told.notes == found.notes
        assert told.documents == found.documents
        assert told.valid_from == (found.version.valid_from if found.version else None)
    assert any(each.in_months for told in frozen.instruments for each in told.amounts)


def test_the_figures_of_each_criterion_are_kept_with_their_names_and_kinds() -> None:
    engine = rule_book.shipped()
    frozen, checked = kept_results.frozen(made()), engine.check(CASE, DAY)
    parameters = {f"parameter.{each.id}": each.text for each in engine.book.parameters}
    kinds = set()
    for found in checked.instruments:
        told = frozen.of(found.instrument.id)
        assert told is not None
        for kept, live in zip(told.criteria, found.criteria, strict=True):
            assert [each.name for each in kept.figures] == [name for name, _ in live.figures]
            for figure, (name, value) in zip(kept.figures, live.figures, strict=True):
                fact = engine.book.catalogue.by_name.get(name)
                kinds.add(figure.kind if fact else "parameter")
                assert figure.value == (fact.label_of(value) if fact and isinstance(value, str) else value)
                assert figure.text == (fact.label if fact else parameters[name])
    assert {"parameter", FactKind.CHOICE, FactKind.DAY, FactKind.HOURS} <= kinds


def test_facts_are_told_in_the_words_of_the_day_of_the_check() -> None:
    check = made()
    catalogue = rule_book.shipped().book.catalogue
    renamed = FactCatalogue(
        tuple(replace(fact, label="anders", value_labels=fact.values, section="?") for fact in catalogue.facts[1:])
    )
    then, now = kept_results.in_words(check, catalogue), kept_results.in_words(check, renamed)
    assert then == now
    assert [fact.name for fact in then.facts] == [
        fact.name for facts in catalogue.sections.values() for fact in facts if fact.name in then.fact
    ]
    for name, value in CASE.values.items():
        fact, known = then.fact[name], catalogue.by_name[name]
        assert (fact.value, fact.text, fact.kind, fact.section) == (value, known.label, known.kind, known.section)
        assert fact.label == (known.label_of(value) if known.kind is FactKind.CHOICE and isinstance(value, str) else "")
    assert {fact.name for fact in then.facts if fact.refused} == CASE.refused
    assert {name for found in then.instruments for name in found.missing} <= then.fact.keys()
    assert set(then.questions) <= then.fact.keys()


def test_a_check_that_was_kept_without_words_is_told_by_the_catalogue_and_without_laender() -> None:
    check, catalogue = made(), rule_book.shipped().book.catalogue
    told = json.loads(check.results_text)
    del told["facts"]
    for instrument in told["instruments"]:
        for name in ("level", "land", "land_name", "reason"):
            instrument.pop(name, None)
    older = kept_results.in_words(replace(check, results=packed(json.dumps(told))), catalogue)
    now = kept_results.in_words(check, catalogue)
    assert older.facts == now.facts
    assert {(each.level, each.land, each.reason) for each in older.instruments} == {(None, "", "")}
    assert differences(older, now) == ()
    assert [each.result for each in older.instruments] == [each.result for each in now.instruments]


def test_of_which_land_a_programme_is_and_why_one_has_no_version_is_kept() -> None:
    engine, told = rule_book.shipped(), kept_results.in_words(made(), FactCatalogue(()))
    for found in told.instruments:
        instrument = engine.book.by_id[found.id]
        assert (found.level, found.land) == (instrument.level, instrument.land)
        assert bool(found.reason) is (found.result is None)
    assert {found.land: found.land_name for found in told.instruments}["SL"] == "Saarland"
    live = {found.instrument.id: open_place(found, CASE.values) for found in engine.check(CASE, DAY).instruments}
    assert {found.id: open_place(found, told.values) for found in told.with_version} == live


def test_a_check_that_was_kept_without_figures_is_read_as_before() -> None:
    check = made()
    told = json.loads(check.results_text)
    del told["figures"]
    for instrument in told["instruments"]:
        for criterion in instrument.get("criteria", ()):
            del criterion["figures"]
    older = kept_results.frozen(replace(check, results=packed(json.dumps(told))))
    now = kept_results.frozen(check)
    assert older.with_version
    assert all(each.figures == () for found in older.instruments for each in found.criteria)
    assert differences(older, now) == ()


def test_it_is_read_without_any_rule() -> None:
    check = made()
    shipped = rule_book.shipped().book
    bare = Engine(RuleBook(shipped.catalogue, (), (), ""))
    assert kept_results.frozen(check).with_version
    again = kept_results.again(bare, check, DAY)
    gone = [found for found in again.differences if found.after is None]
    assert len(gone) == len(kept_results.frozen(check).with_version)
    assert not again.same_rules


def test_the_same_facts_rules_and_day_make_no_difference() -> None:
    again = kept_results.again(rule_book.shipped(), made(), DAY)
    assert again.differences == ()
    assert again.same_rules
    assert again.left_out == ()


def test_another_day_of_law_makes_differences() -> None:
    again = kept_results.again(rule_book.shipped(), made(), date(2021, 3, 1))
    results = [
        (found.before.result if found.before else None, found.after.result if found.after else None)
        for found in again.differences
    ]
    assert any(before is not after for before, after in results)


def test_another_wording_alone_is_no_difference() -> None:
    frozen = kept_results.frozen(made())
    reworded = replace(
        frozen, instruments=tuple(replace(each, title="anders", as_of=None) for each in frozen.instruments)
    )
    assert differences(frozen, reworded) == ()


def test_facts_the_rules_no_longer_know_are_named() -> None:
    check = replace(made(), facts='{"person":{"status":"arbeitslos","sternzeichen":"widder"},"haus":{"farbe":1}}')
    shipped = rule_book.shipped()
    assert kept_results.foreign_facts(check, shipped.book.catalogue) == [
        ("person.sternzeichen", "widder"),
        ("haus.farbe", "1"),
    ]
    assert kept_results.again(shipped, check, DAY).left_out == ("person.sternzeichen", "haus.farbe")
    assert kept_results.foreign_facts(replace(check, facts='{"person":null}'), shipped.book.catalogue) == []


def test_how_many_a_check_called_possible_open_and_excluded() -> None:
    kinds = (("a", "anspruch"), ("b", "kann"), ("c", "pruefen"), ("d", "ausgeschlossen"), ("e", "soll"))
    assert kept_results.counts(kinds) == (3, 1, 1)
    assert kept_checks.case_of(made(), rule_book.shipped().book.catalogue) == CASE
