"""A ministry's return on its way into a case: proposed, questioned, stored, undone."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from auditor_app.domain.returns import ReturnKind, StoredAnswer
from auditor_app.domain.table_proposals import OnConflict, TableProposal
from auditor_app.foundation.errors import CancelledByUserError, InputRefusedError
from auditor_app.services.import_tables import ImportSession, accept_together, propose_together
from auditor_app.services.undo_change import undo_change
from auditor_app.services.verify_case import verify_case
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock, new_case

ITEMS = ("2.1.1(1)(a)", "2.1.1(1)(b)", "4.1.6(1)(a)")
HEADER = "年度,府省庁,部局,遵守事項,役割,責務発生数,実施数"
COVERAGE_HEADER = "年度,府省庁,部局,役割,対象者数,把握数,独自の調査を含む把握数"
CLOCK = TickingClock()


def catalogue(folder: Path, edition: str = "演習用基準") -> Path:
    rows = [f"{edition},{item},{item[0]},{item.split('(')[0]},基本,行政事務従事者,題名{item}" for item in ITEMS]
    return written(folder / "catalogue.csv", "版,遵守事項,部,節,区分,役割,名称", *rows)


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path


def answer(
    item: str, obliged: object, implemented: object, unit: str = "大臣官房", role: str = "staff", **of: str
) -> str:
    year, organisation = of.get("year", "2006"), of.get("organisation", "農林水産省")
    return f"{year},{organisation},{unit},{item},{role},{obliged},{implemented}"


@pytest.fixture(scope="session")
def case_with_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    case = new_case(folder / "case.auditcase", with_published=False)
    accepted(case, catalogue(folder))
    return case


@pytest.fixture
def case(case_with_catalogue: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(case_with_catalogue, tmp_path / "case.auditcase"))


def proposed(case: Path, file: Path, **choices: object) -> TableProposal:
    with ImportSession(case, file, **choices) as session:  # type: ignore[arg-type]
        return session.propose()


def accepted(case: Path, file: Path, on_conflict: OnConflict = "keep", declare: bool = False, **choices: object) -> int:
    with ImportSession(case, file, **choices) as session:  # type: ignore[arg-type]
        session.propose(declare_organisations=declare)
        return session.accept(AUTHOR, CLOCK, on_conflict=on_conflict)


def stored_answers(case: Path) -> list[tuple[str, int | None, int | None]]:
    """(item, obliged, implemented) of what counts, by report."""
    with CaseReader(case) as reader:
        names = {item.id: item.item for edition in reader.editions() for item in edition.items}
        rows: list[StoredAnswer] = [row for report in reader.reports() for row in reader.answers(report.id)]
    return [(names[row.item_id], row.obliged, row.implemented) for row in rows]


def sums(case: Path, year: int = 2006) -> list[tuple[int, int, int]]:
    with CaseReader(case) as reader:
        return [(own.answered, own.obliged, own.implemented) for own in reader.item_sums(year)]


def log_length(case: Path) -> int:
    with CaseReader(case) as reader:
        return len(reader.log())


def refused(proposal: TableProposal) -> list[tuple[str, str]]:
    return [(problem.key, problem.place) for problem in proposal.refused]


def assert_sound(case: Path) -> None:
    assert [check for check in verify_case(case) if not check.holds] == []


def test_a_return_is_stored_with_the_row_it_stands_in(case: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "回答.csv", HEADER, answer(ITEMS[0], 10, 8), answer(ITEMS[2], "", "－"))
    assert accepted(case, file) == 2
    with CaseReader(case) as reader:
        (report,) = reader.reports(2006)
        answers = reader.answers(report.id)
    assert (report.document, report.unit, report.answer_count) == ("回答.csv", "大臣官房", 2)
    assert [(own.obliged, own.implemented, own.source_row) for own in answers] == [(10, 8, 2), (None, None, 3)]
    assert sums(case) == [(1, 10, 8), (0, 0, 0)]
    assert_sound(case)


@pytest.mark.parametrize("year", ["2006", "2006年度", "平成18年度", "H18", "FY2006", "２００６"])
def test_a_fiscal_year_may_be_written_in_any_way(case: Path, tmp_path: Path, year: str) -> None:
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 1, 1, year=year)))
    assert (proposal.fiscal_years, proposal.counts.new) == ((2006,), 1)


@pytest.mark.parametrize("item", ["4.1.6(1)(a)", "４．１．６（１）（ａ）", "4.1.6（1）（a）", " 4.1.6 (1)(a)"])
def test_an_item_may_be_written_in_full_width(case: Path, tmp_path: Path, item: str) -> None:
    assert proposed(case, written(tmp_path / "a.csv", HEADER, answer(item, 1, 1))).counts.new == 1


@pytest.mark.parametrize("role", ["staff", "行政事務従事者", "行 政 事 務 従 事 者", "STAFF"])
def test_a_role_may_be_a_code_or_a_name(case: Path, tmp_path: Path, role: str) -> None:
    assert proposed(case, written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 1, 1, role=role))).counts.new == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_the_same_return_is_read_in_every_encoding(case: Path, tmp_path: Path, encoding: str) -> None:
    lines = [HEADER, *(answer(item, 1200 + number, 7) for number, item in enumerate(ITEMS))]
    assert accepted(case, written(tmp_path / "a.csv", *lines, encoding=encoding)) == 3
    assert [own[1] for own in stored_answers(case)] == [1200, 1201, 1202]


def test_every_refused_cell_is_named_with_its_place_and_the_rest_can_be_taken(case: Path, tmp_path: Path) -> None:
    rows = [
        answer(ITEMS[0], 5, 5),
        answer(ITEMS[1], "-5", 1),
        answer(ITEMS[1], "7.5", 1, unit="甲局"),
        answer(ITEMS[1], 3, 4, unit="乙局"),
        answer("9.9.9(9)(z)", 1, 1),
        answer(ITEMS[0], 1, 1, organisation="農林水産庁"),
        answer(ITEMS[0], 1, 1, role="課長"),
        answer(ITEMS[0], 4294967296, 1, unit="丙局"),
        answer(ITEMS[0], "", 1, unit="丁局"),
        answer(ITEMS[0], 1, 1, year="令和元年"),
        answer(ITEMS[0], 1, 1, year="いつか"),
    ]
    file = written(tmp_path / "a.csv", HEADER, *rows[:9], rows[10])
    proposal = proposed(case, file)
    assert refused(proposal) == [
        ("returns.count_negative", "a.csv: L3 obliged"),
        ("returns.count_fractional", "a.csv: L4 obliged"),
        ("returns.implemented_above_obliged", "a.csv: L5 implemented"),
        ("returns.item_unknown", "a.csv: L6 item"),
        ("returns.organisation_unknown", "a.csv: L7 organisation"),
        ("returns.role_unknown", "a.csv: L8 role"),
        ("returns.count_too_large", "a.csv: L9 obliged"),
        ("returns.implemented_without_obliged", "a.csv: L10 implemented"),
        ("returns.year_unknown", "a.csv: L11 fiscal_year"),
    ]
    assert (proposal.counts.new, proposal.counts.refused) == (1, 9)
    near = {own.text: [suggestion.name for suggestion in own.suggestions] for own in proposal.unknown_names}
    assert near["農林水産庁"][0] == "農林水産省"
    assert accepted(case, file) == 1
    with CaseReader(case) as reader:
        assert len(reader.refused_rows()) == 9


def test_more_done_than_people_ascertained_is_refused_where_coverage_is_known(case: Path, tmp_path: Path) -> None:
    coverage = written(tmp_path / "c.csv", COVERAGE_HEADER, "2006,農林水産省,大臣官房,staff,100,60,80")
    accepted(case, coverage)
    rows = [answer(ITEMS[0], 80, 1), answer(ITEMS[1], 81, 1), answer(ITEMS[1], 500, 1, unit="林野庁")]
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, *rows))
    assert refused(proposal) == [("returns.obliged_above_ascertained", "a.csv: L3 obliged")]
    assert proposal.counts.new == 2


def test_coverage_that_comes_after_its_answers_is_held_against_them(case: Path, tmp_path: Path) -> None:
    rows = [answer(ITEMS[0], 80, 1), answer(ITEMS[1], 81, 1), answer(ITEMS[2], 9, 1, unit="林野庁")]
    accepted(case, written(tmp_path / "a.csv", HEADER, *rows))
    lines = ["2006,農林水産省,大臣官房,staff,100,60,80", "2006,農林水産省,林野庁,staff,100,9,"]
    proposal = proposed(case, written(tmp_path / "c.csv", COVERAGE_HEADER, *lines))
    assert refused(proposal) == [("returns.ascertained_below_obliged", "c.csv: L2 ascertained")]
    assert (proposal.refused[0].values["obliged"], proposal.refused[0].values["other"]) == (81, "a.csv: L3")
    assert (proposal.counts.new, proposal.counts.refused) == (1, 1)
    accepted(case, written(tmp_path / "b.csv", HEADER, answer(ITEMS[1], 70, 1)), "replace")
    assert proposed(case, tmp_path / "c.csv").counts.new == 2


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        (HEADER, answer(ITEMS[0], 5, 4), answer(ITEMS[0], 6, 6)),
        (COVERAGE_HEADER, "2006,農林水産省,大臣官房,staff,9,5,", "2006,農林水産省,大臣官房,staff,9,6,"),
    ],
)
def test_a_file_kept_as_a_version_is_known_when_it_comes_again(
    case: Path, tmp_path: Path, header: str, first: str, second: str
) -> None:
    accepted(case, written(tmp_path / "a.csv", header, first))
    file = written(tmp_path / "b.csv", header, second)
    assert accepted(case, file, "version") == 1
    before = case.read_bytes()
    counts = proposed(case, file).counts
    assert (counts.new, counts.changed, counts.equal) == (0, 0, 1)
    assert accepted(case, file, "version") == 0
    assert case.read_bytes() == before
    undo_change(case, author=AUTHOR, clock=CLOCK)
    assert proposed(case, file).counts.changed == 1


def test_two_files_of_one_ministry_in_one_import_add_up(case: Path, tmp_path: Path) -> None:
    first = written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 5, 4, unit="大臣官房"), answer(ITEMS[1], 2, 2))
    second = written(tmp_path / "b.csv", HEADER, answer(ITEMS[0], 7, 7, unit="林野庁"))
    with opened(case, [first, second]) as sessions:
        propose_together(sessions)
        assert accept_together(sessions, AUTHOR, CLOCK) == 3
    assert sums(case) == [(2, 12, 11), (1, 2, 2)]
    assert_sound(case)


def test_a_long_file_that_turns_out_to_be_in_another_encoding_is_read_anew(case: Path, tmp_path: Path) -> None:
    """Judged by its head it would be UTF-8; the ministry's name stands far below."""
    plain = [f"2006,9,,{'x' * 200}{number},staff,1,1" for number in range(100_000)]
    lines = ["fiscal_year,organisation,unit,item,role,obliged,implemented", *plain, answer(ITEMS[0], 5, 4)]
    file = tmp_path / "a.csv"
    file.write_bytes("\n".join(lines).encode("cp932"))
    assert file.stat().st_size > 20 * 1024**2
    with ImportSession(case, file) as session:
        proposal = session.propose()
    assert (proposal.file.encoding, proposal.file.encoding_is_certain, proposal.counts.new) == ("cp932", False, 1)
    assert "import.encoding_uncertain" in [own.key for own in proposal.warnings]


