"""The selected block as text and HTML, in the form Excel and Word take over without changing a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QMimeData, Qt

from auditor_app.ui.models.keyed_table_model import KeyedTableModel

_FORMULA_STARTS = "=+-@\t\r\n\0＝＋－＠"


@dataclass(frozen=True)
class CopiedCell:
    """One cell of a copied block; `is_number` decides whether the sheet may read it as a number."""

    words: str
    is_number: bool = False


def selected_block(
    model: KeyedTableModel, cells: Sequence[tuple[int, int]], visible_columns: Sequence[int], *, with_headers: bool
) -> list[list[CopiedCell]]:
    """The smallest block around the selected cells; cells in it that are not selected stay empty."""
    chosen = set(cells)
    rows = sorted({row for row, _ in chosen})
    used = {column for _, column in chosen}
    columns = [column for column in visible_columns if column in used]
    block = [
        [_cell(model, row, column) if (row, column) in chosen else CopiedCell("") for column in columns] for row in rows
    ]
    if with_headers:
        titles = [model.columns()[column] for column in columns]
        block.insert(0, [CopiedCell(" ".join(filter(None, (title.group, title.title)))) for title in titles])
    return block


def _cell(model: KeyedTableModel, row: int, column: int) -> CopiedCell:
    words = str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or "")
    return CopiedCell(words, is_number=model.columns()[column].is_numeric)


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
