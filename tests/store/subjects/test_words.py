"""The full-text index: how words are folded, and that it stays whole whatever is written and removed."""

import random

import pytest

from nqdesk.store import words
from nqdesk.store.store import Store
from tests.store.conftest import NOW

VOCABULARY = ["muller", "mueller", "lager", "koln", "koeln", "a", "2", "x", "50667", *(f"w{n}" for n in range(200))]


@pytest.mark.parametrize("seed", range(4))
def test_the_index_stays_whole(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    there: set[int] = set()
    for _ in range(120):
        with store.write(NOW) as tx:
            for _ in range(chance.choice((1, 2, 5, 30))):
                body = " ".join(dict.fromkeys(chance.choices(VOCABULARY, k=chance.randrange(0, 12))))
                if there and chance.random() < 0.5:
                    n = chance.choice(sorted(there))
                    if chance.random() < 0.5:
                        tx.db.execute_sql("DELETE FROM offers_words WHERE rowid = ?", (n,))
                        there.discard(n)
                    else:
                        tx.db.execute_sql("UPDATE offers_words SET body = ? WHERE rowid = ?", (body, n))
                elif (n := chance.randrange(1, 2000)) not in there:
                    tx.db.execute_sql("INSERT INTO offers_words (rowid, body) VALUES (?, ?)", (n, body))
                    there.add(n)
    with store.write(NOW) as tx:
        tx.db.execute_sql("INSERT INTO offers_words (offers_words, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize("table", ["offers_words", "organisations_words", "events_words", "attendees_words"])
def test_removed_words_are_wiped_at_once(store: Store, table: str) -> None:
    assert store.db.execute_sql(f"SELECT v FROM {table}_config WHERE k = 'secure-delete'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("Jürgen Müller", "juergen mueller jurgen muller"),
        ("Straße STRASSE", "strasse"),
        ("x_y 123/45", "x y 123 45"),
        ("", ""),
    ],
)
def test_both_folded_forms_are_indexed_once(text: str, indexed: str) -> None:
    assert words.index_text(text) == indexed


def test_typed_words_are_folded_both_ways_and_never_a_query_language() -> None:
    forms = words.typed('Müller "OR* lager-')
    assert forms == [("mueller", "muller"), ("or",), ("lager",)]
    assert words.match(forms) == '("mueller"* OR "muller"*) AND ("or"*) AND ("lager"*)'
    assert words.typed("!?") == []


def test_a_typed_word_also_stands_for_the_compounds_that_contain_it() -> None:
    compounds = " lagerist fachlagerist fachlageristin schneider aenderungsschneider lagerlogistik "
    assert words.typed("Lager", compounds) == [("lager", "fachlagerist")]
    assert words.typed("schneider lag", compounds) == [("schneider", "aenderungsschneider"), ("lag",)]
    assert words.fits("umschulung fachlagerist in", words.typed("lager", compounds))


def test_what_stands_near_the_beginning_of_a_word_or_is_short_is_no_part_of_a_compound() -> None:
    assert words.typed("agerist", " lagerist ") == [("agerist",)]
    assert words.typed("ist", " fachlagerist ") == [("ist",)]


def test_not_more_compounds_than_are_worth_asking_for() -> None:
    many = " ".join(f"{letter * 3}lager" for letter in "abcdefghijklmnopqrstuvwxyz")
    assert len(words.typed("lager", f" {many} ")[0]) == 13
