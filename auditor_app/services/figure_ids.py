"""The ids of computed figures; those of stored ones are the figure ids of their facts."""

from __future__ import annotations

COVERAGE_MEAN = "coverage_mean"
MEASURE_SUM = "measure_sum"
RATES = "rates"


def mean_id(fiscal_year: int, basis: str) -> str:
    """Figure id of a mean of coverage rates.

    >>> mean_id(2006, "official")
    'coverage_mean:2006:official'
    """
    return f"{COVERAGE_MEAN}:{fiscal_year}:{basis}"


def sum_id(fiscal_year: int, aspect: str) -> str:
    """Figure id of a sum over the areas of a programme."""
    return f"{MEASURE_SUM}:{fiscal_year}:{aspect}"
