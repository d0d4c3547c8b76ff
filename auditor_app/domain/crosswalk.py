"""Which item of one edition answers which item of another, with the kind of change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

CrosswalkKind = Literal[
    "unchanged", "reworded", "changed", "moved", "split", "merged", "new", "withdrawn", "reclassified"
]
CROSSWALK_KINDS: tuple[CrosswalkKind, ...] = (
    "unchanged",
    "reworded",
    "changed",
    "moved",
    "split",
    "merged",
    "new",
    "withdrawn",
    "reclassified",
)


@dataclass(frozen=True)
class CrosswalkEntry:
    """One row of a crosswalk; a new item has no `from_item`, a withdrawn one no `to_item`."""

    from_edition: str
    from_item: str
    to_edition: str
    to_item: str
    kind: CrosswalkKind
    id: int = field(default=0, compare=False)
    """The case file's number for the row; 0 before it is stored."""
