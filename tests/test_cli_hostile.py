"""The commands of the funding check given what nobody should give them: one line, exit 2, and never a traceback."""

import contextlib
import io
import json
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nqdesk import cli
from nqdesk.actions import rule_book
from tests.command_line import run

ON = ("--on", "2026-11-28")


def case(folder: Path, content: bytes | str) -> Path:
    path = folder / "fall.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


DEEP = '{"person":' + "[" * 50_000 + "]" * 50_000 + "}"
MEASURE = '{"massnahme": {"%s": %s}}'
PERSON = '{"person": {"%s": %s}}'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", ("fall.json", "ist leer")),
        (" \n ", ("fall.json", "ist leer")),
        ("null", ("fall.json", "Angaben mit Namen")),
        ("[1]", ("fall.json", "Angaben mit Namen")),
        ('"x"', ("fall.json", "Angaben mit Namen")),
        ("{} {}", ("fall.json", "Zeile 1")),
        ('{\n"person": {},\n}', ("fall.json", "Zeile 3")),
        ("{'person': {}}", ("fall.json", "Zeile 1")),
        ('{"person": {}}'.encode("utf-16"), ("fall.json", "UTF-8")),
        ('{\n"person": {"aufenthaltstitel": "für"}}'.encode("latin-1"), ("fall.json", "UTF-8", "Zeile 2")),
        (b"\0" * 1000, ("fall.json", "Zeile 1")),
        (DEEP, ("fall.json", "zu tief verschachtelt")),
        ('{"person":{"aufenthaltstitel":"' + "x" * 2_000_000 + '"}}', ("fall.json", "zu groß")),
        ('{"person": {"status": "arbeitslos", "status": "arbeitslos"}}', ("fall.json, ", "status", "zweimal")),
        ('{"person": {}, "person": {}}', ("fall.json", "person", "zweimal")),
        ('{"Person": {}}', ("fall.json, Person", "Gruppe")),
        ('{"person": "keine_angabe"}', ("fall.json, person", "Angaben mit Namen")),
        ('{"person": []}', ("fall.json, person", "Angaben mit Namen")),
        (PERSON % ("status", '["arbeitslos"]'), ("person.status", "Möglich sind")),
        (PERSON % ("status", '{"a": 1}'), ("person.status", "Möglich sind")),
        (PERSON % ("schwerbehindert", "1"), ("person.schwerbehindert", "true oder false")),
        (PERSON % ("geburtsdatum", '"2026-02-31"'), ("person.geburtsdatum", "kein Tag")),
        (PERSON % ("geburtsdatum", '"31.02.2026"'), ("person.geburtsdatum", "kein Tag")),
        (PERSON % ("geburtsdatum", '"2026-W01-1"'), ("person.geburtsdatum", "kein Tag")),
        (PERSON % ("geburtsdatum", "19800101"), ("person.geburtsdatum", "kein Tag")),
        (PERSON % ("kinder_zu_betreuen", "true"), ("person.kinder_zu_betreuen", "keine Zahl")),
        (PERSON % ("kinder_zu_betreuen", "1e-5000"), ("person.kinder_zu_betreuen", "Nachkommastellen")),
        (PERSON % ("aufenthaltstitel", '""'), ("person.aufenthaltstitel", "kurzer Text")),
        (PERSON % ("aufenthaltstitel", r'"a\u0000b"'), ("person.aufenthaltstitel", "kurzer Text")),
        (PERSON % ("aufenthaltstitel", r'"\ud800"'), ("person.aufenthaltstitel", "kurzer Text")),
        (PERSON % (r"\ud800", "1"), ("person.?", "gibt es nicht")),
        (PERSON % (r"a\u001b[31m", "1"), ("person.a?[31m", "gibt es nicht")),
        (PERSON % ("k" * 100_000, "1"), ("person.kkk", "…")),
        (MEASURE % ("stunden", "NaN"), ("massnahme.stunden", "keine Zahl")),
        (MEASURE % ("stunden", "-Infinity"), ("massnahme.stunden", "keine Zahl")),
        (MEASURE % ("stunden", "1e99999999999999999999"), ("massnahme.stunden", "keine Zahl")),
        (MEASURE % ("stunden", "1e999999"), ("massnahme.stunden", "zu groß")),
        (MEASURE % ("stunden", "1e-999999"), ("massnahme.stunden", "Nachkommastellen")),
        (MEASURE % ("stunden", "0." + "3" * 400_000), ("massnahme.stunden", "Nachkommastellen")),
        (MEASURE % ("stunden", "9" * 400_000), ("massnahme.stunden", "zu groß")),
        (MEASURE % ("stunden", '"120"'), ("massnahme.stunden", "keine Zahl", "Anführungszeichen")),
        (MEASURE % ("stunden", '"120 Stunden"'), ("massnahme.stunden", "keine Zahl", "Einheit")),
        (MEASURE % ("lehrgangskosten", "4860.005"), ("massnahme.lehrgangskosten", "kein Geldbetrag")),
        (MEASURE % ("lehrgangskosten", '"4.860,00"'), ("massnahme.lehrgangskosten", "kein Geldbetrag")),
        (MEASURE % ("lehrgangskosten", '"4860.00 EUR"'), ("massnahme.lehrgangskosten", "kein Geldbetrag")),
        (MEASURE % ("lehrgangskosten", '"١٢٣"'), ("massnahme.lehrgangskosten", "kein Geldbetrag")),
    ],
)
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_a_wrong_case_gives_one_line_with_file_fact_and_reason(
    content: bytes | str,
    told: tuple[str, ...],
    more: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, "check", case(tmp_path, content), *more)
    assert (code, out, err.count("\n"), err.endswith("\n")) == (2, "", 1, True)
    assert len(err) < 1100
    assert "fall.json" in err
    for words in told:
        assert words in err


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        b"\xef\xbb\xbf" + b'{"person": {"wohnland": "NW"}}',
        '{"person": null, "antrag": {}}',
        PERSON % ("status", '"keine_angabe"'),
        PERSON % ("kinder_zu_betreuen", "2.0"),
        MEASURE % ("lehrgangskosten", "4860"),
        MEASURE % ("stunden", "-0"),
        MEASURE % ("dauer_monate", "0." + "3" * 30),
        PERSON % ("monate_an_ungelernt", "1000000000000000"),
        '{"person": {"geburtsdatum": "9999-12-31"}, "massnahme": {"beginn": "9999-12-31"}}',
        '{"person": {"geburtsdatum": "0001-01-01"}, "antrag": {"datum": "0001-01-01"}}',
    ],
)
def test_an_odd_but_possible_case_is_checked_and_json_is_nothing_but_json(
    content: bytes | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case(tmp_path, content)
    code, out, err = run(capsys, "check", path, *ON, "--json", "--all")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert {each["id"] for each in told["instruments"]} == set(rule_book.shipped().book.by_id)
    code, out, err = run(capsys, "check", path, *ON)
    assert (code, err) == (0, "")
    assert out.rstrip().endswith("Die Entscheidung trifft die zuständige Stelle.")


def _values() -> st.SearchStrategy[Any]:
    odd = [
        "2026-02-31",
        "2026-11-28",
        "arbeitslos",
        "keine_angabe",
        "4860.00",
        "-1.00",
        "9" * 30,
        "\ud800",
        "\x00",
        "NW",
    ]
    plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(odd))
    return st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner))


