"""Explain one number: formula in words with the numbers put in, exclusions, states, and where it was printed."""

from __future__ import annotations

from decimal import Decimal

from auditor_app.analysis.rates_table import RatesTable
from auditor_app.domain.explanations import Explanation, Input, Sentence, ShownValue
from auditor_app.domain.programme import PROGRAMME_TOTAL_RULE
from auditor_app.domain.published import Fact, FactKind, State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.rates import MEAN_BASES
from auditor_app.domain.year_returns import ALL
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_coverage import coverage_table
from auditor_app.services.browse_programme import programme
from auditor_app.services.browse_rates import RateRow, published_rates, rates_table
from auditor_app.services.explain_coverage import (
    explain_coverage_mean,
    explain_coverage_return,
    explain_published_coverage,
)
from auditor_app.services.explain_items import explain_answer, explain_item, explain_topic
from auditor_app.services.explain_rates import explain_rates
from auditor_app.services.explained_values import shown_first, shown_value
from auditor_app.services.figure_ids import (
    ANSWER,
    COVERAGE_MEAN,
    COVERAGE_RETURN,
    DELTA,
    ITEM,
    MEASURE_SUM,
    RATES,
    TOPIC,
)
from auditor_app.services.figure_measures import split_measure, with_measure_first
from auditor_app.storage.reading import CaseReader

SUM_ASPECTS = ("new", "continued", "total", "relisted", "without_relisted")


def explain_figure(reader: CaseReader, figure_id: str, options: RateOptions | None = None) -> Explanation:
    """The explanation of a stored or computed figure; WrongUsageError when there is no such figure.

    `options`: what the page that shows the figure counts in, leaves out or supposes.  With a measure
    (`rates:2006:青葉省::all:3#achievement`) that value comes first.
    """
    figure, measure = split_measure(figure_id)
    explanation = with_measure_first(_explained(reader, figure, options or RateOptions()), measure)
    if explanation is None:
        raise WrongUsageError(Problem("figure.unknown", figure_id))
    return explanation


def _explained(reader: CaseReader, figure_id: str, chosen: RateOptions) -> Explanation:
    kind, _, rest = figure_id.partition(":")
    year, *fields = rest.split(":")
    explanation = None
    if kind == DELTA:
        from auditor_app.services.explain_comparison import explain_comparison  # the window opens without it

        explanation = explain_comparison(reader, figure_id, chosen)
    elif year.isdecimal():
        explanation = _explain_computed(reader, kind, int(year), fields, chosen, figure_id)
    return explanation or _explain_stored(reader, figure_id)


def _explain_computed(
    reader: CaseReader, kind: str, fiscal_year: int, fields: list[str], options: RateOptions, figure_id: str
) -> Explanation | None:
    """A figure that no source states; None for an id of another kind."""
    if kind == COVERAGE_MEAN and len(fields) == 1 and fields[0] in MEAN_BASES:
        return explain_coverage_mean(
            coverage_table(reader, fiscal_year), figure_id, fields[0], options.include_excluded
        )
    if kind == MEASURE_SUM and len(fields) == 1 and fields[0] in SUM_ASPECTS:
        return _explain_sum(reader, fiscal_year, figure_id, fields[0])
    if kind == COVERAGE_RETURN:
        return explain_coverage_return(reader, fiscal_year, *filled(fields, 3))
    if kind == ANSWER:
        return explain_answer(reader, fiscal_year, *filled(fields, 4))
    if kind in (RATES, ITEM, TOPIC):
        return _explain_of_rates(reader, kind, fields, rates_table(reader, fiscal_year, options), figure_id)
    return None


def _explain_of_rates(
    reader: CaseReader, kind: str, fields: list[str], table: RatesTable, figure_id: str
) -> Explanation | None:
    """From returns; what nobody returned may still have been published."""
    if kind != RATES and not table.returns.organisations:
        return None
    if kind == ITEM:
        return explain_item(reader, table, *filled(fields, 3))
    if kind == TOPIC:
        return explain_topic(reader, table, *filled(fields, 2))
    organisation, _, role, part, section = filled(fields, 5)
    explanation = None
    if table.returns.organisations:
        explanation = explain_rates(reader, table, organisation, role or ALL, part or ALL, section)
    if explanation is None:
        row = _published(reader, table.returns.fiscal_year, table.options.include_excluded).get(figure_id)
        explanation = _explain_rate(row) if row else None
    return explanation


def _published(reader: CaseReader, fiscal_year: int, include_excluded: bool) -> dict[str, RateRow]:
    """The published rates of a year by their ids: a register of findings may ask for each of them."""
    return reader.remembered(
        ("published rates", fiscal_year, include_excluded),
        lambda: {row.figure_id: row for row in published_rates(reader, fiscal_year, include_excluded)},
    )


