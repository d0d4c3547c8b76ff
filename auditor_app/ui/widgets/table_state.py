"""A table's arrangement as plain JSON: order, widths, hidden columns, sorting, filters, zoom; tolerant when read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditor_app.ui.widgets.table_frozen import arrange_sections

if TYPE_CHECKING:
    from auditor_app.ui.widgets.data_table import DataTable

VERSION = 1


def table_state(table: DataTable) -> dict[str, Any]:
    """Everything the user arranged, by column key, so that added or renamed columns do no harm."""
    columns = table.model.columns()
    header = table.view.grouped_header
    return {
        "version": VERSION,
        "order": [columns[header.logicalIndex(place)].key for place in range(header.count())],
        "widths": {columns[number].key: width for number, width in table.column_widths.changed().items()},
        "hidden": [column.key for number, column in enumerate(columns) if table.view.isColumnHidden(number)],
        "sort": [[key, descending] for key, descending in table.model.sort_keys()],
        "filters": table.model.filter_texts(),
        "values": {key: sorted(values) for key, values in table.model.allowed_values().items()},
        "zoom": table.zoom_percent,
        "filter_row": table.filters.is_row_shown,
    }


def restore_table_state(table: DataTable, state: dict[str, Any]) -> None:
    """Apply what is understood and leave the rest: a stored arrangement must never keep a page from opening."""
    table.set_zoom(_number(state.get("zoom"), 100))
    _restore_columns(table, state)
    sort = [
        (pair[0], bool(pair[1]))
        for pair in _list(state.get("sort"))
        if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str)
    ]
    table.model.clear_filters()
    table.model.sort_by(sort)
    for key, text in _dict(state.get("filters")).items():
        if isinstance(text, str):
            table.model.set_filter_text(key, text)
    for key, values in _dict(state.get("values")).items():
        table.model.set_allowed_values(key, frozenset(str(value) for value in _list(values)))
    table.show_filter_row(bool(state.get("filter_row")))


def _restore_columns(table: DataTable, state: dict[str, Any]) -> None:
    columns = table.model.columns()
    numbers = {column.key: number for number, column in enumerate(columns)}
    stored = [numbers[key] for key in _list(state.get("order")) if isinstance(key, str) and key in numbers]
    order = list(dict.fromkeys(stored))
    order += [number for number in range(len(columns)) if number not in order]
    arrange_sections(table.view.grouped_header, order)
    if "hidden" in state:
        hidden = {key for key in _list(state["hidden"]) if isinstance(key, str)}
        known = {key for key in _list(state.get("order")) if isinstance(key, str)}
        if hidden < set(numbers):  # a table without any column would be a trap
            for column in columns:
                # A column the stored state does not know appears as the page wants it.
                visible = column.key not in hidden if column.key in known else column.is_visible_by_default
                table.set_column_visible(column.key, visible)
    widths = _dict(state.get("widths")).items()
    table.column_widths.take_changed({numbers[key]: _number(width, 0) for key, width in widths if key in numbers})


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _dict(value: object) -> dict[str, Any]:
    return {key: item for key, item in value.items() if isinstance(key, str)} if isinstance(value, dict) else {}


def _number(value: object, otherwise: int) -> int:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else otherwise
