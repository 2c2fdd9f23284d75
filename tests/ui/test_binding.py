"""PySide6 6.12.0 gives back references to None and True it never took; Python 3.11 aborts after some ten thousand."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

TIMES = 200


class Sender(QObject):
    sent = Signal()


def test_signals_and_paintings_leave_the_counts_of_none_and_true_alone(qtbot: QtBot) -> None:
    """Holds back a raise of PySide6 to a version that has the fault; from Python 3.12 on it does no harm."""
    table = QTableWidget(5, 5)
    qtbot.addWidget(table)
    table.show()
    sender = Sender()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(TIMES):
        sender.sent.emit()
        table.viewport().repaint()
    assert sys.getrefcount(None) > before[0] - TIMES // 2
    assert sys.getrefcount(True) > before[1] - TIMES // 2
