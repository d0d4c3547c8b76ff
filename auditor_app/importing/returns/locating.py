"""Decides what a file is taken for: its kind, its sheet, its header and columns, and what the title rows say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from auditor_app.domain.organisations import Organisation
from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.table_proposals import ColumnMapping, FileFacts, RecognisedHeader, SheetFacts
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.tables import SheetProbe, StagedFile, TableProbe
from auditor_app.importing.returns.columns import (
    HeaderReading,
    best_reading,
    find_header,
    header_texts,
    read_header,
    row_numbers,
)
from auditor_app.importing.returns.kinds import IMPORT_ORDER, KINDS, KindFields
from auditor_app.importing.returns.title_rows import TitleFacts, read_title

_ENOUGH = 3
"""Recognised headers that make a table of a text although one is missing."""


@dataclass(frozen=True)
class Located:
    """Where the rows of a file are and what they are."""

    kind: ReturnKind | None
    mapping: ColumnMapping | None
    why: tuple[RecognisedHeader, ...] = ()
    title: TitleFacts = field(default_factory=TitleFacts)
    missing_fields: tuple[str, ...] = ()
    header_width: int = 0
    """Cells of the header, so that a row with more of them shows."""
    warnings: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    is_remembered: bool = False

    @property
    def fields(self) -> KindFields | None:
        return KINDS[self.kind] if self.kind else None


def file_facts(file: StagedFile, probe: TableProbe) -> FileFacts:
    """The file as it came, with what each sheet is taken for."""
    sheets = []
    for sheet in probe.sheets:
        reading = best_reading([replace(sheet, is_hidden=False)], IMPORT_ORDER)
        kind = reading.kind if reading and not reading.missing else None
        sheets.append(
            SheetFacts(
                sheet.name, sheet.is_hidden, sheet.row_count, sheet.column_count, kind, sheet.first_row, sheet.head
            )
        )
    return FileFacts(
        file.name,
        file.sha256,
        file.size,
        probe.container,
        probe.encoding,
        probe.encoding_is_certain,
        probe.alternatives,
        probe.delimiter,
        tuple(sheets),
    )


def looks_like_a_table(probe: TableProbe) -> bool:
    """Whether some header has all a kind cannot do without, or most of it: else a text or pdf is published text."""
    reading = best_reading(probe.sheets, IMPORT_ORDER)
    if reading is None:
        return False
    found = len(KINDS[reading.kind].required) - len(reading.missing)
    return not reading.missing or (len(reading.recognised) >= _ENOUGH and found > len(reading.missing))


def locate(
    document: str,
    probe: TableProbe,
    kind: ReturnKind | None,
    organisations: Sequence[Organisation],
    fiscal_year: int | None = None,
) -> Located:
    """What the headers say; `kind` and `fiscal_year` where the user gave them."""
    reading = best_reading(probe.sheets, (kind,) if kind else IMPORT_ORDER)
    if reading is None:
        return Located(kind, None, missing_fields=KINDS[kind].required if kind else ())
    title = read_title(reading.sheet, reading.header_rows[0], organisations)
    mapping = ColumnMapping(reading.sheet.name, reading.header_rows, reading.first_data_row, reading.columns)
    found = _with_title(Located(reading.kind, mapping, reading.recognised, title), fiscal_year)
    return replace(
        found,
        header_width=_width(reading.sheet, reading.header_rows),
        warnings=_sheet_warnings(document, reading.sheet),
        notes=_other_sheets(document, probe, reading),
    )


def locate_mapped(
    document: str,
    probe: TableProbe,
    kind: ReturnKind,
    mapping: ColumnMapping,
    organisations: Sequence[Organisation],
    fiscal_year: int | None = None,
) -> Located:
    """What the user says; InputRefusedError when the file has no such sheet or column."""
    sheet = next((own for own in probe.sheets if own.name == mapping.sheet), None)
    if sheet is None:
        names = "、".join(own.name for own in probe.sheets)
        values: dict[str, object] = {"sheet": mapping.sheet, "sheets": names}
        raise InputRefusedError(Problem("returns.mapping_sheet_unknown", document, values))
    top = mapping.header_rows[0] if mapping.header_rows else mapping.first_data_row
    title = read_title(sheet, top, organisations)
    beyond = [str(column + 1) for column in mapping.columns.values() if not 0 <= column < sheet.column_count]
    if beyond:
        raise InputRefusedError(Problem("returns.mapping_column_unknown", document, {"column": ", ".join(beyond)}))
    texts = header_texts(sheet, mapping.header_rows)
    _refuse_doubled(document, mapping, texts)
    why = tuple(
        RecognisedHeader(field, texts[column] if column < len(texts) else "", column)
        for field, column in mapping.columns.items()
    )
    found = _with_title(Located(kind, mapping, why, title), fiscal_year)
    return replace(found, header_width=_width(sheet, mapping.header_rows), warnings=_sheet_warnings(document, sheet))


def _refuse_doubled(document: str, mapping: ColumnMapping, texts: Sequence[str]) -> None:
    """One column cannot be two fields: the number done would be the number obliged, and every rate 100 %."""
    for name, column in mapping.columns.items():
        others = [own for own, number in mapping.columns.items() if number == column and own != name]
        if others:
            header = texts[column] if column < len(texts) else str(column + 1)
            values: dict[str, object] = {"column": header, "fields": ", ".join(sorted([name, *others]))}
            raise InputRefusedError(Problem("returns.mapping_doubled", document, values))


def remembered_mapping(probe: TableProbe, kind: ReturnKind, saved: dict[str, object]) -> ColumnMapping | None:
    """A mapping saved earlier, if some sheet has the very headers it was made for."""
    headers = saved.get("headers")
    if not isinstance(headers, dict) or not headers:
        return None
    for sheet in probe.sheets:
        numbers = row_numbers(sheet)
        for row in numbers:
            rows = tuple(range(row, row + _header_height(saved)))
            texts = header_texts(sheet, rows)
            columns = {field: texts.index(text) for field, text in headers.items() if text in texts}
            if len(columns) == len(headers) and set(columns) <= set(KINDS[kind].fields):
                return ColumnMapping(sheet.name, rows, rows[-1] + 1, columns)
    return None


def mapping_to_remember(located: Located) -> dict[str, object]:
    """What `remembered_mapping` needs: the headers as printed, wherever they stand next time."""
    headers = {own.field: own.header for own in located.why if own.header}
    height = len(located.mapping.header_rows) if located.mapping else 0
    return {"headers": headers, "header_height": height}


def completed(probe: TableProbe, kind: ReturnKind, mapping: ColumnMapping) -> ColumnMapping:
    """The user's columns, and for the other fields what the header says."""
    sheet = next(own for own in probe.sheets if own.name == mapping.sheet)
    taken = set(mapping.columns.values())
    further = {
        own.field: own.column
        for own in read_header(sheet, kind, mapping.header_rows)
        if own.field not in mapping.columns and own.column not in taken
    }
    return replace(mapping, columns={**mapping.columns, **further})


