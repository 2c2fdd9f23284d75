"""Unfinished input is kept until it is stored or thrown away."""

from datetime import datetime

from nqdesk.actions.refused import demand
from nqdesk.domain.draft import Draft
from nqdesk.domain.people import Right
from nqdesk.store.changing import drafts as changing
from nqdesk.store.database import Store


def keep_draft(store: Store, draft: Draft, now: datetime) -> None:
    """Keep what was typed; it is no change of a record and leaves no trail."""
    demand(store.person, Right.BERATUNG)
    with store.write(now) as tx:
        changing.keep(tx, draft)


def drop_draft(store: Store, record_id: str, now: datetime) -> None:
    """Forget what was typed."""
    with store.write(now) as tx:
        changing.drop(tx, record_id)
