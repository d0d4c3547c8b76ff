"""What an office's own template may use of a report besides its sections: years, organisations, findings in words."""

from __future__ import annotations

from auditor_app.services.browse_findings import finding_page
from auditor_app.services.documents.finding_fields import Record, finding_fields
from auditor_app.services.reports.finding_sections import findings_of_report
from auditor_app.services.reports.ground import ReportGround
from auditor_app.services.word_names import called_in


def report_fields(ground: ReportGround) -> Record:
    """Words in the report's language; the findings are those its sections show."""
    years = ground.compared or (ground.fiscal_year,)
    findings = [*findings_of_report(ground, "finding"), *findings_of_report(ground, "good_practice")]
    pages = [finding_page(ground.reader, ground.texts, own.number) for own in findings]
    bodies = ground.bodies or tuple(ground.reader.organisations())
    in_year = [body for body in bodies if any(name.holds_in(ground.fiscal_year) for name in body.names)]
    return {
        "fiscal_years": [ground.view().year_text(year) for year in years],
        "organisations": [called_in(ground.texts, body, ground.fiscal_year) for body in in_year],
        "findings": [finding_fields(ground.texts, own, ground.view().year_text) for own in pages],
    }
