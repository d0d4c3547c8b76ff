"""`show` of what was returned: fields, states, sources and selectors, as scripts rely on them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from auditor_app.storage.reading import CaseReader
from tests.builders import sha256_of
from tests.returns_by_hand import ByHand
from tests.returns_documents import (
    ORGANISATIONS,
    PARTS,
    ROLES,
    SILENT,
    SURVEYED,
    UNDIVIDED,
    WITHOUT_DUTY,
    YEARS,
    Returns,
    WrittenReturns,
    case_of_returns,
    invented_returns,
    written_returns,
)
from tests.unit.cli.conftest import Command

COVERAGE_FIELDS = [
    *("fiscal_year", "organisation", "role", "target", "ascertained", "official_percent", "with_own_survey_percent"),
    *("printed", "state", "in_analysis", "exclusion_reason", "source", "figure_id"),
]
RATE_FIELDS = [
    *("fiscal_year", "organisation", "part", "role", "items_with_duty", "items_achieved", "implementation_percent"),
    *("pooled_percent", "achievement_percent", "state", "figure_id"),
]
ITEM_FIELDS = [
    *("fiscal_year", "organisation", "unit", "item", "part", "section", "class", "role", "obliged", "implemented"),
    *("ratio_percent", "missing", "state", "source"),
]
Row = dict[str, Any]


@dataclass(frozen=True)
class Returned:
    """A case beside the rows that were sent to it."""

    case: Path
    returns: Returns
    written: WrittenReturns


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """For looking at only; the shipped report of FY2006 stands beside the returns of the two years after."""
    returns = invented_returns(21)
    case, written = case_of_returns(tmp_path_factory.mktemp("returns"), returns, with_published=True)
    return Returned(case, returns, written)


def shown(command: Command, case: Path, view: str, *words: object) -> list[Row]:
    answer = command("show", case, view, "--format", "json", *words)
    assert answer.code == 0, answer.errors
    rows: list[Row] = answer.json
    return rows


def test_coverage_has_each_organisation_and_role_and_their_sum(command: Command, returned: Returned) -> None:
    rows = shown(command, returned.case, "coverage", "--year", "2007,2008")
    assert all(list(row) == COVERAGE_FIELDS for row in rows)
    keys = [(row["fiscal_year"], row["organisation"], row["role"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert set(keys) == {(year, own, role) for year in YEARS for own in ORGANISATIONS for role in ("all", *ROLES)}
    assert {row["printed"] for row in rows} == {None}, "what was never printed has no printed form"
    surveyed = [row for row in rows if row["with_own_survey_percent"] is not None]
    assert {(row["fiscal_year"], row["organisation"], row["role"]) for row in surveyed} == {
        (YEARS[0], SURVEYED, "all"),
        (YEARS[0], SURVEYED, "staff"),
    }
    out = [row for row in rows if not row["in_analysis"]]
    assert {(row["fiscal_year"], row["organisation"], row["exclusion_reason"]) for row in out} == {
        (YEARS[0], SURVEYED, "own_survey")
    }
    assert {row["exclusion_reason"] for row in rows if row["in_analysis"]} == {None}


def test_rates_have_exactly_the_fields_and_cells_that_scripts_expect(command: Command, returned: Returned) -> None:
    rows = shown(command, returned.case, "rates", "--year", "2007")
    assert all(list(row) == RATE_FIELDS for row in rows)
    keys = [(row["organisation"], row["part"], row["role"]) for row in rows]
    assert len(keys) == len(set(keys))
    cells = {(part, role) for part in (*PARTS, "all") for role in (*ROLES, "all")}
    assert set(keys) == {(own, part, role) for own in (*ORGANISATIONS, "*") for part, role in cells}
    assert {row["organisation"] for row in rows[-len(cells) :]} == {"*"}
    assert len({row["figure_id"] for row in rows}) == len(rows)


def test_every_state_is_told_apart_and_none_is_a_number(command: Command, returned: Returned) -> None:
    rows = shown(command, returned.case, "rates")
    by_state: dict[str, list[Row]] = {}
    for row in rows:
        by_state.setdefault(row["state"], []).append(row)
    assert set(by_state) == {"reported", "no_duty", "not_reported", "excluded", "not_transcribed"}
    percents = ("implementation_percent", "pooled_percent", "achievement_percent")
    for state, own in by_state.items():
        has_number = [row[field] is not None for row in own for field in percents]
        assert set(has_number) == {state == "reported"}
    keys = {
        state: {
            (row["fiscal_year"], row["organisation"]) for row in own if (row["part"], row["role"]) == ("5", "system")
        }
        for state, own in by_state.items()
    }
    assert keys["excluded"] == {(YEARS[0], SURVEYED)}
    assert (YEARS[0], WITHOUT_DUTY) in keys["no_duty"]
    assert (YEARS[1], SILENT) in keys["not_reported"]
    assert {row["fiscal_year"] for row in by_state["not_transcribed"]} == {2006}
    no_duty = next(row for row in by_state["no_duty"] if row["organisation"] == WITHOUT_DUTY)
    assert (no_duty["items_with_duty"], no_duty["items_achieved"]) == (0, 0)
    assert {row["items_with_duty"] for state in ("excluded", "not_reported") for row in by_state[state]} == {None}


def test_nobody_having_carried_anything_out_is_zero_percent(command: Command, returned: Returned) -> None:
    rows = shown(command, returned.case, "items", "--filter", "state=reported", "--filter", "implemented=0")
    assert rows
    assert {row["ratio_percent"] for row in rows} == {"0.000000"}
    assert all(row["missing"] == row["obliged"] > 0 for row in rows)


def test_items_name_the_row_of_the_file_they_stand_in(command: Command, returned: Returned) -> None:
    rows = shown(command, returned.case, "items")
    assert len(rows) == len(returned.returns.answers)
    assert all(list(row) == ITEM_FIELDS for row in rows)
    file = returned.written.answers
    with CaseReader(returned.case) as reader:
        kept = reader.document_text(sha256_of(file))
    assert kept is not None
    lines = kept.splitlines()
    for row in rows:
        assert (row["source"]["document"], row["source"]["sha256"]) == (file.name, sha256_of(file))
        cells = next(csv.reader([lines[int(row["source"]["place"].removeprefix("L")) - 1]]))
        assert cells[1:4] == [row["organisation"], row["unit"], row["item"]]
        assert cells[4] in (row["role"], ROLES[row["role"]])


def test_items_of_a_workbook_name_sheet_and_row(command: Command, empty_case: Path, tmp_path: Path) -> None:
    import openpyxl

    returns = invented_returns(22, items_per_section=1)
    written = written_returns(returns, tmp_path / "files", "xlsx", shuffled=5)
    answer = command("import", empty_case, *written.files, "--json")
    assert answer.code == 0, answer.errors
    workbook = openpyxl.load_workbook(written.answers)
    rows = shown(command, empty_case, "items")
    assert len(rows) == len(returns.answers)
    for row in rows:
        sheet, _, number = row["source"]["place"].partition("!")
        cells = [cell.value for cell in workbook[sheet][int(number)]]
        assert (cells[1], cells[2] or "", cells[3]) == (row["organisation"], row["unit"], row["item"])


@pytest.mark.parametrize("level", ["part", "section", "item", "topic"])
def test_weak_areas_are_ranked_on_every_level(command: Command, returned: Returned, level: str) -> None:
    rows = shown(command, returned.case, "weak-areas", "--year", "2008", "--filter", f"level={level}")
    by_hand = ByHand(returned.returns)
    assert rows
    for row in rows:
        assert row["basis"] == "returns"
        if level == "topic":
            assert row["topic"]
            continue
        found = by_hand.mean(YEARS[1], row["part"], row["role"], row["section"] or "", row["item"] or "")
        assert (row["state"], row["implementation_percent"], row["pooled_percent"], row["achievement_percent"]) == (
            found.state,
            *found.texts,
        )
        assert row["missing"] == found.missing
    if level == "part":
        assert {(row["part"], row["role"]) for row in rows} == {(part, role) for part in PARTS for role in ROLES}


def test_published_weak_areas_stand_beside_the_ranked_ones(command: Command, returned: Returned) -> None:
    rows = shown(command, returned.case, "weak-areas")
    assert [row["basis"] for row in rows if row["fiscal_year"] == 2006] == ["published"] * 5
    assert {row["basis"] for row in rows if row["fiscal_year"] != 2006} == {"returns"}


# --- selectors --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--year", "H19"], {"fiscal_year": {2007}}),
        (["--year", "2007,平成20年度"], {"fiscal_year": {2007, 2008}}),
        (["--organisation", SURVEYED, "--year", "2008"], {"organisation": {SURVEYED}, "fiscal_year": {2008}}),
        (["--organisation", "*", "--year", "2008"], {"organisation": {"*"}}),
        (["--part", "3", "--year", "2007"], {"part": {"3"}}),
        (["--part", "all", "--role", "all", "--year", "2007"], {"part": {"all"}, "role": {"all"}}),
        (["--role", "staff", "--year", "2008"], {"role": {"staff"}}),
        (["--filter", "state=excluded", "--year", "2007"], {"state": {"excluded"}, "organisation": {SURVEYED}}),
        (["--filter", "implementation_percent=null", "--filter", "state=reported"], {}),
    ],
)
def test_rates_are_selected(
    command: Command, returned: Returned, words: list[str], expected: dict[str, set[object]]
) -> None:
    rows = shown(command, returned.case, "rates", *words)
    assert bool(rows) == bool(expected)
    for field, values in expected.items():
        assert {row[field] for row in rows} == values
    everything = [row for row in shown(command, returned.case, "rates") if row["fiscal_year"] != 2006 or not expected]
    if "--filter" not in words:
        chosen = [row for row in everything if all(row[field] in values for field, values in expected.items())]
        years = {row["fiscal_year"] for row in rows}
        assert rows == [row for row in chosen if row["fiscal_year"] in years]


def test_rates_are_sorted_by_their_exact_value_and_states_come_last(command: Command, returned: Returned) -> None:
    words = ("--year", "2008", "--part", "all", "--sort", "-implementation_percent,organisation")
    rows = shown(command, returned.case, "rates", *words)
    values = [row["implementation_percent"] for row in rows]
    present = [float(value) for value in values if value is not None]
    assert present == sorted(present, reverse=True)
    assert values[len(present) :] == [None] * (len(values) - len(present))
    assert len(present) < len(values)


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["--year", "2008"], lambda row: row["fiscal_year"] == 2008),
        (["--organisation", UNDIVIDED], lambda row: (row["organisation"], row["unit"]) == (UNDIVIDED, "")),
        (["--part", "4"], lambda row: row["part"] == "4"),
        (["--role", "system"], lambda row: row["role"] == "system"),
        (["--class", "enhanced"], lambda row: row["class"] == "enhanced"),
        (["--filter", "missing>=1000"], lambda row: row["missing"] is not None and row["missing"] >= 1000),
        (["--filter", "section=3.1.1"], lambda row: row["section"] == "3.1.1"),
        (["--filter", "unit~東"], lambda row: "東" in row["unit"]),
        (["--filter", "state=not_reported"], lambda row: row["state"] == "not_reported"),
    ],
)
def test_items_are_selected(command: Command, returned: Returned, words: list[str], holds: Any) -> None:
    rows = shown(command, returned.case, "items", *words)
    everything = shown(command, returned.case, "items")
    assert rows == [row for row in everything if holds(row)]
    assert 0 < len(rows) < len(everything)


def test_items_are_sorted(command: Command, returned: Returned) -> None:
    rows = shown(command, returned.case, "items", "--sort", "-missing,item", "--part", "2")
    missing = [row["missing"] for row in rows]
    present = [value for value in missing if value is not None]
    assert present == sorted(present, reverse=True)
    assert set(missing[len(present) :]) == {None}


@pytest.mark.parametrize("view", ["coverage", "rates", "items", "weak-areas"])
@pytest.mark.parametrize("words", [["--organisation", "知らない省"], ["--filter", "nothing=1"], ["--sort", "nothing"]])
def test_a_wrong_question_is_refused_with_nothing_on_stdout(
    command: Command, returned: Returned, view: str, words: list[str]
) -> None:
    answer = command("show", returned.case, view, "--format", "json", *words)
    assert (answer.code, answer.stdout) == (2, b"")
    assert answer.errors


@pytest.mark.parametrize("view", ["coverage", "rates", "items", "weak-areas"])
def test_a_year_nobody_returned_anything_for_has_no_rows(command: Command, returned: Returned, view: str) -> None:
    assert shown(command, returned.case, view, "--year", "2011") == []


# --- forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["coverage", "rates", "items", "weak-areas"])
def test_csv_holds_the_rows_of_the_json(command: Command, returned: Returned, view: str) -> None:
    rows = shown(command, returned.case, view, "--year", "2007")
    answer = command("show", returned.case, view, "--year", "2007", "--format", "csv")
    assert answer.code == 0
    table = list(csv.DictReader(io.StringIO(answer.stdout.decode("utf-8-sig"))))
    assert len(table) == len(rows)
    for cells, row in zip(table, rows, strict=True):
        assert cells["fiscal_year"] == str(row["fiscal_year"])
        for field in ("organisation", "state", "role", "implementation_percent", "ratio_percent", "official_percent"):
            if field in row:
                assert cells[field] == ("" if row[field] is None else str(row[field]))


STATES = {
    "ja": {"no_duty": "責務なし", "not_reported": "未報告", "excluded": "分析対象外", "not_transcribed": "未転記"},
    "en": {"no_duty": "no duty", "not_reported": "not reported", "excluded": "excluded", "not_transcribed": "not tran"},
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("view", ["coverage", "rates", "items", "weak-areas"])
def test_the_table_is_in_words_and_has_a_dash_where_there_is_no_number(
    command: Command, returned: Returned, view: str, language: str
) -> None:
    answer = command("show", returned.case, view, "--lang", language)
    assert answer.code == 0
    for code in ("not_reported", "no_duty", "not_transcribed", "own_survey", "field.", "role.", "state.", "level."):
        assert code not in answer.text
    if view == "rates":
        lines = answer.text.splitlines()
        for state, words in STATES[language].items():
            own = [line for line in lines if words in line.lower()]
            assert own, state
            assert all("—" in line and "0.0" not in line for line in own)


def test_percentages_of_the_table_are_rounded_half_up_to_one_decimal(command: Command, returned: Returned) -> None:
    found = ByHand(returned.returns).rates(YEARS[1], UNDIVIDED)
    words = ("--year", "2008", "--organisation", UNDIVIDED, "--part", "all", "--role", "all")
    line = command("show", returned.case, "rates", *words).text.splitlines()[2]
    assert found.rates[0] is not None
    tenths = (found.rates[0] * 10 + Fraction(1, 2)) // 1
    assert f"{tenths // 10}.{tenths % 10}" in line.split()


# --- figures ----------------------------------------------------------------------------------------------------


def figures(rows: list[Row]) -> Iterator[tuple[str, str | None]]:
    """Figure ids of the returns with the rate `show` prints for them."""
    for row in rows:
        if row["fiscal_year"] != 2006:
            yield row["figure_id"], row.get("implementation_percent", row.get("official_percent"))


@pytest.mark.parametrize("view", ["coverage", "rates", "weak-areas"])
def test_a_figure_that_show_prints_can_be_explained_and_says_the_same(
    command: Command, returned: Returned, view: str
) -> None:
    for figure_id, percent in islice(figures(shown(command, returned.case, view)), 0, None, 13):
        answer = command("explain", returned.case, figure_id, "--json", "--lang", "en")
        assert answer.code == 0, (figure_id, answer.errors)
        first = answer.json["values"][0]
        assert (first["state"] == "reported") == (percent is not None), figure_id
        if percent is not None:
            assert abs(float(first["value"].removesuffix(" %")) - float(percent)) <= 0.0500001, figure_id


def test_looking_changes_nothing(command: Command, returned: Returned) -> None:
    before = sha256_of(returned.case)
    for view in ("coverage", "rates", "items", "weak-areas"):
        shown(command, returned.case, view)
    assert sha256_of(returned.case) == before