def test_coverage_must_fit_into_its_target(case: Path, tmp_path: Path) -> None:
    rows = [
        "staff,100,101,",
        "officer,100,60,59",
        "system,100,60,101",
        "staff,,5,",
        "officer,10,－,",
        "system,－,－,－",
    ]
    lines = [f"2006,農林水産省,{number}課,{row}" for number, row in enumerate(rows)]
    proposal = proposed(case, written(tmp_path / "c.csv", COVERAGE_HEADER, *lines, "2006,農林水産省,,staff,5,4,"))
    assert [key for key, _place in refused(proposal)] == [
        "returns.ascertained_above_target",
        "returns.own_survey_below_ascertained",
        "returns.own_survey_above_target",
        "returns.count_missing",
        "returns.count_missing",
    ]
    assert (proposal.counts.new, proposal.counts.not_reported) == (1, 1)


def test_the_same_key_with_two_values_refuses_both_rows_and_a_repetition_is_taken_once(
    case: Path, tmp_path: Path
) -> None:
    rows = [answer(ITEMS[0], 5, 4), answer(ITEMS[1], 5, 4), answer(ITEMS[0], 5, 3), answer(ITEMS[1], "５", "4")]
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, *rows))
    assert [(own.place, own.values["other"]) for own in proposal.refused] == [
        ("a.csv: L2 implemented", "a.csv: L4 implemented"),
        ("a.csv: L4 implemented", "a.csv: L2 implemented"),
    ]
    assert (proposal.counts.new, proposal.counts.duplicates, proposal.counts.refused) == (1, 1, 2)


