"""The compiled rules: equal to what the texts say, and left aside as soon as they stand for something else."""

import shutil
from pathlib import Path

import orjson
import pytest

from nqdesk import resource_files
from nqdesk.domain.funding.rules import RuleBook
from nqdesk.exchange import compiled_rules, rule_files, rule_sources


@pytest.fixture(scope="module")
def shipped() -> RuleBook:
    """Return the shipped rules, read from their texts."""
    return rule_files.read_rules(rule_sources.shipped_sources(resource_files.path("funding")))


@pytest.fixture
def folder(tmp_path: Path, shipped: RuleBook) -> Path:
    """Return a copy of the shipped rules with their compiled file."""
    copy = tmp_path / "funding"
    shutil.copytree(resource_files.path("funding"), copy, ignore=shutil.ignore_patterns("compiled"))
    assert compiled_rules.keep_compiled(shipped, copy, compiled_rules.names_of(copy))
    return copy


def test_the_compiled_rules_say_what_the_texts_say(folder: Path, shipped: RuleBook) -> None:
    found = compiled_rules.shipped_book(folder)
    assert found == shipped
    assert found is not None
    assert found.gates == shipped.gates
    assert found.terms == shipped.terms
    assert [type(each) for each in found.instruments[0].versions[0].criteria[0]] == [
        type(each) for each in shipped.instruments[0].versions[0].criteria[0]
    ]


def test_what_lies_in_the_checkout_is_what_its_texts_say(shipped: RuleBook) -> None:
    found = compiled_rules.shipped_book(resource_files.path("funding"))
    assert found in (None, shipped)


def test_a_changed_text_leaves_the_compiled_file_aside(folder: Path) -> None:
    text = next((folder / "instruments").glob("*.toml"))
    text.write_bytes(text.read_bytes() + b"# read again\n")
    assert compiled_rules.shipped_book(folder) is None


def test_a_new_text_leaves_the_compiled_file_aside(folder: Path) -> None:
    (folder / "instruments" / "zz.toml").write_text("# nothing yet\n", encoding="utf-8")
    assert compiled_rules.shipped_book(folder) is None


def test_copied_texts_with_the_same_content_keep_it(folder: Path, shipped: RuleBook) -> None:
    for text in folder.glob("*/*.toml"):
        text.touch()
    assert compiled_rules.shipped_book(folder) == shipped


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"stamp": "", "content": ""}'])
def test_a_damaged_file_is_left_aside(folder: Path, damage: bytes) -> None:
    (folder / compiled_rules.PLACE).write_bytes(damage)
    assert compiled_rules.shipped_book(folder) is None


def test_parts_that_do_not_fit_are_left_aside(folder: Path) -> None:
    path = folder / compiled_rules.PLACE
    parts = orjson.loads(path.read_bytes())
    parts["instruments"][0].pop()
    path.write_bytes(orjson.dumps(parts))
    assert compiled_rules.shipped_book(folder) is None


def test_a_bundle_goes_by_the_texts_and_the_version_alone(folder: Path) -> None:
    names = {compiled_rules.names_of(folder, bundled=bundled).content for bundled in (False, True)}
    assert len(names) == 2


def test_where_nothing_can_be_written_the_rules_are_read_all_the_same(tmp_path: Path, shipped: RuleBook) -> None:
    (tmp_path / "compiled").write_text("in the way", encoding="utf-8")
    assert not compiled_rules.keep_compiled(shipped, tmp_path, compiled_rules.Names("", ""))
    assert compiled_rules.shipped_book(tmp_path) is None
