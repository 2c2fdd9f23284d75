"""Giving offers away as a file: the chosen ones, or all the filters leave."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from nqdesk.domain.offer_query import OfferQuery
from nqdesk.domain.progress import Progress
from nqdesk.store import offers
from nqdesk.store.database import Store
from nqdesk.ui.offers.menu_heading import menu_heading
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.widgets.button import Button
from nqdesk.ui.widgets.file_choice import choose_target

# (German word, ending)
KINDS = (
    ("openQ-cat (XML)", ".xml"),
    ("Excel-Arbeitsmappe", ".xlsx"),
    ("CSV-Tabelle", ".csv"),
)


class ExportMenu(Button):
    """The button "Ausgeben" with its menu. Long exports run as jobs."""

    def __init__(
        self, session: Session, chosen: Callable[[], tuple[Sequence[str], OfferQuery]], window: QWidget
    ) -> None:
        """`chosen` gives the ids of several chosen offers (none if only one is) and the list's query."""
        super().__init__("Ausgeben", icon="export", tip="Strg+E")
        self._session = session
        self._chosen = chosen
        self._window = window
        self._count = 0
        self._selected = 0
        self._entries = QMenu(self)
        self._entries.aboutToShow.connect(self._fill)
        self.setMenu(self._entries)

    def set_count(self, count: int) -> None:
        """Say how many offers the list holds."""
        self._count = count
        self.setEnabled(count > 0)

    def set_selected(self, count: int) -> None:
        """Say how many offers are selected."""
        self._selected = count

    def export(self, ids: Sequence[str], query: OfferQuery, out: Path) -> None:
        """Write the offers of these ids, or those of the query if there are none, to a file."""
        today = self._session.today()

        def work(store: Store) -> Generator[Progress, None, int]:
            wanted = list(ids)
            if not wanted:
                yield Progress(0, 0, "preparing")
                for offer in offers.each(store.db, query, today):
                    wanted.append(offer.id)
                    if len(wanted) % 200 == 0:
                        yield Progress(len(wanted), self._count, "preparing")
            yield Progress(len(wanted), len(wanted), "preparing")
            from nqdesk.actions import exporting

            return exporting.export_offers(store, wanted, out, today)

        self._session.run(work, title="Angebote ausgeben", done=lambda count: self._done(count, out))

    def _fill(self) -> None:
        menu = self._entries
        menu.clear()
        if self._selected > 1:
            menu_heading(menu, f"{self._selected} ausgewählte Angebote")
            self._add_kinds(selected=True)
        number = f"{self._count:,}".replace(",", ".")
        if self._selected > 1:
            menu.addSeparator()
        menu_heading(menu, "Das Angebot der Liste" if self._count == 1 else f"Alle {number} Angebote der Liste")
        self._add_kinds(selected=False)

    def _add_kinds(self, *, selected: bool) -> None:
        for word, ending in KINDS:
            action = self._entries.addAction(f"{word} …")
            action.triggered.connect(lambda _=False, w=word, e=ending: self._ask(w, e, selected=selected))

    def _ask(self, word: str, ending: str, *, selected: bool) -> None:
        ids, query = self._chosen()
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        suggested = folder / f"Angebote_{self._session.today():%Y-%m-%d}{ending}"
        out = choose_target(self._window, "Angebote ausgeben", [(word, f"*{ending}")], suggested)
        if out is not None:
            self.export(ids if selected else (), query, out)

    def _done(self, count: int, out: Path) -> None:
        what = "1 Angebot" if count == 1 else f"{count:,} Angebote".replace(",", ".")
        self._session.tell(
            f"{what} in „{out.name}“ geschrieben",
            Tone.POSSIBLE,
            action="Ordner öffnen",
            act=lambda: _open_folder(out.parent),
        )


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
