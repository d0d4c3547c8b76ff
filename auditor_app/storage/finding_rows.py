"""Writes findings: their numbers, texts, moves, answers and follow-up, the scale, and definitions of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from sqlalchemy import Connection

from auditor_app.domain.changes import canonical_json
from auditor_app.domain.findings import (
    FigureLink,
    FindingMove,
    FindingVersion,
    FollowUpMark,
    MinistryResponse,
    Severity,
)
from auditor_app.domain.rate_options import RateOptions
from auditor_app.storage.finding_tables import (
    FindingFigureRow,
    FindingFollowUpRow,
    FindingMoveRow,
    FindingOrganisationRow,
    FindingResponseRow,
    FindingRow,
    FindingVersionRow,
    ReportDefinitionRow,
    SeverityRow,
    SeverityScaleRow,
)
from auditor_app.storage.row_blocks import known_ids
from auditor_app.storage.statement_rows import Row, insert_rows, next_id, write_fiscal_years
from auditor_app.storage.writer import driver_connection

_TEXTS = ("part", "section", "item", "role", "topic", "condition", "criteria", "cause", "effect", "recommendation")
"""Columns of a version that are fields of its text by the same name; the rest is put into its stored form."""


def write_finding(connection: Connection, number: str, version: FindingVersion, change_id: int) -> int:
    """ValueError for a number that was ever given."""
    raw = driver_connection(connection)
    if raw.execute("SELECT 1 FROM finding WHERE number = ?", (number,)).fetchone() is not None:
        raise ValueError("the number of a finding is never given twice")
    identifier = next_id(raw, "finding")
    insert_rows(connection, FindingRow, [{"id": identifier, "number": number, "change_id": change_id}])
    write_version(connection, identifier, version, change_id)
    return identifier


def write_version(connection: Connection, finding_id: int, version: FindingVersion, change_id: int) -> int:
    """The text with its organisations and figures, in their order; ValueError for an organisation it cannot name."""
    raw, text = driver_connection(connection), version.text
    refuse_unknown_finding(connection, finding_id)
    if len(set(text.organisations)) != len(text.organisations):
        raise ValueError("a finding names an organisation once")
    if text.organisations and not known_ids(raw, "organisation").issuperset(text.organisations):
        raise ValueError("the case has no organisation of that number")
    write_fiscal_years(connection, {text.fiscal_year}, change_id)
    identifier = next_id(raw, "finding_version")
    insert_rows(connection, FindingVersionRow, [_version_row(identifier, finding_id, version, change_id)])
    organisations = [
        {"finding_version_id": identifier, "position": position, "organisation_id": organisation}
        for position, organisation in enumerate(text.organisations)
    ]
    insert_rows(connection, FindingOrganisationRow, organisations)
    figures = [_figure_row(identifier, position, link) for position, link in enumerate(text.figures)]
    insert_rows(connection, FindingFigureRow, figures)
    return identifier


def write_move(connection: Connection, finding_id: int, move: FindingMove, change_id: int) -> None:
    """ValueError when somebody moved the finding meanwhile; LookupError for a text that is not its own."""
    refuse_unknown_finding(connection, finding_id)
    if move.from_state != _state(connection, finding_id):
        raise ValueError("a finding moves from the state it is in")
    row = {
        "finding_id": finding_id,
        "finding_version_id": _version_id(connection, finding_id, move.version_id),
        "from_state": move.from_state,
        "to_state": move.to_state,
        "author": named(move.by),
        "at": stored_time(move.at),
        "reason": move.reason,
        "change_id": change_id,
    }
    insert_rows(connection, FindingMoveRow, [row])


def write_response(
    connection: Connection, finding_id: int, response: MinistryResponse, by: str, at: datetime, change_id: int
) -> None:
    refuse_unknown_finding(connection, finding_id)
    row = {
        "finding_id": finding_id,
        "received_on": response.received_on.isoformat(),
        "text": response.text,
        "organisation_id": response.organisation,
        "plan": response.plan,
        "due_date": None if response.due_date is None else response.due_date.isoformat(),
        "author": named(by),
        "at": stored_time(at),
        "change_id": change_id,
    }
    insert_rows(connection, FindingResponseRow, [row])


def write_follow_up(
    connection: Connection, finding_id: int, mark: FollowUpMark, by: str, at: datetime, change_id: int
) -> None:
    refuse_unknown_finding(connection, finding_id)
    write_fiscal_years(connection, {mark.fiscal_year}, change_id)
    row = {
        "finding_id": finding_id,
        "fiscal_year": mark.fiscal_year,
        "outcome": mark.outcome,
        "note": mark.note,
        "author": named(by),
        "at": stored_time(at),
        "change_id": change_id,
    }
    insert_rows(connection, FindingFollowUpRow, [row])


def write_scale(connection: Connection, scale: Sequence[Severity], change_id: int) -> None:
    """ValueError for a level without a code, or with that of another."""
    codes = [level.code for level in scale]
    if "" in codes or len(set(codes)) != len(codes):
        raise ValueError("every level of a scale has a code of its own")
    identifier = next_id(driver_connection(connection), "severity_scale")
    insert_rows(connection, SeverityScaleRow, [{"id": identifier, "change_id": change_id}])
    levels = [
        {
            "severity_scale_id": identifier,
            "position": position,
            "code": level.code,
            "name_ja": level.name_ja,
            "name_en": level.name_en,
        }
        for position, level in enumerate(scale)
    ]
    insert_rows(connection, SeverityRow, levels)


def write_report(connection: Connection, name: str, definition: Mapping[str, object] | None, change_id: int) -> None:
    """ValueError without a name."""
    if not name.strip():
        raise ValueError("a report is saved under a name")
    stored = None if definition is None else canonical_json(dict(definition))
    insert_rows(connection, ReportDefinitionRow, [{"name": name, "definition": stored, "change_id": change_id}])


def refuse_unknown_finding(connection: Connection, finding_id: int) -> None:
    """LookupError unless the finding is in force."""
    found = driver_connection(connection).execute(
        "SELECT 1 FROM finding t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1 WHERE t.id = ?",
        (finding_id,),
    )
    if found.fetchone() is None:
        raise LookupError("the case has no such finding")


def named(person: str) -> str:
    """ValueError for nobody: whoever did something to a finding is named."""
    if not person.strip():
        raise ValueError("whoever does something to a finding has a name")
    return person


def stored_time(moment: datetime) -> str:
    """As UTC; ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone is no moment")
    return moment.astimezone(UTC).isoformat()


