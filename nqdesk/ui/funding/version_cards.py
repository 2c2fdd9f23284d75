"""A version of an instrument as cards: what changed, criteria, amounts, and what a person needs."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import messages, rule_changes
from nqdesk.domain.funding.differences import InstrumentChange, differences
from nqdesk.domain.funding.rules import Amount, Criterion, Instrument, Version
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.text_field import show_day


def version_cards(instrument: Instrument, place: int, today: date, old_after: timedelta) -> Iterator[Card]:
    """Yield the cards of one version of an instrument."""
    version = instrument.versions[place]
    yield _head(version, today, old_after)
    if place:
        yield _changes(instrument, instrument.versions[place - 1], version, today)
    yield _listed("Voraussetzungen", version.criteria)
    if version.amounts:
        yield _listed("Beträge", version.amounts)
    help_card = _help(version)
    if help_card is not None:
        yield help_card


def _head(version: Version, today: date, old_after: timedelta) -> Card:
    until = show_day(version.valid_to) if version.valid_to else ""
    since = show_day(version.valid_from)
    note = f" ({version.valid_from_note})" if version.valid_from_note else ""
    card = Card(f"Fassung vom {since}{note} bis {until}" if until else f"Fassung ab {since}{note}")
    if not version.covers(today):
        card.add_trailing(StatusPill("gilt heute nicht", Tone.NEUTRAL))
    if today - version.as_of > old_after:
        card.add_trailing(StatusPill("länger nicht gelesen", Tone.OPEN))
    if version.title:
        card.add(Label(version.title, "strong"))
    kinds = " oder ".join(dict.fromkeys(messages.word(outcome.kind) for outcome in version.outcomes))
    card.add(Label(f"Art der Leistung: {kinds}"))
    card.add(Label(f"Quelle: {version.source}. Zuletzt gelesen am {show_day(version.as_of)}.", "small"))
    return card


def _changes(instrument: Instrument, before: Version, after: Version, today: date) -> Card:
    verb = "ändert" if after.valid_from > today else "geändert hat"
    card = Card(f"Was sich am {show_day(after.valid_from)} {verb}", tone=Tone.ACCENT)
    change = InstrumentChange(instrument, before, after, differences(before, after))
    for line in rule_changes.lines(change):
        card.add(Label(f"– {line}"))
    return card


def _listed(title: str, parts: Sequence[Criterion | Amount]) -> Card:
    card = Card(title)
    for number, part in enumerate(parts):
        if number:
            card.add(rule())
        card.add(_part(part))
    return card


def _part(part: Criterion | Amount) -> QWidget:
    shown = QWidget()
    column = QVBoxLayout(shown)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(step(0.5))
    column.addWidget(Label(rule_changes.amount_text(part) if isinstance(part, Amount) else part.text))
    grounds = part.grounds
    small = [grounds.law, messages.word(grounds.proof), "bestätigt" if grounds.confirmed else "nicht bestätigt"]
    column.addWidget(Label(" · ".join(small), "small"))
    if grounds.quote:
        column.addWidget(Label(f"„{grounds.quote}“", "small"))
    return shown


def _help(version: Version) -> Card | None:
    parts = (
        ("Zuständig", [office.text for office in version.offices]),
        ("Fristen", [each.text for each in version.deadlines]),
        ("Unterlagen", [each.text for each in version.documents]),
        ("Hinweise", [each.text for each in version.notes]),
    )
    if not any(lines for _, lines in parts):
        return None
    card = Card("Für die Beratung")
    for heading, lines in parts:
        if lines:
            card.add(Label(heading, "strong"))
            for line in lines:
                card.add(Label(f"– {line}"))
    return card
