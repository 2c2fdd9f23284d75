"""The offers of a portfolio in the order of print, with where each comes from."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from nqdesk.store.database import Store
from nqdesk.ui.events.event_lines import joined
from nqdesk.ui.events.selection import ChosenRow, Selection
from nqdesk.ui.paged_model import Column, PagedModel, RowFace, listing_of
from nqdesk.ui.session import Session
from nqdesk.ui.tables import ListPane
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.label import Label, rule

_ROWS_SHOWN = 9
_EMPTY_HEIGHT = step(52)
_MARGINS = (step(4), 0, step(4), 0)


def _face(row: ChosenRow) -> RowFace:
    far = f"{row.kilometres}\u00a0km" if row.kilometres is not None else ""
    return RowFace(
        title=row.title,
        detail=joined(row.start, row.place, far, row.provider),
        pill=("von Hand", Tone.ACCENT) if row.by_hand else ("Regel", Tone.NEUTRAL),
    )


def _height(pane: ListPane, rows: int) -> int:
    """Return the height that shows so many rows, at most nine."""
    return max(pane.sizeHintForRow(0), step(14)) * min(rows, _ROWS_SHOWN) + 2


class ChosenList(Card):
    """The list with its buttons.

    Signals:
        add_wanted: choose more offers. remove_wanted: ids to take out. open_wanted: id of an offer to show.
        take_back_wanted: what was taken out by hand may come back.
    """

    add_wanted = Signal()
    remove_wanted = Signal(object)
    open_wanted = Signal(str)
    take_back_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._rows: tuple[ChosenRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        add = Button("Hinzufügen …", icon="add", tip="Angebote hinzufügen", on_click=self.add_wanted.emit)
        add.setAccessibleName("Angebote hinzufügen")
        self._remove = Button("Entfernen", icon="close", tip="Entf", on_click=self._take_out)
        add.setEnabled(session.can_write)
        self._remove.setEnabled(False)
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(1, step(1), 1, step(3))  # the list reaches the card's edges
        self._title = Label("Angebote im Portfolio", "section", wrap=False)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(*_MARGINS)
        self._head.setSpacing(step(2))
        self._head.addWidget(self._title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(step(2))
        buttons.addWidget(self._remove)
        buttons.addWidget(add)
        self._beside = sum(button.sizeHint().width() for button in (self._remove, add)) + 2 * step(2)
        self._buttons = buttons
        self._head.addLayout(buttons)
        self.add(self._head)
        self._back = QWidget()
        back = QHBoxLayout(self._back)
        back.setContentsMargins(*_MARGINS)
        self._removed = Label("", "small")
        back.addWidget(self._removed, 1)
        self._take_back = Button("Zurückholen", "link", on_click=self.take_back_wanted.emit)
        self._take_back.setEnabled(session.can_write)
        back.addWidget(self._take_back)
        self._back.hide()
        self.add(self._back)
        self._lapsed = Label("", "small")
        self._lapsed.setContentsMargins(*_MARGINS)
        self._lapsed.hide()
        self.add(self._lapsed)
        self.model = PagedModel[Store, ChosenRow](
            (Column(key="title", title="Angebot", text=lambda row: row.title),),
            lambda: session.store,
            session.reads,
            face=_face,
            parent=self,
        )
        self.list = ListPane(self.model, "Ausgewählte Angebote")
        self.list.selection_changed.connect(self._ready)
        self.list.chosen.connect(lambda _: self._ready())
        self.list.opened.connect(self.open_wanted)
        self._empty = EmptyState("offers", "Noch kein Angebot ausgewählt")
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self._empty)
        self._body.setFixedHeight(_EMPTY_HEIGHT)
        self._body.setCurrentWidget(self._empty)
        self.add(rule())
        self.add(self._body)
        self._order = Label("", "small")
        self._order.setContentsMargins(*_MARGINS)
        self.add(self._order)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the heading where both do not fit side by side."""
        super().resizeEvent(event)
        room = self.width() - 2 * step(4) - self._beside - self._title.sizeHint().width()
        below = room < 0
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._head.direction() != direction:
            self._head.setDirection(direction)
            side = Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0)
            self._head.setAlignment(self._buttons, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._beside + 2 * step(4), super().minimumSizeHint().height())

    def show_selection(self, selection: Selection, *, by_rule: bool, order: str) -> None:
        """Show offers in the order of print; `order` is the sentence on it."""
        self._rows = selection.rows
        self.model.show(listing_of(lambda _store: self._rows))
        if selection.count:
            self._body.setCurrentWidget(self.list)
            self._body.setFixedHeight(_height(self.list, selection.count))
        else:
            self._empty.set_sentence(
                "Kein Angebot passt" if by_rule else "Noch kein Angebot ausgewählt",
                "Lockern Sie die Regel, oder fügen Sie Angebote von Hand hinzu."
                if by_rule
                else "Wählen Sie nach Regel aus, oder fügen Sie Angebote von Hand hinzu.",
            )
            self._body.setCurrentWidget(self._empty)
            self._body.setFixedHeight(_EMPTY_HEIGHT)
        self._order.setText(order)
        self._order.setVisible(selection.count > 1)
        out = len(selection.removed)
        self._removed.setText(
            "1 Angebot von Hand herausgenommen." if out == 1 else f"{out} Angebote von Hand herausgenommen."
        )
        self._removed.setToolTip("\n".join(title for _, title in selection.removed[:20]))
        self._back.setVisible(bool(out))
        gone = selection.lapsed
        self._lapsed.setText(
            "1 von Hand gewähltes Angebot ist vergangen oder zurückgezogen und wird nicht gedruckt."
            if gone == 1
            else f"{gone} von Hand gewählte Angebote sind vergangen oder zurückgezogen und werden nicht gedruckt."
        )
        self._lapsed.setVisible(bool(gone))
        self._ready()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self._take_out()
            return
        super().keyPressEvent(event)

    def _ready(self) -> None:
        self._remove.setEnabled(self._session.can_write and self.list.selected_count() > 0)

    def _take_out(self) -> None:
        ids = frozenset(self.list.selected_ids())
        if ids and self._session.can_write:
            self.remove_wanted.emit(ids)
