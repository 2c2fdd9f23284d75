"""Own instruments as drafts: new ones, new versions, corrections of today, what is refused, and trying on cases."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from nqdesk.actions import kept_checks, rule_book, rule_drafts, rule_packages
from nqdesk.actions.refused import Refused
from nqdesk.actions.rule_drafts import DraftTrial, draft_of, preview, save, was_made_today, without
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.rule_draft import (
    AmountDraft,
    CriterionDraft,
    InstrumentDraft,
    OfficeDraft,
    PrecedenceDraft,
    VersionDraft,
    check_version,
    free_name,
    named,
    slug,
    with_corrected_version,
    with_next_version,
)
from nqdesk.domain.funding.rules import Gap, Maker
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store import rule_texts
from nqdesk.store.changing.undo import undo
from nqdesk.store.database import Store
from tests.actions.test_rule_packages import NAME, OWN
from tests.store.conftest import NOW

TODAY = NOW.date()
HEAD = InstrumentDraft(
    title="Zuschuss für Prüfungsgebühren",
    law="Richtlinie der Stadt Musterstadt (erfunden)",
    summary="Die Stadt zahlt die Gebühr (erfunden).",
)
HOURS = CriterionDraft(
    text="Die Maßnahme dauert mehr als 100 Stunden.", expr="massnahme.stunden > 100", law="Nr. 2", confirmed=True
)
VERSION = VersionDraft(
    valid_from=date(2026, 1, 1),
    source="Richtlinie (erfunden)",
    as_of=date(2026, 11, 1),
    criteria=(HOURS,),
    amounts=(AmountDraft(text="Zuschuss", expr="250.00", law="Nr. 3", cap=True),),
)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused.value.problems]


def stored(store: Store) -> InstrumentDraft:
    save(store, preview(store, HEAD, VERSION, TODAY), NOW, reason="neu")
    return draft_of(store, "centre_zuschuss_fuer_pruefungsgebuehren")


def test_a_new_instrument_is_stored_under_a_name_made_of_its_title(store: Store) -> None:
    draft = stored(store)
    assert draft.last.criteria[0].id == "die_massnahme_dauert_mehr_als_100_stunde"
    instrument = rule_book.in_use(store).book.by_id[draft.id]
    assert instrument.versions[0].amounts[0].cap
    assert instrument.versions[0].criteria[0].grounds.confirmed


def test_a_new_version_ends_the_one_before_and_keeps_its_text(store: Store) -> None:
    draft = stored(store)
    later = replace(draft.last, valid_from=date(2027, 6, 1), change="Nun 80 Stunden.")
    found = preview(store, draft, later, TODAY)
    lines = [line for change in found.versions for line in rule_packages.lines(change)]
    assert "gilt nun bis 31.05.2027" in lines
    change = save(store, found, NOW, reason="80 Stunden")
    versions = rule_book.in_use(store).book.by_id[draft.id].versions
    assert [(each.valid_from, each.valid_to) for each in versions] == [
        (date(2026, 1, 1), date(2027, 5, 31)),
        (date(2027, 6, 1), None),
    ]
    assert len(rule_texts.history(store.db)) == 2
    with store.write(NOW) as tx:
        undo(tx, change.number)
    assert len(rule_book.in_use(store).book.by_id[draft.id].versions) == 1


def test_only_a_version_made_today_is_corrected_in_place(store: Store) -> None:
    draft = stored(store)
    assert was_made_today(store, draft, TODAY)
    better = replace(draft.last, source="Richtlinie, Seite 2 (erfunden)")
    save(store, preview(store, draft, better, TODAY, place=0), NOW, reason="Quelle")
    draft = draft_of(store, draft.id)
    assert len(draft.versions) == 1
    assert draft.last.source == "Richtlinie, Seite 2 (erfunden)"
    tomorrow = TODAY + timedelta(days=1)
    assert not was_made_today(store, draft, tomorrow)
    with pytest.raises(Refused) as refused:
        preview(store, draft, better, tomorrow, place=0)
    assert codes(refused) == [("reason", "required")]
    with pytest.raises(Refused) as refused:
        preview(store, draft, better, tomorrow, place=0, reason="x" * 301)
    assert codes(refused) == [("reason", "too_long")]
    later = replace(draft.last, valid_from=date(2027, 6, 1))
    save(store, preview(store, draft, later, tomorrow), NOW + timedelta(days=1), reason="neu")
    assert was_made_today(store, draft_of(store, draft.id), tomorrow)
    assert not was_made_today(store, HEAD, TODAY)


def test_an_earlier_version_is_corrected_as_a_new_text_and_keeps_its_time(store: Store) -> None:
    draft = stored(store)
    for number, day in enumerate((date(2027, 1, 1), date(2028, 1, 1))):
        next_one = replace(draft.last, valid_from=day, change=f"Schritt {number}")
        save(store, preview(store, draft, next_one, TODAY), NOW + timedelta(hours=number + 1), reason="neu")
        draft = draft_of(store, draft.id)
    months_later = TODAY + timedelta(days=90)
    texts = rule_texts.history(store.db)
    kept_before = [(text.id, text.text) for text in texts]
    better = replace(
        draft.versions[0], valid_from=date(2020, 1, 1), valid_to=None, criteria=(replace(HOURS, law="Nr. 9"),)
    )
    found = preview(store, draft, better, months_later, place=0, reason="Nummer war falsch")
    assert [(change.valid_from, change.before is None, change.after is None) for change in found.versions] == [
        (date(2026, 1, 1), False, False)
    ]
    save(store, found, NOW + timedelta(days=90), reason="Nummer war falsch")
    now = draft_of(store, draft.id)
    assert [each.criteria[0].law for each in now.versions] == ["Nr. 9", "Nr. 2", "Nr. 2"]
    assert [(each.valid_from, each.valid_to) for each in now.versions] == [
        (each.valid_from, each.valid_to) for each in draft.versions
    ]
    history = rule_texts.history(store.db)
    assert history[0].reason == "Nummer war falsch"
    assert [(text.id, text.text) for text in history[1:]] == kept_before


def test_comments_of_an_own_rule_file_stay(store: Store) -> None:
    text = OWN.replace("[[version.criterion]]", "# Beschluss vom 12.03.2026\n[[version.criterion]]")
    rule_packages.save_own(store, RuleSource(NAME, text), NOW, reason="von Hand")
    draft = draft_of(store, "centre_lager")
    found = preview(store, draft, replace(draft.last, source="Seite 2"), TODAY, place=0)
    assert "# Beschluss vom 12.03.2026\n[[version.criterion]]" in found.files[0].text


def test_all_that_is_missing_or_wrong_is_told_with_its_field(store: Store) -> None:
    version = VersionDraft(
        valid_from=date(2027, 1, 1),
        valid_to=date(2026, 1, 1),
        as_of=TODAY + timedelta(days=1),
        criteria=(CriterionDraft(expr="massnahme.stunden"), CriterionDraft(text="x" * 301, law="y", expr="")),
        amounts=(AmountDraft(text="a", law="b", expr="person.status", when="massnahme.stunden"),),
        offices=(OfficeDraft(),),
    )
    with pytest.raises(Refused) as refused:
        preview(store, InstrumentDraft(maker=Maker.JOBCENTER), version, TODAY)
    assert set(codes(refused)) == {
        ("title", "required"),
        ("law", "required"),
        ("summary", "required"),
        ("district", "required"),
        ("source", "required"),
        ("as_of", "draft_read_later"),
        ("valid_to", "draft_ends_before_begin"),
        ("criteria.0.text", "required"),
        ("criteria.0.law", "required"),
        ("criteria.0.expr", "rule_not_yes_no"),
        ("criteria.1.text", "too_long"),
        ("criteria.1.expr", "required"),
        ("amounts.0.expr", "rule_not_numeric"),
        ("amounts.0.when", "rule_not_yes_no"),
        ("offices.0.text", "required"),
    }
    assert rule_texts.state(store.db) == ()


def test_a_version_must_begin_later_than_the_ones_before(store: Store) -> None:
    draft = stored(store)
    for day in (date(2026, 1, 1), date(2025, 1, 1)):
        problems = check_version(draft, replace(draft.last, valid_from=day), TODAY)
        assert [(each.field, each.code) for each in problems] == [("valid_from", "draft_not_later")]
    assert check_version(draft, replace(draft.last, criteria=()), TODAY, place=0)[0].code == "draft_no_criterion"


def test_a_time_between_two_versions_is_declared() -> None:
    ended = replace(HEAD, versions=(replace(VERSION, valid_to=date(2026, 6, 30)),))
    draft = with_next_version(ended, replace(VERSION, valid_from=date(2027, 1, 1)))
    assert [(gap.first, gap.last) for gap in draft.gaps] == [(date(2026, 7, 1), date(2026, 12, 31))]
    moved = with_corrected_version(draft, replace(VERSION, valid_from=date(2026, 9, 1)))
    assert [(gap.first, gap.last) for gap in moved.gaps] == [(date(2026, 7, 1), date(2026, 8, 31))]
    whole = with_corrected_version(draft, replace(VERSION, valid_from=date(2026, 7, 1)))
    assert whole.gaps == ()
    assert whole.versions[0].valid_to == date(2026, 6, 30)


def test_a_corrected_first_day_moves_the_end_of_the_version_before() -> None:
    draft = with_next_version(replace(HEAD, versions=(VERSION,)), replace(VERSION, valid_from=date(2027, 1, 1)))
    moved = with_corrected_version(draft, replace(VERSION, valid_from=date(2027, 5, 1)))
    assert moved.versions[0].valid_to == date(2027, 4, 30)
    assert moved.gaps == ()
    only = with_corrected_version(replace(HEAD, versions=(VERSION,)), replace(VERSION, valid_from=date(2020, 1, 1)))
    assert [each.valid_from for each in only.versions] == [date(2020, 1, 1)]


def test_other_gaps_stay_where_they_are() -> None:
    gap = Gap(date(2020, 1, 1), date(2025, 12, 31), "davor")
    first = replace(VERSION, valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31))
    draft = replace(HEAD, gaps=(gap,), versions=(first, VERSION))
    assert with_next_version(draft, replace(VERSION, valid_from=date(2027, 1, 1))).gaps == (gap,)


def test_an_instrument_is_taken_out_and_brought_back(store: Store) -> None:
    draft = stored(store)
    change = save(store, without(store, draft.id), NOW, reason="ausgelaufen")
    assert draft.id not in rule_book.in_use(store).book.by_id
    with store.write(NOW) as tx:
        undo(tx, change.number)
    assert draft.id in rule_book.in_use(store).book.by_id


def test_what_is_not_the_centres_own_is_no_draft(store: Store) -> None:
    for name, code in (("fbw_81_2", "draft_not_own"), ("gibt_es_nicht", "rule_unknown_instrument")):
        with pytest.raises(Refused) as refused:
            draft_of(store, name)
        assert codes(refused) == [("", code)]


def test_names_are_never_taken_twice() -> None:
    parts = tuple(replace(HOURS, id="") for _ in range(3))
    months = AmountDraft(text="Dauer in Monaten", expr="6", law="x", in_months=True)
    draft = named(replace(HEAD, versions=(VersionDraft(criteria=parts, amounts=(months, months)),)), ())
    ids = [each.id for each in (*draft.last.criteria, *draft.last.amounts)]
    assert len(set(ids)) == 5
    assert [each.id.endswith("_monate") for each in draft.last.amounts] == [True, True]
    euro = replace(draft.last.amounts[0], in_months=False)
    again = named(replace(draft, versions=(replace(draft.last, amounts=(euro,)),)), ())
    assert not again.last.amounts[0].id.endswith("_monate")
    assert free_name("centre_", {"centre"}) == "centre_2"
    assert slug("§ 82 Ä") == "n_82_ae"
    assert slug("§§") == ""


def test_a_draft_is_tried_on_kept_checks_and_invented_cases(store: Store) -> None:
    engine = rule_book.shipped()
    case = Case({"massnahme.stunden": Decimal(100)})
    checked = engine.check(case, TODAY)
    kept = kept_checks.snapshot(engine, case, checked, (), made_on=TODAY, subject="Frau Test", purpose="Beratung")
    kept_checks.keep(store, kept, NOW)
    cases = rule_drafts.trials(store, engine.book.catalogue)
    assert cases[0].name == "Frau Test"
    assert sum(each.is_example for each in cases) >= 4
    trial = DraftTrial(store, HEAD, VERSION)
    assert trial.is_possible
    results = {tried.trial.name: tried.result for tried in trial.on(cases, TODAY)}
    assert results["Frau Test"].result is Result.EXCLUDED
    umschulung = next(found for name, found in results.items() if "Umschulung" in name)
    assert umschulung.result is Result.MAY
    assert str(umschulung.amounts[0].high) == "250.00"
    assert next(found for name, found in results.items() if "kurzer Kurs" in name).result is Result.EXCLUDED


def test_an_unfinished_draft_is_tried_with_what_is_sound(store: Store) -> None:
    half = VersionDraft(
        criteria=(CriterionDraft(expr="massnahme.stunden > 100", confirmed=True), CriterionDraft(expr="massnahme.")),
        amounts=(AmountDraft(expr=""),),
    )
    cases = rule_drafts.examples(rule_book.shipped().book.catalogue)
    trial = DraftTrial(store, InstrumentDraft(maker=Maker.AGENTUR), half)
    assert trial.left_out == 2
    assert {tried.result.result for tried in trial.on(cases, TODAY)} == {Result.MAY, Result.EXCLUDED}
    nothing = DraftTrial(store, InstrumentDraft(), VersionDraft())
    assert not nothing.is_possible
    assert nothing.on(cases, TODAY) == []


def test_a_draft_that_another_instrument_goes_before_is_tried_with_all_rules(store: Store) -> None:
    rule_packages.save_own(store, RuleSource(NAME, OWN), NOW, reason="neu")
    draft = draft_of(store, "centre_lager")
    first = PrecedenceDraft(instrument="fbw_81_2", law="§ 81 Abs. 2 SGB III")
    trial = DraftTrial(store, draft, replace(draft.last, yields_to=(first,)))
    assert trial.is_possible


def test_the_example_cases_can_all_be_read_whole() -> None:
    catalogue = rule_book.shipped().book.catalogue
    for trial in rule_drafts.examples(catalogue):
        assert len(trial.case.values) > 8
        checked = rule_book.shipped().check(trial.case, TODAY)
        assert checked.instruments
