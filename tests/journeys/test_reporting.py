"""What an auditor does at the end of a year: put the report together, save it, hand it in in every format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditor_app.domain.findings import FindingText
from auditor_app.services.move_finding import move_finding
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import raise_finding
from auditor_app.services.reports.saved_reports import report_of_case
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.dialogs.report_export_dialog import ReportExportDialog
from auditor_app.ui.dialogs.report_name_dialog import ReportNameDialog
from auditor_app.ui.pages.reports_page import ReportsPage
from auditor_app.ui.widgets.report_sections import CONTENT, KIND
from tests.auditor import ALT, CTRL, Auditor
from tests.builders import AUTHOR, TickingClock

SECOND = "次席 次郎"


def issue_a_finding(case: Path, year: int) -> None:
    """Written and signed off, as in the journey of findings."""
    clock = TickingClock()
    text = FindingText("格付けの未実施", year, condition="実施率 58.3 %", criteria="3.2.1", recommendation="周知する。")
    number = raise_finding(case, text, author=AUTHOR, clock=clock)
    move_finding(case, number, "under_review", author=AUTHOR, clock=clock)
    move_finding(case, number, "issued", by=SECOND, author=AUTHOR, clock=clock)


def page_of(auditor: Auditor) -> ReportsPage:
    return cast(ReportsPage, auditor.page)


def pages_of(auditor: Auditor) -> str:
    page = page_of(auditor)
    auditor.wait_for(lambda: not page.is_making())
    auditor.settle()
    return text_of(page.preview.pages.pdf)


def text_of(pdf: bytes | Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_year_ends_with_a_report_in_every_format(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    issue_a_finding(practice_case, 2008)
    auditor = sit_down(practice_case)
    auditor.go("reports")
    page = page_of(auditor)
    assert "格付けの未実施" in pages_of(auditor)
    sections = page.form.sections
    told = {sections.item(row).data(KIND): sections.item(row).data(CONTENT) for row in range(sections.count())}
    assert told["findings"] == auditor.texts("reportui.content.entries", count="1")

    page.form.title.setFocus()
    page.form.title.selectAll()
    auditor.write(page.form.title, "情報セキュリティ監査報告書")
    sections.setCurrentRow(next(row for row in range(sections.count()) if sections.item(row).data(KIND) == "findings"))
    while sections.chosen()[1] != "findings":
        QTest.keyClick(sections, Qt.Key.Key_Up, ALT)
    words = pages_of(auditor)
    assert "情報セキュリティ監査報告書" in words
    assert words.index("2. 指摘事項") < words.index("3. 把握率")

    auditor.press(Qt.Key.Key_S, CTRL, page.form.title)
    naming = cast(ReportNameDialog, auditor.commands.reports.dialog)
    naming.field.setText("室の報告")
    auditor.click(naming.save_button)
    with OpenCase(practice_case).reader() as reader:
        saved = report_of_case(reader, "室の報告")
    assert saved.sections[:3] == ("summary", "findings", "coverage")

    auditor.click(page.buttons["export"])
    dialog = cast(ReportExportDialog, auditor.commands.reports.dialog)
    dialog.folder.setText(str(tmp_path))
    dialog.name.setText("報告書")
    for line in dialog.lines.values():
        line.box.setChecked(True)
    auditor.click(dialog.export_button)
    assert dialog.words.text() == auditor.texts("reportui.written_all", all=5, written=5)
    made = {suffix: tmp_path / f"報告書{suffix}" for suffix in dialog.lines}
    assert all(path.is_file() for path in made.values())
    assert "格付けの未実施" in text_of(made[".pdf"])
    assert "演習用" in text_of(made[".pdf"])
    assert any("rates" in str(name) or "実施率" in str(name) for name in load_workbook(made[".xlsx"]).sheetnames)
    dialog.reject()
    auditor.settle()
    assert auditor.notices.refused == []
    assert all(point.holds for point in verify_case(practice_case))
