"""Published facts: what a source states about a subject, in the form it was printed.

A *fact* is a question with a stable key ("the coverage rate of 農林水産省 in FY2006"); a *statement* is
one source's answer to it, at one place.  Several sources may answer the same question, and answer it
differently: the fact keeps them all, and one rule (`preferred`) says which is shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from auditor_app.domain.provenance import Confidence, Place


class FactKind(StrEnum):
    """What is stated; the English word is part of the figure's id and never changes."""

    COVERAGE = "coverage"
    """把握率 of an organisation, in percent; secondary value: with the organisation's own survey."""
    IMPLEMENTATION = "implementation"
    """実施率 of a Part, in percent."""
    ACHIEVEMENT = "achievement"
    """到達率 of a Part, in percent."""
    MEASURE_COUNT = "measure_count"
    """Number of measures of an area (subject), aspect new | continued | total; secondary value: re-listed ones."""
    MEASURE_TOTAL = "measure_total"
    """Printed total of a programme, doubles removed (159)."""
    MEASURE = "measure"
    """A named main measure (aspect) of an area (subject), attribute `parties`: ministries in charge."""
    GOAL = "goal"
    """The goal of an area."""
    DIRECTION_COUNT = "direction_count"
    """Number of measures of a direction for the following year."""
    DIRECTION_TOTAL = "direction_total"
    """Printed total of the directions (24)."""
    DIRECTION = "direction"
    """A named item (aspect) of a direction (subject)."""
    EVALUATION = "evaluation"
    """What the evaluation says of a field (subject); may carry a bounded claim."""
    WEAK_AREA = "weak_area"
    """A topic (aspect) named as needing improvement, by role and Part."""
    STANDARD_PART = "standard_part"
    """The title of a Part of the standard."""
    REVISION = "revision"
    """An entry of a revision list: aspect = title, section, attribute `change`: new | changed | reclassified."""
    SECTOR = "sector"
    """A sector of critical infrastructure (subject), aspect existing | new."""
    SECTOR_COUNT = "sector_count"
    """Number of sectors, aspect existing | new | all."""
    CEPTOAR_COUNT = "ceptoar_count"
    """Number of CEPTOARs, aspect as for sectors."""
    SECTOR_STATE = "sector_state"
    """How far safety standards or CEPTOARs are (subject: safety_standards | ceptoar), aspect existing | new | all."""
    WORKED_EXAMPLE = "worked_example"
    """The source's own example: aspect (a), (b), (c) with number = ratio, or implementation."""
    MEETING = "meeting"
    """A numbered meeting (subject = body, aspect = number) and its date as text YYYY-MM-DD."""
    DATED_DOCUMENT = "dated_document"
    """A document named (subject) with its date as text YYYY-MM-DD."""
    ANNEX_REFERENCE = "annex_reference"
    """A reference to an annex: subject = section of the document, aspect announced | referred, text = annex."""
    SCOPE = "scope"
    """What a fiscal year's reports were limited to (aspect: classes | roles | levels | systems)."""
    FOOTNOTE = "footnote"
    """A footnote of a table; `aspect` tells which."""
    INSPECTION_GRADE = "inspection_grade"
    """重点検査 grade A-D of an organisation for a target (aspect)."""
    INSPECTION_RATE = "inspection_rate"
    """重点検査 rate over all organisations for a target (aspect)."""
    FINDING_SHARE = "finding_share"
    """Share of audit findings by section of the standard, a ranked list: what is not listed is not zero."""
    AUDITED_COUNT = "audited_count"
    """Number of organisations audited in a year."""


LIST_KINDS = frozenset({FactKind.ANNEX_REFERENCE})
"""Kinds of which one document gives several answers to one question."""


class State(StrEnum):
    """Why there is, or is not, a number.  Zero is a number: it is `reported` with value 0."""

    REPORTED = "reported"
    NO_DUTY = "no_duty"
    NOT_REPORTED = "not_reported"
    EXCLUDED = "excluded"
    NOT_TRANSCRIBED = "not_transcribed"


