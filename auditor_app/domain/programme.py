"""Measures by area: new, continued and total, with those re-listed from another area, and the control total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor_app.domain.published import Value

PROGRAMME_TOTAL_RULE = ("programme_total_without_relisted", 1)


@dataclass(frozen=True)
class AreaCounts:
    """The counts of one area; None where the source prints none.  Re-listed ones are contained in the counts."""

    area: str
    new: int | None
    continued: int | None
    total: int | None
    new_relisted: int | None
    continued_relisted: int | None
    total_relisted: int | None

    @classmethod
    def from_values(cls, area: str, values: Mapping[str, Value]) -> AreaCounts:
        """From the printed values by aspect (new, continued, total)."""

        def number(aspect: str) -> int | None:
            value = values.get(aspect)
            return None if value is None or value.number is None else int(value.number)

        def relisted(aspect: str) -> int | None:
            value = values.get(aspect)
            return None if value is None or value.secondary is None else int(value.secondary)

        return cls(
            area,
            number("new"),
            number("continued"),
            number("total"),
            relisted("new"),
            relisted("continued"),
            relisted("total"),
        )


@dataclass(frozen=True)
class ProgrammeTotals:
    """Sums over the areas; a count that is not printed is left out and makes the sum incomplete."""

    new: int
    continued: int
    total: int
    relisted: int
    without_relisted: int
    """total − relisted: each measure counted once."""
    is_complete: bool


def programme_totals(areas: Sequence[AreaCounts]) -> ProgrammeTotals:
    """Sum of the areas, and the sum without doubles (annexes 2-1 to 2-3: 170 − 11 = 159).

    >>> areas = [AreaCounts("技術戦略", 5, 20, 25, None, 3, 3), AreaCounts("企業", 11, 12, 23, None, None, None)]
    >>> programme_totals(areas).without_relisted
    45
    """
    total = sum(area.total or 0 for area in areas)
    relisted = sum(area.total_relisted or 0 for area in areas)
    return ProgrammeTotals(
        new=sum(area.new or 0 for area in areas),
        continued=sum(area.continued or 0 for area in areas),
        total=total,
        relisted=relisted,
        without_relisted=total - relisted,
        is_complete=all(None not in (area.new, area.continued, area.total) for area in areas),
    )
