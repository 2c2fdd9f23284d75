"""Where the buttons of a page's head stand: beside the title, below it, or in two rows."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.page_header import PageHeader


def test_buttons_go_below_the_title_and_then_into_two_rows(show: Callable[[QWidget], QWidget]) -> None:
    page = QWidget()
    page.resize(1300, 300)
    header = PageHeader("Titel", "Untertitel", page)
    buttons = [Button(f"Ein langer Knopf {number}") for number in range(4)]
    for button in buttons:
        header.add(button)
    header.resize(1200, 80)
    show(page)

    def rows(width: int) -> list[int]:
        header.resize(width, 160)
        QApplication.processEvents()
        assert all(button.geometry().right() <= width for button in buttons)
        return [button.y() for button in buttons]

    assert len(set(rows(1200))) == 1
    below = rows(sum(button.width() for button in buttons) + 60)
    assert len(set(below)) == 1
    assert below[0] > 20
    first, second, third, fourth = rows(header.minimumSizeHint().width())
    assert first == second < third == fourth
    buttons[0].hide()
    buttons[1].hide()
    QApplication.processEvents()
    assert buttons[2].y() == buttons[3].y()
    assert len(set(rows(1200)[2:])) == 1
    page.close()
