"""Explain a difference between published figures of two periods: grades, shares of findings, numbers of CEPTOARs."""

from __future__ import annotations

from collections.abc import Iterator

from auditor_app.domain.comparison import DELTA_RULE, ComparedRow, CompareMetric, Comparison, Step
from auditor_app.domain.explanations import Explanation, Input, Sentence, ShownValue
from auditor_app.domain.numbers import percent_text, signed_points
from auditor_app.domain.published import State
from auditor_app.services.compare_published import PUBLISHED_METRICS, compare_published, grade_steps
from auditor_app.services.delta_words import values_of
from auditor_app.services.explained_values import shown_first
from auditor_app.services.figure_ids import delta_fields
from auditor_app.storage.reading import CaseReader

COUNTED: tuple[CompareMetric, ...] = ("ceptoar_count", "sector_count")


def explain_published_comparison(reader: CaseReader, figure_id: str) -> Explanation | None:
    """None when nothing of that id is published for both periods."""
    fields = delta_fields(figure_id)
    kind = next((own for metric, own in PUBLISHED_METRICS.items() if fields and metric == fields.metric), None)
    if fields is None or kind is None:
        return None
    years = (int(fields.former[:4]), int(fields.later[:4]))
    found = compare_published(reader, kind, years)
    row = next((own for own in found.rows if own.figure_id == figure_id), None)
    if row is None:
        others = compare_published(reader, kind, years, with_absent=True)
        row = next((own for own in others.rows if own.figure_id == figure_id), None)
    if row is None or row.last is None:
        return None
    return _explained(reader, row, row.last, found)


def _explained(reader: CaseReader, row: ComparedRow, step: Step, found: Comparison) -> Explanation:
    former, later = values_of(row, step)
    known = [value for value in (former, later) if value.figure_id]
    facts = [fact for value in known if (fact := reader.fact(value.figure_id)) is not None]
    return Explanation(
        figure_id=row.figure_id,
        title=" · ".join(filter(None, (row.organisation, row.section, row.title))),
        kind=f"kind.delta.{row.metric}",
        fiscal_year=int(former.years[:4]),
        fiscal_year_to=int(later.years[-4:]),
        values=tuple(_values(row, step)),
        formula_id=DELTA_RULE[0],
        formula_version=DELTA_RULE[1],
        words=(*_words(row, step, found), *(Sentence(f"explain.break.{name}") for name in step.breaks)),
        inputs=tuple(Input(value.figure_id, f"{value.years} · kind.{row.metric}", value.printed) for value in known),
        statements=tuple(statement for fact in facts for statement in shown_first(fact)),
        is_contradicted=any(fact.is_contradicted for fact in facts),
        english=row.english,
        bridge=step.bridge,
        breaks=step.breaks,
        spans=(former.years, later.years) if "-" in former.years + later.years else (),
    )


def _values(row: ComparedRow, step: Step) -> Iterator[ShownValue]:
    yield _difference(row, step)
    for label, value in zip(("value.former", "value.later"), values_of(row, step), strict=True):
        if value.percent is not None:
            yield ShownValue(label, value.percent, "" if row.metric in COUNTED else "%")
        elif value.bound is not None:
            yield ShownValue(label, text=f"≤ {value.bound} %", is_none=True)
        elif value.state is State.REPORTED:
            yield ShownValue(label, text=value.printed)
        elif "other_target" not in step.reasons:  # else nothing is missing: the words tell what was inspected
            yield ShownValue(label, state=value.state)


def _difference(row: ComparedRow, step: Step) -> ShownValue:
    if step.delta_points is None:
        return ShownValue("value.delta", text="value.no_delta", is_none=True)
    if row.metric in COUNTED:
        return ShownValue("value.delta", text=signed_points(step.delta_points, 0))
    return ShownValue("value.delta", step.delta_points, "pt", decimals=1)


def _words(row: ComparedRow, step: Step, found: Comparison) -> Iterator[Sentence]:
    if row.metric == "finding_share":
        yield from _share(row, step)
    elif row.metric in COUNTED:
        yield from _count(row, step, found)
    else:
        yield from _inspection(row, step, found)


def _share(row: ComparedRow, step: Step) -> Iterator[Sentence]:
    former, later = values_of(row, step)
    if step.delta_points is not None:
        words = {"former": former.percent, "later": later.percent, "delta": signed_points(step.delta_points)}
        yield Sentence("explain.share.both", words)
        return
    for value in (former, later):
        if value.percent is None and value.bound is not None:
            yield Sentence("explain.share.not_listed", {"years": value.years, "bound": percent_text(value.bound)})
        elif value.percent is None:
            yield Sentence("explain.share.other_title", {"years": value.years, "section": row.section})


def _count(row: ComparedRow, step: Step, found: Comparison) -> Iterator[Sentence]:
    former, later = values_of(row, step)
    words: dict[str, object] = {"former": former.printed, "later": later.printed}
    if step.delta_points is None:
        yield Sentence("explain.delta.none")
        return
    yield Sentence("explain.count.both", words | {"delta": signed_points(step.delta_points, 0)})
    sectors = next((own for own in found.rows if own.metric == "sector_count" and own is not row), None)
    if sectors is not None and sectors.last is not None:
        ends = values_of(sectors, sectors.last)
        if all(value.printed for value in ends):
            yield Sentence("explain.count.sectors", {"former": ends[0].printed, "later": ends[1].printed})


def _inspection(row: ComparedRow, step: Step, found: Comparison) -> Iterator[Sentence]:
    former, later = values_of(row, step)
    if "definition" in step.breaks:
        for value in (former, later):
            names = _targets(found, value.years)
            yield Sentence("explain.grade.targets", {"years": value.years, "targets": "、".join(names)})
        yield Sentence("explain.grade.other_target")
        return
    steps = grade_steps(former.printed, later.printed)
    if steps is not None:
        direction = "same" if not steps else "up" if steps > 0 else "down"
        words = {"former": former.printed, "later": later.printed, "steps": abs(steps)}
        yield Sentence(f"explain.grade.{direction}", words)
    elif step.delta_points is not None:
        words = {"former": former.printed, "later": later.printed, "delta": signed_points(step.delta_points)}
        yield Sentence("explain.delta.printed", words)
    else:
        yield Sentence("explain.delta.none")


def _targets(found: Comparison, years: str) -> list[str]:
    """What was inspected in that period."""
    return list(
        dict.fromkeys(row.item for row in found.rows for own in row.values if own.years == years and own.figure_id)
    )
