"""How the tables of a page were left: read from the case with the page, and kept in it when the page is left."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.services.open_case import OpenCase
from auditor_app.storage.page_layouts import remember_layout


def layout_of_page(case: OpenCase, page: str) -> dict[str, object]:
    """State by table name; {} before the page was ever left, and where the case cannot be asked just now."""
    with suppress(CaseRefusedError), case.reader() as reader:
        return reader.layout(page) or {}
    return {}


def keep_layout(case: OpenCase, page: str, tables: Mapping[str, object]) -> bool:
    """Whether the case now holds these states; one that is read-only or locked is left as it is."""
    return remember_layout(case.path, page, dict(tables))
