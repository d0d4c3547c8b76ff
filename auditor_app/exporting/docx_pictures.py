"""Charts as pictures of Word, with words for those who cannot see them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from docx.parts.story import StoryPart
from docx.shared import Emu

from auditor_app.domain.documents import Chart, Document
from auditor_app.exporting.chart_pictures import chart_pictures
from auditor_app.exporting.chart_png import svg_png
from auditor_app.exporting.chart_svg import chart_description
from auditor_app.exporting.typst_fonts import has_typst
from auditor_app.exporting.writable_text import writable

CHART_SIZE, TURNED_SIZE = (640.0, 800.0), (967.0, 510.0)
"""Pixels of a screen that have room on an upright and on a turned page, with a caption above."""
_SHARPNESS = 2.0


def word_pictures(
    part: StoryPart, document: Document, chart: Chart, size: tuple[float, float], width: int
) -> Iterator[Any]:
    """As wide as `width`, in Word's smallest unit; put each into the part before the next is made.

    None where nothing here draws pictures: `chart_description` then stands in their place.
    """
    if not has_typst():
        return
    pictures = chart_pictures(document, chart, size)
    words = f"{chart.title} {chart_description(document, chart)}"
    for number, svg in enumerate(pictures, start=1):
        inline = part.new_pic_inline(io.BytesIO(svg_png(svg, _SHARPNESS)), width=Emu(width))
        which = f" ({number}/{len(pictures)})" if len(pictures) > 1 else ""
        inline.docPr.set("descr", " ".join(writable(words + which).split()))
        yield inline
