"""Rows of a comparison: which series have one, in which order, and how a row is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from auditor_app.analysis.lineage_facts import Lineage
from auditor_app.domain.comparison import MEAN, ComparedRow, CompareMetric, Step, YearValue
from auditor_app.domain.lineage import Series
from auditor_app.domain.year_returns import ALL


@dataclass(frozen=True)
class Subject:
    """What a row is about, whoever it is told of."""

    metric: CompareMetric
    part: str = ALL
    role: str = ALL
    section: str = ""
    item: str = ""
    former_item: str = ""
    title: str = ""


def series_row(
    subject: Subject,
    series: Series,
    lineage: Lineage,
    fiscal_years: tuple[int, ...],
    values: Iterable[YearValue],
    steps: Iterable[Step],
) -> ComparedRow:
    """A row under the name of the latest year, with all names of these years."""
    name, lineage_names = lineage.known_as(series, fiscal_years)
    return ComparedRow(
        series.key,
        name.name,
        name.english,
        lineage_names,
        "joined" if series.is_joined else "organisation",
        **vars(subject),
        values=tuple(values),
        steps=tuple(steps),
    )


def mean_row(subject: Subject, values: Iterable[YearValue], steps: Iterable[Step]) -> ComparedRow:
    """The row "*"."""
    return ComparedRow(MEAN, MEAN, "", (), "mean", **vars(subject), values=tuple(values), steps=tuple(steps))


def in_row_order(series: Iterable[Series], last_place: Callable[[Series], int]) -> tuple[Series, ...]:
    """Those the latest year tells of, then those that ended, joined ones last; who is in no year has no row.

    `last_place`: the place of the latest year that tells of a series; -1: none does.
    """
    last = {own.key: (last_place(own), own) for own in series}
    found = [(place, own) for place, own in last.values() if place >= 0]
    return tuple(own for _, own in sorted(found, key=lambda pair: (pair[1].is_joined, -pair[0])))
