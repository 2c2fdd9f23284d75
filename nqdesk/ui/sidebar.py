"""The sidebar: the rooms of the house, running jobs, and at the foot what state the data are in."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QProgressBar, QPushButton, QVBoxLayout, QWidget

from nqdesk.domain.progress import Progress
from nqdesk.ui import theme
from nqdesk.ui.jobs import Job
from nqdesk.ui.page import PageEntry
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.label import Label

_WIDE = step(53)
_NARROW = step(18)


class SidebarEntry(QPushButton):
    """One room, with a count of things to do where there are any."""

    def __init__(self, entry: PageEntry, number: int, parent: QWidget) -> None:
        super().__init__(entry.title, parent)
        self._count = 0
        self._title = entry.title
        self.setProperty("kind", "sidebar")
        self.setCheckable(True)
        self.setIconSize(QSize(step(5), step(5)))
        self._key = f"Strg+{number}" if number < 10 else ""
        self.set_compact(compact=False)
        theme.set_icon(self, entry.icon, "sidebar_ink")
        self.setAccessibleName(entry.title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_compact(self, *, compact: bool) -> None:
        """Show the icon alone, with the title as tool tip."""
        self.setText("" if compact else f"  {self._title}")
        self.setToolTip(" · ".join(part for part in (self._title if compact else "", self._key) if part))

    def set_count(self, count: int) -> None:
        """Show how many things wait there; 0 shows nothing."""
        self._count = count
        self.setAccessibleName(f"{self._title}, {count} zu erledigen" if count else self._title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(theme.SMALL * 0.95, bold=True)
        metrics = QFontMetrics(font)
        text = str(self._count)
        size = QSize(max(metrics.horizontalAdvance(text) + step(3), metrics.height() + 2), metrics.height() + 1)
        place = QRect(0, 0, size.width(), size.height())
        if self.text():
            place.moveCenter(QRect(self.width() - step(3) - size.width(), 0, size.width(), self.height()).center())
        else:
            place.moveTopRight(self.rect().topRight())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.highlight))
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        painter.setPen(QColor(t.on_highlight))
        painter.setFont(font)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)


class _JobLine(QPushButton):
    """A running job: what, how far, a bar; opens its dialog."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(3), step(2), step(3), step(2))
        layout.setSpacing(step(1))
        self._text = Label("", "footer")
        self._bar = QProgressBar()
        self._bar.setProperty("role", "sidebar")
        self._bar.setTextVisible(False)
        for part in (self._text, self._bar):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(part)
        self.setAccessibleName("Laufende Arbeit zeigen")
        self.hide()

    def sizeHint(self) -> QSize:
        """As high as the wrapped text needs at the width the sidebar leaves."""
        layout, sidebar = self.layout(), self.parentWidget()
        if layout is None or sidebar is None:
            return super().sizeHint()
        around = sidebar.contentsMargins()
        if (outer := sidebar.layout()) is not None:
            around = outer.contentsMargins()
        width = sidebar.maximumWidth() - around.left() - around.right()
        return QSize(width, layout.totalHeightForWidth(width))

    def set_compact(self, *, compact: bool) -> None:
        """Show the bar alone, with the text as tool tip."""
        self._text.setVisible(not compact)
        self.updateGeometry()

    def show_job(self, title: str, progress: Progress | None) -> None:
        from nqdesk.ui.widgets.progress_dialog import stage_text

        text = f"{title}\n{stage_text(progress)}" if progress else title
        self._text.setText(text)
        self.setToolTip(text)
        self._bar.setRange(0, progress.total if progress else 0)
        self._bar.setValue(min(progress.done, progress.total) if progress else 0)
        self.updateGeometry()


class Sidebar(QFrame):
    """Signals: chosen: key of the page a person clicked. job_wanted: the line of the running job was clicked."""

    chosen = Signal(str)
    job_wanted = Signal()

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Sidebar")
        self.setAccessibleName("Bereiche")
        self.setFixedWidth(_WIDE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(3), step(4), step(3), step(4))
        layout.setSpacing(step(0.5))
        self._brand = Label("nqdesk", "brand")
        self._brand.setContentsMargins(step(3), step(1), 0, step(4))
        layout.addWidget(self._brand)
        self._group = QButtonGroup(self)
        self._entries: dict[str, SidebarEntry] = {}
        for number, entry in enumerate(entries, start=1):
            button = SidebarEntry(entry, number, self)
            button.clicked.connect(lambda _=False, key=entry.key: self.chosen.emit(key))
            self._group.addButton(button)
            self._entries[entry.key] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self._job = _JobLine(self)
        self._job.clicked.connect(self.job_wanted)
        layout.addWidget(self._job)
        self._foot = Label("", "footer")
        self._foot.setContentsMargins(step(3), step(2), step(2), step(1))
        layout.addWidget(self._foot)

    def set_compact(self, *, compact: bool) -> None:
        """Show icons alone, for narrow windows."""
        if (self.maximumWidth() == _NARROW) == compact:
            return
        self.setFixedWidth(_NARROW if compact else _WIDE)
        self._brand.setText("nq" if compact else "nqdesk")
        self._foot.setVisible(not compact)
        self._job.set_compact(compact=compact)
        for entry in self._entries.values():
            entry.set_compact(compact=compact)

    def show_page(self, key: str) -> None:
        """Mark the page that is open."""
        if key in self._entries:
            self._entries[key].setChecked(True)

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait on a page."""
        self._entries[key].set_count(count)

    def set_foot(self, lines: Sequence[str]) -> None:
        """Show lines at the foot: centre, rules, backup."""
        self._foot.setText("\n".join(lines))

    def watch(self, job: Job) -> None:
        """Show a job until it is over."""
        self._job.show_job(job.title, None)
        self._job.show()
        job.progressed.connect(lambda progress: self._job.show_job(job.title, progress))
        job.ended.connect(self._job.hide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)
