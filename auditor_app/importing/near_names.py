"""Near matches for a name the case does not know: suggested, never decided."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from auditor_app.domain.published import fold_name

NEAR_ENOUGH = 60
"""Of 100; 農水省 against 農林水産省 scores 75, unrelated ministries below 50."""


def near_names(name: str, known: Sequence[str], limit: int = 3) -> tuple[str, ...]:
    """Up to `limit` known names that look like `name`, best first."""
    found = process.extract(
        fold_name(name), known, scorer=fuzz.ratio, processor=fold_name, limit=limit, score_cutoff=NEAR_ENOUGH
    )
    return tuple(match for match, _score, _index in found)
