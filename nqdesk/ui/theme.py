"""Colours, type and spacing: the only place in the window that knows a colour.

Tokens become a QPalette where Qt has a role, and one style sheet (`style_sheet.py`) for the rest. Widgets that paint
themselves ask `tokens()` while painting, so a change of scheme needs no more than a repaint.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QAction, QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from nqdesk import resource_files
from nqdesk.ui.style_sheet import style_sheet


class Scheme(StrEnum):
    """What a person can choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """What a colour says. A tone never stands alone: a word says the same."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    POSSIBLE = "possible"
    OPEN = "open"
    NO = "no"


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """One palette. Each value is ``#rrggbb``."""

    ink: str
    muted: str
    line: str
    line_button: str
    line_field: str
    line_strong: str
    scroll: str
    ground: str
    panel: str
    raised: str
    accent: str
    accent_fill: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    accent_line: str
    sidebar: str
    sidebar_selected: str
    sidebar_hover: str
    sidebar_ink: str
    sidebar_bright: str
    sidebar_muted: str
    possible: str
    possible_soft: str
    possible_line: str
    no: str
    no_soft: str
    no_line: str
    open: str
    open_soft: str
    open_line: str
    neutral_soft: str
    highlight: str
    on_highlight: str
    toast: str
    on_toast: str
    toast_accent: str
    shadow: str
    paper: str
    paper_ink: str

    def of(self, tone: Tone) -> tuple[str, str, str]:
        """Return text, background and border colour of a tone."""
        return {
            Tone.NEUTRAL: (self.muted, self.neutral_soft, self.line),
            Tone.ACCENT: (self.accent, self.accent_soft, self.accent_line),
            Tone.POSSIBLE: (self.possible, self.possible_soft, self.possible_line),
            Tone.OPEN: (self.open, self.open_soft, self.open_line),
            Tone.NO: (self.no, self.no_soft, self.no_line),
        }[tone]


LIGHT = Tokens(
    ink="#1B2430",
    muted="#5E6B7A",
    line="#E2E6EB",
    line_button="#D3DAE1",
    line_field="#B4BEC9",
    line_strong="#7C8997",
    scroll="#C6CED6",
    ground="#F6F7F9",
    panel="#FFFFFF",
    raised="#FFFFFF",
    accent="#0F5C8C",
    accent_fill="#0F5C8C",
    accent_hover="#0C4C75",
    on_accent="#FFFFFF",
    accent_soft="#E3EFF6",
    accent_line="#B5D2E4",
    sidebar="#10344C",
    sidebar_selected="#1D5273",
    sidebar_hover="#17415D",
    sidebar_ink="#DCE6ED",
    sidebar_bright="#FFFFFF",
    sidebar_muted="#A3B6C4",
    possible="#1E7B4B",
    possible_soft="#E4F3EA",
    possible_line="#B4DBC5",
    no="#A8322A",
    no_soft="#F9E7E5",
    no_line="#E9BDB9",
    open="#8A5A00",
    open_soft="#FBF0D9",
    open_line="#EBD09A",
    neutral_soft="#EEF1F4",
    highlight="#F3B33D",
    on_highlight="#3B2A00",
    toast="#1B2430",
    on_toast="#FFFFFF",
    toast_accent="#8CCBF0",
    shadow="#10344C",
    paper="#FFFFFF",
    paper_ink="#1B2430",
)

