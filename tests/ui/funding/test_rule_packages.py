"""Rule packages in the window: preview, taking over, undo, giving away; the page follows the rules that count."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from nqdesk.actions import kept_checks, rule_book, rule_packages
from nqdesk.actions.rule_packages import save_own
from nqdesk.domain.change import Change
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.exchange import rule_packages as files
from nqdesk.exchange.rule_packages import RulePackage
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store import checks, follow_ups
from nqdesk.ui.funding.give_dialog import GiveDialog
from nqdesk.ui.funding.impact_dialog import ImpactDialog
from nqdesk.ui.funding.package_dialog import PackageDialog
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.funding.rule_acts import NOT_ALLOWED
from nqdesk.ui.jobs import Job
from nqdesk.ui.session import Message, Session
from nqdesk.ui.widgets.button import Button
from tests.actions.test_rule_packages import NAME, OWN, SHIPPED, newer, shipped_text
from tests.builders import TODAY
from tests.ui.accessibility import nameless, words
from tests.ui.conftest import Dialogs

FACT = """
source = "Richtlinie (erfunden)"
as_of = 2026-11-01

[[fact]]
name = "person.schwimmabzeichen"
type = "ja_nein"
label = "Schwimmabzeichen"
section = "Person"
common = true
"""


@pytest.fixture
def page(whole: FundingPage) -> FundingPage:
    """The whole page, told of every change as the window does."""

    def tell(change: Change) -> None:
        whole.refresh(change)

    whole.session.changed.connect(tell)
    whole.tabs.open("rules")
    return whole


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Path]:
    """Writes a package of these files."""

    def made(*sources: RuleSource) -> Path:
        path = tmp_path / "paket.json"
        files.write(RulePackage("Paket 2027", "Netzwerk Muster (erfunden)", TODAY, "Neue Schwelle", sources), path)
        return path

    return made


def press(within: QDialog, text: str) -> None:
    next(each for each in within.findChildren(Button) if each.text().strip() == text).click()


def test_a_package_is_shown_in_words_taken_over_and_taken_back(
    page: FundingPage, package: Callable[..., Path], dialogs: Dialogs, told: list[Message]
) -> None:
    said = []

    def take(dialog: QDialog) -> None:
        assert isinstance(dialog, PackageDialog)
        assert nameless(dialog) == []
        said.append(words(dialog))
        press(dialog, "Übernehmen")

    page.rules.show_instrument("beschaeftigte_82")
    dialogs.choose(package(RuleSource(SHIPPED, newer(shipped_text())), RuleSource(NAME, OWN)))
    dialogs.answer(take)
    page.rules.acts.take.trigger()
    for expected in ("Netzwerk Muster", "Paket 2027", "Neue Schwelle", "SHA-256", "geändert", "Zuschuss der Stadt"):
        assert expected in said[0]
    assert "massnahme.stunden > 160" not in said[0]
    assert "Regelpaket" in words(page.rules)
    assert page.rules.model.rowCount() == len(rule_book.shipped().book.instruments) + 1
    assert "centre_lager" in page.check.results.cards
    act = told[-1].act
    assert act is not None
    act()
    assert "centre_lager" not in page.check.results.cards
    assert page.rules.model.rowCount() == len(rule_book.shipped().book.instruments)


def test_a_package_that_is_not_taken_over_changes_nothing(
    page: FundingPage, package: Callable[..., Path], dialogs: Dialogs, told: list[Message]
) -> None:
    dialogs.choose(package(RuleSource(NAME, OWN)))
    dialogs.answer(lambda dialog: press(dialog, "Abbrechen"))
    page.rules.acts.take.trigger()
    assert rule_book.in_use(page.session.store) is rule_book.shipped()
    assert told == []


@pytest.fixture
def case(session: Session) -> KeptCheck:
    """An open check that the own rules say yes to."""
    engine = rule_book.shipped()
    known = Case({"massnahme.stunden": Decimal(101), "antrag.datum": TODAY})
    checked = engine.check(known, TODAY)
    made = kept_checks.snapshot(engine, known, checked, (), made_on=TODAY, subject="Erika", purpose="Beratung")
    session.perform(lambda store, now: kept_checks.keep(store, made, now))
    return checks.latest(session.store.db)[0]


@pytest.mark.usefixtures("case")
def test_before_a_package_is_taken_over_it_shows_whom_it_affects_and_writes_nothing(
    page: FundingPage, package: Callable[..., Path], dialogs: Dialogs
) -> None:
    store = page.session.store

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ImpactDialog)
        assert nameless(dialog) == []
        said = words(dialog)
        assert "keine Fassung → möglich" in said
        assert "Öffnen" not in said
        press(dialog, "Danach Wiedervorlage anlegen")

    def refuse(dialog: QDialog) -> None:
        changes = store.total_changes
        press(dialog, "Wen betrifft das?")
        assert "legt auch für 1 Fall eine Wiedervorlage an" in words(dialog)
        assert store.total_changes == changes
        press(dialog, "Abbrechen")

    dialogs.choose(package(RuleSource(NAME, OWN)))
    dialogs.answer(refuse)
    dialogs.answer(look)
    page.rules.acts.take.trigger()
    assert follow_ups.open_ones(store.db) == []
    assert rule_book.in_use(store) is rule_book.shipped()


def test_follow_ups_wanted_in_the_preview_are_made_once_the_package_is_taken_over(
    page: FundingPage, package: Callable[..., Path], case: KeptCheck, dialogs: Dialogs, told: list[Message]
) -> None:
    store = page.session.store

    def take(dialog: QDialog) -> None:
        press(dialog, "Wen betrifft das?")
        press(dialog, "Doch nicht")
        assert "Wiedervorlage an." not in words(dialog)
        press(dialog, "Wen betrifft das?")
        press(dialog, "Übernehmen")

    dialogs.choose(package(RuleSource(NAME, OWN)))
    dialogs.answer(take)
    for _ in range(2):
        dialogs.answer(lambda dialog: press(dialog, "Danach Wiedervorlage anlegen"))
    page.rules.acts.take.trigger()
    assert [each.about_id for each in follow_ups.open_ones(store.db)] == [case.id]
    assert told[-1].text == "Regelpaket übernommen, dazu 1 Wiedervorlage."
    act = told[-1].act
    assert act is not None
    act()
    assert "centre_lager" not in rule_book.in_use(store).book.by_id


@pytest.mark.usefixtures("case")
def test_a_comparison_that_is_stopped_leaves_the_preview_as_it_was(
    page: FundingPage,
    package: Callable[..., Path],
    dialogs: Dialogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = page.session
    run = session.run

    def stopped(*arguments: Any, **named: Any) -> Job:
        session.jobs.started.connect(lambda job: job.cancel())
        return run(*arguments, **named)

    monkeypatch.setattr(session, "run", stopped)

    def look(dialog: QDialog) -> None:
        press(dialog, "Wen betrifft das?")
        assert dialog.isVisible()
        assert "Wiedervorlage an." not in words(dialog)
        press(dialog, "Abbrechen")

    dialogs.choose(package(RuleSource(NAME, OWN)))
    dialogs.answer(look)
    page.rules.acts.take.trigger()


def test_faults_of_a_package_are_listed_with_file_and_line_and_it_cannot_be_taken(
    page: FundingPage, package: Callable[..., Path], dialogs: Dialogs
) -> None:
    broken = OWN.replace("massnahme.stunden > 100", "massnahme.stunden > person.status")

    def look(dialog: QDialog) -> None:
        assert f"{NAME}, Zeile 19" in words(dialog)
        assert "ungleiche Dinge" in words(dialog)
        take = next(each for each in dialog.findChildren(Button) if each.text().strip() == "Übernehmen")
        assert not take.isEnabled()
        press(dialog, "Abbrechen")

    dialogs.choose(package(RuleSource(NAME, broken)))
    dialogs.answer(look)
    page.rules.acts.take.trigger()


def test_older_files_and_a_package_without_news_say_so(
    page: FundingPage, package: Callable[..., Path], dialogs: Dialogs
) -> None:
    def look(dialog: QDialog) -> None:
        assert "Wird nicht übernommen" in words(dialog)
        assert SHIPPED in words(dialog)
        assert "Das Paket ändert nichts" in words(dialog)
        press(dialog, "Abbrechen")

    old = newer(shipped_text(), "2020-01-01").replace("as_of = 2026", "as_of = 2019")
    dialogs.choose(package(RuleSource(SHIPPED, old)))
    dialogs.answer(look)
    page.rules.acts.take.trigger()


def test_a_file_that_is_no_package_is_told(
    page: FundingPage, tmp_path: Path, dialogs: Dialogs, told: list[Message]
) -> None:
    path = tmp_path / "falsch.json"
    path.write_text("{}", encoding="utf-8")
    dialogs.choose(path)
    page.rules.acts.take.trigger()
    assert "kein Regelpaket" in told[-1].text


def test_own_instruments_are_given_away_as_a_package(
    page: FundingPage, session: Session, tmp_path: Path, dialogs: Dialogs, told: list[Message]
) -> None:
    dialogs.answer(lambda dialog: press(dialog, "Verstanden"))
    page.rules.acts.give_action.trigger()
    session.perform(lambda store, now: save_own(store, RuleSource(NAME, OWN), now, reason="neu"))

    def give(dialog: QDialog) -> None:
        assert isinstance(dialog, GiveDialog)
        assert dialog.chosen == ["centre_lager"]
        press(dialog, "Weitergeben …")

    dialogs.answer(give)
    dialogs.choose(out := tmp_path / "weiter.json")
    page.rules.acts.give_action.trigger()
    assert told[-1].text == "Gespeichert: weiter.json"
    assert [file.name for file in files.read(out).files] == [NAME]


def test_without_verwaltung_nothing_is_taken_over_and_the_button_says_why(counsellor: Session) -> None:
    page = FundingPage(counsellor)
    page.tabs.open("rules")
    assert not page.rules.acts.take.isEnabled()
    assert page.rules.acts.take.toolTip() == NOT_ALLOWED
    page.deleteLater()


def test_new_rules_count_at_once_and_nothing_entered_is_lost(page: FundingPage, session: Session) -> None:
    page.check.facts.edited.emit("person.status", "arbeitslos")
    page.check.refresh()
    facts = page.check.facts
    session.perform(lambda store, now: save_own(store, RuleSource(NAME, OWN), now, reason="neu"))
    assert page.check.results.cards["centre_lager"].result is Result.OPEN
    assert page.check.case.values == {"person.status": "arbeitslos"}
    assert page.check.facts is facts


def test_a_package_with_another_fact_brings_its_field_and_undo_takes_it_away(
    page: FundingPage, session: Session, package: Callable[..., Path], told: list[Message]
) -> None:
    page.check.facts.edited.emit("person.status", "arbeitslos")
    page.check.refresh()
    found = rule_packages.preview(session.store, package(RuleSource("facts/zusatz_muster.toml", FACT)))
    session.perform(lambda store, now: rule_packages.take_over(store, found, now))
    assert page.check.facts.field("person.schwimmabzeichen") is not None
    page.check.facts.edited.emit("person.schwimmabzeichen", True)
    page.check.refresh()
    assert page.check.case.values == {"person.status": "arbeitslos", "person.schwimmabzeichen": True}
    act = told[-1].act
    assert act is not None
    act()
    assert page.check.facts.field("person.schwimmabzeichen") is None
    assert page.check.case.values == {"person.status": "arbeitslos"}
    QApplication.processEvents()


def test_texts_that_do_not_count_are_named_with_their_reason(
    page: FundingPage, session: Session, package: Callable[..., Path], dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page.rules.aside.isVisibleTo(page.rules)
    found = rule_packages.preview(session.store, package(RuleSource(SHIPPED, newer(shipped_text()))))
    later = tuple(
        RuleSource(source.name, newer(source.text, "2027-06-01")) if source.name == SHIPPED else source
        for source in rule_book.shipped_sources()
    )
    monkeypatch.setattr(rule_book, "shipped_sources", lambda: later)  # a newer program reads the same database
    monkeypatch.setattr(rule_book, "_made", {})
    session.perform(lambda store, now: rule_packages.take_over(store, found, now))
    assert page.rules.aside.isVisibleTo(page.rules)
    assert "neueren Stand" in words(page.rules.aside)
    assert SHIPPED in words(page.rules.aside)

    def look(dialog: QDialog) -> None:
        assert "Netzwerk Muster" in words(dialog)
        press(dialog, "Schließen")

    dialogs.answer(look)
    page.rules.aside.findChildren(Button)[0].click()
