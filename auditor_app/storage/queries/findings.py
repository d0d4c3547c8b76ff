"""Findings with all that happened to them: one query for each table, put together by the numbers of their rows."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, get_args

from auditor_app.domain.findings import (
    STATES,
    Evidence,
    EvidenceKind,
    FigureLink,
    Finding,
    FindingKind,
    FindingMove,
    FindingText,
    FindingVersion,
    FollowUp,
    FollowUpMark,
    MinistryResponse,
    RemovedEvidence,
)
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.standards import ItemClass
from auditor_app.foundation.collecting import collector_paused
from auditor_app.storage.queries.changes import json_object, time_of
from auditor_app.storage.queries.organisations import day_of
from auditor_app.storage.refusals import UnreadableRowError

T = TypeVar("T")
Grouped = dict[int, list[T]]
"""By the row they hang on, in the order they were written."""

_KINDS, _OUTCOMES = get_args(FindingKind), get_args(FollowUp)
_EVIDENCE_KINDS, _CLASSES = get_args(EvidenceKind), get_args(ItemClass)

_VERSION = (
    "t.title, t.fiscal_year, t.kind, t.severity, t.part, t.section, t.item, t.role, t.topic, t.condition, t.criteria, "
    "t.cause, t.effect, t.recommendation, t.owner, t.due_date, t.tags, t.author, t.at, t.is_after_review, t.reason"
)
_EVIDENCE = (
    "t.kind, t.title, t.text, t.effective_on, t.file_name, t.sha256, t.size, "
    "EXISTS (SELECT 1 FROM kept_piece p WHERE p.kept_file_id = t.kept_file_id), "
    "t.path, t.place, t.person, t.author, t.at, t.id"
)
_REMOVED = """
    SELECT r.evidence_id FROM evidence_removal r JOIN change taking ON taking.id = r.change_id
    WHERE taking.is_in_force = 1
