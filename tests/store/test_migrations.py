import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import OperationalError, SqliteDatabase

from nqdesk.store import backup, key_files, migrations
from nqdesk.store.database import Store, open_store
from nqdesk.store.engine import SQLCIPHER
from nqdesk.store.errors import StoreError
from nqdesk.store.file_key import new_file_key
from tests.store.conftest import NOW, PASSWORD

BASE = """
CREATE TABLE parents (n INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE children (n INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES parents (n) ON DELETE CASCADE);
"""
REBUILD = """
CREATE TABLE parents_new (n INTEGER PRIMARY KEY, name TEXT NOT NULL, town TEXT NOT NULL);
INSERT INTO parents_new SELECT n, coalesce(name, ''), 'a;b' FROM parents;
DROP TABLE parents;
ALTER TABLE parents_new RENAME TO parents; -- the end; of it
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "steps"
    made.mkdir()
    (made / "0000_base.sql").write_text(BASE)
    return made


@pytest.fixture
def db(tmp_path: Path) -> Iterator[SqliteDatabase]:
    key = new_file_key()
    opened = SQLCIPHER.database(tmp_path / "x", lambda: key, create=True)
    opened.connect()
    yield opened
    opened.close()


def _count(db: SqliteDatabase, table: str) -> int:
    return int(db.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0])


def _fill(db: SqliteDatabase) -> None:
    db.execute_sql("INSERT INTO parents (n, name) VALUES (1, 'a'), (2, NULL)")
    db.execute_sql("INSERT INTO children (parent) VALUES (1), (1), (2)")


def test_each_step_counts_the_version_up_and_is_run_once(db: SqliteDatabase, folder: Path) -> None:
    assert migrations.migrate(db, folder) == 1
    (folder / "0001_town.sql").write_text(REBUILD)
    (folder / "0001_town.fts.sql").write_text("CREATE VIRTUAL TABLE words USING fts5(body);")
    migrations.steps.cache_clear()
    _fill(db)
    assert migrations.migrate(db, folder) == 1
    assert migrations.version(db) == 2
    assert migrations.migrate(db, folder) == 0
    assert _count(db, "words") == 0


def test_rebuilding_a_parent_table_keeps_its_children(db: SqliteDatabase, folder: Path) -> None:
    migrations.migrate(db, folder)
    _fill(db)
    (folder / "0001_town.sql").write_text(REBUILD)
    migrations.steps.cache_clear()
    migrations.migrate(db, folder)
    assert (_count(db, "parents"), _count(db, "children")) == (2, 3)
    assert db.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_step_that_fails_leaves_the_file_as_after_the_step_before(db: SqliteDatabase, folder: Path) -> None:
    migrations.migrate(db, folder)
    _fill(db)
    (folder / "0001_good.sql").write_text("CREATE TABLE good (n INTEGER);")
    (folder / "0002_bad.sql").write_text(
        "DELETE FROM children;\nCREATE TABLE bad (n INTEGER);\nINSERT INTO nowhere VALUES (1);"
    )
    migrations.steps.cache_clear()
    with pytest.raises(OperationalError):
        migrations.migrate(db, folder)
    assert migrations.version(db) == 2
    assert (_count(db, "good"), _count(db, "children")) == (0, 3)
    assert db.execute_sql("SELECT name FROM sqlite_master WHERE name = 'bad'").fetchone() is None
    assert db.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_step_that_orphans_a_row_is_undone(db: SqliteDatabase, folder: Path) -> None:
    migrations.migrate(db, folder)
    _fill(db)
    (folder / "0001_bad.sql").write_text("DELETE FROM parents WHERE n = 1;")
    migrations.steps.cache_clear()
    with pytest.raises(StoreError, match="damaged"):
        migrations.migrate(db, folder)
    assert (migrations.version(db), _count(db, "parents")) == (1, 2)


def test_a_file_of_a_newer_program_is_refused(db: SqliteDatabase, folder: Path) -> None:
    db.execute_sql("PRAGMA user_version = 7")
    with pytest.raises(StoreError, match="too_new"):
        migrations.migrate(db, folder)
    assert db.execute_sql("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_script_is_split_where_its_statements_end() -> None:
    script = """
    -- first; with a semicolon
    INSERT INTO a VALUES ('x;y');
    CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; DELETE FROM c; END;
    /* a; comment */ SELECT ";" ;
    -- the rest is a comment
    """
    found = list(migrations.statements(script))
    assert len(found) == 3
    assert found[1].startswith("CREATE TRIGGER")
    assert found[1].endswith("END;")


def test_a_script_whose_last_statement_does_not_end_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="does not end"):
        list(migrations.statements("SELECT 1; SELECT 2"))


@pytest.mark.parametrize("name", ["0002_gap.sql", "1_short.sql", "0001-dash.sql"])
def test_names_that_do_not_make_a_row_are_a_mistake(folder: Path, name: str) -> None:
    (folder / name).write_text("SELECT 1;")
    migrations.steps.cache_clear()
    with pytest.raises(ValueError, match=r"gaps|unexpected"):
        migrations.steps(folder)


def test_the_portable_steps_use_plain_types_only() -> None:
    for path in migrations.FOLDER.glob("*.sql"):
        if path.name.endswith(".fts.sql"):
            continue
        text = re.sub(r"--[^\n]*", "", path.read_text("utf-8"))
        assert not re.search(r"\b(BLOB|VIRTUAL|WITHOUT ROWID|AUTOINCREMENT|DATETIME|BOOLEAN|STRICT)\b", text), path.name
        assert "PRAGMA" not in text


def test_the_first_step_is_frozen() -> None:
    text = (migrations.FOLDER / "0000_base.sql").read_text("utf-8").replace("\r\n", "\n")
    assert (
        hashlib.sha256(text.encode()).hexdigest() == "0ebe3f838320e96c015d2e9a4d770c16f01b590dbb2b706ff053a97302bfa946"
    )


_OLD = 2  # the step after it makes tables


def _age(store: Store) -> None:
    """Say that a database is of an older version; enough to make the opening upgrade it."""
    with store.write(NOW) as tx:
        tables = [r[0] for r in tx.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()]
        assert "people" in tables
        tx.db.execute_sql(f"PRAGMA user_version = {_OLD}")


def test_an_older_file_is_copied_before_it_is_changed_and_wants_writing(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store:
        _age(store)
    with pytest.raises(StoreError, match="too_old_to_read"):
        open_store(database, PASSWORD, now=NOW, read_only=True)
    # The step's tables are there already, so the step fails: the file stays as it was, and so does the copy.
    with pytest.raises(StoreError, match="upgrade_failed"):
        open_store(database, PASSWORD, now=NOW)
    copies = backup.backups(database)
    assert [(c.version, c.ok) for c in copies] == [(_OLD, True)]
    assert key_files.of_backup(copies[0].path).exists()


def test_a_file_of_the_first_step_is_copied_brought_up_to_date_and_used(database: Path) -> None:
    with open_store(database, PASSWORD, now=NOW) as store:
        store.db.execute_sql("PRAGMA foreign_keys = OFF")
        with store.write(NOW) as tx:
            found = tx.db.execute_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'"
                " UNION ALL SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            ).fetchall()
            for (name,) in found:
                if name not in ("people", "meta") and not name.startswith("sqlite_"):
                    tx.db.execute_sql(f"DROP TABLE IF EXISTS {name}")
            tx.db.execute_sql("PRAGMA user_version = 1")
    with open_store(database, PASSWORD, now=NOW) as store:
        assert migrations.version(store.db) == migrations.latest()
        assert backup.verify(store) == ()
        assert store.person.name == "Anna"
    assert [(c.version, c.ok) for c in backup.backups(database)] == [(1, True)]
