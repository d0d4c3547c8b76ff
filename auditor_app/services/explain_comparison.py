"""Explain a difference between two years: one account with its numbers, and everything it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor_app.analysis.compared_rows import Subject
from auditor_app.analysis.item_joins import YearJoin
from auditor_app.domain.comparison import DELTA_RULE, MEAN, ComparedRow, Number, PairNotes, Step, YearValue
from auditor_app.domain.explanations import Explanation, Input, Named, Sentence, ShownValue
from auditor_app.domain.numbers import percent_text, signed_points
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.services.compare_years import (
    CompareChoice,
    compare_figure,
    compare_items,
    compare_organisations,
    coverage_comparison,
    rate_comparison,
)
from auditor_app.services.delta_words import (
    break_sentences,
    difference_sentences,
    goal_sentences,
    mover_sentences,
    state_sentences,
    values_of,
    void_words,
)
from auditor_app.services.explain_published_comparison import explain_published_comparison
from auditor_app.services.figure_ids import delta_id, rates_id
from auditor_app.storage.reading import CaseReader

MOST_ITEMS = 12
"""Of common items those that changed most; the page Compare has them all."""

_Trail = tuple[tuple[str, Sentence], ...]


def explain_comparison(reader: CaseReader, figure_id: str, options: RateOptions) -> Explanation | None:
    """The difference of that id, of returns or of published figures; None when the case has no such figure."""
    row = compare_figure(reader, figure_id, options)
    if row is None or row.last is None:
        return explain_published_comparison(reader, figure_id)
    return replace(_Explained(reader, row, row.last, options).explanation(), figure_id=figure_id)


class _Explained:
    """A row of two years, and what the case says besides."""

    def __init__(self, reader: CaseReader, row: ComparedRow, step: Step, options: RateOptions) -> None:
        self._reader, self._row, self._step, self._options = reader, row, step, options
        self._years = (int(step.former), int(step.later))

    def explanation(self) -> Explanation:
        row, step = self._row, self._step
        former, later = values_of(row, step)
        return Explanation(
            figure_id=row.figure_id,
            title=" · ".join(filter(None, (row.organisation, row.item or row.section))),
            kind=f"kind.delta.{row.metric}",
            fiscal_year=self._years[0],
            fiscal_year_to=self._years[1],
            values=(
                points_value("value.delta", step.delta_points),
                points_value("value.like_for_like", step.like_for_like_points),
                year_value("value.former", former, void_words(step, former)),
                year_value("value.later", later, void_words(step, later)),
            ),
            formula_id=DELTA_RULE[0],
            formula_version=DELTA_RULE[1],
            words=tuple(self._words(later)),
            trail=self._trail(),
            inputs=(*self._figures((former, later)), *self._changes()),
            left_out=tuple(self._left_out()),
            english=row.english,
            bridge=step.bridge,
            breaks=step.breaks,
        )

    def _words(self, later: YearValue) -> Iterator[Sentence]:
        row, step = self._row, self._step
        yield from self._subject()
        yield from difference_sentences(row, step)
        yield from state_sentences(step)
        if row.kind == "mean" and step.delta_points is not None and not row.item:
            rows = [own for own in self._rows_of_all() if own.kind == "organisation"]
            yield from mover_sentences((Named(own.organisation, own.english), *self._is_counted(own)) for own in rows)
        if row.kind == "joined":
            yield Sentence("explain.delta.joined", {"names": tuple(map(Named, row.lineage))})
        notes = self._pair_notes()
        yield from break_sentences(step, (notes.former_edition, notes.later_edition), notes.scope_differences)
        for edition in notes.drafts:
            yield Sentence("explain.delta.draft", {"edition": edition})
        yield from goal_sentences(row, later)

    def _subject(self) -> Iterator[Sentence]:
        """Which Part, section and role; of an item its title, and its number in the former edition."""
        row = self._row
        if row.item:
            yield Sentence("explain.item.title", {"item": row.item, "title": row.title})
            if row.former_item and row.former_item != row.item:
                yield Sentence("explain.delta.renumbered", {"former": row.former_item, "later": row.item})
        elif row.metric in METRICS:
            kind = "section" if row.section else "all" if row.part == ALL else "part"
            words = {"part": row.part, "section": row.section, "role": f"role.{row.role}"}
            yield Sentence(f"explain.rates.scope_{kind}", words)

    def _pair_notes(self) -> PairNotes:
        if self._row.metric == "coverage":
            return coverage_comparison(self._reader, self._years, self._options).notes()[0]
        return rate_comparison(self._reader, self._years, self._options).notes()[0]

    def _rows_of_all(self) -> Sequence[ComparedRow]:
        """The rows of all organisations for the same subject."""
        row = self._row
        if row.metric == "coverage":
            choice = CompareChoice(self._years, row.metric, row.role, options=self._options)
            return compare_organisations(self._reader, choice).rows
        rates = rate_comparison(self._reader, self._years, self._options)
        return rates.rows(Subject(row.metric, row.part, row.role, row.section))

    def _is_counted(self, row: ComparedRow) -> tuple[bool, bool]:
        """Whether the mean of either year counts it: of who is excluded from analysis there still is a coverage."""
        former, later = (value.percent is not None for value in row.values)
        if row.metric != "coverage" or self._options.include_excluded:
            return former, later
        coverage = coverage_comparison(self._reader, self._years, self._options)
        series = next(own for own in coverage.series if own.key == row.series)
        is_in = [all(own.is_in_analysis for own in year.members(series)) for year in coverage.years]
        return former and is_in[0], later and is_in[1]

    # --- what it rests on -----------------------------------------------------------------------------------------

    def _figures(self, values: Iterable[YearValue]) -> Iterator[Input]:
        """Both years' own figures, as far as there are such."""
        for value in values:
            if value.figure_id:
                state = "—" if value.is_void else f"state.{value.state.value}"
                percent = f"{percent_text(value.percent)} %" if value.percent is not None else state
                printed = value.printed or percent
                yield Input(value.figure_id, f"{value.years} · kind.{self._row.metric}", printed)
            elif self._row.kind == "joined" and self._row.metric in METRICS and not self._row.item:
                yield from self._members(int(value.years))

    def _members(self, fiscal_year: int) -> Iterator[Input]:
        """The rates of those a joined series is pooled from in a year."""
        row = self._row
        rates = rate_comparison(self._reader, self._years, self._options)
        series = next(own for own in rates.series if own.key == row.series)
        table = next(year.rates.table for year in rates.years if year.fiscal_year == fiscal_year)
        for own in table.returns.organisations:
            if own.id in series.members:
                found = table.rates(own.id, row.part, row.role, row.section)
                state = table.state(own, found)
                percent = getattr(found, f"{row.metric}_percent") if state is State.REPORTED else None
                printed = f"state.{state.value}" if percent is None else f"{percent_text(percent)} %"
                figure_id = rates_id(fiscal_year, own.name, row.role, row.part, row.section)
                yield Input(figure_id, f"{fiscal_year} · {own.name}", printed, own.english)

    def _changes(self) -> Iterator[Input]:
        """Of the mean the organisations, of one organisation its common items: those that changed most first."""
        row = self._row
        if row.item:
            return
        rows = self._rows_of_all() if row.kind == "mean" else self._items()
        compared = [own for own in rows if own.last and own.last.delta_points is not None and own.kind != "mean"]
        if row.kind != "mean":
            compared = [own for own in compared if own.last and own.last.like_for_like_points]
        compared = [own for own in compared if own.kind != "joined" or row.kind == "joined"]
        compared.sort(key=_size_of_change, reverse=True)
        for own in compared if row.kind == "mean" else compared[:MOST_ITEMS]:
            if row.kind == "mean":
                yield Input(own.figure_id, own.organisation, _change_words(own), own.english)
            else:
                yield Input(own.figure_id, f"{own.item} · role.{own.role}", _change_words(own))

    def _items(self) -> Sequence[ComparedRow]:
        row = self._row
        if row.metric not in METRICS:
            return ()
        choice = CompareChoice(self._years, row.metric, row.role, row.part, self._options)
        items = compare_items(self._reader, choice, row.organisation).rows
        return [own for own in items if row.section in ("", own.section)]

    def _left_out(self) -> Iterator[str]:
        """Items of either year that are not common, with the kind of their join."""
        row = self._row
        if row.metric not in METRICS or row.item or self._step.delta_points is None:
            return
        join = rate_comparison(self._reader, self._years, self._options).joins[0]
        yield from dict.fromkeys(_others(join, row))

    # --- the way up -----------------------------------------------------------------------------------------------

    def _trail(self) -> _Trail:
        row, years = self._row, self._years
        whole = (row.metric, row.role, ALL)
        steps = [(delta_id(*years, MEAN, *whole), Sentence("trail.all"))]
        if row.organisation != MEAN:
            steps.append(
                (
                    delta_id(*years, row.organisation, *whole),
                    Sentence("trail.name", {"name": Named(row.organisation, row.english)}),
                )
            )
        if row.part != ALL:
            figure_id = delta_id(*years, row.organisation, row.metric, row.role, row.part)
            steps.append((figure_id, Sentence("rates.part", {"part": row.part})))
        if row.section:
            figure_id = delta_id(*years, row.organisation, row.metric, row.role, row.part, row.section)
            steps.append((figure_id, Sentence("trail.name", {"name": row.section})))
        return tuple(step for step in steps if step[0] != row.figure_id)


