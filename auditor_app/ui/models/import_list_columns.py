"""Columns of the list of several files: what each is, what importing it would do, and whether it can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor_app.domain.table_proposals import EffectCounts, TableProposal
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import BadgeKind, Column
from auditor_app.services.tables.word_columns import text_column

FileState = Literal["waiting", "ready", "to_decide", "published", "nothing", "refused", "stored"]
"""published: a published text, looked over by itself; nothing: every row is stored already."""

STATE_BADGES: dict[FileState, BadgeKind] = {
    "waiting": "neutral",
    "ready": "good",
    "to_decide": "warning",
    "published": "accent",
    "nothing": "neutral",
    "refused": "bad",
    "stored": "good",
}
SHOWN_NAMES = 3


@dataclass(frozen=True)
class ListedFile:
    """A file of the list; `number` is its place in it."""

    number: int
    name: str
    state: FileState
    reason: str = ""
    """Why it cannot be imported or what is to be decided; for a stored file how many rows were."""
    proposal: TableProposal | None = None
    row_count: int = 0
    """How many rows importing it would store, or has stored."""

    @property
    def can_be_opened(self) -> bool:
        """Whether there is anything to look over: a table that could be read, or a published text."""
        return self.state == "published" or (self.proposal is not None and self.state not in ("stored", "nothing"))


def import_list_columns(texts: Texts) -> list[Column]:
    """Columns over ListedFile."""
    return [
        text_column(
            "state",
            texts("import_list.state"),
            lambda row: texts(f"import_list.state.{row.state}"),
            14,
            kind="badge",
            is_frozen=True,
            badge=lambda row: STATE_BADGES[row.state],
        ),
        text_column("name", texts("import_list.name"), lambda row: row.name, 30, is_frozen=True, tooltip=_name),
        text_column("kind", texts("table_import.kind"), lambda row: _kind(texts, row), 17),
        text_column("organisation", texts("table_field.organisation"), _organisations, 15, tooltip=_all_organisations),
        text_column("year", texts("table_field.fiscal_year"), _years, 10),
        *(_count_column(texts, name) for name in ("new", "changed", "equal", "refused")),
        text_column("reason", texts("import_list.reason"), lambda row: row.reason, 60, tooltip=lambda row: row.reason),
    ]


def _count_column(texts: Texts, name: str) -> Column:
    def count(row: ListedFile) -> int | None:
        counts: EffectCounts | None = row.proposal.counts if row.proposal is not None else None
        return getattr(counts, name) if counts is not None else None

    def words(row: ListedFile) -> str:
        number = count(row)
        return "" if number is None else f"{number:,}"

    return Column(
        name,
        texts(f"import_list.{name}"),
        count,
        words,
        kind="number",
        width=9 if texts.language == "ja" else 8,
        emphasis=lambda row: "bad" if name == "refused" and count(row) else None,
    )


def _name(row: ListedFile) -> str:
    return row.name


def _kind(texts: Texts, row: ListedFile) -> str:
    if row.state == "published":
        return texts("table_kind.published-text")
    kind = row.proposal.kind if row.proposal is not None else None
    return texts(f"table_kind.{kind}") if kind is not None else ""


def _organisations(row: ListedFile) -> str:
    """The first few; all of them stand in the tooltip."""
    names = row.proposal.organisations if row.proposal is not None else ()
    return "、".join(names[:SHOWN_NAMES]) + ("…" if len(names) > SHOWN_NAMES else "")


def _all_organisations(row: ListedFile) -> str:
    return "、".join(row.proposal.organisations) if row.proposal is not None else ""


def _years(row: ListedFile) -> str:
    return "、".join(str(year) for year in row.proposal.fiscal_years) if row.proposal is not None else ""
