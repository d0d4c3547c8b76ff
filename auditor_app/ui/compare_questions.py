"""What the auditor asks of compared years, as plain values: from the bar, from a stored view, from a figure id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from auditor_app.domain.comparison import MEAN, CompareMetric
from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.services.compare_published import PUBLISHED_KINDS, PUBLISHED_METRICS, PublishedKind
from auditor_app.services.compare_years import CompareChoice
from auditor_app.services.figure_ids import delta_fields
from auditor_app.services.tables.compare_columns import COMPARE_LEVELS, CompareLevel

COVERAGE: CompareMetric = "coverage"
LEVELS_OF_ONE: tuple[CompareLevel, ...] = ("part", "section", "item")
"""Looked at for one organisation or for all together; coverage has none of them."""


@dataclass(frozen=True)
class CompareQuestion:
    """What the page shows; without years the last two that can be compared."""

    level: CompareLevel = "organisation"
    fiscal_years: tuple[int, ...] = ()
    metric: CompareMetric = "implementation"
    role: str = ALL
    part: str = ALL
    organisation: str = MEAN
    """Of areas and items."""
    published: PublishedKind = "inspection_grade"
    options: RateOptions = field(default_factory=RateOptions)

    def choice(self) -> CompareChoice:
        part = ALL if self.metric == COVERAGE or self.level in ("part", "section") else self.part
        return CompareChoice(self.fiscal_years, self.metric, self.role, part, self.options)

    def as_choices(self) -> dict[str, object]:
        """As a named view stores it; role and options are those of all pages of rates."""
        return {
            "level": self.level,
            "years": ",".join(map(str, self.fiscal_years)),
            "metric": self.metric,
            "part": self.part,
            "organisation": self.organisation,
            "published": self.published,
        }

    def as_selectors(self) -> dict[str, object]:
        """For the manifest of an export: the years, and only the choices that act on this level."""
        if self.level == "published":
            return {"level": self.level, "published": self.published}
        return {
            "years": list(self.fiscal_years),
            "level": self.level,
            "metric": self.metric,
            **({"part": self.part} if self.part != ALL and self.metric != COVERAGE else {}),
            **({"organisation": self.organisation} if self.level in LEVELS_OF_ONE else {}),
        }


def question_of_choices(choices: Mapping[str, object], otherwise: CompareQuestion) -> CompareQuestion:
    """What stored choices say; what they do not say or nobody knows stays."""
    known: dict[str, Any] = {
        "level": choices.get("level") if choices.get("level") in COMPARE_LEVELS else None,
        "fiscal_years": _years_of(choices.get("years")),
        "metric": choices.get("metric") if choices.get("metric") in (*METRICS, COVERAGE) else None,
        "published": choices.get("published") if choices.get("published") in PUBLISHED_KINDS else None,
        **{name: own for name in ("part", "organisation") if isinstance(own := choices.get(name), str)},
    }
    return replace(otherwise, **{name: own for name, own in known.items() if own is not None})


def _years_of(stored: object) -> tuple[int, ...] | None:
    """As `as_choices` stores them; as a list in layouts of cases from before."""
    if isinstance(stored, str):
        stored = [int(year) for year in stored.split(",") if year.isascii() and year.isdecimal()]
    return tuple(own for own in stored if isinstance(own, int)) if isinstance(stored, list) else None


def question_of_figure(figure_id: str, now: CompareQuestion) -> CompareQuestion | None:
    """What must be asked to see a difference; None for any other figure."""
    fields = delta_fields(figure_id)
    if fields is None:
        return None
    metric = cast("CompareMetric", fields.metric)
    if metric in PUBLISHED_METRICS:
        return replace(now, level="published", published=PUBLISHED_METRICS[metric])
    pair = {int(fields.former), int(fields.later)}
    years = now.fiscal_years if pair <= set(now.fiscal_years) else tuple(sorted(pair))
    asked = replace(now, fiscal_years=years, metric=metric, role=fields.role)
    if fields.item:
        part = now.part if now.part in (ALL, fields.part) else fields.part
        return replace(asked, level="item", organisation=fields.organisation, part=part)
    if fields.section:
        return replace(asked, level="section", organisation=fields.organisation, part=ALL)
    if now.level == "part" and metric != COVERAGE:
        return replace(asked, level="part", organisation=fields.organisation, part=ALL)
    return replace(asked, level="organisation", part=fields.part)
