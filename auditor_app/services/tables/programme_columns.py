"""The tables of the programme: areas with their counts, named measures, directions for the next year."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.published import Fact
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_programme import AreaRow, Programme
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.fact_columns import source_columns, value_column
from auditor_app.services.tables.word_columns import position_column, text_column

COUNTS = ("new", "new_relisted", "continued", "continued_relisted", "total", "total_relisted")
ASPECT_OF = {count: count.removesuffix("_relisted") for count in COUNTS}


@dataclass(frozen=True)
class AreaTableRow:
    """An area as a table row."""

    key: str
    area: AreaRow

    @property
    def position(self) -> int:
        return self.area.position


def area_rows(found: Programme) -> list[AreaTableRow]:
    """In printed order."""
    return [AreaTableRow(row.area, row) for row in found.areas]


def measures_of(found: Programme) -> list[Fact]:
    """The measures named, area by area."""
    return [fact for row in found.areas for fact in row.measures]


def directions_of(found: Programme) -> list[Fact]:
    """Each direction's count, then the items named."""
    return [fact for row in found.directions for fact in ((row.count,) if row.count else ()) + row.items]


def area_figure(row: AreaRow, column: str) -> str:
    """A count opens its own statement, the goal its own; anything else the area's total."""
    if column == "goal" and row.goal is not None:
        return row.goal.key.figure_id
    fact = row.facts.get(ASPECT_OF.get(column, "total")) or next(iter(row.facts.values()))
    return fact.key.figure_id


def area_columns(texts: Texts) -> list[Column]:
    """Over AreaTableRow."""
    relisted_width = 5 if texts.language == "ja" else 7

    def count(key: str, group: str, width: int) -> Column:
        return Column(
            key,
            texts(f"programme.column.{key}"),
            lambda row: getattr(row.area.counts, key),
            lambda row: "—" if getattr(row.area.counts, key) is None else str(getattr(row.area.counts, key)),
            kind="number",
            group=texts(f"programme.group.{group}"),
            width=width,
            state=lambda row: "dash" if getattr(row.area.counts, key) is None else None,
        )

    return [
        position_column(texts),
        Column("area", texts("field.area"), lambda row: row.key, lambda row: row.key, width=34, is_frozen=True),
        count("new", "new", 5),
        count("new_relisted", "new", relisted_width),
        count("continued", "continued", 5),
        count("continued_relisted", "continued", relisted_width),
        count("total", "total", 5),
        count("total_relisted", "total", relisted_width),
        Column("goal", texts("field.goal"), lambda row: _goal(row) or None, _goal, width=60, tooltip=_goal),
    ]


def measure_columns(texts: Texts) -> list[Column]:
    """Over FactRow."""
    return [
        text_column("area", texts("field.area"), lambda row: row.fact.key.subject, 26),
        text_column(
            "measure",
            texts("field.measure"),
            lambda row: row.fact.key.aspect,
            64,
            tooltip=lambda row: row.fact.key.aspect,
        ),
        text_column("parties", texts("field.parties"), lambda row: row.shown.attribute("parties"), 34),
        *source_columns(texts),
    ]


def direction_columns(texts: Texts) -> list[Column]:
    """Over FactRow."""
    return [
        text_column("theme", texts("field.direction"), lambda row: row.fact.key.subject, 46),
        text_column("item", texts("field.item"), lambda row: row.fact.key.aspect, 60),
        value_column(texts, texts("field.count"), 10),
        *source_columns(texts),
    ]


def _goal(row: AreaTableRow) -> str:
    return row.area.goal.shown.value.text if row.area.goal else ""
