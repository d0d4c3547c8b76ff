"""An auditor goes from a count back to the row of the file it was read from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from auditor_app.domain.returns import SourceRow
from auditor_app.services.open_case import OpenCase
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.ui.dialogs.source_table_window import SourceTableWindow
from tests.auditor import Auditor
from tests.builders import AUTHOR, TickingClock, sha256_of
from tests.published_documents import Release, release_text

HEADER = "年度,府省庁,遵守事項,役割,責務発生数,実施数"
NAME = "回答.csv"


def answers_file(folder: Path, rows: int = 300) -> Path:
    path = folder / NAME
    lines = [HEADER, *(f"2007,環境省,2.1.1(1)({row}),行政事務従事者,{row},{row - 1}" for row in range(2, rows + 2))]
    path.write_text("\n".join(lines) + "\n", encoding="cp932")
    return path


def keep_document(case: Path, file: Path, *, is_kept: bool = True) -> SourceRow:
    """The case knows the document as an import would have left it; the place is its row 150."""
    digest = sha256_of(file)
    with UnitOfWork(case, AUTHOR, TickingClock()) as work:
        work.begin_change("returns_imported", {"document": file.name, "rows": 300})
        work.add_source(file.name, digest, file.stat().st_size, file if is_kept else None, "cp932", True)
        work.commit()
    return SourceRow(file.name, digest, "", 150)


@pytest.fixture
def source(shipped_case: Path, tmp_path: Path) -> SourceRow:
    return keep_document(shipped_case, answers_file(tmp_path))


def opened(auditor: Auditor, source: SourceRow) -> SourceTableWindow:
    auditor.commands.show_source_row(source)
    auditor.settle()
    (shown,) = [own for own in auditor.commands.open_windows() if isinstance(own, SourceTableWindow)]
    return shown


def test_row_of_a_count_is_shown_with_fifty_rows_around_it_under_the_header(
    source: SourceRow, sit_down: Callable[..., Auditor], shipped_case: Path
) -> None:
    shown = opened(sit_down(shipped_case), source)
    assert shown.table is not None
    model = shown.table.model
    rows = [model.key_at(number) for number in range(model.rowCount())]
    assert (rows[0], rows[-1]) == (100, 200)
    assert shown.table.current()[0] == 150
    assert [column.title for column in model.columns()][1:] == HEADER.split(",")
    number = model.number_of(150)
    assert number is not None
    assert [model.index(number, column).data() for column in range(1, 7)][4:] == ["150", "149"]
    assert source.sha256 in shown.about.text()
    assert "150" in shown.about.text()
    shown.close()


def test_rows_of_the_source_can_be_copied_and_the_window_closes_with_escape(
    source: SourceRow, sit_down: Callable[..., Auditor], shipped_case: Path
) -> None:
    auditor = sit_down(shipped_case)
    shown = opened(auditor, source)
    assert shown.table is not None
    shown.table.copy_selection()
    assert "2007\t環境省\t2.1.1(1)(150)\t行政事務従事者\t150\t149" in auditor.application.clipboard().text()
    auditor.press(Qt.Key.Key_Escape, widget=shown)
    assert not shown.isVisible()


def test_document_the_case_does_not_keep_is_asked_for_once_and_only_the_same_bytes_are_shown(
    sit_down: Callable[..., Auditor], shipped_case: Path, tmp_path: Path
) -> None:
    original = answers_file(tmp_path)
    source = keep_document(shipped_case, original, is_kept=False)
    other = tmp_path / "other.csv"
    other.write_bytes(original.read_bytes() + b"\n")
    auditor = sit_down(shipped_case)
    shown = opened(auditor, source)
    assert shown.choose_button.isVisible()
    assert "100 MB" in shown.message.text()

    auditor.notices.files = [other]
    auditor.click(shown.choose_button)
    assert auditor.texts("source_table.another_file.what", document=NAME) in shown.message.text()
    assert [shown.table] == [None]

    auditor.notices.files = [original]
    auditor.click(shown.choose_button)
    assert shown.table is not None
    assert shown.table.current()[0] == 150
    shown.close()

    again = opened(auditor, source)
    assert again.table is not None, "the file named once is found by itself"
    again.close()
    original.write_bytes(original.read_bytes() + b"2007\n")
    changed = opened(auditor, source)
    assert changed.table is None
    assert changed.choose_button.isVisible()
    changed.close()


def test_row_beyond_the_end_of_the_file_is_said_to_be_gone(
    source: SourceRow, sit_down: Callable[..., Auditor], shipped_case: Path
) -> None:
    shown = opened(sit_down(shipped_case), SourceRow(source.document, source.sha256, "", 9000))
    words = shown.about.text() + shown.message.text()
    assert shown.table is None or "読み取れませんでした" in words
    shown.close()


def workbook(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("回答")
    for row, cells in enumerate((HEADER.split(","), ["2007", "環境省", "2.1.1(1)(a)", "行政事務従事者", 4, 3])):
        sheet.write_row(row, 0, cells)
    book.close()
    return path


def pdf_of(path: Path, text: str) -> Path:
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A3))
    writer.setResolution(96)
    font = QFont(QApplication.font())
    font.setPixelSize(10)
    painter = QPainter(writer)
    painter.setFont(font)
    for number, line in enumerate(text.splitlines()):
        if number and number % 100 == 0:
            writer.newPage()
        painter.drawText(40, 40 + number % 100 * 14, line.replace("\t", "    "))
    painter.end()
    return path


def test_workbook_among_the_sources_opens_at_its_first_sheet(
    sit_down: Callable[..., Auditor], shipped_case: Path, tmp_path: Path
) -> None:
    file = workbook(tmp_path / "回答.xlsx")
    digest = sha256_of(file)
    with UnitOfWork(shipped_case, AUTHOR, TickingClock()) as work:
        work.begin_change("returns_imported", {"document": file.name, "rows": 1})
        work.add_source(file.name, digest, file.stat().st_size, file, "xlsx", True)
        work.commit()
    auditor = sit_down(shipped_case)
    auditor.commands.show_document(digest)
    auditor.settle()
    (shown,) = [own for own in auditor.commands.open_windows() if isinstance(own, SourceTableWindow)]
    assert shown.table is not None
    assert shown.table.model.counts()[0] == 2
    assert auditor.notices.refused == []


def test_published_pdf_is_read_as_text_and_kept_as_it_came(
    sit_down: Callable[..., Auditor], empty_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(empty_case)  # a window first: its fonts are in the PDF
    file = pdf_of(tmp_path / "release.pdf", release_text(Release()))
    auditor.drop(file)
    proposal = auditor.proposal()
    auditor.click(proposal.accept_button)
    auditor.settle()
    auditor.go("coverage")
    shown = dict(zip(auditor.column("organisation"), auditor.column("official"), strict=True))
    assert shown["農林水産省"] == "31.2"
    with OpenCase(empty_case).reader() as reader:
        original = next(own for own in reader.documents() if own.name == file.name)
    auditor.notices.target = tmp_path / "again.pdf"
    auditor.commands.show_document(original.sha256)
    assert sha256_of(tmp_path / "again.pdf") == sha256_of(file)
    auditor.choose("undo")
    auditor.go("sources")
    assert auditor.rows() == []
