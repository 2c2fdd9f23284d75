"""Reading drafts: unfinished input of the open person, kept beside the records, without trail and without undo."""

from dataclasses import replace
from typing import Any, TypeVar

from peewee import SqliteDatabase

from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.people import Person
from nqdesk.domain.record import Record
from nqdesk.store.bodies import BOOKKEEPING
from nqdesk.store.plain import field_names, fields_from_plain, from_plain, loads, plain_fields, to_plain

R = TypeVar("R", bound=Record)
W = TypeVar("W")

PREFIX = "draft "


def name_of(person_id: str, record_id: str) -> str:
    """Return the name under which a person's draft of a record lies."""
    return f"{PREFIX}{person_id} {record_id}"


def every(db: SqliteDatabase, person: Person) -> list[Draft]:
    """Return a person's drafts, the newest first."""
    own = name_of(person.id, "")
    rows = db.execute_sql("SELECT value FROM meta WHERE name >= ? AND name < ?", (own, f"{own}\x7f")).fetchall()
    found = [from_plain(Draft, loads(value)) for (value,) in rows]
    return sorted(found, key=lambda draft: draft.kept_at.timestamp() if draft.kept_at else 0, reverse=True)


def difference(record: Any, base: Any) -> dict[str, Any]:
    """Return the JSON values of the fields in which a record differs from what is stored."""
    names = tuple(
        name
        for name in field_names(type(base))
        if name not in BOOKKEEPING and getattr(record, name) != getattr(base, name)
    )
    return plain_fields(record, names)


def applied(draft: Draft, base: R) -> R:
    """Return the record with what was typed; values that another version of the program wrote are passed over."""
    values: dict[str, Any] = {}
    for name, value in draft.fields.items():
        try:
            values.update(fields_from_plain(type(base), {name: value}))
        except (KeyError, TypeError, ValueError):
            continue
    return replace(base, **values)


def whole(work: Any) -> dict[str, Any]:
    """Return the JSON values of what is no record and is kept as a whole."""
    return to_plain(work)


def read_whole(kind: type[W], draft: Draft) -> W | None:
    """Return what was kept as a whole; None where another version of the program wrote it otherwise."""
    try:
        return from_plain(kind, draft.fields)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def is_usable(db: SqliteDatabase, draft: Draft) -> bool:
    """Tell whether a draft can be gone on with: its record is new, or there and not in the bin."""
    return draft.is_new or _stored(db, draft) is not None


def _stored(db: SqliteDatabase, draft: Draft) -> object:
    """Return the record of a draft; what reads it is loaded when there is one, so that no start waits for it."""
    if draft.form is DraftForm.RULE:
        from nqdesk.store import rule_texts

        return rule_texts.own_instrument(db, draft.record_id)
    if draft.form is DraftForm.EVENT:
        from nqdesk.store import events

        return events.get(db, draft.record_id)
    if draft.form is DraftForm.ORGANISATION:
        from nqdesk.store import organisations

        return organisations.get(db, draft.record_id)
    from nqdesk.store import offers

    return offers.get(db, draft.record_id)
