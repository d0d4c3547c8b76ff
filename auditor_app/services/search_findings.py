"""Search the findings of a case by number, title, and whom they are about."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.findings import Finding, FindingState
from auditor_app.domain.published import fold_name
from auditor_app.storage.reading import CaseReader

LIMIT = 6


@dataclass(frozen=True)
class FoundFinding:
    number: str
    title: str
    state: FindingState
    fiscal_year: int


@dataclass(frozen=True)
class _Line:
    """A finding with the words it is found by, folded."""

    found: FoundFinding
    number: str
    title: str
    organisations: tuple[str, ...]


def search_findings(reader: CaseReader, wanted: str, limit: int = LIMIT) -> list[FoundFinding]:
    """Those whose number, title or an organisation's name contains it: numbers first, then titles; newest first.

    Spacing, width and case of letters do not matter.
    """
    asked = fold_name(wanted).lower()
    if not asked:
        return []
    ranked = [(rank, line) for line in reversed(search_lines(reader)) if (rank := _rank(line, asked)) is not None]
    return [line.found for _, line in sorted(ranked, key=lambda own: own[0])[:limit]]


def search_lines(reader: CaseReader) -> tuple[_Line, ...]:
    """Read once for a state of the case: at ten thousand findings that takes longer than a keystroke may."""
    return reader.remembered(("finding search",), lambda: tuple(_lines(reader)))


def _lines(reader: CaseReader) -> list[_Line]:
    names = {own.id: tuple(_folded(name.name) for name in own.names) for own in reader.organisations()}
    return [_line(own, names) for own in reader.findings()]


def _line(finding: Finding, names: dict[int, tuple[str, ...]]) -> _Line:
    text = finding.text
    found = FoundFinding(finding.number, text.title, finding.state, text.fiscal_year)
    bodies = tuple(name for own in text.organisations for name in names.get(own, ()))
    return _Line(found, finding.number, _folded(text.title), bodies)


def _rank(line: _Line, asked: str) -> int | None:
    if asked in line.number:
        return 0 if line.number.startswith(asked) else 1
    if asked in line.title:
        return 2
    return 3 if any(asked in own for own in line.organisations) else None


def _folded(name: str) -> str:
    return fold_name(name).lower()
