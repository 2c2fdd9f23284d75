"""The shipped rules ready to check, against reading the same JSON and building the closures that a check uses.

Ready means: the file found to stand for the texts, read, made into a rule book, and the closures of every version in
force made. The floor neither looks at the texts nor makes any object of the rules. Each run is a process of its own,
as at a start, whose imports are not timed.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from nqdesk import resource_files
from nqdesk.actions import rule_book
from nqdesk.domain.funding.closures import compiled
from nqdesk.domain.funding.expression import Expression
from nqdesk.domain.funding.rules import RuleBook
from nqdesk.exchange import compiled_rules
from tests.benchmarks.line import Line

ON = date(2026, 11, 22)
ROUNDS = 15
ROOT = Path(__file__).resolve().parents[2]


def _used(book: RuleBook) -> Iterator[Expression]:
    """Yield the expressions of all versions in force."""
    for instrument in book.instruments:
        version = instrument.version_on(ON)
        if version:
            yield from version.expressions()


def ready(_places: list[int]) -> object:
    """Make the rules ready."""
    engine = rule_book.shipped()
    return engine, [expression.value for expression in _used(engine.book)]


def floor(places: list[int]) -> object:
    """Read the JSON and build the closures of the expressions at some places."""
    expressions = json.loads(_path().read_bytes())["expressions"]
    return [compiled(json.loads(expressions[at][1])) for at in places]


def _path() -> Path:
    return resource_files.path("funding") / compiled_rules.PLACE


def seconds(name: str, places: list[int]) -> float:
    """Return how long one of both takes in a process of its own."""
    program = (
        "import json, sys, time\n"
        "from tests.benchmarks import rules_ready\n"
        "run, places = getattr(rules_ready, sys.argv[1]), json.loads(sys.argv[2])\n"
        "begun = time.process_time()\n"
        "kept = run(places)\n"
        "print(time.process_time() - begun)\n"
    )
    command = [sys.executable, "-c", program, name, json.dumps(places)]
    return float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="ascii").stdout)


def measure() -> Iterator[Line]:
    """Yield the time until the rules are ready."""
    engine = rule_book.shipped()  # compiles the rules where that has not happened yet
    wanted = {(one.text, json.dumps(one.tree)) for one in _used(engine.book)}
    expressions = json.loads(_path().read_bytes())["expressions"]
    plain = [(text, json.dumps(json.loads(tree))) for text, tree in expressions]
    places = [at for at, one in enumerate(plain) if one in wanted]
    pairs = [(seconds("ready", places), seconds("floor", places)) for _ in range(ROUNDS)]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    note = f"{ours * 1000:.1f} ms against {theirs * 1000:.1f} ms, {len(places)} expressions used"
    yield Line("rules ready / reading their JSON and closures", ours / theirs, 1.5, note)
