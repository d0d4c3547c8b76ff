"""Invented rows and columns with every kind of cell, for the tests of the table and its model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from auditor_app.services.tables.columns import Column
from auditor_app.ui.models.record_table_model import RecordTableModel


@dataclass(frozen=True)
class Line:
    """One organisation of the practice table."""

    number: int
    name: str
    official: Decimal | None
    own: Decimal | None = None
    use: str = "分析対象"


PRACTICE = (
    Line(1, "演習甲省", Decimal("99.2")),
    Line(2, "演習乙省", Decimal("63.3")),
    Line(3, "演習丙庁", Decimal("31.2"), Decimal("98.2"), "分析対象外"),
    Line(4, "演習丁庁", None, None, "分析対象"),
    Line(5, "演習戊省", Decimal("100.0")),
    Line(6, "演習己省", Decimal("0.0")),
)


def shown(number: Decimal | None) -> str:
    return "未報告" if number is None else f"{number:.1f}"


def share(number: Decimal | None) -> float | None:
    return None if number is None else float(number) / 100


COLUMNS = (
    Column("order", "公表順", lambda row: row.number, lambda row: str(row.number), "number", width=7, is_frozen=True),
    Column("name", "府省庁", lambda row: row.name, lambda row: row.name, width=15, is_frozen=True),
    Column(
        "official",
        "公式",
        lambda row: row.official,
        lambda row: shown(row.official),
        "percent",
        group="把握率(%)",
        bar=lambda row: share(row.official),
    ),
    Column(
        "own",
        "独自の調査を含む",
        lambda row: row.own,
        lambda row: "—" if row.own is None else shown(row.own),
        "percent",
        group="把握率(%)",
        bar=lambda row: share(row.own),
        bar_role="bar_secondary",
    ),
    Column(
        "use",
        "分析での扱い",
        lambda row: row.use,
        lambda row: row.use,
        "badge",
        badge=lambda row: "warning" if row.use == "分析対象外" else None,
        tooltip=lambda row: f"<b>{row.name}</b>",
    ),
    Column("hidden", "備考", lambda _: "", lambda _: "", is_visible_by_default=False),
)


def practice_model(rows: Sequence[Line] = PRACTICE) -> RecordTableModel:
    model = RecordTableModel(COLUMNS, lambda row: row.number)
    model.set_rows(rows)
    return model


def shown_numbers(model: RecordTableModel) -> list[object]:
    """The keys of the shown rows from top to bottom."""
    return [model.key_at(place) for place in range(model.rowCount())]
