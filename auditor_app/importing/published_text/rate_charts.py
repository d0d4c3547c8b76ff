"""Implementation and achievement rates by Part: usually charts, of which the text keeps no numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from auditor_app.domain.published import FactKey, FactKind, State, Statement, Value
from auditor_app.importing.published_text.layout import Found, Line, PublishedText
from auditor_app.importing.published_text.scope import PART_LINE

_METRICS = {"実施率": FactKind.IMPLEMENTATION, "到達率": FactKind.ACHIEVEMENT}
# A heading that defines the metric: 実施率(把握した者のうち…割合の平均).
_DEFINITION = re.compile(r"(実施率|到達率)\((.*割合.*)\)")
_NUMBER_AT_END = re.compile(r"(\d{1,3}(?:\.\d+)?)%$")


def read_rate_charts(text: PublishedText) -> Found:
    """One statement per metric and Part listed under its definition; without a number it is *not transcribed*."""
    found = Found()
    kind: FactKind | None = None
    definition = ""
    for line in text.lines:
        defined = _DEFINITION.fullmatch(line.compact)
        if defined:
            kind, definition = _METRICS[defined[1]], defined[2]
            found.use(line)
        elif text.is_title(line):
            kind = None
        part = PART_LINE.match(line.text) if kind else None
        if kind and part:
            found.add(_statement(text, kind, definition, part[1], line))
    return found


def _statement(text: PublishedText, kind: FactKind, definition: str, part: str, line: Line) -> Statement:
    number = _NUMBER_AT_END.search(line.compact)
    value = Value(number=Decimal(number[1])) if number else Value(state=State.NOT_TRANSCRIBED)
    key = FactKey(kind, text.report_year, "*", part=part)
    attributes = {"definition": definition}
    return text.statement(key, value, [line], unit="%", position=int(part), attributes=attributes)
