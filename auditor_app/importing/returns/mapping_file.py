"""Reads the columns a user gives in a file: {"sheet": …, "header_row": …, "columns": {"obliged": "責務", …}}."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.table_proposals import ColumnMapping
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.tables import SheetProbe, TableProbe
from auditor_app.importing.returns.columns import best_reading, find_header, header_texts
from auditor_app.importing.returns.header_words import fold_header
from auditor_app.importing.returns.kinds import IMPORT_ORDER, KINDS
from auditor_app.importing.returns.locating import completed

_LARGEST_MAPPING = 1024**2
_LETTERS = re.compile("[A-Za-z]{1,3}")


def read_mapping_file(path: Path) -> dict[str, object]:
    """The object in the file; InputRefusedError if it is none."""
    try:
        with path.open("rb") as file:
            value = json.loads(file.read(_LARGEST_MAPPING).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputRefusedError(Problem("returns.mapping_unreadable", path.name)) from error
    if not isinstance(value, dict) or not isinstance(value.get("columns"), dict):
        raise InputRefusedError(Problem("returns.mapping_unreadable", path.name))
    return value


def mapping_from(
    value: Mapping[str, object], probe: TableProbe, kind: ReturnKind | None, document: str
) -> tuple[ReturnKind, ColumnMapping]:
    """The mapping for this file, completed from its header; InputRefusedError naming what the file has not."""
    given = value["columns"]
    assert isinstance(given, dict)
    kind = kind or _kind_of(given)
    if kind is None or not set(given) <= set(KINDS[kind].fields):
        unknown = sorted(set(given) - set(KINDS[kind].fields if kind else ()))
        raise InputRefusedError(Problem("returns.mapping_field_unknown", document, {"fields": ", ".join(unknown)}))
    sheet = _sheet(value.get("sheet"), probe, kind, document)
    rows = _header_rows(value, sheet, kind, given, document)
    texts = header_texts(sheet, rows)
    columns = {str(field): _column(wanted, texts, document) for field, wanted in given.items()}
    first = value.get("first_data_row")
    mapping = ColumnMapping(
        sheet.name,
        rows,
        first if isinstance(first, int) and first > 0 else (rows[-1] + 1 if rows else sheet.first_row),
        columns,
        parse_fiscal_year(str(value.get("fiscal_year") or "")),
        str(value.get("organisation") or ""),
    )
    return kind, completed(probe, kind, mapping)


def _kind_of(columns: Mapping[str, object]) -> ReturnKind | None:
    """The kind that has all these fields, and most of whose needs they meet."""
    fitting = [kind for kind in IMPORT_ORDER if set(columns) <= set(KINDS[kind].fields)]
    return max(fitting, key=lambda kind: len(set(columns) & set(KINDS[kind].required)), default=None)


def _sheet(name: object, probe: TableProbe, kind: ReturnKind, document: str) -> SheetProbe:
    if name is None:
        reading = best_reading(probe.sheets, (kind,))
        return reading.sheet if reading else probe.sheets[0]
    found = next((sheet for sheet in probe.sheets if sheet.name == name), None)
    if found is None:
        names = "、".join(sheet.name for sheet in probe.sheets)
        raise InputRefusedError(Problem("returns.mapping_sheet_unknown", document, {"sheet": name, "sheets": names}))
    return found


def _header_rows(
    value: Mapping[str, object], sheet: SheetProbe, kind: ReturnKind, given: Mapping[str, object], document: str
) -> tuple[int, ...]:
    rows = value.get("header_row", value.get("header_rows"))
    if isinstance(rows, int) and not isinstance(rows, bool):
        return (rows,) if rows > 0 else ()
    if isinstance(rows, list) and all(isinstance(row, int) and row > 0 for row in rows):
        return tuple(sorted(rows))
    if rows is not None:
        raise InputRefusedError(Problem("returns.mapping_unreadable", document))
    words = {fold_header(wanted) for wanted in given.values() if isinstance(wanted, str)}
    for number, cells in enumerate(sheet.head):
        if words & {fold_header(cell) for cell in cells if cell.strip()}:
            return ((sheet.head_rows or range(sheet.first_row, sheet.first_row + len(sheet.head)))[number],)
    found = find_header(sheet, kind)
    return found.header_rows if found else (sheet.first_row,)


def _column(wanted: object, texts: Sequence[str], document: str) -> int:
    """A header's text first, then a column's letters, then its number from 1."""
    if isinstance(wanted, int) and not isinstance(wanted, bool) and 0 < wanted <= 16_384:
        return wanted - 1
    if isinstance(wanted, str) and wanted.strip():
        folded = [fold_header(text) for text in texts]
        if fold_header(wanted) in folded:
            return folded.index(fold_header(wanted))
        if _LETTERS.fullmatch(wanted.strip()):
            return _column_of_letters(wanted.strip())
        if wanted.strip().isdecimal() and 0 < int(wanted) <= 16_384:
            return int(wanted) - 1
    raise InputRefusedError(Problem("returns.mapping_column_unknown", document, {"column": str(wanted)}))


def _column_of_letters(letters: str) -> int:
    """
    >>> _column_of_letters("A"), _column_of_letters("ab")
    (0, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
