"""Try every mutant and leave the counts in last_result.txt: ``python -m tests.mutations [INSTRUMENT …]``.

Only a run of all instruments is kept.
"""

import argparse
import time
from collections.abc import Iterable, Iterator

from tests.last_result import keep
from tests.mutations.places import Mutant
from tests.mutations.trying import GATE, Trials, equivalent
from tests.mutations.written import changed_part


def main() -> int:
    """Return 0 if no instrument has a share below the gate, and every exemption is still one."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations")
    parser.add_argument("instruments", nargs="*", metavar="INSTRUMENT", help='ids; "shared" and "parameter" too')
    asked = parser.parse_args().instruments
    begun = time.monotonic()
    trials = Trials()
    wanted = [mutant for mutant in trials.mutants if not asked or mutant.instrument in asked]
    exempt = [mutant for mutant in wanted if mutant.key in equivalent()]
    tried = [mutant for mutant in wanted if mutant.key not in equivalent()]
    survivors = [mutant for mutant in tried if trials.killer(mutant) is None]
    lines = [*_shares(tried, survivors), "", *_listed(survivors)]
    wrong = [*_wrongly_exempt(trials, exempt), *([] if asked else _unknown_exempt(wanted))]
    killed = len(tried) - len(survivors)
    lines += [
        *wrong,
        f"{killed} of {len(tried)} mutants killed ({killed / max(len(tried), 1):.2%}), {len(exempt)} change nothing",
    ]
    print("\n".join(lines))
    print(f"{time.monotonic() - begun:.0f} s")
    if not asked:
        keep("mutations", lines)
    low = [name for name in _names(tried) if _share(tried, survivors, name) < GATE]
    return 1 if wrong or low or not tried else 0


def _names(mutants: Iterable[Mutant]) -> list[str]:
    return list(dict.fromkeys(mutant.instrument for mutant in mutants))


def _share(tried: list[Mutant], survivors: list[Mutant], name: str) -> float:
    count = sum(mutant.instrument == name for mutant in tried)
    return 1 - sum(mutant.instrument == name for mutant in survivors) / count


def _shares(tried: list[Mutant], survivors: list[Mutant]) -> Iterator[str]:
    for name in _names(tried):
        count = sum(mutant.instrument == name for mutant in tried)
        yield f"{name:<36} {count:5d} {_share(tried, survivors, name):8.2%}"


def _listed(survivors: list[Mutant]) -> Iterator[str]:
    for mutant in survivors:
        where = " ".join(part for part in (mutant.instrument, mutant.version, mutant.part) if part)
        yield f"survived: {where}: {changed_part(mutant.original, mutant.mutant)}"
    if survivors:
        yield ""


def _wrongly_exempt(trials: Trials, exempt: list[Mutant]) -> Iterator[str]:
    for mutant in exempt:
        killer = trials.killer(mutant)
        if killer:
            yield f"not equivalent, {killer} notices it: {mutant.key}"


def _unknown_exempt(mutants: list[Mutant]) -> Iterator[str]:
    known = {mutant.key for mutant in mutants}
    for key in equivalent():
        if key not in known:
            yield f"named as equivalent, but there is no such mutant: {key}"


if __name__ == "__main__":
    raise SystemExit(main())
