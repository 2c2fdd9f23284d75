"""The main window: sidebar, one page at a time, search over everything, messages, jobs, lock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from nqdesk.actions import catalogue
from nqdesk.domain.change import Area, Change
from nqdesk.store import centre as stored_centre
from nqdesk.store import settings as stored_settings
from nqdesk.ui import theme
from nqdesk.ui.jobs import Job
from nqdesk.ui.page import PAGES, Page, PageEntry
from nqdesk.ui.session import Message, Session
from nqdesk.ui.sidebar import Sidebar
from nqdesk.ui.theme import Tone, step
from nqdesk.ui.widgets.dialog import Dialog, ask, locks_from_a_dialog
from nqdesk.ui.widgets.message_bar import MessageBar
from nqdesk.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from nqdesk.ui.global_search import GlobalSearch
    from nqdesk.ui.lock_screen import LockScreen
    from nqdesk.ui.widgets.progress_dialog import ProgressDialog
from nqdesk.ui.widgets.tab_order import go_on

_SMALLEST = (960, 600)
_WIDE = 1180  # narrower windows show the sidebar as icons
_FIRST = (1360, 860)
_LAW_AFTER = 200  # milliseconds: the texts about funding are read after the first list is painted
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class MainWindow(QMainWindow):
    """The one window.

    Signals:
        closed: the window is going away for good; `app` ends what runs.
    """

    closed = Signal()

    def __init__(
        self,
        session: Session,
        *,
        pages: Sequence[PageEntry] = PAGES,
        last_backup: Callable[[], datetime | None] = lambda: None,
        lock_hint: str = "",
    ) -> None:
        """`last_backup` gives the time of the newest backup; `lock_hint` is shown on the lock screen (demo)."""
        super().__init__()
        self.session = session
        self._entries = tuple(entry for entry in pages if entry.exists())
        self._pages: dict[str, Page] = {}
        self._key = ""
        self._last_backup = last_backup
        self._dialogs: dict[Job, ProgressDialog] = {}
        self._copied = ""
        self._lost: list[str] = []  # to be told when the window is unlocked
        self._foot: list[str] = []
        self._law = ""
        self._help: Dialog | None = None
        self.setWindowTitle("nqdesk")
        self.setWindowIcon(theme.app_icon())

        self._outer = QStackedWidget()
        self.setCentralWidget(self._outer)
        self._shell = QWidget()
        row = QHBoxLayout(self._shell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.sidebar = Sidebar(self._entries)
        row.addWidget(self.sidebar)
        content = QWidget()
        content.setObjectName("Content")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._banner = QWidget()
        banner = QVBoxLayout(self._banner)
        banner.setContentsMargins(step(5), step(3), step(5), 0)
        banner.setSpacing(step(2))
        column.addWidget(self._banner)
        self._banner.hide()
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        row.addWidget(content, 1)
        self._outer.addWidget(self._shell)
        self._content = content
        self._lock_hint = lock_hint
        self._lock_screen: LockScreen | None = None
        self._search: GlobalSearch | None = None

        self.messages = MessageBar(content)
        self.sidebar.chosen.connect(self.show_page)
        self.sidebar.job_wanted.connect(self._show_job)
        session.changed.connect(self._changed)
        session.told.connect(self._tell)
        session.asked_to_open.connect(self.open_record)
        session.jobs.started.connect(self._job_started)
        QApplication.clipboard().dataChanged.connect(self._clipboard_changed)

        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        # Only windows are watched for input, not every widget: a filter on the application costs each event a call.
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._watch_window)
        self._make_keys()
        self._read_settings()
        self._restore_place()
        self.refresh_foot()
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(_LAW_AFTER, self, self._name_law))
        if session.store.read_only:
            self.add_notice("Nur zum Lesen geöffnet: Änderungen sind in diesem Fenster nicht möglich.", Tone.OPEN)
        keys = [entry.key for entry in self._entries]
        if keys:
            self.show_page(session.preferences.last_page if session.preferences.last_page in keys else keys[0])

    # -- pages -------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page that is open."""
        return self._pages.get(self._key)

    def show_page(self, key: str) -> Page:
        """Open a page; the one before it saves what is edited."""
        entry = next(e for e in self._entries if e.key == key)
        before = self.page
        if before is not None and key != self._key:
            before.leave()
        if key not in self._pages:
            page = entry.make(self.session, self._stack)
            self._pages[key] = page
            self._stack.addWidget(page)
        self._key = key
        page = self._pages[key]
        self._stack.setCurrentWidget(page)
        self.sidebar.show_page(key)
        self.setWindowTitle(f"{entry.title} – nqdesk")
        self.session.preferences.last_page = key
        page.setFocus()
        return page

    def open_record(self, area: Area, record_id: str) -> None:
        """Show a record on the page of its kind."""
        entry = next((e for e in self._entries if area in e.shows), None)
        if entry is not None:
            self.show_page(entry.key).show_record(area, record_id)

    def add_notice(self, text: str, tone: Tone) -> Notice:
        """Show a hint above all pages (read-only, network drive)."""
        notice = Notice(text, tone)
        layout = self._banner.layout()
        if layout is not None:
            layout.addWidget(notice)
        self._banner.show()
        return notice

    @property
    def search(self) -> "GlobalSearch":
        """The search over everything, made when it is first needed."""
        if self._search is None:
            from nqdesk.ui.global_search import GlobalSearch

            self._search = GlobalSearch(self.session, self._can_open, self._content)
            self._search.picked.connect(self.open_record)
        return self._search

    def _name_law(self) -> None:
        self._law = f"Regelstand {catalogue.law_as_of():%d.%m.%Y}"
        self._show_foot()

    def _can_open(self, area: Area) -> bool:
        return any(area in entry.shows for entry in self._entries)

    def _changed(self, change: Change) -> None:
        for entry in self._entries:
            page = self._pages.get(entry.key)
            if page is not None and entry.areas & change.areas:
                page.refresh(change)
        if Area.SETTINGS in change.areas:
            self._read_settings()
        if Area.CENTRE in change.areas:
            self.refresh_foot()

    def refresh_foot(self) -> None:
        """Read anew what stands at the sidebar's foot."""
        lines = [stored_centre.get(self.session.store.db).name]
        if self.session.is_demo:
            lines.append("Beispieldaten")
        else:
            backup = self._last_backup()
            lines.append(f"Sicherung {_when(backup, self.session.now())}" if backup else "Noch keine Sicherung")
        self._foot = lines
        self._show_foot()

    def _show_foot(self) -> None:
        self.sidebar.set_foot([line for line in (*self._foot, self._law) if line])

    # -- messages and jobs -------------------------------------------------------------------------------------

    def _tell(self, message: Message) -> None:
        if self.is_locked:
            return
        self.messages.show_message(message)

    def _job_started(self, job: Job) -> None:
        from nqdesk.ui.widgets.progress_dialog import ProgressDialog

        self.sidebar.watch(job)
        self._dialogs[job] = ProgressDialog(job, self)
        job.ended.connect(lambda: self._dialogs.pop(job, None))
        told = f"{job.title}: abgebrochen. Es wurde nichts geändert."
        job.cancelled.connect(lambda: self._lost.append(told) if self.is_locked else self.session.tell(told))

    def _show_job(self) -> None:
        for dialog in self._dialogs.values():
            dialog.show()
            dialog.raise_()

    # -- keys --------------------------------------------------------------------------------------------------

    def _make_keys(self) -> None:
        for number, entry in enumerate(self._entries[:9], start=1):
            self._on(f"Ctrl+{number}", partial(self.show_page, entry.key))
        self._on("Ctrl+K", lambda: self.search.open())
        self._on("Ctrl+F", lambda: self._of_page(lambda page: page.focus_search()))
        self._on("Ctrl+N", lambda: self._of_page(lambda page: page.new_record()))
        self._on("Ctrl+P", lambda: self._of_page(lambda page: page.print_it()))
        self._on("Ctrl+Z", self._undo)
        self._on("F5", lambda: self._of_page(lambda page: page.refresh(None)))
        self._on("Ctrl+L", self.lock)
        self._on("F1", self.show_help)

    def _on(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: None if self.is_locked else act())

    def _of_page(self, act: Callable[[Page], None]) -> None:
        if self.page is not None:
            act(self.page)

    def _undo(self) -> None:
        self._of_page(lambda page: page.leave())
        self.session.undo()

    def show_help(self) -> None:
        """Show the handbook at the open page, and the keys; it stays open beside the work."""
        from nqdesk.ui.help_dialog import HelpDialog

        if self._help is not None:
            self._help.close()
        entry = next((e for e in self._entries if e.key == self._key), None)
        keys = self.page.keys() if self.page else ()
        self._help = HelpDialog(entry.title if entry else "", keys, entry.handbook if entry else "", self)
        self._help.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._help.destroyed.connect(self._help_closed)
        self._help.show()

    def _help_closed(self) -> None:
        self._help = None

    # -- lock --------------------------------------------------------------------------------------------------

    @property
    def is_locked(self) -> bool:
        """Whether the lock screen is shown."""
        return self._lock_screen is not None and self._outer.currentWidget() is self._lock_screen

    @property
    def lock_screen(self) -> "LockScreen":
        """What is shown while the window is locked, made when it is first needed."""
        if self._lock_screen is None:
            from nqdesk.ui.lock_screen import LockScreen

            made = LockScreen(self.session.store.person.name, self.session.password_fits, self._lock_hint)
            made.unlocked.connect(self._unlock)
            self._outer.addWidget(made)
            self._lock_screen = made
        return self._lock_screen

    def lock(self) -> None:
        """Hide and forget everything personal; what is being edited is saved first."""
        if self.is_locked:
            return
        if any(dialog.forbids_lock for dialog in self._open_dialogs()):
            self._awake()
            return
        for dialog in self._open_dialogs():
            dialog.save_before_lock()
        self._of_page(lambda page: page.leave())
        dialogs = self._open_dialogs()
        self._lost = [dialog.lost_by_lock for dialog in dialogs if dialog.lost_by_lock]
        for dialog in dialogs:
            dialog.done(Dialog.DialogCode.Rejected)
        self._outer.setCurrentWidget(self.lock_screen)
        if dialogs:  # who waits for their answers goes on first, and may belong to a page
            QTimer.singleShot(0, self, lambda: self._drop_pages() if self.is_locked else None)
        else:
            self._drop_pages()
        self.messages.clear()
        if self._search is not None:
            self._search.close_panel()
        self.setWindowTitle("nqdesk")
        self._clear_clipboard()
        self._idle.stop()
        self.lock_screen.password.clear()
        self.lock_screen.setFocus()

    @property
    def lock_after_milliseconds(self) -> int:
        """How long nobody may touch the window before it locks; 0 for never."""
        return self._idle.interval()

    def _drop_pages(self) -> None:
        """Throw all pages away now: neither their texts nor their timers nor their questions stay."""
        self.session.reads.forget_all()
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.hide()
            page.setParent(None)
            page.deleteLater()
        self._pages.clear()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _unlock(self) -> None:
        self._drop_pages()
        self._outer.setCurrentWidget(self._shell)
        if self._key:
            self.show_page(self._key)
        self._awake()
        for told in self._lost:
            self.session.tell(told)
        self._lost.clear()

    def _open_dialogs(self) -> list[Dialog]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, Dialog) and w.isVisible()]

    def _clipboard_changed(self) -> None:
        clipboard = QApplication.clipboard()
        # Not every system can say whose it is; what is copied while a window of ours has the focus is ours.
        if clipboard.ownsClipboard() or QGuiApplication.focusWindow() is not None:
            self._copied = clipboard.text()

    def _clear_clipboard(self) -> None:
        clipboard = QApplication.clipboard()
        if self._copied and clipboard.text() == self._copied:
            clipboard.clear(QClipboard.Mode.Clipboard)
        self._copied = ""

    def _read_settings(self) -> None:
        minutes = stored_settings.get(self.session.store.db).lock_after_minutes
        self._idle.setInterval(minutes * 60_000)
        self._awake()

    def _awake(self) -> None:
        if self._idle.interval() > 0 and not self.is_locked:
            self._idle.start()
        else:
            self._idle.stop()

    def _watch_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._awake()
            if locks_from_a_dialog(event):
                QTimer.singleShot(0, self, self.lock)
                return True
        return super().eventFilter(watched, event)

    # -- place -------------------------------------------------------------------------------------------------

    def _restore_place(self) -> None:
        room = self.screen().availableGeometry()
        frame = QSize(step(6), step(14))  # what the system draws around a window, generously
        self.setMinimumSize(QSize(*_SMALLEST).boundedTo(room.size() - frame))
        state = self.session.preferences.state("window")
        if not (state and self.restoreGeometry(state) and self._is_visible_somewhere()):
            size = QSize(*_FIRST).boundedTo(room.size() - frame)
            self.resize(size)
            outside = size + frame
            left, top = room.width() - outside.width(), room.height() - outside.height()
            self.move(room.left() + left // 2, room.top() + top // 2)

    def focusNextPrevChild(self, next: bool) -> bool:
        return go_on(self, forward=next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.set_compact(compact=self.width() < _WIDE)

    def _is_visible_somewhere(self) -> bool:
        bar = QRect(self.frameGeometry().topLeft(), self.frameGeometry().topRight()).adjusted(0, 0, 0, step(8))
        shown = [screen.availableGeometry().intersected(bar) for screen in QGuiApplication.screens()]
        return any(part.width() >= step(40) and part.height() >= step(4) for part in shown)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.is_locked:
            self._of_page(lambda page: page.leave())
        if not all(page.may_close() for page in self._pages.values()):
            event.ignore()
            return
        jobs = [job for job in self.session.jobs.open if not job.in_background]
        if jobs and not ask(
            self,
            "Trotzdem schließen?",
            f"„{jobs[0].title}“ läuft noch. Beim Schließen wird die Arbeit abgebrochen; Ihre Daten bleiben, "
            "wie sie vorher waren.",
            yes="Abbrechen und schließen",
            no="Weiterlaufen lassen",
            is_danger=True,
        ):
            event.ignore()
            return
        self.session.preferences.save_state("window", self.saveGeometry())
        self.session.preferences.save()
        self._idle.stop()
        self._drop_pages()
        event.accept()
        self.closed.emit()


def _when(moment: datetime, now: datetime) -> str:
    """Return when something was, in the words of the sidebar."""
    local, today = moment.astimezone(), now.astimezone().date()
    if local.date() == today:
        return f"heute {local:%H:%M}"
    if (today - local.date()).days == 1:
        return f"gestern {local:%H:%M}"
    return f"{local:%d.%m.%Y}"
