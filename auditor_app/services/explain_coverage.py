"""Explain coverage: as published, as summed from returns down to the row of one unit, and its means."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.explanations import Explanation, Input, Sentence, ShownValue
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import Fact, State, fold_name
from auditor_app.domain.rates import ANALYSIS_RULE, COVERAGE_MEAN_RULE, COVERAGE_RULE, CoverageSum
from auditor_app.domain.year_returns import ALL
from auditor_app.foundation.errors import Problem, WrongUsageError
from auditor_app.services.browse_coverage import CoverageRow, CoverageTable, coverage_of_units, coverage_table
from auditor_app.services.explained_values import (
    coverage_steps,
    percent_value,
    percent_words,
    shown_first,
    shown_value,
)
from auditor_app.storage.reading import CaseReader


def explain_published_coverage(row: CoverageRow, fact: Fact, table: CoverageTable) -> Explanation:
    """A printed coverage rate, with what the returns say of the same figure."""
    values = [shown_value(fact.shown, "value.official")]
    if row.with_own_survey_percent is not None:
        values.append(ShownValue("value.with_own_survey", row.with_own_survey_percent, "%"))
    words = [Sentence("explain.coverage.formula")]
    if row.counts is None:
        words.append(Sentence("explain.coverage.no_counts"))
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
    if row.difference is not None and row.counts is not None:
        recomputed = percent_words(row.counts.official_percent)
        values_of = {"published": f"{row.official_percent} %", "recomputed": recomputed, "metric": "kind.coverage"}
        words.append(Sentence(f"explain.rate.published_{row.difference}", values_of))
    words.append(_analysis_sentence(row))
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
        steps=_published_steps(row),
        left_out=() if row.is_in_analysis else (row.organisation,),
        statements=shown_first(fact),
        footnotes=table.footnotes,
        is_contradicted=fact.is_contradicted,
        english=row.english,
    )


def _published_steps(row: CoverageRow) -> tuple[ShownValue, ...]:
    """The four steps as far as the publication has them; the counts of the returns where there are any."""
    if row.counts is not None:
        return coverage_steps(row.counts)
    ascertained = ShownValue("step.ascertained", state=row.state)
    if row.official_percent is not None:
        ascertained = ShownValue("step.ascertained", row.official_percent, "%")
    later = State.NOT_TRANSCRIBED if row.is_in_analysis else State.EXCLUDED
    return (
        ShownValue("step.target", text="step.not_published"),
        ascertained,
        ShownValue("step.obliged", state=later),
        ShownValue("step.implemented", state=later),
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


def explain_coverage_mean(table: CoverageTable, figure_id: str, basis: str, include_excluded: bool) -> Explanation:
    mean = next(mean for mean in table.means(include_excluded) if mean.basis == basis)
    if mean.percent is None:
        raise WrongUsageError(Problem("figure.unknown", figure_id))
    rows = {row.organisation: row for row in table.rows}
    counted = {name: _counted(rows[name], basis) for name in mean.organisations}
    words = [
        Sentence(
            "explain.mean.formula",
            {
                "sum": _number_words(exact_total(counted.values())),
                "count": len(mean.organisations),
                "mean": percent_text(mean.percent, 2),
            },
        ),
        Sentence(f"explain.mean.{basis}", {"count": len(mean.organisations)}),
        Sentence("explain.mean.unweighted" if _is_printed(counted.values()) else "explain.mean.by_rule"),
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
            Input(rows[name].figure_id, name, f"{_number_words(own)} %", rows[name].english)
            for name, own in counted.items()
        ),
        left_out=mean.left_out,
        footnotes=table.footnotes,
    )


def _is_printed(values: Iterable[Decimal | Fraction]) -> bool:
    """Whether any value is a printed one: of those the counts are not known."""
    return any(isinstance(value, Decimal) for value in values)


def _counted(row: CoverageRow, basis: str) -> Decimal | Fraction:
    """The value of a row that went into a mean on that basis; rows without one are left out before."""
    value = row.official_percent
    if basis == "with_own_survey" and row.with_own_survey_percent is not None:
        value = row.with_own_survey_percent
    if value is None:
        raise ValueError(f"{row.organisation} has no value on the basis {basis}")
    return value


def exact_total(values: Iterable[Decimal | Fraction]) -> Decimal | Fraction:
    """Decimals stay decimals, so that printed values are shown added up as they were printed."""
    numbers = list(values)
    printed = [number for number in numbers if isinstance(number, Decimal)]
    if len(printed) == len(numbers):
        return sum(printed, start=Decimal(0))
    return sum((Fraction(number) for number in numbers), start=Fraction(0))


def _number_words(number: Decimal | Fraction) -> str:
    """As printed, or with so many decimals that sum, count and mean agree for whoever divides again."""
    return f"{number}" if isinstance(number, Decimal) else percent_text(number, 4)


def explain_coverage_return(
    reader: CaseReader, fiscal_year: int, organisation: str, role: str, unit: str
) -> Explanation | None:
    units = [row for row in coverage_of_units(reader, fiscal_year, organisation) if role in (ALL, row.role)]
    if unit:
        units = [row for row in units if (fold_name(row.unit), row.role) == (unit, role)]
        row = units[0] if units else None
    else:
        returned = coverage_table(reader, fiscal_year).returned
        row = next((own for own in returned if (fold_name(own.organisation), own.role) == (organisation, role)), None)
    if row is None:
        return None
    if row.counts is None:
        return _explain_expected(row)
    counts = row.counts
    words = [
        Sentence("explain.coverage_return.role", {"role": f"role.{row.role}"}),
        Sentence("explain.coverage_return.formula", _counts_words(counts)),
    ]
    if counts.with_own_survey is not None:
        words.append(Sentence("explain.coverage_return.own_survey", _counts_words(counts)))
    words.append(Sentence("explain.coverage_return.units", {"count": len({own.unit for own in units})}))
    words.append(_analysis_sentence(row))
    # an organisation without units has its own row: the figure is what it returned, not a sum
    returned_rows = [own for own in units if own.figure_id == row.figure_id]
    return Explanation(
        figure_id=row.figure_id,
        title=" · ".join(filter(None, (row.organisation, row.unit))),
        kind="kind.coverage_return",
        fiscal_year=fiscal_year,
        fiscal_year_to=0,
        values=tuple(_coverage_values(row)),
        formula_id=COVERAGE_RULE[0],
        formula_version=COVERAGE_RULE[1],
        words=tuple(words),
        steps=coverage_steps(counts),
        inputs=() if returned_rows == units else tuple(_coverage_input(own) for own in units),
        source_rows=tuple(own.source_row for own in returned_rows if own.source_row),
        english=row.english,
    )


def _explain_expected(row: CoverageRow) -> Explanation:
    """Of an organisation that is expected to report and has not yet: there is no number, and none is put in."""
    return Explanation(
        figure_id=row.figure_id,
        title=row.organisation,
        kind="kind.coverage_return",
        fiscal_year=row.fiscal_year,
        fiscal_year_to=0,
        values=(ShownValue("value.official", state=row.state),),
        formula_id=COVERAGE_RULE[0],
        formula_version=COVERAGE_RULE[1],
        words=(Sentence("explain.coverage_return.expected"),),
        steps=coverage_steps(None),
        english=row.english,
    )


def _counts_words(counts: CoverageSum) -> dict[str, object]:
    return {"target": counts.target, "ascertained": counts.ascertained, "with_own": counts.with_own_survey}


def _coverage_values(row: CoverageRow) -> Iterable[ShownValue]:
    yield percent_value("value.official", row.official_percent, row.state)
    if row.with_own_survey_percent is not None:
        yield percent_value("value.with_own_survey", row.with_own_survey_percent, row.state)


def _coverage_input(row: CoverageRow) -> Input:
    counts = row.counts or CoverageSum(0, 0, None)
    own = "" if counts.with_own_survey is None else f" ({counts.with_own_survey})"
    label = " · ".join(filter(None, (row.unit, f"role.{row.role}")))
    return Input(row.figure_id, label, f"{counts.ascertained}{own} / {counts.target}")
