"""How values of an offer read in German."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from nqdesk.domain.contacts import Contact
from nqdesk.domain.offers import Form, FundingMark, OfferDate, OfferKind
from nqdesk.ui.offers import run_changes, values
from nqdesk.ui.offers.facts import Facts
from nqdesk.ui.theme import Tone, step
from tests.builders import TODAY, a_run, an_offer


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2027, 2, 9), date(2027, 4, 30), "09.02.–30.04.2027"),
        (date(2026, 12, 1), date(2027, 1, 5), "01.12.2026–05.01.2027"),
        (date(2027, 2, 9), date(2027, 2, 9), "09.02.2027"),
        (date(2027, 2, 9), None, "ab 09.02.2027"),
        (None, date(2027, 4, 30), "bis 30.04.2027"),
        (None, None, ""),
    ],
)
def test_a_span_of_days_is_written_short(start: date | None, end: date | None, text: str) -> None:
    assert values.span(start, end) == text


def test_a_run_says_when_where_and_how() -> None:
    run = a_run(venue="Haus 2", form=Form.ONLINE, hours=1420, seats=12)
    assert values.run_when(run) == "09.02.–30.04.2027"
    assert values.run_where(run) == "Haus 2, 77652 Offenburg"
    assert values.run_how(run) == "Online · 1.420\u00a0UStd. · 12 Plätze"
    assert values.run_when(OfferDate()) == "Termin offen"
    assert values.run_when(OfferDate(rolling=True)) == "Laufender Einstieg"


@pytest.mark.parametrize(
    ("day", "text", "tone"),
    [
        (date(2026, 11, 1), "Angaben vom 01.11.2026 · 22 Tage alt", Tone.NEUTRAL),
        (date(2026, 11, 22), "Angaben vom 22.11.2026 · 1 Tag alt", Tone.NEUTRAL),
        (TODAY, "Angaben vom 23.11.2026 · von heute", Tone.NEUTRAL),
        (date(2023, 7, 13), "Angaben vom 13.07.2023 · 1.229 Tage alt", Tone.OPEN),
        (None, "Stand der Angaben unbekannt", Tone.OPEN),
    ],
)
def test_information_shows_its_age(day: date | None, text: str, tone: Tone) -> None:
    offer = an_offer(information_date=day)
    assert values.age_text(offer, TODAY) == text
    assert values.age_tone(offer, TODAY) is tone


def test_any_field_reads_as_german_text() -> None:
    assert values.shown("price", Decimal("4860.00")) == "4.860,00\u00a0€"
    assert values.shown("duration_months", Decimal("1.5")) == "1,5\u00a0Monate"
    assert values.shown("duration_months", Decimal("10")) == "10\u00a0Monate"
    assert values.shown("childcare", False) == "nein"
    assert values.shown("certified_until", date(2027, 4, 3)) == "03.04.2027"
    assert values.shown("funding", frozenset({FundingMark.AVGS, FundingMark.LAND})) == "AVGS, Landesprogramm"
    assert values.shown("contact", Contact(name="Beratung", phone="0781 1")) == "Beratung, 0781 1"
    assert values.shown("kind", OfferKind.TQ) == "Teilqualifikation"
    assert values.shown("hours", 1420) == "1.420"
    assert values.shown("note", "") == values.shown("price", None) == values.shown("dates", ()) == "–"
    assert values.kind_word(OfferKind.TQ, 3) == "TQ\u00a03"


def test_of_a_changed_run_only_what_differs_is_shown() -> None:
    kept, run, gone = a_run(plz="77933"), a_run(source_id="1", price=Decimal("100.00")), a_run(source_id="2")
    dearer, new = replace(run, price=Decimal("120.00"), seats=8), a_run(start=date(2027, 9, 1), end=None, place="Kehl")
    before, after = run_changes.sides((kept, run, gone), (kept, dearer, new))
    assert before.splitlines() == [
        "09.02.–30.04.2027",
        "Plätze: –",
        "Preis: 100,00\u00a0€",
        "09.02.–30.04.2027 · 77652 Offenburg",
        "1 weiterer Termin unverändert",
    ]
    assert after.splitlines() == [
        "09.02.–30.04.2027",
        "Plätze: 8",
        "Preis: 120,00\u00a0€",
        "ab 01.09.2027 · 77652 Kehl",
        "1 weiterer Termin unverändert",
    ]
    assert run_changes.sides((), ()) == ("–", "–")


def test_a_file_name_never_makes_the_cards_wider_than_the_narrowest_detail(qtbot: QtBot) -> None:
    facts = Facts()
    qtbot.addWidget(facts)
    facts.add("Datei oder Portal", "kurskatalog_beispiel.xml")
    facts.add("Anbieternummer", "900001")
    facts.add("Abschluss", "Fachlageristin/Fachlagerist")
    assert facts.minimumSizeHint().width() <= step(84 - 20)
