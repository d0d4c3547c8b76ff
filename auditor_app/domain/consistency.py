"""What a document and a case must satisfy: cross-footing, list lengths, cross-references, dates."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.provenance import Place


@dataclass(frozen=True)
class CheckResult:
    """One check: the rule, what it expected, what it found, whether that holds, and where it looked."""

    rule: str
    """cross_footing | total_without_relisted | direction_total | list_length | cross_reference | era_date | …"""
    subject: str
    """What was checked, in the document's words (an area, a section)."""
    expected: str
    found: str
    holds: bool
    places: tuple[Place, ...]
