"""The form: it saves itself, drops nothing, and says beside the field what cannot be read."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from nqdesk.actions import messages
from nqdesk.actions import offers as actions
from nqdesk.domain.offers import OccupationCertainty, Offer, OfferDate, OfferKind
from nqdesk.store import offers, organisations, trail
from nqdesk.store.database import Store
from nqdesk.ui.offers.offer_form import GROUPS
from nqdesk.ui.offers.page import OffersPage
from nqdesk.ui.offers.provider_form import ProviderForm
from nqdesk.ui.offers.tq_names import proven_names
from nqdesk.ui.session import Message, Session
from tests.builders import TODAY, an_offer
from tests.keyboard import leave, press, retype, type_text
from tests.ui.accessibility import nameless
from tests.ui.conftest import Dialogs


def field(page: OffersPage, key: str) -> QWidget:
    found: QWidget = page.editor.form.field(key)
    return found


def write(page: OffersPage, key: str, text: str) -> None:
    """Type into a field and leave it."""
    write_into(field(page, key), text)


def write_into(widget: QWidget, text: str) -> None:
    widget.setFocus()
    retype(widget, text)
    leave(widget)


@pytest.fixture
def offer(session: Session, page: OffersPage) -> Offer:
    """A stored offer, open in the form."""
    made = an_offer(provider_id=organisations.every(session.store.db)[0].id)
    session.perform(lambda store, now: actions.save_offer(store, made, now))
    page.edit(made.id)
    QApplication.processEvents()
    return made


def stored(store: Store, offer: Offer) -> Offer:
    found = offers.get(store.db, offer.id)
    assert found is not None
    return found


def test_what_is_shown_is_what_is_stored(page: OffersPage, store: Store, offer: Offer) -> None:
    assert page.editor.form.offer() == stored(store, offer)
    assert page.editor.save() == []
    assert stored(store, offer).version == 1


def test_a_field_is_saved_when_it_is_left(page: OffersPage, store: Store, offer: Offer) -> None:
    write(page, "title", "Ein besserer Titel")
    write(page, "price", "1.234,5")
    write(page, "duration_months", "4,5")
    write(page, "information_date", "3.11.26")
    found = stored(store, offer)
    assert found.title == "Ein besserer Titel"
    assert found.price == Decimal("1234.50")
    assert found.duration_months == Decimal("4.5")
    assert found.information_date == date(2026, 11, 3)


def test_what_cannot_be_read_is_said_beside_the_field_and_the_rest_is_saved(
    page: OffersPage, store: Store, offer: Offer, dialogs: Dialogs
) -> None:
    write(page, "certified_until", "31.02.2027")
    write(page, "price_note", "inklusive Material")
    found = stored(store, offer)
    assert found.price_note == "inklusive Material"
    assert found.certified_until == offer.certified_until
    sentence = messages.sentence("day_impossible")
    assert any(label.text() == sentence and label.isVisible() for label in page.editor.findChildren(QLabel))
    dialogs.answer(lambda dialog: dialog.reject())
    press(page.editor, Qt.Key.Key_Escape)
    assert page.editor.isVisible()
    write(page, "certified_until", "28.02.2027")
    assert stored(store, offer).certified_until == date(2027, 2, 28)


def test_escape_keeps_what_was_typed_and_one_message_takes_all_of_it_back(
    page: OffersPage, store: Store, offer: Offer, told: list[Message]
) -> None:
    title = field(page, "title")
    write(page, "price_note", "zuzüglich Prüfung")
    title.setFocus()
    retype(title, "Getippt und nicht verlassen")
    press(title, Qt.Key.Key_Escape)
    assert not page.editor.isVisible()
    assert stored(store, offer).title == "Getippt und nicht verlassen"
    assert told[-1].action == "Rückgängig"
    assert told[-1].act is not None
    told[-1].act()
    found = stored(store, offer)
    assert (found.title, found.price_note) == (offer.title, offer.price_note)


@pytest.mark.usefixtures("offer")
def test_closing_without_an_edit_says_nothing_and_writes_nothing(
    page: OffersPage, store: Store, told: list[Message]
) -> None:
    before, said = len(trail.entries(store.db, 50)), len(told)
    press(page.editor, Qt.Key.Key_Escape)
    assert len(trail.entries(store.db, 50)) == before
    assert len(told) == said
    assert page.table.isVisible()


def test_a_new_offer_is_stored_as_soon_as_it_has_a_title(page: OffersPage, store: Store) -> None:
    before = page.table.model_of_offers.rowCount()
    page.new_record()
    write(page, "price", "100")
    assert page.table.model_of_offers.rowCount() == before
    write(page, "title", "Von Hand angelegt")
    assert page.table.model_of_offers.rowCount() == before + 1
    press(page.editor, Qt.Key.Key_Escape)
    found = offers.get(store.db, page.table.chosen_id())
    assert found is not None
    assert (found.title, found.price, found.source_system) == ("Von Hand angelegt", Decimal("100.00"), "manual")
    assert found.information_date == TODAY


def test_a_new_offer_without_a_title_is_dropped_only_after_a_question(page: OffersPage, dialogs: Dialogs) -> None:
    before = page.table.model_of_offers.rowCount()
    page.new_record()
    write(page, "price", "100")
    dialogs.answer(lambda dialog: dialog.reject())
    press(page.editor, Qt.Key.Key_Escape)
    assert page.editor.isVisible()
    dialogs.answer(lambda dialog: dialog.accept())
    press(page.editor, Qt.Key.Key_Escape)
    assert page.table.isVisible()
    assert page.table.model_of_offers.rowCount() == before


def test_an_empty_new_offer_closes_without_a_question(page: OffersPage) -> None:
    page.new_record()
    press(page.editor, Qt.Key.Key_Escape)
    assert page.table.isVisible()


def test_an_occupation_found_by_typing_is_a_persons_decision(page: OffersPage, store: Store, offer: Offer) -> None:
    occupation = field(page, "occupation_id")
    occupation.setFocus()
    type_text(occupation, "fachlagerist")
    press(occupation, Qt.Key.Key_Return)
    found = stored(store, offer)
    assert found.occupation_id
    assert found.occupation_certainty is OccupationCertainty.CHOSEN


def test_a_text_that_names_no_occupation_goes_back(page: OffersPage, store: Store, offer: Offer) -> None:
    occupation = field(page, "occupation_id")
    occupation.setFocus()
    type_text(occupation, "gibtesnicht")
    leave(occupation)
    assert stored(store, offer).occupation_id == ""
    assert occupation.property("text") == ""


def test_a_module_name_needs_its_source(page: OffersPage, store: Store, offer: Offer) -> None:
    write(page, "tq_name", "Wareneingang")
    assert stored(store, offer).tq_name == ""
    write(page, "tq_source", "Zertifikat des Anbieters vom 01.11.2026")
    assert stored(store, offer).tq_name == "Wareneingang"


def test_proven_module_names_come_with_number_and_source(
    page: OffersPage, store: Store, offer: Offer, session: Session
) -> None:
    occupation = next(o for o in session.occupations.by_id.values() if proven_names(o))
    module = proven_names(occupation)[0][1][0]
    page.editor.form.take_name(module)
    found = stored(store, offer)
    assert (found.tq_number, found.tq_name, found.tq_source) == (module.number, module.name, module.source)


def test_no_name_is_offered_where_none_is_proven(session: Session) -> None:
    without = next(o for o in session.occupations.by_id.values() if not o.structures)
    assert proven_names(without) == []
    assert proven_names(None) == []


@pytest.mark.usefixtures("offer")
def test_module_fields_are_there_only_for_partial_qualifications(page: OffersPage) -> None:
    assert field(page, "tq_number").isVisible()
    kind = page.editor.form.field("kind")
    kind.set_value(OfferKind.LANGUAGE)
    kind.edited.emit()
    assert not field(page, "tq_number").isVisible()
    page.leave()  # else it is saved by the focus that the closing window takes away


def test_runs_are_added_doubled_and_removed_by_keyboard(page: OffersPage, store: Store, offer: Offer) -> None:
    dates = page.editor.form.field("dates")
    dates.add()
    start, end = dates.field("start"), dates.field("end")
    write_into(start, "1.6.27")
    write_into(end, "30.06.2027")
    assert stored(store, offer).dates[1:] == (
        OfferDate(start=date(2027, 6, 1), end=date(2027, 6, 30), place="Offenburg", plz="77652"),
    )
    dates.duplicate()
    assert len(dates.value()) == 3
    dates.remove()
    dates.remove()
    assert stored(store, offer).dates == offer.dates


def test_the_town_of_a_postcode_is_filled_in(page: OffersPage, store: Store, offer: Offer) -> None:
    dates = page.editor.form.field("dates")
    write_into(dates.field("place"), "")
    write_into(dates.field("plz"), "77933")
    assert stored(store, offer).dates[0].place.startswith("Lahr")


def test_a_run_that_ends_before_it_begins_is_not_stored(page: OffersPage, store: Store, offer: Offer) -> None:
    end = page.editor.form.field("dates").field("end")
    write_into(end, "1.1.2027")
    assert stored(store, offer).dates == offer.dates
    sentence = messages.sentence("end_before_start")
    assert any(label.text() == sentence and label.isVisible() for label in page.editor.findChildren(QLabel))


def test_a_new_provider_is_entered_from_the_form(
    page: OffersPage, store: Store, offer: Offer, dialogs: Dialogs
) -> None:
    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, ProviderForm)
        retype(dialog.field("name"), "Übungswerk Ortenau (erfunden)")
        retype(dialog.field("valid_until"), "31.12.28")
        dialog.accept()

    dialogs.answer(fill)
    page.editor.form.field("provider_id").make_new()
    provider = organisations.get(store.db, stored(store, offer).provider_id)
    assert provider is not None
    assert provider.name == "Übungswerk Ortenau (erfunden)"
    assert provider.azav is not None
    assert provider.azav.valid_until == date(2028, 12, 31)


def test_a_change_elsewhere_is_shown_in_the_open_form(
    page: OffersPage, store: Store, offer: Offer, session: Session
) -> None:
    session.perform(lambda s, now: actions.withdraw_offers(s, [offer.id], TODAY, now))
    assert page.editor.form.field("withdrawn_on").value() == TODAY
    write(page, "price_note", "danach geschrieben")
    assert stored(store, offer).price_note == "danach geschrieben"


@pytest.mark.usefixtures("offer")
def test_every_field_says_what_it_is(page: OffersPage) -> None:
    assert nameless(page.editor) == []


@pytest.mark.usefixtures("offer")
@pytest.mark.parametrize("width", [760, 1068, 1500])
def test_no_label_is_cut_at_any_width(page: OffersPage, width: int) -> None:
    page.resize(width, 700)
    QApplication.processEvents()
    form = page.editor.form
    assert form.minimumSizeHint().width() <= page.editor.width()
    assert list(form.cards) == [key for key, _ in GROUPS]
