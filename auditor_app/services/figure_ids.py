"""The ids of computed figures; those of stored ones are the figure ids of their facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor_app.domain.delta_ids import DELTA as DELTA
from auditor_app.domain.delta_ids import delta_id as delta_id
from auditor_app.domain.published import fold_name

COVERAGE_MEAN = "coverage_mean"
COVERAGE_RETURN = "coverage_return"
MEASURE_SUM = "measure_sum"
RATES = "rates"
ITEM = "item"
ANSWER = "answer"
TOPIC = "topic"
ALL_ORGANISATIONS = "*"


def mean_id(fiscal_year: int, basis: str) -> str:
    """Figure id of a mean of coverage rates.

    >>> mean_id(2006, "official")
    'coverage_mean:2006:official'
    """
    return f"{COVERAGE_MEAN}:{fiscal_year}:{basis}"


def sum_id(fiscal_year: int, aspect: str) -> str:
    """Figure id of a sum over the areas of a programme."""
    return f"{MEASURE_SUM}:{fiscal_year}:{aspect}"


def coverage_return_id(fiscal_year: int, organisation: str, role: str, unit: str = "") -> str:
    """Figure id of a coverage summed from returns; with a unit, of the row that unit returned.

    >>> coverage_return_id(2006, "青葉省", "staff"), coverage_return_id(2006, "青葉省", "staff", "総務局")
    ('coverage_return:2006:青葉省:staff', 'coverage_return:2006:青葉省:staff:総務局')
    """
    return _joined(COVERAGE_RETURN, fiscal_year, organisation, role, unit)


def rates_id(fiscal_year: int, organisation: str, role: str, part: str, section: str = "") -> str:
    """Figure id of the rates of an organisation ("*": the mean) for a role and Part, or for one of its sections.

    >>> rates_id(2006, "青葉省", "all", "3"), rates_id(2006, "*", "staff", "3", "3.2.1")
    ('rates:2006:青葉省::all:3', 'rates:2006:*::staff:3:3.2.1')
    """
    return _joined(RATES, fiscal_year, organisation, "", role, part, section)


def item_id(fiscal_year: int, organisation: str, item: str, role: str) -> str:
    """Figure id of an item ratio of an organisation, pooled over its units.

    >>> item_id(2006, "青葉省", "3.2.1(1)(a)", "staff")
    'item:2006:青葉省:3.2.1(1)(a):staff'
    """
    return _joined(ITEM, fiscal_year, organisation, item, role)


def answer_id(fiscal_year: int, organisation: str, unit: str, item: str, role: str) -> str:
    """Figure id of one unit's answer.

    >>> answer_id(2006, "青葉省", "", "3.2.1(1)(a)", "staff")
    'answer:2006:青葉省::3.2.1(1)(a):staff'
    """
    return _joined(ANSWER, fiscal_year, organisation, unit, item, role)


def topic_id(fiscal_year: int, topic: str, organisation: str = "") -> str:
    """Figure id of a topic's rates: of one organisation, or the mean over those in analysis."""
    return _joined(TOPIC, fiscal_year, topic, organisation)


_TWO_YEARS = re.compile(r"(\d{4})-(\d{4})")
_TWO_SPANS = re.compile(r"(\d{4}(?:-\d{4})?)\.\.(\d{4}(?:-\d{4})?)")


@dataclass(frozen=True)
class DeltaFields:
    """What the id of a difference between two years says; names are folded."""

    former: str
    """2006, or a span: 2020-2021."""
    later: str
    organisation: str
    """"*": the mean; of published figures the subject."""
    metric: str
    role: str
    part: str
    section: str = ""
    item: str = ""
    """An item of the standard; of published figures the target or title."""


def delta_fields(figure_id: str) -> DeltaFields | None:
    """The way back; None for an id of another kind or form.

    >>> delta_fields("delta:2006-2007:青葉省:implementation:all:3")
    DeltaFields(former='2006', later='2007', organisation='青葉省', metric='implementation', role='all', part='3', \
section='', item='')
    >>> delta_fields("delta:2006:青葉省:implementation:all:3") is None
    True
    """
    kind, _, rest = figure_id.partition(":")
    years, *fields = rest.split(":")
    pair = _TWO_YEARS.fullmatch(years) or _TWO_SPANS.fullmatch(years)
    if kind != DELTA or pair is None or not 4 <= len(fields) <= 6:
        return None
    return DeltaFields(*pair.groups(), *fields)


def _joined(kind: str, fiscal_year: int, *parts: str) -> str:
    """Empty fields at the end are left out, as in the ids of published facts."""
    return ":".join([kind, str(fiscal_year), *map(fold_name, parts)]).rstrip(":")
