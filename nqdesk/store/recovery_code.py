"""The printed recovery code: five groups of five characters that nobody mixes up, the last one a check character."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U
_SYMBOLS = 24  # 120 random bits
_GROUP = 5
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_code() -> str:
    """Return a random code such as ``7K3M9-…-…-…-…``."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(_SYMBOLS))
    symbols += _check(symbols)
    return "-".join(symbols[i : i + _GROUP] for i in range(0, len(symbols), _GROUP))


def read_code(typed: str) -> str | None:
    """Return a typed code in its one form, None if it holds a typing mistake.

    Case, spaces and hyphens do not matter; the letters O, I, L and U, which a code never holds, are read as what
    they look like.
    """
    symbols = "".join(c for c in typed.upper().translate(_READ_AS) if c not in " -–—\t\n\r")
    if len(symbols) != _SYMBOLS + 1 or any(c not in ALPHABET for c in symbols):
        return None
    if _check(symbols[:-1]) != symbols[-1]:
        return None
    return "-".join(symbols[i : i + _GROUP] for i in range(0, len(symbols), _GROUP))


def _check(symbols: str) -> str:
    """Return the Luhn character modulo 32: finds every single mistake and nearly every swap of neighbours."""
    total = 0
    for index, symbol in enumerate(reversed(symbols)):
        value = ALPHABET.index(symbol) * (2 if index % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
