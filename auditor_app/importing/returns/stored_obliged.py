"""Holds coverage against the answers a case has already: nobody who was not ascertained can have had a duty."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.names import fold_unit


class Obliged(NamedTuple):
    """The most that an answer of a unit and role says, and where it says so."""

    most: int
    place: str


MostObliged = Mapping[tuple[str, int], Obliged]
"""By folded unit and role."""


class StoredObliged:
    """Asks once for each year and organisation; coverage has few rows, so they are looked at one by one."""

    def __init__(self, ask: Callable[[int, int], MostObliged]) -> None:
        self._ask = ask
        self._known: dict[tuple[int, int], MostObliged] = {}

    def above(
        self, keys: Sequence[GroupKey], groups: np.ndarray, roles: np.ndarray, ascertained: np.ndarray
    ) -> dict[int, Obliged]:
        """The rows of a chunk, by number, that a stored answer exceeds; those without a group or role are left out."""
        found = {}
        for number, (group, role, limit) in enumerate(
            zip(groups.tolist(), roles.tolist(), ascertained.tolist(), strict=True)
        ):
            if group >= 0 and role >= 0 and limit >= 0:
                own = self._of(keys[group]).get((fold_unit(keys[group].unit), role))
                if own is not None and own.most > limit:
                    found[number] = own
        return found

    def _of(self, key: GroupKey) -> MostObliged:
        family = (key.fiscal_year, key.organisation_id)
        if family not in self._known:
            self._known[family] = self._ask(*family)
        return self._known[family]
