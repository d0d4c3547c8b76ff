"""The annexes come out as they were published: value by value, with pairs and footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor_app.domain.documents import BulletList, Section, Table
from auditor_app.foundation.translation import Texts
from auditor_app.services.open_case import OpenCase
from auditor_app.services.reports.annexes import (
    coverage_annex,
    evaluation_annex,
    infrastructure_annex,
    programme_annex,
    revision_annex,
    weak_areas_annex,
)
from auditor_app.storage.reading import CaseReader

PRINTED = """内閣官房 99.2 %|内閣法制局 95.9 %|人事院 99.9 %|内閣府 73.5 %|宮内庁 100.0 %
公正取引委員会 99.2 %|警察庁 100.0 %
金融庁 63.3 %|総務省 97.6 %|外務省 100.0 %|法務省 100.0 %|財務省 100.0 %|文部科学省 100.0 %|厚生労働省 95.7 %
農林水産省 (独自の調査を含める場合) 31.2 % (98.2 %)|経済産業省 100.0 %|国土交通省 100.0 %
環境省 (独自の調査を含める場合) 40.7 % (94.2 %)|防衛省 94.1 %""".replace("\n", "|").split("|")


@pytest.fixture
def reader(made_shipped_case: Path) -> Iterator[CaseReader]:
    with OpenCase(made_shipped_case).reader() as opened:
        yield opened


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts("ja")


def table_of(section: Section | None) -> Table:
    assert section is not None
    return next(block for block in section.blocks if isinstance(block, Table))


def lines_of(section: Section | None) -> list[str]:
    return [" ".join(cell.text for cell in row.cells if cell.text) for row in table_of(section).rows]


def test_the_coverage_annex_equals_the_printed_one(reader: CaseReader, texts: Texts) -> None:
    section = coverage_annex(reader, texts, 2006, "2006年度")
    assert lines_of(section) == PRINTED
    notes = table_of(section).footnotes
    assert [note.text for note in notes] == [
        "2006年度においては報告対象を限定",
        "2006年度においては、独自の把握状況調査を実施(分析の対象から除外)",
    ]


def test_only_the_footnote_whose_rows_are_known_marks_rows(reader: CaseReader, texts: Texts) -> None:
    table = table_of(coverage_annex(reader, texts, 2006, "2006年度"))
    marked = [row.cells[0].text.split()[0] for row in table.rows if table.marks(row.cells[0].notes)]
    assert marked == ["農林水産省", "環境省"]
    assert [note.mark for note in table.footnotes] == ["", "※"]


def test_the_weak_areas_stand_by_role_and_part(reader: CaseReader, texts: Texts) -> None:
    assert lines_of(weak_areas_annex(reader, texts, 2006, "2006年度")) == [
        "行政事務従事者 第3部 情報の取扱い 情報の格付け・取扱制限に係る措置",
        "行政事務従事者 第5部 情報システムの構成要素 安全区域内における職員識別の徹底",
        "情報セキュリティ責任者等 第2部 組織と体制 情報セキュリティ教育及び情報セキュリティ監査の実施",
        "情報セキュリティ責任者等 第4部 情報セキュリティ機能等 電子署名の付与に必要な機能の導入",
        "情報セキュリティ責任者等 第6部 個別事項 外部委託先のアクセス範囲等に係る基準の整備",
    ]


def test_measures_stand_with_their_re_listed_ones(reader: CaseReader, texts: Texts) -> None:
    section = programme_annex(reader, texts, 2007, "2007年度")
    lines = lines_of(section)
    assert lines[0] == "政府機関・地方公共団体 新規17施策 継続31施策 計48施策"
    assert lines[5] == "情報セキュリティ人材の育成・確保 新規6施策(6) 継続2施策(1) 計8施策(7)"
    assert lines[-1] == "合計(公表値) 159の具体的施策"
    assert [note.id for note in table_of(section).footnotes] == ["relisted", "draft"]
    assert section is not None
    assert [len(block.lines) for block in section.blocks if isinstance(block, BulletList)] == [3]


def test_what_is_only_summarised_says_so(reader: CaseReader, texts: Texts) -> None:
    for section in (evaluation_annex(reader, texts, 2006, ""), revision_annex(reader, texts, 2007, "")):
        assert "summary" in [note.id for note in table_of(section).footnotes]


def test_an_entry_of_the_revision_list_stands_once_with_all_its_sections(reader: CaseReader, texts: Texts) -> None:
    table = table_of(revision_annex(reader, texts, 2007, "2007年度"))
    sections = {row.cells[0].text: row.cells[2].text for row in table.rows}
    assert len(table.rows) == len(sections) == 9
    assert sections["2.2"] == "1.1.3 3.2.4 3.2.5 等"


def test_sectors_stand_by_group(reader: CaseReader, texts: Texts) -> None:
    rows = table_of(infrastructure_annex(reader, texts, 2006, "2006年度")).rows
    assert [len(row.cells[1].text.split("、")) for row in rows] == [7, 3]


def test_a_year_that_was_only_returned_has_the_same_shape(made_practice_case: Path, texts: Texts) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        cells = [row.cells[1] for row in table_of(coverage_annex(reader, texts, 2008, "2008年度")).rows]
    assert cells
    assert all((cell.number is None) == (cell.state is not None) for cell in cells)
    assert any("%" in cell.text for cell in cells)


def test_a_year_without_a_publication_has_no_annex(reader: CaseReader, texts: Texts) -> None:
    for annex in (coverage_annex, weak_areas_annex, programme_annex, evaluation_annex, revision_annex):
        assert annex(reader, texts, 1999, "") is None
