"""Rules made to hang, to crash or to reach Python: each is refused with a reason, or checked within seconds.

Nothing of a rule is ever compiled or run: the interpreter itself is asked, by an audit hook, while they are tried.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache
from random import Random

from nqdesk.actions import messages, rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Engine
from nqdesk.domain.funding.questions import questions
from nqdesk.domain.funding.rules import Origin
from nqdesk.exchange import check_results
from nqdesk.exchange.rule_files import read_rules
from nqdesk.exchange.rule_sources import RuleFaultsError, RuleSource
from tests.domain.funding.books import instrument, sources
from tests.faults.trial import Trial

EXPRESSIONS, FILES = 4_000, 600
LONGEST_TEXT = 6_000  # characters
LONGEST_SECONDS = 10.0  # for one rule, loaded and checked, on a busy machine
ON = date(2026, 11, 28)
FORBIDDEN = ("compile", "exec", "import", "os.", "subprocess.", "open", "socket.", "ctypes.")
"""Events of the interpreter that no rule may bring about, by their first letters."""
CASES = (
    Case(),
    Case({"massnahme.kosten": Decimal("1e15"), "massnahme.beginn": date.max, "person.geburt": date.min}),
    Case({"person.a": True, "massnahme.lohn": Decimal(0), "betrieb.koepfe": Decimal(7), "person.stufe": "zwei"}),
)
YES_NO = ("person.a", "person.b", "ja", "nein", "unbekannt", "person.stufe = zwei", "person.stufe >= zwei")
NUMBERS = ("massnahme.kosten", "massnahme.lohn", "0", "1", "999999999999999", "0.0000000001", "0.5", "betrieb.koepfe")
DAYS = ("person.geburt", "massnahme.beginn", "0001-01-01", "9999-12-31", "2024-02-29")
NASTY = (
    "__import__('os').system('true')", "eval(\"1\")", "exec(1)", "lambda: 1", "person.__class__", "person.a.__dict__",
    "().__class__", "{}.format", "f\"{1}\"", "print(1)", "open(\"x\")", "1 if ja else 2", "[x for x in ja]", "a := 1",
    "person.a; person.b", "parameter.__init__", "begriff.__init__", "begriff.t1", "9" * 3_000, "0." + "0" * 500 + "1",
    "1e999", "1_000", "0x10", "NaN", "Infinity", "٣", "2024-02-30", "9999-99-99", "\u202eaj", "\x00", "\\", "'", '"',
    "(" * 2_000, "nicht " * 500, "-" * 500, "min(" * 100, "stufe(" * 60, "wenn(" * 60, "in {" * 30, "ja und " * 400,
)  # fmt: skip

STRANGE = ("5", "true", "[]", "{}", "[[1]]", '""', "1979-05-27T07:32:00Z", "9" * 5_000, "nan", "[" * 3_000)
HEADERS = ("[[version]]", "[version]", "[[fact]]", "[[version.criterion]]", "[[gap]]", "\x00", "[a.b")


class Chance(Random):
    """Chance that counts the terms of an expression: once they fill what a text may hold, only short ones follow."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.terms = 0

    def ends_here(self, depth: int, share: float) -> bool:
        """Tell whether a term is one without others inside."""
        self.terms += 1
        return depth <= 0 or self.terms > LONGEST_TEXT or self.random() < share


def yes_no(random: Chance, depth: int) -> str:
    """Return a condition, typed as the language wants it for the most part."""
    if random.ends_here(depth, 0.1):
        return random.choice(YES_NO)
    match random.randrange(6):
        case 0:
            return f"nicht ({yes_no(random, depth - 1)})"
        case 1 | 2:
            word = random.choice((" und ", " oder "))
            return f"({word.join(yes_no(random, depth - 1) for _ in range(random.choice((2, 2, 3, 9))))})"
        case 3 | 4:
            sign = random.choice(("<", "<=", ">", ">=", "=", "!="))
            return f"{number(random, depth - 1)} {sign} {number(random, depth - 1)}"
        case _:
            return f"{day(random, depth - 1)} < {day(random, depth - 1)}"


