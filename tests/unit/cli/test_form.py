"""`auditor-app form`: the return form from the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from auditor_app.domain.standards import Edition, Item
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import AUTHOR, TickingClock
from tests.unit.cli.conftest import Command


@pytest.fixture
def case(empty_case: Path) -> Path:
    items = (Item("2.1.1(1)(a)", "2.1.1", "basic", "最高責任者を定める", ("officer", "staff")),)
    with UnitOfWork(empty_case, AUTHOR, TickingClock()) as work:
        work.begin_change("returns_imported", {"document": "基準", "rows": 1})
        work.add_edition(Edition("政府機関統一基準", "演習版", "decided", items=items))
        work.commit()
    return empty_case


def test_a_form_is_written_for_the_units_named(command: Command, case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    answer = command(
        "form",
        case,
        "--organisation",
        "総務省",
        "--year",
        "平成19年度",
        form,
        "--unit",
        "大臣官房",
        "--unit",
        "行政管理局",
    )
    assert (answer.code, answer.errors) == (0, [])
    assert answer.text == ("報告.xlsx に総務省(2007年度)の報告様式を出力しました。部局 2、設問 4、記入済み 0。\n")
    sheet = openpyxl.load_workbook(form)["把握状況"]
    assert [sheet.cell(row, 3).value for row in range(5, 9)] == ["大臣官房", "大臣官房", "行政管理局", "行政管理局"]


def test_a_filled_in_form_is_imported_without_a_word_about_it(command: Command, case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    assert command("form", case, "--organisation", "総務省", "--year", "2007", form).code == 0
    book = openpyxl.load_workbook(form)
    for column, count in ((5, 20), (6, 18)):
        book["把握状況"].cell(5, column, count)
    for column, count in ((10, 18), (11, 9)):
        book["実施状況"].cell(5, column, count)
    book.save(form)
    answer = command("import", case, form, "--json")
    assert (answer.code, answer.errors) == (0, [])
    with CaseReader(case) as reader:
        (coverage,) = reader.coverage_counts(2007)
        (report,) = reader.reports(2007)
        answers = [(own.obliged, own.implemented) for own in reader.answers(report.id)]
    assert (coverage.role, coverage.target, coverage.ascertained, coverage.source.row) == ("officer", 20, 18, 5)
    assert answers == [(18, 9), (None, None)]
    assert command("import", case, form, "--json").json["stored"] == 0


def test_an_unknown_ministry_comes_with_near_names(command: Command, case: Path, tmp_path: Path) -> None:
    answer = command("form", case, "--organisation", "総務庁", "--year", "2006", tmp_path / "報告.xlsx")
    assert (answer.code, answer.stdout) == (2, b"")
    assert "総務省" in answer.errors[0]
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_year_without_a_catalogue_says_what_to_import(command: Command, shipped_case: Path, tmp_path: Path) -> None:
    answer = command("form", shipped_case, "--organisation", "総務省", "--year", "2006", tmp_path / "報告.xlsx")
    assert answer.code == 1
    assert "import --as catalogue --year 2006" in answer.errors[0]


def test_an_existing_file_is_replaced_only_when_asked(command: Command, case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    words = ("form", case, "--organisation", "総務省", "--year", "2006", form, "--lang", "en")
    assert command(*words).code == 0
    before = form.read_bytes()
    refused = command(*words, "--unit", "大臣官房")
    assert (refused.code, form.read_bytes()) == (1, before)
    assert "not overwritten" in refused.errors[0]
    assert command(*words, "--unit", "大臣官房", "--overwrite").code == 0
    assert form.read_bytes() != before


@pytest.mark.parametrize("missing", [("--year", "2006"), ("--organisation", "総務省")])
def test_ministry_and_year_must_be_said(command: Command, case: Path, tmp_path: Path, missing: tuple[str, str]) -> None:
    assert command("form", case, *missing, tmp_path / "報告.xlsx").code == 2
