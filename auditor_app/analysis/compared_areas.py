"""The areas of the years compared: every Part or section any of them asked, for all roles and for each."""

from __future__ import annotations

from collections.abc import Iterable

from auditor_app.analysis.compared_rows import Subject
from auditor_app.analysis.comparison import RateComparison
from auditor_app.domain.comparison import CompareMetric
from auditor_app.domain.year_returns import ALL, number_key


def part_areas(rates: RateComparison, metric: CompareMetric) -> list[Subject]:
    """All Parts together, then Part by Part; of Parts of which only a publication tells, over all roles alone."""
    parts = {part for year in rates.years for part in year.rates.table.returns.parts}
    published = {part for year in rates.years for _, part, _ in year.published} - {ALL}
    titles = _titles(rates)
    roles = roles_of(rates)
    return [
        Subject(metric, part, role, title=titles.get(part, ""))
        for part in (ALL, *sorted(parts | published, key=number_key))
        for role in (roles if part == ALL or part in parts else (ALL,))
    ]


def section_areas(rates: RateComparison, metric: CompareMetric) -> list[Subject]:
    """By the order of their numbers, each with the roles any year asked there; of two titles the later one."""
    found = {own for year in rates.years for own in year.rates.table.sections}
    titles = _titles(rates)
    ordered = sorted(found, key=lambda own: (number_key(own[0]), number_key(own[1])))
    areas = [
        Subject(metric, part, role, section, title=titles.get(section, ""))
        for part, section in ordered
        for role in roles_of(rates)
    ]
    return [area for area in areas if any(year.asks(area) for year in rates.years)]


def roles_of(rates: RateComparison) -> tuple[str, ...]:
    """All together, then those any of the years asked, in the order they were declared."""
    returns = [year.rates.table.returns for year in rates.years]
    asked = {role for own in returns for role in own.role_codes}
    declared: Iterable[str] = (role.code for own in returns[-1:] for role in own.roles.values())
    return (ALL, *(role for role in declared if role in asked))


def _titles(rates: RateComparison) -> dict[str, str]:
    """Of Parts and sections by their number, which never is the same text for both."""
    editions = [edition for place in range(len(rates.years)) if (edition := rates.edition(place))]
    titles = {own.part: own.title for edition in editions for own in edition.parts}
    return titles | {own.section: own.title for edition in editions for own in edition.sections}
