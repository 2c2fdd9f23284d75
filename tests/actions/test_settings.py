"""What the settings ask of the actions: trail by person and area, layouts renamed, backups checked before a restore."""

from dataclasses import replace
from pathlib import Path

import pytest

from nqdesk.actions import backups, catalogue, centre, covers, layouts, offers, people, undoing
from nqdesk.actions.refused import Refused
from nqdesk.domain.centre import Centre
from nqdesk.domain.change import Area
from nqdesk.domain.column_layout import ColumnLayout
from nqdesk.domain.failure import Failure
from nqdesk.domain.people import Right
from nqdesk.domain.settings import Settings
from nqdesk.store import centre as stored_centre
from nqdesk.store import import_layouts, trail
from nqdesk.store.database import Store
from tests.actions.conftest import PASSWORD, finish
from tests.builders import NOW, TODAY, an_offer


def test_the_trail_comes_in_pages_of_one_person_and_one_area(store: Store) -> None:
    before = len(trail.page(store.db, 100))
    for number in range(5):
        offers.save_offer(store, an_offer(source_id=str(number)), NOW)
    centre.save_centre(store, Centre(name="Süd"), NOW)
    first = trail.page(store.db, 4)
    rest = trail.page(store.db, 100, before=first[-1].change.number)
    numbers = [entry.change.number for entry in (*first, *rest)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == before + 6
    assert {entry.change.verb for entry in trail.page(store.db, 9, area=Area.CENTRE)} == {"save_centre"}
    assert len(trail.page(store.db, 9, area=Area.OFFERS, who="Anna")) == 5
    assert trail.page(store.db, 9, who="Niemand") == []
    assert trail.names(store.db) == ["Anna"]
    last = trail.last(store.db)
    assert last is not None
    assert last.verb == "save_centre"


def test_settings_are_taken_back_only_by_who_may_change_them(store: Store) -> None:
    change = centre.save_centre(store, Centre(name="Süd"), NOW)
    anna = store.person
    people.add_person(store, "Dora", "ein Passwort für Dora", frozenset(Right), NOW)
    people.change_person(store, replace(anna, rights=frozenset({Right.BERATUNG})), NOW)
    assert not undoing.may_undo(store.person, change)
    with pytest.raises(Refused) as refused:
        undoing.undo_change(store, change.number, NOW)
    assert [problem.code for problem in refused.value.problems] == ["right_missing"]
    assert stored_centre.get(store.db).name == "Süd"


def test_who_may_only_administer_takes_settings_back_but_no_offers(store: Store) -> None:
    offer = offers.save_offer(store, an_offer(), NOW)
    change = centre.save_centre(store, Centre(name="Süd"), NOW)
    people.change_person(store, replace(store.person, rights=frozenset({Right.VERWALTUNG})), NOW)
    assert undoing.may_undo(store.person, change)
    assert not undoing.may_undo(store.person, offer)
    undoing.undo_change(store, change.number, NOW)
    assert stored_centre.get(store.db).name != "Süd"
    with pytest.raises(Refused) as refused:
        undoing.undo_change(store, offer.number, NOW)
    assert [problem.code for problem in refused.value.problems] == ["right_beratung_missing"]


def test_a_layout_is_renamed_and_that_can_be_undone(store: Store) -> None:
    for name in ("Liste A", "Liste B"):
        layouts.save_layout(store, ColumnLayout(name, {"title": "Kurs"}), NOW)
    for wrong, code in (("  ", "required"), ("liste b", "name_taken")):
        with pytest.raises(Refused) as refused:
            layouts.rename_layout(store, "Liste A", wrong, NOW)
        assert [problem.code for problem in refused.value.problems] == [code]
    change = layouts.rename_layout(store, "Liste A", "LISTE A", NOW)
    assert [layout.name for layout in import_layouts.every(store.db)] == ["LISTE A", "Liste B"]
    undoing.undo_change(store, change.number, NOW)
    assert [layout.name for layout in import_layouts.every(store.db)] == ["Liste A", "Liste B"]
    with pytest.raises(Failure) as failed:
        layouts.rename_layout(store, "Liste C", "Liste D", NOW)
    assert failed.value.code == "missing_layout"


def test_a_backup_is_checked_while_the_database_is_open(store: Store, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    centre.save_settings(store, Settings(backup_folder=str(second)), NOW)
    made = finish(backups.back_up(store, NOW))
    assert made.second is not None
    assert [one.path for one in backups.made(store)] == [made.path]
    backups.demand_restorable(store, made.path, PASSWORD)
    with pytest.raises(Failure) as failed:
        backups.demand_restorable(store, made.path, "ein falsches Passwort")
    assert failed.value.code == "wrong_password"
    content = bytearray(made.path.read_bytes())
    content[5000] ^= 1
    made.path.write_bytes(content)
    with pytest.raises(Failure) as failed:
        backups.demand_restorable(store, made.path, PASSWORD)
    assert failed.value.code == "backup_damaged"
    backups.demand_restorable(store, made.second, PASSWORD)
    assert finish(backups.check(store)) == ()


def test_the_sheet_with_the_code_is_written_as_pdf(store: Store, tmp_path: Path) -> None:
    code = people.new_recovery_code(store, NOW)
    out = tmp_path / "blatt.pdf"
    people.write_recovery_sheet(store, code, TODAY, out)
    assert out.read_bytes().startswith(b"%PDF")


def test_text_on_a_cover_is_readable_whatever_the_colour() -> None:
    for colour in ("#10344C", "#F3B33D", "#FFFFFF", "#000000", "#777777", "#E30613"):
        assert covers.colours(colour).contrast >= 4.5
    assert covers.colours("rot").band == "#10344C"


def test_the_state_of_the_law_is_the_oldest_of_the_texts() -> None:
    from nqdesk.domain.events import EventKind

    states = {catalogue.funding_text(audience).as_of for audience in EventKind}
    assert catalogue.law_as_of() == min(states)
