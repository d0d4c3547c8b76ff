"""The coverage table: organisations with a percentage and, in parentheses, the value with their own survey."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor_app.domain.fiscal_years import find_fiscal_years
from auditor_app.domain.published import FactKey, FactKind, Value, fold_name
from auditor_app.importing.published_text.coverage_lines import Cell, CoverageLine, LineKind, classify_block
from auditor_app.importing.published_text.layout import Found, Line, PublishedText

_HEADING_REACH = 15
"""Lines above a table among which its fiscal year is looked for."""
_PROSPECTIVE = re.compile("方向性|計画|施策|目標|年度(?:まで|初め|に向け)")
_FOOTNOTE = re.compile(r"報告対象を?.{0,6}限定|独自の.{0,6}調査を?実施|独自の.{0,10}除外")
# What stands before a footnote's words: its mark, and the year, which is the statement's own.
_FOOTNOTE_HEAD = re.compile(r"^[\s:※*]+(?:\d{1,2}[\s:)]+)?|^(?:[\s:※*]*)(?:\d{4}|平成\d+)年度においては、")


@dataclass(frozen=True)
class _Row:
    name: str
    cell: Cell
    lines: tuple[Line, ...]


def read_coverage(text: PublishedText) -> Found:
    """Statements of coverage, footnotes of the tables, and refusals of rows and tables that cannot be used."""
    found = Found()
    year: int | None = None
    tables: dict[int, list[_Row]] = {}
    for block in _blocks(text):
        lines = [entry.line for entry in block]
        found.use(*(entry.line for entry in block if entry.kind is not LineKind.REMARK))
        try:
            year = _fiscal_year(text, lines[0], found) or year
        except _YearContradictedError:
            continue
        if year is None:
            title = text.cited_at(lines[0].number) or lines[0].text
            found.refusals.append(text.refusal("import.no_fiscal_year", lines, table=title))
            continue
        # A table may go on after a page break, under a header of its own.
        tables.setdefault(year, []).extend(_paired(text, block, found))
    for table_year, rows in tables.items():
        _state(text, rows, table_year, found)
    if found.used_lines:
        _read_footnotes(text, year or text.report_year, found)
    return found


def _blocks(text: PublishedText) -> Iterator[list[CoverageLine]]:
    """Runs of consecutive lines that make up a coverage table."""
    position = 0
    while position < len(text.lines):
        block = classify_block(text.lines, position)
        if block:
            yield block
        position += max(len(block), 1)


def _fiscal_year(text: PublishedText, first: Line, found: Found) -> int | None:
    """From the header or the nearest heading above; a year given by the auditor must not contradict it."""
    above = [line for line in text.lines if line.number <= first.number][-_HEADING_REACH:]
    dated = [line for line in reversed(above) if "。" not in line.compact and find_fiscal_years(line.compact)]
    heading = next((line for line in dated if not _PROSPECTIVE.search(line.compact)), None)
    if heading is None:
        named = text.named_report_years
        return text.given_year or (named[0] if len(named) == 1 else None)
    printed = find_fiscal_years(heading.compact)[0]
    if text.given_year not in (None, printed):
        values = {"given": text.given_year, "printed": printed}
        found.refusals.append(text.refusal("import.year_contradicts", [heading], **values))
        raise _YearContradictedError
    return printed


class _YearContradictedError(Exception):
    """The table is refused already."""


def _paired(text: PublishedText, block: Sequence[CoverageLine], found: Found) -> list[_Row]:
    """Rows of a block, a value on a following line joined to its name; an unreadable block yields none."""
    rows: list[_Row] = []
    waiting: CoverageLine | None = None
    astray: list[tuple[CoverageLine, str]] = []
    joined = 0
    for entry in block:
        if entry.kind is LineKind.ROWS:
            astray += [(waiting, "import.value_missing")] if waiting else []
            waiting = None
            rows += [_Row(name, cell, (entry.line,)) for name, cell in entry.rows]
        elif entry.kind is LineKind.NAME:
            astray += [(waiting, "import.value_missing")] if waiting else []
            waiting = entry
        elif entry.kind is LineKind.VALUE and waiting:
            rows.append(_Row(waiting.name, entry.cell, (waiting.line, entry.line)))
            waiting, joined = None, joined + 1
        elif entry.kind is LineKind.OWN_SURVEY and rows and not waiting and rows[-1].cell.own is None:
            last = rows[-1]
            rows[-1] = _Row(last.name, last.cell.with_own(entry.cell.own), (*last.lines, entry.line))
        elif entry.kind in (LineKind.VALUE, LineKind.OWN_SURVEY):
            astray.append((entry, "import.name_missing"))
        elif entry.kind is LineKind.UNREADABLE:
            found.refusals.append(text.refusal("import.row_unreadable", [entry.line], printed=entry.line.text))
    astray += [(waiting, "import.value_missing")] if waiting else []
    if not astray:
        return rows
    if joined or len(astray) > 1:
        lines = [entry.line for entry in block]
        found.refusals.append(text.refusal("import.table_unreadable", lines, lines=text.place(*lines).lines()))
        return []
    entry, problem = astray[0]
    values = {"name": entry.name} if problem == "import.value_missing" else {"printed": entry.line.text}
    found.refusals.append(text.refusal(problem, [entry.line], **values))
    return rows


def _state(text: PublishedText, rows: Sequence[_Row], year: int, found: Found) -> None:
    """Adds the statements of sound rows and a refusal for each of the others."""
    by_name: dict[str, list[tuple[int, _Row]]] = {}
    for position, row in enumerate(rows, start=1):
        by_name.setdefault(fold_name(row.name), []).append((position, row))
    for group in by_name.values():
        position, row = group[0]
        lines = [line for _, other in group for line in other.lines]
        if len({(other.cell.number, other.cell.own, other.cell.state) for _, other in group}) > 1:
            values = " / ".join(str(other.cell.number) for _, other in group)
            found.refusals.append(text.refusal("import.organisation_twice", lines, name=row.name, values=values))
        elif not _refused(text, row, found):
            key = FactKey(FactKind.COVERAGE, year, row.name)
            found.add(text.statement(key, _value(row.cell), row.lines, unit="%", position=position))


def _refused(text: PublishedText, row: _Row, found: Found) -> bool:
    cell = row.cell
    if cell.problem:
        found.refusals.append(
            text.refusal(f"import.{cell.problem}", row.lines, name=row.name, printed=row.lines[0].text)
        )
        return True
    for number in (cell.number, cell.own):
        if number is not None and not 0 <= number <= 100:
            values = {"name": row.name, "value": number}
            found.refusals.append(text.refusal("import.value_out_of_range", row.lines, **values))
            return True
    if cell.number is not None and cell.own is not None and cell.own < cell.number:
        values = {"name": row.name, "own": cell.own, "official": cell.number}
        found.refusals.append(text.refusal("import.own_survey_below_official", row.lines, **values))
        return True
    return False


def _value(cell: Cell) -> Value:
    meaning = "" if cell.own is None else "with_own_survey"
    return Value(number=cell.number, secondary=cell.own, secondary_meaning=meaning, state=cell.state)


def _read_footnotes(text: PublishedText, year: int, found: Found) -> None:
    """Footnotes belong to the table as a whole: which row a lost mark stood at cannot be told."""
    first = min(found.used_lines)
    seen: set[str] = set()
    for line in text.lines:
        if line.number < first or line.number in found.used_lines or not _FOOTNOTE.search(line.compact):
            continue
        found.use(line)
        words = _FOOTNOTE_HEAD.sub("", _FOOTNOTE_HEAD.sub("", line.words))
        if fold_name(words) not in seen:
            seen.add(fold_name(words))
            years = find_fiscal_years(line.compact)
            key = FactKey(FactKind.FOOTNOTE, years[0] if years else year, "", str(len(seen)))
            found.add(text.statement(key, Value(text=words), [line], position=len(seen)))
