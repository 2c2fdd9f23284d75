"""What facts, amounts and results are called on the page."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from nqdesk.actions import checking, messages
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import POSITIVE, AmountResult, CriterionResult, InstrumentResult, Result
from nqdesk.domain.funding.elsewhere import PLACE_OF_WORK, RESIDENCE
from nqdesk.domain.funding.facts import Fact, FactCatalogue, FactKind
from nqdesk.domain.funding.rules import BenefitKind, Instrument, Maker
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.text_field import show_amount, show_day, show_number, show_share

NOT_SAID = "weiß nicht"
_MOST_MISSING = 3
_SPACE = "\u00a0"


def shown(fact: Fact, value: object) -> str:
    """Return a known value in German."""
    return valued(fact.kind, fact.label_of(value) if isinstance(value, str) else value)


def valued(kind: FactKind, value: object) -> str:
    """Return a value of a kind in German; a choice is its label already."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        return show_day(value)
    return _number(kind, value) if isinstance(value, Decimal) else str(value)


def _number(kind: FactKind, value: Decimal) -> str:
    if kind is FactKind.MONEY:
        return show_amount(value)
    if kind is FactKind.SHARE:
        return show_share(value)
    unit = {FactKind.MONTHS: "Monate", FactKind.HOURS: "Stunden"}.get(kind, "")
    return f"{show_number(value)}{_SPACE}{unit}" if unit else show_number(value)


def amount(found: AmountResult) -> str:
    """Return an amount or its range; what is open upward says so."""
    return span(found.low, found.high, cap=found.amount.cap, in_months=found.amount.in_months)


def span(low: Decimal, high: Decimal | None, *, cap: bool, in_months: bool) -> str:
    """Return a range in euro or months; `high` None is open upward."""
    show = _months if in_months else show_amount
    if high is None:
        return f"ab {show(low)}" if low else "offen"
    if low == high:
        return f"{f'bis{_SPACE}' if cap else ''}{show(low)}"
    return f"{show(low)} bis{_SPACE}{show(high)}" if low else f"bis{_SPACE}{show(high)}"


def _months(count: Decimal) -> str:
    return f"{show_number(count)}{_SPACE}Monate"


def made_by(instrument: Instrument) -> str:
    """Return who made a rule: Bund, Land, the centre, or whose strategy it is."""
    if instrument.maker is Maker.CENTRE:
        return messages.word(instrument.level)
    return f"{messages.word(instrument.maker)}: {instrument.district}"


def title(found: InstrumentResult) -> str:
    """Return the name of an instrument in the version that counts."""
    return (found.version.title if found.version else "") or found.instrument.title


def pill(found: InstrumentResult) -> tuple[str, Tone]:
    """Return the word and tone of a result."""
    return pill_of(found.result, len(found.missing))


def pill_of(result: Result, count: int) -> tuple[str, Tone]:
    """Return the word and tone of a result that so many facts are missing for."""
    if result in POSITIVE:
        return "möglich", Tone.POSSIBLE
    if result is Result.EXCLUDED:
        return "nein", Tone.NO
    if not count:
        return "zu prüfen", Tone.OPEN
    return ("1 Frage" if count == 1 else f"{count} Fragen"), Tone.OPEN


def kind_of(result: Result) -> str:
    """Return what kind of benefit a possible one is: the pill beside says "möglich" already."""
    return messages.word(BenefitKind(result.value))


def basis(found: InstrumentResult) -> str:
    """Return what a result rests on: law, version, kind of benefit, the day that counts."""
    parts = [found.instrument.law]
    if found.instrument.maker is not Maker.CENTRE:
        parts.append(f"nur im Bezirk {found.instrument.district}")
    version = found.version
    if version is not None:
        until = f" bis {show_day(version.valid_to)}" if version.valid_to else ""
        parts.append(f"Fassung ab {show_day(version.valid_from)}{until}")
    if found.result in POSITIVE:
        parts.append(kind_of(found.result))
    day = show_day(found.decisive.day)
    parts.append(f"maßgeblicher Tag {day}{' (angenommen)' if found.assumed else ''}")
    return f"{_SPACE}· ".join(parts)


