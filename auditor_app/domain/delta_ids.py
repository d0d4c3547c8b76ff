"""The figure id of a difference between two years; apart from what is compared, which no window needs to start."""

from __future__ import annotations

from auditor_app.domain.published import fold_name

DELTA = "delta"
"""The first word of such an id."""


def delta_id(
    former: int | str,
    later: int | str,
    organisation: str,
    metric: str,
    role: str,
    part: str,
    section: str = "",
    item: str = "",
) -> str:
    """Figure id of a difference between two years ("*": of the means); empty fields at the end are left out.

    >>> delta_id(2006, 2007, "青葉省", "implementation", "all", "3")
    'delta:2006-2007:青葉省:implementation:all:3'
    >>> delta_id("2020-2021", "2022-2023", "政府機関", "finding_share", "all", "all", "6.1")
    'delta:2020-2021..2022-2023:政府機関:finding_share:all:all:6.1'
    """
    is_span = any("-" in str(years) for years in (former, later))
    years = f"{former}..{later}" if is_span else f"{former}-{later}"
    fields = (organisation, metric, role, part, section, item)
    return ":".join([DELTA, years, *map(fold_name, fields)]).rstrip(":")
