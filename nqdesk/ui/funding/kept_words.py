"""What a kept check and its results are called; everything comes from what was kept."""

from collections.abc import Iterator
from datetime import date

from nqdesk.actions import kept_results, messages
from nqdesk.domain.funding.check import POSITIVE, Result
from nqdesk.domain.funding.frozen import FrozenAmount, FrozenCheck, FrozenCriterion, FrozenFact, FrozenInstrument
from nqdesk.domain.funding.kept_check import KeptCheck, Outcome, OutcomeState
from nqdesk.store.checks import CheckRow
from nqdesk.ui.funding import words
from nqdesk.ui.paged_model import RowFace
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.text_field import show_day

NO_VERSION = "keine Fassung an diesem Tag"
_DIGEST_KIND = "sha256:"
_DIGEST_SIGNS = 12
_TONES = {OutcomeState.APPLIED: Tone.ACCENT, OutcomeState.GRANTED: Tone.POSSIBLE, OutcomeState.REFUSED: Tone.NO}


def face(row: CheckRow, today: date) -> RowFace:
    """Return a kept check's two lines in the list."""
    positive, open_, _ = kept_results.counts(row.kinds)
    law = "" if row.law_day == row.made_on else f" · Rechtsstand {show_day(row.law_day)}"
    pill = ("abgeschlossen", Tone.NEUTRAL) if row.closed else ("offen", Tone.ACCENT)
    if row.keep_until < today:
        pill = ("Löschfrist", Tone.NO)
    return RowFace(
        title=row.subject,
        detail=f"{show_day(row.made_on)}{law} · {positive} möglich, {open_} offen",
        pill=pill,
    )


def digest(text: str) -> str:
    """Return the first signs of a rule book's digest, enough to tell two apart."""
    return text.removeprefix(_DIGEST_KIND)[:_DIGEST_SIGNS]


def subtitle(check: KeptCheck) -> str:
    """Return what a kept check rests on."""
    kind = messages.word(check.subject_kind)
    day = f"geprüft am {show_day(check.made_on)} · Rechtsstand {show_day(check.law_day)}"
    return f"{kind} · {day} · Regelwerk {digest(check.rule_book)}"


def fact_lines(found: FrozenCheck) -> Iterator[tuple[str, str, str]]:
    """Yield section, label and value of every fact of a kept check; those that nobody has words for at the end."""
    for fact in found.facts:
        if fact.is_answered:
            yield fact.section or "Heute nicht mehr gefragt", fact.text, said(fact)


def said(fact: FrozenFact) -> str:
    """Return what is known of a fact of a kept check."""
    return words.NOT_SAID if fact.value is None else words.valued(fact.kind, fact.label or fact.value)


def pill(found: FrozenInstrument) -> tuple[str, Tone]:
    """Return the word and tone of a kept result."""
    return words.pill_of(found.result, len(found.missing)) if found.result else (NO_VERSION, Tone.NEUTRAL)


def rank(found: FrozenInstrument) -> int:
    """Return where a kept result stands: possible, open, no."""
    if found.result in POSITIVE:
        return 0
    return 1 if found.result is Result.OPEN else 2


def basis(found: FrozenInstrument) -> str:
    """Return law, version and the day that counted."""
    parts = [found.law]
    if found.district:
        parts.append(f"nur im Bezirk {found.district}")
    if found.valid_from:
        until = f" bis {show_day(found.valid_to)}" if found.valid_to else ""
        parts.append(f"Fassung ab {show_day(found.valid_from)}{until}")
    if found.result in POSITIVE and found.result:
        parts.append(words.kind_of(found.result))
    parts.append(f"maßgeblicher Tag {show_day(found.decisive)}{' (angenommen)' if found.assumed else ''}")
    return " · ".join(parts)


def amount(found: FrozenAmount) -> str:
    """Return a kept amount or its range."""
    return words.span(found.low, found.high, cap=found.cap, in_months=found.in_months)


def figures(found: FrozenCriterion) -> str:
    """Return the facts and figures that a kept criterion used, with their values."""
    return " · ".join(f"{each.text}: {words.valued(each.kind, each.value)}" for each in found.figures)


def gist(found: FrozenInstrument, check: FrozenCheck) -> str:
    """Return one line that says why: the amounts, what was missing, or what was not met."""
    if found.result in POSITIVE:
        return " · ".join(f"{each.text}: {amount(each)}" for each in found.amounts)
    if found.result is Result.EXCLUDED:
        if found.excluded_by:
            first = check.of(found.excluded_by)
            return f"Vorrang hat: {first.title if first else found.excluded_by}"
        failed = next((each for each in found.criteria if each.met is False), None)
        return f"Nicht erfüllt: {failed.text}" if failed else ""
    if not found.missing:
        return words.to_clear(next((each.text for each in found.criteria if each.met is None), ""))
    return f"Es fehlt: {', '.join(words.first_labels(check.labels(found.missing)))}"


def uncovered(found: FrozenInstrument) -> str:
    """Return an instrument without a version, with the reason where it was kept."""
    return f"{found.title}: {found.reason}" if found.reason else found.title


def outcome_pill(outcome: Outcome) -> tuple[str, Tone]:
    """Return the word and tone of what became of an instrument."""
    return messages.word(outcome.state), _TONES.get(outcome.state, Tone.NEUTRAL)
