"""Recognises the total rows of a table and holds them against the sums of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.table_proposals import ControlTotal
from auditor_app.importing.returns.coded_cells import TextLookup, marked_cells
from auditor_app.importing.returns.counts import parse_count
from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.names import NameBook, fold_unit, is_total_word
from auditor_app.importing.returns.refusals import RefusalList
from auditor_app.importing.returns.table_cells import LABEL, TableCells

_MOST_TOTALS = 1_000
_NOT_COMPARED = "returns.total_not_compared"


@dataclass(frozen=True)
class _TotalRow:
    row: int
    field: str
    """Where the word stands; "" beside the table."""
    word: str
    keys: dict[str, str]
    """Key fields with a text that is no word for "total": whose total it is."""
    counts: dict[str, int]


@dataclass
class Totals:
    """Sums as the rows go by: of the whole table and of each group, refused rows included, as a total row has them."""

    count_fields: tuple[str, ...]
    key_fields: tuple[str, ...]
    refusals: RefusalList
    _rows: list[_TotalRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        # the column beside the table often holds running numbers: those are told at once
        self._total_words = TextLookup(lambda text: not text.isdigit() and is_total_word(text))
        self._names = TextLookup(lambda text: bool(text.strip()) and not is_total_word(text))
        self._all = np.zeros(len(self.count_fields), dtype=np.int64)
        self._of_groups = np.zeros((len(self.count_fields), 0), dtype=np.int64)

    def take_out(self, cells: TableCells) -> TableCells:
        """The cells without total rows; those that cannot be compared are refused."""
        words = self._words(cells)
        if not words:
            return cells
        marked: np.ndarray = np.logical_or.reduce(list(words.values()))
        uncompared = marked & self._for_item_or_role(cells)
        for index in np.flatnonzero(marked & ~uncompared).tolist():
            row = self._total_row(cells, index, words) if len(self._rows) < _MOST_TOTALS else None
            if row is None:
                uncompared[index] = True
            else:
                self._rows.append(row)
        self._refuse(cells, uncompared, words)
        return cells.where(~marked)

    def _words(self, cells: TableCells) -> dict[str, np.ndarray]:
        """Field → rows in which it holds a word for "total"."""
        names = (*self.key_fields, LABEL) if LABEL in cells.columns else self.key_fields
        columns = {name: cells.columns[name] for name in names}
        masks = {name: marked_cells(own, self._total_words.of(own.texts)) for name, own in columns.items()}
        return {name: mask for name, mask in masks.items() if mask is not None}

    def _for_item_or_role(self, cells: TableCells) -> np.ndarray:
        """No sums are kept for an item or a role alone."""
        named = np.zeros(len(cells.rows), dtype=np.bool_)
        for name in {"item", "role"}.intersection(self.key_fields):
            named |= self._names.spread(cells.columns[name]).astype(np.bool_)
        return named

    def _total_row(self, cells: TableCells, index: int, words: dict[str, np.ndarray]) -> _TotalRow | None:
        """None where a count cannot be read, or none is stated."""
        stated = {name: parse_count(cells.text(name, index)) for name in self.count_fields}
        counts = {name: own.value for name, own in stated.items() if own.value is not None}
        if not counts or any(own.problem for own in stated.values()):
            return None
        at = next(name for name, mask in words.items() if mask[index])
        keys = {name: cells.text(name, index).strip() for name in self.key_fields}
        names = {name: text for name, text in keys.items() if text and not is_total_word(text)}
        return _TotalRow(int(cells.rows[index]), _shown(at), cells.text(at, index), names, counts)

    def _refuse(self, cells: TableCells, uncompared: np.ndarray, words: dict[str, np.ndarray]) -> None:
        self.refusals.row_count += int(uncompared.sum())
        for name, mask in words.items():
            here = mask & uncompared

            def values(index: int, name: str = name) -> dict[str, object]:
                return {"text": cells.text(name, index)}

            self.refusals.add_where(_NOT_COMPARED, here, cells.rows, _shown(name), values)
            uncompared = uncompared & ~here

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

    def held_against(self, groups: Sequence[GroupKey], book: NameBook) -> list[ControlTotal]:
        """Each total row with what its rows add up to; refused where the table has no rows it could be for."""
        results = []
        for own in self._rows:
            members = _members(own.keys, groups, book)
            if members is not None and not members:
                self.refusals.add(_NOT_COMPARED, own.row, own.field, {"text": own.word})
                self.refusals.row_count += 1
                continue
            for place, name in enumerate(self.count_fields):
                if name in own.counts:
                    computed = self._all[place] if members is None else self._of_groups[place][members].sum()
                    scope = " ".join(text for key, text in own.keys.items() if key != "fiscal_year")
                    where = self.refusals.place(own.row, name)
                    results.append(ControlTotal(name, where, scope, own.counts[name], int(computed)))
        return results


def _shown(name: str) -> str:
    """The field a refusal names: what stands beside the table is none."""
    return "" if name == LABEL else name


def _members(keys: dict[str, str], groups: Sequence[GroupKey], book: NameBook) -> list[int] | None:
    """The groups a total row is for; None: the whole table."""
    if not keys:
        return None
    year = parse_fiscal_year(keys["fiscal_year"]) if "fiscal_year" in keys else None
    unit = fold_unit(keys["unit"]) if "unit" in keys else None
    return [
        code
        for code, group in enumerate(groups)
        if ("fiscal_year" not in keys or group.fiscal_year == year)
        and (unit is None or fold_unit(group.unit) == unit)
        and (
            "organisation" not in keys
            or book.organisation_id(keys["organisation"], group.fiscal_year) == group.organisation_id
        )
    ]
