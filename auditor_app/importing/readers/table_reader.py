"""A file's tables, for the rest of the program: the parent's side of the child process that parses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType

from auditor_app.importing.readers.tables import StagedFile, TableChunk, TableProbe, TableRequest

PATIENCE = 30.0
"""Seconds without a sign of life after which the child is ended."""


class TableReader:
    """Context manager that owns the child process; it ends with it."""

    def __init__(self, file: StagedFile, *, encoding: str | None = None, patience: float = PATIENCE) -> None: ...

    def __enter__(self) -> TableReader:
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

    @property
    def probe(self) -> TableProbe:
        """Read at first use; InputRefusedError if the file cannot be read as tables."""
        raise NotImplementedError

    def chunks(
        self,
        request: TableRequest,
        on_progress: Callable[[int, int], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[TableChunk]:
        """The rows asked for; `on_progress` is told what is done of what total (bytes or rows)."""
        raise NotImplementedError

    def rows_around(self, sheet: str, row: int, before: int = 50, after: int = 50) -> list[tuple[int, tuple[str, ...]]]:
        """Source rows with all their cells around `row`."""
        raise NotImplementedError
