"""Holds out against a defect of PySide6 6.12.0: each `Signal.emit` gives back a reference to True it never took.

Before Python 3.12 True is counted like any other object, and the interpreter aborts when its count reaches zero: after
some ten thousand signals. From 3.12 on True is never counted, and nothing is done here.
"""

import ctypes
import sys

_FAR = sys.maxsize // 4


def raise_count() -> None:
    """Lift the count so far that no number of signals brings it down."""
    if sys.version_info >= (3, 12):
        return
    count = ctypes.c_ssize_t.from_address(id(True))
    if abs(count.value - sys.getrefcount(True)) < 10 and count.value < _FAR:  # the count is where it is expected
        count.value += _FAR
