"""What a single line of a coverage table is: header, row, name alone, value alone, own-survey value, remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from auditor_app.importing.published_text.coverage_cells import (
    BODY_NAME,
    NO_NAME,
    SUMMARY,
    Cell,
    Row,
    read_row,
    read_value,
    tidy,
)
from auditor_app.importing.published_text.coverage_columns import METRIC, NAME_COLUMN, OTHER_METRIC, Columns, columns_of
from auditor_app.importing.published_text.layout import DASHES, Line, fold_line

_HEADER_WORDS = re.compile(
    r"(?:No|番号|項番|機関名?|各?府省庁名?|省庁名?|組織名?|名称|団体名?|把握率|把握状況|把握割合|割合|対象者?数|把握者?数|人数|備考"
    r"|公表値?|\(?(?:単位)?[:%、・/]*%?\)?|\(?独自の(?:把握状況)?調査を?(?:含める|含む|含んだ)(?:場合)?の?(?:把握率)?\)?|の|\d{4}年度|平成\d+年度|[|()])+"
)
_LEADING = re.compile(rf"^(?:[※*†‡・○●◎◇■□|]\s*\d*\s*|[{DASHES}]\s+|\d{{1,2}}(?:[.)]\s*|\s+)(?=[^\d\W]))")
# Footnote marks; NFKC would make them digits of the number beside them.
_SUPERSCRIPTS = re.compile(r"[¹²³⁰⁴-⁹]+(?!\s*[%％]|[\d.¹²³⁰⁴-⁹])")
_DIGITS_IN_DISGUISE = re.compile("[¹²³⁰⁴-⁹₀-₉①-⒛⓪-⓿❶-➓㉑-㉟㊱-㊿]")
_NO_SIGN = "\ufffd"
# Page numbers and ruled lines.
_FURNITURE = re.compile(
    rf"[{DASHES}|:+=\s]{{4,}}|[{DASHES}]\s*\d+\s*[{DASHES}]|\d+\s*/\s*\d+|(?:p\.?|ページ)\s*\d+", re.IGNORECASE
)
_VALID_PERCENT = re.compile(r"100(?:\.0+)?|[1-9]?\d(?:\.\d+)?")
_SEVERAL = re.compile(r"[^%]*?%(?:\([^()]*\))?")
_FIGURE = re.compile(r"[\d割%‰]|半数|[〇一二三四五六七八九十]{2,}")
_NO_ROW = re.compile(r"。|年度|\d月|施策|遵守事項|\d人(?!事)|第\d部|別紙|^\W*注")
_BODY_FIRST = re.compile(rf"{BODY_NAME.pattern}(?=[{DASHES}\s|\d(約])")
_FRAGMENT = re.compile(rf"(?!.*(?:{METRIC.pattern}|{OTHER_METRIC.pattern}|{NAME_COLUMN.pattern}名))[^\W\d_]{{1,12}}")
_YEAR_ALONE = re.compile(r"\W*(?:\d{4}|平成\d+|令和\d+)年度\W*(?:(?:\d{4}|平成\d+)年度\W*)?")
_LONGEST_ROW = 60
_LONGEST_HEADER = 80
_FEWEST_TOGETHER = 3
"""Rows without any gap that must agree before a name without digits is read off them."""


_NO_CELL = Cell()


class LineKind(Enum):
    HEADER = auto()
    ROWS = auto()
    NAME = auto()
    FRAGMENT = auto()
    VALUE = auto()
    OWN_SURVEY = auto()
    REMARK = auto()
    UNREADABLE = auto()
    OTHER = auto()


@dataclass(frozen=True)
class CoverageLine:
    line: Line
    kind: LineKind
    rows: tuple[tuple[str, Cell], ...] = ()
    name: str = ""
    cell: Cell = _NO_CELL


@dataclass(frozen=True)
class CoverageBlock:
    """The lines of one table, its header first, and what the header says of the columns."""

    entries: tuple[CoverageLine, ...]
    columns: Columns

    @property
    def lines(self) -> list[Line]:
        return [entry.line for entry in self.entries]


def classify_block(lines: Sequence[Line], start: int) -> CoverageBlock | None:
    """The coverage table that begins at `start`, header first; None when none begins there."""
    header = _header(lines, start)
    if not header and not _begins_without_header(lines, start):
        return None
    columns = columns_of([line.text for line in header if not _YEAR_ALONE.fullmatch(line.compact)])
    block = [CoverageLine(line, LineKind.HEADER) for line in header]
    for position in range(start + len(header), len(lines)):
        following = lines[position + 1] if position + 1 < len(lines) else None
        entry = _classify(lines[position], following, columns)
        if entry.kind in (LineKind.OTHER, LineKind.FRAGMENT, LineKind.UNREADABLE):
            touches = not block or block[-1].line.number + 1 == entry.line.number
            belongs = entry.kind is LineKind.UNREADABLE and (touches or len(block) == len(header))
            wraps = entry.kind is LineKind.FRAGMENT and touches
            if not belongs and not wraps and not _goes_on(lines, position, columns):
                break
            entry = replace(entry, kind=LineKind.REMARK) if entry.kind is LineKind.OTHER else entry
        block.append(entry)
    block = _without_tail(block)
    idle = (LineKind.HEADER, LineKind.NAME, LineKind.REMARK, LineKind.FRAGMENT)
    if all(entry.kind in idle for entry in block):
        return None
    return CoverageBlock(tuple(_split_run_together(block)), columns)


def _goes_on(lines: Sequence[Line], position: int, columns: Columns) -> bool:
    """Whether rows of the same table follow a line that is none, e.g. after a page break."""
    for index in range(position, min(position + 4, len(lines))):
        if OTHER_METRIC.search(lines[index].compact) or "年度" in lines[index].compact:
            return False
        entry = _classify(lines[index], None, columns)
        if entry.kind is LineKind.ROWS and all(
            (cell.has_sign or cell.number is None) and BODY_NAME.fullmatch(own) for own, cell in entry.rows
        ):
            return True
    return False


def _header(lines: Sequence[Line], start: int) -> list[Line]:
    """The header's lines: one with name and rate, or one column title after the other."""
    header: list[Line] = []
    for line in lines[start : start + 5]:
        if not _HEADER_WORDS.fullmatch(line.compact):
            break
        header.append(line)
    joined = "".join(line.compact for line in header)
    if METRIC.search(joined) and NAME_COLUMN.search(joined):
        return header
    if not header and _is_wider_header(lines, start):
        return [lines[start]]
    # Names first and the rate's title only after them still is a table, though none that can be paired.
    return header if header and NAME_COLUMN.match(joined) and not OTHER_METRIC.search(joined) else []


