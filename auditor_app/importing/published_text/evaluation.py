"""What the evaluation says, field by field, with bounded claims such as 9割弱 kept as bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from auditor_app.domain.fiscal_years import japanese_number
from auditor_app.domain.published import FactKey, FactKind, Value
from auditor_app.importing.published_text.layout import Found, Line, PublishedText

_TITLE = re.compile(r".*(?:評価・分析|評価(?:等)?)のポイント")
_BULLET = re.compile(r"^[\-・•\s]+")
_FIELD = re.compile(r"^[\-・•]*【([^】]+)】[\s・]*(.*)$")
_BOUNDED = re.compile(
    r"(?:(?P<tenths>[0-9一二三四五六七八九]{1,2})割|(?P<percent>\d{1,3}(?:\.\d+)?)%)(?P<bound>弱|強|以上|超|を超え|未満|以下)"
)
_UPPER = ("弱", "未満", "以下")
_LONGEST_HEADING = 40


def read_evaluation(text: PublishedText) -> Found:
    """One statement per field; a group's own sentences stand under the group's heading."""
    found = Found()
    for index, title in enumerate(text.titles):
        if _TITLE.fullmatch(title.compact) and "案" not in title.compact:
            last = text.titles[index + 1].number - 1 if index + 1 < len(text.titles) else text.lines[-1].number
            found.use(title)
            _read_section(text, text.between(title.number + 1, last), found)
    return found


def _read_section(text: PublishedText, lines: Sequence[Line], found: Found) -> None:
    group = field = ""
    waiting: list[Line] = []
    for line in lines:
        named = _FIELD.match(line.words)
        is_heading = not _BULLET.match(line.text) and not named and len(line.compact) <= _LONGEST_HEADING
        if named or (is_heading and "。" not in line.compact):
            _add(text, group, field, waiting, found)
            field, waiting = (named[1], [line]) if named else (line.words, [])
            group = group if named else line.words
            if not named:
                found.use(line)
        elif field:
            waiting.append(line)
    _add(text, group, field, waiting, found)


def _add(text: PublishedText, group: str, field: str, lines: Sequence[Line], found: Found) -> None:
    if not lines:
        return
    sentences = [(_FIELD.match(line.words), line) for line in lines]
    words = "".join(named[2] if named else _BULLET.sub("", line.words) for named, line in sentences)
    lower, upper = bounds_of(words)
    bounded = lower is not None or upper is not None
    key = FactKey(FactKind.EVALUATION, text.report_year, field)
    value = Value(lower=lower, upper=upper, text=words)
    attributes = {"group": group} if group != field else {}
    position, unit = len(found.statements) + 1, "%" if bounded else ""
    found.add(text.statement(key, value, lines, unit=unit, position=position, attributes=attributes))


def bounds_of(sentence: str) -> tuple[Decimal | None, Decimal | None]:
    """Lower and upper bound, in percent, of the first bounded claim; a bounded claim is never a number.

    >>> bounds_of("9割弱の施策について推進"), bounds_of("八割以上"), bounds_of("100%の機関")
    ((None, Decimal('90')), (Decimal('80'), None), (None, None))
    """
    claim = _BOUNDED.search(sentence)
    if claim is None:
        return None, None
    tenths = japanese_number(claim["tenths"]) if claim["tenths"] else None
    percent = Decimal(tenths * 10) if tenths is not None else Decimal(claim["percent"] or 0)
    return (None, percent) if claim["bound"] in _UPPER else (percent, None)
