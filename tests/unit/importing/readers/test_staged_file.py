"""A file from outside is copied once, hashed on the way, into a folder that only this program's user may look into."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from auditor_app.foundation.errors import InputRefusedError
from auditor_app.foundation.paths import temporary_folder
from auditor_app.importing.readers import staged_file
from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.importing.readers.staged_file import stage_file
from tests.unit.importing.readers.reading import small_workbook, written

IS_POSIX = os.name == "posix"


def refusal_of_staging(source: Path, folder: Path) -> str:
    with pytest.raises(InputRefusedError) as refused:
        stage_file(source, folder)
    assert list(folder.glob("source*")) == []
    return refused.value.problems[0].key


def test_the_copy_is_the_file_byte_for_byte_and_nobody_elses(tmp_path: Path) -> None:
    content = os.urandom(3_000_000)
    progress: list[tuple[int, int]] = []
    with private_folder() as folder:
        staged = stage_file(written(tmp_path, "把握.csv", content), folder, lambda *done: progress.append(done))
        assert (staged.name, staged.size) == ("把握.csv", len(content))
        assert staged.sha256 == hashlib.sha256(content).hexdigest()
        assert staged.path.read_bytes() == content
        if IS_POSIX:
            assert (folder.stat().st_mode & 0o777, staged.path.stat().st_mode & 0o777) == (0o700, 0o600)
    assert progress[-1] == (len(content), len(content))
    assert not folder.exists()


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with private_folder() as folder:
        assert refusal_of_staging(tmp_path, folder) == "import.is_directory"
        assert refusal_of_staging(tmp_path / "gone.csv", folder) == "import.missing"
        assert refusal_of_staging(written(tmp_path, "empty.csv", b""), folder) == "import.empty"
        if IS_POSIX:
            os.mkfifo(tmp_path / "pipe")
            assert refusal_of_staging(tmp_path / "pipe", folder) == "import.not_a_regular_file"
            assert refusal_of_staging(Path("/dev/zero"), folder) == "import.not_a_regular_file"


def test_a_workbook_may_be_less_large_than_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staged_file, "LARGEST_CONTAINER", 1000)
    with private_folder() as folder:
        assert refusal_of_staging(small_workbook(tmp_path / "a.xlsx"), folder) == "import.too_large"
        assert stage_file(written(tmp_path, "a.csv", b"a,b\n" * 1000), folder).size == 4000


def test_what_a_crashed_run_left_is_wiped_by_the_next_and_a_living_ones_is_not() -> None:
    code = (
        "import os\n"
        "from auditor_app.importing.readers.private_folder import private_folder\n"
        "with private_folder() as folder:\n"
        "    (folder / 'copy').write_text('x')\n"
        "    os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": os.getcwd()})
    (left,) = (path for path in temporary_folder().iterdir() if path.is_dir())
    assert (left / "copy").exists()
    with private_folder() as living:
        assert not left.exists()
        with private_folder():
            assert living.exists()
    assert list(temporary_folder().iterdir()) == []
