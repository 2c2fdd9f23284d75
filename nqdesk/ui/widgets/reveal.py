"""Bringing something to the eye: Qt scrolls to a field that Tab goes to, but not to one that is given the focus."""

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from nqdesk.ui.theme import step

_AROUND = step(24)
"""Pixels above and below: the label of a field, what is said below it, and the message at the foot of the window."""


def reveal(widget: QWidget, around: int = 0) -> None:
    """Scroll everything that a widget lies in until it can be seen."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, around)
        above = above.parentWidget()


def focus_on(widget: QWidget) -> None:
    """Give a widget the focus and, once what changed is laid out, scroll to it."""

    def go_there() -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # within each other: all of them
        reveal(widget, _AROUND)

    widget.setFocus()
    QTimer.singleShot(0, widget, go_there)
