"""Large numbers with a word below, as on the portfolio's cover."""

from collections.abc import Sequence

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nqdesk.ui import theme
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.flow_layout import FlowLayout
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.text_field import show_count


class Figures(QWidget):
    """Numbers side by side; a new line begins where the width ends."""

    def __init__(self, words: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`words` are singular and plural of each number."""
        super().__init__(parent)
        self._words = tuple(words)
        self._numbers: list[Label] = []
        self._below: list[Label] = []
        flow = FlowLayout(self, gap=step(4))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for _, many in self._words:
            box = QWidget()
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            number = Label("–", wrap=False)
            number.setForegroundRole(QPalette.ColorRole.Link)  # the accent colour, light and dark
            number.setFont(theme.font(1.6, bold=True))
            below = Label(many, "small", wrap=False)
            row = QHBoxLayout()
            row.addWidget(number)
            row.addStretch(1)
            column.addLayout(row)
            column.addWidget(below)
            self._numbers.append(number)
            self._below.append(below)
            flow.addWidget(box)

    def show_numbers(self, numbers: Sequence[int] | None) -> None:
        """Show numbers in the order of the words; None while they are not known."""
        for place, (one, many) in enumerate(self._words):
            number = numbers[place] if numbers is not None else None
            word = one if number == 1 else many
            self._numbers[place].setText("–" if number is None else show_count(number))
            self._below[place].setText(word)
            self._numbers[place].setAccessibleName("" if number is None else f"{number} {word}")
        self.updateGeometry()
