"""A file is the old one or the complete new one; what its target does not take is kept and can be saved elsewhere."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.exporting.file_names import MOST_CHARACTERS, file_name
from auditor_app.exporting.read_back import ReadBackError
from auditor_app.exporting.safe_write import (
    ExportRefusedError,
    made_and_verified,
    save_kept,
    sha256_of,
    written_and_verified,
)
from auditor_app.foundation.paths import kept_folder

ROOT = Path(__file__).parents[3]


def writes(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def accepts(_path: Path) -> None:
    """Every file is as it should be."""


def refuses(path: Path) -> None:
    raise ReadBackError("B2", "31.2", path.read_text())


def keys(error: ExportRefusedError) -> list[str]:
    return [problem.key for problem in error.problems]


def test_what_was_made_and_checked_replaces_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    seen: list[bytes] = []
    sha256 = made_and_verified(target, writes(b"new"), lambda path: seen.append(path.read_bytes()))
    assert (target.read_bytes(), seen, sha256) == (b"new", [b"new"], sha256_of(target))
    assert list(tmp_path.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o644


def test_a_file_that_says_something_else_is_refused_with_its_place(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(target, writes(b"31.3"), refuses)
    assert keys(refused.value) == ["export.read_back_differs"]
    assert refused.value.problems[0].place == "out.xlsx B2"
    assert refused.value.kept is None  # what is wrong is not worth keeping
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.xlsx", b"old")]


def test_a_file_its_target_does_not_take_is_kept_and_saved_elsewhere(tmp_path: Path) -> None:
    target = tmp_path / "報告.docx"

    def make(path: Path) -> None:
        path.write_bytes(b"done")
        target.mkdir(exist_ok=True)  # meanwhile somebody else has taken the name

    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(target, make, accepts)
    kept = refused.value.kept
    assert kept is not None
    assert (kept.name, kept.read_bytes()) == ("報告.docx", b"done")
    assert [path.name for path in tmp_path.iterdir()] == ["報告.docx"]
    other = tmp_path / "elsewhere.docx"
    assert save_kept(kept, other) == sha256_of(other)
    assert (other.read_bytes(), kept.exists()) == (b"done", False)


def test_a_kept_file_stays_until_it_is_saved(tmp_path: Path) -> None:
    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(tmp_path / "gone" / "out.csv", writes(b"done"), accepts)
    assert keys(refused.value) == ["export.folder_gone"]
    kept = refused.value.kept
    assert kept is not None
    with pytest.raises(ExportRefusedError) as again:
        save_kept(kept, tmp_path / "gone too" / "out.csv")
    assert (keys(again.value), again.value.kept) == (["export.folder_gone"], kept)
    assert kept.read_bytes() == b"done"


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everything")
def test_a_folder_one_may_not_write_to_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(tmp_path / "out.csv", writes(b"done"), accepts)
    assert keys(refused.value) == ["export.folder_unwritable"]
    assert refused.value.kept is not None


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    """The system refuses to let a file grow beyond 100 kB: what a full disk does to a writer."""
    target = tmp_path / "out.json"
    target.write_bytes(b"old")
    script = f"""
import resource, signal
from pathlib import Path
from auditor_app.exporting.safe_write import ExportRefusedError, made_and_verified
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    made_and_verified(Path({str(target)!r}), lambda path: path.write_bytes(b"x" * 200_000), lambda path: None)
except ExportRefusedError as error:
    print(error.problems[0].key, error.kept)
"""
    assert resource.RLIMIT_FSIZE is not None
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["export.disk_full", "None"]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.json", b"old")]
    assert list(kept_folder().iterdir()) == []


def test_a_full_disk_is_told_of_a_workbook_without_a_word_of_the_library(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    script = f"""
import resource, signal
from pathlib import Path
from auditor_app.exporting.safe_write import ExportRefusedError, made_and_verified
from auditor_app.exporting.xlsx_file import write_xlsx
from tests.unit.exporting.report_documents import report
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))
try:
    made_and_verified(Path({str(target)!r}), lambda path: write_xlsx(report(), path), lambda path: None)
except ExportRefusedError as error:
    print(error.problems[0].key)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert (run.stdout.split(), run.stderr) == (["export.disk_full"], "")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.xlsx", b"old")]


@pytest.mark.parametrize("what", ["folder", "case"])
def test_nothing_is_written_where_the_manifest_could_not_stand_beside_it(tmp_path: Path, what: str) -> None:
    target, manifest = tmp_path / "out.csv", tmp_path / "out.csv.manifest.json"
    target.write_bytes(b"old")
    if what == "folder":
        manifest.mkdir()
    else:
        manifest.write_bytes(b"SQLite format 3\0")
    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(target, writes(b"new"), accepts)
    assert keys(refused.value) == ["export.is_a_folder" if what == "folder" else "export.is_the_case"]
    assert target.read_bytes() == b"old"


