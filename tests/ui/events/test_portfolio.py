"""The portfolio of an event: rule, hand, order, what is missing, preview, print and save."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import offers as offer_actions
from nqdesk.domain.change import Area
from nqdesk.domain.offers import Form, OfferKind
from nqdesk.domain.portfolio import OfferRule, Order, Variant
from nqdesk.store import offers, portfolios
from nqdesk.ui import printing
from nqdesk.ui.events.missing_card import MissingCard
from nqdesk.ui.events.missing_question import Answer, MissingQuestion
from nqdesk.ui.events.offer_picker import OfferPicker
from nqdesk.ui.events.page import EventsPage
from nqdesk.ui.events.rule_words import RuleWords
from nqdesk.ui.session import Message, Session
from tests.keyboard import leave, press, retype
from tests.ui.accessibility import words
from tests.ui.conftest import Dialogs

Settle = Callable[[], None]


def chosen(page: EventsPage) -> list[str]:
    selection = page.view.state.selection
    return [row.title for row in selection.rows] if selection is not None else []


def open_portfolio(page: EventsPage) -> None:
    page.view.tabs.open("portfolio")
    QApplication.processEvents()


def test_the_rule_is_told_in_words_with_its_count(page: EventsPage) -> None:
    open_portfolio(page)
    assert "Umkreis 80\u00a0km um 77652 Offenburg" in words(page.view.portfolio.rule)
    assert f"{len(chosen(page))} Angebote passen" in words(page.view.portfolio.rule)


def test_a_changed_rule_is_stored_and_counted(page: EventsPage, session: Session, settle: Settle) -> None:
    open_portfolio(page)
    before = len(chosen(page))
    card = page.view.portfolio.rule
    card.change_button.click()
    kinds = card.form.form.field("kinds")
    kinds.set_value(frozenset({OfferKind.UMSCHULUNG}))
    kinds.edited.emit()
    kinds.left.emit()
    settle()
    stored = portfolios.of_event(session.store.db, page.view.record.id)
    assert stored is not None
    assert stored.rule.kinds == {OfferKind.UMSCHULUNG}
    assert 0 < len(chosen(page)) < before
    assert "Umschulung" in words(card)


class Windows(QObject):
    """Notes everything that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_no_part_of_the_missing_information_is_ever_a_window(page: EventsPage, qapp: QApplication) -> None:
    selection = page.view.state.selection
    assert selection is not None
    windows = Windows()
    qapp.installEventFilter(windows)
    card = MissingCard(page)
    card.show_rows(selection.incomplete, selection.count)
    qapp.removeEventFilter(windows)
    assert "weitere zeigen" in words(card)
    assert windows.shown == []


def test_an_unsound_rule_is_not_stored(page: EventsPage, session: Session) -> None:
    open_portfolio(page)
    card = page.view.portfolio.rule
    card.change_button.click()
    plz = card.form.form.field("centre_plz")
    for typed, says in (("776", "fünf Ziffern"), ("99999", "nicht bekannt"), ("", "fehlt die Postleitzahl")):
        plz.setFocus()
        retype(plz, typed)
        leave(plz)
        assert says in words(card.form)
    stored = portfolios.of_event(session.store.db, page.view.record.id)
    assert stored is not None
    assert stored.rule.centre_plz == "77652"


def test_an_occupation_is_found_by_typing_and_taken_away_again(
    page: EventsPage, session: Session, settle: Settle
) -> None:
    open_portfolio(page)
    card = page.view.portfolio.rule
    card.change_button.click()
    field = card.form.form.field("occupations")
    field.search.setFocus()
    retype(field.search, "fachlagerist")
    press(field.search, Qt.Key.Key_Return)
    settle()
    assert all("Fachlagerist" in row for row in chosen(page))
    assert len(field.value()) == 1
    stored = portfolios.of_event(session.store.db, page.view.record.id)
    assert stored is not None
    assert stored.rule.occupations == field.value()


def test_without_a_rule_only_what_was_chosen_by_hand_stays(page: EventsPage, settle: Settle) -> None:
    open_portfolio(page)
    page.view.portfolio.rule.switch.click()
    settle()
    assert chosen(page) == []
    assert "Noch kein Angebot ausgewählt" in words(page.view.portfolio.offers)
    assert "Sobald Angebote ausgewählt sind" in words(page.view.portfolio.missing)


