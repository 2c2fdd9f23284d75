"""The tabs of the page Förderung from the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from nqdesk.ui.funding.page import FundingPage
from tests.keyboard import press


def test_alt_and_a_number_open_each_tab_and_the_keyboard_goes_there(whole: FundingPage) -> None:
    handle = whole.window().windowHandle()
    for number, within in ((2, lambda: whole.rules), (3, lambda: whole.kept), (1, lambda: whole.check)):
        QTest.keyClick(handle, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
        QApplication.processEvents()
        focused = QApplication.focusWidget()
        assert focused is not None
        assert within().isAncestorOf(focused)
        assert within().isVisible()


def test_f6_goes_from_the_facts_to_the_results_and_back(whole: FundingPage) -> None:
    check = whole.check
    field = check.facts.field("person.wohnland")
    field.setFocus()
    press(field, Qt.Key.Key_F6)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert check.results.isAncestorOf(focused)
    press(focused, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is check.question.first_answer
