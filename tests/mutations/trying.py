"""Trying a mutant: does one of the example cases notice it?"""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from nqdesk.actions import rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Engine, InstrumentResult, preceding
from nqdesk.domain.funding.rules import Instrument, Parameter
from tests.cases import expectations
from tests.mutations.places import Mutant, Places

SEED = 20261128
GATE = 0.98
"""The share of the mutants that the cases must notice."""
HELD = frozenset(
    {
        "aez_ohne_abschluss_82_3",
        "alg_weiterbildung_144",
        "assistierte_ausbildung_74",
        "ausserbetriebliche_ausbildung_76",
        "avgs_45",
        "buergergeldbonus_16j",
        "einstiegsqualifizierung_54a",
        "externenpruefung_45_2",
        "fbw_81_1",
        "fbw_81_2",
        "fbw_81_3_hauptschulabschluss",
        "fbw_81_3a_grundkompetenzen",
        "feststellung_50b",
        "ganzheitliche_betreuung_16k",
        "kug_weiterbildung_106a",
        "land_bb_weiterbildungsrichtlinie",
        "land_bw_fachkurse",
        "land_by_esf_weiterbildung",
        "land_hb_qualifizierungsbonus",
        "land_hb_weiterbildungsscheck",
        "land_he_qualifizierungsscheck",
        "land_hh_weiterbildungsbonus_plus",
        "land_mv_bildungsscheck",
        "land_ni_win",
        "land_nw_bildungsscheck",
        "land_rp_qualischeck",
        "land_sh_weiterbildungsbonus",
        "land_sl_kdw",
        "land_sn_individuell",
        "land_st_weiterbildung_betrieblich",
        "land_st_weiterbildung_individuell",
        "land_th_anpassungsqualifizierung",
        "land_th_weiterbildungsscheck",
        "parameter",
        "qualifizierungsgeld_82a",
        "reha_112",
        "shared",
        "teilhabe_16i",
        "umschulung_62",
        "vergabe_131a",
        "vermittlungsbudget_44",
        "weiterbildungsgeld_87a_2",
        "weiterbildungsgeld_87a_3",
        "weiterbildungskosten_83_87",
        "weiterbildungspraemie_131a_3",
        "weiterbildungspraemie_87a_1",
        "zulassung_schulisch_43_2",
    }
)
"""The instruments that are held to it; the others do not have all of their cases yet."""
EQUIVALENT = Path(__file__).parent / "equivalent.toml"


@dataclass(frozen=True)
class _Example:
    """A case with what it expects of one instrument, and which versions came into it."""

    name: str
    case: Case
    on: date
    expected: Mapping[str, Any]
    version: date | None


class Trials:
    """All mutants of the shipped rules, and the cases to try them on."""

    def __init__(self) -> None:
        """Read the rules and the cases; what is checked once is the rules as they are."""
        self._engine = rule_book.shipped()
        self._book = self._engine.book
        self.mutants = Places(self._book, rule_book.shipped_sources()).mutants()
        self._parameters = {parameter.id: parameter for parameter in self._book.parameters}
        self._examples: dict[str, list[_Example]] = {}

    def killer(self, mutant: Mutant) -> str | None:
        """Return the id of a case that fails with the mutant; None: it survives."""
        instruments, parameters = mutant.changed()
        for name, version in mutant.touches.items():
            engine = self._engine_with(instruments.get(name, self._book.by_id[name]), parameters)
            for example in self._of(name):
                reached = version is None or example.version is None or example.version == version
                if reached and self._fails(engine, name, example):
                    return example.name
        return None

    def _fails(self, engine: Engine, name: str, example: _Example) -> bool:
        try:
            found = engine.check(example.case, example.on, [name]).of(name)
        except (ArithmeticError, ValueError, TypeError):
            return True
        return bool(expectations.differences(self._as_shipped(engine, found), example.expected))

    def _as_shipped(self, engine: Engine, found: InstrumentResult | None) -> InstrumentResult | None:
        """Return the result with the version as it is known without the mutant, should its first day be changed."""
        if found is None or found.version is None:
            return found
        index = engine.book.by_id[found.instrument.id].versions.index(found.version)
        return replace(found, version=self._book.by_id[found.instrument.id].versions[index])

    def _engine_with(self, instrument: Instrument, parameters: Mapping[str, Parameter]) -> Engine:
        """Return an engine with one instrument and those that may go before it, and nothing else."""
        todo, needed = list(preceding(instrument)), dict[str, Instrument]()
        while todo:
            other = self._book.by_id[todo.pop()]
            if other.id not in needed:
                needed[other.id] = other
                todo += preceding(other)
        values = tuple({**self._parameters, **parameters}.values())
        return Engine(replace(self._book, instruments=(*needed.values(), instrument), parameters=values))

    def _of(self, name: str) -> list[_Example]:
        found = self._examples.get(name)
        if found is None:
            cases = [case for case in expectations.all_cases() if name in case["expected"]]
            found = self._examples[name] = [self._example(name, case) for case in cases]
        return found

    def _example(self, name: str, case: Mapping[str, Any]) -> _Example:
        facts, problems = expectations.read(case, self._book.catalogue)
        found = self._engine.check(facts, case["on"], [name]).of(name)
        differing = expectations.differences(found, case["expected"][name])
        if problems or differing:
            raise ValueError(f"{case['id']} fails with the rules as they are: {problems or differing}")
        version = None if found is None or found.assumed or found.version is None else found.version.valid_from
        return _Example(case["id"], facts, case["on"], case["expected"][name], version)


@lru_cache(maxsize=1)
def equivalent() -> dict[tuple[str, str, str, str], str]:
    """Return the mutants that change nothing, each with the reason."""
    entries = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8")).get("equivalent", ())
    return {
        (entry["instrument"], entry.get("version", ""), entry["part"], entry["mutant"]): entry["reason"]
        for entry in entries
    }


def sample(mutants: Sequence[Mutant], seed: int) -> list[Mutant]:
    """Return a tenth of the mutants."""
    return random.Random(seed).sample(list(mutants), max(len(mutants) // 10, 1))
