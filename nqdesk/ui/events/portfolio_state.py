"""The portfolio of the event that is open: its choice, what it comes to, and how it will be printed."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from nqdesk.actions import portfolios
from nqdesk.domain.events import Event
from nqdesk.domain.portfolio import PortfolioChoice, Variant
from nqdesk.ui.events.selection import Selection, select
from nqdesk.ui.session import Done, Session

_COUNT_AFTER = 120  # milliseconds: several changes in a row are counted once


class PortfolioState(QObject):
    """Shared by the tabs of one event.

    Signals:
        loaded: another choice is there, or it was changed elsewhere. counting: offers are being selected.
        selected: `selection` is up to date. print_changed: variant or occupation to print changed.
        outdated: what was printed before is no longer what would be printed.
    """

    loaded = Signal()
    counting = Signal()
    selected = Signal()
    print_changed = Signal()
    outdated = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._saving = False
        self.record = Event()
        self.choice = PortfolioChoice()
        self.selection: Selection | None = None
        self._is_counting = False
        self.variant = Variant.FULL
        self.occupation = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COUNT_AFTER)
        self._timer.timeout.connect(self._ask)
        key, reads = ("portfolio selection", id(self)), session.reads
        self._key = key
        self.destroyed.connect(lambda: reads.forget(key))

    @property
    def is_settled(self) -> bool:
        """Whether `selection` is what the choice comes to."""
        return self.selection is not None and not self._is_counting

    def open(self, event: Event) -> None:
        """Take another event's portfolio."""
        self.record = event
        self.selection = None
        self.variant, self.occupation = Variant.FULL, ""
        self.choice = portfolios.choice_of(self._session.store, event)
        self.loaded.emit()
        self.print_changed.emit()
        self.select()

    def reload(self, event: Event) -> None:
        """Read the same event's portfolio anew after a change."""
        if self._saving:
            return
        self.record = event
        self.choice = portfolios.choice_of(self._session.store, event)
        self.loaded.emit()
        self.select()

    def save(self, **changes: Any) -> Done:
        """Store the choice with some fields changed; problems come back to be shown beside the fields."""
        wanted = replace(self.choice, **changes)
        if wanted == self.choice:
            return Done()
        self._saving = True
        try:
            done = self._session.perform(
                lambda store, now: portfolios.save_choice(store, wanted, now), quiet=True, show_problems=False
            )
        finally:
            self._saving = False
        self.choice = portfolios.choice_of(self._session.store, self.record)
        if done:
            self.select()
        return done

    def add(self, ids: frozenset[str]) -> Done:
        """Take offers in by hand."""
        return self.save(added=self.choice.added | ids, removed=self.choice.removed - ids)

    def remove(self, ids: frozenset[str]) -> Done:
        """Take offers out by hand; those the rule would take in stay out."""
        by_rule = ids if self.choice.by_rule else frozenset[str]()
        return self.save(added=self.choice.added - ids, removed=self.choice.removed | by_rule)

    def take_back(self) -> Done:
        """Let the rule decide again about offers taken out by hand."""
        return self.save(removed=frozenset())

    def set_print(self, variant: Variant, occupation: str) -> None:
        """Choose what will be printed; `occupation` is the title of one section, "" for all."""
        if (variant, occupation) != (self.variant, self.occupation):
            self.variant, self.occupation = variant, occupation
            self.print_changed.emit()
            self.outdated.emit()

    def select(self) -> None:
        """Find out in the background what the choice comes to."""
        self._is_counting = True
        self.counting.emit()
        self.outdated.emit()
        self._timer.start()

    def _ask(self) -> None:
        event, choice, on = self.record, self.choice, self._session.today()
        self._session.reads.ask(
            self._key, lambda store: select(store, event, choice, on), self._take, self._session.tell_failure
        )

    def _take(self, selection: Selection) -> None:
        self.selection = selection
        self._is_counting = False
        if self.occupation and self.occupation not in selection.occupations:
            self.set_print(self.variant, "")
        self.selected.emit()
