"""The pieces explanations are made of: shown values, steps, and numbers in words."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from auditor_app.domain.explanations import Sentence, ShownValue
from auditor_app.domain.numbers import percent_text
from auditor_app.domain.published import Fact, State, Statement
from auditor_app.domain.rates import CoverageSum, ItemCount, Rates
from auditor_app.domain.returns import CoverageCount
from auditor_app.domain.year_returns import ALL
from auditor_app.services.browse_returns import coverage_sum
from auditor_app.services.figure_ids import ALL_ORGANISATIONS, rates_id


def percent_value(label: str, percent: Fraction | Decimal | None, state: State) -> ShownValue:
    """A rate with one decimal, or the state that stands in its place."""
    if state is not State.REPORTED or percent is None:
        return ShownValue(label, state=state if state is not State.REPORTED else State.NOT_REPORTED)
    return ShownValue(label, percent, "%", decimals=1)


def count_step(label: str, count: int | None) -> ShownValue:
    if count is None:
        return ShownValue(label, state=State.NOT_REPORTED)
    return ShownValue(label, Fraction(count), decimals=0)


def missing_value(count: int, state: State) -> ShownValue:
    """People (or systems) missing to full achievement; the words of a state where nothing is known."""
    if state is not State.REPORTED:
        return ShownValue("field.missing", state=state)
    return ShownValue("field.missing", Fraction(count), decimals=0)


def coverage_steps(counts: CoverageSum | None) -> tuple[ShownValue, ...]:
    return (
        count_step("step.target", counts.target if counts else None),
        count_step("step.ascertained", counts.ascertained if counts else None),
    )


def four_steps(counts: list[CoverageCount], rates: Rates, state: State | None = None) -> tuple[ShownValue, ...]:
    """Target → ascertained (people or systems) → duty arose → carried out (answers), each with its own state.

    `state`: that of the rates as shown; of whoever is excluded the answers are not counted up.
    """
    people = coverage_steps(coverage_sum(counts) if counts else None)
    if state is State.EXCLUDED:
        return (*people, ShownValue("step.obliged", state=state), ShownValue("step.implemented", state=state))
    answered = rates.state is not State.NOT_REPORTED
    return (
        *people,
        count_step("step.obliged", rates.obliged if answered else None),
        count_step("step.implemented", rates.implemented if answered else None),
    )


def percent_words(percent: Fraction | None) -> str:
    return "—" if percent is None else percent_text(percent)


def ratio_words(count: ItemCount, group: str = "") -> str:
    """With `group` "," for a sentence; what lists hold is read by scripts.

    >>> ratio_words(ItemCount(1, 100, 75)), ratio_words(ItemCount(1, 0, 0)), ratio_words(ItemCount(0, 0, 0))
    ('75 / 100 = 75.0 %', 'state.no_duty', 'state.not_reported')
    """
    if not count.obliged:
        return "state.no_duty" if count.answered else "state.not_reported"
    percent = percent_text(Fraction(100 * count.implemented, count.obliged))
    return f"{count.implemented:{group}} / {count.obliged:{group}} = {percent} %"


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
        told = (("claim.at_least", value.lower), ("claim.below", value.upper))
        claim = tuple(
            Sentence(key, {"bound": bound, "unit": statement.unit}) for key, bound in told if bound is not None
        )
        return ShownValue(label, text=f"{bounds} {statement.unit}".strip(), claim=claim)
    return ShownValue(label, text=value.grade or value.text or statement.printed)


def shown_first(fact: Fact) -> tuple[Statement, ...]:
    """All its sources; the first is the one shown."""
    shown = fact.shown
    return (shown, *(statement for statement in fact.statements if statement is not shown))


Trail = tuple[tuple[str, Sentence], ...]


def rates_trail(fiscal_year: int, organisation: str, role: str, part: str = "", section: str = "") -> Trail:
    """From the mean over all organisations down to a Part and a section of one of them, itself included."""
    steps = [(rates_id(fiscal_year, ALL_ORGANISATIONS, role, ALL), Sentence("trail.all"))]
    if organisation != ALL_ORGANISATIONS:
        steps.append((rates_id(fiscal_year, organisation, role, ALL), Sentence("trail.name", {"name": organisation})))
    if part and part != ALL:
        steps.append((rates_id(fiscal_year, organisation, role, part), Sentence("rates.part", {"part": part})))
    if section:
        figure_id = rates_id(fiscal_year, organisation, role, part, section)
        steps.append((figure_id, Sentence("trail.name", {"name": section})))
    return tuple(steps)
