"""What was typed and cannot be stored survives a crash and a lock, and is offered again."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.actions import offers as actions
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.offers import Offer, OfferDate
from nqdesk.store import drafts, offers, organisations
from nqdesk.store.database import Store
from nqdesk.ui.offers.page import OffersPage
from nqdesk.ui.offers.provider_form import ProviderForm
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.dialog import Dialog
from tests.builders import TODAY, an_offer
from tests.keyboard import leave, press, retype
from tests.ui.conftest import Dialogs

Again = Callable[[], OffersPage]


@pytest.fixture
def again(session: Session, show: Callable[[QWidget], QWidget]) -> Iterator[Again]:
    """Open the page anew, as after a crash: the page before had no chance to save anything."""
    made: list[OffersPage] = []

    def opened() -> OffersPage:
        page = OffersPage(session)
        session.changed.connect(page.refresh)
        page.resize(1228, 860)
        show(page)
        QApplication.processEvents()
        made.append(page)
        return page

    yield opened
    for page in made:
        session.changed.disconnect(page.refresh)


def write(widget: QWidget, text: str) -> None:
    widget.setFocus()
    retype(widget, text)
    leave(widget)


def kept(store: Store) -> list[Draft]:
    return drafts.every(store.db, store.person)


def stored(store: Store, offer_id: str) -> Offer:
    found = offers.get(store.db, offer_id)
    assert found is not None
    return found


def test_a_new_offer_without_a_title_is_gone_on_with(page: OffersPage, store: Store, again: Again) -> None:
    assert page.drafts.isHidden()
    count = offers.count(store.db, OfferQuery(), TODAY)
    page.new_record()
    form = page.editor.form
    write(form.field("price"), "1.450")
    write(form.field("hours"), "viele")
    write(form.field("contact_name"), "Frau Öz")
    form.field("dates").add()
    write(form.field("dates").field("start"), "32.13.27")
    assert offers.count(store.db, OfferQuery(), TODAY) == count

    later = again()
    assert later.drafts.isVisible()
    assert "Angefangenes Angebot" in later.drafts.accessibleName()
    later.drafts.take_up()
    form = later.editor.form
    assert later.editor.isVisible()
    assert form.field("price").value() == Decimal("1450.00")
    assert form.field("hours").text() == "viele"
    assert form.field("contact_name").value() == "Frau Öz"
    assert form.field("dates").field("start").text() == "32.13.27"
    assert form.field("information_date").value() == TODAY
    write(form.field("hours"), "120")
    write(form.field("dates").field("start"), "3.5.27")
    write(form.field("title"), "Schweißen von Anfang an")
    press(later.editor, Qt.Key.Key_Escape)
    (found,) = [o for o in offers.many(store.db, [later.table.chosen_id()]) if o.title.startswith("Schweißen")]
    assert (found.price, found.hours, found.source_system) == (Decimal("1450.00"), 120, "manual")
    assert found.dates == (OfferDate(start=date(2027, 5, 3)),)
    assert kept(store) == []
    assert later.drafts.isHidden()


def test_what_cannot_be_read_in_a_stored_offer_is_gone_on_with(
    page: OffersPage, store: Store, session: Session, again: Again
) -> None:
    offer = an_offer(title="Lager")
    session.perform(lambda s, now: actions.save_offer(s, offer, now))
    page.edit(offer.id)
    write(page.editor.form.field("certified_until"), "31.02.2027")
    write(page.editor.form.field("web"), "beispiel.de/kurs")
    write(page.editor.form.field("price_note"), "inklusive Material")
    assert stored(store, offer.id).price_note == "inklusive Material"

    session.perform(lambda s, now: actions.withdraw_offers(s, [offer.id], TODAY, now))  # meanwhile, elsewhere
    later = again()
    assert "im Angebot „Lager“" in later.drafts.accessibleName()
    later.drafts.take_up()
    form = later.editor.form
    assert form.field("certified_until").text() == "31.02.2027"
    assert form.field("web").value() == "beispiel.de/kurs"
    assert form.field("withdrawn_on").value() == TODAY
    write(form.field("certified_until"), "28.02.2027")
    write(form.field("web"), "https://beispiel.de/kurs")
    found = stored(store, offer.id)
    assert (found.certified_until, found.web) == (date(2027, 2, 28), "https://beispiel.de/kurs")
    assert found.withdrawn_on == TODAY
    assert kept(store) == []


def test_what_is_dropped_after_a_question_is_dropped(page: OffersPage, store: Store, dialogs: Dialogs) -> None:
    page.new_record()
    write(page.editor.form.field("price"), "100")
    assert len(kept(store)) == 1
    dialogs.answer(lambda dialog: dialog.accept())
    press(page.editor, Qt.Key.Key_Escape)
    assert kept(store) == []
    assert page.drafts.isHidden()


def test_a_draft_is_thrown_away_only_after_a_question(
    page: OffersPage, store: Store, dialogs: Dialogs, again: Again
) -> None:
    page.new_record()
    write(page.editor.form.field("price"), "100")
    later = again()
    dialogs.answer(lambda dialog: dialog.reject())
    later.drafts.discard()
    assert len(kept(store)) == 1
    dialogs.answer(lambda dialog: dialog.accept())
    later.drafts.discard()
    assert kept(store) == []
    assert later.drafts.isHidden()


def test_an_offer_that_another_page_hides_is_offered_again(page: OffersPage, store: Store) -> None:
    page.new_record()
    write(page.editor.form.field("price"), "100")
    page.editor.close_quietly()
    assert page.table.isVisible()
    assert page.drafts.isVisible()
    assert len(kept(store)) == 1


def test_the_draft_of_an_offer_in_the_bin_waits_for_it(page: OffersPage, session: Session, again: Again) -> None:
    offer = an_offer(title="Lager")
    session.perform(lambda s, now: actions.save_offer(s, offer, now))
    page.edit(offer.id)
    write(page.editor.form.field("certified_until"), "31.02.2027")
    session.perform(lambda s, now: actions.bin_offers(s, [offer.id], now))
    later = again()
    assert later.drafts.isHidden()
    session.perform(lambda s, now: actions.restore_offers(s, [offer.id], now))
    assert later.drafts.isVisible()


def test_nothing_is_kept_of_what_nobody_typed(page: OffersPage, store: Store, session: Session) -> None:
    offer = an_offer(web="")
    session.perform(lambda s, now: actions.save_offer(s, offer, now))
    page.edit(offer.id)
    page.editor.save()
    press(page.editor, Qt.Key.Key_Escape)
    page.new_record()
    page.editor.save()
    press(page.editor, Qt.Key.Key_Escape)
    assert kept(store) == []


def test_a_run_keeps_what_cannot_be_read_while_another_is_shown(
    page: OffersPage, store: Store, session: Session
) -> None:
    offer = an_offer(dates=(OfferDate(place="Lahr"), OfferDate(place="Kehl")))
    session.perform(lambda s, now: actions.save_offer(s, offer, now))
    page.edit(offer.id)
    dates = page.editor.form.field("dates")
    dates.list.setCurrentRow(0)
    write(dates.field("start"), "32.13.27")
    dates.list.setCurrentRow(1)
    assert dates.field("start").text() == ""
    write(dates.field("note"), "im Hinterhaus")
    assert page.editor.save() != []
    (draft,) = kept(store)
    assert draft.unread == {"dates/0/start": "32.13.27"}
    dates.list.setCurrentRow(0)
    assert dates.field("start").text() == "32.13.27"
    write(dates.field("start"), "1.2.27")
    assert [run.start for run in stored(store, offer.id).dates] == [date(2027, 2, 1), None]
    assert kept(store) == []


def test_a_new_provider_is_gone_on_with(page: OffersPage, store: Store, dialogs: Dialogs, again: Again) -> None:
    def begin(dialog: QWidget) -> None:
        assert isinstance(dialog, ProviderForm)
        write(dialog.field("name"), "Übungswerk Ortenau (erfunden)")
        write(dialog.field("valid_until"), "31.02.28")
        dialog.save_before_lock()
        dialog.done(Dialog.DialogCode.Rejected)  # as the window does when it is locked

    dialogs.answer(begin)
    page.new_record()
    page.editor.form.field("provider_id").make_new()
    assert [(d.form, d.title) for d in kept(store)] == [(DraftForm.ORGANISATION, "Übungswerk Ortenau (erfunden)")]

    def finish(dialog: QWidget) -> None:
        assert isinstance(dialog, ProviderForm)
        assert dialog.field("name").value() == "Übungswerk Ortenau (erfunden)"
        assert dialog.field("valid_until").text() == "31.02.28"
        write(dialog.field("valid_until"), "29.02.28")
        dialog.accept()

    later = again()
    dialogs.answer(finish)
    later.drafts.take_up()
    (found,) = [o for o in organisations.every(store.db) if o.name.startswith("Übungswerk")]
    assert found.azav is not None
    assert found.azav.valid_until == date(2028, 2, 29)
    assert kept(store) == []
    assert later.drafts.isHidden()


def test_a_provider_given_up_is_not_offered_again(page: OffersPage, store: Store, dialogs: Dialogs) -> None:
    def give_up(dialog: QWidget) -> None:
        assert isinstance(dialog, ProviderForm)
        retype(dialog.field("name"), "Doch nicht")
        dialog.field("name").editingFinished.emit()  # the dialog is not the active window here
        assert len(kept(store)) == 1
        dialogs.answer(lambda question: question.accept())
        dialog.reject()

    dialogs.answer(give_up)
    page.new_record()
    page.editor.form.field("provider_id").make_new()
    assert kept(store) == []
