"""The dialog of exports: what it offers, says and remembers, what it refuses, and what becomes of a finished file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt

from auditor_app.domain.findings import FindingText
from auditor_app.services.raise_finding import raise_finding
from auditor_app.ui.dialogs.export_dialog import ExportDialog
from tests.auditor import Auditor
from tests.builders import AUTHOR, TickingClock
from tests.exported_files import rows_of_csv
from tests.journeys.test_exporting import choose_format, opened, written

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


def dialog_of(auditor: Auditor) -> ExportDialog:
    assert auditor.commands.exports is not None
    assert auditor.commands.exports.dialog is not None
    return auditor.commands.exports.dialog


def test_by_keyboard_alone_from_the_page_to_the_file(auditor: Auditor, tmp_path: Path) -> None:
    auditor.settings.set("export", {"folder": str(tmp_path)})
    auditor.go("coverage")
    auditor.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(auditor)
    auditor.wait_for(lambda: dialog.write_button.isEnabled())
    assert dialog.formats.hasFocus()
    for _ in range(3):
        auditor.press(Qt.Key.Key_Down, widget=dialog.formats)
    auditor.wait_for(lambda: dialog.write_button.isEnabled())
    auditor.press(Qt.Key.Key_Return, widget=dialog.formats)
    auditor.wait_for(lambda: auditor.commands.exports is not None and auditor.commands.exports.dialog is None)
    target = tmp_path / "coverage-2006.html"
    assert target.is_file()
    tone, lines = auditor.notices.told[-1]
    assert tone == "good"
    words = "\n".join(lines)
    for said in ("Webページ", target.name, "行", "読み直して", f"{target.name}.manifest.json", str(tmp_path)):
        assert said in words
    opened_folders: list[Path] = []
    assert auditor.commands.exports is not None
    (offer,) = auditor.notices.offered
    assert offer[0] == "フォルダを開く"
    auditor.commands.exports.show_folder = opened_folders.append
    auditor.settle()
    dialog = opened(auditor)
    assert dialog.format() == "html"  # as the last time
    assert dialog.fields.folder.text() == str(tmp_path)
    auditor.notices.answer = None
    auditor.click(dialog.write_button)
    assert "すでにあります" in auditor.notices.asked[-1]
    assert dialog.isVisible()
    auditor.notices.answer = 0
    auditor.click(dialog.write_button)
    auditor.notices.offered[-1][1]()
    assert opened_folders == [tmp_path]


def test_findings_with_rare_characters_go_out_in_shift_jis_only_after_the_places_were_shown(
    sit_down: Callable[..., Auditor], shipped_case: Path, tmp_path: Path
) -> None:
    """And as OSCAL, those in sight."""
    clock = TickingClock()
    for title in ("髙橋課の格付け", "𠮷田課の格付け", "é"):
        raise_finding(shipped_case, FindingText(title, 2006), author=AUTHOR, clock=clock)
    auditor = sit_down(shipped_case, year=2006)
    auditor.settings.set("export", {"folder": str(tmp_path), "format": "csv"})
    auditor.go("findings")
    auditor.settle()
    dialog = opened(auditor)
    assert dialog.unfit.isHidden()
    dialog.fields.encoding.setCurrentIndex(dialog.fields.encoding.findData("cp932"))
    auditor.settle()
    places = [dialog.unfit.places.item(at).text() for at in range(dialog.unfit.places.count())]
    titles = [column.title for column in auditor.table.model.columns()]
    assert [own.partition(": ")[2] for own in places] == ["𠮷(U+20BB7)", "é(U+00E9)"]
    assert places[0].startswith("3 行目")
    assert any(f"「{title}」" in places[0] for title in titles)
    assert not dialog.write_button.isEnabled()
    assert list(tmp_path.glob("*.csv")) == []
    auditor.click(dialog.unfit.back_button)
    assert dialog.write_button.isEnabled()
    dialog.fields.encoding.setCurrentIndex(dialog.fields.encoding.findData("cp932"))
    auditor.settle()
    auditor.click_box(dialog.unfit.replace)
    target = written(auditor, dialog, tmp_path)
    words = [cell for row in rows_of_csv(target, "cp932") for cell in row]
    assert {"髙橋課の格付け", "〓田課の格付け", "〓"} <= set(words)
    assert "〓" in auditor.notices.told[-1][1][-1]
    auditor.table.model.set_filter_text("title", "格付け")
    auditor.settle()
    auditor.choose("export")
    dialog = dialog_of(auditor)
    assert dialog.fields.encoding.currentData() == "cp932"  # as the last time, and to be decided anew
    assert not dialog.write_button.isEnabled()
    choose_format(auditor, dialog, "oscal")
    target = written(auditor, dialog, tmp_path)
    assert target.name == "findings-2006.oscal.json"
    (result,) = json.loads(target.read_bytes())["assessment-results"]["results"]
    assert sorted(own["title"] for own in result["findings"]) == ["髙橋課の格付け", "𠮷田課の格付け"]


def test_a_template_is_held_against_the_document_and_its_mistakes_have_places(auditor: Auditor, tmp_path: Path) -> None:
    template = tmp_path / "様式.docx"
    word = docx.Document()
    word.add_paragraph("{{ title }}")
    word.add_paragraph("{{ titel }} {{ nobody }}")
    word.save(str(template))
    auditor.settings.set("export", {"folder": str(tmp_path), "format": "docx"})
    auditor.go("coverage")
    dialog = opened(auditor)
    auditor.notices.files = [template]
    auditor.click(dialog.fields.template_button)
    assert not dialog.write_button.isEnabled()
    words = dialog.words.text()
    assert "titel" in words
    assert "nobody" in words
    assert "様式.docx" in words
    assert not list(tmp_path.glob("coverage*"))
    auditor.click(dialog.fields.no_template_button)
    assert dialog.write_button.isEnabled()
    word = docx.Document()
    word.add_paragraph("{{ title }}")
    word.save(str(template))
    auditor.click(dialog.fields.template_button)
    assert dialog.write_button.isEnabled()
    target = written(auditor, dialog, tmp_path)
    assert "把握率" in docx.Document(str(target)).paragraphs[0].text


def test_what_its_target_does_not_take_is_kept_and_saved_elsewhere(auditor: Auditor, tmp_path: Path) -> None:
    """A folder that is gone stands for whatever refuses the file."""
    auditor.go("coverage")
    dialog = opened(auditor)
    choose_format(auditor, dialog, "xlsx")
    dialog.fields.folder.setText(str(tmp_path / "gone"))
    auditor.click(dialog.write_button)
    assert dialog.isVisible()
    assert "フォルダがありません" in dialog.words.text()
    assert str(tmp_path / "gone") in dialog.words.text()
    assert dialog.elsewhere_button.isVisible()
    auditor.notices.target = tmp_path / "elsewhere.xlsx"
    auditor.click(dialog.elsewhere_button)
    assert auditor.notices.target.is_file()
    manifest = json.loads((tmp_path / "elsewhere.xlsx.manifest.json").read_bytes())
    assert manifest["file"] == "elsewhere.xlsx"
    assert "elsewhere.xlsx" in "\n".join(auditor.notices.told[-1][1])


@pytest.mark.skipif(resource is None, reason="only there can a process limit its own files")
def test_a_full_disk_is_told_and_the_old_file_stays(auditor: Auditor, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk."""
    old = tmp_path / "coverage-2006.xlsx"
    old.write_text("the old one")
    auditor.settings.set("export", {"folder": str(tmp_path), "format": "xlsx"})
    auditor.go("coverage")
    dialog = opened(auditor)
    auditor.notices.answer = 0
    assert resource is not None
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8000, before[1]))
    try:
        auditor.click(dialog.write_button)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "空き容量が足りません" in dialog.words.text()
    assert old.name in dialog.words.text()
    assert old.read_text() == "the old one"
    auditor.click(dialog.write_button)
    assert old.read_bytes()[:2] == b"PK"
    assert sorted(own.name for own in tmp_path.glob("*coverage*")) == [old.name, f"{old.name}.manifest.json"]


