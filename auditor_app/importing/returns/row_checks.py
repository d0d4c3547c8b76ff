"""What the counts of a row must satisfy among themselves, and against the coverage the case holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from auditor_app.domain.returns import CoverageCount, ReturnKind
from auditor_app.importing.returns.groups import GroupKey
from auditor_app.importing.returns.names import fold_unit

NOT_REPORTED = -1
UNREADABLE = -2
"""In the arrays of counts; a count itself is never negative."""


class FailedCheck(NamedTuple):
    """Rows that a rule refuses: the text key, which rows, and the field whose cell is shown."""

    key: str
    mask: np.ndarray
    field: str


CountChecks = Callable[[Sequence[np.ndarray]], list[FailedCheck]]


def check_answers(counts: Sequence[np.ndarray]) -> list[FailedCheck]:
    """Nobody did what nobody had to do, and who did it had to."""
    obliged, implemented = counts
    without_duty = (implemented >= 0) & (obliged == NOT_REPORTED)
    above = (obliged >= 0) & (implemented > obliged)
    return [
        FailedCheck("returns.implemented_without_obliged", without_duty, "implemented"),
        FailedCheck("returns.implemented_above_obliged", above, "implemented"),
    ]


def settle_no_duty(counts: list[np.ndarray]) -> list[np.ndarray]:
    """Where no duty arose a blank beside the 0 says the same as a 0: nobody could carry anything out.

    >>> [own.tolist() for own in settle_no_duty([np.array([0, 3]), np.array([NOT_REPORTED, NOT_REPORTED])])]
    [[0, 3], [0, -1]]
    """
    obliged, implemented = counts
    return [obliged, np.where((obliged == 0) & (implemented == NOT_REPORTED), 0, implemented)]


def check_coverage(counts: Sequence[np.ndarray]) -> list[FailedCheck]:
    """Target ≥ ascertained with own survey ≥ ascertained; the first and last go together."""
    target, ascertained, own = counts
    is_half = (target == NOT_REPORTED) & ((ascertained >= 0) | (own >= 0))
    both = (target >= 0) & (ascertained >= 0)
    return [
        FailedCheck("returns.count_missing", is_half, "target"),
        FailedCheck("returns.count_missing", (target >= 0) & (ascertained == NOT_REPORTED), "ascertained"),
        FailedCheck("returns.ascertained_above_target", both & (ascertained > target), "ascertained"),
        FailedCheck("returns.own_survey_above_target", both & (own > target), "ascertained_with_own_survey"),
        FailedCheck(
            "returns.own_survey_below_ascertained",
            both & (own >= 0) & (own < ascertained),
            "ascertained_with_own_survey",
        ),
    ]


CHECKS: Mapping[ReturnKind, CountChecks] = {"answers": check_answers, "coverage": check_coverage}


class AscertainedLimits:
    """How many people of a role a report's answers can concern: those ascertained, by a survey of its own too."""

    def __init__(self, coverage: Sequence[CoverageCount], role_ids: Mapping[str, int]) -> None:
        self._known = {
            (own.fiscal_year, own.organisation_id, fold_unit(own.unit), role_ids[own.role]): max(
                own.ascertained, own.ascertained_with_own_survey or 0
            )
            for own in coverage
        }
        self._roles = sorted({role for _year, _organisation, _unit, role in self._known})
        self._role_places = np.array(self._roles, dtype=np.int64)
        self._limits = np.zeros((0, len(self._roles)), dtype=np.int64)

    def above(self, groups: Sequence[GroupKey], group: np.ndarray, role: np.ndarray, obliged: np.ndarray) -> np.ndarray:
        """Rows whose `obliged` is more than is known to be possible."""
        if not self._known or not groups:
            return np.zeros(len(group), dtype=np.bool_)
        self._extend(groups)
        place = np.minimum(np.searchsorted(self._role_places, role), len(self._roles) - 1)
        limit = np.where(self._role_places[place] == role, self._limits[group, place], -1)
        return (limit >= 0) & (obliged > limit)

    def limit(self, group: int, role: int) -> int:
        """The limit a row was held against."""
        return int(self._limits[group, self._roles.index(role)])

    def _extend(self, groups: Sequence[GroupKey]) -> None:
        if len(groups) == len(self._limits):
            return
        further = [
            [
                self._known.get((key.fiscal_year, key.organisation_id, fold_unit(key.unit), role), -1)
                for role in self._roles
            ]
            for key in groups[len(self._limits) :]
        ]
        self._limits = np.concatenate((self._limits, np.array(further, dtype=np.int64)))
