"""What a file would change, before it does: counted, listed, decided; then taken or thrown away."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nqdesk.actions import importing, messages
from nqdesk.domain.import_plan import Effect, ImportPreview
from nqdesk.domain.problem import Problem
from nqdesk.store import import_previews
from nqdesk.ui.offers.import_detail import ImportDetail
from nqdesk.ui.offers.import_list import ImportList, Part
from nqdesk.ui.offers.values import joined, system_name
from nqdesk.ui.session import Session
from nqdesk.ui.tables import RowDelegate
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.dialog import Dialog, ask
from nqdesk.ui.widgets.label import Label, rule
from nqdesk.ui.widgets.notice import Notice
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.text_field import show_count, show_day

_OCCUPATIONS, _IDENTITIES = "occupations", "identities"
_EFFECTS = (Effect.NEW, Effect.CHANGED, Effect.WITHDRAWN, Effect.REFUSED, Effect.UNCHANGED)


class ImportDialog(Dialog):
    """The preview of one file."""

    def __init__(self, session: Session, preview: ImportPreview, parent: QWidget) -> None:
        super().__init__(f"„{preview.file_name}“ einlesen", parent)
        self._session = session
        self._preview = preview
        self.set_title(f"„{preview.file_name}“ einlesen", _about(preview))
        self.resize(min(step(280), parent.width() - step(10)), min(step(190), parent.height() - step(10)))
        self._doubts = Notice("", Tone.OPEN)
        self.body.addWidget(self._doubts)
        self.parts = ChipBar("Wirkung", _chips(preview), single=True)
        self.parts.edited.connect(self._part_chosen)
        self.body.addWidget(self.parts)
        box = QFrame()
        box.setProperty("role", "card")
        around = QVBoxLayout(box)
        around.setContentsMargins(1, 1, 1, 1)
        self._pages = QStackedWidget()
        around.addWidget(self._pages)
        self.body.addWidget(box, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        self.lost_by_lock = (
            f"Die Vorschau von „{preview.file_name}“ wurde beim Sperren geschlossen, übernommen wurde nichts. "
            "Bitte die Datei noch einmal einlesen."
        )
        self._model = ImportList(lambda: session.store, preview.batch, self)
        self.list = QListView()
        self.list.setProperty("role", "pane")
        self.list.setAccessibleName("Angebote der Datei")
        self.list.setModel(self._model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumWidth(step(70))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_offer())
        splitter.addWidget(self.list)
        self.detail = ImportDetail(session.occupations, session.today())
        self.detail.setMinimumWidth(step(80))
        self.detail.decided.connect(self._decide)
        splitter.addWidget(self.detail)
        splitter.setSizes([step(120), step(140)])
        self._pages.addWidget(splitter)
        self._pages.addWidget(_problems(preview.problems, preview.offers.refused))
        self._nothing = Label("", "small")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages.addWidget(self._nothing)
        counts = preview.offers
        is_any = bool(counts.new or counts.changed or counts.withdrawn)
        self.add_button("Verwerfen" if is_any else "Schließen", on_click=self.reject)
        self._take = self.add_button("Übernehmen", "primary", icon="check", on_click=self.accept)
        self._take.setEnabled(is_any)
        self._show_counts()
        self._open_first()
        self.list.setFocus()

    def reject(self) -> None:
        """Throw the file's rows away, after a question where there is anything to lose."""
        if not self._take.isEnabled() or ask(
            self,
            "Datei verwerfen?",
            "Von dieser Datei wird dann nichts übernommen. Sie können sie jederzeit wieder einlesen.",
            yes="Verwerfen",
            no="Zurück zur Vorschau",
            is_danger=True,
        ):
            self.done(Dialog.DialogCode.Rejected)

    # -- parts -------------------------------------------------------------------------------------------------

    def show_part(self, part: Any) -> None:
        """List the offers of an effect, or the doubtful ones."""
        self.parts.set_value(frozenset({part}))
        if part is Effect.REFUSED:
            self._pages.setCurrentIndex(1)
            return
        if part is Effect.UNCHANGED:
            number = show_count(self._preview.offers.unchanged)
            self._nothing.setText(f"{number} Angebote der Datei sind schon genau so gespeichert.")
            self._pages.setCurrentWidget(self._nothing)
            return
        self._pages.setCurrentIndex(0)
        self._model.show(_parts(part))
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0))
            self._show_offer()
        else:
            self.detail.show_text("Hier ist nichts mehr zu entscheiden.")

    def _part_chosen(self) -> None:
        chosen = self.parts.value()
        self.show_part(next(iter(chosen)) if chosen else Effect.NEW)

    def _open_first(self) -> None:
        counts = self._preview.offers
        for effect in (Effect.NEW, Effect.CHANGED, Effect.WITHDRAWN):
            if getattr(counts, effect.value):
                self.show_part(effect)
                return
        self.show_part(Effect.REFUSED if counts.refused else Effect.UNCHANGED)

    def _show_counts(self) -> None:
        preview = self._preview
        counts: dict[Any, int] = {effect: getattr(preview.offers, effect.value) for effect in _EFFECTS}
        counts[_OCCUPATIONS] = preview.doubtful_occupations
        counts[_IDENTITIES] = preview.doubtful_identities
        self.parts.set_counts(counts)
        number = preview.doubtful_occupations
        what = "Bei 1 Angebot ist der Beruf" if number == 1 else f"Bei {show_count(number)} Angeboten ist der Beruf"
        self._doubts.set(
            f"{what} zweifelhaft. Sie können das jetzt mit einem Klick entscheiden oder später in der Liste."
            if number
            else ""
        )

    # -- one offer ---------------------------------------------------------------------------------------------

    def _show_offer(self) -> None:
        found = self._model.row(self.list.currentIndex().row())
        if found is not None:
            self.detail.show_offer(*found)

    def _decide(self, occupation_id: str) -> None:
        row = self.list.currentIndex().row()
        found = self._model.row(row)
        if found is None:
            return
        offer, batch, now = found[1].offer, self._preview.batch, self._session.now()
        try:
            importing.decide_occupation(self._session.store, batch, offer.id, occupation_id, now)
        except Exception as error:  # noqa: BLE001 - failures are told, anything else is raised again there
            self._session.tell_failure(error)
            return
        self._preview = import_previews.preview(self._session.store.db, batch)
        self._show_counts()
        self._model.read_again(row)
        if row + 1 < self._model.rowCount() and self.parts.value() == frozenset({_OCCUPATIONS}):
            self.list.setCurrentIndex(self._model.index(row + 1))
        else:
            self._show_offer()
        self.list.setFocus()


