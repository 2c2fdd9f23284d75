"""Where the buttons of a page's head stand: beside the title, below it, or in two rows."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

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


def test_a_line_below_the_title_that_needs_three_lines_gets_them(show: Callable[[QWidget], QWidget]) -> None:
    page = QWidget()
    layout = QVBoxLayout(page)
    said = "Jede Person hat ein eigenes Passwort. Im Verlauf steht, wer was geändert hat, und wann das war."
    header = PageHeader("Personen", said)
    header.add(Button("Ein langer Knopf"))
    layout.addWidget(header)
    layout.addStretch(1)
    page.resize(440, 400)
    show(page)
    QApplication.processEvents()
    (below,) = [label for label in header.findChildren(QLabel) if label.text() == said]
    assert below.heightForWidth(below.width()) > 2 * below.fontMetrics().lineSpacing()
    assert below.height() >= below.heightForWidth(below.width())
    assert below.geometry().bottom() <= header.height()
    page.close()
