"""Checks, sources, log and organisations as documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from auditor_app.domain.documents import FieldList, Section, Table
from auditor_app.services.browse_organisations import bodies_of, lineage_of_case
from auditor_app.services.check_document import case_checks
from auditor_app.services.documents.footnotes import Note
from auditor_app.services.documents.ground import Ground, ViewParts, kept, shown_remark
from auditor_app.services.documents.tabled import tabled
from auditor_app.services.tables.check_columns import check_columns, check_rows
from auditor_app.services.tables.columns import Column
from auditor_app.services.tables.organisation_columns import (
    DetailRow,
    body_columns,
    body_row,
    detail_columns,
    detail_rows,
    joined_columns,
    joined_row,
)
from auditor_app.services.tables.source_columns import (
    DocumentRow,
    LogRow,
    RefusedTableRow,
    document_columns,
    log_columns,
    refused_columns,
)
from auditor_app.services.tables.word_columns import text_column

JAPAN = timezone(timedelta(hours=9))
"""A fixed offset: the same words on every machine, whatever its zone and its table of zones."""


def japan_time(at: datetime) -> str:
    """A moment as documents write it, to the minute.

    >>> from datetime import UTC
    >>> japan_time(datetime(2026, 11, 22, 5, 5, tzinfo=UTC))
    '2026-11-22 14:05'
    """
    return f"{at.astimezone(JAPAN):%Y-%m-%d %H:%M}"


def check_parts(ground: Ground) -> ViewParts:
    """All checks, with what each rule means."""
    texts = ground.texts
    results = case_checks(ground.reader)
    rows = check_rows(results)
    if ground.selectors.filters or ground.selectors.sort:
        rows = _as_selected(ground, rows)
    about = {row.result.rule: texts(f"check.{row.result.rule}.about") for row in rows}
    notes = [Note(f"about-{rule.replace('_', '-')}", words, _at_rule(rule)) for rule, words in about.items()]
    table = _whole(ground, "checks", texts("page.checks"), check_columns(texts), rows, len(results), notes)
    failed = sum(not own.holds for own in results)
    fields = (
        (texts("checks.failed"), str(failed)),
        (texts("checks.holding"), str(len(results) - failed)),
    )
    return ViewParts((Section("checks", texts("page.checks"), (FieldList(fields), table)),))


def _at_rule(rule: str):  # type: ignore[no-untyped-def]
    return lambda row, key: key == "rule" and row.result.rule == rule


def _as_selected(ground: Ground, rows: Sequence[Any]) -> list[Any]:
    """Checks have no figure ids: the rows of scripts are matched by what they say."""
    from auditor_app.services.select_view import selected_rows
    from auditor_app.services.view_rows import check_json

    by_words = {repr(check_json(row.result)): row for row in rows}
    return [by_words[repr(own)] for own in selected_rows(ground.reader, "checks", ground.selectors)]


def source_parts(ground: Ground) -> ViewParts:
    """Documents, then the rows of them that could not be used."""
    texts, reader = ground.texts, ground.reader
    documents = [DocumentRow(document.sha256, document) for document in reader.documents()]
    wanted = ground.selected_ids("sources", "sha256")
    shown = kept(documents, wanted, lambda row: row.key)
    refused = [RefusedTableRow(f"refused:{number}", row) for number, row in enumerate(reader.refused_rows(), start=1)]
    counts = {"statements", "rows", "size"}
    columns = document_columns(texts, japan_time)
    zone = [Note("zone", texts("document.japan_time"))]
    title = texts("sources.documents")
    tables = [_whole(ground, "sources", title, columns, shown, len(documents), zone, counts=counts)]
    if refused and wanted is None:
        title = texts("sources.refused", count=len(refused))
        tables.append(_whole(ground, "refused", title, refused_columns(texts), refused))
    return ViewParts((Section("sources", texts("page.sources"), tuple(tables)),))


def log_parts(ground: Ground) -> ViewParts:
    """Everything done to the case, the newest first as on the page."""
    texts = ground.texts
    entries = [LogRow(f"log:{entry.sequence}", entry) for entry in reversed(ground.reader.log())]
    wanted = ground.selected_ids("log", "sequence")
    shown = kept(entries, wanted, lambda row: str(row.entry.sequence))
    zone = [Note("zone", texts("document.japan_time"))]
    table = _whole(ground, "log", texts("sources.log"), log_columns(texts, japan_time), shown, len(entries), zone)
    return ViewParts((Section("log", texts("sources.log"), (table,)),))


@dataclass(frozen=True)
class _NamedDetail:
    """A name or an event with the body it is of."""

    key: str
    name: str
    detail: DetailRow


def organisation_parts(ground: Ground) -> ViewParts:
    """Bodies with what became of them, the auditor's joined series, and every name and event."""
    texts, reader = ground.texts, ground.reader
    lineage = lineage_of_case(reader)
    bodies = bodies_of(reader, lineage)
    rows = [body_row(texts, lineage, body) for body in bodies]
    wanted = ground.selected_ids("organisations", "organisation")
    shown = kept(rows, wanted, lambda row: row.name.name)
    tables = [_whole(ground, "organisations", texts("page.organisations"), body_columns(texts), shown, len(rows))]
    joined = [joined_row(texts, lineage, own) for own in lineage.joined]
    if joined and wanted is None:
        title = texts("table.organisations.joined")
        tables.append(_whole(ground, "joined", title, joined_columns(texts), joined))
    details = [
        _NamedDetail(f"{row.key}:{detail.key}", row.name.name, detail)
        for row in shown
        for detail in detail_rows(texts, lineage, row.body)
    ]
    columns = [text_column("name", texts("lineage.column.name"), lambda row: row.name, 14)]
    columns += [_of_detail(column) for column in detail_columns(texts)]
    tables.append(tabled("organisation-details", texts("document.names_and_events"), columns, details, is_long=True))
    return ViewParts((Section("organisations", texts("page.organisations"), tuple(tables)),))


def _of_detail(column: Column) -> Column:
    return Column(
        column.key,
        column.title,
        lambda row: column.value(row.detail),
        lambda row: column.display(row.detail),
        kind=column.kind,
        width=column.width,
    )


def _whole(
    ground: Ground,
    table_id: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Any],
    total: int | None = None,
    notes: Sequence[Note] = (),
    counts: set[str] | frozenset[str] = frozenset(),
) -> Table:
    """A table in the columns in sight, with how many of all rows it shows."""
    return tabled(
        table_id,
        title,
        ground.shown(columns),
        rows,
        remarks=[shown_remark(ground.texts, len(rows), len(rows) if total is None else total)],
        notes=notes,
        kinds=dict.fromkeys(counts, "count"),
    )
