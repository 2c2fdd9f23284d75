"""The product's window, measured: ``python -m tests.benchmarks.product_window DATABASE start|scroll|search|memory``."""

import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from nqdesk.__main__ import before_qt


def main() -> None:
    """Open the window on a database as `nqdesk.app` does once the password was typed, and measure."""
    before_qt()
    from nqdesk import app as wiring
    from nqdesk.actions import databases
    from nqdesk.ui.offers.filter_bar import FilterBar
    from nqdesk.ui.offers.offer_table import OfferTable
    from nqdesk.ui.preferences import Preferences
    from nqdesk.ui.window import MainWindow
    from tests.benchmarks import driven
    from tests.benchmarks.password import PASSWORD

    path, work = Path(sys.argv[1]), sys.argv[2]
    preferences = Preferences(Path(tempfile.mkdtemp()) / "fenster.ini")
    preferences.last_page = "offers"
    application = wiring.make_application(preferences)
    store = databases.open_database(path, PASSWORD, wiring.now())
    session = wiring.make_session(store, preferences)
    window = MainWindow(session)
    window.resize(1440, driven.HEIGHT)
    window.show()

    def end(**figures: object) -> NoReturn:
        """Close the database first: an unclean end would have the next start check the whole file."""
        session.close()
        driven.report(**figures)

    table = window.findChild(OfferTable)
    assert table is not None
    model = table.model_of_offers

    def is_there() -> bool:
        shown = min(driven.ROWS, model.rowCount())
        return shown > 0 and model.row_at(shown - 1) is not None

    painted = driven.Painted(table, is_there)
    if work == "start":
        end(seconds=driven.seconds_to_answer(table, painted), whole=driven.started_at())
    driven.wait(lambda: painted.count > 0)
    driven.wait(lambda: model.is_complete)
    if work == "memory":
        end(bytes=driven.memory())
    if work == "scroll":
        end(steps=driven.scroll(table))
    bar = window.findChild(FilterBar)
    assert bar is not None
    beat = driven.Heartbeat()
    answers = []
    for text in driven.prefixes():
        before = painted.count
        begun = time.perf_counter()
        bar.search.set_text(text)
        bar.typed.emit()
        driven.wait(lambda before=before: painted.count > before or model.rowCount() == 0)  # type: ignore[misc]
        answers.append(time.perf_counter() - begun)
    driven.wait(lambda: model.is_complete)  # what was put off while typing belongs to it
    application.processEvents()
    end(answers=answers, gap=beat.largest)


if __name__ == "__main__":
    main()
