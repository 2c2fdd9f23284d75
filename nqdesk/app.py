"""The one place that wires: Qt, the look, the way to an open database, the window, backups and the end.

Dialogs that most starts do not show are imported where they are shown.
"""

import gc
import os
import sys
from collections.abc import Generator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from nqdesk.actions import catalogue, databases, demo_file, messages
from nqdesk.domain.centre import Centre
from nqdesk.domain.failure import Failure
from nqdesk.domain.progress import Progress
from nqdesk.fault_report import FaultReport
from nqdesk.store import database as stored_database
from nqdesk.store import settings as stored_settings
from nqdesk.store.database import Store
from nqdesk.ui import theme
from nqdesk.ui.jobs import Job, Jobs, Reads, WorkerLane
from nqdesk.ui.opening.door import Door
from nqdesk.ui.preferences import Preferences
from nqdesk.ui.session import Session
from nqdesk.ui.theme import Tone
from nqdesk.ui.window import MainWindow

if TYPE_CHECKING:
    from nqdesk.store.backup import Backup

_BACKUP_AFTER = 1500  # milliseconds after the window is up


def _collect_from_now_on() -> None:
    """What is there now stays: collections that look through it would block the window."""
    gc.freeze()
    gc.enable()


def now() -> datetime:
    """Return the time (UTC)."""
    return datetime.now(UTC)


def _today() -> date:
    return now().astimezone().date()


def run(database: Path | None = None, *, demo: bool = False) -> int:
    """Open the window and return the exit code when it is closed.

    `database` names the file; `demo` opens the demo database, making it first if it is missing.
    """
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        print(f"nqdesk: {messages.sentence('no_display')}", file=sys.stderr)  # noqa: T201 - there is no window to say it
        return 2
    preferences = Preferences(platformdirs.user_config_path("nqdesk", appauthor=False) / "fenster.ini")
    if preferences.scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", str(preferences.scale / 100))
    app = make_application(preferences)
    report = FaultReport(platformdirs.user_log_path("nqdesk", appauthor=False) / "fehler.txt")
    report.watch_crashes()
    program = Program(app, preferences, report)
    sys.excepthook = program.fault
    try:
        return app.exec() if program.open(database, demo=demo) else 0
    except Exception as error:  # noqa: BLE001 - nothing is open yet: said, written down, ended
        program.fault(type(error), error, error.__traceback__)
        return 1
    finally:
        sys.excepthook = sys.__excepthook__
        report.close()


def make_application(preferences: Preferences) -> QApplication:
    """Return the QApplication: German, with the program's look."""
    present = QApplication.instance()
    app = present if isinstance(present, QApplication) else QApplication(["nqdesk"])
    app.setApplicationName("nqdesk")
    app.setApplicationDisplayName("nqdesk")
    app.setDesktopFileName("nqdesk")
    app.setQuitOnLastWindowClosed(False)
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    translator = QTranslator(app)
    if translator.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    theme.start(app, preferences.scheme)
    app.setWindowIcon(theme.app_icon())
    return app


def make_session(store: Store, preferences: Preferences, parent: QObject | None = None) -> Session:
    """Return a session on an open database, with a worker for jobs and one for reads."""
    jobs = Jobs(WorkerLane(store.another, Store.close))
    reads = Reads(WorkerLane(store.another, Store.close))

    def fits(password: str) -> bool:
        try:
            with databases.open_database(store.path, password, now(), read_only=True) as other:
                return other.person.id == store.person.id
        except Failure as failure:
            if failure.code == "wrong_password":
                return False
            raise

    return Session(
        store,
        clock=now,
        preferences=preferences,
        jobs=jobs,
        reads=reads,
        password_fits=fits,
        is_demo=store.demo,
        parent=parent,
    )


def make_door() -> Door:
    """Return the functions the opening dialogs work with."""
    return Door(
        open=lambda path, password, read_only: databases.open_database(path, password, now(), read_only=read_only),
        create=_create,
        recover=_recover,
        backups=_backups_of,
        restore=_restore_backup,
        write_sheet=_write_sheet,
        districts=_districts,
        default_path=databases.default_path(),
    )


def _backups_of(path: Path, second_folder: Path | None = None) -> "Sequence[Backup]":
    from nqdesk.store import backup

    return backup.backups(path, second_folder)


def _restore_backup(path: Path, chosen: Path, password: str) -> object:
    from nqdesk.actions import backups

    return backups.restore(path, chosen, password, now())


