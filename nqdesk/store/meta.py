"""What a database knows of itself, by name."""

from peewee import SqliteDatabase

DEMO = "demo"
CREATED = "created_at"


def get(db: SqliteDatabase, name: str) -> str:
    """Return a value, "" if there is none."""
    row = db.execute_sql("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


def put(db: SqliteDatabase, name: str, value: str) -> None:
    """Store a value; in a transaction of the caller."""
    db.execute_sql(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
