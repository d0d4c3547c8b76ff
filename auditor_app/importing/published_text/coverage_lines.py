"""What a single line of a coverage table is: header, row, name alone, value alone, own-survey value, remark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from auditor_app.domain.published import State
from auditor_app.importing.published_text.layout import DASHES, Line, fold_line

_METRIC = re.compile("把握率|把握状況|把握割合")
_OTHER_METRIC = re.compile("実施率|到達率|割合|評価")
_NAME_COLUMN = re.compile("機関|府省庁|省庁|組織|名称|団体")
_COUNT_COLUMN = re.compile("対象者?数|把握者?数|人数|報告対象")
_OWN_SURVEY = re.compile("独自")
_HEADER_WORDS = re.compile(
    r"(?:No|番号|項番|機関名?|各?府省庁名?|省庁名?|組織名?|名称|団体名?|把握率|把握状況|把握割合|割合|対象者?数|把握者?数|人数|備考"
    r"|公表値?|\(?(?:単位)?[:%、・/]*%?\)?|\(?独自の(?:把握状況)?調査を?(?:含める|含む|含んだ)(?:場合)?の?(?:把握率)?\)?|の|\d{4}年度|平成\d+年度|[|()])+"
)
# Names of bodies end in one of these, maybe numbered.
_BODY_NAME = re.compile(
    r"[^\d\s。、「」:;=+].{0,28}?(?:省|庁|府|院|局|官房|委員会|本部|機構|センター|法人|会議|研究所|裁判所|事務局|部)[0-9]*"
)
_NO_NAME = re.compile(r"[。、「」『』;=+?!<>%]|\d+[年月日人施]|注\d|第\d+部|遵守事項")
_NUMBER = r"[+△▲−-]?\d[\d,]*(?:\.\d+)?"
# Not a number's rest after a slip of the pen: 9O.5, 1.234,5.
_NUMBER_START = r"(?<![0-9A-Za-z.])(?<!\d,)"
_TRAILING_VALUE = re.compile(rf"{_NUMBER_START}(?P<value>{_NUMBER})\s*(?P<sign>%|パーセント)?$")
_TRAILING_GROUP = re.compile(r"\(([^()]*)\)$")
# A long vowel mark may end a name (センター), a dash may not.
_NOT_REPORTED = re.compile(
    rf"(?:(?:^|\s)ー{{1,3}}|[{DASHES}]{{1,3}}|(?:^|(?<=[^\x00-\x7f])|\s)n/?a|\.{{3}}|未報告|報告なし)\s*%?$",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:[※*†‡#]\s*\d*|\(?注\s*\d*\)?|\(※\d*\))$")
_LEADING = re.compile(rf"^(?:[※*†‡・○●◎◇■□|]\s*\d*\s*|[{DASHES}]\s+|\d{{1,2}}(?:[.)]\s*|\s+)(?=\D))")
_SUPERSCRIPTS = re.compile("[¹²³⁰⁴-⁹]+")
# Page numbers and ruled lines.
_FURNITURE = re.compile(
    rf"[{DASHES}|:+=\s]{{4,}}|[{DASHES}]\s*\d+\s*[{DASHES}]|\d+\s*/\s*\d+|(?:p\.?|ページ)\s*\d+", re.IGNORECASE
)
_SUMMARY = re.compile("(?:全府省庁|府省庁)?の?(?:単純)?(?:合計|総計|計|平均値?|全体)|全府省庁|全機関")
_VALID_PERCENT = re.compile(r"100(?:\.0+)?|[1-9]?\d(?:\.\d+)?")
_SEVERAL = re.compile(r"[^%]*?%(?:\s*\([^()]*\))?")
_LONGEST_NAME = 30
_GAPS = " \t|:,…・)"


class LineKind(Enum):
    HEADER = auto()
    ROWS = auto()
    NAME = auto()
    VALUE = auto()
    OWN_SURVEY = auto()
    REMARK = auto()
    UNREADABLE = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Cell:
    """The value of a row, as printed; `problem` names why it cannot be used."""

    number: Decimal | None = None
    own: Decimal | None = None
    state: State = State.REPORTED
    has_sign: bool = False
    problem: str = ""
    run_together: str = ""
    """The digits that follow the name without a gap; some of them may be the name's."""

    def with_own(self, own: Decimal | None) -> Cell:
        return replace(self, own=own)


@dataclass(frozen=True)
class CoverageLine:
    line: Line
    kind: LineKind
    rows: tuple[tuple[str, Cell], ...] = ()
    name: str = ""
    cell: Cell = Cell()


@dataclass(frozen=True)
class _Columns:
    """What the header says of the columns."""

    has_counts: bool = False
    has_own_survey: bool = False


