"""Verifies a case: the file, its references, its documents, the log, and every figure against its source."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from decimal import InvalidOperation
from itertools import chain, islice
from pathlib import Path

from auditor_app.domain.case import VerifiedPoint
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage import (
    verification_of_lineage,
    verification_of_log,
    verification_of_returns,
    verification_of_sources,
)
from auditor_app.storage.case_file import check_header
from auditor_app.storage.connections import open_connection
from auditor_app.storage.refusals import UnreadableRowError, refused, refusing_unreadable
from auditor_app.storage.schema import KNOWN_SCHEMAS, SCHEMA_VERSION, fingerprint

__all__ = ["VerifiedPoint", "verify_case"]

_UNREADABLE = (sqlite3.DatabaseError, UnreadableRowError, InvalidOperation, ValueError, TypeError, LookupError)
"""What checks meet in damaged rows: wrong types and texts that are no times, numbers or encodings."""

MOST_FAILURES = 100
"""Of one kind; more are counted, not listed."""

LARGEST_CHECKED = 16_000_000
"""Bytes of a case whose digests are recomputed whenever it is opened."""

MOST_ANSWERS_CHECKED = 50_000
"""Answers that are digested and added up whenever a case is opened: 0.15 s.  More are left to `verify_case`."""

Check = Callable[[sqlite3.Connection], Iterator[VerifiedPoint]]
Progress = Callable[[str, int, int], None]
"""Name of the check that begins, how many are done, how many there are; raising CancelledByUserError stops."""


def verify_case(path: Path, on_progress: Progress | None = None) -> list[VerifiedPoint]:
    """One point for each check that holds, one for each thing that does not; changes nothing.

    A hash chain shows tampering by anyone who does not rewrite all of it: compare the head with an export's.
    """
    try:
        check_header(path)
        with refusing_unreadable(path, is_checked=False), closing(open_connection(path, "ro")) as connection:
            connection.execute("BEGIN")
            if fingerprint(connection) != KNOWN_SCHEMAS[SCHEMA_VERSION]:
                return [VerifiedPoint("header", False, "case.altered.what", place=path.name)]
            points = [VerifiedPoint("header", True, "verify.header.holds", {"schema": SCHEMA_VERSION}, path.name)]
            for done, (name, check) in enumerate(_CHECKS):
                if on_progress is not None:
                    on_progress(name, done, len(_CHECKS))
                points += _first_failures(name, _guarded(name, check, connection))
            return points
    except CaseRefusedError as refusal:
        return [
            VerifiedPoint("header", False, f"{problem.key}.what", problem.values, path.name)
            for problem in refusal.problems
        ]


def check_unaltered(path: Path) -> None:
    """CaseRefusedError unless log, changes, rows and documents are those that were written (safety rule 13).

    Left to `verify_case` above LARGEST_CHECKED bytes.
    """
    if path.stat().st_size > LARGEST_CHECKED:
        return
    with refusing_unreadable(path, is_checked=False), closing(open_connection(path, "ro")) as connection:
        connection.execute("BEGIN")
        for name, check in _opening_checks(connection):
            for point in _guarded(name, check, connection):
                if not point.holds:
                    raise refused("case.tampered", path, point=name)


def _guarded(name: str, check: Check, connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """A check that meets unreadable rows fails; the others are still made."""
    try:
        yield from check(connection)
    except _UNREADABLE:
        yield VerifiedPoint(name, False, "verify.unreadable")


def _first_failures(name: str, points: Iterable[VerifiedPoint]) -> list[VerifiedPoint]:
    points = iter(points)
    shown = list(islice(points, MOST_FAILURES))
    rest = sum(1 for _ in points)
    return [*shown, VerifiedPoint(name, False, "verify.more", {"count": rest})] if rest else shown


def _pages(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    failures = [text for (text,) in connection.execute(f"PRAGMA integrity_check({MOST_FAILURES})") if text != "ok"]
    for text in failures:
        yield VerifiedPoint("pages", False, "verify.pages.broken", {"message": text})
    if not failures:
        count = connection.execute("PRAGMA page_count").fetchone()[0]
        yield VerifiedPoint("pages", True, "verify.pages.holds", {"count": count})


def _references(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    holds = True
    declared = ((table, row, parent) for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"))
    undeclared = (verification_of_returns.unknown_targets, verification_of_lineage.unknown_targets)
    for table, row, parent in chain(declared, *(found(connection) for found in undeclared)):
        holds = False
        values = {"table": table, "row": row, "parent": parent}
        yield VerifiedPoint("references", False, "verify.references.broken", values, table)
    if holds:
        yield VerifiedPoint("references", True, "verify.references.holds")


_CHECKS: tuple[tuple[str, Check], ...] = (
    ("pages", _pages),
    ("references", _references),
    ("log", verification_of_log.log_chain),
    ("in_force", verification_of_log.changes_in_force),
    ("digests", verification_of_log.rows_of_changes),
    ("summaries", verification_of_returns.summaries),
    ("documents", verification_of_sources.document_bytes),
    ("kept_files", verification_of_sources.kept_files),
    ("printed", verification_of_sources.printed_forms),
    ("numbers", verification_of_sources.printed_numbers),
)


def _opening_checks(connection: sqlite3.Connection) -> Iterator[tuple[str, Check]]:
    checks = dict(_CHECKS)
    has_few_answers = verification_of_returns.answer_count(connection) <= MOST_ANSWERS_CHECKED
    if not has_few_answers:
        checks["digests"] = verification_of_log.rows_but_answers
    for name in ("log", "in_force", "digests", "documents", "kept_files", *["summaries"] * has_few_answers):
        yield name, checks[name]
