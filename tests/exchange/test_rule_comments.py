"""Comments of a rule file stay when it is written anew."""

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nqdesk.actions import rule_book
from nqdesk.domain.funding.rule_draft import InstrumentDraft
from nqdesk.exchange.rule_comments import carried
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.exchange.rule_writer import draft_of, written
from tests.actions.test_rule_packages import OWN
from tests.domain.funding.drafts import drafts

COMMENTED = """# oben
id = "centre_lager"  # die Nummer
title = 'Zuschuss # kein Kommentar'
law = "Richtlinie"
level = "centre"
summary = '''
Die Stadt # auch keiner
zahlt.'''
decisive = [
    "antrag.datum",  # mitten darin
]

# erste Fassung
[[version]]  # hinter dem Kopf
valid_from = 2026-01-01
kind = "kann"
as_of = 2026-11-01
source = "Richtlinie"

[[version.criterion]]
# zur Nummer
id = 'stunden'
text = "Die Maßnahme dauert mehr als 100 Stunden."
law = "Nr. 2 der Richtlinie"
# warum 100
expr = 'massnahme.stunden > 100'
proof = "S"
confirmed = true
# ganz unten
"""
COMMENTS = (
    "# oben",
    "# die Nummer",
    "# mitten darin",
    "# erste Fassung",
    "# hinter dem Kopf",
    "# zur Nummer",
    "# warum 100",
    "# ganz unten",
)


def above(text: str, comment: str) -> str:
    """The line that a comment stands above."""
    lines = text.split("\n")
    following = lines[lines.index(comment) + 1 :]
    return next((line for line in following if line and not line.startswith("#")), "")


def test_each_comment_stays_with_what_it_speaks_of() -> None:
    found = carried(COMMENTED, written(draft_of(COMMENTED)))
    assert [line for line in found.split("\n") if line.startswith("#")] == list(COMMENTS)
    assert above(found, "# die Nummer") == 'id = "centre_lager"'
    assert above(found, "# mitten darin").startswith("decisive")
    assert above(found, "# hinter dem Kopf") == "[[version]]"
    assert above(found, "# warum 100") == "expr = 'massnahme.stunden > 100'"
    assert above(found, "# ganz unten") == ""
    assert tomllib.loads(found) == tomllib.loads(written(draft_of(COMMENTED)))
    assert carried(found, written(draft_of(found))) == found


def test_a_comment_of_what_is_gone_stands_above_what_was_around_it() -> None:
    draft = draft_of(COMMENTED)
    version = draft.last
    other = replace(draft, versions=(replace(version, criteria=(replace(version.criteria[0], id="dauer"),)),))
    assert above(carried(COMMENTED, written(other)), "# warum 100") == "[[version]]"
    later = replace(draft, versions=(replace(version, valid_from=date(2027, 1, 1)),))
    assert above(carried(COMMENTED, written(later)), "# erste Fassung") == ""


def test_a_text_without_comments_is_left_alone() -> None:
    assert carried(OWN, written(draft_of(OWN))) == written(draft_of(OWN))
    assert carried("", OWN) == OWN


@pytest.mark.parametrize(
    "source",
    [each for each in rule_book.shipped_sources() if each.name.startswith("instruments/")],
    ids=lambda source: source.name,
)
def test_no_comment_of_a_shipped_instrument_is_lost(source: RuleSource) -> None:
    found = carried(source.text, written(draft_of(source.text)))
    lines = [line for line in source.text.split("\n") if line.lstrip().startswith("#")]
    assert Counter(lines) <= Counter(found.split("\n"))


@pytest.mark.heavy
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts(), st.data())
def test_no_comment_is_lost_and_nothing_else_changes(draft: InstrumentDraft, data: st.DataObject) -> None:
    text = written(draft)
    lines = text.split("\n")
    places = data.draw(st.lists(st.integers(0, len(lines)), max_size=8))
    commented = list(lines)
    for number, place in enumerate(sorted(places, reverse=True)):
        commented.insert(place, f"# Kommentar {number}")
    found = carried("\n".join(commented), text)
    assert tomllib.loads(found) == tomllib.loads(text)
    assert Counter(line for line in found.split("\n") if line.startswith("# Kommentar")) == Counter(
        f"# Kommentar {number}" for number in range(len(places))
    )
