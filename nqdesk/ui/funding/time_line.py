"""The versions of an instrument on a line of years: one is chosen by click or arrow keys."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nqdesk.domain.funding.rules import Version
from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.text_field import show_day

_HEIGHT = step(14)
_BAR = step(6)
_FIRST_YEAR = 2019
_LEAST_LABEL = step(11)  # between two years that are written


class TimeLine(QWidget):
    """Versions as bars from their first to their last day; today is a line.

    Signals:
        chosen: place of the version that was chosen.
    """

    chosen = Signal(int)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._versions: tuple[Version, ...] = ()
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Fassungen")

    def show_versions(self, versions: Sequence[Version], current: int) -> None:
        """Show other versions."""
        self._versions = tuple(versions)
        self.setVisible(len(self._versions) > 0)
        self._choose(current)

    def _choose(self, place: int) -> None:
        self.current = place
        version = self._versions[place]
        until = show_day(version.valid_to) if version.valid_to else "heute"
        self.setAccessibleDescription(
            f"Fassung {place + 1} von {len(self._versions)}: {show_day(version.valid_from)} bis {until}"
        )
        self.setToolTip(self.accessibleDescription())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(step(80), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(step(50), _HEIGHT)

    # -- geometry ----------------------------------------------------------------------------------------------

    @property
    def _first(self) -> date:
        return min(date(_FIRST_YEAR, 1, 1), *(version.valid_from for version in self._versions))

    @property
    def _last(self) -> date:
        known = [version.valid_to or version.valid_from for version in self._versions]
        return date(max(self._today.year, *(day.year for day in known)) + 1, 1, 1)

    def _x(self, day: date) -> float:
        whole = (self._last - self._first).days
        return 1 + (self.width() - 2) * min(max((day - self._first).days, 0), whole) / whole

    def _bar(self, version: Version) -> QRectF:
        left, right = self._x(version.valid_from), self._x(version.valid_to or self._last)
        return QRectF(left, step(1), max(right - left - 2, 3), _BAR)

    # -- what a person does ------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, version in enumerate(self._versions):
            if self._bar(version).adjusted(-2, -4, 2, step(6)).contains(event.position()):
                self._take(place)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        places = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._versions) - 1}
        key = Qt.Key(event.key())
        if key in moves:
            self._take(min(max(self.current + moves[key], 0), len(self._versions) - 1))
        elif key in places:
            self._take(places[key])
        else:
            super().keyPressEvent(event)

    def _take(self, place: int) -> None:
        if place != self.current:
            self._choose(place)
            self.chosen.emit(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._versions:
            return
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.neutral_soft))
        painter.drawRoundedRect(QRectF(0, step(1), self.width(), _BAR), 4, 4)
        for place, version in enumerate(self._versions):
            is_current = place == self.current
            painter.setBrush(QColor(t.accent_fill if is_current else t.accent_line))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(self._bar(version), 4, 4)
            if is_current and self.hasFocus():
                painter.setPen(QPen(QColor(t.ink), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(self._bar(version).adjusted(-2, -2, 2, 2), 5, 5)
        self._years(painter)
        painter.setPen(QColor(t.no))
        x = int(self._x(self._today))
        painter.drawLine(x, 0, x, step(1) * 2 + _BAR)

    def _years(self, painter: QPainter) -> None:
        t = theme.tokens()
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(t.muted))
        top = step(2) + _BAR
        width = painter.fontMetrics().horizontalAdvance("2026")
        last = -2 * _LEAST_LABEL
        for year in range(self._first.year, self._last.year):
            x = int(self._x(date(year, 1, 1)))
            painter.drawLine(x, top, x, top + step(1))
            if x - last >= _LEAST_LABEL + width // 3 and x + width < self.width():
                painter.drawText(x, top + step(1) + painter.fontMetrics().ascent(), str(year))
                last = x
