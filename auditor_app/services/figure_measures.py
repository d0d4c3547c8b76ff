"""Which of a figure's values is meant: `rates:2006:青葉省::all:3#achievement` is the achievement rate of that figure.

An id without it means the first value, of rates the implementation rate.
"""

from __future__ import annotations

from dataclasses import replace

from auditor_app.domain.explanations import Explanation, ShownValue

MARK = "#"
MEASURES = frozenset(
    {
        "achievement",
        "ascertained",
        "implementation",
        "implemented",
        "like_for_like",
        "missing",
        "obliged",
        "pooled",
        "relisted",
        "target",
        "with_own_survey",
    }
)
"""The last words of the labels of such values; what else follows a mark belongs to a name."""


def split_measure(figure_id: str) -> tuple[str, str]:
    """The figure, and the measure of it that is meant.

    >>> split_measure("rates:2006:甲省::all:3#achievement"), split_measure("topic:2006:C#")
    (('rates:2006:甲省::all:3', 'achievement'), ('topic:2006:C#', ''))
    """
    figure, mark, measure = figure_id.rpartition(MARK)
    return (figure, measure) if mark and measure in MEASURES else (figure_id, "")


def of_measure(figure_id: str, measure: str) -> str:
    """The way back; "" is the first value.

    >>> of_measure("rates:2006:甲省::all:3", "achievement"), of_measure("coverage:2006:甲省", "")
    ('rates:2006:甲省::all:3#achievement', 'coverage:2006:甲省')
    """
    return f"{figure_id}{MARK}{measure}" if figure_id and measure else figure_id


def measure_of(value: ShownValue) -> str:
    """The last word of its label."""
    return value.label.rpartition(".")[2]


def with_measure_first(explanation: Explanation, measure: str) -> Explanation | None:
    """The same explanation beginning with the value that is meant; None where the figure has no such value."""
    if not measure or measure == measure_of(explanation.values[0]):
        return explanation
    known = (*explanation.values, *explanation.further, *explanation.steps)
    meant = next((own for own in known if measure_of(own) == measure), None)
    if meant is None:
        return None
    return replace(explanation, values=(meant, *(own for own in explanation.values if own is not meant)))
