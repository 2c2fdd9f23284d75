"""Which offers an event's portfolio holds, in which order, and what is missing before it may be printed."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nqdesk.domain.offers import Form, FundingMark, OfferKind
from nqdesk.domain.problem import Problem
from nqdesk.domain.record import Record


class Order(StrEnum):
    """Order within an occupation. The chosen principle is printed: nobody is favoured unseen."""

    START = "start"  # next start, then provider's name
    PROVIDER = "provider"  # provider's name, then next start
    DISTANCE = "distance"  # distance from the event's place, then next start
    ROTATION = "rotation"  # providers alphabetically, beginning with another one each day


class Variant(StrEnum):
    """What can be printed."""

    FULL = "full"
    OVERVIEW = "overview"  # one page per occupation
    GLANCE = "glance"  # table, landscape
    POSTER = "poster"  # A3
    PLAIN = "plain"  # handout in Einfache Sprache


@dataclass(frozen=True, kw_only=True)
class OfferRule:
    """Which offers a portfolio takes by rule; empty means "no limit", several values are alternatives.

    Attributes:
        occupations: ids of the catalogue. fields: free fields or KldB major groups ("25").
        centre_plz, radius_km: offers with a run within this distance (straight line), or online ones.
        kreise: AGS of districts (five digits).
        start_from, start_to: window of a run's first day, both included; rolling entry always fits.
    """

    occupations: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    kinds: frozenset[OfferKind] = frozenset()
    forms: frozenset[Form] = frozenset()
    providers: frozenset[str] = frozenset()
    funding: frozenset[FundingMark] = frozenset()
    kreise: frozenset[str] = frozenset()
    centre_plz: str = ""
    radius_km: int | None = None
    start_from: date | None = None
    start_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class PortfolioChoice(Record):
    """What an event's portfolio holds; one per event, same id as nothing else.

    Attributes:
        by_rule: whether `rule` is used at all; `added` and `removed` are offer ids chosen by hand.
    """

    event_id: str = ""
    title: str = ""
    subtitle: str = ""
    by_rule: bool = True
    rule: OfferRule = field(default_factory=OfferRule)
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    order: Order = Order.START


def check_rule(rule: OfferRule) -> list[Problem]:
    """Return what must be corrected before a rule may be stored; `field` names the rule's own field."""
    problems = []
    plz = rule.centre_plz
    if plz and not (len(plz) == 5 and plz.isascii() and plz.isdigit()):
        problems.append(Problem("plz_unreadable", "centre_plz"))
    if rule.radius_km is not None and not plz:
        problems.append(Problem("radius_without_plz", "centre_plz"))
    if rule.start_from and rule.start_to and rule.start_to < rule.start_from:
        problems.append(Problem("end_before_start", "start_to"))
    return problems
