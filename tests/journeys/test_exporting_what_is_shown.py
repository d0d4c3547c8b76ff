"""What is exported from a page says what the screen says: the same rows, columns, order and words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from auditor_app.domain.documents import Document
from auditor_app.services.documents.shown import shown_document
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.shown_page import shown_page
from auditor_app.ui.widgets.data_table import DataTable
from tests.auditor import Auditor

PAGES = (
    "overview",
    "coverage",
    "rates",
    "weak_areas",
    "compare",
    "programme",
    "infrastructure",
    "standard",
    "organisations",
    "checks",
    "sources",
)


def document_of(auditor: Auditor) -> Document:
    page = auditor.page
    with page.context.case.reader() as reader:
        return shown_document(reader, page.texts, shown_page(page))


def screen_of(table: DataTable) -> list[list[str]]:
    """Titles and words as they stand in the table, without what is out of sight."""
    model = table.model
    assert isinstance(model, RecordTableModel)
    places = table.view.visible_columns()
    titles = [model.columns()[place].title for place in places]
    rows = [
        [str(model.index(row, place).data(Qt.ItemDataRole.DisplayRole) or "") for place in places]
        for row in range(model.rowCount())
    ]
    return [titles, *rows]


def document_tables(document: Document) -> list[list[list[str]]]:
    """The same of the tables that are no details for recomputing, without means and totals below them."""
    return [
        [[column.title for column in table.columns]]
        + [[cell.text for cell in row.cells] for row in table.rows if row.key in shown_keys(table.rows)]
        for table in document.tables()
        if not table.is_long
    ]


def shown_keys(rows: object) -> set[str]:
    return {row.key for row in rows if not row.key.startswith("mean:") and row.key != "total"}  # type: ignore[attr-defined]


def screens_of(auditor: Auditor) -> list[list[list[str]]]:
    page = auditor.page
    return [screen_of(table) for table in page.tables().values() if table.isVisibleTo(page)]


@pytest.fixture
def japan(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The screen shows local time, documents the time of Japan: here they are the same."""
    with monkeypatch.context() as changed:
        changed.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("japan")
@pytest.mark.parametrize("case", ["practice_case", "shipped_case"])
def test_every_page_is_exported_as_it_is_shown(
    request: pytest.FixtureRequest, sit_down: Callable[..., Auditor], case: str
) -> None:
    path: Path = request.getfixturevalue(case)
    auditor = sit_down(path)
    filled = 0
    for page in PAGES:
        auditor.go(page)
        auditor.settle()
        screens = screens_of(auditor)
        assert document_tables(document_of(auditor)) == screens, page
        filled += any(len(rows) > 1 for rows in screens)
    assert filled >= len(PAGES) - 1  # the practice case has no infrastructure


def test_filter_order_and_hidden_columns_hold_and_are_told(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("coverage")
    table = auditor.table
    assert isinstance(table.model, RecordTableModel)
    table.model.set_filter_text("official", "<100")
    table.sort_by([("official", True)])
    table.set_column_visible("analysis", False)
    auditor.settle()
    document = document_of(auditor)
    assert document_tables(document) == screens_of(auditor)
    shown = next(document.tables())
    percents = [shown.cell(row, "official").number for row in shown.rows if row.kind == "row"]
    assert percents == sorted(percents, reverse=True)  # type: ignore[type-var]
    told = "\n".join(shown.remarks)
    assert "絞り込み: 公式: <100" in told
    assert "並べ替え: 公式(降順)" in told
    assert "表示していない列: 分析での扱い" in told
    assert [row.kind for row in shown.rows[-3:]] == ["mean"] * 3


def test_footnotes_formulas_and_charts_come_along(sit_down: Callable[..., Auditor], practice_case: Path) -> None:
    auditor = sit_down(practice_case)
    auditor.go("rates")
    auditor.settle()
    document = document_of(auditor)
    table = next(document.tables())
    assert any(note.mark for note in table.footnotes)
    assert sum(cell.formula is not None for row in table.rows for cell in row.cells) > 50
    assert [chart.kind for chart in document.charts()] == ["heat"]
    assert [own.is_long for own in document.tables()] == [False, True, True]
