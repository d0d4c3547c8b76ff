"""Bad input: exit code 1, one line a problem, nothing on stdout, and the case byte for byte as it was."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import stat
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.builders import new_case, sha256_of
from tests.published_documents import Release, coverage_page
from tests.unit.cli.conftest import Answer, Command

MAKERS: dict[str, Callable[[Path], object]] = {}


def bad_file(maker: Callable[[Path], object]) -> Callable[[Path], object]:
    MAKERS[maker.__name__] = maker
    return maker


@bad_file
def empty(path: Path) -> None:
    path.write_bytes(b"")


@bad_file
def only_white_space(path: Path) -> None:
    path.write_text(" \n\t　\n", encoding="utf-8")


@bad_file
def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


@bad_file
def zeros(path: Path) -> None:
    path.write_bytes(bytes(100_000))


@bad_file
def pdf(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n")


@bad_file
def old_workbook(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))


@bad_file
def bomb(path: Path) -> None:
    """700 MB of zeros in a few hundred kilobytes."""
    path.write_bytes(packed_zeros())


@cache
def packed_zeros() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            block = bytes(1 << 20)
            for _ in range(700):
                member.write(block)
    return packed.getvalue()


@bad_file
def foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE coverage (organisation TEXT)")
    connection.commit()
    connection.close()


@bad_file
def another_case(path: Path) -> None:
    new_case(path, with_published=False)


@bad_file
def folder(path: Path) -> None:
    path.mkdir()


@bad_file
def missing(path: Path) -> None:
    assert not path.exists()


@bad_file
def broken_utf_8(path: Path) -> None:
    path.write_bytes(coverage_page(Release()).encode("utf-8")[:-1] + b"\xff\xfe\x00\xe3")


@bad_file
def broken_cp932(path: Path) -> None:
    path.write_bytes(coverage_page(Release()).encode("cp932")[:300] + b"\x81\x00\xfd\xfd\x82" * 20)


@bad_file
def nothing_recognisable(path: Path) -> None:
    path.write_text("昨日は雨でした。\n今日は晴れています。\n" * 20, encoding="utf-8")


@bad_file
def one_endless_line(path: Path) -> None:
    path.write_text("あ" * 3_000_000, encoding="utf-8")


@bad_file
def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)


@bad_file
def html(path: Path) -> None:
    path.write_text("<!DOCTYPE html><html><body><p>404 Not Found</p></body></html>", encoding="utf-8")


def refused(answer: Answer, name: str = "") -> None:
    assert answer.code == 1
    assert answer.stdout == b""
    assert answer.errors
    assert not any("Traceback" in line or "Error:" in line for line in answer.errors)
    assert any(name in line for line in answer.errors)


@pytest.mark.parametrize("kind", sorted(MAKERS))
@pytest.mark.parametrize("suffix", [".txt", ".xlsx"])
def test_bad_file_is_refused_and_the_case_stays_as_it_was(
    command: Command, shipped_case: Path, tmp_path: Path, kind: str, suffix: str
) -> None:
    path = tmp_path / f"資料{suffix}"
    MAKERS[kind](path)
    before = sha256_of(shipped_case)
    refused(command("import", shipped_case, path), path.name)
    assert sha256_of(shipped_case) == before
    assert not shipped_case.with_name(f"{shipped_case.name}-journal").exists()


def test_bad_file_is_refused_in_english_too(command: Command, shipped_case: Path, tmp_path: Path) -> None:
    for kind, maker in MAKERS.items():
        if kind in ("bomb", "one_endless_line"):
            continue
        path = tmp_path / f"{kind}.dat"
        maker(path)
        answer = command("import", shipped_case, path, "--lang", "en")
        refused(answer, path.name)
        assert answer.stderr != command("import", shipped_case, path, "--lang", "ja").stderr


CASE_KINDS = sorted(set(MAKERS) - {"another_case", "bomb"})


@pytest.mark.parametrize("kind", CASE_KINDS)
@pytest.mark.parametrize("verb", ["show", "explain", "export", "verify", "import", "screenshot"])
def test_what_is_no_case_is_refused_by_every_verb_and_stays_as_it_was(
    command: Command, tmp_path: Path, kind: str, verb: str
) -> None:
    path = tmp_path / "a.auditcase"
    MAKERS[kind](path)
    before = sha256_of(path) if path.is_file() else ""
    source = tmp_path / "release.txt"
    source.write_text(coverage_page(Release()), encoding="utf-8")
    rest: dict[str, list[object]] = {
        "show": ["coverage"],
        "explain": ["coverage:2006:農林水産省"],
        "export": ["coverage", tmp_path / "out.csv"],
        "verify": [],
        "import": [source],
        "screenshot": ["coverage", tmp_path / "out.png"],
    }
    refused(command(verb, path, *rest[verb]), path.name)
    assert (sha256_of(path) if path.is_file() else "") == before
    assert not list(tmp_path.glob("out.*"))


@pytest.mark.parametrize("length", [1, 99, 100, 4096, 40_960])
def test_truncated_case_is_refused(command: Command, shipped_case: Path, length: int) -> None:
    content = shipped_case.read_bytes()[:length]
    shipped_case.write_bytes(content)
    for words in (["show", shipped_case, "coverage"], ["verify", shipped_case]):
        refused(command(*words), shipped_case.name)
    assert shipped_case.read_bytes() == content


def test_case_of_a_newer_program_is_refused(command: Command, shipped_case: Path) -> None:
    connection = sqlite3.connect(shipped_case)
    connection.execute("PRAGMA user_version=9999")
    connection.close()
    before = sha256_of(shipped_case)
    refused(command("show", shipped_case, "coverage"), shipped_case.name)
    assert sha256_of(shipped_case) == before


@pytest.mark.parametrize(
    "name",
    [
        "監査 2006.auditcase",
        "100%完了?.auditcase",
        "#1 案件&甲'乙.auditcase",
        "a;b`c$(d).auditcase",
        "-dash.auditcase",
        "file:x?mode=rw.auditcase",
        "かﾞ㍻é.auditcase",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_case_and_source_may_have_any_name(command: Command, tmp_path: Path, made_empty_case: Path, name: str) -> None:
    case = Path(shutil.copyfile(made_empty_case, tmp_path / name))
    source = tmp_path / name.replace(".auditcase", ".txt")
    source.write_text(coverage_page(Release()), encoding="utf-8")
    assert command("import", case, source, "--accept-warnings").code == 0
    assert len(command("show", case, "coverage", "--format", "json").json) == 19
    assert command("show", case, "sources", "--format", "json").json[0]["document"] == source.name
    assert command("verify", case).code == 0
    assert command("export", case, "coverage", tmp_path / "out.csv").code == 0
    made = tmp_path / f"neu {name}"
    assert command("new", made).code == 0
    assert {path.name for path in tmp_path.iterdir()} >= {name, made.name}
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(("-journal", "-wal"))]


def test_locked_case_can_be_read_and_is_refused_for_writing(
    command: Command, shipped_case: Path, tmp_path: Path
) -> None:
    source = tmp_path / "release.txt"
    source.write_text(coverage_page(Release(fiscal_year=2007, year_text="2007年度")), encoding="utf-8")
    other = sqlite3.connect(shipped_case, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = sha256_of(shipped_case)
    try:
        assert command("show", shipped_case, "coverage").code == 0
        refused(command("import", shipped_case, source, "--accept-warnings"), shipped_case.name)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert sha256_of(shipped_case) == before
    assert command("import", shipped_case, source, "--accept-warnings").code == 0


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the administrator may write everything")
def test_read_only_case_can_be_read_and_is_refused_for_writing(
    command: Command, shipped_case: Path, tmp_path: Path
) -> None:
    source = tmp_path / "release.txt"
    source.write_text(coverage_page(Release(fiscal_year=2007, year_text="2007年度")), encoding="utf-8")
    shipped_case.chmod(stat.S_IRUSR)
    before = sha256_of(shipped_case)
    assert command("show", shipped_case, "coverage").code == 0
    refused(command("import", shipped_case, source, "--accept-warnings"), shipped_case.name)
    assert sha256_of(shipped_case) == before


def test_several_bad_files_are_each_named_or_the_first_stops_all(
    command: Command, shipped_case: Path, tmp_path: Path
) -> None:
    before = sha256_of(shipped_case)
    refused(command("import", shipped_case, tmp_path / "a.txt", tmp_path / "b.txt"), "a.txt")
    assert sha256_of(shipped_case) == before


def test_text_whose_encoding_is_a_guess_is_stored_only_on_demand(
    command: Command, empty_case: Path, tmp_path: Path
) -> None:
    source = tmp_path / "release.txt"
    source.write_bytes("財務省\t1 %\n内閣府\t99.2 %\n".encode("euc_jp"))
    before = sha256_of(empty_case)
    answer = command("import", empty_case, source, "--dry-run", "--accept-warnings", "--json")
    assert answer.json["files"][0]["encoding_is_certain"] is False
    refused(command("import", empty_case, source), source.name)
    assert sha256_of(empty_case) == before


def test_text_with_refused_rows_is_stored_only_on_demand(command: Command, empty_case: Path, tmp_path: Path) -> None:
    source = tmp_path / "release.txt"
    source.write_text(coverage_page(Release()).replace("97.6 %", "197.6 %"), encoding="utf-8")
    before = sha256_of(empty_case)
    refused(command("import", empty_case, source), source.name)
    assert sha256_of(empty_case) == before
    answer = command("import", empty_case, source, "--accept-warnings", "--json")
    assert answer.code == 0
    assert len(answer.json["files"][0]["refused"]) == 1
    assert "総務省" not in {
        row["organisation"] for row in command("show", empty_case, "coverage", "--format", "json").json
    }


@pytest.mark.parametrize("name", ["case.auditcase", "other.csv", "other.png"])
def test_no_command_writes_over_a_case_whatever_it_is_called(
    command: Command, shipped_case: Path, tmp_path: Path, name: str
) -> None:
    victim = tmp_path / name
    victim.write_bytes(shipped_case.read_bytes())
    before = victim.read_bytes()
    for words in (("export", shipped_case, "coverage", victim), ("screenshot", shipped_case, "coverage", victim)):
        assert command(*words).code in (1, 2)
        assert victim.read_bytes() == before


def test_a_name_that_is_too_long_is_refused_like_any_other_bad_name(command: Command, tmp_path: Path) -> None:
    answer = command("new", tmp_path / ("案" * 300 + ".auditcase"))
    assert (answer.code, len(answer.errors)) == (1, 1)


def test_control_characters_of_a_document_do_not_reach_the_terminal(
    command: Command, shipped_case: Path, tmp_path: Path
) -> None:
    file = tmp_path / "esc.txt"
    file.write_text("2006年度\n機関名\t把握率\n内閣官房\t99.2 %\n人事院\t\x1b[31m195.9 %\n", encoding="utf-8")
    answer = command("import", shipped_case, file)
    assert b"\x1b" not in answer.stdout + answer.stderr


def test_a_misspelt_ministry_is_named_with_the_one_it_looks_like(
    command: Command, shipped_case: Path, tmp_path: Path
) -> None:
    file = tmp_path / "slip.txt"
    file.write_text("2006年度\n機関名\t把握率\n警庁\t99.2 %\n人事院\t99.9 %\n", encoding="utf-8")
    answer = command("import", shipped_case, file, "--dry-run", "--lang", "ja")
    assert answer.code == 0
    assert "警庁 (似た名称: 警察庁)" in answer.text
