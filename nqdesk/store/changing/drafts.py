"""Writing drafts."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from nqdesk.domain.draft import Draft
from nqdesk.store import meta
from nqdesk.store.drafts import PREFIX, name_of
from nqdesk.store.plain import dumps, to_plain

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


def keep(tx: "Tx", draft: Draft) -> None:
    """Write the open person's draft of a record in place of the one before."""
    text = dumps(to_plain(replace(draft, kept_at=tx.now)))
    meta.put(tx.db, name_of(tx.who.id, draft.record_id), text)


def drop(tx: "Tx", record_id: str) -> None:
    """Remove the open person's draft of a record, if there is one."""
    _drop(tx, lambda person, record: (person, record) == (tx.who.id, record_id))


def drop_of_record(tx: "Tx", record_id: str) -> None:
    """Remove everybody's drafts of a record that is erased."""
    _drop(tx, lambda _, record: record == record_id)


def drop_of_person(tx: "Tx", person_id: str) -> None:
    """Remove all drafts of a person who is removed."""
    _drop(tx, lambda person, _: person == person_id)


def _drop(tx: "Tx", is_meant: Callable[[str, str], bool]) -> None:
    rows = tx.db.execute_sql("SELECT name FROM meta WHERE name >= ? AND name < ?", (PREFIX, f"{PREFIX}\x7f"))
    for (name,) in rows.fetchall():
        person, _, record = name.removeprefix(PREFIX).partition(" ")
        if is_meant(person, record):
            tx.db.execute_sql("DELETE FROM meta WHERE name = ?", (name,))
