"""A workbook that says anything else than its document is noticed, with sheet and cell."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor_app.exporting.read_back import ReadBackError
from auditor_app.exporting.xlsx_check import check_xlsx
from auditor_app.exporting.xlsx_file import write_xlsx
from tests.unit.exporting.reading_workbooks import changed
from tests.unit.exporting.workbook_documents import recomputable

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    target = tmp_path / "rates.xlsx"
    write_xlsx(recomputable(), target)
    return target


def replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, "<v>0.875</v>", "<v>0.8750000000000001</v>"),
        (SHEET, "<v>0.875</v>", "<v>1</v>"),
        (STRINGS, "基本遵守事項だけです。", "全てです。"),
        (STRINGS, "責務なし", "0"),
        (STRINGS, "5 / 5 行", "5 / 6 行"),
        (STRINGS, "並び: 公表順", ""),
        (STYLES, "*1", "*2"),
        (SHEET, "<f>IF(COUNT(", "<f>IF(1+COUNT("),
        ("xl/workbook.xml", "遵守事項の明細", "別の名前"),
    ],
)  # fmt: skip
def test_whatever_is_changed_is_found(path: Path, part: str, old: str, new: str) -> None:
    with pytest.raises(ReadBackError):
        check_xlsx(recomputable(), changed(path, part, replaced(old, new)))


def test_the_place_is_named(path: Path) -> None:
    with pytest.raises(ReadBackError) as refused:
        check_xlsx(recomputable(), changed(path, SHEET, replaced("<v>0.875</v>", "<v>0.9</v>")))
    assert refused.value.place.startswith("節ごとの実施率!E")
    assert (refused.value.expected, refused.value.found) == ("0.875", "0.9")


def test_a_row_too_many_and_a_cell_too_few_are_found(path: Path) -> None:
    more = '<row r="99"><c r="A99"><v>7</v></c></row></sheetData>'
    with pytest.raises(ReadBackError, match="A99"):
        check_xlsx(recomputable(), changed(path, SHEET, replaced("</sheetData>", more)))


def test_a_cell_that_went_missing_is_found(path: Path) -> None:
    with pytest.raises(ReadBackError):
        check_xlsx(recomputable(), changed(path, SHEET, replaced("<v>0.875</v>", "")))


def test_a_link_that_leads_out_of_the_file_is_found(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/externalLinks/externalLink1.xml", "<x/>")
    with pytest.raises(ReadBackError, match="externalLink1"):
        check_xlsx(recomputable(), path)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/St_Johns"])
def test_the_same_document_gives_the_same_bytes_in_every_time_zone_and_language(zone: str, path: Path) -> None:
    words = (
        "import hashlib, pathlib, sys; from auditor_app.exporting.xlsx_file import write_xlsx;"
        "from tests.unit.exporting.workbook_documents import recomputable;"
        "path = pathlib.Path(sys.argv[1]); write_xlsx(recomputable(), path);"
        "print(hashlib.sha256(path.read_bytes()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[3]
    own = {**os.environ, "TZ": zone, "LC_ALL": "C", "PYTHONHASHSEED": str(len(zone)), "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", words, str(path.with_name("other.xlsx"))]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=own).stdout.strip()
    assert printed == hashlib.sha256(path.read_bytes()).hexdigest()
