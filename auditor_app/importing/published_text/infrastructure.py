"""Critical infrastructure: sectors, how many there are, and how far safety standards and CEPTOARs are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from auditor_app.domain.published import FactKey, FactKind, Statement, Value
from auditor_app.importing.published_text.layout import Found, Line, PublishedText

_GROUPS = {"既存": "existing", "新規": "new", "全": "all"}
# 既存7分野(情報通信、金融、…及び政府・行政サービス)
_LISTED = re.compile(r"(?P<group>既存|新規|全)(?P<count>\d+)分野\((?P<names>[^()]+)\)")
_SEPARATOR = re.compile(r"、|,|及び|並びに|および")
_CEPTOARS = re.compile(r"合計(\d+)の?(?:CEPTOAR|セプター)")
_COMPLETE = re.compile(r"整備が?完了")
_AGREED = re.compile(r"基本的な?合意")
_OPERATION = re.compile(r"(\d{4})年(\d{1,2})月(?:より|から)運用")
_PLANNED = re.compile(r"(\d{4})年度中の整備")
_STANDARDS_COMPLETE = re.compile(r"(?:全て|すべて)の分野において安全基準等の策定・見直しが完了")
# The line that spells the word out tells of no group: CEPTOAR(情報共有・分析機能): Capability for …
_DEFINITION = re.compile(r"(?:CEPTOAR|セプター)\(")
_LINES_OF_A_GROUP = 4
"""How many lines after a group's list may tell of its state."""


def read_infrastructure(text: PublishedText) -> Found:
    """Sectors and counts wherever they are listed; a state from the fullest passage, usually the annex."""
    found = Found()
    states: dict[tuple[str, str], Statement] = {}
    order: dict[str, int] = {}
    for index, line in enumerate(text.lines):
        if _STANDARDS_COMPLETE.search(line.compact):
            key = FactKey(FactKind.SECTOR_STATE, text.report_year, "safety_standards", "all")
            statement = text.statement(key, Value(text=line.words), [line], attributes={"state": "complete"})
            states[statement.key.figure_id, "complete"] = statement
            found.use(line)
        for match in _LISTED.finditer(line.compact):
            _add_sectors(text, match, line, order, found)
            aspect = _GROUPS[match["group"]]
            for passage, lines in _passages(text, index, match):
                _add_ceptoars(text, passage, aspect, lines, found)
                for state in _states(text, passage, aspect, lines):
                    states[state.key.figure_id, state.attribute("state")] = state
                    found.use(*lines)
    for state in states.values():
        found.add(state)
    return found


def _add_sectors(text: PublishedText, match: re.Match[str], line: Line, order: dict[str, int], found: Found) -> None:
    """Sectors in the order of their first mention."""
    aspect = _GROUPS[match["group"]]
    key = FactKey(FactKind.SECTOR_COUNT, text.report_year, aspect=aspect)
    found.add(text.statement(key, Value(number=Decimal(match["count"])), [line], unit="分野"))
    for name in filter(None, _SEPARATOR.split(match["names"])):
        key = FactKey(FactKind.SECTOR, text.report_year, name, aspect)
        position = order.setdefault(name, len(order) + 1)
        found.add(text.statement(key, Value(text=name), [line], position=position))


def _passages(text: PublishedText, index: int, match: re.Match[str]) -> Iterator[tuple[str, list[Line]]]:
    """The words that speak of a group: what follows its list in the sentence, or else the lines below it."""
    line = text.lines[index]
    following = _LISTED.search(line.compact, match.end())
    rest = line.compact[match.end() : following.start() if following else None]
    if len(rest) > 1:
        yield rest, [line]
        return
    below: list[Line] = []
    for other in text.lines[index + 1 : index + 1 + _LINES_OF_A_GROUP]:
        if _LISTED.search(other.compact) or _DEFINITION.match(other.compact) or text.is_title(other):
            break
        if not re.search("CEPTOAR|セプター|整備|運用", other.compact):
            break
        below.append(other)
    if below:
        yield "".join(other.words for other in below), below


def _add_ceptoars(text: PublishedText, passage: str, aspect: str, lines: list[Line], found: Found) -> None:
    count = _CEPTOARS.search(passage)
    if count:
        key = FactKey(FactKind.CEPTOAR_COUNT, text.report_year, aspect=aspect)
        found.add(text.statement(key, Value(number=Decimal(count[1])), lines, unit="CEPTOAR"))


def _states(text: PublishedText, passage: str, aspect: str, lines: list[Line]) -> Iterator[Statement]:
    state = "complete" if _COMPLETE.search(passage) else "agreed" if _AGREED.search(passage) else ""
    if not state:
        return
    attributes = {"state": state}
    operation, planned = _OPERATION.search(passage), _PLANNED.search(passage)
    if operation:
        attributes["operation_from"] = f"{operation[1]}-{int(operation[2]):02d}"
    if planned:
        attributes["planned_year"] = planned[1]
    words = passage.strip("、でをはのが")
    key = FactKey(FactKind.SECTOR_STATE, text.report_year, "ceptoar", aspect)
    yield text.statement(key, Value(text=words), lines, attributes=attributes)
