"""`show`: the rows of each view, field by field, as scripts rely on them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from auditor_app.services.view_rows import VIEWS
from tests.builders import sha256_of
from tests.published_documents import AREAS_2007, MINISTRIES_2006
from tests.unit.cli.conftest import Command

COVERAGE_FIELDS = [
    "fiscal_year",
    "organisation",
    "role",
    "target",
    "ascertained",
    "official_percent",
    "with_own_survey_percent",
    "printed",
    "in_analysis",
    "exclusion_reason",
    "source",
    "figure_id",
]
RATE_FIELDS = [
    "fiscal_year",
    "organisation",
    "part",
    "role",
    "items_with_duty",
    "items_achieved",
    "implementation_percent",
    "pooled_percent",
    "achievement_percent",
    "state",
    "figure_id",
]


def test_coverage_has_the_nineteen_rows_in_printed_order(command: Command, shipped_case: Path) -> None:
    rows = command("show", shipped_case, "coverage", "--format", "json").json
    assert [row["organisation"] for row in rows] == [own.name for own in MINISTRIES_2006]
    assert all(set(COVERAGE_FIELDS) <= set(row) for row in rows)
    for row, own in zip(rows, MINISTRIES_2006, strict=True):
        excluded = own.own_survey is not None
        assert row["fiscal_year"] == 2006
        assert row["role"] == "all"
        assert (row["target"], row["ascertained"]) == (None, None)
        assert row["official_percent"] == f"{own.percent}00000"
        assert row["with_own_survey_percent"] == (f"{own.own_survey}00000" if excluded else None)
        assert row["printed"] == (f"{own.percent} % ({own.own_survey} %)" if excluded else f"{own.percent} %")
        assert row["in_analysis"] is not excluded
        assert row["exclusion_reason"] == ("own_survey" if excluded else None)
        assert row["figure_id"] == f"coverage:2006:{own.name}"
        assert set(row["source"]) == {"document", "sha256", "place"}
        assert len(row["source"]["sha256"]) == 64
        assert "別紙3-3" in row["source"]["place"]


def test_the_two_with_an_own_survey_are_out_and_the_third_lowest_stays_in(command: Command, shipped_case: Path) -> None:
    rows = {row["organisation"]: row for row in command("show", shipped_case, "coverage", "--format", "json").json}
    assert rows["農林水産省"]["printed"] == "31.2 % (98.2 %)"
    assert rows["環境省"]["printed"] == "40.7 % (94.2 %)"
    assert [name for name, row in rows.items() if not row["in_analysis"]] == ["農林水産省", "環境省"]
    assert rows["金融庁"]["official_percent"] == "63.300000"
    assert rows["金融庁"]["in_analysis"] is True


def test_rates_have_every_field_and_no_invented_number(command: Command, shipped_case: Path) -> None:
    rows = command("show", shipped_case, "rates", "--format", "json").json
    assert len(rows) == 20 * 5
    assert all(list(row) == RATE_FIELDS for row in rows)
    assert {row["part"] for row in rows} == set("23456")
    states = {(row["organisation"], row["state"]) for row in rows}
    assert ("農林水産省", "excluded") in states
    assert ("環境省", "excluded") in states
    assert ("金融庁", "not_transcribed") in states
    assert ("*", "not_transcribed") in states
    numbers = ("items_with_duty", "items_achieved", "implementation_percent", "pooled_percent", "achievement_percent")
    assert {row[field] for row in rows for field in numbers} == {None}


def test_excluded_organisation_has_the_state_of_the_chart_in_a_trial(command: Command, shipped_case: Path) -> None:
    answer = command(
        "show", shipped_case, "rates", "--organisation", "農林水産省", "--what-if-included", "--format", "json"
    )
    assert {row["state"] for row in answer.json} == {"not_transcribed"}


def test_programme_counts_and_relisted_ones_are_as_printed(command: Command, shipped_case: Path) -> None:
    rows = command("show", shipped_case, "programme", "--format", "json").json
    assert len(rows) == len(AREAS_2007) == 10
    for row, area in zip(rows, AREAS_2007, strict=True):
        assert row["area"] == area.name
        assert [row["new"], row["continued"], row["total"]] == list(area.counts)
        relisted = [row["new_relisted"] or 0, row["continued_relisted"] or 0, row["total_relisted"] or 0]
        assert relisted == list(area.relisted)
        assert set(row["source"]) == {"document", "sha256", "place"}
    assert sum(row["total"] for row in rows) - sum(row["total_relisted"] or 0 for row in rows) == 159


def test_checks_find_the_two_contradictions_and_the_totals_that_hold(command: Command, shipped_case: Path) -> None:
    rows = command("show", shipped_case, "checks", "--format", "json").json
    assert all(set(row) >= {"rule", "expected", "found", "holds", "places"} for row in rows)
    held = {(row["found"], row["holds"]) for row in rows}
    assert ("159", True) in held
    assert ("24", True) in held
    references = [row for row in rows if row["rule"] == "cross_reference" and not row["holds"]]
    assert [(row["subject"], row["expected"], row["found"]) for row in references] == [
        ("3(1)", "別紙3-1", "別紙5-1"),
        ("5(2)", "別紙5-2", "別紙4-2"),
    ]
    assert all(row["places"] and all("L" in place for place in row["places"]) for row in references)


def test_weak_areas_are_the_five_by_role_and_part(command: Command, shipped_case: Path) -> None:
    rows = command("show", shipped_case, "weak-areas", "--format", "json").json
    assert {(row["role"], row["part"]) for row in rows} == {
        ("staff", "3"),
        ("staff", "5"),
        ("officer", "2"),
        ("officer", "4"),
        ("officer", "6"),
    }


OF_RETURNS = {"items", "crosswalk"}
"""Nobody has returned answers or joined editions in the shipped case."""
FLAT_IN_CSV = {"organisations", "crosswalk", "compare"}
"""Their csv has columns of its own."""


def raise_something(command: Command, case: Path, view: str) -> None:
    """A register is empty until somebody raises a finding."""
    if view == "findings":
        command("finding", "add", case, "--title", "Classification", "--year", "2006")


@pytest.mark.parametrize("view", sorted(set(VIEWS) - OF_RETURNS))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_view_is_a_table_in_both_languages(
    command: Command, shipped_case: Path, view: str, language: str
) -> None:
    raise_something(command, shipped_case, view)
    answer = command("show", shipped_case, view, "--lang", language)
    assert answer.code == 0
    assert answer.stderr == b""
    assert len(answer.text.splitlines()) > 2
    header = answer.text.splitlines()[0]
    assert header.isascii() is (language == "en")


def csv_table(command: Command, case: Path, view: str) -> list[list[str]]:
    content = command("show", case, view, "--format", "csv").stdout.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_view_is_one_json_array_and_the_same_rows_in_csv(
    command: Command, shipped_case: Path, practice_case: Path, view: str
) -> None:
    case = practice_case if view in OF_RETURNS else shipped_case
    raise_something(command, case, view)
    rows = command("show", case, view, "--format", "json").json
    table = csv_table(command, case, view)
    assert rows
    if view not in FLAT_IN_CSV:
        assert table[0] == list(dict.fromkeys(name for row in rows for name in row))
    assert len(table) - 1 == len(rows)


def test_answers_that_nobody_returned_are_an_empty_array_and_a_head(
    command: Command, shipped_case: Path, practice_case: Path
) -> None:
    assert command("show", shipped_case, "items", "--format", "json").json == []
    assert csv_table(command, shipped_case, "items") == csv_table(command, practice_case, "items")[:1]


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_table_never_shows_a_code_or_an_untranslated_key(command: Command, shipped_case: Path, view: str) -> None:
    text = command("show", shipped_case, view, "--lang", "en").text
    for code in ("safety_standards", "ceptoar ", " summary", "not_transcribed", "case_created", "cross_reference"):
        assert code not in text


def test_means_stand_below_the_table_with_their_basis(command: Command, shipped_case: Path) -> None:
    text = command("show", shipped_case, "coverage").text
    assert all(mean in text for mean in ("88.96 %", "95.31 %", "95.20 %"))
    trial = command("show", shipped_case, "coverage", "--what-if-included").text
    assert "95.20" not in trial


@pytest.mark.parametrize("year", ["2006", "2006年度", "平成18年度", "H18", "FY2006", "２００６", "2005,2006"])
def test_year_may_be_written_in_any_form(command: Command, shipped_case: Path, year: str) -> None:
    rows = command("show", shipped_case, "coverage", "--year", year, "--format", "json").json
    assert len([row for row in rows if row["fiscal_year"] == 2006]) == 19


def test_year_without_figures_gives_no_rows_and_no_error(command: Command, shipped_case: Path) -> None:
    answer = command("show", shipped_case, "coverage", "--year", "1999", "--format", "json")
    assert (answer.code, answer.json) == (0, [])
    table = command("show", shipped_case, "coverage", "--year", "1999")
    assert (table.code, table.stdout, len(table.errors)) == (0, b"", 1)


def test_sorting_puts_what_has_no_value_last_either_way(command: Command, shipped_case: Path) -> None:
    def names(keys: str) -> list[str]:
        rows = command("show", shipped_case, "coverage", "--sort", keys, "--format", "json").json
        return [row["organisation"] for row in rows]

    assert names("-with_own_survey_percent")[:2] == ["農林水産省", "環境省"]
    assert names("with_own_survey_percent")[:2] == ["環境省", "農林水産省"]
    assert names("official_percent")[:3] == ["農林水産省", "環境省", "金融庁"]
    assert names("in_analysis,-official_percent")[:2] == ["環境省", "農林水産省"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("official_percent<70", ["金融庁", "農林水産省", "環境省"]),
        ("official_percent>=99.9", 9),
        ("official_percent=100", 8),
        ("in_analysis=false", ["農林水産省", "環境省"]),
        ("in_analysis!=false", 17),
        ("with_own_survey_percent!=null", ["農林水産省", "環境省"]),
        ("organisation~農林", ["農林水産省"]),
        ("organisation = 農 林 水 産 省", ["農林水産省"]),
        ("target=null", 19),
        ("exclusion_reason=own_survey", ["農林水産省", "環境省"]),
    ],
)
def test_filter(command: Command, shipped_case: Path, expression: str, expected: list[str] | int) -> None:
    rows = command("show", shipped_case, "coverage", "--filter", expression, "--format", "json").json
    names = [row["organisation"] for row in rows]
    assert names == expected if isinstance(expected, list) else len(names) == expected


def test_several_filters_all_hold(command: Command, shipped_case: Path) -> None:
    answer = command(
        "show",
        shipped_case,
        "coverage",
        "--filter",
        "official_percent<70",
        "--filter",
        "in_analysis=true",
        "--format",
        "json",
    )
    assert [row["organisation"] for row in answer.json] == ["金融庁"]


@pytest.mark.parametrize("name", ["農林水産省", "農 林 水 産 省", "防衛庁", "防衛省"])
def test_organisation_may_be_given_by_any_of_its_names(command: Command, shipped_case: Path, name: str) -> None:
    rows = command("show", shipped_case, "coverage", "--organisation", name, "--format", "json").json
    assert len(rows) == 1


def test_part_and_role_select_rows(command: Command, shipped_case: Path) -> None:
    rows = command("show", shipped_case, "weak-areas", "--part", "3", "--role", "staff", "--format", "json").json
    assert len(rows) == 1
    assert rows[0]["topic"].startswith("情報の格付け")


@pytest.mark.parametrize(
    "words",
    [
        ["coverage", "--sort", "nothing"],
        ["coverage", "--filter", "garbage"],
        ["coverage", "--filter", "nothing=1"],
        ["coverage", "--organisation", "存在しない省"],
        ["coverage", "--part", "3"],
        ["coverage", "--year", "abc"],
        ["coverage", "--format", "yaml"],
        ["nothing"],
        [],
    ],
)
def test_wrong_question_is_exit_code_two_and_nothing_on_stdout(
    command: Command, shipped_case: Path, words: list[str]
) -> None:
    before = sha256_of(shipped_case)
    answer = command("show", shipped_case, *words)
    assert answer.code == 2
    assert answer.stdout == b""
    assert answer.errors
    assert not any("Traceback" in line for line in answer.errors)
    assert sha256_of(shipped_case) == before


def test_log_says_in_words_what_was_done(command: Command, shipped_case: Path) -> None:
    header, _, entry = command("show", shipped_case, "log", "--lang", "en").text.splitlines()
    assert "Action" in header
    assert "done:" in entry


def test_language_may_stand_before_or_after_the_verb(command: Command, shipped_case: Path) -> None:
    after = command("show", shipped_case, "coverage", "--lang", "en")
    before = command("--lang", "en", "show", shipped_case, "coverage")
    assert before == after
    assert after.text.isascii() is False  # names stay as printed
    assert "Mean" in after.text or "mean" in after.text


def test_locale_decides_the_language_and_japanese_is_the_last_resort(
    command: Command, shipped_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    english = command("show", shipped_case, "coverage").text
    monkeypatch.setenv("LC_ALL", "C")
    japanese = command("show", shipped_case, "coverage").text
    assert english == command("show", shipped_case, "coverage", "--lang", "en").text
    assert japanese == command("show", shipped_case, "coverage", "--lang", "ja").text


def test_show_leaves_the_case_as_it_was(command: Command, shipped_case: Path) -> None:
    before = sha256_of(shipped_case)
    for view in VIEWS:
        command("show", shipped_case, view)
    assert sha256_of(shipped_case) == before
    assert [path.name for path in shipped_case.parent.iterdir()] == [shipped_case.name]
