"""Where a piece of evidence stands in a document of the case: the way back from the code of its place."""

from __future__ import annotations

import re

from auditor_app.domain.provenance import Place
from auditor_app.domain.returns import SourceRow

_LINES = re.compile(r"(?:^|[ ,])L(\d+)(?:-(\d+))?$")
_CELL = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]*)(?P<row>\d+)$")


def place_of_code(document: str, sha256: str, code: str) -> Place | SourceRow | None:
    """None where the code names no line and no cell: then the whole document is meant.

    >>> place_of_code("a.txt", "", "別紙3-3, L442"), place_of_code("a.xlsx", "", "回答!12")
    (Place(document='a.txt', sha256='', line_from=442, line_to=442, cited='', sheet='', cell='', page=0), \
SourceRow(document='a.xlsx', sha256='', sheet='回答', row=12))
    >>> place_of_code("a.pdf", "", "4頁")
    """
    lines = _LINES.search(code)
    if lines is not None:
        first = int(lines[1])
        return Place(document, sha256, first, int(lines[2] or first))
    cell = _CELL.match(code)
    return SourceRow(document, sha256, cell["sheet"], int(cell["row"])) if cell is not None else None
