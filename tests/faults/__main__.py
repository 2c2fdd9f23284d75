"""Run the faults and leave the counts in last_result.txt: ``python -m tests.faults [--full] [--seed N] [NAME …]``.

Only a full run of all modules is kept.
"""

import argparse
import time

from tests.faults.trial import Trial
from tests.faults.trials import SEED, names, run
from tests.last_result import keep


def main() -> int:
    """Return 0 if everything held."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--full", action="store_true", help="all trials instead of a tenth")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("names", nargs="*", choices=[*names(), []], metavar="NAME", help=", ".join(names()))
    asked = parser.parse_args()
    begun = time.monotonic()
    trials: list[Trial] = []
    for name in asked.names or names():
        for trial in run(name, full=asked.full, seed=asked.seed):
            print(trial, flush=True)
            for failure in trial.failures:
                print(f"    {failure}", flush=True)
            trials.append(trial)
    failed = sum(not trial.holds for trial in trials)
    tried = sum(trial.tried for trial in trials)
    closing = f"{tried} trials of {len(trials)} kinds, {failed} kinds failed, {time.monotonic() - begun:.0f} s"
    print(closing)
    if asked.full and not asked.names:
        keep("faults", [f"seed {asked.seed}", *map(str, trials), closing])
    return 1 if failed or not trials else 0


if __name__ == "__main__":
    raise SystemExit(main())
