"""Attach evidence to a finding: files, files that stay outside, source places, notes, interviews; and take it off."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from auditor_app.domain.findings import Evidence
from auditor_app.domain.persons import visible_name
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.check_finding import (
    LONGEST_EVIDENCE_TITLE,
    FindingRefusedError,
    known_finding,
    limited,
    named,
    required,
    storable,
)
from auditor_app.services.check_place import problem_of_place
from auditor_app.storage.packing import KEPT_LIMIT
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from auditor_app.domain.case import StoredDocument


@dataclass(frozen=True)
class Attaching:
    """To which finding, what it is called, since when it was so, and who attaches it."""

    case: Path
    number: str
    author: str
    clock: Callable[[], datetime]
    by: str = ""
    title: str = ""
    text: str = ""
    effective_on: date | None = None


def attach_file(attaching: Attaching, path: Path) -> int:
    """A file whose bytes the case keeps up to 100 MB; of a larger one hash, size, name and where it lay.

    Its number; FindingRefusedError for what is no readable file, is empty, or is the case itself.
    """
    digest = _digest(attaching.case, path)
    is_kept = digest.size <= KEPT_LIMIT
    evidence = _of_file(Evidence("file", attaching.title or path.name), path, digest, is_kept=is_kept)
    return _attach(attaching, evidence, path)


def attach_external(attaching: Attaching, path: Path) -> int:
    """A file that stays where it is: hash, size and path, so that a change or loss is noticed."""
    evidence = Evidence("external", attaching.title or path.name)
    return _attach(attaching, _of_file(evidence, path, _digest(attaching.case, path), is_kept=False), path)


def attach_source(attaching: Attaching, document: str, place: str) -> int:
    """A place of a document in the case, named by its name or the beginning of its sha256; "": the whole of it.

    FindingRefusedError for a line, sheet or row the document does not have.
    """
    with CaseReader(attaching.case) as reader:
        found = _document(reader.documents(), document)
    code = storable(place)
    problem = problem_of_place(attaching.case, found, code)
    if problem is not None:
        raise FindingRefusedError(problem)
    title = attaching.title or f"{found.name} {code}"
    return _attach(attaching, Evidence("source", title, place=f"{found.sha256} {code}".strip()))


def attach_figure(attaching: Attaching, figure_id: str, label: str) -> int:
    """A number of the case as a source, under the words the screen has for it."""
    return _attach(attaching, Evidence("source", attaching.title or label, place=figure_id))


def attach_note(attaching: Attaching, text: str) -> int:
    note = required(text, "finding.note_missing", attaching.number)
    return _attach(attaching, Evidence("note", attaching.title or _first_words(note), text=note))


def attach_interview(attaching: Attaching, text: str, person: str) -> int:
    """What somebody said; FindingRefusedError where it does not say who."""
    said = required(text, "finding.note_missing", attaching.number)
    name = visible_name(person)
    if not name:
        raise FindingRefusedError(Problem("finding.person_missing", attaching.number))
    return _attach(attaching, Evidence("interview", attaching.title or _first_words(said), text=said, person=name))


def remove_evidence(
    case: Path,
    number: str,
    evidence_id: int,
    reason: str,
    *,
    by: str = "",
    author: str,
    clock: Callable[[], datetime],
) -> None:
    """Marks it as removed, with the reason; it stays in the case, and undo brings it back."""
    with UnitOfWork(case, author, clock) as work:
        with CaseReader(case) as reader:
            finding = known_finding(reader, number)
        if evidence_id not in {own.id for own in finding.evidence}:
            raise WrongUsageError(Problem("finding.evidence_unknown", f"{finding.number} {evidence_id}"))
        told = required(reason, "finding.reason_missing", finding.number)
        work.begin_change("evidence_removed", {"number": finding.number})
        work.remove_evidence(evidence_id, told, named(by, author), clock())
        work.commit()


@dataclass(frozen=True)
class _Digest:
    sha256: str
    size: int


def _attach(attaching: Attaching, evidence: Evidence, path: Path | None = None) -> int:
    with UnitOfWork(attaching.case, attaching.author, attaching.clock) as work:
        with CaseReader(attaching.case) as reader:
            finding = known_finding(reader, attaching.number)
        made = replace(
            evidence,
            title=" ".join(limited(evidence.title, finding.number, LONGEST_EVIDENCE_TITLE).split()),
            text=evidence.text or limited(attaching.text, finding.number),
            effective_on=attaching.effective_on,
            by=named(attaching.by, attaching.author, finding.number),
            at=attaching.clock(),
        )
        work.begin_change("evidence_added", {"number": finding.number})
        if made.kind == "file" and path is not None:
            _keep(work, made, path)
        identifier = work.add_evidence(finding.id, made)
        work.commit()
    return identifier


def _keep(work: UnitOfWork, evidence: Evidence, path: Path) -> None:
    try:
        work.keep_file(evidence.file_name, evidence.sha256, evidence.size, path if evidence.is_kept else None)
    except (OSError, ValueError) as error:  # gone, or other bytes than a moment ago
        raise FindingRefusedError(Problem("finding.file_unusable", path.name)) from error


def _of_file(evidence: Evidence, path: Path, digest: _Digest, *, is_kept: bool) -> Evidence:
    """Where it lies is kept only where the bytes are not."""
    where = "" if is_kept else storable(str(path.absolute()))
    name, sha256, size = storable(path.name), digest.sha256, digest.size
    return replace(evidence, file_name=name, sha256=sha256, size=size, is_kept=is_kept, path=where)


def _digest(case: Path, path: Path) -> _Digest:
    """Reads the file once, piece by piece."""
    try:
        if not S_ISREG(path.stat().st_mode):
            raise FindingRefusedError(Problem("finding.file_unusable", path.name))
        if path.samefile(case):
            raise FindingRefusedError(Problem("finding.file_is_the_case", path.name))
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise FindingRefusedError(Problem("finding.file_unusable", path.name)) from error
    if not size:
        raise FindingRefusedError(Problem("finding.file_empty", path.name))
    return _Digest(sha256, size)


def _document(documents: list[StoredDocument], wanted: str) -> StoredDocument:
    found = [own for own in documents if wanted and (own.name == wanted or own.sha256.startswith(wanted.lower()))]
    if len({own.sha256 for own in found}) != 1:
        raise WrongUsageError(Problem("finding.document_unknown", wanted))
    return found[0]


def _first_words(text: str) -> str:
    """
    >>> _first_words("一行目\\n二行目")
    '一行目'
    """
    line = text.splitlines()[0]
    return line if len(line) <= 60 else f"{line[:59]}…"
