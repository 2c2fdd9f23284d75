"""What changes in the rules between two days, in words and as values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from nqdesk.actions import messages
from nqdesk.domain.funding import differences
from nqdesk.domain.funding.differences import Difference, InstrumentChange, ParameterChange, Part
from nqdesk.domain.funding.rules import Amount, BenefitKind, ParameterValue, RuleBook


@dataclass(frozen=True)
class RuleChanges:
    """All that is another one on the second day."""

    first: date
    second: date
    instruments: tuple[InstrumentChange, ...]
    figures: tuple[ParameterChange, ...]


def between(book: RuleBook, first: date, second: date) -> RuleChanges:
    """Return what changes from the first to the second day."""
    instruments = differences.between(book, first, second)
    return RuleChanges(first, second, instruments, differences.parameters_between(book, first, second))


def described(found: RuleChanges) -> Iterator[str]:
    """Yield the changes as lines."""
    yield messages.phrase(
        "rule_diff_head",
        {
            "first": _day(found.first),
            "second": _day(found.second),
            "count": str(len(found.instruments)),
            "figures": str(len(found.figures)),
        },
    )
    for change in found.instruments:
        yield ""
        yield headline(change)
        for line in lines(change):
            yield f"    – {line}"
    if found.figures:
        yield ""
    for figure in found.figures:
        yield figure_line(figure)


def headline(change: InstrumentChange) -> str:
    """Return which instrument changes and since when."""
    values = {"title": change.instrument.title, "law": change.instrument.law}
    if change.after is not None:
        code = "rule_diff_other" if change.before else "rule_diff_begins"
        return messages.phrase(code, {**values, "day": _day(change.after.valid_from)})
    last = change.before.valid_to if change.before else None
    day = _day(last + timedelta(days=1)) if last else messages.phrase("rule_diff_unknown")
    return messages.phrase("rule_diff_ends", {**values, "day": day})


def lines(change: InstrumentChange) -> list[str]:
    """Return what changes, a sentence each; first what the rule itself says of it."""
    said = [change.after.change] if change.after and change.after.change else []
    found = [in_words(each) for each in change.differences]
    if change.before and change.after and not found and not said:
        return [messages.phrase("rule_diff_nothing")]
    return [*said, *found]


def in_words(difference: Difference) -> str:
    """Return one difference as a sentence."""
    part = messages.word(difference.part)
    before, after = difference.before, difference.after
    if difference.part is Part.BENEFIT:
        before, after = _kinds(before), _kinds(after)
    if difference.part is Part.AMOUNT:
        was, now = difference.figures
        before = with_figure(before, was, in_months=difference.in_months)
        after = with_figure(after, now, in_months=difference.in_months)
    law = f" ({difference.law})" if difference.law else ""
    code = "changed"
    if not before:
        code = "new"
    elif not after:
        code = "gone"
    elif before == after:
        code = "inner"
    return messages.phrase(f"rule_diff_{code}", {"part": part, "before": before, "after": after}) + law


def with_figure(text: str, figure: Decimal | None, *, in_months: bool) -> str:
    """Return what an amount is for with its figure, where that is the same for everybody."""
    if not text or figure is None:
        return text
    shown = f"{_number(figure)} Monate" if in_months else f"{_euro(figure)} Euro"
    return messages.phrase("rule_amount_figure", {"text": text.rstrip("."), "figure": shown})


def amount_text(amount: Amount) -> str:
    """Return what an amount is for, with its figure and whether that is an upper limit."""
    text = with_figure(amount.text, amount.figure, in_months=amount.in_months)
    return messages.phrase("rule_amount_cap", {"text": text}) if amount.cap else text


def _euro(figure: Decimal) -> str:
    places = 0 if figure == figure.to_integral_value() else 2
    return f"{figure:,.{places}f}".translate(str.maketrans(",.", ".,"))


def _kinds(text: str) -> str:
    return " oder ".join(messages.word(BenefitKind(kind)) for kind in text.split(" oder ") if kind)


def figure_line(change: ParameterChange) -> str:
    """Return a dated figure before and after, with its source."""
    grounds = change.after or change.before
    values = {
        "text": change.parameter.text,
        "before": _value(change.before),
        "after": _value(change.after),
        "law": grounds.grounds.law if grounds else "",
    }
    return messages.phrase("rule_diff_figure", values)


def _value(value: ParameterValue | None) -> str:
    return _number(value.value) if value else messages.phrase("rule_diff_unknown")


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def plain(found: RuleChanges) -> dict[str, object]:
    """Return the changes as JSON values."""
    return {
        "first": found.first.isoformat(),
        "second": found.second.isoformat(),
        "instruments": [
            {
                "id": change.instrument.id,
                "before": change.before.valid_from.isoformat() if change.before else None,
                "after": change.after.valid_from.isoformat() if change.after else None,
                "differences": [
                    {"part": each.part.value, "before": each.before, "after": each.after, "law": each.law}
                    for each in change.differences
                ],
            }
            for change in found.instruments
        ],
        "figures": [
            {
                "id": change.parameter.id,
                "before": f"{change.before.value:f}" if change.before else None,
                "after": f"{change.after.value:f}" if change.after else None,
            }
            for change in found.figures
        ],
    }
