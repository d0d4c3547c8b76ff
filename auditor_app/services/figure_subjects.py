"""What a figure id is about: year, organisation, Part, section, item, role, topic."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.published import FactKind, fold_name
from auditor_app.domain.rate_options import METRICS
from auditor_app.domain.standards import Edition, edition_for
from auditor_app.domain.year_returns import ALL
from auditor_app.services.browse_topics import topics_of_case
from auditor_app.services.explain_figure import filled
from auditor_app.services.figure_ids import (
    ALL_ORGANISATIONS,
    ANSWER,
    COVERAGE_MEAN,
    COVERAGE_RETURN,
    DELTA,
    ITEM,
    MEASURE_SUM,
    RATES,
    TOPIC,
    delta_fields,
)
from auditor_app.storage.reading import CaseReader

OF_STANDARD = frozenset({*METRICS, "coverage"})
"""Measures whose differences are told for a place in the standard."""
_INSPECTIONS = (FactKind.INSPECTION_GRADE, FactKind.INSPECTION_RATE)


@dataclass(frozen=True)
class FigureSubject:
    """Empty where the figure is about no single one; numbers of items as the edition writes them."""

    kind: str
    fiscal_year: int
    """The later one of a difference."""
    former_year: int = 0
    organisation: Organisation | None = None
    """None: all of government, or somebody the case does not know as an organisation."""
    unit: str = ""
    part: str = ""
    section: str = ""
    item: str = ""
    role: str = ""
    topic: str = ""
    metric: str = ""
    target: str = ""
    """What was inspected, such as 端末(PC): no place in the standard."""


def figure_subject(reader: CaseReader, figure_id: str) -> FigureSubject | None:
    """None for an id without a year, such as that of a check, and for one of no form there is."""
    kind, _, rest = figure_id.partition(":")
    year, *fields = rest.split(":")
    bodies = reader.organisations()
    if kind == DELTA:
        return _of_delta(reader, figure_id, bodies)
    if not year.isdecimal() or not rest:
        return _of_fact(reader, figure_id, bodies)
    number = int(year)
    if kind == RATES:
        name, _, role, part, section = filled(fields, 5)
        return _placed(reader, kind, number, _body(bodies, name), part=part, section=section, role=role)
    if kind == ITEM:
        name, item, role = filled(fields, 3)
        return _placed(reader, kind, number, _body(bodies, name), item=item, role=role)
    if kind == ANSWER:
        name, unit, item, role = filled(fields, 4)
        return _placed(reader, kind, number, _body(bodies, name), unit=unit, item=item, role=role)
    if kind == COVERAGE_RETURN:
        name, role, unit = filled(fields, 3)
        return _placed(reader, kind, number, _body(bodies, name), unit=unit, role=role)
    if kind == TOPIC:
        return _of_topic(reader, number, fields, bodies)
    if kind in (COVERAGE_MEAN, MEASURE_SUM):
        return FigureSubject(kind, number)
    return _of_fact(reader, figure_id, bodies)


def edition_of(reader: CaseReader, fiscal_year: int) -> Edition | None:
    """The edition a year asks by; one the case knows by name only where it has no catalogue."""
    editions = reader.editions()
    return edition_for(editions, fiscal_year) or next(
        (own for own in editions if fiscal_year in own.fiscal_years), None
    )


def _body(bodies: list[Organisation], name: str) -> Organisation | None:
    return None if name in ("", ALL_ORGANISATIONS) else find_organisation(bodies, name)


def _of_delta(reader: CaseReader, figure_id: str, bodies: list[Organisation]) -> FigureSubject | None:
    fields = delta_fields(figure_id)
    if fields is None:
        return None
    years = int(fields.former[:4]), int(fields.later[-4:])
    if fields.metric not in OF_STANDARD:
        body = _body(bodies, fields.organisation)
        return FigureSubject(
            DELTA, years[1], years[0], body, section=fields.section, metric=fields.metric, target=fields.item
        )
    item_year = years[0] if fields.item.startswith("-") else years[1]
    return _placed(
        reader,
        DELTA,
        years[1],
        _body(bodies, fields.organisation),
        former_year=years[0],
        part=fields.part,
        section=fields.section,
        item=fields.item.removeprefix("-"),
        role=fields.role,
        metric=fields.metric,
        item_year=item_year,
    )


def _of_topic(reader: CaseReader, year: int, fields: list[str], bodies: list[Organisation]) -> FigureSubject:
    name, organisation = filled(fields, 2)
    topic = next((own for own in topics_of_case(reader) if fold_name(own.name) == name), None)
    part = topic.part if topic else ""
    return _placed(reader, TOPIC, year, _body(bodies, organisation), part=part, topic=topic.name if topic else name)


def _of_fact(reader: CaseReader, figure_id: str, bodies: list[Organisation]) -> FigureSubject | None:
    fact = reader.fact(figure_id)
    if fact is None:
        return None
    key = fact.key
    return FigureSubject(
        key.kind.value,
        key.fiscal_year_to or key.fiscal_year,
        0,
        _body(bodies, key.subject),
        part=key.part,
        section=key.section,
        role=key.role,
        topic=key.aspect if key.kind is FactKind.WEAK_AREA else "",
        target=key.aspect if key.kind in _INSPECTIONS else "",
    )


def _placed(
    reader: CaseReader,
    kind: str,
    year: int,
    organisation: Organisation | None,
    *,
    former_year: int = 0,
    unit: str = "",
    part: str = "",
    section: str = "",
    item: str = "",
    role: str = "",
    topic: str = "",
    metric: str = "",
    item_year: int = 0,
) -> FigureSubject:
    """With the section and Part the edition of that year has an item in, and its number as it is written there."""
    edition = edition_of(reader, item_year or year)
    found = next((own for own in edition.items if fold_name(own.item) == item), None) if edition and item else None
    if edition is not None and found is not None:
        item, section = found.item, found.section
        part = next((own.part for own in edition.sections if own.section == section), part)
    return FigureSubject(
        kind,
        year,
        former_year,
        organisation,
        unit,
        "" if part == ALL else part,
        section,
        item,
        "" if role == ALL else role,
        topic,
        metric,
    )
