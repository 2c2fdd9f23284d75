"""The catalogue's titles as this database holds them: lists sort and search by them."""

from peewee import Database


def every(db: Database) -> dict[str, str]:
    """Return the stored titles by occupation id."""
    return dict(db.execute_sql("SELECT id, title FROM occupation_titles").fetchall())
