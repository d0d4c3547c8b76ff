"""What the auditor decides against a published rule, always with a reason and a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AnalysisDecision:
    """Whether an organisation counts in the analysis of a year, whatever the published rule says."""

    fiscal_year: int
    organisation: str
    is_included: bool
    reason: str
    author: str
    at: datetime
