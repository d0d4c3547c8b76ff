"""Every page looks as it did when it was last looked at and found good, in two themes and two languages.

`AUDITOR_APP_NEW_PICTURES=1 pytest tests/gui/test_screenshots.py` draws the pictures anew; look at them before
committing them.  They are compared small and softly, so that another hinting of the same letters is no difference.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage

from auditor_app.ui.actions import PAGES
from auditor_app.ui.widgets.chart_slot import ChartSlot
from auditor_app.ui.widgets.page_preview import PagePreview
from tests.auditor import Auditor

PICTURES = Path(__file__).parent / "pictures"
ANEW = bool(os.environ.get("AUDITOR_APP_NEW_PICTURES"))
SIZE = QSize(1280, 800)
SMALL = QSize(160, 100)
WITH_RETURNS = ("rates", "weak_areas", "compare", "answers")
"""Pages that show something only of a case with returns."""
MEAN_TOLERANCE = 3.0
"""Mean difference of a colour channel over the picture, of 255: a moved column gives 5 and more, hinting below 1."""
BLOCK_TOLERANCE = 60.0
"""Largest difference of a block of 8 x 8 pixels."""


@pytest.mark.skipif(
    bool(os.environ.get("QT_QPA_PLATFORM")) and os.environ["QT_QPA_PLATFORM"] != "offscreen",
    reason="pictures are of the offscreen platform",
)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("case", ["shipped", "practice"])
def test_pages_look_as_they_did(
    sit_down: Callable[..., Auditor], request: pytest.FixtureRequest, case: str, language: str, theme: str
) -> None:
    if not ANEW and not PICTURES.is_dir():
        pytest.skip("no pictures have been looked at yet")
    path_of_case: Path = request.getfixturevalue(f"{case}_case")
    named = path_of_case.rename(path_of_case.with_name(f"{case}.auditcase"))
    auditor = sit_down(named, language=language, theme=theme, year=2006)
    auditor.window.resize(SIZE)
    differences = []
    for page in [page for page, _ in PAGES if (page in WITH_RETURNS) is (case == "practice")]:
        auditor.go(page)
        auditor.settle()
        if auditor.page.current_table() is not None:
            auditor.table.view.move_to(0, auditor.table.view.visible_columns()[0])
        for slot in auditor.page.findChildren(ChartSlot):
            if slot.isVisible():
                auditor.wait_for(lambda slot=slot: slot.chart is not None)  # type: ignore[misc]
        for preview in auditor.page.findChildren(PagePreview):
            auditor.wait_for(lambda preview=preview: preview.page_count > 0)  # type: ignore[misc]
        auditor.settle()
        seen = auditor.window.grab().toImage()
        path = PICTURES / f"{page}-{language}-{theme}.png"
        if ANEW:
            PICTURES.mkdir(exist_ok=True)
            assert with_few_colours(small(seen, SIZE)).save(str(path), quality=0)
            continue
        mean, largest = difference(seen, QImage(str(path)))
        if mean > MEAN_TOLERANCE or largest > BLOCK_TOLERANCE:
            differences.append(f"{path.name}: mean {mean:.1f}, largest {largest:.0f}")
    assert differences == []
    assert QGuiApplication.platformName() == "offscreen"


def small(image: QImage, size: QSize) -> QImage:
    """The picture at a size, every pixel the mean of those it stands for."""
    mode = Qt.TransformationMode.SmoothTransformation
    return image.convertToFormat(QImage.Format.Format_RGB32).scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)


def with_few_colours(image: QImage) -> QImage:
    """The same picture in its 256 most frequent colours: small in a repository, and as legible."""
    counts = Counter(memoryview(image.constBits()).cast("I"))
    shades: dict[int, int] = {}
    for colour, _ in counts.most_common():
        shades.setdefault(colour & 0xFFF0F0F0, colour)  # one of many like shades leaves room for the rare colours
    colours = list(dict.fromkeys([*(colour for colour, _ in counts.most_common(96)), *shades.values()]))[:256]
    return image.convertToFormat(QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.AvoidDither)


def channels(image: QImage) -> bytes:
    made_small = small(image, SMALL).convertToFormat(QImage.Format.Format_RGB888)
    return bytes(made_small.constBits())  # the view is copied while its picture is alive


def difference(seen: QImage, expected: QImage) -> tuple[float, float]:
    """Mean and largest difference of a colour channel between two pictures, both made small."""
    assert not expected.isNull(), "the picture is missing"
    mine, theirs = channels(seen), channels(expected)
    apart = [abs(one - other) for one, other in zip(mine, theirs, strict=True)]
    return sum(apart) / len(apart), float(max(apart))


def test_comparison_sees_what_has_moved_and_forgives_a_shade() -> None:
    white, shade, moved = (QImage(SIZE, QImage.Format.Format_RGB32) for _ in range(3))
    white.fill(Qt.GlobalColor.white)
    shade.fill(0xFFFDFDFD)
    moved.fill(Qt.GlobalColor.white)
    for y in range(200, 400):
        for x in range(300, 500):
            moved.setPixel(x, y, 0xFF000000)
    assert difference(white, shade)[0] < MEAN_TOLERANCE
    assert difference(white, moved)[1] > BLOCK_TOLERANCE
