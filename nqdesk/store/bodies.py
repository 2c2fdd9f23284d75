"""Records whose content lies as JSON in a `body` column beside the columns of their bookkeeping."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from nqdesk.domain.record import Record
from nqdesk.store.plain import dumps, from_plain, loads, to_plain

R = TypeVar("R", bound=Record)

BOOKKEEPING = frozenset({"id", "version", "created_at", "changed_at"})


def content(record: Record) -> dict[str, Any]:
    """Return all of a record but its bookkeeping, as JSON values; absent fields have their default."""
    return {name: value for name, value in to_plain(record).items() if name not in BOOKKEEPING}


def body_of(record: Record) -> str:
    """Return the JSON text of a record's content."""
    return dumps(content(record))


def record_of(kind: type[R], row: Sequence[Any]) -> R:
    """Return the record of the columns id, version, created_at, changed_at, body."""
    return replace(
        from_plain(kind, loads(row[4])),
        id=row[0],
        version=row[1],
        created_at=datetime.fromisoformat(row[2]),
        changed_at=datetime.fromisoformat(row[3]),
    )
