"""The selected block as text and HTML, in the form Excel and Word take over without changing a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column, Row
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
        if self._model.is_windowed and count > MOST_COPIED_CELLS:
            self._on_refused(self._texts("table.copy.too_many", count=f"{count:,}", most=f"{MOST_COPIED_CELLS:,}"))
            return
        visible = self._view.visible_columns()
        if self._model.is_windowed:
            lines = [(first, last) for first, last, _ in ranges]
            work = partial(_forms_of_rows, self._model.columns(), ranges, visible, with_headers)
            self._model.make_of_rows(lines, work, _put)
        else:
            block = selected_block(self._model, _cells(ranges), visible, with_headers=with_headers)
            _put((as_text(block), as_html(block, has_header=with_headers)))


def _cells(ranges: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    return [(row, number) for first, last, number in ranges for row in range(first, last + 1)]


def _forms_of_rows(
    columns: Sequence[Column],
    ranges: Sequence[tuple[int, int, int]],
    visible: Sequence[int],
    with_headers: bool,
    rows: Mapping[int, Row],
) -> tuple[str, str]:
    """Both forms of a block, made on a worker: for 200,000 cells it takes seconds."""

    def words(row: int, number: int) -> str:
        return columns[number].display(rows[row])

    block = block_of(columns, _cells(ranges), visible, words, with_headers)
    return as_text(block), as_html(block, has_header=with_headers)


def _put(forms: tuple[str, str]) -> None:
    mime = QMimeData()
    mime.setText(forms[0])
    mime.setHtml(forms[1])
    QGuiApplication.clipboard().setMimeData(mime)


def selected_block(
    model: KeyedTableModel, cells: Sequence[tuple[int, int]], visible_columns: Sequence[int], *, with_headers: bool
) -> list[list[CopiedCell]]:
    """The smallest block around the selected cells; cells in it that are not selected stay empty."""

    def words(row: int, number: int) -> str:
        return str(model.index(row, number).data(Qt.ItemDataRole.DisplayRole) or "")

    return block_of(model.columns(), cells, visible_columns, words, with_headers)


def block_of(
    columns: Sequence[Column],
    cells: Sequence[tuple[int, int]],
    visible_columns: Sequence[int],
    words: Callable[[int, int], str],
    with_headers: bool,
) -> list[list[CopiedCell]]:
    """The same where `words` of a (row, column) come from anywhere."""
    chosen = set(cells)
    rows = sorted({row for row, _ in chosen})
    used = {number for _, number in chosen}
    numbers = [number for number in visible_columns if number in used]
    block = [
        [
            CopiedCell(words(row, number), is_number=columns[number].is_numeric)
            if (row, number) in chosen
            else CopiedCell("")
            for number in numbers
        ]
        for row in rows
    ]
    if with_headers:
        titles = [columns[number] for number in numbers]
        block.insert(0, [CopiedCell(" ".join(filter(None, (title.group, title.title)))) for title in titles])
    return block


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
