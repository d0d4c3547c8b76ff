"""Composes a report from its definition: title page, numbered sections, annexes, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from auditor_app.domain.documents import Document, Section
from auditor_app.foundation.translation import Texts
from auditor_app.services.documents.provenance import Rule, provenance
from auditor_app.services.documents.records import japan_time
from auditor_app.services.reports.definition import LATEST, ReportDefinition, SectionKind
from auditor_app.services.reports.ground import ReportGround, ground_of
from auditor_app.services.reports.report_fields import report_fields
from auditor_app.services.reports.sections import Composed, composed
from auditor_app.services.reports.shortening import is_short
from auditor_app.storage.reading import CaseReader


def compose_report(
    reader: CaseReader, texts: Texts, definition: ReportDefinition, fiscal_year: int = LATEST
) -> Document:
    """The report as it follows from the state of the case; `texts` are in the report's language.

    `fiscal_year`: another year with the same definition.
    """
    ground = ground_of(reader, texts, definition, fiscal_year)
    return report_of(ground, {kind: composed(ground, kind) for kind in definition.sections})


def report_of(ground: ReportGround, made: Mapping[SectionKind, Composed]) -> Document:
    """The report of the definition's sections, all of which are in `made`.

    A section the case has nothing for is named at the end of the title page, so that nobody takes it for forgotten.
    """
    texts, definition = ground.texts, ground.definition
    own = [made[kind] for kind in definition.sections]
    empty = [kind for kind in definition.sections if not made[kind].sections]
    rules: list[Rule] = [rule for section in own for rule in section.rules]
    return Document(
        title=definition.title or texts("report.untitled"),
        subtitle=ground.year,
        language=texts.language,
        sections=tuple(_numbered(section for section in own if section.sections)),
        provenance=provenance(ground.reader, texts, _selectors(ground), rules),
        title_page=tuple(_title_page(ground, empty)),
        remarks=(texts("report.limited", names=ground.organisation_words()),) if ground.bodies else (),
        fields=report_fields(ground),
    )


def _numbered(made: Iterable[Composed]) -> Iterable[Section]:
    """1, 1.1, …; a chapter begins a page unless it is a few lines.  Annexes keep their published titles."""
    chapter = 0
    for own in made:
        if own.is_annex:
            yield from own.sections
            continue
        chapter += 1
        head, *below = own.sections
        yield replace(
            head, title=f"{chapter}. {head.title}", level=1, starts_page=chapter > 1 and not is_short(own.sections)
        )
        for number, section in enumerate(below, start=1):
            yield replace(section, title=f"{chapter}.{number} {section.title}", level=2)


def _title_page(ground: ReportGround, empty: Sequence[SectionKind]) -> list[tuple[str, str]]:
    texts, definition = ground.texts, ground.definition
    nothing_for = texts("explain.names_join").join(texts(f"report.section.{kind}") for kind in empty)
    compared = texts("explain.names_join").join(ground.view().year_text(own) for own in ground.compared)
    log = ground.reader.log()
    told = [
        (texts("report.year"), ground.year),
        (texts("report.compared"), compared),
        (texts("report.organisations"), ground.organisation_words() or texts("report.all_organisations")),
        (texts("report.office"), definition.office),
        (texts("report.prepared_by"), definition.prepared_by),
        (texts("report.as_of"), f"{japan_time(log[-1].at)} (UTC+9)" if log else ""),
        (texts("report.nothing_for"), nothing_for),
    ]
    return [(name, words) for name, words in told if words]


def _selectors(ground: ReportGround) -> list[tuple[str, str]]:
    """What somebody else chooses to get the same report."""
    texts, definition = ground.texts, ground.definition
    sections = texts("explain.names_join").join(texts(f"report.section.{kind}") for kind in definition.sections)
    told = [
        (texts("report.definition"), definition.name),
        (texts("report.year"), ground.year),
        (texts("report.organisations"), ground.organisation_words()),
        (texts("report.sections"), sections),
    ]
    return [(name, words) for name, words in told if words]