def _header_height(saved: dict[str, object]) -> int:
    height = saved.get("header_height")
    return height if isinstance(height, int) and 0 < height <= 10 else 1


def _with_title(located: Located, fiscal_year: int | None) -> Located:
    """Fills in what has no column from the title, the user's word first, and says what is still missing."""
    kind, mapping = located.kind, located.mapping
    assert kind is not None
    assert mapping is not None
    fields, title = KINDS[kind], located.title
    if "fiscal_year" in fields.named_once and mapping.fiscal_year is None:
        is_given = "fiscal_year" in mapping.columns
        mapping = replace(mapping, fiscal_year=fiscal_year or (None if is_given else title.fiscal_year))
    if "organisation" in fields.named_once and not mapping.organisation and "organisation" not in mapping.columns:
        mapping = replace(mapping, organisation=title.organisation)
    missing = [field for field in fields.required if field not in mapping.columns]
    for name, constant in (("fiscal_year", mapping.fiscal_year), ("organisation", mapping.organisation)):
        if name in fields.named_once and name not in mapping.columns and not constant:
            missing.append(name)
    return replace(located, mapping=mapping, missing_fields=tuple(missing))


def _width(sheet: SheetProbe, header_rows: Sequence[int]) -> int:
    """0 where there is no header to compare rows with."""
    return max((column + 1 for column, text in enumerate(header_texts(sheet, header_rows)) if text), default=0)


def _sheet_warnings(document: str, sheet: SheetProbe) -> tuple[Problem, ...]:
    return (Problem("returns.hidden_sheet", f"{document}: {sheet.name}"),) if sheet.is_hidden else ()


def _other_sheets(document: str, probe: TableProbe, chosen: HeaderReading) -> tuple[Problem, ...]:
    """Sheets that are tables too and are not read; hidden ones are named in any case."""
    notes = []
    for sheet in probe.sheets:
        if sheet.name == chosen.sheet.name:
            continue
        place = f"{document}: {sheet.name}"
        found = find_header(sheet, chosen.kind)
        if found is not None and not found.missing:
            notes.append(Problem("returns.other_sheet", place, {"chosen": chosen.sheet.name}))
        elif sheet.is_hidden:
            notes.append(Problem("returns.hidden_sheet_unread", place))
    return tuple(notes)
