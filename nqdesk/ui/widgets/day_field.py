"""A day, typed as an office types it (3.4.08, 03042008) or picked from a small calendar; may be empty."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from nqdesk.domain.typed import parse_day
from nqdesk.ui import theme
from nqdesk.ui.widgets.text_field import TypedField, show_day


class DayField(TypedField[date]):
    """A day or nothing. Alt+Down or the button opens the calendar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parse_day, show_day, "TT.MM.JJJJ", parent)
        self._open_calendar = QAction("Kalender öffnen (Alt+Pfeil ab)", self)
        theme.set_icon(self._open_calendar, "calendar", "muted")
        self._open_calendar.triggered.connect(self.open_calendar)
        self.addAction(self._open_calendar, QLineEdit.ActionPosition.TrailingPosition)
        self._popup: QFrame | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Show the calendar at the day typed, or at today."""
        if self.isReadOnly():
            return
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("role", "popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        calendar = QCalendarWidget(popup)
        calendar.setAccessibleName("Kalender")
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        plain = QTextCharFormat()
        plain.setForeground(QColor(theme.tokens().muted))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekday, plain)
        day = self.value()
        if day is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        layout.addWidget(calendar)
        popup.adjustSize()
        popup.move(self._place_for(popup))
        self._popup = popup
        popup.show()
        calendar.setFocus()

    def _place_for(self, popup: QWidget) -> QPoint:
        below = self.mapToGlobal(QPoint(0, self.height() + 2))
        room = self.screen().availableGeometry()
        x = max(room.left(), min(below.x(), room.right() - popup.width()))
        y = below.y() if below.y() + popup.height() <= room.bottom() else below.y() - self.height() - popup.height() - 4
        return QPoint(x, y)

    def _take(self, picked: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
            self.setText(show_day(date(picked.year(), picked.month(), picked.day())))
            self.edited.emit()
            self.left.emit()
            self.setFocus()
