"""The district of a strategy: typed, with the known ones dropping down, found by their towns too."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from nqdesk.domain.districts import KnownDistrict, alike, is_known
from nqdesk.domain.folding import fold
from nqdesk.ui.widgets.search_popup import style_popup
from nqdesk.ui.widgets.text_field import TextField

_NAME = int(Qt.ItemDataRole.UserRole) + 1
_SEARCHED = int(Qt.ItemDataRole.UserRole) + 2
_MOST_ALIKE = 3


class _Completer(QCompleter):
    """Finds in folded names and towns, gives back the name."""

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(_NAME) or "")


class DistrictField(TextField):
    """A line of text; what the regional data do not know may be typed as well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Bezirk suchen", parent)
        self._known: tuple[KnownDistrict, ...] = ()
        completer = _Completer(self)
        completer.setModel(QStandardItemModel(completer))
        completer.setCompletionRole(_SEARCHED)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(10)
        popup = QListView(self)
        popup.setAccessibleName("Bekannte Bezirke")
        completer.setPopup(popup)
        style_popup(popup)
        completer.activated.connect(lambda _: self.edited.emit())
        self.setCompleter(completer)

    def offer(self, known: Iterable[KnownDistrict]) -> None:
        """Offer other districts."""
        found = tuple(known)
        if found == self._known:
            return
        self._known = found
        model = QStandardItemModel(self.completer())
        for district in found:
            places = [place for place in district.places if place != district.base]
            item = QStandardItem(f"{district.name} – mit {', '.join(places)}" if places else district.name)
            item.setData(district.name, _NAME)
            item.setData(district.searched, _SEARCHED)
            model.appendRow(item)
        self.completer().setModel(model)

    @property
    def is_unknown(self) -> bool:
        """Whether something is entered that the regional data do not know."""
        return bool(self.value()) and bool(self._known) and not is_known(self._known, self.value())

    def doubt(self) -> str:
        """Return what is to be said of an unknown district, "" of a known one."""
        if not self.is_unknown:
            return ""
        near = [each.name for each in alike(self._known, self.value())[:_MOST_ALIKE]]
        meant = f" Gemeint ist vielleicht: {', '.join(near)}." if near else ""
        return (
            f"„{self.value()}“ kennt nqdesk nicht.{meant} Amtliche Namen von Agenturen und Jobcentern "
            "fehlen in den Regionaldaten; der Name kann also trotzdem stimmen."
        )
