"""German typography."""

from datetime import date, time
from decimal import Decimal

import pytest

from nqdesk.papers import german

NB = "\u00a0"


def test_days_are_written_in_german_and_stay_on_one_line() -> None:
    assert german.long_day(date(2026, 12, 3)) == f"3.{NB}Dezember{NB}2026"
    assert german.full_day(date(2026, 12, 3)) == f"Donnerstag, 3.{NB}Dezember{NB}2026"
    assert german.short_day(date(2027, 2, 9)) == "09.02.2027"


@pytest.mark.parametrize(
    ("amount", "text"),
    [("4860", "4.860,00"), ("0.5", "0,50"), ("1234567.89", "1.234.567,89"), ("980.1", "980,10")],
)
def test_amounts_have_points_comma_and_a_no_break_space_before_the_sign(amount: str, text: str) -> None:
    assert german.money(Decimal(amount)) == f"{text}{NB}€"


@pytest.mark.parametrize(
    ("months", "text"),
    [(24, "2 Jahre"), (12, "1 Jahr"), (42, "3½ Jahre"), (18, "1½ Jahre"), (6, "6 Monate"), (20, "20 Monate")],
)
def test_a_training_is_measured_in_years_where_that_is_round(months: int, text: str) -> None:
    assert german.years_of(months) == text.replace(" ", NB)


def test_times_of_day_name_minutes_only_where_there_are_some() -> None:
    assert german.clock(time(14)) == f"14{NB}Uhr"
    assert german.clock_span(time(14), time(17, 30)) == f"14 bis 17:30{NB}Uhr"
    assert german.clock_span(None, time(12)) == ""


def test_one_is_singular() -> None:
    assert german.count(1, "Angebot", "Angebote") == f"1{NB}Angebot"
    assert german.count(1240, "Angebot", "Angebote") == f"1.240{NB}Angebote"


def test_lists_end_with_und() -> None:
    assert german.listed([]) == ""
    assert german.listed(["A", "", "B", "C"]) == "A, B und C"


def test_paragraph_signs_laws_and_units_stay_with_their_numbers() -> None:
    assert german.bound("nach § 82 SGB III bis 100 %") == f"nach §{NB}82{NB}SGB{NB}III bis 100{NB}%"
    assert german.bound("Abs. 1 Satz 2, je 2 500 Euro") == f"Abs.{NB}1 Satz{NB}2, je 2{NB}500{NB}Euro"
    assert german.bound("Satz und 1 Tag, am 1. Juli 2026") == "Satz und 1 Tag, am 1. Juli 2026"
