"""The provider of an offer: found by typing, or entered anew."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.store import organisations
from nqdesk.ui.offers.provider_form import edit_provider, new_provider
from nqdesk.ui.offers.search_choice import Found, SearchChoice
from nqdesk.ui.offers.values import joined
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.button import Button, IconButton

_FOUND = 40


class ProviderField(QWidget):
    """A search field with two buttons: look at the provider, enter a new one.

    Signals:
        edited, left: another provider was chosen.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(2))
        self.choice = SearchChoice(self._search, self._text_of, "Name tippen und auswählen")
        self.choice.edited.connect(self._edited)
        self.choice.left.connect(self.left)
        layout.addWidget(self.choice, 1)
        self._look = IconButton("edit", "Anbieter ansehen und bearbeiten", on_click=self._open)
        layout.addWidget(self._look)
        self._new = Button("Neuer Anbieter", icon="add", on_click=self.make_new)
        layout.addWidget(self._new)
        self.setFocusProxy(self.choice)
        self._edited_silently()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.choice.setAccessibleName(name)

    def value(self) -> str:
        """Return the provider's id, "" for none."""
        return self.choice.value()

    def set_value(self, value: str) -> None:
        self.choice.set_value(value)
        self._edited_silently()

    def problem(self) -> Problem | None:
        return None

    def _edited_silently(self) -> None:
        self._look.setEnabled(bool(self.choice.value()))

    def _edited(self) -> None:
        self._edited_silently()
        self.edited.emit()

    def _search(self, text: str) -> Sequence[Found]:
        found = organisations.search(self._session.store.db, text, _FOUND)
        return [Found(o.id, joined(o.name, o.city)) for o in found]

    def _text_of(self, provider_id: str) -> str:
        found = organisations.get(self._session.store.db, provider_id)
        return joined(found.name, found.city) if found else ""

    def _open(self) -> None:
        if self.choice.value() and edit_provider(self._session, self.choice.value(), self):
            self.choice.set_value(self.choice.value())

    def make_new(self) -> None:
        """Enter a new provider and choose it."""
        typed = self.choice.text() if not self.choice.value() else ""
        made = new_provider(self._session, self, name=typed)
        if made:
            self.set_value(made)
            self.edited.emit()
            self.left.emit()