FACTS = [fact.name for fact in rule_book.shipped().book.catalogue.facts]


@st.composite
def cases(draw: st.DrawFn) -> object:
    """Cases of known and unknown facts with values of every kind."""
    found: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(FACTS), max_size=3)):
        group, _, key = name.partition(".")
        found.setdefault(group, {})[key] = draw(_values())
    if draw(st.integers(0, 9)) == 0:
        found[draw(st.text(max_size=5))] = draw(_values())
    return draw(_values()) if draw(st.integers(0, 9)) == 0 else found


def _quietly(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(arguments)
    return code, out.getvalue(), err.getvalue()


@pytest.mark.heavy
@settings(deadline=None)
@given(st.one_of(cases().map(lambda found: json.dumps(found).encode()), st.binary(max_size=40)))
def test_whatever_a_case_holds_ends_in_a_result_or_in_one_line(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        code, out, err = _quietly("check", str(case(Path(folder), content)), *ON, "--json")
    if code == 0:
        assert err == ""
        assert json.loads(out)["instruments"]
    else:
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "fall.json" in err


@pytest.mark.parametrize(
    "day", ["31.02.2026", "2026-02-31", "gestern", "", "2026-11-22T00:00", "20261122", "0000-01-01"]
)
@pytest.mark.parametrize("before", [("check", "fall.json"), ("rules",)], ids=["check", "rules"])
def test_a_day_that_is_none_is_told_in_german(
    before: tuple[str, ...], day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *before, "--on", day)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert f"Bei --on ist „{day}“ kein Tag." in err
    assert "argument" not in err


def test_a_case_may_come_through_a_pipe_and_a_device_without_an_end_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo(pipe := tmp_path / "fall.json")
    writer = threading.Thread(target=pipe.write_bytes, args=(b"{}",))
    writer.start()
    assert run(capsys, "check", pipe, "--json")[0] == 0
    writer.join()
    code, _, err = run(capsys, "check", "/dev/zero")
    assert (code, "zu groß" in err) == (2, True)


@pytest.mark.parametrize("option", ["--paper", "--plain"])
def test_a_paper_of_another_ending_or_in_no_folder_is_refused_before_anything_is_printed(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case(tmp_path, "{}")
    for target, told in ((tmp_path / "blatt.txt", ".pdf"), (tmp_path / "fehlt" / "blatt.pdf", "fehlt")):
        code, out, err = run(capsys, "check", path, option, target, "--json")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert told in err
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "id"),
        (b"id = 5", "id"),
        (b"[[version]]\n" * 30_000, "no.toml"),
        (b"a = " + b"[" * 20_000 + b"]" * 20_000, "keine lesbare Regeldatei"),
        (bytes(range(256)), "UTF-8"),
        ("\ntitle = 'für'".encode("latin-1"), "Zeile 2: "),
        (b"id = 'no'\nid = 'no'", "Zeile 2: "),
        (b"[[fact]]\nname = 'person.x'\ntype = 'datum'\nlabel = 'X'\n[version]", "no.toml"),
    ],
)
def test_lint_says_what_is_wrong_with_any_file(
    content: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path := tmp_path / "no.toml").write_bytes(content)
    code, out, err = run(capsys, "rules", "lint", path)
    assert (code, err) == (2, "")
    assert out
    assert all("no.toml" in line for line in out.splitlines())
    assert told in out


