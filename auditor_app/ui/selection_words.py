"""What the status line says of the selected cells: a sum only where a sum means something."""

from __future__ import annotations

from decimal import Decimal

from auditor_app.domain.numbers import rounded
from auditor_app.domain.rates import mean
from auditor_app.foundation.translation import Texts
from auditor_app.ui.page import Page


def selection_words(texts: Texts, page: Page) -> str:
    """Count, sum and mean of the selected numbers, for rates the mean with its basis; else what the page remarks."""
    summary = page.summary()
    if summary is None or summary.cell_count < 2:
        return page.remark
    numbers = summary.numbers
    words = texts("status.selected", count=summary.cell_count)
    if len(numbers) < 2 or len(summary.column_keys) != 1:
        return words
    average = mean(numbers)
    if average is None:
        return words
    words += "  " + texts("status.mean", mean=f"{rounded(average, 2)}", count=len(numbers))
    if page.sum_is_meaningful(summary.column_keys):
        total = sum(numbers, Decimal(0))
        return words + "  " + texts("status.sum", sum=f"{total}")
    return words + "  " + texts("status.no_sum")
