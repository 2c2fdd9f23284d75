"""Own instruments as text: what goes in comes out, and the rules can be read."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from nqdesk.actions import rule_book
from nqdesk.domain.funding.rule_draft import InstrumentDraft
from nqdesk.domain.funding.rules import Maker, Origin
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.rule_files import ReadBefore, read_rules
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.exchange.rule_writer import draft_of, written
from tests.actions.test_rule_packages import OWN
from tests.domain.funding.drafts import drafts


def shipped() -> ReadBefore:
    """The shipped rules, read once; a test below reads everything anew and finds the same."""
    return ReadBefore(rule_book.shipped().book, rule_book.shipped_sources())


@pytest.mark.heavy
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_a_draft_written_and_read_is_the_same_draft_and_its_text_is_a_sound_rule(draft: InstrumentDraft) -> None:
    text = written(draft)
    assert draft_of(text) == draft
    source = RuleSource(f"instruments/{draft.id}.toml", text, Origin.CENTRE)
    instrument = read_rules([*rule_book.shipped_sources(), source], shipped()).by_id[draft.id]
    assert instrument.title == draft.title
    assert (instrument.maker, instrument.district) == (draft.maker, draft.district)
    assert [version.valid_from for version in instrument.versions] == [each.valid_from for each in draft.versions]
    for version, wanted in zip(instrument.versions, draft.versions, strict=True):
        assert [each.text for each in version.criteria if each.id != "antrag_vor_beginn"] == [
            each.text for each in wanted.criteria if not each.use
        ]
        assert [each.in_months for each in version.amounts] == [each.in_months for each in wanted.amounts]
        assert [each.cap for each in version.amounts] == [each.cap for each in wanted.amounts]
        assert [each.grounds.confirmed for each in version.amounts] == [each.confirmed for each in wanted.amounts]


INSTRUMENTS = [each for each in rule_book.shipped_sources() if each.name.startswith("instruments/")]
_DIGEST = re.compile(r"digest='[0-9a-f]*'")  # of a version's tables as they are written


@pytest.mark.parametrize("source", INSTRUMENTS, ids=lambda source: source.name)
def test_every_shipped_instrument_survives_being_a_draft(source: RuleSource) -> None:
    others = [each for each in rule_book.shipped_sources() if each.name != source.name]
    name = source.name.partition("/")[2].removesuffix(".toml")
    again = read_rules([*others, RuleSource(source.name, written(draft_of(source.text)))], shipped())
    was = rule_book.shipped().book.by_id[name]
    assert _DIGEST.sub("", repr(again.by_id[name])) == _DIGEST.sub("", repr(was))


def test_the_text_of_a_strategy_says_whose_it_is() -> None:
    text = OWN.replace('level = "centre"', 'level = "centre"\nmaker = "agentur"\ndistrict = "Musterstadt"')
    draft = draft_of(text)
    assert (draft.maker, draft.district) == (Maker.AGENTUR, "Musterstadt")
    assert 'district = "Musterstadt"' in written(draft)


@pytest.mark.parametrize("text", ["[[", "title = 5", 'version = "x"', 'maker = "niemand"', '[[version]]\nkind = "x"'])
def test_what_is_no_instrument_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError) as refused:
        draft_of(text, "instruments/x.toml")
    assert refused.value.code == "rule_text_unreadable"
