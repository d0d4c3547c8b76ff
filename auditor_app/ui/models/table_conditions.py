"""How a table is ordered and filtered, as one value: it can be kept, compared, and returned to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor

from auditor_app.services.big_tables import Condition, SortKey, Wanted
from auditor_app.services.tables.columns import Column, Row
from auditor_app.ui.models.cell_filters import FilterExpression, NumberBetween, TextContains, fold, parse_filter
from auditor_app.ui.models.row_order import dense_ranks


@dataclass(frozen=True)
class TableConditions:
    """Sort keys, typed filters, ticked values and a search over several columns."""

    sort: tuple[SortKey, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    """what was typed, by column key"""
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    search: str = ""
    search_columns: tuple[str, ...] = ()

    def with_text(self, column_key: str, text: str) -> TableConditions:
        texts = {key: own for key, own in self.texts.items() if key != column_key}
        if text.strip():
            texts[column_key] = text.strip()
        return replace(self, texts=texts)

    def with_allowed(self, column_key: str, values: frozenset[str] | None) -> TableConditions:
        allowed = {key: own for key, own in self.allowed.items() if key != column_key}
        if values is not None:
            allowed[column_key] = frozenset(values)
        return replace(self, allowed=allowed)

    def without_filters(self) -> TableConditions:
        return TableConditions(self.sort)

    @property
    def has_filters(self) -> bool:
        return bool(self.texts or self.allowed or self.search)

    def wanted(self, columns: Sequence[Column]) -> Wanted:
        """The same for the holder of the rows.  It runs on a worker: columns are plain values and may go there."""
        by_key = {column.key: column for column in columns}
        conditions = [_typed(by_key[key], text) for key, text in self.texts.items()]
        conditions += [_ticked(by_key[key], values) for key, values in self.allowed.items()]
        if self.search:
            conditions.append(containing(self.search, [by_key[key] for key in self.search_columns]))

        def ranks(column_key: str, rows: Sequence[Row]) -> list[int | None]:
            return dense_ranks([by_key[column_key].value(row) for row in rows])

        return Wanted(self.sort, tuple(conditions), ranks)


def containing(text: str, columns: Sequence[Column]) -> Condition:
    """Rows with these words in any of the columns, as they are shown."""
    by_key = {column.key: column for column in columns}
    expression = TextContains(fold(text))
    return Condition(
        tuple(by_key), lambda row, key: expression.accepts(by_key[key].value(row), by_key[key].display(row))
    )


def _typed(column: Column, text: str) -> Condition:
    expression: FilterExpression | None = parse_filter(text, is_number=column.filters_numbers)
    if expression is None:
        raise ValueError("an empty text is no condition")
    accepts = expression.accepts
    return Condition(
        (column.key,), lambda row, _key: accepts(column.value(row), column.display(row)), _bounds(expression)
    )


def _bounds(expression: FilterExpression) -> tuple[int | None, int | None] | None:
    if not isinstance(expression, NumberBetween):
        return None
    low, high = expression.low, expression.high
    smallest = None if low is None else ceil(low) if expression.includes_low else floor(low) + 1
    largest = None if high is None else floor(high) if expression.includes_high else ceil(high) - 1
    return smallest, largest


def _ticked(column: Column, values: frozenset[str]) -> Condition:
    return Condition((column.key,), lambda row, _key: column.display(row) in values)
