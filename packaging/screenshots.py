"""Pictures of the window for people to look at: `python packaging/screenshots.py FOLDER [PAGE …]`.

Every page, light and dark, at 100 and 150 %, from the demo database; the lock screen, the search and the dialogs of the
first start beside them. Runs on the real screen if QT_QPA_PLATFORM says so, otherwise without one.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
_SHEETS = (("100", (1440, 900)), ("100", (1280, 720)), ("150", (1920, 1080)), ("150", (1440, 900)))
_WAIT = 400  # milliseconds until a page has read what it shows


def main(arguments: list[str]) -> int:
    """Make the demo database once, then each sheet in a process of its own: Qt takes its scale at the start."""
    if not arguments or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "demo.nqdesk"
        _make_demo(database)
        for scheme in ("light", "dark"):
            for scale, (width, height) in _SHEETS:
                environment = {
                    **os.environ,
                    "QT_SCALE_FACTOR": str(int(scale) / 100),
                    "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
                }
                sheet = [str(out), str(database), scheme, scale, str(width), str(height), *arguments[1:]]
                subprocess.run([sys.executable, __file__, "--sheet", *sheet], env=environment, check=True)
    print(f"{len(list(out.glob('*.png')))} Bilder in {out}")
    return 0


def _make_demo(path: Path) -> None:
    from nqdesk.actions import databases, demo

    now = datetime.now(UTC)
    store, _ = databases.create(
        path, person=demo.PERSON, password=demo.PASSWORD, centre=demo.CENTRE, now=now, demo=True
    )
    with store:
        for _ in demo.fill(store, now, now.astimezone().date()):
            pass


def _sheet(out: Path, database: Path, scheme: str, scale: str, width: int, height: int, only: list[str]) -> None:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QWidget

    from nqdesk import app as program
    from nqdesk.actions import databases, demo
    from nqdesk.ui.help_dialog import HelpDialog
    from nqdesk.ui.opening.assistant import Assistant
    from nqdesk.ui.opening.open_dialog import OpenDialog
    from nqdesk.ui.page import PAGES
    from nqdesk.ui.preferences import Preferences
    from nqdesk.ui.theme import Scheme
    from nqdesk.ui.widgets.tab_bar import TabBar
    from nqdesk.ui.window import MainWindow

    preferences = Preferences(database.parent / f"{scheme}-{scale}-{width}.ini")
    preferences.scheme = Scheme(scheme)
    application = program.make_application(preferences)
    name = f"{scheme}-{scale}-{width}x{height}"
    factor = int(scale) / 100

    def wait() -> None:
        loop = QEventLoop()
        QTimer.singleShot(_WAIT, loop.quit)
        loop.exec()

    def take(widget: QWidget, what: str) -> None:
        wait()
        widget.grab().save(str(out / f"{what}-{name}.png"))

    def take_tabs(page: QWidget, what: str, seen: set[TabBar]) -> None:
        """Take each tab but the first of every bar of tabs, those within other tabs too."""
        for bar in page.findChildren(TabBar):
            if not bar.isVisible() or bar in seen:
                continue
            seen.add(bar)
            take_tabs(page, what, seen)
            for tab in bar.keys[1:]:
                bar.open(tab)
                take(window, f"{what}-{tab}")
                take_tabs(page, f"{what}-{tab}", seen)

    store = databases.open_database(database, demo.PASSWORD, program.now())
    session = program.make_session(store, preferences)
    window = MainWindow(session, last_backup=program.now)
    window.resize(round(width / factor), round(height / factor))
    window.show()
    keys = [entry.key for entry in PAGES if entry.exists() and (not only or entry.key in only)]
    for key in keys:
        page = window.show_page(key)
        take(window, key)
        take_tabs(page, key, set())
    if not only and width == 1440:
        window.search.open()
        window.search.field.setText("lager")
        take(window, "search")
        window.search.close_panel()
        session.tell("Angebot gespeichert: Fachlagerist/in", action="Rückgängig", act=lambda: None)
        take(window, "message")
        window.lock()
        take(window, "lock")
        shown: list[tuple[str, Callable[[], QWidget]]] = [
            ("open", lambda: OpenDialog(program.make_door(), database)),
            ("assistant", lambda: Assistant(program.make_door())),
            ("assistant-centre", lambda: Assistant(program.make_door(), welcome=False)),
            ("help", lambda: HelpDialog("Angebote", (), "angebote", None)),
        ]
        for what, make in shown:
            dialog = make()
            dialog.show()
            take(dialog, what)
            dialog.hide()
            dialog.deleteLater()
    window.close()
    session.close()
    application.quit()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sheet"]:
        out_, database_, scheme_, scale_, width_, height_, *only_ = sys.argv[2:]
        _sheet(Path(out_), Path(database_), scheme_, scale_, int(width_), int(height_), only_)
        raise SystemExit(0)
    raise SystemExit(main(sys.argv[1:]))
