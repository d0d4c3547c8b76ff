"""A report as it is being put together: its document first, then what every section would hold, chosen or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from auditor_app.domain.documents import Document
from auditor_app.foundation.collecting import collector_paused
from auditor_app.foundation.translation import Texts
from auditor_app.services.reports.compose_report import report_of
from auditor_app.services.reports.contents import SectionContent, content_of
from auditor_app.services.reports.definition import SECTION_KINDS, ReportDefinition, SectionKind
from auditor_app.services.reports.ground import ground_of
from auditor_app.services.reports.sections import composed
from auditor_app.storage.reading import CaseReader


@dataclass(frozen=True)
class Previewed:
    """`contents` are of the definition's sections, or of all of them."""

    document: Document
    fiscal_year: int
    contents: dict[SectionKind, SectionContent] = field(default_factory=dict)


def preview_report(
    reader: CaseReader,
    definition: ReportDefinition,
    on_document: Callable[[Previewed], None],
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Previewed | None:
    """`on_document` gets the report before sections nobody chose are counted; None when given up in between."""
    with collector_paused():  # it would stop the window for a quarter of a second several times
        ground = ground_of(reader, Texts(definition.language), definition)
        made = {}
        for kind in definition.sections:
            if is_cancelled():
                return None
            made[kind] = composed(ground, kind)
        contents = {kind: content_of(kind, own) for kind, own in made.items()}
        document = report_of(ground, made)
    on_document(Previewed(document, ground.fiscal_year, dict(contents)))
    for kind in SECTION_KINDS:
        if is_cancelled():
            return None
        if kind not in contents:
            with collector_paused():
                contents[kind] = content_of(kind, composed(ground, kind))
    return Previewed(document, ground.fiscal_year, contents)
