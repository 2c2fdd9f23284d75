"""An act that a password opens: done, or said beside the password or above it what stands in the way."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from nqdesk.actions import messages
from nqdesk.actions.refused import Refused
from nqdesk.domain.failure import Failure
from nqdesk.ui.widgets.form import FormRow
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.password_field import PasswordField


def password_row(label: str, field: PasswordField, hint: str = "") -> FormRow:
    """Return a row that also says when the caps lock is on."""
    row = FormRow(label, field, hint=hint)
    field.caps_lock.connect(lambda on: row.show_problem("Die Feststelltaste ist an." if on else ""))
    return row


def attempt(act: Callable[[], object], field: PasswordField, row: FormRow, notice: Notice, wrong: str) -> bool:
    """Run `act`, which may raise Refused or Failure; True if it was done. `wrong` is said of a wrong password."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        act()
    except Failure as failure:
        is_wrong = failure.code == "wrong_password"
        row.show_problem(wrong if is_wrong else "")
        notice.set("" if is_wrong else messages.sentence(failure.code, failure.values))
        if is_wrong:
            field.setFocus()
            field.selectAll()
        return False
    except Refused as refused:
        notice.set(" ".join(messages.problem(problem) for problem in refused.problems))
        return False
    finally:
        QApplication.restoreOverrideCursor()
    return True
