"""What the parsing process can be asked about a file, whatever its container."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from auditor_app.importing.readers.coded_rows import CodedBlock
from auditor_app.importing.readers.protocol import Header
from auditor_app.importing.readers.tables import TableProbe

OnProgress = Callable[[int], object]
Row = tuple[int, list[str]]


class TableFile(Protocol):
    """A text, a workbook or a pdf."""

    def probe(self) -> TableProbe: ...

    def blocks(self, request: Header) -> Iterator[tuple[CodedBlock, int]]:
        """Coded blocks, each with what is done so far (bytes of a text, else rows)."""
        ...

    def rows_around(self, request: Header) -> list[Row]: ...
