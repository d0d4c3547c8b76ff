"""The return form: what a ministry gets to fill in, and that it reads back as it was filled in."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from auditor_app.domain.organisations import OrganisationName
from auditor_app.domain.standards import Edition, EditionPart, EditionSection, Item
from auditor_app.exporting.safe_write import ExportRefusedError
from auditor_app.foundation.errors import UserError
from auditor_app.services.import_files import open_files
from auditor_app.services.import_tables import accept_together, propose_together
from auditor_app.services.write_return_form import write_return_form
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import AUTHOR, TickingClock

ITEMS = (
    Item("2.1.1(1)(a)", "2.1.1", "basic", "最高責任者を定める", ("officer",)),
    Item("3.1.1(1)(a)", "3.1.1", "basic", "格付けをする", ("staff", "officer")),
    Item("4.1.6(1)(a)", "4.1.6", "enhanced", "=1+1", ("system",)),
)
MINISTRY = "農林水産省"
FILLED = "長官官房"


@pytest.fixture
def case(empty_case: Path) -> Path:
    """A case with an edition for FY2006 and FY2007, and no returns."""
    edition = Edition(
        "政府機関統一基準",
        "演習版",
        "decided",
        fiscal_years=(2006, 2007),
        parts=tuple(EditionPart(part) for part in "234"),
        sections=tuple(EditionSection(item.section, item.section[0]) for item in ITEMS),
        items=ITEMS,
    )
    with UnitOfWork(empty_case, AUTHOR, TickingClock()) as work:
        work.begin_change("returns_imported", {"document": "基準", "rows": 3})
        work.add_edition(edition)
        work.add_organisation([OrganisationName("=HYPERLINK(甲庁)")])
        work.commit()
    return empty_case


def opened(path: Path) -> tuple[Workbook, Worksheet, Worksheet]:
    book = openpyxl.load_workbook(path)
    return book, book["把握状況"], book["実施状況"]


def rows_of(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [tuple("" if cell is None else cell for cell in row) for row in sheet.iter_rows(min_row=5, values_only=True)]


def filled_in(path: Path, coverage: dict[int, tuple[int, ...]], answers: dict[int, tuple[int, ...]]) -> None:
    """Writes counts into the last cells of rows, as a ministry would with its spreadsheet."""
    book, first, second = opened(path)
    for sheet, column, counts in ((first, 5, coverage), (second, 10, answers)):
        for row, values in counts.items():
            for offset, value in enumerate(values):
                sheet.cell(row, column + offset, value)
    book.save(path)


def read_back(case: Path, path: Path) -> tuple[int, int]:
    """(rows stored, changes made) by importing the file as it came, accepted as it is."""
    with CaseReader(case) as reader:
        before = len(reader.changes())
    with open_files(case, [path]) as files:
        proposals = propose_together(files.tables)
        assert [(proposal.blocking, proposal.refused, proposal.warnings) for proposal in proposals] == [
            ((), (), ())
        ] * 2
        stored = accept_together(files.tables, AUTHOR, TickingClock(), on_conflict="replace")
    with CaseReader(case) as reader:
        return stored, len(reader.changes()) - before


def counts_in(case: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with CaseReader(case) as reader:
        items = {item.id: item.item for edition in reader.editions() for item in edition.items}
        roles = {role.id: role.code for role in reader.roles()}
        coverage: list[tuple[object, ...]] = [
            (own.unit, own.role, own.target, own.ascertained, own.ascertained_with_own_survey)
            for own in reader.coverage_counts(2006)
        ]
        answers: list[tuple[object, ...]] = [
            (report.unit, items[own.item_id], roles[own.role_id], own.obliged, own.implemented)
            for report in reader.reports(2006)
            for own in reader.answers(report.id)
        ]
    return coverage, answers


def test_a_form_that_was_filled_in_reads_back_with_the_same_counts(case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    written = write_return_form(case, form, MINISTRY, 2006, units=[FILLED])
    assert (written.units, written.question_count, written.known_count) == ((FILLED,), 4, 0)
    filled_in(form, {5: (4, 4), 6: (1200, 375, 1179)}, {5: (4, 3), 6: (0, 0), 7: (1179, 75)})
    stored, changes = read_back(case, form)
    assert (stored, changes) == (6, 1)
    coverage, answers = counts_in(case)
    assert coverage == [(FILLED, "officer", 4, 4, None), (FILLED, "staff", 1200, 375, 1179)]
    assert answers == [
        (FILLED, "2.1.1(1)(a)", "officer", 4, 3),
        (FILLED, "3.1.1(1)(a)", "officer", 0, 0),
        (FILLED, "3.1.1(1)(a)", "staff", 1179, 75),
        (FILLED, "4.1.6(1)(a)", "system", None, None),
    ]


def test_what_is_known_is_filled_in_and_reads_back_without_a_change(case: Path, tmp_path: Path) -> None:
    form, again = tmp_path / "報告.xlsx", tmp_path / "再送.xlsx"
    write_return_form(case, form, MINISTRY, 2006, units=[FILLED, "林野庁"])
    filled_in(form, {5: (4, 4), 8: (9, 9)}, {5: (4, 3), 9: (9, 0)})
    read_back(case, form)
    written = write_return_form(case, again, MINISTRY, 2006)
    _book, coverage, answers = opened(again)
    assert rows_of(coverage)[0][2:6] == (FILLED, "情報セキュリティ責任者等", 4, 4)
    assert rows_of(answers)[4][-2:] == (9, 0)
    assert written.known_count == 4
    assert read_back(case, again) == (0, 0)


def test_next_year_asks_the_units_of_the_year_before_and_those_named(case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    write_return_form(case, form, MINISTRY, 2006, units=[FILLED, "林野庁"])
    filled_in(form, {5: (4, 4), 8: (9, 9)}, {})
    read_back(case, form)
    written = write_return_form(case, tmp_path / "翌年.xlsx", MINISTRY, 2007, units=["水産庁", "林野庁"])
    assert (written.units, written.known_count) == ((FILLED, "林野庁", "水産庁"), 0)


def test_a_ministry_of_which_nothing_is_known_answers_as_a_whole(case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    assert write_return_form(case, form, "防衛庁", 2006).organisation == "防衛省"
    _book, coverage, answers = opened(form)
    assert [row[:4] for row in rows_of(coverage)] == [
        (2006, "防衛省", "", role) for role in ("情報セキュリティ責任者等", "行政事務従事者", "情報システム")
    ]
    assert rows_of(answers)[0][4:9] == ("2", "2.1.1", "2.1.1(1)(a)", "基本", "最高責任者を定める")


def test_only_cells_to_fill_in_are_unlocked_and_they_are_checked(case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    write_return_form(case, form, MINISTRY, 2006)
    _book, coverage, answers = opened(form)
    for sheet, inputs in ((coverage, "EFG"), (answers, "JK")):
        assert sheet.protection.sheet
        assert not sheet.protection.password
        unlocked = {cell.column_letter for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert unlocked == set(inputs)
        assert sheet.freeze_panes == "E5"
        assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$4:$4")
    rules = {
        str(rule.sqref): (rule.type, rule.formula1, rule.formula2)
        for sheet in (coverage, answers)
        for rule in sheet.data_validations.dataValidation
    }
    assert rules["F5:F7"] == ("whole", "0", "$E5")
    assert rules["G5:G7"] == ("whole", "$F5", "$E5")
    assert rules["K5:K8"] == ("whole", "0", "$J5")
    assert rules["J5:J6"][2] == "IF(COUNT('把握状況'!$F$5:$G$5)=0,2147483647,MAX('把握状況'!$F$5:$G$5))"


def test_no_text_becomes_a_formula(case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    write_return_form(case, form, "=HYPERLINK(甲庁)", 2006, units=["+課", "@局", "-部"])
    book, coverage, answers = opened(form)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    assert {row[2] for row in rows_of(coverage)} == {"+課", "@局", "-部"}
    assert "=1+1" in {row[8] for row in rows_of(answers)}


def test_the_form_says_which_one_it_is(case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    write_return_form(case, form, MINISTRY, 2007)
    book, coverage, _answers = opened(form)
    named = {}
    for name, defined in book.defined_names.items():
        ((sheet, cell),) = defined.destinations
        named[name] = book[sheet][cell].value
    with CaseReader(case) as reader:
        identity = reader.case_info().case_id
    assert named == {
        "form_organisation": MINISTRY,
        "form_fiscal_year": 2007,
        "form_case": identity,
        "form_edition": "政府機関統一基準 演習版",
        "form_version": 1,
    }
    assert coverage["A1"].value == "把握状況 農林水産省 2007年度(平成19年度)"
    assert [sheet.title for sheet in book] == ["記入要領", "把握状況", "実施状況"]


def test_the_same_state_gives_the_same_bytes(case: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    write_return_form(case, first, MINISTRY, 2006)
    write_return_form(case, second, MINISTRY, 2006)
    assert first.read_bytes() == second.read_bytes()


def test_a_filled_in_form_is_never_written_over_unasked(case: Path, tmp_path: Path) -> None:
    form = tmp_path / "報告.xlsx"
    form.write_bytes(b"a year's work")
    with pytest.raises(ExportRefusedError) as refused:
        write_return_form(case, form, MINISTRY, 2006)
    assert [problem.key for problem in refused.value.problems] == ["form.exists"]
    assert form.read_bytes() == b"a year's work"
    write_return_form(case, form, MINISTRY, 2006, overwrite=True)
    assert openpyxl.load_workbook(form).sheetnames[1] == "把握状況"


@pytest.mark.parametrize(
    ("name", "organisation", "year", "key"),
    [
        ("報告.xlsx", "農林省", 2006, "form.organisation_unknown"),
        ("報告.xlsx", MINISTRY, 2030, "form.no_catalogue"),
        ("報告.csv", MINISTRY, 2006, "form.suffix"),
    ],
)
def test_what_cannot_be_written_is_refused(
    case: Path, tmp_path: Path, name: str, organisation: str, year: int, key: str
) -> None:
    with pytest.raises(UserError) as refused:
        write_return_form(case, tmp_path / name, organisation, year)
    (problem,) = refused.value.problems
    assert problem.key == key
    assert problem.values.get("near", MINISTRY) == MINISTRY
    assert not (tmp_path / name).exists()


def test_a_case_is_never_written_over(case: Path, tmp_path: Path) -> None:
    disguised = tmp_path / "案件.xlsx"
    disguised.write_bytes(case.read_bytes())
    with pytest.raises(UserError):
        write_return_form(case, disguised, MINISTRY, 2006, overwrite=True)
    assert disguised.read_bytes() == case.read_bytes()
