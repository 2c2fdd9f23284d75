"""Reading organisations. Rows of a pending import and of the bin are not there unless asked for."""

from collections.abc import Sequence

from peewee import Database

from nqdesk.domain.organisations import Organisation, Role
from nqdesk.store import words
from nqdesk.store.bodies import record_of
from nqdesk.store.plain import dumps
from nqdesk.store.visibility import binned, living

# One bit for each role. The order is stored in the database: new roles go to the end, none is ever taken out.
ROLE_BITS = {
    role: 1 << place
    for place, role in enumerate((Role.PROVIDER, Role.COMPANY, Role.AGENTUR, Role.JOBCENTER, Role.KAMMER, Role.PARTNER))
}
_SELECT = "SELECT o.id, o.version, o.created_at, o.changed_at, o.body FROM organisations o"
_CHUNK = 500


def _all(db: Database, where: str, params: Sequence[object] = ()) -> list[Organisation]:
    return [record_of(Organisation, row) for row in db.execute_sql(f"{_SELECT} WHERE {where}", params)]


def get(db: Database, organisation_id: str, *, in_bin: bool = False) -> Organisation | None:
    """Return an organisation by its id; None if there is none. `in_bin` looks in the bin instead."""
    found = _all(db, f"o.id = ? AND {binned('o') if in_bin else living('o')}", (organisation_id,))
    return found[0] if found else None


def many(db: Database, ids: Sequence[str]) -> list[Organisation]:
    """Return the organisations of these ids in their order; those that are not there are left out."""
    found: dict[str, Organisation] = {}
    for begin in range(0, len(ids), _CHUNK):
        wanted = dumps(list(ids[begin : begin + _CHUNK]))
        for record in _all(db, f"o.id IN (SELECT value FROM json_each(?)) AND {living('o')}", (wanted,)):
            found[record.id] = record
    return [found[record_id] for record_id in ids if record_id in found]


def every(db: Database, role: Role | None = None, *, in_bin: bool = False) -> list[Organisation]:
    """Return all organisations, those with a role if one is given, by label."""
    seen = binned("o") if in_bin else living("o")
    return (
        _all(db, f"(o.roles & ?) <> 0 AND {seen} ORDER BY o.label_sort, o.n", (ROLE_BITS[role],))
        if role
        else _all(db, f"{seen} ORDER BY o.label_sort, o.n")
    )


def by_number(db: Database, system: str, number: str) -> Organisation | None:
    """Return the organisation a source knows under a number; None if there is none."""
    where = (
        "o.n IN (SELECT organisation FROM organisation_numbers WHERE number = ? AND system = ?)"
        f" AND {living('o')} ORDER BY o.n LIMIT 1"
    )
    found = _all(db, where, (number, system))
    return found[0] if found else None


def by_name(db: Database, folded_name: str) -> Organisation | None:
    """Return the first organisation with this full name, folded with `folding.fold`."""
    found = _all(db, f"o.name_sort = ? AND {living('o')} ORDER BY o.n LIMIT 1", (folded_name,))
    return found[0] if found else None


def search(db: Database, text: str, limit: int = 50) -> list[Organisation]:
    """Return organisations in which every typed word begins a word, by label; all of them for an empty text."""
    forms = words.typed(text)
    if not forms:
        return [] if text.strip() else every(db)[:limit]
    where = (
        "o.n IN (SELECT rowid FROM organisations_words WHERE organisations_words MATCH ?)"
        f" AND {living('o')} ORDER BY o.label_sort, o.n LIMIT ?"
    )
    return _all(db, where, (words.match(forms), limit))
