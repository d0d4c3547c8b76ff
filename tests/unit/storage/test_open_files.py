"""Looking at a case never lets another program in while this one writes it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from auditor_app.storage.case_file import check_case, check_header
from auditor_app.storage.open_files import first_bytes
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import AUTHOR, TickingClock

ANOTHER_PROGRAM = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
else:
    print("let in")
"""


def another_program(case: Path) -> str:
    done = subprocess.run([sys.executable, "-c", ANOTHER_PROGRAM, case], capture_output=True, check=True, text=True)
    return done.stdout.strip()


def test_another_program_is_kept_out_while_this_one_writes_and_looks_at_the_case(shipped_case: Path) -> None:
    with UnitOfWork(shipped_case, AUTHOR, TickingClock()):
        assert another_program(shipped_case) == "database is locked"
        with CaseReader(shipped_case) as reader:
            reader.log_head()
        check_header(shipped_case)
        check_case(shipped_case)
        assert another_program(shipped_case) == "database is locked"
    assert another_program(shipped_case) == "let in"


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux lists what a process holds open")
def test_nothing_stays_open_when_the_last_reader_has_left(shipped_case: Path) -> None:
    def held() -> int:
        names = [os.path.join("/proc/self/fd", name) for name in os.listdir("/proc/self/fd")]
        return sum(os.path.realpath(name) == str(shipped_case.resolve()) for name in names if os.path.exists(name))

    with CaseReader(shipped_case), CaseReader(shipped_case) as reader:
        reader.log_head()
        check_header(shipped_case)
        assert held() > 0
    assert held() == 0


def test_first_bytes_are_those_of_the_file_that_bears_the_name_now(shipped_case: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"something else")
    with CaseReader(shipped_case) as reader:
        reader.log_head()
        assert first_bytes(shipped_case, 6) == b"SQLite"
        shipped_case.unlink()
        other.rename(shipped_case)
        assert first_bytes(shipped_case, 9) == b"something"
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(shipped_case).execute("SELECT * FROM sqlite_master")
