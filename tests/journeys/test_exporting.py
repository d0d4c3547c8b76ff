"""Exporting from the window in every format: what other programs read in the files is what the screen shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor_app.ui.dialogs.export_dialog import ExportDialog
from tests.auditor import Auditor
from tests.exported_files import READERS, holds_in_order, rows_of_csv, rows_of_html, words_of_pdf
from tests.journeys.answers import wait
from tests.journeys.test_exporting_what_is_shown import PAGES, japan, screens_of

__all__ = ["japan"]
PAGED = ("html", "docx", "pdf", "json")


def opened(auditor: Auditor) -> ExportDialog:
    """The dialog, when it has looked through what it offers."""
    auditor.choose("export")
    assert auditor.commands.exports is not None
    dialog = auditor.commands.exports.dialog
    assert dialog is not None
    auditor.settle()
    assert dialog.write_button.isEnabled(), dialog.words.text()
    return dialog


def choose_format(auditor: Auditor, dialog: ExportDialog, wanted: str) -> None:
    at = [dialog.formats.item(row).data(0x0100) for row in range(dialog.formats.count())].index(wanted)
    dialog.formats.setCurrentRow(at)
    auditor.settle()


def written(auditor: Auditor, dialog: ExportDialog, folder: Path) -> Path:
    dialog.fields.folder.setText(str(folder))
    target = dialog.target()
    assert target is not None
    auditor.click(dialog.write_button)
    assert auditor.commands.exports is not None
    assert auditor.commands.exports.dialog is None, dialog.words.text()
    return target


def exported(auditor: Auditor, folder: Path, wanted: str) -> Path:
    dialog = opened(auditor)
    choose_format(auditor, dialog, wanted)
    return written(auditor, dialog, folder)


def folder_of(folder: Path, name: str) -> Path:
    own = folder / name
    own.mkdir()
    return own


def body(screen: list[list[str]]) -> list[list[str]]:
    return screen[1:]


@pytest.mark.usefixtures("japan")
@pytest.mark.parametrize(("case", "first"), [("practice_case", 0), ("shipped_case", 2)])
def test_every_page_goes_out_as_it_is_shown(
    request: pytest.FixtureRequest, sit_down: Callable[..., Auditor], tmp_path: Path, case: str, first: int
) -> None:
    """Another format for each page, so that each case sees them all."""
    auditor = sit_down(request.getfixturevalue(case))
    seen = set()
    for number, page in enumerate(PAGES, start=first):
        auditor.go(page)
        auditor.settle()
        screens = screens_of(auditor)
        if not any(body(screen) for screen in screens):
            continue
        kind = PAGED[number % len(PAGED)]
        seen.add(kind)
        target = exported(auditor, tmp_path, kind)
        assert target.name.startswith("practice-") == (case == "practice_case")
        for screen in filter(body, screens):
            if kind == "pdf":
                words = words_of_pdf(target)
                missing = [row[0] for row in body(screen) if "".join(row[0].split()) not in words]
                assert missing == [], f"{page} {kind}"
            else:
                assert holds_in_order(READERS[kind](target), body(screen)) == "", f"{page} {kind}"
        manifest = json.loads(Path(f"{target}.manifest.json").read_bytes())
        assert manifest["language"] == "ja"
        assert manifest["file"] == target.name
    assert seen == set(PAGED)
    assert {tone for tone, _ in auditor.notices.told} == {"good"}


def test_filters_order_and_columns_hold_in_every_format_and_are_said(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("coverage")
    auditor.table.model.set_filter_text("official", "<100")
    auditor.table.sort_by([("official", True)])
    auditor.table.set_column_visible("analysis", False)
    auditor.settle()
    (screen,) = [own for own in screens_of(auditor) if "府省庁" in own[0]]
    assert 1 < len(body(screen)) < 11
    dialog = opened(auditor)
    words = dialog.contents.words()
    assert words["行"] == f"11 行のうち {len(body(screen))} 行"
    assert (words["絞り込み"], words["並べ替え"]) == ("公式: <100", "公式(降順)")
    assert "分析での扱い" in words["表示していない列"]
    assert words["印"] == "演習用(架空)"
    dialog.reject()
    told = ("絞り込み: 公式: <100", "並べ替え: 公式(降順)", "演習用(架空)")
    for kind in ("xlsx", "docx", "html", "csv", "json", "pdf"):
        target = exported(auditor, tmp_path, kind)
        if kind == "pdf":
            text = words_of_pdf(target)
            assert all("".join(own.split()) in text for own in told)
            continue
        found = READERS[kind](target)
        if kind == "xlsx":  # numbers there are numbers
            assert holds_in_order(found, [row[:1] for row in body(screen)]) == ""
        else:
            is_csv = kind == "csv"  # where a sign before a number is the minus
            wanted = [[cell.removeprefix("+") if is_csv else cell for cell in row] for row in body(screen)]
            assert holds_in_order(found, wanted) == "", kind
        assert not any("分析での扱い" in row for row in found)
        manifest = Path(f"{target}.manifest.json").read_text(encoding="utf-8")
        assert "公式(降順)" in manifest


def test_a_document_in_the_other_language_follows_filter_order_and_columns_of_the_screen(
    sit_down: Callable[..., Auditor], shipped_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(shipped_case)
    auditor.go("coverage")
    auditor.table.model.set_filter_text("official", "<70")
    auditor.settle()
    dialog = opened(auditor)
    choose_format(auditor, dialog, "html")
    dialog.fields.language.setCurrentIndex(dialog.fields.language.findData("en"))
    auditor.settle()
    assert "別の言語" in dialog.contents.words()["範囲"]
    text = written(auditor, dialog, tmp_path).read_text(encoding="utf-8")
    assert '<html lang="en"' in text
    assert "MAFF (農林水産省)" in text
    assert "Cabinet Secretariat" not in text  # which the filter of the screen leaves out
    assert "of 19 rows" in text


@pytest.mark.parametrize("page", ["coverage", "rates", "weak_areas", "programme", "standard", "organisations"])
def test_every_page_goes_out_in_the_other_language_with_its_rows_or_names_the_table_it_lacks(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path, page: str
) -> None:
    auditor = sit_down(practice_case, year=2007)
    auditor.go(page)
    auditor.settle()
    own = rows_of_html(exported(auditor, folder_of(tmp_path, "ja"), "html"))
    dialog = opened(auditor)
    choose_format(auditor, dialog, "html")
    dialog.fields.language.setCurrentIndex(dialog.fields.language.findData("en"))
    auditor.settle()
    target = written(auditor, dialog, folder_of(tmp_path, "en"))
    lacks = "cannot be exported in this language" in target.read_text(encoding="utf-8")
    assert (len(rows_of_html(target)) < len(own)) == lacks
    assert lacks == (page in ("weak_areas", "organisations"))  # tables of one row chosen there


def test_answers_go_out_as_arranged_and_too_many_of_them_only_as_tables(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = sit_down(practice_case)
    auditor.go("answers")
    wait(auditor)
    auditor.page.show_selection(2006, organisation="藤波省", role="staff", part="3")  # type: ignore[attr-defined]
    wait(auditor)
    auditor.table.sort_by([("ratio", True)])
    wait(auditor)
    count = auditor.table.model.counts()[0]
    assert 5 < count < 500
    number = auditor.table.model.column_number("item")
    assert number is not None
    items = [auditor.table.model.index(row, number).data() for row in range(5)]
    target = exported(auditor, tmp_path, "docx")
    rows = [row for row in READERS["docx"](target) if any(item in row for item in items)]
    assert [next(item for item in items if item in row) for row in rows][:5] == items
    shown = rows_of_csv(exported(auditor, tmp_path, "csv"))
    assert len(shown) == count + 1
    monkeypatch.setattr("auditor_app.services.export_page.MOST_ROWS", count - 1)
    dialog = opened(auditor)
    enabled = [dialog.formats.item(at).data(0x0100) for at in range(6) if dialog.formats.item(at).flags().value & 32]
    assert enabled == ["xlsx", "csv", "json"]
    assert f"{count} 行" in dialog.limits.text()
    choose_format(auditor, dialog, "xlsx")
    found = READERS["xlsx"](written(auditor, dialog, tmp_path))
    assert sum(items[0] in row for row in found) >= 1
