"""The page Förderung in a window of usual size."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.ui.funding.check_view import CheckView
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.session import Session


@pytest.fixture
def whole(session: Session, show: Callable[[QWidget], QWidget]) -> Iterator[FundingPage]:
    """The page with all its parts."""
    made = FundingPage(session)
    made.resize(1228, 860)
    show(made)
    QApplication.processEvents()
    yield made
    made.close()


@pytest.fixture
def page(whole: FundingPage) -> CheckView:
    """The check, with nothing entered."""
    return whole.check
