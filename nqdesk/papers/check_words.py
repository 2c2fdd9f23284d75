"""What facts, amounts and results of a funding check are called on paper."""

from datetime import date
from decimal import Decimal

from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.domain.funding.facts import FactKind, FactValue
from nqdesk.domain.funding.frozen import FrozenAmount, FrozenCheck, FrozenCriterion, FrozenFact, FrozenInstrument
from nqdesk.domain.funding.rules import Maker
from nqdesk.papers.german import NBSP, bound, decimal, money, months, short_day

DECIDES = "Die Entscheidung trifft die zuständige Stelle."
POSSIBLE, OPEN, NO = "möglich", "offen", "nein"
MET = {True: "erfüllt", False: "nicht erfüllt", None: "offen"}
NOT_SAID = "keine Angabe"
NOTHING_COVERED = "Die Regeln decken diesen Tag nicht ab: Kein Instrument hat eine hinterlegte Fassung."
_STRATEGIES = {Maker.AGENTUR: "Strategie der Agentur für Arbeit, ", Maker.JOBCENTER: "Strategie des Jobcenters, "}


def result(found: FrozenInstrument) -> str:
    """Return how an instrument came out."""
    if found.result in POSITIVE:
        return POSSIBLE
    return NO if found.result is Result.EXCLUDED else OPEN


def said(fact: FrozenFact) -> str:
    """Return what is known of a fact."""
    return NOT_SAID if fact.value is None else value(fact.kind, fact.label or fact.value)


def value(kind: FactKind, known: FactValue) -> str:
    """Return a value of a kind; a choice is its word already."""
    if isinstance(known, bool):
        return "ja" if known else "nein"
    if isinstance(known, date):
        return short_day(known)
    return figure(kind, known) if isinstance(known, Decimal) else known


def figure(kind: FactKind, known: Decimal) -> str:
    """Return a number of a kind with its unit."""
    if kind is FactKind.MONEY:
        return money(known)
    if kind is FactKind.SHARE:
        return f"{decimal(known * 100)}{NBSP}%"
    if kind is FactKind.MONTHS:
        return months(known)
    return f"{decimal(known)}{NBSP}Stunden" if kind is FactKind.HOURS else decimal(known)


def amount(found: FrozenAmount) -> str:
    """Return an amount or its range; what is open upward says so."""
    show = months if found.in_months else money
    if found.high is None:
        return f"ab{NBSP}{show(found.low)}" if found.low else "noch offen"
    if found.settled:
        return f"bis{NBSP}{show(found.low)}" if found.cap else show(found.low)
    return f"{show(found.low)} bis{NBSP}{show(found.high)}" if found.low else f"bis{NBSP}{show(found.high)}"


def figures(found: FrozenCriterion) -> str:
    """Return the facts and dated figures that a criterion used, with their values; "" for none."""
    return bound(" · ".join(f"{each.text}: {value(each.kind, each.value)}" for each in found.figures))


def grounds(found: FrozenInstrument, law: str, used: str, *, confirmed: bool) -> str:
    """Return what stands below a criterion or an amount of an instrument: paragraph, doubt, figures used.

    The paragraph is left out where it only names the programme again, which stands above.
    """
    named = "" if law == found.law else law
    doubt = "" if confirmed else "unbestätigt: bitte bei der Stelle klären"
    return bound(" · ".join(filter(None, (named, doubt, used))))


def missing(found: FrozenInstrument, check: FrozenCheck, most: int = 99) -> str:
    """Return what is missing by its labels, the first `most` of them and how many there are beside."""
    labels = check.labels(found.missing)
    more = f" und {len(labels) - most} weitere" if len(labels) > most else ""
    return ", ".join(labels[:most]) + more


def strategy(found: FrozenInstrument) -> str:
    """Return whose strategy an instrument is and where it holds, "" for what holds everywhere."""
    if not found.district:
        return ""
    return f"{_STRATEGIES.get(found.maker, '')}nur im Bezirk {found.district}"


def basis(found: FrozenInstrument) -> str:
    """Return law, version and the day that counts."""
    parts = [found.law]
    if found.district:
        parts.append(strategy(found))
    if found.valid_from is not None:
        until = f" bis {short_day(found.valid_to)}" if found.valid_to else ""
        read = f", gelesen am {short_day(found.as_of)}" if found.as_of else ""
        parts.append(f"Fassung ab {short_day(found.valid_from)}{until}{read}")
    assumed = " (angenommen)" if found.assumed else ""
    parts.append(f"maßgeblicher Tag {short_day(found.decisive)}{assumed}")
    return bound(", ".join(parts))
