"""Real case files and documents for the tests of storage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from auditor_app.domain.changes import LogEntry
from auditor_app.domain.organisations import OrganisationName
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import FactKey, FactKind, Statement, Value
from auditor_app.domain.readings import SourceDocument
from auditor_app.storage.connections import open_connection
from auditor_app.storage.creation import create_case
from auditor_app.storage.queries.changes import log
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import written_again

AUTHOR = "監査 太郎"


def ticking_clock() -> Callable[[], datetime]:
    """One second later at every look."""
    now = datetime(2007, 4, 23, 1, 2, 3, tzinfo=UTC)

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return tick


def empty_case(folder: Path, name: str = "検査.auditcase") -> Path:
    def make(path: Path) -> None:
        create_case(path, app_version="0.1.0", author=AUTHOR, clock=ticking_clock())

    return written_again(folder / name, "storage", make)


def document(text: str, name: str = "公表資料.txt", encoding: str = "utf-8") -> SourceDocument:
    content = text.encode(encoding)
    return SourceDocument(name, content, hashlib.sha256(content).hexdigest(), encoding, True, text, "別紙")


def coverage_document(rows: Sequence[tuple[str, str]], **named: str) -> tuple[SourceDocument, list[Statement]]:
    """A document of lines "name<tab>99.2 %", and the statements they make."""
    source = document("".join(f"{name}\t{percent} %\n" for name, percent in rows), **named)
    return source, [
        Statement(
            FactKey(FactKind.COVERAGE, 2006, name),
            Value(number=Decimal(percent)),
            f"{percent} %",
            Place(source.name, source.sha256, line, line, "別紙3-3"),
            unit="percent",
            position=line,
        )
        for line, (name, percent) in enumerate(rows, start=1)
    ]


def import_rows(path: Path, rows: Sequence[tuple[str, str]], clock: Callable[[], datetime] | None = None) -> None:
    """One change `published_imported` with a document of its own; its organisations must be known or not matter."""
    source, statements = coverage_document(rows)
    with UnitOfWork(path, AUTHOR, clock or ticking_clock()) as work:
        work.begin_change("published_imported", {"document": source.name, "statements": len(statements)})
        work.add_document(source)
        work.add_statements(statements)
        work.commit()


def declare(path: Path, names: Iterable[str]) -> None:
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("published_imported", {})
        for name in names:
            work.add_organisation([OrganisationName(name)])
        work.commit()


def shown_numbers(path: Path) -> dict[str, list[str]]:
    """What the auditor sees: the numbers in force by figure."""
    with CaseReader(path) as reader:
        return {
            fact.key.figure_id: [str(statement.value.number) for statement in fact.statements]
            for fact in reader.facts([FactKind.COVERAGE])
        }


def content_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by name, so that a leftover journal shows as well."""
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}


def read_log(path: Path) -> list[LogEntry]:
    """The log of a case whose schema need not be the newest."""
    with closing(open_connection(path, "ro")) as connection:
        return log(connection)
