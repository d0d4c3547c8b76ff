"""The programme: counts of measures by area with re-listed ones, goals, named measures, and the directions after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from auditor_app.domain.fiscal_years import find_fiscal_years
from auditor_app.domain.published import FactKey, FactKind, Value
from auditor_app.importing.published_text.layout import Found, Line, PublishedText

_RELISTED = r"(?:\((?:再掲)?(\d+)\))?"
# 新規6施策(6) + 継続2施策(1) = 計8施策(7), with or without the signs between.
_COUNTS = re.compile(
    rf"新規(\d+)(?:施策)?{_RELISTED}[+、,]?継続(\d+)(?:施策)?{_RELISTED}[=、,→]?(?:合?計)(\d+)(?:施策)?{_RELISTED}"
)
_LOOKS_LIKE_COUNTS = re.compile(r"新規[^。]{0,6}施策.*継続|継続\d+施策")
_AREA_HEADING = re.compile(r"\(?\d{1,2}[.)、]?(?P<area>[^\d.()。【】][^。【】]{0,40})")
_GOAL_MARK, _MEASURES_MARK = "【目標】", "【主な施策】"
# A measure ends with the ministries in charge in parentheses, the last of a list with 等.
_MEASURE = re.compile(
    r"(?P<name>.+)\((?P<parties>[^()]*(?:省|庁|府|官房|院|局|委員会|NISC|センター)[^()]*)\)(?:等|など)?。?"
)
_PARTY_SEPARATOR = re.compile("、|及び|並びに|,")
_PRINTED_TOTAL = re.compile(r"(\d+)の具体的施策")
_DIRECTION_TOTAL = re.compile(r"(?:(\d+)の施策の方向性|方?向?.*年度:.*計(\d+)施策$)")
_DIRECTION_COUNT = re.compile(r"(?:計)?(\d+)施策")
_LONGEST_DIRECTION = 15
"""Lines between two counts of directions, at most; a longer stretch is something else."""
_LISTED_ON = re.compile(r"(?:等|など)$")


def read_measures(text: PublishedText) -> Found:
    """Counts, goals and named measures of each area, the printed total, and the directions."""
    found = Found()
    year = text.programme_year
    previous, position = 0, 0
    for line in text.lines:
        counts = _COUNTS.search(line.compact)
        if counts is None:
            if _LOOKS_LIKE_COUNTS.search(line.compact) and re.search(r"計\d*施策", line.compact):
                found.refusals.append(text.refusal("import.measures_unreadable", [line], printed=line.text))
                found.use(line)
            continue
        position += 1
        block = text.between(max(previous + 1, _last_title_before(text, line.number)), line.number - 1)
        previous = line.number
        _read_area(text, block, line, counts, position, found)
    _read_printed_total(text, year, found)
    if year:
        _read_directions(text, year + 1, found)
    return found


def _last_title_before(text: PublishedText, number: int) -> int:
    return max((title.number for title in text.titles if title.number < number), default=0)


def _read_area(
    text: PublishedText, block: Sequence[Line], line: Line, counts: re.Match[str], position: int, found: Found
) -> None:
    heading = _area_heading(block)
    if heading is None:
        found.refusals.append(text.refusal("import.measures_unreadable", [line], printed=line.text))
        found.use(line)
        return
    found.use(heading)
    numbered = _AREA_HEADING.fullmatch(heading.compact)
    area = numbered["area"] if numbered else heading.compact
    year, is_draft = text.programme_year, text.programme_is_draft
    groups = counts.groups()
    for aspect, number, relisted in zip(("new", "continued", "total"), groups[::2], groups[1::2], strict=True):
        value = Value(
            number=Decimal(number or 0),
            secondary=Decimal(relisted) if relisted else None,
            secondary_meaning="relisted" if relisted else "",
        )
        key = FactKey(FactKind.MEASURE_COUNT, year, area, aspect)
        order = found.next_position(FactKind.MEASURE_COUNT)
        found.add(text.statement(key, value, [line], unit="施策", is_draft=is_draft, position=order))
    _read_goal(text, block, area, position, found)
    for lines, name, parties in _measures(block):
        key = FactKey(FactKind.MEASURE, year, area, name)
        attributes = {"parties": "、".join(party for party in _PARTY_SEPARATOR.split(parties) if party)}
        value, order = Value(text=name), found.next_position(FactKind.MEASURE)
        found.add(text.statement(key, value, lines, is_draft=is_draft, position=order, attributes=attributes))


def _area_heading(block: Sequence[Line]) -> Line | None:
    """The numbered line, or else the line before the first mark; the nearest to the counts where there are several."""
    before_marks: list[Line] = []
    for line in block:
        if line.compact.startswith("【"):
            break
        before_marks.append(line)
    numbered = [line for line in before_marks if _AREA_HEADING.fullmatch(line.compact)]
    plain = [line for line in before_marks if "。" not in line.compact and len(line.compact) <= 40]
    candidates = numbered or plain
    return candidates[-1] if candidates else None


def _read_goal(text: PublishedText, block: Sequence[Line], area: str, position: int, found: Found) -> None:
    lines: list[Line] = []
    for line in block:
        if line.compact.startswith(_GOAL_MARK):
            lines = [line]
        elif lines and line.compact.startswith("【"):
            break
        elif lines:
            lines.append(line)
    if lines:
        words = "".join(line.words for line in lines).removeprefix(_GOAL_MARK)
        key = FactKey(FactKind.GOAL, text.programme_year, area)
        value = Value(text=words)
        found.add(text.statement(key, value, lines, is_draft=text.programme_is_draft, position=position))


def _measures(block: Sequence[Line]) -> Iterator[tuple[list[Line], str, str]]:
    """The lines, name and ministries of each measure; a name may run over several lines."""
    waiting: list[Line] | None = None
    for line in block:
        if line.compact.startswith(_MEASURES_MARK):
            waiting = []
        elif line.compact.startswith("【"):
            waiting = None
        if waiting is None:
            continue
        waiting.append(line)
        words = "".join(own.words for own in waiting).removeprefix(_MEASURES_MARK).lstrip("・-")
        measure = _MEASURE.fullmatch(words)
        if measure:
            yield waiting, measure["name"], measure["parties"]
            waiting = []


def _read_printed_total(text: PublishedText, year: int, found: Found) -> None:
    for line in text.lines:
        total = _PRINTED_TOTAL.search(line.compact)
        if total:
            value = Value(number=Decimal(total[1]))
            key = FactKey(FactKind.MEASURE_TOTAL, year)
            found.add(text.statement(key, value, [line], unit="施策", is_draft=text.programme_is_draft))


def _read_directions(text: PublishedText, year: int, found: Found) -> None:
    """Themes for the following year: a theme, its items, and the count that closes it."""
    start = None
    for line in text.lines:
        total = _DIRECTION_TOTAL.search(line.compact)
        years = find_fiscal_years(line.compact)
        if total and years:
            value = Value(number=Decimal(total[1] or total[2]))
            key = FactKey(FactKind.DIRECTION_TOTAL, year if year in years else years[-1])
            found.add(text.statement(key, value, [line], unit="施策", is_draft=text.programme_is_draft))
            start = line.number
    if start is None:
        return
    block: list[Line] = []
    position = 0
    for line in text.lines:
        if line.number <= start or "。" in line.compact:
            continue
        count = _DIRECTION_COUNT.fullmatch(line.compact)
        if count and 1 <= len(block) <= _LONGEST_DIRECTION:
            position += 1
            _read_direction(text, block, line, Decimal(count[1]), year, position, found)
            block = []
        elif text.is_title(line) or (position and len(block) > _LONGEST_DIRECTION):
            return
        else:
            block.append(line)


def _read_direction(
    text: PublishedText, block: Sequence[Line], line: Line, count: Decimal, year: int, position: int, found: Found
) -> None:
    theme, is_draft = block[0].compact, text.programme_is_draft
    found.use(block[0])
    key = FactKey(FactKind.DIRECTION_COUNT, year, theme)
    found.add(text.statement(key, Value(number=count), [line], unit="施策", is_draft=is_draft, position=position))
    waiting: list[Line] = []
    for item in block[1:]:
        waiting.append(item)
        if item.compact.endswith(("、", "及び", "や")):
            continue
        name = _LISTED_ON.sub("", "".join(own.words for own in waiting).lstrip("・- "))
        key = FactKey(FactKind.DIRECTION, year, theme, name)
        order = found.next_position(FactKind.DIRECTION)
        found.add(text.statement(key, Value(text=name), waiting, is_draft=is_draft, position=order))
        waiting = []
