"""The page Förderung in a window of usual size."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.session import Session


@pytest.fixture
def page(session: Session, show: Callable[[QWidget], QWidget]) -> Iterator[FundingPage]:
    """The page, with nothing entered."""
    made = FundingPage(session)
    made.resize(1228, 860)
    show(made)
    QApplication.processEvents()
    yield made
    made.close()
