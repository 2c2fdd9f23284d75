"""Fields: days are typed, nothing changes unseen, problems stand beside the field."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QVBoxLayout, QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui.widgets.check_field import CheckField
from nqdesk.ui.widgets.chip_bar import ChipBar
from nqdesk.ui.widgets.choice import Choice
from nqdesk.ui.widgets.colour_field import ColourField
from nqdesk.ui.widgets.day_field import DayField
from nqdesk.ui.widgets.form import Form
from nqdesk.ui.widgets.label import Label
from nqdesk.ui.widgets.new_password import NewPassword, strength
from nqdesk.ui.widgets.password_field import PasswordField
from nqdesk.ui.widgets.search_field import SearchField
from nqdesk.ui.widgets.segments import LevelChoice, ThreeState
from nqdesk.ui.widgets.tab_bar import TabBar
from nqdesk.ui.widgets.text_area import TextArea
from nqdesk.ui.widgets.text_field import AmountField, CountField, TextField, TimeField
from tests.keyboard import leave, press, retype, type_text
from tests.ui.accessibility import nameless, words

Show = Callable[[QWidget], QWidget]


def turn_wheel(widget: QWidget) -> None:
    """Turn the mouse wheel over a widget by one notch."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


@pytest.fixture
def pane(show: Show) -> QWidget:
    """A shown window with a place for fields."""
    window = QWidget()
    QVBoxLayout(window)
    return show(window)


def put(pane: QWidget, field: QWidget) -> None:
    layout = pane.layout()
    assert layout is not None
    layout.addWidget(field)
    field.show()
    field.setFocus()
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("field", "typed", "value", "shown"),
    [
        (DayField, "3.4.08", date(2008, 4, 3), "03.04.2008"),
        (DayField, "03042027", date(2027, 4, 3), "03.04.2027"),
        (DayField, "", None, ""),
        (TimeField, "930", time(9, 30), "09:30"),
        (AmountField, "4860", Decimal("4860.00"), "4.860,00\u00a0€"),
        (CountField, "1200", 1200, "1.200"),
    ],
)
def test_what_is_typed_is_read_and_written_out(
    pane: QWidget, field: Callable[[], Any], typed: str, value: object, shown: str
) -> None:
    widget = field()
    put(pane, widget)
    type_text(widget, typed)
    leave(widget)
    assert widget.value() == value
    assert widget.text() == shown
    assert widget.problem() is None


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        (DayField, "morgen", "day_unreadable"),
        (DayField, "31.02.2027", "day_impossible"),
        (TimeField, "25:00", "time_impossible"),
        (AmountField, "viel", "amount_unreadable"),
        (CountField, "zehn", "number_unreadable"),
    ],
)
def test_what_cannot_be_read_stays_and_is_a_problem(
    pane: QWidget, field: Callable[[], Any], typed: str, code: str
) -> None:
    widget = field()
    put(pane, widget)
    type_text(widget, typed)
    leave(widget)
    assert widget.text() == typed
    assert widget.value() is None
    assert widget.problem() == Problem(code)


