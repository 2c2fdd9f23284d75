"""The cards of a kept check are whole whenever they are painted, also while the others are still being made."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.label import Label
from tests.ui.funding.test_kept_detail import store_check


class _Painted(QObject):
    """Notes every label that is painted lower than its text is."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.squeezed: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, Label) and watched.wordWrap():
            self.count += 1
            if watched.height() < watched.heightForWidth(watched.width()) - 1:
                self.squeezed.append(watched.text())
        return False


def test_no_line_is_ever_painted_squeezed(whole: FundingPage, session: Session, qtbot: QtBot) -> None:
    made = store_check(session)
    whole.tabs.open("kept")
    whole.kept.show_check(made.id)
    results = whole.kept.detail.results
    watch = _Painted()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    try:
        qtbot.waitUntil(lambda: len(results.cards) == len(made.kinds))
        qtbot.wait(50)
    finally:
        app.removeEventFilter(watch)
    assert watch.count > 20
    assert watch.squeezed == []
