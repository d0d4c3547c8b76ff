"""The rows of a view for selectors: years, organisation, Part, role, filters and sort keys."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.published import fold_name
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.select_rows import filtered, ordered
from auditor_app.services.view_rows import VIEWS, Row, view_rows
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class Selectors:
    """What to show of a view; empty means all, in official order."""

    years: tuple[int, ...] = ()
    organisation: str = ""
    part: str = ""
    role: str = ""
    sort: str = ""
    filters: tuple[str, ...] = ()
    what_if_included: bool = False

    def as_json(self) -> dict[str, object]:
        """Only those that were set."""
        return {name: value for name, value in asdict(self).items() if value}


def selected_rows(reader: CaseReader, view: str, selectors: Selectors) -> list[Row]:
    """The rows; WrongUsageError for a selector that the view does not have."""
    rows = view_rows(reader, VIEWS[view], selectors.years, selectors.what_if_included)
    if selectors.organisation:
        rows = _of_organisation(reader, rows, selectors.organisation)
    for field, wanted in (("part", selectors.part), ("role", selectors.role)):
        if wanted:
            _require(rows, field)
            rows = [row for row in rows if str(row[field]) == wanted]
    rows = filtered(rows, selectors.filters)
    return ordered(rows, selectors.sort) if selectors.sort else rows


def _of_organisation(reader: CaseReader, rows: list[Row], name: str) -> list[Row]:
    """Rows of an organisation under any of its names; an unknown name is refused, not answered with nothing."""
    _require(rows, "organisation")
    body = find_organisation(reader.organisations(), name)
    names = {fold_name(own.name) for own in body.names} if body else {fold_name(name)}
    found = [row for row in rows if fold_name(str(row["organisation"])) in names]
    if not found and rows and body is None:
        raise WrongUsageError(Problem("selector.organisation_unknown", name))
    return found


def _require(rows: list[Row], field: str) -> None:
    if rows and field not in rows[0]:
        raise WrongUsageError(
            Problem("selector.field_unknown", field, {"field": field, "known": ", ".join(sorted(rows[0]))})
        )
