"""What a table page says about each of its columns; the table itself knows nothing of auditing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from auditor_app.domain.published import State

ColumnKind = Literal["text", "number", "percent", "badge", "state", "date"]
StateLook = Literal["dash", "word", "hatch"]
"""How a cell without a number is drawn: muted dash, muted word, or a word on hatching (left out of the analysis)."""
BadgeKind = Literal["neutral", "accent", "warning", "good", "bad"]
Emphasis = Literal["strong", "muted", "warning", "good", "bad"]
BarRole = Literal["bar", "bar_secondary"]
FilterKind = Literal["auto", "text", "number", "none"]

Row = Any
"""A row is whatever frozen dataclass the page shows; only the column's callables look inside."""


@dataclass(frozen=True)
class Column:
    """One column: how to read, show, sort, filter and draw its cells.

    `value` gives what is sorted, filtered and summed; None means "no number here", which is never 0:
    it sorts last in both directions and no number filter matches it.  `display` gives the words.
    """

    key: str
    title: str
    value: Callable[[Row], object]
    display: Callable[[Row], str]
    kind: ColumnKind = "text"
    group: str = ""
    state: Callable[[Row], StateLook | None] | None = None
    meaning: Callable[[Row], State | None] | None = None
    """Which state a cell without a number stands for; None where there simply is none, such as no second value."""
    badge: Callable[[Row], BadgeKind | None] | None = None
    badges: Callable[[Row], Sequence[tuple[str, BadgeKind]]] | None = None
    """Several badges in one cell, each with its words; the display is what is copied and filtered."""
    emphasis: Callable[[Row], Emphasis | None] | None = None
    bar: Callable[[Row], float | None] | None = None
    bar_role: BarRole = "bar"
    tooltip: Callable[[Row], str] | None = None
    header_tooltip: str = ""
    width: int = 12
    """in half-width characters"""
    is_frozen: bool = False
    is_visible_by_default: bool = True
    filter_kind: FilterKind = "auto"
    is_tight: bool = False
    """Its title gives way to a sort arrow: for narrow columns of which many stand side by side."""
    keeps_group: bool = False
    """Its group stays together: whoever moves one of its columns moves all."""

    @property
    def is_numeric(self) -> bool:
        return self.kind in ("number", "percent")

    @property
    def filters_numbers(self) -> bool:
        return self.filter_kind == "number" or (self.filter_kind == "auto" and self.is_numeric)
