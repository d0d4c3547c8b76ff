"""Print and preview in the real window: the pages say what the screen says, and leave the window free meanwhile."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from auditor_app.exporting.pdf_check import check_painted
from auditor_app.exporting.read_back import ReadBackError
from auditor_app.services.export_document import export_document
from auditor_app.services.print_pages import NoPagesError
from auditor_app.ui.dialogs.print_preview import PrintPreview
from auditor_app.ui.document_painting import painted_pdf
from auditor_app.ui.palettes import Theme
from auditor_app.ui.print_run import pages_chosen
from auditor_app.ui.theme import apply_theme
from auditor_app.ui.widgets.page_preview import PagePreview
from tests.auditor import Auditor
from tests.unit.exporting.chart_documents import coverage_document
from tests.unit.exporting.report_documents import report


@pytest.fixture
def own_typeface(qapp: QApplication) -> None:
    """The program's own, as in every window of it."""
    apply_theme(qapp, Theme.LIGHT)


def opened_preview(auditor: Auditor) -> PrintPreview:
    """As the menu opens it, with all its pages made and those in sight drawn."""
    auditor.choose("print_preview")
    (shown,) = [own for own in auditor.commands.open_windows() if isinstance(own, PrintPreview)]
    auditor.wait_for(lambda: shown.preview.page_count > 0)
    auditor.wait_for(lambda: ink_in(shown.preview) > 100)
    auditor.settle()
    return shown


def ink_in(preview: PagePreview) -> int:
    """Dark points of what is in sight, on every fourth line."""
    image = preview.viewport().grab().toImage()
    return sum(
        image.pixelColor(x, y).lightness() < 110
        for y in range(0, image.height(), 4)
        for x in range(0, image.width(), 4)
        if image.pixelColor(x, y).alpha()
    )


def printed_into(target: Path) -> Callable[[QPrinter, QWidget, Callable[[], None]], None]:
    """The system's dialog with "print to file" chosen."""

    def accept(printer: QPrinter, _parent: QWidget, on_accepted: Callable[[], None]) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        printer.setResolution(72)
        on_accepted()

    return accept


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return unicodedata.normalize("NFKC", "".join(page.get_textpage().get_text_range() for page in document))


def test_the_preview_shows_the_pages_of_what_is_on_the_screen(auditor: Auditor) -> None:
    auditor.go("coverage")
    shown = opened_preview(auditor)
    assert shown.pages is not None
    words = words_of(shown.pages.pdf)
    assert "農林水産省" in words
    assert "31.2 / 98.2" in words.replace("\r\n", " ")
    assert shown.list_model.rowCount() == shown.preview.page_count >= 2
    assert shown.count.text() == f"/ {shown.preview.page_count}"
    assert "把握率" in shown.windowTitle()


def test_filters_and_order_of_the_screen_stand_on_the_pages(auditor: Auditor) -> None:
    auditor.go("coverage")
    auditor.table.model.set_filter_text("organisation", "省")
    auditor.table.sort_by([("official", True)])
    auditor.settle()
    pages = opened_preview(auditor).pages
    assert pages is not None
    words = words_of(pages.pdf)
    assert "内閣官房" not in words
    assert "府省庁: 省" in words
    assert words.index("外務省") < words.index("総務省")


def test_pages_are_turned_zoomed_and_chosen_from_the_list(auditor: Auditor) -> None:
    auditor.go("coverage")
    shown = opened_preview(auditor)
    shown.preview.fit("page")
    QTest.keyClick(shown.preview, Qt.Key.Key_PageDown)
    assert shown.preview.current_page == 2
    assert shown.number.value() == 2
    assert shown.list.currentIndex().row() == 1
    QTest.keyClick(shown.preview, Qt.Key.Key_Home)
    assert shown.preview.current_page == 1
    before = shown.preview.zoom_percent
    shown.preview.zoom_in()
    assert shown.preview.zoom_percent > before
    assert shown.zoom.text() == f"{shown.preview.zoom_percent} %"
    shown.list.clicked.emit(shown.list_model.index(shown.preview.page_count - 1))
    assert shown.preview.current_page == shown.preview.page_count
    auditor.settle()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_a_preview_that_is_closed_while_its_pages_are_made_harms_nobody(auditor: Auditor) -> None:
    auditor.go("rates")
    auditor.commands.actions["print_preview"].trigger()
    (shown,) = [own for own in auditor.commands.open_windows() if isinstance(own, PrintPreview)]
    shown.close()
    shown.deleteLater()
    auditor.settle()
    assert not auditor.notices.refused


