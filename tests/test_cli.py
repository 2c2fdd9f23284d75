"""The command line as a caller sees it: exit codes, one line on stderr, JSON alone on stdout."""

import json
from pathlib import Path
from typing import Any

import pytest

from nqdesk import cli, resource_files
from nqdesk.actions import databases, demo
from nqdesk.store.database import open_store
from tests.builders import NOW
from tests.command_line import run

CATALOGUE = resource_files.path(demo.CATALOGUE)
PASSWORD = "ein gutes Passwort"


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NQDESK_PASSWORD", PASSWORD)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database into which the demo catalogue was imported; tests here only read it."""
    path = tmp_path_factory.mktemp("cli") / "stelle.nqdesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NQDESK_PASSWORD", PASSWORD)
        arguments = ["import", str(CATALOGUE), "--database", str(path), "--create", "--recovery-file"]
        assert cli.main([*arguments, str(path.parent / "code.txt")]) == 0
    return path


def as_json(text: str) -> Any:
    return json.loads(text)


def test_import_creates_counts_and_gives_the_recovery_code_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "neu.nqdesk"
    code, out, err = run(capsys, "import", CATALOGUE, "--json", "--create", "--database", path)
    told = as_json(out)
    assert (code, told["format"]) == (0, "openqcat")
    assert told["offers"]["new"] > 30
    assert told["offers"]["refused"] == len(told["problems"]) == 0
    assert len(err.strip().splitlines()) == 1
    again = as_json(run(capsys, "import", CATALOGUE, "--json", "--database", path)[1])
    assert again["offers"] | again["providers"] == {
        "new": 0, "changed": 0, "unchanged": told["providers"]["new"], "withdrawn": 0, "refused": 0,
    }  # fmt: skip
    assert again["offers"]["unchanged"] == told["offers"]["new"]


