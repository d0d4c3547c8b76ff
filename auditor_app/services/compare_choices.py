"""What a comparison can be of, by the stable names of the command line."""

from __future__ import annotations

from auditor_app.domain.comparison import CompareMetric
from auditor_app.domain.rate_options import METRICS
from auditor_app.services.compare_published import PUBLISHED_METRICS

RETURNED_METRICS: tuple[CompareMetric, ...] = ("coverage", *METRICS)
COMPARE_METRICS: tuple[CompareMetric, ...] = (*RETURNED_METRICS, *PUBLISHED_METRICS)
COMPARE_LEVELS = ("part", "section", "item")
