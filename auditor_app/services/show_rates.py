"""The rates of a year as one table: a row for each organisation, a cell for each Part, and the mean over all."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.analysis.rates_table import RatesTable
from auditor_app.domain.published import FactKind, fold_name
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.year_returns import ALL, number_key
from auditor_app.services.browse_rates import RATE_KINDS, RateRow, mean_row, published_rates, rate_row, rates_table
from auditor_app.services.figure_ids import ALL_ORGANISATIONS
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class RatesOfOrganisation:
    """One row of the table; cells by Part and under `all`."""

    organisation: str
    """Name in that year; "*" for the mean."""
    english: str
    is_in_analysis: bool
    cells: dict[str, RateRow]


@dataclass(frozen=True)
class RatesOfYear:
    """The whole table of a year for one role."""

    fiscal_year: int
    role: str
    table: RatesTable
    rows: tuple[RatesOfOrganisation, ...]
    """Those who returned in official order, their mean, then those of whom only a publication tells."""
    parts: tuple[str, ...]

    @property
    def mean(self) -> RatesOfOrganisation | None:
        return next((row for row in self.rows if row.organisation == ALL_ORGANISATIONS), None)


def rates_of_year(reader: CaseReader, fiscal_year: int, role: str, options: RateOptions) -> RatesOfYear:
    """Rows from returns, and published ones of the organisations that returned nothing (for all roles together)."""
    table = rates_table(reader, fiscal_year, options)
    facts = reader.facts(RATE_KINDS, [fiscal_year])
    returns = table.returns
    rows = []
    for own in returns.organisations:
        cells = {part: rate_row(table, own, part, role, facts) for part in (*returns.parts, ALL)}
        rows.append(RatesOfOrganisation(own.name, own.english, own.is_in_analysis, cells))
    if returns.organisations:
        cells = {part: mean_row(table, part, role, facts) for part in (*returns.parts, ALL)}
        rows.append(RatesOfOrganisation(ALL_ORGANISATIONS, "", True, cells))
    if role == ALL:
        returned = {fold_name(own.name) for own in returns.organisations}
        rows += _published(reader, fiscal_year, options, skipped=returned, with_mean=not returned)
    parts = sorted({part for row in rows for part in row.cells} - {ALL}, key=number_key)
    return RatesOfYear(fiscal_year, role, table, tuple(rows), tuple(parts))


def part_titles(reader: CaseReader) -> dict[str, str]:
    """The title of every Part a catalogue or a publication names; the latest named holds."""
    published = {fact.key.part: fact.shown.value.text for fact in reader.facts([FactKind.STANDARD_PART])}
    asked = {part.part: part.title for edition in reader.editions() for part in edition.parts if part.title}
    sections = {section.part: "" for edition in reader.editions() for section in edition.sections}
    rated = {fact.key.part: "" for fact in reader.facts(RATE_KINDS)}
    titles = rated | sections | published | asked
    return {part: titles[part] for part in sorted(titles, key=number_key)}


def _published(
    reader: CaseReader, fiscal_year: int, options: RateOptions, *, skipped: set[str], with_mean: bool
) -> list[RatesOfOrganisation]:
    by_name: dict[str, list[RateRow]] = {}
    for row in published_rates(reader, fiscal_year, options.include_excluded):
        by_name.setdefault(row.organisation, []).append(row)
    english = {fold_name(name.name): name.english for body in reader.organisations() for name in body.names}
    return [
        RatesOfOrganisation(
            name,
            english.get(fold_name(name), ""),
            all(row.state.value != "excluded" for row in rows),
            # of all Parts together nothing is published: the first Part's state stands there
            {ALL: rows[0], **{row.part: row for row in rows}},
        )
        for name, rows in by_name.items()
        if fold_name(name) not in skipped and (with_mean or name != ALL_ORGANISATIONS)
    ]
