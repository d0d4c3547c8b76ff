"""Where a number came from: the document, the place in it, and how surely it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line of a document; form feeds and Unicode separators do not, so that line numbers agree everywhere."""


def lines_of(text: str) -> list[str]:
    """The lines of a document as places count them, from 1.

    >>> lines_of("a\\r\\nb\\fc\\n")
    ['a', 'b\\x0cc', '']
    """
    return LINE_END.split(text)


class Confidence(StrEnum):
    """How surely a source states a fact; ordered from strongest to weakest."""

    PRINTED = "printed"
    """Printed in the publisher's own document."""
    PRESS = "press"
    """Told by a newspaper or another publication."""
    INFERRED = "inferred"
    """Concluded from what a source leaves out, e.g. by elimination."""

    @property
    def rank(self) -> int:
        """0 is the strongest.

        >>> Confidence.PRINTED.rank < Confidence.PRESS.rank < Confidence.INFERRED.rank
        True
        """
        return list(Confidence).index(self)


@dataclass(frozen=True)
class Place:
    """A place in a document kept in the case: lines of a text, or the cell of a sheet; for a PDF also its page.

    Lines count from 1, both ends included; they are 0 where `sheet` and `cell` say it.  `cited` is where the
    *original* prints it when the kept document is only a transcription (e.g. "別紙3-3"), or the heading the
    line stands under.
    """

    document: str
    sha256: str
    line_from: int
    line_to: int
    cited: str = ""
    sheet: str = ""
    """Name of the sheet of a workbook; "p.<page>-<table>" for a table of a PDF."""
    cell: str = ""
    """Column letters and row as a spreadsheet counts them, e.g. "B12"."""
    page: int = 0

    def lines(self) -> str:
        """Language-free form of the lines, or of the cell.

        >>> Place("a.txt", "", 442, 442).lines(), Place("a.txt", "", 7, 9).lines()
        ('442', '7-9')
        >>> Place("a.xlsx", "", 0, 0, sheet="施策", cell="B12").lines()
        '施策!B12'
        """
        if self.sheet:
            return f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return str(self.line_from) if self.line_from == self.line_to else f"{self.line_from}-{self.line_to}"

    def code(self) -> str:
        """Stable short form for scripts: what the original calls the place, and the line of the kept document.

        >>> Place("a.txt", "", 442, 442, "別紙3-3").code()
        '別紙3-3, L442'
        >>> Place("a.xlsx", "", 0, 0, sheet="施策", cell="B12").code()
        '施策!B12'
        """
        line = self.lines() if self.sheet else f"L{self.lines()}"
        return f"{self.cited}, {line}" if self.cited else line
