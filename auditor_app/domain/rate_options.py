"""Which rate is looked at, and what the auditor chooses it to be computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor_app.domain.standards import ItemClass

Metric = Literal["implementation", "achievement", "pooled"]
METRICS: tuple[Metric, ...] = ("implementation", "achievement", "pooled")


@dataclass(frozen=True)
class RateOptions:
    """What the auditor chooses to look at; the defaults are the official definition."""

    item_class: ItemClass | Literal[""] = ""
    """Only basic or only enhanced items; "" for all."""
    leave_out_below: int = 0
    """Items whose duty arose for fewer people are left out; 0: none is."""
    include_excluded: bool = False
    """What-if: organisations excluded from analysis shown and counted in."""
    completed: frozenset[tuple[str, str]] = frozenset()
    """What-if: (item, role) pairs as if everyone with the duty had carried them out."""

    @property
    def is_official(self) -> bool:
        return self == RateOptions()
