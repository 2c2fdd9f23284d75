"""The section Beratungsstelle: what stands on everything that is printed."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nqdesk.actions import centre as actions
from nqdesk.domain.centre import Centre, check_centre
from nqdesk.domain.change import Area, Change
from nqdesk.domain.people import Right
from nqdesk.domain.problem import Problem
from nqdesk.domain.region import AgenturDistrict
from nqdesk.store import centre as stored
from nqdesk.ui.session import Session
from nqdesk.ui.settings.cover_preview import CoverPreview
from nqdesk.ui.settings.section import Section
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.colour_field import ColourField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.picture_field import PictureField
from nqdesk.ui.widgets.text_field import TextField

_LABELS = {"name": "Name", "plz": "Postleitzahl", "colour": "Farbe", "logo": "Logo"}


class CentreSection(Section):
    """Saves itself whenever a field is left."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            session,
            "Beratungsstelle",
            "Diese Angaben stehen auf allem, was Sie drucken. Sie werden gespeichert, sobald Sie ein Feld verlassen.",
            right=Right.VERWALTUNG,
            parent=parent,
        )
        self._centre = Centre()
        self._is_saving = False
        address = Card("Anschrift und Kontakt")
        self.form = Form(2)
        self.form.add("name", "&Name der Beratungsstelle", TextField(), span=2)
        self.form.add("street", "&Straße und Hausnummer", TextField(), span=2)
        self.form.add("plz", "&Postleitzahl", TextField())
        self.form.add("city", "&Ort", TextField())
        self.form.add("phone", "&Telefon", TextField())
        self.form.add("email", "&E-Mail", TextField())
        self.form.add("web", "&Webadresse", TextField("https://"))
        self.form.add("responsible", "&Verantwortlich für Druckwerke", TextField(), hint="Steht im Impressum.")
        address.add(self.form)
        self.body.addWidget(address)

        region = Card("Region")
        self.region = Form(2)
        self.region.add(
            "region_name",
            "Name der &Region",
            TextField("am Oberrhein"),
            span=2,
            hint="Ergänzt den Titel des Portfolios: „Nachqualifizierung am Oberrhein“.",
        )
        self.region.add(
            "agency_district",
            "&Bezirk der Agentur für Arbeit",
            self._districts(),
            span=2,
            hint="Zum Suchen einfach tippen. Die Namen sind Vorschläge nach der größten Gemeinde, nicht die "
            "amtlichen Namen.",
        )
        region.add(self.region)
        self.body.addWidget(region)

        look = Card("Logo und Farbe")
        self.look = Form(1)
        self.look.add("logo", "&Logo", PictureField(), hint="PNG oder JPEG, höchstens 2 MB. Kann frei bleiben.")
        self.look.add("colour", "&Farbe", ColourField(), hint="Für Umschlag, Überschriften und Linien.")
        self.cover = CoverPreview()
        row = QHBoxLayout()
        row.setSpacing(step(8))
        row.addWidget(self.look, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.cover)
        look.add(row)
        self.body.addWidget(look)

        self._forms = (self.form, self.region, self.look)
        for form in self._forms:
            form.settled.connect(self.save)
            form.edited.connect(self._preview)
            form.set_read_only(read_only=not self.may_change)
        self.form.field("plz").left.connect(self._fill_city)
        self._show()

    def refresh(self, change: Change | None) -> None:
        if self._is_saving or (change is not None and Area.CENTRE not in change.areas):
            return
        if not any(form.is_edited for form in self._forms):
            self._show()

    def leave(self) -> None:
        if not any(form.is_edited for form in self._forms):
            return
        self.save()
        problems = self._entered()[1]
        if problems:
            names = ", ".join(sorted({_LABELS.get(problem.field, problem.field) for problem in problems}))
            self.session.tell(f"Nicht gespeichert, weil nicht lesbar oder leer: {names}.", Tone.OPEN)
            self._show()

    def save(self) -> None:
        """Store what can be stored; what cannot be read is said beside its field."""
        if not self._is_saving and any(form.is_edited for form in self._forms):
            self._store()

    def _store(self) -> None:
        wanted, problems = self._entered()
        for form in self._forms:
            form.show_problems(problems)
        if wanted != self._centre:
            self._is_saving = True
            try:
                done = self.session.perform(
                    lambda store, now: actions.save_centre(store, wanted, now), quiet=True, show_problems=False
                )
            finally:
                self._is_saving = False
            if not done:
                for form in self._forms:
                    form.show_problems((*problems, *done.problems))
                return
            self._centre = wanted
        if not problems:
            for form in self._forms:
                form.mark_saved()

    def _show(self) -> None:
        read = stored.get(self.session.store.db)
        values = {key: getattr(read, key) for key in Centre.__dataclass_fields__}
        self._centre = Centre(**values)
        for form in self._forms:
            form.set_values(values)
        self._preview()

    def _preview(self) -> None:
        values = self._values()
        self.cover.show_cover(values["name"], values["region_name"], values["logo"], values["colour"])

    def _values(self) -> dict[str, Any]:
        return {key: value or "" for form in self._forms for key, value in form.values().items() if key != "logo"} | {
            "logo": self.look.values()["logo"]
        }

    def _entered(self) -> tuple[Centre, list[Problem]]:
        """Return the centre with every field that is sound, and the problems of the others."""
        whole = replace(self._centre, **self._values())
        problems = [problem for form in self._forms for problem in form.problems()]
        known = {problem.field for problem in problems}
        problems += [problem for problem in check_centre(whole) if problem.field not in known]
        for problem in problems:
            whole = replace(whole, **{problem.field: getattr(self._centre, problem.field)})
        return whole, problems

    def _fill_city(self) -> None:
        city = self.form.field("city")
        if not city.value() and (town := self.session.region.place_of(self.form.field("plz").value())):
            city.set_value(town)
            self._store()

    def _districts(self) -> Choice:
        districts = self.session.region.districts.values()
        options = sorted(((d.code, _district(d)) for d in districts), key=lambda d: d[1])
        return Choice([("", "noch nicht gewählt"), *options], searchable=True)


def _district(district: AgenturDistrict) -> str:
    """Return a district with other towns of it, so that it is found by them too."""
    others = [town for town in district.largest if town != district.suggested_name][:2]
    return f"{district.suggested_name} ({district.code})" + (f" – mit {', '.join(others)}" if others else "")
