"""The sections Verlauf and Tabellenzuordnungen."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from nqdesk.actions import centre, follow_ups, kept_checks, layouts, offers, people
from nqdesk.actions.messages import known
from nqdesk.domain.attendees import Attendee
from nqdesk.domain.centre import Centre
from nqdesk.domain.change import Area
from nqdesk.domain.column_layout import ColumnLayout
from nqdesk.domain.events import Event
from nqdesk.domain.follow_ups import FollowUp
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.funding.rule_text import RuleText
from nqdesk.domain.offers import Offer
from nqdesk.domain.organisations import Organisation
from nqdesk.domain.people import Right
from nqdesk.domain.portfolio import PortfolioChoice
from nqdesk.domain.record import Record
from nqdesk.domain.settings import Settings
from nqdesk.store import centre as stored_centre
from nqdesk.store import import_layouts, trail
from nqdesk.store import offers as stored
from nqdesk.ui.session import Message, Session
from nqdesk.ui.settings import trail_words
from nqdesk.ui.settings.name_dialog import NameDialog
from nqdesk.ui.settings.page import LAYOUTS, TRAIL, SettingsPage
from nqdesk.ui.settings.trail_section import TrailSection
from tests.builders import a_kept_check, an_offer
from tests.keyboard import retype
from tests.ui.accessibility import words
from tests.ui.conftest import Dialogs
from tests.ui.settings.conftest import button


def section_of(page: SettingsPage) -> TrailSection:
    section = page.open(TRAIL)
    assert isinstance(section, TrailSection)
    return section


def save(session: Session, **values: object) -> str:
    offer = an_offer(**values)
    session.perform(lambda store, now: offers.save_offer(store, offer, now), quiet=True)
    return offer.id


def test_a_change_says_who_what_and_from_what_to_what(page: SettingsPage, session: Session) -> None:
    offer = stored.get(session.store.db, save(session))
    assert offer is not None
    changed = replace(offer, price=Decimal("1250.50"), childcare=True, certified_until=date(2027, 3, 4))
    session.perform(lambda store, now: offers.save_offer(store, changed, now), quiet=True)
    said = words(section_of(page))
    assert "Angebot gespeichert: Teilqualifikation 1 Wareneingang" in said
    assert "23.11.2026" in said
    assert "Anna" in said
    assert "Preis: 4860,00\u00a0€ → 1250,50\u00a0€" in said
    assert "Kinderbetreuung: leer → ja" in said
    assert "zugelassen bis: leer → 04.03.2027" in said


def test_filters_by_person_and_area(page: SettingsPage, session: Session) -> None:
    save(session)
    session.perform(lambda store, now: centre.save_centre(store, Centre(name="Süd"), now), quiet=True)
    section = section_of(page)
    section.area.set_value(Area.CENTRE)
    section.area.edited.emit()
    said = words(section.rows)
    assert "Beratungsstelle gespeichert" in said
    assert "Angebot" not in said
    section.area.set_value(Area.EVENTS)
    section.area.edited.emit()
    assert section.rows.count == 0
    assert "Nichts gefunden" in words(section)


def test_older_changes_come_page_by_page(page: SettingsPage, session: Session) -> None:
    for number in range(30):
        save(session, title=f"Kurs {number:02}", source_id=str(number))
    section = section_of(page)
    assert section.rows.count == 25
    assert "Kurs 29" in words(section.rows)
    section.more.click()
    assert section.rows.count == 30
    assert "Kurs 00" in words(section.rows)
    assert not section.more.isVisible()


def test_a_change_is_taken_back_from_here(page: SettingsPage, session: Session) -> None:
    offer_id = save(session)
    section = section_of(page)
    button(section, "Rückgängig").click()
    assert stored.get(session.store.db, offer_id) is None
    assert "zurückgenommen" in words(section.rows)


def test_what_a_person_may_not_change_they_may_not_take_back(session: Session, told: list[Message]) -> None:
    session.perform(lambda store, now: centre.save_centre(store, Centre(name="Süd"), now), quiet=True)
    people.add_person(session.store, "Dora", "ein Passwort für Dora", frozenset(Right), session.now())
    counsellor = replace(session.store.person, rights=frozenset({Right.BERATUNG}))
    people.change_person(session.store, counsellor, session.now())
    change = trail.last_undoable(session.store.db)
    assert change is not None
    assert change.areas == {Area.CENTRE}
    assert not session.may_undo(change)
    session.undo()
    assert "Recht „Verwaltung“" in told[-1].text
    assert stored_centre.get(session.store.db).name == "Süd"


@pytest.mark.parametrize(
    ("area", "name", "value", "shown"),
    [
        (Area.OFFERS, "kind", "tq", "Teilqualifikation"),
        (Area.EVENTS, "kind", "company", "Unternehmensveranstaltung"),
        (Area.OFFERS, "funding", ["bildungsgutschein"], "Bildungsgutschein"),
        (Area.PEOPLE, "rights", ["beratung", "verwaltung"], "Beratung, Verwaltung"),
        (Area.EVENTS, "begins", "14:30:00", "14:30 Uhr"),
        (Area.EVENTS, "day", "2027-01-07", "07.01.2027"),
        (Area.PORTFOLIOS, "added", ["a", "b"], "2 Angebote"),
        (Area.OFFERS, "dates", [{"place": "Lahr"}, {}], "2 Einträge"),
        (Area.SETTINGS, "lock_after_minutes", 0, "nie"),
        (Area.SETTINGS, "lock_after_minutes", 15, "15 Minuten"),
        (Area.CENTRE, "agency_district", "651", "Offenburg (651)"),
        (Area.OFFERS, "note", "", "leer"),
        (Area.OFFERS, "accessible", False, "nein"),
        (Area.OFFERS, "description", "x " * 200, "x " * 45 + " …"),
    ],
)
def test_values_are_written_as_people_write_them(
    session: Session, area: Area, name: str, value: object, shown: str
) -> None:
    assert trail_words.shown(session, area, name, value).split() == shown.split()


def a_layout(session: Session, name: str) -> None:
    layout = ColumnLayout(name, {"title": "Kurs", "start": "Beginn"})
    session.perform(lambda store, now: layouts.save_layout(store, layout, now), quiet=True)


def test_a_mapping_is_renamed_and_deleted(page: SettingsPage, session: Session, dialogs: Dialogs) -> None:
    section = page.open(LAYOUTS)
    assert "Noch keine Zuordnung gespeichert" in words(section)
    a_layout(session, "Liste VHS")
    a_layout(session, "Liste bfw")
    assert "2 Spalten" in words(section)

    def rename(dialog: QDialog) -> None:
        assert isinstance(dialog, NameDialog)
        retype(dialog.name, "liste BFW")
        dialog.save()
        assert "gibt es in dieser Datenbank schon" in words(dialog)
        retype(dialog.name, "Kursliste VHS")
        dialog.save()

    dialogs.answer(rename)
    button(section, "Liste VHS umbenennen").click()
    assert [layout.name for layout in import_layouts.every(session.store.db)] == ["Kursliste VHS", "Liste bfw"]
    button(section, "Liste bfw löschen").click()
    assert [layout.name for layout in import_layouts.every(session.store.db)] == ["Kursliste VHS"]
    session.undo()
    assert len(import_layouts.every(session.store.db)) == 2


def test_every_field_that_the_trail_may_name_has_a_german_word() -> None:
    kinds = (KeptCheck, FollowUp, RuleText, Offer, Organisation, Event, Attendee, PortfolioChoice, Centre, Settings)
    names = {field.name for kind in (*kinds, ColumnLayout) for field in fields(kind)}
    bookkeeping = {field.name for field in fields(Record)}
    ids = {"event_id", "about_id", "company_id"}
    assert sorted(names - bookkeeping - ids - known("field")) == []


def test_what_only_machines_read_is_not_shown(page: SettingsPage, session: Session) -> None:
    check = a_kept_check(subject="Erika Beispiel (erfunden)")
    session.perform(lambda store, now: kept_checks.keep(store, check, now), quiet=True)
    due = FollowUp(due=date(2027, 4, 1), text="Neu besprechen", about_id=check.id)
    session.perform(lambda store, now: follow_ups.save(store, [due], now), quiet=True)
    section = section_of(page)
    said = words(section)
    assert "Name oder Zeichen: Erika Beispiel (erfunden)" in said
    assert "fällig am: 01.04.2027" in said
    assert check.id not in said
    assert check.rule_book not in said
    page.resize(900, 700)
    QApplication.processEvents()
    assert section.width() <= page.width()
