"""A finding in full: particulars, text, figures then and now, answers and evidence, in reports and in exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor_app.domain.documents import Block, FieldList, Section
from auditor_app.domain.findings import Finding
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import FindingPage
from auditor_app.services.documents.records import japan_time
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.tables.finding_detail_columns import (
    answer_columns,
    answer_rows,
    evidence_columns,
    evidence_rows,
    figure_columns,
    figure_rows,
    outside_remark,
)
from auditor_app.services.unsigned_edits import signed_words, unsigned_edit_words

DETAIL = "finding-"
"""How the ids of the sections begin."""
EVIDENCE_COLUMNS = ("kind", "title", "words", "effective", "at", "by", "size", "sha256")
_FIGURE_COLUMNS = ("label", "former", "now", "change")
TEXT_FIELDS = ("condition", "criteria", "cause", "effect", "recommendation")


def finding_section(
    texts: Texts, page: FindingPage, year_text: Callable[[int], str], *, has_digests: bool = True
) -> Section:
    """One finding, below the register that names it; a report lists the digests of its evidence in an annex."""
    finding = page.finding
    number = finding.number
    blocks: list[Block] = [FieldList(tuple(_particulars(texts, page)))]
    written = [(texts(f"findingui.field.{name}"), getattr(finding.text, name).strip()) for name in TEXT_FIELDS]
    if fields := tuple((name, words) for name, words in written if words):
        blocks.append(FieldList(fields))
    if signed := tuple(signed_words(texts, finding, TEXT_FIELDS)):
        blocks.append(FieldList(signed))
    if page.figures:
        columns = [own for own in figure_columns(texts) if own.key in _FIGURE_COLUMNS]
        title = texts("report.figures_of", number=number)
        blocks.append(tabled(f"figures-{number}", title, columns, figure_rows(page.figures)))
    answers = answer_rows(texts, finding, page.organisations, year_text)
    if answers:
        title = texts("report.answers_of", number=number)
        blocks.append(tabled(f"answers-{number}", title, answer_columns(texts), answers))
    blocks += _evidence_of(texts, finding, EVIDENCE_COLUMNS if has_digests else EVIDENCE_COLUMNS[:-1])
    return Section(f"{DETAIL}{number}", f"{number} {finding.text.title}", tuple(blocks), 2)


def _particulars(texts: Texts, page: FindingPage) -> list[tuple[str, str]]:
    row, sign_off = page.row, page.finding.sign_off
    signed = f"{sign_off.by} {japan_time(sign_off.at)}" if sign_off else ""
    told = [
        ("severity", row.severity_words if row.kind == "finding" else ""),
        ("state", texts(f"finding.state.{row.state}")),
        ("organisations", row.organisations),
        ("area", row.area),
        ("owner", row.owner),
        ("due_date", row.due_date.isoformat() if row.due_date else ""),
        ("signed_by", signed),
        ("after_review", unsigned_edit_words(texts, page.finding)),
        ("tags", texts("explain.names_join").join(row.tags)),
    ]
    return [(texts(f"findingshow.{name}"), words) for name, words in told if words]


def _evidence_of(texts: Texts, finding: Finding, keys: Sequence[str]) -> list[Block]:
    if not finding.evidence:
        return []
    columns = [own for own in evidence_columns(texts, japan_time, shows_paths=False) if own.key in keys]
    title = texts("report.evidence_of", number=finding.number)
    remarks = outside_remark(texts, finding.evidence)
    return [tabled(f"evidence-{finding.number}", title, columns, evidence_rows(finding, (), {}), remarks=remarks)]
