"""The one style sheet, written from tokens. Widgets choose their look by the properties `kind` and `role`."""

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
* { outline: none; }
QToolTip { background: $toast; color: $on_toast; border: 0; padding: 4px 8px; }
QWidget#Content, QWidget[role="ground"] { background: $ground; }
QWidget[role="panel"] { background: $panel; }
QScrollArea, QScrollArea > QWidget > QWidget[role="clear"] { background: transparent; border: 0; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}pt; font-weight: 700; color: $ink; }
QLabel[role="subtitle"] { color: $muted; }
QLabel[role="section"] { font-size: ${section}pt; font-weight: 600; color: $ink; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="small"], QLabel[role="hint"] { font-size: ${small}pt; color: $muted; }
QLabel[role="label"] { color: $muted; }
QLabel[role="problem"] { font-size: ${small}pt; color: $no; }
QLabel[role="sign"] { font-weight: 700; color: $muted; }
QLabel[role="sign"][tone="possible"] { color: $possible; }
QLabel[role="sign"][tone="open"] { color: $open; }
QLabel[role="sign"][tone="no"] { color: $no; }
QLabel[role="key"] { font-size: ${small}pt; color: $muted; background: $neutral_soft; border: 1px solid $line;
  border-radius: 4px; padding: 1px 6px; }

QPushButton, QToolButton[kind="plain"] { background: $panel; color: $ink; border: 1px solid $line_button;
  border-radius: 6px; padding: 6px 14px; font-weight: 600; min-height: 20px; }
QPushButton:hover, QToolButton[kind="plain"]:hover { background: $ground; border-color: $line_strong; }
QPushButton:pressed { background: $neutral_soft; }
QScrollArea[reading="true"] { border: 1px solid transparent; }
QScrollArea[reading="true"]:focus { border-color: $accent; }
QPushButton:focus, QToolButton[kind="plain"]:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:disabled { color: $line_strong; background: $ground; border-color: $line; }
QPushButton:checked { background: $accent_soft; color: $accent; border-color: $accent_line; }
QPushButton::menu-indicator { width: 0; }
QPushButton[kind="primary"] { background: $accent_fill; color: $on_accent; border-color: $accent_fill; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: $neutral_soft; color: $muted; border-color: $line; }
QPushButton[kind="danger"] { color: $no; border-color: $no_line; }
QPushButton[kind="danger"]:hover { background: $no_soft; }
QPushButton[kind="danger"]:focus { border: 2px solid $no; }
QPushButton[kind="danger"]:disabled { color: $line_strong; border-color: $line; background: $ground; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 4px 3px;
  font-weight: 600; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 3px 2px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QTabBar QToolButton { background: $ground; border-radius: 0; }
QToolButton:hover { background: $neutral_soft; }
QToolButton:pressed, QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QComboBox, QPlainTextEdit, QTextEdit { background: $panel; color: $ink; border: 1px solid $line_field;
  border-radius: 6px; selection-background-color: $accent_fill; selection-color: $on_accent; }
QLineEdit { padding: 5px 9px; min-height: 20px; }
QLineEdit { lineedit-clear-button-icon: url("$close_url"); }
QPlainTextEdit, QTextEdit { padding: 3px 5px; }
QComboBox { padding: 5px 2px 5px 9px; min-height: 20px; combobox-popup: 0; }
QComboBox QLineEdit { border: 0; padding: 0; min-height: 0; background: transparent; }
QComboBox QLineEdit:focus { border: 0; padding: 0; }
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: $line_strong; }
QLineEdit:focus { border: 2px solid $accent; padding: 4px 8px; }
QLineEdit[role="search"] { padding: 5px 9px 5px 1px; }
QLineEdit[role="search"]:focus { padding: 4px 8px 4px 0px; }
QComboBox:focus { border: 2px solid $accent; padding: 4px 1px 4px 8px; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 2px 4px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $no; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $ground; color: $muted;
  border-color: $line; }
QLineEdit[readOnly="true"], QPlainTextEdit[readOnly="true"] { background: $ground; border-color: $line; }
QComboBox::drop-down { border: 0; width: 26px; }
QComboBox::down-arrow { image: url("$down_url"); width: 16px; height: 16px; }
QComboBox QAbstractItemView, QListView[role="popup"] { background: $raised; color: $ink; border: 1px solid $line_field;
  padding: 4px; selection-background-color: $accent_soft; selection-color: $accent; }
QComboBox QAbstractItemView::item, QListView[role="popup"]::item { min-height: 28px; padding: 0 8px;
  border-radius: 4px; }
QComboBox QAbstractItemView::item:selected, QListView[role="popup"]::item:selected { background: $accent_soft;
  color: $accent; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; padding: 3px; border: 1px solid transparent;
  border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 1px solid $accent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $line_strong; border-radius: 4px;
  background: $panel; }
QCheckBox::indicator:checked { background: $accent_fill; border-color: $accent_fill; image: url("$check_url"); }
QCheckBox::indicator:disabled { background: $ground; border-color: $line; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $line_strong; border-radius: 8px;
  background: $panel; }
QRadioButton::indicator:checked { border: 5px solid $accent_fill; width: 6px; height: 6px; background: $on_accent; }

QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QFrame[role="card"][tone="possible"] { border-color: $possible_line; }
QFrame[role="card"][tone="open"] { background: $open_soft; border-color: $open_line; }
QFrame[role="card"][tone="no"] { background: $no_soft; border-color: $no_line; }
QFrame[role="card"][tone="accent"] { background: $accent_soft; border-color: $accent_line; }
QFrame[role="well"] { background: $ground; border: 0; border-radius: 6px; }
QFrame[role="rule"] { background: $line; border: 0; }
QFrame[role="popup"] { background: $raised; border: 1px solid $line_field; border-radius: 10px; }
QFrame[role="side"] { background: $panel; border: 0; border-right: 1px solid $line; }
QFrame[role="side-right"] { background: $panel; border: 0; border-left: 1px solid $line; }

QFrame#Sidebar { background: $sidebar; border: 0; }
QFrame#Sidebar QLabel { color: $sidebar_ink; }
QFrame#Sidebar QLabel[role="brand"] { font-size: ${brand}pt; font-weight: 700; color: $sidebar_bright; }
QFrame#Sidebar QLabel[role="footer"] { font-size: ${small}pt; color: $sidebar_muted; }
QPushButton[kind="sidebar"] { background: transparent; color: $sidebar_ink; border: 1px solid transparent;
  border-radius: 6px; padding: 8px 11px; text-align: left; font-weight: 400; min-height: 22px; }
QPushButton[kind="sidebar"]:hover { background: $sidebar_hover; }
QPushButton[kind="sidebar"]:checked { background: $sidebar_selected; color: $sidebar_bright; font-weight: 600; }
QPushButton[kind="sidebar"]:focus { border: 2px solid $highlight; padding: 7px 10px; }

QPushButton[kind="chip"] { background: $panel; color: $muted; border: 1px solid $line_button; border-radius: 12px;
  padding: 2px 10px; font-size: ${small}pt; font-weight: 400; min-height: 18px; }
QPushButton[kind="chip"]:hover { border-color: $line_strong; color: $ink; }
QPushButton[kind="chip"]:checked { background: $accent_soft; color: $accent; border-color: $accent_line;
  font-weight: 600; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; padding: 1px 9px; }

QPushButton[kind="tab"] { background: transparent; color: $muted; border: 0; border-bottom: 2px solid transparent;
  border-radius: 0; padding: 8px 0 7px 0; font-weight: 400; min-height: 20px; }
QPushButton[kind="tab"]:hover { color: $ink; }
QPushButton[kind="tab"]:checked { color: $accent; border-bottom: 2px solid $accent; font-weight: 600;
  background: transparent; }
QPushButton[kind="tab"]:focus { background: $accent_soft; padding: 8px 0 7px 0; border: 0;
  border-bottom: 2px solid $accent; }

QPushButton[kind="segment"] { border-radius: 0; border-right-width: 0; font-weight: 400; padding: 5px 12px; }
QPushButton[kind="segment"][place="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QPushButton[kind="segment"][place="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px;
  border-right-width: 1px; }
QPushButton[kind="segment"]:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QPushButton[kind="segment"]:focus { border: 2px solid $accent; padding: 4px 11px; }

QFrame#Toast { background: $toast; border-radius: 8px; }
QFrame#Toast QLabel { color: $on_toast; }
QFrame#Toast QPushButton { background: transparent; color: $toast_accent; border: 1px solid transparent;
  padding: 4px 8px; }
QFrame#Toast QPushButton:hover { text-decoration: underline; }
QFrame#Toast QPushButton:focus { border: 2px solid $toast_accent; padding: 3px 7px; }
QFrame#Toast QToolButton:hover { background: transparent; }
QFrame#Toast QToolButton:focus { border: 2px solid $toast_accent; }

QTableView, QListView[role="pane"], QTreeView { background: $panel; border: 0; color: $ink; gridline-color: $line;
  selection-background-color: $accent_soft; selection-color: $ink; }
QHeaderView { background: $panel; border: 0; }
QHeaderView::section { background: $panel; color: $muted; border: 0; border-bottom: 1px solid $line;
  padding: 8px 10px; font-size: ${small}pt; font-weight: 600; }
QHeaderView::section:hover { color: $ink; }
QHeaderView::up-arrow { image: url("$up_url"); width: 12px; height: 12px; subcontrol-position: center right; }
QHeaderView::down-arrow { image: url("$down_url"); width: 12px; height: 12px; subcontrol-position: center right; }
QTableCornerButton::section { background: $panel; border: 0; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $line_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenu { background: $raised; color: $ink; border: 1px solid $line_field; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent_soft; color: $accent; }
QMenu::item:disabled { color: $line_strong; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QProgressBar { background: $neutral_soft; border: 0; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: $accent_fill; border-radius: 4px; }
QProgressBar[role="sidebar"] { background: $sidebar_selected; max-height: 4px; min-height: 4px; border-radius: 2px; }
QProgressBar[role="sidebar"]::chunk { background: $highlight; border-radius: 2px; }

QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent_line; }
QDialog, QMessageBox { background: $ground; }
QCalendarWidget QWidget { alternate-background-color: $panel; background: $panel; color: $ink; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $panel; border-bottom: 1px solid $line; }
QCalendarWidget QAbstractItemView { background: $panel; selection-background-color: $accent_fill;
  selection-color: $on_accent; }
QCalendarWidget QToolButton { color: $ink; font-weight: 600; padding: 4px 8px; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: url("$left_url"); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: url("$right_url"); }
""")


def style_sheet(values: Mapping[str, str]) -> str:
    """Return the style sheet for the values of a palette.

    `values` holds every colour by its token's name, `<name>_url` for pictures, and the font sizes `small`, `section`,
    `title` and `brand` in points. KeyError names one that is missing.
    """
    return _SHEET.substitute(values)
