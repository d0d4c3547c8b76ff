"""A chart of a document as an SVG picture: the same bytes for the same document, readable in print and in grey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from auditor_app.domain.documents import Chart, ChartKind, Document, Footnote, Language, Table
from auditor_app.exporting.chart_bars import draw_bars
from auditor_app.exporting.chart_data import ChartData, chart_data
from auditor_app.exporting.chart_drawing import FONT, LINE, MUTED, SMALL, SMALL_LINE, Drawing
from auditor_app.exporting.chart_dumbbell import draw_dumbbell
from auditor_app.exporting.chart_heat import draw_heat
from auditor_app.exporting.chart_lines import draw_lines, enlarged_note, missing_notes
from auditor_app.exporting.chart_words import CHART_WORDS
from auditor_app.exporting.document_words import running_lines, state_name, words_of
from auditor_app.exporting.svg_text import wrapped

PAGE = (640.0, 900.0)
"""What a chart may take of a page of A4: its width, and how high it may grow with its rows."""
_DRAWERS: dict[ChartKind, Callable[[Drawing, ChartData, Language, float, float], int]] = {
    "bars": draw_bars,
    "dumbbell": draw_dumbbell,
    "lines": draw_lines,
    "heat": draw_heat,
}


@dataclass(frozen=True)
class DrawnChart:
    svg: str
    left_out: int
    """Rows for which there was no room."""


def chart_svg(document: Document, chart: Chart, size: tuple[float, float] = PAGE, *, stands_alone: bool = False) -> str:
    """`size` is the width and the greatest height; the picture is as high as its rows need.

    One that stands alone - a file of its own - carries its title, its footnotes and the document's marks as well;
    in a document they stand around it as text (`chart_notes`).
    """
    return drawn_chart(document, chart, size, stands_alone=stands_alone).svg


def drawn_chart(
    document: Document,
    chart: Chart,
    size: tuple[float, float],
    only: Sequence[int] | None = None,
    *,
    stands_alone: bool = False,
) -> DrawnChart:
    """`only`: places of the rows this picture draws, where the chart takes several."""
    data, language = chart_data(document, chart, only), document.language
    drawing, left_out = Drawing(size[0]), 0
    top = _draw_head(drawing, document, chart) if stands_alone else 2.0
    tail = _tail(document, data) if stands_alone else []
    notes = _notes(data, language)
    foot = sum(len(wrapped(note, drawing.width, SMALL)) for note in [*notes, *tail]) * SMALL_LINE + SMALL_LINE
    if data.rows and data.series:
        left_out = _DRAWERS[chart.kind](drawing, data, language, top, size[1] - foot - 8)
        notes += _left_out_note(chart, language, left_out)
    else:
        drawing.text(0.0, top + LINE / 2, words_of(language).no_rows, colour=MUTED)
        drawing.height = top + LINE
    drawing.height = drawing.notes([*notes, *tail], drawing.height + 8) + 2
    name = chart.id if not only else f"{chart.id}-{only[0] + 1}"
    return DrawnChart(drawing.svg(chart.title, chart_description(document, chart), name), left_out)


def chart_description(document: Document, chart: Chart) -> str:
    """The chart in words, for those who do not see it: what it draws, from where to where, and what has no number."""
    data, language = chart_data(document, chart), document.language
    words = CHART_WORDS[language]
    names = words.joined.join(series.name for series in data.series)
    told = [
        words.kinds[chart.kind] + words.rows.format(count=len(data.rows), series=len(data.series), names=names),
        *_extremes(data, language),
        *(
            f"{state_name(state, language)}: {sum(mark.state is state for row in data.rows for mark in row.marks)}"
            for state in data.states()
        ),
        words_of(language).chart_of(document.table(chart.table).title),
    ]
    return " ".join(told)


def chart_notes(document: Document, chart: Chart, *, beside_table: bool = False) -> tuple[Footnote, ...]:
    """The footnotes to print below the chart: its own, and those of its table whose marks stand in the picture.

    Beside its table, which prints them all, only those whose marks stand in the picture, and those the table lacks.
    """
    data, printed = chart_data(document, chart), document.table(chart.table).footnotes
    return tuple(note for note in data.notes if not beside_table or note.id in data.marked or note not in printed)


def is_beside_table(document: Document, chart: Chart) -> bool:
    """Whether its table stands in the same section with all its footnotes; long tables are left out of pages."""
    return any(
        isinstance(block, Table) and block.id == chart.table and not block.is_long
        for section in document.sections
        if any(own is chart for own in section.blocks)
        for block in section.blocks
    )


def _extremes(data: ChartData, language: Language) -> list[str]:
    marks = [mark for row in data.rows for mark in row.marks if mark.value is not None]
    if not marks:
        return []
    low, high = min(marks, key=lambda own: own.value or 0.0), max(marks, key=lambda own: own.value or 0.0)
    return [CHART_WORDS[language].from_to.format(low=low.words, high=high.words)]


def _draw_head(drawing: Drawing, document: Document, chart: Chart) -> float:
    top = 4.0
    for line in wrapped(chart.title, drawing.width, FONT * 1.2):
        drawing.text(0.0, top + LINE / 2, line, size=FONT * 1.2, is_bold=True)
        top += LINE * 1.2
    for words in (document.title, *running_lines(document)):
        lines = wrapped(words, drawing.width, SMALL)
        drawing.lines(0.0, top, lines, size=SMALL, colour=MUTED)
        top += len(lines) * SMALL_LINE
    return top + 6


def _notes(data: ChartData, language: Language) -> list[str]:
    return [*enlarged_note(data, language), *missing_notes(data, language)] if data.chart.kind == "lines" else []


def _tail(document: Document, data: ChartData) -> list[str]:
    notes = [" ".join(text for text in (note.mark, note.text) if text) for note in data.notes]
    own = document.provenance
    return [*notes, f"{own.program} · {own.case_id} · {own.log_head}"]


def _left_out_note(chart: Chart, language: Language, count: int) -> list[str]:
    if not count:
        return []
    words = CHART_WORDS[language]
    return [(words.lines_left_out if chart.kind == "lines" else words.left_out).format(count=count)]
