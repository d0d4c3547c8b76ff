"""Open a case file for reading, after it has passed every check of the opening order."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from auditor_app.storage.case_file import check_case, check_origin
from auditor_app.storage.case_memory import CaseMemory
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.schema import SCHEMA_VERSION
from auditor_app.storage.verification import check_unaltered

__all__ = ["CaseReader", "OpenCase", "needs_upgrade"]


def needs_upgrade(path: Path) -> bool:
    """Whether the case was written by an older program; refuses what is no case of ours."""
    return check_origin(path).user_version < SCHEMA_VERSION


class OpenCase:
    """A checked case.  Every question opens a short reader of its own: `with case.reader() as reader:`."""

    def __init__(self, path: Path) -> None:
        """Raises CaseRefusedError, leaving the file untouched, when it is not a usable case."""
        check_case(path)
        check_unaltered(path)
        self.path = path
        self._memory = CaseMemory()

    @cached_property
    def is_practice(self) -> bool:
        """Whether everything in it is invented; written once when the case was made."""
        with self.reader() as reader:
            return reader.case_info().is_practice

    def reader(self) -> CaseReader:
        """All answers within one `with` come from one state of the file."""
        return CaseReader(self.path, memory=self._memory)
