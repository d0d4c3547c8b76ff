"""Hold the end of each body against the years it reported for: a report after the end contradicts one of the two."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.ended_bodies import last_day_of, years_after_end
from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.organisations import Organisation
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import fold_name
from auditor_app.services.browse_organisations import REPORTING_KINDS, bodies_of, lineage_of_case
from auditor_app.storage.reading import CaseReader

ENDED_BODY = "ended_body"
"""The rule's id."""


def check_ended_bodies(reader: CaseReader) -> Iterator[CheckResult]:
    """One result for each body that ended and reported: it fails where a report is of a year after the end."""
    for own in bodies_of(reader, lineage_of_case(reader)):
        body, last = own.organisation, last_day_of(own.organisation)
        if last is None or not own.fiscal_years:
            continue
        after = years_after_end(body, own.fiscal_years)
        found = "、".join(map(fiscal_year_text, own.fiscal_years))
        places = tuple(dict.fromkeys(_places(reader, body, after or own.fiscal_years[-1:])))
        yield CheckResult(ENDED_BODY, body.names[-1].name, f"〜{last}", found, not after, places)


def _places(reader: CaseReader, body: Organisation, years: tuple[int, ...]) -> Iterator[Place]:
    """Where each of these years begins to tell of the body: its coverage, its answers, or what was published."""
    names = {fold_name(name.name) for name in body.names}
    for year in years:
        sources = [own.source for own in reader.coverage_counts(year) if own.organisation_id == body.id]
        for source in sources[:1]:
            cell = f"A{source.row}" if source.sheet else ""
            line = 0 if source.sheet else source.row
            yield Place(source.document, source.sha256, line, line, sheet=source.sheet, cell=cell)
        for report in () if sources else reader.reports(year, body.id)[:1]:
            line, cell = (0, "A1") if report.sheet else (1, "")
            yield Place(report.document, report.sha256, line, line, sheet=report.sheet, cell=cell)
        for fact in reader.facts(REPORTING_KINDS, [year]):
            if fold_name(fact.key.subject) in names:
                yield fact.shown.place
