"""Computes the rates of the year most likely asked for next, while the auditor still looks at the first page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from auditor_app.ui.context import PageContext

if TYPE_CHECKING:
    from auditor_app.services.open_case import OpenCase
    from auditor_app.ui.jobs import JobControl


def read_ahead(context: PageContext) -> None:
    """In a case of millions a year's rates take a tenth of a second; the open case remembers them."""
    years = context.years_of_returns()
    if years:
        wanted = context.settings.number("year.rates", context.settings.number("year", 2006))
        year = min(years, key=lambda own: (abs(own - wanted), -own))
        context.jobs.start("page", "", partial(_read, context.case, year), _done)


def _read(case: OpenCase, fiscal_year: int, _control: JobControl) -> None:
    from auditor_app.domain.rate_options import RateOptions
    from auditor_app.domain.year_returns import ALL
    from auditor_app.services.show_rates import rates_of_year

    with case.reader() as reader:
        shown = rates_of_year(reader, fiscal_year, ALL, RateOptions())
        for row in shown.rows:
            for cell in row.cells.values():
                cell.percent("implementation")


def _done(_nothing: None) -> None:
    """What was read is remembered by the case."""
