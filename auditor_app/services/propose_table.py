"""Holds one located table against a case: everything accepting it needs, and the proposal that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.returns import Report, ReturnKind
from auditor_app.domain.table_proposals import FileFacts, NameKind, OnConflict, TableProposal
from auditor_app.foundation.errors import CancelledByUserError, InputRefusedError, Problem
from auditor_app.importing.readers.table_reader import TableReader
from auditor_app.importing.readers.tables import SheetProbe, StagedFile, TableChunk, TableRequest
from auditor_app.importing.returns.catalogue_rows import plan_catalogue
from auditor_app.importing.returns.crosswalk_rows import plan_crosswalk
from auditor_app.importing.returns.file_checks import file_problems
from auditor_app.importing.returns.groups import Units
from auditor_app.importing.returns.key_cells import KeyReader
from auditor_app.importing.returns.kinds import count_columns
from auditor_app.importing.returns.locating import Located
from auditor_app.importing.returns.names import NameBook, fold_unit
from auditor_app.importing.returns.organisations_rows import plan_organisations
from auditor_app.importing.returns.plans import CaseContext, KindRules, TablePlan, TableSource
from auditor_app.importing.returns.preview import head_chunk, preview_counts, preview_records
from auditor_app.importing.returns.programme_rows import plan_programme
from auditor_app.importing.returns.records import Places, read_records
from auditor_app.importing.returns.refusals import RefusalList
from auditor_app.importing.returns.row_checks import AscertainedLimits
from auditor_app.importing.returns.staged_table import StagedTable
from auditor_app.importing.returns.stored_obliged import StoredObliged
from auditor_app.importing.returns.table_rows import TableRows
from auditor_app.services.stored_returns import StoredReturns
from auditor_app.services.table_context import PendingNames, next_organisation_id, pending_of_plan
from auditor_app.storage.packing import PackedSource

SMALL_KINDS: Mapping[ReturnKind, KindRules] = {
    "catalogue": plan_catalogue,
    "crosswalk": plan_crosswalk,
    "organisations": plan_organisations,
    "programme": plan_programme,
}
MOST_RECORDS = 200_000
"""Rows of a small table; above that it is something else."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class TableQuestion:
    """One table and everything it is read with."""

    file: StagedFile
    packed: PackedSource | None
    """Its bytes as the case will keep them; None: too many."""
    facts: FileFacts
    reader: TableReader
    located: Located
    case: Path
    folder: Path
    """Empty and private: the rows of a large table are staged there."""
    context: CaseContext
    reports: Sequence[Report] = ()
    earlier: Sequence[StagedTable] = ()
    """Tables of the same batch that come before."""
    years: tuple[int, ...] = ()
    """Given by the user."""
    names: Mapping[tuple[NameKind, str], int] = field(default_factory=dict)
    """Suggestions the user took."""
    mapping_is_chosen: bool = False
    """Whether the user gave the columns, so that they are worth remembering."""
    declare_organisations: bool | frozenset[str] = False
    """Whether unknown organisations are added: all, or those of these names."""
    on_progress: Progress | None = None
    is_cancelled: Callable[[], bool] | None = None

    @property
    def places(self) -> Places:
        assert self.located.mapping is not None
        return Places(self.file.name, self.located.mapping.sheet)

    @property
    def sheet(self) -> SheetProbe:
        mapping = self.located.mapping
        assert mapping is not None
        return next(own for own in self.reader.probe.sheets if own.name == mapping.sheet)

    @property
    def label_columns(self) -> tuple[int, ...]:
        """A first column that is no field may still hold the word by which a total row is known."""
        mapping, fields = self.located.mapping, self.located.fields
        assert mapping is not None
        is_wanted = fields is not None and bool(fields.counts) and 0 not in mapping.columns.values()
        return (0,) if is_wanted else ()

    def chunks(self) -> Iterator[TableChunk]:
        mapping = self.located.mapping
        assert mapping is not None
        columns = (*mapping.columns.values(), *self.label_columns)
        request = TableRequest(
            mapping.sheet,
            mapping.first_data_row,
            columns,
            width=self.located.header_width,
            counts=count_columns(mapping),
        )
        return self.reader.chunks(request, self.on_progress, self.is_cancelled)


