"""Named views: a page as it was looked at - year, choices and tables - under a name the auditor gave it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from auditor_app.domain.rate_options import Metric, RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.services.rank_weak_areas import DEFAULT_LINE
from auditor_app.storage.reading import CaseReader

DEFINITION_VERSION = 1


@dataclass(frozen=True)
class ChosenRates:
    """What the pages of rates are asked for."""

    role: str = ALL
    metric: Metric = "implementation"
    line: Fraction = DEFAULT_LINE
    options: RateOptions = field(default_factory=RateOptions)


@dataclass(frozen=True)
class NamedView:
    """A page and how it is looked at; `definition` as `view_definitions` checks it."""

    page: str
    name: str
    definition: Mapping[str, object]


def views_of_case(reader: CaseReader, pages: Iterable[str]) -> list[NamedView]:
    """By page in the order given, and by name."""
    return [
        NamedView(page, name, definition)
        for page in pages
        for name, definition in sorted(reader.named_views(page).items())
    ]


def compared_years(definition: Mapping[str, object]) -> tuple[int, ...]:
    """The years a view of a comparison names, in order; () for a view of one year.

    >>> compared_years({"choices": {"years": "2007,2006"}}), compared_years({"choices": {"part": "2"}})
    ((2006, 2007), ())
    """
    choices = definition.get("choices")
    years = choices.get("years") if isinstance(choices, Mapping) else None
    if not isinstance(years, str):
        return ()
    return tuple(sorted(int(year) for year in years.split(",") if year.isascii() and year.isdecimal()))


def made_definition(
    fiscal_year: int,
    tables: Mapping[str, object],
    choices: Mapping[str, object],
    rates: ChosenRates | None = None,
) -> dict[str, object]:
    """The definition of a view; the year is 0 where the page does not go by years."""
    definition: dict[str, object] = {
        "version": DEFINITION_VERSION,
        "fiscal_year": fiscal_year,
        "tables": dict(tables),
        "choices": dict(choices),
    }
    if rates is not None:
        options = rates.options
        definition["rates"] = {
            "role": rates.role,
            "metric": rates.metric,
            "line": str(rates.line),
            "item_class": options.item_class,
            "leave_out_below": options.leave_out_below,
            "include_excluded": options.include_excluded,
            "completed": [list(pair) for pair in sorted(options.completed)],
        }
    return definition
