"""Colours live in one place, can be read, and follow the scheme."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from nqdesk import resource_files
from nqdesk.ui import theme
from nqdesk.ui.theme import DARK, LIGHT, Scheme, Tokens, Tone

UI = Path(theme.__file__).parent


def _luminance(value: str) -> float:
    parts = [QColor(value).redF(), QColor(value).greenF(), QColor(value).blueF()]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_no_colour_stands_outside_the_theme() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|QColor\(\s*\d|GlobalColor\.(?!transparent)")
    found = [
        f"{file.relative_to(UI)}:{number}"
        for file in sorted(UI.rglob("*.py"))
        if file.name != "theme.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if colour.search(line)
    ]
    assert not found


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(tokens: Tokens) -> None:
    pairs = {(tokens.ink, ground) for ground in (tokens.ground, tokens.panel, tokens.raised, tokens.accent_soft)} | {
        (tokens.muted, tokens.ground),
        (tokens.muted, tokens.panel),
        (tokens.accent, tokens.panel),
        (tokens.accent, tokens.ground),
        (tokens.on_accent, tokens.accent_fill),
        (tokens.on_accent, tokens.accent_hover),
        (tokens.sidebar_ink, tokens.sidebar),
        (tokens.sidebar_bright, tokens.sidebar_selected),
        (tokens.sidebar_muted, tokens.sidebar),
        (tokens.on_highlight, tokens.highlight),
        (tokens.on_toast, tokens.toast),
        (tokens.toast_accent, tokens.toast),
        (tokens.no, tokens.panel),
    }
    pairs |= {tokens.of(tone)[:2] for tone in Tone}
    too_weak = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert not too_weak


def test_the_scheme_reaches_palette_and_icons(qapp: QApplication) -> None:
    button = QPushButton("Neu")
    theme.set_icon(button, "add")
    light = button.icon().pixmap(24).toImage()
    theme.current().apply(Scheme.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert button.icon().pixmap(24).toImage() != light
    theme.current().apply(Scheme.LIGHT)
    assert button.icon().pixmap(24).toImage() == light


def test_every_icon_is_drawn_in_one_colour_that_the_theme_gives() -> None:
    for file in (resource_files.root() / "icons").glob("*.svg"):
        text = file.read_text(encoding="utf-8")
        if file.stem != "nqdesk":
            assert "currentColor" in text, file.name
            assert not re.search(r"#[0-9a-fA-F]{3,6}", text), file.name
            assert not theme.pixmap(file.stem, "ink", 24, 2.0).isNull()
