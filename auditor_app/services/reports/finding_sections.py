"""The sections of a report about findings: each with its figures and evidence, and what became of older ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor_app.domain.documents import Block, Paragraph, Section
from auditor_app.domain.findings import SIGNED_OFF, Finding, FindingKind, FindingState
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_findings import finding_page, is_of_year, overdue_remark, register
from auditor_app.services.documents.finding_details import EVIDENCE_COLUMNS, finding_section
from auditor_app.services.documents.ground import shown_remark
from auditor_app.services.documents.records import japan_time
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.propose_outcome import proposed_outcome
from auditor_app.services.reports.ground import ReportGround
from auditor_app.services.tables.finding_columns import finding_columns
from auditor_app.services.tables.finding_detail_columns import evidence_columns, evidence_rows, outside_remark
from auditor_app.services.tables.word_columns import text_column

REGISTER_COLUMNS = ("number", "title", "severity", "state", "organisations", "area", "due_date")


def findings_of_report(ground: ReportGround, kind: FindingKind) -> list[Finding]:
    """Those of the year that were signed off, in the order of their numbers; a draft is nobody's finding yet."""
    return [
        own
        for own in ground.reader.findings()
        if own.text.kind == kind
        and own.state in SIGNED_OFF
        and own.text.fiscal_year == ground.fiscal_year
        and ground.concerns(own.text.organisations)
    ]


def finding_sections(ground: ReportGround) -> list[Section]:
    """指摘事項: the register, then each finding."""
    return _sections(ground, "finding", ground.texts("report.section.findings"))


def good_practice_sections(ground: ReportGround) -> list[Section]:
    """推奨事例; no section where there is none."""
    if not findings_of_report(ground, "good_practice"):
        return []
    return _sections(ground, "good_practice", ground.texts("report.section.good_practices"))


def _sections(ground: ReportGround, kind: FindingKind, title: str) -> list[Section]:
    texts = ground.texts
    findings = findings_of_report(ground, kind)
    blocks: list[Block] = []
    if findings:
        numbers = {own.number for own in findings}
        rows = [row for row in register(ground.reader, texts, ground.fiscal_year) if row.number in numbers]
        columns = [own for own in finding_columns(texts) if own.key in REGISTER_COLUMNS]
        remarks = [shown_remark(texts, len(rows), len(rows)), *overdue_remark(texts, ground.reader, rows)]
        blocks.append(tabled(f"register-{kind.replace('_', '-')}", title, columns, rows, key="number", remarks=remarks))
    else:
        blocks.append(Paragraph(texts("report.no_findings", year=ground.year)))
    blocks += _unsigned(ground, kind)
    first = Section(f"report-{kind.replace('_', '-')}", title, tuple(blocks))
    pages = [finding_page(ground.reader, texts, own.number) for own in findings]
    return [first, *(finding_section(texts, page, ground.view().year_text, has_digests=False) for page in pages)]


def _unsigned(ground: ReportGround, kind: FindingKind) -> list[Paragraph]:
    """What is left out because nobody has signed it, or it was withdrawn, is counted and not shown."""
    states: Counter[FindingState] = Counter(
        own.state
        for own in ground.reader.findings()
        if own.text.kind == kind and own.text.fiscal_year == ground.fiscal_year and own.state not in SIGNED_OFF
    )
    if not states:
        return []
    texts = ground.texts
    told = (f"{texts(f'finding.state.{state}')} {count}" for state, count in sorted(states.items()))
    return [Paragraph(texts("report.left_out_findings", counts=texts("explain.names_join").join(told)), "note")]


def evidence_sections(ground: ReportGround) -> list[Section]:
    """証拠一覧: everything the findings of the report can be checked by, files with their sha256."""
    findings = [*findings_of_report(ground, "finding"), *findings_of_report(ground, "good_practice")]
    texts = ground.texts
    rows = [(own.number, row) for own in findings for row in evidence_rows(own, (), {})]
    if not rows:
        return []
    named = {row.key: number for number, row in rows}
    columns = [
        text_column("finding", texts("findingshow.number"), lambda row: named[row.key], 10),
        *(own for own in evidence_columns(texts, japan_time, shows_paths=False) if own.key in EVIDENCE_COLUMNS),
    ]
    title = texts("report.section.evidence")
    remarks = outside_remark(texts, (row.evidence for _, row in rows))
    table = tabled("evidence", title, columns, [row for _, row in rows], remarks=remarks)
    return [Section("report-evidence", title, (table,))]


def follow_up_sections(ground: ReportGround) -> list[Section]:
    """改善状況の確認: findings of earlier years as they stand in this one, with their figure then and now."""
    texts, year = ground.texts, ground.fiscal_year
    carried = [
        own
        for own in ground.reader.findings()
        if own.follow_up(year) is not None and ground.concerns(own.text.organisations)
    ]
    if not carried:
        return []
    columns = [
        text_column("number", texts("findingshow.number"), lambda own: own.number, 10),
        text_column("title", texts("findingshow.title"), lambda own: own.text.title, 36),
        text_column("state", texts("findingshow.state"), lambda own: texts(f"finding.state.{own.state}"), 12),
        text_column("outcome", texts("findingshow.outcome"), lambda own: _outcome(texts, own, year), 10),
        text_column("words", texts("report.figure_now"), lambda own: _figure_now(ground, own), 50),
    ]
    title = texts("report.section.follow_up")
    return [Section("report-follow-up", title, (tabled("follow-up", title, columns, carried, key="number"),))]


def _outcome(texts: Texts, finding: Finding, year: int) -> str:
    mark = finding.follow_up(year)
    return texts(f"finding.outcome.{mark.outcome}") if mark else ""


def _figure_now(ground: ReportGround, finding: Finding) -> str:
    """What the auditor wrote, then what the figures say."""
    mark = finding.follow_up(ground.fiscal_year)
    said = proposed_outcome(ground.reader, ground.texts, finding, ground.fiscal_year).words
    return "\n".join(filter(None, (mark.note if mark else "", said)))


def finding_counts(ground: ReportGround) -> list[tuple[str, str]]:
    """For the summary: how many findings there are by severity, good practices, and what became of older ones."""
    texts = ground.texts
    findings = findings_of_report(ground, "finding")
    of_year = [own for own in ground.reader.findings() if is_of_year(own, ground.fiscal_year)]
    if not of_year:
        return []
    severities = Counter(own.text.severity for own in findings)
    words = [_severity_count(ground, code, count) for code, count in severities.items()]
    counts = [(texts("report.count.findings"), _counted(len(findings), words, texts))]
    practices = len(findings_of_report(ground, "good_practice"))
    if practices:
        counts.append((texts("report.count.good_practices"), str(practices)))
    marks = [mark for own in of_year if (mark := own.follow_up(ground.fiscal_year)) is not None]
    if marks:
        outcomes = Counter(mark.outcome for mark in marks)
        told = [f"{texts(f'finding.outcome.{own}')} {count}" for own, count in sorted(outcomes.items())]
        counts.append((texts("report.count.follow_up"), _counted(len(marks), told, texts)))
    return counts


def _severity_count(ground: ReportGround, code: str, count: int) -> str:
    names = {own.code: own for own in ground.reader.severities()}
    own = names.get(code)
    if own is None:
        return f"{code} {count}"
    name = own.name_en if ground.texts.language == "en" and own.name_en else own.name_ja
    return f"{name} {count}"


def _counted(total: int, parts: Sequence[str], texts: Texts) -> str:
    return f"{total} ({texts('explain.names_join').join(parts)})" if parts else str(total)
