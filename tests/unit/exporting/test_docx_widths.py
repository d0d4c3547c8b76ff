"""Tables of Word give figures, marks and titles the room they need."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
from docx.oxml.ns import qn

from auditor_app.domain.documents import Cell, Footnote, Table, TableColumn, TableRow
from auditor_app.domain.published import State
from auditor_app.exporting.docx_file import write_docx
from auditor_app.exporting.docx_widths import PORTRAIT, column_widths, marks_width
from tests.unit.exporting.chart_documents import document_of, percent

DIGIT = 108
"""Twentieths of a point of a digit in the letters of a table."""
NOTES = (Footnote("own", "独自の調査", "*1"), Footnote("basis", "対象は 19 機関", "*2"))


def table_with_marks() -> Table:
    columns = (TableColumn("name", "府省庁"), TableColumn("rate", "把握率", "percent"))
    rows = (
        TableRow((Cell("内閣府"), percent("73.5")), key="a"),
        TableRow((Cell("農林水産省"), percent("31.2", "own")), key="b"),
        TableRow((Cell("環境省"), percent("40.7", "own", "basis")), key="c"),
        TableRow((Cell("宮内庁"), Cell("未報告", state=State.NOT_REPORTED)), key="d"),
        TableRow((Cell("平均"), percent("99.85")), kind="mean"),
    )
    return Table("t", "把握率", columns, rows, footnotes=NOTES)


def test_figures_stand_below_each_other_whatever_marks_they_have(tmp_path: Path) -> None:
    path = tmp_path / "d.docx"
    write_docx(document_of(table_with_marks()), path)
    (table, *_others) = docx.Document(str(path)).tables
    indents = []
    for row in table.rows[1:]:
        found = row.cells[1].paragraphs[0]._p.find(f"{qn('w:pPr')}/{qn('w:ind')}")
        indents.append(0 if found is None else int(found.get(qn("w:right"))))
    one, two = marks_width(("*1",)), marks_width(("*1", "*2"))
    assert indents[:3] == [two, two - one, 0]
    assert indents[4] == two


def test_a_bold_mean_and_its_room_for_marks_fit_its_column() -> None:
    widths = column_widths(table_with_marks(), PORTRAIT).widths
    assert widths[1] >= 5 * 1.12 * DIGIT + marks_width(("*1", "*2"))


def test_the_title_of_a_group_over_one_column_is_not_broken() -> None:
    columns = (TableColumn("name", "府省庁"), TableColumn("v", "値", "percent", "2007年度"))
    table = Table("t", "比較", columns, (TableRow((Cell("甲省"), Cell("99.8", Decimal("99.8"))), key="a"),))
    assert column_widths(table, PORTRAIT).widths[1] >= 8 * 1.12 * DIGIT


def test_the_mark_of_a_short_state_stays_beside_it() -> None:
    table = table_with_marks()
    states = tuple(
        replace(row, cells=(row.cells[0], Cell("比較不可", state=State.EXCLUDED, notes=("own",)))) for row in table.rows
    )
    assert column_widths(replace(table, rows=states), 3000).widths[1] >= 8 * DIGIT


def test_a_japanese_title_stays_on_one_line_where_there_is_room() -> None:
    columns = (TableColumn("name", "府省庁"), TableColumn("n", "全員実施まで", "count", width=6))
    table = Table("t", "実施", columns, (TableRow((Cell("甲省"), Cell("46", 46)), key="a"),))
    assert column_widths(table, PORTRAIT).widths[1] >= 12 * 1.12 * DIGIT