def _others(join: YearJoin, row: ComparedRow) -> Iterator[str]:
    for returns, others in ((join.former, join.former_others), (join.later, join.later_others)):
        for own, why in others.items():
            item = returns.items[own]
            if row.part in (ALL, item.part) and row.section in ("", item.section):
                yield f"{item.item} · {kind_key(why)}"


def kind_key(why: str) -> str:
    """The text key of why an item is not common."""
    return f"crosswalk_kind.{why}"


def points_value(label: str, points: Number | None) -> ShownValue:
    """A difference in percentage points, or that there is none."""
    if points is None:
        return ShownValue(label, text="value.no_delta", is_none=True)
    return ShownValue(label, points, "pt", decimals=1)


def year_value(label: str, value: YearValue, void: str = "") -> ShownValue:
    """A year's figure as printed, with one decimal, or its state; `void`: why there was nothing to report."""
    if value.percent is not None:
        return ShownValue(label, value.percent, "%", decimals=1)
    if void:
        return ShownValue(label, text=void, is_none=True)
    if value.state is State.REPORTED:
        return ShownValue(label, text=value.printed or "value.no_delta")
    if value.is_void:
        return ShownValue(label, text="—", is_none=True)
    return ShownValue(label, state=value.state)


def _size_of_change(row: ComparedRow) -> Fraction:
    step = row.last
    points = step.delta_points if step else None
    return abs(Fraction(points)) if points is not None else Fraction(0)


def _change_words(row: ComparedRow) -> str:
    former, later = row.values
    step = row.last
    if step is None or former.percent is None or later.percent is None or step.delta_points is None:
        return "—"
    return f"{percent_text(former.percent)} → {percent_text(later.percent)} % ({signed_points(step.delta_points)})"
