"""What stands above a table: the fiscal year and the ministry its rows are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.fiscal_years import find_fiscal_years
from auditor_app.domain.organisations import Organisation
from auditor_app.domain.published import fold_name
from auditor_app.importing.readers.tables import SheetProbe
from auditor_app.importing.returns.columns import row_numbers


@dataclass(frozen=True)
class TitleFacts:
    """One year and one ministry, where the title names just one."""

    fiscal_year: int | None = None
    year_row: int = 0
    organisation: str = ""
    organisation_row: int = 0


def read_title(sheet: SheetProbe, first_header_row: int, organisations: Sequence[Organisation]) -> TitleFacts:
    """The year and organisation named above the header; several different ones name none."""
    rows = [
        (number, " ".join(cell for cell in cells if cell.strip()))
        for number, cells in zip(row_numbers(sheet), sheet.head, strict=False)
        if number < first_header_row
    ]
    years = {year: number for number, text in reversed(rows) for year in find_fiscal_years(text)}
    found = {name: (number, own) for number, text in reversed(rows) for name, own in _named(text, organisations)}
    bodies = {own for _number, own in found.values()}
    name, row = max(((name, row) for name, (row, _own) in found.items()), key=lambda own: len(own[0]), default=("", 0))
    one_year, one_body = len(years) == 1, len(bodies) == 1
    return TitleFacts(
        next(iter(years)) if one_year else None,
        next(iter(years.values())) if one_year else 0,
        name if one_body else "",
        row if one_body else 0,
    )


def _named(text: str, organisations: Sequence[Organisation]) -> list[tuple[str, int]]:
    """Names in a line with the organisation they are of; a name inside a longer one is not meant.

    国土交通省海上保安庁 names two bodies, 公安調査庁 does not name 公安.
    """
    folded = fold_name(text)
    names = sorted(
        ((fold_name(name.name), name.name, own.id) for own in organisations for name in own.names),
        key=lambda name: -len(name[0]),
    )
    found = []
    for short, printed, identifier in names:
        if len(short) > 1 and short in folded:
            found.append((printed, identifier))
            folded = folded.replace(short, "\0")
    return found
