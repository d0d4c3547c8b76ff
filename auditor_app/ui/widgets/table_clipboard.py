"""The selected block as text and HTML, in the form Excel and Word take over without changing a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

from auditor_app.foundation.translation import Texts
from auditor_app.ui.models.columns import Row
from auditor_app.ui.models.keyed_table_model import KeyedTableModel
from auditor_app.ui.widgets.table_view import TableView

MOST_COPIED_CELLS = 200_000
"""Of a table with millions of rows: a clipboard holds everything at once, and so does the sheet it is pasted into."""

_FORMULA_STARTS = "=+-@\t\r\n\0＝＋－＠"


@dataclass(frozen=True)
class CopiedCell:
    """One cell of a copied block; `is_number` decides whether the sheet may read it as a number."""

    words: str
    is_number: bool = False


class Copying:
    """Puts the selected block on the clipboard, at once or, of a big table, when its rows have been read."""

    def __init__(
        self, model: KeyedTableModel, view: TableView, texts: Texts, on_refused: Callable[[str], object]
    ) -> None:
        self._model, self._view, self._texts, self._on_refused = model, view, texts, on_refused

    def copy(self, *, with_headers: bool) -> None:
        ranges = self._view.selected_ranges()
        count = sum(last - first + 1 for first, last, _ in ranges)
        if not count:
            return
        if not self._model.is_windowed:
            self._put(ranges, with_headers, {})
        elif count > MOST_COPIED_CELLS:
            self._on_refused(self._texts("table.copy.too_many", count=f"{count:,}", most=f"{MOST_COPIED_CELLS:,}"))
        else:
            lines = [(first, last) for first, last, _ in ranges]
            self._model.read_rows(lines, partial(self._put, ranges, with_headers))

    def _put(self, ranges: Sequence[tuple[int, int, int]], with_headers: bool, rows: Mapping[int, Row]) -> None:
        if not isValid(self._view):
            return
        cells = [(row, number) for first, last, number in ranges for row in range(first, last + 1)]
        visible = self._view.visible_columns()
        block = selected_block(self._model, cells, visible, with_headers=with_headers, rows=rows)
        QGuiApplication.clipboard().setMimeData(as_mime(block, has_header=with_headers))


def selected_block(
    model: KeyedTableModel,
    cells: Sequence[tuple[int, int]],
    visible_columns: Sequence[int],
    *,
    with_headers: bool,
    rows: Mapping[int, Row] | None = None,
) -> list[list[CopiedCell]]:
    """The smallest block around the selected cells; cells in it that are not selected stay empty.

    `rows` are those of a big table by their numbers; the model itself is asked about all others.
    """
    chosen = set(cells)
    numbers = sorted({row for row, _ in chosen})
    used = {column for _, column in chosen}
    columns = [column for column in visible_columns if column in used]
    read = rows or {}
    block = [
        [_cell(model, row, column, read) if (row, column) in chosen else CopiedCell("") for column in columns]
        for row in numbers
    ]
    if with_headers:
        titles = [model.columns()[column] for column in columns]
        block.insert(0, [CopiedCell(" ".join(filter(None, (title.group, title.title)))) for title in titles])
    return block


def _cell(model: KeyedTableModel, number: int, column_number: int, rows: Mapping[int, Row]) -> CopiedCell:
    column = model.columns()[column_number]
    row = rows.get(number)
    words = model.index(number, column_number).data(Qt.ItemDataRole.DisplayRole) if row is None else column.display(row)
    return CopiedCell(str(words or ""), is_number=column.is_numeric)


def as_text(block: Sequence[Sequence[CopiedCell]]) -> str:
    """Tab-separated lines as a sheet pastes them; words that would become a formula get an apostrophe."""
    return "".join("\t".join(_plain(cell) for cell in line) + "\r\n" for line in block)


def _plain(cell: CopiedCell) -> str:
    words = cell.words
    if not cell.is_number and len(words) > 1 and words[0] in _FORMULA_STARTS:
        words = "'" + words
    if any(mark in words for mark in '\t\n\r"'):
        return '"' + words.replace('"', '""') + '"'
    return words


def as_html(block: Sequence[Sequence[CopiedCell]], *, has_header: bool) -> str:
    """A bare HTML table; texts are marked as text, so that `003` and `16.10` arrive as they are."""
    lines = []
    for number, line in enumerate(block):
        tag = "th" if has_header and number == 0 else "td"
        lines.append("<tr>" + "".join(_html_cell(cell, tag) for cell in line) + "</tr>")
    return f'<html><head><meta charset="utf-8"></head><body><table>{"".join(lines)}</table></body></html>'


def _html_cell(cell: CopiedCell, tag: str) -> str:
    style = "text-align:right" if cell.is_number else r"mso-number-format:'\@'"
    return f'<{tag} style="{style}">{escape(cell.words).replace(chr(10), "<br>")}</{tag}>'


def as_mime(block: Sequence[Sequence[CopiedCell]], *, has_header: bool) -> QMimeData:
    """Both forms together, as Excel offers them itself."""
    mime = QMimeData()
    mime.setText(as_text(block))
    mime.setHtml(as_html(block, has_header=has_header))
    return mime