def test_an_offer_is_taken_out_and_comes_back(page: EventsPage, settle: Settle, told: list[Message]) -> None:
    open_portfolio(page)
    before = chosen(page)
    page.view.portfolio.offers.list.setFocus()
    page.view.portfolio.offers.list.choose_row(2)
    press(page.view.portfolio.offers.list, Qt.Key.Key_Delete)
    settle()
    assert len(chosen(page)) == len(before) - 1
    assert told[-1].text == "1 Angebot entfernt"
    assert "1 Angebot von Hand herausgenommen." in words(page.view.portfolio.offers)
    assert told[-1].act is not None
    told[-1].act()
    settle()
    assert chosen(page) == before
    page.view.portfolio.offers.list.choose_row(2)
    press(page.view.portfolio.offers.list, Qt.Key.Key_Delete)
    page.view.portfolio.offers.take_back_wanted.emit()
    settle()
    assert chosen(page) == before


def test_offers_are_added_by_hand_and_marked_so(
    page: EventsPage, settle: Settle, dialogs: Dialogs, told: list[Message]
) -> None:
    open_portfolio(page)
    page.view.portfolio.rule.switch.click()
    settle()

    def pick(dialog: QDialog) -> None:
        assert isinstance(dialog, OfferPicker)
        retype(dialog.search, "lager")
        press(dialog.search, Qt.Key.Key_Return)
        dialog.list.choose_row(0)
        press(dialog.list, Qt.Key.Key_Return)

    dialogs.answer(pick)
    page.view.portfolio.add_offers()
    settle()
    assert len(chosen(page)) == 1
    assert told[-1].text == "1 Angebot hinzugefügt"
    selection = page.view.state.selection
    assert selection is not None
    assert selection.rows[0].by_hand


def test_an_offer_withdrawn_later_is_said_to_be_left_out(page: EventsPage, session: Session, settle: Settle) -> None:
    selection = page.view.state.selection
    assert selection is not None
    offer_id = selection.rows[0].id
    page.view.state.add(frozenset({offer_id}))
    today = session.today()
    session.perform(lambda store, now: offer_actions.withdraw_offers(store, [offer_id], today, now))
    settle()
    assert "1 von Hand gewähltes Angebot ist vergangen oder zurückgezogen" in words(page.view.portfolio.offers)


def test_the_order_is_chosen_and_disclosed(page: EventsPage, session: Session, settle: Settle) -> None:
    open_portfolio(page)
    order = page.view.portfolio.order
    order.set_value(Order.DISTANCE)
    order.edited.emit()
    settle()
    stored = portfolios.of_event(session.store.db, page.view.record.id)
    assert stored is not None
    assert stored.order is Order.DISTANCE
    assert "Reihenfolge im Beruf: Entfernung, dann Beginn. Kein Anbieter wird bevorzugt." in words(
        page.view.portfolio.offers
    )


def test_a_click_on_missing_information_opens_the_offer(page: EventsPage, session: Session) -> None:
    asked: list[tuple[Area, str]] = []
    session.asked_to_open.connect(lambda area, record: asked.append((area, record)))
    selection = page.view.state.selection
    assert selection is not None
    first = selection.incomplete[0]
    assert first.missing[0] in words(page.view.portfolio.missing)
    page.view.portfolio.missing.open_wanted.emit(first.id)
    assert asked == [(Area.OFFERS, first.id)]


def test_what_was_mended_is_no_longer_missing(page: EventsPage, session: Session, settle: Settle) -> None:
    selection = page.view.state.selection
    assert selection is not None
    first = next(row for row in selection.rows if row.missing == ("kein Preis",))
    offer = offers.get(session.store.db, first.id)
    assert offer is not None
    session.perform(
        lambda store, now: offer_actions.save_offer(store, replace(offer, price_note="auf Anfrage"), now), quiet=True
    )
    settle()
    selection = page.view.state.selection
    assert selection is not None
    assert first.id not in {row.id for row in selection.incomplete}


def test_the_preview_shows_the_paper_and_makes_it_anew_after_a_change(
    page: EventsPage, settle: Settle, qtbot: QtBot
) -> None:
    page.view.tabs.open("preview")
    view = page.view.preview.preview.view
    qtbot.waitUntil(lambda: view.count > 10)
    pages = view.count
    first = page.view.paper.path
    page.view.state.save(by_rule=True, rule=OfferRule(forms=frozenset({Form.ONLINE})))
    settle()
    qtbot.waitUntil(lambda: page.view.paper.path not in (None, first))
    qtbot.waitUntil(lambda: 0 < view.count < pages)
    assert first is not None
    assert not first.exists(), "only the paper that holds lies in the private folder"