def test_the_longest_name_holds_its_manifest_too(tmp_path: Path) -> None:
    longest = tmp_path / f"{'x' * 237}.csv"
    made_and_verified(longest, writes(b"new"), accepts)
    written_and_verified(longest.with_name(f"{longest.name}.manifest.json"), b"{}")
    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(tmp_path / f"{'x' * 238}.csv", writes(b"new"), accepts)
    assert keys(refused.value) == ["export.name_too_long"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "out.csv")
    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(tmp_path / "out.csv", writes(b"new"), accepts)
    assert keys(refused.value) == ["export.is_no_file"]


def test_the_file_a_link_leads_to_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    real, link = tmp_path / "there" / "real.csv", tmp_path / "out.csv"
    real.write_bytes(b"old")
    link.symlink_to(real)
    made_and_verified(link, writes(b"new"), accepts)
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")


def test_what_an_export_that_was_killed_left_behind_is_taken_away_after_a_day(tmp_path: Path) -> None:
    old, young = tmp_path / ".auditor-app-a.part.html", tmp_path / ".auditor-app-b.part.html"
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (1.0, 1.0))
    made_and_verified(tmp_path / "out.csv", writes(b"new"), accepts)
    assert (old.exists(), young.exists()) == (False, True)


def test_what_a_process_that_is_gone_left_is_taken_away_at_once_and_that_of_a_running_one_stays(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from auditor_app.exporting.safe_write import made_and_verified
def make(path):
    path.write_bytes(b"half")
    print(path.name, flush=True)
    input()
made_and_verified(Path({str(tmp_path / "out.html")!r}), make, lambda path: None)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command, pipe = [sys.executable, "-c", script], subprocess.PIPE
    with subprocess.Popen(command, env=environment, text=True, stdin=pipe, stdout=pipe) as run:
        assert run.stdout is not None
        part = tmp_path / run.stdout.readline().strip()
        made_and_verified(tmp_path / "first.csv", writes(b"new"), accepts)
        assert part.exists()
        run.kill()
        run.wait()
    made_and_verified(tmp_path / "second.csv", writes(b"new"), accepts)
    assert sorted(own.name for own in tmp_path.iterdir()) == ["first.csv", "second.csv"]


def test_rows_that_come_once_are_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ExportRefusedError) as refused:
        written_and_verified(tmp_path / "gone" / "out.csv", iter([b"a", b"b"]))
    assert (keys(refused.value), refused.value.kept) == (["export.folder_gone"], None)
    assert list(kept_folder().iterdir()) == []


def test_a_case_is_never_written_over(tmp_path: Path) -> None:
    case = tmp_path / "case.csv"
    with closing(sqlite3.connect(case)) as connection:
        connection.execute("create table t (a)")
        connection.commit()
    before = case.read_bytes()
    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(case, writes(b"new"), accepts)
    assert keys(refused.value) == ["export.is_the_case"]
    assert case.read_bytes() == before


@pytest.mark.parametrize("name", ["長" * 80 + ".xlsx", "x" * 241 + ".csv", "x" * 400 + ".csv"])
def test_a_name_no_file_can_have_is_refused_before_anything_is_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportRefusedError) as refused:
        made_and_verified(tmp_path / name, refuses, refuses)
    assert keys(refused.value) == ["export.name_too_long"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["x" * 230 + ".csv", " 空 白 .csv", "=1+1.csv", "-rf.csv", ".hidden.csv", "a\nb.csv", "👍.csv", "a;b|c.csv"]
)
def test_an_odd_name_of_the_auditors_own_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    made_and_verified(tmp_path / name, writes(b"done"), accepts)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, b"done")]


# --- names of our own -------------------------------------------------------------------------------------------------


@given(st.text(), st.sampled_from([".csv", ".xlsx", ".oscal.json", ""]))
def test_a_name_of_our_own_is_harmless_whatever_it_is_made_of(words: str, suffix: str) -> None:
    name = file_name(words, suffix)
    assert 0 < len(name) <= MOST_CHARACTERS
    assert name.endswith(suffix)
    assert name[0] not in ".- "
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert name.removesuffix(suffix)[-1:] not in (" ", ".")


@pytest.mark.parametrize("words", ["CON", "con", "Aux", "NUL", "com1", "LPT9", "con.txt"])
def test_no_name_of_our_own_means_a_device(words: str) -> None:
    assert file_name(words, ".csv").partition(".")[0].lower() not in ("con", "aux", "nul", "com1", "lpt9")
