"""References to annexes: what the heading of a numbered subsection announces, and where its text sends the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor_app.domain.published import FactKey, FactKind, Value
from auditor_app.importing.published_text.layout import DASHES, Found, Line, PublishedText, Subsection

_NUMBER = rf"\d+(?:[{DASHES}]\d+)?"
# 別紙2-1、2-2、2-3: one word and a list of numbers.
_ANNEXES = re.compile(rf"別紙({_NUMBER}(?:[、,及びと・]+(?:別紙)?\d+[{DASHES}]\d+)*)")
# A heading within the subsection, in quotes: 「2007年度の実施計画」(別紙2-1参照).
_QUOTED_HEADING = re.compile(r"「.{1,60}」\(別紙[^()]*参照\)")


def read_references(text: PublishedText) -> Found:
    """One statement per subsection, way of naming and annex; several annexes answer one question as a list."""
    found = Found()
    for subsection in text.subsections:
        seen: set[tuple[str, str]] = set()
        for line, aspect, annex in _annexes(subsection):
            found.use(line)
            if (aspect, annex) not in seen:
                seen.add((aspect, annex))
                key = FactKey(FactKind.ANNEX_REFERENCE, text.release_year, subsection.number, aspect)
                found.add(text.statement(key, Value(text=annex), [line], position=len(found.statements) + 1))
    return found


def _annexes(subsection: Subsection) -> Iterator[tuple[Line, str, str]]:
    for index, line in enumerate(subsection.lines):
        is_heading = index == 0 or _QUOTED_HEADING.fullmatch(line.compact)
        for match in _ANNEXES.finditer(line.compact):
            for number in re.findall(_NUMBER, match[1]):
                yield line, "announced" if is_heading else "referred", "別紙" + re.sub(f"[{DASHES}]", "-", number)
