"""Reading the settings."""

from peewee import Database

from nqdesk.domain.settings import Settings
from nqdesk.store import singles


def get(db: Database) -> Settings:
    """Return the settings; the defaults if none were stored yet."""
    record = singles.read(db, singles.SettingsRecord, singles.SETTINGS_ID)
    return Settings(**singles.values(record, Settings))  # type: ignore[arg-type]