def test_a_day_can_be_picked_from_the_calendar(pane: QWidget) -> None:
    field = DayField()
    put(pane, field)
    field.set_value(date(2027, 4, 3))
    edits: list[int] = []
    field.edited.connect(lambda: edits.append(1))
    press(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    assert calendar is not None
    assert calendar.selectedDate().toPython() == date(2027, 4, 3)
    calendar.activated.emit(calendar.selectedDate().addDays(2))
    assert field.value() == date(2027, 4, 5)
    assert edits == [1]


def test_the_wheel_changes_no_field_that_is_not_being_edited(pane: QWidget) -> None:
    choice = Choice([(n, f"Wert {n}") for n in range(5)])
    other = TextField()
    put(pane, choice)
    put(pane, other)
    choice.set_value(2)
    turn_wheel(choice)
    assert choice.value() == 2
    choice.setFocus()
    turn_wheel(choice)
    assert choice.value() == 3
    tabs = TabBar("Reiter", [("a", "Eins"), ("b", "Zwei")])
    put(pane, tabs)
    turn_wheel(tabs)
    assert tabs.key == "a"


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("koechin/koch", "a", "Köchin/Koch"),
        ("VERKÄUFER/IN", "b", "Verkäufer/in"),
        ("koch", "a", "Köchin/Koch"),
        ("in", "b", "Verkäufer/in"),
        ("Astronaut", "b", "Verkäufer/in"),
    ],
)
def test_a_searchable_choice_finds_without_umlauts_and_keeps_only_what_it_offers(
    pane: QWidget, typed: str, value: str, shown: str
) -> None:
    choice = Choice([("a", "Köchin/Koch"), ("b", "Verkäufer/in")], searchable=True)
    put(pane, choice)
    choice.set_value("b")
    chosen: list[object] = []
    choice.edited.connect(lambda: chosen.append(choice.value()))
    line, completer = choice.lineEdit(), choice.completer()
    popup = completer.popup() if completer else None
    assert line is not None
    assert popup is not None
    retype(line, typed)
    popup.hide()  # as Tab does
    leave(choice)
    assert (choice.value(), choice.currentText()) == (value, shown)
    assert chosen == ([value] if value != "b" else [])


def test_a_value_set_by_the_program_tells_nobody(pane: QWidget) -> None:
    fields: list[tuple[Any, object]] = [
        (DayField(), date(2027, 1, 1)),
        (AmountField(), Decimal("1.00")),
        (TextArea(), "Text"),
        (Choice([(1, "eins"), (2, "zwei")]), 2),
        (ThreeState(), False),
        (LevelChoice(), None),
        (CheckField("Ja"), True),
        (ChipBar("Arten", [("a", "A"), ("b", "B")]), frozenset({"b"})),
        (ColourField(), "#123456"),
    ]
    told: list[object] = []
    for field, value in fields:
        put(pane, field)
        field.edited.connect(lambda field=field: told.append(field))
        field.set_value(value)
        assert field.value() == value
    assert told == []


def test_three_states_are_chosen_with_one_click(pane: QWidget) -> None:
    field = ThreeState()
    put(pane, field)
    seen: list[object] = []
    field.edited.connect(lambda: seen.append(field.value()))
    for text in ("ja", "nein", "nicht bekannt"):
        next(b for b in field.findChildren(QWidget) if getattr(b, "text", str)() == text).click()  # type: ignore[attr-defined]
    assert seen == [True, False, None]


def test_chips_show_counts_and_keep_what_is_chosen(pane: QWidget) -> None:
    chips = ChipBar("Filter", [("a", "Aktiv"), ("b", "Vergangen")])
    put(pane, chips)
    chips.set_value({"a"})
    chips.set_counts({"a": 1234})
    texts = [b.text() for b in chips.findChildren(QWidget) if hasattr(b, "text")]
    assert texts == ["Aktiv\u20021.234", "Vergangen"]
    chips.set_chips([("b", "Vergangen"), ("a", "Aktiv")])
    assert chips.value() == {"a"}


def test_search_waits_for_a_pause_and_escape_empties_it(qtbot: Any, pane: QWidget) -> None:
    field = SearchField("Suchen")
    put(pane, field)
    searched: list[str] = []
    field.searched.connect(searched.append)
    type_text(field, "lager")
    qtbot.waitUntil(lambda: searched == ["lager"])
    press(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: searched == ["lager", ""])


def test_a_password_field_says_when_caps_lock_is_on(pane: QWidget) -> None:
    field = PasswordField("Passwort")
    put(pane, field)
    seen: list[bool] = []
    field.caps_lock.connect(seen.append)
    type_text(field, "AB")
    type_text(field, "c")
    assert seen == [True, False]


def test_a_new_password_is_long_enough_and_typed_twice(pane: QWidget) -> None:
    field = NewPassword()
    put(pane, field)
    type_text(field.first, "kurz")
    assert field.check() == "password_short"
    retype(field.first, "Pferd Batterie Klammer")
    type_text(field.again, "Pferd Batterie")
    assert field.check() == "password_differs"
    retype(field.again, "Pferd Batterie Klammer")
    assert field.check() == ""


