"""Slots: how passwords and the recovery code unlock the file's random key.

Each holder (a person, or the recovery sheet) has a key pair. The private half is sealed with a key derived from the
password (Argon2id); the file key is sealed to the public half. So the file can get a new key, for everybody who stays,
without anybody else's password. All slots of a file share one derivation salt, so that one derivation tries them all.

The slots of a file stand in a small text file beside it, see `key_files`: a first line with the format and a checksum
(damage is told apart from a wrong password), then JSON. A code with the file key (MAC) proves that the slots were
written by somebody who had it.
"""

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from nqdesk.domain.people import Person, Right
from nqdesk.store.errors import StoreError
from nqdesk.store.file_key import FileKey

RECOVERY = "recovery"
_MAGIC = b"nqdesk-keys 1 "
_NONCE = 12
_LONGEST_PASSWORD = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What a guess costs: Argon2id with this memory (KiB), passes and lanes. Stored with each slot."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (8 * self.lanes <= self.memory_kib <= 1 << 21 and 1 <= self.passes <= 64 and 1 <= self.lanes <= 16):
            raise ValueError("cost")


PRODUCT_COST = Cost()


@dataclass(frozen=True)
class Derivation:
    """How a password becomes a key: salt (16 bytes) and cost."""

    salt: bytes
    cost: Cost

    def key(self, password: str) -> bytes:
        """Return 32 bytes; takes 0.1 to 0.5 s with the product's cost. Composed and decomposed umlauts are the same."""
        text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
        if len(text) > _LONGEST_PASSWORD:
            raise StoreError("wrong_password")
        return Argon2id(
            salt=self.salt,
            length=32,
            iterations=self.cost.passes,
            lanes=self.cost.lanes,
            memory_cost=self.cost.memory_kib,
        ).derive(text)


@dataclass(frozen=True)
class Slot:
    """One holder's way to the file key.

    Attributes:
        holder: person id, or RECOVERY.
        public: raw X25519 public key. private: the private half, sealed with the password.
        file_keys: the file's secrets sealed to `public`, by key id; two while a change of key is under way.
        entry: name and rights of the person, sealed with the file key (used after a restore), b"" for RECOVERY.
    """

    holder: str
    derivation: Derivation
    public: bytes
    private: bytes = field(repr=False)
    file_keys: Mapping[str, bytes] = field(repr=False)
    entry: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class BackupNote:
    """What a backup was when it was checked: bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class KeyDocument:
    """All slots of one database.

    Attributes:
        salt: the first 16 bytes of the database file they belong to.
        generation: counts the writings; the highest whole copy counts.
        demo: the password is published (the demo database alone).
        key_ids: file keys in use, oldest first; two only while a change of key is under way.
        mac: over everything else but `note`, with the oldest key of `key_ids`.
        note: with the slots of a backup only.
    """

    salt: bytes
    generation: int
    demo: bool
    key_ids: tuple[str, ...]
    slots: tuple[Slot, ...]
    mac: bytes = field(default=b"", repr=False)
    note: BackupNote | None = None

    def slot(self, holder: str) -> Slot | None:
        """Return the slot of a holder."""
        return next((s for s in self.slots if s.holder == holder), None)

    def with_slot(self, slot: Slot) -> "KeyDocument":
        """Return the document with this slot in place of the holder's present one."""
        if self.slot(slot.holder) is None:
            return replace(self, slots=(*self.slots, slot))
        return replace(self, slots=tuple(slot if s.holder == slot.holder else s for s in self.slots))

    def without(self, holder: str) -> "KeyDocument":
        """Return the document without a holder's slot."""
        return replace(self, slots=tuple(s for s in self.slots if s.holder != holder))


@dataclass(frozen=True)
class Unlocked:
    """What a password opened: whose slot, and the keys in it, oldest first."""

    holder: str
    keys: tuple[FileKey, ...]


def new_derivation(cost: Cost = PRODUCT_COST) -> Derivation:
    """Return a derivation with a fresh salt."""
    return Derivation(secrets.token_bytes(16), cost)