def fold_name(text: str) -> str:
    """The form in which names are compared: NFKC, without any white space, colons made safe for keys.

    >>> fold_name("農 林 水 産 省"), fold_name("CEPTOAR:A")
    ('農林水産省', 'CEPTOAR：A')
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).replace(":", "：")


@dataclass(frozen=True)
class FactKey:
    """The question a fact answers; its text form is the figure id scripts use.

    >>> FactKey(FactKind.COVERAGE, 2006, "農林水産省").figure_id
    'coverage:2006:農林水産省'
    >>> FactKey(FactKind.WEAK_AREA, 2006, aspect="教育", role="staff", part="3").figure_id
    'weak_area:2006::教育:staff:3'
    >>> FactKey(FactKind.FINDING_SHARE, 2020, "政府機関", section="6.1", fiscal_year_to=2021).figure_id
    'finding_share:2020-2021:政府機関::::6.1'
    """

    kind: FactKind
    fiscal_year: int
    subject: str = ""
    aspect: str = ""
    role: str = ""
    part: str = ""
    section: str = ""
    fiscal_year_to: int = 0
    """Last year of a span of years; 0 for a single year."""

    @property
    def words(self) -> str:
        """What the question is about, in the document's words.

        >>> FactKey(FactKind.INSPECTION_GRADE, 2005, "財務省", "端末(PC)").words
        '財務省 · 端末(PC) · 2005'
        """
        parts = (self.subject, self.section, self.role, self.part, self.aspect, str(self.fiscal_year))
        return " · ".join(text for text in parts if text and text != "*")

    @property
    def figure_id(self) -> str:
        years = f"{self.fiscal_year}-{self.fiscal_year_to}" if self.fiscal_year_to else str(self.fiscal_year)
        parts = [self.kind.value, years]
        parts += [fold_name(text) for text in (self.subject, self.aspect, self.role, self.part, self.section)]
        return ":".join(parts).rstrip(":")


@dataclass(frozen=True)
class Value:
    """What a source says: a number, a grade, a bounded claim, a text, or a state of "no number".

    `lower` and `upper` bound a claim such as 9割弱 (upper 90, not reached); a bounded claim has no number,
    so that nobody averages it.  Numbers are exact, as printed.
    """

    number: Decimal | None = None
    secondary: Decimal | None = None
    secondary_meaning: str = ""
    """with_own_survey | relisted"""
    lower: Decimal | None = None
    upper: Decimal | None = None
    grade: str = ""
    text: str = ""
    state: State = State.REPORTED


@dataclass(frozen=True)
class Statement:
    """One source's answer to the question of a fact, at one place, in its printed form."""

    key: FactKey
    value: Value
    printed: str
    place: Place
    unit: str = ""
    is_draft: bool = False
    confidence: Confidence = Confidence.PRINTED
    basis: str = ""
    """On what the number rests when the source says so, e.g. 全体 or 全機関の平均."""
    note: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    """Further printed particulars by name, sorted; e.g. parties, change, reason."""
    position: int = 0
    """Printed order within the document's list, from 1; 0 when order has no meaning."""

    def attribute(self, name: str) -> str:
        """The particular of that name, or ""."""
        return dict(self.attributes).get(name, "")

    @property
    def is_summary(self) -> bool:
        """Whether the text is a summary in our own words, not the printed one."""
        return self.attribute("wording") == "summary"

    def says_the_same_as(self, other: Statement) -> bool:
        """Same fact, same value: places, notes, printed spacing and confidence may differ.

        A text is compared in its folded form; a summary in our own words
        (attribute `wording`) never contradicts a printed text.
        """
        if self.key.figure_id != other.key.figure_id:
            return False
        mine, theirs = self.value, other.value
        if mine.text and theirs.text and (self.is_summary or other.is_summary):
            mine, theirs = replace(mine, text=""), replace(theirs, text="")
        return replace(mine, text=fold_name(mine.text)) == replace(theirs, text=fold_name(theirs.text))


@dataclass(frozen=True)
class Fact:
    """A question with all the statements in force that answer it."""

    key: FactKey
    statements: tuple[Statement, ...]

    @property
    def shown(self) -> Statement:
        return preferred(self.statements)

    @property
    def is_contradicted(self) -> bool:
        """Whether its sources state different values; answers that make up a list contradict nobody."""
        if self.key.kind in LIST_KINDS:
            return False
        shown = self.shown
        return any(not statement.says_the_same_as(shown) for statement in self.statements)


def preferred(statements: Iterable[Statement]) -> Statement:
    """Which of several statements of one fact is shown.

    The value: that of the surest source, among equals the one stored first; a later document never silently
    replaces an earlier value, it is shown beside it and fails the check `conflicting_statements`.
    The place: among the sources that state this value as surely, the document added last, so that a release
    that was read into the case is opened rather than our own transcription of it.
    """
    stored = list(statements)
    first = min(stored, key=lambda statement: statement.confidence.rank)
    agreeing = [own for own in stored if own.confidence is first.confidence and own.says_the_same_as(first)]
    latest = agreeing[-1].place.sha256
    return next(own for own in agreeing if own.place.sha256 == latest)
