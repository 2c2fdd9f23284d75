"""Writing the settings."""

from typing import TYPE_CHECKING, Any

from nqdesk.domain.change import Area, Change
from nqdesk.domain.settings import Settings
from nqdesk.store import singles
from nqdesk.store.changing.shelves import Shelf
from nqdesk.store.changing.trail import Recording

if TYPE_CHECKING:
    from nqdesk.store.store import Tx


class _Settings(Shelf[singles.SettingsRecord]):
    area = Area.SETTINGS
    kind = singles.SettingsRecord
    table = "singles"

    def title(self, record: singles.SettingsRecord) -> str:  # noqa: ARG002 - there is only one
        return ""

    def values(self, record: singles.SettingsRecord) -> tuple[Any, ...]:  # noqa: ARG002 - the body holds all
        return ()


SETTINGS = _Settings()


def save_settings(tx: "Tx", settings: Settings) -> Change:
    """Store the settings."""
    version = singles.read(tx.db, singles.SettingsRecord, singles.SETTINGS_ID).version
    values: dict[str, Any] = singles.values(settings, Settings)
    recording = Recording(tx, "save_settings")
    recording.save(SETTINGS, singles.SettingsRecord(id=singles.SETTINGS_ID, version=version, **values))
    return recording.done()
