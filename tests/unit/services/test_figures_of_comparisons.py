"""Every figure id that a comparison shows is the id of one row, and explains what that row says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.domain.numbers import exact_percent
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.compare_json import bridge_json
from auditor_app.services.compare_years import CompareChoice, compare_items
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.tables.compare_lines import cell_of_figure, compared_lines
from auditor_app.storage.reading import CaseReader

Row = dict[str, Any]

YEARS = [(2007, 2008), (2006, 2008), (2006, 2007, 2008), (2005, 2006, 2007, 2008), (2007, 2008, 2030, 2031)]
NAMES = ["", "青葉省", "白樺庁", "潮見庁", "山吹省", "若苗庁", "潮見庁・磯辺庁・海原庁"]
MOST_EXPLAINED = 12
"""Rows of one comparison whose explanations are read."""


@pytest.fixture(scope="module")
def practice_reader(made_practice_case: Path) -> Iterator[CaseReader]:
    with OpenCase(made_practice_case).reader() as reader:
        yield reader


def compared(reader: CaseReader, selectors: Selectors) -> list[Row]:
    rows: list[Row] = selected_rows(reader, "compare", selectors)
    return rows


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(YEARS), st.sampled_from(["part", "section", "item"]), st.sampled_from(NAMES), st.randoms())
def test_every_difference_shown_of_the_practice_case_explains_itself(
    practice_reader: CaseReader, years: tuple[int, ...], level: str, name: str, chance: Any
) -> None:
    rows = compared(practice_reader, Selectors(years, name, level=level))
    check_ids(practice_reader, rows, chance.sample(rows, min(MOST_EXPLAINED, len(rows))))


@pytest.mark.parametrize("years", [(), (2005, 2006), (2005, 2007), (2005, 2006, 2007, 2008), (2020, 2022)])
def test_every_published_difference_shown_explains_itself(made_shipped_case: Path, years: tuple[int, ...]) -> None:
    with OpenCase(made_shipped_case).reader() as reader:
        rows = compared(reader, Selectors(years))
        assert rows
        check_ids(reader, rows, rows[::7])


def check_ids(reader: CaseReader, rows: list[Row], some: list[Row]) -> None:
    ids = Counter(row["figure_id"] for row in rows)
    assert [figure_id for figure_id, count in ids.items() if count > 1] == []
    for row in rows:
        for step in row["steps"]:
            assert step["delta_points"] is not None or step["breaks"] or step["reasons"], (row["figure_id"], step)
    for row in some:
        explanation = explain_figure(reader, row["figure_id"])
        assert explanation.figure_id == row["figure_id"]
        step = step_of(row)
        told = {value.label: exact_percent(value.number) for value in explanation.values}
        if row["series"] != "published":
            assert told["value.delta"] == step["delta_points"]
            assert told["value.like_for_like"] == step["like_for_like_delta_points"]
        assert bridge_json(explanation.bridge) == step["bridge"]
        assert list(explanation.breaks) == step["breaks"]


def step_of(row: Row) -> Row:
    """The step the id of the row names."""
    named = row["figure_id"].split(":")[1].replace("..", "-")
    found: Row = next(step for step in row["steps"] if f"{step['former']}-{step['later']}" == named)
    return found


def test_two_items_that_shared_a_number_have_an_id_each(practice_reader: CaseReader) -> None:
    chosen = Selectors((2007, 2008), "青葉省", metric="implementation", level="item")
    rows = [row for row in compared(practice_reader, chosen) if row["item"] == "2.3.1(1)(c)"]
    ids = {row["figure_id"]: row for row in rows if row["role"] == "officer"}
    later, former = sorted(ids, key=len)
    assert (later, former) == (
        "delta:2007-2008:青葉省:implementation:officer:2:2.3.1:2.3.1(1)(c)",
        "delta:2007-2008:青葉省:implementation:officer:2:2.3.1:-2.3.1(1)(c)",
    )
    assert [ids[former]["values"]["2008"], ids[later]["values"]["2007"]] == [None, None]
    for figure_id, year in ((former, "2007"), (later, "2008")):
        value = ids[figure_id]["values"][year]
        assert value in {exact_percent(own.number) for own in explain_figure(practice_reader, figure_id).values}


def test_what_there_is_not_has_no_state(practice_reader: CaseReader) -> None:
    withdrawn = explain_figure(practice_reader, "delta:2007-2008:青葉省:implementation:officer:2:2.3.1:-2.3.1(1)(c)")
    labels = [own.label for own in withdrawn.values if own.is_none]
    assert labels == ["value.delta", "value.like_for_like", "value.later"]


def test_an_item_that_a_year_does_not_ask_is_not_said_to_be_missing(practice_reader: CaseReader) -> None:
    chosen = Selectors((2007, 2008), "青葉省", metric="implementation", level="item")
    one_sided = [row for row in compared(practice_reader, chosen) if row["former_item"] is None]
    assert one_sided
    for row in one_sided:
        states = list(row["states"].values())
        assert None in states
        assert "not_reported" not in states
        assert row["reasons"]


def test_who_no_longer_exists_did_not_fail_to_report(practice_reader: CaseReader) -> None:
    rows = compared(practice_reader, Selectors((2006, 2008), "潮見庁", metric="implementation"))
    ended = [row for row in rows if row["series"] == "organisation"]
    assert ended
    assert {row["states"]["2008"] for row in ended} == {None}
    assert all({"abolished", "not_asked"} & set(row["reasons"]) for row in ended)


def test_fields_are_known_whatever_was_found(practice_reader: CaseReader) -> None:
    def shown(*filters: str, sort: str = "") -> list[Row]:
        return compared(practice_reader, Selectors((2006, 2007, 2008), metric="coverage", filters=filters, sort=sort))

    everything = shown()
    assert shown("not_common.split=null") == everything
    assert shown("not_common.split>0") == []
    assert len(shown("bridge.real=null", sort="-bridge.real")) == sum(row["bridge"] is None for row in everything)
    risen = shown("steps.2006-2007.delta_points>0", sort="-steps.2006-2007.delta_points")
    deltas = [float(row["steps"][0]["delta_points"]) for row in risen]
    assert deltas == sorted(deltas, reverse=True)
    assert all(delta > 0 for delta in deltas)
    assert set(risen[0]) == set(everything[0])
    with pytest.raises(WrongUsageError):
        shown("role=nobody", "happiness>0")


def test_a_published_row_has_a_place_for_every_year_asked(made_shipped_case: Path) -> None:
    with OpenCase(made_shipped_case).reader() as reader:
        rows = compared(reader, Selectors((2005, 2006, 2007), metric="inspection_grade"))
    for row in rows:
        assert list(row["values"]) == list(row["states"]) == ["2005", "2006", "2007"]
        assert row["states"]["2006"] is None
        assert [(step["former"], step["later"]) for step in row["steps"]] == [("2005", "2007")]


def test_the_page_finds_the_one_row_a_difference_is_of(practice_reader: CaseReader) -> None:
    rows = compare_items(practice_reader, CompareChoice((2006, 2007, 2008)), "青葉省").rows
    lines = compared_lines(Texts("en"), "item", rows, {}, is_trial=False)
    assert len({line.key for line in lines}) == len(lines)
    cells: dict[str, list[str]] = {}
    for line in lines:
        for figure_id in filter(None, map(line.row.figure_id_of, line.row.steps)):
            cell = cell_of_figure(line, figure_id)
            assert cell is not None
            cells.setdefault(figure_id, []).append(cell[0])
    assert [own for own in cells.values() if len(own) > 1] == []
    assert any(":-" in figure_id for figure_id in cells)
