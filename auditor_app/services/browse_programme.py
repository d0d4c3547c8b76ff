"""The programme of a fiscal year: measures by area with re-listed ones, goals, named measures, directions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor_app.domain.programme import AreaCounts, ProgrammeTotals, programme_totals
from auditor_app.domain.published import Fact, FactKind, fold_name
from auditor_app.storage.reading import CaseReader

PROGRAMME_KINDS = [FactKind.MEASURE_COUNT, FactKind.MEASURE_TOTAL, FactKind.GOAL, FactKind.MEASURE]
DIRECTION_KINDS = [FactKind.DIRECTION_COUNT, FactKind.DIRECTION_TOTAL, FactKind.DIRECTION]


@dataclass(frozen=True)
class AreaRow:
    """One area of the programme with the facts behind each of its three counts."""

    position: int
    counts: AreaCounts
    facts: dict[str, Fact]
    """By aspect: new, continued, total."""
    goal: Fact | None
    measures: tuple[Fact, ...]

    @property
    def area(self) -> str:
        return self.counts.area


@dataclass(frozen=True)
class DirectionRow:
    """A direction for the following year, with its printed count and named items."""

    position: int
    theme: str
    count: Fact | None
    items: tuple[Fact, ...]


@dataclass(frozen=True)
class Programme:
    """All areas in printed order, the printed total, and the directions for the year after."""

    fiscal_year: int
    areas: tuple[AreaRow, ...]
    printed_total: Fact | None
    totals: ProgrammeTotals
    directions_year: int
    directions: tuple[DirectionRow, ...]
    direction_total: Fact | None


def programme(reader: CaseReader, fiscal_year: int) -> Programme:
    """The programme of a year and the directions stated with it for the next one."""
    facts = reader.facts(PROGRAMME_KINDS, [fiscal_year])
    following = reader.facts(DIRECTION_KINDS, [fiscal_year + 1])
    areas = _areas(facts)
    return Programme(
        fiscal_year=fiscal_year,
        areas=tuple(areas),
        printed_total=_first(facts, FactKind.MEASURE_TOTAL),
        totals=programme_totals([row.counts for row in areas]),
        directions_year=fiscal_year + 1,
        directions=tuple(_directions(following)),
        direction_total=_first(following, FactKind.DIRECTION_TOTAL),
    )


def _areas(facts: Sequence[Fact]) -> list[AreaRow]:
    counts: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        if fact.key.kind is FactKind.MEASURE_COUNT:
            counts.setdefault(fold_name(fact.key.subject), {})[fact.key.aspect] = fact
    rows = []
    for position, (folded, by_aspect) in enumerate(counts.items(), start=1):
        area = next(iter(by_aspect.values())).key.subject
        own = [fact for fact in facts if fold_name(fact.key.subject) == folded]
        rows.append(
            AreaRow(
                position,
                AreaCounts.from_values(area, {aspect: fact.shown.value for aspect, fact in by_aspect.items()}),
                by_aspect,
                _first(own, FactKind.GOAL),
                tuple(fact for fact in own if fact.key.kind is FactKind.MEASURE),
            )
        )
    return rows


def _directions(facts: Sequence[Fact]) -> list[DirectionRow]:
    themes = list(dict.fromkeys(fold_name(fact.key.subject) for fact in facts if fact.key.subject))
    rows = []
    for position, theme in enumerate(themes, start=1):
        own = [fact for fact in facts if fold_name(fact.key.subject) == theme]
        items = tuple(fact for fact in own if fact.key.kind is FactKind.DIRECTION)
        rows.append(DirectionRow(position, own[0].key.subject, _first(own, FactKind.DIRECTION_COUNT), items))
    return rows


def _first(facts: Sequence[Fact], kind: FactKind) -> Fact | None:
    return next((fact for fact in facts if fact.key.kind is kind), None)
