"""What an import file said, record by record, before anything is compared or stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nqdesk.domain.offers import Offer
from nqdesk.domain.organisations import Organisation
from nqdesk.domain.problem import Problem


@dataclass(frozen=True, kw_only=True)
class FileHead:
    """What is known of a file before its records.

    Attributes:
        format: "openqcat", "ba", "csv" or "xlsx". encoding: as read ("utf-8", "iso-8859-15" …), "" if not text.
        complete: the file says it holds everything of this source, so what it no longer names is gone.
        update: the file says it only changes (openQ-cat UPDATE_CATALOG).
        day: day of the information, None if the file does not say.
        name: file name without folders.
    """

    format: str
    encoding: str = ""
    complete: bool = False
    update: bool = False
    day: date | None = None
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class RowCounts:
    """How often a file's numbers occur, known before its records.

    Attributes:
        rows: how many there are.
        several: by number, how many rows name it, of those that more than one row names. May be too many, never too
            few: when so many rows have come there is none left.
    """

    rows: int
    several: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class IncomingOffer:
    """One readable record.

    Attributes:
        offer: without provider_id, occupation as assigned; rows with the same source_system, source_provider
            and source_id belong together (their dates are joined).
        provider: as far as the record names it; its `numbers` holds (system, number) if there is one.
        where: place in the file for the reader.
    """

    offer: Offer
    provider: Organisation
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class IncomingRemoval:
    """The file says that an offer no longer exists."""

    source_system: str
    source_provider: str
    source_id: str
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A record that cannot be taken, with the reason; the others are not touched by it."""

    problem: Problem


Incoming = IncomingOffer | IncomingRemoval | Refusal
