"""Files damaged on the disk: none is read silently wrong, none is written to, and a backup takes its place."""

import hashlib
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from nqdesk.actions import messages
from nqdesk.store import backup, key_files
from nqdesk.store.changing import offers as changing_offers
from nqdesk.store.database import create_store, open_store
from nqdesk.store.errors import StoreError
from tests.builders import an_offer
from tests.faults.trial import Trial
from tests.old_databases.facts import facts
from tests.old_databases.make import NAME, fill
from tests.store.conftest import CHEAP, NOW, PASSWORD

FULL = 300
PAGE = 4096
_HEADER = 100  # bytes of a database before its first page's rows; the first 16 are the key's salt
_LATER = NOW + timedelta(days=1)
_MOST_SHOWN = 5
_READ, _WRONG = "read as it was", "read silently wrong"
_REFUSED, _NOTICED = "refused", "noticed while reading"
_WRITTEN = "the damaged file was written to"


@dataclass(frozen=True)
class _Whole:
    """The undamaged folder, what its database holds, and the database's bytes some changes ago."""

    folder: Path
    truth: dict[str, object]
    earlier: bytes


def _byte(data: bytearray, dice: Random) -> None:
    data[dice.randrange(len(data))] ^= dice.randint(1, 255)


def _noise(data: bytearray, dice: Random) -> None:
    place = dice.randrange(max(1, len(data) - 512))
    data[place : place + 512] = dice.randbytes(min(512, len(data) - place))


def _cut(data: bytearray, dice: Random) -> None:
    del data[dice.choice((0, dice.randrange(20), dice.randrange(len(data)), dice.randrange(len(data)))) :]


