"""The look of lists that drop down from a field."""

from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate


def style_popup(view: QAbstractItemView) -> None:
    """Give a drop-down list the look of the style sheet."""
    view.setProperty("role", "popup")
    view.setItemDelegate(QStyledItemDelegate(view))
    if isinstance(view, QListView):
        view.setUniformItemSizes(True)