def classify_block(lines: Sequence[Line], start: int) -> list[CoverageLine]:
    """The coverage table that begins at `start`, header first; [] when none begins there."""
    header = _header(lines, start)
    if not header and not _begins_without_header(lines, start):
        return []
    columns = _columns(header)
    block = [CoverageLine(line, LineKind.HEADER) for line in header]
    for position in range(start + len(header), len(lines)):
        following = lines[position + 1] if position + 1 < len(lines) else None
        entry = _classify(lines[position], following, columns)
        if entry.kind is LineKind.OTHER:
            holds_figure = "%" in entry.line.compact and not _OTHER_METRIC.search(entry.line.compact)
            goes_with_it = len(block) == len(header) or block[-1].kind is LineKind.UNREADABLE
            if not (holds_figure and goes_with_it) and not _goes_on(lines, position, columns):
                break
            entry = replace(entry, kind=LineKind.UNREADABLE if holds_figure else LineKind.REMARK)
        block.append(entry)
    block = _without_tail(block)
    useful = [entry for entry in block if entry.kind not in (LineKind.HEADER, LineKind.NAME, LineKind.REMARK)]
    return _split_run_together(block) if useful else []


def _goes_on(lines: Sequence[Line], position: int, columns: _Columns) -> bool:
    """Whether rows of the same table follow a line that is none, e.g. after a page break."""
    for index in range(position, min(position + 4, len(lines))):
        if _OTHER_METRIC.search(lines[index].compact) or "年度" in lines[index].compact:
            return False
        entry = _classify(lines[index], None, columns)
        if entry.kind is LineKind.ROWS and all(cell.has_sign and _BODY_NAME.fullmatch(own) for own, cell in entry.rows):
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
    if _METRIC.search(joined) and _NAME_COLUMN.search(joined):
        return header
    # Names first and the rate's title only after them still is a table, though none that can be paired.
    return header if header and _NAME_COLUMN.match(joined) and not _OTHER_METRIC.search(joined) else []


def _begins_without_header(lines: Sequence[Line], start: int) -> bool:
    """Two rows with a % sign in a row, under a heading that speaks of coverage."""
    above = [line for line in lines[max(0, start - 6) : start] if len(line.compact) < 60]
    told = next((line for line in reversed(above) if re.search("率|割合|把握状況", line.compact)), None)
    if told is None or not _METRIC.search(told.compact):
        return False
    entries = [_classify(line, None, _Columns()) for line in lines[start : start + 2]]
    return len(entries) == 2 and all(
        entry.kind is LineKind.ROWS and all(cell.has_sign for _, cell in entry.rows) for entry in entries
    )


def _columns(header: Sequence[Line]) -> _Columns:
    joined = "".join(line.compact for line in header)
    return _Columns(bool(_COUNT_COLUMN.search(joined)), bool(_OWN_SURVEY.search(joined)))


def _without_tail(block: list[CoverageLine]) -> list[CoverageLine]:
    while block and block[-1].kind in (LineKind.REMARK, LineKind.HEADER):
        block = block[:-1]
    return block


def _classify(line: Line, following: Line | None, columns: _Columns) -> CoverageLine:
    text = fold_line(_SUPERSCRIPTS.sub("", line.raw))
    text = _LEADING.sub("", text) if not _FURNITURE.fullmatch(text) else text
    if _FURNITURE.fullmatch(text):
        return CoverageLine(line, LineKind.REMARK)
    if _HEADER_WORDS.fullmatch(line.compact):
        return CoverageLine(line, LineKind.HEADER)
    several = _SEVERAL.findall(text)
    if len(several) > 1 and "".join(several) == text and all(_split(part, columns)[0] for part in several):
        rows = tuple(_split(part.strip(), columns)[:2] for part in several)
        return CoverageLine(line, LineKind.ROWS, rows)
    name, cell, remark = _split(text, columns)
    if _SUMMARY.fullmatch(name):
        return CoverageLine(line, LineKind.REMARK)
    return _by_parts(line, name, cell, remark, following)


def _by_parts(line: Line, name: str, cell: Cell, remark: str, following: Line | None) -> CoverageLine:
    has_value = cell.number is not None or cell.state is not State.REPORTED
    if has_value and (_OWN_SURVEY.search(name) or (not name and _OWN_SURVEY.search(remark) and cell.own is None)):
        return CoverageLine(line, LineKind.OWN_SURVEY, cell=Cell(own=cell.number))
    if name and (_NO_NAME.search(name) or len(name) > _LONGEST_NAME or re.fullmatch(r"[\d\W]+", name)):
        return CoverageLine(line, LineKind.OTHER)
    if has_value:
        if name:
            return CoverageLine(line, LineKind.ROWS, ((name, cell),))
        return CoverageLine(line, LineKind.VALUE, cell=cell)
    if cell.own is not None and not name:
        return CoverageLine(line, LineKind.OWN_SURVEY, cell=cell)
    if not name:
        return CoverageLine(line, LineKind.REMARK if remark else LineKind.OTHER)
    if _BODY_NAME.fullmatch(name) or (following and _is_value(following)):
        return CoverageLine(line, LineKind.NAME, name=name)
    return CoverageLine(line, LineKind.OTHER)


