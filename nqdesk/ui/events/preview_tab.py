"""The tab Vorschau: the paper as it will be printed, saved or handed on."""

from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import messages
from nqdesk.domain.portfolio import Variant
from nqdesk.ui import printing
from nqdesk.ui.events.paper import Paper
from nqdesk.ui.events.paper_progress import PaperProgress
from nqdesk.ui.events.portfolio_state import PortfolioState
from nqdesk.ui.events.print_choice import EVERY
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.file_choice import choose_target
from nqdesk.ui.widgets.pdf_view import PdfPreview

_PDF = (("PDF-Datei", "*.pdf"),)
_BESIDE = step(215)
_BESIDE_BOTH = step(268)


class PreviewTab(QWidget):
    """Shows the paper whenever the tab is open, made anew after each change."""

    def __init__(self, session: Session, state: PortfolioState, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._state = state
        self._paper = paper
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, step(4), step(6), step(5))
        layout.setSpacing(step(3))
        self._upper = QHBoxLayout()
        layout.addLayout(self._upper)
        self.save_button = Button("Speichern …", icon="save", on_click=self.save, tip="Speichern unter …")
        self.print_button = Button("Drucken …", icon="print", on_click=self.print_it, tip="Strg+P")
        self.preview = PdfPreview(session.reads)
        self.preview.view.failed.connect(session.tell_failure)
        self._choices = self._make_choices()
        self.preview.tools.addWidget(self._choices)
        self._empty = EmptyState(
            "offers", "Noch nichts zu drucken", detail="Wählen Sie unter „Portfolio“ Angebote aus."
        )
        self._waiting = PaperProgress()
        self._stopped = EmptyState(
            "print", "Keine Vorschau", action="Vorschau vorbereiten", on_action=lambda: self._paper.want()
        )
        self._body = QStackedWidget()
        for part in (self._empty, self._waiting, self._stopped, self.preview):
            self._body.addWidget(part)
        layout.addWidget(self._body, 1)
        self._waiting.stop_wanted.connect(paper.stop)
        paper.progressed.connect(self._waiting.show_progress)
        paper.making.connect(self._wait)
        paper.made.connect(self._show)
        paper.failed.connect(lambda: self._body.setCurrentWidget(self._stopped))
        state.selected.connect(self._selected)
        state.print_changed.connect(self._print_changed)
        self._print_changed()

    def _make_choices(self) -> QWidget:
        choices = QWidget()
        row = QHBoxLayout(choices)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(step(2))
        self.variant = Choice(tuple((variant, messages.word(variant)) for variant in Variant))
        self.variant.setAccessibleName("Was gedruckt wird")
        self.variant.setMaximumWidth(step(76))
        self.variant.edited.connect(self._choose)
        self.occupation = Choice((("", EVERY),), searchable=True)
        self.occupation.setAccessibleName("Beruf für den Überblick")
        self.occupation.setMaximumWidth(step(64))
        self.occupation.edited.connect(self._choose)
        row.addWidget(self.variant, 1)
        row.addWidget(self.occupation, 1)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        return choices

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_choices()

    def _place_choices(self) -> None:
        """Put the choices beside the tools where there is room, above them where there is not."""
        beside = self.width() >= (_BESIDE if self.occupation.isHidden() else _BESIDE_BOTH)
        for choice in (self.variant, self.occupation):
            choice.setMinimumWidth(step(54) if beside else step(32))
        if beside != (self._upper.count() == 0):
            if beside:
                while self._upper.count():
                    self._upper.takeAt(0)
                self.preview.tools.addWidget(self._choices)
            else:
                self.preview.tools.removeWidget(self._choices)
                self._upper.addWidget(self._choices)

    # -- what is shown -----------------------------------------------------------------------------------------

    def open(self) -> None:
        """The tab is in view: show the paper as it is now."""
        selection = self._state.selection
        if selection is None:
            self._body.setCurrentWidget(self._waiting)
        elif not selection.count:
            self._body.setCurrentWidget(self._empty)
        elif self._paper.path is not None:
            self._body.setCurrentWidget(self.preview)
        else:
            self._paper.want()

    def forget(self) -> None:
        """Show nothing: another event is open."""
        self._paper.drop()
        self.preview.clear()

    def save(self) -> None:
        """Ask where, and write the paper there."""
        if self._has_offers():
            target = choose_target(self, "Portfolio speichern", _PDF, self._paper.suggested())
            if target is not None:
                self._paper.save_as(target, self._saved)

    def print_it(self) -> None:
        """Ask for a printer and print the paper."""
        if self._has_offers():
            self._paper.want(self._print)

    def _print(self, path: Path) -> None:
        printing.print_file(self._session, path, self._paper.name, self)

    def _saved(self, path: Path) -> None:
        self._session.tell(
            f"Gespeichert: {path.name}",
            Tone.POSSIBLE,
            action="Ordner öffnen",
            act=lambda: self._open_folder(path),
        )

    def _open_folder(self, path: Path) -> None:
        if not printing.open_folder_of(path):
            self._session.tell(f"Der Ordner lässt sich hier nicht öffnen. Die Datei liegt in {path.parent}.", Tone.OPEN)

    def _has_offers(self) -> bool:
        selection = self._state.selection
        if selection is not None and selection.count:
            return True
        self._session.tell(messages.sentence("no_offers"), Tone.OPEN)
        return False

    def _wait(self) -> None:
        self._waiting.begin()
        self._body.setCurrentWidget(self._waiting)

    def _show(self) -> None:
        if self._paper.path is not None:
            self.preview.show_file(self._paper.path)
            self._body.setCurrentWidget(self.preview)

    def _selected(self) -> None:
        selection = self._state.selection
        titles = selection.occupations if selection is not None else ()
        self.occupation.set_options((("", EVERY), *((title, title) for title in titles)))
        self.occupation.set_value(self._state.occupation)
        if self.isVisible():
            self.open()

    def _choose(self) -> None:
        variant = self.variant.value() or Variant.FULL
        self._state.set_print(variant, self.occupation.value() or "" if variant is Variant.OVERVIEW else "")
        self.open()

    def _print_changed(self) -> None:
        self.variant.set_value(self._state.variant)
        self.occupation.set_value(self._state.occupation)
        self.occupation.setVisible(self._state.variant is Variant.OVERVIEW)
        self._place_choices()
