"""The commands of the funding check as a caller sees them."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from nqdesk import cli
from tests.command_line import run

EMPLOYED: dict[str, Any] = {
    "person": {"status": "beschaeftigt", "abschluss_dauer_monate": 0, "monate_berufstaetig": 60},
    "betrieb": {"beschaeftigte": 120, "weiterbildungsvereinbarung": None},
    "massnahme": {"beginn": "2027-02-09", "lehrgangskosten": "6000.00", "sprachkurs_art": "keine_angabe"},
    "antrag": {"datum": "2026-11-22"},
}


def case_file(folder: Path, content: object) -> Path:
    path = folder / "fall.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_check_as_json_has_the_form_of_the_case_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", case_file(tmp_path, EMPLOYED), "--on", "2026-11-22", "--json")
    told = json.loads(out)
    assert (code, err, told["on"], told["rule_book"][:7]) == (0, "", "2026-11-22", "sha256:")
    found = {instrument["id"]: instrument for instrument in told["instruments"]}
    funded = found["beschaeftigte_82"]
    assert {"origin", "version", "valid_from", "valid_to", "decisive_date", "decisive_date_assumed", "title", "law"} | {
        "office", "result", "confirmed", "as_of", "excluded_by", "criteria", "missing", "amounts", "deadlines",
        "documents", "notes",
    } <= funded.keys()  # fmt: skip
    assert (funded["decisive_date"], funded["result"], funded["origin"]) == ("2027-02-09", "pruefen", "shipped")
    share = next(amount for amount in funded["amounts"] if amount["id"] == "lehrgang_arbeitgeber")
    assert (share["min"], share["max"]) == ("0.00", "3000.00")
    assert all(question["decides"] >= 0 and question["fact"] for question in told["questions"])
    assert "massnahme.sprachkurs_art" not in {question["fact"] for question in told["questions"]}


def test_a_check_for_readers_names_results_and_the_next_question_and_promises_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check", case_file(tmp_path, EMPLOYED), "--on", "22.11.2026")
    assert code == 0
    assert "Nächste Frage: " in out
    assert out.strip().endswith("Die Entscheidung trifft die zuständige Stelle.")
    assert "bewilligt" not in out


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        ("{", "Zeile 1"),
        ([], "fall.json"),
        ({"firma": {}}, "firma"),
        ({"person": {"alter": 3}}, "person.alter"),
        ({"person": {"status": "fleissig"}}, "person.status"),
        ({"person": {"schwerbehindert": "ja"}}, "person.schwerbehindert"),
        ({"person": {"geburtsdatum": "31.12.1980"}}, "person.geburtsdatum"),
        ({"massnahme": {"lehrgangskosten": "12,50"}}, "massnahme.lehrgangskosten"),
        ({"massnahme": {"lehrgangskosten": "-1.00"}}, "massnahme.lehrgangskosten"),
        ({"massnahme": {"beginn": "2027-02-09", "ende": "2027-02-08"}}, "massnahme.ende"),
        ({"massnahme": {"stunden": 10, "ausfallstunden": 11}}, "massnahme.ausfallstunden"),
        ({"betrieb": {"anteil_betroffen": 1.5}}, "betrieb.anteil_betroffen"),
        ({"betrieb": {"beschaeftigte_koepfe": 2.5}}, "betrieb.beschaeftigte_koepfe"),
        ('{"person": {"status": "arbeitslos", "status": "beschaeftigt"}}', "fall.json"),
        ('{"massnahme": {"stunden": NaN}}', "fall.json"),
    ],
)
def test_a_case_that_is_wrong_gets_one_line_with_file_and_fact(
    content: object, fact: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "check", case_file(tmp_path, content), "--json")
    assert (code, out, len(err.strip().splitlines())) == (2, "", 1)
    assert "fall.json" in err
    assert fact in err


def test_a_missing_case_and_a_day_that_is_none_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", tmp_path / "fehlt.json")[0] == 2
    code, _, err = run(capsys, "check", case_file(tmp_path, EMPLOYED), "--on", "2026-13-40")
    assert (code, "2026-13-40" in err) == (2, True)


def test_lint_passes_the_shipped_rules_and_says_file_line_and_reason_of_wrong_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from nqdesk import resource_files

    shipped = resource_files.path("funding/instruments/beschaeftigte_82.toml")
    assert run(capsys, "rules", "lint", shipped)[0] == 0
    text = shipped.read_text(encoding="utf-8")
    wrong = tmp_path / "instruments" / shipped.name
    wrong.parent.mkdir()
    wrong.write_text(text.replace("massnahme.stunden > 120", "massnahme.stunde > 120"), encoding="utf-8")
    code, out, _ = run(capsys, "rules", "lint", wrong)
    lines = [
        number for number, line in enumerate(wrong.read_text(encoding="utf-8").splitlines(), 1) if "stunde >" in line
    ]
    assert code == 2
    assert f"beschaeftigte_82.toml, Zeile {lines[0]}: " in out
    assert "massnahme.stunde" in out


@pytest.mark.parametrize("shipped", ["instruments/beschaeftigte_82", "shared/sgb3", "parameters/sgb3", "facts/person"])
def test_lint_takes_a_copy_of_a_shipped_file_for_that_file_wherever_it_lies_and_whatever_it_is_called(
    shipped: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from nqdesk import resource_files

    text = resource_files.path(f"funding/{shipped}.toml").read_text(encoding="utf-8")
    copy = tmp_path / "Kopie von einer Regel.toml"
    copy.write_text(text, encoding="utf-8")
    assert run(capsys, "rules", "lint", copy) == (0, "1 Regeldatei geprüft, nichts zu beanstanden.\n", "")
    copy.write_text(text + "\nunsinn = 1\n", encoding="utf-8")
    code, out, _ = run(capsys, "rules", "lint", copy)
    assert (code, len(out.splitlines())) == (2, 1)
    assert "unsinn" in out


def test_lint_says_that_two_of_the_given_files_have_the_same_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from nqdesk import resource_files

    text = resource_files.path("funding/instruments/bildungszeit.toml").read_text(encoding="utf-8")
    files = [tmp_path / "eine.toml", tmp_path / "andere.toml"]
    for file in files:
        file.write_text(text, encoding="utf-8")
    code, out, _ = run(capsys, "rules", "lint", *files)
    assert (code, len(out.splitlines())) == (2, 1)
    assert "zweimal" in out
    assert "andere.toml" in out


def test_lint_refuses_a_file_that_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "bild.toml"
    picture.write_bytes(b"\x89PNG\xff\xfe\x00")
    code, out, err = run(capsys, "rules", "lint", picture)
    assert (code, "bild.toml" in out, err) == (2, True, "")


def test_a_check_for_readers_names_programmes_of_other_laender_apart_and_what_is_not_covered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = case_file(tmp_path, {"person": {"wohnland": "NW"}})
    code, out, _ = run(capsys, "check", case, "--on", "2026-11-22")
    assert code == 0
    (others,) = [line for line in out.splitlines() if line.startswith("Programme anderer Länder")]
    assert "Fachkurse Baden-Württemberg" in others
    assert "offen: Fachkurse Baden-Württemberg" not in out
    assert "    – Bildungsprämie (beendet): Die letzte hinterlegte Fassung galt bis 31.12.2021." in out
    told = json.loads(run(capsys, "check", case, "--on", "2026-11-22", "--json")[1])
    found = {each["id"]: each for each in told["instruments"]}
    assert found["land_bw_fachkurse"]["result"] == "pruefen"
    assert run(capsys, "check", case, "--on", "2015-06-01")[1].startswith("Die Regeln decken diesen Tag nicht ab: ")


def test_a_check_for_readers_has_possible_ones_first_and_says_what_open_ones_lack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    examination = {"monate_im_zielberuf": 36, "monate_ausbildung_einschlaegig": 0}
    course = {"zielberuf_recht": "bbig", "zielberuf_dauer_monate": 24, "ziel": "externenpruefung"}
    _, out, _ = run(capsys, "check", case_file(tmp_path, {"person": examination, "massnahme": course}))
    words = ("Anspruch möglich", "möglich", "offen", "nein")
    kinds = [line.partition(":")[0] for line in out.splitlines() if line.startswith(words)]
    ranks = [min(words.index(kind), 1) if kind in words[:2] else words.index(kind) for kind in kinds]
    assert [max(rank, 1) for rank in ranks] == sorted(max(rank, 1) for rank in ranks)
    assert {"offen", "nein"} < set(kinds)
    lines = out.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("offen: Anerkennung eines"))
    assert lines[place + 1].startswith("    – Es fehlt: Abschluss aus dem Ausland; ")


def test_rules_lists_the_versions_in_force_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    def first_days(day: str) -> dict[str, str]:
        return {
            entry["id"]: entry["valid_from"] for entry in json.loads(run(capsys, "rules", "--on", day, "--json")[1])
        }

    assert first_days("2024-03-31")["beschaeftigte_82"] == "2021-01-01"
    assert first_days("2024-04-01")["beschaeftigte_82"] == "2024-04-01"
    assert "qualifizierungsgeld_82a" not in first_days("2024-03-31")
    assert "beschaeftigte_82: " in run(capsys, "rules", "--on", "2026-11-22")[1]


def test_rules_show_tells_every_version_with_its_criteria(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "rules", "show", "beschaeftigte_82")
    assert code == 0
    assert "Fassung ab 01.04.2024" in out
    assert "Fassung vom 01.01.2021 bis 31.03.2024" in out
    assert "§ 82 Abs. 1" in out
    assert run(capsys, "rules", "show", "gibt_es_nicht")[0] == 2


def test_numbers_of_a_case_are_exact() -> None:
    from nqdesk.actions import rule_book
    from nqdesk.domain.funding.case import read_case

    facts = {"massnahme": {"lehrgangskosten": "0.10", "stunden": Decimal("120.000001")}}
    case, problems = read_case(facts, rule_book.shipped().book.catalogue)
    assert problems == []
    assert case.values == {"massnahme.lehrgangskosten": Decimal("0.10"), "massnahme.stunden": Decimal("120.000001")}


def test_two_days_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "diff", "2024-03-31", "01.04.2024"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Vom 31.03.2024 zum 01.04.2024")
    assert "Qualifizierungsgeld (§§ 82a–82c SGB III): gilt neu ab 01.04.2024" in told
    assert cli.main(["rules", "diff", "2024-03-31", "2024-04-01", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {each["id"] for each in found["instruments"]} >= {"beschaeftigte_82", "qualifizierungsgeld_82a"}


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "diff", "gestern", "2024-04-01"]) == 2
    assert capsys.readouterr().out == ""


def test_a_check_is_put_on_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper, plain = tmp_path / "protokoll.pdf", tmp_path / "blatt.pdf"
    code, out, _ = run(capsys, "check", case_file(tmp_path, EMPLOYED), "--paper", paper, "--plain", plain)
    assert code == 0
    assert "Die Entscheidung trifft die zuständige Stelle." in out
    assert paper.read_bytes()[:4] == plain.read_bytes()[:4] == b"%PDF"


def test_the_rule_book_is_put_on_paper_in_whole_or_for_one_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, day = tmp_path / "regelwerk.pdf", tmp_path / "tag.pdf"
    code, out, err = run(capsys, "rules", "print", "--out", whole)
    assert (code, err) == (0, "")
    assert re.fullmatch(rf"Regelwerk: {re.escape(str(whole))} \(\d+ Seiten\)\n", out)
    assert run(capsys, "rules", "print", "--out", day, "--on", "01.06.2021")[0] == 0
    again = day.read_bytes()
    assert run(capsys, "rules", "--on", "2021-06-01", "print", "--out", day)[0] == 0
    assert day.read_bytes() == again
    assert whole.read_bytes()[:4] == again[:4] == b"%PDF"
    with pikepdf.open(whole) as all_versions, pikepdf.open(day) as one_day:
        assert len(all_versions.pages) > 2 * len(one_day.pages)
        assert str(one_day.docinfo["/Title"]).endswith("Rechtsstand 01.06.2021")


@pytest.mark.heavy
def test_the_printed_rule_book_bears_the_centre_of_a_named_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nqdesk.actions import demo

    assert run(capsys, "demo", tmp_path / "demo")[0] == 0
    database = tmp_path / "demo" / demo.FILE_NAME
    monkeypatch.setenv("NQDESK_PASSWORD", demo.PASSWORD)
    paper = tmp_path / "regelwerk.pdf"
    assert run(capsys, "--database", database, "rules", "print", "--out", paper)[0] == 0
    with pikepdf.open(paper) as made:
        assert str(made.docinfo["/Author"]) == demo.CENTRE.name


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--out", "{folder}/regelwerk.txt"), ".pdf"),
        (("--out", "{folder}/fehlt/regelwerk.pdf"), "fehlt"),
        (("--out", "{folder}/regelwerk.pdf", "--on", "1990-01-01"), "Am 01.01.1990 gilt keine"),
        (("--out", "{folder}/regelwerk.pdf", "--on", "gestern"), "gestern"),
        ((), "--out"),
    ],
)
def test_a_rule_book_that_cannot_be_printed_says_why_in_one_line(
    arguments: tuple[str, ...], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "rules", "print", *(each.format(folder=tmp_path) for each in arguments))
    assert (code, out, len(err.strip().splitlines())) == (2, "", 1)
    assert told in err
    assert list(tmp_path.iterdir()) == []
