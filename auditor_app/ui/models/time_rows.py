"""Bodies as rows of the time line: names with their days, and what happened on a day."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from auditor_app.domain.lineage import Lineage
from auditor_app.domain.lineage_edits import LineageEvent
from auditor_app.domain.organisations import LinkKind
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_organisations import Body
from auditor_app.services.tables.organisation_columns import event_words, span_words
from auditor_app.services.word_names import called


@dataclass(frozen=True)
class NameSpan:
    """A name and the days it was borne; None is open."""

    name: str
    from_day: date | None
    to_day: date | None


@dataclass(frozen=True)
class TimeMark:
    """What happened on a day; `targets` are the rows the body became, for a merger or split."""

    kind: LinkKind
    day: date
    targets: tuple[Hashable, ...] = ()


@dataclass(frozen=True)
class TimeRow:
    key: Hashable
    label: str
    spans: tuple[NameSpan, ...]
    marks: tuple[TimeMark, ...]
    fiscal_years: tuple[int, ...]
    words: str
    """Everything about the body, for the tooltip."""


def time_rows(texts: Texts, lineage: Lineage, bodies: Iterable[Body]) -> list[TimeRow]:
    """In the order given; events without a day have no place on the line and stand in the words only."""
    return [
        TimeRow(
            body.organisation.id,
            called(texts, body.organisation.names[-1]),
            tuple(NameSpan(called(texts, name), name.from_date, name.to_date) for name in body.organisation.names),
            tuple(_marks(body)),
            body.fiscal_years,
            _words(texts, lineage, body),
        )
        for body in bodies
    ]


def _marks(body: Body) -> Iterable[TimeMark]:
    for name in body.organisation.names[1:]:
        if name.from_date is not None:
            yield TimeMark("renamed", name.from_date)
    for event in body.events:
        if event.on_date is None:
            continue
        if event.kind in ("created", "abolished"):
            yield TimeMark(event.kind, event.on_date)
        elif body.organisation.id in event.sources:
            yield TimeMark(event.kind, event.on_date, _targets(event, body.organisation.id))


def _targets(event: LineageEvent, source: int) -> tuple[int, ...]:
    return tuple(link.to_id for link in event.links if link.from_id == source and link.to_id is not None)


def _words(texts: Texts, lineage: Lineage, body: Body) -> str:
    names = map(span_words, body.organisation.names)
    events = [event_words(texts, lineage, event, body.organisation.id) for event in body.events]
    reports = [texts("lineage.reported", years="、".join(map(str, body.fiscal_years)))] if body.fiscal_years else []
    return "\n".join([*names, *events, *reports])