def filled(fields: list[str], count: int) -> tuple[str, ...]:
    """Fields left out at the end of an id are empty.

    >>> filled(["a"], 3)
    ('a', '', '')
    """
    return (*fields, *[""] * count)[:count]


def _explain_stored(reader: CaseReader, figure_id: str) -> Explanation:
    fact = reader.fact(figure_id)
    if fact is None:
        raise WrongUsageError(Problem("figure.unknown", figure_id))
    if fact.key.kind is FactKind.COVERAGE:
        table = coverage_table(reader, fact.key.fiscal_year)
        row = table.row(fact.key.figure_id)
        if row is not None:
            return explain_published_coverage(row, fact, table)
    return _explain_fact(fact)


def _explain_sum(reader: CaseReader, fiscal_year: int, figure_id: str, aspect: str) -> Explanation:
    found = programme(reader, fiscal_year)
    if not found.areas:
        raise WrongUsageError(Problem("figure.unknown", figure_id))
    totals = found.totals
    number = int(getattr(totals, aspect))
    words = [Sentence(f"explain.sum.{aspect}", {"total": totals.total, "relisted": totals.relisted, "sum": number})]
    if not totals.is_complete:
        words.append(Sentence("explain.sum.incomplete"))
    column = {"new": "new", "continued": "continued"}.get(aspect, "total")
    inputs = [
        Input(row.facts[column].key.figure_id, row.area, row.facts[column].shown.printed)
        for row in found.areas
        if column in row.facts
    ]
    if aspect == "without_relisted" and found.printed_total is not None:
        printed = found.printed_total
        inputs.append(Input(printed.key.figure_id, "input.printed_total", printed.shown.printed))
    return Explanation(
        figure_id=figure_id,
        title="*",
        kind=f"kind.measure_sum.{aspect}",
        fiscal_year=fiscal_year,
        fiscal_year_to=0,
        values=(ShownValue(f"value.sum_{aspect}", Decimal(number), "施策"),),
        formula_id=PROGRAMME_TOTAL_RULE[0],
        formula_version=PROGRAMME_TOTAL_RULE[1],
        words=tuple(words),
        inputs=tuple(inputs),
    )


def _explain_rate(row: RateRow) -> Explanation:
    reason = "explain.rate.excluded" if row.state is State.EXCLUDED else f"explain.rate.{row.state.value}"
    known = [fact for fact in (row.implementation, row.achievement) if fact is not None]
    return Explanation(
        figure_id=row.figure_id,
        title=row.organisation,
        kind="kind.rates",
        fiscal_year=row.fiscal_year,
        fiscal_year_to=0,
        values=tuple(
            ShownValue(label, state=row.state)
            if row.state is not State.REPORTED or fact is None
            else shown_value(fact.shown, label)
            for label, fact in (("kind.implementation", row.implementation), ("kind.achievement", row.achievement))
        ),
        formula_id="published_rate",
        formula_version=1,
        words=(Sentence(reason),),
        statements=tuple(fact.shown for fact in known),
    )


def _explain_fact(fact: Fact) -> Explanation:
    shown = fact.shown
    values = [shown_value(shown, f"kind.{fact.key.kind.value}")]
    if shown.value.secondary is not None:
        values.append(ShownValue(f"value.{shown.value.secondary_meaning}", shown.value.secondary, shown.unit))
    words = [Sentence("explain.fact.as_published")]
    if shown.value.lower is not None or shown.value.upper is not None:
        words.append(Sentence("explain.fact.bounded"))
    if shown.value.state is not State.REPORTED:
        words.append(Sentence(f"explain.rate.{shown.value.state.value}"))
    if shown.is_draft:
        words.append(Sentence("explain.fact.draft"))
    if shown.value.secondary_meaning == "relisted":
        words.append(Sentence("explain.fact.relisted", {"relisted": shown.value.secondary}))
    return Explanation(
        figure_id=fact.key.figure_id,
        title=_title(fact),
        kind=f"kind.{fact.key.kind.value}",
        fiscal_year=fact.key.fiscal_year,
        fiscal_year_to=fact.key.fiscal_year_to,
        values=tuple(values),
        formula_id="as_published",
        formula_version=1,
        words=tuple(words),
        statements=shown_first(fact),
        is_contradicted=fact.is_contradicted,
    )


def _title(fact: Fact) -> str:
    key = fact.key
    aspect = "" if key.aspect in ("new", "continued", "total", "existing", "all") else key.aspect
    return " · ".join(text for text in (key.subject, key.section, aspect) if text)
