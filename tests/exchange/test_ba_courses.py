"""Saved answers of the Weiterbildungssuche become offers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nqdesk.domain.incoming import IncomingOffer, Refusal
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import Form, FundingMark, LanguageLevel, OfferKind, TimeModel
from nqdesk.exchange import reading
from tests.exchange.answer_maker import address, an_answer, an_entry, milliseconds, write_answer


def read(path: Path, catalogue: OccupationIndex, content: Any) -> list[IncomingOffer]:
    """Return the offers of an answer; a refusal fails."""
    _, records = reading.open_file(write_answer(path / "antwort.json", content), catalogue)
    found = list(records)
    assert all(isinstance(r, IncomingOffer) for r in found), found
    return [r for r in found if isinstance(r, IncomingOffer)]


def test_an_offer_has_the_values_of_its_entry(tmp_path: Path, catalogue: OccupationIndex) -> None:
    (record,) = read(tmp_path, catalogue, an_answer(an_entry()))
    offer = record.offer
    assert (offer.kind, offer.tq_number, offer.tq_name) == (OfferKind.TQ, 2, "Güter lagern")
    assert offer.description == "Lagern und verpacken.\n\n• Regale\n• Stapler & Co."
    assert (offer.form, offer.time_model, offer.duration_class) == (Form.BLENDED, TimeModel.PART_TIME, 5)
    assert (offer.price, offer.hours, offer.seats) == (Decimal("4860.00"), 400, 16)
    assert offer.funding == {FundingMark.BILDUNGSGUTSCHEIN, FundingMark.QUALIFIZIERUNGSGELD}
    assert offer.language_level is LanguageLevel.B1
    assert offer.degree == "Zertifikat des Trägers"
    assert offer.web == "https://www.lernwerk.example/tq2"
    assert (offer.source_system, offer.source_provider, offer.source_id) == ("ba", "955001", "14000001")
    assert offer.information_date == date(2026, 11, 2)
    assert offer.contact is not None
    assert (offer.contact.name, offer.contact.phone) == ("Kundenservice", "0561 555100")
    (run,) = offer.dates
    assert (run.source_id, run.start, run.end) == ("180000001", date(2027, 2, 8), date(2027, 7, 2))
    assert (run.place, run.plz, run.venue) == ("Kassel", "34117", "Lernort Beispiel")
    assert record.provider.numbers == (("ba", "955001"),)
    assert (record.provider.phone, record.provider.city) == ("0561 555000", "Kassel")


def test_entries_of_one_offer_are_its_runs_and_say_what_differs(tmp_path: Path, catalogue: OccupationIndex) -> None:
    later = an_entry(id=2, beginn=milliseconds(date(2027, 9, 1)), ende=None, kostenWert="5000.0", teilnehmerMax=8)
    (record,) = read(tmp_path, catalogue, an_answer(an_entry(id=1), later))
    first, second = record.offer.dates
    assert (first.source_id, first.price, first.seats) == ("1", None, None)
    assert (second.source_id, second.price, second.seats) == ("2", Decimal("5000.00"), 8)
    assert record.offer.price == Decimal("4860.00")


def test_days_are_those_in_germany_in_summer_and_winter(tmp_path: Path, catalogue: OccupationIndex) -> None:
    assert milliseconds(date(2023, 7, 17)) == 1_689_544_800_000
    entry = an_entry(beginn=1_689_544_800_000, ende=1_710_630_000_000)
    (record,) = read(tmp_path, catalogue, an_answer(entry))
    assert (record.offer.dates[0].start, record.offer.dates[0].end) == (date(2023, 7, 17), date(2024, 3, 17))


@pytest.mark.parametrize("written", ["0.0", "0", None, ""])
def test_a_price_of_zero_or_none_is_not_known(tmp_path: Path, catalogue: OccupationIndex, written: str | None) -> None:
    entry = an_entry(kostenWert=written, kostenBemerkung="<p>Gebühren auf Anfrage</p>")
    (record,) = read(tmp_path, catalogue, an_answer(entry))
    assert (record.offer.price, record.offer.price_note) == (None, "Gebühren auf Anfrage")


def test_both_spellings_of_the_town_and_numbers_as_postcodes_are_read(
    tmp_path: Path, catalogue: OccupationIndex
) -> None:
    entries = [
        an_entry(id=1, angebot__id=1, adresse=address("04315", "Leipzig")),
        an_entry(id=2, angebot__id=2, adresse=address(4315, "Leipzig", town_key="ortStraße")),
    ]
    found = read(tmp_path, catalogue, an_answer(*entries))
    assert {(r.offer.dates[0].plz, r.offer.dates[0].place) for r in found} == {("04315", "Leipzig")}


def test_several_answers_in_one_file_are_read(tmp_path: Path, catalogue: OccupationIndex) -> None:
    pages = [an_answer(an_entry(angebot__id=n)) for n in (1, 2, 3)]
    assert [r.offer.source_id for r in read(tmp_path, catalogue, pages)] == ["1", "2", "3"]
    entries = [an_entry(angebot__id=n) for n in (4, 5)]
    assert [r.offer.source_id for r in read(tmp_path, catalogue, entries)] == ["4", "5"]


def test_entry_at_any_time_needs_no_day(tmp_path: Path, catalogue: OccupationIndex) -> None:
    entry = an_entry(individuellerEinstieg=True, beginn=None, ende=None)
    (record,) = read(tmp_path, catalogue, an_answer(entry))
    assert record.offer.rolling_entry
    assert record.offer.dates[0].start is None


def test_an_entry_without_a_provider_is_to_be_checked(tmp_path: Path, catalogue: OccupationIndex) -> None:
    (record,) = read(tmp_path, catalogue, an_answer(an_entry(angebot__bildungsanbieter=None)))
    assert record.provider.name == ""
    assert "provider_unknown" in record.offer.check_reasons


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (an_entry(angebot__titel=None), "record_title_missing"),
        (an_entry(beginn="bald"), "record_day_unreadable"),
        (an_entry(beginn=10**30), "record_day_impossible"),
        (an_entry(ende=milliseconds(date(2020, 1, 1))), "record_end_before_start"),
        (an_entry(kostenWert="viel"), "record_price_unreadable"),
        ({"id": 3}, "record_shape"),
        ("kein Eintrag", "record_shape"),
    ],
)
def test_an_entry_that_cannot_be_read_is_refused_and_the_rest_stays(
    tmp_path: Path, catalogue: OccupationIndex, entry: Any, code: str
) -> None:
    content = an_answer(an_entry(angebot__id=7), entry)
    _, records = reading.open_file(write_answer(tmp_path / "a.json", content), catalogue)
    taken, refused = records
    assert isinstance(taken, IncomingOffer)
    assert isinstance(refused, Refusal)
    assert refused.problem.code == code
    assert "Eintrag 2" in refused.problem.where


def test_the_same_answer_twice_gives_the_same_offers(tmp_path: Path, catalogue: OccupationIndex) -> None:
    content = an_answer(an_entry(), an_entry(id=2))
    (first,) = read(tmp_path, catalogue, content)
    (second,) = read(tmp_path, catalogue, content)
    assert replace(first.offer, id="") == replace(second.offer, id="")
