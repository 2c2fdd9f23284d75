"""What is being written of an own instrument outlives a crash, and goes when it is saved or given up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from nqdesk.actions import rule_book, rule_drafts
from nqdesk.domain.draft import Draft
from nqdesk.store import drafts
from nqdesk.ui.funding.editor.rule_editor import RuleEditor
from nqdesk.ui.funding.page import FundingPage
from nqdesk.ui.funding.rule_view import RuleView
from nqdesk.ui.session import Message, Session
from tests.keyboard import retype, type_text
from tests.ui.accessibility import words
from tests.ui.conftest import Dialogs
from tests.ui.funding.editing import OWN_ID, click, criterion, fill, save, store_own


def kept(session: Session) -> list[Draft]:
    assert session.store.person is not None
    return drafts.every(session.store.db, session.store.person)


@pytest.fixture
def after_a_crash(session: Session) -> Iterator[FundingPage]:
    """The page as it is made by the next start: nothing is left in memory."""
    session.unsaved.clear()
    page = FundingPage(session)
    page.tabs.open("rules")
    yield page
    page.deleteLater()


@pytest.fixture
def written(editor: RuleEditor) -> RuleEditor:
    """A new instrument, written and not saved."""
    fill(editor)
    editor.keep()
    return editor


def test_it_is_kept_two_seconds_after_the_last_key(editor: RuleEditor, session: Session, qtbot: QtBot) -> None:
    assert kept(session) == []
    type_text(editor.form.head.field("title"), "Zuschuss")
    qtbot.waitUntil(lambda: [draft.title for draft in kept(session)] == ["Zuschuss"])


@pytest.mark.usefixtures("written")
def test_after_a_crash_a_new_instrument_is_offered_taken_up_and_saved(
    after_a_crash: FundingPage, session: Session, dialogs: Dialogs
) -> None:
    view = after_a_crash.rules
    assert "Angefangenes eigenes Instrument, noch nicht gespeichert: „Zuschuss zu Prüfungsgebühren“" in words(view)
    view.drafts.take_up()
    assert view.editor is not None
    assert criterion(view.editor).value().expr == "massnahme.stunden > 100"
    assert view.editor.task().version.source == "Richtlinie, Seite 2"
    save(view.editor, dialogs)
    assert "centre_zuschuss_zu_pruefungsgebuehren" in rule_book.in_use(session.store).book.by_id
    assert kept(session) == []
    assert view.drafts.draft is None


@pytest.mark.usefixtures("written")
def test_another_instrument_begun_meanwhile_does_not_take_its_place(
    after_a_crash: FundingPage, session: Session
) -> None:
    after_a_crash.rules.new_instrument()
    other = after_a_crash.rules.editor
    assert other is not None
    type_text(other.form.head.field("title"), "Ein anderes")
    other.keep()
    assert {draft.title for draft in kept(session)} == {"Ein anderes", "Zuschuss zu Prüfungsgebühren"}


def test_what_was_given_up_is_kept_no_longer(written: RuleEditor, session: Session, dialogs: Dialogs) -> None:
    assert len(kept(session)) == 1
    dialogs.answer(lambda dialog: click(dialog, "Verwerfen"))
    written.leave()
    assert kept(session) == []


def begin_next_version(view: RuleView, session: Session) -> None:
    store_own(session)
    view.refresh()
    view.show_instrument(OWN_ID)
    view.own.next.click()
    assert view.editor is not None
    retype(view.editor.form.times.field("valid_from"), "1.4.27")
    view.editor.keep()


def test_a_next_version_is_taken_up_as_it_was_left(
    view: RuleView, session: Session, request: pytest.FixtureRequest
) -> None:
    begin_next_version(view, session)
    again: FundingPage = request.getfixturevalue("after_a_crash")
    assert "Noch nicht gespeicherte Eingaben im eigenen Instrument" in words(again.rules)
    again.rules.drafts.take_up()
    assert again.rules.editor is not None
    assert again.rules.editor.task().version.valid_from == date(2027, 4, 1)
    assert len(again.rules.editor.task().draft.versions) == 1


def test_a_draft_of_an_instrument_with_other_versions_by_now_is_not_saved_over_it(
    view: RuleView, session: Session, told: list[Message], request: pytest.FixtureRequest, dialogs: Dialogs
) -> None:
    begin_next_version(view, session)
    draft = rule_drafts.draft_of(session.store, OWN_ID)
    other = rule_drafts.preview(
        session.store,
        draft,
        replace(draft.last, source="Andere Quelle"),
        session.today(),
        place=0,
        reason="Die Quelle war eine andere.",
    )
    session.perform(lambda store, now: rule_drafts.save(store, other, now, reason="neu"), quiet=True)
    again: FundingPage = request.getfixturevalue("after_a_crash")
    again.rules.drafts.take_up()
    assert again.rules.editor is None
    assert "passt nicht mehr" in told[-1].text
    dialogs.answer(lambda dialog: click(dialog, "Verwerfen"))
    again.rules.drafts.discard()
    assert kept(session) == []


def test_a_draft_of_an_instrument_that_was_taken_out_is_not_offered(
    view: RuleView, session: Session, request: pytest.FixtureRequest
) -> None:
    begin_next_version(view, session)
    found = rule_drafts.without(session.store, OWN_ID)
    session.perform(lambda store, now: rule_drafts.save(store, found, now, reason="weg"), quiet=True)
    again: FundingPage = request.getfixturevalue("after_a_crash")
    assert again.rules.drafts.draft is None
