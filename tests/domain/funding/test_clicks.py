"""Conditions by clicks and the same as text: both say the same, and what does not fit the clicks stays text."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from nqdesk.actions import rule_book
from nqdesk.domain.funding.clicks import Click, ClickForm, Comparison, comparisons, read, written
from nqdesk.domain.funding.facts import FactKind
from nqdesk.domain.funding.language import RuleLanguage
from tests.domain.funding.drafts import CATALOGUE, forms

LANGUAGE = RuleLanguage(rule_book.shipped().book)


@pytest.mark.heavy
@settings(max_examples=300, deadline=None)
@given(forms())
def test_what_is_clicked_is_a_sound_expression_and_comes_back_as_the_same_clicks(form: ClickForm) -> None:
    text = written(form, CATALOGUE)
    assert LANGUAGE.problem(text, "yes_no") is None
    assert read(text, CATALOGUE) == form


@pytest.mark.parametrize(
    ("click", "text"),
    [
        (Click("massnahme.stunden", Comparison.MORE, (Decimal(120),)), "massnahme.stunden > 120"),
        (Click("person.behinderung", Comparison.IS, (False,)), "nicht person.behinderung"),
        (Click("massnahme.beginn", Comparison.AT_LEAST, (date(2027, 1, 1),)), "massnahme.beginn >= 2027-01-01"),
        (Click("massnahme.kosten_nach", Comparison.IS, ("81",)), 'massnahme.kosten_nach = "81"'),
        (
            Click("person.status", Comparison.NONE_OF, ("arbeitslos", "transferkug")),
            "nicht person.status in {arbeitslos, transferkug}",
        ),
        (
            Click("massnahme.lehrgangskosten", Comparison.AT_MOST, (Decimal("99.50"),)),
            "massnahme.lehrgangskosten <= 99.50",
        ),
    ],
)
def test_clicks_are_written_as_the_rules_are(click: Click, text: str) -> None:
    assert written(ClickForm((click,)), CATALOGUE) == text


def test_both_ways_to_say_yes_are_read() -> None:
    for text, value in (
        ("person.behinderung = ja", True),
        ("person.behinderung != ja", False),
        ("person.behinderung = nein", False),
        ("person.behinderung", True),
    ):
        assert read(text, CATALOGUE) == ClickForm((Click("person.behinderung", Comparison.IS, (value,)),))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "massnahme.stunden >",
        "massnahme.stunden + 1 > 120",
        "120 < massnahme.stunden",
        "begriff.antrag_vor_beginn",
        "unbekannt",
        "person.gibt_es_nicht = 5",
        "person.status = gibt_es_nicht",
        "person.status > arbeitslos",
        "person.status",
        "nicht massnahme.stunden > 5",
        "massnahme.stunden > massnahme.ausfallstunden",
        "betrieb.anteil_betroffen > 1.5",
        "betrieb.beschaeftigte_koepfe > 1.5",
        "person.behinderung = person.schwerbehindert",
        "(person.behinderung oder person.schwerbehindert) und person.alleinerziehend",
        "alter(person.geburtsdatum, massnahme.beginn) < 45",
    ],
)
def test_what_clicks_cannot_say_stays_text(text: str) -> None:
    assert read(text, CATALOGUE) is None


def test_every_kind_has_the_comparisons_that_fit() -> None:
    by_kind = {fact.kind: comparisons(fact) for fact in CATALOGUE.facts if not fact.ordered}
    assert by_kind[FactKind.YES_NO] == (Comparison.IS,)
    assert Comparison.MORE not in by_kind[FactKind.CHOICE]
    assert Comparison.ONE_OF not in by_kind[FactKind.HOURS]
    assert Comparison.MORE in comparisons(CATALOGUE.by_name["person.sprachniveau"])


def test_faults_of_an_expression_are_told_as_problems() -> None:
    for text, code in (
        ("massnahme.stunden > person.status", "rule_unlike"),
        ("massnahme.stunden", "rule_not_yes_no"),
        ("massnahme.stunde > 5", "rule_unknown_name"),
        ("massnahme.stunden >", "rule_unfinished"),
        ("massnahme.stunden > 5 €", "rule_unreadable"),
        (" ", "required"),
    ):
        problem = LANGUAGE.problem(text, "yes_no", "expr")
        assert problem is not None
        assert problem.code == code
        assert code == "required" or problem.values["about"]
