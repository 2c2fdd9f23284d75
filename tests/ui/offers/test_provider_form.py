"""A provider's record in its dialog."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from nqdesk.domain.contacts import Contact
from nqdesk.domain.organisations import Organisation, Role
from nqdesk.store import organisations
from nqdesk.store.database import Store
from nqdesk.ui.offers.provider_form import ProviderForm, edit_provider
from nqdesk.ui.session import Session
from tests.keyboard import retype
from tests.ui.accessibility import nameless
from tests.ui.conftest import Dialogs

Open = Callable[[Organisation], ProviderForm]


@pytest.fixture
def opened(session: Session) -> Iterator[Open]:
    """Open a provider in its dialog."""
    kept: list[QWidget] = []

    def opening(organisation: Organisation) -> ProviderForm:
        parent = QWidget()
        form = ProviderForm(session, organisation, parent)
        kept.extend((parent, form))
        form.show()
        return form

    yield opening
    for widget in kept:
        widget.hide()


def test_saved_without_an_edit_nothing_is_different(opened: Open, store: Store) -> None:
    for provider in organisations.every(store.db):
        form = opened(provider)
        form.accept()
        assert organisations.get(store.db, provider.id) == provider


def test_address_approval_and_contacts_are_stored(opened: Open, store: Store) -> None:
    form = opened(Organisation(name="Neu", roles=frozenset({Role.PROVIDER})))
    retype(form.field("plz"), "77652")
    retype(form.field("valid_until"), "3.4.28")
    retype(form.field("number"), "4711")
    form.field("contacts").set_value((Contact(name="Beratung", phone="0781 1"), Contact()))
    form.accept()
    found = organisations.get(store.db, form.organisation.id)
    assert found is not None
    assert found.azav is not None
    assert found.azav.valid_until == date(2028, 4, 3)
    assert found.numbers == (("ba", "4711"),)
    assert found.contacts == (Contact(name="Beratung", phone="0781 1"),)


def test_what_is_wrong_is_said_and_the_dialog_stays(opened: Open, store: Store, dialogs: Dialogs) -> None:
    provider = organisations.every(store.db)[0]
    form = opened(provider)
    retype(form.field("plz"), "123")
    form.accept()
    assert form.isVisible()
    dialogs.answer(lambda question: question.reject())
    form.reject()
    assert form.isVisible()
    dialogs.answer(lambda question: question.accept())
    form.reject()
    assert organisations.get(store.db, provider.id) == provider


def test_a_lock_keeps_what_can_be_stored(session: Session, store: Store, dialogs: Dialogs) -> None:
    provider = organisations.every(store.db)[0]
    parent = QWidget()

    def lock(dialog: QWidget) -> None:
        assert isinstance(dialog, ProviderForm)
        assert nameless(dialog) == []
        retype(dialog.field("phone"), "0781 999")
        dialog.save_before_lock()
        dialog.done(ProviderForm.DialogCode.Rejected)

    dialogs.answer(lock)
    assert not edit_provider(session, provider.id, parent)
    found = organisations.get(store.db, provider.id)
    assert found is not None
    assert replace(found, version=0, changed_at=None) == replace(provider, phone="0781 999", version=0, changed_at=None)
