"""What a return form can be made for: the ministries of the case, the years with a catalogue, the known units."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.standards import edition_for
from auditor_app.services.expected_reports import expected_units, reported_units, years_with_reports
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class FormChoices:
    """Organisations by their names of a year, in the order of the case."""

    organisations: tuple[tuple[str, str], ...]
    """(name, English name)"""
    years: tuple[int, ...]
    """for which an edition with items holds"""


def form_choices(reader: CaseReader, fiscal_year: int) -> FormChoices:
    """Years of editions and returns, and the one asked for, where an edition holds; names as borne in the latest.

    In a year that was begun from an earlier one whoever is expected to report comes first.
    """
    editions = reader.editions()
    named = {year for edition in editions if edition.items for year in edition.fiscal_years}
    years = {year for year in (*named, *years_with_reports(reader), fiscal_year) if edition_for(editions, year)}
    latest = max(years, default=fiscal_year)
    expected = expected_units(reader, fiscal_year)
    bodies = sorted(reader.organisations(), key=lambda organisation: organisation.id not in expected)
    names = [organisation.name_in(latest) for organisation in bodies]
    return FormChoices(tuple((own.name, own.english) for own in names), tuple(sorted(years)))


def units_of(reader: CaseReader, organisation: str, fiscal_year: int) -> list[str]:
    """Units known of an organisation; [] for a name the case does not know."""
    found = next((own for own in reader.organisations() if own.is_called(organisation)), None)
    return known_units(reader, found.id, fiscal_year) if found else []


def known_units(reader: CaseReader, organisation_id: int, fiscal_year: int) -> list[str]:
    """Units expected in the year and returned in it, else of the latest year before, else of the first one after it."""
    expected = expected_units(reader, fiscal_year).get(organisation_id, ())
    if expected:
        returned = reported_units(reader, fiscal_year).get(organisation_id, ())
        return list(dict.fromkeys((*expected, *returned)))
    years = reader.returns_years()
    for year in sorted(years, key=lambda year: (year > fiscal_year, abs(year - fiscal_year))):
        counts = [count for count in reader.coverage_counts(year) if count.organisation_id == organisation_id]
        units = [count.unit for count in sorted(counts, key=lambda count: count.source.row)]  # as they were printed
        units += [report.unit for report in reader.reports(year, organisation_id)]
        if units:
            return list(dict.fromkeys(units))
    return []
