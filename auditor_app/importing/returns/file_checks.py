"""What makes a whole table unusable: a catalogue that is missing, the wrong year, the wrong ministry."""

from __future__ import annotations

from collections.abc import Sequence

from auditor_app.foundation.errors import Problem
from auditor_app.importing.returns.table_rows import TableRows
from auditor_app.importing.returns.title_rows import TitleFacts


def file_problems(table: TableRows, title: TitleFacts, given_years: Sequence[int] = ()) -> list[Problem]:
    """Problems of a table read to its end; `given_years`: those the user says it is about.

    Where some years have a catalogue and others none, only the rows of the others are refused.
    """
    missing = table.keys.years_without_catalogue
    if missing and set(table.keys.first_rows) - missing:
        table.refuse_years_without_catalogue()
    return [
        *_missing_catalogue(table),
        *_wrong_year(table, title, given_years),
        *_wrong_organisation(table, title),
    ]


def _missing_catalogue(table: TableRows) -> list[Problem]:
    """One problem instead of one for every answer, where no year of the file has a catalogue."""
    years = sorted(table.keys.years_without_catalogue)
    if not years or set(table.keys.first_rows) - set(years):
        return []
    values: dict[str, object] = {"years": ", ".join(map(str, years))}
    return [
        Problem("returns.no_catalogue", table.refusals.place(table.keys.first_rows[years[0]], "fiscal_year"), values)
    ]


def _wrong_year(table: TableRows, title: TitleFacts, given_years: Sequence[int]) -> list[Problem]:
    """Rows, or a title, of another year than the user said; no row of the year the title names."""
    first_rows = table.keys.first_rows
    if given_years:
        found = [(row, year, "fiscal_year") for year, row in first_rows.items()]
        if title.fiscal_year is not None:
            found.append((title.year_row, title.fiscal_year, ""))
        expected = given_years
    else:
        is_titled_otherwise = title.fiscal_year is not None and title.fiscal_year not in first_rows
        found = [(row, year, "fiscal_year") for year, row in first_rows.items()] if is_titled_otherwise else []
        expected = (title.fiscal_year or 0,)
    wrong = sorted(own for own in found if own[1] not in expected)[:1]
    return [
        Problem(
            "returns.wrong_year",
            table.refusals.place(row, field),
            {"year": year, "expected": ", ".join(map(str, expected))},
        )
        for row, year, field in wrong
    ]


def _wrong_organisation(table: TableRows, title: TitleFacts) -> list[Problem]:
    """Every row is one ministry's, and the title names another.  A table of several may be titled by its sender."""
    bodies = {key.organisation_id for key in table.groups.keys}
    if not title.organisation or len(bodies) != 1:
        return []
    key, book = table.groups.keys[0], table.keys.book
    if book.organisation_id(title.organisation, key.fiscal_year) in (*bodies, None):
        return []
    values: dict[str, object] = {
        "title": title.organisation,
        "rows": book.organisation_name(key.organisation_id, key.fiscal_year),
    }
    return [Problem("returns.wrong_organisation", table.refusals.place(title.organisation_row, ""), values)]
