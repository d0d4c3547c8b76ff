"""Native charts: rates from 0 to 100 %, gaps where there is no number, every value from a cell of a table."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from auditor_app.exporting.xlsx_file import write_xlsx
from tests.unit.exporting.reading_workbooks import opened, row_of
from tests.unit.exporting.workbook_documents import recomputable


def charts(path: Path) -> list[str]:
    write_xlsx(recomputable(), path)
    with zipfile.ZipFile(path) as package:
        names = sorted(name for name in package.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name))
        return [package.read(name).decode() for name in names]


def test_each_kind_of_chart_is_a_native_one_and_a_heat_map_colours_its_table(tmp_path: Path) -> None:
    found = charts(tmp_path / "charts.xlsx")
    kinds = [re.findall(r"<c:(barChart|lineChart)>", chart) for chart in found]
    assert kinds == [["barChart", "lineChart"], ["barChart"], ["lineChart"], ["lineChart"]]
    assert "<c:hiLowLines>" in found[3]
    assert '<c:barDir val="bar"/>' in found[1]


def test_rates_begin_at_0_and_end_at_100_percent(tmp_path: Path) -> None:
    for chart in charts(tmp_path / "charts.xlsx"):
        value_axis = chart[chart.index("<c:valAx>") :]
        assert '<c:max val="1' in value_axis
        assert '<c:min val="0"/>' in value_axis


def test_a_row_without_a_number_is_a_gap_and_names_its_state(tmp_path: Path) -> None:
    charts(tmp_path / "charts.xlsx")
    sheet = opened(tmp_path / "charts.xlsx")["図の数値"]
    row = row_of(sheet, "=1+1 (責務なし)")
    assert sheet.cell(row, 2).value is None
    assert sheet.cell(row, 3).value == 0.9, "the target"


def test_what_is_drawn_refers_to_the_cells_of_the_table(tmp_path: Path) -> None:
    charts(tmp_path / "charts.xlsx")
    book = opened(tmp_path / "charts.xlsx")
    sheet, rates = book["図の数値"], book["節ごとの実施率"]
    reference = sheet.cell(row_of(sheet, "甲省"), 2).value
    assert reference == f"='節ごとの実施率'!$B${row_of(rates, '甲省')}"
    assert rates.cell(row_of(rates, "甲省"), 2).value == 0.5
