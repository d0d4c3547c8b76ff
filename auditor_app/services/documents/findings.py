"""The register of findings as a document; `findings_in_full` adds what was written of each."""

from __future__ import annotations

from auditor_app.domain.documents import Section
from auditor_app.services.browse_findings import FindingRow, overdue_remark, register
from auditor_app.services.documents.footnotes import Note
from auditor_app.services.documents.ground import Ground, ViewParts, kept, shown_remark
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.select_view import selected_rows
from auditor_app.services.tables.finding_columns import finding_columns

REGISTER = "findings"


def finding_parts(ground: Ground) -> ViewParts:
    """One register of the years chosen, or of all."""
    texts = ground.texts
    year = ground.selectors.years[0] if len(ground.selectors.years) == 1 else None
    rows = register(ground.reader, texts, year)
    wanted = [str(row["number"]) for row in selected_rows(ground.reader, "findings", ground.selectors)]
    shown = kept(rows, wanted, lambda row: row.number)
    table = tabled(
        REGISTER,
        texts("document.view.findings"),
        ground.shown(finding_columns(texts)),
        shown,
        key="number",
        remarks=[shown_remark(texts, len(shown), len(rows)), *overdue_remark(texts, ground.reader, shown)],
        notes=[
            Note("edited", texts("document.edited_after_review"), _is_edited),
            Note("changed", texts("document.figures_changed"), _has_changed),
        ],
    )
    return ViewParts((Section("findings", texts("document.view.findings"), (table,)),))


def _is_edited(row: FindingRow, key: str) -> bool:
    return key == "number" and row.is_edited_after_review


def _has_changed(row: FindingRow, key: str) -> bool:
    return key == "title" and row.changed_count > 0