def make_slot(
    holder: str, password: str, derivation: Derivation, keys: Iterable[FileKey], person: Person | None = None
) -> Slot:
    """Return a new slot; `person` is kept sealed in it and is None for the recovery code."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    wrapping = _expand(derivation.key(password), b"slot " + holder.encode())
    sealed = _seal(wrapping, private.private_bytes_raw(), _slot_context(holder, public))
    slot = Slot(holder, derivation, public, sealed, {})
    return with_keys(slot, keys, person)


def with_keys(slot: Slot, keys: Iterable[FileKey], person: Person | None = None) -> Slot:
    """Return the slot with these keys sealed to its holder; needs no password."""
    keys = tuple(keys)
    sealed = {key.id: _seal_to(slot.public, key.secret, key.id.encode()) for key in keys}
    entry = _seal_person(keys[-1], person) if person else b""
    return replace(slot, file_keys=sealed, entry=entry)


def unlock(document: KeyDocument, password: str, holders: Iterable[str] | None = None) -> Unlocked:
    """Return what a password opens, trying all slots of persons, or those of `holders`.

    Raises StoreError "wrong_password" if it opens none.
    """
    wanted = set(holders) if holders is not None else {s.holder for s in document.slots} - {RECOVERY}
    derived: dict[Derivation, bytes] = {}
    for slot in document.slots:
        if slot.holder not in wanted:
            continue
        if slot.derivation not in derived:
            derived[slot.derivation] = slot.derivation.key(password)
        wrapping = _expand(derived[slot.derivation], b"slot " + slot.holder.encode())
        try:
            private = X25519PrivateKey.from_private_bytes(
                _unseal(wrapping, slot.private, _slot_context(slot.holder, slot.public))
            )
        except InvalidTag:
            continue
        ids = [i for i in document.key_ids if i in slot.file_keys]
        try:
            opened = tuple(FileKey(i, _unseal_from(private, slot.file_keys[i], i.encode()), document.salt) for i in ids)
        except (InvalidTag, ValueError):
            raise StoreError("slots_lost") from None
        return Unlocked(slot.holder, opened)
    raise StoreError("wrong_password")


def person_in(slot: Slot, key: FileKey) -> Person | None:
    """Return name and rights kept in a slot, None if they cannot be read with this key."""
    if not slot.entry:
        return None
    try:
        text = _unseal(_expand(key.secret, b"person"), slot.entry, b"person")
        values = json.loads(text)
        return Person(slot.holder, values["name"], frozenset(Right(r) for r in values["rights"]))
    except (InvalidTag, ValueError, KeyError, TypeError):
        return None


def signed(document: KeyDocument, key: FileKey) -> KeyDocument:
    """Return the document with its MAC; `key` is the oldest of its keys."""
    return replace(document, mac=_mac(document, key))


def is_signed(document: KeyDocument, keys: Iterable[FileKey]) -> bool:
    """Tell whether the slots were written by somebody who had the file key."""
    oldest = next((k for k in keys if k.id == document.key_ids[0]), None)
    return oldest is not None and hmac.compare_digest(document.mac, _mac(document, oldest))


def to_bytes(document: KeyDocument) -> bytes:
    """Return the content of a keys file."""
    values = {**_body(document), "mac": _b64(document.mac)}
    if document.note is not None:
        values["backup"] = {"size": document.note.size, "sha256": document.note.sha256}
    body = json.dumps(values, indent=1, sort_keys=True).encode()
    return _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n" + body + b"\n"


def from_bytes(data: bytes) -> KeyDocument | None:
    """Return the slots in a keys file's content, None if it is damaged or no keys file."""
    head, _, rest = data.partition(b"\n")
    body = rest.removesuffix(b"\n")
    if not head.startswith(_MAGIC) or head[len(_MAGIC) :] != hashlib.sha256(body).hexdigest().encode():
        return None
    try:
        values = json.loads(body)
        return KeyDocument(
            salt=_bytes(values["salt"]),
            generation=int(values["generation"]),
            demo=bool(values["demo"]),
            key_ids=tuple(str(i) for i in values["keys"]),
            slots=tuple(_slot(s) for s in values["slots"]),
            mac=_bytes(values["mac"]),
            note=_note(values.get("backup")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _body(document: KeyDocument) -> dict[str, Any]:
    return {
        "salt": _b64(document.salt),
        "generation": document.generation,
        "demo": document.demo,
        "keys": list(document.key_ids),
        "slots": [
            {
                "holder": s.holder,
                "derivation": {
                    "name": "argon2id",
                    "salt": _b64(s.derivation.salt),
                    "memory_kib": s.derivation.cost.memory_kib,
                    "passes": s.derivation.cost.passes,
                    "lanes": s.derivation.cost.lanes,
                },
                "public": _b64(s.public),
                "private": _b64(s.private),
                "keys": {i: _b64(sealed) for i, sealed in s.file_keys.items()},
                "entry": _b64(s.entry),
            }
            for s in document.slots
        ],
    }


def _slot(values: dict[str, Any]) -> Slot:
    how = values["derivation"]
    if how["name"] != "argon2id":
        raise ValueError(how["name"])
    cost = Cost(int(how["memory_kib"]), int(how["passes"]), int(how["lanes"]))
    return Slot(
        holder=str(values["holder"]),
        derivation=Derivation(_bytes(how["salt"]), cost),
        public=_bytes(values["public"]),
        private=_bytes(values["private"]),
        file_keys={str(i): _bytes(sealed) for i, sealed in values["keys"].items()},
        entry=_bytes(values["entry"]),
    )


def _note(values: dict[str, Any] | None) -> BackupNote | None:
    return None if values is None else BackupNote(int(values["size"]), str(values["sha256"]))


def _mac(document: KeyDocument, key: FileKey) -> bytes:
    body = json.dumps(_body(document), sort_keys=True).encode()
    return hmac.new(_expand(key.secret, b"slots"), body, hashlib.sha256).digest()


def _slot_context(holder: str, public: bytes) -> bytes:
    return holder.encode() + b"\0" + public


def _seal_person(key: FileKey, person: Person) -> bytes:
    text = json.dumps({"name": person.name, "rights": sorted(person.rights)}).encode()
    return _seal(_expand(key.secret, b"person"), text, b"person")


def _expand(secret: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"nqdesk " + purpose).derive(secret)


def _seal(key: bytes, text: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, text, context)


def _unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    if len(sealed) < _NONCE + 16:
        raise InvalidTag
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context)


def _seal_to(public: bytes, text: bytes, context: bytes) -> bytes:
    once = X25519PrivateKey.generate()
    sent = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return sent + _seal(_expand(shared, b"file key", sent + public), text, context)


def _unseal_from(private: X25519PrivateKey, sealed: bytes, context: bytes) -> bytes:
    sent, rest = sealed[:32], sealed[32:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(sent))
    own = private.public_key().public_bytes_raw()
    return _unseal(_expand(shared, b"file key", sent + own), rest, context)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
