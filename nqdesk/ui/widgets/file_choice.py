"""The system's dialogs for choosing files and folders: the only place that calls them.

Each dialog (by its title) begins in the folder in which something was chosen last.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from nqdesk.ui.widgets.dialog import ask

Kinds = Sequence[tuple[str, str]]

_last: dict[str, Path] = {}


def choose_file(parent: QWidget, title: str, kinds: Kinds, folder: Path | None = None) -> Path | None:
    """Ask for an existing file; `kinds` are (German word, patterns such as "*.xml *.json")."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder or _begin(title)), _filter(kinds))
    return _remember(title, Path(chosen)) if chosen else None


def choose_files(parent: QWidget, title: str, kinds: Kinds, folder: Path | None = None) -> list[Path]:
    """Ask for existing files."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or _begin(title)), _filter(kinds))
    return [_remember(title, Path(name)) for name in chosen]


def choose_target(parent: QWidget, title: str, kinds: Kinds, suggested: Path) -> Path | None:
    """Ask where to write; the ending of the kind chosen is added if none was typed."""
    if title in _last:
        suggested = _begin(title) / suggested.name
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(suggested), _filter(kinds))
    if not chosen:
        return None
    path = Path(chosen)
    endings = [pattern.removeprefix("*") for _, patterns in kinds for pattern in patterns.split()]
    if path.suffix.casefold() not in endings:  # "Infotag 14.1" has a dot and still no ending
        patterns = next((patterns for word, patterns in kinds if kind.startswith(word)), kinds[0][1])
        path = path.with_name(path.name + patterns.split()[0].removeprefix("*"))
        if path.exists() and not ask(
            parent,
            "Datei ersetzen?",
            f"„{path.name}“ gibt es in diesem Ordner schon.",
            yes="Ersetzen",
            no="Abbrechen",
            is_danger=True,
        ):
            return None
    return _remember(title, path)


def choose_folder(parent: QWidget, title: str, folder: Path | None = None) -> Path | None:
    """Ask for a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(folder or Path.home()))
    return Path(chosen) if chosen else None


def _begin(title: str) -> Path:
    folder = _last.get(title)
    return folder if folder is not None and folder.is_dir() else Path.home()


def _remember(title: str, path: Path) -> Path:
    _last[title] = path.parent
    return path


def _filter(kinds: Kinds) -> str:
    return ";;".join(f"{word} ({patterns})" for word, patterns in kinds)
