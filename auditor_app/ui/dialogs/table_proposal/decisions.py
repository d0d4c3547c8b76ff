"""What the auditor has decided about a proposed table, and what is still to be decided before it can be stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from auditor_app.domain.table_proposals import NameKind, OnConflict, TableProposal, UnknownName

LeaveOut = Literal["leave_out"]
Declare = Literal["declare"]
NameChoice = int | Declare | LeaveOut
"""The id of the suggestion taken; or the name becomes a new organisation; or its rows are not imported."""

NameId = tuple[NameKind, str]

OpenPoint = Literal["counting", "unusable", "nothing", "encoding", "names", "conflicts", "refused", "warnings"]
"""Why the table cannot be stored yet; the names of the texts `table_import.open.*`."""


@dataclass(frozen=True)
class Decisions:
    """Nothing is decided until the auditor has done so."""

    names: Mapping[NameId, NameChoice] = field(default_factory=dict)
    on_conflict: OnConflict | None = None
    is_encoding_confirmed: bool = False
    accepts_refused: bool = False
    accepts_warnings: bool = False

    def confirmed(self) -> dict[NameId, int]:
        """Suggestions taken, as the session wants them."""
        return {name: choice for name, choice in self.names.items() if isinstance(choice, int)}

    def declared(self) -> frozenset[str]:
        """Names that become organisations of their own."""
        return frozenset(text for (_, text), choice in self.names.items() if choice == "declare")

    def undecided(self, names: tuple[UnknownName, ...]) -> list[UnknownName]:
        """Names for which nothing was chosen yet."""
        return [name for name in names if (name.kind, name.text) not in self.names]


def other_warnings(proposal: TableProposal) -> list[int]:
    """Numbers of the warnings that are not about the encoding, which is asked by itself."""
    return [number for number, own in enumerate(proposal.warnings) if own.key != "import.encoding_uncertain"]


def rows_to_store(proposal: TableProposal, decisions: Decisions) -> int:
    """How many rows accepting writes."""
    changed = 0 if decisions.on_conflict in (None, "keep") else proposal.counts.changed
    return proposal.counts.new + changed


def open_points(
    proposal: TableProposal, decisions: Decisions, *, is_counted: bool, unknown: tuple[UnknownName, ...]
) -> list[OpenPoint]:
    """What stands in the way of storing, in the order in which it is best dealt with; empty when it may be stored."""
    if not proposal.file.encoding_is_certain and not decisions.is_encoding_confirmed:
        return ["encoding"]
    if not proposal.is_usable:
        return ["unusable"]
    if not is_counted:
        return ["counting"]
    found: list[OpenPoint] = []
    if decisions.undecided(unknown):
        found.append("names")
    if proposal.counts.changed and decisions.on_conflict is None:
        found.append("conflicts")
    if proposal.counts.refused and not decisions.accepts_refused:
        found.append("refused")
    if other_warnings(proposal) and not decisions.accepts_warnings:
        found.append("warnings")
    if not found and not rows_to_store(proposal, decisions):
        found.append("nothing")
    return found
