"""The card "Auswahl nach Regel": on or off, the rule in words, its form when it is being changed."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nqdesk.domain.portfolio import OfferRule
from nqdesk.store import centre
from nqdesk.ui import theme
from nqdesk.ui.events.portfolio_state import PortfolioState
from nqdesk.ui.events.rule_form import RuleForm
from nqdesk.ui.events.rule_words import RuleWords
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.text_field import show_count


class RuleCard(Card):
    """The rule of the open event's portfolio."""

    def __init__(self, session: Session, state: PortfolioState, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._state = state
        self._words = RuleWords(session)
        head = QHBoxLayout()
        head.setSpacing(step(2))
        self.switch = CheckField("Auswahl nach Regel")
        self.switch.setFont(theme.font(theme.SECTION, bold=True))
        self.switch.setEnabled(session.can_write)
        self.switch.edited.connect(self._switch)
        head.addWidget(self.switch, 1)
        self._count = StatusPill()
        head.addWidget(self._count)
        self.add(head)
        self._sentence = Label("")
        self.add(self._sentence)
        self.change_button = Button("Regel ändern", icon="filter", on_click=self._toggle)
        row = QHBoxLayout()
        row.addWidget(self.change_button)
        row.addStretch(1)
        self.add(row)
        self._line = rule()
        self.add(self._line)
        self.form = RuleForm(session, self._words)
        self.form.settled.connect(self._save)
        self.add(self.form)
        self._fold(open_it=False)
        state.loaded.connect(self._load)
        state.counting.connect(self._counting)
        state.selected.connect(self._counted)

    def leave(self) -> None:
        """Hand over what is being typed."""
        self.form.leave()

    def _load(self) -> None:
        choice = self._state.choice
        self.switch.set_value(choice.by_rule)
        if not self.form.is_edited:
            self.form.show_rule(choice.rule, self._suggested_plz())
        if not choice.by_rule:
            self._fold(open_it=False)
        self._say()

    def _suggested_plz(self) -> str:
        return self._state.record.plz or centre.get(self._session.store.db).plz

    def _say(self) -> None:
        choice = self._state.choice
        if not choice.by_rule:
            text = "Aus. Das Portfolio hält nur, was Sie von Hand hinzufügen."
        elif choice.rule == OfferRule():
            text = "Alle aktuellen Angebote, ohne Einschränkung."
        else:
            text = self._words.sentence(choice.rule)
        self._sentence.setText(text)
        self.change_button.setVisible(choice.by_rule)

    def _switch(self) -> None:
        self._state.save(by_rule=self.switch.value())
        self.switch.set_value(self._state.choice.by_rule)
        self._fold(open_it=self._state.choice.by_rule and self._state.choice.rule == OfferRule())
        self._say()

    def _toggle(self) -> None:
        if self.form.isVisible():
            self.form.leave()
        self._fold(open_it=self.form.isHidden())

    def _fold(self, *, open_it: bool) -> None:
        self.form.setVisible(open_it)
        self._line.setVisible(open_it)
        self.change_button.setText("Fertig" if open_it else "Regel ändern")

    def _save(self, wanted: OfferRule) -> None:
        done = self._state.save(rule=wanted)
        if done.problems:
            self.form.form.show_problems(done.problems)
        else:
            self.form.mark_saved()
        self._say()

    def _counting(self) -> None:
        self._count.set("wird gezählt …", Tone.NEUTRAL)

    def _counted(self) -> None:
        selection = self._state.selection
        if selection is None:
            return
        if self._state.choice.by_rule:
            count = sum(not row.by_hand for row in selection.rows)
            word = "Angebot passt" if count == 1 else "Angebote passen"
            self._count.set(f"{show_count(count)} {word}", Tone.ACCENT if count else Tone.OPEN)
        else:
            self._count.set("aus", Tone.NEUTRAL)
