"""`show compare`, `export compare` and `explain` of a difference: what scripts rely on, on the practice ministries."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from auditor_app.domain.comparison import BREAKS, CHANGES
from tests.unit.cli.conftest import Command

Row = dict[str, Any]
PAIR = ("--year", "2007,2008")
FIELDS = {
    *("organisation", "lineage", "part", "role", "metric", "values", "states", "printed", "delta_points"),
    *("like_for_like_delta_points", "bridge", "breaks", "reasons", "kind", "series", "common_items", "not_common"),
    *("steps", "figure_id"),
}
LAST_DIGIT = Decimal("0.000002")
"""Two rounded numbers may differ from the rounded difference by this much."""


def compared(command: Command, case: Path, *words: object) -> list[Row]:
    answer = command("show", case, "compare", "--format", "json", *words)
    assert answer.code == 0, answer.errors
    rows: list[Row] = answer.json
    return rows


def number(text: object) -> Decimal:
    assert isinstance(text, str)
    assert len(text.partition(".")[2]) == 6, text
    return Decimal(text)


# --- rows -------------------------------------------------------------------------------------------------------


def test_each_row_has_its_fields_and_every_metric_is_there(command: Command, made_practice_case: Path) -> None:
    rows = compared(command, made_practice_case, *PAIR)
    assert all(set(row) >= FIELDS for row in rows)
    returned = {row["metric"] for row in rows}
    assert returned == {"coverage", "implementation", "pooled", "achievement"}
    assert {row["series"] for row in rows} >= {"organisation", "mean"}
    assert {name for row in rows for name in row["breaks"]} <= set(BREAKS)
    assert {row["kind"] for row in rows} <= set(CHANGES)
    keys = [(row["organisation"], row["series"], row["part"], row["role"], row["metric"]) for row in rows]
    assert len(keys) == len(set(keys))


def test_a_difference_is_the_later_rate_less_the_former_one(command: Command, made_practice_case: Path) -> None:
    shown = command("show", made_practice_case, "rates", *PAIR, "--format", "json").json
    rates = {(row["fiscal_year"], row["organisation"], row["part"], row["role"]): row for row in shown}
    told = 0
    for row in compared(command, made_practice_case, *PAIR):
        if row["metric"] == "coverage" or row["series"] == "joined" or row["delta_points"] is None:
            continue
        ends = []
        for year in ("2007", "2008"):
            names = [row["organisation"], *row["lineage"]]
            own = next(
                found for name in names if (found := rates.get((int(year), name, row["part"], row["role"]))) is not None
            )
            assert row["values"][year] == own[f"{row['metric']}_percent"]
            ends.append(number(row["values"][year]))
        assert abs(number(row["delta_points"]) - (ends[1] - ends[0])) <= LAST_DIGIT
        told += 1
    assert told > 300


def test_the_parts_of_a_bridge_add_up(command: Command, made_practice_case: Path) -> None:
    bridged = [row for row in compared(command, made_practice_case, *PAIR) if row["bridge"] is not None]
    assert len(bridged) > 200
    for row in bridged:
        parts = [number(row["bridge"][name]) for name in ("real", "catalogue", "organisations")]
        assert abs(sum(parts) - number(row["delta_points"])) <= LAST_DIGIT
        if row["series"] != "mean":
            assert parts[0] == number(row["like_for_like_delta_points"])
            assert parts[2] == 0


def test_what_has_no_difference_says_why(command: Command, made_practice_case: Path) -> None:
    rows = compared(command, made_practice_case, *PAIR)
    without = [row for row in rows if row["delta_points"] is None]
    assert {row["kind"] for row in without} == {"not_comparable"}
    assert all(row["reasons"] or "not_transcribed" in row["breaks"] for row in without)
    whole = {
        row["organisation"]: row
        for row in without
        if (row["part"], row["role"], row["metric"]) == ("all", "all", "implementation")
    }
    assert "excluded" in whole["山吹省"]["reasons"]
    assert "own_survey" in whole["山吹省"]["breaks"]
    assert ("merged" in whole["海原庁"]["breaks"], "split" in whole["若苗庁"]["breaks"]) == (True, True)
    assert whole["海原庁"]["values"]["2007"] is None
    assert whole["潮見庁"]["states"]["2008"] is None  # merged: there was nobody left to report


def test_years_come_in_the_order_of_time_and_have_a_step_for_each_pair(
    command: Command, made_practice_case: Path
) -> None:
    rows = compared(command, made_practice_case, "--year", "2008,2006,2007", "--metric", "implementation")
    assert all(list(row["values"]) == ["2006", "2007", "2008"] for row in rows)
    for row in rows:
        assert [(step["former"], step["later"]) for step in row["steps"]] == [("2006", "2007"), ("2007", "2008")]
        last = row["steps"][-1]
        assert all(row[name] == last[name] for name in ("delta_points", "bridge", "breaks", "kind", "common_items"))
    same = compared(command, made_practice_case, "--year", "2006,2007,2008", "--metric", "implementation")
    assert rows == same


# --- selectors --------------------------------------------------------------------------------------------------


def test_an_organisation_is_found_by_any_name_it_bore(command: Command, made_practice_case: Path) -> None:
    old = compared(command, made_practice_case, *PAIR, "--organisation", "白樺庁")
    assert old == compared(command, made_practice_case, *PAIR, "--organisation", "白樺省")
    assert {(row["organisation"], row["series"]) for row in old} == {("白樺省", "organisation")}
    renamed = compared(command, made_practice_case, "--year", "2006,2007", "--organisation", "白樺庁")
    assert {(row["organisation"], tuple(row["lineage"])) for row in renamed} == {("白樺省", ("白樺庁", "白樺省"))}
    assert all("renamed" in row["breaks"] for row in renamed)
    mean = compared(command, made_practice_case, *PAIR, "--organisation", "*")
    assert {row["series"] for row in mean} == {"mean"}
    answer = command("show", made_practice_case, "compare", *PAIR, "--organisation", "黒船庁")
    assert (answer.code, answer.stdout, len(answer.errors)) == (2, b"", 1)


def test_rows_are_chosen_by_metric_part_role_filter_and_order(command: Command, made_practice_case: Path) -> None:
    words = (*PAIR, "--metric", "achievement", "--part", "3", "--role", "staff", "--filter", "delta_points>0")
    rows = compared(command, made_practice_case, *words, "--filter", "values.2008>=40", "--sort=-delta_points")
    assert rows
    assert {(row["metric"], row["part"], row["role"]) for row in rows} == {("achievement", "3", "staff")}
    points = [number(row["delta_points"]) for row in rows]
    assert points == sorted(points, reverse=True)
    assert min(points) > 0
    assert all(number(row["values"]["2008"]) >= 40 for row in rows)
    edition = compared(command, made_practice_case, *PAIR, "--filter", "breaks~own_survey", "--role", "all")
    assert "山吹省" in {row["organisation"] for row in edition}


def test_sections_and_items_are_of_one_organisation_or_of_the_mean(command: Command, made_practice_case: Path) -> None:
    sections = compared(command, made_practice_case, *PAIR, "--level", "section", "--organisation", "青葉省")
    assert {row["organisation"] for row in sections} == {"青葉省"}
    assert {row["metric"] for row in sections} == {"implementation", "achievement", "pooled"}
    assert {"3.2.1", "5.1.1"} <= {row["section"] for row in sections}
    items = compared(command, made_practice_case, *PAIR, "--level", "item", "--part", "5")
    assert {row["organisation"] for row in items} == {"*"}
    assert {row["metric"] for row in items} == {"implementation"}
    by_item = {row["item"]: row for row in items}
    assert by_item["6.2.1(1)(d)"]["former_item"] == "5.2.1(1)(d)"
    assert "kind:withdrawn" in by_item["5.3.1(1)(c)"]["reasons"]
    assert by_item["5.3.1(1)(c)"]["values"]["2008"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("--year", "2007"),
        (*PAIR, "--level", "section", "--metric", "coverage"),
        (*PAIR, "--level", "item", "--metric", "finding_share"),
        (*PAIR, "--filter", "no_such_field=1"),
        (*PAIR, "--metric", "happiness"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(command: Command, made_practice_case: Path, words: tuple[str, ...]) -> None:
    answer = command("show", made_practice_case, "compare", *words)
    assert (answer.code, answer.stdout) == (2, b"")
    assert answer.errors


def test_a_single_year_is_told_which_years_there_are(command: Command, made_practice_case: Path) -> None:
    answer = command("show", made_practice_case, "compare", "--year", "2007", "--lang", "en")
    assert all(year in answer.errors[0] for year in ("2006", "2007", "2008"))


@pytest.mark.parametrize("option", [("--metric", "coverage"), ("--level", "item")])
def test_other_views_have_no_such_option(command: Command, made_practice_case: Path, option: tuple[str, str]) -> None:
    for view in ("rates", "items"):
        answer = command("show", made_practice_case, view, *option)
        assert (answer.code, answer.stdout, len(answer.errors)) == (2, b"", 1)


def test_years_of_which_nothing_is_known_are_refused_or_marked(command: Command, made_practice_case: Path) -> None:
    nothing = command("show", made_practice_case, "compare", "--year", "1999,2001")
    assert (nothing.code, nothing.stdout, len(nothing.errors)) == (1, b"", 1)
    assert "1999" in nothing.errors[0]
    assert "2001" in nothing.errors[0]
    some = command("show", made_practice_case, "compare", "--year", "2008,2031", "--format", "json")
    assert some.code == 0
    assert len(some.errors) == 1
    assert "2031" in some.errors[0]
    assert {row["delta_points"] for row in some.json} == {None}
    assert all("year_without_data" in row["reasons"] for row in some.json if row["states"]["2008"] == "reported")


def test_a_case_without_figures_has_no_rows_and_no_error(command: Command, made_empty_case: Path) -> None:
    answer = command("show", made_empty_case, "compare")
    assert (answer.code, answer.stdout, len(answer.errors)) == (0, b"", 1)
    assert compared(command, made_empty_case) == []


# --- published figures ------------------------------------------------------------------------------------------


def test_the_shipped_case_compares_what_was_published(command: Command, made_shipped_case: Path) -> None:
    rows = compared(command, made_shipped_case)
    assert {row["series"] for row in rows} == {"published"}
    grades = [row for row in rows if row["metric"] == "inspection_grade"]
    assert len(grades) == 39
    assert all(row["delta_points"] is None and "definition" in row["breaks"] for row in grades)
    assert {printed for row in grades for printed in row["printed"].values()} == {"A", "B", "C", "D", None}
    count = next(row for row in rows if row["metric"] == "ceptoar_count")
    assert (count["delta_points"], count["like_for_like_delta_points"], count["breaks"]) == (
        "10.000000",
        None,
        ["scope"],
    )
    chosen = compared(command, made_shipped_case, "--year", "2005,2007", "--organisation", "防衛庁")
    assert {(row["organisation"], row["lineage"][0]) for row in chosen} == {("防衛省", "防衛庁")}


# --- csv, export ------------------------------------------------------------------------------------------------


def test_csv_has_a_column_for_each_value(command: Command, made_practice_case: Path, tmp_path: Path) -> None:
    words = ("--metric", "implementation", "--role", "all")
    content = command("show", made_practice_case, "compare", *PAIR, *words, "--format", "csv").stdout
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    rows = compared(command, made_practice_case, *PAIR, *words)
    assert len(table) == len(rows)
    for line, row in zip(table, rows, strict=True):
        assert not [cell for cell in line.values() if "{" in cell or "[" in cell]
        assert line["values.2007"] == (row["values"]["2007"] or "")
        assert line["states.2008"] == (row["states"]["2008"] or "")
        assert line["delta_points"] == (row["delta_points"] or "")
        assert line["bridge.catalogue"] == (row["bridge"]["catalogue"] if row["bridge"] else "")
        assert line["breaks"] == "; ".join(row["breaks"])
        assert line["not_common.new"] == str(row["not_common"].get("new", ""))
    three = command("export", made_practice_case, "compare", tmp_path / "three.csv", *words)
    assert three.code == 0, three.errors
    head = (tmp_path / "three.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert {"values.2005", "steps.2006-2007.delta_points", "steps.2007-2008.bridge.real"} <= set(head)


def test_manifest_names_the_rules_the_breaks_and_what_separates_the_years(
    command: Command, made_practice_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "compare.json"
    assert command("export", made_practice_case, "compare", target, *PAIR, "--metric", "pooled").code == 0
    assert json.loads(target.read_bytes()) == compared(command, made_practice_case, *PAIR, "--metric", "pooled")
    manifest = json.loads((tmp_path / "compare.json.manifest.json").read_bytes())
    assert {"delta_points v1", "like_for_like v1", "bridge v1", "pooled_rate v1"} <= set(manifest["rules"])
    assert set(manifest["breaks"]) == set(BREAKS)
    assert all(set(words) == {"ja", "en"} for words in manifest["breaks"].values())
    (pair,) = manifest["pairs"]
    assert (pair["former"], pair["later"], pair["has_crosswalk"]) == ("2007", "2008", True)
    assert pair["kinds"]["new"] == 5
    assert len(pair["unmapped"]) == 4
    assert manifest["selectors"] == {"years": [2007, 2008], "metric": "pooled"}
    assert "practice" in manifest


# --- tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
def test_table_is_for_people(command: Command, made_practice_case: Path, language: str) -> None:
    answer = command("show", made_practice_case, "compare", *PAIR, "--lang", language)
    assert (answer.code, answer.stderr) == (0, b"")
    text = answer.text
    for code in (
        "own_survey",
        "not_comparable",
        "like_for_like",
        "implementation",
        "kind:",
        "None",
        "{",
        "compareshow",
    ):
        assert code not in text
    assert "白樺庁" in text, "the name it bore before"
    assert any("改訂版" in line for line in text.splitlines()[-12:]), "what concerns the years stands below"
    assert {"ja": "演習用(架空)", "en": "fictional"}[language] in text.splitlines()[-1]


def test_table_shows_signs_like_for_like_and_breaks(command: Command, made_practice_case: Path) -> None:
    words = (*PAIR, "--metric", "implementation", "--part", "all", "--role", "all")
    rows = {row["organisation"]: row for row in compared(command, made_practice_case, *words)}
    lines = command("show", made_practice_case, "compare", *words, "--lang", "ja").text.splitlines()
    line = next(line for line in lines if line.startswith("青葉省"))
    for field in ("delta_points", "like_for_like_delta_points"):
        assert f"{Decimal(rows['青葉省'][field]).quantize(Decimal('0.1')):+f}" in line
    assert "版" in line
    silent = next(line for line in lines if line.startswith("潮見庁"))
    assert "—" in silent
    assert "統合" in silent


def test_published_tables_show_grades_bounds_and_counts(command: Command, made_shipped_case: Path) -> None:
    text = command("show", made_shipped_case, "compare", "--lang", "en").text
    assert "≤ 8.0" in text
    assert "+10" in text
    assert "another target was inspected" in text
    assert "防衛省 (formerly 防衛庁)" in text


# --- explain ----------------------------------------------------------------------------------------------------


def test_every_difference_shown_can_be_explained(command: Command, made_practice_case: Path) -> None:
    rows = compared(command, made_practice_case, *PAIR, "--part", "3")
    rows += compared(command, made_practice_case, "--metric", "coverage")
    rows += compared(command, made_practice_case, *PAIR, "--level", "item", "--part", "5", "--organisation", "青葉省")
    ids = sorted({row["figure_id"] for row in rows})
    assert len(ids) > 150
    by_id = {row["figure_id"]: row for row in rows}
    for figure_id in ids[::23]:
        explained = command("explain", made_practice_case, figure_id, "--json")
        assert explained.code == 0, figure_id
        told = explained.json
        assert told["figure_id"] == figure_id
        assert told["values"][0]["points"] == by_id[figure_id]["delta_points"]
        assert told["values"][1]["points"] == by_id[figure_id]["like_for_like_delta_points"]
        assert told["bridge"] == by_id[figure_id]["bridge"]
        assert told["breaks"] == by_id[figure_id]["breaks"]
        assert told["rules"] == ["delta_points v1", "like_for_like v1", "bridge v1"]


@pytest.mark.parametrize(
    "figure_id",
    [
        "delta:2007-2008:黒船庁:implementation:all:all",
        "delta:2007-2008:青葉省:happiness:all:all",
        "delta:2007-2008:青葉省:implementation:all:9",
        "delta:2007:青葉省:implementation:all:all",
        "delta:1999-2001:青葉省:implementation:all:all",
        "delta:2005-2007:財務省:inspection_grade:all:all::電話",
        "delta:",
    ],
)
def test_a_difference_that_is_none_is_wrong_usage(command: Command, made_practice_case: Path, figure_id: str) -> None:
    answer = command("explain", made_practice_case, figure_id)
    assert (answer.code, answer.stdout, len(answer.errors)) == (2, b"", 1)
