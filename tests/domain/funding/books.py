"""Small rule books for tests: a few facts and instruments written as a centre would write them."""

from nqdesk.domain.funding.check import Engine
from nqdesk.exchange.rule_files import read_rules
from nqdesk.exchange.rule_sources import RuleSource

FACTS = """
[[fact]]
name = "person.a"
type = "ja_nein"
label = "A"
[[fact]]
name = "person.b"
type = "ja_nein"
label = "B"
[[fact]]
name = "person.stufe"
type = "wahl"
label = "Stufe"
values = ["eins", "zwei", "drei"]
ordered = true
[[fact]]
name = "person.geburt"
type = "datum"
label = "Geburt"
[[fact]]
name = "massnahme.beginn"
type = "datum"
label = "Beginn"
[[fact]]
name = "massnahme.kosten"
type = "geld"
label = "Kosten"
[[fact]]
name = "massnahme.lohn"
type = "geld"
label = "Lohn"
[[fact]]
name = "massnahme.monate"
type = "monate"
label = "Monate"
[[fact]]
name = "betrieb.koepfe"
type = "anzahl"
label = "Köpfe"
precedes = ["massnahme.monate"]
"""


def instrument(criteria: list[str], amount: str = "", extra: str = "", name: str = "probe") -> str:
    """Return an instrument with these criteria (expressions) and at most one amount."""
    text = f"""
id = "{name}"
title = "Probe"
law = "§ 1"
level = "centre"
summary = "Probe."
decisive = ["massnahme.beginn"]
[[version]]
valid_from = 2020-01-01
kind = "kann"
as_of = 2026-01-01
source = "Probe"
{extra}
"""
    for number, expression in enumerate(criteria):
        text += f"""
[[version.criterion]]
id = "k{number}"
text = "Kriterium {number}"
law = "§ 1"
expr = '{expression}'
proof = "G"
confirmed = true
"""
    if amount:
        text += f"""
[[version.amount]]
id = "zuschuss"
text = "Zuschuss"
law = "§ 1"
expr = '{amount}'
proof = "G"
confirmed = true
"""
    return text


def sources(*instruments: str) -> list[RuleSource]:
    """Return the facts and these instruments as texts."""
    return [RuleSource("facts.toml", FACTS), *(RuleSource(f"i{n}.toml", text) for n, text in enumerate(instruments))]


def engine(*instruments: str) -> Engine:
    """Return the facts and these instruments, ready to check."""
    return Engine(read_rules(sources(*instruments)))
