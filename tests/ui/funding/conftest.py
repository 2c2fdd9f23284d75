"""The page Förderung in a window of usual size."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.actions import people
from nqdesk.domain.change import Change
from nqdesk.domain.people import Right
from nqdesk.store.database import Store, open_store
from nqdesk.ui.funding.check_view import CheckView
from nqdesk.ui.funding.editor.rule_editor import RuleEditor
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.funding.rule_view import RuleView
from nqdesk.ui.jobs import InlineLane, Jobs, Reads
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.session import Session
from tests.builders import NOW
from tests.ui.conftest import Clock


@pytest.fixture
def whole(session: Session, show: Callable[[QWidget], QWidget]) -> Iterator[FundingPage]:
    """The page with all its parts."""
    made = FundingPage(session)
    session.changed.connect(made.refresh)
    made.resize(1228, 860)
    show(made)
    QApplication.processEvents()
    yield made
    made.close()


@pytest.fixture
def page(whole: FundingPage) -> CheckView:
    """The check, with nothing entered."""
    return whole.check


@pytest.fixture
def counsellor(store: Store, preferences: Preferences, clock: Clock) -> Iterator[Session]:
    """A session of Ben, who has only the right Beratung."""
    people.add_person(store, "Ben", "noch ein Passwort", frozenset({Right.BERATUNG}), NOW)
    path = store.path
    store.close()
    with open_store(path, "noch ein Passwort", now=NOW) as opened:
        lane = InlineLane(opened)
        made = Session(
            opened,
            clock=clock,
            preferences=preferences,
            jobs=Jobs(lane),
            reads=Reads(lane),
            password_fits=lambda password: password == "noch ein Passwort",
        )
        yield made
        made.jobs.stop()
        made.reads.stop()


@pytest.fixture
def view(whole: FundingPage) -> RuleView:
    """The rule book, told of every change as the window does."""

    def tell(change: Change) -> None:
        whole.refresh(change)

    whole.session.changed.connect(tell)
    whole.tabs.open("rules")
    return whole.rules


@pytest.fixture
def editor(view: RuleView) -> RuleEditor:
    """The editor with an empty instrument."""
    view.acts.new.click()
    assert view.editor is not None
    return view.editor
