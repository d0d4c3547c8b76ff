"""The view `compare` as plain tables: one for each group of years, with what separates the years below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from auditor_app.cli.output import table_text
from auditor_app.domain.comparison import MEAN, PairNotes
from auditor_app.domain.numbers import percent_text, signed_points
from auditor_app.foundation.translation import Texts
from auditor_app.services.compare_json import Row
from auditor_app.services.word_comparison import pair_words, reason_words

COUNTED = ("ceptoar_count", "sector_count")


@dataclass(frozen=True)
class _Column:
    title: str
    cells: list[str]
    is_right: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


def comparison_text(texts: Texts, rows: Sequence[Row]) -> str:
    """Rows of the same years and metrics in one table; a column in which nothing stands is left out."""
    groups = [list(group) for _, group in groupby(rows, key=_group)]
    return "\n\n".join(_table(texts, group) for group in groups)


def comparison_footers(texts: Texts, rows: Iterable[Row], pairs: Iterable[PairNotes]) -> list[str]:
    """What concerns the years as a whole, then what the marks of the tables mean."""
    found = {str(name) for row in rows for step in _steps(row) for name in _list(step["breaks"])}
    legend = [f"{_break(texts, name)}: {texts(f'break.{name}')}" for name in sorted(found)]
    return [*(pair_words(texts, pair) for pair in pairs), *legend]


def _group(row: Row) -> tuple[object, ...]:
    return (*_years(row), row["series"] == "published" and row["metric"])


def _table(texts: Texts, rows: list[Row]) -> str:
    years = _years(rows[0])
    columns = [
        _Column(texts("field.organisation"), [_name(texts, row) for row in rows]),
        _Column(texts("compareshow.metric"), [texts(f"kind.{row['metric']}") for row in rows]),
        *(_described(texts, rows, name) for name in ("part", "role", "section", "item", "title")),
        *(_Column(year, [_value(texts, row, year) for row in rows], is_right=True) for year in years),
        *_step_columns(texts, rows, years),
    ]
    shown = [column for column in columns if not column.is_empty]
    cells = [[cell or "—" for cell in line] for line in zip(*(column.cells for column in shown), strict=True)]
    return table_text([column.title for column in shown], cells, [column.is_right for column in shown])


def _step_columns(texts: Texts, rows: list[Row], years: Sequence[str]) -> list[_Column]:
    columns = []
    for of_rows in zip(*(_steps(row) for row in rows), strict=True):
        steps = list(of_rows)
        pair = "" if len(years) == 2 else f" {steps[0]['former']}→{steps[0]['later']}"
        for field, title in (("delta_points", "delta"), ("like_for_like_delta_points", "like_for_like")):
            cells = [_points(step[field], row) for step, row in zip(steps, rows, strict=True)]
            columns.append(_Column(texts(f"compareshow.{title}") + pair, cells, is_right=True))
        columns.append(
            _Column(
                texts("compareshow.kind_of_change") + pair, [texts(f"change_state.{step['kind']}") for step in steps]
            )
        )
        columns.append(_Column(texts("compareshow.breaks") + pair, [_why(texts, step) for step in steps]))
    return columns


def _described(texts: Texts, rows: list[Row], name: str) -> _Column:
    """Part and role only where they tell rows apart."""
    values = [row[name] for row in rows]
    if name in ("part", "role") and set(values) == {"all"}:
        return _Column("", ["" for _ in rows])
    cells = [texts(f"role.{value}") if texts.has(f"role.{value}") else str(value or "") for value in values]
    return _Column(texts("field.title" if name == "title" else f"field.{name}"), cells)


def _name(texts: Texts, row: Row) -> str:
    name = texts("subject.all") if row["organisation"] == MEAN else str(row["organisation"])
    former = [str(own) for own in _list(row["lineage"]) if own != row["organisation"]]
    if row["series"] == "joined":
        return texts("joined_series.name", name=name)
    return texts("compareshow.formerly", name=name, former="・".join(former)) if former else name


def _value(texts: Texts, row: Row, year: str) -> str:
    percent, state, printed, bound = (_at(row, name, year) for name in ("values", "states", "printed", "bounds"))
    if percent is not None:
        number = Decimal(str(percent))
        return f"{number:.0f}" if row["metric"] in COUNTED else percent_text(number)
    if bound is not None:
        return f"≤ {percent_text(Decimal(str(bound)))}"
    if printed is not None and state == "reported":
        return str(printed)
    return texts(f"state.{state}") if state is not None else "—"


def _points(points: object, row: Row) -> str:
    if points is None:
        return ""
    number = Decimal(str(points))
    return signed_points(number, 0 if row["metric"] in COUNTED else 1)


def _why(texts: Texts, step: Row) -> str:
    """Breaks by their short names, then why there is no delta."""
    breaks = [_break(texts, str(name)) for name in _list(step["breaks"])]
    reasons = [reason_words(texts, str(name)) for name in _list(step["reasons"])]
    return "; ".join(filter(None, ("・".join(breaks), *reasons)))


def _break(texts: Texts, name: str) -> str:
    return texts(f"break_word.{name}")


def _years(row: Row) -> list[str]:
    values = row["values"]
    return list(values) if isinstance(values, dict) else []


def _steps(row: Row) -> list[Row]:
    return _list(row["steps"])  # type: ignore[return-value]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _at(row: Row, name: str, year: str) -> object:
    values = row[name]
    return values.get(year) if isinstance(values, dict) else None
