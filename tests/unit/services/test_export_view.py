"""Exports stream: the bytes are those of all rows at once, nothing half-written stays, and memory stays flat."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.exporting.csv_file import CsvForm
from auditor_app.exporting.json_file import JsonForm, json_bytes
from auditor_app.exporting.row_texts import Form, RowsAsTheyCome, encoded, listed_rows
from auditor_app.exporting.safe_write import ExportRefusedError, written_and_verified
from auditor_app.foundation.errors import CancelledByUserError, UserError
from auditor_app.foundation.formula_cells import DANGEROUS_START
from auditor_app.services.answer_order import FirstRows
from auditor_app.services.arranged_answers import ArrangedAnswers, CaseHasChangedError
from auditor_app.services.big_tables import Condition, Wanted
from auditor_app.services.browse_answers import AnswerTable, open_answers
from auditor_app.services.export_view import export_rows, export_shown
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors, encoded_rows, selected_rows, streamed_rows
from auditor_app.storage.reading import CaseReader

AT = datetime(2007, 4, 1, tzinfo=UTC)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    st.sampled_from(["=1+1", "-2", "-2.5", "-x", "＝1", "@a", "+1", 'a"b', "a,b", "a\r\nb", "\n", "a\nb"]),
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=3), st.integers(), max_size=2),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=3), max_size=2),
)
ROWS = st.lists(st.dictionaries(st.sampled_from("abcde"), VALUES, min_size=1), max_size=12)


class Watch:
    """A control that notes progress, and cancels after so many reports."""

    def __init__(self, patience: int = 10**9) -> None:
        self.reports: list[tuple[int, int]] = []
        self._patience = patience

    def is_cancelled(self) -> bool:
        return False

    def report(self, done: int, total: int) -> None:
        self.reports.append((done, total))
        if len(self.reports) > self._patience:
            raise CancelledByUserError

    def hand_over(self, value: object) -> None:
        del value


def bytes_of(form: Form, rows: list[dict[str, object]]) -> bytes:
    return b"".join(encoded(listed_rows(rows), form))


# --- forms -------------------------------------------------------------------------------------------------------


@given(ROWS)
def test_json_written_row_by_row_is_the_json_of_the_whole_list(rows: list[dict[str, object]]) -> None:
    assert bytes_of(JsonForm(), rows) == json_bytes(rows)


@given(ROWS)
def test_csv_has_every_field_of_any_row_and_no_cell_that_starts_like_a_formula(rows: list[dict[str, object]]) -> None:
    form = CsvForm()
    text = bytes_of(form, rows).decode("utf-8-sig")
    head, *table = csv.reader(io.StringIO(text, newline=""))
    assert head == list(dict.fromkeys(name for row in rows for name in row))
    if len(head) > 1:  # csv cannot tell an empty line from an empty cell
        assert len(table) == len(rows) == form.row_count
    defused = 0
    for cells in table:
        assert len(cells) == len(head) or not any(cells)
        for cell in cells:
            is_number = cell.lstrip("-").replace(".", "", 1).isdecimal() and not cell.startswith("--")
            assert not cell.startswith(DANGEROUS_START) or is_number
            defused += cell.startswith("'")
    said = int(form.notes()[0].partition(" ")[0]) if form.notes() else 0
    assert said <= defused  # a text may begin with an apostrophe of its own


def test_no_rows_are_an_empty_array_and_a_head_where_the_fields_are_known() -> None:
    assert bytes_of(JsonForm(), []) == b"[]\n"
    assert b"".join(encoded(RowsAsTheyCome([], ["a", "b"]), CsvForm())) == "\ufeffa,b\r\n".encode()


# --- writing -----------------------------------------------------------------------------------------------------


def test_content_in_pieces_is_hashed_as_a_whole(tmp_path: Path) -> None:
    pieces = [b"a" * 100_000, b"", b"b", "府省庁".encode() * 50_000]
    sha256 = written_and_verified(tmp_path / "out", iter(pieces))
    assert (tmp_path / "out").read_bytes() == b"".join(pieces)
    assert sha256 == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_a_row_that_cannot_be_made_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise CancelledByUserError

    (tmp_path / "out.csv").write_bytes(b"old")
    with pytest.raises(CancelledByUserError):
        written_and_verified(tmp_path / "out.csv", pieces())
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.csv", b"old")]


def test_what_does_not_read_back_the_same_is_refused(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"a" * 1_000_000  # larger than the buffer: on the disk at once
        beside = next(path for path in tmp_path.iterdir() if ".part" in path.name)
        with beside.open("r+b") as other:
            other.write(b"b")
        yield b"a"

    with pytest.raises(ExportRefusedError):
        written_and_verified(tmp_path / "out.csv", pieces())
    assert list(tmp_path.iterdir()) == []


# --- items -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize(
    "selectors",
    [
        Selectors(),
        Selectors(years=(2007,), part="3"),
        Selectors(role="staff", item_class="enhanced"),
        Selectors(organisation="青葉省"),
        Selectors(filters=("ratio_percent<50",)),
        Selectors(years=(2006,), sort="-missing"),
    ],
)
def test_answers_put_together_from_pieces_are_the_rows_one_by_one(
    made_practice_case: Path, selectors: Selectors, form: str
) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        rows = selected_rows(reader, "items", selectors)
        streamed = b"".join(encoded_rows(streamed_rows(reader, "items", selectors), form))
    assert len(rows) > 5
    assert streamed == bytes_of(CsvForm() if form == "csv" else JsonForm(), rows)


def test_every_answer_with_a_unit_or_an_item_like_a_formula_is_counted_in_the_notes(practice_case: Path) -> None:
    with closing(sqlite3.connect(practice_case)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE report SET unit = '=' || unit WHERE id % 2 = 0")
        connection.execute("UPDATE item SET item = '@' || item WHERE id % 3 = 0")
    with CaseReader(practice_case) as reader:  # an OpenCase would refuse what was done to it
        pieced, single = CsvForm(), CsvForm()
        streamed = b"".join(encoded(streamed_rows(reader, "items", Selectors()), pieced))
        assert bytes_of(single, selected_rows(reader, "items", Selectors())) == streamed
    assert pieced.notes() == single.notes()
    assert pieced.defused > 1000


def test_a_long_export_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from auditor_app.exporting.csv_file import CsvForm
from auditor_app.exporting.row_texts import RowsAsTheyCome, encoded
from auditor_app.exporting.safe_write import written_and_verified
rows = ({"a": number, "b": "x" * 400} for number in range(int(sys.argv[1])))
written_and_verified(Path(sys.argv[2]), encoded(RowsAsTheyCome(rows, ["a", "b"]), CsvForm()))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", program, str(count), tmp_path / "o.csv"], capture_output=True, check=True
            ).stdout
        )
        for count in (1_000, 100_000)
    ]
    assert peaks[1] - peaks[0] < 15  # the rows are 40 MB


# --- the big table -----------------------------------------------------------------------------------------------


def ranks(_column: str, rows: object) -> list[int | None]:
    return list(range(len(rows)))  # type: ignore[arg-type]


ARRANGEMENTS: dict[str, Callable[[AnswerTable], ArrangedAnswers]] = {
    "whole": lambda table: ArrangedAnswers(table.parts, table.whole()),
    "by report": lambda table: arranged(table, (("unit", True),)),
    "by ratio": lambda table: arranged(table, (("ratio", True), ("item", False))),
    "few": lambda table: arranged(
        table, (("missing", True),), lambda row: row.obliged is not None and row.obliged > 50
    ),
}


def arranged(
    table: AnswerTable, sort: tuple[tuple[str, bool], ...], accepts: Callable[..., bool] | None = None
) -> ArrangedAnswers:
    conditions = (Condition(("obliged",), lambda row, _key: accepts(row)),) if accepts else ()
    return ArrangedAnswers(table.parts, table.arrange(Wanted(sort, conditions, ranks), Watch()))


@pytest.mark.parametrize("name", ARRANGEMENTS)
@pytest.mark.parametrize("at_once", [500_000, 700])
def test_answers_are_written_as_they_are_arranged(
    made_practice_case: Path, tmp_path: Path, name: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor_app.services.arranged_answers.PLACES_AT_ONCE", at_once)
    case, watch = OpenCase(made_practice_case), Watch()
    table = open_answers(case)
    answers = ARRANGEMENTS[name](table)
    target = tmp_path / "items.json"
    done = export_shown(case, "items", answers, target, {}, AT, watch)
    expected = table.rows(answers.arrangement.places(0, len(answers) - 1), Watch())
    written = json.loads(target.read_bytes())
    assert 0 < done.row_count == len(written) == len(answers)
    assert [
        (row["fiscal_year"], row["unit"], row["item"], row["role"], row["obliged"], row["implemented"], row["source"])
        for row in written
    ] == [
        (
            own.report.fiscal_year,
            own.report.unit,
            own.item.item,
            own.role.code,
            own.obliged,
            own.implemented,
            {"document": own.source.document, "sha256": own.source.sha256, "place": own.source.code()},
        )
        for own in expected
    ]
    assert [own for own, _ in watch.reports] == sorted(own for own, _ in watch.reports)
    assert {total for _, total in watch.reports} == {len(answers)}


def test_a_cancelled_export_writes_nothing(made_practice_case: Path, tmp_path: Path) -> None:
    case = OpenCase(made_practice_case)
    answers = ARRANGEMENTS["whole"](open_answers(case))
    with pytest.raises(CancelledByUserError):
        export_shown(case, "items", answers, tmp_path / "items.csv", {}, AT, Watch(patience=3))
    assert list(tmp_path.iterdir()) == []


def test_a_table_of_another_state_of_the_case_is_refused(
    made_practice_case: Path, made_shipped_case: Path, tmp_path: Path
) -> None:
    answers = ARRANGEMENTS["by ratio"](open_answers(OpenCase(made_practice_case)))
    with pytest.raises(CaseHasChangedError):
        export_shown(OpenCase(made_shipped_case), "items", answers, tmp_path / "items.csv", {}, AT, Watch())
    assert list(tmp_path.iterdir()) == []


def test_rows_of_an_order_that_is_still_being_made_are_never_written(made_practice_case: Path, tmp_path: Path) -> None:
    case = OpenCase(made_practice_case)
    answers = ArrangedAnswers(open_answers(case).parts, FirstRows([], 3))
    with pytest.raises(ValueError, match="still being made"):
        export_shown(case, "items", answers, tmp_path / "o.csv", {}, AT, Watch())
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_in_the_middle_leaves_no_file(made_practice_case: Path, tmp_path: Path) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        rows = streamed_rows(reader, "items", Selectors(filters=("ratio_percent<abc",)))
        with pytest.raises(UserError):
            export_rows(reader, "items", rows, tmp_path / "o.csv", {}, AT)
    assert list(tmp_path.iterdir()) == []


def test_the_window_exports_a_comparison_as_the_command_line_does(made_practice_case: Path, tmp_path: Path) -> None:
    selectors = Selectors(years=(2007, 2008), metric="pooled")
    with CaseReader(made_practice_case) as reader:
        rows = selected_rows(reader, "compare", selectors)
        line = b"".join(encoded_rows(streamed_rows(reader, "compare", selectors), "csv"))
    target = tmp_path / "window.csv"
    export_shown(OpenCase(made_practice_case), "compare", rows, target, {}, AT, Watch())
    assert target.read_bytes() == line
    manifest = json.loads(target.with_name("window.csv.manifest.json").read_bytes())
    assert [(pair["former"], pair["later"]) for pair in manifest["pairs"]] == [("2007", "2008")]
    assert "own_survey" in manifest["breaks"]
    published = [row | {"series": "published"} for row in rows]
    export_shown(OpenCase(made_practice_case), "compare", published, tmp_path / "published.json", {}, AT, Watch())
    assert json.loads((tmp_path / "published.json.manifest.json").read_bytes())["pairs"] == []