"""


class _Scope(NamedTuple):
    """All findings, or one of them: where its rows are found, without reading those of the others."""

    connection: sqlite3.Connection
    finding_id: int | None = None

    def rows(self, table: str, columns: str, further: str = "1 = 1") -> Iterator[tuple[Any, ...]]:
        """Finding and columns of the rows of a table that are in force, oldest first."""
        return self._execute(
            f"""SELECT t.finding_id, {columns} FROM {table} t
                JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
                WHERE {further} AND {{of_finding}} ORDER BY t.id""",
            "t.finding_id = ?",
        )

    def rows_of_versions(self, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
        """Version and columns of the rows of a table that hang on versions, in their positions."""
        return self._execute(
            f"""SELECT t.finding_version_id, {columns} FROM {table} t WHERE {{of_finding}}
                ORDER BY t.finding_version_id, t.position""",
            "t.finding_version_id IN (SELECT v.id FROM finding_version v WHERE v.finding_id = ?)",
        )

    def _execute(self, sql: str, of_finding: str) -> Iterator[tuple[Any, ...]]:
        if self.finding_id is None:
            return self.connection.execute(sql.format(of_finding="1 = 1"))
        return self.connection.execute(sql.format(of_finding=of_finding), (self.finding_id,))


def findings(connection: sqlite3.Connection) -> list[Finding]:
    """All in force, in the order they were raised."""
    rows = connection.execute(
        "SELECT t.id, t.number FROM finding t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1 ORDER BY t.id"
    )
    with collector_paused():  # ten thousand findings are some hundred thousand objects, none of them in a cycle
        return _findings(_Scope(connection), rows.fetchall())


def finding(connection: sqlite3.Connection, number: str) -> Finding | None:
    row = connection.execute(
        """SELECT t.id, t.number FROM finding t JOIN change c ON c.id = t.change_id AND c.is_in_force = 1
           WHERE t.number = ?""",
        (number,),
    ).fetchone()
    return None if row is None else _findings(_Scope(connection, row[0]), [row])[0]


def given_numbers(connection: sqlite3.Connection) -> list[str]:
    """All that were ever given, also of undone changes."""
    return [number for (number,) in connection.execute("SELECT number FROM finding ORDER BY id")]


def removed_evidence(connection: sqlite3.Connection, finding_id: int) -> list[RemovedEvidence]:
    """What was taken away from a finding, in the order it was."""
    rows = connection.execute(
        f"""SELECT r.reason, r.author, r.at, {_EVIDENCE}
            FROM evidence_removal r JOIN change c ON c.id = r.change_id AND c.is_in_force = 1
            JOIN evidence t ON t.id = r.evidence_id
            WHERE t.finding_id = ? ORDER BY r.id""",
        (finding_id,),
    )
    return [RemovedEvidence(_evidence(row), reason, by, time_of(at)) for reason, by, at, *row in rows]


def _findings(scope: _Scope, known: list[tuple[int, str]]) -> list[Finding]:
    versions, moves = _versions(scope), _moves(scope)
    responses, follow_ups, evidence = _responses(scope), _follow_ups(scope), _shown_evidence(scope)
    if not versions.keys() >= {identifier for identifier, _ in known}:
        raise UnreadableRowError("finding without a text")
    return [
        Finding(
            identifier,
            number,
            tuple(versions[identifier]),
            tuple(moves[identifier]),
            tuple(responses[identifier]),
            tuple(follow_ups[identifier]),
            tuple(evidence[identifier]),
        )
        for identifier, number in known
    ]


def _versions(scope: _Scope) -> Grouped[FindingVersion]:
    organisations: Grouped[int] = defaultdict(list)
    for version, organisation in scope.rows_of_versions("finding_organisation", "t.organisation_id"):
        organisations[version].append(organisation)
    figures = _figures(scope)
    found: Grouped[FindingVersion] = defaultdict(list)
    for owner, identifier, *row in scope.rows("finding_version", f"t.id, {_VERSION}"):
        title, year, kind, severity, *texts, due_date, tags, by, at, is_after_review, reason = row
        named, linked = tuple(organisations.get(identifier, ())), tuple(figures.get(identifier, ()))
        fields = (
            title,
            year,
            _known(kind, _KINDS),
            severity,
            named,
            *texts,
            day_of(due_date),
            _tags(tags),
            linked,
        )
        text = FindingText(*fields)
        found[owner].append(FindingVersion(identifier, text, by, time_of(at), bool(is_after_review), reason))
    return found


def _figures(scope: _Scope) -> Grouped[FigureLink]:
    columns = "t.figure_id, t.label, t.printed, t.number, t.unit, t.state, t.options, t.log_sequence"
    found: Grouped[FigureLink] = defaultdict(list)
    for version, figure_id, label, printed, number, unit, state, options, log_sequence in scope.rows_of_versions(
        "finding_figure", columns
    ):
        link = FigureLink(figure_id, label, printed, number, unit, _state(state), _options(options), log_sequence)
        found[version].append(link)
    return found


def _moves(scope: _Scope) -> Grouped[FindingMove]:
    columns = "t.from_state, t.to_state, t.author, t.at, t.reason, t.finding_version_id"
    found: Grouped[FindingMove] = defaultdict(list)
    for owner, former, later, by, at, reason, version in scope.rows("finding_move", columns):
        move = FindingMove(_known(former, STATES), _known(later, STATES), by, time_of(at), reason, version)
        found[owner].append(move)
    return found


def _responses(scope: _Scope) -> Grouped[MinistryResponse]:
    columns = "t.received_on, t.text, t.organisation_id, t.plan, t.due_date, t.author, t.at"
    found: Grouped[MinistryResponse] = defaultdict(list)
    for owner, received_on, text, organisation, plan, due_date, by, at in scope.rows("finding_response", columns):
        received = day_of(received_on)
        if received is None:
            raise UnreadableRowError("day")
        found[owner].append(MinistryResponse(received, text, organisation, plan, day_of(due_date), by, time_of(at)))
    return found


def _follow_ups(scope: _Scope) -> Grouped[FollowUpMark]:
    columns = "t.fiscal_year, t.outcome, t.note, t.author, t.at"
    found: Grouped[FollowUpMark] = defaultdict(list)
    for owner, year, outcome, note, by, at in scope.rows("finding_follow_up", columns):
        found[owner].append(FollowUpMark(year, _known(outcome, _OUTCOMES), note, by, time_of(at)))
    return found


def _shown_evidence(scope: _Scope) -> Grouped[Evidence]:
    found: Grouped[Evidence] = defaultdict(list)
    for owner, *row in scope.rows("evidence", _EVIDENCE, f"t.id NOT IN ({_REMOVED})"):
        found[owner].append(_evidence(row))
    return found


def _evidence(row: list[Any]) -> Evidence:
    kind, title, text, effective_on, name, sha256, size, is_kept, path, place, person, by, at, identifier = row
    return Evidence(
        _known(kind, _EVIDENCE_KINDS),
        title,
        text,
        day_of(effective_on),
        name,
        sha256,
        size,
        bool(is_kept),
        path,
        place,
        person,
        by,
        time_of(at),
        identifier,
    )


def _known(word: Any, words: tuple[str, ...]) -> Any:
    """A word of a closed list; UnreadableRowError for any other."""
    if word not in words:
        raise UnreadableRowError("word")
    return word


@lru_cache(maxsize=256)
def _state(text: str) -> State:
    try:
        return State(text)
    except ValueError as error:
        raise UnreadableRowError("state") from error


@lru_cache(maxsize=256)
def _options(text: str) -> RateOptions:
    """Options in their stored form: only what departs from the official definition."""
    stored = json_object(text)
    item_class, completed = stored.get("item_class", ""), stored.get("completed", [])
    try:
        return RateOptions(
            item_class if item_class == "" else _known(item_class, _CLASSES),
            int(stored.get("leave_out_below", 0)),  # type: ignore[call-overload]
            stored.get("include_excluded", False) is True,
            frozenset((str(item), str(role)) for item, role in completed),  # type: ignore[attr-defined]
        )
    except (TypeError, ValueError) as error:
        raise UnreadableRowError("options") from error


@lru_cache(maxsize=256)
def _tags(text: str) -> tuple[str, ...]:
    try:
        tags = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableRowError("json") from error
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise UnreadableRowError("json")
    return tuple(tags)
