"""What reading a document yields, before anything is stored: recognised statements, refusals, the rest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.published import Statement
from auditor_app.foundation.errors import Problem


@dataclass(frozen=True)
class OriginalFile:
    """The file a text was taken out of, e.g. a PDF: kept beside the text, so that both can be checked."""

    name: str
    content: bytes
    sha256: str
    kind: str
    """What it is: pdf."""


@dataclass(frozen=True)
class SourceDocument:
    """A file as it was read, once: its bytes and how they became text."""

    name: str
    content: bytes
    sha256: str
    encoding: str
    encoding_is_certain: bool
    text: str
    cited: str = ""
    """What the document is a transcription of, if it is one: publisher, title, date, address."""
    alternatives: tuple[str, ...] = ()
    """Other encodings in which the bytes can be read, likeliest first."""
    original: OriginalFile | None = None
    """Set when the document is the text of another file; its own bytes are then that text in UTF-8."""


@dataclass(frozen=True)
class UnrecognisedLine:
    """A line of text in which nothing was recognised."""

    line: int
    text: str


@dataclass(frozen=True)
class DocumentReading:
    """Everything found in a document, and everything not understood."""

    document: SourceDocument
    statements: tuple[Statement, ...]
    refusals: tuple[Problem, ...]
    """Rows that look like data and cannot be used: place, what, what to do."""
    unrecognised: tuple[UnrecognisedLine, ...]
    checks: tuple[CheckResult, ...] = ()


class Effect(StrEnum):
    """What accepting a row of a proposal would do to the case."""

    NEW = "new"
    """The case has no answer to this question yet."""
    CONFIRMS = "confirms"
    """The case has the same value from another source: the place is added."""
    DIFFERS = "differs"
    """The case has another value: both are kept, and a check says so."""
    EQUAL = "equal"
    """The case has it from this very document: nothing happens."""


@dataclass(frozen=True)
class ProposalRow:
    statement: Statement
    effect: Effect
    stored: Statement | None = None
    """What the case says now, where it says something."""


@dataclass(frozen=True)
class UnknownOrganisation:
    """A name the case does not know; accepting the proposal adds it.  Suggestions are never applied by themselves."""

    name: str
    line: int
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """A reading held against a case; nothing is stored before the auditor accepts it."""

    reading: DocumentReading
    rows: tuple[ProposalRow, ...]
    unknown_organisations: tuple[UnknownOrganisation, ...]

    @property
    def changes_something(self) -> bool:
        return any(row.effect is not Effect.EQUAL for row in self.rows)

    def count(self, effect: Effect) -> int:
        return sum(row.effect is effect for row in self.rows)
