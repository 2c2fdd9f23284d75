"""The cards of a kept check are whole whenever they are painted, also while the others are still being made."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nqdesk.actions import checking, kept_checks, rule_book
from nqdesk.domain.funding.case import Case
from nqdesk.domain.funding.check import Result
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.session import Session
from nqdesk.ui.widgets.label import Label
from tests.builders import TODAY
from tests.ui.accessibility import words
from tests.ui.funding.test_kept import FACTS
from tests.ui.funding.test_kept_detail import store_check


class _Painted(QObject):
    """Notes every label that is painted lower than its text is."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.squeezed: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, Label) and watched.wordWrap():
            self.count += 1
            if watched.height() < watched.heightForWidth(watched.width()) - 1:
                self.squeezed.append(watched.text())
        return False


def test_no_line_is_ever_painted_squeezed(whole: FundingPage, session: Session, qtbot: QtBot) -> None:
    made = store_check(session)
    whole.tabs.open("kept")
    whole.kept.show_check(made.id)
    results = whole.kept.detail.results
    watch = _Painted()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    try:
        qtbot.waitUntil(lambda: len(results.cards) == len(made.kinds))
        qtbot.wait(50)
    finally:
        app.removeEventFilter(watch)
    assert watch.count > 20
    assert watch.squeezed == []


def test_a_kept_check_folds_away_the_same_as_a_new_one_and_in_the_same_order(
    whole: FundingPage, session: Session, qtbot: QtBot
) -> None:
    engine, case = rule_book.shipped(), Case({**FACTS, "person.wohnland": "NW"})
    checked, asked = checking.told(engine, case, TODAY)
    kept = kept_checks.snapshot(engine, case, checked, asked, made_on=TODAY, subject="Fall 1", purpose="Beratung")
    session.perform(lambda store, now: kept_checks.keep(store, kept, now), quiet=True)
    live = whole.check.results
    live.show_results(checked, case)
    whole.tabs.open("kept")
    whole.kept.show_check(kept.id)
    results = whole.kept.detail.results
    qtbot.waitUntil(lambda: len(results.cards) == len(kept.kinds))
    assert len(results.apart) > 10
    assert results.apart == live.apart
    assert list(results.cards) == [name for names in (live.shown(kind) for kind in Result) for name in names]
    assert not any(results.cards[name].isVisibleTo(results) for name in results.apart)
    said = words(results)
    assert f"Programme anderer Länder ({len(results.apart)})" in said
    assert "Offen nur für den Fall, dass der Arbeitsort dort liegt." in said
    results.elsewhere.turn()
    assert all(results.cards[name].isVisibleTo(results) for name in results.apart)
    results.uncovered.turn()
    assert "Bildungsprämie (beendet): Die letzte hinterlegte Fassung galt bis 31.12.2021." in words(results)


def test_below_the_last_card_there_is_nothing_to_scroll_into(
    whole: FundingPage, session: Session, qtbot: QtBot
) -> None:
    made = store_check(session)
    whole.tabs.open("kept")
    whole.kept.show_check(made.id)
    results = whole.kept.detail.results
    qtbot.waitUntil(lambda: len(results.cards) == len(made.kinds))
    qtbot.wait(50)
    content = results.widget()
    assert content is not None
    assert content.height() == content.heightForWidth(content.width()) > results.viewport().height()
    results.uncovered.turn()
    qtbot.wait(50)
    assert content.height() == content.heightForWidth(content.width())
