"""Databases of these tests: Anna writes at NOW."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from nqdesk.store.store import Store
from tests.store.conftest import NOW

TODAY = date(2027, 3, 1)

ORDERS = (
    "title",
    "provider",
    "occupation",
    "price",
    "latest",
    "start",
    "plz",
    "of_provider",
    "of_occupation",
    "source",
)
TABLES = (
    *(
        "trail",
        "changes",
        *(f"offers_{name}" for name in ORDERS),
        "offers_words",
        "offer_dates",
        "offer_bodies",
        "offers",
    ),
    *("organisation_numbers", "organisations_words", "organisations", "events_words", "events", "attendees_words"),
    *(
        "attendees",
        "portfolios",
        "import_layouts",
        *("checks_words", "checks", "follow_ups", "rule_texts"),
        "singles",
        "offers_gone",
        "import_rows",
        "import_providers",
        "import_results",
    ),
    *("import_problems", "imports", "name_changes", "occupation_titles"),
)

Write = Callable[..., Any]


@pytest.fixture
def write(store: Store) -> Write:
    """Run one writing function in its own transaction: write(save_offer, offer)."""

    def run(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
        with store.write(NOW) as tx:
            return function(tx, *args, **named)

    return run


def empty(store: Store) -> None:
    """Take everything out, for one more example in the same file."""
    with store.write(NOW) as tx:
        for table in TABLES:
            tx.db.execute_sql(f"DELETE FROM {table}")
        tx.db.execute_sql("UPDATE import_state SET pending = 0")


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Note the statements a block runs."""
    seen: list[str] = []
    store.db.connection().set_trace_callback(seen.append)
    try:
        yield seen
    finally:
        store.db.connection().set_trace_callback(None)


def everything_stored(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Return what all tables of subjects hold, without what only grows (trail, imports) and times and versions."""
    left_out = {"trail", "changes", "imports", "import_results", "import_problems", "name_changes"}
    found = {}
    for table in TABLES:
        if table in left_out:
            continue
        columns = [row[1] for row in store.db.execute_sql(f"PRAGMA table_info({table})").fetchall()]
        kept = [c for c in columns if c not in {"version", "changed_at", "created_at"}]
        rows = store.db.execute_sql(f"SELECT {', '.join(kept)} FROM {table}").fetchall()
        found[table] = sorted(rows, key=repr)
    return found