def test_at_once_in_one_format_and_kept_where_the_target_is_refused(auditor: Auditor, tmp_path: Path) -> None:
    auditor.go("coverage")
    for kind in ("xlsx", "docx", "pdf", "html"):
        auditor.notices.target = tmp_path / f"{kind}.{kind}"
        auditor.choose(f"export_{kind}")
        assert auditor.notices.target.stat().st_size > 1000
        assert f"coverage-2006.{kind}" in auditor.notices.asked[-1]
    auditor.notices.target = tmp_path / "gone" / "list.html"
    auditor.choose("export_html")
    tone, lines = auditor.notices.told[-1]
    assert tone == "bad"
    assert "保管しました" in lines[-1]
    auditor.notices.target = tmp_path / "saved.html"
    auditor.notices.offered[-1][1]()
    auditor.settle()
    assert auditor.notices.target.is_file()


def test_writing_is_given_up_without_a_trace(auditor: Auditor, tmp_path: Path) -> None:
    auditor.settings.set("export", {"folder": str(tmp_path), "format": "pdf"})
    auditor.go("coverage")
    dialog = opened(auditor)
    dialog.write_button.click()
    assert not dialog.formats.isEnabled()
    assert dialog.progress.isVisible()
    auditor.press(Qt.Key.Key_Escape, widget=dialog)
    auditor.settle()
    assert dialog.isVisible()
    assert dialog.formats.isEnabled()
    assert [own.name for own in tmp_path.iterdir() if "coverage" in own.name or "part" in own.name] == []
    auditor.press(Qt.Key.Key_Escape, widget=dialog)
    assert auditor.commands.exports is not None
    assert auditor.commands.exports.dialog is None


