"""The reports a table's rows belong to: fiscal year, organisation and unit, numbered as they appear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from auditor_app.domain.fiscal_years import FIRST_FISCAL_YEAR
from auditor_app.importing.returns.coded_cells import distinct_runs

_UNIT_BITS, _ORGANISATION_BITS = 23, 31
"""With 9 bits for the years since the first fiscal year they make 63."""


class GroupKey(NamedTuple):
    """Sorts as reports are numbered."""

    fiscal_year: int
    organisation_id: int
    unit: str
    """As the case writes it, else as the file does first."""


class Groups:
    """Gives each (year, organisation, unit) a code, from 0."""

    def __init__(self) -> None:
        self.keys: list[GroupKey] = []
        self._codes: dict[int, int] = {}

    def code(self, years: np.ndarray, organisations: np.ndarray, units: np.ndarray, names: list[str]) -> np.ndarray:
        """The group of each row; `units` are numbers of units, `names` what those are called."""
        packed = (
            ((years - FIRST_FISCAL_YEAR) << (_UNIT_BITS + _ORGANISATION_BITS)) | (organisations << _UNIT_BITS) | units
        )
        distinct, of_row = distinct_runs(packed)
        codes = np.empty(len(distinct), dtype=np.int64)
        for index, own in enumerate(distinct.tolist()):
            found = self._codes.get(own)
            if found is None:
                found = self._codes[own] = len(self.keys)
                year = FIRST_FISCAL_YEAR + (own >> (_UNIT_BITS + _ORGANISATION_BITS))
                organisation = (own >> _UNIT_BITS) & ((1 << _ORGANISATION_BITS) - 1)
                self.keys.append(GroupKey(year, organisation, names[own & ((1 << _UNIT_BITS) - 1)]))
            codes[index] = found
        of_rows: np.ndarray = codes[of_row]
        return of_rows

    def ranks(self) -> np.ndarray:
        """Code → place in the order of (year, organisation, unit)."""
        order = sorted(range(len(self.keys)), key=self.keys.__getitem__)
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks


class Units:
    """Numbers units by their folded names and keeps how each is written."""

    def __init__(self, known: Mapping[str, str]) -> None:
        """`known`: folded name → as the case writes it."""
        self.names: list[str] = []
        self._known = known
        self._numbers: dict[str, int] = {}

    def number(self, folded: str, printed: str) -> int:
        found = self._numbers.get(folded)
        if found is None:
            found = self._numbers[folded] = len(self.names)
            self.names.append(self._known.get(folded, printed))
        return found
