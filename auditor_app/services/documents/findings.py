"""The register of findings as a document, with the full text of each in a detail table."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.documents import Section, Table
from auditor_app.domain.findings import Finding
from auditor_app.services.browse_findings import FindingRow, register
from auditor_app.services.documents.footnotes import Note
from auditor_app.services.documents.ground import Ground, ViewParts, kept, shown_remark
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.select_view import selected_rows
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.finding_columns import finding_columns
from auditor_app.services.tables.word_columns import text_column

PARTICULARS = ("condition", "criteria", "cause", "effect", "recommendation")


@dataclass(frozen=True)
class _Written:
    """A finding with all that was written of it."""

    key: str
    finding: Finding


def finding_parts(ground: Ground) -> ViewParts:
    """One register of the years chosen, or of all."""
    texts = ground.texts
    year = ground.selectors.years[0] if len(ground.selectors.years) == 1 else None
    rows = register(ground.reader, texts, year)
    wanted = [str(row["number"]) for row in selected_rows(ground.reader, "findings", ground.selectors)]
    shown = kept(rows, wanted, lambda row: row.number)
    table = tabled(
        "findings",
        texts("document.view.findings"),
        ground.shown(finding_columns(texts)),
        shown,
        key="number",
        remarks=[shown_remark(texts, len(shown), len(rows))],
        notes=[
            Note("edited", texts("document.edited_after_review"), _is_edited),
            Note("changed", texts("document.figures_changed"), _has_changed),
        ],
    )
    blocks = (table, _texts_of_findings(ground, {row.number for row in shown}))
    return ViewParts((Section("findings", texts("document.view.findings"), blocks),))


def _is_edited(row: FindingRow, key: str) -> bool:
    return key == "number" and row.is_edited_after_review


def _has_changed(row: FindingRow, key: str) -> bool:
    return key == "title" and row.changed_count > 0


def _texts_of_findings(ground: Ground, numbers: set[str]) -> Table:
    texts = ground.texts
    rows = [_Written(own.number, own) for own in ground.reader.findings() if own.number in numbers]
    columns: list[Column] = [
        text_column("number", texts("findingshow.number"), lambda row: row.finding.number, 10),
        text_column("title", texts("findingshow.title"), lambda row: row.finding.text.title, 40),
        *(_particular(texts(f"findingshow.{name}"), name) for name in PARTICULARS),
    ]
    return tabled("finding-texts", texts("document.finding_texts"), columns, rows, is_long=True)


def _particular(title: str, name: str) -> Column:
    def words(row: _Written) -> str:
        return str(getattr(row.finding.text, name))

    return text_column(name, title, words, 60)