def test_a_csv_file_holds_the_table_chosen(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("rates")
    dialog = opened(auditor)
    choose_format(auditor, dialog, "csv")
    titles = [dialog.fields.table.itemText(at) for at in range(dialog.fields.table.count())]
    stable = [own for own in (dialog.fields.as_shown, dialog.fields.all_fields) if own.isChecked()]
    assert stable == [dialog.fields.as_shown]
    assert titles
    dialog.fields.all_fields.setChecked(True)
    auditor.settle()
    assert not dialog.fields.form.isRowVisible(dialog.fields.language)
    found = rows_of_csv(written(auditor, dialog, tmp_path))
    assert {"fiscal_year", "organisation"} <= set(found[0])


@pytest.mark.parametrize("name", [".", "..", "../../evil.csv", "a/b", "長" * 200, "x" * 300, "a\\b", "con:x"])
def test_a_name_no_file_can_have_is_refused_while_it_is_written(auditor: Auditor, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "out" / "here"
    folder.mkdir(parents=True)
    auditor.settings.set("export", {"folder": str(folder), "format": "csv"})
    auditor.go("coverage")
    dialog = opened(auditor)
    dialog.fields.name.setText(name)
    assert not dialog.write_button.isEnabled()
    key = "export.name_too_long" if len(name) > 100 else "export.name_unusable"
    assert auditor.texts(f"{key}.todo") in dialog.words.text()
    auditor.press(Qt.Key.Key_Return, widget=dialog.formats)
    assert dialog.isVisible()
    assert list((tmp_path / "out").rglob("*")) == [folder]
    dialog.fields.name.setText("2006")
    assert dialog.write_button.isEnabled()


def test_the_template_of_one_page_is_not_that_of_another(auditor: Auditor, tmp_path: Path) -> None:
    template = tmp_path / "様式.docx"
    docx.Document().save(str(template))
    last = {"folder": str(tmp_path), "format": "docx", "template": str(template), "template_of": "coverage"}
    auditor.settings.set("export", last)
    for page, is_chosen in (("rates", False), ("coverage", True)):
        auditor.go(page)
        dialog = opened(auditor)
        assert (dialog.wish().template is not None) == is_chosen
        dialog.reject()
        auditor.settle()


@pytest.mark.parametrize("page", ["coverage", "programme", "standard", "organisations"])
def test_a_table_filtered_to_nothing_is_not_exported_on_any_page(
    sit_down: Callable[..., Auditor], practice_case: Path, page: str
) -> None:
    auditor = sit_down(practice_case, year=2007)
    auditor.go(page)
    auditor.settle()
    table = auditor.table
    column = next(own.key for own in table.model.columns() if own.kind == "text" and own.key != "position")
    table.model.set_filter_text(column, "存在しない語句")
    auditor.settle()
    assert table.model.counts()[0] == 0
    auditor.choose("export")
    assert [own.problems[0].key for own in auditor.notices.refused] == ["export.nothing"]
