"""Every code that the program uses has a German text, and every text names only what the code gives it."""

import ast
import re
import string
from collections.abc import Iterator
from enum import StrEnum

import pytest

import nqdesk.domain
from nqdesk import resource_files
from nqdesk.actions import messages
from tests.gates.source_code import Module, modules

# Choices that are made inside the program and never shown as a word.
UNSHOWN: frozenset[str] = frozenset()

CODE = re.compile(r"[a-z][a-z0-9_]*")


def own_errors() -> set[str]:
    """Return the names of the program's exception classes whose first argument is a code: those made from Failure."""
    bases = {"Failure"}
    while True:
        more = {
            node.name
            for module in modules()
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ClassDef) and {b.id for b in node.bases if isinstance(b, ast.Name)} & bases
        }
        if more <= bases:
            return bases
        bases |= more


def codes(called: set[str], position: int = 0, keyword: str = "code") -> Iterator[tuple[Module, ast.Call, str]]:
    """Yield each literal code given to one of these functions or classes."""
    for module in modules():
        for name, call in module.calls():
            if name in called:
                given = call.args[position] if len(call.args) > position else None
                named = next((k.value for k in call.keywords if k.arg == keyword), None)
                for word in messages_words(given or named):
                    yield module, call, word


def messages_words(node: ast.expr | None) -> tuple[str, ...]:
    """Return the literal codes an expression may be."""
    from tests.gates.source_code import words

    return tuple(word for word in words(node) if CODE.fullmatch(word))


def without_text(found: Iterator[tuple[Module, ast.Call, str]], table: str) -> list[str]:
    """Return where a code is used that has no text in this table."""
    known = messages.known(table)
    return [f"{module.path}:{call.lineno} {code}" for module, call, code in found if code not in known]


def test_every_problem_has_a_sentence() -> None:
    named = own_errors() | {"Problem", "refuse", "sentence"}
    found = list(codes(named))
    assert len(found) > 40, "the search itself finds nothing"
    assert not without_text(iter(found), "problem")


@pytest.mark.parametrize("table", ["verb", "stage", "phrase"])
def test_every_text_asked_for_exists(table: str) -> None:
    assert not without_text(codes({table}), table)


def test_every_stage_of_a_job_has_a_text() -> None:
    assert not without_text(codes({"Progress"}, position=2, keyword="stage"), "stage")


def test_every_choice_has_a_german_word() -> None:
    for module in modules():
        if module.name.startswith("nqdesk.domain."):
            __import__(module.name)
    known = messages.known("word")
    kinds = [kind for kind in StrEnum.__subclasses__() if kind.__module__.startswith(nqdesk.domain.__name__)]
    assert len(kinds) > 10, "the search itself finds nothing"
    wanted = {f"{kind.__name__}.{value.value}" for kind in kinds if kind.__name__ not in UNSHOWN for value in kind}
    assert not wanted - known
    stale = {key for key in known if key.split(".")[0] in {kind.__name__ for kind in kinds}} - wanted
    assert not stale, "words for choices that no longer exist"


def test_a_sentence_names_only_values_that_come_with_its_code() -> None:
    wrong = []
    for module, call, code in codes({"Problem", "refuse"}):
        if code not in messages.known("problem"):
            continue
        given = {k.arg for k in call.keywords if k.arg} - {"code", "field", "where", "values"}
        literal = next((k.value for k in call.keywords if k.arg == "values"), None)
        if isinstance(literal, ast.Dict) and all(isinstance(key, ast.Constant) for key in literal.keys):
            given |= {str(key.value) for key in literal.keys if isinstance(key, ast.Constant)}
        elif literal is not None or any(k.arg is None for k in call.keywords):
            continue
        sentence = resource_texts()["problem"][code]
        needed = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        if not needed <= given:
            wrong.append(f"{module.path}:{call.lineno} {code} {sorted(needed - given)}")
    assert not wrong


def resource_texts() -> dict[str, dict[str, str]]:
    """Return all texts by table, as they stand in the files."""
    import tomllib

    merged: dict[str, dict[str, str]] = {}
    for file in (resource_files.root() / "texts").glob("*.toml"):
        for table, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            merged.setdefault(table, {}).update(texts)
    return merged


def test_texts_are_german_for_people_and_not_for_programmers() -> None:
    jargon = re.compile(r"\b(Exception|Traceback|Error|None|True|False|Commit|Slot|Query|Index)\b|\b[a-z]+_[a-z]+\b")
    found = [
        f"{table}.{code}: {text}"
        for table, texts in resource_texts().items()
        for code, text in texts.items()
        if jargon.search(re.sub(r"\{\w+\}", "", text))
    ]
    assert not found