def test_the_recovery_file_holds_the_code_and_is_never_overwritten(
    tmp_path: Path, filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = filled.parent / "code.txt"
    before = file.read_text()
    code, _, err = run(
        capsys, "import", CATALOGUE, "--create", "--database", tmp_path / "x.nqdesk", "--recovery-file", file
    )
    assert (code, file.read_text()) == (2, before)
    assert "code.txt" in err
    assert not (tmp_path / "x.nqdesk").exists()


@pytest.mark.parametrize("recovery", [[], ["--recovery-file", "code.txt"], ["--recovery-file", "fehlt/code.txt"]])
def test_a_command_that_fails_leaves_no_database_made_for_it(
    recovery: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cut = Path("abgeschnitten.xml")
    cut.write_bytes(CATALOGUE.read_bytes()[:40_000])
    files = [CATALOGUE] if recovery == ["--recovery-file", "fehlt/code.txt"] else [cut]
    code, out, err = run(capsys, "import", *files, "--create", "--database", "x.nqdesk", *recovery)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert list(tmp_path.iterdir()) == [tmp_path / cut]


def test_help_is_german(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["import", "--help"])
    out, _ = capsys.readouterr()
    assert out.startswith("Aufruf: nqdesk import")
    assert not [word for word in ("usage", "positional", "options", "show this") if word in out]


def test_database_may_stand_before_or_after_the_command(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = run(capsys, "--database", filled, "offers", "--json")
    after = run(capsys, "offers", "--json", "--database", filled)
    assert before == after
    assert before[0] == 0


def test_offers_are_listed_with_the_names_of_the_contract(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    offers = as_json(run(capsys, "offers", "--json", "--database", filled)[1])
    assert set(offers[0]) == {
        "id", "source_id", "title", "kind", "occupation", "provider", "state", "dates", "hours", "price", "form",
        "time_model", "measure_number", "source",
    }  # fmt: skip
    runs = [run for offer in offers for run in offer["dates"]]
    assert all(set(run) == {"start", "end", "place", "plz"} for run in runs)
    prices = [offer["price"] for offer in offers]
    assert None in prices
    assert all(price is None or price[-3] == "." for price in prices)


def test_search_folds_umlauts(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = [
        as_json(run(capsys, "offers", "--json", "--search", t, "--database", filled)[1])
        for t in ("externenprüfung", "EXTERNENPRUEFUNG", "externenprufung")
    ]
    assert found[0] == found[1] == found[2]
    assert found[0]


def test_a_portfolio_of_everything_is_a_pdf(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "alles.pdf"
    code, told, _ = run(capsys, "portfolio", "--all", "--out", out, "--database", filled)
    assert code == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert str(out) in told


def test_verify_and_backup_and_restore(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.nqdesk"
    run(capsys, "import", CATALOGUE, "--create", "--database", path)
    assert run(capsys, "verify", "--database", path)[0] == 0
    assert run(capsys, "backup", "--database", path)[0] == 0
    count = len(as_json(run(capsys, "offers", "--json", "--database", path)[1]))
    path.write_bytes(b"\0" * 8192)
    assert run(capsys, "offers", "--database", path)[0] == 2
    assert run(capsys, "restore", "--database", path)[0] == 0
    assert len(as_json(run(capsys, "offers", "--json", "--database", path)[1])) == count


def test_verify_tells_a_lost_copy_of_the_keys_from_damage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.nqdesk"
    run(capsys, "import", CATALOGUE, "--create", "--database", path)
    (tmp_path / "s.nqdesk.keys2").unlink()
    code, out, err = run(capsys, "verify", "--database", path)
    assert (code, err) == (1, "")
    assert "Die Daten sind sicher" in out
    whole = path.read_bytes()
    path.write_bytes(whole[:-5000] + bytes([whole[-5000] ^ 1]) + whole[-4999:])
    code, out, err = run(capsys, "verify", "--database", path)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "Teile der Datei sind nicht mehr lesbar" in err


def test_while_another_holds_the_file_reading_works_and_writing_says_who(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import subprocess
    import sys

    path = tmp_path / "s.nqdesk"
    run(capsys, "import", CATALOGUE, "--create", "--person", "Anna", "--database", path)
    holder = subprocess.Popen(
        [sys.executable, "-c", f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from nqdesk.store.database import open_store
with open_store(Path({str(path)!r}), {PASSWORD!r}, now=datetime.now(UTC)):
    print("open", flush=True)
    sys.stdin.read()
"""],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        assert run(capsys, "offers", "--database", path)[0] == 0
        code, _, err = run(capsys, "import", CATALOGUE, "--database", path)
        assert code == 2
        assert "Anna" in err
    finally:
        holder.communicate("")


def test_a_file_that_is_not_well_formed_changes_nothing_even_beside_a_good_one(
    filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "abgeschnitten.xml"
    cut.write_bytes(CATALOGUE.read_bytes()[:40_000])
    before = run(capsys, "offers", "--json", "--database", filled)
    for files in ([cut], [CATALOGUE, cut]):
        code, out, err = run(capsys, "import", *files, "--database", filled)
        assert (code, out, len(err.splitlines())) == (2, "", 1)
        assert "abgeschnitten.xml" in err
    assert run(capsys, "offers", "--json", "--database", filled) == before
    with open_store(filled, PASSWORD, now=NOW, read_only=True) as store:
        assert store.db.execute_sql("SELECT pending FROM import_state").fetchone() == (0,)


@pytest.mark.parametrize(
    "arguments",
    [
        ["quatsch"],
        ["import"],
        ["import", "gibt-es-nicht.xml"],
        ["portfolio", "--out", "x.pdf"],
        ["portfolio", "--all", "--event", "x", "--out", "x.pdf"],
        ["portfolio", "--all", "--out", "x.docx"],
        ["portfolio", "--event", "gibt es nicht", "--out", "x.pdf"],
        ["offers", "--was"],
        ["restore", "gibt-es-nicht.nqdesk"],
    ],
)
def test_bad_usage_is_one_german_line_and_exit_2(
    arguments: list[str], filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "--database", filled, *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_password_a_missing_and_a_foreign_file_are_told_apart(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = tmp_path / "brief.txt"
    foreign.write_text("kein nqdesk" * 500)
    errors = [
        run(capsys, "offers", "--database", tmp_path / "nichts.nqdesk"),
        run(capsys, "offers", "--database", foreign),
    ]
    monkeypatch.setenv("NQDESK_PASSWORD", "ein falsches Passwort")
    errors.append(run(capsys, "offers", "--database", filled))
    assert [e[0] for e in errors] == [2, 2, 2]
    assert len({e[2] for e in errors}) == 3


def test_the_password_may_come_from_a_file(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NQDESK_PASSWORD")
    file = tmp_path / "passwort.txt"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    assert run(capsys, "offers", "--database", filled, "--password-file", file)[0] == 0
    file.write_text(PASSWORD + "\r\n", encoding="utf-8-sig")  # as Windows' Notepad may write it
    assert run(capsys, "--password-file", file, "--database", filled, "offers")[0] == 0
    file.write_text(PASSWORD, encoding="utf-16")
    assert "UTF-8" in run(capsys, "--password-file", file, "--database", filled, "offers")[2]


def test_no_answer_to_the_question_for_the_password_is_one_line(
    filled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_answer(*_: object, **__: object) -> str:
        raise EOFError

    monkeypatch.delenv("NQDESK_PASSWORD")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", no_answer)
    code, out, err = run(capsys, "offers", "--database", filled)
    assert (code, out, len(err.splitlines())) == (2, "", 1)


def test_demo_writes_the_files_it_names_and_can_run_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "demo"
    for _ in range(2):
        code, out, _ = run(capsys, "demo", folder)
        assert code == 0
    for name in (demo.FILE_NAME, "portfolio.pdf"):
        assert (folder / name).is_file()
        assert str(folder / name) in out


def test_demo_leaves_a_database_that_is_no_demo_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / demo.FILE_NAME
    store, _ = databases.create(path, person="Anna", password=PASSWORD, centre=None, now=NOW)
    store.close()
    before = path.read_bytes()
    code, _, err = run(capsys, "demo", tmp_path)
    assert (code, path.read_bytes()) == (2, before)
    assert demo.FILE_NAME in err


def test_a_reader_who_has_seen_enough_is_no_fault(filled: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-m", "nqdesk", "offers", "--json", "--database", str(filled)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        reading.stdout.close()
        assert reading.stderr.read() == b""
    assert reading.returncode == 0
