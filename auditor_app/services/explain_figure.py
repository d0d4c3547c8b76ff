"""Explain one number: formula in words with the numbers put in, exclusions, states, and where it was printed."""

from __future__ import annotations

from decimal import Decimal

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.explanations import Explanation, Input, Sentence, ShownValue
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.programme import PROGRAMME_TOTAL_RULE
from auditor_app.domain.published import Fact, FactKind, State, Statement
from auditor_app.domain.rates import ANALYSIS_RULE, COVERAGE_MEAN_RULE, COVERAGE_RULE, MEAN_BASES
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_coverage import CoverageRow, CoverageTable, coverage_table
from auditor_app.services.browse_programme import programme
from auditor_app.services.browse_rates import RateRow, published_rates
from auditor_app.services.figure_ids import COVERAGE_MEAN, MEASURE_SUM, RATES
from auditor_app.storage.reading import CaseReader

SUM_ASPECTS = ("new", "continued", "total", "relisted", "without_relisted")


def explain_figure(reader: CaseReader, figure_id: str, include_excluded: bool = False) -> Explanation:
    """The explanation of a stored or computed figure; WrongUsageError when there is no such figure."""
    kind, _, rest = figure_id.partition(":")
    fields = rest.split(":")
    if fields[0].isdecimal():
        fiscal_year = int(fields[0])
        if kind == COVERAGE_MEAN and len(fields) == 2 and fields[1] in MEAN_BASES:
            return _explain_mean(coverage_table(reader, fiscal_year), figure_id, fields[1], include_excluded)
        if kind == MEASURE_SUM and len(fields) == 2 and fields[1] in SUM_ASPECTS:
            return _explain_sum(reader, fiscal_year, figure_id, fields[1])
        if kind == RATES:
            row = next((row for row in published_rates(reader, fiscal_year) if row.figure_id == figure_id), None)
            if row is not None:
                return _explain_rate(row)
    fact = reader.fact(figure_id)
    if fact is None:
        raise WrongUsageError(Problem("figure.unknown", figure_id))
    if fact.key.kind is FactKind.COVERAGE:
        table = coverage_table(reader, fact.key.fiscal_year)
        row_found = next((row for row in table.rows if row.figure_id == fact.key.figure_id), None)
        if row_found is not None:
            return _explain_coverage(row_found, table)
    return _explain_fact(fact)


def shown_value(statement: Statement, label: str) -> ShownValue:
    """The first value of a statement under a label: number, bound, grade, text or state."""
    value = statement.value
    if value.number is not None:
        return ShownValue(label, value.number, statement.unit)
    if value.state is not State.REPORTED:
        return ShownValue(label, state=value.state)
    if value.lower is not None or value.upper is not None:
        bounds = (
            f"{'' if value.lower is None else f'≥ {value.lower}'}{'' if value.upper is None else f'< {value.upper}'}"
        )
        return ShownValue(label, text=f"{bounds} {statement.unit}".strip())
    return ShownValue(label, text=value.grade or value.text or statement.printed)


def _explain_coverage(row: CoverageRow, table: CoverageTable) -> Explanation:
    values = [shown_value(row.fact.shown, "value.official")]
    if row.with_own_survey_percent is not None:
        values.append(ShownValue("value.with_own_survey", row.with_own_survey_percent, "%"))
    words = [Sentence("explain.coverage.formula"), Sentence("explain.coverage.no_counts")]
    if row.difference_points is not None:
        words.append(
            Sentence(
                "explain.coverage.difference",
                {
                    "with_own": row.with_own_survey_percent,
                    "official": row.official_percent,
                    "difference": row.difference_points,
                },
            )
        )
    words.append(_analysis_sentence(row))
    unknown = ShownValue("step.ascertained", state=row.state)
    if row.official_percent is not None:
        unknown = ShownValue("step.ascertained", row.official_percent, "%")
    not_transcribed = State.NOT_TRANSCRIBED if row.is_in_analysis else State.EXCLUDED
    return Explanation(
        figure_id=row.figure_id,
        title=row.organisation,
        kind="kind.coverage",
        fiscal_year=row.fiscal_year,
        fiscal_year_to=0,
        values=tuple(values),
        formula_id=COVERAGE_RULE[0],
        formula_version=COVERAGE_RULE[1],
        words=tuple(words),
        steps=(
            ShownValue("step.target", text="step.not_published"),
            unknown,
            ShownValue("step.obliged", state=not_transcribed),
            ShownValue("step.implemented", state=not_transcribed),
        ),
        left_out=() if row.is_in_analysis else (row.organisation,),
        statements=_shown_first(row.fact),
        footnotes=table.footnotes,
        is_contradicted=row.fact.is_contradicted,
        english=row.english,
    )


def _analysis_sentence(row: CoverageRow) -> Sentence:
    rule = f"{ANALYSIS_RULE[0]} v{ANALYSIS_RULE[1]}"
    if isinstance(row.decision, AnalysisDecision):
        included = "included" if row.decision.is_included else "excluded"
        return Sentence(
            f"explain.coverage.{included}_by_decision", {"author": row.decision.author, "reason": row.decision.reason}
        )
    return Sentence(
        "explain.coverage.in_analysis" if row.is_in_analysis else "explain.coverage.excluded", {"rule": rule}
    )


def _explain_mean(table: CoverageTable, figure_id: str, basis: str, include_excluded: bool) -> Explanation:
    mean = next(mean for mean in table.means(include_excluded) if mean.basis == basis)
    if mean.percent is None:
        raise WrongUsageError(Problem("figure.unknown", figure_id))
    rows = {row.organisation: row for row in table.rows}
    total = sum((_counted(rows[name], basis) for name in mean.organisations), start=Decimal(0))
    words = [
        Sentence(
            "explain.mean.formula",
            {"sum": total, "count": len(mean.organisations), "mean": percent_text(mean.percent, 2)},
        ),
        Sentence(f"explain.mean.{basis}", {"count": len(mean.organisations)}),
        Sentence("explain.mean.unweighted"),
    ]
    if include_excluded and basis == "in_analysis":
        words.append(Sentence("explain.mean.what_if"))
    return Explanation(
        figure_id=figure_id,
        title="*",
        kind=f"kind.coverage_mean.{basis}",
        fiscal_year=table.fiscal_year,
        fiscal_year_to=0,
        values=(ShownValue(f"basis.{basis}", mean.percent, "%", decimals=2),),
        formula_id=COVERAGE_MEAN_RULE[0],
        formula_version=COVERAGE_MEAN_RULE[1],
        words=tuple(words),
        inputs=tuple(
            Input(rows[name].figure_id, name, f"{_counted(rows[name], basis)} %") for name in mean.organisations
        ),
        left_out=mean.left_out,
        footnotes=table.footnotes,
    )


def _counted(row: CoverageRow, basis: str) -> Decimal:
    """The value of a row that went into a mean on that basis; rows without one are left out before."""
    value = row.official_percent
    if basis == "with_own_survey" and row.with_own_survey_percent is not None:
        value = row.with_own_survey_percent
    if value is None:
        raise ValueError(f"{row.organisation} has no value on the basis {basis}")
    return value


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
        statements=_shown_first(fact),
        is_contradicted=fact.is_contradicted,
    )


def _title(fact: Fact) -> str:
    key = fact.key
    aspect = "" if key.aspect in ("new", "continued", "total", "existing", "all") else key.aspect
    return " · ".join(text for text in (key.subject, key.section, aspect) if text)


def _shown_first(fact: Fact) -> tuple[Statement, ...]:
    shown = fact.shown
    return (shown, *(statement for statement in fact.statements if statement is not shown))
