"""Columns of the tables in the proposal of a table: first rows, refused cells, names, differences, control totals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from auditor_app.domain.table_proposals import Conflict, ControlTotal, PreviewCell, PreviewRow, UnknownName
from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts
from auditor_app.services.table_fields import TableField
from auditor_app.services.tables.columns import Column, Emphasis
from auditor_app.services.tables.problem_words import place_words, problem_todo, problem_what
from auditor_app.services.tables.word_columns import text_column
from auditor_app.ui.models.source_row_columns import letters_of, width_of

T = TypeVar("T")

COUNT_FIELDS = frozenset(
    {"target", "ascertained", "ascertained_with_own_survey", "obliged", "implemented"}
    | {"new", "continued", "total", "new_relisted", "continued_relisted", "total_relisted"}
)
NARROWEST, WIDEST = 8, 30
"""Of a column of the preview, in half-width characters."""
NOTHING = PreviewCell("", "")


@dataclass(frozen=True)
class Numbered(Generic[T]):
    """A row of a list without a key of its own: its place in the list."""

    number: int
    row: T


@dataclass(frozen=True)
class NameRow:
    """An unknown name with what the auditor chose for it, in words."""

    name: UnknownName
    choice: str
    is_decided: bool


@dataclass(frozen=True)
class HeadRow:
    """One of the first rows of a sheet as it stands there."""

    number: int
    cells: tuple[str, ...]
    is_header: bool
    is_above: bool
    """Whether it stands above the data without being the header: a title, or nothing."""


def field_title(texts: Texts, name: str) -> str:
    return texts(f"table_field.{name}")


# --- first rows -----------------------------------------------------------------------------------------


def preview_columns(
    texts: Texts, fields: Sequence[TableField], shown: Sequence[str], rows: Sequence[PreviewRow]
) -> list[Column]:
    """Row number, then the fields that have a column or a given value, and what is wrong with the row."""
    named = [field.name for field in fields if field.name in shown]
    number = Column(
        "row", texts("table_import.row"), lambda own: own.row, lambda own: str(own.row), kind="number", width=8,
        is_frozen=True,
    )  # fmt: skip
    wrong = text_column(
        "problem",
        texts("table_import.problem"),
        lambda own: preview_problem(texts, own),
        48,
        emphasis=lambda _own: "bad",
        tooltip=lambda own: preview_problem(texts, own),
    )
    return [number, *(_preview_column(texts, name, rows) for name in named), wrong]


def preview_problem(texts: Texts, row: PreviewRow) -> str:
    """What is wrong with a row, its cells first; "" for a good one."""
    problems = [cell.problem for cell in row.cells.values() if cell.problem is not None] + list(row.problems)
    return " ".join(problem_what(texts, own) for own in problems)


def _preview_column(texts: Texts, name: str, rows: Sequence[PreviewRow]) -> Column:
    def cell(row: PreviewRow) -> PreviewCell:
        return row.cells.get(name, NOTHING)

    def words(row: PreviewRow) -> str:
        return reading_words(cell(row), texts("state.not_reported") if name in COUNT_FIELDS else "")

    def emphasis(row: PreviewRow) -> Emphasis | None:
        return "bad" if cell(row).problem is not None else None

    title = field_title(texts, name)
    longest = max(width_of(title) + 1, *(width_of(words(row)) for row in rows), 0)
    return Column(
        name,
        title,
        lambda row: words(row) or None,
        words,
        emphasis=emphasis,
        tooltip=words,
        state=lambda row: "word" if name in COUNT_FIELDS and not cell(row).reading and emphasis(row) is None else None,
        width=min(WIDEST, max(NARROWEST, longest + 3)),
    )


def reading_words(cell: PreviewCell, nothing: str) -> str:
    """The text as it stands, and what it is taken for where that is something else.

    >>> reading_words(PreviewCell("１，２００", "1200"), ""), reading_words(PreviewCell("環境省", "環境省"), "")
    ('１，２００ → 1200', '環境省')
    >>> reading_words(PreviewCell("－", ""), "未報告"), reading_words(PreviewCell("", ""), "")
    ('－ → 未報告', '')
    """
    reading = cell.reading if cell.reading or cell.problem is not None else nothing
    if not cell.text or not reading or cell.text == reading:
        return cell.text or reading
    return f"{cell.text} → {reading}"


# --- the sheet as it stands -----------------------------------------------------------------------------


def head_columns(texts: Texts, width: int, fields: dict[int, str]) -> list[Column]:
    """The first rows under the letters of a spreadsheet; above them the field each column is taken for."""

    def emphasis(row: HeadRow) -> Emphasis | None:
        return "strong" if row.is_header else ("muted" if row.is_above else None)

    def cell(place: int) -> Callable[[HeadRow], str]:
        return lambda row: row.cells[place] if place < len(row.cells) else ""

    number = Column(
        "row",
        texts("table_import.row"),
        lambda row: row.number,
        lambda row: f"{row.number} {texts('table_import.header')}" if row.is_header else str(row.number),
        width=12 if texts.language == "ja" else 14,
        is_frozen=True,
        emphasis=emphasis,
    )
    return [
        number,
        *(
            Column(
                f"cell.{place}",
                letters_of(place),
                cell(place),
                cell(place),
                group=fields.get(place, ""),
                emphasis=emphasis,
                tooltip=cell(place),
                width=16,
            )
            for place in range(width)
        ),
    ]


# --- refused cells --------------------------------------------------------------------------------------


def refused_columns(texts: Texts, document: str) -> list[Column]:
    """Place, text, reason and what to do, over numbered problems."""

    def what(own: Numbered[Problem]) -> str:
        return problem_what(texts, own.row)

    def todo(own: Numbered[Problem]) -> str:
        return problem_todo(texts, own.row)

    def place(own: Numbered[Problem]) -> str:
        return place_words(texts, own.row.place, document)

    return [
        Column("place", texts("table_import.place"), lambda own: own.number, place, width=20, is_frozen=True,
               tooltip=place),
        text_column("text", texts("table_import.text"), refused_text, 18, tooltip=refused_text),
        text_column("reason", texts("table_import.reason"), what, 60, tooltip=what),
        text_column("todo", texts("proposal.todo"), todo, 60, tooltip=todo),
    ]  # fmt: skip


def refused_text(own: Numbered[Problem]) -> str:
    """What stands in the refused cell, as far as the problem tells it by itself."""
    return next((str(own.row.values[name]) for name in ("text", "name", "printed") if name in own.row.values), "")


# --- names, differences, totals -------------------------------------------------------------------------


def name_columns(texts: Texts, document: str) -> list[Column]:
    """Columns over NameRow."""

    def suggestions(row: NameRow) -> str:
        return "、".join(own.name for own in row.name.suggestions)

    return [
        text_column("text", texts("table_import.name"), lambda row: row.name.text, 26, is_frozen=True,
                    tooltip=lambda row: row.name.text),
        text_column("choice", texts("table_import.choice"), lambda row: row.choice, 34, kind="badge",
                    badge=lambda row: "good" if row.is_decided else "warning", tooltip=lambda row: row.choice),
        text_column("suggestions", texts("table_import.suggestions"), suggestions, 34, tooltip=suggestions),
        text_column("kind", texts("table_import.name_kind"),
                    lambda row: texts(f"table_field.{row.name.kind}"), 14),
        text_column("place", texts("table_import.first_place"),
                    lambda row: place_words(texts, row.name.place, document), 16),
        Column("rows", texts("table_import.rows"), lambda row: row.name.row_count,
               lambda row: f"{row.name.row_count:,}", kind="number", width=10),
    ]  # fmt: skip


def conflict_columns(texts: Texts, document: str, fields: Sequence[str]) -> list[Column]:
    """Columns over numbered Conflicts: what is stored beside what the file states, one column a count field."""

    def about(own: Numbered[Conflict]) -> str:
        return " · ".join(word for word in own.row.words if word)

    place = Column(
        "place",
        texts("table_import.place"),
        lambda own: own.number,
        lambda own: place_words(texts, own.row.place, document),
        width=16,
        is_frozen=True,
    )
    source = text_column(
        "stored_place",
        texts("table_import.stored_place"),
        lambda own: own.row.stored_place,
        34,
        emphasis=lambda _own: "muted",
        tooltip=lambda own: own.row.stored_place,
    )
    return [
        place,
        text_column("about", texts("table_import.about"), about, 54, tooltip=about),
        *_value_columns(texts, "stored", fields),
        *_value_columns(texts, "stated", fields),
        source,
    ]


def _value_columns(texts: Texts, side: str, fields: Sequence[str]) -> list[Column]:
    """The values of one side; those that differ are bold on the side of the file."""
    titles = [field_title(texts, name) for name in fields] or [""]
    return [_value_column(texts, side, place, title) for place, title in enumerate(titles)]


def _value_column(texts: Texts, side: str, place: int, title: str) -> Column:
    is_number = bool(title)

    def words(own: Numbered[Conflict]) -> str:
        values: tuple[str, ...] = getattr(own.row, side)
        if not is_number:
            return " / ".join(values)
        value = values[place] if place < len(values) else ""
        return f"{int(value):,}" if value.isdigit() else value or texts("state.not_reported")

    def number(own: Numbered[Conflict]) -> object:
        plain = words(own).replace(",", "")
        return int(plain) if plain.isdigit() else (None if is_number else words(own))

    def emphasis(own: Numbered[Conflict]) -> Emphasis | None:
        differs = own.row.stored[place : place + 1] != own.row.stated[place : place + 1]
        return "strong" if side == "stated" and differs else None

    return Column(
        f"{side}.{place}",
        title or texts(f"table_import.{side}"),
        number,
        words,
        kind="number" if is_number else "text",
        group=texts(f"table_import.{side}") if is_number else "",
        emphasis=emphasis,
        tooltip=words,
        width=15 if is_number else 24,
    )


def total_columns(texts: Texts, document: str) -> list[Column]:
    """Columns over numbered ControlTotals."""

    def number(key: str, value: Callable[[ControlTotal], int]) -> Column:
        return Column(key, texts(f"table_import.{key}"), lambda own: value(own.row), lambda own: f"{value(own.row):,}",
                      kind="number", width=16)  # fmt: skip

    return [
        text_column("holds", texts("table_import.holds"),
                    lambda own: texts("holds.yes" if own.row.holds else "holds.no"), 14, kind="badge", is_frozen=True,
                    badge=lambda own: "good" if own.row.holds else "bad"),
        text_column("field", texts("table_import.field"), lambda own: field_title(texts, own.row.field), 26),
        text_column("scope", texts("table_import.scope"),
                    lambda own: own.row.scope or texts("table_import.whole_file"), 26),
        number("total_stated", lambda own: own.stated),
        number("total_computed", lambda own: own.computed),
        text_column("place", texts("table_import.place"), lambda own: place_words(texts, own.row.place, document), 18),
    ]  # fmt: skip
