"""The commands about rule packages and a database's own rules, as a caller sees them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nqdesk.actions import databases, rule_book
from nqdesk.actions import rule_packages as rule_actions
from nqdesk.domain.funding.rules import Origin
from nqdesk.exchange import rule_packages
from nqdesk.exchange.rule_packages import RulePackage
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store.database import create_store
from tests.actions.test_rule_packages import NAME, OWN, SHIPPED, newer, shipped_text
from tests.builders import TODAY
from tests.command_line import run
from tests.store.conftest import CHEAP


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "stelle.nqdesk"
    create_store(path, person="Anna", password="ein gutes Passwort", now=datetime.now(UTC), cost=CHEAP)[0].close()
    monkeypatch.setenv("NQDESK_PASSWORD", "ein gutes Passwort")
    return path


def package(folder: Path, *sources: RuleSource) -> Path:
    path = folder / "paket.json"
    rule_packages.write(RulePackage("Regelpaket 1", "Netzwerk (erfunden)", TODAY, "neu", sources), path)
    return path


def test_a_package_is_shown_taken_over_and_counts_for_checks(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = package(tmp_path, RuleSource(NAME, OWN))
    code, out, err = run(capsys, "rules", "--database", database, "import", path, "--preview", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert (told["taken"], told["files"], told["versions"][0]["effect"]) == (False, [NAME], "new")
    case = tmp_path / "fall.json"
    case.write_text('{"massnahme": {"stunden": 101}}', encoding="utf-8")
    _, before, _ = run(capsys, "check", case, "--database", database, "--json")
    assert "centre_lager" not in before
    code, out, err = run(capsys, "rules", "import", path, "--database", database)
    assert (code, err) == (0, "")
    assert "Netzwerk (erfunden)" in out
    _, after, _ = run(capsys, "check", case, "--database", database, "--json")
    found = {each["id"]: each for each in json.loads(after)["instruments"]}
    assert (found["centre_lager"]["result"], found["centre_lager"]["origin"]) == ("kann", "package")
    code, out, _ = run(capsys, "rules", "show", "centre_lager", "--database", database)
    assert code == 0
    assert "Musterstadt" in out
    code, _, err = run(capsys, "rules", "import", path, "--database", database)
    assert code == 2
    assert "schon so hinterlegt" in err


def test_what_nqdesk_knows_better_is_listed_and_the_rest_taken_over(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = newer(shipped_text(), "2019-01-01").replace("as_of = 2026", "as_of = 2019")
    path = package(tmp_path, RuleSource(SHIPPED, old), RuleSource(NAME, OWN))
    code, out, _ = run(capsys, "rules", "import", path, "--database", database, "--json")
    assert code == 1
    assert (json.loads(out)["older"], json.loads(out)["files"]) == ([SHIPPED], [NAME])


def test_a_package_that_changes_only_title_or_source_says_that_no_result_changes(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "rules", "import", package(tmp_path, RuleSource(NAME, OWN)), "--database", database)
    for was, now, said in (
        ('title = "Zuschuss', 'title = "Neuer Zuschuss', "kein Ergebnis ändert sich"),
        ('source = "Richtlinie', 'source = "Neue Richtlinie', "    – Nur Quelle oder Lesetag."),
    ):
        path = package(tmp_path, RuleSource(NAME, OWN.replace(was, now)))
        code, out, _ = run(capsys, "rules", "import", path, "--database", database, "--preview")
        assert code == 0
        assert said in out


def test_a_package_that_replaces_what_the_centre_wrote_says_so(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    store = databases.open_database(database, "ein gutes Passwort", now)
    rule_actions.save_own(store, RuleSource(NAME, OWN, Origin.CENTRE), now, reason="neu")
    store.close()
    path = package(tmp_path, RuleSource(NAME, OWN.replace("> 100", "> 90")))
    code, out, _ = run(capsys, "rules", "import", path, "--database", database, "--preview")
    assert code == 0
    assert "„Zuschuss der Stadt Musterstadt“ haben Sie selbst geschrieben." in out
    _, out, _ = run(capsys, "rules", "import", path, "--database", database, "--json")
    assert json.loads(out)["replaces_own"] == ["Zuschuss der Stadt Musterstadt"]
    other = package(tmp_path, RuleSource(NAME, OWN.replace("> 100", "> 80")))
    assert "selbst geschrieben" not in run(capsys, "rules", "import", other, "--database", database)[1]


@pytest.mark.parametrize("content", ["", "{}", '{"format": "nqdesk-regelpaket", "version": 1}'])
def test_a_file_that_is_no_package_changes_nothing(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    path = tmp_path / "paket.json"
    path.write_text(content, encoding="utf-8")
    code, out, err = run(capsys, "rules", "import", path, "--database", database)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "paket.json" in err


def test_rules_with_faults_are_refused_with_place_and_reason(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = package(tmp_path, RuleSource(NAME, OWN.replace("massnahme.stunden >", "massnahme.tage >")))
    code, out, err = run(capsys, "rules", "import", path, "--database", database)
    assert (code, out) == (2, "")
    assert f"{NAME}, Zeile 19" in err
    assert "massnahme.tage" in err


def test_rules_of_a_database_are_given_to_others(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "rules", "import", package(tmp_path, RuleSource(NAME, OWN)), "--database", database)
    out = tmp_path / "weiter.json"
    code, told, _ = run(
        capsys, "rules", "export", "centre_lager", "--out", out, "--name", "Lager", "--database", database
    )
    assert code == 0
    assert rule_packages.read(out).checksum in told
    code, _, err = run(capsys, "rules", "export", "gibt_es_nicht", "--out", out, "--name", "x", "--database", database)
    assert code == 2
    assert "gibt_es_nicht" in err


def test_lint_names_the_fault_also_where_the_rules_in_use_are_faulty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "instruments"
    folder.mkdir()
    file = folder / "beschaeftigte_82.toml"
    text = shipped_text()
    file.write_text(text.replace("massnahme.stunden > 120", "massnahme.tage > 120"), encoding="utf-8")
    faulty = tuple(
        RuleSource(source.name, file.read_text("utf-8")) if source.name == SHIPPED else source
        for source in rule_book.shipped_sources()
    )
    monkeypatch.setattr(rule_book, "shipped_sources", lambda: faulty)
    monkeypatch.setattr(rule_book, "shipped", lambda: pytest.fail("the faulty rules were put to use"))
    code, out, _ = run(capsys, "rules", "lint", file)
    assert code == 2
    assert "massnahme.tage" in out
