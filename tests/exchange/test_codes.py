"""Every code the exchange gives for a record has a sentence that its values complete."""

import ast
from pathlib import Path

import nqdesk.exchange
from nqdesk.actions import messages
from nqdesk.domain.column_layout import COLUMN_FIELDS
from nqdesk.domain.offers import FundingMark
from nqdesk.exchange import codes, german_words
from nqdesk.exchange.table_layouts import EXPORTED

RAISED = {"RecordError", "DayError", "AmountError"}


def _codes() -> set[str]:
    found: set[str] = set()
    for file in Path(nqdesk.exchange.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED and node.args:
                found |= {
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    return found


def test_every_refusal_has_a_sentence() -> None:
    found = _codes()
    assert len(found) > 12
    assert found <= messages.known("problem")


def test_every_reason_to_check_has_a_sentence() -> None:
    reasons = {"occupation_doubtful", "identity_doubtful", "provider_unknown", "provider_unsure", "time_contradictory"}
    assert reasons <= messages.known("problem")


def test_every_column_has_a_heading_of_its_own() -> None:
    headings = [german_words.heading(field) for field in COLUMN_FIELDS]
    assert len(set(headings)) == len(headings)
    assert set(EXPORTED) < set(COLUMN_FIELDS)


def test_codes_of_funding_go_there_and_back() -> None:
    assert set(codes.FUNDING_NAMES) == set(codes.FUNDING)
    assert FundingMark.BILDUNGSGUTSCHEIN in codes.FUNDING.values()