@dataclass(frozen=True)
class ReadyTable:
    """A table as it would be accepted."""

    question: TableQuestion
    proposal: TableProposal
    plan: TablePlan | None = None
    """Of a small table."""
    staged: StagedTable | None = None
    """Of coverage or answers."""
    pending: PendingNames = field(default_factory=PendingNames)
    on_conflict: OnConflict = "keep"
    """What becomes of its rows that differ from the stored ones, once it is accepted."""


def unread_table(question: TableQuestion, *extra: Problem) -> ReadyTable:
    """A table whose rows are not read: kind or columns are not known yet, or only they are asked for."""
    return ReadyTable(question, _basis(question, extra))


def preview_table(question: TableQuestion) -> ReadyTable:
    """Kind, columns and the first rows only."""
    located = question.located
    if located.mapping is None or located.missing_fields or located.kind is None:
        return unread_table(question)
    if located.kind not in SMALL_KINDS:
        preview = preview_counts(head_chunk(question.sheet, located.mapping), _table_rows(question))
    else:
        plan = _plan(question, [head_chunk(question.sheet, located.mapping)])
        preview = preview_records(
            head_chunk(question.sheet, located.mapping), located.mapping, plan.refused, question.places
        )
    return ReadyTable(question, replace(_basis(question), preview=preview))


def read_table(question: TableQuestion) -> ReadyTable:
    """All rows, held against the case."""
    located = question.located
    if located.mapping is None or located.missing_fields or located.kind is None:
        return unread_table(question)
    return _read_small(question) if located.kind in SMALL_KINDS else _read_large(question)


def _basis(question: TableQuestion, blocking: Sequence[Problem] = ()) -> TableProposal:
    facts, located = question.facts, question.located
    found = (replace(own, place=_place_in(facts.name, own.place)) for own in question.reader.probe.warnings)
    warnings = [*found, *located.warnings]
    if not facts.encoding_is_certain:
        warnings.insert(0, Problem("import.encoding_uncertain", facts.name, {"encoding": facts.encoding}))
    if located.kind is not None and located.missing_fields:
        values: dict[str, object] = {"kind": located.kind, "fields": ", ".join(located.missing_fields)}
        blocking = [*blocking, Problem("returns.columns_missing", facts.name, values)]
    if located.kind is None:
        blocking = [*blocking, Problem("returns.nothing_recognised", facts.name)]
    return TableProposal(
        file=facts,
        kind=located.kind,
        why=located.why,
        mapping=located.mapping,
        missing_fields=located.missing_fields,
        mapping_is_remembered=located.is_remembered,
        warnings=tuple(warnings),
        notes=located.notes,
        blocking=tuple(blocking),
    )


def _place_in(document: str, place: str) -> str:
    """What the parsing process names of a file, which to it has no name.

    >>> _place_in("a.xlsx", ""), _place_in("a.xlsx", "回答!C4")
    ('a.xlsx', 'a.xlsx: 回答!C4')
    """
    return f"{document}: {place}" if place else document


def _read_small(question: TableQuestion) -> ReadyTable:
    plan = _plan(question, question.chunks())
    mapping = question.located.mapping
    assert mapping is not None
    basis = _basis(question, plan.blocking)
    proposal = replace(
        basis,
        preview=preview_records(head_chunk(question.sheet, mapping), mapping, plan.refused, question.places),
        counts=plan.counts,
        refused=plan.refused,
        refused_by_reason=dict(Counter(problem.key for problem in plan.refused)),
        unknown_names=plan.unknown_names,
        conflicts=plan.conflicts,
        warnings=(*basis.warnings, *plan.warnings),
        notes=(*basis.notes, *plan.notes),
        fiscal_years=plan.fiscal_years,
        organisations=plan.organisation_names,
    )
    return ReadyTable(question, proposal, plan=plan, pending=pending_of_plan(plan, question.context))


