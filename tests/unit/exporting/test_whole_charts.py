"""Charts of many rows are whole in every format: smaller, or several pictures, never without a row."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path

import docx
import pdfplumber
import pytest

from auditor_app.domain.documents import Cell, Chart, ChartKind, Document, Section, Table, TableColumn, TableRow
from auditor_app.exporting.chart_pictures import chart_pictures
from auditor_app.exporting.chart_svg import chart_description, chart_svg
from auditor_app.exporting.docx_check import check_docx
from auditor_app.exporting.docx_file import write_docx
from auditor_app.exporting.docx_pictures import CHART_SIZE, TURNED_SIZE
from auditor_app.exporting.html_file import html_text
from auditor_app.exporting.pdf_check import check_pdf
from auditor_app.exporting.pdf_file import write_pdf
from tests.unit.exporting.chart_documents import coverage_document, document_of, matrix, percent

KINDS: tuple[ChartKind, ...] = ("bars", "dumbbell", "lines", "heat")
NAMES = tuple(f"第{place:02d}庁" for place in range(1, 41))


def chart_of(kind: ChartKind, count: int, *, is_turned: bool = False) -> Document:
    """`count` organisations and their mean in two years, and a wide table below it where the page is to be turned."""
    rows = {name: (percent(f"{50 + place}.5"), percent("60.0")) for place, name in enumerate(NAMES[:count])}
    document, chart = matrix(kind, {**rows, "平均": (percent("70.0"), percent("60.0"))}, ("2006年度", "2007年度"))
    blocks = document_of(document.table("rates"), chart).sections[0].blocks
    if is_turned:
        columns = tuple(TableColumn(f"c{place}", f"第{place}部の実施率", "percent") for place in range(14))
        wide = TableRow(tuple(percent("50.5") for _ in columns), key="wide")
        blocks = (*blocks, Table("wide", "広い表", columns, (wide,)))
    return replace(document, sections=(Section("s1", "1. 実施率", blocks),))


def words_of(pictures: tuple[str, ...]) -> list[str]:
    return [unescape(words) for svg in pictures for words in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [CHART_SIZE, TURNED_SIZE])
def test_forty_organisations_and_their_mean_are_all_drawn(kind: ChartKind, size: tuple[float, float]) -> None:
    document = chart_of(kind, 40)
    pictures = chart_pictures(document, next(document.charts()), size)
    words = " ".join(words_of(pictures))
    assert all(name in words for name in (*NAMES, "平均"))
    assert "省いています" not in words
    assert len(pictures) <= 3
    for svg in pictures:
        width, height = map(float, re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups())  # type: ignore[union-attr]
        assert height / width <= size[1] / size[0] + 0.001


def test_twenty_organisations_stand_in_one_picture_on_a_turned_page() -> None:
    document = chart_of("heat", 20)
    assert len(chart_pictures(document, next(document.charts()), TURNED_SIZE)) == 1


def test_pictures_of_one_chart_share_its_axis_and_lines_their_mean() -> None:
    document = chart_of("lines", 40)
    first, second = chart_pictures(document, next(document.charts()), (640.0, 300.0))[:2]
    assert all("平均" in " ".join(words_of((svg,))) for svg in (first, second))
    table = document.table("rates")
    counts = tuple(
        replace(row, cells=(row.cells[0], Cell(str(place * 100), place * 100), *row.cells[2:]))
        for place, row in enumerate(table.rows)
    )
    columns = (table.columns[0], replace(table.columns[1], kind="count"), table.columns[2])
    bars = replace(next(document.charts()), kind="bars", series=("c0",))
    document = document_of(replace(table, rows=counts, columns=columns), bars)
    parts = chart_pictures(document, bars, (640.0, 300.0))
    assert len(parts) > 1
    assert all("4,000" in words_of((svg,)) for svg in parts)


@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_every_row_stands_in_the_pdf_and_in_the_page_of_a_browser(
    tmp_path: Path, kind: ChartKind, *, is_turned: bool
) -> None:
    document = chart_of(kind, 40, is_turned=is_turned)
    path = tmp_path / "d.pdf"
    write_pdf(document, path)
    check_pdf(document, path)
    with pdfplumber.open(path) as pdf:
        text = "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)
    page = html_text(document)
    for name in (*NAMES, "平均"):
        assert text.count(name) >= 2  # in the table and in the chart
        assert re.search(rf"<text[^>]*>{name}", page)
    assert "省いています" not in text + page


@pytest.mark.parametrize("is_turned", [False, True])
def test_word_has_a_picture_for_each_part_of_a_chart(tmp_path: Path, *, is_turned: bool) -> None:
    document = chart_of("heat", 40, is_turned=is_turned)
    path = tmp_path / "d.docx"
    write_docx(document, path)
    check_docx(document, path)
    shapes = docx.Document(str(path)).inline_shapes
    assert len(shapes) == (2 if is_turned else 1)
    assert all(shape.height.mm < (140 if is_turned else 220) for shape in shapes)


def test_without_what_draws_pictures_word_tells_the_chart_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    document = coverage_document()
    path = tmp_path / "d.docx"
    write_docx(document, path)
    check_docx(document, path)
    word = docx.Document(str(path))
    assert not word.inline_shapes
    assert chart_description(document, next(document.charts())) in [own.text for own in word.paragraphs]


def test_rows_of_the_same_name_are_told_apart_in_a_chart() -> None:
    columns = (
        TableColumn("number", "番号"),
        TableColumn("title", "名称"),
        TableColumn("role", "役割"),
        TableColumn("rate", "実施率", "percent"),
    )
    rows = tuple(
        TableRow((Cell("6"), Cell(""), Cell(role), percent(rate)), key=role)
        for role, rate in (("外部委託管理者", "59.9"), ("情報セキュリティ責任者", "77.7"))
    )
    table = Table("t", "部別の順位", columns, rows)
    chart = Chart("c", "部別の順位", "bars", "t", "number", ("rate",))
    words = words_of((chart_svg(document_of(table, chart), chart),))
    assert {"6 · 外部委託管理者", "6 · 情報セキュリティ責任者"} <= set(words)
