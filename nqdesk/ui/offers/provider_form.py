"""A provider's record: name, address, AZAV approval, contacts."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from nqdesk.actions import messages
from nqdesk.actions import organisations as actions
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.organisations import AzavCertificate, Organisation, Role, azav_state
from nqdesk.store import drafts, organisations
from nqdesk.ui.draft_keeper import DraftKeeper
from nqdesk.ui.offers.contacts_editor import ContactsEditor
from nqdesk.ui.offers.values import azav_tone
from nqdesk.ui.session import Session
from nqdesk.ui.theme import step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.dialog import Dialog
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.pill import StatusPill
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField

_AGENCY = "ba"


class ProviderForm(Dialog):
    """Saves on "Speichern"; closing asks if something would be lost."""

    def __init__(self, session: Session, organisation: Organisation, parent: QWidget) -> None:
        super().__init__("Anbieter" if organisation.version else "Neuer Anbieter", parent, detail=organisation.label)
        self._session = session
        self._organisation = organisation
        self._drafts = DraftKeeper(session, DraftForm.ORGANISATION)
        self.resize(step(190), step(180))
        area = ScrollArea(gap=step(3))
        self.body.addWidget(area, 1)
        self._forms = [self._base(), self._azav(), self._rest()]
        for title, form in zip(
            ("Name und Anschrift", "AZAV-Zulassung", "Kontakte und Notiz"), self._forms, strict=True
        ):
            card = Card(title)
            if title.startswith("AZAV"):
                state = azav_state(organisation.azav, session.today())
                self._pill = StatusPill(messages.word(state), azav_tone(state))
                card.add_trailing(self._pill)
            card.add(form)
            area.body.addWidget(card)
            form.edited.connect(self._edited)
            form.settled.connect(self.keep_draft)
        area.body.addStretch(1)
        self._show(organisation)
        self.add_button("Abbrechen", on_click=self.reject)
        save = self.add_button("Speichern", "primary", on_click=self.accept)
        if not session.can_write:
            save.setEnabled(False)
            for form in self._forms:
                form.set_read_only(read_only=True)
        self._forms[0].field("name").setFocus()

    @property
    def organisation(self) -> Organisation:
        """The record as it was last saved."""
        return self._organisation

    def field(self, key: str) -> Any:
        """Return the field of a name."""
        return next(form.field(key) for form in self._forms if key in form.values())

    def _base(self) -> Form:
        form, field = Form(columns=6, least=step(24)), messages.field
        form.add("name", field("name"), TextField(), span=6)
        form.add("short_name", field("short_name"), TextField(), span=3, hint="für Listen, wenn der Name lang ist")
        form.add("number", "Nummer bei der Agentur für Arbeit", TextField(), span=3)
        form.add("street", field("street"), TextField(), span=3)
        form.add("plz", field("plz"), TextField("12345"), span=1)
        form.add("city", field("city"), TextField(), span=2)
        form.add("phone", field("phone"), TextField(), span=3)
        form.add("email", field("email"), TextField("name@beispiel.de"), span=3)
        form.add("web", field("web"), TextField("https://"), span=6)
        roles = ChipBar("Rollen", [(role, messages.word(role)) for role in Role])
        form.add("roles", field("roles"), roles, span=6)
        return form

    def _azav(self) -> Form:
        form = Form(columns=3, least=step(40))
        form.add("certifier", "Fachkundige Stelle", TextField())
        form.add("certificate", "Nummer des Zertifikats", TextField())
        form.add("valid_until", "gültig bis", DayField(), hint="ohne Datum gilt die Zulassung als ungeprüft")
        return form

    def _rest(self) -> Form:
        form = Form(columns=2)
        form.add("contacts", "Ansprechpersonen", ContactsEditor(), span=2)
        form.add("source", "Quelle der Angaben", TextField())
        form.add("information_date", messages.field("information_date"), DayField())
        form.add("note", messages.field("note"), TextArea(3), span=2)
        return form

    def _show(self, organisation: Organisation) -> None:
        azav = organisation.azav or AzavCertificate()
        values: dict[str, Any] = {
            **{name: getattr(organisation, name) for name in Organisation.__dataclass_fields__},
            "number": next((number for system, number in organisation.numbers if system == _AGENCY), ""),
            "certifier": azav.certifier,
            "certificate": azav.number,
            "valid_until": azav.valid_until,
        }
        for form in self._forms:
            form.set_values(values)

    def _collect(self) -> Organisation:
        unreadable = {problem.field for form in self._forms for problem in form.problems()}
        values: dict[str, Any] = {}
        for form in self._forms:
            values.update({k: v for k, v in form.values().items() if k not in unreadable})
        azav = AzavCertificate(
            certifier=values.pop("certifier"),
            number=values.pop("certificate"),
            valid_until=values.pop("valid_until", None),
        )
        number = values.pop("number")
        others = tuple(pair for pair in self._organisation.numbers if pair[0] != _AGENCY)
        values["numbers"] = ((_AGENCY, number), *others) if number else others
        if number and (_AGENCY, number) in self._organisation.numbers:
            values["numbers"] = self._organisation.numbers
        values["azav"] = None if azav == AzavCertificate() else azav
        return replace(self._organisation, **values)

    def _edited(self) -> None:
        state = azav_state(self._collect().azav, self._session.today())
        self._pill.set(messages.word(state), azav_tone(state))

    def has_edits(self) -> bool:
        return any(form.is_edited for form in self._forms)

    def save_before_lock(self) -> None:
        if self.has_edits() and (any(form.problems() for form in self._forms) or not self._save()):
            self.keep_draft()

    def forget_edits(self) -> None:
        self._drafts.drop()

    def keep_draft(self) -> None:
        """Keep what was typed: it is stored only when the person says so."""
        found, texts = self._collect(), {}
        for form in self._forms:
            texts.update(form.texts(problem.field for problem in form.problems()))
        base = self._organisation if self._organisation.version else Organisation(id=self._organisation.id)
        self._drafts.keep(found, base, texts, title=found.name)

    def resume(self, draft: Draft) -> None:
        """Show what was typed and not stored."""
        self._show(drafts.applied(draft, self._organisation))
        for form in self._forms:
            form.type_texts(draft.unread)
            form.mark_edited()
            form.show_problems(form.problems())
        self._drafts.take_up(draft)

    def accept(self) -> None:
        unreadable = [problem for form in self._forms for problem in form.problems()]
        if unreadable:
            self._show_problems(unreadable)
        elif self._save():
            super().accept()

    def _save(self) -> bool:
        found = self._collect()
        if found != self._organisation or not found.version:
            done = self._session.perform(
                lambda store, now: actions.save_organisation(store, found, now), show_problems=False
            )
            if not done:
                self._show_problems(list(done.problems))
                return False
        self._drafts.drop()
        stored = organisations.get(self._session.store.db, found.id)
        self._organisation = stored or found
        for form in self._forms:
            form.mark_saved()
        return True

    def _show_problems(self, problems: list[Any]) -> None:
        for form in self._forms:
            form.show_problems(problems)
        for form in self._forms:
            form.focus_problem(problems)


def edit_provider(session: Session, organisation_id: str, parent: QWidget) -> bool:
    """Show a provider; True if it was saved."""
    organisation = organisations.get(session.store.db, organisation_id)
    return organisation is not None and bool(_run(session, organisation, parent))


def new_provider(session: Session, parent: QWidget, name: str = "") -> str:
    """Enter a new provider; return its id, "" if the person thought better of it."""
    return _run(session, Organisation(name=name.strip(), roles=frozenset({Role.PROVIDER})), parent)


def resume_provider(session: Session, draft: Draft, parent: QWidget) -> str:
    """Go on with a draft; return the provider's id, "" if nothing was stored."""
    organisation = organisations.get(session.store.db, draft.record_id)
    return _run(session, organisation or Organisation(id=draft.record_id), parent, draft)


def _run(session: Session, organisation: Organisation, parent: QWidget, draft: Draft | None = None) -> str:
    dialog = ProviderForm(session, organisation, parent.window())
    if draft is not None:
        dialog.resume(draft)
    saved = dialog.exec() == QDialog.DialogCode.Accepted
    found = dialog.organisation.id if saved else ""
    dialog.deleteLater()
    return found
