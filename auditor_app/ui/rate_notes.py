"""What belongs under every table and chart of rates: the edition, and what departs from the official definition."""

from __future__ import annotations

from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.standards import Edition
from auditor_app.foundation.translation import Texts


def option_notes(texts: Texts, options: RateOptions, edition: Edition | None) -> list[str]:
    """Sentences, the official definition first; they travel into pictures too."""
    notes = [texts("rates.edition", name=edition.name)] if edition else []
    if edition is not None and edition.is_draft:
        notes.append(texts("rates.draft"))
    if options.item_class:
        notes.append(texts(f"explain.rates.class_{options.item_class}"))
    if options.leave_out_below:
        notes.append(texts("explain.rates.small_groups", limit=options.leave_out_below))
    if options.completed:
        notes.append(texts("explain.rates.completed", count=len(options.completed)))
    if options.include_excluded:
        notes.append(texts("explain.mean.what_if"))
    return notes
