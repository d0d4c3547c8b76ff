"""The coverage of a fiscal year, as published and as recomputed from returns, with its means and footnotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.provenance import Place
from auditor_app.domain.published import Fact, FactKind, State, Statement, fold_name
from auditor_app.domain.rates import (
    MEAN_BASES,
    CoverageMean,
    CoverageSum,
    Difference,
    OrganisationCoverage,
    coverage_mean,
    difference_of,
)
from auditor_app.domain.returns import CoverageCount, SourceRow
from auditor_app.domain.year_returns import ALL, DECISION, OWN_SURVEY, Standpoint
from auditor_app.services.browse_returns import coverage_by_organisation, coverage_sum, standpoint, standpoints_of_year
from auditor_app.services.expected_reports import expected_units
from auditor_app.services.figure_ids import coverage_return_id
from auditor_app.storage.reading import CaseReader

__all__ = ["DECISION", "OWN_SURVEY", "CoverageRow", "CoverageTable", "coverage_table", "printed_pair"]

Basis = Literal["published", "returns"]


@dataclass(frozen=True)
class CoverageRow:
    """One organisation's coverage of a year: as printed, or as summed from its returns (then exact)."""

    fiscal_year: int
    position: int
    """Printed order, from 1; organisations known from returns alone follow."""
    organisation: str
    english: str
    official_percent: Decimal | Fraction | None
    with_own_survey_percent: Decimal | Fraction | None
    state: State
    standpoint: Standpoint
    fact: Fact | None
    """What was published; None for a row from returns."""
    role: str = ALL
    counts: CoverageSum | None = None
    """What the returns say of this organisation and role, also beside a published value."""
    unit: str = ""
    source_row: SourceRow | None = None
    """The row of a return, for the counts of one unit and role."""

    @property
    def basis(self) -> Basis:
        return "published" if self.fact else "returns"

    @property
    def is_expected(self) -> bool:
        """Whether it is here only because the year was begun with it: it has returned no coverage yet."""
        return self.fact is None and self.counts is None

    @property
    def is_in_analysis(self) -> bool:
        return self.standpoint.is_in_analysis

    @property
    def exclusion_reason(self) -> str:
        """ "" | own_survey (the published rule) | decision (the auditor's)."""
        return self.standpoint.exclusion_reason

    @property
    def decision(self) -> AnalysisDecision | None:
        """What the auditor decided, also when it agrees with the rule."""
        return self.standpoint.decision

    @property
    def target(self) -> int | None:
        return self.counts.target if self.counts and not self.fact else None

    @property
    def ascertained(self) -> int | None:
        return self.counts.ascertained if self.counts and not self.fact else None

    @property
    def figure_id(self) -> str:
        if self.fact is not None:
            return self.fact.key.figure_id
        return coverage_return_id(self.fiscal_year, self.organisation, self.role, self.unit)

    @property
    def difference_points(self) -> Decimal | Fraction | None:
        """With own survey minus official, in percentage points."""
        own, official = self.with_own_survey_percent, self.official_percent
        if own is None or official is None:
            return None
        if isinstance(own, Decimal) and isinstance(official, Decimal):
            return own - official
        return Fraction(own) - Fraction(official)

    @property
    def difference(self) -> Difference | None:
        """How the published value and the one recomputed from returns stand to one another."""
        published = self.official_percent
        if self.fact is None or not isinstance(published, Decimal) or self.counts is None:
            return None
        recomputed = self.counts.official_percent
        return None if recomputed is None else difference_of(published, recomputed)

    @property
    def source(self) -> Place | None:
        return self.fact.shown.place if self.fact else None

    @property
    def printed(self) -> str | None:
        """The printed form; None for what was never printed."""
        return printed_pair(self.official_percent, self.with_own_survey_percent) if self.fact else None

    def for_mean(self) -> OrganisationCoverage:
        return OrganisationCoverage(
            self.organisation, self.official_percent, self.with_own_survey_percent, self.is_in_analysis
        )


