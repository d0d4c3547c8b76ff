"""What a page shows at this moment, as exports take it: its tables in sight with their columns, rows and filters."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import fields
from typing import Any

from auditor_app.services.documents.shown import ShownPage, ShownTable
from auditor_app.services.select_view import Selectors
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.data_table import DataTable

_SHARED = frozenset({"years", "organisation", "part", "role", "metric", "level"})
"""Choices of a page that select what its numbers are; options of rates travel as they are."""


def shown_page(page: Page) -> ShownPage:
    """The tables in sight that hold their rows; a table of millions has none here (see `Page.export_rows`)."""
    titled = f"{page.title.text()}  {page.subtitle.text()}".strip()
    choices = page.export_choices()
    return ShownPage(
        page.view_name,
        titled,
        [_shown_table(page, name, table) for name, table in page.tables().items() if _is_in_sight(page, table)],
        page.fiscal_year,
        _selectors(choices),
        page.rate_options(),
        [(_named(page, name), _worded(value)) for name, value in choices.items()],
        [label.text() for label in page.uneven_parts() if hasattr(label, "text") and _is_told(page, label)],
    )


def _is_in_sight(page: Page, table: DataTable) -> bool:
    return table.isVisibleTo(page) and isinstance(table.model, RecordTableModel)


def _is_told(page: Page, label: Any) -> bool:
    return bool(label.text()) and label.isVisibleTo(page)


def _shown_table(page: Page, name: str, table: DataTable) -> ShownTable:
    model = table.model
    assert isinstance(model, RecordTableModel)
    columns = [model.columns()[number] for number in table.view.visible_columns()]
    rows = model.shown_rows()
    keys: dict[int, Hashable] = dict(zip(map(id, rows), model.shown_keys(), strict=True))
    in_sight = {column.key for column in columns}
    titles = {column.key: column.title for column in model.columns()}
    order = [
        page.texts(f"export.sort.{'descending' if descending else 'ascending'}", column=titles[key])
        for key, descending in model.sort_keys()
    ]
    return ShownTable(
        name,
        page.texts(f"table.{page.page_id}.{name}"),
        columns,
        rows,
        model.counts()[1],
        lambda row: keys[id(row)],
        [words for own, _, words in page.chips() if own == name],
        order,
        [" ".join(filter(None, (own.group, own.title))) for own in model.columns() if own.key not in in_sight],
        lambda row, column: page.figure_of(name, keys[id(row)], column),
    )


def _selectors(choices: Mapping[str, object]) -> Selectors:
    known = {field.name for field in fields(Selectors)} & _SHARED
    chosen: dict[str, Any] = {name: value for name, value in choices.items() if name in known and value}
    if isinstance(chosen.get("years"), list):
        chosen["years"] = tuple(chosen["years"])
    return Selectors(**chosen)


def _named(page: Page, name: str) -> str:
    """What a choice is called; one without words of its own bears its stable name."""
    keys = (f"field.{name}", f"document.{name}")
    key = next(filter(page.texts.has, keys), "")
    return page.texts(key) if key else name


def _worded(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