def test_the_same_file_twice_changes_nothing_not_even_the_log(case: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", HEADER, *(answer(item, 5, 4) for item in ITEMS))
    accepted(case, file)
    before = case.read_bytes()
    assert proposed(case, file).counts.equal == 3
    assert accepted(case, file) == 0
    assert case.read_bytes() == before


def test_two_files_of_one_ministry_with_different_units_add_up(case: Path, tmp_path: Path) -> None:
    accepted(case, written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 5, 4, unit="大臣官房")))
    accepted(case, written(tmp_path / "b.csv", HEADER, answer(ITEMS[0], 7, 7, unit="")))
    accepted(case, written(tmp_path / "c.csv", HEADER, answer(ITEMS[0], 1, 0, unit="大臣 官房")))
    assert sums(case) == [(3, 13, 11)]
    assert_sound(case)


@pytest.mark.parametrize(
    ("choice", "counting", "summed"),
    [("keep", (5, 4), (1, 5, 4)), ("replace", (6, 6), (1, 6, 6)), ("version", (5, 4), (1, 5, 4))],
)
def test_a_row_that_differs_is_kept_replaced_or_kept_as_a_version(
    case: Path, tmp_path: Path, choice: OnConflict, counting: tuple[int, int], summed: tuple[int, int, int]
) -> None:
    accepted(case, written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 5, 4)))
    file = written(tmp_path / "b.csv", HEADER, answer(ITEMS[0], 6, 6), answer(ITEMS[1], 1, 1))
    proposal = proposed(case, file)
    (conflict,) = proposal.conflicts
    assert (conflict.words, conflict.stored, conflict.stated) == (
        ("2006", "農林水産省", "大臣官房", ITEMS[0], "行政事務従事者"),
        ("5", "4"),
        ("6", "6"),
    )
    assert (conflict.place, conflict.stored_place) == ("b.csv: L2 implemented", "a.csv: L2")
    assert accepted(case, file, choice) == (1 if choice == "keep" else 2)
    assert (ITEMS[0], *counting) in stored_answers(case)
    assert summed in sums(case)
    assert_sound(case)
    with CaseReader(case) as reader:
        standings = [report.standing for report in reader.reports()]
    assert standings.count("version") == (1 if choice == "version" else 0)
    undo_change(case, author=AUTHOR, clock=CLOCK)
    assert stored_answers(case) == [(ITEMS[0], 5, 4)]
    assert sums(case) == [(1, 5, 4)]