@pytest.mark.parametrize(("page", "is_turned"), [("coverage", False), ("rates", True)])
def test_all_pages_reach_the_printer_the_right_way_round(
    auditor: Auditor, tmp_path: Path, page: str, is_turned: bool
) -> None:
    auditor.go(page)
    target = tmp_path / "printed.pdf"
    auditor.commands._printing().ask_printer = printed_into(target)
    auditor.choose("print")
    auditor.wait_for(lambda: bool(auditor.notices.told))
    tone, lines = auditor.notices.told[-1]
    with pypdfium2.PdfDocument(target) as document:
        sizes = [document.get_page_size(number) for number in range(len(document))]
        inked = document[0].render(scale=0.5).to_numpy().min()
    assert (tone, lines) == ("good", [auditor.texts("print.sent", count=len(sizes))])
    assert (sizes[0][0] > sizes[0][1]) is is_turned
    assert inked < 100


def test_printing_that_is_cancelled_says_so(auditor: Auditor, tmp_path: Path) -> None:
    auditor.go("rates")
    auditor.commands._printing().ask_printer = printed_into(tmp_path / "printed.pdf")
    auditor.desktop.jobs.started.connect(lambda job: job.title.startswith("印刷しています") and job.cancel())
    auditor.choose("print")
    auditor.wait_for(lambda: bool(auditor.notices.told))
    assert auditor.notices.told[-1] == ("warning", [auditor.texts("print.given_up")])


def test_a_table_of_millions_is_not_printed_and_it_is_said_why(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("answers")
    auditor.choose("print")
    assert [problem.key for error in auditor.notices.refused for problem in error.problems] == ["print.nothing_shown"]
    auditor.choose("print_preview")
    (shown,) = [own for own in auditor.commands.open_windows() if isinstance(own, PrintPreview)]
    assert "csv" in shown.preview.accessibleDescription()


def test_practice_data_are_marked_on_every_page_and_in_the_title(
    sit_down: Callable[..., Auditor], practice_case: Path
) -> None:
    auditor = sit_down(practice_case, language="en", theme="dark")
    auditor.go("coverage")
    shown = opened_preview(auditor)
    assert shown.pages is not None
    assert words_of(shown.pages.pdf).count("Practice data (fictional)") >= shown.preview.page_count
    assert "Practice" in shown.windowTitle()


@pytest.mark.usefixtures("qapp")
def test_the_pages_chosen_in_the_dialog_are_printed() -> None:
    printer = QPrinter()
    assert pages_chosen(printer, 3, 2) == [0, 1, 2]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    assert pages_chosen(printer, 3, 1) == [1, 2]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert pages_chosen(printer, 3, 2) == [1]


@pytest.mark.usefixtures("own_typeface")
def test_without_typst_the_window_paints_every_text_itself() -> None:
    document = report()
    words = "".join(words_of(painted_pdf(document)).split())
    for table in document.tables():
        for row in table.rows if not table.is_long else ():
            for cell in row.cells:
                assert "".join(table.shown(cell).split()) in words
        for note in table.footnotes:
            assert "".join(note.text.split()) in words
    assert "1/4ページ" in words
    assert "演習用(架空)" in words


@pytest.mark.usefixtures("own_typeface")
def test_a_pdf_painted_by_the_window_is_read_back_and_says_who_made_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    at, target = datetime(2026, 11, 23, tzinfo=UTC), tmp_path / "report.pdf"
    with pytest.raises(NoPagesError):
        export_document(report(), target, at)
    assert not target.exists()
    exported = export_document(report(), target, at, pdf_maker=painted_pdf)
    assert json.loads(exported.manifest.read_text(encoding="utf-8"))["pdf_made_by"] == "window"
    with pytest.raises(ReadBackError):
        check_painted(coverage_document(), target)


def test_the_preview_of_painted_pages_says_that_they_are_plainer(
    auditor: Auditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor.go("coverage")
    monkeypatch.setitem(sys.modules, "typst", None)
    shown = opened_preview(auditor)
    assert shown.remark.isVisible()
    assert "typst" in shown.remark.text()
