"""What importing a table would do to a case: what it is taken for, its columns, its rows by effect, what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from auditor_app.domain.returns import ReturnKind
from auditor_app.foundation.errors import Problem

OnConflict = Literal["keep", "replace", "version"]
"""What happens to the rows that differ from what the case holds.

keep: the stored value stays, the row is left out; replace: the row counts from now on; version: the row is kept
beside the stored one and does not count.
"""

NameKind = Literal["organisation", "item", "role"]

MOST_REFUSED_LISTED = 10_000
"""Refused rows that are listed one by one; the rest is counted by reason."""


@dataclass(frozen=True)
class ColumnMapping:
    """Where the fields of a table stand: what the program proposes and the user may change."""

    sheet: str
    """"" for a text."""
    header_rows: tuple[int, ...]
    """Row numbers of the source, from 1; empty when the table has no header."""
    first_data_row: int
    columns: Mapping[str, int]
    """Field of interface.md (`obliged`) → column, from 0."""
    fiscal_year: int | None = None
    """For every row, where the table has no such column (from the title rows, or given by the user)."""
    organisation: str = ""
    """As `fiscal_year`: the name as it stands in the title rows."""


@dataclass(frozen=True)
class FileWishes:
    """What the user has changed of what the program takes a file for."""

    kind: ReturnKind | None = None
    encoding: str | None = None
    mapping: ColumnMapping | None = None
    names: Mapping[tuple[NameKind, str], int] = field(default_factory=dict)
    """Suggestions taken for unknown names."""
    declared: frozenset[str] = frozenset()
    """Names of organisations to be added."""
    years: tuple[int, ...] = ()
    """Of a catalogue: the fiscal years it holds for; empty for every year that has none."""


@dataclass(frozen=True)
class SheetFacts:
    """One sheet of a workbook, or the one table of a text."""

    name: str
    is_hidden: bool
    row_count: int
    column_count: int
    kind: ReturnKind | None = None
    """What its headers make of it."""
    first_row: int = 1
    head: tuple[tuple[str, ...], ...] = ()
    """Its first rows as texts, from `first_row` on: what the user chooses header and columns from."""


@dataclass(frozen=True)
class FileFacts:
    """The file as it came."""

    name: str
    sha256: str
    size: int
    container: str
    """text | xlsx | xls | ods | pdf"""
    encoding: str
    encoding_is_certain: bool
    alternatives: tuple[str, ...]
    delimiter: str
    sheets: tuple[SheetFacts, ...]


@dataclass(frozen=True)
class RecognisedHeader:
    """Why a column is taken for a field."""

    field: str
    header: str
    """As printed."""
    column: int


@dataclass(frozen=True)
class PreviewCell:
    """A mapped cell: its text, what it is taken for, and what is wrong with it."""

    text: str
    reading: str
    """The value as read (`1200` for １，２００; the organisation's name in the case); "" = nothing, or not reported."""
    problem: Problem | None = None


@dataclass(frozen=True)
class PreviewRow:
    row: int
    cells: Mapping[str, PreviewCell]
    problems: tuple[Problem, ...] = ()
    """What is wrong with the row as a whole (implemented > obliged)."""


@dataclass(frozen=True)
class NameSuggestion:
    """A name of the case that looks like an unknown one."""

    target_id: int
    name: str


@dataclass(frozen=True)
class UnknownName:
    """A name the case does not know; `ImportSession.confirm` takes a suggestion for it, nothing else does."""

    kind: NameKind
    text: str
    place: str
    """Where it stands first."""
    row_count: int
    suggestions: tuple[NameSuggestion, ...]
    is_declared: bool = False
    """Whether accepting adds it as a new organisation."""


@dataclass(frozen=True)
class EffectCounts:
    """Rows by what accepting them would do."""

    new: int = 0
    changed: int = 0
    """The case holds another value: see `OnConflict`."""
    equal: int = 0
    """The case holds them already."""
    duplicates: int = 0
    """The same row once more in the file: taken once."""
    refused: int = 0
    not_reported: int = 0
    """Of the rows above: those with a count that is not reported."""


@dataclass(frozen=True)
class Conflict:
    """A row that differs from what the case holds."""

    place: str
    words: tuple[str, ...]
    """What the row is about: fiscal year, organisation, unit, item, role - as far as the kind has them."""
    stored: tuple[str, ...]
    """Values in the case, one a count field; "" = not reported."""
    stated: tuple[str, ...]
    stored_place: str = ""


@dataclass(frozen=True)
class ControlTotal:
    """A total row of the file held against the sum of its rows."""

    field: str
    place: str
    scope: str
    """Whose total: "" = the whole file, else the organisation or unit it is printed for."""
    stated: int
    computed: int

    @property
    def holds(self) -> bool:
        return self.stated == self.computed


@dataclass(frozen=True)
class TableProposal:
    """A table held against a case; nothing is stored before the auditor accepts it."""

    file: FileFacts
    kind: ReturnKind | None
    """None: the headers tell nothing; choose a kind or map the columns."""
    why: tuple[RecognisedHeader, ...]
    mapping: ColumnMapping | None
    missing_fields: tuple[str, ...] = ()
    """Fields the kind cannot do without and nothing provides: nothing is counted until they are mapped."""
    mapping_is_remembered: bool = False
    """Whether the mapping was saved with an earlier import of that organisation or kind."""
    preview: tuple[PreviewRow, ...] = ()
    counts: EffectCounts = EffectCounts()
    refused: tuple[Problem, ...] = ()
    """The first `MOST_REFUSED_LISTED`, in the order of the rows."""
    refused_by_reason: Mapping[str, int] = field(default_factory=dict)
    """All of them: problem key → rows."""
    unknown_names: tuple[UnknownName, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    """The first hundred; `counts.changed` counts them all."""
    totals: tuple[ControlTotal, ...] = ()
    warnings: tuple[Problem, ...] = ()
    """What must be accepted: uncertain encoding, a control total that fails, a hidden sheet that was read."""
    notes: tuple[Problem, ...] = ()
    """What is worth knowing and stands in nobody's way: other sheets that look like tables."""
    blocking: tuple[Problem, ...] = ()
    """What makes the whole file unusable as it is: wrong year or ministry, no catalogue, missing columns."""
    fiscal_years: tuple[int, ...] = ()
    organisations: tuple[str, ...] = ()

    @property
    def changes_something(self) -> bool:
        """Whether there is anything to store (conflicts count: what becomes of them is the user's choice)."""
        return bool(self.counts.new or self.counts.changed)

    @property
    def is_usable(self) -> bool:
        return self.kind is not None and not self.blocking and not self.missing_fields

    @property
    def needs_consent(self) -> bool:
        """Whether it may be stored only when the user accepts refused rows, conflicts or warnings."""
        return bool(self.counts.refused or self.counts.changed or self.warnings)
