"""The fields of each kind of table, and which columns of a sheet the program would take for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.table_proposals import ColumnMapping, SheetFacts
from auditor_app.importing.readers.tables import SheetProbe
from auditor_app.importing.returns.columns import find_header, header_texts, read_header
from auditor_app.importing.returns.kinds import KINDS


@dataclass(frozen=True)
class TableField:
    """A field of a kind, in the order of interface.md."""

    name: str
    is_required: bool
    may_be_given: bool
    """Whether one value may be given for the whole table where it has no such column."""


def fields_of(kind: ReturnKind) -> tuple[TableField, ...]:
    """
    >>> [field.name for field in fields_of("coverage") if field.may_be_given]
    ['fiscal_year', 'organisation']
    """
    own = KINDS[kind]
    needed = {*own.required, *own.named_once}
    return tuple(TableField(name, name in needed, name in own.named_once) for name in own.fields)


def count_fields(kind: ReturnKind) -> tuple[str, ...]:
    """The fields that count, in the order in which a conflict states their values; empty for a table of words."""
    return KINDS[kind].counts


def mapping_for(sheet: SheetFacts, kind: ReturnKind, header_rows: Sequence[int] | None = None) -> ColumnMapping:
    """The columns the headers of a sheet name, in the rows given or in the ones that look like its header."""
    probe = _probe(sheet)
    if header_rows is not None:
        columns = {own.field: own.column for own in read_header(probe, kind, header_rows)} if header_rows else {}
        first = max(header_rows) + 1 if header_rows else sheet.first_row
        return ColumnMapping(sheet.name, tuple(header_rows), first, columns)
    found = find_header(probe, kind)
    if found is None:
        return ColumnMapping(sheet.name, (), sheet.first_row, {})
    return ColumnMapping(sheet.name, found.header_rows, found.first_data_row, found.columns)


def header_words(sheet: SheetFacts, header_rows: Sequence[int]) -> tuple[str, ...]:
    """The header of each column as printed, several rows joined; "" where there is none."""
    words = header_texts(_probe(sheet), header_rows)
    width = max(len(words), max(map(len, sheet.head), default=0))
    return tuple(words) + ("",) * (width - len(words))


def _probe(sheet: SheetFacts) -> SheetProbe:
    return SheetProbe(sheet.name, sheet.is_hidden, sheet.row_count, sheet.column_count, sheet.head, sheet.first_row)
