"""A field in which one types part of a name and picks one of what is found."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget

from nqdesk.ui.offers.search_choice import Found, SearchChoice
from tests.keyboard import leave, press, retype, type_text

TOWNS = {"kehl": "Kehl", "lahr": "Lahr", "offenburg": "Offenburg", "oberkirch": "Oberkirch"}


@pytest.fixture
def choice(show: Callable[[QWidget], QWidget]) -> Iterator[SearchChoice]:
    window = QWidget()
    layout = QVBoxLayout(window)
    made = SearchChoice(
        lambda text: [Found(k, v) for k, v in TOWNS.items() if v.lower().startswith(text.lower())],
        lambda value: TOWNS.get(value, ""),
    )
    layout.addWidget(made)
    layout.addWidget(QLineEdit())
    show(window)
    made.setFocus()
    yield made
    window.close()


def test_typing_and_enter_pick_the_first_one_found(choice: SearchChoice) -> None:
    type_text(choice, "o")
    press(choice, Qt.Key.Key_Return)
    assert (choice.value(), choice.text()) == ("offenburg", "Offenburg")


def test_arrows_move_among_what_was_found(choice: SearchChoice) -> None:
    type_text(choice, "o")
    press(choice, Qt.Key.Key_Down)
    press(choice, Qt.Key.Key_Return)
    assert choice.value() == "oberkirch"


def test_arrow_down_opens_the_whole_list(choice: SearchChoice) -> None:
    press(choice, Qt.Key.Key_Down)
    press(choice, Qt.Key.Key_Down)
    press(choice, Qt.Key.Key_Return)
    assert choice.value() == "lahr"


def test_a_text_that_names_nothing_goes_back_to_the_value(choice: SearchChoice) -> None:
    choice.set_value("kehl")
    type_text(choice, "xyz")
    leave(choice)
    assert (choice.value(), choice.text()) == ("kehl", "Kehl")


def test_esc_closes_the_list_then_takes_back_what_was_typed_and_only_then_is_the_page_asked(
    choice: SearchChoice,
) -> None:
    asked: list[int] = []
    shortcut = QShortcut(QKeySequence("Esc"), choice.window())
    shortcut.activated.connect(lambda: asked.append(1))
    choice.set_value("kehl")
    type_text(choice, "x")
    QTest.keyClick(choice, Qt.Key.Key_Escape)
    assert (choice.text(), asked) == ("xKehl", [])
    QTest.keyClick(choice, Qt.Key.Key_Escape)
    assert (choice.text(), choice.value(), asked) == ("Kehl", "kehl", [])
    QTest.keyClick(choice, Qt.Key.Key_Escape)
    assert asked == [1]


def test_a_text_that_finds_nothing_says_so_and_enter_picks_nothing(choice: SearchChoice) -> None:
    type_text(choice, "xyz")
    (shown,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QListView) and each.isVisible()]
    assert [shown.model().index(row, 0).data() for row in range(shown.model().rowCount())] == ["Nichts gefunden"]
    press(choice, Qt.Key.Key_Down)
    press(choice, Qt.Key.Key_Return)
    assert not shown.isVisible()
    assert choice.value() == ""


def test_a_text_that_names_one_exactly_is_picked_when_left(choice: SearchChoice) -> None:
    type_text(choice, "Lahr")
    leave(choice)
    assert choice.value() == "lahr"


def test_emptied_it_holds_nothing_and_says_so(choice: SearchChoice) -> None:
    seen: list[str] = []
    choice.set_value("kehl")
    choice.edited.connect(lambda: seen.append(choice.value()))
    retype(choice, "")
    assert seen == [""]


def test_a_click_into_the_empty_field_shows_what_there_is_and_a_second_one_takes_it_away(choice: SearchChoice) -> None:
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    press(choice, Qt.Key.Key_Down)
    press(choice, Qt.Key.Key_Return)
    assert choice.value() == "lahr"
    choice.set_value("")
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    press(choice, Qt.Key.Key_Return)
    assert choice.value() == ""


def test_a_click_into_a_field_with_a_value_only_puts_the_cursor_there(choice: SearchChoice) -> None:
    choice.set_value("kehl")
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    press(choice, Qt.Key.Key_Return)
    assert choice.value() == "kehl"