@pytest.mark.parametrize("variant", list(Variant))
def test_every_variant_is_shown(page: EventsPage, qtbot: QtBot, variant: Variant) -> None:
    page.view.tabs.open("portfolio")
    buttons = page.view.portfolio.print_choice.findChildren(QRadioButton)
    buttons[list(Variant).index(variant)].click()
    page.view.tabs.open("preview")
    qtbot.waitUntil(lambda: page.view.preview.preview.view.count > 0)
    assert page.view.preview.variant.value() is variant
    assert (page.view.preview.preview.view.count == 1) == (variant is Variant.POSTER)


def test_the_overview_of_one_occupation_has_few_pages(page: EventsPage, qtbot: QtBot) -> None:
    page.view.state.set_print(Variant.OVERVIEW, "")
    page.view.tabs.open("preview")
    view = page.view.preview.preview.view
    qtbot.waitUntil(lambda: view.count > 5)
    page.view.preview.occupation.set_value("Fachlagerist/in")
    page.view.preview.occupation.edited.emit()
    qtbot.waitUntil(lambda: view.count == 1)


def test_the_paper_is_saved_where_the_person_says(
    page: EventsPage, dialogs: Dialogs, told: list[Message], tmp_path: Path
) -> None:
    target = tmp_path / "Für Ämter.pdf"
    dialogs.choose(target)
    page.view.preview.save()
    assert target.read_bytes().startswith(b"%PDF-")
    assert (told[-1].text, told[-1].action) == ("Gespeichert: Für Ämter.pdf", "Ordner öffnen")
    assert dialogs.titles == ["Portfolio speichern"]


def test_a_full_disk_is_told_and_leaves_no_file(
    page: EventsPage, dialogs: Dialogs, told: list[Message], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    dialogs.choose(tmp_path / "voll.pdf")
    page.view.preview.save()
    assert "voll" in told[-1].text
    assert not list(tmp_path.glob("*voll.pdf*"))


def test_the_suggested_name_can_be_a_file_name(page: EventsPage) -> None:
    name = page.view.paper.suggested().name
    assert name == "Vollständiges Portfolio Wege zum Berufsabschluss Angebote für die Beratungspraxis 2026-12-03.pdf"


def test_before_printing_the_gaps_are_listed(page: EventsPage, dialogs: Dialogs, settle: Settle) -> None:
    settle()

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, MissingQuestion)
        assert "kein Preis" in words(dialog)
        dialog.answer = Answer.LOOK
        dialog.accept()

    dialogs.answer(look)
    page.print_it()
    assert page.view.tabs.key == "portfolio"


def test_printing_hands_the_pages_to_the_printer(
    page: EventsPage,
    dialogs: Dialogs,
    told: list[Message],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    out = tmp_path / "gedruckt.pdf"

    def printer(_parent: object, title: str) -> QPrinter:
        assert title == "Plakat A3"
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFileName(str(out))
        return made

    monkeypatch.setattr(printing, "ask_printer", printer)
    page.view.state.set_print(Variant.POSTER, "")

    def anyway(dialog: QDialog) -> None:
        assert isinstance(dialog, MissingQuestion)
        dialog.answer = Answer.PRINT
        dialog.accept()

    dialogs.answer(anyway)
    page.print_it()
    qtbot.waitUntil(out.exists)
    assert "Plakat A3: 1 Seite an den Drucker gegeben." in [message.text for message in told]


def test_nothing_is_printed_without_offers(page: EventsPage, settle: Settle, told: list[Message]) -> None:
    page.view.state.save(by_rule=False, added=frozenset())
    settle()
    page.print_it()
    assert told[-1].text == "Für dieses Portfolio ist kein Angebot ausgewählt. Bitte die Auswahl erweitern."
    page.view.tabs.open("preview")
    assert "Noch nichts zu drucken" in words(page.view.preview)


def test_a_long_rule_names_three_and_counts_the_rest(session: Session) -> None:
    named = RuleWords(session)
    rule = OfferRule(forms=frozenset(Form), radius_km=20, centre_plz="77652")
    assert (
        named.sentence(rule)
        == "Fernunterricht, im Betrieb, Online und 2 weitere · Umkreis 20\u00a0km um 77652 Offenburg"
    )


def test_free_fields_of_the_stock_can_be_chosen(session: Session) -> None:
    named = RuleWords(session)
    assert [found.value for found in named.find_fields("grundk")] == ["Grundkompetenzen"]
    assert [found.text for found in named.find_fields("metall")][:1] == [
        "Metallerzeugung und -bearbeitung, Metallbauberufe"
    ]


def test_alt_and_a_number_lead_into_the_tabs(page: EventsPage) -> None:
    for number, part in ((2, page.view.portfolio.offers.list), (3, page.view.attendees.table)):
        press(page.list.list, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
        assert part.hasFocus()