def _about(preview: ImportPreview) -> str:
    providers = preview.providers
    parts = [system_name(preview.format)]
    parts.append(f"Angaben vom {show_day(preview.day)}" if preview.day else "Datei ohne Datum")
    if providers.new:
        parts.append("1 neuer Anbieter" if providers.new == 1 else f"{show_count(providers.new)} neue Anbieter")
    if providers.changed:
        changed = providers.changed
        parts.append("1 geänderter Anbieter" if changed == 1 else f"{show_count(changed)} geänderte Anbieter")
    return joined(*parts, "noch ist nichts gespeichert")


def _chips(preview: ImportPreview) -> list[tuple[Any, str]]:
    chips: list[tuple[Any, str]] = [(effect, messages.word(effect)) for effect in _EFFECTS]
    if preview.doubtful_occupations:
        chips.append((_OCCUPATIONS, "Beruf zweifelhaft"))
    if preview.doubtful_identities:
        chips.append((_IDENTITIES, "ohne Nummer der Quelle"))
    return chips


def _parts(part: Any) -> Sequence[Part]:
    if part == _OCCUPATIONS:
        return [Part(effect, doubtful_occupation=True) for effect in (Effect.NEW, Effect.CHANGED)]
    if part == _IDENTITIES:
        return [Part(effect, doubtful_identity=True) for effect in (Effect.NEW, Effect.CHANGED)]
    return [Part(part)]


def _problems(problems: Sequence[Problem], refused: int) -> QWidget:
    area = ScrollArea(margin=step(5), gap=step(2), reading="Abgelehnte Einträge")
    for number, problem in enumerate(problems):
        if number:
            area.body.addWidget(rule())
        area.body.addWidget(Label(problem.where or "ohne Angabe der Stelle", "strong"))
        area.body.addWidget(Label(messages.sentence(problem.code, problem.values)))
    if refused > len(problems):
        more = show_count(refused - len(problems))
        area.body.addWidget(Label(f"… und {more} weitere.", "small"))
    if not problems:
        area.body.addWidget(Label("Alle Einträge der Datei waren lesbar.", "small"))
    area.body.addStretch(1)
    return area
