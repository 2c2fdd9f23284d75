"""What was typed into a form and cannot be stored as a record yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class DraftForm(StrEnum):
    """The form it was typed into."""

    OFFER = "offer"
    ORGANISATION = "organisation"
    EVENT = "event"
    RULE = "rule"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One record's unfinished input; it is nobody else's and no part of the records.

    Attributes:
        record_id: id of the record, also of one that was never stored (`is_new`).
        title: what the person may know it by, "" for nothing yet.
        fields: JSON values of the fields that differ from what is stored, by name.
        unread: texts that cannot be read, by key of the form.
        kept_at: when it was last written (UTC), None before.
    """

    form: DraftForm
    record_id: str
    is_new: bool
    title: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    kept_at: datetime | None = None
