"""What belongs under every table and chart of rates: the edition, and what departs from the official definition."""

from __future__ import annotations

from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.standards import Edition
from auditor_app.domain.year_returns import ALL
from auditor_app.foundation.translation import Texts
from auditor_app.services.show_rates import RatesOfYear


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


def rates_notes(texts: Texts, rates: RatesOfYear) -> list[str]:
    """What belongs under the table of rates of a year, beside what was chosen: items left out, states, exclusions."""
    table, role = rates.table, rates.role
    notes = option_notes(texts, table.options, table.returns.edition)
    shown = [own for own in table.returns.organisations if table.is_shown(own)]
    left_out = sum(table.rates(own.id, ALL, role).items_left_out for own in shown)
    if left_out:
        notes.append(texts("rates.left_out_items", count=left_out))
    if any(cell.state is State.NOT_TRANSCRIBED for row in rates.rows for cell in row.cells.values()):
        notes.append(texts("weak_areas.rates_not_transcribed"))
    if any(not row.is_in_analysis for row in rates.rows) and not table.options.include_excluded:
        notes.append(texts("rates.excluded_note"))
    return notes
