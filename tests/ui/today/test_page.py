"""The start page: follow-ups, changes of rules, programmes that end, and whom a change affects."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import follow_ups as actions
from nqdesk.actions import kept_checks, rule_book, rule_packages, today
from nqdesk.domain.change import Area
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding import rule_news
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store import follow_ups
from nqdesk.store.database import Store
from nqdesk.ui.follow_up_dialog import FollowUpDialog
from nqdesk.ui.funding.impact_dialog import ImpactDialog
from nqdesk.ui.session import Message, Session
from nqdesk.ui.today.page import TodayPage
from nqdesk.ui.widgets.label import Label
from tests.actions.test_rule_packages import NAME, OWN
from tests.builders import NOW, TODAY
from tests.ui.accessibility import nameless
from tests.ui.conftest import Dialogs


def kept(store: Store) -> KeptCheck:
    engine = rule_book.shipped()
    case = Case({"massnahme.stunden": Decimal(101), "antrag.datum": TODAY})
    check = kept_checks.snapshot(
        engine, case, engine.check(case, TODAY), (), made_on=TODAY, subject="Erika Beispiel", purpose="Beratung"
    )
    kept_checks.keep(store, check, NOW)
    return check


@pytest.fixture
def make(session: Session, show: Callable[[QWidget], QWidget], qtbot: QtBot) -> Callable[[], TodayPage]:
    def made() -> TodayPage:
        page = TodayPage(session)
        page.resize(1228, 860)
        show(page)
        qtbot.waitUntil(lambda: page.shown is not None)
        session.changed.connect(page.refresh)
        return page

    return made


def texts(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(Label) if label.isVisibleTo(page))


def button(page: QWidget, name: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.accessibleName() == name)


def test_an_empty_database_says_that_nothing_is_due(make: Callable[[], TodayPage]) -> None:
    page = make()
    assert "Nichts fällig." in texts(page)
    assert nameless(page) == []


def test_follow_ups_are_shown_with_whom_they_are_about_and_can_be_done_and_taken_back(
    make: Callable[[], TodayPage], store: Store, session: Session
) -> None:
    check = kept(store)
    late = FollowUp(due=TODAY - timedelta(days=1), text="Unterlagen nachfordern", about_id=check.id)
    far = FollowUp(due=TODAY + timedelta(days=15), text="Fern")
    actions.save(store, [late, far], NOW)
    page = make()
    shown = texts(page)
    assert "Unterlagen nachfordern" in shown
    assert "Erika Beispiel" in shown
    assert "Fern" not in shown
    assert "Später fällig: 1" in shown
    said: list[Message] = []
    session.told.connect(said.append)
    button(page, "Erledigt: Unterlagen nachfordern").click()
    assert "Unterlagen nachfordern" not in texts(page)
    assert [found.text for found in follow_ups.open_ones(store.db)] == ["Fern"]
    assert said[-1].action == "Rückgängig"
    assert said[-1].act is not None
    said[-1].act()
    assert "Unterlagen nachfordern" in texts(page)


def test_a_follow_up_leads_to_its_check(make: Callable[[], TodayPage], store: Store, session: Session) -> None:
    check = kept(store)
    actions.save(store, [FollowUp(due=TODAY, text="Anrufen", about_id=check.id)], NOW)
    page = make()
    opened: list[Any] = []
    session.asked_to_open.connect(lambda area, record: opened.append((area, record)))
    button(page, "Fördercheck: Anrufen").click()
    assert opened == [(Area.CHECKS, check.id)]


def test_a_new_follow_up_needs_its_words(make: Callable[[], TodayPage], store: Store, dialogs: Dialogs) -> None:
    page = make()

    def enter(dialog: Any) -> None:
        assert isinstance(dialog, FollowUpDialog)
        dialog.save()
        assert dialog.result() == 0
        dialog.form.field("text").set_value("Portfolio drucken")
        dialog.save()

    dialogs.answer(enter)
    page.new_record()
    assert [found.text for found in follow_ups.open_ones(store.db)] == ["Portfolio drucken"]
    assert "Portfolio drucken" in texts(page)


def test_rules_that_were_taken_over_show_whom_they_affect_and_note_it(
    make: Callable[[], TodayPage], store: Store, dialogs: Dialogs, qtbot: QtBot
) -> None:
    check = kept(store)
    rule_packages.save_own(store, RuleSource(NAME, OWN), NOW, reason="neu für Musterstadt")
    page = make()
    assert "neu für Musterstadt" in texts(page)

    def note(dialog: Any) -> None:
        assert isinstance(dialog, ImpactDialog)
        assert "keine Fassung → möglich" in texts(dialog)
        qtbot.waitUntil(lambda: dialog.isActiveWindow())
        dialog.noting.setFocus()
        dialog.noting.click()

    dialogs.answer(note)
    pressed = button(page, "Wen betrifft das?: Zuschuss der Stadt Musterstadt")
    pressed.setFocus()
    pressed.click()
    assert [found.about_id for found in follow_ups.open_ones(store.db)] == [check.id]
    now = page.window().focusWidget()  # the button is gone, the keyboard is still among what is shown
    assert isinstance(now, QPushButton)
    assert now is not pressed
    assert now.isVisibleTo(page)


def test_where_nobody_is_affected_the_dialog_says_so(
    make: Callable[[], TodayPage], store: Store, dialogs: Dialogs
) -> None:
    rule_packages.save_own(store, RuleSource(NAME, OWN), NOW, reason="neu")
    page = make()
    seen: list[str] = []
    dialogs.answer(lambda dialog: seen.append(texts(dialog)))
    button(page, "Wen betrifft das?: Zuschuss der Stadt Musterstadt").click()
    assert "Keine offenen Fälle" in seen[0]


def test_versions_that_begin_and_programmes_that_end_are_told_by_day() -> None:
    book = rule_book.shipped().book
    begun = rule_news.news(book, date(2024, 4, 20))
    assert "beschaeftigte_82" in {found.change.instrument.id for found in begun.beginnings}
    days = [found.day for found in begun.beginnings]
    assert days == sorted(days)
    assert all(date(2024, 2, 20) <= day <= date(2024, 10, 20) for day in days)
    ended = {found.instrument.id: found for found in rule_news.news(book, date(2022, 1, 15)).endings}
    assert ended["land_he_qualifizierungsscheck"].last == date(2021, 12, 31)


def test_a_version_is_to_be_read_again_on_the_181st_day() -> None:
    book = rule_book.shipped().book
    first = min(v.as_of for i in book.instruments if (v := i.version_on(TODAY)))
    assert rule_news.news(book, first + timedelta(days=180)).unread == ()
    assert rule_news.news(book, first + timedelta(days=181)).unread != ()


def test_the_rules_around_a_change_are_those_before_and_after_it(store: Store) -> None:
    rule_packages.save_own(store, RuleSource(NAME, OWN), NOW, reason="neu")
    later = OWN.replace("> 100", "> 90")
    rule_packages.save_own(store, RuleSource(NAME, later), NOW + timedelta(hours=1), reason="90")
    rule_packages.save_own(store, replace(RuleSource(NAME, OWN), text=""), NOW + timedelta(hours=2), reason="aus")
    third, second, first = today.read(store, TODAY).taken
    assert third.title == second.title == first.title == "Zuschuss der Stadt Musterstadt"
    before, after = today.engines_around(store, first)
    assert "centre_lager" not in before.book.by_id
    assert after.book.by_id["centre_lager"].versions[0].criteria[0].expression.text == "massnahme.stunden > 100"
    before, after = today.engines_around(store, second)
    assert before.book.by_id["centre_lager"].versions[0].criteria[0].expression.text == "massnahme.stunden > 100"
    assert after.book.by_id["centre_lager"].versions[0].criteria[0].expression.text == "massnahme.stunden > 90"
    assert "centre_lager" not in today.engines_around(store, third)[1].book.by_id


def test_the_rules_are_read_once_the_window_stands_there(
    session: Session, show: Callable[[QWidget], QWidget], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(rule_book, "is_ready", lambda _store: False)
    page = TodayPage(session)
    assert page.shown is None
    show(page)
    qtbot.waitUntil(lambda: page.shown is not None)
    assert "Regeln ändern sich" in texts(page)
