"""Whatever the parsing process does - dies, hangs, lies - the program lives, says so, and can go on."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor_app.foundation.errors import CancelledByUserError, InputRefusedError
from auditor_app.importing.readers import child_process
from auditor_app.importing.readers.child_process import ChildProcess
from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.importing.readers.staged_file import stage_file
from auditor_app.importing.readers.table_reader import PATIENCE, TableReader
from auditor_app.importing.readers.tables import StagedFile, TableRequest
from tests.unit.importing.readers.reading import rows_of, small_workbook, written

LINES = 250_000
REQUEST = TableRequest("", 1, (0, 1))


@pytest.fixture
def long_file(tmp_path: Path) -> Iterator[StagedFile]:
    path = written(tmp_path, "長い.csv", b"".join(b"2006,%d\n" % number for number in range(LINES)))
    with private_folder() as folder:
        yield stage_file(path, folder)


def pid_of(reader: TableReader) -> int:
    assert reader.child_pid is not None
    return reader.child_pid


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_parser_that_dies_is_a_refusal_and_the_next_request_works(long_file: StagedFile) -> None:
    with TableReader(long_file) as reader:
        chunks = reader.chunks(REQUEST)
        next(chunks)
        os.kill(pid_of(reader), signal.SIGKILL)
        with pytest.raises(InputRefusedError, match=r"import.parser_died @ 長い.csv"):
            list(chunks)
        assert sum(len(chunk.rows) for chunk in reader.chunks(REQUEST)) == LINES


def test_a_parser_that_hangs_is_ended(long_file: StagedFile) -> None:
    process = ChildProcess(long_file.name, PATIENCE)
    with TableReader(long_file, process=process) as reader:
        chunks = reader.chunks(REQUEST)
        next(chunks)
        process.patience = 3  # only now: starting takes a busy machine longer
        pid = pid_of(reader)
        os.kill(pid, signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(InputRefusedError, match=r"import.parser_hung"):
            list(chunks)
        assert 3 <= time.monotonic() - began < 8
        assert not is_running(pid)


def test_a_slow_reader_of_the_chunks_is_no_hanging_parser(long_file: StagedFile) -> None:
    process = ChildProcess(long_file.name, PATIENCE)
    with TableReader(long_file, process=process) as reader:
        chunks = reader.chunks(REQUEST)
        rows = len(next(chunks).rows)
        process.patience = 2  # only now: starting takes a busy machine longer
        time.sleep(2.5)
        rows += sum(len(chunk.rows) for chunk in chunks)
    assert rows == LINES


def test_cancelling_ends_the_parser_at_once(long_file: StagedFile) -> None:
    seen: list[tuple[int, int]] = []
    with TableReader(long_file) as reader:
        chunks = reader.chunks(REQUEST, lambda *done: seen.append(done), is_cancelled=lambda: bool(seen))
        next(chunks)
        pid = pid_of(reader)
        with pytest.raises(CancelledByUserError):
            next(chunks)
        assert not is_running(pid)
    assert 0 < seen[0][0] <= seen[0][1] == long_file.size


def test_leaving_a_table_half_read_leaves_no_process(long_file: StagedFile) -> None:
    with TableReader(long_file) as reader:
        next(reader.chunks(REQUEST))
        pid = pid_of(reader) if reader.child_pid else 0
    assert not pid or not is_running(pid)


def test_the_parser_may_neither_write_files_nor_use_more_than_its_memory(long_file: StagedFile) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("limits are read where Linux shows them")
    with TableReader(long_file) as reader:
        assert reader.probe.sheets[0].row_count == LINES
        limits = Path(f"/proc/{pid_of(reader)}/limits").read_text()
        names = Path(f"/proc/{pid_of(reader)}/environ").read_bytes()
    words = {line[:25].strip(): line[25:].split()[:2] for line in limits.splitlines()}
    assert words["Max address space"] == ["1073741824", "1073741824"]
    assert words["Max file size"] == ["0", "0"]
    assert words["Max core file size"] == ["0", "0"]
    assert b"AUDITOR_APP" not in names


LIES = {
    "another length": "sys.stdout.buffer.write(b'\\xff\\xff\\xff\\xff')",
    "no JSON": "sys.stdout.buffer.write(b'\\x03\\0\\0\\0abc')",
    "nothing": "pass",
    "another answer": """sys.stdout.buffer.write(struct.pack('<I', len(m)) + m)""",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_parser_that_answers_nonsense_is_refused(
    lie: str, long_file: StagedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f'import struct, sys; m = b\'{{"kind": "chunk", "buffers": []}}\'; {LIES[lie]}'
    monkeypatch.setattr(child_process, "child_command", lambda: [sys.executable, "-c", code])
    with TableReader(long_file) as reader, pytest.raises(InputRefusedError, match=r"import.parser_died"):
        _ = reader.probe


def outcome_of(process: ChildProcess, path: Path) -> str:
    """The container a file is taken for, or why it is refused."""
    try:
        process.ask({"ask": "probe", "path": str(path)})
        while (header := process.answer()[0])["kind"] == "progress":
            pass
    except InputRefusedError as error:
        return error.problems[0].key
    return str(header["probe"]["container"])


def test_a_thousand_damaged_workbooks_neither_hang_nor_harm(tmp_path: Path) -> None:
    whole = small_workbook(tmp_path / "a.xlsx").read_bytes()
    chance = random.Random(20061)
    outcomes = set()
    process = ChildProcess("a.xlsx", patience=5)
    for number in range(1000):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path = written(tmp_path, str(number), bytes(damaged))
        outcome = outcome_of(process, path)
        outcomes.add(outcome)
        if not outcome.startswith("import.") or outcome in ("import.parser_died", "import.parser_hung"):
            process.end()
            process = ChildProcess("a.xlsx", patience=5)
    process.end()
    assert {"xlsx", "import.workbook_damaged"} <= outcomes
    assert "import.parser_hung" not in outcomes
    assert len(rows_of(tmp_path / "a.xlsx")) == 3
