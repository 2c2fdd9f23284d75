"""What the documents say is so."""

import re
import subprocess
import sys
import tomllib

import pytest

from nqdesk import __version__
from tests.gates.source_code import ROOT, modules

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_newest_heading_of_the_changelog_is_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\] – \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert newest
    assert newest[1] == __version__ == project["version"]


def test_the_two_commands_of_the_readme_exist() -> None:
    block = re.search(r"```\n(.*?)```", README, re.DOTALL)
    assert block
    commands = block[1].split("\n")[:2]
    assert commands == ["python3 packaging/start.py", "python3 packaging/start.py test"]
    assert (ROOT / "packaging" / "start.py").is_file()


@pytest.mark.parametrize("document", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_file_that_a_document_names_exists(document: str) -> None:
    named = set(re.findall(r"`((?:nqdesk|resources|tests|packaging|\.ci)/[\w./-]*)`", document))
    named |= {link for link in re.findall(r"\]\(([\w./-]+)\)", document) if not link.startswith("http")}
    assert named
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]


def test_the_readme_names_every_command() -> None:
    help_text = subprocess.run(
        [sys.executable, "-m", "nqdesk", "--help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    commands = re.findall(r"^    ([a-z]+) {2,}\S", help_text, re.MULTILINE)
    assert "import" in commands
    assert not [command for command in commands if f"`{command}`" not in README]


def test_every_name_in_the_glossary_stands_in_the_code() -> None:
    table = CONTRIBUTING.split("## Glossary", 1)[1].split("\n## ", 1)[0]
    names = {name for row in re.findall(r"^\|.*\|$", table, re.MULTILINE) for name in re.findall(r"`([\w.]+)`", row)}
    assert len(names) > 20
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "nqdesk").rglob("*.py"))
    places = {part for module in modules() for part in module.name.split(".")}
    assert not [name for name in sorted(names) if name not in places and not re.search(rf"\b{name}\b", source)]
