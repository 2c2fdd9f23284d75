"""The system's dialogs for choosing files and folders: the only place that calls them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

Kinds = Sequence[tuple[str, str]]


def choose_file(parent: QWidget, title: str, kinds: Kinds, folder: Path | None = None) -> Path | None:
    """Ask for an existing file; `kinds` are (German word, patterns such as "*.xml *.json")."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder or Path.home()), _filter(kinds))
    return Path(chosen) if chosen else None


def choose_files(parent: QWidget, title: str, kinds: Kinds, folder: Path | None = None) -> list[Path]:
    """Ask for existing files."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, str(folder or Path.home()), _filter(kinds))
    return [Path(name) for name in chosen]


def choose_target(parent: QWidget, title: str, kinds: Kinds, suggested: Path) -> Path | None:
    """Ask where to write; the ending of the kind chosen is added if none was typed."""
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(suggested), _filter(kinds))
    if not chosen:
        return None
    path = Path(chosen)
    if not path.suffix:
        pattern = next((p for word, p in kinds if kind.startswith(word)), kinds[0][1])
        path = path.with_suffix(pattern.split()[0].removeprefix("*"))
    return path


def choose_folder(parent: QWidget, title: str, folder: Path | None = None) -> Path | None:
    """Ask for a folder."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(folder or Path.home()))
    return Path(chosen) if chosen else None


def _filter(kinds: Kinds) -> str:
    return ";;".join(f"{word} ({patterns})" for word, patterns in kinds)
