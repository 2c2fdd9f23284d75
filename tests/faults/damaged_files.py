"""Files damaged on the disk: none is read silently wrong, none is written to, and a backup takes its place."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

from nqdesk.store import backup
from nqdesk.store.database import create_store, open_store
from nqdesk.store.errors import StoreError
from tests.faults.trial import Trial
from tests.old_databases.facts import facts
from tests.old_databases.make import fill
from tests.store.conftest import CHEAP, NOW, PASSWORD

KINDS = ("a byte", "512 bytes", "cut", "zeroed page", "swapped pages", "slots")
EACH = 60
PAGE = 4096
NAME = "stelle.nqdesk"


def run(full: bool, seed: int) -> Iterator[Trial]:
    """Damage 60 files (a tenth: 6) in each of six ways; read, check, restore."""
    with tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        whole.mkdir()
        store, _ = create_store(whole / NAME, person="Anna", password=PASSWORD, now=NOW, cost=CHEAP)
        with store:
            fill(store)
            for _ in backup.back_up(store, NOW):
                pass
            truth = facts(store)
        for kind in KINDS:
            dice = Random(f"{seed} {kind}")
            outcomes: dict[str, int] = {}
            failures = []
            count = EACH if full else EACH // 10
            for number in range(count):
                folder = Path(name) / "damaged"
                shutil.copytree(whole, folder)
                what = _try(folder / NAME, kind, dice, truth)
                outcomes[what] = outcomes.get(what, 0) + 1
                if what not in ("refused", "noticed while reading", "noticed by the check", "healed"):
                    failures.append(f"seed {seed} number {number}: {what}")
                shutil.rmtree(folder)
            note = ", ".join(f"{what} {times}" for what, times in sorted(outcomes.items()))
            yield Trial(f"damaged file: {kind}", count, tuple(failures[:5]), note)


def _try(path: Path, kind: str, dice: Random, truth: dict[str, object]) -> str:
    harmed = path.with_name(f"{NAME}.{dice.choice(['keys', 'keys2'])}") if kind == "slots" else path
    data = bytearray(harmed.read_bytes())
    _damage(data, dice.choice(KINDS[:3]) if kind == "slots" else kind, dice)
    harmed.write_bytes(data)
    outcome = _read(path, truth)
    if harmed.read_bytes() != data:
        return "the damaged file was written to"
    if kind == "slots":
        return _healed(path, truth) if outcome == "read" else f"slots: {outcome}"
    if outcome == "read":
        outcome = "noticed by the check" if _checked(path) else "not noticed"
    elif outcome not in ("refused", "noticed while reading"):
        return outcome
    backup.restore(path, None, PASSWORD, NOW + timedelta(days=1))
    again = _read(path, truth)
    return outcome if again == "read" else f"after restoring: {again}"


def _damage(data: bytearray, kind: str, dice: Random) -> None:
    pages = max(1, len(data) // PAGE)
    page = dice.randrange(pages) * PAGE
    if kind == "a byte":
        data[dice.randrange(len(data))] ^= dice.randint(1, 255)
    elif kind == "512 bytes":
        place = dice.randrange(len(data) - 512)
        data[place : place + 512] = dice.randbytes(512)
    elif kind == "cut":
        del data[dice.randrange(len(data)) :]
    elif kind == "zeroed page":
        data[page : page + PAGE] = bytes(PAGE)
    else:
        other = (page // PAGE + dice.randrange(1, pages)) % pages * PAGE
        data[page : page + PAGE], data[other : other + PAGE] = data[other : other + PAGE], data[page : page + PAGE]


def _read(path: Path, truth: dict[str, object]) -> str:
    """Return "read" if everything is as it was, else who noticed, or what went wrong."""
    try:
        store = open_store(path, PASSWORD, now=NOW, read_only=True)
    except StoreError as error:
        return "refused" if error.code == "damaged" else f"refused as {error.code}"
    with store:
        try:
            return "read" if facts(store) == truth else "read silently wrong"
        except StoreError as error:
            return "noticed while reading" if error.code == "damaged" else f"read as {error.code}"


def _checked(path: Path) -> bool:
    """Tell whether the check finds it and no backup is made of it."""
    with open_store(path, PASSWORD, now=NOW, read_only=True) as store:
        if not backup.verify(store):
            return False
        try:
            for _ in backup.back_up(store, NOW + timedelta(hours=1)):
                pass
        except StoreError as error:
            return error.code == "damaged"
        return False


def _healed(path: Path, truth: dict[str, object]) -> str:
    with open_store(path, PASSWORD, now=NOW) as store:
        if backup.verify(store):
            return "slots were not written anew"
    return "healed" if _read(path, truth) == "read" else "slots healed, content lost"
