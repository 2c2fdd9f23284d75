"""What facts, amounts and results of a funding check are called on paper."""

from datetime import date
from decimal import Decimal

from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.domain.funding.facts import Fact, FactCatalogue, FactKind
from nqdesk.domain.funding.frozen import FrozenAmount, FrozenInstrument
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


def value(fact: Fact, known: object) -> str:
    """Return a known value."""
    if isinstance(known, bool):
        return "ja" if known else "nein"
    if isinstance(known, date):
        return short_day(known)
    return figure(fact.kind, known) if isinstance(known, Decimal) else fact.label_of(str(known))


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


def missing(found: FrozenInstrument, catalogue: FactCatalogue, most: int = 99) -> str:
    """Return what is missing by its labels, the first `most` of them and how many there are beside."""
    labels = [catalogue.by_name[name].label for name in found.missing if name in catalogue.by_name]
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
