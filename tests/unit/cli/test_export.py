"""`export` on the command line: every format, Shift_JIS with what does not fit, refusals that say what to do."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from auditor_app.foundation.paths import kept_folder
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents import items
from auditor_app.services.documents.view_document import view_document
from auditor_app.services.export_document import export_document
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors
from tests.unit.cli.conftest import Command

DOCUMENTS = (".xlsx", ".docx", ".pdf", ".html")


def manifest_of(target: Path) -> dict[str, object]:
    manifest: dict[str, object] = json.loads(target.with_name(f"{target.name}.manifest.json").read_bytes())
    return manifest


@pytest.fixture
def case_of_yoshino(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case whose log names somebody Shift_JIS cannot write."""
    monkeypatch.setenv("AUDITOR_APP_AUTHOR", "𠮷野 é")
    case = tmp_path / "case.auditcase"
    assert command("new", case, "--without-published").code == 0
    return case


@pytest.mark.parametrize("suffix", DOCUMENTS)
def test_a_view_becomes_a_document_with_a_manifest(
    command: Command, made_shipped_case: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"把握率{suffix}"
    answer = command("export", made_shipped_case, "coverage", target)
    assert (answer.code, answer.stderr) == (0, b"")
    told = manifest_of(target)
    assert told["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert told["format"] == suffix[1:]
    assert told["rules"] == ["coverage_rate v1", "coverage_mean v1", "own_survey_excluded v1"]
    assert {"case_id", "exported_at", "program", "log_head", "sources", "as_of", "tables"} <= told.keys()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([target.name, f"{target.name}.manifest.json"])


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_selectors_hold_in_documents_and_stand_in_the_manifest(
    command: Command, made_shipped_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "low.xlsx"
    chosen = ("--filter", "official_percent<50", "--sort", "-official_percent", "--years-as", "era", "--lang", "en")
    assert command("export", made_shipped_case, "coverage", target, *chosen).code == 0
    sheet = load_workbook(target).worksheets[0]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    names = [word for word in words if word in ("環境省", "農林水産省") or "(環境省)" in word or "(農林水産省)" in word]
    assert [name for name in names if "環境省" in name]
    assert not any("金融庁" in word for word in words)
    assert ["Filters", "official_percent<50"] in manifest_of(target)["selectors"]  # type: ignore[operator]


def test_shift_jis_holds_what_it_can(command: Command, made_shipped_case: Path, tmp_path: Path) -> None:
    target = tmp_path / "932.csv"
    assert command("export", made_shipped_case, "coverage", target, "--encoding", "cp932").code == 0
    assert command("export", made_shipped_case, "coverage", tmp_path / "utf8.csv").code == 0
    assert target.read_bytes().decode("cp932") == (tmp_path / "utf8.csv").read_bytes().decode("utf-8-sig")
    assert manifest_of(target)["encoding"] == "cp932"


def test_what_shift_jis_cannot_hold_is_named_and_nothing_is_written(
    command: Command, case_of_yoshino: Path, tmp_path: Path
) -> None:
    target = tmp_path / "log.csv"
    answer = command("export", case_of_yoshino, "log", target, "--encoding", "cp932")
    assert answer.code == 1
    assert len(answer.errors) == 1
    assert "2:3 𠮷 (U+20BB7), 2:3 é (U+00E9)" in answer.errors[0]
    assert not target.exists()


def test_it_is_replaced_where_that_is_accepted_and_listed(
    command: Command, case_of_yoshino: Path, tmp_path: Path
) -> None:
    target = tmp_path / "log.csv"
    answer = command("export", case_of_yoshino, "log", target, "--encoding", "cp932", "--accept-unfit")
    assert (answer.code, len(answer.errors)) == (0, 1)
    rows = list(csv.DictReader(io.StringIO(target.read_bytes().decode("cp932"))))
    assert rows[0]["author"] == "〓野 〓"
    replaced = manifest_of(target)["replaced"]
    assert replaced == {
        "by": "〓",
        "count": 2,
        "first": [
            {"row": 2, "column": 3, "character": "𠮷", "code": "U+20BB7"},
            {"row": 2, "column": 3, "character": "é", "code": "U+00E9"},
        ],
    }


@pytest.mark.parametrize(
    ("name", "more", "key"),
    [
        ("out.json", ("--encoding", "cp932"), "csv だけ"),
        ("out.xlsx", ("--encoding", "cp932"), "csv だけ"),
        ("out.pdf", ("--template", "form.docx"), ".docx だけ"),
        ("out.oscal.json", (), "指摘事項(findings)だけ"),
        ("out.xls", (), "形式「.xls」"),
    ],
)
def test_a_choice_the_format_does_not_have_is_refused(
    command: Command, made_shipped_case: Path, tmp_path: Path, name: str, more: tuple[str, ...], key: str
) -> None:
    answer = command("export", made_shipped_case, "coverage", tmp_path / name, *more)
    assert answer.code == 2
    assert key in answer.errors[0]
    assert list(tmp_path.iterdir()) == []


def test_a_template_that_is_none_is_refused_and_named(
    command: Command, made_shipped_case: Path, tmp_path: Path
) -> None:
    (tmp_path / "form.docx").write_bytes(b"no zip")
    answer = command("export", made_shipped_case, "coverage", tmp_path / "o.docx", "--template", tmp_path / "form.docx")
    assert answer.code in (1, 2)
    assert "form.docx" in answer.errors[0]
    assert not (tmp_path / "o.docx").exists()


def test_a_finished_file_is_kept_where_the_folder_is_gone(
    command: Command, made_shipped_case: Path, tmp_path: Path, own_home: Path
) -> None:
    answer = command("export", made_shipped_case, "coverage", tmp_path / "gone" / "out.html", "--lang", "en")
    assert answer.code == 1
    kept = Path(next(line for line in answer.errors if "kept here" in line).partition(": ")[2])
    assert kept.name == "out.html"
    assert own_home in kept.parents
    assert kept.read_bytes().startswith(b"<!DOCTYPE html>") or b"<html" in kept.read_bytes()[:300]
    assert kept.with_name("out.html.manifest.json").is_file()


def test_more_answers_than_can_be_read_go_into_a_streamed_workbook_only(
    command: Command, made_practice_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "MOST_ROWS", 5000)
    answer = command("export", made_practice_case, "items", tmp_path / "items.pdf")
    assert answer.code == 2
    assert "10,853" in answer.errors[0]
    assert list(tmp_path.iterdir()) == []
    target = tmp_path / "items.xlsx"
    assert command("export", made_practice_case, "items", target).code == 0
    assert manifest_of(target)["rows"] == 10_853
    assert manifest_of(target)["practice"]
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
    with closing(load_workbook(target, read_only=True)) as book:
        assert sum(1 for _ in book.worksheets[0].iter_rows()) >= 10_853


def test_an_overview_is_a_table_of_what_was_published(
    command: Command, made_shipped_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "overview.csv"
    assert command("export", made_shipped_case, "overview", target, "--year", "2006").code == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert len(rows) > 40
    assert {"種類", "対象", "値"} <= rows[0].keys()
    assert manifest_of(target)["table"] == "overview-2006"


def test_a_kept_file_can_be_checked_and_taken_and_rows_that_are_not_kept_say_so(
    command: Command, made_shipped_case: Path, tmp_path: Path
) -> None:
    answer = command("export", made_shipped_case, "coverage", tmp_path / "gone" / "o.html")
    assert answer.code == 1
    (kept,) = kept_folder().rglob("o.html")
    manifest = manifest_of(kept)
    assert (manifest["file"], manifest["format"]) == ("o.html", "html")
    assert manifest["sha256"] == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert str(kept) in answer.stderr.decode()
    assert "o.html.manifest.json" in answer.stderr.decode()
    rows = command("export", made_shipped_case, "coverage", tmp_path / "gone" / "o.csv")
    assert rows.code == 1
    assert "保管していません" in rows.stderr.decode()


def test_differences_in_csv_are_numbers_without_an_arrow_that_means_minus(
    made_practice_case: Path, tmp_path: Path
) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        document = view_document(reader, Texts("ja"), "compare", Selectors(years=(2006, 2007), metric="implementation"))
    export_document(document, tmp_path / "o.csv", datetime(2008, 1, 1, tzinfo=UTC))
    words = (tmp_path / "o.csv").read_text("utf-8-sig")
    assert "▲" in "".join(cell.text for table in document.tables() for row in table.rows for cell in row.cells)
    assert not set("▲▼") & set(words)


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be asked to end there")
def test_an_export_that_a_logout_ends_leaves_nothing_behind(made_practice_case: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "auditor_app", "export", str(made_practice_case), "items", "o.xlsx"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as run:
        until = time.monotonic() + 60
        while not list(tmp_path.iterdir()) and time.monotonic() < until:
            time.sleep(0.01)
        assert [own.name[:13] for own in tmp_path.iterdir()] == [".auditor-app-"]
        run.terminate()
        assert run.wait() == 143
    assert list(tmp_path.iterdir()) == []
