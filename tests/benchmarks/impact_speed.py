"""The impact of a change of rules on stored cases, against checking just the instruments that differ."""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from nqdesk.actions import impact, kept_checks, rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.funding.facts import FactValue
from nqdesk.domain.funding.kept_check import KeptCheck, packed
from nqdesk.exchange import case_files, rule_files
from nqdesk.store import checks
from nqdesk.store.changing.checks import keep_check
from nqdesk.store.database import Store, create_store
from nqdesk.store.keys import Cost
from tests.benchmarks.line import Line
from tests.benchmarks.password import PASSWORD
from tests.builders import NOW

ON = date(2026, 11, 22)
MANY, FEW = 10_000, 1_000
CHANGED = {"land_sh_weiterbildungsbonus": ("* 0.6", "* 0.7"), "beschaeftigte_82": ("stunden > 120", "stunden > 160")}


def _case(random: Random) -> Case:
    values: dict[str, FactValue] = {
        "person.status": random.choice(["arbeitslos", "beschaeftigt"]),
        "massnahme.stunden": Decimal(random.randrange(80, 2400)),
        "massnahme.lehrgangskosten": Decimal(random.randrange(200, 20_000)),
        "massnahme.beginn": date(2026, 12, 1) + timedelta(days=random.randrange(400)),
        "betrieb.beschaeftigte": Decimal(random.randrange(1, 900)),
        "betrieb.arbeitsland": random.choice(["SH", "NW", "BW", "HE"]),
        "antrag.datum": ON,
    }
    return Case({name: value for name, value in values.items() if random.random() < 0.8})


def _filled(store: Store, number: int) -> None:
    """Store so many checks; their results are left out, because impact never reads them."""
    random, catalogue = Random(7), rule_book.shipped().book.catalogue
    with store.write(NOW) as tx:
        for place in range(number):
            check = KeptCheck(
                subject=f"Fall {place}",
                law_day=ON,
                made_on=ON,
                facts=case_files.written(_case(random), catalogue),
                results=packed("{}"),
                purpose="Beratung",
                keep_until=date(2030, 12, 31),
            )
            keep_check(tx, check)


def _changed() -> Engine:
    sources = []
    for source in rule_book.shipped_sources():
        name = source.name.rpartition("/")[2].removesuffix(".toml")
        sources.append(replace(source, text=source.text.replace(*CHANGED[name])) if name in CHANGED else source)
    return Engine(rule_files.read_rules(sources))


def _impact(store: Store, before: Engine, after: Engine) -> tuple[float, int]:
    begun = time.perf_counter()
    job = impact.of_rules(store, Engine(before.book), Engine(after.book), ON)
    while True:
        try:
            next(job)
        except StopIteration as ended:
            return time.perf_counter() - begun, len(ended.value.affected)


def _bare(store: Store, before: Engine, after: Engine) -> float:
    """Check the instruments that differ, with both books, for cases that were read beforehand."""
    cases = [kept_checks.case_of(check, before.book.catalogue) for check in checks.open_ones(store.db)]
    first, second, names = Engine(before.book), Engine(after.book), list(CHANGED)
    begun = time.perf_counter()
    for case in cases:
        first.check(case, ON, names)
        second.check(case, ON, names)
    return time.perf_counter() - begun


def measure() -> Iterator[Line]:
    """Yield impact against the bare checks, and how it grows."""
    before, after = rule_book.shipped(), _changed()
    taken: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in (FEW, MANY):
            path = Path(folder) / f"faelle{number}.nqdesk"
            cheap = Cost(memory_kib=64, passes=1, lanes=1)
            store, _ = create_store(path, person="Anna", password=PASSWORD, now=NOW, cost=cheap)
            with store:
                _filled(store, number)
                taken[number], affected = _impact(store, before, after)
                if number == MANY:
                    floor = _bare(store, before, after)
                    note = f"{taken[number]:.2f} s against {floor:.2f} s, {affected} affected"
                    yield Line(
                        "impact over 10,000 cases / differing instruments bare", taken[number] / floor, 1.5, note
                    )
    growth = taken[MANY] / MANY / (taken[FEW] / FEW)
    yield Line("impact, a case among 10,000 / among 1,000", growth, 1.2, f"{taken[MANY] / MANY * 1e6:.0f} µs a case")
