"""How far the returns of a begun year have come in, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor_app.foundation.translation import Texts

if TYPE_CHECKING:
    from auditor_app.services.expected_reports import ReportProgress


def progress_words(texts: Texts, progress: ReportProgress | None) -> str:
    """How many of the expected units have returned, and which have not, by organisation."""
    if progress is None:
        return ""
    if not progress.missing:
        return texts("year_start.progress_done", expected=progress.expected)
    missing: dict[str, list[str]] = {}
    for own in progress.missing:
        name = own.english if texts.language == "en" and own.english else own.organisation
        missing.setdefault(name, []).append(own.unit)
    separator = texts("year_start.separator")
    named = [
        texts("year_start.units_of", organisation=name, units=separator.join(units)) if any(units) else name
        for name, units in missing.items()
    ]
    counts = {"expected": progress.expected, "returned": progress.returned}
    return texts("year_start.progress", missing=separator.join(named), **counts)