def _page(data: bytearray, dice: Random) -> int:
    return dice.randrange(len(data) // PAGE) * PAGE


def _zeroed(data: bytearray, dice: Random) -> None:
    page = _page(data, dice)
    data[page : page + PAGE] = bytes(PAGE)


def _swapped(data: bytearray, dice: Random) -> None:
    page = _page(data, dice)
    other = (page // PAGE + dice.randrange(1, len(data) // PAGE)) % (len(data) // PAGE) * PAGE
    data[page : page + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[page : page + PAGE]


def _header(data: bytearray, dice: Random) -> None:
    place, size = dice.randrange(_HEADER), dice.choice((1, 4, 16))
    data[place : place + size] = dice.randbytes(size)


_DAMAGES: dict[str, Callable[[bytearray, Random], None]] = {
    "a byte": _byte,
    "512 bytes": _noise,
    "cut": _cut,
    "zeroed page": _zeroed,
    "swapped pages": _swapped,
    "header": _header,
}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(path: Path, truth: dict[str, object], *, read_only: bool = True) -> str:
    """Return what came of opening and reading everything: one of the outcomes above, or what is wrong."""
    opened = False
    try:
        with open_store(path, PASSWORD, now=NOW, read_only=read_only) as store:
            opened = True
            return _READ if facts(store) == truth else _WRONG
    except StoreError as error:
        if "Sicherung" not in messages.sentence(error.code, error.values):
            return f"{error.code}: no backup is spoken of"
        if error.code == "damaged":
            return _NOTICED if opened else _REFUSED
        return f"told as {error.code}"
    except Exception as error:  # noqa: BLE001 - the very thing this looks for
        return f"{type(error).__name__}: {str(error)[:100]}"


def _untouched(path: Path, truth: dict[str, object]) -> str:
    """Read, once without and once with the right to write; the file must stay as it is."""
    before = _digest(path)
    outcomes = [_read(path, truth, read_only=True), _read(path, truth, read_only=False)]
    if _digest(path) != before:
        return _WRITTEN
    if outcomes[0] != outcomes[1]:
        return f"{outcomes[0]} without, {outcomes[1]} with the right to write"
    return outcomes[0]


def _check_wrong(path: Path) -> str:
    """The check finds what reading did not meet, and no backup is made of it."""
    with open_store(path, PASSWORD, now=NOW, read_only=True) as store:
        if not backup.verify(store):
            return "not noticed by the check"
        try:
            for _ in backup.back_up(store, NOW + timedelta(hours=1)):
                pass
        except StoreError as error:
            return "" if error.code == "damaged" else f"the backup told {error.code}"
        return "it was backed up"


def _restored_wrong(path: Path, truth: dict[str, object]) -> str:
    before = _digest(path)
    restored = backup.restore(path, None, PASSWORD, _LATER)
    if restored.kept is None or _digest(restored.kept) != before:
        return "the damaged file was not kept"
    again = _read(path, truth, read_only=False)
    return "" if again == _READ else f"after restoring: {again}"


def _of_database(path: Path, kind: str, dice: Random, whole: _Whole) -> tuple[str, str]:
    """Damage the database; return the outcome and what is wrong."""
    data = bytearray(path.read_bytes())
    while bytes(data) == path.read_bytes():
        _DAMAGES[kind](data, dice)
    path.write_bytes(data)
    outcome = _untouched(path, whole.truth)
    if outcome == _READ:
        wrong = _check_wrong(path)
        outcome = "noticed by the check"
    else:
        wrong = "" if outcome in (_REFUSED, _NOTICED) else outcome
    return outcome, wrong or _restored_wrong(path, whole.truth)


def _old_page(path: Path, _kind: str, dice: Random, whole: _Whole) -> tuple[str, str]:
    """Put back a page as it was some changes ago: rightly encrypted, so that only the structure can give it away.

    That it is noticed is not promised (no single page can tell); the file stays as it is, and a backup takes its place.
    """
    data = bytearray(path.read_bytes())
    pages = range(0, min(len(data), len(whole.earlier)), PAGE)
    differing = [page for page in pages if data[page : page + PAGE] != whole.earlier[page : page + PAGE]]
    page = dice.choice(differing)
    data[page : page + PAGE] = whole.earlier[page : page + PAGE]
    path.write_bytes(data)
    outcome = _untouched(path, whole.truth)
    if outcome in (_READ, _REFUSED, _NOTICED):
        return outcome, ""
    if outcome == _WRITTEN:
        return outcome, outcome
    outcome = "older content" if outcome == _WRONG else "an unexpected error"
    with open_store(path, PASSWORD, now=NOW, read_only=True) as store:
        noticed = "noticed by the check" if backup.verify(store) else "not noticed"
    return f"{outcome}, {noticed}", _restored_wrong(path, whole.truth)


def _of_slots(path: Path, _kind: str, dice: Random, whole: _Whole) -> tuple[str, str]:
    """Damage or lose copies of the slots: one, both, or all with those of the backups."""
    backups = sorted(key_files.backup_folder(path).glob("*.keys"))
    places = list(key_files.beside(path))
    lost = dice.choice((places[:1], places[1:], places, [*places, *backups]))
    for place in lost:
        data = bytearray(place.read_bytes())
        _DAMAGES[dice.choice(("a byte", "512 bytes", "cut"))](data, dice)
        place.write_bytes(data) if dice.random() < 0.7 else place.unlink()
    before = _digest(path)
    if len(lost) > len(places):
        outcome = _read(path, whole.truth)
        return outcome, "" if outcome == "told as slots_lost" and _digest(path) == before else outcome
    outcome = _untouched(path, whole.truth)
    with open_store(path, PASSWORD, now=NOW) as store:
        healed = not backup.verify(store)
    return "healed", "" if outcome == _READ and healed else outcome


def _foreign(path: Path, _kind: str, dice: Random, whole: _Whole) -> tuple[str, str]:
    """Something else bears the database's name: a letter, a plain database, noise, another encrypted one."""
    kind = dice.choice(("letter", "plain", "noise", "another"))
    path.unlink()
    if kind == "letter":
        path.write_text("Sehr geehrte Damen und Herren, " * dice.randrange(1, 2_000), encoding="utf-8")
    elif kind == "noise":
        path.write_bytes(dice.randbytes(PAGE * dice.randrange(1, 40)))
    elif kind == "another":
        other = path.with_name("andere.nqdesk")
        store, _ = create_store(other, person="Eva", password=PASSWORD, now=NOW, cost=CHEAP)
        store.close()
        path.write_bytes(other.read_bytes())
    else:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE t (x)")
            connection.commit()
    outcome = _untouched(path, whole.truth)
    expected = {"plain": "told as not_encrypted"}.get(kind, "told as not_ours")
    wrong = "" if outcome == expected else f"{kind}: {outcome}"
    return outcome, wrong or _restored_wrong(path, whole.truth)


def _password(path: Path, _kind: str, dice: Random, whole: _Whole) -> tuple[str, str]:  # noqa: ARG001 - as the others
    """A wrong password is told as such, even if a page is damaged."""
    data = bytearray(path.read_bytes())
    if dice.random() < 0.5:
        page = max(PAGE, _page(data, dice))
        data[page : page + PAGE] = bytes(PAGE)
        path.write_bytes(data)
    before = _digest(path)
    try:
        open_store(path, dice.choice(("", "falsch", PASSWORD.upper(), f"{PASSWORD} ")), now=NOW).close()
    except StoreError as error:
        wrong = "" if error.code == "wrong_password" and _digest(path) == before else error.code
        return error.code, wrong
    return "opened", "opened with a wrong password"


_Try = Callable[[Path, str, Random, _Whole], tuple[str, str]]
_TRIES: dict[str, _Try] = {
    **dict.fromkeys(_DAMAGES, _of_database),
    "an old page put back (not promised)": _old_page,
    "slots": _of_slots,
    "something else": _foreign,
    "wrong password": _password,
}


def _make(folder: Path) -> _Whole:
    path = folder / NAME
    store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
    with store:
        fill(store)
    earlier = path.read_bytes()
    with open_store(path, PASSWORD, now=NOW) as store:
        with store.write(NOW) as tx:
            for number in range(20):
                changing_offers.save_offer(tx, an_offer(id=f"später {number}", source_id=f"s{number}"))
        for _ in backup.back_up(store, NOW):
            pass
        return _Whole(folder, facts(store), earlier)


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Damage 300 files (a tenth: 30), as many of each kind: read, check, restore."""
    count = (FULL if full else FULL // 10) // len(_TRIES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "whole"
        folder.mkdir()
        whole = _make(folder)
        for kind, attempt in _TRIES.items():
            dice, outcomes, failures = Random(f"{seed} {kind}"), Counter[str](), []
            for number in range(count):
                damaged = Path(name) / "damaged"
                shutil.copytree(whole.folder, damaged)
                outcome, wrong = attempt(damaged / NAME, kind, dice, whole)
                outcomes[outcome] += 1
                if wrong:
                    failures.append(f"seed {seed} number {number}: {wrong}")
                shutil.rmtree(damaged)
            note = ", ".join(f"{what} {times}" for what, times in outcomes.most_common())
            yield Trial(f"damaged file: {kind}", count, tuple(failures[:_MOST_SHOWN]), note)
