"""The coverage table: organisations with a percentage and, in parentheses, the value with their own survey."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from auditor_app.domain.fiscal_years import find_fiscal_years, parse_fiscal_year
from auditor_app.domain.published import FactKey, FactKind, Value, fold_name
from auditor_app.importing.published_text.coverage_cells import BODY_NAME, OWN_SURVEY, Cell, is_only_an_end
from auditor_app.importing.published_text.coverage_lines import CoverageBlock, CoverageLine, LineKind, classify_block
from auditor_app.importing.published_text.layout import DASHES, Found, Line, PublishedText, excerpt

_HEADING_REACH = 15
"""Lines above a table among which its fiscal year is looked for."""
_PROSPECTIVE = re.compile("方向性|計画|施策|目標|年度(?:まで|初め|に向け)")
_FOOTNOTE = re.compile(r"報告対象を?.{0,6}限定|独自の.{0,6}調査を?実施|独自の.{0,10}除外")
# What stands before a footnote's words: its mark, and the year, which is the statement's own.
_FOOTNOTE_HEAD = re.compile(r"^[\s:※*]+(?:\d{1,2}[\s:)]+)?|^(?:[\s:※*]*)(?:\d{4}|平成\d+)年度においては、")


# H20 or FY2008, where no letter or digit goes before and no more of a number behind.
_SHORT_YEAR = re.compile(r"(?<![A-Za-z\d])(?:H|R|S)\d{1,2}(?:年度)?(?![\d.A-Za-z年])", re.IGNORECASE)
_ONE_YEAR = r"(?:FY)?\d{4}|(?:平成|令和|昭和|H|R|S)\d{1,2}"
_SPAN = re.compile(
    rf"(?<!\d)(?P<first>{_ONE_YEAR})(?:年度?)?[{DASHES}~/・、,及びと]+(?P<last>{_ONE_YEAR}|\d{{2}})(?:年度|(?!\d))"
)
_IN_PARENTHESES = re.compile(r"(?:括弧|かっこ|カッコ|\(\))(?:内|書き)")
_OWN_SURVEY_TOLD = re.compile("独自.{0,8}調査")
_REACH_OF_NOTES = 12
"""Lines above and below a table that may say what its parentheses mean."""


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
        lines = block.lines
        found.use(*(entry.line for entry in block.entries if entry.kind is not LineKind.REMARK))
        try:
            year = _fiscal_year(text, lines[0], found) or year
        except _YearRefusedError:
            continue
        if year is None:
            title = text.cited_at(lines[0].number) or lines[0].text
            found.refusals.append(text.refusal("import.no_fiscal_year", lines, table=title))
        elif block.columns.is_unclear:
            values = {"text": excerpt(lines[0].raw), "lines": text.place(*lines).lines()}
            found.refusals.append(text.refusal("import.columns_unclear", lines, **values))
        else:
            # A table may go on after a page break, under a header of its own.
            rows = _paired(text, block.entries, found)
            tables.setdefault(year, []).extend(_with_second_value_told(text, block, rows))
    for table_year, rows in tables.items():
        _state(text, rows, table_year, found)
    if found.used_lines:
        _read_footnotes(text, year or text.report_year, found)
    return found


def _blocks(text: PublishedText) -> Iterator[CoverageBlock]:
    """Runs of consecutive lines that make up a coverage table."""
    position = 0
    while position < len(text.lines):
        block = classify_block(text.lines, position)
        if block:
            yield block
        position += max(len(block.entries), 1) if block else 1


def _fiscal_year(text: PublishedText, first: Line, found: Found) -> int | None:
    """From the header or the nearest heading above; a year given by the auditor must not contradict it."""
    above = [line for line in text.lines if line.number <= first.number][-_HEADING_REACH:]
    dated = [line for line in reversed(above) if "。" not in line.compact and _years_in(line)]
    heading = next((line for line in dated if not _PROSPECTIVE.search(line.compact)), None)
    if heading is None:
        named = text.named_report_years
        return text.given_year or (named[0] if len(named) == 1 else None)
    printed = _years_in(heading)
    if len(set(printed)) > 1 and text.given_year is None:
        found.refusals.append(text.refusal("import.year_is_span", [heading, first], text=excerpt(heading.raw)))
        raise _YearRefusedError
    if text.given_year is not None and not min(printed) <= text.given_year <= max(printed):
        values = {"given": text.given_year, "printed": printed[0]}
        found.refusals.append(text.refusal("import.year_contradicts", [heading], **values))
        raise _YearRefusedError
    return text.given_year or printed[0]


def _years_in(line: Line) -> list[int]:
    """The fiscal years a heading names: 2006年度, H18, and both ends of 2005~2006年度 or 平成17・18年度."""
    years = find_fiscal_years(line.compact) + [
        year for match in _SHORT_YEAR.finditer(line.compact) if (year := parse_fiscal_year(match.group()))
    ]
    span = _SPAN.search(line.compact)
    if span and (years or "年度" in span.group()):
        behind = span["last"] if re.match(r"\D|\d{4}", span["last"]) else _completed(span["first"], span["last"])
        ends = [parse_fiscal_year(span["first"]), parse_fiscal_year(behind)]
        years += [year for year in ends if year]
    return years


def _completed(first: str, last: str) -> str:
    """The second year of a span with what it leaves out: 2005~06, 平成17~18."""
    stem = first.rstrip("0123456789")
    return stem + last if stem and stem.upper() != "FY" else first[: len(first) - len(last)] + last


class _YearRefusedError(Exception):
    """The table is refused already."""


def _with_second_value_told(text: PublishedText, block: CoverageBlock, rows: Sequence[_Row]) -> list[_Row]:
    """Rows whose value in parentheses nothing says to be the one with the own survey are none."""
    lines = block.lines
    near = text.between(lines[0].number - _REACH_OF_NOTES // 2, lines[-1].number + _REACH_OF_NOTES)
    explained = [line.compact for line in near if _IN_PARENTHESES.search(line.compact)]
    header = "".join(entry.line.compact for entry in block.entries if entry.kind is LineKind.HEADER)
    explained += re.findall(r"率[^)]*\(([^)]*前年[^)]*)", header)
    is_otherwise = any(not OWN_SURVEY.search(words) for words in explained)
    # A row's own note speaks for that row alone.
    of_rows = {line.number for row in rows for line in row.lines}
    is_told = any(_OWN_SURVEY_TOLD.search(line.compact) for line in near if line.number not in of_rows)

    def told(row: _Row) -> _Row:
        unclear = row.cell.own is not None and (is_otherwise or not (row.cell.own_told or is_told))
        if not unclear or row.cell.problem:
            return row
        return replace(row, cell=replace(row.cell, problem="second_value_unclear"))

    return [told(row) for row in rows]


def _paired(text: PublishedText, block: Sequence[CoverageLine], found: Found) -> list[_Row]:
    """Rows of a block, a value on a following line joined to its name; an unreadable block yields none."""
    pairing = _Pairing()
    for entry in block:
        if entry.kind is LineKind.UNREADABLE:
            found.refusals.append(text.refusal("import.cell_unclear", [entry.line], text=excerpt(entry.line.raw)))
        pairing.take(entry)
    pairing.end()
    if not pairing.astray:
        return pairing.rows
    if pairing.joined or len(pairing.astray) > 1:
        lines = [entry.line for entry in block]
        found.refusals.append(text.refusal("import.table_unreadable", lines, lines=text.place(*lines).lines()))
        return []
    entry, problem = pairing.astray[0]
    values = {"name": entry.name} if problem == "import.value_missing" else {"printed": excerpt(entry.line.raw)}
    found.refusals.append(text.refusal(problem, [entry.line], **values))
    return pairing.rows


@dataclass
class _Pairing:
    """Lines of a table taken one after the other: names wait for their values, rows for their second ones."""

    rows: list[_Row] = field(default_factory=list)
    astray: list[tuple[CoverageLine, str]] = field(default_factory=list)
    joined: int = 0
    _waiting: CoverageLine | None = None
    _fragment: CoverageLine | None = None
    _note_told: bool = False

    def take(self, entry: CoverageLine) -> None:
        kind, waiting = entry.kind, self._waiting
        if kind is LineKind.ROWS:
            self.end()
            for name, cell in entry.rows:
                self._add(name, cell, entry.line)
        elif kind is LineKind.NAME:
            self.end()
            if self._is_unfinished(entry):
                self._break_last(entry)
            self._waiting, self._note_told = entry, entry.cell.own_told
        elif kind is LineKind.VALUE and waiting:
            cell = replace(entry.cell, own_told=entry.cell.own_told or self._note_told)
            self._waiting, self.joined = None, self.joined + 1
            self._add(waiting.name, cell, waiting.line, entry.line)
        elif kind is LineKind.OWN_SURVEY and self.rows and not waiting and self.rows[-1].cell.own is None:
            last = self.rows[-1]
            cell = last.cell.with_own(entry.cell.own, entry.cell.own_told)
            self.rows[-1] = _Row(last.name, cell, (*last.lines, entry.line))
        elif kind in (LineKind.VALUE, LineKind.UNREADABLE) and self._may_go_on(entry):
            last = self.rows[-1]
            cell = replace(last.cell, problem=last.cell.problem or "cell_unclear")
            self.rows[-1] = _Row(last.name, cell, (*last.lines, entry.line))
        elif kind in (LineKind.VALUE, LineKind.OWN_SURVEY):
            self.astray.append((entry, "import.name_missing"))
        elif kind is LineKind.FRAGMENT:
            self._break_last(entry)
        elif kind is LineKind.REMARK and entry.cell.own_told:
            self._note_told = waiting is not None

    def end(self) -> None:
        if self._waiting:
            self.astray.append((self._waiting, "import.value_missing"))
        self._waiting, self._note_told = None, False

    def _add(self, name: str, cell: Cell, *lines: Line) -> None:
        above = self._fragment
        if (above or is_only_an_end(name)) and not cell.problem:
            cell = replace(cell, problem="name_unclear")
        self.rows.append(_Row(name, cell, (above.line, *lines) if above else lines))
        self._fragment = None

    def _may_go_on(self, entry: CoverageLine) -> bool:
        """Whether the value above, printed without its sign, may end on this line of digits."""
        last = self.rows[-1] if self.rows and not self._waiting else None
        if last is None or last.cell.has_sign or last.cell.number is None:
            return False
        return last.lines[-1].number + 1 == entry.line.number and not re.search(r"[^\W\d_]", entry.line.text)

    def _is_unfinished(self, entry: CoverageLine) -> bool:
        last = self.rows[-1] if self.rows and not self._waiting else None
        touches = last is not None and last.lines[-1].number + 1 == entry.line.number
        return last is not None and touches and not BODY_NAME.fullmatch(last.name)

    def _break_last(self, entry: CoverageLine) -> None:
        """A piece of a name belongs to the row above when that one's name has no end, else to the one below."""
        if self._is_unfinished(entry):
            last = self.rows[-1]
            cell = replace(last.cell, problem=last.cell.problem or "name_unclear")
            self.rows[-1] = _Row(last.name, cell, (*last.lines, entry.line))
        else:
            self._fragment = entry


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
        printed = excerpt(" ".join(line.raw.strip() for line in row.lines))
        values: dict[str, object] = {"name": excerpt(row.name), "printed": printed, "text": printed}
        found.refusals.append(text.refusal(f"import.{cell.problem}", row.lines, **values))
        return True
    for number in (cell.number, cell.own):
        if number is not None and (number.is_signed() or number > 100):
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
