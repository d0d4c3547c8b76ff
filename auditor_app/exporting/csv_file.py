"""CSV for Excel: UTF-8 with BOM, CRLF, and no cell that a spreadsheet could take for a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence

from auditor_app.foundation.formula_cells import defused


class CsvForm:
    """Puts rows into csv, some at a time.

    Texts that start like a formula get a leading apostrophe, and a note says how many; real numbers stay
    numbers.  No number is an empty cell; nested values are JSON.
    """

    opening, joint, closing = "", ",", "\r\n"
    """A row is its parts, joined, between these two."""

    def __init__(self) -> None:
        self.row_count = 0
        self.defused = 0
        self._line = io.StringIO(newline="")
        self._writer = csv.writer(self._line, lineterminator=self.closing)  # breaks within a cell are quoted

    def begin(self, fields: Sequence[str]) -> str:
        return f"\ufeff{self._joined([defused(name) for name in fields])}{self.closing}"

    def end(self) -> str:
        return ""

    def part(self, values: Mapping[str, object]) -> str:
        """Neighbouring cells of a row; what was defused in them is for the caller to count."""
        return self._joined([defused(_cell(value)) for value in values.values()])

    def defused_cells(self, values: Mapping[str, object]) -> int:
        return sum(defused(cell) != cell for cell in map(_cell, values.values()))

    def record(self, row: Mapping[str, object], fields: Sequence[str]) -> str:
        """A whole row under the fields of the head; a field it lacks is an empty cell.

        >>> form = CsvForm()
        >>> form.record({"b": "-3.5", "a": "=1+1", "c": None}, ["a", "b", "c"]), form.notes()
        ("'=1+1,-3.5,\\r\\n", ['1 cells start like a formula and were given a leading apostrophe'])
        """
        values = {name: row.get(name) for name in fields}
        self.defused += self.defused_cells(values)
        return self.part(values) + self.closing

    def rows(self, records: Sequence[str]) -> str:
        """These rows after those before."""
        self.row_count += len(records)
        return "".join(records)

    def notes(self) -> list[str]:
        """What the manifest has to say of the rows so far."""
        if not self.defused:
            return []
        return [f"{self.defused} cells start like a formula and were given a leading apostrophe"]

    def _joined(self, cells: Sequence[str]) -> str:
        if not cells:
            return ""
        self._writer.writerow([*cells, ""])  # a lone empty cell, which no part is, would get quotation marks
        text = self._line.getvalue()
        self._line.seek(0)
        self._line.truncate()
        return text[: -len(self.joint + self.closing)]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)