def _is_wider_header(lines: Sequence[Line], start: int) -> bool:
    """A line of column titles with words of its own, above lines that look like rows."""
    compact = lines[start].compact
    if "。" in compact or len(compact) > _LONGEST_HEADER or not METRIC.search(compact):
        return False
    if not re.match(rf"\W*(?:No\.?|番号|項番)?\W*(?:{NAME_COLUMN.pattern})", compact) or "について" in compact:
        return False
    below = [_prepared(line) for line in lines[start + 1 : start + 4]]
    return sum(_looks_like_row(text) or _is_row(text) for text in below) >= min(2, max(len(below), 1))


def _begins_without_header(lines: Sequence[Line], start: int) -> bool:
    """Two rows with a % sign in a row, under a heading that speaks of coverage."""
    above = [line for line in lines[max(0, start - 6) : start] if len(line.compact) < 60]
    told = next((line for line in reversed(above) if re.search("率|割合|把握状況", line.compact)), None)
    if told is None or not METRIC.search(told.compact):
        return False
    entries = [_classify(line, None, Columns()) for line in lines[start : start + 2]]
    return len(entries) == 2 and all(
        entry.kind is LineKind.ROWS and all(cell.has_sign for _, cell in entry.rows) for entry in entries
    )


def _without_tail(block: list[CoverageLine]) -> list[CoverageLine]:
    while block and block[-1].kind in (LineKind.REMARK, LineKind.HEADER):
        block = block[:-1]
    return block


def _prepared(line: Line) -> str:
    raw = re.sub(r"^\s*[①-⒛❶-➓]\s*", "", _SUPERSCRIPTS.sub("", line.raw[: len(line.text) * 4 + 100]))
    text = fold_line(_DIGITS_IN_DISGUISE.sub(_NO_SIGN, raw))
    return tidy(_LEADING.sub("", text) if not _FURNITURE.fullmatch(text) else text)


def _classify(line: Line, following: Line | None, columns: Columns) -> CoverageLine:
    text = _prepared(line)
    if _FURNITURE.fullmatch(line.text):
        return CoverageLine(line, LineKind.REMARK)
    if _HEADER_WORDS.fullmatch(line.compact):
        return CoverageLine(line, LineKind.HEADER)
    if columns.is_mapped:
        row = columns.row_of(text)
    else:
        several = _SEVERAL.findall(text)
        if len(several) > 1 and "".join(several) == text and all(_is_row(part) for part in several):
            read = [read_row(tidy(part.strip())) for part in several]
            return CoverageLine(line, LineKind.ROWS, tuple((own.name, own.cell) for own in read if own))
        row = read_row(text)
    if row is None:
        head = re.split(r"[\s|\d]", text, maxsplit=1)[0]
        if SUMMARY.fullmatch(head):
            return CoverageLine(line, LineKind.REMARK)
        return CoverageLine(line, LineKind.UNREADABLE if _looks_like_row(text) else LineKind.OTHER)
    return _by_parts(line, row, following)


