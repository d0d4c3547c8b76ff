"""Explain implementation and achievement rates that come from returns: of an organisation, or the mean over all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor_app.analysis.rates_table import RatesTable
from auditor_app.domain.explanations import Explanation, Input, Sentence, ShownValue
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.rates import (
    IMPLEMENTATION_RULE,
    RATE_MEAN_RULE,
    ItemCount,
    MeanRates,
    Rates,
    mean_rates,
    rates_of,
    state_of_mean,
)
from auditor_app.domain.returns import CoverageCount
from auditor_app.domain.year_returns import ALL, ReportingOrganisation, ReturnItem
from auditor_app.services.browse_rates import RATE_KINDS, RateRow, mean_row, rate_row
from auditor_app.services.explained_values import (
    Trail,
    four_steps,
    missing_value,
    percent_value,
    percent_words,
    rates_trail,
    ratio_words,
)
from auditor_app.services.figure_ids import ALL_ORGANISATIONS, item_id, rates_id
from auditor_app.storage.reading import CaseReader

Pair = tuple[ReturnItem, str, ItemCount]
Member = tuple[ReportingOrganisation, Rates, str]
"""An organisation, its rates, and the figure id under which they are explained."""


def explain_rates(
    reader: CaseReader, table: RatesTable, organisation: str, role: str, part: str, section: str
) -> Explanation | None:
    """The rates of an organisation, or the mean ("*"), for a Part, a section, a role; None for what nobody asked."""
    if not _is_asked(table, part, role, section):
        return None
    year = table.returns.fiscal_year
    scope = [_scope(part, role, section)]
    facts = [] if section else reader.facts(RATE_KINDS, [year])
    if organisation == ALL_ORGANISATIONS:
        scope += _published_sentences(mean_row(table, part, role, facts))
        members = [
            (own, table.rates(own.id, part, role, section), rates_id(year, own.name, role, part, section))
            for own in table.returns.organisations
        ]
        figure_id = rates_id(year, ALL_ORGANISATIONS, role, part, section)
        trail = rates_trail(year, ALL_ORGANISATIONS, role, part, section)[:-1]
        return mean_explanation(table, figure_id, ALL_ORGANISATIONS, members, scope, trail)
    own = table.returns.organisation(organisation)
    if own is None:
        return None
    pairs = [
        (item, code, count)
        for item, code, count in table.counts(own.id)
        if part in (ALL, item.part) and role in (ALL, code) and section in ("", item.section)
    ]
    scope += _published_sentences(rate_row(table, own, part, role, facts))
    figure_id, trail = rates_id(year, own.name, role, part, section), rates_trail(year, own.name, role, part, section)
    return rates_explanation(reader, table, own, figure_id, pairs, scope, role, trail[:-1])


def _is_asked(table: RatesTable, part: str, role: str, section: str) -> bool:
    """Whether there is such a Part, section and role: a slip in an id must not read as "not reported"."""
    if part not in (*table.returns.parts, ALL) or role not in (*table.returns.role_codes, ALL):
        return False
    return not section or any(section == own and part in (ALL, of_part) for of_part, own in table.sections)


def _published_sentences(row: RateRow) -> list[Sentence]:
    """How a published rate and the recomputed one of the same figure stand to one another."""
    sentences = []
    for metric, fact in (("implementation", row.implementation), ("achievement", row.achievement)):
        difference, recomputed = row.difference(metric), row.percent(metric)  # type: ignore[arg-type]
        if fact is not None and difference is not None and recomputed is not None:
            words = {
                "published": fact.shown.printed,
                "recomputed": percent_text(recomputed),
                "metric": f"kind.{metric}",
            }
            sentences.append(Sentence(f"explain.rate.published_{difference}", words))
    return sentences


def rates_explanation(
    reader: CaseReader,
    table: RatesTable,
    own: ReportingOrganisation,
    figure_id: str,
    pairs: Sequence[Pair],
    scope: Sequence[Sentence],
    role: str = ALL,
    trail: Trail = (),
) -> Explanation:
    """Both rates over some (item, role) pairs of an organisation; every item with duty is an input."""
    rates = rates_of(count for _, _, count in pairs)
    state = table.state(own, rates)
    year = table.returns.fiscal_year
    return Explanation(
        figure_id=figure_id,
        title=own.name,
        kind="kind.rates",
        fiscal_year=year,
        fiscal_year_to=0,
        values=tuple(_rate_values(rates, state)),
        formula_id=IMPLEMENTATION_RULE[0],
        formula_version=IMPLEMENTATION_RULE[1],
        words=(*scope, *_rate_sentences(table, own, rates, state)),
        trail=trail,
        further=(missing_value(rates.missing, state),),
        steps=four_steps(coverage_counts_of(reader, year, own, role), rates, state),
        inputs=tuple(
            Input(item_id(year, own.name, item.item, code), f"{item.item} · role.{code}", ratio_words(count))
            for item, code, count in pairs
            if count.obliged and not count.is_left_out
        ),
        left_out=tuple(
            f"{item.item} · role.{code}" for item, code, count in pairs if not count.obliged or count.is_left_out
        ),
        english=own.english,
    )


def _rate_values(rates: Rates | MeanRates, state: State) -> Iterable[ShownValue]:
    for metric in ("implementation", "achievement", "pooled"):
        yield percent_value(f"kind.{metric}", getattr(rates, f"{metric}_percent"), state)


def _rate_sentences(table: RatesTable, own: ReportingOrganisation, rates: Rates, state: State) -> Iterable[Sentence]:
    if state is State.EXCLUDED:
        yield from _option_sentences(table.options) if table.is_shown(own) else (_exclusion(own),)
        return
    if state is not State.REPORTED:
        yield Sentence(f"explain.rate.{state.value}")
        return
    words: dict[str, object] = {
        "sum": percent_text(rates.ratio_sum, 4),
        "items": rates.items_with_duty,
        "achieved": rates.items_achieved,
        "obliged": rates.obliged,
        "implemented": rates.implemented,
        "missing": rates.missing,
    }
    yield Sentence("explain.rates.implementation", words | {"rate": percent_words(rates.implementation_percent)})
    yield Sentence("explain.rates.achievement", words | {"rate": percent_words(rates.achievement_percent)})
    yield Sentence("explain.rates.pooled", words | {"rate": percent_words(rates.pooled_percent)})
    yield Sentence("explain.rates.missing", words)
    if not own.is_in_analysis:
        yield Sentence("explain.mean.what_if")
    yield from _option_sentences(table.options)


def _option_sentences(options: RateOptions) -> Iterable[Sentence]:
    """What the auditor chose beside the official definition."""
    if options.item_class:
        yield Sentence(f"explain.rates.class_{options.item_class}")
    if options.leave_out_below:
        yield Sentence("explain.rates.small_groups", {"limit": options.leave_out_below})
    if options.completed:
        yield Sentence("explain.rates.completed", {"count": len(options.completed)})


def _exclusion(own: ReportingOrganisation) -> Sentence:
    decision = own.standpoint.decision
    if decision is None:
        return Sentence("explain.rate.excluded")
    return Sentence("explain.coverage.excluded_by_decision", {"author": decision.author, "reason": decision.reason})


def coverage_counts_of(
    reader: CaseReader, fiscal_year: int, own: ReportingOrganisation, role: str
) -> list[CoverageCount]:
    """How many people (or systems) of an organisation and role were there, and ascertained."""
    counts = reader.coverage_counts(fiscal_year)
    return [count for count in counts if count.organisation_id == own.id and role in (ALL, count.role)]


def mean_explanation(
    table: RatesTable,
    figure_id: str,
    title: str,
    members: Sequence[Member],
    scope: Sequence[Sentence],
    trail: Trail = (),
) -> Explanation:
    """The mean over the organisations in analysis; whoever is excluded or has no rate is listed as left out."""
    counted = [(own, rates, own_id) for own, rates, own_id in members if table.state(own, rates) is State.REPORTED]
    mean = mean_rates(rates for _, rates, _ in counted)
    state = state_of_mean(table.state(own, rates) for own, rates, _ in members)
    words = [*scope, Sentence("explain.rates.mean", {"count": mean.organisations})]
    if state is not State.REPORTED:
        is_chosen = state is State.EXCLUDED and any(table.is_shown(own) for own, _, _ in members)
        words = [*scope] if is_chosen else [*scope, Sentence(f"explain.rate.{state.value}")]
    if table.options.include_excluded:
        words.append(Sentence("explain.mean.what_if"))
    return Explanation(
        figure_id=figure_id,
        title=title,
        kind="kind.rates",
        fiscal_year=table.returns.fiscal_year,
        fiscal_year_to=0,
        values=tuple(_rate_values(mean, state)),
        formula_id=RATE_MEAN_RULE[0],
        formula_version=RATE_MEAN_RULE[1],
        words=(*words, *_option_sentences(table.options)),
        trail=trail,
        further=(missing_value(sum(rates.missing for _, rates, _ in counted), state),),
        inputs=tuple(Input(own_id, own.name, _pair_words(rates), own.english) for own, rates, own_id in counted),
        left_out=tuple(own.name for own, rates, _ in members if table.state(own, rates) is not State.REPORTED),
    )


def _scope(part: str, role: str, section: str) -> Sentence:
    kind = "section" if section else "all" if part == ALL else "part"
    words = {"part": part, "section": section, "role": f"role.{role}"}
    return Sentence(f"explain.rates.scope_{kind}", words)


def _pair_words(rates: Rates) -> str:
    return f"{percent_words(rates.implementation_percent)} % · {percent_words(rates.achievement_percent)} %"
