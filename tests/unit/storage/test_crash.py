"""A program killed in the middle of a change leaves the case as it was before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage.case_file import check_case
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import empty_case, import_rows, shown_numbers

# Enough rows that SQLite spills pages into the file before the commit: the journal is needed to get back.
KILLED = """
import os, signal, sys
from pathlib import Path
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.writer import driver_connection
from tests.unit.storage.cases import AUTHOR, coverage_document, ticking_clock
source, statements = coverage_document([(f"第{number}課", "50.0") for number in range(int(sys.argv[2]))])
with UnitOfWork(Path(sys.argv[1]), AUTHOR, ticking_clock()) as work:
    driver_connection(work._connection).execute("PRAGMA cache_size=10")
    work.begin_change("published_imported", {})
    work.add_document(source)
    work.add_statements(statements)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("rows", [1, 5000])
def test_killed_in_the_middle_of_a_change(tmp_path: Path, rows: int) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6")])
    with CaseReader(path) as reader:
        head = reader.log_head()
    size = path.stat().st_size
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(rows)], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    if rows > 1:
        assert path.stat().st_size > size, "the change was in the file already"
        assert path.with_name(path.name + "-journal").exists()
    check_case(path)
    assert shown_numbers(path) == {"coverage:2006:総務省": ["97.6"]}
    with CaseReader(path) as reader:
        assert reader.log_head() == head
    assert all(point.holds for point in verify_case(path))
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    import_rows(path, [("外務省", "100.0")])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to become another user")
def test_a_change_cut_off_in_a_read_only_place_is_refused_and_kept_for_later() -> None:
    with tempfile.TemporaryDirectory() as name:  # tmp_path lies below a folder other users may not enter
        Path(name).chmod(0o755)
        path = empty_case(Path(name))
        subprocess.run([sys.executable, "-c", KILLED, str(path), "5000"], check=False, timeout=60)
        before = path.read_bytes()
        path.chmod(0o644)
        os.seteuid(65534)
        try:
            with pytest.raises(CaseRefusedError) as caught:
                check_case(path)
        finally:
            os.seteuid(0)
        assert caught.value.problems[0].key == "case.interrupted"
        assert path.read_bytes() == before
        check_case(path)
