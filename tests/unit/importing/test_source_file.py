"""Files that cannot be a text are refused by what they are, in words that tell what to do."""

from __future__ import annotations

import gzip
import io
import os
import sqlite3
import sys
import zipfile
from pathlib import Path

import pytest

from auditor_app.foundation.errors import InputRefusedError
from auditor_app.foundation.translation import LANGUAGES, Texts
from auditor_app.importing import source_file
from auditor_app.importing.source_file import open_document, read_source_file


def refusal_of(path: Path) -> str:
    with pytest.raises(InputRefusedError) as caught:
        open_document(path)
    (problem,) = caught.value.problems
    for language in LANGUAGES:
        assert Texts(language).problem(problem).startswith(path.name or str(path))
    return problem.key


def container(*names: str) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return stored.getvalue()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "import.empty"),
        (b" \r\n\t\n", "import.blank"),
        (b"%PDF-1.7\n...", "import.is_pdf"),
        (container("a.txt"), "import.is_zip"),
        (container("[Content_Types].xml", "xl/workbook.xml"), "import.is_workbook"),
        (container("[Content_Types].xml", "word/document.xml"), "import.is_word"),
        (container("ppt/presentation.xml"), "import.is_slides"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "import.is_ole"),
        (gzip.compress(b"text", mtime=0), "import.is_compressed"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "import.is_image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "import.is_image"),
        (b"<!DOCTYPE html><html></html>", "import.is_web_page"),
        (b"{\\rtf1 text}", "import.is_rtf"),
    ],
    ids=lambda value: value.removeprefix("import.") if isinstance(value, str) else "",
)
def test_a_file_that_is_no_text_is_refused_by_what_it_is(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    assert refusal_of(path) == key


def test_a_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    assert refusal_of(path) == "import.is_database"


def test_data_with_nul_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(bytes(range(256)) * 20)
    assert refusal_of(path) in ("import.is_binary", "import.unknown_encoding")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "missing.txt") == "import.missing"
    assert refusal_of(tmp_path) == "import.is_directory"
    assert refusal_of(tmp_path / ("long" * 100)) == "import.missing"


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are files only here")
def test_a_pipe_is_refused_without_waiting_for_its_other_end(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refusal_of(path) == "import.not_a_regular_file"


def test_a_file_above_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_file, "LARGEST_FILE", 1024 * 1024)
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * (1024 * 1024 + 1))
    assert refusal_of(path) == "import.too_large"


def test_a_text_is_read_once_with_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_bytes("把握率\r\n".encode("cp932"))
    name, content = read_source_file(path)
    document = open_document(path, "cp932")
    assert (name, document.name, document.content) == ("release.txt", "release.txt", content)
    assert document.text == "把握率\r\n"
    assert len(document.sha256) == 64


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\f"])
def test_a_text_without_line_ends_of_its_own_is_refused(tmp_path: Path, end: str) -> None:
    path = tmp_path / "release.txt"
    path.write_text(end.join(["2006年度", "機関名\t把握率", "内閣官房\t99.2 %", "人事院\t95.9 %"]), "utf-8", newline="")
    assert refusal_of(path) == "import.foreign_line_ends"
    path.write_text(f"把握率{end}は別紙のとおり。\n以上\n", "utf-8", newline="")
    assert open_document(path).text.startswith("把握率")


def test_a_line_no_document_has_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text("把" * source_file.LONGEST_LINE + "\n", "utf-8")
    assert len(open_document(path).text) == source_file.LONGEST_LINE + 1
    path.write_text("把" * (source_file.LONGEST_LINE + 1), "utf-8")
    assert refusal_of(path) == "import.line_too_long"
