"""Documents of views: exact numbers, states instead of zeros, footnotes that travel, formulas that give the number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from auditor_app.domain.documents import Chart, Document, Table
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.exporting.xlsx_formulas import RecomputedValues
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.foundation.translation import Language, Texts
from auditor_app.services.documents import items
from auditor_app.services.documents.view_document import DOCUMENT_VIEWS, view_document
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors

FEW = {"items": Selectors(years=(2006,), role="officer")}
"""What is looked at of a view with thousands of rows."""
PLAIN_ID = re.compile(r"[A-Za-z0-9-]+")


@pytest.fixture(scope="module", params=["shipped", "practice"])
def case(request: pytest.FixtureRequest) -> Path:
    made: Path = request.getfixturevalue(f"made_{request.param}_case")
    return made


@cache
def document_of(case: Path, view: str, selectors: Selectors | None = None, language: Language = "ja") -> Document:
    """Made once for all that is asked of it."""
    return made_document(case, view, selectors, language)


def made_document(case: Path, view: str, selectors: Selectors | None = None, language: Language = "ja") -> Document:
    with OpenCase(case).reader() as reader:
        return view_document(reader, Texts(language), view, selectors or Selectors())


def column_of(table: Table, key: str) -> list[str]:
    return [table.cell(row, key).text for row in table.rows if row.kind == "row"]


def cells_of(document: Document) -> Iterator[tuple[Table, int, int]]:
    for table in document.tables():
        for number, row in enumerate(table.rows):
            for place in range(len(row.cells)):
                yield table, number, place


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("view", DOCUMENT_VIEWS)
def test_every_view_is_a_well_formed_document(case: Path, view: str, language: Language) -> None:
    document = document_of(case, view, FEW.get(view), language)
    ids = Counter(block.id for section in document.sections for block in section.blocks if hasattr(block, "id"))
    assert [own for own, count in ids.items() if count > 1 or not PLAIN_ID.fullmatch(own)] == []
    assert all(len(row.cells) == len(table.columns) for table in document.tables() for row in table.rows)
    for table in document.tables():
        known = {note.id for note in table.footnotes}
        used = {note for row in table.rows for cell in row.cells for note in cell.notes}
        assert used <= known
        marks = [note.mark for note in table.footnotes if note.mark]
        assert marks == [f"*{number}" for number in range(1, len(marks) + 1)]
        assert len({row.key for row in table.rows}) == len(table.rows)
    for chart in document.charts():
        assert_drawable(document, chart)


def assert_drawable(document: Document, chart: Chart) -> None:
    table = document.table(chart.table)
    keys = {column.key for column in table.columns}
    assert {chart.category, *chart.series} <= keys
    assert set(chart.rows) <= {row.key for row in table.rows}


@pytest.mark.parametrize("view", DOCUMENT_VIEWS)
def test_no_cell_without_a_number_is_zero(case: Path, view: str) -> None:
    for table, row, place in cells_of(document_of(case, view, FEW.get(view))):
        cell, column = table.rows[row].cells[place], table.columns[place]
        if cell.state is not None:
            assert (cell.number, cell.state is State.REPORTED) == (None, False)
            assert not re.search(r"\d", cell.text)
        if column.kind in ("percent", "points") and cell.number is None and table.rows[row].kind == "row":
            assert not re.fullmatch(r"[\d.]+", cell.text)


@pytest.mark.parametrize("view", DOCUMENT_VIEWS)
def test_the_words_of_a_percentage_are_its_exact_number_rounded_once(case: Path, view: str) -> None:
    for table, row, place in cells_of(document_of(case, view, FEW.get(view))):
        cell, column = table.rows[row].cells[place], table.columns[place]
        if cell.number is not None and column.kind == "percent":
            decimals = len(cell.text.partition(".")[2])
            assert cell.text == percent_text(Fraction(cell.number), decimals)


@pytest.mark.parametrize("view", ["coverage", "rates", "weak-areas", "compare"])
@pytest.mark.parametrize(
    "selectors",
    [
        Selectors(),
        Selectors(what_if_included=True),
        Selectors(years=(2006, 2007), role="staff", item_class="basic", leave_out_below=5),
    ],
)
def test_every_formula_gives_the_number_it_stands_beside(
    made_practice_case: Path, view: str, selectors: Selectors
) -> None:
    assert live_cells(document_of(made_practice_case, view, selectors)) > 30


@pytest.mark.parametrize(("view", "count"), [("programme", 5), ("items", 500)])
def test_so_do_the_sums_and_the_single_answers(made_practice_case: Path, view: str, count: int) -> None:
    assert live_cells(document_of(made_practice_case, view, FEW.get(view))) >= count


def live_cells(document: Document) -> int:
    """How many cells have a formula; each gives exactly the number beside it."""
    again = RecomputedValues(document)
    wrong, count = [], 0
    for table, row, place in cells_of(document):
        cell = table.rows[row].cells[place]
        if cell.formula is None:
            continue
        count += 1
        assert cell.number is not None
        if again.value(table, row, cell.formula) != Fraction(cell.number):
            wrong.append((table.id, table.rows[row].key, table.columns[place].key, cell.text))
    assert wrong == []
    return count


def test_the_official_rates_of_the_worked_ministries_have_live_formulas(made_practice_case: Path) -> None:
    table = document_of(made_practice_case, "rates", Selectors(years=(2006,))).table("rates-2006")
    rates = [
        cell
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if column.kind == "percent" and cell.number is not None
    ]
    assert len(rates) > 100
    assert all(cell.formula is not None for cell in rates)


def test_the_coverage_of_2006_is_the_printed_annex(made_shipped_case: Path) -> None:
    table = document_of(made_shipped_case, "coverage").table("coverage-2006")
    row = next(row for row in table.rows if row.key == "coverage:2006:農林水産省")
    assert [table.cell(row, key).number for key in ("official", "with_own_survey")] == [
        Decimal("31.2"),
        Decimal("98.2"),
    ]
    assert table.shown(table.cell(row, "with_own_survey")) == "98.2 *1"
    assert table.shown(table.cell(row, "analysis")) == "分析対象外 *2"
    assert "独自の把握状況調査" in table.footnotes[0].text
    assert any("2006年度においては報告対象を限定" in note.text for note in table.footnotes)
    means = {row.key: table.cell(row, "official").text for row in table.rows if row.kind == "mean"}
    assert means == {"mean:official": "88.96", "mean:with_own_survey": "", "mean:in_analysis": "95.20"}
    assert any("農林水産省、環境省" in line for line in table.remarks)


def test_a_what_if_says_so_beside_the_means_and_on_top(made_shipped_case: Path) -> None:
    document = document_of(made_shipped_case, "coverage", Selectors(what_if_included=True))
    assert any("公表値ではありません" in line for line in document.remarks)
    table = document.table("coverage-2006")
    trial = next(row for row in table.rows if row.key == "mean:in_analysis")
    assert "試算" in table.cell(trial, "organisation").text
    assert ("除外機関を含めて試算", "はい") in document.provenance.selectors


def test_filters_and_order_hold_and_the_means_stay_over_all(made_shipped_case: Path) -> None:
    chosen = Selectors(filters=("official_percent<95",), sort="official_percent")
    table = document_of(made_shipped_case, "coverage", chosen).table("coverage-2006")
    assert column_of(table, "organisation") == ["農林水産省", "環境省", "金融庁", "内閣府", "防衛省"]
    assert table.remarks[0] == "19 行のうち 5 行"
    mean = next(row for row in table.rows if row.key == "mean:official")
    assert table.cell(mean, "official").text == "88.96"


def test_the_same_state_makes_the_same_document(case: Path) -> None:
    assert made_document(case, "coverage") == document_of(case, "coverage")
    assert document_of(case, "coverage").provenance.as_of.utcoffset() is not None


def test_every_break_of_a_comparison_is_told_in_full_where_it_stands(made_practice_case: Path) -> None:
    document = document_of(made_practice_case, "compare", Selectors(metric="implementation"))
    table = next(document.tables())
    breaks = [row for row in table.rows if "版" in table.cell(row, "3:breaks").text]
    assert breaks
    note = next(note for note in table.footnotes if note.id == "break-edition")
    assert all(note.mark in table.marks(table.cell(row, "3:breaks").notes) for row in breaks)


def test_more_answers_than_can_be_read_are_refused_with_their_number(
    made_practice_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "MOST_ROWS", 5000)
    with pytest.raises(WrongUsageError) as refused:
        made_document(made_practice_case, "items")
    assert refused.value.problems[0].values == {"count": "10,853", "most": "5,000"}
    few = document_of(made_practice_case, "items", Selectors(years=(2006,), role="staff"))
    assert 0 < len(few.table("items").rows) < 5000
