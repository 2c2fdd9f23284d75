"""The list of offers, its filters and what is done with the chosen ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from peewee import Database
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import events as event_actions
from nqdesk.actions import offers as actions
from nqdesk.domain.change import Area
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import OfferKind, OfferState
from nqdesk.domain.organisations import Organisation
from nqdesk.store import offers, organisations, portfolios
from nqdesk.store.database import Store
from nqdesk.ui.offers.detail_cards import source_card
from nqdesk.ui.offers.event_picker import EventPicker
from nqdesk.ui.offers.facts import Facts
from nqdesk.ui.offers.filter_bar import BIN
from nqdesk.ui.offers.page import OffersPage
from nqdesk.ui.session import Message, Session
from tests.builders import TODAY, an_event, an_offer
from tests.keyboard import press, type_text
from tests.ui.accessibility import nameless
from tests.ui.conftest import Dialogs


def listed(page: OffersPage) -> int:
    return page.table.model_of_offers.rowCount()


def titles(page: OffersPage) -> list[str]:
    model = page.table.model_of_offers
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def search(page: OffersPage, text: str) -> None:
    type_text(page.filters.search, text)
    press(page.filters.search, Qt.Key.Key_Return)


def choose_state(page: OffersPage, state: object) -> None:
    page.filters.states.set_value(page.filters.states.value() | {state})
    page.filters.states.edited.emit()


def select(page: OffersPage, rows: range) -> None:
    flags = QItemSelectionModel.SelectionFlag
    for row in rows:
        page.table.selectionModel().select(page.table.model_of_offers.index(row, 0), flags.Select | flags.Rows)


def button(within: QWidget, text: str) -> QPushButton:
    found = [b for b in within.findChildren(QPushButton) if b.text().strip() == text and b.isVisibleTo(within)]
    assert found, f"no button {text!r} but {[b.text() for b in within.findChildren(QPushButton)]}"
    return found[0]


def test_all_offers_are_listed_and_counted_and_the_first_is_shown(
    page: OffersPage, store: Store, settle: Callable[[], None]
) -> None:
    assert listed(page) == offers.count(store.db, OfferQuery(), TODAY) > 30
    settle()
    assert page.detail.shown_id == page.table.model_of_offers.id_at(0)


def test_a_list_that_had_the_focus_first_has_its_first_row_selected(
    page: OffersPage, settle: Callable[[], None]
) -> None:
    page.table.selectionModel().clear()
    page.table.selectionModel().setCurrentIndex(
        page.table.model_of_offers.index(1, 0), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    page.refresh(None)
    assert page.table.selected_ids() == [page.table.model_of_offers.id_at(1)]
    settle()


def test_typing_searches_and_escape_shows_everything_again(page: OffersPage) -> None:
    everything = listed(page)
    search(page, "gebäude")
    assert 0 < listed(page) < everything
    assert all("ebäude" in title for title in titles(page))
    press(page.filters.search, Qt.Key.Key_Escape)
    press(page.filters.search, Qt.Key.Key_Return)
    assert listed(page) == everything


def test_what_is_not_found_says_so_and_one_click_takes_the_search_back(page: OffersPage) -> None:
    everything = listed(page)
    search(page, "gibtesnicht")
    assert not page.table.isVisible()
    button(page, "Suche und Filter zurücksetzen").click()
    assert page.table.isVisible()
    assert listed(page) == everything


def test_a_chip_lists_the_offers_of_a_state(page: OffersPage, store: Store) -> None:
    choose_state(page, OfferState.TO_CHECK)
    assert listed(page) == offers.state_counts(store.db, TODAY)[OfferState.TO_CHECK] > 0


def test_filters_are_combined(page: OffersPage, store: Store) -> None:
    page.filters.kinds.set_value(frozenset({OfferKind.TQ}))
    page.filters.kinds.changed.emit()
    only_tq = listed(page)
    assert only_tq == offers.count(store.db, OfferQuery(kinds=frozenset({OfferKind.TQ})), TODAY) > 0
    search(page, "lager")
    assert 0 < listed(page) < only_tq


def test_a_filter_menu_is_worked_with_the_keyboard_and_names_what_is_chosen(page: OffersPage) -> None:
    menu = page.filters.kinds
    press(menu, Qt.Key.Key_Down)
    panel = QApplication.activePopupWidget()
    assert panel is not None
    press(panel.focusWidget(), Qt.Key.Key_Space)
    press(panel, Qt.Key.Key_Escape)
    assert menu.value() == {OfferKind.TQ}
    assert "Teilqualifikation" in menu.text()
    assert all(title.startswith("TQ") for title in titles(page))


def test_a_click_on_a_heading_sorts_in_the_database(page: OffersPage) -> None:
    header = page.table.horizontalHeader()
    header.sectionClicked.emit(0)
    first = titles(page)
    assert first == sorted(first, key=str.casefold) or first == sorted(first, key=str.casefold, reverse=True)


def test_delete_moves_to_the_bin_and_the_message_offers_the_way_back(
    page: OffersPage, told: list[Message], store: Store
) -> None:
    before, gone = listed(page), page.table.model_of_offers.id_at(0)
    page.table.choose_row(0)
    press(page.table, Qt.Key.Key_Delete)
    assert listed(page) == before - 1
    assert offers.get(store.db, gone) is None
    assert told[-1].action == "Rückgängig"
    assert told[-1].act is not None
    told[-1].act()
    assert listed(page) == before
    assert offers.get(store.db, gone) is not None


def test_the_bin_restores_and_erases_after_a_question(
    page: OffersPage, store: Store, session: Session, dialogs: Dialogs, settle: Callable[[], None]
) -> None:
    first, second = (page.table.model_of_offers.id_at(row) for row in (0, 1))
    session.perform(lambda s, now: actions.bin_offers(s, [first, second], now))
    choose_state(page, BIN)
    assert listed(page) == 2
    page.table.choose_row(0)
    settle()
    button(page.detail, "Wiederherstellen").click()
    assert listed(page) == 1
    page.table.choose_row(0)
    settle()
    dialogs.answer(lambda dialog: dialog.accept())
    button(page.detail, "Endgültig löschen …").click()
    assert listed(page) == 0
    assert sum(offers.get(store.db, i) is not None for i in (first, second)) == 1


def test_several_offers_can_be_confirmed_at_once(page: OffersPage, store: Store, settle: Callable[[], None]) -> None:
    choose_state(page, OfferState.TO_CHECK)
    ids = [page.table.model_of_offers.id_at(row) for row in range(listed(page))]
    assert len(ids) > 1
    select(page, range(len(ids)))
    settle()
    button(page.detail, "Als geprüft bestätigen").click()
    for offer in offers.many(store.db, ids):
        assert offer.information_date == TODAY
        assert not offer.check_reasons


def test_a_doubtful_occupation_is_decided_by_one_click(
    page: OffersPage, store: Store, session: Session, settle: Callable[[], None]
) -> None:
    doubtful = next(
        offer for offer in offers.each(store.db, OfferQuery(), TODAY) if "occupation_doubtful" in offer.check_reasons
    )
    page.show_record(Area.OFFERS, doubtful.id)
    settle()
    assert page.detail.shown_id == doubtful.id
    candidate = session.occupations.assign(
        doubtful.title, doubtful.degree, doubtful.codes, doubtful.keywords
    ).candidates[0]
    button(page.detail, session.occupations.by_id[candidate].title).click()
    decided = offers.get(store.db, doubtful.id)
    assert decided is not None
    assert decided.occupation_id == candidate
    assert "occupation_doubtful" not in decided.check_reasons


def test_old_information_is_marked_with_its_age(page: OffersPage, session: Session, settle: Callable[[], None]) -> None:
    old = an_offer(title="Alte Angaben", information_date=TODAY.replace(year=2025))
    session.perform(lambda s, now: actions.save_offer(s, old, now))
    page.show_record(Area.OFFERS, old.id)
    settle()
    words = [label.text() for label in page.detail.findChildren(QWidget) if hasattr(label, "text")]
    assert any("365 Tage alt" in str(word) for word in words)
    assert "Angaben alt" in words


def test_chosen_offers_go_into_the_portfolio_of_an_event(
    page: OffersPage, store: Store, session: Session, dialogs: Dialogs, settle: Callable[[], None]
) -> None:
    event = an_event()
    session.perform(lambda s, now: event_actions.save_event(s, event, now))
    select(page, range(3))
    settle()
    chosen = set(page.table.selected_ids())

    def add(dialog: QWidget) -> None:
        assert isinstance(dialog, EventPicker)
        dialog.accept()

    dialogs.answer(add)
    button(page.detail, "Zur Veranstaltung hinzufügen …").click()
    choice = portfolios.of_event(store.db, event.id)
    assert choice is not None
    assert choice.added == chosen


def test_all_offers_of_the_list_are_written_to_a_file(page: OffersPage, tmp_path: Path, told: list[Message]) -> None:
    search(page, "lager")
    out = tmp_path / "angebote.csv"
    page.export.export((), page.filters.query(OfferQuery()), out)
    assert len(out.read_text("utf-8-sig").strip().splitlines()) > listed(page)
    assert out.name in told[-1].text


def test_a_record_found_elsewhere_is_shown_whatever_the_filters(
    page: OffersPage, store: Store, settle: Callable[[], None]
) -> None:
    wanted = page.table.model_of_offers.id_at(listed(page) - 1)
    search(page, "gibtesnicht")
    page.show_record(Area.OFFERS, wanted)
    settle()
    assert page.table.chosen_id() == wanted
    provider = organisations.every(store.db)[0]
    page.show_record(Area.ORGANISATIONS, provider.id)
    assert listed(page) == offers.count(store.db, OfferQuery(provider_id=provider.id), TODAY)


def test_a_change_elsewhere_is_shown_and_the_chosen_row_stays(page: OffersPage, store: Store, session: Session) -> None:
    page.table.choose_row(4)
    chosen = page.table.chosen_id()
    offer = offers.get(store.db, page.table.model_of_offers.id_at(0))
    assert offer is not None
    session.perform(lambda s, now: actions.save_offer(s, replace(offer, title="Ganz neu benannt"), now))
    assert "Ganz neu benannt" in titles(page)
    assert page.table.chosen_id() == chosen


@pytest.mark.parametrize("width", [780, 1068, 1228, 1700])
def test_the_title_keeps_room_at_every_width(page: OffersPage, width: int) -> None:
    page.resize(width, 640)
    QApplication.processEvents()
    assert page.table.columnWidth(0) >= 150


def test_everything_on_the_page_says_what_it_is(page: OffersPage, settle: Callable[[], None]) -> None:
    settle()
    assert nameless(page) == []


class TestWithoutOffers:
    @pytest.fixture
    def is_filled(self) -> bool:
        return False

    def test_the_page_says_what_to_do_first(self, page: OffersPage, dialogs: Dialogs) -> None:
        assert not page.table.isVisible()
        dialogs.choose()
        button(page, "Datei einlesen").click()
        assert dialogs.titles == ["Angebotsdatei einlesen"]

    def test_the_first_offer_by_hand_takes_its_place(
        self, page: OffersPage, session: Session, settle: Callable[[], None]
    ) -> None:
        session.perform(lambda s, now: actions.save_offer(s, an_offer(provider_id=""), now))
        assert page.table.isVisible()
        settle()


def test_a_key_pressed_before_the_list_is_read_is_answered_with_the_last_text_only(
    page: OffersPage, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    read = offers.first_numbers

    def noted(db: Database, query: OfferQuery, on: date, limit: int) -> list[int]:
        asked.append(query.search)
        return read(db, query, on, limit)

    monkeypatch.setattr(offers, "first_numbers", noted)
    for text in ("l", "la", "lager"):
        page.filters.search.set_text(text)
        page.filters.typed.emit()
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked) and page.is_listed)
    assert asked == ["lager"]
    assert listed(page) == offers.count(store.db, OfferQuery(search="lager"), TODAY) > 0


def test_a_long_word_makes_the_facts_no_wider(qtbot: QtBot) -> None:
    facts = Facts()
    qtbot.addWidget(facts)
    facts.add("Datei", "kurskatalog.xml")
    narrow = facts.minimumSizeHint().width()
    facts.add("Datei", "kurskatalog_beispiel.xml")
    assert facts.minimumSizeHint().width() == narrow


@pytest.mark.parametrize(("number", "shown"), [("ubungswerk", False), ("900001", True)])
def test_the_folded_name_of_a_provider_is_not_shown_as_its_number(qtbot: QtBot, number: str, shown: bool) -> None:
    provider = Organisation(name="Ubungswerk")
    card = source_card(an_offer(source_provider=number), provider, TODAY)
    qtbot.addWidget(card)
    assert any(label.text() == "Anbieternummer" for label in card.findChildren(QLabel)) is shown
