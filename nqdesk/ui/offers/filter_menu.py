"""A filter as a compact button: a menu of values to tick, long ones with a search field."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from nqdesk.domain.folding import fold
from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.toggle import Toggle

_MOST = 60  # boxes shown at once; more are found by typing
_LONG = 12  # so many values get a search field
_WORD = 22  # letters of a value on the button

Option = tuple[Any, str]


class FilterPanel(QFrame):
    """The open menu: boxes to tick; stays open until Esc or a click elsewhere.

    Signals:
        toggled: value and whether it is ticked now. cleared: take all ticks away.
    """

    toggled = Signal(object, bool)
    cleared = Signal()

    def __init__(self, name: str, options: Sequence[Option], chosen: Sequence[Any], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        self._options = options
        self._chosen = set(chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(2), step(2), step(2), step(2))
        layout.setSpacing(step(1))
        self._field = QLineEdit()
        self._field.setPlaceholderText(f"{name} suchen …")
        self._field.setAccessibleName(f"{name} suchen")
        self._field.setVisible(len(options) > _LONG)
        self._field.textChanged.connect(self._fill)
        layout.addWidget(self._field)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self._area)
        foot = QHBoxLayout()
        self._says = Label("", "small", wrap=False)
        foot.addWidget(self._says, 1)
        self._clear = Button("Alle zeigen", "link", on_click=self._clear_all)
        foot.addWidget(self._clear)
        layout.addLayout(foot)
        self._boxes: list[QCheckBox] = []
        self._fill("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if len(self._options) > _LONG:
            self._field.setFocus()
        elif self._boxes:
            self._boxes[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QCheckBox):
                focused.click()
            self.close()
        else:
            super().keyPressEvent(event)

    def _matching(self, text: str) -> list[Option]:
        typed = fold(text.strip())
        found = [o for o in self._options if not typed or typed in fold(o[1])]
        return sorted(found, key=lambda o: o[0] not in self._chosen)

    def _fill(self, text: str) -> None:
        content = QWidget()
        content.setProperty("role", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, step(2), 0)
        column.setSpacing(0)
        found = self._matching(text)
        self._boxes = []
        for value, word in found[:_MOST]:
            box = QCheckBox(word.replace("&", "&&"))
            box.setAccessibleName(word)
            box.setChecked(value in self._chosen)
            box.clicked.connect(lambda on=False, value=value: self._tick(value, on))
            column.addWidget(box)
            self._boxes.append(box)
        column.addStretch(1)
        self._area.setWidget(content)
        more = len(found) - len(self._boxes)
        self._says.setText(f"{more} weitere: bitte tippen" if more > 0 else "" if found else "Nichts gefunden")
        self._clear.setVisible(bool(self._chosen))
        height = min(content.sizeHint().height() + step(1), step(80))
        self._area.setFixedHeight(height)
        self._area.setMinimumWidth(max(content.sizeHint().width() + step(5), step(56)))
        self.adjustSize()

    def _tick(self, value: Any, on: bool) -> None:
        (self._chosen.add if on else self._chosen.discard)(value)
        self._clear.setVisible(bool(self._chosen))
        self.toggled.emit(value, on)

    def _clear_all(self) -> None:
        self._chosen.clear()
        self.cleared.emit()
        self.close()


class FilterMenu(Toggle):
    """A button that names its filter and what is chosen; a click opens the menu.

    Signals:
        changed: other values are chosen.
    """

    changed = Signal()

    def __init__(
        self,
        name: str,
        options: Sequence[Option] | Callable[[], Sequence[Option]],
        *,
        single: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`options` are (value, German text), or a function that gives them when the menu is opened."""
        super().__init__(name, "chip", parent)
        self._name = name
        self._make = options if callable(options) else lambda: options
        self._single = single
        self._chosen: dict[Any, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.setIconSize(QSize(12, 12))
        theme.set_icon(self, "down", "muted")
        self.clicked.connect(self.open)
        self._name_it()

    def value(self) -> frozenset[Any]:
        """Return the chosen values."""
        return frozenset(self._chosen)

    def set_value(self, values: frozenset[Any]) -> None:
        """Choose values without telling anybody."""
        known = dict(self._make()) if values else {}
        self._chosen = {value: known.get(value, str(value)) for value in values}
        self._name_it()

    def open(self) -> None:
        """Open the menu below the button."""
        self.setChecked(bool(self._chosen))
        panel = FilterPanel(self._name, tuple(self._make()), tuple(self._chosen), self)
        panel.toggled.connect(self._toggle)
        panel.cleared.connect(self._clear)
        below = self.mapToGlobal(QPoint(0, self.height() + 4))
        room = self.screen().availableGeometry()
        panel.move(max(room.left(), min(below.x(), room.right() - panel.width())), below.y())
        panel.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open()
            return
        super().keyPressEvent(event)

    def _toggle(self, value: Any, on: bool) -> None:
        if self._single:
            self._chosen.clear()
        if on:
            self._chosen[value] = dict(self._make()).get(value, "")
        else:
            self._chosen.pop(value, None)
        self._name_it()
        self.changed.emit()

    def _clear(self) -> None:
        if self._chosen:
            self._chosen.clear()
            self._name_it()
            self.changed.emit()

    def _name_it(self) -> None:
        words = list(self._chosen.values())
        text = self._name
        if words:
            first = words[0] if len(words[0]) <= _WORD else words[0][: _WORD - 1].rstrip() + "…"
            text = f"{self._name}: {first}" + (f" +{len(words) - 1}" if len(words) > 1 else "")
        self.setText(text.replace("&", "&&"))
        self.setChecked(bool(words))
        self.updateGeometry()
        self.setToolTip(", ".join(words))
        self.setAccessibleName(f"Filter {self._name}: {', '.join(words) or 'alle'}")
        theme.set_icon(self, "down", "accent" if words else "muted")