def _by_parts(line: Line, row: Row, following: Line | None) -> CoverageLine:
    name, cell = row.name, row.cell
    if row.is_own_note:
        return CoverageLine(line, LineKind.REMARK, cell=Cell(own_told=True))
    if SUMMARY.fullmatch(name):
        return CoverageLine(line, LineKind.REMARK)
    if cell.has_value:
        if re.match("独自", name):
            return CoverageLine(line, LineKind.OWN_SURVEY, cell=Cell(own=cell.number, own_told=True))
        if name and not cell.problem and NO_NAME.search(name):
            return CoverageLine(line, LineKind.OTHER)
        return (
            CoverageLine(line, LineKind.ROWS, ((name, cell),))
            if name
            else CoverageLine(line, LineKind.VALUE, cell=cell)
        )
    if not name:
        return CoverageLine(line, LineKind.OWN_SURVEY, cell=cell)
    if BODY_NAME.fullmatch(name) or (following and _is_value(following)):
        return CoverageLine(line, LineKind.NAME, name=name, cell=cell)
    if _BODY_FIRST.match(name):
        return CoverageLine(line, LineKind.UNREADABLE)
    return CoverageLine(line, LineKind.FRAGMENT if _FRAGMENT.fullmatch(name) else LineKind.OTHER, name=name)


def _looks_like_row(text: str) -> bool:
    """Something with a figure that begins like a row, or a name with something else beside it."""
    if len(text) > _LONGEST_ROW or "。" in text or OTHER_METRIC.search(text) or METRIC.search(text):
        return False
    if _BODY_FIRST.match(re.sub(" ", "", text)) or _BODY_FIRST.match(text):
        return True
    if re.fullmatch(r"[\d.,%\s]*\d[\d.,%\s]*", text):
        return True  # a piece of a value
    has_cells = re.search(r"[\t|%]|\s{2,}", text) is not None
    return has_cells and not _NO_ROW.search(text) and _FIGURE.search(text) is not None


def _is_row(text: str) -> bool:
    row = read_row(tidy(text.strip()))
    return row is not None and bool(row.name) and row.cell.has_value


def _is_value(line: Line) -> bool:
    cell = read_value(_prepared(line))
    return cell is not None and cell.has_value


def _split_run_together(block: list[CoverageLine]) -> list[CoverageLine]:
    """Rows such as 演習省000199.2%, whose gap is lost, split where only one width of number in the names fits all."""
    by_stem: dict[str, list[str]] = {}
    named = [own for entry in block for own in entry.rows]
    for name, cell in named:
        if cell.run_together:
            by_stem.setdefault(name, []).append(cell.run_together)
    widths = {stem: _width_of_name(digits) for stem, digits in by_stem.items()}
    if not _have_no_numbers(by_stem, named):
        widths = {stem: width or None for stem, width in widths.items()}
    return [replace(entry, rows=tuple(_resplit(name, cell, widths) for name, cell in entry.rows)) for entry in block]


def _have_no_numbers(by_stem: dict[str, list[str]], named: Sequence[tuple[str, Cell]]) -> bool:
    """Whether the rows agree that names carry no numbers: all have lost their gap, and each is a percentage alone."""
    apart = [name for name, cell in named if cell.number is not None and not cell.run_together and "(" not in name]
    own = [cell for _, cell in named if not cell.run_together and cell.own_told]
    if len(apart) > len(own) or len(by_stem) < _FEWEST_TOGETHER:
        return False
    alone = all(len(digits) == 1 and _VALID_PERCENT.fullmatch(digits[0]) for digits in by_stem.values())
    return alone and not any(name[-1:].isdigit() for name, _ in named)


def _width_of_name(rows: list[str]) -> int | None:
    """How many of the digits belong to the name; 0 when none need to, None when that cannot be told.

    >>> _width_of_name(["000199.2", "0002100.0"]), _width_of_name(["31.2"]), _width_of_name(["000199.2"]) is None
    (4, 0, True)
    """
    if all(_VALID_PERCENT.fullmatch(digits) or not digits.startswith("0") for digits in rows) and len(rows) == 1:
        return 0
    if all(_VALID_PERCENT.fullmatch(digits) for digits in rows):
        return 0
    shortest = min(len(digits.split(".")[0]) for digits in rows)
    fitting = [
        width
        for width in range(1, shortest)
        if all(_VALID_PERCENT.fullmatch(digits[width:]) for digits in rows)
        and len({digits[:width] for digits in rows}) == len(rows)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _resplit(name: str, cell: Cell, widths: dict[str, int | None]) -> tuple[str, Cell]:
    width = widths.get(name, 0) if cell.run_together else 0
    if width is None:
        return name, replace(cell, problem="name_runs_into_value")
    if width == 0:
        return name, cell
    digits = cell.run_together
    return name + digits[:width], replace(cell, number=Decimal(digits[width:]))