def test_usual_words_make_a_password_weak() -> None:
    assert strength("passwort123") < strength("blaue Tasse") < strength("Pferd Batterie Klammer")
    assert strength("aaaaaaaaaaaaaaaa") < 20


class TestForm:
    """A form of several fields."""

    @pytest.fixture
    def form(self, pane: QWidget) -> Form:
        made = Form(2)
        made.add("title", "&Titel", TextField(), span=2)
        made.add("day", "&Beginn", DayField(), hint="Der erste Tag")
        made.add("price", "&Preis", AmountField())
        put(pane, made)
        return made

    def test_it_asks_to_be_saved_when_a_changed_field_is_left(self, form: Form) -> None:
        settled: list[dict[str, Any]] = []
        form.settled.connect(lambda: settled.append(form.values()))
        form.field("title").setFocus()
        leave(form.field("title"))
        assert settled == []
        form.field("title").setFocus()
        type_text(form.field("title"), "Müller")
        leave(form.field("title"))
        assert settled == [{"title": "Müller", "day": None, "price": None}]

    def test_it_asks_to_be_saved_after_a_pause(self, qtbot: Any, form: Form) -> None:
        form.field("title").setFocus()
        with qtbot.waitSignal(form.settled, timeout=4000):
            type_text(form.field("title"), "x")

    def test_showing_values_is_no_edit(self, form: Form) -> None:
        form.set_values({"title": "Kurs", "day": date(2027, 1, 2), "unknown": 1})
        assert not form.is_edited
        form.settle()
        assert form.values()["day"] == date(2027, 1, 2)

    def test_a_problem_stands_beside_its_field_and_is_read_aloud(self, form: Form) -> None:
        others = form.show_problems([Problem("day_unreadable", "day"), Problem("required", "elsewhere")])
        field = form.field("day")
        assert [p.field for p in others] == ["elsewhere"]
        assert "Datum ist nicht lesbar" in field.accessibleDescription()
        assert any("Datum ist nicht lesbar" in label.text() for label in form.findChildren(QLabel))
        form.show_problems([])
        assert field.accessibleDescription() == "Der erste Tag"

    def test_what_cannot_be_read_is_said_when_the_field_is_left(self, form: Form) -> None:
        field = form.field("day")
        field.setFocus()
        type_text(field, "31.2.27")
        leave(field)
        assert form.problems() == [Problem("day_impossible", "day")]
        assert "Diesen Tag gibt es nicht" in field.accessibleDescription()

    def test_every_field_has_a_label_that_leads_to_it(self, form: Form) -> None:
        assert nameless(form) == []
        assert form.field("title").accessibleName() == "Titel"

    def test_a_narrow_form_has_one_column(self, form: Form, pane: QWidget) -> None:
        pane.resize(900, 300)
        QApplication.processEvents()
        wide = form.field("price").mapTo(form, QPoint(0, 0)).x()
        pane.resize(300, 600)
        QApplication.processEvents()
        assert wide > 300
        assert form.field("price").mapTo(form, QPoint(0, 0)).x() == 0


def test_what_was_wrong_with_a_password_is_not_said_while_it_is_mended(pane: QWidget) -> None:
    field = NewPassword()
    put(pane, field)
    type_text(field.first, "kurz")
    assert field.check() == "password_short"
    said = words(field)
    retype(field.first, "apfel wolke tisch")
    assert "zehn Zeichen" in said
    assert "zehn Zeichen" not in words(field)


def test_a_long_compound_is_not_wider_than_a_narrow_place(pane: QWidget) -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitänsanwärterprüfungsvorbereitungslehrgang"
    label = Label(f"Kurs {word}")
    put(pane, label)
    assert label.text() == f"Kurs {word}"
    assert label.minimumSizeHint().width() < label.fontMetrics().horizontalAdvance(word) / 2
    address = "https://beispiel.example/kurse"
    label.setText(address)
    assert QLabel.text(label) == address
