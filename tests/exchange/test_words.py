"""What texts, titles, days, amounts and addresses of sources mean."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqdesk.domain.offers import FundingMark, LanguageLevel, OfferKind
from nqdesk.exchange import addresses, stated
from nqdesk.exchange.amounts import AmountError, price
from nqdesk.exchange.days import DayError, epoch_day, local_day, plausible
from nqdesk.exchange.html_text import LONGEST, clean, clean_line, clean_text
from nqdesk.exchange.titles import kind_of, module_name, tq_title


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ("<p>A &amp; B</p><p>C<br/>D</p>", "A & B\n\nC\nD"),
        ("<ul><li>eins</li><li>zwei</li></ul>drei", "• eins\n• zwei\n\ndrei"),
        ("vor<script>böse()</script>nach<style>x{}</style>", "vor nach"),
        ("vor<script>ohne Ende <p>", "vor"),
        ("Preis < 5 Euro & mehr", "Preis < 5 Euro & mehr"),
        ("&amp;lt;p&amp;gt;x", "<p>x"),
        ("&lt;p&gt;x&lt;/p&gt;", "x"),
        ("!Überschrift\n*Punkt\n- noch einer\n\n\n\nEnde", "Überschrift\n• Punkt\n• noch einer\n\nEnde"),
        ("  viel \u00a0 Platz\u200b ", "viel Platz"),
        ("schmal\u00a0es", "schmal es"),
        ("ver\x01borgen", "verborgen"),
        ("Zeile\r\nnächste", "Zeile\nnächste"),
        ("u\u0308ben", "üben"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ('<a href="http://x.example" onclick="y()">Text</a>', "Text"),
    ],
)
def test_markup_becomes_clean_text(given_text: str, wanted: str) -> None:
    assert clean(given_text) == wanted


@given(st.text(alphabet=st.sampled_from("<>&;/#pbr!*- \n\tabc&lt;\x00\u200bü"), max_size=200))
def test_cleaning_never_fails_and_leaves_no_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert "\x00" not in cleaned
    assert "\u200b" not in cleaned
    assert "\n\n\n" not in cleaned
    assert cleaned == cleaned.strip("\n")


def test_a_text_without_end_is_cut_at_a_word() -> None:
    cleaned = clean("Wort " * 50_000)
    assert len(cleaned) <= LONGEST + 2
    assert cleaned.endswith("Wort …")


def test_a_bare_no_answer_is_empty() -> None:
    assert clean_line(" k. A. ") == ""
    assert clean_text("<p>Keine Angabe</p>") == ""
    assert clean_line("Keine Angabe zur Dauer") == "Keine Angabe zur Dauer"


@pytest.mark.parametrize(
    ("title", "number", "name"),
    [
        ("TQ 3: Kommissionieren", 3, "Kommissionieren"),
        ("TQ3: Kommissionieren", 3, "Kommissionieren"),
        ("Teilqualifikation 3 – Güter verpacken", 3, "Güter verpacken"),
        ("Teilqualifizierung TQ 2: Fachlagerist/in: Güter annehmen", 2, "Güter annehmen"),
        ("TQ 2: Güter lagern (Fachlagerist/in)", 2, "Güter lagern"),
        ("Fachlagerist/in TQ 2 - Einlagern (Vollzeit)", 2, "Einlagern"),
        ("TQ 2 von 5: Annahme", 2, "Annahme"),
        ("Teilqualifikation 1 (TQ 1): Service", 1, "Service"),
        ("TQ III: Metall", 3, "Metall"),
        ("TQ 3 – Fachlagerist/in", 3, ""),
        ("TQ 3 Fachlagerist", 3, ""),
        ("TQ-Modul 5 in Vollzeit", 5, ""),
        ("TQ 2: Teilzeit", 2, ""),
        ("TQ 1-6 Fachlagerist", None, ""),
        ("TQ 1 bis 3", None, ""),
        ("TQ 1, TQ 2 und TQ 3", None, ""),
        ("TQ 99: Zu viel", None, ""),
        ("Teilqualifikation Lager", None, ""),
    ],
)
def test_number_and_name_of_a_module_stand_in_the_title_or_nowhere(title: str, number: int | None, name: str) -> None:
    said = tq_title(title)
    assert said is not None
    assert said.number == number
    assert module_name(said, "Fachlagerist/in") == name


@pytest.mark.parametrize("title", ["TQM-Beauftragte", "Umschulung Koch", "Antique 3", "Qualifikation 3"])
def test_other_titles_name_no_module(title: str) -> None:
    assert tq_title(title) is None


@pytest.mark.parametrize(
    ("title", "education_type", "keywords", "kind"),
    [
        ("Umschulung Köchin/Koch", 109, (), OfferKind.UMSCHULUNG),
        ("Köchin/Koch", 109, (), OfferKind.UMSCHULUNG),
        ("Umschulungsbegleitende Hilfen", 104, (), OfferKind.OTHER),
        ("Vorbereitung auf eine Umschulung", 109, (), OfferKind.OTHER),
        ("Vorbereitung auf die Externenprüfung Koch", 105, (), OfferKind.EXTERNENPRUEFUNG),
        ("Prüfungsvorbereitung Lager", 105, (), OfferKind.EXTERNENPRUEFUNG),
        ("Lager und Logistik", 105, ("Externenprüfung",), OfferKind.EXTERNENPRUEFUNG),
        ("Lager und Logistik", 101, ("Teilqualifizierung",), OfferKind.TQ),
        ("Lager und Logistik", 104, ("Teilqualifizierung",), OfferKind.OTHER),
        ("Erwerb von Grundkompetenzen", 100, (), OfferKind.BASIC_SKILLS),
        ("Kurs", 110, (), OfferKind.LANGUAGE),
        ("Berufssprachkurs B2", 0, (), OfferKind.LANGUAGE),
        ("Excel für das Büro", 104, (), OfferKind.OTHER),
    ],
)
def test_the_kind_of_an_offer(title: str, education_type: int, keywords: tuple[str, ...], kind: OfferKind) -> None:
    assert kind_of(title, education_type=education_type, keywords=keywords) is kind


def test_hours_are_taken_only_where_they_are_clear() -> None:
    assert stated.hours("1.280 Unterrichtsstunden") == 1280
    assert stated.hours("Modul (10 UE)", "") == 10
    assert stated.hours("480 UE, 40 UE pro Woche") == 480
    assert stated.hours("480 UE oder 520 UE") is None
    assert stated.hours("8,5 Stunden am Tag") is None


def test_months_are_taken_only_as_length() -> None:
    assert stated.months("Dauer: 24 Monate") == Decimal("24.0")
    assert stated.months("Dauer: 6,5 Monate") == Decimal("6.5")
    assert stated.months("davon 6 Monate Praktikum") is None
    assert stated.months("Dauer: 6 Monate. Dauer: 8 Monate") is None


def test_the_level_of_german_is_not_that_of_english_or_a_driving_licence() -> None:
    assert stated.language_level("Deutschkenntnisse mindestens B1") is LanguageLevel.B1
    assert stated.language_level("Deutsch B1 und Englisch A2") is LanguageLevel.B1
    assert stated.language_level("Englisch B2") is None
    assert stated.language_level("Führerschein Klasse C1") is None
    assert stated.language_level("Deutsch B1 oder B2") is None


def test_childcare_is_offered_not_paid_for_and_not_denied() -> None:
    assert stated.childcare("Kinderbetreuung ist möglich.") is True
    assert stated.childcare("Kinderbetreuungskosten werden erstattet.") is None
    assert stated.childcare("Kinderbetreuung ist leider nicht möglich.") is None


def test_funding_that_is_denied_is_none() -> None:
    assert stated.funding("Förderung mit Bildungsgutschein. Kein AVGS möglich.") == {FundingMark.BILDUNGSGUTSCHEIN}
    assert stated.funding("§ 82a SGB III") == {FundingMark.QUALIFIZIERUNGSGELD}
    assert stated.funding("nach § 82 SGB III") == {FundingMark.BESCHAEFTIGTE_82}


def test_entry_at_any_time_is_stated() -> None:
    assert stated.rolling("Ein laufender Einstieg ist möglich.")
    assert stated.rolling("Start: jederzeit")
    assert not stated.rolling("Kein laufender Einstieg.")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-02-05T00:00:00.000+01:00", date(2027, 2, 5)),
        ("2027-02-04T23:00:00Z", date(2027, 2, 5)),
        ("2026-06-30T22:30:00Z", date(2026, 7, 1)),
        ("2026-02-18+01:00", date(2026, 2, 18)),
        ("2026-02-18Z", date(2026, 2, 18)),
        ("2026-02-18", date(2026, 2, 18)),
        ("2026-02-18T00:00:00", date(2026, 2, 18)),
        ("2026-02-18T24:00:00", date(2026, 2, 19)),
        ("5.2.2027", date(2027, 2, 5)),
        ("", None),
    ],
)
def test_days_are_those_in_germany(text: str, day: date | None) -> None:
    assert local_day(text) == day


@pytest.mark.parametrize("text", ["bald", "2027-13-01", "31.02.2027", "2027-02-05T99:00:00+99:99", "0000-00-00"])
def test_other_days_are_errors(text: str) -> None:
    with pytest.raises(DayError):
        local_day(text)


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.booleans(), st.none()))
def test_a_time_in_milliseconds_is_a_day_or_an_error(value: object) -> None:
    try:
        found = epoch_day(value)
    except DayError:
        return
    assert found is None or isinstance(found, date)


def test_periods_are_plausible_or_errors() -> None:
    assert plausible(date(2027, 1, 1), date(9999, 12, 31)) == (date(2027, 1, 1), None)
    for start, end in ((date(2027, 1, 2), date(2027, 1, 1)), (date(1900, 1, 1), None), (date(2099, 1, 1), None)):
        with pytest.raises(DayError):
            plausible(start, end)


def test_prices_of_sources() -> None:
    assert price("35464.5") == Decimal("35464.50")
    assert price("1.2E3") == Decimal("1200.00")
    assert price("0.0") is None
    for text in ("1.234,50", "viel", "-1", "1e99", "9" * 500, "NaN"):
        with pytest.raises(AmountError):
            price(text)


def test_postcodes_are_german_or_empty() -> None:
    assert addresses.plz("04315", "DE") == "04315"
    assert addresses.plz("D-90478", "deutschland") == "90478"
    assert addresses.plz("4315", lost_zero=True) == "04315"
    assert addresses.plz("4315") == ""
    assert addresses.plz("1010", "Österreich", lost_zero=True) == ""


def test_telephone_numbers_go_there_and_back() -> None:
    assert addresses.phone("+49.911.12345") == "0911 12345"
    assert addresses.phone("+49.911.12345.67") == "0911 12345-67"
    assert addresses.dotted_phone("0911 12345") == "+49.911.12345"
    assert addresses.dotted_phone("+49 (0)911 12345-6") == "+49.911.123456"
    assert addresses.dotted_phone("+43 1 234") == "+43.1.234"
    assert addresses.dotted_phone("auf Anfrage") == ""
    assert addresses.phone("auf Anfrage") == ""


def test_web_addresses_have_a_scheme_and_no_tracking() -> None:
    assert addresses.web("www.lernwerk.example") == "https://www.lernwerk.example"
    assert addresses.web("https://l.example/a?utm_source=x&id=3#t") == "https://l.example/a?id=3#t"
    assert addresses.web("javascript:alert(1)") == ""
    assert addresses.web("siehe Flyer") == ""
