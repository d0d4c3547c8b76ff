"""Recognises the total rows of a table and holds them against the sums of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.table_proposals import ControlTotal
from auditor_app.importing.returns.coded_cells import TextLookup, blank_cells, marked_cells
from auditor_app.importing.returns.counts import parse_count
from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.names import NameBook, fold_unit, is_total_word
from auditor_app.importing.returns.refusals import RefusalList
from auditor_app.importing.returns.table_cells import LABEL, TableCells

_MOST_TOTALS = 1_000


@dataclass(frozen=True)
class _TotalRow:
    row: int
    keys: dict[str, str]
    """Key fields with a text that is no word for "total": whose total it is."""
    counts: dict[str, int]


@dataclass
class Totals:
    """Sums as the rows go by: of the whole table and of each group, refused rows included, as a total row has them."""

    count_fields: tuple[str, ...]
    key_fields: tuple[str, ...]
    _rows: list[_TotalRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._total_words = TextLookup(is_total_word)
        self._all = np.zeros(len(self.count_fields), dtype=np.int64)
        self._of_groups = np.zeros((len(self.count_fields), 0), dtype=np.int64)

    def take_out(self, cells: TableCells) -> TableCells:
        """The cells without total rows."""
        marked = np.zeros(len(cells.rows), dtype=np.bool_)
        for name in self.key_fields:
            column = cells.columns[name]
            mask = marked_cells(column, self._total_words.of(column.texts))
            if mask is not None:
                marked |= mask
        marked |= self._labelled(cells)
        if not marked.any():
            return cells
        for index in np.flatnonzero(marked)[: _MOST_TOTALS - len(self._rows)].tolist():
            self._rows.append(self._total_row(cells, index))
        return cells.where(~marked)

    def _labelled(self, cells: TableCells) -> np.ndarray:
        """Rows without a role that the label beside the table calls a total; a running number costs nothing then."""
        labelled = np.zeros(len(cells.rows), dtype=np.bool_)
        nameless = blank_cells(cells.columns["role"]) if LABEL in cells.columns else None
        if nameless is not None:
            found = np.flatnonzero(nameless)
            labelled[found] = [is_total_word(cells.text(LABEL, index)) for index in found.tolist()]
        return labelled

    def _total_row(self, cells: TableCells, index: int) -> _TotalRow:
        keys = {name: cells.text(name, index).strip() for name in self.key_fields}
        stated = {name: parse_count(cells.text(name, index)).value for name in self.count_fields}
        return _TotalRow(
            int(cells.rows[index]),
            {name: text for name, text in keys.items() if text and not is_total_word(text)},
            {name: value for name, value in stated.items() if value is not None},
        )

    def add(self, groups: np.ndarray, group_count: int, counts: Sequence[np.ndarray]) -> None:
        """Counts of a chunk's rows; group -1 for those whose group is unknown."""
        if group_count > self._of_groups.shape[1]:
            missing = group_count - self._of_groups.shape[1]
            self._of_groups = np.pad(self._of_groups, ((0, 0), (0, max(missing, group_count // 2))))
        known = groups >= 0
        inside = slice(None) if known.all() else known
        for place, values in enumerate(counts):
            numbers = np.maximum(values, 0)
            self._all[place] += int(numbers.sum())
            # sums of a chunk stay below 2**53: exact in floating point
            sums = np.bincount(groups[inside], weights=numbers[inside], minlength=self._of_groups.shape[1])
            self._of_groups[place] += sums.astype(np.int64)

    def held_against(self, groups: Sequence[GroupKey], book: NameBook, refusals: RefusalList) -> list[ControlTotal]:
        """A total for an item or a role alone is not compared: no sums are kept for those."""
        results = []
        for own in self._rows:
            if {"item", "role"} & own.keys.keys():
                continue
            members = _members(own.keys, groups, book)
            for place, name in enumerate(self.count_fields):
                if name in own.counts:
                    computed = self._all[place] if members is None else self._of_groups[place][members].sum()
                    scope = " ".join(text for key, text in own.keys.items() if key != "fiscal_year")
                    where = refusals.place(own.row, name)
                    results.append(ControlTotal(name, where, scope, own.counts[name], int(computed)))
        return results


def _members(keys: dict[str, str], groups: Sequence[GroupKey], book: NameBook) -> list[int] | None:
    """The groups a total row is for; None: the whole table."""
    if not keys:
        return None
    year = parse_fiscal_year(keys["fiscal_year"]) if "fiscal_year" in keys else None
    unit = fold_unit(keys["unit"]) if "unit" in keys else None
    return [
        code
        for code, group in enumerate(groups)
        if (year is None or group.fiscal_year == year)
        and (unit is None or fold_unit(group.unit) == unit)
        and (
            "organisation" not in keys
            or book.organisation_id(keys["organisation"], group.fiscal_year) == group.organisation_id
        )
    ]
