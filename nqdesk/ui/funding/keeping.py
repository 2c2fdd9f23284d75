"""What the page says of the check that is shown: kept, opened from a kept one, or neither."""

from dataclasses import dataclass
from datetime import date

from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.kept_check import KeptCheck
from nqdesk.store import checks
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.text_field import show_day

NOTHING_STORED = "Ohne Namen. Es wird nichts gespeichert."


@dataclass(frozen=True)
class Origin:
    """A kept check and the case it held; `was_opened`: the case came from it, else it was kept just now."""

    check: KeptCheck
    case: Case
    was_opened: bool


@dataclass(frozen=True)
class Unfinished:
    """What was being checked when the window was locked; of a kept check only its id, for it names a person."""

    cases: tuple[Case, ...]
    current: int
    on: date | None
    kept_id: str = ""
    kept_case: Case | None = None
    was_opened: bool = False


class Keeping:
    """Remembers, in memory only, which kept check belongs to what is shown.

    Attributes:
        state: that check, None if there is none.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.state: Origin | None = None

    def kept(self, check: KeptCheck, case: Case) -> None:
        """Note that the case was kept."""
        self.state = Origin(check, case, was_opened=False)

    def opened(self, check: KeptCheck, case: Case) -> None:
        """Note that the case came from a kept check."""
        self.state = Origin(check, case, was_opened=True)

    def put_aside(self, cases: list[Case], current: int, on: date | None) -> Unfinished:
        """Return what brings back these cases after the window was locked."""
        state = self.state
        if state is None:
            return Unfinished(tuple(cases), current, on)
        return Unfinished(tuple(cases), current, on, state.check.id, state.case, state.was_opened)

    def take_up(self, before: Unfinished) -> None:
        """Know again which kept check belongs to what was put aside, if it is still there."""
        check = checks.get(self._session.store.db, before.kept_id) if before.kept_id else None
        case = before.kept_case
        self.state = Origin(check, case, was_opened=before.was_opened) if check and case is not None else None

    @property
    def check(self) -> KeptCheck | None:
        """The kept check, with whose subject the case is likely to be kept again; None once it is gone."""
        if self.state is not None and checks.get(self._session.store.db, self.state.check.id) is None:
            self.state = None
        return self.state.check if self.state else None

    def line(self, case: Case) -> str:
        """Return what is true of the case."""
        check, state = self.check, self.state
        if check is None or state is None:
            return NOTHING_STORED
        of = f"{check.subject}, {show_day(check.made_on)}"
        if state.was_opened:
            return (
                f"Aus dem aufbewahrten Check {of}. Die Regeln können sich seither geändert haben. "
                "Änderungen hier werden nicht gespeichert."
            )
        if case == state.case:
            return f"Aufbewahrt: {of}."
        return f"Aufbewahrt: {of}. Seither geändert; die Änderungen sind nicht gespeichert."
