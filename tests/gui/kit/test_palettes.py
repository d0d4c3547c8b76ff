"""Every text the kit paints is readable on its ground, in all three appearances."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from auditor_app.ui.icons import icon
from auditor_app.ui.palettes import COLOURS, Colours, Theme, contrast_ratio, text_pairs
from auditor_app.ui.theme import BASE_FONT_PIXELS, apply_theme

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("colours", COLOURS.values(), ids=lambda colours: colours.name)
@pytest.mark.parametrize(("text", "ground"), text_pairs())
def test_text_stands_out_from_its_ground(colours: Colours, text: str, ground: str) -> None:
    assert contrast_ratio(getattr(colours, text), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", COLOURS.values(), ids=lambda colours: colours.name)
@pytest.mark.parametrize("role", ["focus", "accent", "series_primary"])
def test_signs_without_words_stand_out(colours: Colours, role: str) -> None:
    assert contrast_ratio(getattr(colours, role), colours.surface) >= 3


def test_black_on_white_is_twenty_one() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", list(Theme))
def test_theme_dresses_the_application(qapp: QApplication, theme: Theme) -> None:
    colours = apply_theme(qapp, theme, 150)
    assert qapp.palette().color(QPalette.ColorRole.Text).name() == colours.text
    assert qapp.font().pixelSize() == round(BASE_FONT_PIXELS * 1.5)
    apply_theme(qapp, Theme.LIGHT, 100)


def test_icon_is_tinted_and_drawn_in_the_size_asked_for() -> None:
    drawn = icon("close", "#ff0000")
    assert [drawn.pixmap(size, size).width() for size in (16, 24, 27, 40, 64)] == [16, 24, 27, 40, 64]
    image = drawn.pixmap(64, 64).toImage()
    inks = {
        image.pixelColor(x, y).name() for x in range(64) for y in range(64) if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {"#ff0000"}


def test_missing_icon_is_a_defect() -> None:
    with pytest.raises(FileNotFoundError):
        icon("there-is-no-such-icon", "#000000")
