"""What every stored record carries: identity, version and times."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4


def new_id() -> str:
    """Return a new record identity: a random UUID as 36 lower-case characters.

    Records made on two machines can meet, so identities are never counted up.
    """
    return str(uuid4())


@dataclass(frozen=True, kw_only=True)
class Record:
    """Base of all stored records.

    Attributes:
        id: UUID as text, see `new_id`.
        version: number of times the record was stored; 0 means "never stored". A save names the version it
            was read with; if the stored one is higher, somebody else saved meanwhile.
        created_at: first time stored (UTC), None while never stored.
        changed_at: last time stored (UTC), None while never stored.
    """

    id: str = field(default_factory=new_id)
    version: int = 0
    created_at: datetime | None = None
    changed_at: datetime | None = None
