"""The rule book to read: instruments, their versions on a line, and what changed from one to the next."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import messages, rule_book, rule_drafts
from nqdesk.actions.refused import Refused
from nqdesk.domain.draft import Draft, DraftForm
from nqdesk.domain.failure import Failure
from nqdesk.domain.folding import fold, fold_plain, words
from nqdesk.domain.funding.rules import Instrument, RuleBook
from nqdesk.domain.people import Right
from nqdesk.store.database import Store
from nqdesk.ui.draft_notice import DraftNotice
from nqdesk.ui.funding.aside_notice import AsideNotice
from nqdesk.ui.funding.editor.rule_editor import RuleEditor
from nqdesk.ui.funding.editor.task import Task, kept_task, new_task, version_task
from nqdesk.ui.funding.own_acts import OwnActs
from nqdesk.ui.funding.rule_acts import RuleActs
from nqdesk.ui.funding.rule_book_menu import RuleBookMenu
from nqdesk.ui.funding.rule_uses import RuleUses
from nqdesk.ui.funding.time_line import TimeLine
from nqdesk.ui.funding.version_cards import version_cards
from nqdesk.ui.funding.words import made_by
from nqdesk.ui.paged_model import Column, Listing, PagedModel, RowFace
from nqdesk.ui.session import Session
from nqdesk.ui.tables import ListPane
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.card import Card
from nqdesk.ui.widgets.empty_state import EmptyState
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.page_header import PageHeader
from nqdesk.ui.widgets.scroll_area import ScrollArea
from nqdesk.ui.widgets.search_field import SearchField
from nqdesk.ui.widgets.side_pane import SidePane
from nqdesk.ui.widgets.text_field import show_day

UNSAVED = "rule"
OLD_AFTER = timedelta(days=180)


@dataclass(frozen=True)
class _Entry:
    """An instrument in the list; `n` is its place by title, `text` and `title` are what is searched in."""

    n: int
    instrument: Instrument
    text: str
    title: str

    @property
    def id(self) -> str:
        return self.instrument.id


class RuleView(QStackedWidget):
    """List at the left, an instrument at the right; while an own instrument is written, its editor instead.

    Signals:
        check_wanted: id of a kept check.
    """

    check_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rules = rule_book.rules_in_use(session.store)
        self._book = self._rules.engine.book
        self._entries = _entries(self._book)
        reading = QWidget()
        self.addWidget(reading)
        self.editor: RuleEditor | None = None
        row = QHBoxLayout(reading)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_list())
        row.addWidget(self._make_detail(), 1)
        self._instrument: Instrument | None = None
        self._place = 0
        self._uses: RuleUses | None = None
        self.setFocusProxy(self.list)
        self.aside.show_texts(self._rules.set_aside)
        self._list()
        self.drafts.renew()
        kept = session.unsaved.pop(UNSAVED, None)
        if isinstance(kept, Task):
            self._edit(kept, was_kept=True)

    def _make_list(self) -> QWidget:
        pane = SidePane(step(94))
        self.search = SearchField("Regelwerk durchsuchen", "Strg+F")
        self.search.searched.connect(lambda _: self._list(is_search=True))
        pane.head.addWidget(self.search)
        self.acts = RuleActs(self._session)
        self.acts.new_wanted.connect(self.new_instrument)
        pane.head.addWidget(self.acts)
        self._found = Label("", "small")
        self.paper = RuleBookMenu(self._session, lambda: self._book)
        below = QHBoxLayout()
        below.addWidget(self._found, 1)
        below.addWidget(self.paper)
        pane.head.addLayout(below)
        self.model = PagedModel[Store, _Entry](
            (Column(key="title", title="Instrument", text=lambda entry: entry.instrument.title),),
            lambda: self._session.store,
            self._session.reads,
            face=self._face,
            parent=self,
        )
        self.list = ListPane(self.model, "Instrumente")
        self.list.setSelectionMode(ListPane.SelectionMode.SingleSelection)
        self.list.chosen.connect(self._show)
        self.search.down.connect(self.list.setFocus)
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(EmptyState("search", "Nichts gefunden", detail="Vielleicht ein Wort weniger?"))
        pane.body.addWidget(self._body)
        return pane

    def _make_detail(self) -> QWidget:
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(step(6), step(5), step(5), 0)
        column.setSpacing(step(4))
        self.aside = AsideNotice(may_change=self._session.may(Right.VERWALTUNG))
        self.aside.edit_wanted.connect(self._mend)
        self.aside.remove_wanted.connect(self._drop_text)
        column.addWidget(self.aside)
        self.drafts = DraftNotice(self._session, {DraftForm.RULE: self._take_up})
        column.addWidget(self.drafts)
        self._header = PageHeader("")
        column.addWidget(self._header)
        self.own = OwnActs(self._session)
        self.own.version_wanted.connect(self._write_version)
        column.addWidget(self.own)
        self._line = TimeLine(self._session.today())
        self._line.chosen.connect(self._show_version)
        column.addWidget(self._line)
        self._area = ScrollArea(gap=step(3), reading="Text des Instruments")
        self._area.body.setContentsMargins(0, 0, step(2), step(4))
        self._area.body.addStretch(1)
        column.addWidget(self._area, 1)
        return detail

    # -- the list ----------------------------------------------------------------------------------------------

    def _list(self, *, is_search: bool = False) -> None:
        """List what is searched for, titles that have it first; `is_search` shows the best one, else the open one."""
        forms = [(fold(word), fold_plain(word)) for word in words(self.search.text())]

        def has(text: str) -> bool:
            return all(any(form in text for form in word) for word in forms)

        def rank(entry: _Entry) -> tuple[bool, bool]:
            begins = any(entry.title.startswith(form) for word in forms[:1] for form in word)
            return not begins, not has(entry.title)

        found = sorted((entry for entry in self._entries if has(entry.text)), key=rank)
        by_number = {entry.n: entry for entry in found}
        self.model.show(
            Listing(
                first_numbers=lambda _source, _limit: [entry.n for entry in found],
                numbers=None,
                rows=lambda _source, numbers: [by_number[n] for n in numbers if n in by_number],
            )
        )
        self._body.setCurrentIndex(0 if found else 1)
        total = len(self._entries)
        self._found.setText(f"{total} Instrumente" if len(found) == total else f"{len(found)} von {total} Instrumenten")
        if found:
            open_one = self._instrument.id if self._instrument and not (is_search and forms) else ""
            place = next((n for n, entry in enumerate(found) if entry.id == open_one), 0)
            self.list.setCurrentIndex(self.model.index(place, 0))
            self._show(found[place].id)

    def _face(self, entry: _Entry) -> RowFace:
        version = entry.instrument.version_on(self._session.today())
        if version is None:
            return RowFace(title=entry.instrument.title, detail=entry.instrument.law, pill=("gilt nicht", Tone.NEUTRAL))
        is_old = self._session.today() - version.as_of > OLD_AFTER
        pill = ("länger nicht gelesen", Tone.OPEN) if is_old else None
        return RowFace(title=entry.instrument.title, detail=entry.instrument.law, pill=pill)

    def show_instrument(self, name: str) -> None:
        """Show one instrument; whatever is searched for is dropped. What is being written stays open."""
        if self.editor is not None:
            if self.editor.is_edited:
                self._session.tell("Hier wird ein Instrument geschrieben. Bitte zuerst speichern oder zurückgehen.")
                return
            self._end_editing("", None)
        self.search.setText("")
        self._list()
        place = next((entry.n for entry in self._entries if entry.id == name), -1)
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place, 0))
            self._show(name)

    def refresh(self) -> None:
        """Read the rules anew if they were changed; the same instrument and version stay open."""
        found = rule_book.rules_in_use(self._session.store)
        if found is self._rules:
            return
        self._rules, self._book = found, found.engine.book
        self._entries = _entries(self._book)
        self.aside.show_texts(found.set_aside)
        self._list()

    def refresh_uses(self) -> None:
        """Read anew in which kept checks the instrument shown plays a part."""
        if self._uses is not None:
            self._uses.read()

    def focus_search(self) -> None:
        """Put the keyboard into the search, if it is there."""
        if self.editor is not None:
            return
        self.search.setFocus()
        self.search.selectAll()

    def print_it(self) -> None:
        """Print what is in force today, unless something is being written."""
        if self.editor is None:
            self.paper.print_today()
        else:
            self._session.tell("Gedruckt wird das gespeicherte Regelwerk. Bitte zuerst speichern oder zurückgehen.")

    # -- an instrument -----------------------------------------------------------------------------------------

    def _show(self, name: str) -> None:
        instrument = self._book.by_id.get(name)
        if instrument is None or instrument is self._instrument:
            return
        was, self._instrument = self._instrument, instrument
        parts = (instrument.law, made_by(instrument), messages.word(instrument.origin))
        self._header.set(instrument.title, " · ".join(parts))
        current = instrument.version_on(self._session.today())
        place = instrument.versions.index(current) if current else len(instrument.versions) - 1
        if was is not None and was.id == name:  # the rules were made anew: the same version stays open
            first = was.versions[self._place].valid_from
            place = next((n for n, each in enumerate(instrument.versions) if each.valid_from == first), place)
        self.own.show_instrument(instrument)
        self._line.show_versions(instrument.versions, place)
        self._show_version(place)

    def _show_version_from(self, first: date | None) -> None:
        """Show the version that begins on a day; the one shown stays where there is none."""
        versions = self._instrument.versions if self._instrument else ()
        place = next((n for n, each in enumerate(versions) if each.valid_from == first), None)
        if place is not None:
            self._line.show_versions(versions, place)
            self._show_version(place)

    def _show_version(self, place: int) -> None:
        if self._instrument is None:
            return
        self._place = place
        content = QWidget()
        content.setProperty("role", "clear")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step(3))
        about = Card()
        about.add(Label(self._instrument.summary))
        for gap in self._instrument.gaps:
            about.add(Label(f"{show_day(gap.first)} bis {show_day(gap.last)}: {gap.reason}", "small"))
        column.addWidget(about)
        for card in version_cards(self._instrument, place, self._session.today(), OLD_AFTER):
            column.addWidget(card)
        self._uses = RuleUses(self._session, self._book, self._instrument)
        self._uses.check_wanted.connect(self.check_wanted)
        column.addWidget(self._uses)
        self._area.show_content(content)
        self._area.verticalScrollBar().setValue(0)

    # -- writing -----------------------------------------------------------------------------------------------

    def new_instrument(self) -> None:
        """Open the editor with an empty instrument, if the person may and nothing is being written."""
        if self.acts.new.isEnabled() and self.editor is None:
            self._edit(new_task(self._session))

    def _write_version(self, name: str, corrects: bool) -> None:
        try:
            task = version_task(self._session, name, self._place if corrects else None)
        except (Failure, Refused) as error:
            self._session.tell_failure(error)
            return
        self._edit(task)

    def _take_up(self, draft: Draft) -> bool:
        """Go on with what was kept; False if it fits the rules no longer."""
        task = kept_task(self._session, draft)
        if task is None or not self.acts.new.isEnabled():
            self._session.tell("Das Instrument ist inzwischen ein anderes. Dieser Entwurf passt nicht mehr dazu.")
            return False
        self._edit(task, was_kept=True)
        return True

    def _mend(self, name: str) -> None:
        try:
            draft, version = rule_drafts.aside_draft(self._session.store, name)
        except (Failure, Refused) as error:
            self._session.tell_failure(error)
            return
        self._edit(Task(draft, version))

    def _drop_text(self, name: str) -> None:
        reason = "Zählte nicht mehr"
        self._session.perform(lambda store, now: rule_drafts.take_out_text(store, name, now, reason=reason))

    def _edit(self, task: Task, *, was_kept: bool = False) -> None:
        self.editor = RuleEditor(self._session, task, was_kept=was_kept)
        self.editor.closed.connect(self._end_editing)
        self.addWidget(self.editor)
        self.setCurrentWidget(self.editor)
        self.setFocusProxy(self.editor)
        self.editor.setFocus()

    def _end_editing(self, name: str, first: date | None) -> None:
        editor, self.editor = self.editor, None
        self._session.unsaved.pop(UNSAVED, None)
        if editor is not None:
            self.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self.setFocusProxy(self.list)
        self.drafts.renew()
        if name:
            self.show_instrument(name)
            self._show_version_from(first)
        self.list.setFocus()

    def keep_unsaved(self) -> None:
        """Hand what is being written to the session: the page may be thrown away."""
        if self.editor is not None and self.editor.is_edited:
            self._session.unsaved[UNSAVED] = self.editor.task()
            self.editor.keep()


def _entries(book: RuleBook) -> list[_Entry]:
    by_title = sorted(book.instruments, key=lambda each: fold(each.title))
    return [_Entry(n, each, _searched(each), _folded(each.title)) for n, each in enumerate(by_title)]


def _searched(instrument: Instrument) -> str:
    parts = [instrument.title, instrument.law, instrument.summary, instrument.land]
    for version in instrument.versions:
        parts += [version.title, version.change, *(each.text for each in version.criteria)]
        parts += [each.text for each in version.amounts]
    return _folded(" ".join(parts))


def _folded(text: str) -> str:
    return f"{fold(text)} {fold_plain(text)}"
