"""The way of the Tab key: as the eye reads, also where something was put on the page later than its neighbours."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget

from nqdesk.ui.widgets.reveal import reveal


def go_on(window: QWidget, *, forward: bool) -> bool:
    """Give the focus to the field or button that comes next as things are laid out; False if there is none.

    Qt goes by the order of making, so a button made after the ones below it would come after them.
    """
    now = window.focusWidget()
    stops = list(_stops(window, now))
    if not stops:
        return False
    at = next((number for number, stop in enumerate(stops) if stop is now), None)
    if at is None:
        at = next((number for number, stop in enumerate(stops) if now and stop.isAncestorOf(now)), None)
    if at is None:
        at = -1 if forward else 0
    found = stops[(at + (1 if forward else -1)) % len(stops)]
    found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    reveal(found)
    return True


def _stops(widget: QWidget, now: QWidget | None) -> Iterator[QWidget]:
    if not widget.isWindow():
        can_take = widget.isVisible() and widget.isEnabled()
        if not can_take and not (now and (widget is now or widget.isAncestorOf(now))):
            return
        takes_tab = can_take and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if (takes_tab and widget.focusProxy() is None) or widget is now:
            yield widget
        if takes_tab and widget.layout() is None and not isinstance(widget, QScrollArea):
            return  # what stands inside a field belongs to the field; a text that scrolls may hold links
    for child in _children(widget):
        yield from _stops(child, now)


def _children(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        return [inside] if inside is not None else []
    if isinstance(widget, QSplitter):
        panes = (widget.widget(number) for number in range(widget.count()))
        return [pane for pane in panes if pane is not None]
    children = [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
    layout = widget.layout()
    found = list(_laid_out(layout, children)) if layout is not None else []
    return [*found, *(child for child in children if child not in found)]


def _laid_out(layout: QLayout, children: list[QWidget]) -> Iterator[QWidget]:
    """The widgets of a layout in its order.

    Not by `itemAt`: Python would keep each item it returns, also when its widget is long gone, and would take
    whatever Qt puts in its place in memory for that item.
    """
    places: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(child), child) for child in children]
    places += [(layout.indexOf(part), part) for part in layout.children() if isinstance(part, QLayout)]
    for place, part in sorted(places, key=lambda pair: pair[0]):
        if isinstance(part, QLayout):
            yield from _laid_out(part, children)
        elif place >= 0:
            yield part