DARK = Tokens(
    ink="#E8EDF2",
    muted="#A3B0BD",
    line="#323C47",
    line_button="#3E4A56",
    line_field="#52606D",
    line_strong="#82909D",
    scroll="#46535F",
    ground="#14191F",
    panel="#1B222A",
    raised="#232C36",
    accent="#7CC0EA",
    accent_fill="#1B6C9F",
    accent_hover="#2279B0",
    on_accent="#FFFFFF",
    accent_soft="#1C3546",
    accent_line="#33607D",
    sidebar="#0D2230",
    sidebar_selected="#1B4A67",
    sidebar_hover="#143649",
    sidebar_ink="#DCE6ED",
    sidebar_bright="#FFFFFF",
    sidebar_muted="#94A9B8",
    possible="#7CD3A3",
    possible_soft="#183528",
    possible_line="#2E604A",
    no="#F2A39B",
    no_soft="#42221F",
    no_line="#733B36",
    open="#F0C877",
    open_soft="#3A2F16",
    open_line="#69562A",
    neutral_soft="#28313B",
    highlight="#F3B33D",
    on_highlight="#3B2A00",
    toast="#E8EDF2",
    on_toast="#1B2430",
    toast_accent="#0F5C8C",
    shadow="#000000",
    paper="#FFFFFF",
    paper_ink="#1B2430",
)

SMALL = 0.89  # details under a title; sizes are factors of the base font
TITLE = 1.55  # the page's own title
SECTION = 1.08  # a card's title
BRAND = 1.15  # the program's name in the sidebar
_STEP = 4


def step(count: float) -> int:
    """Return a distance in device-independent pixels: multiples of 4 px at 100 %."""
    return round(count * _STEP)


class Theme(QObject):
    """The look of the running program; one per QApplication, see `current`.

    Signals:
        changed: the colours are others now; widgets that keep pictures make them anew.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = Scheme.SYSTEM
        self._tokens = LIGHT
        self._pictures = QTemporaryDir()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    @property
    def scheme(self) -> Scheme:
        return self._scheme

    @property
    def is_dark(self) -> bool:
        return self._tokens is DARK

    def apply(self, scheme: Scheme) -> None:
        """Show a scheme; `Scheme.SYSTEM` follows the system now and when it changes."""
        self._scheme = scheme
        dark = scheme is Scheme.DARK or (
            scheme is Scheme.SYSTEM and self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        self._tokens = DARK if dark else LIGHT
        _pixmap.cache_clear()
        _icon.cache_clear()
        self._app.setPalette(_palette(self._tokens))
        self._app.setStyleSheet(style_sheet(self._sheet_values()))
        for owner in self._app.allWidgets():
            if isinstance(owner, QAbstractButton):
                _renew_icon(owner)
            for action in owner.actions():
                _renew_icon(action)
        self.changed.emit()

    def _system_changed(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self.apply(Scheme.SYSTEM)

    def _sheet_values(self) -> dict[str, str]:
        base = self._app.font().pointSizeF()
        sizes = {"small": SMALL, "section": SECTION, "title": TITLE, "brand": BRAND}
        return {
            **asdict(self._tokens),
            **{f"{name}_url": path for name, path in self._picture_paths().items()},
            **{name: f"{base * factor:.2f}" for name, factor in sizes.items()},
        }

    def _picture_paths(self) -> dict[str, str]:
        """Write the coloured pictures a style sheet can only take from a file; return their paths."""
        wanted = {
            "check": ("check", self._tokens.on_accent),
            "down": ("down", self._tokens.muted),
            "up": ("up", self._tokens.muted),
            "close": ("close", self._tokens.muted),
            "left": ("left", self._tokens.muted),
            "right": ("right", self._tokens.muted),
        }
        paths = {}
        for key, (name, colour) in wanted.items():
            paths[key] = self.coloured(name, colour).as_posix()
        return paths

    def coloured(self, name: str, colour: str) -> Path:
        """Return the path of an icon's file in a colour; written when first asked for."""
        path = Path(self._pictures.path()) / f"{name}-{colour[1:]}.svg"
        if not path.exists():
            path.write_text(_source(name).replace("currentColor", colour), encoding="utf-8")
        return path


_themes: list[Theme] = []


