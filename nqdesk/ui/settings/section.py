"""What all sections of the settings have in common: head, body that scrolls, and why something cannot be changed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.domain.change import Change
from nqdesk.domain.people import Right
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.scroll_area import ScrollArea

_MOST = step(230)  # wider lines are hard to read
_RIGHT = "Ändern darf das nur, wer das Recht „Verwaltung“ hat."


class Section(QWidget):
    """One section.

    Attributes:
        body: the layout to fill. header: its buttons are added at the right.
        may_change: whether the person may change what stands here.
    """

    def __init__(
        self,
        session: Session,
        title: str,
        subtitle: str = "",
        *,
        right: Right | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`right` is what changing needs; None if nothing here is kept in the database."""
        super().__init__(parent)
        self.session = session
        self.may_change = right is None or session.may(right)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(step(2))
        area = ScrollArea(gap=0)
        outer.addWidget(area)
        holder = QWidget()
        holder.setMaximumWidth(_MOST)
        area.body.setContentsMargins(step(6), step(4), step(6), step(6))
        area.body.addWidget(holder)
        area.body.addStretch(1)
        area.body.setAlignment(holder, Qt.AlignmentFlag(0))
        self.body = QVBoxLayout(holder)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(step(4))
        self.header = PageHeader(title, subtitle)
        self.body.addWidget(self.header)
        if not self.may_change and not session.store.read_only:  # of reading only the window itself speaks
            self.body.addWidget(Notice(_RIGHT, Tone.ACCENT))

    def is_busy(self) -> bool:
        """Tell whether another job must end first, and say so."""
        jobs = self.session.jobs.open
        if jobs:
            self.session.tell(f"{jobs[0].title} läuft noch. Bitte einen Augenblick warten.", Tone.OPEN)
        return bool(jobs)

    def refresh(self, change: Change | None) -> None:
        """Read anew; `change` is what happened, None for everything."""

    def leave(self) -> None:
        """Save what is being edited."""
