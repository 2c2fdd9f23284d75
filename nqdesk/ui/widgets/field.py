"""What every field of a form can do."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from nqdesk.domain.problem import Problem
from nqdesk.ui import theme


class Field(Protocol):
    """A widget that shows and takes one value.

    Signals (attributes of the class): `edited`: a person changed something. `left`: the person is done with it.
    """

    edited: Any
    left: Any

    def value(self) -> Any:
        """Return what was entered; None (or the type's empty value) if nothing or nothing readable."""

    def set_value(self, value: Any) -> None:
        """Show a value without telling anybody."""

    def problem(self) -> Problem | None:
        """Return what is wrong with what was typed, None if it can be read."""

    def setFocus(self) -> None: ...


@runtime_checkable
class Typed(Protocol):
    """A field into which text is typed: what stands there can be kept letter by letter, readable or not."""

    def texts(self) -> dict[str, str]:
        """Return what stands there, by part of the field; most fields have one part, ""."""

    def type_texts(self, texts: Mapping[str, str]) -> None:
        """Show texts as if they had just been typed, without telling anybody."""


def mark_wrong(widget: QWidget, text: str) -> None:
    """Show by frame and accessible description that a field needs correcting; "" takes the mark away."""
    wrong = "true" if text else "false"
    if widget.property("wrong") != wrong:
        widget.setProperty("wrong", wrong)
        theme.restyle(widget)
    widget.setAccessibleDescription(text)
