"""The order in which facts are shown."""

from nqdesk.actions import rule_book
from nqdesk.domain.funding.facts import FactCatalogue


def test_sections_stand_person_first_and_what_only_the_office_judges_last() -> None:
    assert list(rule_book.shipped().book.catalogue.sections) == [
        "Person",
        "Beruf und Abschluss",
        "Berufserfahrung",
        "Aufenthalt und Sprache",
        "Einkommen und Familie",
        "Arbeit",
        "Betrieb",
        "Maßnahme",
        "Antrag und Termine",
        "Einschätzung der Stelle",
    ]


def test_inside_a_section_what_everybody_is_asked_for_comes_first() -> None:
    for facts in rule_book.shipped().book.catalogue.sections.values():
        common = [fact.common for fact in facts]
        assert common == sorted(common, reverse=True)


def test_every_fact_stands_in_exactly_one_section_whatever_the_order_of_the_files() -> None:
    catalogue = rule_book.shipped().book.catalogue
    turned = FactCatalogue(catalogue.facts[::-1])
    for each in (catalogue, turned):
        shown = [fact.name for facts in each.sections.values() for fact in facts]
        assert sorted(shown) == sorted(catalogue.by_name)
    assert next(iter(turned.sections.values()))[0].group == "person"
    assert list(turned.sections)[-1] == "Einschätzung der Stelle"
