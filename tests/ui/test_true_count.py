"""A defect of PySide6 that ends the interpreter after many signals."""

import sys

from PySide6.QtCore import QObject, Signal

from nqdesk.ui.true_count import raise_count


class Sender(QObject):
    sent = Signal()


def test_a_hundred_thousand_signals_leave_the_interpreter_alive() -> None:
    raise_count()
    sender = Sender()
    for _ in range(100_000):
        sender.sent.emit()
    assert sys.getrefcount(True) > 100_000
