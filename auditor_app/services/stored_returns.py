"""The rows of returns a case holds, group by group, in the form a new table is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Literal

from auditor_app.domain.returns import CoverageCount, Report
from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.names import fold_unit
from auditor_app.importing.returns.plans import CaseContext
from auditor_app.importing.returns.staged_table import StagedTable
from auditor_app.importing.returns.stored_obliged import Obliged
from auditor_app.storage.reading import CaseReader

StoredRow = tuple[int, ...]
"""Item, role, counts (-1: not reported), report, source row."""

_Family = tuple[int, int, str]


class StoredReturns:
    """Context manager; reads the case only if it holds returns of that kind.  `earlier`: tables of the same batch."""

    def __init__(
        self,
        case: Path,
        kind: Literal["answers", "coverage"],
        context: CaseContext,
        reports: Sequence[Report],
        earlier: Sequence[StagedTable],
        sha256: str,
    ) -> None:
        self._case, self._sha256 = case, sha256
        self._kind = kind
        self._kept: dict[tuple[int, int], dict[str, set[tuple[int, ...]]]] = {}
        self._earlier = [own for own in earlier if own.table.fields.kind == kind]
        self._reports: dict[_Family, list[Report]] = defaultdict(list)
        self._places: dict[int, Callable[[int], str]] = {}
        self._coverage: dict[_Family, list[CoverageCount]] = defaultdict(list)
        self._role_ids = {role.code: role.id for role in context.roles}
        if kind == "answers":
            self._take_reports(reports)
        else:
            for own in context.coverage:
                self._coverage[own.fiscal_year, own.organisation_id, fold_unit(own.unit)].append(own)
        self._reader: CaseReader | None = None

    def __enter__(self) -> StoredReturns:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.__exit__(kind, error, traceback)
            self._reader = None

    def rows_of(self, group: GroupKey) -> Sequence[StoredRow]:
        """What counts now of a group; of an earlier table of the batch, under a report number below 0."""
        family = (group.fiscal_year, group.organisation_id, fold_unit(group.unit))
        rows = [row for report in self._reports.get(family, ()) for row in self._answers(report)]
        rows += [self._coverage_row(own) for own in self._coverage.get(family, ())]
        for number, table in enumerate(self._earlier):
            rows += [(*row[:-1], -1 - number, row[-1]) for row in table.rows_of(group)]
        return rows

    def kept_rows_of(self, group: GroupKey) -> set[tuple[int, ...]]:
        """What the case keeps of this very file as versions beside the rows that count.

        A row of another file that says the same is no repetition: the auditor may want it to count now.
        """
        family = (group.fiscal_year, group.organisation_id)
        if family not in self._kept:
            kept = self._kept[family] = defaultdict(set)
            for unit, item, rest in self._open().kept_rows(self._kind, *family, self._sha256):
                kept[fold_unit(unit)].add((item, *rest))
        return self._kept[family].get(fold_unit(group.unit), set())

    def most_obliged(self, fiscal_year: int, organisation_id: int) -> dict[tuple[str, int], Obliged]:
        """What answers of an organisation say at most, by folded unit and role."""
        most: dict[tuple[str, int], Obliged] = {}
        for unit, role, count, document, sheet, row in self._open().most_obliged(fiscal_year, organisation_id):
            key = (fold_unit(unit), role)
            if key not in most or most[key].most < count:
                most[key] = Obliged(count, _place(document, sheet, row))
        return most

    def place(self, report_id: int, source_row: int) -> str:
        """Where a stored row stands."""
        if report_id < 0:
            return self._earlier[-1 - report_id].table.refusals.places.row(source_row)
        return self._places[report_id](source_row)

    def _take_reports(self, reports: Sequence[Report]) -> None:
        for report in reports:
            if report.standing == "counted":
                self._reports[report.fiscal_year, report.organisation_id, fold_unit(report.unit)].append(report)
                self._places[report.id] = lambda row, report=report: _place(report.document, report.sheet, row)  # type: ignore[misc]

    def _answers(self, report: Report) -> list[StoredRow]:
        return [
            (
                own.item_id,
                own.role_id,
                -1 if own.obliged is None else own.obliged,
                -1 if own.implemented is None else own.implemented,
                report.id,
                own.source_row,
            )
            for own in self._open().answers(report.id)
        ]

    def _open(self) -> CaseReader:
        if self._reader is None:
            self._reader = CaseReader(self._case).__enter__()
        return self._reader

    def _coverage_row(self, own: CoverageCount) -> StoredRow:
        """Coverage has no report number to be replaced by: the place is remembered under a number of its own."""
        number = len(self._places) + 1
        self._places[number] = lambda row: _place(own.source.document, own.source.sheet, row)
        with_own = own.ascertained_with_own_survey
        counts = (own.target, own.ascertained, -1 if with_own is None else with_own)
        return (0, self._role_ids[own.role], *counts, number, own.source.row)


def _place(document: str, sheet: str, row: int) -> str:
    return f"{document}: {sheet}!{row}" if sheet else f"{document}: L{row}"
