"""The Tab key goes as the eye reads, and walking the layouts leaves nothing behind."""

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.tab_order import go_on


def _page(qtbot: QtBot) -> QWidget:
    """Buttons made in another order than they stand: 1, 2 in a line, 3 and 4 in an inner one, 5 in a flow."""
    page = QWidget()
    page.setLayout(QVBoxLayout())
    made = {name: QPushButton(name) for name in ("5", "4", "2", "1", "3")}
    line, inner, flow = QHBoxLayout(), QVBoxLayout(), FlowLayout()
    for name in ("1", "2"):
        line.addWidget(made[name])
    for name in ("3", "4"):
        inner.addWidget(made[name])
    line.addLayout(inner)
    flow.addWidget(made["5"])
    column = page.layout()
    assert isinstance(column, QVBoxLayout)
    column.addLayout(line)
    column.addStretch()
    column.addLayout(flow)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    return page


def _walk(page: QWidget, steps: int, *, forward: bool) -> str:
    names = ""
    for _ in range(steps):
        assert go_on(page, forward=forward)
        at = page.focusWidget()
        assert isinstance(at, QPushButton)
        names += at.text()
    return names


def test_the_focus_goes_as_things_are_laid_out(qtbot: QtBot) -> None:
    page = _page(qtbot)
    next(button for button in page.findChildren(QPushButton) if button.text() == "1").setFocus()
    assert _walk(page, 5, forward=True) == "23451"
    assert _walk(page, 5, forward=False) == "54321"
    page.hide()


def test_a_text_that_scrolls_is_a_stop_and_so_are_the_links_in_it(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    above, link = QPushButton("davor"), QPushButton("im Text")
    area = ScrollArea(reading="Text")
    area.body.addWidget(link)
    column.addWidget(above)
    column.addWidget(area)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    above.setFocus()
    for expected in (area, link, above):
        assert go_on(page, forward=True)
        assert page.focusWidget() is expected
    page.hide()


def test_no_layout_item_is_kept_when_its_widget_goes(qtbot: QtBot) -> None:
    """A kept one would be taken for the widget that Qt later puts in its place in memory."""
    page = _page(qtbot)
    before = set(map(id, shiboken6.getAllValidWrappers()))
    _walk(page, 10, forward=True)
    for button in page.findChildren(QPushButton):
        button.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    found = [w for w in shiboken6.getAllValidWrappers() if id(w) not in before and isinstance(w, QLayoutItem)]
    assert [type(w).__name__ for w in found if not isinstance(w, QLayout)] == []
    page.hide()