def number(random: Chance, depth: int) -> str:
    """Return a number in terms of facts."""
    if random.ends_here(depth, 0.1):
        return random.choice(NUMBERS)

    def inner() -> str:
        return number(random, depth - 1)

    match random.randrange(7):
        case 0 | 1:
            parts = ", ".join(inner() for _ in range(random.choice((2, 2, 3, 12))))
            return f"{random.choice(('min', 'max'))}({parts})"
        case 2:
            return f"wenn({yes_no(random, depth - 1)}, {inner()}, {inner()})"
        case 3:
            return f"stufe({inner()}, <1: {inner()}, <=900: {inner()}, sonst: {inner()})"
        case 4:
            sign = random.choice(("+", "-"))
            return f"({f' {sign} '.join(inner() for _ in range(random.choice((2, 2, 3, 40))))})"
        case 5:
            return f"{inner()} {random.choice(('* 0.3', '/ 3', '* 999999999999999', '* betrieb.koepfe', '/ 0'))}"
        case _:
            name = random.choice(("alter", "tage_zwischen", "monate_zwischen"))
            return f"{name}({day(random, depth - 1)}, {day(random, depth - 1)})"


def day(random: Chance, depth: int) -> str:
    """Return a day in terms of facts."""
    if random.ends_here(depth, 0.4):
        return random.choice(DAYS)
    shift = random.choice(("plus_jahre", "minus_jahre", "plus_monate", "minus_tage"))
    return f"{shift}({day(random, depth - 1)}, {random.choice((0, 1, 12, 99_999))})"


def expression(random: Chance, wanted: str) -> str:
    """Return an expression, sometimes with something nasty in it."""
    make = yes_no if wanted == "yes_no" else number
    random.terms = 0
    text = make(random, random.choice((1, 2, 3, 5, 9)))[:LONGEST_TEXT]
    if random.random() < 0.25:
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(NASTY) + text[at + random.choice((0, 0, 4)) :]
    return random.choice(NASTY) if random.random() < 0.05 else text


def a_rule(random: Chance) -> list[RuleSource]:
    """Return the small catalogue with a hostile instrument, in half of the cases with shared terms in each other."""
    terms, last = "", random.randrange(1, 40)
    for place in range(last if random.random() < 0.5 else 0):
        inner = f"begriff.t{place - 1}" if place else "massnahme.kosten"
        text = random.choice((f"{inner} + {inner}", f"min({inner}, massnahme.lohn)", f"{inner} + " * 30 + "1", inner))
        text = text if random.random() < 0.95 else f"begriff.t{last}"
        terms += (
            f'[[shared]]\nid = "t{place}"\ntext = "T"\nlaw = "§ 1"\nexpr = \'{text}\'\nproof = "G"\nconfirmed = true\n'
            'as_of = 2026-01-01\nsource = "Probe"\n'
        )
    criteria = [expression(random, "yes_no").replace("'", "") for _ in range(random.choice((1, 1, 3)))]
    amount = expression(random, "number").replace("'", "") if random.random() < 0.7 else "massnahme.kosten"
    text = instrument(criteria, f"begriff.t{random.randrange(last)}" if terms and random.random() < 0.5 else amount)
    return [*sources(text), RuleSource("shared.toml", terms)] if terms else sources(text)


@lru_cache(maxsize=1)
def _shipped() -> tuple[list[RuleSource], list[RuleSource]]:
    every = list(rule_book.shipped_sources())
    own = [found for found in every if found.name.startswith("instruments/") and "yields_to" not in found.text]
    return [found for found in every if not found.name.startswith("instruments/")], own


