"""A small cover in the centre's colour, as the papers will set it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import covers
from nqdesk.actions.covers import CoverColours
from nqdesk.domain.centre import DEFAULT_COLOUR
from nqdesk.ui import theme
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.pill import StatusPill

_SMALLEST = 0.45  # factor of the base font
_ENOUGH = 4.5  # WCAG 2.2, 1.4.3


class _Sheet(QWidget):
    """A4, small."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(step(44), step(62)))
        self.colours: CoverColours = covers.colours(DEFAULT_COLOUR)
        self.logo = QPixmap()
        self.name = ""
        self.region = ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        c = self.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = self.rect().adjusted(0, 0, -1, -1)
        painter.setPen(QColor(theme.tokens().line_field))
        painter.setBrush(QColor(theme.tokens().paper))
        painter.drawRect(sheet)
        band = QRect(sheet.left(), sheet.top(), sheet.width(), sheet.height() * 56 // 100)
        painter.fillRect(band.adjusted(1, 1, 0, 0), QColor(c.band))
        inner = band.adjusted(step(3), step(3), -step(3), -step(3))
        if not self.logo.isNull():
            size = self.logo.size().scaled(QSize(step(18), step(8)), Qt.AspectRatioMode.KeepAspectRatio)
            ground = QRect(inner.left() - 4, inner.top() - 4, size.width() + 8, size.height() + 8)
            painter.fillRect(ground, QColor(theme.tokens().paper))
            painter.drawPixmap(QRect(inner.topLeft(), size), self.logo)
        painter.setPen(QColor(c.on_band))
        title = f"Nachqualifizierung {self.region}".strip()
        wrap = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        room = inner.adjusted(0, step(12), 0, -step(8))
        painter.setFont(_fitting(title, room.size(), 0.95, bold=True))
        painter.drawText(room, wrap, title)
        painter.setPen(QColor(c.on_band_soft))
        painter.setFont(theme.font(0.7))
        small = QRect(inner.left(), room.bottom() + step(1), inner.width(), step(8))
        painter.drawText(small, int(Qt.TextFlag.TextWordWrap), "Wege zum Berufsabschluss")
        below = QRect(sheet.left() + step(3), band.bottom() + step(3), sheet.width() - step(6), step(9))
        painter.fillRect(below, QColor(c.soft))
        painter.setPen(QColor(c.accent))
        painter.setFont(theme.font(1.15, bold=True))
        painter.drawText(below.adjusted(step(2), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), "42 Angebote")
        painter.setPen(QColor(theme.tokens().paper_ink))  # printed ink, whatever the window's scheme
        foot = QRect(below.left(), below.bottom() + step(2), below.width(), sheet.bottom() - below.bottom() - step(3))
        painter.setFont(_fitting(self.name, foot.size(), 0.7))
        painter.drawText(foot, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignBottom), self.name)


class CoverPreview(QWidget):
    """The sheet and a word on how readable it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(2))
        self._sheet = _Sheet()
        layout.addWidget(Label("So sieht ein Umschlag aus", "label"))
        layout.addWidget(self._sheet)
        self._pill = StatusPill()
        layout.addWidget(self._pill)
        self._words = Label("", "small")
        self._words.setFixedWidth(self._sheet.width())
        layout.addWidget(self._words)
        layout.addStretch(1)

    def show_cover(self, name: str, region: str, logo: bytes, colour: str) -> None:
        """Show a cover; an unreadable colour shows the default one."""
        sheet = self._sheet
        sheet.colours = covers.colours(colour)
        sheet.name, sheet.region = name, region
        picture = QPixmap()
        if logo:
            picture.loadFromData(logo)
        sheet.logo = picture
        sheet.update()
        contrast = f"{sheet.colours.contrast:.1f}".replace(".", ",")
        light = sheet.colours.on_band == theme.tokens().paper
        enough = sheet.colours.contrast >= _ENOUGH
        self._pill.set("gut lesbar" if enough else "schwer lesbar", Tone.POSSIBLE if enough else Tone.OPEN)
        script = "Weiße" if light else "Dunkle"
        self._words.setText(
            f"{script} Schrift, Kontrast {contrast}\u00a0:\u00a01. nqdesk wählt die Schriftfarbe selbst."
        )
        sheet.setAccessibleName(f"Vorschau des Umschlags: {self._words.text()}")


def _fitting(text: str, room: QSize, size: float, *, bold: bool = False) -> QFont:
    """Return the largest font up to a factor of the base size in which the text finds room, wrapped."""
    while True:
        font = theme.font(size, bold=bold)
        box = QRect(0, 0, room.width(), 10_000)
        needed = QFontMetrics(font).boundingRect(box, int(Qt.TextFlag.TextWordWrap), text)
        if (needed.height() <= room.height() and needed.width() <= room.width()) or size <= _SMALLEST:
            return font
        size -= 0.05