def _plan(question: TableQuestion, chunks: Iterator[TableChunk] | list[TableChunk]) -> TablePlan:
    mapping, kind = question.located.mapping, question.located.kind
    assert mapping is not None
    assert kind is not None
    records = list(islice(read_records(chunks, mapping, question.places), MOST_RECORDS + 1))
    if len(records) > MOST_RECORDS:
        values: dict[str, object] = {"kind": kind, "limit": MOST_RECORDS}
        raise InputRefusedError(Problem("returns.too_many_rows", question.file.name, values))
    source = TableSource(question.file.name, question.file.sha256, mapping.sheet, question.years)
    return SMALL_KINDS[kind](records, question.context, source)


def _read_large(question: TableQuestion) -> ReadyTable:
    kind: Literal["answers", "coverage"] = "coverage" if question.located.kind == "coverage" else "answers"
    mapping = question.located.mapping
    assert mapping is not None
    preview = preview_counts(head_chunk(question.sheet, mapping), _table_rows(question))
    staged = StagedTable(_table_rows(question, question.declare_organisations), question.folder)
    with StoredReturns(
        question.case, kind, question.context, question.reports, question.earlier, question.file.sha256
    ) as stored:
        if kind == "coverage":
            staged.table.obliged = StoredObliged(stored.most_obliged)
        staged.stage(question.chunks(), stored, question.is_cancelled)
    if question.is_cancelled is not None and question.is_cancelled():
        raise CancelledByUserError
    table = staged.table
    basis = _basis(question, file_problems(table, question.located.title, question.years))
    failing = [
        Problem(
            "returns.control_total_differs",
            own.place,
            {"field": own.field, "scope": own.scope or "－", "stated": own.stated, "computed": own.computed},
        )
        for own in staged.totals
        if not own.holds
    ]
    proposal = replace(
        basis,
        preview=preview,
        counts=replace(staged.counts, refused=table.refusals.row_count),
        refused=tuple(own.problem for own in table.refusals.listed),
        refused_by_reason=dict(table.refusals.by_reason),
        unknown_names=table.keys.unknown_names(),
        conflicts=tuple(staged.conflicts),
        totals=tuple(staged.totals),
        warnings=(*basis.warnings, *failing),
        fiscal_years=tuple(sorted({key.fiscal_year for key in staged.groups})),
        organisations=staged.organisation_names(),
    )
    declared = [Organisation(identifier, (OrganisationName(name),)) for identifier, name in table.keys.declared.items()]
    return ReadyTable(question, proposal, staged=staged, pending=PendingNames(organisations=tuple(declared)))


def _table_rows(question: TableQuestion, declare: bool | frozenset[str] = False) -> TableRows:
    located, context = question.located, question.context
    fields, mapping = located.fields, located.mapping
    assert fields is not None
    assert mapping is not None
    refusals = RefusalList(question.places, dict(mapping.columns))
    aliases = {kind: dict(known) for kind, known in context.aliases.items()}
    for (kind, text), target in question.names.items():
        aliases.setdefault(kind, {})[text] = target
    book = NameBook(context.organisations, context.roles, context.editions, aliases)
    units = [own.unit for own in context.coverage] + [own.unit for own in question.reports]
    units += [key.unit for table in question.earlier for key in table.groups]
    known_units = {fold_unit(unit): unit for unit in units}
    keys = KeyReader(
        book,
        refusals,
        Units(known_units),
        has_items="item" in fields.keys,
        next_organisation_id=next_organisation_id(context) if declare else None,
        declared_only=declare if isinstance(declare, frozenset) else None,
    )
    limits = None
    if fields.kind == "answers":
        limits = AscertainedLimits(context.coverage, {role.code: role.id for role in context.roles})
    return TableRows(fields, mapping, keys, refusals, limits)
