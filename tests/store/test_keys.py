import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqdesk.domain.people import Person, Right
from nqdesk.store import keys
from nqdesk.store.errors import StoreError
from nqdesk.store.file_key import FileKey, new_file_key
from nqdesk.store.keys import PRODUCT_COST, RECOVERY, Cost, KeyDocument
from tests.store.conftest import CHEAP

ANNA = Person("a", "Anna Müller", frozenset(Right))
BERND = Person("b", "Bernd", frozenset({Right.BERATUNG}))


def _document(key: FileKey, *passwords: tuple[Person, str], code: str = "CODE") -> KeyDocument:
    derivation = keys.new_derivation(CHEAP)
    slots = tuple(keys.make_slot(p.id, password, derivation, (key,), p) for p, password in passwords)
    recovery = keys.make_slot(RECOVERY, code, derivation, (key,))
    return keys.signed(KeyDocument(key.salt, 1, False, (key.id,), (*slots, recovery)), key)


def test_the_product_costs_at_least_64_mib_and_three_passes() -> None:
    assert PRODUCT_COST.memory_kib >= 64 * 1024
    assert PRODUCT_COST.passes >= 3


def test_a_password_opens_its_own_slot_and_gives_the_key() -> None:
    key = new_file_key()
    document = _document(key, (ANNA, "erstes Passwort"), (BERND, "zweites Passwort"))
    unlocked = keys.unlock(document, "zweites Passwort")
    assert unlocked.holder == "b"
    assert unlocked.keys == (key,)
    assert keys.is_signed(document, unlocked.keys)


@pytest.mark.parametrize("typed", ["", "erstes passwort", "erstes Passwort ", "x" * 100, "CODE", "\0", "\ud800"])
def test_any_other_password_is_wrong(typed: str) -> None:
    document = _document(new_file_key(), (ANNA, "erstes Passwort"))
    with pytest.raises(StoreError, match="wrong_password"):
        keys.unlock(document, typed)


def test_a_password_of_a_megabyte_is_wrong_and_not_an_accident() -> None:
    document = _document(new_file_key(), (ANNA, "erstes Passwort"))
    with pytest.raises(StoreError, match="wrong_password"):
        keys.unlock(document, "x" * 2_000_000)


def test_umlauts_open_however_the_keyboard_composes_them() -> None:
    document = _document(new_file_key(), (ANNA, "Schöne Grüße ß"))
    assert keys.unlock(document, unicodedata.normalize("NFD", "Schöne Grüße ß")).holder == "a"


def test_all_slots_of_a_file_share_one_derivation_so_that_opening_derives_once() -> None:
    document = _document(new_file_key(), (ANNA, "erstes Passwort"), (BERND, "zweites Passwort"))
    assert len({s.derivation for s in document.slots}) == 1


def test_the_recovery_code_opens_only_where_it_is_asked_for() -> None:
    key = new_file_key()
    document = _document(key, (ANNA, "erstes Passwort"))
    assert keys.unlock(document, "CODE", {RECOVERY}).keys == (key,)
    with pytest.raises(StoreError, match="wrong_password"):
        keys.unlock(document, "CODE")


def test_a_new_key_reaches_a_person_without_the_password() -> None:
    old = new_file_key()
    new = new_file_key(old.salt)
    document = _document(old, (ANNA, "erstes Passwort"), (BERND, "zweites Passwort"))
    slot = document.slot("b")
    assert slot is not None
    both = document.with_slot(keys.with_keys(slot, (old, new), BERND))
    both = keys.signed(KeyDocument(old.salt, 2, False, (old.id, new.id), both.slots), old)
    assert keys.unlock(both, "zweites Passwort").keys == (old, new)
    assert keys.unlock(both, "erstes Passwort").keys == (old,)


def test_a_document_survives_being_written_and_read() -> None:
    document = _document(new_file_key(), (ANNA, "erstes Passwort"))
    assert keys.from_bytes(keys.to_bytes(document)) == document


def test_a_document_holds_neither_names_nor_keys_in_the_clear() -> None:
    key = new_file_key()
    text = keys.to_bytes(_document(key, (ANNA, "erstes Passwort")))
    assert b"Anna" not in text
    assert "Müller" not in text.decode()
    assert key.secret not in text
    assert key.secret.hex().encode() not in text
    assert b"verwaltung" not in text


def test_the_person_in_a_slot_is_read_with_the_file_key_alone() -> None:
    key = new_file_key()
    document = _document(key, (ANNA, "erstes Passwort"))
    slot = document.slot("a")
    assert slot is not None
    assert keys.person_in(slot, key) == ANNA
    assert keys.person_in(slot, new_file_key()) is None


def test_slots_written_by_somebody_without_the_key_are_not_believed() -> None:
    key = new_file_key()
    document = _document(key, (ANNA, "erstes Passwort"))
    forged = keys.signed(document.without(RECOVERY), new_file_key(key.salt))
    assert not keys.is_signed(forged, (key,))
    assert not keys.is_signed(document.without(RECOVERY), (key,))


@settings(max_examples=200)
@given(st.data())
def test_no_damaged_document_is_taken_for_a_whole_one(data: st.DataObject) -> None:
    document = _document(FileKey("k", b"k" * 32, b"s" * 16), (ANNA, "erstes Passwort"))
    text = bytearray(keys.to_bytes(document))
    place = data.draw(st.integers(0, len(text) - 2))
    if data.draw(st.booleans()):
        text[place] ^= data.draw(st.integers(1, 255))
    else:
        del text[place:]
    assert keys.from_bytes(bytes(text)) is None


@given(st.binary(max_size=300))
def test_anything_else_is_no_document(data: bytes) -> None:
    assert keys.from_bytes(data) is None


def test_a_cost_that_would_stop_the_computer_is_not_accepted() -> None:
    with pytest.raises(ValueError, match="cost"):
        Cost(memory_kib=1 << 30)
    with pytest.raises(ValueError, match="cost"):
        Cost(passes=1000)


def test_nothing_secret_stands_in_what_python_prints() -> None:
    key = new_file_key()
    document = _document(key, (ANNA, "erstes Passwort"))
    printed = f"{key!r}{document!r}{keys.unlock(document, 'erstes Passwort')!r}"
    assert repr(key.secret) not in printed
    assert "secret" not in printed
    assert json.dumps(printed)
