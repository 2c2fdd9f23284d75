"""Which organisation a file means: found by number, then by name, else made; its row stays pending."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from peewee import Database

from nqdesk.domain.folding import fold
from nqdesk.domain.import_plan import Effect, organisation_changes
from nqdesk.domain.organisations import Organisation, Role
from nqdesk.domain.record import new_id
from nqdesk.store.bodies import body_of, record_of
from nqdesk.store.changing import names
from nqdesk.store.changing.organisations import column_values, insert, words_of, write_numbers
from nqdesk.store.changing.shelves import write_words
from nqdesk.store.plain import from_plain, loads, stamp

if TYPE_CHECKING:
    from nqdesk.store.store import Tx

_MOST_KNOWN = 2000
_FOUND = (
    "SELECT o.id, o.version, o.created_at, o.changed_at, o.body, o.n, o.batch, o.token, o.binned_at"
    " FROM organisations o WHERE o.ended = 0 AND "
)


class Providers:
    """The organisations of one import: each is settled once, the first row in the file that names it counts."""

    def __init__(self, batch: int, begun_after: int) -> None:
        self._batch = batch
        self._begun_after = begun_after
        self._known: dict[int, str] = {}

    def id_of(self, tx: "Tx", number: int) -> str:
        """Return the id of the organisation of a row of import_providers, "" if the file names nobody."""
        known = self._known.get(number)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[number] = self._settled(tx, number)
        return known

    def _settled(self, tx: "Tx", number: int) -> str:
        body, found = tx.db.execute_sql(
            "SELECT body, organisation_id FROM import_providers WHERE n = ?", (number,)
        ).fetchone()
        if found is None:
            found = self._find_or_make(tx, from_plain(Organisation, loads(body)))
            tx.db.execute_sql("UPDATE import_providers SET organisation_id = ? WHERE n = ?", (found, number))
        return str(found)

    def _find_or_make(self, tx: "Tx", incoming: Organisation) -> str:
        if not incoming.name.strip():
            return ""
        incoming = replace(incoming, roles=incoming.roles | {Role.PROVIDER})
        row = _stored(tx.db, incoming)
        if row is None:
            made = replace(incoming, id=new_id(), version=0, created_at=None, changed_at=None)
            n = insert(tx.db, made, stamp(tx.now), self._batch, -self._batch, None)
            self._result(tx.db, Effect.NEW, made.id, n, 0)
            return made.id
        self._compare(tx, row, incoming)
        return str(row[0])

    def _compare(self, tx: "Tx", row: Any, incoming: Organisation) -> None:
        stored, n, batch, token, binned_at = record_of(Organisation, row[:5]), row[5], row[6], row[7], row[8]
        text = "SELECT 1 FROM import_results WHERE batch = ? AND record_id = ?"
        is_settled = tx.db.execute_sql(text, (self._batch, stored.id)).fetchone() is not None
        values = {change.field: change.after for change in organisation_changes(stored, incoming)}
        if is_settled:
            values = {name: value for name, value in values.items() if name == "numbers"}
        if Role.PROVIDER not in stored.roles:
            values["roles"] = stored.roles | {Role.PROVIDER}
        if token > self._begun_after:
            values = {}
        if not values and binned_at is None:
            if not is_settled:
                self._result(tx.db, Effect.UNCHANGED, stored.id, 0, n)
            return
        changed = replace(stored, **values)  # type: ignore[arg-type]
        if batch == self._batch:
            _write_over(tx.db, n, changed)
            return
        tx.db.execute_sql("UPDATE organisations SET ended = ? WHERE n = ?", (self._batch, n))
        new = insert(tx.db, changed, stamp(tx.now), self._batch, -self._batch, None)
        if (changed.label, changed.name) != (stored.label, stored.name):
            names.follow(tx.db, "organisations", stored.id, self._batch)
        if is_settled:
            text = "UPDATE import_results SET effect = ?, new_n = ? WHERE batch = ? AND record_id = ?"
            tx.db.execute_sql(text, (Effect.CHANGED.value, new, self._batch, stored.id))
        else:
            self._result(tx.db, Effect.CHANGED, stored.id, new, n)

    def _result(self, db: Database, effect: Effect, record_id: str, new_n: int, old_n: int) -> None:
        db.execute_sql(
            "INSERT INTO import_results (batch, area, effect, record_id, new_n, old_n, place_in_file)"
            " VALUES (?, 'organisations', ?, ?, ?, ?, '')",
            (self._batch, effect.value, record_id, new_n, old_n),
        )


def _stored(db: Database, incoming: Organisation) -> Any:
    for system, number in incoming.numbers:
        row = db.execute_sql(
            f"{_FOUND} o.n IN (SELECT organisation FROM organisation_numbers WHERE number = ? AND system = ?)"
            " ORDER BY o.binned_at IS NOT NULL, o.n LIMIT 1",
            (number, system),
        ).fetchone()
        if row is not None:
            return row
    text = f"{_FOUND} o.name_sort = ? ORDER BY o.binned_at IS NOT NULL, o.n LIMIT 1"
    return db.execute_sql(text, (fold(incoming.name),)).fetchone()


def _write_over(db: Database, n: int, organisation: Organisation) -> None:
    db.execute_sql(
        "UPDATE organisations SET label = ?, label_sort = ?, name_sort = ?, roles = ?, city = ?, body = ? WHERE n = ?",
        (*column_values(organisation), body_of(organisation), n),
    )
    write_numbers(db, n, organisation)
    write_words(db, "organisations_words", n, words_of(organisation), is_new=False)
