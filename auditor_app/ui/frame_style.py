"""The style sheet of the frame: rail, bars, excerpts; everything else is Fusion with the palette."""

from __future__ import annotations

from string import Template

from auditor_app.foundation.paths import resources_folder
from auditor_app.ui.palettes import Colours, colour_values

_STYLE = Template("""
#topBar, #rail, #statusLine { background: $surface; }
#topBar { border-bottom: 1px solid $line; }
#statusLine { border-top: 1px solid $line; }
#rail { border-right: 1px solid $line; }
#inspectorBody { background: $surface; }
QPushButton[input="true"] { padding: 2px 4px; color: $accent; text-align: left; }
QPushButton[trail="true"] { padding: 1px 2px; color: $accent; text-align: left; }
#railButton { text-align: left; padding: 4px 10px; border-radius: 6px; color: $text; border: 1px solid transparent; }
#railButton:hover { background: $sunken; }
#railButton:checked { background: $accent_soft; color: $accent; font-weight: bold; }
#railButton:focus { border: 1px solid $focus; }
#chip { background: $accent_soft; color: $text; border-radius: 9px; padding: 1px 8px; }
#stateBadge { background: $accent_soft; color: $accent; border-radius: 9px; padding: 2px 8px; }
#changeChip { background: $neutral_soft; color: $text; border: 1px solid $border; border-radius: 10px;
    padding: 1px 9px; }
#changeChip:checked { background: $accent_soft; color: $accent; border: 1px solid $accent; font-weight: bold; }
#changeChip:disabled { color: $text_muted; border: 1px solid $line; }
#changeChip:focus { border: 2px solid $focus; padding: 0px 8px; }
#practiceBand { background: $warning_soft; color: $warning; font-weight: bold; border-bottom: 1px solid $line;
    padding: 2px; }
#noticeBar { background: $neutral_soft; border-bottom: 1px solid $border; }
#noticeBar[tone="good"] { background: $good_soft; }
#noticeBar[tone="warning"] { background: $warning_soft; }
#noticeBar[tone="bad"] { background: $bad_soft; }
#excerpt { background: $sunken; border-radius: 6px; }
QLabel[tone="marked"] { background: $bar_secondary; color: $text; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="bad"] { color: $bad; }
QLineEdit[tone="bad"] { color: $bad; border: 1px solid $bad; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QTabWidget::pane { border: none; }
QTabBar::tab { padding: 6px 14px; border: none; color: $text_muted; background: transparent; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; font-weight: bold; }
QTabBar::tab:focus { color: $focus; }
QMenuBar { background: $surface; color: $text; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; }
QPlainTextEdit[input="true"] { background: $surface; border: 1px solid $border; border-radius: 4px; }
QPlainTextEdit[input="true"]:focus { border: 1px solid $focus; }
QListWidget { background: $surface; border: 1px solid $border; }
QListWidget::item { padding: 4px 8px; }
QListWidget::item:selected { background: $accent_soft; color: $text; }
#reportList { outline: none; }
#reportList:focus { border: 1px solid $focus; }
QTreeWidget::item { padding: 3px 2px; }
QCheckBox::indicator, QListWidget::indicator, QTreeWidget::indicator { width: 14px; height: 14px;
    border: 1px solid $text_muted; border-radius: 3px; background: $surface; }
QCheckBox::indicator:checked, QListWidget::indicator:checked, QTreeWidget::indicator:checked {
    background: $tick_ground; border: 1px solid $accent; image: url("$tick"); }
QTreeWidget::indicator:indeterminate { background: $accent_soft; border: 1px solid $accent; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $text_muted; border-radius: 8px;
    background: $surface; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid $accent; background: $surface; }
QRadioButton:focus { color: $accent; }
#inspector:focus { border: 1px solid $focus; }
QCheckBox:focus { color: $accent; }
QProgressBar { background: $sunken; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")


def frame_style(colours: Colours) -> str:
    """The style sheet for the main window in these colours."""
    # Qt draws a style sheet's picture as it is, in black: it stands on a ground light enough in every appearance
    tick_ground = colours.accent if colours.is_dark else colours.surface
    tick = (resources_folder() / "icons" / "check.svg").as_posix()
    return _STYLE.substitute(colour_values(colours), tick=tick, tick_ground=tick_ground)
