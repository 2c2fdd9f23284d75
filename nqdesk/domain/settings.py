"""What a centre can set."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Settings stored in the database.

    Attributes:
        lock_after_minutes: idle minutes until the window locks, 1 to 240; 0 never.
        backup_folder: second folder for backups, "" for none.
        last_portfolio_order: the order principle last chosen, see `portfolio.Order`.
    """

    lock_after_minutes: int = 10
    backup_folder: str = ""
    last_portfolio_order: str = "start"
