"""What conditions put together by clicks are called, and the sentence that is proposed for them."""

from nqdesk.actions import messages
from nqdesk.domain.folding import fold, fold_plain
from nqdesk.domain.funding.clicks import Click, ClickForm, Comparison
from nqdesk.domain.funding.facts import Fact, FactCatalogue, FactKind
from nqdesk.ui.funding import words
from nqdesk.ui.offers.search_choice import Found


def comparison(fact: Fact, kind: Comparison) -> str:
    """Return the word of a comparison as it fits a fact: "mehr als", for days "nach dem"."""
    day = fact.kind is FactKind.DAY
    return messages.phrase(f"comparison_day_{kind.value}") if day else messages.word(kind)


def sentence(form: ClickForm, catalogue: FactCatalogue) -> str:
    """Return the sentence that conditions make; "" while none is complete."""
    parts = [_part(click, catalogue.by_name[click.fact]) for click in form.clicks if click.values]
    joined = (", oder " if form.any_of else ", und ").join(parts)
    return f"{joined}." if joined else ""


def _part(click: Click, fact: Fact) -> str:
    # A text field gives back plain spaces, so that a proposal must have none that do not break.
    values = [words.shown(fact, value).replace("\u00a0", " ") for value in click.values]
    plain = click.comparison in (Comparison.IS, Comparison.ONE_OF) and fact.kind is not FactKind.DAY
    joined = values[0] if len(values) == 1 else f"{', '.join(values[:-1])} oder {values[-1]}"
    if plain:
        return f"{fact.label}: {joined}"
    if click.comparison in (Comparison.IS_NOT, Comparison.NONE_OF) and fact.kind is not FactKind.DAY:
        return f"{fact.label}: nicht {joined}"
    return f"{fact.label}: {comparison(fact, click.comparison)} {joined}"


def facts_found(catalogue: FactCatalogue, typed: str) -> list[Found]:
    """Return the facts in whose label, section or name every typed word stands, those that begin so first.

    The others stand in the order of the check.
    """
    forms = [(fold(word), fold_plain(word)) for word in typed.split()]
    found = []
    for fact in (fact for section in catalogue.sections.values() for fact in section):
        text = f"{fact.label} {fact.section} {fact.name}"
        forms_of = f"{fold(text)} {fold_plain(text)}"
        if all(any(form in forms_of for form in word) for word in forms):
            found.append(fact)
    start = forms[0][0] if forms else ""
    found.sort(key=lambda fact: not fold(fact.label).startswith(start))
    return [Found(fact.name, fact_text(fact)) for fact in found]


def fact_text(fact: Fact) -> str:
    """Return how a fact stands in the list: label and section."""
    return f"{fact.label} · {fact.section}" if fact.section else fact.label
