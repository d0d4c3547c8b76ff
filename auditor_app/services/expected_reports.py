"""Who is expected to report in a year that was begun from an earlier one, and who has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from auditor_app.domain.published import fold_name
from auditor_app.storage.reading import CaseReader

WHOLE = ""
"""The unit of an organisation that reports as a whole."""


@dataclass(frozen=True)
class MissingUnit:
    """An expected unit of which there is neither coverage nor an answer."""

    organisation: str
    """Its name in the year."""
    english: str
    unit: str


@dataclass(frozen=True)
class ReportProgress:
    """How far the returns of a begun year have come in."""

    fiscal_year: int
    expected: int
    """Units."""
    missing: tuple[MissingUnit, ...]

    @property
    def returned(self) -> int:
        return self.expected - len(self.missing)


def expected_units(reader: CaseReader, fiscal_year: int) -> dict[int, tuple[str, ...]]:
    """Units by organisation, as the year was begun; {} for any other year."""
    start = reader.year_starts().get(fiscal_year)
    units: defaultdict[int, list[str]] = defaultdict(list)
    for organisation, unit in start.units if start else ():
        units[organisation].append(unit)
    return {organisation: tuple(own) for organisation, own in units.items()}


def years_with_reports(reader: CaseReader) -> list[int]:
    """Years of which somebody has reported, or was asked to, in order."""
    return sorted({*reader.returns_years(), *reader.year_starts()})


def reported_units(reader: CaseReader, fiscal_year: int) -> dict[int, tuple[str, ...]]:
    """Units by organisation that returned coverage or answers, as they were printed."""
    units: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for count in sorted(
        reader.coverage_counts(fiscal_year), key=lambda count: (count.organisation_id, count.source.row)
    ):
        units[count.organisation_id][count.unit] = None
    for report in reader.reports(fiscal_year):
        units[report.organisation_id][report.unit] = None
    return {organisation: tuple(own) for organisation, own in units.items()}


def report_progress(reader: CaseReader, fiscal_year: int) -> ReportProgress | None:
    """What is still to come; None for a year that was not begun here, of which nobody knows what to expect."""
    expected = expected_units(reader, fiscal_year)
    if not expected:
        return None
    reported = reported_units(reader, fiscal_year)
    missing = []
    for body in reader.organisations():
        name, returned = body.name_in(fiscal_year), {fold_name(unit) for unit in reported.get(body.id, ())}
        for unit in expected.get(body.id, ()):
            # who is expected as a whole has reported with any of its units
            has_come = bool(returned) if unit == WHOLE else fold_name(unit) in returned
            if not has_come:
                missing.append(MissingUnit(name.name, name.english, unit))
    return ReportProgress(fiscal_year, sum(map(len, expected.values())), tuple(missing))
