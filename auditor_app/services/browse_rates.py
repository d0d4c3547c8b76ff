"""Implementation and achievement rates of a year: by organisation, Part, section and role, and their means.

Rates recomputed from returns and rates a source has published stay apart: each row says on what it rests.  The
charts of FY2006 are pictures; their figures are *not transcribed*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import Literal

from auditor_app.domain.organisations import find_organisation
from auditor_app.domain.published import Fact, FactKind, State
from auditor_app.domain.rates import (
    Difference,
    ItemCount,
    MeanRates,
    Rates,
    difference_of,
    is_small_group,
    mean_rates,
    rates_of,
)
from auditor_app.domain.standards import ItemClass
from auditor_app.services.browse_coverage import coverage_table
from auditor_app.services.browse_returns import (
    ALL,
    ReportingOrganisation,
    ReturnItem,
    ReturnsOfYear,
    count_of,
    coverage_sum,
    number_key,
    returns_of_year,
)
from auditor_app.services.figure_ids import ALL_ORGANISATIONS, rates_id
from auditor_app.storage.reading import CaseReader

Metric = Literal["implementation", "achievement", "pooled"]
METRICS: tuple[Metric, ...] = ("implementation", "achievement", "pooled")
RATE_KINDS = (FactKind.IMPLEMENTATION, FactKind.ACHIEVEMENT)


@dataclass(frozen=True)
class RateOptions:
    """What the auditor chooses to look at; the defaults are the official definition."""

    item_class: ItemClass | Literal[""] = ""
    """Only basic or only enhanced items; "" for all."""
    leave_out_below: int = 0
    """Items whose duty arose for fewer people are left out; 0: none is."""
    include_excluded: bool = False
    """What-if: organisations excluded from analysis shown and counted in."""
    completed: frozenset[tuple[str, str]] = frozenset()
    """What-if: (item, role) pairs as if everyone with the duty had carried them out."""

    @property
    def is_official(self) -> bool:
        return self == RateOptions()


@dataclass(frozen=True)
class RatesTable:
    """The rates of a year under some options; a cell is asked for by organisation, role and Part or section."""

    returns: ReturnsOfYear
    options: RateOptions = field(default_factory=RateOptions)

    def is_shown(self, organisation: ReportingOrganisation) -> bool:
        """Whether its rates are shown and counted: it is in analysis, or the what-if switch counts it in."""
        return organisation.is_in_analysis or self.options.include_excluded

    def rates(self, organisation_id: int, part: str = ALL, role: str = ALL, section: str = "") -> Rates:
        """The rates whatever the analysis says: ask `state` before showing them.  A section narrows its Part."""
        key = (organisation_id, part, role, section)
        if key not in self._known:
            self._known[key] = self._computed(*key)
        return self._known[key]

    def state(self, organisation: ReportingOrganisation, rates: Rates) -> State:
        """Why the rates are, or are not, shown for that organisation."""
        return rates.state if self.is_shown(organisation) else State.EXCLUDED

    def mean(self, part: str = ALL, role: str = ALL, section: str = "") -> MeanRates:
        """Simple mean over the organisations in analysis that have a rate."""
        key = (part, role, section)
        if key not in self._known_means:
            shown = (own for own in self.returns.organisations if self.is_shown(own))
            self._known_means[key] = mean_rates(self.rates(own.id, *key) for own in shown)
        return self._known_means[key]

    def counts(self, organisation_id: int) -> Iterator[tuple[ReturnItem, str, ItemCount]]:
        """(item, role code, count) of every answered pair of the chosen class, in catalogue order."""
        returns, options = self.returns, self.options
        for own in returns.sums.get(organisation_id, ()):
            item, role, count = returns.items[own.item_id], returns.roles[own.role_id].code, count_of(own)
            if options.item_class and item.item_class != options.item_class:
                continue
            if is_small_group(count, options.leave_out_below):
                count = count._replace(is_left_out=True)
            elif (item.item, role) in options.completed:
                count = count._replace(implemented=count.obliged)
            yield item, role, count

    @cached_property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """(Part, section) of everything asked or answered, in the order of their numbers."""
        asked = ((item.part, item.section) for item in self.returns.asked_items)
        answered = ((part, section) for groups in self._groups.values() for part, section, _ in groups)
        return tuple(sorted(set(chain(asked, answered)), key=lambda own: (number_key(own[0]), number_key(own[1]))))

    @cached_property
    def _groups(self) -> dict[int, dict[tuple[str, str, str], list[ItemCount]]]:
        """By organisation: the counts of each (Part, section, role)."""
        groups: dict[int, dict[tuple[str, str, str], list[ItemCount]]] = {}
        for organisation_id in self.returns.sums:
            own: defaultdict[tuple[str, str, str], list[ItemCount]] = defaultdict(list)
            for item, role, count in self.counts(organisation_id):
                own[item.part, item.section, role].append(count)
            groups[organisation_id] = own
        return groups

    @cached_property
    def _known_means(self) -> dict[tuple[str, str, str], MeanRates]:
        return {}

    @cached_property
    def _known(self) -> dict[tuple[int, str, str, str], Rates]:
        return {}

    def _computed(self, organisation_id: int, part: str, role: str, section: str) -> Rates:
        """Straight from the counts for one Part and role; sums of these for what lies across."""
        if not section and part == ALL:
            return sum((self.rates(organisation_id, own, role) for own in self.returns.parts), Rates())
        if not section and role == ALL:
            return sum((self.rates(organisation_id, part, own) for own in self.returns.role_codes), Rates())
        return rates_of(
            chain.from_iterable(
                counts
                for (own_part, own_section, own_role), counts in self._groups.get(organisation_id, {}).items()
                if part in (ALL, own_part) and role in (ALL, own_role) and section in ("", own_section)
            )
        )


def rates_table(reader: CaseReader, fiscal_year: int, options: RateOptions | None = None) -> RatesTable:
    """The rates of a year from its returns; without organisations when nobody reported."""
    chosen = options or RateOptions()
    return reader.remembered(
        ("rates", fiscal_year, chosen), lambda: RatesTable(returns_of_year(reader, fiscal_year), chosen)
    )


@dataclass(frozen=True)
class RateRow:
    """The rates of an organisation ("*": the mean over those in analysis) for one Part and role."""

    fiscal_year: int
    organisation: str
    part: str
    role: str
    state: State
    rates: Rates | None = None
    """From returns; None for a mean and for a published row."""
    mean: MeanRates | None = None
    implementation: Fact | None = None
    """As published."""
    achievement: Fact | None = None
    section: str = ""

    @property
    def figure_id(self) -> str:
        return rates_id(self.fiscal_year, self.organisation, self.role, self.part, self.section)

    @property
    def basis(self) -> Literal["returns", "published"]:
        return "returns" if self.rates is not None or self.mean is not None else "published"

    def percent(self, metric: Metric) -> Fraction | Decimal | None:
        """The rate in percent, from returns or else as published; None wherever the state is not `reported`."""
        if self.state is not State.REPORTED:
            return None
        own = self.rates or self.mean
        if own is not None:
            return getattr(own, f"{metric}_percent")  # type: ignore[no-any-return]
        return published_number(self.implementation if metric == "implementation" else self.achievement)

    def difference(self, metric: Metric) -> Difference | None:
        """How the published rate and the recomputed one stand to one another, where there are both."""
        fact = {"implementation": self.implementation, "achievement": self.achievement}.get(metric)
        published = published_number(fact)
        recomputed = self.percent(metric)
        if published is None or self.basis == "published" or not isinstance(recomputed, Fraction):
            return None
        return difference_of(published, recomputed)


def published_number(fact: Fact | None) -> Decimal | None:
    return fact.shown.value.number if fact else None


def rate_rows(reader: CaseReader, fiscal_year: int, options: RateOptions | None = None) -> list[RateRow]:
    """Every organisation × Part × role of a year, "*" last, from returns; published rows for whoever returned nothing.

    A row from returns carries the published rate of the same figure beside it (`difference`).
    """
    table = rates_table(reader, fiscal_year, options)
    facts = reader.facts(RATE_KINDS, [fiscal_year])
    rows = list(_rows_of_returns(table, facts))
    covered = {row.organisation for row in rows}
    published = published_rates(reader, fiscal_year, table.options.include_excluded, facts)
    bodies = reader.organisations()
    returned = {own.id for own in table.returns.organisations}
    known = {row.organisation: find_organisation(bodies, row.organisation) for row in published}
    rest = [
        row
        for row in published
        if row.organisation not in covered and ((body := known[row.organisation]) is None or body.id not in returned)
    ]
    return [*_without_mean(rest), *_without_mean(rows), *(row for row in (*rest, *rows) if _is_mean(row))]


def _rows_of_returns(table: RatesTable, facts: Iterable[Fact]) -> Iterator[RateRow]:
    returns, facts = table.returns, list(facts)
    if not returns.organisations:
        return
    cells = [(part, role) for part in (*returns.parts, ALL) for role in (*returns.role_codes, ALL)]
    yield from (rate_row(table, own, part, role, facts) for own in returns.organisations for part, role in cells)
    yield from (mean_row(table, part, role, facts) for part, role in cells)


def rate_row(
    table: RatesTable, own: ReportingOrganisation, part: str, role: str, facts: Iterable[Fact] = ()
) -> RateRow:
    """The rates of one organisation, with what was published of the same figure beside them."""
    rates = table.rates(own.id, part, role)
    published = _facts_of(facts, own.name, part) if role == ALL else {}
    return RateRow(
        table.returns.fiscal_year,
        own.name,
        part,
        role,
        table.state(own, rates),
        rates,
        implementation=published.get(FactKind.IMPLEMENTATION),
        achievement=published.get(FactKind.ACHIEVEMENT),
    )


def mean_row(table: RatesTable, part: str, role: str, facts: Iterable[Fact] = ()) -> RateRow:
    """The row "*": the mean over the organisations in analysis, with the published mean beside it."""
    mean = table.mean(part, role)
    published = _facts_of(facts, ALL_ORGANISATIONS, part) if role == ALL else {}
    states = (table.state(own, table.rates(own.id, part, role)) for own in table.returns.organisations)
    return RateRow(
        table.returns.fiscal_year,
        ALL_ORGANISATIONS,
        part,
        role,
        state_of_mean(states),
        mean=mean,
        implementation=published.get(FactKind.IMPLEMENTATION),
        achievement=published.get(FactKind.ACHIEVEMENT),
    )


def state_of_mean(states: Iterable[State]) -> State:
    """Why a mean over organisations has, or has not, a value: what is known of any of them, the most telling first.

    >>> state_of_mean([State.EXCLUDED, State.NO_DUTY]), state_of_mean([State.EXCLUDED])
    (<State.NO_DUTY: 'no_duty'>, <State.EXCLUDED: 'excluded'>)
    """
    found = set(states)
    order = (State.REPORTED, State.NO_DUTY, State.NOT_REPORTED)
    return next((state for state in order if state in found), State.EXCLUDED)


def published_rates(
    reader: CaseReader, fiscal_year: int, include_excluded: bool = False, facts: Iterable[Fact] | None = None
) -> list[RateRow]:
    """One row per organisation and Part for which the year's report has a chart, "*" last.

    An organisation excluded from analysis is `excluded` whatever the chart shows; the others have the state of
    the chart (FY2006: `not_transcribed`).
    """
    found = list(reader.facts(RATE_KINDS, [fiscal_year]) if facts is None else facts)
    parts = sorted({fact.key.part for fact in found}, key=number_key)
    organisations = [
        (row.organisation, row.is_in_analysis or include_excluded)
        for row in coverage_table(reader, fiscal_year).rows
        if row.fact is not None
    ]
    organisations.append((ALL_ORGANISATIONS, True))
    return [
        _published_row(fiscal_year, organisation, part, in_analysis, found)
        for organisation, in_analysis in organisations
        for part in parts
    ]


def _published_row(fiscal_year: int, organisation: str, part: str, in_analysis: bool, facts: Iterable[Fact]) -> RateRow:
    concerned = list(facts)
    by_kind = _facts_of(concerned, ALL_ORGANISATIONS, part) | _facts_of(concerned, organisation, part)
    known = by_kind.get(FactKind.IMPLEMENTATION) or by_kind.get(FactKind.ACHIEVEMENT)
    # what is printed for all together says of one organisation only that its own chart was not transcribed
    if known and known.key.subject != organisation and known.shown.value.state is State.REPORTED:
        state = State.NOT_REPORTED
    else:
        state = known.shown.value.state if known else State.NOT_REPORTED
    return RateRow(
        fiscal_year,
        organisation,
        part,
        ALL,
        state if in_analysis else State.EXCLUDED,
        implementation=by_kind.get(FactKind.IMPLEMENTATION),
        achievement=by_kind.get(FactKind.ACHIEVEMENT),
    )


def _facts_of(facts: Iterable[Fact], subject: str, part: str) -> dict[FactKind, Fact]:
    return {fact.key.kind: fact for fact in facts if (fact.key.subject, fact.key.part) == (subject, part)}


def _is_mean(row: RateRow) -> bool:
    return row.organisation == ALL_ORGANISATIONS


def _without_mean(rows: Iterable[RateRow]) -> list[RateRow]:
    return [row for row in rows if not _is_mean(row)]


@dataclass(frozen=True)
class FunnelCount:
    """One of the four steps: people (or systems) for the first two, answers for the others."""

    key: Literal["target", "ascertained", "obliged", "implemented"]
    count: int | None
    unit: Literal["people", "answers"]
    state: State


def rate_funnel(
    reader: CaseReader, table: RatesTable, organisation: str, part: str = ALL, role: str = ALL
) -> list[FunnelCount]:
    """Target → ascertained → duty arose → carried out, of one organisation or of all in analysis ("*")."""
    chosen = [
        own
        for own in table.returns.organisations
        if own.name == organisation or (organisation == ALL_ORGANISATIONS and table.is_shown(own))
    ]
    ids = {own.id for own in chosen}
    counts = [
        count
        for count in reader.coverage_counts(table.returns.fiscal_year)
        if count.organisation_id in ids and role in (ALL, count.role)
    ]
    coverage = coverage_sum(counts) if counts else None
    rates = sum((table.rates(own, part, role) for own in ids), Rates())
    is_answered = bool(rates.items_answered)
    is_out = rates.state is State.EXCLUDED or (chosen and not any(map(table.is_shown, chosen)))
    excluded = State.EXCLUDED if is_out else None
    answered: tuple[int | None, int | None] = (rates.obliged, rates.implemented)
    if excluded or not is_answered:
        answered = (None, None)
    return [
        _funnel_count("target", coverage.target if coverage else None, "people", State.NOT_REPORTED),
        _funnel_count("ascertained", coverage.ascertained if coverage else None, "people", State.NOT_REPORTED),
        _funnel_count("obliged", answered[0], "answers", excluded or State.NOT_REPORTED),
        _funnel_count("implemented", answered[1], "answers", excluded or State.NOT_REPORTED),
    ]


def _funnel_count(
    key: Literal["target", "ascertained", "obliged", "implemented"],
    count: int | None,
    unit: Literal["people", "answers"],
    state: State,
) -> FunnelCount:
    return FunnelCount(key, count, unit, state if count is None else State.REPORTED)
