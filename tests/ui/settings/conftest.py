"""The page Einstellungen, opened by Anna who may do everything, or by Ben who only counsels."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from nqdesk.actions import people
from nqdesk.domain.people import Right
from nqdesk.store.database import Store, open_store
from nqdesk.ui.jobs import InlineLane, Jobs, Reads
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.session import Session
from nqdesk.ui.settings.page import SettingsPage
from tests.builders import NOW
from tests.ui.conftest import Clock

BEN_PASSWORD = "noch ein Passwort"


def button(root: QWidget, text: str) -> QPushButton:
    """Return the button that shows this text or is named so."""
    found = [b for b in root.findChildren(QPushButton) if text in (b.text().strip(), b.accessibleName())]
    assert found, text
    return found[0]


@pytest.fixture
def page(session: Session, show: Callable[[QWidget], QWidget]) -> Iterator[SettingsPage]:
    """The page in a window of usual size."""
    made = SettingsPage(session)
    session.changed.connect(made.refresh)
    made.resize(1100, 800)
    show(made)
    QApplication.processEvents()
    yield made
    session.changed.disconnect(made.refresh)
    made.close()


@pytest.fixture
def bens_session(store: Store, preferences: Preferences, clock: Clock) -> Iterator[Session]:
    """A session of Ben, who has only the right Beratung."""
    people.add_person(store, "Ben", BEN_PASSWORD, frozenset({Right.BERATUNG}), NOW)
    path = store.path
    store.close()
    with open_store(path, BEN_PASSWORD, now=NOW) as opened:
        lane = InlineLane(opened)
        made = Session(
            opened,
            clock=clock,
            preferences=preferences,
            jobs=Jobs(lane),
            reads=Reads(lane),
            password_fits=lambda password: password == BEN_PASSWORD,
        )
        yield made
        made.jobs.stop()
        made.reads.stop()
