"""What is no sound case of ours is refused with a reason, and stays as it was, byte for byte."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.foundation.paths import resources_folder
from auditor_app.storage.case_file import check_case
from auditor_app.storage.connections import open_connection
from auditor_app.storage.creation import create_case
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.schema import SCHEMA_VERSION
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import AUTHOR, content_of, empty_case, import_rows, shown_numbers, ticking_clock

ROWS = [("総務省", "97.6"), ("外務省", "100.0")]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = empty_case(tmp_path_factory.mktemp("original"))
    import_rows(path, ROWS)
    return path


@pytest.fixture
def case(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "case.auditcase"))


def refusal_of(action: Callable[[], object]) -> str:
    with pytest.raises(CaseRefusedError) as caught:
        action()
    return caught.value.problems[0].key


def assert_refused_untouched(path: Path, *keys: str) -> None:
    """Opening, reading, writing: none of them works, none of them leaves a trace."""
    before = content_of(path.parent)
    assert refusal_of(lambda: check_case(path)) in keys
    assert content_of(path.parent) == before


def _write(path: Path) -> None:
    with UnitOfWork(path, AUTHOR, ticking_clock(), busy_timeout_ms=50) as work:
        work.begin_change("published_imported", {})
        work.commit()


def _read(path: Path) -> None:
    with CaseReader(path, busy_timeout_ms=50) as reader:
        reader.log()


@pytest.mark.parametrize("action", [check_case, _read, _write])
def test_what_is_not_there_or_no_file_is_refused_by_every_way_in(
    tmp_path: Path, action: Callable[[Path], object]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "text").write_text("把握率 " * 100, encoding="utf-8")
    assert refusal_of(lambda: action(tmp_path / "nowhere")) == "case.missing"
    assert refusal_of(lambda: action(tmp_path / "text" / "below")) == "case.missing"
    assert refusal_of(lambda: action(tmp_path / "folder")) == "case.directory"
    assert refusal_of(lambda: action(tmp_path / "empty")) == "case.empty"
    assert refusal_of(lambda: action(tmp_path / "text")) == "case.foreign"
    assert refusal_of(lambda: action(tmp_path / "a\0b")) == "case.unreadable"
    assert sorted(content_of(tmp_path)) == ["empty", "text"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal_of(lambda: check_case(tmp_path / "pipe")) == "case.not_a_file"


def test_a_truncated_file_is_refused_wherever_it_is_cut(case: Path) -> None:
    content = case.read_bytes()
    page = int.from_bytes(content[16:18], "big")
    edges = {edge + near for edge in range(0, len(content), page) for near in (-1, 0, 1)}
    cuts = sorted(cut for cut in {*range(1, 120), *edges, len(content) - 1} if 0 < cut < len(content))
    for cut in cuts:
        case.write_bytes(content[:cut])
        assert_refused_untouched(case, "case.damaged")


def test_something_appended_is_refused(case: Path) -> None:
    content = case.read_bytes()
    for extra in (b"x", b"\0" * 4096):
        case.write_bytes(content + extra)
        assert_refused_untouched(case, "case.damaged")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE t (a)")
    assert_refused_untouched(tmp_path / "other.db", "case.foreign")


def _in_header(path: Path, offset: int, value: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(value)


def test_a_newer_file_is_refused_with_both_numbers(case: Path) -> None:
    _in_header(case, 60, (999).to_bytes(4, "big"))
    assert_refused_untouched(case, "case.newer")
    with pytest.raises(CaseRefusedError) as caught:
        check_case(case)
    assert caught.value.problems[0].values == {"found": 999, "known": SCHEMA_VERSION}
    assert caught.value.problems[0].place == "case.auditcase"


def test_a_schema_number_we_never_used_is_refused(case: Path) -> None:
    _in_header(case, 60, bytes(4))
    assert_refused_untouched(case, "case.damaged")


def test_a_file_in_wal_mode_is_refused_before_sqlite_makes_its_side_files(case: Path) -> None:
    with closing(sqlite3.connect(case)) as other:
        other.execute("PRAGMA journal_mode=WAL")
    assert_refused_untouched(case, "case.altered")


@pytest.mark.parametrize(
    "attack",
    [
        "CREATE TRIGGER extra AFTER INSERT ON statement BEGIN DELETE FROM statement_attribute; END",
        "CREATE TABLE extra (a)",
        "CREATE VIEW extra AS SELECT 1",
        "CREATE INDEX extra ON statement (printed)",
        "DROP TRIGGER statement_not_deleted",
        "DROP INDEX ix_statement_change_id",
        "CREATE VIRTUAL TABLE extra USING fts5(a)",
        "ALTER TABLE statement ADD COLUMN extra TEXT",
    ],
)
def test_an_altered_schema_is_refused(case: Path, attack: str) -> None:
    with closing(sqlite3.connect(case)) as other:
        other.execute(attack)
    assert_refused_untouched(case, "case.altered")


def test_random_damage_is_refused_or_read_but_never_crashes(case: Path) -> None:
    """Whatever bytes are overwritten: a refusal or an answer, no other exception."""
    content, chance = case.read_bytes(), random.Random(20070423)
    refused = 0
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(chance.choice([1, 1, 4, 64])):
            damaged[chance.randrange(chance.choice([100, 4096, len(content)]))] = chance.randrange(256)
        case.write_bytes(damaged)
        try:
            check_case(case)
            shown_numbers(case)
        except CaseRefusedError:
            refused += 1
        verify_case(case)
        assert list(content_of(case.parent).values()) == [bytes(damaged)]
    assert refused > 100


def test_a_locked_case_is_refused_and_unchanged(case: Path) -> None:
    before = case.read_bytes()
    with closing(open_connection(case, "rw")) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert refusal_of(lambda: _write(case)) == "case.locked"
        assert refusal_of(lambda: _read(case)) == "case.locked"
        assert refusal_of(lambda: check_case(case, busy_timeout_ms=50)) == "case.locked"
    assert content_of(case.parent) == {case.name: before}


def test_a_reader_goes_on_while_another_program_prepares_to_write(case: Path) -> None:
    with closing(open_connection(case, "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refusal_of(lambda: _write(case)) == "case.locked"
        _read(case)


def test_a_writer_that_a_reader_keeps_from_finishing_is_refused_and_rolled_back(case: Path) -> None:
    before = case.read_bytes()
    with CaseReader(case) as reader:
        reader.log()
        assert refusal_of(lambda: _write(case)) == "case.locked"
    assert content_of(case.parent) == {case.name: before}


@pytest.fixture
def others_folder(original: Path) -> Iterator[Path]:
    """A folder with a case an ordinary user may read but not write; the test runs as that user."""
    if not hasattr(os, "geteuid"):
        pytest.skip("no users of this kind here")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(original, folder / "case.auditcase")
        (folder / "case.auditcase").chmod(0o444)
        folder.chmod(0o555)
        was_root = os.geteuid() == 0
        if was_root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if was_root:
                os.seteuid(0)
            folder.chmod(0o755)


def test_a_case_in_a_read_only_folder_is_read_but_not_written(others_folder: Path) -> None:
    path = others_folder / "case.auditcase"
    before = content_of(others_folder)
    check_case(path)
    assert shown_numbers(path) == {"coverage:2006:総務省": ["97.6"], "coverage:2006:外務省": ["100.0"]}
    assert all(point.holds for point in verify_case(path))
    assert refusal_of(lambda: _write(path)) == "case.read_only"
    assert refusal_of(lambda: _create(others_folder / "new.auditcase")) == "case.folder_read_only"
    assert content_of(others_folder) == before


def _create(path: Path) -> None:
    create_case(path, app_version="0.1.0", author=AUTHOR, clock=ticking_clock())


def _fail(work: UnitOfWork) -> None:
    work.add_organisation([])


def test_a_new_case_never_replaces_a_file_and_leaves_nothing_half_made(case: Path, tmp_path: Path) -> None:
    before = content_of(tmp_path)
    assert refusal_of(lambda: _create(case)) == "case.exists"
    assert refusal_of(lambda: _create(tmp_path)) == "case.exists"
    assert refusal_of(lambda: _create(tmp_path / "nowhere" / "new.auditcase")) == "case.folder_missing"
    with pytest.raises(ValueError, match="at least one name"):
        create_case(
            tmp_path / "new",
            app_version="0",
            author=AUTHOR,
            clock=ticking_clock(),
            fill=_fail,
        )
    assert content_of(tmp_path) == before


def test_every_refusal_has_its_texts_in_both_languages() -> None:
    catalogue = json.loads((resources_folder() / "translations" / "storage.json").read_text(encoding="utf-8"))
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parents[3] / "auditor_app" / "storage").glob("*.py")
    )
    keys = {part.partition('"')[0] for part in source.split('"') if part.startswith("case.")} - {
        "case.nothing_to_be_{action}"
    }
    assert keys >= {"case.locked", "case.damaged", "case.exists"}
    for key in keys | {"case.nothing_to_be_undone", "case.nothing_to_be_redone"}:
        stem = key.removesuffix(".what")
        assert all(catalogue[f"{stem}.{kind}"][language] for kind in ("what", "todo") for language in ("ja", "en"))
