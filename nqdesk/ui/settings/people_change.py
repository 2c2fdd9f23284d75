"""Changes of people are written to the trail by the store itself; here the window is told of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from nqdesk.domain.change import Area
from nqdesk.store import trail
from nqdesk.ui.session import Session


@contextmanager
def announced(session: Session) -> Iterator[None]:
    """Tell all pages what the block changed about people, if it did."""
    before = trail.last(session.store.db)
    yield
    after = trail.last(session.store.db)
    if after is not None and after != before and Area.PEOPLE in after.areas:
        session.announce(after)
