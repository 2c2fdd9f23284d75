"""The fields of an instrument and of the version that is written."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.districts import KnownDistrict
from nqdesk.domain.funding.language import RuleLanguage
from nqdesk.domain.funding.rule_draft import AmountDraft, CriterionDraft, InstrumentDraft, VersionDraft
from nqdesk.domain.funding.rules import BenefitKind, Maker
from nqdesk.domain.problem import Problem
from nqdesk.ui.funding.editor.district_field import DistrictField
from nqdesk.ui.funding.editor.office_rows import OfficeRows, RemarkLines
from nqdesk.ui.funding.editor.part_card import AmountCard, CriterionCard
from nqdesk.ui.funding.editor.part_list import PartList
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.reveal import focus_on
from nqdesk.ui.widgets.segments import Segments
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import TextField

_HEAD = ("title", "maker", "district", "law", "summary")
_TIMES = ("valid_from", "valid_to", "source", "as_of", "kind", "change")
_REMARKS = (
    ("documents", "Unterlagen, die mitzubringen sind"),
    ("deadlines", "Fristen"),
    ("notes", "Hinweise"),
)
_KINDS = ((BenefitKind.MAY, "kann"), (BenefitKind.SHOULD, "soll"), (BenefitKind.CLAIM, "Anspruch"))
_PART_GROUPS = ("criteria", "amounts")


class RuleForm(QWidget):
    """All fields, in cards.

    Signals:
        edited: a person changed something.
    """

    edited = Signal()

    def __init__(
        self,
        language: RuleLanguage,
        districts: Callable[[Maker], tuple[KnownDistrict, ...]],
        parent: QWidget | None = None,
    ) -> None:
        """`districts` gives those that the regional data know for a kind of office."""
        super().__init__(parent)
        self._districts = districts
        self._draft = InstrumentDraft()
        self._version = VersionDraft()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(4))
        self.head = self._make_head()
        self.times = self._make_times()
        for title, form in (("Was es ist", self.head), ("Wann es gilt und woher es stammt", self.times)):
            card = Card(title)
            card.add(form)
            column.addWidget(card)
            form.edited.connect(self.edited)
        self.head.field("maker").edited.connect(self._show_district)
        self.district.edited.connect(self._trust_district)
        self.district.left.connect(self._doubt_district)
        self.criteria = PartList(
            lambda: CriterionCard(language),
            "Voraussetzung hinzufügen",
            lambda: CriterionDraft(confirmed=True),
            "Mindestens eine Voraussetzung gehört dazu.",
        )
        self.amounts = PartList(
            lambda: AmountCard(language),
            "Betrag hinzufügen",
            lambda: AmountDraft(confirmed=True),
            "Ohne Betrag sagt das Ergebnis nur, ob die Förderung in Betracht kommt.",
        )
        for title, parts, about in (
            ("Voraussetzungen", self.criteria, "Alle müssen erfüllt sein. Was „zu prüfen“ ist, zählt als offen."),
            ("Beträge", self.amounts, "Ein Betrag, der „zu prüfen“ ist, wird genannt und als unbestätigt bezeichnet."),
        ):
            column.addWidget(Label(title, "section"))
            column.addWidget(Label(about, "small"))
            column.addWidget(parts)
            parts.edited.connect(self.edited)
        column.addWidget(self._make_help())
        column.addStretch(1)
        self.setFocusProxy(self.head.field("title"))

    def _make_head(self) -> Form:
        form = Form(2)
        form.add("title", "Titel", TextField("zum Beispiel Zuschuss zu Prüfungsgebühren"), span=2)
        form.add("maker", "Art", Choice([(maker, messages.word(maker)) for maker in Maker]), span=2)
        self.district = DistrictField()
        hint = "Der Bezirk steht bei jedem Ergebnis. Ob eine Person dort wohnt, prüft nqdesk nicht."
        form.add("district", "Bezirk", self.district, span=2, hint=hint)
        self.doubt = Notice("", Tone.OPEN)
        form.add_widget(self.doubt)
        form.add(
            "law", "Gesetz oder Regel, auf der es beruht", TextField("zum Beispiel Richtlinie vom 12.03.2026"), span=2
        )
        form.add("summary", "Kurz gesagt: was es ist und für wen", TextArea(3), span=2)
        return form

    def _make_times(self) -> Form:
        form = Form(2)
        form.add("valid_from", "Gilt ab", DayField())
        form.add("valid_to", "Gilt bis einschließlich", DayField(), hint="Leer lassen, solange kein Ende bekannt ist.")
        self._fixed = Label("Die Tage bleiben: Eine spätere Fassung schließt daran an.", "hint")
        form.add_widget(self._fixed)
        form.add("source", "Quelle", TextField("Dokument, Seite oder Adresse im Netz"), span=2)
        form.add("as_of", "Zuletzt gelesen am", DayField())
        form.add("kind", "Wenn alles erfüllt ist", Segments(_KINDS))
        self._change = form.add("change", "Was sich mit dieser Fassung ändert", TextArea(2), span=2)
        return form

    def _make_help(self) -> Card:
        card = Card("Für die Beratung")
        card.add(Label("Zuständig", "label"))
        self.offices = OfficeRows()
        self.offices.edited.connect(self.edited)
        card.add(self.offices)
        self.remarks = Form(1)
        for key, label in _REMARKS:
            self.remarks.add(key, label, RemarkLines(), hint="Eine Zeile je Punkt." if key == "documents" else "")
        self.remarks.edited.connect(self.edited)
        card.add(self.remarks)
        return card

    # -- value -------------------------------------------------------------------------------------------------

    def show_draft(
        self, draft: InstrumentDraft, version: VersionDraft, *, is_first: bool, has_fixed_time: bool = False
    ) -> None:
        """Show an instrument and one version; the first one changes nothing, so nothing is said about changes.

        `has_fixed_time`: other versions follow, so its days stay.
        """
        self._draft, self._version = draft, version
        self.head.set_values({key: getattr(draft, key) for key in _HEAD})
        self.times.set_values({key: getattr(version, key) for key in _TIMES})
        self._change.setVisible(not is_first)
        for key in ("valid_from", "valid_to"):
            self.times.field(key).setEnabled(not has_fixed_time)
        self._fixed.setVisible(has_fixed_time)
        self.criteria.set_value(version.criteria)
        self.amounts.set_value(version.amounts)
        self.offices.set_value(version.offices)
        for key, _ in _REMARKS:
            self.remarks.field(key).set_remarks(getattr(version, key))
        self._show_district()

    def draft(self) -> InstrumentDraft:
        """Return the instrument as it was entered, with the versions it had."""
        values = self.head.values()
        if values["maker"] is Maker.CENTRE:
            values["district"] = ""
        return replace(self._draft, **values)

    def version(self) -> VersionDraft:
        """Return the version as it was entered."""
        values = self.times.values()
        is_same_kind = values["kind"] is self._version.kind
        return replace(
            self._version,
            **values,
            outcomes=self._version.outcomes if is_same_kind else (),
            criteria=self.criteria.value(),
            amounts=self.amounts.value(),
            offices=self.offices.value(),
            **{key: self.remarks.field(key).remarks() for key, _ in _REMARKS},
        )

    # -- problems ----------------------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """Return what cannot be read or is not complete, beside what the draft itself tells."""
        found = [*self.head.problems(), *self.times.problems()]
        for group in _PART_GROUPS:
            for place, card in enumerate(getattr(self, group).cards):
                found += [replace(each, field=f"{group}.{place}.{each.field}") for each in card.problems()]
        return found

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say beside each field what is wrong, and put the keyboard where the first one is."""
        self.head.show_problems(problems)
        self.times.show_problems(problems)
        self.remarks.show_problems(problems)
        first: list[Callable[[], None] | None] = []
        for group in _PART_GROUPS:
            parts: PartList = getattr(self, group)
            own = [each for each in problems if each.field == group]
            parts.problem.setText(" ".join(map(messages.problem, own)))
            parts.problem.setVisible(bool(own))
            first.append(parts.show_problems(_below(group, problems)))
        offices = {int(each.field.partition(".")[0]): each for each in _below("offices", problems)}
        first.append(self.offices.show_problems(offices))
        for form, keys in ((self.head, _HEAD), (self.times, _TIMES)):
            if any(problem.field in keys for problem in problems):
                form.focus_problem([Problem("", key) for key in keys if any(each.field == key for each in problems)])
                return
        if focus := next((found for found in first if found), None):
            focus()
        elif any(problem.field == "criteria" for problem in problems):
            focus_on(self.criteria.more)
        else:
            self.remarks.focus_problem(problems)

    def _show_district(self) -> None:
        maker = self.head.field("maker").value()
        self.head.row("district").setVisible(maker is not Maker.CENTRE)
        self.district.offer(self._districts(maker))
        self._doubt_district()

    def _trust_district(self) -> None:
        if not self.district.is_unknown:  # what is still being typed is not called unknown
            self.doubt.set("")

    def _doubt_district(self) -> None:
        self.doubt.set(self.district.doubt())


def _below(group: str, problems: Sequence[Problem]) -> list[Problem]:
    start = f"{group}."
    return [
        replace(problem, field=problem.field.removeprefix(start))
        for problem in problems
        if problem.field.startswith(start)
    ]
