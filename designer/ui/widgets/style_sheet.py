"""The style sheet of all widgets, written from the tokens: 8 px rhythm, 1 px borders, one accent.

Widgets choose a look by the dynamic property "look"; types follow Qt's class names. Tool tips are plain text: Qt reads
one that looks like HTML as HTML, and names come from files.
"""

from collections.abc import Mapping
from string import Template
from typing import Final

from PySide6.QtGui import QColor

from designer.drawing.theme_tokens import Theme

_NAMES: Final = (
    "canvas",
    "surface",
    "surface_2",
    "border",
    "text",
    "muted",
    "accent",
    "accent_soft",
    "ok",
    "warn",
    "error",
)

_SHEET: Final = Template("""
QWidget { color: $text; }
QMainWindow, QDialog { background: $surface; }
QMessageBox, QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton, QToolButton, QTabBar, QComboBox, QCheckBox { outline: 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 6px 8px;
  qproperty-textFormat: PlainText; }
QLabel { background: transparent; }
QLabel[look="muted"] { color: $muted; }
QLabel[look="caption"] { color: $muted; font-size: 11px; }
QLabel[look="section"] { color: $muted; font-size: 11px; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="title"] { font-size: 16px; font-weight: 600; }
QLabel[look="brand"] { font-size: 20px; font-weight: 600; }
QLabel[look="hero"] { font-size: 34px; font-weight: 600; }
QLabel[look="lead"] { font-size: 16px; color: $muted; }
QLabel[look="ok"] { color: $ok; font-weight: 600; }
QLabel[look="warn"] { color: $warn; font-weight: 600; }
QLabel[look="error"] { color: $error; font-weight: 600; }
QLabel[look="problem"] { color: $error; font-size: 11px; }
QLabel[look="warn-caption"] { color: $warn; font-size: 11px; }
QLabel[look="chip"] { background: $surface_2; color: $muted; border-radius: 6px; padding: 2px 8px; font-size: 11px; }
QLabel[look="banner"] { background: $accent_soft; color: $text; border-radius: 6px; padding: 8px 12px; }

QFrame[look="line"] { background: $border; border: none; }
QFrame[look="bar"], QWidget[look="bar"] { background: $surface; border: none; border-bottom: 1px solid $border; }
QWidget[look="panel"] { background: $surface; }
QWidget[look="panel-left"] { background: $surface; border-right: 1px solid $border; }
QWidget[look="panel-right"] { background: $surface; border-left: 1px solid $border; }
QWidget[look="panel-bottom"] { background: $surface; border-top: 1px solid $border; }
QWidget[look="status"] { background: $surface; border-top: 1px solid $border; }
QWidget[look="page"] { background: $canvas; }
QFrame[look="card"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QFrame[look="card"]:hover { border-color: $accent; }
QFrame[look="sheet"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QFrame[look="finding"]:hover { background: $surface_2; }
QFrame[look="finding"]:focus { background: $accent_soft; }
QFrame[look="banner-card"] { background: $accent_soft; border: none; border-radius: 10px; }
QDialog[look="palette"] { background: $surface; border: 1px solid $border; }
QWidget[look="focus-rim"] { background: transparent; border: 2px solid $accent; }
QWidget[look="floating"] { background: $surface; border: 1px solid $border; border-radius: 12px; }
QWidget[look="rail-left"] { background: $surface; border-right: 1px solid $border; }
QWidget[look="rail-right"] { background: $surface; border-left: 1px solid $border; }
QFrame[look="float"] { background: $surface; border: 1px solid $border; border-radius: 10px; }

QPushButton { background: $surface; border: 1px solid $border; border-radius: 6px; padding: 0 14px; min-height: 28px;
  font-weight: 500; }
QPushButton:hover { background: $surface_2; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; background: $surface_2; }
QPushButton:default, QPushButton[look="primary"] { background: $accent; border-color: $accent; color: $on_accent;
  font-weight: 600; }
QPushButton:default:hover, QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton:default:focus, QPushButton[look="primary"]:focus { border: 2px solid $text; }
QPushButton[look="primary"]:disabled { background: $surface_2; border-color: $border; color: $muted; }
QPushButton[look="fix"] { color: $accent; font-weight: 600; }
QPushButton[look="link"] { background: transparent; border: 1px solid transparent; color: $accent; font-weight: 600;
  padding: 0 4px; min-height: 20px; font-size: 11px; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border-color: $accent; }
QPushButton[look="status"] { min-height: 18px; padding: 0 10px; font-size: 11px; }
QPushButton[look="flat"] { background: transparent; border: 1px solid transparent; text-align: left; padding: 0 8px; }
QPushButton[look="flat"]:hover { background: $surface_2; }
QPushButton[look="flat"]:focus { border-color: $accent; }
QPushButton[look="recent"] { min-height: 58px; }
QPushButton[look="search"] { background: $surface_2; border: 1px solid transparent; color: $muted; text-align: left;
  padding: 0 12px; font-weight: 400; }
QPushButton[look="search"]:hover { border-color: $border; }
QPushButton[look="keys"] { background: $surface_2; border: 1px solid transparent; min-height: 24px; padding: 0 10px; }
QPushButton[look="keys"]:hover { border-color: $border; }
QPushButton[look="keys"]:focus { border-color: $accent; }
QPushButton[look="keys"][waiting="true"] { background: $accent_soft; border-color: $accent; color: $accent;
    font-weight: 600; }
QPushButton[look="search"]:focus { border-color: $accent; }
QPushButton::menu-indicator { width: 0; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px; }
QToolButton:hover { background: $surface_2; }
QToolButton:pressed { background: $border; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $accent_soft; }
QToolButton::menu-indicator { image: none; width: 0; }

QWidget[look="segments"] { background: $surface_2; border-radius: 8px; }
QPushButton[look="segment"] { background: transparent; border: 1px solid transparent; border-radius: 6px;
  color: $muted; padding: 0 12px; min-height: 24px; min-width: 14px; }
QPushButton[look="segment"]:hover { color: $text; }
QPushButton[look="segment"]:focus { border-color: $accent; }
QPushButton[look="segment"]:checked { background: $surface; color: $text; border-color: $border; font-weight: 600; }
QPushButton[look="segment"]:checked:focus { border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox { background: $surface; border: 1px solid $border;
  border-radius: 6px; padding: 0 8px; min-height: 26px; selection-background-color: $accent;
  selection-color: $on_accent; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:hover, QComboBox:hover, QPlainTextEdit:hover { border-color: $muted; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QLineEdit:disabled, QComboBox:disabled { color: $muted; background: $surface_2; }
QLineEdit[look="problem"] { border-color: $error; }
QLineEdit[look="palette-search"] { border: none; border-bottom: 1px solid $border; border-radius: 0; font-size: 16px;
  min-height: 44px; padding: 0 16px; }
QComboBox { padding-right: 2px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url($chevron); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $border; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text; outline: 0; }

QMenu { background: $surface; border: 1px solid $border; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 6px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 6px 8px; }
QMenu::right-arrow { image: url($chevron_right); width: 12px; height: 12px; margin-right: 8px; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $muted; padding: 10px 4px 9px 4px; margin: 0 14px;
  border-bottom: 2px solid transparent; }
QTabBar[look="close"]::tab { margin: 0 9px; }
QTabBar[narrow="true"]::tab { margin: 0 5px; padding: 10px 2px 9px 2px; }
QTabBar::tab:first, QTabBar[look="close"]::tab:first { margin-left: 16px; }
QTabBar[look="views"]::tab, QTabBar[look="views"]::tab:first { margin: 0 1px; padding: 6px 12px 5px 12px;
  border-radius: 6px; border: 1px solid transparent; }
QTabBar[look="views"][narrow="true"]::tab { padding: 6px 8px 5px 8px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; font-weight: 600; border-bottom-color: $accent; }
QTabBar[look="views"]::tab:selected { background: $surface; border-color: $border; }
QTabBar::tab:focus { color: $accent; }
QTabBar::close-button { image: url($cross); width: 16px; height: 16px; border-radius: 4px; }
QTabBar::close-button:hover { background: $border; }

QAbstractItemView { background: $surface; border: 1px solid transparent; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; alternate-background-color: $surface_2; }
QAbstractItemView:focus { border-color: $accent; }
QListView[look="gallery"], QListView[look="gallery"]:focus { background: $canvas; border-color: transparent; }
QTreeView::item, QTableView::item { padding: 4px 6px; border: none; }
QTreeView::item:selected, QTableView::item:selected, QListView::item:selected { background: $accent_soft;
  color: $text; }
QTreeView[look="outline"] { selection-background-color: transparent; show-decoration-selected: 0; }
QTreeView[look="outline"]::item:selected { background: transparent; }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: url($chevron_right); }
QTreeView::branch:has-children:open { image: url($chevron); }
QHeaderView { background: $surface; }
QHeaderView::section { background: $surface; color: $muted; border: none; border-bottom: 1px solid $border;
  padding: 6px 9px; font-size: 11px; font-weight: 600; }
QTableCornerButton::section { background: $surface; border: none; }

QScrollArea { background: transparent; border: 1px solid transparent; }
QScrollArea:focus { border-color: $accent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $surface_2; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox:focus, QRadioButton:focus { color: $accent; }
QCheckBox::indicator, QAbstractItemView::indicator { width: 14px; height: 14px; border: 1px solid $muted;
  border-radius: 4px; background: $surface; }
QCheckBox::indicator:hover, QAbstractItemView::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent; border-color: $accent;
  image: url($tick); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate { background: $accent;
  border-color: $accent; image: url($dash); }
QCheckBox::indicator:focus { border: 2px solid $text; width: 12px; height: 12px; }
QCheckBox::indicator:disabled { border-color: $border; background: $surface_2; }
""")


def style_sheet(theme: Theme, signs: Mapping[str, str]) -> str:
    """The style sheet for THEME; SIGNS are paths of tinted images by their names."""
    colours = {name: theme.colour(name) for name in _NAMES}
    accent = QColor(colours["accent"])
    dark = theme.is_light_on_dark
    return _SHEET.substitute(
        {**colours, **signs},
        on_accent=colours["canvas"] if dark else colours["surface"],
        accent_hover=accent.lighter(112).name() if dark else accent.darker(112).name(),
    )
