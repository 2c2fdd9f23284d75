"""What this computer remembers of the window: geometry, column widths, look, the last database. Never a record."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from nqdesk.ui.theme import Scheme

SCALES = (100, 125, 150, 175, 200)


class Preferences:
    """Values in one INI file of this computer's user."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def scheme(self) -> Scheme:
        """Light, dark or as the system has it."""
        name = str(self._settings.value("look/scheme", Scheme.SYSTEM.value))
        return Scheme(name) if name in {s.value for s in Scheme} else Scheme.SYSTEM

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._settings.setValue("look/scheme", scheme.value)

    @property
    def scale(self) -> int:
        """Size of everything in percent, one of `SCALES`; takes effect with the next start."""
        text = str(self._settings.value("look/scale", "100"))
        return int(text) if text.isdigit() and int(text) in SCALES else 100

    @scale.setter
    def scale(self, percent: int) -> None:
        if percent not in SCALES:
            raise ValueError(percent)
        self._settings.setValue("look/scale", str(percent))

    @property
    def last_database(self) -> Path | None:
        """The file opened last."""
        text = str(self._settings.value("database/last", ""))
        return Path(text) if text else None

    @last_database.setter
    def last_database(self, path: Path) -> None:
        self._settings.setValue("database/last", str(path))

    @property
    def last_page(self) -> str:
        """Key of the page shown last, "" if none."""
        return str(self._settings.value("window/page", ""))

    @last_page.setter
    def last_page(self, key: str) -> None:
        self._settings.setValue("window/page", key)

    def state(self, name: str) -> QByteArray:
        """Return what a widget saved under a name (geometry, splitter, header); empty if nothing."""
        value = self._settings.value(f"state/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def save_state(self, name: str, state: QByteArray) -> None:
        """Keep a widget's state."""
        self._settings.setValue(f"state/{name}", state)

    def widths(self, name: str) -> dict[str, int]:
        """Return the column widths saved for a list, by column key."""
        text = str(self._settings.value(f"widths/{name}", ""))
        pairs = (part.partition("=") for part in text.split(";") if part)
        return {key: int(width) for key, _, width in pairs if width.isdigit()}

    def save_widths(self, name: str, widths: dict[str, int]) -> None:
        """Keep the column widths of a list."""
        self._settings.setValue(f"widths/{name}", ";".join(f"{key}={width}" for key, width in widths.items()))

    def save(self) -> None:
        """Write to the disk now."""
        self._settings.sync()