@dataclass(frozen=True)
class CoverageTable:
    """All organisations of a year in printed order, and what belongs to the table as a whole."""

    fiscal_year: int
    rows: tuple[CoverageRow, ...]
    """One for each organisation: the published one where there is one, else the one from returns."""
    returned: tuple[CoverageRow, ...]
    """From returns alone: for each organisation the sum over roles (role `all`), then each role.

    Who is expected and has returned nothing yet comes last, without counts.
    """
    footnotes: tuple[Statement, ...]
    scope: tuple[Statement, ...]

    def means(self, include_excluded: bool = False) -> tuple[CoverageMean, ...]:
        """The three means, each with its basis; `include_excluded` is the what-if switch."""
        inputs = [row.for_mean() for row in self.rows]
        return tuple(coverage_mean(inputs, basis, include_excluded) for basis in MEAN_BASES)

    @property
    def excluded(self) -> tuple[CoverageRow, ...]:
        return tuple(row for row in self.rows if not row.is_in_analysis)

    def row(self, figure_id: str) -> CoverageRow | None:
        """The row of that figure, in whichever of the two lists it stands."""
        return next((row for row in (*self.rows, *self.returned) if row.figure_id == figure_id), None)


def coverage_table(reader: CaseReader, fiscal_year: int) -> CoverageTable:
    """The coverage of a year in printed order; without rows when the case holds none."""
    facts = reader.facts([FactKind.COVERAGE, FactKind.FOOTNOTE, FactKind.SCOPE], [fiscal_year])
    counts = reader.coverage_counts(fiscal_year)
    bodies = reader.organisations()
    standpoints = standpoints_of_year(reader, fiscal_year, coverage_by_organisation(counts))
    returned = _rows_of_returns(counts, bodies, standpoints, fiscal_year)
    returned += _rows_expected(reader, {own for own, _ in returned}, bodies, standpoints, fiscal_year)
    sums = {own: row.counts for own, row in returned if row.role == ALL}
    rows = []
    for position, fact in enumerate((fact for fact in facts if fact.key.kind is FactKind.COVERAGE), start=1):
        rows.append(_published_row(reader, fact, position, bodies, standpoints, sums))
    printed = {own.id for row in rows if (own := find_organisation(bodies, row.organisation))}
    first = len(rows) + 1
    rest = [row for own, row in returned if row.role == ALL and own not in printed]
    rows += [replace(row, position=position) for position, row in enumerate(rest, start=first)]
    return CoverageTable(
        fiscal_year,
        tuple(rows),
        tuple(row for _, row in returned),
        tuple(fact.shown for fact in facts if fact.key.kind is FactKind.FOOTNOTE),
        tuple(fact.shown for fact in facts if fact.key.kind is FactKind.SCOPE),
    )


def printed_standpoints(reader: CaseReader, fiscal_year: int) -> list[tuple[str, Standpoint]]:
    """Everybody the coverage of a year was printed for, in printed order, and whether it is in analysis."""
    facts = reader.facts([FactKind.COVERAGE], [fiscal_year])
    bodies = reader.organisations()
    standpoints = standpoints_of_year(reader, fiscal_year, reader.coverage_sums(fiscal_year))
    return [
        (
            fact.key.subject,
            _printed_standpoint(reader, fact, find_organisation(bodies, fact.key.subject), standpoints),
        )
        for fact in facts
    ]


def coverage_of_units(reader: CaseReader, fiscal_year: int, organisation: str = "") -> list[CoverageRow]:
    """The counts as returned, unit by unit and role by role, of one organisation or of all."""
    counts = reader.coverage_counts(fiscal_year)
    bodies = {body.id: body for body in reader.organisations()}
    standpoints = standpoints_of_year(reader, fiscal_year, coverage_by_organisation(counts))
    wanted = find_organisation(list(bodies.values()), organisation) if organisation else None
    if organisation and wanted is None:
        return []
    return [
        _returned_row(
            bodies[count.organisation_id],
            fiscal_year,
            position,
            standpoints[count.organisation_id],
            count.role,
            coverage_sum([count]),
            unit=count.unit,
            source_row=count.source,
        )
        for position, count in enumerate(counts, start=1)
        if wanted is None or count.organisation_id == wanted.id
    ]


