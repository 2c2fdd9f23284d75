"""An offer in its form. It saves itself; leaving says so and offers the way back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nqdesk.actions import offers as actions
from nqdesk.actions import undoing
from nqdesk.domain.change import Change
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.offers import Offer, check_offer
from nqdesk.domain.problem import Problem
from nqdesk.store import drafts, offers
from nqdesk.store.database import Store
from nqdesk.ui.draft_keeper import DraftKeeper
from nqdesk.ui.offers.offer_form import GROUPS, OfferForm
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.dialog import ask
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.tab_bar import TabBar

_WIDEST = 260  # steps
# Fields that go together: if the first has a problem, both keep what is stored.
_TOGETHER = {"tq_source": ("tq_name", "tq_source")}


class OfferEditor(QWidget):
    """The form with its head.

    Signals:
        closed: id of the offer, "" if nothing was stored.
    """

    closed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stored = Offer()
        self._blank = Offer()
        self._numbers: list[int] = []
        self._saving = False
        self._is_open = False
        self._drafts = DraftKeeper(session, DraftForm.OFFER)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(step(6), step(5), step(6), 0)
        outer.setSpacing(step(3))
        self._header = PageHeader()
        self._done = Button("Fertig", "primary", icon="check", on_click=self.close_form, tip="Esc")
        self._header.add(self._done)
        outer.addWidget(self._header)
        self._tabs = TabBar("Abschnitte des Formulars", GROUPS)
        self._tabs.chosen.connect(self._scroll_to)
        outer.addWidget(self._tabs)
        self._area = ScrollArea()
        self._area.body.setContentsMargins(0, step(1), step(2), step(5))
        self.form = OfferForm(session)
        self.form.setMaximumWidth(step(_WIDEST))
        self.form.edited.connect(self._name_state)
        self.form.settled.connect(self.save)
        row = QHBoxLayout()
        row.addWidget(self.form, 1)
        row.addStretch(0)
        self._area.body.addLayout(row)
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._from_tab = False
        outer.addWidget(self._area, 1)

    # -- opening -----------------------------------------------------------------------------------------------

    def open(self, offer_id: str) -> bool:
        """Show a stored offer; False if it is gone."""
        offer = offers.get(self._session.store.db, offer_id)
        if offer is None:
            return False
        self._begin(offer)
        return True

    def open_new(self) -> None:
        """Show an empty offer; it is stored as soon as it has a title."""
        self._begin(Offer(information_date=self._session.today()))

    def resume(self, draft: Draft) -> bool:
        """Show an offer with what was typed and not stored; False if it is gone."""
        base = offers.get(self._session.store.db, draft.record_id)
        if base is None and not draft.is_new:
            return False
        base = base or Offer(id=draft.record_id)
        self._begin(base)
        self.form.show_offer(drafts.applied(draft, base))
        self.form.rebase(base)
        self.form.type_texts(draft.unread)
        self._drafts.take_up(draft)
        self.save()
        return True

    def _begin(self, offer: Offer) -> None:
        self._stored = self._blank = offer
        self._numbers = []
        self._is_open = True
        self.form.show_offer(offer)
        self._tabs.open(GROUPS[0][0])
        self._area.verticalScrollBar().setValue(0)
        self._name_state()

    # -- saving ------------------------------------------------------------------------------------------------

    def save(self) -> list[Problem]:
        """Store what can be stored; return what stands in the way of the rest."""
        if not self._is_open or self._saving:
            return []
        unreadable = self.form.unreadable()
        typed = self.form.offer()
        problems = check_offer(typed)
        sound = typed
        if problems and self._stored.version:
            names = {name for p in problems for name in _TOGETHER.get(p.field, (p.field,))}
            sound = replace(typed, **{name: getattr(self._stored, name) for name in names})
        if sound != self._stored and not (problems and not self._stored.version):
            problems = self._store(sound) or problems
        if self._is_typed(typed) or self._stored.version:
            self.form.show_problems([*unreadable, *problems])
        if not unreadable and not problems:
            self.form.mark_saved(self._stored)
        self._keep_draft(typed, [*unreadable, *problems])
        self._name_state()
        return [*unreadable, *problems]

    def _keep_draft(self, typed: Offer, problems: Sequence[Problem]) -> None:
        """Keep what could not be stored, so that it is there after a crash or a lock."""
        if problems and (self._stored.version or self._is_typed(typed)):
            base = self._stored if self._stored.version else Offer(id=self._stored.id)
            self._drafts.keep(typed, base, self.form.texts(), title=typed.title)
        else:
            self._drafts.drop()

    def _store(self, offer: Offer) -> list[Problem]:
        self._saving = True
        try:
            done = self._session.perform(
                lambda store, now: actions.save_offer(store, offer, now), quiet=True, show_problems=False
            )
        finally:
            self._saving = False
        if done.change is None:
            if any(problem.code == "stale" for problem in done.problems):
                self._reload()
            return list(done.problems)
        if done.change.number:
            self._numbers.append(done.change.number)
        stored = offers.get(self._session.store.db, offer.id)
        if stored is not None:
            self._stored = stored
            self.form.rebase(stored)
        return []

    def _reload(self) -> None:
        stored = offers.get(self._session.store.db, self._stored.id)
        if stored is None:
            self.close_quietly()
            self.closed.emit("")
            return
        self._stored = stored
        self.form.show_offer(stored)

    def refresh(self, change: Change | None) -> None:
        """Something was changed elsewhere; show it, unless a person is typing."""
        if self._saving or not self._is_open or not self._stored.version or self.form.is_edited:
            return
        if change is None or not change.ids or self._stored.id in change.ids:
            self._reload()
            self._name_state()

    def _is_typed(self, offer: Offer) -> bool:
        return offer != self._blank or bool(self.form.unreadable())

    # -- leaving -----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Save what can be saved; the form stays as it is."""
        if self._is_open:
            self.save()

    def close_quietly(self) -> None:
        """Save what can be saved and close without a question."""
        if self._is_open:
            self.save()
            self._finish()

    def close_form(self) -> None:
        """Save and close; ask if something would be lost."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        problems = self.save()
        if problems and (self._stored.version or self._is_typed(self.form.offer())):
            is_new = not self._stored.version
            if not ask(
                self,
                "Angebot verwerfen?" if is_new else "Trotzdem schließen?",
                self._what_is_lost(problems),
                yes="Verwerfen" if is_new else "Schließen",
                no="Weiter bearbeiten",
                is_danger=True,
            ):
                self.form.focus_problem(problems)
                return
            self._drafts.drop()
        self._finish()

    def _what_is_lost(self, problems: Sequence[Problem]) -> str:
        if not self._stored.version and not self.form.offer().title.strip():
            return "Ohne Titel lässt sich das Angebot nicht speichern."
        if not self._stored.version or any(not problem.field for problem in problems):
            return "Was Sie zuletzt eingegeben haben, konnte nicht gespeichert werden."
        return "Was rot markiert ist, wurde nicht gespeichert. Alles andere ist gespeichert."

    def _finish(self) -> None:
        self._is_open = False
        stored_id = self._stored.id if self._stored.version else ""
        numbers, title = tuple(self._numbers), self._stored.title
        self._numbers = []
        self._drafts.let_go()
        self.form.show_offer(Offer())
        self.closed.emit(stored_id)
        if numbers:
            self._session.tell(
                f"Angebot gespeichert: {title}",
                Tone.POSSIBLE,
                action="Rückgängig",
                act=lambda: self._take_back(numbers, title),
            )

    def _take_back(self, numbers: Sequence[int], title: str) -> None:
        def undo_all(store: Store, now: datetime) -> Change:
            changes = [undoing.undo_change(store, number, now) for number in reversed(numbers)]
            return changes[-1]

        if self._session.perform(undo_all, quiet=True):
            self._session.tell(f"Zurückgenommen: {title}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
            return
        super().keyPressEvent(event)

    # -- head --------------------------------------------------------------------------------------------------

    def _name_state(self) -> None:
        stored = self._stored
        title = stored.title if stored.version else "Neues Angebot"
        if not stored.version:
            text = "Wird ein Angebot, sobald es einen Titel hat. Bis dahin merkt sich nqdesk Ihre Eingaben."
        elif self.form.is_edited:
            text = "Wird gespeichert …"
        elif stored.changed_at is not None and self._numbers:
            text = f"Gespeichert um {stored.changed_at.astimezone():%H:%M} Uhr"
        else:
            text = "Änderungen werden von selbst gespeichert."
        self._header.set(title, text)

    def _scroll_to(self, key: str) -> None:
        card = self.form.cards.get(key)
        if card is not None:
            self._from_tab = True
            place = card.mapTo(self.form, QPoint(0, 0)).y()
            self._area.verticalScrollBar().setValue(max(place - step(1), 0))
            self._from_tab = False

    def _scrolled(self, value: int) -> None:
        if self._from_tab:
            return
        key = GROUPS[0][0]
        bar = self._area.verticalScrollBar()
        for name, card in self.form.cards.items():
            if card.mapTo(self.form, QPoint(0, 0)).y() <= value + step(12):
                key = name
        if bar.maximum() and value >= bar.maximum():
            key = GROUPS[-1][0]
        if key != self._tabs.key:
            self._from_tab = True
            blocked = self._tabs.blockSignals(True)
            self._tabs.open(key)
            self._tabs.blockSignals(blocked)
            self._from_tab = False
            self._tabs.update()
