"""The preview is the report itself, and says of every section what it would hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor_app.domain.documents import Chart, Document, Paragraph, Table
from auditor_app.foundation.translation import Texts
from auditor_app.services.open_case import OpenCase
from auditor_app.services.reports.check_template import template_problems
from auditor_app.services.reports.compose_report import compose_report
from auditor_app.services.reports.definition import SECTION_KINDS, ReportDefinition
from auditor_app.services.reports.export_formats import FormatDone, export_formats, save_elsewhere, suggested_name
from auditor_app.services.reports.preview_report import Previewed, preview_report
from auditor_app.services.reports.shortening import MOST_RANKED
from auditor_app.storage.reading import CaseReader
from tests.unit.exporting.word_templates import template_of

AT = datetime(2026, 11, 22, tzinfo=UTC)
YEARLY = ReportDefinition("年次報告", "監査報告書")


@pytest.fixture
def practice(made_practice_case: Path) -> Iterator[CaseReader]:
    with OpenCase(made_practice_case).reader() as opened:
        yield opened


@pytest.fixture
def shipped(made_shipped_case: Path) -> Iterator[CaseReader]:
    with OpenCase(made_shipped_case).reader() as opened:
        yield opened


def test_the_pages_come_before_sections_nobody_chose_are_counted(practice: CaseReader) -> None:
    handed: list[Previewed] = []
    found = preview_report(practice, YEARLY, handed.append)
    assert found is not None
    assert [set(own.contents) for own in handed] == [set(YEARLY.sections)]
    assert set(found.contents) == set(SECTION_KINDS)
    assert handed[0].document == compose_report(practice, Texts("ja"), YEARLY)
    assert (found.contents["coverage"].is_there, found.contents["coverage"].charts) == (True, 1)
    assert found.contents["rates"].rows == 12
    assert not found.contents["good_practices"].is_there
    assert (found.contents["findings"].is_there, found.contents["findings"].entries) == (True, 0)


def test_a_preview_nobody_waits_for_is_given_up(practice: CaseReader) -> None:
    handed: list[Previewed] = []
    assert preview_report(practice, YEARLY, handed.append, lambda: True) is None
    assert handed == []


def test_a_long_ranking_shows_the_weakest_and_keeps_all_rows_for_excel(practice: CaseReader) -> None:
    report = compose_report(practice, Texts("ja"), ReportDefinition("弱", "弱", sections=("weak_areas",)))
    table = report.table("weak-areas-2008-section")
    whole = report.table("weak-areas-2008-section-whole")
    assert len(table.rows) == MOST_RANKED < len(whole.rows)
    assert table.rows == whole.rows[:MOST_RANKED]
    assert (table.is_long, whole.is_long) == (False, True)
    assert any(str(len(whole.rows)) in own for own in table.remarks), "and says that there are more"
    for chart in report.charts():
        assert set(chart.rows) <= {row.key for row in report.table(chart.table).rows}


def test_a_year_without_any_rate_says_so_in_words(shipped: CaseReader) -> None:
    report = compose_report(shipped, Texts("ja"), ReportDefinition("率", "率", sections=("rates",), fiscal_year=2006))
    blocks = [block for section in report.sections for block in section.blocks]
    assert not any(isinstance(block, Table | Chart) for block in blocks)
    first = blocks[0]
    assert isinstance(first, Paragraph)
    assert "未転記 17" in first.text
    assert "対象外 2" in first.text


def test_no_column_of_a_report_is_empty(practice: CaseReader) -> None:
    report = compose_report(practice, Texts("ja"), ReportDefinition("全", "全", sections=("coverage", "weak_areas")))
    for table in shown_tables(report):
        for column in table.columns:
            words = [table.cell(row, column.key).text for row in table.rows]
            assert column.is_numeric or any(words), (table.id, column.key)


def shown_tables(report: Document) -> list[Table]:
    return [own for own in report.tables() if not own.is_long]


# --- several formats ----------------------------------------------------------------------------------


def test_one_refused_file_does_not_keep_the_others_from_being_written(shipped: CaseReader, tmp_path: Path) -> None:
    told: list[FormatDone] = []
    targets = [tmp_path / "報告.html", tmp_path / "抜かれた媒体" / "報告.json", tmp_path / "報告.pdf"]
    done = export_formats(shipped, YEARLY, targets, AT, told.append, fiscal_year=2006)
    assert done == told
    assert [own.is_written for own in done] == [True, False, True]
    kept = done[1].kept
    assert kept is not None
    again = save_elsewhere(kept, tmp_path / "別の名前.json")
    assert again == FormatDone(tmp_path / "別の名前.json")
    assert json.loads((tmp_path / "別の名前.json").read_text("utf-8"))["title"] == "監査報告書"
    assert (tmp_path / "別の名前.json.manifest.json").is_file()


def test_files_are_named_by_title_and_year_whatever_stands_in_the_title() -> None:
    assert suggested_name("監査/報告: 案", "2008") == "監査-報告- 案 2008"
    assert suggested_name("../evil", "2008") == "evil 2008"


# --- template -------------------------------------------------------------------------------------------


def test_a_template_with_unknown_fields_is_told_field_by_field(shipped: CaseReader, tmp_path: Path) -> None:
    assert template_problems(shipped, YEARLY, template_of(tmp_path, "{{ title }}")) == ()
    problems = template_problems(shipped, YEARLY, template_of(tmp_path, "{{ titel }}", "{{ subtitel }}"))
    assert [own.values["field"] for own in problems] == ["titel", "subtitel"]
    assert all("ひな形.docx" in own.place for own in problems)
