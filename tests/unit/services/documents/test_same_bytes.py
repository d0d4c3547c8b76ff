"""The same state of a case gives the same bytes in every format, whatever zone, locale, hash seed and folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
SCRIPT = """
import sys
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.view_document import view_document
from auditor_app.services.export_document import export_document
from auditor_app.services.export_selected import export_selected
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors

case, folder = Path(sys.argv[1]), Path(sys.argv[2])
at = datetime.now(timezone.utc)
with OpenCase(case).reader() as reader:
    for view in ("coverage", "rates"):
        document = view_document(reader, Texts("ja"), view, Selectors(years=(2006,)))
        for suffix in (".xlsx", ".docx", ".html", ".pdf", ".csv", ".json"):
            target = folder / (view + suffix)
            export_document(document, target, at)
            print(target.name, sha256(target.read_bytes()).hexdigest())
        target = folder / (view + "-932.csv")
        export_document(document, target, at, encoding="cp932")
        print(target.name, sha256(target.read_bytes()).hexdigest())
        for suffix in (".csv", ".json"):
            target = folder / (view + "-rows" + suffix)
            export_selected(reader, Texts("ja"), view, Selectors(), target, at)
            print(target.name, sha256(target.read_bytes()).hexdigest())
"""
MACHINES = {
    "kasumigaseki": {"TZ": "Asia/Tokyo", "LC_ALL": "ja_JP.UTF-8", "PYTHONHASHSEED": "0"},
    "elsewhere": {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "LANG": "tr_TR.UTF-8"},
}


def digests(case: Path, folder: Path, machine: dict[str, str]) -> list[str]:
    """Of all files, written by a process of its own that runs in `folder`."""
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "AUDITOR_APP_HOME": str(folder / "home"), **machine}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(case), str(folder)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split("\n")


@pytest.fixture(scope="module")
def here(made_practice_case: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return digests(made_practice_case, tmp_path_factory.mktemp("here") / "out", MACHINES["kasumigaseki"])


def test_another_machine_writes_the_same_files(made_practice_case: Path, tmp_path: Path, here: list[str]) -> None:
    there = digests(made_practice_case, tmp_path / "案件 out", MACHINES["elsewhere"])
    assert len(here) == 18 + 1  # nine files of two views, and the end of the last line
    assert there == here
