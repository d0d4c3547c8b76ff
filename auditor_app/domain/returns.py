"""What organisations return: counts of coverage, answers per item and role, and the sums over their units.

A *report* is what one document says of one unit of an organisation in one fiscal year.  Its answers are counted
unless the report is kept as a further version beside the one that counts (`Standing`), or a later report supersedes
single answers of it.  `None` in a count means "not reported"; 0 obliged means that no duty arose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

ReturnKind = Literal["coverage", "answers", "catalogue", "crosswalk", "organisations", "programme"]
RETURN_KINDS: tuple[ReturnKind, ...] = (
    "coverage",
    "answers",
    "catalogue",
    "crosswalk",
    "organisations",
    "programme",
)
"""Tables that come in as files; the names are those of `import --as`."""

Standing = Literal["counted", "version"]
"""Whether a report counts, or is kept beside the one that does."""

LARGEST_COUNT = 2**31 - 1
"""No ministry has more people or systems; a larger count is a slip of the pen and refused."""


@dataclass(frozen=True)
class SourceRow:
    """A row of a document kept in the case (or known by its hash): where a count stands."""

    document: str
    sha256: str
    sheet: str
    """"" for a text; the name of the sheet, or "p.<page>-<table>" for a table of a PDF."""
    row: int
    """From 1, as the spreadsheet or the text editor counts."""

    def code(self) -> str:
        """Stable short form for scripts.

        >>> SourceRow("a.xlsx", "", "回答", 12).code(), SourceRow("a.csv", "", "", 12).code()
        ('回答!12', 'L12')
        """
        return f"{self.sheet}!{self.row}" if self.sheet else f"L{self.row}"


@dataclass(frozen=True)
class NewReport:
    """A report to be stored; its number is given by the case file."""

    fiscal_year: int
    organisation_id: int
    unit: str
    sha256: str
    sheet: str
    standing: Standing = "counted"
    answer_count: int = 0
    """How many answers will follow; the big table finds its n-th row by these counts."""


@dataclass(frozen=True)
class Report:
    """A report in force."""

    id: int
    fiscal_year: int
    organisation_id: int
    unit: str
    document: str
    sha256: str
    sheet: str
    standing: Standing
    answer_count: int
    change_id: int
    superseded_count: int = 0
    """How many of its answers a later report supersedes: they do not count and are not listed."""


class NewCoverageCount(NamedTuple):
    """One row of a coverage return, to be stored."""

    report_id: int
    role_id: int
    target: int
    ascertained: int
    ascertained_with_own_survey: int | None
    source_row: int


@dataclass(frozen=True)
class CoverageCount:
    """How many of a unit's people (or systems) of a role were ascertained."""

    fiscal_year: int
    organisation_id: int
    unit: str
    role: str
    """Code of the role."""
    target: int
    ascertained: int
    ascertained_with_own_survey: int | None
    source: SourceRow


class NewAnswer(NamedTuple):
    """One answer to be stored: stored in the order report, item, role."""

    report_id: int
    item_id: int
    role_id: int
    obliged: int | None
    implemented: int | None
    source_row: int


class AnswerKey(NamedTuple):
    """What names one stored answer."""

    report_id: int
    item_id: int
    role_id: int


class StoredAnswer(NamedTuple):
    """One answer in force, as the big table and the drill-down show it."""

    report_id: int
    item_id: int
    role_id: int
    obliged: int | None
    implemented: int | None
    source_row: int


class ItemSum(NamedTuple):
    """The answers of an organisation's units to one item in one role, summed: what every rate is made of.

    `answered` counts the answers with both numbers; only those are in the sums.  No duty arose where `answered`
    is positive and `obliged` 0; nothing was reported where `answered` is 0.
    """

    fiscal_year: int
    organisation_id: int
    item_id: int
    role_id: int
    answered: int
    obliged: int
    implemented: int
