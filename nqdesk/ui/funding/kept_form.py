"""The card with note, end of keeping and "abgeschlossen" of a kept check; it saves itself."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QWidget

from nqdesk.actions import kept_checks
from nqdesk.domain.change import Change
from nqdesk.domain.funding.kept_check import KeptCheck, check_kept
from nqdesk.domain.problem import Problem
from nqdesk.store import checks
from nqdesk.store.database import Store
from nqdesk.ui.self_saving import SelfSaving
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField

_KEYS = ("subject", "note", "purpose", "keep_until", "closed")
_LABELS = {"subject": "Name oder Zeichen", "purpose": "Zweck", "keep_until": "Aufbewahren bis"}


class KeptForm(SelfSaving[KeptCheck], Card):
    """What may change of a kept check beside its outcomes."""

    labels = _LABELS

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Fall", parent=parent)
        self.session = session
        self.record = KeptCheck()
        self.form = form = Form(1)
        form.add("closed", "", CheckField("Abgeschlossen"), hint="Es wird nichts mehr erwartet.")
        form.add("note", "N&otiz", TextArea(4))
        form.add("subject", "&Name oder Zeichen", TextField())
        form.add("purpose", "&Zweck", TextField())
        form.add("keep_until", "&Aufbewahren bis", DayField(), hint="Danach ist der Check zu löschen.")
        form.field("closed").left.connect(self.save)
        form.settled.connect(self.save)
        form.set_read_only(read_only=not session.can_write)
        self.add(form)

    def show_record(self, record: KeptCheck) -> None:
        self.record = record
        self.form.set_values({key: getattr(record, key) for key in _KEYS})

    def write(self, store: Store, wanted: KeptCheck, now: datetime) -> Change:
        return kept_checks.save(store, wanted, now)

    def stored(self, record_id: str) -> KeptCheck | None:
        return checks.get(self.session.store.db, record_id)

    def entered(self) -> tuple[KeptCheck, list[Problem]]:
        wanted = replace(self.record, **self.form.values())
        problems = [*self.form.problems(), *check_kept(wanted, self.session.today())]
        for key in {problem.field for problem in problems} & set(_KEYS):
            wanted = replace(wanted, **{key: getattr(self.record, key)})
        return wanted, problems
