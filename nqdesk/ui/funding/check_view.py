"""An anonymous funding check whose answers come while facts are entered; nothing is stored unless it is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import check_papers, checking, kept_checks, messages, rule_book
from nqdesk.domain.change import Change
from nqdesk.domain.funding.askable import askable
from nqdesk.domain.funding.case import NO_STATEMENT, Case, contradictions, fitting
from nqdesk.domain.funding.check import CheckResult
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.funding.facts import Fact
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.domain.problem import Problem
from nqdesk.ui.funding import words
from nqdesk.ui.funding.compare_view import CompareView
from nqdesk.ui.funding.day_dialog import DayDialog
from nqdesk.ui.funding.fact_pane import FactPane
from nqdesk.ui.funding.keep_dialog import DEFAULT_PURPOSE, keep
from nqdesk.ui.funding.keeping import Keeping, Unfinished
from nqdesk.ui.funding.protocol_menu import ProtocolMenu
from nqdesk.ui.funding.question_card import QuestionCard
from nqdesk.ui.funding.result_list import ResultList
from nqdesk.ui.session import Session
from nqdesk.ui.taking_back import tell_with_way_back
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.segments import Segments
from nqdesk.ui.widgets.text_field import show_day

_TYPED_AFTER = 90  # milliseconds between the last key and the check
_SPLITTER = "funding_splitter"
_LEAST_TITLE = step(92)  # the counts on one line
_VARIANTS = ("A", "B")
_UNSAVED = "check"


class CheckView(QWidget):
    """Facts at the left, results at the right; a second variant can stand beside the first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._engine = rule_book.in_use(session.store)
        self._cases: list[Case] = [Case()]
        self._current = 0
        self._on: date | None = None  # None: today
        self.checked: CheckResult | None = None
        self.keeping = Keeping(session)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._left = self._make_left()
        self._splitter.addWidget(self._left)
        self._splitter.addWidget(self._make_right())
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([step(109), step(190)])
        self._splitter.restoreState(session.preferences.state(_SPLITTER))
        self._splitter.splitterMoved.connect(
            lambda *_: session.preferences.save_state(_SPLITTER, self._splitter.saveState())
        )
        outer.addWidget(self._splitter)
        over = QShortcut(QKeySequence("F6"), self)
        over.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        over.activated.connect(self._go_over)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._check)
        self.question.answered.connect(self._answer)
        self.facts.edited.connect(self._edit)
        before = session.unsaved.pop(_UNSAVED, None)
        if isinstance(before, Unfinished):
            self._take_up(before)
        else:
            self._check()
            self._focus_on_question()

    # -- building ----------------------------------------------------------------------------------------------

    def _make_left(self) -> QWidget:
        left = QWidget()
        left.setProperty("role", "panel")
        left.setMinimumWidth(step(78))
        column = QVBoxLayout(left)
        column.setContentsMargins(step(5), step(5), 0, 0)
        column.setSpacing(step(4))
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, step(4), 0)
        words_of = QVBoxLayout()
        words_of.setSpacing(step(0.5))
        words_of.addWidget(Label("Fördercheck", "title"))
        self._line = Label("", "small")
        words_of.addWidget(self._line)
        top.addLayout(words_of, 1)
        self._new = Button("Neu", icon="add", on_click=self.new_record, tip="Alle Angaben leeren (Strg+N)")
        top.addWidget(self._new, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self._variants = Segments([(place, f"Variante {name}") for place, name in enumerate(_VARIANTS)])
        self._variants.setAccessibleName("Variante, deren Angaben gezeigt werden")
        self._variants.set_value(0)
        self._variants.edited.connect(self._switch)
        self._variants.hide()
        column.addWidget(self._variants)
        area = ScrollArea(gap=step(6))
        area.body.setContentsMargins(0, 0, step(4), step(5))
        self.question = QuestionCard()
        self.facts = FactPane(self._engine.book.catalogue)
        area.body.addWidget(self.question)
        area.body.addWidget(self.facts, 1)
        self._facts_in = area.body
        column.addWidget(area, 1)
        return left

    def _make_right(self) -> QWidget:
        right = QWidget()
        right.setMinimumWidth(step(108))
        column = QVBoxLayout(right)
        column.setContentsMargins(step(5), step(5), step(4), 0)
        column.setSpacing(step(4))
        self._header = PageHeader("Förderung", least_title=_LEAST_TITLE)
        self._day = Button("Rechtsstand ändern", on_click=self._choose_day)
        self._compare = Button("Vergleichen", on_click=self._compare_or_end)
        self.keep_button = Button("Aufbewahren …", on_click=self.keep)
        self.keep_button.setEnabled(self.session.can_write)
        self.protocol = ProtocolMenu(self.session, self._book)
        for button in (self._day, self._compare, self.keep_button, self.protocol):
            self._header.add(button)
        column.addWidget(self._header)
        self.results = ResultList(self._engine.book.catalogue)
        self.comparison = CompareView(self._engine.book.catalogue)
        self._body = QStackedWidget()
        self._body.addWidget(self.results)
        self._body.addWidget(self.comparison)
        column.addWidget(self._body, 1)
        return right

    # -- the case ----------------------------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        """The case that is being edited."""
        return self._cases[self._current]

    @property
    def on(self) -> date:
        """The day the check is asked for."""
        return self._on or self.session.today()

    def _answer(self, name: str, value: Any) -> None:
        self._set(name, value)
        self._check()
        self._focus_on_question()

    def _edit(self, name: str, value: Any) -> None:
        self._set(name, value)
        self._timer.start(_TYPED_AFTER)

    def _set(self, name: str, value: Any) -> None:
        case = self.case
        self._cases[self._current] = case.refusing(name) if value == NO_STATEMENT else case.with_value(name, value)

    def _check(self) -> None:
        """Check what is entered and show it; contradictions are said beside their fields and nothing is checked."""
        self._timer.stop()
        self._line.setText(self.keeping.line(self.case))
        problems = {found.fact: found.code for found in contradictions(self.case.values)}
        self.facts.arrange(self.case, self._is_asked(self.case))
        self.facts.complain({fact: messages.problem(Problem(f"case_{code}", fact)) for fact, code in problems.items()})
        if problems:
            self._header.set("Widerspruch in den Angaben", "Bitte links die rot umrandete Angabe berichtigen.")
            return
        self.checked, asked = checking.told(self._engine, self.case, self.on)
        first = asked[0] if asked else None
        self.question.show_question(first, self._engine.book.catalogue.by_name[first.fact] if first else None)
        self.results.show_results(self.checked, self.case)
        if self._is_comparing:
            self._show_comparison()
        positive, open_, excluded = words.counts(self.checked.instruments)
        count, apart = len(self.checked.instruments), len(self.results.apart)
        day = f"Rechtsstand {show_day(self.on)}{'' if self._on is None else ' (geändert)'}"
        others = f", davon {f'{apart} anderer Länder' if apart > 1 else '1 eines anderen Landes'}" if apart else ""
        counted = " · ".join(filter(None, (self._variant, day, f"{count} Instrumente geprüft{others}")))
        self._header.set(
            f"{positive} möglich · {open_ - apart} offen · {excluded} nicht",
            counted,
        )

    def _is_asked(self, case: Case) -> Callable[[Fact], bool]:
        matters = askable(self._engine.book, case, self.on)
        return lambda fact: matters(fact.name)

    def _focus_on_question(self) -> None:
        self.setFocusProxy(self.question.first_answer or self._new)

    # -- day of law and variants -------------------------------------------------------------------------------

    def _choose_day(self) -> None:
        dialog = DayDialog(self.on, self.session.today(), self)
        if dialog.exec():
            self._on = None if dialog.day == self.session.today() else dialog.day
            self._check()

    @property
    def _is_comparing(self) -> bool:
        return len(self._cases) > 1

    def _compare_or_end(self) -> None:
        if self._is_comparing:
            self._cases = [self.case]
            self._current = 0
        else:
            self._cases.append(self.case)
            self._current = 1
            self.session.tell("Variante B ist eine Kopie. Ändern Sie links, was anders sein soll.", Tone.NEUTRAL)
        self._show_variants()

    def _switch(self) -> None:
        self._current = int(self._variants.value() or 0)
        self._check()

    def _show_comparison(self) -> None:
        checks = [checking.told(self._engine, case, self.on)[0] for case in self._cases]
        self.comparison.show_both(self._cases, checks)

    def _book(self) -> CheckBook:
        checked, asked = checking.told(self._engine, self.case, self.on)
        day, store = self.session.today(), self.session.store
        return check_papers.book_of(self._engine, self.case, checked, asked, printed_on=day, store=store)

    # -- keeping -----------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Ask with whom the check is to be kept, and store what is shown."""
        case = self.case
        if not case.values:
            self.session.tell("Es ist noch nichts eingetragen, was aufbewahrt werden könnte.", Tone.NEUTRAL)
            return
        if contradictions(case.values):
            self.session.tell("Die Angaben widersprechen sich. Bitte zuerst links berichtigen.", Tone.OPEN)
            return
        before, today = self.keeping.check, self.session.today()
        checked, asked = checking.told(self._engine, case, self.on)
        made = kept_checks.snapshot(
            self._engine, case, checked, asked, made_on=today, purpose=before.purpose if before else DEFAULT_PURPOSE
        )
        if before is not None:
            made = replace(made, subject_kind=before.subject_kind, subject=before.subject, company_id=before.company_id)
        keep(self.session, made, self, lambda kept, change: self._kept(kept, case, change), of=self._variant)

    def _kept(self, check: KeptCheck, case: Case, change: Change) -> None:
        self.keeping.kept(check, case)
        self._line.setText(self.keeping.line(self.case))
        tell_with_way_back(self.session, "Fördercheck aufbewahrt", change)

    def open_kept(self, check: KeptCheck) -> None:
        """Show the facts of a kept check as a new one, checked with the rules of today."""
        case = kept_checks.case_of(check, self._engine.book.catalogue)
        self._cases, self._current, self._on = [case], 0, None
        self.keeping.opened(check, case)
        self._show_variants()

    @property
    def _variant(self) -> str:
        return f"Variante {_VARIANTS[self._current]}" if self._is_comparing else ""

    # -- what the page asks ------------------------------------------------------------------------------------

    def put_aside(self) -> None:
        """Hand what is being checked to the session: the page may be thrown away."""
        self.session.unsaved.pop(_UNSAVED, None)
        if any(case.values or case.refused for case in self._cases):
            self.session.unsaved[_UNSAVED] = self.keeping.put_aside(self._cases, self._current, self._on)

    def _take_up(self, before: Unfinished) -> None:
        catalogue = self._engine.book.catalogue
        self._cases = [fitting(case, catalogue) for case in before.cases]
        self._current, self._on = before.current, before.on
        self.keeping.take_up(before)
        self._show_variants()

    def refresh_line(self) -> None:
        """Say anew whether what is shown is kept."""
        self._line.setText(self.keeping.line(self.case))

    def refresh(self) -> None:
        """Check anew: it may be another day, or the rules were changed; what was entered stays."""
        self._take_rules()
        self._check()

    def _take_rules(self) -> None:
        before, self._engine = self._engine, rule_book.in_use(self.session.store)
        catalogue = self._engine.book.catalogue
        if catalogue == before.book.catalogue:
            return
        self._cases = [fitting(case, catalogue) for case in self._cases]
        self.results.set_catalogue(catalogue)
        self.comparison.set_catalogue(catalogue)
        old, self.facts = self.facts, FactPane(catalogue)
        self.facts.edited.connect(self._edit)
        self._facts_in.replaceWidget(old, self.facts)
        old.hide()
        old.deleteLater()

    def new_record(self) -> None:
        """Empty all facts; can be taken back."""
        before = list(self._cases), self._current
        kept = self.keeping.state
        if not any(case.values or case.refused for case in self._cases):
            self.setFocus()
            return

        def bring_back() -> None:
            self._cases, self._current = before[0], before[1]
            self.keeping.state = kept
            self._show_variants()

        self._cases, self._current = [Case()], 0
        self.keeping.state = None
        self._show_variants()
        self.session.tell("Alle Angaben sind geleert.", Tone.NEUTRAL, action="Rückgängig", act=bring_back)
        self.question.set_focus_on_answer()

    def _show_variants(self) -> None:
        self._variants.set_value(self._current)
        self._variants.setVisible(self._is_comparing)
        self._compare.setText("Vergleich beenden" if self._is_comparing else "Vergleichen")
        self._body.setCurrentWidget(self.comparison if self._is_comparing else self.results)
        self._check()
        self._focus_on_question()

    def _go_over(self) -> None:
        """Go from the facts to the results or back: between them lie all fields."""
        focused = QApplication.focusWidget()
        if focused is not None and self._left.isAncestorOf(focused):
            if self._is_comparing:
                self.comparison.setFocus()
            elif not self.results.focus_on_first():
                self._day.setFocus()
        elif self.question.first_answer is not None:
            self.question.set_focus_on_answer()
        else:
            self._new.setFocus()

    def focus_on_question(self) -> None:
        """Put the keyboard on the next question."""
        self.question.set_focus_on_answer()
