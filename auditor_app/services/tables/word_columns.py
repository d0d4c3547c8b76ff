"""Columns of words over any kind of row, and the column of the official order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column


def text_column(key: str, title: str, words: Callable[[Any], str], width: int = 20, **more: Any) -> Column:
    """A column of words, sorted and filtered by them; an empty text is no value."""
    return Column(key, title, lambda row: words(row) or None, words, width=width, **more)


def position_column(texts: Texts) -> Column:
    """The official order: frozen, first, and a sort key of its own."""
    return Column(
        "position",
        texts("field.position"),
        lambda row: row.position,
        lambda row: str(row.position),
        kind="number",
        width=4,
        is_frozen=True,
        filter_kind="none",
    )


def listed(texts: Texts, words: Iterable[str]) -> str:
    """Several words one after the other, as the language writes a list."""
    return ("、" if texts.language == "ja" else ", ").join(words)
