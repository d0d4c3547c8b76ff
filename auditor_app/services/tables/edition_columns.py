"""Columns of the editions side by side, and of the years with the edition and scope of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from auditor_app.domain.standards import EditionState, Role
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_editions import EditionSummary, PartItems, YearLine
from auditor_app.services.tables.columns import BadgeKind, Column
from auditor_app.services.tables.rate_columns import role_name
from auditor_app.services.tables.word_columns import listed, text_column

PARTS = tuple("123456789")
"""Columns are made once; the page shows those of Parts some edition has."""
_BADGES: dict[EditionState, BadgeKind] = {
    "draft": "warning",
    "public_comment": "warning",
    "decided": "good",
    "superseded": "neutral",
}

YearText = Callable[[int], str]


@dataclass(frozen=True)
class EditionRow:
    """An edition beside the others."""

    key: int
    summary: EditionSummary

    def part(self, number: str) -> PartItems | None:
        return next((own for own in self.summary.parts if own.part == number), None)


@dataclass(frozen=True)
class YearRow:
    """A year with its edition and scope."""

    key: int
    line: YearLine
    roles: Mapping[str, Role]


def edition_columns(texts: Texts, year_text: YearText) -> list[Column]:
    return [
        text_column("name", texts("field.edition"), lambda row: row.summary.edition.name, 24, is_frozen=True),
        text_column(
            "state",
            texts("field.state"),
            lambda row: texts(f"edition.{row.summary.edition.state}"),
            16,
            kind="badge",
            badge=lambda row: _BADGES[row.summary.edition.state],
        ),
        text_column("years", texts("field.years"), lambda row: edition_years(texts, year_text, row.summary), 26),
        _number("items", texts("editions.items"), lambda row: len(row.summary.edition.items)),
        _number("basic", texts("item_class.basic"), lambda row: row.summary.basic),
        _number("enhanced", texts("item_class.enhanced"), lambda row: row.summary.enhanced),
        *(_part_column(texts, part) for part in PARTS),
        text_column("date", texts("editions.day"), lambda row: str(row.summary.edition.state_date or ""), 12),
        text_column("standard", texts("editions.standard"), lambda row: row.summary.edition.standard, 24),
    ]


def year_columns(texts: Texts, year_text: YearText) -> list[Column]:
    return [
        text_column(
            "year", texts("field.fiscal_year"), lambda row: year_text(row.line.fiscal_year), 22, is_frozen=True
        ),
        text_column("edition", texts("field.edition"), lambda row: _edition_words(texts, row.line), 26),
        text_column("classes", texts("scope.classes"), lambda row: _classes(texts, row.line), 18),
        text_column(
            "roles",
            texts("scope.roles"),
            lambda row: _roles(texts, row),
            38,
            tooltip=lambda row: _roles(texts, row),
        ),
        text_column("levels", texts("scope.levels"), lambda row: row.line.scope.levels if row.line.scope else "", 24),
        text_column(
            "systems", texts("scope.systems"), lambda row: row.line.scope.systems if row.line.scope else "", 26
        ),
        text_column(
            "basis",
            texts("scope.basis"),
            lambda row: texts(f"scope.basis.{row.line.scope.basis}") if row.line.scope else "",
            12,
            kind="badge",
            badge=lambda row: _basis_badge(row.line),
        ),
        text_column("note", texts("field.note"), lambda row: row.line.scope.note if row.line.scope else "", 24),
        text_column(
            "returns",
            texts("scope.returns"),
            lambda row: texts("scope.has_returns") if row.line.has_returns else "",
            10,
        ),
    ]


def edition_years(texts: Texts, year_text: YearText, summary: EditionSummary) -> str:
    if summary.edition.fiscal_years:
        return listed(texts, map(year_text, summary.edition.fiscal_years))
    return texts("editions.all_others" if summary.is_default else "standard.no_years")


def _number(key: str, title: str, value: Callable[[EditionRow], int]) -> Column:
    """A count; an edition known by name only has none, which is not 0."""
    return Column(
        key,
        title,
        lambda row: value(row) if row.summary.edition.items else None,
        lambda row: str(value(row)) if row.summary.edition.items else "－",
        kind="number",
        width=8,
    )


def _part_column(texts: Texts, part: str) -> Column:
    def total(row: EditionRow) -> int:
        own = row.part(part)
        return own.basic + own.enhanced if own is not None else 0

    def tooltip(row: EditionRow) -> str:
        own = row.part(part)
        if own is None or not row.summary.edition.items:
            return ""
        return texts("editions.part_items", title=own.title, basic=own.basic, enhanced=own.enhanced)

    column = _number(f"part{part}", texts("rates.part", part=part), total)
    return Column(
        column.key,
        column.title,
        column.value,
        column.display,
        kind="number",
        group=texts("editions.items_by_part"),
        tooltip=tooltip,
        width=8,
        is_visible_by_default=False,
    )


def _edition_words(texts: Texts, line: YearLine) -> str:
    if line.edition is None:
        return texts("editions.none")
    return texts("editions.by_default", edition=line.edition.name) if line.holds_by == "default" else line.edition.name


def _classes(texts: Texts, line: YearLine) -> str:
    classes = line.scope.classes if line.scope else ()
    return " + ".join(texts(f"item_class.{own}") for own in classes) or texts("scope.not_stated")


def _roles(texts: Texts, row: YearRow) -> str:
    codes = row.line.scope.roles if row.line.scope else ()
    names = [role_name(texts, row.roles[code]) if code in row.roles else code for code in codes]
    return listed(texts, names) or texts("scope.not_stated")


def _basis_badge(line: YearLine) -> BadgeKind | None:
    if line.scope is None:
        return None
    return "accent" if line.scope.basis == "decided" else "neutral"