def _back_up_now(store: Store) -> "Generator[Progress, None, Backup]":
    from nqdesk.actions import backups

    return backups.back_up(store, now())


def _create(path: Path, person: str, password: str, centre: Centre) -> tuple[Store, str]:
    return databases.create(path, person=person, password=password, centre=centre, now=now())


def _recover(path: Path, code: str, password: str) -> tuple[Store, str]:
    store, new_code = stored_database.open_with_recovery(path, code, password, now())
    databases.make_ready(store, now())
    return store, new_code


def _write_sheet(code: str, centre: str, database: str, out: Path) -> None:
    from nqdesk.papers import recovery_sheet

    recovery_sheet.make(code, centre, database, _today(), out)


def _districts() -> Sequence[tuple[str, str]]:
    districts = catalogue.region().districts
    return sorted(((d.code, f"{d.suggested_name} ({d.code})") for d in districts.values()), key=lambda d: d[1])


def demo_path() -> Path:
    """Return where the window keeps its demo database."""
    return platformdirs.user_data_path("nqdesk", appauthor=False) / "demo" / demo_file.FILE_NAME


class Program(QObject):
    """The running program: at most one session and one window."""

    def __init__(self, app: QApplication, preferences: Preferences, report: FaultReport) -> None:
        super().__init__(app)
        self._app = app
        self._preferences = preferences
        self._report = report
        self._door = make_door()
        self._fault_shown = False
        self.session: Session | None = None
        self.window: MainWindow | None = None

    def open(self, database: Path | None, *, demo: bool) -> bool:
        """Ask for a database and show the window; False if a person gave up."""
        store = self._demo_store() if demo else self._store(database)
        if store is None:
            return False
        if not store.demo:
            self._preferences.last_database = store.path
        self._show(store)
        return True

    # -- the way to a database ---------------------------------------------------------------------------------

    def _store(self, named: Path | None) -> Store | None:
        path = named or self._preferences.last_database or databases.default_path()
        if path.name == demo_file.FILE_NAME and path.exists():
            opened = self._open_demo(path)
            if opened is not None:
                return opened
        if named is None and not path.exists() and not _backups_of(path):
            return self._first_start()
        return self._ask(path)

    def _ask(self, path: Path) -> Store | None:
        from nqdesk.ui.opening.open_dialog import OpenDialog

        dialog = OpenDialog(self._door, path)
        dialog.exec()
        dialog.deleteLater()
        return self._first_start(welcome=False) if dialog.wants_new else dialog.store

    def _first_start(self, *, welcome: bool = True) -> Store | None:
        from nqdesk.ui.opening.assistant import Assistant, Wish
        from nqdesk.ui.opening.open_dialog import DATABASES
        from nqdesk.ui.widgets.file_choice import choose_file

        assistant = Assistant(self._door, welcome=welcome)
        accepted = assistant.exec() == assistant.DialogCode.Accepted
        assistant.deleteLater()
        if accepted or assistant.wish is Wish.NEW:
            return assistant.store
        if assistant.wish is Wish.DEMO:
            return self._demo_store()
        path = choose_file(assistant, "Datenbank wählen", DATABASES, databases.default_path().parent)
        return self._ask(path) if path is not None else self._first_start()

    def _open_demo(self, path: Path) -> Store | None:
        try:
            return databases.open_database(path, demo_file.PASSWORD, now())
        except Failure:
            return None

    def _demo_store(self) -> Store | None:
        path = demo_path()
        if path.exists():
            opened = self._open_demo(path)
            if opened is not None:
                return opened
            try:  # held by another window, or made by another version
                return databases.open_database(path, demo_file.PASSWORD, now(), read_only=True)
            except Failure:
                databases.remove_demo(path, demo_file.PASSWORD, now())
        jobs: Jobs[None] = Jobs(WorkerLane(lambda: None, lambda _: None), self)
        job = jobs.run(lambda _: _make_demo(path), title="Beispieldaten werden angelegt", can_cancel=False)
        job.failed.connect(self._demo_failed)
        _wait_for(job)
        jobs.stop()
        return self._open_demo(path)

    def _demo_failed(self, error: Exception) -> None:
        raise error

    # -- the window --------------------------------------------------------------------------------------------

    def _show(self, store: Store) -> None:
        session = make_session(store, self._preferences, self)
        hint = f"Beispieldaten: Das Passwort ist „{demo_file.PASSWORD}“." if store.demo else ""
        window = MainWindow(session, last_backup=self._last_backup, lock_hint=hint)
        for warning in store.warnings:
            window.add_notice(messages.sentence(warning), Tone.OPEN)
        window.closed.connect(self._closed)
        session.backed_up.connect(lambda _: window.refresh_foot())
        session.restore_wanted.connect(self._restore, Qt.ConnectionType.QueuedConnection)
        self.session, self.window = session, window
        window.refresh_foot()
        window.show()
        QTimer.singleShot(0, _collect_from_now_on)
        if not (store.read_only or store.demo) and self._is_backup_due(store):
            QTimer.singleShot(_BACKUP_AFTER, self, self._back_up)

    def _last_backup(self) -> datetime | None:
        if self.session is None:
            return None
        second = stored_settings.get(self.session.store.db).backup_folder
        found = _backups_of(self.session.store.path, Path(second) if second else None)
        return next((backup.at for backup in found if backup.ok), None)

    def _is_backup_due(self, store: Store) -> bool:
        newest = next((backup.at for backup in _backups_of(store.path) if backup.ok), None)
        changed = datetime.fromtimestamp(store.path.stat().st_mtime, UTC)
        return newest is None or newest < changed

    def _back_up(self) -> None:
        if self.session is not None:
            self.session.back_up(in_background=True)

    def _restore(self, chosen: Path, password: str) -> None:
        """Close the database, put a backup in its place and show the window again, with whatever lies there then."""
        if self.session is None or self.window is None:
            return
        path = self.session.store.path
        self.window.closed.disconnect(self._closed)
        if not self.window.close():
            self.window.closed.connect(self._closed)
            return
        self._leave()
        failures: list[Exception] = []
        jobs: Jobs[None] = Jobs(WorkerLane(lambda: None, lambda _: None), self)
        job = jobs.run(
            lambda _: _put_back(path, chosen, password), title="Sicherung wird zurückgeholt", can_cancel=False
        )
        job.failed.connect(failures.append)
        _wait_for(job)
        jobs.stop()
        jobs.deleteLater()
        store = self._open_again(path, password)
        if store is None:
            self._app.quit()
            return
        self._show(store)
        if self.session is not None:
            if failures:
                self.session.tell_failure(failures[0])
            else:
                self.session.tell("Die Sicherung ist zurückgeholt. Der Stand davor liegt daneben.", Tone.POSSIBLE)

    def _open_again(self, path: Path, password: str) -> Store | None:
        try:
            return databases.open_database(path, password, now())
        except Failure:
            return self._ask(path)

    def _closed(self) -> None:
        session = self.session
        if session is None:
            return
        session.jobs.cancel_all()
        store = session.store
        if store.total_changes > session.changes_backed_up and not (store.read_only or store.demo):
            job = session.jobs.run(
                _back_up_now,
                title="Ihre Daten werden gesichert",
                can_cancel=False,
                in_background=True,
            )
            job.failed.connect(lambda error: self.fault(type(error), error, error.__traceback__))
            _wait_for(job)
        self._end()

    def _end(self) -> None:
        self._leave()
        self._app.quit()

    def _leave(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session = None
        if self.window is not None:
            self.window.deleteLater()
            self.window = None

    # -- faults ------------------------------------------------------------------------------------------------

    def fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write a fault down and say so once at a time; the program goes on."""
        if issubclass(kind, KeyboardInterrupt):
            self._end()
            return
        self._report.add(kind, error, trace, now())
        from nqdesk.ui.fault_dialog import FaultDialog

        if not self._fault_shown:
            self._fault_shown = True
            dialog = FaultDialog(self._report.file, self.window, at_start=self.window is None)
            dialog.exec()
            dialog.deleteLater()
            self._fault_shown = False


def _wait_for(job: Job) -> None:
    from nqdesk.ui.widgets.progress_dialog import WaitDialog

    WaitDialog(job).wait()


def _put_back(path: Path, chosen: Path, password: str) -> Generator[Progress, None, None]:
    yield Progress(0, 0, "restoring")
    _restore_backup(path, chosen, password)


def _make_demo(path: Path) -> Generator[Progress, None, None]:
    """Make the demo database; nothing of it stays if that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    databases.remove_demo(path, demo_file.PASSWORD, now())
    store, _ = databases.create(
        path, person=demo_file.PERSON, password=demo_file.PASSWORD, centre=demo_file.CENTRE, now=now(), demo=True
    )
    done = False
    try:
        from nqdesk.actions import demo

        yield from demo.fill(store, now(), _today())
        done = True
    finally:
        store.close()
        if not done:
            databases.remove_demo(path, demo_file.PASSWORD, now())
