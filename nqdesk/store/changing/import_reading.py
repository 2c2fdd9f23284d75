"""First step of an import: what the file says is laid aside, row by row, compared with nothing yet."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from peewee import Database

from nqdesk.domain.folding import fold
from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer, IncomingRemoval, Refusal
from nqdesk.domain.organisations import Organisation
from nqdesk.store.bodies import BOOKKEEPING, body_of
from nqdesk.store.changing.import_clearing import demand_none_pending
from nqdesk.store.offer_rows import OwnRows, encode_own
from nqdesk.store.plain import dumps, field_names, loads, stamp

if TYPE_CHECKING:
    from nqdesk.store.store import Tx

MOST_PROBLEMS = 1000
IDENTITY_DOUBTFUL = "identity_doubtful"
_PROVIDER = tuple(name for name in field_names(Organisation) if name not in BOOKKEEPING)
_MARK = "\x1f"
NUMBERED = f"number{_MARK}"  # how the identity of an offer with a number begins


def begin(tx: "Tx", head: FileHead) -> int:
    """Begin an import and return its number; only one can be under way.

    Raises StoreError "import_pending" while another one is read or waits for its decision.
    """
    demand_none_pending(tx.db)
    batch = 1 + int(tx.db.execute_sql("SELECT coalesce(max(n), 0) FROM imports").fetchone()[0])
    last_change = tx.db.execute_sql("SELECT coalesce(max(n), 0) FROM changes").fetchone()[0]
    tx.db.execute_sql(
        "INSERT INTO imports (n, state, begun_at, begun_after, format, file_name, encoding, complete, only_changes,"
        " day, refused, change, old_rows) VALUES (?, 'reading', ?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, 0)",
        (
            batch,
            stamp(tx.now),
            last_change,
            head.format,
            head.name,
            head.encoding,
            int(head.complete),
            int(head.update),
            head.day.isoformat() if head.day else None,
        ),
    )
    tx.db.execute_sql("UPDATE import_state SET pending = ?", (batch,))
    return batch


def add(tx: "Tx", batch: int, records: Sequence[Incoming]) -> None:
    """Lay records of the file aside in their order; some hundred a transaction are right."""
    rows: list[tuple[Any, ...]] = []
    refusals: list[Refusal] = []
    providers: dict[tuple[Any, ...], int] = {}
    for record in records:
        if isinstance(record, IncomingOffer):
            rows.append(_offer_row(tx.db, batch, record, providers))
        elif isinstance(record, IncomingRemoval):
            identity = source_identity(record.source_system, record.source_provider, record.source_id)
            rows.append((batch, identity, None, "", record.where))
        else:
            refusals.append(record)
    tx.db.cursor().executemany(
        "INSERT INTO import_rows (batch, identity, provider, body, place_in_file) VALUES (?, ?, ?, ?, ?)", rows
    )
    if refusals:
        _refuse(tx.db, batch, refusals)


def _refuse(db: Database, batch: int, refusals: Sequence[Refusal]) -> None:
    kept = db.execute_sql("SELECT count(*) FROM import_problems WHERE batch = ?", (batch,)).fetchone()[0]
    for refusal in refusals[: max(MOST_PROBLEMS - kept, 0)]:
        problem = refusal.problem
        db.execute_sql(
            "INSERT INTO import_problems (batch, code, field, place_in_file, details) VALUES (?, ?, ?, ?, ?)",
            (batch, problem.code, problem.field, problem.where, dumps(dict(problem.values))),
        )
    db.execute_sql("UPDATE imports SET refused = refused + ? WHERE n = ?", (len(refusals), batch))


def source_identity(system: str, provider: str, source_id: str) -> str:
    """Return what is the same for all rows of one offer that has a number."""
    return _MARK.join(("number", system, provider, source_id))


def identity_of(record: IncomingOffer) -> str:
    """Return what is the same for all rows of one offer: its number, else provider, title and occupation."""
    offer = record.offer
    if offer.source_id:
        return source_identity(offer.source_system, offer.source_provider, offer.source_id)
    provider = _provider_mark(record.provider)
    return _MARK.join(("title", offer.source_system, provider, fold(offer.title), offer.occupation_id))


def _offer_row(
    db: Database, batch: int, record: IncomingOffer, providers: dict[tuple[Any, ...], int]
) -> tuple[Any, ...]:
    offer = record.offer
    if not offer.source_id:
        offer = replace(offer, check_reasons=offer.check_reasons | {IDENTITY_DOUBTFUL})
    number = provider_number(db, batch, record.provider, providers)
    # Laid aside as it will be stored, since most offers of a file are new and are one row.
    own = encode_own(offer)
    body = dumps((own.columns, own.body, own.dates, own.words))
    return (batch, identity_of(record), number, body, record.where)


def laid_aside(body: str) -> OwnRows:
    """Return an offer's rows as `add` has laid them aside."""
    return OwnRows(*loads(body))


def _provider_mark(provider: Organisation) -> str:
    return _MARK.join(provider.numbers[0]) if provider.numbers else fold(provider.name)


def provider_number(
    db: Database, batch: int, provider: Organisation, known: dict[tuple[Any, ...], int] | None = None
) -> int:
    """Return the number of what a row says of its provider; the same for rows that say the same.

    `known` holds what was asked before, to spare the database.
    """
    values = tuple(getattr(provider, name) for name in _PROVIDER)
    number = known.get(values) if known is not None else None
    if number is None:
        number = _number_of(db, batch, body_of(provider))
        if known is not None:
            known[values] = number
    return number


def _number_of(db: Database, batch: int, body: str) -> int:
    digest = blake2b(body.encode(), digest_size=16).hexdigest()
    row = db.execute_sql("SELECT n FROM import_providers WHERE batch = ? AND digest = ?", (batch, digest)).fetchone()
    if row is not None:
        return int(row[0])
    text = "INSERT INTO import_providers (batch, digest, body, organisation_id) VALUES (?, ?, ?, NULL)"
    return int(db.execute_sql(text, (batch, digest, body)).lastrowid)
