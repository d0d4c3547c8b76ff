"""Rows and columns of the crosswalk's table: what stands in it, what is proposed, and what has no counterpart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.crosswalk_checks import fold_number
from auditor_app.domain.standards import Item
from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import BadgeKind, Column, Emphasis
from auditor_app.services.tables.word_columns import text_column

if TYPE_CHECKING:
    from auditor_app.domain.crosswalk_checks import Remark
    from auditor_app.services.browse_crosswalk import CrosswalkGround
    from auditor_app.services.propose_joins import JoinProposal, Reason

JoinStatus = Literal["stored", "proposed", "ambiguous", "unmapped"]
STATUSES: tuple[JoinStatus, ...] = ("stored", "proposed", "ambiguous", "unmapped")
_BADGES: dict[JoinStatus, BadgeKind] = {
    "stored": "good",
    "proposed": "accent",
    "ambiguous": "warning",
    "unmapped": "bad",
}


@dataclass(frozen=True)
class JoinRow:
    """An entry of the crosswalk, or what could become one."""

    key: str
    status: JoinStatus
    entry: CrosswalkEntry
    """As it is stored, or as it would be when accepted."""
    former: Item | None
    later: Item | None
    score: int | None = None
    reason: Reason | None = None
    candidates: int = 1
    remark: Remark | None = None
    """What to look at in an entry, which stands all the same."""


def join_rows(ground: CrosswalkGround) -> list[JoinRow]:
    """In the order of the former edition; new items stand last, in the order of the later one."""
    old = {fold_number(item.item): (place, item) for place, item in enumerate(ground.former.items)}
    new = {fold_number(item.item): (place, item) for place, item in enumerate(ground.later.items)}
    nowhere = (len(old) + len(new), None)

    def row(status: JoinStatus, entry: CrosswalkEntry, proposal: JoinProposal | None = None) -> JoinRow:
        former, later = old.get(fold_number(entry.from_item), nowhere), new.get(fold_number(entry.to_item), nowhere)
        key = f"{entry.from_item}→{entry.to_item}"
        if proposal is None:
            return JoinRow(key, status, entry, former[1], later[1], remark=ground.remark(entry))
        score = proposal.score if proposal.from_item and proposal.to_item else None
        return JoinRow(key, status, entry, former[1], later[1], score, proposal.reason, proposal.candidates)

    rows = [row("stored", entry) for entry in ground.entries]
    rows += [row(_status(own), ground.entry(own), own) for own in ground.proposals]
    places = {
        own.key: (
            old.get(fold_number(own.entry.from_item), nowhere)[0],
            -(own.score or 0),
            new.get(fold_number(own.entry.to_item), nowhere)[0],
        )
        for own in rows
    }
    return sorted(rows, key=lambda own: places[own.key])


def join_columns(texts: Texts) -> list[Column]:
    return [
        text_column(
            "status",
            texts("field.state"),
            lambda row: texts(f"joins.status.{row.status}"),
            14,
            kind="badge",
            badge=lambda row: _BADGES[row.status],
            tooltip=lambda row: reason_words(texts, row),
            is_frozen=True,
        ),
        text_column("from_item", texts("joins.from_item"), lambda row: row.entry.from_item, 14),
        text_column("to_item", texts("joins.to_item"), lambda row: row.entry.to_item, 14),
        text_column(
            "kind",
            texts("joins.kind"),
            lambda row: kind_words(texts, row),
            12,
            emphasis=lambda row: None if row.status == "stored" else "muted",
        ),
        text_column(
            "from_title",
            texts("joins.from_title"),
            lambda row: _title(row.former),
            40,
            tooltip=lambda row: _title(row.former),
        ),
        text_column(
            "to_title",
            texts("joins.to_title"),
            lambda row: _title(row.later),
            40,
            tooltip=lambda row: _title(row.later),
        ),
        text_column("class", texts("rates.class"), lambda row: class_words(texts, row), 14, emphasis=_emphasis),
        text_column(
            "reason",
            texts("joins.reason"),
            lambda row: reason_words(texts, row),
            34,
            emphasis=_emphasis,
            tooltip=lambda row: remark_words(texts, row),
        ),
        Column(
            "score",
            texts("joins.score"),
            lambda row: row.score,
            lambda row: "" if row.score is None else str(row.score),
            kind="number",
            width=9,
            state=lambda _row: None,
            header_tooltip=texts("joins.score.help"),
        ),
    ]


def kind_words(texts: Texts, row: JoinRow) -> str:
    """The kind; with a question mark where it is only proposed."""
    words = texts(f"crosswalk_kind.{row.entry.kind}")
    return words if row.status == "stored" else texts("joins.proposed_kind", kind=words)


def class_words(texts: Texts, row: JoinRow) -> str:
    """Basic or enhanced, with an arrow where the later edition says otherwise."""
    words = [texts(f"item_class.{item.item_class}") for item in (row.former, row.later) if item is not None]
    return " → ".join(dict.fromkeys(words))


def reason_words(texts: Texts, row: JoinRow) -> str:
    """Why a join is proposed, or what to look at in one that is stored; nothing for the other stored ones."""
    if row.remark is not None:
        return texts(f"crosswalk_remark.{row.remark.removeprefix('crosswalk.')}")
    if row.reason is None:
        return ""
    words = texts(f"joins.reason.{row.reason}")
    return texts("joins.candidates", reason=words, count=row.candidates) if row.candidates > 1 else words


def remark_words(texts: Texts, row: JoinRow) -> str:
    """What to look at and what to do, in full."""
    if row.remark is None:
        return ""
    return texts.problem(Problem(row.remark, "", {"item": row.entry.to_item}))


def counts_of(rows: Sequence[JoinRow]) -> dict[JoinStatus, int]:
    counts = dict.fromkeys(STATUSES, 0)
    for row in rows:
        counts[row.status] += 1
    return counts


def _emphasis(row: JoinRow) -> Emphasis | None:
    return "warning" if row.remark is not None else None


def _status(proposal: JoinProposal) -> JoinStatus:
    if proposal.reason == "no_counterpart":
        return "unmapped"
    return "ambiguous" if proposal.is_ambiguous else "proposed"


def _title(item: Item | None) -> str:
    return item.title if item is not None else ""
