"""Organisations and crosswalk as rows: what `show` tells people, and the files that `import` reads back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from auditor_app.domain.crosswalk_checks import ItemClasses
from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.published import FactKind
from auditor_app.exporting.row_texts import FlattenedRows
from auditor_app.storage.reading import CaseReader

Row = dict[str, object]

ORGANISATION_FIELDS = ("name", "from_date", "to_date", "successor", "kind", "english", "on_date")
"""Columns of a table of organisations as it is imported; `on_date` only where the days of the name do not tell it."""
CROSSWALK_FIELDS = ("from_edition", "from_item", "to_edition", "to_item", "kind")
FILE_FIELDS = {"organisations": ORGANISATION_FIELDS, "crosswalk": CROSSWALK_FIELDS}
"""By view: the columns of its csv file, which `import` reads; JSON tells more."""


def organisation_rows(reader: CaseReader) -> list[Row]:
    """A row for each name and each thing that became of it, body by body, names in the order of time.

    A renaming stands with the old name, a creation with the first name, everything else with the last.  Beside the
    columns of a file a row says under which name the body is known today, who came before, and in which of the
    case's years the name was borne.
    """
    bodies = reader.organisations()
    links = _Links(bodies, reader.organisation_links())
    years = sorted({*reader.fiscal_years(FactKind.COVERAGE), *reader.returns_years()})
    return [row for body in bodies for row in links.rows_of(body, years)]


class _Links:
    """What became of each body, as it stands in the rows of its names."""

    def __init__(self, bodies: Sequence[Organisation], links: Iterable[OrganisationLink]) -> None:
        self._bodies = {body.id: body for body in bodies}
        self._first: defaultdict[int, list[OrganisationLink]] = defaultdict(list)
        """Creations."""
        self._last: defaultdict[int, list[OrganisationLink]] = defaultdict(list)
        self._before: defaultdict[int, list[str]] = defaultdict(list)
        for link in links:
            if link.from_id is None and link.to_id is not None:
                self._first[link.to_id].append(link)
            elif link.from_id is not None:
                self._last[link.from_id].append(link)
                if link.to_id is not None:
                    self._before[link.to_id].append(self._bodies[link.from_id].names[-1].name)

    def rows_of(self, body: Organisation, years: Sequence[int]) -> Iterator[Row]:
        before, names = self._before[body.id], body.names
        for name, following in zip(names, (*names[1:], None), strict=True):
            told = {
                "organisation": names[-1].name,
                "came_from": before,
                "fiscal_years": [year for year in years if name.holds_in(year)],
            }
            for successor, kind, on_date in self._cells_of(body, name, following):
                yield _cells(name, successor, kind, on_date) | told
            before = [name.name]

    def _cells_of(
        self, body: Organisation, name: OrganisationName, following: OrganisationName | None
    ) -> list[tuple[str, str, date | None]]:
        """(successor, kind, day) of each row of a name; one without any where there is nothing to tell."""
        found = [("", str(link.kind), link.on_date) for link in self._first[body.id] if name is body.names[0]]
        if following is not None:
            return [*found, (following.name, "renamed", following.from_date)]
        for link in self._last[body.id]:
            successor = self._bodies[link.to_id].names[0].name if link.to_id is not None else ""
            found.append((successor, link.kind, link.on_date))
        return found or [("", "", None)]


def _cells(name: OrganisationName, successor: str, kind: str, on_date: date | None) -> Row:
    """`on_date` is left out where it is the day the name's own days tell."""
    told = name.from_date if kind == "created" else name.to_date and name.to_date + timedelta(days=1)
    return {
        "name": name.name,
        "from_date": _day(name.from_date),
        "to_date": _day(name.to_date),
        "successor": successor or None,
        "kind": kind or None,
        "english": name.english or None,
        "on_date": _day(on_date) if on_date != told else None,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def crosswalk_rows(reader: CaseReader) -> list[Row]:
    """Every entry in force, with the titles of both items, the years of their editions, and what to look at."""
    editions = {edition.name: edition for edition in reader.editions()}
    classes = ItemClasses(editions.values())
    titles = {(own.name, item.item): item.title for own in editions.values() for item in own.items}
    rows: list[Row] = []
    for entry in reader.crosswalk():
        row: Row = {field: getattr(entry, field) or None for field in CROSSWALK_FIELDS}
        for end, item in (("from", entry.from_item), ("to", entry.to_item)):
            name = row[f"{end}_edition"]
            edition = editions.get(str(name))
            row[f"{end}_title"] = titles.get((str(name), item)) or None
            row[f"{end}_years"] = list(edition.fiscal_years) if edition else []
        remark = classes.remark(entry)
        row["remark"] = remark and remark.removeprefix("crosswalk.")
        rows.append(row)
    return rows


def definition_file(view: str, rows: Iterable[Row]) -> FlattenedRows:
    """The rows of such a view: as csv nothing but the columns of its file."""
    return FlattenedRows(rows, FILE_FIELDS[view], lambda row: row)
