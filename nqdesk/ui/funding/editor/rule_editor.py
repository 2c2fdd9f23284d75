"""Writing an own instrument: its fields at the left, what it gives on cases at the right, then preview and save."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from nqdesk.actions import rule_book, rule_drafts, rule_packages
from nqdesk.actions.refused import Refused
from nqdesk.domain.districts import known_districts
from nqdesk.domain.failure import Failure
from nqdesk.domain.problem import Problem
from nqdesk.ui.funding.editor.rule_form import RuleForm
from nqdesk.ui.funding.editor.task import Task, TaskKeeper
from nqdesk.ui.funding.editor.trial_pane import TrialPane
from nqdesk.ui.funding.package_dialog import ChangesDialog
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.dialog import ask
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import TextField

_TRIED_AFTER = 250  # milliseconds after the last key
_KEPT_AFTER = 2000
_SPLITTER = "rule_editor_splitter"


class RuleEditor(QWidget):
    """A whole page.

    Signals:
        closed: it is done; id of the instrument to show, "" for the one shown before, and the first day of the version.
    """

    closed = Signal(str, object)

    def __init__(self, session: Session, task: Task, *, was_kept: bool = False, parent: QWidget | None = None) -> None:
        """`was_kept`: the task comes back after the window was locked."""
        super().__init__(parent)
        self._session = session
        self._task = task
        self._is_edited = was_kept
        self._keeper = TaskKeeper(session)
        self._confirmed = "" if task.is_new else task.draft.district  # asked for once, it is not asked for again
        engine = rule_book.in_use(session.store)
        self._cases = rule_drafts.trials(session.store, engine.book.catalogue)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(step(5), step(4), step(5), 0)
        outer.setSpacing(step(3))
        outer.addLayout(self._make_top())
        if was_kept:
            outer.addWidget(Notice("Ihr Entwurf von vorhin ist noch da. Er ist noch nicht gespeichert.", Tone.OPEN))
        self.form = RuleForm(rule_drafts.language_of(engine), lambda maker: known_districts(session.region, maker))
        self.form.edited.connect(self._edit)
        area = ScrollArea(gap=step(3))
        area.setMinimumWidth(step(105))
        area.body.setContentsMargins(0, 0, step(4), step(6))
        area.body.addWidget(self._make_reason())
        area.body.addWidget(self.form)
        self.trials = TrialPane(engine.book.catalogue)
        self.trials.setMinimumWidth(step(68))
        self.trials.body.setContentsMargins(step(4), 0, step(2), step(4))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(area)
        splitter.addWidget(self.trials)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([step(170), step(90)])
        splitter.restoreState(session.preferences.state(_SPLITTER))
        splitter.splitterMoved.connect(lambda *_: session.preferences.save_state(_SPLITTER, splitter.saveState()))
        outer.addWidget(splitter, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TRIED_AFTER)
        self._timer.timeout.connect(self.try_now)
        self._keep_timer = QTimer(self)
        self._keep_timer.setSingleShot(True)
        self._keep_timer.setInterval(_KEPT_AFTER)
        self._keep_timer.timeout.connect(self.keep)
        for keys, act in (("Ctrl+S", self.preview), ("Esc", self.leave)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        place = len(task.draft.versions) if task.place is None else task.place
        has_fixed_time = place < len(task.draft.versions) - 1
        self.form.show_draft(task.draft, task.version, is_first=place == 0, has_fixed_time=has_fixed_time)
        self.try_now()
        self.setFocusProxy(self.form)

    def _make_top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(step(3))
        self.back = Button("Zurück", icon="left", tip="Esc", on_click=self.leave)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        header = PageHeader(self._task.title, self._about())
        self.save = Button("Vorschau und speichern …", "primary", icon="check", tip="Strg+S", on_click=self.preview)
        header.add(self.save)
        row.addWidget(header, 1, Qt.AlignmentFlag.AlignTop)
        return row

    def _about(self) -> str:
        if self._task.is_new:
            return "Gespeichert wird erst nach der Vorschau. Ihre Regel zählt nur in dieser Datenbank."
        title = self._task.draft.title
        if self._task.place is not None:
            return f"{title}. Der bisherige Text bleibt im Verlauf, aufbewahrte Checks bleiben, wie sie sind."
        return f"{title}. Die bisherige Fassung bleibt erhalten und endet am Tag davor."

    def _make_reason(self) -> Card:
        card = Card("Warum diese Berichtigung?")
        self.reason = Form(1)
        hint = "Die Fassung galt schon. Der Grund steht im Verlauf neben dem bisherigen Text."
        self.reason.add("reason", "Was berichtigt wird und warum", TextField(), hint=hint)
        self.reason.set_values({"reason": self._task.reason})
        self.reason.edited.connect(self._edit)
        card.add(self.reason)
        card.setVisible(self._task.needs_reason)
        return card

    # -- what is written ---------------------------------------------------------------------------------------

    @property
    def is_edited(self) -> bool:
        """Whether something was entered that is not saved."""
        return self._is_edited

    def task(self) -> Task:
        """Return what is being written, as it stands now."""
        return replace(
            self._task,
            draft=self.form.draft(),
            version=self.form.version(),
            reason=self.reason.field("reason").value(),
        )

    def _edit(self) -> None:
        self._is_edited = True
        self._timer.start()
        self._keep_timer.start()

    def keep(self) -> None:
        """Keep what is written, so that nothing takes it before it is saved."""
        self._keep_timer.stop()
        if self._is_edited:
            self._keeper.keep(self.task())

    def hideEvent(self, event: QHideEvent) -> None:
        for timer in (self._timer, self._keep_timer):
            timer.stop()  # the database may be closed before the page is gone
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def try_now(self) -> None:
        """Try what is written on all cases."""
        self._timer.stop()
        task = self.task()
        trial = rule_drafts.DraftTrial(self._session.store, task.draft, task.version)
        day = max(self._session.today(), task.version.valid_from or self._session.today())
        self.trials.show_results(trial, trial.on(self._cases, day))

    # -- saving ------------------------------------------------------------------------------------------------

    def preview(self) -> None:
        """Show what saving would change, and save; what must be corrected is said beside the fields."""
        session, task = self._session, self.task()
        problems: list[Problem] = self.form.problems()
        found = None
        try:
            found = rule_drafts.preview(
                session.store, task.draft, task.version, session.today(), place=task.place, reason=task.reason
            )
        except Refused as refused:
            known = {problem.field for problem in problems}
            problems += [problem for problem in refused.problems if problem.field not in known or not problem.field]
        except Failure as failure:
            session.tell_failure(failure)
            return
        self.form.show_problems(problems)
        self.reason.show_problems(problems)
        if any(problem.field == "reason" for problem in problems):
            self.reason.focus_problem(problems)
        if found is None or problems:
            elsewhere = [problem for problem in problems if not problem.field or problem.where]
            if elsewhere:
                session.tell_failure(Refused(elsewhere))
            else:
                session.tell(
                    "Noch nicht gespeichert: Bitte die rot bezeichneten Angaben ergänzen oder berichtigen.", Tone.OPEN
                )
            return
        if not found.files:
            session.tell("Hier wurde nichts geändert. Es gibt nichts zu speichern.")
            return
        if not self._district_is_meant():
            return
        dialog = ChangesDialog(
            session, "Das würde sich ändern", "Noch ist nichts gespeichert.", "Speichern", self.window()
        )
        dialog.show_changes(found)
        said = task.version.change if task.place is None else task.reason
        reason = said or task.title
        if dialog.settle(lambda store, now: rule_drafts.save(store, found, now, reason=reason)):
            self._forget()
            names = rule_packages.instruments_of(found)
            self.closed.emit(names[0] if names else task.draft.id, task.version.valid_from)

    def _district_is_meant(self) -> bool:
        """Ask whether a district that the regional data do not know is meant; True where there is nothing to ask."""
        field = self.form.district
        entered = field.value()
        if not self.form.head.row("district").isVisibleTo(self.form) or not field.is_unknown:
            return True
        if entered == self._confirmed:
            return True
        if ask(self.window(), "Bezirk nicht bekannt", field.doubt(), yes="Trotzdem so speichern", no="Ändern"):
            self._confirmed = entered
            return True
        field.setFocus()
        return False

    def leave(self) -> None:
        """Go back; asks if something would be lost."""
        if self.may_go():
            self.closed.emit("", None)

    def may_go(self) -> bool:
        """Ask whether what was entered may be dropped; nothing is asked if there is nothing."""
        if not self._is_edited:
            return True
        is_dropped = ask(
            self.window(),
            "Entwurf verwerfen?",
            "Was Sie eingegeben haben, ist noch nicht gespeichert.",
            yes="Verwerfen",
            no="Weiter bearbeiten",
            is_danger=True,
        )
        if is_dropped:
            self._forget()
        return is_dropped

    def _forget(self) -> None:
        self._is_edited = False
        self._keep_timer.stop()
        self._keeper.drop(self._task)