def printed_pair(official: Decimal | Fraction | None, with_own_survey: Decimal | Fraction | None) -> str | None:
    """The printed form of a coverage cell; None where there is no number, one decimal for what was recomputed.

    >>> printed_pair(Decimal("31.2"), Decimal("98.2")), printed_pair(Decimal("100.0"), None), printed_pair(None, None)
    ('31.2 % (98.2 %)', '100.0 %', None)
    """
    if official is None:
        return None
    words = f"{official if isinstance(official, Decimal) else percent_text(official)} %"
    return words if with_own_survey is None else f"{words} ({printed_pair(with_own_survey, None)})"


def _published_row(
    reader: CaseReader,
    fact: Fact,
    position: int,
    bodies: list[Organisation],
    standpoints: dict[int, Standpoint],
    sums: dict[int, CoverageSum | None],
) -> CoverageRow:
    shown = fact.shown
    body = find_organisation(bodies, fact.key.subject)
    folded = fold_name(fact.key.subject)
    return CoverageRow(
        fiscal_year=fact.key.fiscal_year,
        position=position,
        organisation=fact.key.subject,
        english=next((n.english for n in (body.names if body else ()) if fold_name(n.name) == folded), ""),
        official_percent=shown.value.number,
        with_own_survey_percent=_own_survey(fact),
        state=shown.value.state,
        standpoint=_printed_standpoint(reader, fact, body, standpoints),
        fact=fact,
        counts=sums.get(body.id) if body else None,
    )


def _printed_standpoint(
    reader: CaseReader, fact: Fact, body: Organisation | None, standpoints: Mapping[int, Standpoint]
) -> Standpoint:
    """Of whoever the coverage was printed for, also under a name no organisation of the case bears."""
    if body is not None:
        return standpoints[body.id]
    decision = reader.decisions().get((fact.key.fiscal_year, fold_name(fact.key.subject)))
    return standpoint(_own_survey(fact) is not None, decision)


def _own_survey(fact: Fact) -> Decimal | None:
    value = fact.shown.value
    return value.secondary if value.secondary_meaning == "with_own_survey" else None


def _rows_expected(
    reader: CaseReader,
    returned: set[int],
    bodies: Iterable[Organisation],
    standpoints: dict[int, Standpoint],
    fiscal_year: int,
) -> list[tuple[int, CoverageRow]]:
    """(organisation id, row) of everybody the year was begun with who has returned no coverage: not reported, not 0."""
    waiting = expected_units(reader, fiscal_year).keys() - returned
    return [
        (
            body.id,
            CoverageRow(
                fiscal_year,
                len(returned) + position,
                body.name_in(fiscal_year).name,
                body.name_in(fiscal_year).english,
                None,
                None,
                State.NOT_REPORTED,
                standpoints.get(body.id, standpoint(False, None)),
                None,
            ),
        )
        for position, body in enumerate((own for own in bodies if own.id in waiting), start=1)
    ]


def _rows_of_returns(
    counts: Iterable[CoverageCount], bodies: list[Organisation], standpoints: dict[int, Standpoint], fiscal_year: int
) -> list[tuple[int, CoverageRow]]:
    """(organisation id, row): the sum over all roles of an organisation, then each of its roles."""
    grouped: defaultdict[int, dict[str, list[CoverageCount]]] = defaultdict(dict)
    for count in counts:
        for role in (ALL, count.role):
            grouped[count.organisation_id].setdefault(role, []).append(count)
    by_id = {body.id: body for body in bodies}
    return [
        (own, _returned_row(by_id[own], fiscal_year, position, standpoints[own], role, coverage_sum(rows)))
        for position, own in enumerate(sorted(grouped), start=1)
        for role, rows in grouped[own].items()
    ]


def _returned_row(
    body: Organisation,
    fiscal_year: int,
    position: int,
    found: Standpoint,
    role: str,
    counts: CoverageSum,
    unit: str = "",
    source_row: SourceRow | None = None,
) -> CoverageRow:
    name = body.name_in(fiscal_year)
    return CoverageRow(
        fiscal_year=fiscal_year,
        position=position,
        organisation=name.name,
        english=name.english,
        official_percent=counts.official_percent,
        with_own_survey_percent=counts.with_own_survey_percent,
        state=counts.state,
        standpoint=found,
        fact=None,
        role=role,
        counts=counts,
        unit=unit,
        source_row=source_row,
    )
