"""Bodies that reported although they were no more: either their end or the report is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from auditor_app.domain.organisations import Organisation


def last_day_of(body: Organisation) -> date | None:
    """The last day of its last name; None while it is there."""
    return body.names[-1].to_date if body.names else None


def years_after_end(body: Organisation, fiscal_years: Iterable[int]) -> tuple[int, ...]:
    """Those of the years on whose last day, of which a report tells, the body was no more.

    >>> from auditor_app.domain.organisations import OrganisationName
    >>> years_after_end(Organisation(9, (OrganisationName("潮見庁", "", None, date(2008, 3, 31)),)), (2006, 2007, 2008))
    (2008,)
    """
    last = last_day_of(body)
    return tuple(sorted(year for year in fiscal_years if last is not None and last < date(year + 1, 3, 31)))
