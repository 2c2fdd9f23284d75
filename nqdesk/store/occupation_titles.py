"""The catalogue's titles as this database holds them: lists sort and search by them."""

from weakref import WeakKeyDictionary

from peewee import Database

from nqdesk.store import words

_compounds: WeakKeyDictionary[Database, str] = WeakKeyDictionary()  # the titles change with the program only


def every(db: Database) -> dict[str, str]:
    """Return the stored titles by occupation id."""
    return dict(db.execute_sql("SELECT id, title FROM occupation_titles").fetchall())


def indexed_words(db: Database) -> str:
    """Return the words of all titles as the full-text index holds them, short ones first, a space round each."""
    found = _compounds.get(db)
    if found is None:
        every_word = set(words.index_text(*every(db).values()).split())
        found = _compounds[db] = f" {' '.join(sorted(every_word, key=lambda word: (len(word), word)))} "
    return found
