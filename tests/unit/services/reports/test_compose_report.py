"""A report follows from its definition: sections in order, numbered, with findings that were signed off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor_app.domain.documents import Document, FieldList, Paragraph, Table
from auditor_app.domain.findings import FollowUpMark, MinistryResponse
from auditor_app.domain.organisations import find_organisation
from auditor_app.foundation.errors import InputRefusedError, WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.answer_finding import record_response
from auditor_app.services.attach_evidence import Attaching, attach_note
from auditor_app.services.figure_ids import rates_id
from auditor_app.services.follow_up_findings import follow_up
from auditor_app.services.move_finding import move_finding
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import propose_finding, raise_finding
from auditor_app.services.reports.compose_report import compose_report
from auditor_app.services.reports.definition import SECTION_KINDS, ReportDefinition, definition_json, definition_of
from auditor_app.services.reports.save_report import remove_report, save_report
from auditor_app.services.reports.saved_reports import report_of_case, reports_of_case
from auditor_app.services.undo_change import undo_change
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock

YEARLY = ReportDefinition(
    "年次報告", "情報セキュリティ監査報告書", office="監査室", foreword="第一段落。\n\n第二段落。"
)
MINISTRY = "青葉省"


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts("ja")


@pytest.fixture(scope="module")
def audited(made_practice_case: Path, tmp_path_factory: pytest.TempPathFactory, texts: Texts) -> Path:
    """A practice case with a finding of 2007 that was answered and followed up in 2008, and a draft."""
    case = Path(shutil.copyfile(made_practice_case, tmp_path_factory.mktemp("reports") / "audited.auditcase"))
    clock = TickingClock()
    with OpenCase(case).reader() as reader:
        body = find_organisation(reader.organisations(), MINISTRY)
        proposed = propose_finding(reader, texts, rates_id(2007, MINISTRY, "all", "3"))
    assert body is not None
    text = replace(proposed, title="格付けの遅れ", recommendation="格付けを徹底すること", organisations=(body.id,))
    number = raise_finding(case, text, author=AUTHOR, clock=clock)
    attach_note(Attaching(case, number, AUTHOR, clock, title="立会いの記録"), "格付け表示のない文書を確認した")
    move_finding(case, number, "under_review", author=AUTHOR, clock=clock)
    move_finding(case, number, "issued", by="審査 花子", author=AUTHOR, clock=clock)
    response = MinistryResponse(date(2008, 5, 1), "教育を行う", body.id, "年度内に完了する", date(2009, 3, 31))
    record_response(case, number, response, author=AUTHOR, clock=clock)
    follow_up(case, number, FollowUpMark(2008, "persisting", "なお残る"), author=AUTHOR, clock=clock)
    raise_finding(case, replace(text, title="書きかけ"), author=AUTHOR, clock=clock)
    return case


@pytest.fixture
def reader(audited: Path) -> Iterator[CaseReader]:
    with OpenCase(audited).reader() as opened:
        yield opened


def titles(report: Document) -> list[str]:
    return [section.title for section in report.sections]


def words_of(report: Document, section_id: str) -> str:
    section = next(own for own in report.sections if own.id == section_id)
    lines = []
    for block in section.blocks:
        if isinstance(block, Table):
            lines += [" ".join(cell.text for cell in row.cells) for row in block.rows]
        elif isinstance(block, FieldList):
            lines += [f"{name}: {words}" for name, words in block.fields]
        elif isinstance(block, Paragraph):
            lines.append(block.text)
    return "\n".join(lines)


def test_sections_come_in_the_order_of_the_definition(reader: CaseReader, texts: Texts) -> None:
    report = compose_report(reader, texts, replace(YEARLY, sections=("rates", "coverage", "annex_3_3")))
    assert titles(report) == [
        "1. 実施率・到達率",
        "2. 把握率",
        "別紙3-3 各府省庁の対策実施状況報告(2008年度)の集計結果",
    ]


def test_a_finding_is_told_with_its_figures_answer_and_evidence(reader: CaseReader, texts: Texts) -> None:
    report = compose_report(reader, texts, replace(YEARLY, fiscal_year=2007))
    told = words_of(report, "finding-2007-001")
    for words in ("格付けを徹底すること", "審査 花子", "教育を行う", "年度内に完了する", "立会いの記録"):
        assert words in told
    with_figure = next(own for own in report.tables() if own.id == "figures-2007-001")
    assert with_figure.rows[0].cells[1].text == with_figure.rows[0].cells[2].text  # as it was, and as it is


def test_what_nobody_signed_is_counted_and_not_shown(reader: CaseReader, texts: Texts) -> None:
    report = compose_report(reader, texts, replace(YEARLY, fiscal_year=2007))
    assert "下書き 1" in words_of(report, "report-finding")
    assert not any("書きかけ" in title for title in titles(report))


def test_the_next_year_tells_what_became_of_earlier_findings(reader: CaseReader, texts: Texts) -> None:
    told = words_of(compose_report(reader, texts, YEARLY), "report-follow-up")
    assert "2007-001" in told
    assert "継続" in told
    assert "なお残る" in told


def test_the_same_definition_makes_the_report_of_another_year(reader: CaseReader, texts: Texts) -> None:
    former, later = (compose_report(reader, texts, YEARLY, year) for year in (2007, 2008))
    assert (former.subtitle, later.subtitle) == ("2007年度", "2008年度")
    assert ("比較する年度", "2006年度、2007年度") in former.title_page
    assert ("比較する年度", "2007年度、2008年度") in later.title_page


def test_a_report_limited_to_a_ministry_shows_no_other_and_the_same_means(reader: CaseReader, texts: Texts) -> None:
    whole = compose_report(reader, texts, replace(YEARLY, sections=("rates",)))
    limited = compose_report(reader, texts, replace(YEARLY, sections=("rates",), organisations=(MINISTRY,)))
    of_all, of_one = whole.table("rates-2008"), limited.table("rates-2008")
    assert [of_one.cell(row, "organisation").text for row in of_one.rows if row.kind == "row"] == [MINISTRY]
    mean = [row for row in of_one.rows if row.kind == "mean"]
    assert [row.cells for row in mean] == [row.cells for row in of_all.rows if row.kind == "mean"]
    assert any(MINISTRY in remark for remark in (*limited.remarks, *of_one.remarks))


def test_a_report_limited_to_a_ministry_counts_its_rows_and_has_no_footnote_to_nothing(
    reader: CaseReader, texts: Texts
) -> None:
    definition = replace(YEARLY, sections=("coverage", "rates"), organisations=(MINISTRY,))
    limited = compose_report(reader, texts, definition)
    for table in limited.tables():
        marked = {note.id for note in table.footnotes if note.mark}
        used = {note for row in table.rows for cell in row.cells for note in cell.notes}
        assert marked <= used | {note for column in table.columns for note in column.notes}
        if not table.is_long:
            shown = sum(row.kind == "row" for row in table.rows)
            counted = [own for own in table.remarks if "行のうち" in own]
            assert all(own.endswith(f"行のうち {shown} 行") for own in counted)
    assert limited.table("coverage-2008").remarks[0] == "12 行のうち 1 行"


def test_a_section_without_content_is_named_on_the_title_page(reader: CaseReader, texts: Texts) -> None:
    report = compose_report(reader, texts, replace(YEARLY, sections=("summary", "infrastructure")))
    assert titles(report) == ["1. 概要"]
    assert ("該当する内容がなく省いた章", "重要インフラ") in report.title_page


def test_every_section_can_be_composed_in_both_languages(audited: Path) -> None:
    for language in ("ja", "en"):
        with OpenCase(audited).reader() as reader:
            definition = replace(YEARLY, language=language, sections=SECTION_KINDS, fiscal_year=2007)
            report = compose_report(reader, Texts(language), definition)
        assert len({table.id for table in report.tables()}) == len(list(report.tables()))
        known = {table.id: {row.key for row in table.rows} for table in report.tables()}
        for chart in report.charts():
            assert set(chart.rows) <= known[chart.table]


def test_an_organisation_nobody_knows_is_refused_by_name(reader: CaseReader, texts: Texts) -> None:
    with pytest.raises(WrongUsageError) as refusal:
        compose_report(reader, texts, replace(YEARLY, organisations=("幻省",)))
    assert refusal.value.problems[0].place == "幻省"


def test_a_definition_is_saved_renamed_removed_and_brought_back(audited: Path, tmp_path: Path) -> None:
    case = Path(shutil.copyfile(audited, tmp_path / "copy.auditcase"))
    clock = TickingClock()
    save_report(case, YEARLY, author=AUTHOR, clock=clock)
    save_report(case, replace(YEARLY, name="改名"), former="年次報告", author=AUTHOR, clock=clock)
    with OpenCase(case).reader() as opened:
        assert [own.name for own in reports_of_case(opened)] == ["改名"]
        assert report_of_case(opened, "改名").foreword == YEARLY.foreword
    remove_report(case, "改名", author=AUTHOR, clock=clock)
    undo_change(case, author=AUTHOR, clock=clock)
    with OpenCase(case).reader() as opened:
        assert [own.name for own in reports_of_case(opened)] == ["改名"]


def test_two_definitions_do_not_share_a_name(practice_case: Path) -> None:
    clock = TickingClock()
    for name in ("甲", "乙"):
        save_report(practice_case, replace(YEARLY, name=name), author=AUTHOR, clock=clock)
    with pytest.raises(WrongUsageError):
        save_report(practice_case, replace(YEARLY, name="甲"), former="乙", author=AUTHOR, clock=clock)


def test_a_definition_with_an_unknown_section_is_refused_with_its_place() -> None:
    value = {**definition_json(YEARLY), "sections": ["summary", "horoscope"]}
    with pytest.raises(InputRefusedError) as refusal:
        definition_of("年次報告", value)
    assert "sections[1]" in refusal.value.problems[0].place
