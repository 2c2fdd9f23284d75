"""Rule packages and the centre's own rules: looked at, taken over, undone, set aside, given to others."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nqdesk.actions import messages, rule_book, rule_packages
from nqdesk.actions.refused import Refused
from nqdesk.actions.rule_packages import preview, preview_of, save_own, take_over
from nqdesk.domain.funding.rules import Origin
from nqdesk.exchange import rule_packages as files
from nqdesk.exchange.errors import ExchangeError
from nqdesk.exchange.rule_packages import RulePackage
from nqdesk.exchange.rule_sources import RuleSource
from nqdesk.store import rule_texts
from nqdesk.store.changing.undo import undo
from nqdesk.store.database import Store
from tests.builders import TODAY
from tests.store.conftest import NOW

OWN = """
id = "centre_lager"
title = "Zuschuss der Stadt Musterstadt"
law = "Richtlinie der Stadt Musterstadt (erfunden)"
level = "centre"
summary = "Die Stadt gibt einen Zuschuss (erfunden)."
decisive = ["antrag.datum"]

[[version]]
valid_from = 2026-01-01
kind = "kann"
as_of = 2026-11-01
source = "Richtlinie (erfunden)"

[[version.criterion]]
id = "stunden"
text = "Die Maßnahme dauert mehr als 100 Stunden."
law = "Nr. 2 der Richtlinie"
expr = 'massnahme.stunden > 100'
proof = "S"
confirmed = true
"""
NAME = "instruments/centre_lager.toml"
SHIPPED = "instruments/beschaeftigte_82.toml"


def shipped_text(name: str = SHIPPED) -> str:
    return next(source.text for source in rule_book.shipped_sources() if source.name == name)


def newer(text: str, day: str = "2027-01-15") -> str:
    """The same file as if it had been read later, § 82 asking for more hours."""
    start = text.rindex("[[version]]")
    head, last = text[:start], text[start:]
    last = last.replace("massnahme.stunden > 120", "massnahme.stunden > 160")
    return head + "".join(
        f"as_of = {day}\n" if line.startswith("as_of") else line for line in last.splitlines(keepends=True)
    )


def a_package(tmp_path: Path, *sources: RuleSource, name: str = "Regelpaket 2027-01") -> Path:
    path = tmp_path / "paket.json"
    files.write(RulePackage(name, "Netzwerk Muster (erfunden)", TODAY, "§ 82 geändert", sources), path)
    return path


def test_a_package_says_before_it_is_taken_over_what_it_changes(store: Store, tmp_path: Path) -> None:
    found = preview(store, a_package(tmp_path, RuleSource(SHIPPED, newer(shipped_text()))))
    assert found.package is not None
    assert found.package.checksum.startswith("sha256:")
    assert {change.instrument.id for change in found.versions} == {"beschaeftigte_82"}
    (change,) = found.versions
    assert change.before is not None
    assert change.after is not None
    lines = "\n".join(rule_packages.described(found))
    assert "Netzwerk Muster" in lines
    assert "Stunden" in lines
    assert rule_texts.state(store.db) == ()
    assert rule_book.in_use(store) is rule_book.shipped()


def test_a_package_taken_over_counts_until_it_is_undone(store: Store, tmp_path: Path) -> None:
    found = preview(store, a_package(tmp_path, RuleSource(SHIPPED, newer(shipped_text()))))
    change = take_over(store, found, NOW)
    engine = rule_book.in_use(store)
    assert engine.book.digest == found.after.book.digest
    assert engine.book.by_id["beschaeftigte_82"].origin is Origin.PACKAGE
    assert engine.book.by_id["fbw_81_2"].origin is Origin.SHIPPED
    (text,) = rule_texts.effective(store.db)
    assert (text.package, text.giver, text.reason) == (
        "Regelpaket 2027-01",
        "Netzwerk Muster (erfunden)",
        "§ 82 geändert",
    )
    with store.write(NOW) as tx:
        undo(tx, change.number)
    assert rule_book.in_use(store) is rule_book.shipped()


def test_the_same_package_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = a_package(tmp_path, RuleSource(SHIPPED, newer(shipped_text())))
    take_over(store, preview(store, path), NOW)
    again = preview(store, path)
    assert again.files == ()
    with pytest.raises(Refused) as refused:
        take_over(store, again, NOW)
    assert refused.value.problems[0].code == "package_nothing_new"
    assert len(rule_texts.history(store.db)) == 1


def test_what_nqdesk_has_read_more_lately_is_not_taken_over(store: Store, tmp_path: Path) -> None:
    old = newer(shipped_text(), "2020-01-01").replace("as_of = 2026", "as_of = 2019")
    found = preview(store, a_package(tmp_path, RuleSource(SHIPPED, old), RuleSource(NAME, OWN)))
    assert found.older == (SHIPPED,)
    assert [file.name for file in found.files] == [NAME]


def test_a_program_that_was_read_later_than_the_package_counts_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = preview_of(
        store,
        [RuleSource(SHIPPED, newer(shipped_text()), Origin.PACKAGE)],
        RulePackage("P", "G", TODAY, "", (RuleSource(SHIPPED, newer(shipped_text())),)),
    )
    take_over(store, found, NOW)
    later = tuple(
        RuleSource(source.name, newer(source.text, "2027-06-01")) if source.name == SHIPPED else source
        for source in rule_book.shipped_sources()
    )
    monkeypatch.setattr(rule_book, "shipped_sources", lambda: later)
    combined = rule_book.combined(rule_texts.effective(store.db))
    assert [found.problem.code for found in combined.set_aside] == ["rule_superseded"]


def test_own_rules_are_kept_text_by_text(store: Store) -> None:
    save_own(store, RuleSource(NAME, OWN), NOW, reason="neu")
    save_own(
        store, RuleSource(NAME, OWN.replace("100 Stunden", "90 Stunden").replace("> 100", "> 90")), NOW, reason="90"
    )
    instrument = rule_book.in_use(store).book.by_id["centre_lager"]
    assert instrument.origin is Origin.CENTRE
    assert instrument.versions[0].criteria[0].expression.text == "massnahme.stunden > 90"
    assert [text.reason for text in rule_texts.history(store.db, NAME)] == ["90", "neu"]
    save_own(store, RuleSource(NAME, ""), NOW, reason="ausgelaufen")
    assert "centre_lager" not in rule_book.in_use(store).book.by_id
    assert len(rule_texts.history(store.db, NAME)) == 3


def test_rules_with_faults_are_refused_with_file_line_and_reason(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        preview_of(
            store, [RuleSource(NAME, OWN.replace("massnahme.stunden > 100", "massnahme.stunden > person.status"))]
        )
    problem = refused.value.problems[0]
    assert problem.where == f"{NAME}, Zeile 19"
    assert rule_texts.state(store.db) == ()


def test_a_text_that_no_longer_fits_is_set_aside_and_the_rest_counts(store: Store) -> None:
    save_own(store, RuleSource(NAME, OWN), NOW, reason="neu")
    (fine,) = rule_texts.effective(store.db)
    broken = replace(fine, name="instruments/centre_y.toml", text=OWN.replace("massnahme.stunden", "massnahme.gab_es"))
    combined = rule_book.combined([fine, broken])
    assert [found.text.name for found in combined.set_aside] == ["instruments/centre_y.toml"]
    assert "centre_lager" in combined.engine.book.by_id


def test_rules_changed_since_they_were_looked_at_are_not_taken_over(store: Store) -> None:
    found = preview_of(store, [RuleSource(NAME, OWN)])
    save_own(store, RuleSource("instruments/centre_x.toml", OWN.replace("centre_lager", "centre_x")), NOW, reason="neu")
    with pytest.raises(Refused) as refused:
        take_over(store, found, NOW)
    assert refused.value.problems[0].code == "rules_changed_meanwhile"


def test_own_rules_given_to_another_centre_arrive_as_they_are(store: Store, tmp_path: Path) -> None:
    save_own(store, RuleSource(NAME, OWN), NOW, reason="neu")
    out = tmp_path / "geben.json"
    package = rule_packages.give(store, [rule_packages.file_of(store, "centre_lager")], out, TODAY, name="Lager")
    arrived = files.read(out)
    assert arrived.checksum == package.checksum
    assert arrived.files == (RuleSource(NAME, OWN, Origin.PACKAGE),)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda content: {**content, "note": "anders"}, "package_damaged"),
        (lambda content: {**content, "checksum": "sha256:00"}, "package_damaged"),
        (lambda content: {**content, "version": 2}, "package_version"),
        (lambda content: {**content, "format": "anderes"}, "package_unreadable"),
        (lambda content: {**content, "files": []}, "package_unreadable"),
        (lambda content: {**content, "files": content["files"] * 2}, "package_unreadable"),
        (lambda content: {**content, "files": [{"name": "../x.toml", "text": ""}]}, "package_unreadable"),
        (lambda content: [content], "package_unreadable"),
        (lambda content: {**content, "made_on": "gestern"}, "package_unreadable"),
        (lambda content: {**content, "name": 5}, "package_unreadable"),
        (lambda content: {**content, "name": "Paket\u202etekap"}, "package_unreadable"),
        (lambda content: {**content, "giver": "Stelle\x1b[2J"}, "package_unreadable"),
    ],
)
def test_a_spoilt_package_is_refused_with_a_sentence(tmp_path: Path, spoil: Callable[[Any], object], code: str) -> None:
    path = a_package(tmp_path, RuleSource(NAME, OWN))
    path.write_text(json.dumps(spoil(json.loads(path.read_text("utf-8")))), encoding="utf-8")
    with pytest.raises(ExchangeError) as refused:
        files.read(path)
    assert refused.value.code == code
    assert messages.sentence(code, refused.value.values)


def test_what_is_no_package_at_all_is_refused(tmp_path: Path) -> None:
    nothing = tmp_path / "x.json"
    nothing.write_bytes(b"\xff\xfe\x00")
    for path, code in (
        (tmp_path, "file_is_folder"),
        (tmp_path / "fehlt", "file_missing"),
        (nothing, "package_unreadable"),
    ):
        with pytest.raises(ExchangeError) as refused:
            files.read(path)
        assert refused.value.code == code
