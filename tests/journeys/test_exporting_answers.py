"""Exporting answers from the window: what the table shows, in its order, with progress, cancel, and a reason if not."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import cast

import pytest

from auditor_app.services import arranged_answers
from tests.auditor import Auditor
from tests.journeys.answers import page_of, wait


@pytest.fixture
def reader(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    """An auditor before the answers of the practice case."""
    auditor = sit_down(practice_case)
    auditor.go("answers")
    wait(auditor)
    return auditor


def exported(auditor: Auditor, target: Path) -> Path:
    auditor.notices.target = target
    auditor.choose(f"export_{target.suffix[1:]}")
    wait(auditor)
    return target


def manifest_of(target: Path) -> dict[str, object]:
    manifest: dict[str, object] = json.loads(Path(f"{target}.manifest.json").read_bytes())
    return manifest


def refusals(auditor: Auditor) -> list[str]:
    return [problem.key for error in auditor.notices.refused for problem in error.problems]


def test_filtered_and_sorted_answers_are_written_as_they_are_shown(reader: Auditor, tmp_path: Path) -> None:
    page = page_of(reader)
    page.show_selection(2006, role="staff", part="3")
    wait(reader)
    reader.table.sort_by([("ratio", True)])
    wait(reader)
    target = exported(reader, tmp_path / "answers.json")
    rows = json.loads(target.read_bytes())
    assert 0 < len(rows) == page.model.rowCount() < page.model.counts()[1]
    assert {(row["fiscal_year"], row["role"], row["part"]) for row in rows} == {(2006, "staff", "3")}
    ratios = [None if row["ratio_percent"] is None else Fraction(row["ratio_percent"]) for row in rows]
    known = [ratio for ratio in ratios if ratio is not None]
    assert known == sorted(known, reverse=True)
    assert None not in ratios[: len(known)]  # those without a ratio come last, as on the screen
    number = page.model.column_number("item")
    assert number is not None
    assert [row["item"] for row in rows[:5]] == [page.model.index(row, number).data() for row in range(5)]


def test_manifest_names_filters_and_order_in_words_and_the_sources(reader: Auditor, tmp_path: Path) -> None:
    page = page_of(reader)
    page.show_selection(2006, role="staff")
    page.search.setText("1")
    reader.table.sort_by([("missing", True), ("item", False)])
    wait(reader)
    reader.wait_for(lambda: page.model.search_text() == "1")
    wait(reader)
    manifest = manifest_of(exported(reader, tmp_path / "answers.csv"))
    assert (manifest["view"], manifest["rows"]) == ("items", page.model.rowCount())
    selectors = cast(dict[str, list[str]], manifest["selectors"])
    assert selectors["filters"] == [words for _, _, words in page.chips()]
    assert len(selectors["filters"]) == 3
    titles = {column.key: column.title for column in page.model.columns()}
    assert selectors["sort"] == [f"{titles['missing']}(降順)", f"{titles['item']}(昇順)"]
    assert manifest["sources"]
    assert "演習用" in cast(str, manifest["practice"])


def test_all_answers_are_written_and_their_number_is_told(reader: Auditor, tmp_path: Path) -> None:
    target = exported(reader, tmp_path / "answers.csv")
    count = page_of(reader).model.rowCount()
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == count
    assert [tone for tone, _ in reader.notices.told] == ["good"]
    assert f"{count:,}" in reader.notices.told[0][1][0]


def test_filter_without_a_match_writes_no_file_and_says_why(reader: Auditor, tmp_path: Path) -> None:
    page_of(reader).search.setText("どこにもない言葉")
    reader.wait_for(lambda: page_of(reader).model.search_text() != "")
    wait(reader)
    exported(reader, tmp_path / "none.csv")
    assert refusals(reader) == ["export.nothing"]
    assert list(tmp_path.glob("none*")) == []


def test_table_that_is_still_being_arranged_is_not_written(reader: Auditor, tmp_path: Path) -> None:
    reader.table.sort_by([("ratio", False)])
    reader.notices.target = tmp_path / "early.csv"
    reader.commands.export_csv()  # before the worker could have answered
    assert refusals(reader) == ["export.still_arranging"]
    wait(reader)
    assert list(tmp_path.glob("early*")) == []


def test_cancelled_export_leaves_nothing_behind(
    reader: Auditor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arranged_answers, "PLACES_AT_ONCE", 50)  # many passes, between which it can be cancelled
    reader.table.sort_by([("ratio", False)])
    wait(reader)
    reader.notices.target = tmp_path / "cancelled.csv"
    reader.commands.export_csv()
    job = reader.desktop.jobs.running()[-1]
    assert job.title == reader.texts("export.writing")
    job.cancel()
    wait(reader)
    assert list(tmp_path.glob("cancelled*")) == []
    assert list(tmp_path.glob(".auditor-app-*")) == []
    assert reader.notices.told == []


def test_case_without_answers_has_nothing_to_export(
    sit_down: Callable[..., Auditor], shipped_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(shipped_case)
    auditor.go("answers")
    wait(auditor)
    exported(auditor, tmp_path / "none.json")
    assert refusals(auditor) == ["export.nothing"]
    assert list(tmp_path.glob("none*")) == []
