"""Every number of a workbook that can be recomputed is, and says so when it is not what the formula gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from auditor_app.domain.documents import Cell, Document, Table
from auditor_app.exporting.xlsx_check import check_xlsx
from auditor_app.exporting.xlsx_file import write_xlsx
from tests.unit.exporting.reading_workbooks import opened, row_of
from tests.unit.exporting.sheet_formulas import computed, formulas
from tests.unit.exporting.workbook_documents import ANSWERS, NAMES, recomputable

RATES, DETAILS = "節ごとの実施率", "遵守事項の明細"


def made(document: Document, folder: Path) -> tuple[Workbook, Workbook]:
    """(with formulas, with what they gave)"""
    path = folder / "rates.xlsx"
    write_xlsx(document, path)
    check_xlsx(document, path)
    return opened(path), opened(path, values=True)


def with_rate(number: Fraction, section: str = "4.1-mean") -> Document:
    """The first organisation's rate of a section is another than its answers give."""
    document = recomputable()
    table = document.table("rates")
    first = table.rows[0]
    place = table.position(section)
    cell = replace(first.cells[place], number=number, text=f"{float(number):.1f}")
    row = replace(first, cells=(*first.cells[:place], cell, *first.cells[place + 1 :]))
    changed = replace(table, rows=(row, *table.rows[1:]))
    section_of = document.sections[0]
    blocks = tuple(changed if isinstance(own, Table) and own.id == "rates" else own for own in section_of.blocks)
    return replace(document, sections=(replace(section_of, blocks=blocks),))


def is_same(found: object, expected: object) -> bool:
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(found - expected) < 1e-12
    return (found or "") == (expected or "")


def test_every_formula_gives_the_value_beside_it(tmp_path: Path) -> None:
    book, values = made(recomputable(), tmp_path)
    found = formulas(book)
    assert len(found) > 100
    # Formulas of charts and checks refer to cells with formulas: they are computed from what those gave.
    assert [own for own in found if not is_same(computed(values, own[0], own[2]), values[own[0]][own[1]].value)] == []
    sheet = values[RATES]
    head = row_of(sheet, "府省庁")
    titles = [cell.value for cell in sheet[head]]
    again = titles.index("実施率(再計算)")
    for row in range(head + 1, head + 2 + len(NAMES)):
        shown = [sheet.cell(row, 2 + number).value for number in range(11)]
        recomputed = [sheet.cell(row, again + 1 + number).value for number in range(11)]
        numbers = [(one, other) for one, other in zip(shown, recomputed, strict=True) if isinstance(one, int | float)]
        assert all(is_same(one, other) for one, other in numbers)
        assert all(other is None for one, other in zip(shown, recomputed, strict=True) if isinstance(one, str))
        assert sheet.cell(row, titles.index("≠") + 1).value in (None, "")


def test_the_formulas_follow_the_answers(tmp_path: Path) -> None:
    """Not the value beside them: who changes an answer sees the rate of the formula move."""
    book, values = made(recomputable(), tmp_path)
    details = values[DETAILS]
    row = row_of(details, "甲省") + 1
    assert details.cell(row, 2).value == "4.10"
    details.cell(row, 6).value = 0.25
    sheet = book[RATES]
    head, first = row_of(sheet, "府省庁"), row_of(sheet, "甲省")
    titles = [cell.value for cell in sheet[head]]
    second_mean = [place for place, title in enumerate(titles) if title == "実施率(再計算)"][1]
    formula = sheet.cell(first, second_mean + 1).value
    assert is_same(computed(values, RATES, formula), (0.25 + 1.0) / 2)


def test_sections_and_names_that_look_alike_are_not_mixed_up(tmp_path: Path) -> None:
    """4.1 and 4.10, a and A, names with * ? ~ and >: COUNTIFS would take each for the other."""
    _, values = made(recomputable(), tmp_path)
    sheet = values[RATES]
    titles = [cell.value for cell in sheet[row_of(sheet, "府省庁")]]
    total = titles.index("責務の合計(再計算)") + 1
    for name in NAMES:
        expected = sum(obliged or 0 for who, _, _, obliged, _ in ANSWERS if who == name)
        assert sheet.cell(row_of(sheet, name), total).value == expected, name


def test_formulas_hold_no_word_of_the_data(tmp_path: Path) -> None:
    book, _ = made(recomputable(), tmp_path)
    quoted = {part for _, _, formula in formulas(book) for part in formula.split('"')[1::2]}
    assert quoted <= {"", "≠"}


@pytest.mark.parametrize("title", ["MAP(1) LET(x)", "O'Neill's \"{A1}\"", "_xlfn.DROP(", "=SUM(A1)", "a!b"])
def test_formulas_find_sheets_of_any_name(title: str, tmp_path: Path) -> None:
    document = recomputable()
    blocks = tuple(replace(own, title=title) if isinstance(own, Table) else own for own in document.sections[0].blocks)
    book, values = made(replace(document, sections=(replace(document.sections[0], blocks=blocks),)), tmp_path)
    found = formulas(book)
    assert len({sheet for sheet, _, _ in found}) == 4, "both tables, charts and record"
    assert [own for own in found if not is_same(computed(values, own[0], own[2]), values[own[0]][own[1]].value)] == []


def test_a_value_that_its_formula_does_not_give_is_marked_and_counted(tmp_path: Path) -> None:
    book, values = made(with_rate(Fraction(51)), tmp_path)
    sheet, record = values[RATES], values["記録"]
    titles = [cell.value for cell in sheet[row_of(sheet, "府省庁")]]
    marks = [sheet.cell(row_of(sheet, name), titles.index("≠") + 1).value for name in NAMES]
    assert [bool(mark) for mark in marks] == [True, False, False, False, False]
    counted = record.cell(row_of(record, "再計算と合わない値の数"), 2)
    assert counted.value == 2, "the organisation's row, and the mean over it"
    assert computed(values, "記録", book["記録"][counted.coordinate].value) == 2


def test_a_printed_value_is_not_held_against_its_rounding(tmp_path: Path) -> None:
    _, values = made(with_rate(Fraction(Decimal("50.04"))), tmp_path)
    assert values["記録"].cell(row_of(values["記録"], "再計算と合わない値の数"), 2).value == 0


def test_a_number_where_nothing_can_be_computed_is_marked_too(tmp_path: Path) -> None:
    document = with_rate(Fraction(70), "5.1-mean")
    _, values = made(document, tmp_path)
    sheet = values[RATES]
    titles = [cell.value for cell in sheet[row_of(sheet, "府省庁")]]
    assert sheet.cell(row_of(sheet, "甲省"), titles.index("≠") + 1).value == "≠"
    assert Cell("70.0") != document.table("rates").rows[0].cells[0]
