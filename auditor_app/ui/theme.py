"""Dresses the application: palette, font and the small style sheet of one appearance at one zoom."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from auditor_app.foundation.paths import resources_folder
from auditor_app.ui.palettes import COLOURS, Colours, Theme, colour_values, make_palette

BASE_FONT_PIXELS = 13
"""Body text at 100 %; every other size of the kit is a multiple of it."""

OWN_FAMILY = "Noto Sans JP"


def resolve_theme(theme: Theme) -> Theme:
    """`SYSTEM` becomes light or dark by the desktop's hint; an unknown hint means light."""
    if theme is not Theme.SYSTEM:
        return theme
    is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return Theme.DARK if is_dark else Theme.LIGHT


def colours_of(theme: Theme) -> Colours:
    return COLOURS[resolve_theme(theme)]


def apply_theme(app: QApplication, theme: Theme, zoom_percent: int = 100) -> Colours:
    """Dress the whole application and return the colours in use, to be handed to tables and charts."""
    colours = colours_of(theme)
    # setStyle() on every change would re-polish all widgets twice; Fusion is set only once.
    if app.style().name().lower() != "fusion":
        app.setStyle("fusion")
    app.setPalette(make_palette(colours))
    app.setFont(application_font(zoom_percent))
    app.setStyleSheet(_style_sheet(colours, zoom_percent))
    return colours


def application_font(zoom_percent: int = 100) -> QFont:
    """The program's own Japanese face, or the desktop's when it is not shipped; figures have equal widths."""
    load_fonts()
    font = QFont(OWN_FAMILY) if OWN_FAMILY in QFontDatabase.families() else QFont()
    font.setPixelSize(max(8, round(BASE_FONT_PIXELS * zoom_percent / 100)))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return with_tabular_figures(font)


def with_tabular_figures(font: QFont) -> QFont:
    """The same font with figures of equal width, so that decimals stand under one another."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def load_fonts() -> None:
    """Make the shipped faces known to Qt; a second call changes nothing."""
    if OWN_FAMILY in QFontDatabase.families():
        return
    for path in sorted((resources_folder() / "fonts").glob("NotoSansJP-*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def _style_sheet(colours: Colours, zoom_percent: int) -> str:
    sizes = {f"px{size}": str(max(1, round(size * zoom_percent / 100))) for size in (2, 4, 6, 8, 12, 24)}
    return _STYLE.substitute(colour_values(colours), **sizes)


# Only what Fusion draws too heavily; no font size here: a font-size in a style sheet would override setFont().
_STYLE = Template("""
QToolTip { color: $text; background: $surface; border: 1px solid $border; padding: ${px4}px ${px6}px; }
QLineEdit { background: $surface; color: $text; border: 1px solid $border; border-radius: ${px4}px;
    padding: ${px2}px ${px6}px; selection-background-color: $selection; selection-color: $selection_text; }
QLineEdit:focus { border: 1px solid $focus; }
QLineEdit[unclear="true"] { border: 1px solid $bad; color: $bad; }
QPushButton { background: $surface; color: $text; border: 1px solid $border; border-radius: ${px6}px;
    padding: ${px4}px ${px12}px; }
QPushButton:hover { background: $sunken; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 1px solid $focus; outline: none; }
QPushButton:default { background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:disabled { color: $text_muted; background: $sunken; border-color: $line; }
QPushButton[flat="true"] { background: transparent; border: 1px solid transparent; color: $accent;
    padding: ${px4}px ${px8}px; }
QPushButton[flat="true"]:focus { border: 1px solid $focus; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: ${px4}px;
    padding: ${px4}px; }
QToolButton:hover { background: $sunken; }
QToolButton:checked { background: $accent_soft; color: $accent; }
QToolButton:focus { border: 1px solid $focus; }
QToolButton::menu-indicator { image: none; }
QMenu { background: $surface; color: $text; border: 1px solid $border; padding: ${px4}px; }
QMenu::item { padding: ${px4}px ${px12}px ${px4}px ${px12}px; border-radius: ${px4}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $text_muted; }
QMenu::separator { height: 1px; background: $line; margin: ${px4}px ${px8}px; }
QScrollBar:vertical { background: transparent; width: ${px12}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${px12}px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: ${px4}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${px24}px; }
QScrollBar::handle:horizontal { min-width: ${px24}px; }
QScrollBar::handle:hover { background: $text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QFrame#tablePopup, QFrame#findBar { background: $surface; border: 1px solid $border; border-radius: ${px6}px; }
QLabel[muted="true"] { color: $text_muted; }
""")
