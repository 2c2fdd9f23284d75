"""A database opened to read: everything can be looked at, nothing can be changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from nqdesk.store.database import Store, open_store
from nqdesk.ui.offers.page import OffersPage
from tests.builders import NOW
from tests.keyboard import press
from tests.ui.conftest import PASSWORD


@pytest.fixture
def store(filled_template: Path) -> Iterator[Store]:
    with open_store(filled_template, PASSWORD, now=NOW, read_only=True) as opened:
        yield opened


def test_offers_are_shown_and_nothing_can_be_done_with_them(page: OffersPage) -> None:
    page.table.choose_row(0)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return):
        press(page.table, key)
    page.new_record()
    assert page.table.isVisible()
    blocked = {"Neues Angebot", "Datei einlesen", "Bearbeiten", "Mehr"}
    enabled = {b.text().strip() for b in page.findChildren(QPushButton) if b.isEnabled() and b.isVisibleTo(page)}
    assert not blocked & enabled
    assert "Ausgeben" in enabled