def test_lint_takes_a_file_with_a_mark_of_its_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = next(found for found in rule_book.shipped_sources() if found.name.endswith("bildungszeit.toml"))
    (path := tmp_path / "instruments" / "bildungszeit.toml").parent.mkdir()
    path.write_bytes(b"\xef\xbb\xbf" + source.text.encode())
    assert run(capsys, "rules", "lint", path)[0] == 0


@pytest.mark.parametrize("what", ["missing", "folder", "huge"])
@pytest.mark.parametrize("command", ["lint", "import"])
def test_what_is_no_file_for_rules_gives_one_line(
    command: str, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "regeln.toml"
    if what == "folder":
        path.mkdir()
    elif what == "huge":
        path.write_bytes(b"#" * 9_000_000)
    arguments: list[object] = ["rules", command, path]
    if command == "import":
        from nqdesk.actions import demo

        assert run(capsys, "demo", tmp_path / "demo")[0] == 0
        monkeypatch.setenv("NQDESK_PASSWORD", demo.PASSWORD)
        arguments += ["--database", tmp_path / "demo" / demo.FILE_NAME]
    code, out, err = run(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "regeln.toml" in err
    assert {"missing": "gibt es nicht", "folder": "Ordner", "huge": "zu groß"}[what] in err


def test_every_rules_command_with_json_prints_nothing_but_json(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ("rules", "--json"),
        ("rules", "--on", "1900-01-01", "--json"),
        ("rules", "show", "fbw_81_2", "--json"),
        ("rules", "--json", "show", "fbw_81_2"),
        ("rules", "diff", "2024-01-01", "2026-01-01", "--json"),
        ("rules", "--json", "diff", "2026-01-01", "2024-01-01"),
    ):
        code, out, err = run(capsys, *arguments)
        assert (code, err) == (0, ""), arguments
        json.loads(out)


def test_show_as_json_holds_versions_gaps_and_quotations(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(run(capsys, "rules", "show", "fbw_81_2", "--json")[1])
    instrument = rule_book.shipped().book.by_id["fbw_81_2"]
    assert [each["valid_from"] for each in told["versions"]] == [str(each.valid_from) for each in instrument.versions]
    assert [each["reason"] for each in told["gaps"]] == [gap.reason for gap in instrument.gaps]
    quotes = [each["quote"] for each in told["versions"][0]["criteria"]]
    assert quotes == [each.grounds.quote for each in instrument.versions[0].criteria]


def test_days_are_compared_in_their_order_and_a_day_without_rules_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    forth = run(capsys, "rules", "diff", "2024-03-31", "2024-04-01")
    assert run(capsys, "rules", "diff", "2024-04-01", "2024-03-31") == forth
    assert "gilt nicht mehr seit" not in forth[1]
    assert run(capsys, "rules", "--on", "1900-01-01")[1].startswith("Die Regeln decken diesen Tag nicht ab: ")


@pytest.mark.parametrize("command", [("rules", "lint"), ("check",)])
def test_the_folder_one_stands_in_is_named_too(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *command, ".")
    assert (code, out) == (2, "")
    assert "„.“ ist ein Ordner" in err
