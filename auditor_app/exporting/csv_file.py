"""CSV for Excel: UTF-8 with BOM, CRLF, and no cell that a spreadsheet could take for a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence

DANGEROUS_START = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""First characters with which a spreadsheet may begin a formula (safety rule 24)."""

PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def write_csv(rows: Sequence[Mapping[str, object]]) -> tuple[bytes, list[str]]:
    """The bytes of a csv file and the notes for its manifest.

    Texts that start like a formula get a leading apostrophe, and a note says how many; real numbers stay
    numbers.  No number is an empty cell; nested values are JSON.

    >>> write_csv([{"a": "=1+1", "b": "-3.5", "c": None}])[0].decode("utf-8-sig").splitlines()
    ['a,b,c', "'=1+1,-3.5,"]
    """
    fields = list(dict.fromkeys(name for row in rows for name in row))
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(fields)
    defused = 0
    for row in rows:
        cells = [_cell(row.get(name)) for name in fields]
        safe = [_defused(cell) for cell in cells]
        defused += sum(before != after for before, after in zip(cells, safe, strict=True))
        writer.writerow(safe)
    notes = [f"{defused} cells start like a formula and were given a leading apostrophe"] if defused else []
    return output.getvalue().encode("utf-8-sig"), notes


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def _defused(cell: str) -> str:
    if cell.startswith(DANGEROUS_START) and not PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
