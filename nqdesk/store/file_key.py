"""The random key that encrypts a database file."""

import secrets
from dataclasses import dataclass, field
from uuid import uuid4


@dataclass(frozen=True)
class FileKey:
    """A key and the salt that stands in the clear in the file's first 16 bytes.

    Attributes:
        id: UUID, names the key in slots; a database gets a new key when a person is removed.
        secret: 32 random bytes. salt: 16 random bytes, the same for the life of a database and in its backups.
    """

    id: str
    secret: bytes = field(repr=False)
    salt: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != 32 or len(self.salt) != 16:
            raise ValueError("key length")


def new_file_key(salt: bytes | None = None) -> FileKey:
    """Return a new random key, with a new salt unless one is given."""
    return FileKey(str(uuid4()), secrets.token_bytes(32), salt if salt is not None else secrets.token_bytes(16))