def gist(found: InstrumentResult, catalogue: FactCatalogue, titles: dict[str, str]) -> str:
    """Return one line that says why: the amounts, what is missing, or what is not met."""
    if found.result is Result.EXCLUDED:
        if found.excluded_by:
            return f"Vorrang hat: {titles.get(found.excluded_by, found.excluded_by)}"
        failed = next((counted for counted in found.criteria if counted.met is False), None)
        return f"Nicht erfüllt: {failed.criterion.text}" if failed else ""
    if found.result in POSITIVE:
        return " · ".join(f"{each.amount.text}: {amount(each)}" for each in found.amounts)
    if not found.missing:
        return to_clear(next((counted.criterion.text for counted in found.criteria if counted.met is None), ""))
    return f"Es fehlt: {', '.join(labels(found.missing, catalogue))}"


def to_clear(text: str) -> str:
    """Return what the office is to be asked where no fact is missing; `text` is the criterion that is open."""
    return f"Bitte bei der Stelle klären: {text}" if text else "Bitte bei der Stelle klären."


def labels(names: Iterable[str], catalogue: FactCatalogue) -> list[str]:
    """Return the first labels of facts, and how many more there are."""
    return first_labels([catalogue.by_name[name].label for name in names if name in catalogue.by_name])


def first_labels(found: list[str]) -> list[str]:
    """Return the first of some labels, and how many more there are."""
    if len(found) <= _MOST_MISSING:
        return found
    return [*found[:_MOST_MISSING], f"{len(found) - _MOST_MISSING}{_SPACE}weitere"]


def figures(counted: CriterionResult, catalogue: FactCatalogue) -> str:
    """Return the known facts that a criterion used, with their values."""
    known = []
    for name, value in counted.figures:
        fact = catalogue.by_name.get(name)
        if fact is not None and isinstance(value, (bool, str, Decimal, date)):
            known.append(f"{fact.label}: {shown(fact, value)}")
    return " · ".join(known)


def counts(results: Iterable[InstrumentResult]) -> tuple[int, int, int]:
    """Return how many instruments are possible, open and excluded."""
    found = [each.result for each in results]
    excluded = sum(each is Result.EXCLUDED for each in found)
    positive = sum(each in POSITIVE for each in found)
    return positive, len(found) - positive - excluded, excluded


def elsewhere(places: Sequence[str]) -> tuple[str, str]:
    """Return heading and line of the programmes of other Länder, each with the place that it still hangs on."""
    by_work, by_home = PLACE_OF_WORK in places, RESIDENCE in places
    where = "Arbeitsort oder Wohnsitz" if by_work and by_home else "Arbeitsort" if by_work else "Wohnsitz"
    return (
        f"Programme anderer Länder ({len(places)})",
        f"Offen nur für den Fall, dass der {where} dort liegt.",
    )


def uncovered(count: int, *, covered: int) -> tuple[str, str]:
    """Return heading and line of the instruments without a version on their decisive day."""
    if not covered:
        return "Die Regeln decken diesen Tag nicht ab", "Kein Instrument hat an diesem Tag eine hinterlegte Fassung."
    return f"Am maßgeblichen Tag ohne Fassung ({count})", "Die Regeln decken diesen Tag bei ihnen nicht ab."


def why_uncovered(found: InstrumentResult) -> str:
    """Return why an instrument has no version on its decisive day."""
    return checking.why_uncovered(found)


def rank(found: InstrumentResult) -> int:
    """Return where a result stands in the list: possible, open, no."""
    if found.result in POSITIVE:
        return 0
    return 2 if found.result is Result.EXCLUDED else 1


def state_of(fact: Fact, case: Case) -> str:
    """Return what is known of a fact: its value, "weiß nicht", or "" if it was not asked for."""
    if fact.name in case.values:
        return shown(fact, case.values[fact.name])
    return NOT_SAID if fact.name in case.refused else ""