def _is_value(line: Line) -> bool:
    name, cell, _ = _split(line.text, _Columns())
    return not name and (cell.number is not None or cell.state is State.NOT_REPORTED)


def _split(text: str, columns: _Columns) -> tuple[str, Cell, str]:
    """Name, value and remark of a line; the name is "" when the line holds only a value."""
    rest, own, remark = _without_groups(text)
    cell = Cell(own=own)
    value = _TRAILING_VALUE.search(rest)
    if missing := _NOT_REPORTED.search(rest):
        rest, cell = _without_value(rest[: missing.start()], cell, columns)
    elif value and not _is_part_of_name(rest, value):
        rest, cell = _with_value(rest, value, cell, columns)
    name, _, more_remark = _without_groups(rest)
    if "%" in remark:
        cell = replace(cell, problem="row_unreadable")
    return _clean_name(name), cell, remark + more_remark


def _with_value(rest: str, value: re.Match[str], cell: Cell, columns: _Columns) -> tuple[str, Cell]:
    number = _decimal(value["value"])
    stands_apart = value.start() == 0 or rest[value.start() - 1] in _GAPS
    together = "" if stands_apart else value["value"]
    cell = replace(cell, number=number, has_sign=bool(value["sign"]), run_together=together)
    rest = rest[: value.start()].rstrip("|\t ")
    before = _TRAILING_VALUE.search(rest)
    if before and (before["sign"] or "." in before["value"]) and before.start() > 0:
        first = _decimal(before["value"])
        rest = rest[: before.start()]
        if columns.has_own_survey and cell.own is None:
            return rest, replace(cell, number=first, own=number)
        return rest, replace(cell, problem="value_ambiguous")
    while columns.has_counts and before and rest[: before.start()].endswith((" ", "\t")):
        rest = rest[: before.start()].rstrip()
        before = _TRAILING_VALUE.search(rest)
    return rest, cell


def _without_value(rest: str, cell: Cell, columns: _Columns) -> tuple[str, Cell]:
    """A cell that says nothing was reported; in a column of its own it may stand for the own survey only."""
    before = _TRAILING_VALUE.search(rest.rstrip(" \t|,"))
    if before is None or _is_part_of_name(rest, before):
        return rest, replace(cell, state=State.NOT_REPORTED)
    name, cell = rest[: before.start()], replace(cell, number=_decimal(before["value"]), has_sign=bool(before["sign"]))
    return name, cell if columns.has_own_survey else replace(cell, problem="value_ambiguous")


def _is_part_of_name(rest: str, value: re.Match[str]) -> bool:
    """Whole digits that follow a letter at once, without sign: "演習省0001"."""
    stands_apart = value.start() == 0 or rest[value.start() - 1] in _GAPS
    return not stands_apart and not value["sign"] and "." not in value["value"]


def _without_groups(text: str) -> tuple[str, Decimal | None, str]:
    """The text before its trailing groups in parentheses, the number in one of them, and the words in the others."""
    rest, own, remark = text.strip(), None, ""
    while True:
        rest = _MARK.sub("", rest).rstrip(" \t|,")
        group = _TRAILING_GROUP.search(rest)
        if not group:
            return rest, own, remark
        number = re.search(rf"{_NUMBER_START}{_NUMBER}(?=\s*(?:%|パーセント|$))", group[1].strip())
        if number and own is None:
            own = _decimal(number.group())
        else:
            remark += group[1]
        rest = rest[: group.start()]


def _clean_name(name: str) -> str:
    """Gaps within Japanese words closed, leaders and marks at the ends gone."""
    stripped = _MARK.sub("", name.strip(" \t|:,・.…")).strip(f" \t|:,…{DASHES}")
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", stripped)


def _decimal(printed: str) -> Decimal:
    return Decimal(re.sub("[△▲−]", "-", printed).replace(",", ""))


def _split_run_together(block: list[CoverageLine]) -> list[CoverageLine]:
    """Rows such as 演習省000199.2%, whose gap is lost, split where only one width of number in the names fits all."""
    by_stem: dict[str, list[str]] = {}
    for entry in block:
        for name, cell in entry.rows:
            if cell.run_together:
                by_stem.setdefault(name, []).append(cell.run_together)
    widths = {stem: _width_of_name(digits) for stem, digits in by_stem.items()}
    return [replace(entry, rows=tuple(_resplit(name, cell, widths) for name, cell in entry.rows)) for entry in block]


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
    return name + digits[:width], replace(cell, number=_decimal(digits[width:]))
