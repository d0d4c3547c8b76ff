"""Reads a table of a programme: measures by area as new, continued and total, with re-listed ones in parentheses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import Fact, FactKey, FactKind, Statement, Value, fold_name
from auditor_app.domain.table_proposals import Conflict, EffectCounts
from auditor_app.foundation.errors import Problem
from auditor_app.importing.readers.tables import text_of_merged_count
from auditor_app.importing.returns.counts import parse_count
from auditor_app.importing.returns.names import is_total_word
from auditor_app.importing.returns.plans import CaseContext, TablePlan, TableSource
from auditor_app.importing.returns.records import Record, column_letters
from auditor_app.importing.returns.row_refusals import RowRefusals

ASPECTS = ("new", "continued", "total")
_RELISTED = re.compile(r"(?P<count>[^()]+)\((?:うち)?(?:再掲)?(?P<relisted>[^()]+)\)")
_UNIT = re.compile(r"(?:施策|件)$")
_PDF_SHEET = re.compile(r"p\.([0-9]+)-[0-9]+")


@dataclass(frozen=True)
class _Cell:
    count: int | None = None
    relisted: int | None = None
    """Contained in the count."""


@dataclass(frozen=True)
class _Area:
    record: Record
    fiscal_year: int
    area: str
    cells: dict[str, _Cell]
    """By aspect."""


def plan_programme(records: Sequence[Record], case: CaseContext, source: TableSource) -> TablePlan:
    """Statements of how many measures each area has.  new + continued = total is checked row by row."""
    refusals = RowRefusals()
    read = [own for record in records if not _is_total(record) and (own := _area(record, source, refusals))]
    areas, duplicates = _each_once(read, refusals)
    totals = [own for record in records if _is_total(record) and (own := _total(record, areas, source, refusals))]
    facts = {fact.key.figure_id: fact for fact in case.facts}
    new: list[Statement] = []
    differing: list[Statement] = []
    conflicts: list[Conflict] = []
    row_effects: list[str] = []
    for position, area in enumerate(areas):
        effect = "equal"
        for statement in _statements(area, source, 3 * position):
            fact = facts.get(statement.key.figure_id)
            if fact is None:
                new.append(statement)
                effect = "new" if effect == "equal" else effect
            elif not any(own.says_the_same_as(statement) for own in fact.statements):
                differing.append(statement)
                conflicts.append(_conflict(area.record, statement, fact))
                effect = "changed"
        row_effects.append(effect)
    new += [own for area in totals for own in _printed_total(area, areas, source) if own.key.figure_id not in facts]
    return TablePlan(
        counts=EffectCounts(
            new=row_effects.count("new"),
            changed=row_effects.count("changed"),
            equal=row_effects.count("equal"),
            duplicates=duplicates,
            refused=refusals.row_count,
        ),
        refused=refusals.problems(),
        warnings=tuple(problem for area in totals for problem in _total_differs(area, areas)),
        conflicts=tuple(conflicts),
        statements=tuple(new),
        differing_statements=tuple(differing),
        fiscal_years=tuple(sorted({area.fiscal_year for area in areas})),
    )


def _is_total(record: Record) -> bool:
    """Whether the row sums up others; the word may stand under the year."""
    return is_total_word(record.text("area") or record.text("fiscal_year"))


def _total(record: Record, areas: Sequence[_Area], source: TableSource, refusals: RowRefusals) -> _Area | None:
    """A row of totals; without a year of its own it sums up the one year of the table."""
    years = {area.fiscal_year for area in areas}
    year = _fiscal_year(record, source) or (years.pop() if len(years) == 1 else None)
    cells = {aspect: _cell(record, aspect, refusals) for aspect in ASPECTS}
    if year is None or cells["total"].count is None:
        name = "area" if record.text("area") else "fiscal_year"
        refusals.add("returns.total_not_compared", record, name, text=record.text(name))
    return None if year is None or refusals.has(record) else _Area(record, year, "", cells)


def _area(record: Record, source: TableSource, refusals: RowRefusals) -> _Area | None:
    year = _fiscal_year(record, source)
    if year is None:
        refusals.add("programme.year_unreadable", record, "fiscal_year", text=record.text("fiscal_year"))
    area = record.text("area")
    if not area:
        refusals.add("programme.area_missing", record, "area")
    cells = {aspect: _cell(record, aspect, refusals) for aspect in ASPECTS}
    if year is None or refusals.has(record):
        return None
    own = _Area(record, year, area, cells)
    _refuse_wrong_sum(own, refusals)
    return None if refusals.has(record) else own


def _fiscal_year(record: Record, source: TableSource) -> int | None:
    text = record.text("fiscal_year")
    if not text:
        return source.fiscal_years[0] if len(source.fiscal_years) == 1 else None
    return parse_fiscal_year(text)


def _cell(record: Record, aspect: str, refusals: RowRefusals) -> _Cell:
    """`5(3)` is 5 of which 3 are re-listed; a column of its own may say the latter too."""
    folded = "".join(unicodedata.normalize("NFKC", record.text(aspect)).split())
    both = _RELISTED.fullmatch(folded)
    if any(_refuse_merged(record, field, refusals) for field in (aspect, f"{aspect}_relisted")):
        return _Cell(None, None)
    count = _number(record, aspect, both["count"] if both else folded, refusals)
    relisted = _number(record, aspect, both["relisted"], refusals) if both else None
    own_column = _number(record, f"{aspect}_relisted", record.text(f"{aspect}_relisted"), refusals)
    if relisted is not None and own_column is not None and relisted != own_column:
        refusals.add("programme.relisted_twice", record, aspect, one=relisted, other=own_column)
    relisted = own_column if relisted is None else relisted
    if relisted is not None and (count is None or relisted > count):
        refusals.add("programme.relisted_exceeds", record, aspect, count=record.text(aspect), relisted=relisted)
    return _Cell(count, relisted or None)


def _refuse_merged(record: Record, field: str, refusals: RowRefusals) -> bool:
    merged = text_of_merged_count(record.text(field))
    if merged is not None:
        refusals.add("returns.cell_merged", record, field, text=merged)
    return merged is not None


def _number(record: Record, field: str, text: str, refusals: RowRefusals) -> int | None:
    read = parse_count(_UNIT.sub("", text))
    if read.problem is not None:
        refusals.add("programme.count_unreadable", record, field, text=record.text(field))
    return read.value


def _refuse_wrong_sum(area: _Area, refusals: RowRefusals) -> None:
    new, continued, total = (area.cells[aspect] for aspect in ASPECTS)
    if all(own.count is None for own in area.cells.values()):
        refusals.add("programme.counts_missing", area.record, "total", area=area.area)
    if new.count is not None and continued.count is not None and total.count is not None:
        found = new.count + continued.count
        if found != total.count:
            refusals.add("programme.sum_differs", area.record, "total", found=found, total=total.count)
    found = (new.relisted or 0) + (continued.relisted or 0)
    if total.relisted is not None and found and found != total.relisted:
        refusals.add("programme.sum_differs", area.record, "total", found=found, total=total.relisted)


def _each_once(areas: Sequence[_Area], refusals: RowRefusals) -> tuple[list[_Area], int]:
    first: dict[tuple[int, str], _Area] = {}
    duplicates = 0
    for own in areas:
        known = first.setdefault((own.fiscal_year, fold_name(own.area)), own)
        if known is own:
            continue
        if known.cells == own.cells:
            duplicates += 1
        else:
            refusals.add("programme.area_twice", own.record, "area", area=own.area, other=known.record.place("area"))
    return list(first.values()), duplicates


def _statements(area: _Area, source: TableSource, first: int) -> list[Statement]:
    """One for each count the row has; positions go on from `first`."""
    found = []
    for offset, aspect in enumerate(ASPECTS, start=1):
        cell = area.cells[aspect]
        if cell.count is None:
            continue
        key = FactKey(FactKind.MEASURE_COUNT, area.fiscal_year, area.area, aspect)
        value = Value(
            number=Decimal(cell.count),
            secondary=None if cell.relisted is None else Decimal(cell.relisted),
            secondary_meaning="" if cell.relisted is None else "relisted",
        )
        found.append(_statement(area.record, aspect, key, value, source, first + offset))
    return found


def _statement(
    record: Record, aspect: str, key: FactKey, value: Value, source: TableSource, position: int
) -> Statement:
    fields = [field for field in (aspect, f"{aspect}_relisted") if record.text(field)]
    fields.sort(key=lambda field: record.columns.get(field, -1))
    between = " / " if source.sheet else "\n"  # of a text, `verify` looks for each line of the printed form
    printed = between.join(record.text(field) for field in fields)
    return Statement(key, value, printed, _place(record, aspect, source), unit="施策", position=position)


def _place(record: Record, field: str, source: TableSource) -> Place:
    if not source.sheet:
        return Place(source.document, source.sha256, record.row, record.row)
    cell = f"{column_letters(record.columns[field])}{record.row}" if field in record.columns else ""
    pdf = _PDF_SHEET.fullmatch(source.sheet)
    page = int(pdf[1]) if pdf else 0
    return Place(source.document, source.sha256, 0, 0, sheet=source.sheet, cell=cell, page=page)


def _printed_total(row: _Area, areas: Sequence[_Area], source: TableSource) -> list[Statement]:
    """The total row, where it counts each measure once (170 − 11 = 159)."""
    total = row.cells["total"].count
    _, without_relisted = _sums(row, areas)
    if total is None or total != without_relisted:
        return []
    key = FactKey(FactKind.MEASURE_TOTAL, row.fiscal_year)
    return [_statement(row.record, "total", key, Value(number=Decimal(total)), source, 0)]


def _total_differs(row: _Area, areas: Sequence[_Area]) -> list[Problem]:
    """A total row may print the sum of the areas, or that without doubles; anything else is told."""
    total = row.cells["total"].count
    found, without_relisted = _sums(row, areas)
    if total is None or total in (found, without_relisted):
        return []
    values: dict[str, object] = {"total": total, "found": found, "without": without_relisted}
    return [Problem("programme.total_differs", row.record.place("total"), values)]


def _sums(row: _Area, areas: Sequence[_Area]) -> tuple[int, int]:
    totals = [area.cells["total"] for area in areas if area.fiscal_year == row.fiscal_year]
    found = sum(cell.count or 0 for cell in totals)
    return found, found - sum(cell.relisted or 0 for cell in totals)


def _conflict(record: Record, statement: Statement, fact: Fact) -> Conflict:
    stored, key = fact.shown, statement.key
    words = (str(key.fiscal_year), key.subject, key.aspect)
    return Conflict(record.place(key.aspect), words, (stored.printed,), (statement.printed,), stored.place.code())
