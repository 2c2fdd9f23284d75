"""A recovery code that has just been made: shown until its sheet is printed or saved."""

from PySide6.QtWidgets import QWidget

from nqdesk.actions import people
from nqdesk.ui.opening.recovery_sheet import RecoverySheetDialog
from nqdesk.ui.session import Session


def show_new_code(session: Session, code: str, parent: QWidget) -> None:
    """Return when the sheet is printed or saved."""
    day = session.today()
    dialog = RecoverySheetDialog(
        code, lambda out: people.write_recovery_sheet(session.store, code, day, out), parent.window()
    )
    dialog.exec()
    dialog.deleteLater()
