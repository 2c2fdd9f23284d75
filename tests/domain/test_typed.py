from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqdesk.domain.problem import Problem
from nqdesk.domain.typed import parse_amount, parse_count, parse_day, parse_number, parse_share, parse_time


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3.4.08", date(2008, 4, 3)),
        ("03042008", date(2008, 4, 3)),
        ("030408", date(2008, 4, 3)),
        ("3.4.2008", date(2008, 4, 3)),
        ("3-4-2008", date(2008, 4, 3)),
        ("2008-04-03", date(2008, 4, 3)),
        (" 31.12.2026 ", date(2026, 12, 31)),
        ("29.2.2028", date(2028, 2, 29)),
        ("1.1.51", date(1951, 1, 1)),
    ],
)
def test_a_day_is_read_as_an_office_types_it(text: str, day: date) -> None:
    assert parse_day(text) == day


def test_an_empty_day_is_no_day() -> None:
    assert parse_day("  ") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.2026", "day_impossible"),
        ("29.2.2027", "day_impossible"),
        ("morgen", "day_unreadable"),
        ("3.4", "day_unreadable"),
    ],
)
def test_what_is_no_day_is_a_problem_at_its_field(text: str, code: str) -> None:
    assert parse_day(text, field="start") == Problem(code, "start")


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)))
def test_every_day_written_in_german_comes_back(day: date) -> None:
    assert parse_day(f"{day.day}.{day.month}.{day.year}") == day
    assert parse_day(f"{day:%d%m%y}") == day


@given(st.text(max_size=30))
def test_no_text_makes_the_readers_fail(text: str) -> None:
    for read in (parse_day, parse_amount, parse_count, parse_time):
        read(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("4.860", "4860.00"),
        ("4.860,00 €", "4860.00"),
        ("4860,5", "4860.50"),
        ("4860.5", "4860.50"),
        ("12 345,67 EUR", "12345.67"),
        ("1.234.567,89", "1234567.89"),
        ("150,-", "150.00"),
        ("0", "0.00"),
    ],
)
def test_an_amount_is_read_as_an_office_types_it(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5", "amount_negative"),
        ("viel", "amount_unreadable"),
        ("1,234", "amount_unreadable"),
        ("9" * 40, "amount_unreadable"),
    ],
)
def test_what_is_no_amount_is_a_problem(text: str, code: str) -> None:
    assert parse_amount(text, field="price") == Problem(code, "price")


@given(st.decimals(min_value=0, max_value=9_999_999, places=2))
def test_every_amount_written_in_german_comes_back(amount: Decimal) -> None:
    german = f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert parse_amount(german + " €") == amount


@pytest.mark.parametrize(("text", "number"), [("420", 420), ("1.200", 1200), ("", None)])
def test_a_count_is_read(text: str, number: int | None) -> None:
    assert parse_count(text) == number


def test_a_count_beyond_the_most_names_the_most() -> None:
    assert parse_count("101", field="seats", most=100) == Problem("number_too_large", "seats", values={"most": "100"})


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("14", time(14)),
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9 Uhr", time(9)),
        ("24:00", time(0)),
    ],
)
def test_a_time_is_read(text: str, at: time) -> None:
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["25:00", "14:75"])
def test_an_impossible_time_is_a_problem(text: str) -> None:
    assert parse_time(text) == Problem("time_impossible")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("6,5", "6.5"),
        ("6.5", "6.5"),
        ("1.200", "1200"),
        ("1.200,75", "1200.75"),
        ("0", "0"),
        ("12.3456", "12.3456"),
        ("", None),
        ("-1", "number_unreadable"),
        ("1,23456", "number_unreadable"),
        ("sechs", "number_unreadable"),
    ],
)
def test_a_number_is_read_as_an_office_types_it(typed: str, number: str | None) -> None:
    read = parse_number(typed)
    assert (read.code if isinstance(read, Problem) else read) == (
        number if number is None or number[0].isalpha() else Decimal(number)
    )


@pytest.mark.parametrize(("typed", "share"), [("20", "0.2"), ("12,5 %", "0.125"), ("100%", "1"), ("0", "0")])
def test_a_share_is_typed_in_percent(typed: str, share: str) -> None:
    assert parse_share(typed) == Decimal(share)


def test_a_share_is_never_more_than_the_whole() -> None:
    read = parse_share("100,1")
    assert isinstance(read, Problem)
    assert read.code == "number_too_large"
