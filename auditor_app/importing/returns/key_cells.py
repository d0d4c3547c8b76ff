"""Reads what names a row - year, organisation, unit, item, role - and refuses what the case does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.organisation_naming import name_fault
from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.published import fold_name
from auditor_app.domain.table_proposals import NameKind, NameSuggestion, UnknownName
from auditor_app.importing.readers.tables import CodedColumn
from auditor_app.importing.returns.coded_cells import TextLookup
from auditor_app.importing.returns.counts import parse_count
from auditor_app.importing.returns.groups import Units
from auditor_app.importing.returns.names import NameBook, fold_unit
from auditor_app.importing.returns.refusals import RefusalList
from auditor_app.importing.returns.table_cells import TableCells

LONGEST_NAME = 100
"""Characters of the name of an organisation."""
_MOST_UNKNOWN = 1_000
"""Unknown names that are listed."""
_MOST_COMPARED = 200
"""Unknown names for which near matches are sought."""


@dataclass(frozen=True)
class RowKeys:
    """What names each row, as ids; -1 where it could not be read."""

    years: np.ndarray
    organisations: np.ndarray
    units: np.ndarray
    items: np.ndarray
    """0 for a kind without items."""
    roles: np.ndarray

    def where(self, kept: np.ndarray) -> RowKeys:
        return RowKeys(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass
class _Unknown:
    row: int
    fiscal_year: int
    count: int = 0


@dataclass
class KeyReader:
    """Reads the keys of chunk after chunk; knows afterwards which names were unknown."""

    book: NameBook
    refusals: RefusalList
    units: Units
    has_items: bool
    next_organisation_id: int | None = None
    """Where given, unknown organisations are declared, with ids from this one on."""
    declared_only: frozenset[str] | None = None
    """The names that may be declared; None: all."""
    declared: dict[int, str] = field(default_factory=dict)
    first_rows: dict[int, int] = field(default_factory=dict)
    """Fiscal year → the first row of it."""
    years_without_catalogue: set[int] = field(default_factory=set)
    _unknown: dict[tuple[NameKind, str], _Unknown] = field(default_factory=dict)
    _similar: dict[tuple[NameKind, str], tuple[NameSuggestion, ...]] = field(default_factory=dict)
    _by_year: dict[tuple[NameKind, int], TextLookup] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._years = TextLookup(lambda text: parse_fiscal_year(text) or (0 if not text.strip() else -1))
        self._roles = TextLookup(lambda text: _found(self.book.role_id(text)))
        self._units = TextLookup(lambda text: self.units.number(fold_unit(text), " ".join(text.split())))

    def read(self, cells: TableCells) -> RowKeys:
        years = self._read_years(cells)
        organisations = self._read_by_year(cells, "organisation", years, self._organisation)
        units = self._units.spread(cells.columns["unit"])
        items = np.zeros(len(cells.rows), dtype=np.int64)
        if self.has_items:
            items = self._read_by_year(cells, "item", years, self._item)
        roles = self._roles.spread(cells.columns["role"])
        self._refuse_unknown(cells, "role", roles < 0, years)
        return RowKeys(years, organisations, units, items, roles)

    def unknown_names(self) -> tuple[UnknownName, ...]:
        """By how often they stand in the file; those declared too, so that a slip of the pen shows."""
        ordered = sorted(self._unknown.items(), key=lambda own: (-own[1].count, own[1].row))[:_MOST_UNKNOWN]
        names = set(self.declared.values())
        return tuple(
            UnknownName(
                kind,
                text,
                self.refusals.place(own.row, kind),
                own.count,
                self._suggestions(kind, text, own.fiscal_year),
                is_declared=kind == "organisation" and " ".join(text.split()) in names,
            )
            for (kind, text), own in ordered
        )

    def _read_years(self, cells: TableCells) -> np.ndarray:
        years = self._years.spread(cells.columns["fiscal_year"])
        if (years <= 0).any():
            self._refuse(cells, "fiscal_year", "returns.key_missing", years == 0)
            self._refuse(cells, "fiscal_year", "returns.year_unknown", years < 0)
            years[years == 0] = -1
        for year in np.unique(
            years[np.concatenate(([True], years[1:] != years[:-1]))] if len(years) else years
        ).tolist():
            if year > 0 and year not in self.first_rows:
                self.first_rows[year] = int(cells.rows[np.argmax(years == year)])
        return years

    def _read_by_year(
        self, cells: TableCells, kind: NameKind, years: np.ndarray, meaning: Callable[[str, int], int]
    ) -> np.ndarray:
        column = cells.columns[kind]
        read = self._spread_by_year(column, kind, years, meaning)
        unknown = (read < 0) & (years > 0)
        if unknown.any() and kind == "organisation" and self.next_organisation_id is not None:
            self._declare(cells, unknown, years)
            read = self._spread_by_year(column, kind, years, meaning)
            unknown &= read < 0
        self._refuse_unknown(cells, kind, unknown, years)
        return read

    def _spread_by_year(
        self, column: CodedColumn, kind: NameKind, years: np.ndarray, meaning: Callable[[str, int], int]
    ) -> np.ndarray:
        result = np.full(len(years), -1, dtype=np.int64)
        if not len(years):
            return result
        lowest, highest = int(years.min()), int(years.max())
        for year in [lowest] if lowest == highest else np.unique(years).tolist():
            if year < 0:
                continue
            if (kind, year) not in self._by_year:
                self._by_year[kind, year] = TextLookup(lambda text, year=year: meaning(text, year))  # type: ignore[misc]
            meanings = self._by_year[kind, year].of(column.texts)
            mask = slice(None) if lowest == highest else years == year
            result[mask] = meanings[column.codes[mask]]
        return result

    def _organisation(self, text: str, year: int) -> int:
        return _found(self.book.organisation_id(text, year)) if text.strip() else -1

    def _item(self, text: str, year: int) -> int:
        edition = self.book.edition_id(year)
        if edition is None:
            self.years_without_catalogue.add(year)
            return -1
        return _found(self.book.item_id(text, edition)) if text.strip() else -1

    def _declare(self, cells: TableCells, unknown: np.ndarray, years: np.ndarray) -> None:
        """Every unknown name that no organisation bears or bore becomes one."""
        column = cells.columns["organisation"]
        for code in dict.fromkeys(column.codes[unknown].tolist()):
            text = column.texts[code]
            name = " ".join(text.split())
            if not self._may_declare(name):
                continue
            assert self.next_organisation_id is not None
            identifier, self.next_organisation_id = self.next_organisation_id, self.next_organisation_id + 1
            self.declared[identifier] = name
            self._suggestions("organisation", text.strip(), 0)  # before the name is known and looks like itself
            first = int(np.flatnonzero(unknown & (column.codes == code))[0])
            self._note_unknown("organisation", text, int(cells.rows[first]), int(years[first]), 0)
            self.book.declare(Organisation(identifier, (OrganisationName(name),)))
        for (kind, _year), lookup in self._by_year.items():
            if kind == "organisation":
                lookup.forget()

    def _may_declare(self, name: str) -> bool:
        is_wanted = self.declared_only is None or name in self.declared_only
        return is_wanted and _can_be_a_name(name) and not self.book.is_organisation_name(name)

    def _refuse_unknown(self, cells: TableCells, kind: NameKind, unknown: np.ndarray, years: np.ndarray) -> None:
        if not unknown.any():
            return
        column = cells.columns[kind]
        is_blank = np.fromiter((not text.strip() for text in column.texts), np.bool_, count=len(column.texts))
        missing = unknown & is_blank[column.codes]
        self._refuse(cells, kind, "returns.key_missing", missing)
        unknown = unknown & ~missing
        if kind == "item" and self.years_without_catalogue:
            unknown = unknown & ~np.isin(years, list(self.years_without_catalogue))
        if kind == "organisation":
            elsewhen = np.fromiter((self.book.is_organisation_name(text) for text in column.texts), np.bool_)
            misdated = unknown & elsewhen[column.codes]
            self._refuse(cells, kind, "returns.organisation_not_in_year", misdated, years)
            self._note_all(cells, kind, misdated, years)
            unknown = unknown & ~misdated
            nameless = np.fromiter((name_fault(" ".join(text.split())) is not None for text in column.texts), np.bool_)
            unnamed = unknown & nameless[column.codes]
            self._refuse(cells, kind, "returns.organisation_not_a_name", unnamed)
            unknown = unknown & ~unnamed
        self._refuse(cells, kind, f"returns.{kind}_unknown", unknown, years)
        self._note_all(cells, kind, unknown, years)

    def _refuse(
        self, cells: TableCells, name: str, key: str, mask: np.ndarray, years: np.ndarray | None = None
    ) -> None:
        def values(index: int) -> dict[str, object]:
            text = cells.text(name, index)
            if years is None:
                return {"text": text, "field": name}
            year = int(years[index])
            return {"text": text, "field": name, "year": year, "near": self._near(name, text, year)}  # type: ignore[arg-type]

        self.refusals.add_where(key, mask, cells.rows, name, values)

    def _near(self, kind: NameKind, text: str, year: int) -> str:
        """Names that look like it, for the message."""
        return "、".join(own.name for own in self._suggestions(kind, text.strip(), year))

    def _suggestions(self, kind: NameKind, text: str, year: int) -> tuple[NameSuggestion, ...]:
        """Sought once for each text, and not for thousands of them."""
        if (kind, text) not in self._similar:
            seek = len(self._similar) < _MOST_COMPARED
            self._similar[kind, text] = self.book.suggestions(kind, text, year) if seek else ()
        return self._similar[kind, text]

    def _note_all(self, cells: TableCells, kind: NameKind, mask: np.ndarray, years: np.ndarray) -> None:
        column = cells.columns[kind]
        codes, first, counts = np.unique(column.codes[mask], return_index=True, return_counts=True)
        positions = np.flatnonzero(mask)[first]
        for code, position, count in zip(codes.tolist(), positions.tolist(), counts.tolist(), strict=True):
            self._note_unknown(kind, column.texts[code], int(cells.rows[position]), int(years[position]), count)

    def _note_unknown(self, kind: NameKind, text: str, row: int, year: int, count: int) -> None:
        key = (kind, text.strip())
        if key in self._unknown or len(self._unknown) < 10 * _MOST_UNKNOWN:
            self._unknown.setdefault(key, _Unknown(row, year)).count += count


def _found(identifier: int | None) -> int:
    return -1 if identifier is None else identifier


def _can_be_a_name(name: str) -> bool:
    """No ministry is called "*" or "all" (they stand for all of them), nor a dash, a number, or a page of text."""
    is_number_or_blank = parse_count(name).problem is None
    is_name = not is_number_or_blank and name_fault(name) is None
    return is_name and fold_name(name).casefold() != "all" and len(name) <= LONGEST_NAME