def _version_row(identifier: int, finding_id: int, version: FindingVersion, change_id: int) -> Row:
    text = version.text
    return {
        "id": identifier,
        "finding_id": finding_id,
        "title": text.title,
        "fiscal_year": text.fiscal_year,
        "kind": text.kind,
        "severity": text.severity,
        **{name: getattr(text, name) for name in _TEXTS},
        "owner": text.owner,
        "due_date": None if text.due_date is None else text.due_date.isoformat(),
        "tags": canonical_json(list(text.tags)),
        "author": named(version.by),
        "at": stored_time(version.at),
        "is_after_review": int(version.is_after_review),
        "reason": version.reason,
        "change_id": change_id,
    }


def _figure_row(version_id: int, position: int, link: FigureLink) -> Row:
    if link.number:
        Fraction(link.number)  # ValueError for what is no exact number; its spelling is checked by the table
    return {
        "finding_version_id": version_id,
        "position": position,
        "figure_id": link.figure_id,
        "label": link.label,
        "printed": link.printed,
        "number": link.number,
        "unit": link.unit,
        "state": link.state.value,
        "options": canonical_json(_departures(link.options)),
        "log_sequence": link.log_sequence,
    }


def _departures(options: RateOptions) -> dict[str, object]:
    """What departs from the official definition; what is added to it one day leaves older rows as they are."""
    found: dict[str, object] = {
        "item_class": options.item_class,
        "leave_out_below": options.leave_out_below,
        "include_excluded": options.include_excluded,
        "completed": sorted(list(pair) for pair in options.completed),
    }
    return {name: value for name, value in found.items() if value}


def _state(connection: Connection, finding_id: int) -> str:
    row = driver_connection(connection).execute(
        """SELECT t.to_state FROM finding_move t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
           WHERE t.finding_id = ? ORDER BY t.id DESC LIMIT 1""",
        (finding_id,),
    )
    return next((str(state) for (state,) in row), "draft")


def _version_id(connection: Connection, finding_id: int, wanted: int) -> int:
    """The text of the finding with that id, 0: the latest; LookupError when it has none."""
    found = driver_connection(connection).execute(
        """SELECT t.id FROM finding_version t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
           WHERE t.finding_id = ? AND ? IN (0, t.id) ORDER BY t.id DESC LIMIT 1""",
        (finding_id, wanted),
    )
    row = found.fetchone()
    if row is None:
        raise LookupError("a finding is moved with a text of its own")
    return int(row[0])