def a_file(random: Chance) -> list[RuleSource]:
    """Return a shipped instrument beside its facts, with its text changed, doubled, cut or made strange."""
    beside, instruments = _shipped()
    source = random.choice(instruments)
    lines = source.text.splitlines()
    for _ in range(random.choice((1, 1, 3, 20))):
        at = random.randrange(len(lines))
        key, is_entry, _ = lines[at].partition(" = ")
        match random.randrange(7):
            case 0:
                del lines[at]
            case 1:
                lines[at:at] = lines[at : at + random.choice((1, 5, 30))]
            case 2 if is_entry:
                lines[at] = f"{key} = {random.choice(STRANGE)}"
            case 3 if is_entry:
                lines[at] = f"{key} = '{expression(random, 'yes_no').replace(chr(39), '')}'"
            case 4:
                lines[at] = random.choice(HEADERS)
            case 5:
                lines[at] = lines[at][::-1]
            case _:
                lines[at] += random.choice(NASTY)
        lines = lines or [""]
    return [*beside, RuleSource(source.name, "\n".join(lines), Origin.PACKAGE)]


_watching: list[list[str]] = []


def _hook(event: str, _arguments: object) -> None:
    if _watching and event.startswith(FORBIDDEN):
        _watching[-1].append(event)


@lru_cache(maxsize=1)
def _install() -> None:
    sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Yield a list that fills with whatever is compiled, run, imported or opened meanwhile."""
    _install()  # a hook of the interpreter cannot be taken out again
    found: list[str] = []
    _watching.append(found)
    try:
        yield found
    finally:
        _watching.pop()


def outcome(tried: list[RuleSource]) -> tuple[str, str]:
    """Read rules and check with them; return what came of it and what is wrong with that, "" if nothing."""
    try:
        engine = Engine(read_rules(tried))
    except RuleFaultsError as error:
        for fault in error.faults:
            told = messages.problem(rule_book.problem(fault))
            if "…" in told.replace(fault.about, "") or not fault.line:
                return "refused", f"incomplete: {told[:200]}"
        return f"refused: {error.faults[0].code}", ""
    for case in CASES:
        known = Case({name: value for name, value in case.values.items() if name in engine.book.catalogue.by_name})
        checked = engine.check(known, ON)
        check_results.plain(checked, questions(engine, known, checked), engine.book)
    return "checked", ""


def _tried(name: str, count: int, seed: int, make: Callable[[Chance], list[RuleSource]]) -> Trial:
    codes: Counter[str] = Counter()
    failures: list[str] = []
    slowest = 0.0
    outcome(a_rule(Chance(seed)))  # what is imported late is there
    outcome(sources(instrument(["massnahme.kosten > 1 oder person.stufe >= zwei"], "min(massnahme.kosten, 100)")))
    for place in range(count):
        tried = make(Chance(seed * 1_000_003 + place))
        begun = time.perf_counter()
        with watched() as events:
            try:
                code, wrong = outcome(tried)
            except Exception as error:  # noqa: BLE001 - the very thing this looks for
                code, wrong = "exception", f"{type(error).__name__}: {str(error)[:200]}"
        taken = time.perf_counter() - begun
        slowest = max(slowest, taken)
        codes[code] += 1
        wrong = wrong or (f"reached Python: {sorted(set(events))}" if events else "")
        wrong = wrong or (f"{taken:.1f} s" if taken > LONGEST_SECONDS else "")
        if wrong:
            failures.append(f"seed {seed} number {place}: {wrong}")
    if not codes["checked"]:
        failures.append("no rule was ever checked: the trial looks at nothing but refusals")
    return Trial(name, count, tuple(failures), f"{dict(codes.most_common(9))}, slowest {slowest:.2f} s")


def run(full: bool, seed: int) -> Iterable[Trial]:
    """Try hostile expressions and changed rule files (a tenth of them unless `full`)."""
    yield _tried("hostile expressions", EXPRESSIONS if full else EXPRESSIONS // 10, seed, a_rule)
    yield _tried("mutated rule files", FILES if full else FILES // 10, seed, a_file)
