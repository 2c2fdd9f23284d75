"""Whom a change affects is shown when the comparison is over for everybody who watched it."""

from typing import Any

from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from nqdesk.actions import impact, rule_book
from nqdesk.store.database import Store
from nqdesk.ui.funding.impact_dialog import ImpactDialog, show_impact
from nqdesk.ui.jobs import InlineLane, Jobs, Reads
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.session import Session
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
