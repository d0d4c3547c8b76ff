"""What stands in each section of a report; a section without anything to say is left out, and said to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from auditor_app.domain.documents import Block, FieldList, Paragraph, Section
from auditor_app.domain.rates import ANALYSIS_RULE, COVERAGE_MEAN_RULE, COVERAGE_RULE, RATE_MEAN_RULE
from auditor_app.services.browse_overview import overview
from auditor_app.services.documents.compare import compare_parts
from auditor_app.services.documents.coverage import coverage_parts
from auditor_app.services.documents.ground import Ground, ViewParts
from auditor_app.services.documents.provenance import Rule
from auditor_app.services.documents.publications import infrastructure_parts, overview_fields, programme_parts
from auditor_app.services.documents.rates import rates_parts
from auditor_app.services.documents.records import check_parts
from auditor_app.services.documents.standards import standard_parts
from auditor_app.services.documents.weak_areas import weak_area_parts
from auditor_app.services.reports import annexes, finding_sections
from auditor_app.services.reports.definition import SectionKind
from auditor_app.services.reports.ground import ReportGround
from auditor_app.services.reports.shortening import weakest_only, without_empty_parts, without_values_in_words
from auditor_app.services.view_rows import VIEWS, view_years


@dataclass(frozen=True)
class Composed:
    """A section of the report with the rules behind its numbers; the first of `sections` is its head."""

    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()
    is_annex: bool = False
    """Keeps its published title and stands without a number."""


def composed(ground: ReportGround, kind: SectionKind) -> Composed:
    """The section; without any where the case has nothing for it in the report's year."""
    if kind in _ANNEXES:
        return _annex(ground, kind)
    return _SECTIONS[kind](ground)


def _summary(ground: ReportGround) -> Composed:
    """The foreword, and the numbers asked for first."""
    texts = ground.texts
    blocks: list[Block] = [Paragraph(own.strip()) for own in ground.definition.foreword.split("\n\n") if own.strip()]
    fields = overview_fields(texts, overview(ground.reader, ground.fiscal_year))
    fields += finding_sections.finding_counts(ground)
    blocks.append(FieldList(tuple(fields)))
    title = texts("report.section.summary")
    rules = (COVERAGE_RULE, COVERAGE_MEAN_RULE, ANALYSIS_RULE, RATE_MEAN_RULE)
    return Composed((Section("report-summary", title, tuple(blocks)),), rules)


def _as_it_is(_ground: ReportGround, section: Section) -> Section:
    return section


def _weakest_only(ground: ReportGround, section: Section) -> Section:
    return weakest_only(ground.texts, section)


def _of_view(
    kind: SectionKind,
    parts: Callable[[Ground], ViewParts],
    years_of: Callable[[ReportGround], tuple[int, ...]],
    shorten: Callable[[ReportGround, Section], Section] = _as_it_is,
) -> Callable[[ReportGround], Composed]:
    """A section that shows what a page shows, for the years it has of those that belong to the report."""

    def compose(ground: ReportGround) -> Composed:
        years = years_of(ground)
        if not years:
            return Composed()
        found = parts(ground.view(*years))
        sections = tuple(shorten(ground, ground.narrowed(without_empty_parts(own))) for own in found.sections)
        return Composed(_under_one_head(ground, kind, sections, found), found.rules) if sections else Composed()

    return compose


def _under_one_head(
    ground: ReportGround, kind: SectionKind, sections: tuple[Section, ...], found: ViewParts
) -> tuple[Section, ...]:
    """One section has the head itself; of several each stands below it."""
    title = ground.texts(f"report.section.{kind}")
    remarks = tuple(Paragraph(own, "warning") for own in found.remarks)
    if len(sections) == 1:
        own = sections[0]
        return (replace(own, title=title, blocks=(*remarks, *own.blocks)),)
    head = Section(f"report-{kind.replace('_', '-')}", title, remarks)
    return (head, *(replace(own, level=2) for own in sections))


def _own_year(view: str) -> Callable[[ReportGround], tuple[int, ...]]:
    return lambda ground: _available(ground, view, ground.fiscal_year)


def _programme_year(view: str) -> Callable[[ReportGround], tuple[int, ...]]:
    """What is published with the report of a year is decided for the next one."""
    return lambda ground: _available(ground, view, ground.fiscal_year, ground.fiscal_year + 1)


def _available(ground: ReportGround, view: str, *years: int) -> tuple[int, ...]:
    known = view_years(ground.reader, VIEWS[view])
    return tuple(own for own in years if own in known)


def _compared(ground: ReportGround) -> tuple[int, ...]:
    return ground.compared


def _without_head(make: Callable[[ReportGround], list[Section]]) -> Callable[[ReportGround], Composed]:
    return lambda ground: Composed(tuple(make(ground)))


_SECTIONS: dict[SectionKind, Callable[[ReportGround], Composed]] = {
    "summary": _summary,
    "coverage": _of_view("coverage", coverage_parts, _own_year("coverage")),
    "rates": _of_view("rates", rates_parts, _own_year("rates"), without_values_in_words),
    "weak_areas": _of_view("weak_areas", weak_area_parts, _own_year("weak-areas"), _weakest_only),
    "comparison": _of_view("comparison", compare_parts, _compared),
    "findings": _without_head(finding_sections.finding_sections),
    "good_practices": _without_head(finding_sections.good_practice_sections),
    "follow_up": _without_head(finding_sections.follow_up_sections),
    "programme": _of_view("programme", programme_parts, _programme_year("programme")),
    "infrastructure": _of_view("infrastructure", infrastructure_parts, _own_year("infrastructure")),
    "standard": _of_view("standard", standard_parts, _programme_year("standards")),
    "checks": _of_view("checks", check_parts, lambda ground: (ground.fiscal_year,)),
    "evidence": _without_head(finding_sections.evidence_sections),
}

_ANNEXES: dict[SectionKind, tuple[Callable[..., Section | None], bool]] = {
    "annex_2": (annexes.programme_annex, True),
    "annex_3_1": (annexes.evaluation_annex, False),
    "annex_3_2": (annexes.weak_areas_annex, False),
    "annex_3_3": (annexes.coverage_annex, False),
    "annex_4_2": (annexes.revision_annex, True),
    "annex_5_1": (annexes.infrastructure_annex, False),
}
"""With whether it was decided for the year after the report's."""


def _annex(ground: ReportGround, kind: SectionKind) -> Composed:
    make, is_of_next_year = _ANNEXES[kind]
    years = (ground.fiscal_year + 1, ground.fiscal_year) if is_of_next_year else (ground.fiscal_year,)
    for year in years:
        section = make(ground.reader, ground.texts, year, ground.view().year_text(year))
        if section is not None:
            return Composed((section,), (COVERAGE_RULE,) if kind == "annex_3_3" else (), is_annex=True)
    return Composed()
