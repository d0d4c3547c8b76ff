"""Published grades, shares and counts of two periods: what cannot be subtracted is not, the unlisted is no zero."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from auditor_app.domain.comparison import ComparedRow, Step
from auditor_app.domain.published import State
from auditor_app.foundation.paths import resources_folder
from auditor_app.importing.fact_sheet import read_fact_sheet
from auditor_app.services.compare_published import (
    PUBLISHED_KINDS,
    PublishedKind,
    change_of_grade,
    compare_published,
    grade_steps,
)
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.import_published import accept_proposal, hold_against_case
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock
from tests.unit.services.explaining import words_of

SHEET = resources_folder() / "published" / "facts" / "other-sources.csv"


@pytest.fixture
def reader(made_shipped_case: Path) -> Iterator[CaseReader]:
    with CaseReader(made_shipped_case) as reader:
        yield reader


def rows(reader: CaseReader, kind: PublishedKind, years: tuple[int, ...] = ()) -> tuple[ComparedRow, ...]:
    return compare_published(reader, kind, years).rows


def last(row: ComparedRow) -> Step:
    assert row.last is not None
    return row.last


# --- grades -----------------------------------------------------------------------------------------------------


def test_grades_of_other_targets_stand_beside_each_other_and_are_not_compared(reader: CaseReader) -> None:
    found = compare_published(reader, "inspection_grade")
    assert found.years == ("2005", "2007")
    grades = [row for row in found.rows if row.metric == "inspection_grade"]
    assert {(row.item, next(value.years for value in row.values if value.printed)) for row in grades} == {
        ("端末(PC)", "2005"),
        ("ウェブサーバ", "2005"),
        ("電子メールサーバ", "2007"),
    }
    for row in grades:
        step = last(row)
        assert (step.delta_points, step.like_for_like_points, step.change) == (None, None, "not_comparable")
        assert "definition" in step.breaks
    assert sum(value.printed == "D" for row in grades for value in row.values) == 6


def test_a_renamed_agency_keeps_its_grades_in_one_series(reader: CaseReader) -> None:
    found = [row for row in rows(reader, "inspection_grade") if row.organisation == "防衛省"]
    assert {row.item for row in found} == {"端末(PC)", "電子メールサーバ"}
    for row in found:
        assert row.lineage == ("防衛庁", "防衛省")
        assert [value.name for value in row.values] == ["防衛庁", "防衛省"]
        assert last(row).breaks == ("renamed", "definition")


def inspected(case: Path, grades: dict[tuple[int, str], str]) -> None:
    """Grades of one target in several years, by a sheet of transcribed figures."""
    sheet = case.with_name("inspection.csv")
    with SHEET.open(encoding="utf-8", newline="") as shipped:
        fields = next(csv.reader(shipped))
    told = {"cited": "検査報告", "aspect": "共用端末", "kind": "inspection_grade", "confidence": "printed"}
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, restval="")
        writer.writeheader()
        for (year, name), own in grades.items():
            writer.writerow(told | {"subject": name, "fiscal_year": year, "printed": own, "grade": own})
    with CaseReader(case) as reader:
        proposal = hold_against_case(reader, read_fact_sheet(sheet, "検査報告"))
    accept_proposal(case, proposal, author=AUTHOR, clock=TickingClock())


def test_grades_of_the_same_target_are_held_against_each_other_by_steps(empty_case: Path) -> None:
    inspected(
        empty_case,
        {
            (2005, "財務省"): "D",
            (2007, "財務省"): "B",
            (2005, "外務省"): "A",
            (2007, "外務省"): "C",
            (2005, "法務省"): "B",
            (2007, "法務省"): "B",
            (2005, "環境省"): "C",
        },
    )
    with CaseReader(empty_case) as reader:
        found = {row.organisation: row for row in rows(reader, "inspection_grade")}
        assert {name: last(row).change for name, row in found.items()} == {
            "財務省": "better",
            "外務省": "new",
            "法務省": "persisting",
            "環境省": "not_comparable",
        }
        assert all(last(row).delta_points is None for row in found.values())
        assert {last(row).breaks for row in found.values()} == {()}
        assert last(found["環境省"]).reasons == ("not_reported",)
        assert "2 段階上がりました" in words_of(explain_figure(reader, found["財務省"].figure_id))
        assert "2 段階下がりました" in words_of(explain_figure(reader, found["外務省"].figure_id))
        assert "B のまま" in words_of(explain_figure(reader, found["法務省"].figure_id))


@pytest.mark.parametrize(
    ("former", "later", "steps", "change"),
    [
        ("D", "A", 3, "solved"),
        ("C", "B", 1, "better"),
        ("B", "D", -2, "worse"),
        ("A", "A", 0, "full"),
        ("B", "", None, "not_comparable"),
        ("B", "AB", None, "not_comparable"),
    ],
)
def test_grades_go_up_and_down_by_steps(former: str, later: str, steps: int | None, change: str) -> None:
    assert (grade_steps(former, later), change_of_grade(former, later)) == (steps, change)


# --- shares of findings -----------------------------------------------------------------------------------------


def test_what_a_ranked_list_leaves_out_is_bounded_and_never_zero(reader: CaseReader) -> None:
    shares = {(row.organisation, row.section, row.title): row for row in rows(reader, "finding_share")}
    threats = shares["政府機関", "6.2", "情報セキュリティの脅威への対策"]
    before, after = threats.values
    assert (before.percent, after.percent, after.state) == (Decimal("8.7"), None, State.NOT_REPORTED)
    assert (before.bound, after.bound) == (None, Decimal("8.0"))
    assert (last(threats).delta_points, last(threats).reasons) == (None, ("not_listed",))
    words = words_of(explain_figure(reader, threats.figure_id))
    assert "0 %ではなく" in words
    assert "8.0 %" in words
    unlisted = [value for row in shares.values() for value in row.values if value.percent is None]
    assert len(unlisted) == 8
    assert {value.percent for row in shares.values() for value in row.values} & {Decimal(0), 0} == set()


def test_a_number_under_another_title_is_another_row(reader: CaseReader) -> None:
    for subject in ("政府機関", "独立行政法人等"):
        own = [row for row in rows(reader, "finding_share") if (row.organisation, row.section) == (subject, "4.1")]
        assert {row.title for row in own} == {"外部委託", "業務委託"}
        for row in own:
            assert (last(row).delta_points, last(row).breaks) == (None, ("edition",))
            assert [value.bound for value in row.values] == [None, None], "whether it existed then is not known"
            assert "つなげません" in words_of(explain_figure(reader, row.figure_id))


def test_listed_shares_are_subtracted_as_printed(reader: CaseReader) -> None:
    own = {
        row.section: last(row).delta_points for row in rows(reader, "finding_share") if row.organisation == "政府機関"
    }
    assert (own["6.1"], own["7.1"], own["5.1"]) == (Decimal("4.3"), Decimal("-2.1"), Decimal("-1.3"))
    changes = {last(row).change for row in rows(reader, "finding_share")}
    assert changes == {"not_comparable"}, "a share of all findings is no shortfall"


# --- critical infrastructure ------------------------------------------------------------------------------------


def test_ceptoars_are_counted_over_other_sectors(reader: CaseReader) -> None:
    by_metric = {row.metric: row for row in rows(reader, "ceptoar_count")}
    ceptoars, sectors = by_metric["ceptoar_count"], by_metric["sector_count"]
    assert [value.percent for value in ceptoars.values] == [11, 21]
    assert [value.percent for value in sectors.values] == [7, 15]
    for row, delta in ((ceptoars, 10), (sectors, 8)):
        assert last(row).delta_points == delta
        assert last(row).like_for_like_points is None
        assert last(row).breaks == ("scope",)
    words = words_of(explain_figure(reader, ceptoars.figure_id), "en")
    assert "+10" in words
    assert "15分野" in words


# --- years, sources ---------------------------------------------------------------------------------------------


def test_only_periods_that_hold_a_year_asked_for_are_compared(reader: CaseReader) -> None:
    found = compare_published(reader, "finding_share", (2021, 2022, 2030))
    assert (found.years, found.missing_years) == (("2020-2021", "2022-2023"), (2030,))
    alone = compare_published(reader, "ceptoar_count", (2006, 2007))
    assert (alone.years, alone.missing_years) == (("2006",), (2007,))
    assert {row.steps for row in alone.rows} == {()}
    assert compare_published(reader, "inspection_grade", (1999,)).rows == ()


def test_every_published_difference_names_its_sources(reader: CaseReader) -> None:
    for kind in PUBLISHED_KINDS:
        for row in rows(reader, kind):
            explanation = explain_figure(reader, row.figure_id)
            printed = [value for value in row.values if value.figure_id]
            assert [own.figure_id for own in explanation.inputs] == [value.figure_id for value in printed]
            assert {own.key.figure_id for own in explanation.statements} == {value.figure_id for value in printed}
    rate = next(row for row in rows(reader, "inspection_grade") if row.metric == "inspection_rate")
    assert explain_figure(reader, rate.figure_id).is_contradicted, "94 % and 96 % are both reported"
