"""The papers of a funding check: tagged, complete, honest, and never longer than they may be."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from nqdesk.actions import check_papers, checking, kept_checks, rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import POSITIVE, Engine, Result
from nqdesk.domain.funding.check_book import CheckBook
from nqdesk.domain.funding.facts import FactCatalogue
from nqdesk.domain.funding.kept_check import packed
from nqdesk.domain.funding.rules import Level, Origin
from nqdesk.exchange import check_results
from nqdesk.exchange.rule_files import read_rules
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.papers import check_plain, check_protocol
from nqdesk.papers.errors import PapersError
from tests.actions.test_rule_packages import NAME, OWN
from tests.papers.books import centre
from tests.papers.structure_reader import Tagged, headed, read
from tests.papers.test_portfolio_checks import check as check_pdf

ON = date(2026, 11, 27)
EMPLOYED: dict[str, Any] = {
    "person.status": "beschaeftigt",
    "person.abschluss_dauer_monate": Decimal(0),
    "person.monate_berufstaetig": Decimal(74),
    "person.monate_im_zielberuf": Decimal(55),
    "person.bruttoentgelt_monat": Decimal("2640.00"),
    "betrieb.beschaeftigte": Decimal(86),
    "massnahme.beginn": date(2027, 2, 9),
    "massnahme.stunden": Decimal(100),
    "massnahme.ziel": "berufsabschluss",
    "massnahme.lehrgangskosten": Decimal("4860.00"),
    "massnahme.zielberuf_dauer_monate": Decimal(24),
    "massnahme.zielberuf_recht": "bbig",
}


def book(values: dict[str, Any], refused: frozenset[str] = frozenset(), **more: Any) -> CheckBook:
    engine = rule_book.shipped()
    case = Case(values, refused)
    checked, asked = checking.check(engine, case, ON)
    made = check_papers.book_of(engine, case, checked, asked, printed_on=ON)
    return CheckBook(**{**{name: getattr(made, name) for name in CheckBook.__dataclass_fields__}, **more})


@pytest.fixture
def employed() -> CheckBook:
    return book(EMPLOYED, frozenset({"person.sprachniveau"}), centre=centre())


def test_the_protocol_holds_facts_results_reasons_amounts_and_who_decides(employed: CheckBook, tmp_path: Path) -> None:
    pages = check_protocol.make(employed, out := tmp_path / "protokoll.pdf")
    paper = read(out)
    text = paper.root.text
    assert paper.page_count == pages
    assert "Die Entscheidung trifft die zuständige Stelle." in text
    assert "Ohne Namen geprüft" in text
    assert employed.centre.name in text
    assert "bewilligt" not in text
    facts = {
        row["Angabe"]: row["Wert"] for table in paper.root.all("Table") for row in headed(table) if "Angabe" in row
    }
    assert facts["Lehrgangskosten"] == "4.860,00 €"
    assert facts["Sprachniveau"] == "keine Angabe"
    assert len(facts) == len(EMPLOYED) + 1
    overview = headed(paper.root.all("Table")[0])
    assert len(overview) == len(employed.of(*POSITIVE)) + 8
    assert overview[0] == {
        "Ergebnis": "möglich",
        "Instrument": "Zulassung zur Externenprüfung",
        "Zuständig": "Zuständige Stelle (Kammer)",
    }
    further, excluded = len(employed.open_here) - 8, len(employed.of(Result.EXCLUDED))
    assert f"Weitere offene Instrumente: {further} · Nicht möglich: {excluded}" in text.replace("\u00a0", " ")
    assert_each_once(employed, paper)
    amounts = {
        row["Betrag"]: row["Höhe"] for table in paper.root.all("Table") for row in headed(table) if "Betrag" in row
    }
    assert {high for name, high in amounts.items() if name.startswith("Erforderliche Monate")} == {"36 Monate"}


def assert_each_once(book: CheckBook, paper: Tagged) -> None:
    """Every instrument stands below the overview exactly once: as a heading, or in one of the tables."""
    tables = [headed(table) for table in paper.root.all("Table")[1:]]
    told = [row["Instrument"] for rows in tables for row in rows if "Instrument" in row]
    told += [node.text for node in paper.root.all("H3")]
    for found in book.checked.instruments:
        title = found.title.replace("\u00a0", " ")
        assert any(name.replace("\u00a0", " ").startswith(title) for name in told), title
    assert len(told) == len(book.checked.instruments)


def test_the_protocol_names_the_figures_that_each_criterion_used(employed: CheckBook, tmp_path: Path) -> None:
    check_protocol.make(employed, out := tmp_path / "protokoll.pdf")
    tables = [headed(table) for table in read(out).root.all("Table")]

    def column(name: str) -> list[str]:
        return [row[name].replace("\u00a0", " ") for rows in tables for row in rows if name in row]

    shown = [*employed.of(*POSITIVE), *employed.open_here[:8]]
    criteria = [each for found in shown for each in found.criteria]
    told = column("Voraussetzung")
    assert sum(bool(each.figures) for each in criteria) > 10
    for text, criterion in zip(told, criteria, strict=True):
        assert all(f"{figure.text}: " in text for figure in criterion.figures)
    assert any("Tätigkeit im Zielberuf: 55 Monate" in text for text in told)
    assert any("Dauer in Stunden: 100 Stunden" in text for text in column("Nicht erfüllt"))


@pytest.mark.heavy
@pytest.mark.parametrize("values", [{}, EMPLOYED], ids=["nothing known", "employed"])
@pytest.mark.parametrize("subject", ["", "Kürzel MA-17 mit einem Donaudampfschifffahrtsgesellschaftskapitänspatent"])
def test_both_checkers_find_no_error(values: dict[str, Any], subject: str, tmp_path: Path) -> None:
    made = book(values, centre=centre(), subject=subject)
    check_protocol.make(made, tmp_path / "protokoll.pdf")
    assert check_pdf(tmp_path / "protokoll.pdf") <= {"PAG-001"}  # tagged lines that recur: heads of tables, "Zuständig"
    check_plain.make(made, tmp_path / "blatt.pdf")
    assert check_pdf(tmp_path / "blatt.pdf") == set()


def test_the_page_in_plain_language_is_one_page_however_much_is_open(tmp_path: Path) -> None:
    for number, values in enumerate(({}, EMPLOYED)):
        made = book(values, centre=centre())
        check_plain.make(made, out := tmp_path / f"{number}.pdf")
        paper = read(out)
        assert paper.page_count == 1
        text = paper.root.text
        assert "Die Entscheidung trifft die zuständige Stelle." in text
        assert "Sie stehen im Protokoll." in text
        assert made.centre.phone in text


def plain_text(made: CheckBook, folder: Path) -> str:
    check_plain.make(made, out := folder / "blatt.pdf")
    paper = read(out)
    assert paper.page_count == 1
    assert check_pdf(out) == set()
    return paper.root.text.replace("\u00a0", " ")


def test_the_page_in_plain_language_says_whom_to_ask_also_about_what_does_not_fit(tmp_path: Path) -> None:
    short = {"person.status": "selbststaendig", "massnahme.stunden": Decimal(40), "person.wohnland": "SH"}
    made = book({**EMPLOYED, **short}, centre=centre())
    text = plain_text(made, tmp_path)
    excluded = made.of(Result.EXCLUDED)
    named = [found for found in excluded if f"{found.title}. " in text]
    assert 1 <= len(named) <= 3
    for found in named:
        (failed,) = [each for each in found.criteria if each.met is False]
        assert f"Fragen dazu: {found.office}." in text
        assert (f"Nötig ist: {failed.text} Fragen dazu" in text) is (len(failed.text) <= 70)
    assert f"{len(excluded) - len(named)} weitere Hilfen passen auch nicht." in text
    for found in made.of(*POSITIVE):
        assert f"{found.title}" in text
        assert f"Fragen Sie: {found.office}" in text


def test_where_nothing_is_known_the_papers_ask_and_put_nothing_forward(tmp_path: Path) -> None:
    made = book({}, centre=centre())
    text = plain_text(made, tmp_path)
    assert "Das passt im Moment nicht" not in text
    assert "Das bringen Sie mit" not in text
    assert f"Bei {len(made.of(Result.OPEN))} Hilfen fehlen noch Angaben." in text
    assert all(fact.question in text for fact in made.questions[:7])
    check_protocol.make(made, out := tmp_path / "protokoll.pdf")
    paper = read(out)
    assert "Noch ist zu wenig bekannt" in paper.root.text.replace("\u00a0", " ")
    assert "Offene Instrumente" in [node.text for node in paper.root.all("H2")]
    assert paper.root.all("H3") == []
    (rows,) = [rows for table in paper.root.all("Table") if (rows := headed(table)) and "Es fehlt" in rows[0]]
    assert len(rows) == len(made.of(Result.OPEN))
    assert all(row["Zuständig"] for row in rows)


def test_the_page_in_plain_language_names_no_refused_programme_of_a_land_without_a_tie(tmp_path: Path) -> None:
    made = book({"person.wohnland": "NI", "betrieb.arbeitsland": "NI"}, centre=centre())
    others = [found for found in made.of(Result.EXCLUDED) if found.level is Level.LAND]
    assert len(others) > 10
    text = plain_text(made, tmp_path)
    assert not [found.title for found in others if found.title in text]
    assert f"{len(made.of(Result.EXCLUDED))} Hilfen passen nicht." in text


def test_programmes_of_other_laender_stand_at_the_end_and_are_not_a_no(tmp_path: Path) -> None:
    made = book({"person.wohnland": "NW"}, centre=centre())
    assert len(made.open_elsewhere) > 10
    check_protocol.make(made, out := tmp_path / "protokoll.pdf")
    assert check_pdf(out) <= {"PAG-001"}
    paper = read(out)
    tables = [headed(table) for table in paper.root.all("Table")]
    assert not {row["Instrument"] for row in tables[0]} & {each.title for each in made.open_elsewhere}
    assert f"Programme anderer Länder: {len(made.elsewhere)}" in paper.root.text.replace("\u00a0", " ")
    assert_each_once(made, paper)
    (others,) = [rows for rows in tables if rows and "Noch unbekannt" in rows[0]]
    assert {row["Instrument"]: row["Land"] for row in others}["Fachkurse Baden-Württemberg"] == "Baden-Württemberg"
    assert len(others) == len(made.elsewhere)
    headings = [node.text for node in paper.root.all("H2")]
    assert headings.index("Programme anderer Länder") > headings.index("Nicht möglich")
    names = {each.title for each in made.open_elsewhere}
    assert not names & {node.text for node in paper.root.all("H3")}
    assert "Programme anderer Länder" not in read_whole({}, tmp_path)


def read_whole(values: dict[str, Any], folder: Path) -> str:
    check_protocol.make(book(values, centre=centre()), out := folder / "ganz.pdf")
    return read(out).root.text


def test_the_protocol_says_what_the_rules_do_not_cover_on_the_day(tmp_path: Path) -> None:
    text = read_whole({}, tmp_path).replace("\u00a0", " ")
    assert "Bildungsprämie (beendet)" in text
    assert "Die letzte hinterlegte Fassung galt bis 31.12.2021." in text
    engine = rule_book.shipped()
    checked, asked = checking.check(engine, Case(), date(2015, 6, 1))
    made = check_papers.book_of(engine, Case(), checked, asked, printed_on=ON)
    check_protocol.make(made, out := tmp_path / "damals.pdf")
    assert "Die Regeln decken diesen Tag nicht ab" in read(out).root.text
    check_plain.make(made, tmp_path / "blatt.pdf")
    assert read(tmp_path / "blatt.pdf").page_count == 1


def test_a_place_that_is_not_there_is_told(employed: CheckBook, tmp_path: Path) -> None:
    with pytest.raises(PapersError) as caught:
        check_protocol.make(employed, tmp_path / "fehlt" / "protokoll.pdf")
    assert caught.value.code == "paper_place_missing"


def test_a_strategy_says_in_which_district_it_holds(tmp_path: Path) -> None:
    text = OWN.replace('level = "centre"', 'level = "centre"\nmaker = "jobcenter"\ndistrict = "Musterkreis"')
    engine = Engine(read_rules([*rule_book.shipped_sources(), RuleSource(NAME, text, Origin.CENTRE)]))
    case = Case({**EMPLOYED, "massnahme.stunden": Decimal(101)})
    checked, asked = checking.check(engine, case, ON)
    made = check_papers.book_of(engine, case, checked, asked, printed_on=ON)
    check_protocol.make(made, out := tmp_path / "p.pdf")
    protocol = read(out).root.text.replace("\u00a0", " ")
    assert "Strategie des Jobcenters, nur im Bezirk Musterkreis" in protocol
    told = check_results.plain(checked, asked, engine.book)["instruments"]
    assert isinstance(told, list)
    assert [each["district"] for each in told if "district" in each] == ["Musterkreis"]
    only = replace(made, checked=replace(made.checked, instruments=tuple(made.of(Result.MAY))))
    check_plain.make(only, plain := tmp_path / "blatt.pdf")
    assert "Das ist eine Regel vom Jobcenter. Sie gilt nur im Bezirk Musterkreis." in read(plain).root.text


def test_a_kept_check_is_printed_as_it_was_kept_however_the_rules_are_now(tmp_path: Path) -> None:
    engine, case, then = rule_book.shipped(), Case(EMPLOYED), date(2024, 5, 6)
    checked, asked = checking.check(engine, case, then)
    check = kept_checks.snapshot(engine, case, checked, asked, made_on=then, subject="Erika Beispiel", purpose="x")
    facts = check.facts.replace('"person"', '"haus": {"farbe": "blau"}, "person"', 1)
    assert facts != check.facts
    bare = FactCatalogue(
        tuple(
            replace(fact, label="heute anders", value_labels=fact.values)
            for fact in engine.book.catalogue.facts
            if fact.name != "person.status"
        )
    )
    made = check_papers.kept_book(replace(check, facts=facts), bare, printed_on=ON)
    check_protocol.make(made, out := tmp_path / "protokoll.pdf")
    paper = read(out)
    text = paper.root.text.replace("\u00a0", " ")
    assert "Für: Erika Beispiel" in text
    assert "heute anders" not in text
    assert "Geprüft und aufbewahrt am 6. Mai 2024, Rechtsstand 6. Mai 2024, gedruckt am 27. November 2026" in text
    assert "wie sie am 6. Mai 2024 waren" in text
    assert check.rule_book.removeprefix("sha256:")[:12] in text
    assert_each_once(made, paper)
    assert [(found.id, found.result.value) for found in made.checked.with_version if found.result] == list(check.kinds)
    values = {
        row["Angabe"]: row["Wert"] for table in paper.root.all("Table") for row in headed(table) if "Angabe" in row
    }
    assert values["Beschäftigung"] == "beschäftigt"
    assert values["Ziel"] == "Berufsabschluss"
    assert values["haus.farbe"] == "blau"
    assert len(values) == len(EMPLOYED) + 1
    check_plain.make(made, plain := tmp_path / "blatt.pdf")
    sheet = read(plain)
    assert sheet.page_count == 1
    for sentence in ("am 6. Mai 2024 geprüft", "vom 27. November 2026", "Seitdem kann sich etwas geändert haben."):
        assert sentence in sheet.root.text.replace("\u00a0", " ")
    assert check_pdf(plain) == set()
    assert check_pdf(out) <= {"PAG-001"}


def test_a_check_that_was_kept_without_words_and_laender_is_printed_by_the_catalogue(tmp_path: Path) -> None:
    engine, case = rule_book.shipped(), Case({**EMPLOYED, "person.wohnland": "NW"})
    checked, asked = checking.told(engine, case, ON)
    check = kept_checks.snapshot(engine, case, checked, asked, made_on=ON, subject="Fall 1", purpose="x")
    told = json.loads(check.results_text)
    del told["facts"]
    for instrument in told["instruments"]:
        for name in ("level", "land", "land_name", "reason"):
            instrument.pop(name, None)
    older = replace(check, results=packed(json.dumps(told)))
    now, made = (check_papers.kept_book(each, engine.book.catalogue, printed_on=ON) for each in (check, older))
    assert (made.open_elsewhere, len(now.open_elsewhere) > 10) == ([], True)
    assert {each.id for each in made.open_here} == {each.id for each in (*now.open_here, *now.open_elsewhere)}
    check_protocol.make(made, out := tmp_path / "protokoll.pdf")
    paper = read(out)
    assert_each_once(made, paper)
    tables = [headed(table) for table in paper.root.all("Table")]
    values = {row["Angabe"]: row["Wert"] for rows in tables for row in rows if "Angabe" in row}
    assert values["Wohnort (Land)"] == "Nordrhein-Westfalen"
    assert len(values) == len(case.values)
    assert {row["Grund"] for rows in tables for row in rows if "Grund" in row} == {"Keine hinterlegte Fassung."}
    assert check_pdf(out) <= {"PAG-001"}