def merged_answers(path: Path, *ranges: tuple[int, int, int, int, object]) -> Path:
    """Answers of two ministries, 10 and 8 each, with ranges of cells merged around a value."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("回答")
    sheet.write_row(0, 0, HEADER.split(","))
    for row, organisation in enumerate(("農林水産省", "環境省"), start=1):
        sheet.write_row(row, 0, [2006, organisation, "大臣官房", ITEMS[0], "staff", 10, 8])
    for merged in ranges:
        sheet.merge_range(*merged, book.add_format())
    book.close()
    return path


def test_a_merged_count_is_nobodys_count(case: Path, tmp_path: Path) -> None:
    file = merged_answers(tmp_path / "a.xlsx", (1, 5, 2, 5, 10))
    proposal = proposed(case, file)
    assert refused(proposal) == [("returns.cell_merged", f"a.xlsx: 回答!F{row}") for row in (2, 3)]
    assert [problem.values["text"] for problem in proposal.refused] == ["10", "10"]
    assert (proposal.counts.new, proposal.counts.refused) == (0, 2)
    cells = [row.cells["obliged"] for row in proposal.preview]
    assert [(cell.text, cell.reading, cell.problem and cell.problem.key) for cell in cells] == [
        ("10", "", "returns.cell_merged")
    ] * 2


def test_a_count_merged_over_both_counts_of_a_row_is_refused_and_the_other_rows_are_taken(
    case: Path, tmp_path: Path
) -> None:
    proposal = proposed(case, merged_answers(tmp_path / "a.xlsx", (1, 5, 1, 6, 10)))
    assert refused(proposal) == [("returns.cell_merged", f"a.xlsx: 回答!{column}2") for column in "FG"]
    assert (proposal.counts.new, proposal.counts.refused) == (1, 1)


def test_merged_names_blanks_and_remarks_beside_a_count_are_taken(case: Path, tmp_path: Path) -> None:
    ranges = ((1, 0, 2, 0, 2006), (1, 2, 2, 2, "大臣官房"), (1, 5, 2, 6, ""), (1, 3, 2, 3, ITEMS[0]))
    proposal = proposed(case, merged_answers(tmp_path / "a.xlsx", *ranges))
    assert (refused(proposal), proposal.counts.new, proposal.counts.not_reported) == ([], 2, 2)


def test_a_merged_number_of_measures_is_nobodys_too(case: Path, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("施策")
    sheet.write_row(0, 0, ["年度", "分野", "新規", "継続"])
    sheet.write_row(1, 0, [2007, "政府機関", 3, 4])
    sheet.write_row(2, 0, [2007, "企業", 3, 5])
    sheet.merge_range(1, 2, 2, 2, 3)
    book.close()
    assert refused(proposed(case, tmp_path / "a.xlsx")) == [
        ("returns.cell_merged", f"a.xlsx: 施策!C{row}") for row in (2, 3)
    ]


def test_a_warning_about_a_workbook_names_the_workbook(case: Path, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet("回答")
    sheet.write_row(0, 0, HEADER.split(","))
    sheet.write_row(1, 0, [2006, "農林水産省", "大臣官房", ITEMS[0], "staff"])
    sheet.write(1, 5, 10, book.add_format({"num_format": "#,##0,"}))
    sheet.write_formula(1, 6, "=4+4", None, 8)
    book.add_vba_project(io.BytesIO(b"x"), is_stream=True)
    book.close()
    assert [(own.key, own.place) for own in proposed(case, tmp_path / "a.xlsx").warnings] == [
        ("import.has_macros", "a.xlsx"),
        ("import.formulas_not_computed", "a.xlsx"),
        ("import.numbers_scaled", "a.xlsx: 回答!F2"),
    ]


def test_a_total_row_is_compared_and_not_imported(case: Path, tmp_path: Path) -> None:
    rows = [
        answer(ITEMS[0], "1,200".replace(",", ""), 10),
        answer(ITEMS[1], 5, 5),
        ",,,,,,",
        "合　計,,,,,1205,16",
        ",,,,,,",
    ]
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, *rows))
    assert proposal.counts.new == 2
    assert [(own.field, own.stated, own.computed, own.holds) for own in proposal.totals] == [
        ("obliged", 1205, 1205, True),
        ("implemented", 16, 15, False),
    ]
    assert [(own.key, own.place) for own in proposal.warnings] == [
        ("returns.control_total_differs", "a.csv: L5 implemented")
    ]


def test_subtotals_are_held_against_the_rows_of_their_ministry(case: Path, tmp_path: Path) -> None:
    rows = [
        answer(ITEMS[0], 5, 4),
        "2006,農林水産省,小計,,,5,4",
        answer(ITEMS[0], 7, 6, organisation="環境省"),
        "2006,環境省,小計,,,7,7",
        "総計,,,,,12,10",
    ]
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, *rows))
    assert [(own.scope, own.stated, own.computed) for own in proposal.totals if not own.holds] == [("環境省", 7, 6)]
    assert len(proposal.totals) == 6


def test_a_total_row_may_be_called_so_beside_the_table(case: Path, tmp_path: Path) -> None:
    rows = [f"1,{answer(ITEMS[0], 5, 4)}", f"2,{answer(ITEMS[1], 5, 4)}", "計,,,,,,10,9"]
    proposal = proposed(case, written(tmp_path / "a.csv", f"No.,{HEADER}", *rows))
    assert (proposal.counts.new, proposal.counts.refused) == (2, 0)
    assert [(own.field, own.holds) for own in proposal.totals] == [("obliged", True), ("implemented", False)]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (answer(ITEMS[2], 102, 76, unit="小計"), "unit"),
        (answer(ITEMS[2], 5, 5, organisation="合計"), "organisation"),
        (answer(ITEMS[2], 5, 5, role="計"), "role"),
        (answer("Total", 5, 5), "item"),
        ("2006,合計,,,,#REF!,5", "organisation"),
        ("2006,合計,,,,,", "organisation"),
        ("2007,合計,,,,5,5", "organisation"),
        ("昔,合計,,,,5,4", "organisation"),
        ("2006,潮見庁,小計,,,0,0", "unit"),
    ],
)
def test_a_total_row_that_is_not_compared_is_refused_and_not_lost(
    case: Path, tmp_path: Path, row: str, field: str
) -> None:
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 5, 4), row))
    assert refused(proposal) == [("returns.total_not_compared", f"a.csv: L3 {field}")]
    assert (proposal.counts.new, proposal.counts.refused, proposal.totals) == (1, 1, ())


def test_a_row_called_a_total_beside_the_table_is_no_answer(case: Path, tmp_path: Path) -> None:
    rows = [f"1,{answer(ITEMS[0], 5, 4)}", f"小計,{answer(ITEMS[1], 5, 4)}"]
    proposal = proposed(case, written(tmp_path / "a.csv", f"No.,{HEADER}", *rows))
    assert refused(proposal) == [("returns.total_not_compared", "a.csv: L3")]
    assert (proposal.counts.new, proposal.counts.refused) == (1, 1)


def test_no_total_row_is_lost_however_many_there_are(case: Path, tmp_path: Path) -> None:
    rows = [answer(ITEMS[0], 5, 4), *["合計,,,,,5,4"] * 1_001, *[answer(ITEMS[2], 5, 5, unit="計")] * 3]
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, *rows))
    assert (proposal.counts.new, len(proposal.totals), proposal.counts.refused) == (1, 2_000, 4)
    assert proposal.refused_by_reason == {"returns.total_not_compared": 4}


def test_answers_before_their_catalogue_are_one_clear_problem(tmp_path: Path) -> None:
    case = new_case(tmp_path / "empty.auditcase", with_published=False)
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, *(answer(item, 5, 4) for item in ITEMS)))
    assert [own.key for own in proposal.blocking] == ["returns.no_catalogue"]
    assert (proposal.counts.refused, proposal.refused) == (0, ())
    with pytest.raises(InputRefusedError):
        accepted(case, tmp_path / "a.csv")


def test_a_file_of_another_year_or_ministry_is_refused_with_the_place(case: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 5, 4), answer(ITEMS[1], 5, 4, year="2007"))
    (problem,) = proposed(case, file, years=(2006,)).blocking
    assert (problem.key, problem.place) == ("returns.wrong_year", "a.csv: L3 fiscal_year")
    assert proposed(case, file, years=(2006, 2007)).is_usable
    titled = written(tmp_path / "b.csv", "平成18年度 環境省 実施状況", "", HEADER, answer(ITEMS[0], 5, 4))
    (problem,) = proposed(case, titled).blocking
    assert (problem.key, problem.place) == ("returns.wrong_organisation", "b.csv: L1")
    titled = written(tmp_path / "c.csv", "平成19年度 農林水産省", HEADER, answer(ITEMS[0], 5, 4))
    assert [own.key for own in proposed(case, titled).blocking] == ["returns.wrong_year"]


def test_year_and_ministry_of_the_title_hold_for_every_row(case: Path, tmp_path: Path) -> None:
    lines = [
        "平成18年度 農林水産省 実施状況報告",
        "",
        "遵守事項,役割,責務発生数（人）,実施数（人）",
        f"{ITEMS[0]},staff,５,４",
    ]
    assert accepted(case, written(tmp_path / "a.csv", *lines)) == 1
    with CaseReader(case) as reader:
        (report,) = reader.reports(2006)
        name = next(own for own in reader.organisations() if own.id == report.organisation_id).name_in(2006).name
    assert (name, report.unit) == ("農林水産省", "")


def test_unknown_ministries_become_organisations_only_when_declared(case: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path / "a.csv",
        HEADER,
        answer(ITEMS[0], 5, 4, organisation="演習省"),
        answer(ITEMS[0], 3, 4, organisation="架空省"),
    )
    assert proposed(case, file).counts.refused == 2
    assert accepted(case, file, declare=True) == 1
    with CaseReader(case) as reader:
        names = {name.name: own.id for own in reader.organisations() for name in own.names}
        (report,) = reader.reports()
    assert report.organisation_id == names["演習省"]
    assert "架空省" not in names, "a name of which every row is refused becomes no organisation"


def test_a_confirmed_name_is_remembered_as_an_alias(case: Path, tmp_path: Path) -> None:
    rows = [answer(ITEMS[0], 5, 4, organisation="農水省"), answer("2.1.1-1-b", 3, 3)]
    with ImportSession(case, written(tmp_path / "a.csv", HEADER, *rows)) as session:
        proposal = session.propose()
        taken = {(own.kind, own.text): own.suggestions[0].target_id for own in proposal.unknown_names}
        session.confirm(taken)
        assert session.propose().counts.new == 2
        session.accept(AUTHOR, CLOCK)
    assert proposed(case, written(tmp_path / "b.csv", HEADER, *rows)).counts.equal == 2


def test_columns_given_by_the_user_are_remembered_for_the_next_file(case: Path, tmp_path: Path) -> None:
    lines = ["年度,府省庁,こと,だれ,要,済", f"2006,農林水産省,{ITEMS[0]},staff,5,4"]
    file = written(tmp_path / "a.csv", *lines)
    assert not proposed(case, file, kind="answers").is_usable
    columns = {"item": "こと", "role": "だれ", "obliged": "要", "implemented": "済"}
    assert accepted(case, file, kind="answers", mapping={"columns": columns}) == 1
    later = written(
        tmp_path / "b.csv", "平成19年度", "備考,年度,府省庁,だれ,こと,済,要", f",2007,農林水産省,staff,{ITEMS[0]},4,5"
    )
    proposal = proposed(case, later)
    assert (proposal.mapping_is_remembered, proposal.counts.new) == (True, 1)


def test_cancelling_stores_nothing(case: Path, tmp_path: Path) -> None:
    before = case.read_bytes()
    with ImportSession(case, written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 5, 4))) as session:
        with pytest.raises(CancelledByUserError):
            session.propose(is_cancelled=lambda: True)
        session.propose()
        with pytest.raises(CancelledByUserError):
            session.accept(AUTHOR, CLOCK, is_cancelled=lambda: True)
    assert case.read_bytes() == before


def test_a_case_changed_meanwhile_is_looked_at_again(case: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "a.csv", HEADER, answer(ITEMS[0], 5, 4))
    with ImportSession(case, file) as session:
        session.propose()
        accepted(case, written(tmp_path / "b.csv", HEADER, answer(ITEMS[1], 5, 4)))
        assert session.accept(AUTHOR, CLOCK) == 1
    with ImportSession(case, written(tmp_path / "c.csv", HEADER, answer(ITEMS[2], 5, 4))) as session:
        session.propose()
        accepted(case, written(tmp_path / "d.csv", HEADER, answer(ITEMS[2], 9, 9)))
        with pytest.raises(InputRefusedError, match="case_changed"):
            session.accept(AUTHOR, CLOCK)
    assert (ITEMS[2], 9, 9) in stored_answers(case)


@contextmanager
def opened(case: Path, files: Sequence[Path]) -> Iterator[list[ImportSession]]:
    sessions = [ImportSession(case, file) for file in files]
    for session in sessions:
        session.__enter__()
    yield sessions
    for session in sessions:
        session.__exit__(None, None, None)


def test_files_accepted_together_are_one_change_that_one_undo_takes_back(tmp_path: Path) -> None:
    case = new_case(tmp_path / "new.auditcase", with_published=False)
    coverage = written(
        tmp_path / "c.csv", COVERAGE_HEADER, "2006,演習省,大臣官房,staff,100,60,", "2006,架空省,,staff,10,9,"
    )
    answers = written(
        tmp_path / "a.csv",
        HEADER,
        answer(ITEMS[0], 60, 4, organisation="演習省"),
        answer(ITEMS[1], 61, 4, organisation="演習省"),
        answer(ITEMS[2], 3, 3, organisation="環境省"),
        answer(ITEMS[2], 2, 1, organisation="架空省", unit=""),
    )
    further = written(
        tmp_path / "b.csv",
        HEADER,
        answer(ITEMS[0], 60, 5, organisation="演習省"),
        answer(ITEMS[2], 3, 3, organisation="環境省"),
    )
    before = log_length(case)
    with opened(case, [catalogue(tmp_path), coverage, answers, further]) as sessions:
        proposals = propose_together(sessions, declare_organisations=True)
        assert [own.counts.new for own in proposals] == [3, 2, 3, 0]
        assert [own.key for own in proposals[2].refused] == ["returns.obliged_above_ascertained"]
        assert [(own.key, own.values["other"]) for own in proposals[3].refused] == [
            ("returns.same_key_differs", "a.csv: L2")
        ]
        assert accept_together(sessions, AUTHOR, CLOCK) == 8
    with CaseReader(case) as reader:
        names = {own.id: own.name_in(2006).name for own in reader.organisations()}
        assert [names[report.organisation_id] for report in reader.reports()] == ["環境省", "演習省", "架空省"]
        assert [names[own.organisation_id] for own in reader.coverage_counts(2006)] == ["演習省", "架空省"]
    assert log_length(case) == before + 1
    assert_sound(case)
    undo_change(case, author=AUTHOR, clock=CLOCK)
    with CaseReader(case) as reader:
        assert (reader.reports(), reader.returns_years()) == ([], [])
        assert not [own for own in reader.organisations() if own.is_called("演習省")]


def test_a_unit_written_otherwise_in_a_second_file_of_the_batch_is_the_same_unit(case: Path, tmp_path: Path) -> None:
    first = written(
        tmp_path / "a.csv", HEADER, answer(ITEMS[0], 5, 4, unit="第1局"), answer(ITEMS[0], 1, 1, unit="総務局")
    )
    second = written(
        tmp_path / "b.csv", HEADER, answer(ITEMS[0], 5, 4, unit="第１局"), answer(ITEMS[1], 2, 2, unit=" 第１局")
    )
    with opened(case, [first, second]) as sessions:
        proposals = propose_together(sessions)
        assert [(own.counts.new, own.counts.equal) for own in proposals] == [(2, 0), (1, 1)]
        assert accept_together(sessions, AUTHOR, CLOCK) == 3
    with CaseReader(case) as reader:
        assert sorted(own.unit for own in reader.reports()) == ["第1局", "第1局", "総務局"]
    assert_sound(case)


def test_a_workbook_names_sheet_and_cell(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "回答.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("説明").write("A1", "記入要領")
        sheet = book.add_worksheet("回答")
        sheet.write_row("A1", ["平成18年度 実施状況"])
        sheet.write_row("A3", HEADER.split(","))
        sheet.write_row("A4", [2006, "農林水産省", "大臣官房", ITEMS[0], "staff", 5, 4])
        sheet.write_row("A5", [2006, "農林水産省", "大臣官房", ITEMS[1], "staff", 5.5, 4])
    proposal = proposed(case, path)
    assert (proposal.kind, proposal.mapping and proposal.mapping.sheet, proposal.counts.new) == ("answers", "回答", 1)
    assert refused(proposal) == [("returns.count_fractional", "回答.xlsx: 回答!F5")]
    assert accepted(case, path) == 1
    with CaseReader(case) as reader:
        (report,) = reader.reports()
    assert report.sheet == "回答"


def test_the_preview_shows_what_each_cell_is_taken_for(case: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path / "a.csv",
        HEADER,
        answer("４.1.6（1）(a)", "１２", "－", role="staff", year="H18"),
        answer(ITEMS[0], "x", 1),
    )
    with ImportSession(case, file) as session:
        first, second = session.preview().preview
    assert {name: cell.reading for name, cell in first.cells.items()} == {
        "fiscal_year": "2006",
        "organisation": "農林水産省",
        "unit": "大臣官房",
        "item": "4.1.6(1)(a)",
        "role": "行政事務従事者",
        "obliged": "12",
        "implemented": "",
    }
    problem = second.cells["obliged"].problem
    assert problem is not None
    assert problem.key == "returns.count_unreadable"


def test_a_renamed_ministry_is_known_by_the_names_of_that_year(case: Path, tmp_path: Path) -> None:
    file = written(
        tmp_path / "o.csv",
        "name,from_date,to_date,successor,kind",
        "甲庁,,2007-01-08,甲省,renamed",
        "甲省,2007-01-09,,,created",
    )
    assert accepted(case, file) > 0
    lines = [
        answer(ITEMS[0], 5, 4, organisation=name, unit=name, year=year)
        for name in ("甲庁", "甲省")
        for year in ("2005", "2006", "2007")
    ]
    proposal = proposed(case, written(tmp_path / "a.csv", HEADER, *lines))
    assert refused(proposal) == [
        ("returns.organisation_not_in_year", "a.csv: L4 organisation"),
        ("returns.organisation_not_in_year", "a.csv: L5 organisation"),
    ]
    assert proposal.organisations == ("甲省",)


@pytest.mark.parametrize("kind", ["coverage", "answers"])
def test_a_million_refused_rows_would_not_fill_the_memory_of_the_list(
    case: Path, tmp_path: Path, kind: ReturnKind
) -> None:
    header, row = (
        (HEADER, answer(ITEMS[0], "x", 1)) if kind == "answers" else (COVERAGE_HEADER, "2006,農林水産省,,staff,x,1,")
    )
    proposal = proposed(case, written(tmp_path / "a.csv", header, *[row] * 10_050))
    assert (len(proposal.refused), proposal.counts.refused) == (10_000, 10_050)
    assert proposal.refused_by_reason == {"returns.count_unreadable": 10_050}


def test_columns_the_auditor_corrected_are_offered_again_for_the_same_headers(case: Path, tmp_path: Path) -> None:
    header = "年度,府省庁,項番,役割,責務発生数,実施数,うち確認済み実施数"
    first = written(tmp_path / "first.csv", header, "2006,農林水産省,2.1.1(1)(a),staff,10,8,6")
    with ImportSession(case, first) as session:
        proposal = session.propose()
        assert proposal.mapping is not None
        columns = {**proposal.mapping.columns, "implemented": 6}
        session.remap(replace(proposal.mapping, columns=columns))
        assert session.propose().counts.new == 1
        session.accept(AUTHOR, CLOCK)
    second = written(tmp_path / "second.csv", header, "2007,農林水産省,2.1.1(1)(a),staff,10,9,5")
    again = proposed(case, second)
    assert again.mapping is not None
    assert (again.mapping_is_remembered, again.mapping.columns["implemented"]) == (True, 6)
    other = written(tmp_path / "other.csv", header.rpartition(",")[0], "2007,農林水産省,2.1.1(1)(a),staff,10,9")
    assert not proposed(case, other).mapping_is_remembered


def test_a_year_without_catalogue_refuses_its_rows_and_not_the_others(case: Path, tmp_path: Path) -> None:
    with CaseReader(case) as reader:
        years = [edition.fiscal_years for edition in reader.editions() if edition.items]
    assert years == [()], "the catalogue of these tests holds for every year"
    folder = tmp_path / "named"
    folder.mkdir()
    own = new_case(folder / "case.auditcase", with_published=False)
    accepted(own, catalogue(folder), years=(2006,))
    lines = [HEADER, answer(ITEMS[0], 5, 4), answer(ITEMS[1], 5, 4, year="1999"), answer(ITEMS[2], 5, 4, year="1999")]
    file = written(folder / "answers.csv", *lines)
    proposal = proposed(own, file)
    assert (proposal.counts.new, proposal.counts.refused, proposal.blocking) == (1, 2, ())
    assert refused(proposal) == [("returns.year_without_catalogue", "answers.csv: L3 fiscal_year")]
    assert accepted(own, file) == 1


def test_one_column_cannot_be_two_fields(case: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "answers.csv", HEADER, answer(ITEMS[0], 5, 4))
    with ImportSession(case, file) as session:
        mapping = session.propose().mapping
        assert mapping is not None
        session.remap(replace(mapping, columns={**mapping.columns, "implemented": mapping.columns["obliged"]}))
        with pytest.raises(InputRefusedError) as refusal:
            session.propose()
    assert [problem.key for problem in refusal.value.problems] == ["returns.mapping_doubled"]


@pytest.mark.parametrize("name", ["*", "all", "－", "12", "", "省" * 101])
def test_what_is_no_name_is_never_declared_as_an_organisation(case: Path, tmp_path: Path, name: str) -> None:
    file = written(tmp_path / "answers.csv", HEADER, answer(ITEMS[0], 5, 4, organisation=name))
    with ImportSession(case, file) as session:
        proposal = session.propose(declare_organisations=True)
    assert (proposal.counts.new, proposal.counts.refused) == (0, 1)
