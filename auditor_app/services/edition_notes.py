"""By which editions the rates of an export were taken, for its manifest: a draft may still change what they count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from auditor_app.domain.standards import edition_for
from auditor_app.foundation.translation import LANGUAGES, Texts
from auditor_app.services.view_rows import Row
from auditor_app.storage.reading import CaseReader

VIEWS_BY_EDITION = ("rates", "weak-areas", "items")
"""Whose numbers count the items an edition asks."""


def edition_notes(reader: CaseReader, selectors: Mapping[str, object]) -> list[Row]:
    """One for each year chosen, or that has returns: the edition, its state, and a remark where it is not decided."""
    editions = reader.editions()
    found = [(year, edition_for(editions, year)) for year in _years(selectors) or reader.returns_years()]
    remark = {language: Texts(language)("rates.draft") for language in LANGUAGES}
    return [
        {
            "year": year,
            "edition": own.name,
            "state": own.state,
            **({"remark": remark} if own.is_draft else {}),
        }
        for year, own in found
        if own is not None
    ]


def _years(selectors: Mapping[str, object]) -> list[int]:
    """As a page or the command line names them."""
    named = selectors.get("years") or selectors.get("year") or ()
    years = named if isinstance(named, Iterable) and not isinstance(named, str) else [named]
    return [int(str(year)) for year in years]