def start(app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> Theme:
    """Give the program its look; called once by `app`, and by tests."""
    if _themes and _themes[0].parent() is app:
        theme = _themes[0]
    else:
        app.setStyle("Fusion")
        font = QFont(QGuiApplication.font())
        font.setPointSizeF(max(font.pointSizeF(), 10.5))
        app.setFont(font)
        theme = Theme(app)
        _themes[:] = [theme]
    theme.apply(scheme)
    return theme


def current() -> Theme:
    """Return the look of the running program; RuntimeError before `start`."""
    if not _themes:
        raise RuntimeError("theme.start was not called")
    return _themes[0]


def tokens() -> Tokens:
    """Return the palette shown now."""
    return _themes[0].tokens if _themes else LIGHT


def colour(value: str, alpha: float = 1.0) -> QColor:
    """Return a token as QColor; alpha 0 to 1."""
    made = QColor(value)
    made.setAlphaF(alpha)
    return made


def font(size: float = 1.0, *, bold: bool = False) -> QFont:
    """Return the program's font, its size as a factor of the base size."""
    made = QFont(QApplication.font())
    made.setPointSizeF(made.pointSizeF() * size)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def icon(name: str, tint: str = "ink") -> QIcon:
    """Return a line icon of `resources/icons` in the colour of a token (``"ink"``, ``"muted"``, ``"accent"`` …)."""
    return _icon(name, getattr(tokens(), tint), tokens().line_strong)


def pixmap(name: str, tint: str, size: int, ratio: float) -> QPixmap:
    """Return an icon as a picture of `size` device-independent pixels for a screen's pixel ratio."""
    return _pixmap(name, getattr(tokens(), tint), size, ratio)


def set_icon(owner: QAbstractButton | QAction, name: str, tint: str = "ink") -> None:
    """Give a button or action an icon that follows the colour scheme."""
    owner.setProperty("icon_name", name)
    owner.setProperty("icon_tint", tint)
    _renew_icon(owner)


def set_kind(widget: QWidget, kind: str) -> None:
    """Set the property `kind` the style sheet selects by, and have the widget styled anew."""
    if widget.property("kind") != kind:
        widget.setProperty("kind", kind)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet anew after a property it selects by has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(resource_files.path("icons/nqdesk.svg")))


def _renew_icon(owner: QAbstractButton | QAction) -> None:
    name = owner.property("icon_name")
    if name:
        owner.setIcon(icon(str(name), str(owner.property("icon_tint"))))


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resource_files.path(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, colour_value: str, size: int, ratio: float) -> QPixmap:
    made = QPixmap(QSize(size, size) * ratio)
    made.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour_value).encode()))
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@lru_cache(maxsize=256)
def _icon(name: str, colour_value: str, disabled: str) -> QIcon:
    theme = current()  # Qt draws an SVG file when it knows in which size
    made = QIcon(str(theme.coloured(name, colour_value)))
    made.addFile(str(theme.coloured(name, disabled)), QSize(), QIcon.Mode.Disabled)
    return made


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: t.ground,
        QPalette.ColorRole.WindowText: t.ink,
        QPalette.ColorRole.Base: t.panel,
        QPalette.ColorRole.AlternateBase: t.ground,
        QPalette.ColorRole.Text: t.ink,
        QPalette.ColorRole.PlaceholderText: t.muted,
        QPalette.ColorRole.Button: t.panel,
        QPalette.ColorRole.ButtonText: t.ink,
        QPalette.ColorRole.BrightText: t.no,
        QPalette.ColorRole.ToolTipBase: t.toast,
        QPalette.ColorRole.ToolTipText: t.on_toast,
        QPalette.ColorRole.Highlight: t.accent_fill,
        QPalette.ColorRole.HighlightedText: t.on_accent,
        QPalette.ColorRole.Accent: t.accent_fill,
        QPalette.ColorRole.Link: t.accent,
        QPalette.ColorRole.LinkVisited: t.accent,
        QPalette.ColorRole.Light: t.raised,
        QPalette.ColorRole.Midlight: t.line,
        QPalette.ColorRole.Mid: t.line_strong,
        QPalette.ColorRole.Dark: t.line_strong,
        QPalette.ColorRole.Shadow: t.shadow,
    }
    for role, value in roles.items():
        palette.setColor(role, QColor(value))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.line_strong))
    return palette
