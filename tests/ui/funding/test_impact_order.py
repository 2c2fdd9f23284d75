"""Whom a change affects is shown when the comparison is over for everybody who watched it."""

from typing import Any

from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import impact, kept_checks, rule_book, rule_packages
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.impact import Effect
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store.database import Store
from nqdesk.ui.funding.impact_dialog import TONES, ImpactDialog, show_impact
from nqdesk.ui.jobs import InlineLane, Jobs, Reads
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.pill import StatusPill
from tests.actions.conftest import finish
from tests.actions.test_rule_packages import NAME, OWN
from tests.builders import TODAY
from tests.ui.conftest import Clock, Dialogs


class Later(InlineLane[Store]):
    """A lane that works when it is told to."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._waiting: list[Any] = []

    def submit(self, task: Any) -> None:
        self._waiting.append(task)

    def work(self) -> None:
        for task in self._waiting:
            super().submit(task)


def test_sidebar_and_progress_hear_of_the_end_before_the_result_is_shown(
    store: Store, preferences: Preferences, clock: Clock, dialogs: Dialogs, qtbot: QtBot
) -> None:
    lane = Later(store)
    jobs = Jobs(lane)
    session = Session(
        store,
        clock=clock,
        preferences=preferences,
        jobs=jobs,
        reads=Reads(InlineLane(store)),
        password_fits=lambda _: True,
    )
    heard: list[str] = []
    jobs.started.connect(lambda job: job.ended.connect(lambda: heard.append("over")))
    parent = QWidget()
    qtbot.addWidget(parent)
    show_impact(session, "Probe", lambda s: impact.of_start(s, rule_book.in_use(s), TODAY, TODAY), parent)
    assert heard == []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ImpactDialog)
        heard.append("shown")
        dialog.reject()

    dialogs.answer(look)
    lane.work()
    assert heard == ["over", "shown"]


def test_what_no_version_covered_before_is_to_be_looked_at_and_is_no_gain(session: Session, qtbot: QtBot) -> None:
    store, engine, case = session.store, rule_book.shipped(), Case({"antrag.datum": TODAY})
    checked = engine.check(case, TODAY)
    kept = kept_checks.snapshot(engine, case, checked, (), made_on=TODAY, subject="Fall 1", purpose="Beratung")
    session.perform(lambda store, now: kept_checks.keep(store, kept, now))
    preview = rule_packages.preview_of(store, [RuleSource(NAME, OWN)])
    found = finish(impact.of_preview(store, preview, TODAY))
    dialog = ImpactDialog(session, "Probe", found, is_ahead=True)
    qtbot.addWidget(dialog)
    assert [pill.text() for pill in dialog.findChildren(StatusPill)] == ["1 × jetzt zu prüfen", "jetzt zu prüfen"]
    assert TONES.keys() == set(Effect)
    assert TONES[Effect.APPEARS] is Tone.OPEN
