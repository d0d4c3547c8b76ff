"""Returns, cases and plain databases, each made once in a run of the benchmarks."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.plain_database import import_plain
from tests.benchmarks.returns import SIZES, Returns, Size, write_returns, write_workbook
from tests.builders import AUTHOR, TickingClock, new_case

ROOT = Path(__file__).resolve().parents[2]
VARIABLE = "AUDITOR_APP_BENCHMARK_SIZE"
_SMALLER = {"0.14M": "0.01M", "1M": "0.14M", "5.7M": "1M"}


def chosen_sizes() -> tuple[Size, Size]:
    """(the size to be measured, the smaller one it is held against)"""
    name = os.environ.get(VARIABLE, "1M")
    if name not in _SMALLER:
        raise SystemExit(f"{VARIABLE}: one of {', '.join(_SMALLER)}, not {name}")
    return SIZES[name], SIZES[_SMALLER[name]]


@dataclass
class Made:
    """A folder in which everything is made when it is asked for first."""

    folder: Path
    _returns: dict[str, Returns] = field(default_factory=dict)

    def returns(self, size: Size) -> Returns:
        if size.name not in self._returns:
            self._returns[size.name] = write_returns(self.folder / size.name, size)
        return self._returns[size.name]

    def workbook(self, size: Size) -> Path:
        path = self.folder / f"{size.name}.xlsx"
        return path if path.exists() else write_workbook(self.returns(size).answers, path)

    def plain(self, size: Size) -> Path:
        path = self.folder / f"{size.name}.sqlite"
        return path if path.exists() else import_plain(self.returns(size).keys, path)

    def case_before(self, size: Size) -> Path:
        """With catalogue and coverage, waiting for the answers."""
        path = self.folder / f"{size.name}-before.auditcase"
        if not path.exists():
            returns = self.returns(size)
            import_tables(new_case(path), returns.catalogue, returns.coverage)
        return path

    def case(self, size: Size) -> Path:
        """With all answers, imported as an auditor would; to be read only."""
        path = self.folder / f"{size.name}.auditcase"
        if not path.exists():
            import_tables(Path(shutil.copyfile(self.case_before(size), path)), self.returns(size).answers)
        return path


def import_tables(case: Path, *files: Path) -> None:
    """As one change, within this process."""
    from auditor_app.services.import_files import open_files
    from auditor_app.services.import_tables import accept_together, propose_together

    with open_files(case, files) as opened:
        propose_together(opened.tables, declare_organisations=True)
        assert accept_together(opened.tables, AUTHOR, TickingClock()) > 0


def program(*words: str | Path) -> list[str]:
    """The program's command line, as whole processes run it."""
    return [sys.executable, "-m", "auditor_app", *map(str, words)]


def environment(home: Path) -> dict[str, str]:
    """An installed program has its bytecode on the disk."""
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return own | {
        "AUDITOR_APP_HOME": str(home),
        "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
    }
