"""A database opened to be read: everything can be seen and printed, nothing changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from nqdesk.store.database import Store, open_store
from nqdesk.ui.events.page import EventsPage
from tests.builders import NOW
from tests.ui.conftest import PASSWORD


@pytest.fixture
def store(demo_template: Path) -> Iterator[Store]:
    """The template itself: nothing can be written to it."""
    with open_store(demo_template, PASSWORD, read_only=True, now=NOW) as opened:
        yield opened


def test_no_field_and_no_button_that_changes_something_can_be_used(page: EventsPage) -> None:
    page.new_record()
    assert page.list.count == 3
    fields = page.view.overview.fields.findChildren(QLineEdit)
    assert fields
    assert not any(field.isEnabled() for field in fields)
    for word in ("Neue Veranstaltung", "Angebote hinzufügen", "Entfernen", "Person hinzufügen", "In den Papierkorb"):
        found = [b for b in page.findChildren(QAbstractButton) if b.accessibleName() == word]
        assert found, word
        assert not any(button.isEnabled() for button in found), word


def test_the_paper_can_still_be_made(page: EventsPage, qtbot: QtBot) -> None:
    page.view.tabs.open("preview")
    qtbot.waitUntil(lambda: page.view.preview.preview.view.count > 10)
