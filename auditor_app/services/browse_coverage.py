"""The coverage table of a fiscal year, with its means, footnotes, and who is in analysis."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import Fact, FactKind, State, Statement, fold_name
from auditor_app.domain.rates import (
    MEAN_BASES,
    CoverageMean,
    OrganisationCoverage,
    coverage_mean,
    is_in_analysis,
)
from auditor_app.storage.reading import CaseReader

OWN_SURVEY = "own_survey"
DECISION = "decision"


@dataclass(frozen=True)
class CoverageRow:
    """One organisation's coverage of a year.  Percentages are as printed; None where there is no number."""

    fiscal_year: int
    position: int
    """Printed order, from 1."""
    organisation: str
    english: str
    official_percent: Decimal | None
    with_own_survey_percent: Decimal | None
    state: State
    is_in_analysis: bool
    exclusion_reason: str
    """"" | own_survey (the published rule) | decision (the auditor's)."""
    decision: AnalysisDecision | None
    """What the auditor decided, also when it agrees with the rule."""
    fact: Fact
    role: str = "all"
    target: int | None = None
    ascertained: int | None = None

    @property
    def figure_id(self) -> str:
        return self.fact.key.figure_id

    @property
    def difference_points(self) -> Decimal | None:
        """With own survey minus official, in percentage points."""
        if self.official_percent is None or self.with_own_survey_percent is None:
            return None
        return self.with_own_survey_percent - self.official_percent

    @property
    def source(self) -> Place:
        return self.fact.shown.place

    @property
    def printed(self) -> str | None:
        return printed_pair(self.official_percent, self.with_own_survey_percent)

    def for_mean(self) -> OrganisationCoverage:
        return OrganisationCoverage(
            self.organisation, self.official_percent, self.with_own_survey_percent, self.is_in_analysis
        )


@dataclass(frozen=True)
class CoverageTable:
    """All organisations of a year in printed order, and what belongs to the table as a whole."""

    fiscal_year: int
    rows: tuple[CoverageRow, ...]
    footnotes: tuple[Statement, ...]
    scope: tuple[Statement, ...]

    def means(self, include_excluded: bool = False) -> tuple[CoverageMean, ...]:
        """The three means, each with its basis; `include_excluded` is the what-if switch."""
        inputs = [row.for_mean() for row in self.rows]
        return tuple(coverage_mean(inputs, basis, include_excluded) for basis in MEAN_BASES)

    @property
    def excluded(self) -> tuple[CoverageRow, ...]:
        return tuple(row for row in self.rows if not row.is_in_analysis)


def coverage_table(reader: CaseReader, fiscal_year: int) -> CoverageTable:
    """The coverage of a year in printed order; without rows when the case holds none."""
    decisions = reader.decisions()
    english = {fold_name(name.name): name.english for own in reader.organisations() for name in own.names}
    facts = reader.facts([FactKind.COVERAGE, FactKind.FOOTNOTE, FactKind.SCOPE], [fiscal_year])
    by_kind = {
        kind: [fact for fact in facts if fact.key.kind is kind]
        for kind in (FactKind.COVERAGE, FactKind.FOOTNOTE, FactKind.SCOPE)
    }
    rows = []
    for position, fact in enumerate(by_kind[FactKind.COVERAGE], start=1):
        folded = fold_name(fact.key.subject)
        rows.append(_row(fact, position, english.get(folded, ""), decisions.get((fiscal_year, folded))))
    return CoverageTable(
        fiscal_year,
        tuple(rows),
        tuple(fact.shown for fact in by_kind[FactKind.FOOTNOTE]),
        tuple(fact.shown for fact in by_kind[FactKind.SCOPE]),
    )


def printed_pair(official: Decimal | None, with_own_survey: Decimal | None) -> str | None:
    """The printed form of a coverage cell; None where there is no number.

    >>> printed_pair(Decimal("31.2"), Decimal("98.2")), printed_pair(Decimal("100.0"), None), printed_pair(None, None)
    ('31.2 % (98.2 %)', '100.0 %', None)
    """
    if official is None:
        return None
    return f"{official} %" if with_own_survey is None else f"{official} % ({with_own_survey} %)"


def _row(fact: Fact, position: int, english: str, decision: AnalysisDecision | None) -> CoverageRow:
    shown = fact.shown
    own = shown.value.secondary if shown.value.secondary_meaning == "with_own_survey" else None
    included = is_in_analysis(own, decision.is_included if decision else None)
    reason = "" if included else (DECISION if decision else OWN_SURVEY)
    return CoverageRow(
        fiscal_year=fact.key.fiscal_year,
        position=position,
        organisation=fact.key.subject,
        english=english,
        official_percent=shown.value.number,
        with_own_survey_percent=own,
        state=shown.value.state,
        is_in_analysis=included,
        exclusion_reason=reason,
        decision=decision,
        fact=fact,
    )
