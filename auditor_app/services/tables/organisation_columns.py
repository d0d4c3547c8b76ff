"""Columns of the organisations page: bodies, the names and events of one of them, and the auditor's joined series."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from auditor_app.domain.lineage import JoinedSeries, Lineage
from auditor_app.domain.lineage_edits import LineageEvent
from auditor_app.domain.organisations import OrganisationName
from auditor_app.foundation.translation import Texts
from auditor_app.services.browse_organisations import Body
from auditor_app.services.tables.columns import BadgeKind, Column
from auditor_app.services.tables.word_columns import listed, position_column, text_column
from auditor_app.services.word_names import called

BADGES: dict[str, BadgeKind] = {
    "name": "neutral",
    "renamed": "accent",
    "created": "good",
    "abolished": "warning",
    "merged": "warning",
    "split": "warning",
}


@dataclass(frozen=True)
class BodyRow:
    """A body; its key is its number in the case."""

    key: int
    body: Body
    fate: str
    """What it came from and what became of it, in words."""
    joined: str
    """The auditor's series it is a member of."""

    @property
    def position(self) -> int:
        return self.body.position

    @property
    def name(self) -> OrganisationName:
        return self.body.organisation.names[-1]


@dataclass(frozen=True)
class DetailRow:
    """A name or an event of the body that is selected."""

    key: str
    kind: str
    words: str
    from_date: date | None
    to_date: date | None
    detail: OrganisationName | LineageEvent


@dataclass(frozen=True)
class JoinedRow:
    key: str
    name: str
    joined: JoinedSeries
    members: str


def body_columns(texts: Texts) -> list[Column]:
    days = texts("lineage.column.days")  # with a second line in the header the axis of the time line stands there too
    return [
        position_column(texts),
        text_column("name", texts("lineage.column.name"), lambda row: row.name.name, 14, is_frozen=True),
        text_column("fate", texts("lineage.column.fate"), lambda row: row.fate, 26, tooltip=lambda row: row.fate),
        _day_column("since", texts("lineage.column.since"), lambda row: row.body.organisation.names[0].from_date, days),
        _day_column("until", texts("lineage.column.until"), lambda row: row.name.to_date, days),
        text_column("english", texts("lineage.column.english"), lambda row: row.name.english, 20),
        text_column("joined", texts("lineage.column.joined"), lambda row: row.joined, 14),
        text_column("years", texts("lineage.column.years"), _years, 14),
    ]


def detail_columns(texts: Texts) -> list[Column]:
    def kind_words(row: DetailRow) -> str:
        return texts(f"lineage.kind.{row.kind}")

    return [
        text_column("kind", texts("lineage.column.kind"), kind_words, 9, kind="badge", badge=_badge),
        text_column("what", texts("lineage.column.what"), lambda row: row.words, 24, tooltip=lambda row: row.words),
        _day_column("from", texts("lineage.column.from"), lambda row: row.from_date),
        _day_column("to", texts("lineage.column.to"), lambda row: row.to_date),
    ]


def joined_columns(texts: Texts) -> list[Column]:
    return [
        text_column("name", texts("lineage.column.series"), lambda row: row.name, 14),
        text_column("members", texts("lineage.column.members"), lambda row: row.members, 24, tooltip=_members),
        text_column(
            "english",
            texts("lineage.column.english"),
            lambda row: row.joined.english,
            16,
            is_visible_by_default=False,
        ),
    ]


def body_row(texts: Texts, lineage: Lineage, body: Body) -> BodyRow:
    fate = [_renamed(texts, earlier, later) for earlier, later in pairwise(body.organisation.names)]
    fate += [event_words(texts, lineage, event, body.organisation.id) for event in body.events]
    joined = (called(texts, own) for own in body.joined)
    return BodyRow(body.organisation.id, body, texts("lineage.comma").join(fate), listed(texts, joined))


def detail_rows(texts: Texts, lineage: Lineage, body: Body) -> list[DetailRow]:
    """Names from the oldest to the newest, then what happened."""
    names = [
        DetailRow(f"name:{name.id}", "name", _name_words(name), name.from_date, name.to_date, name)
        for name in body.organisation.names
    ]
    events = [
        DetailRow(
            f"event:{event.links[0].id}",
            event.kind,
            event_words(texts, lineage, event, None),
            event.on_date,
            None,
            event,
        )
        for event in body.events
    ]
    return names + events


def joined_row(texts: Texts, lineage: Lineage, joined: JoinedSeries) -> JoinedRow:
    members = "・".join(map(lineage.name_of, joined.members))
    return JoinedRow(f"joined:{joined.name}", called(texts, joined), joined, members)


def event_words(texts: Texts, lineage: Lineage, event: LineageEvent, of_body: int | None) -> str:
    """An event; seen from one of its bodies only the others are named."""
    sources = "・".join(lineage.name_of(own) for own in event.sources if own != of_body or event.kind == "merged")
    successors = "・".join(map(lineage.name_of, event.successors))
    if event.kind in ("created", "abolished"):
        only = "" if of_body is not None else sources or successors
        return _dated(" ".join(filter(None, (only, texts(f"lineage.was.{event.kind}")))), event.on_date)
    if of_body is None:
        return f"{sources} → {successors}"
    direction = "into" if of_body in event.sources else "from"
    others = successors if direction == "into" else sources
    return _dated(texts(f"lineage.{event.kind}.{direction}", names=others), event.on_date)


def span_words(name: OrganisationName) -> str:
    """A name with its days; an open end is left open.

    >>> span_words(OrganisationName("防衛省", "MOD", date(2007, 1, 9))), span_words(OrganisationName("財務省"))
    ('防衛省 2007-01-09 –', '財務省')
    """
    if name.from_date is None and name.to_date is None:
        return name.name
    return " ".join(filter(None, (name.name, str(name.from_date or ""), "–", str(name.to_date or ""))))


def _renamed(texts: Texts, earlier: OrganisationName, later: OrganisationName) -> str:
    return _dated(texts("lineage.renamed.from", names=earlier.name), later.from_date)


def _dated(words: str, day: date | None) -> str:
    return f"{day} {words}" if day is not None else words


def _name_words(name: OrganisationName) -> str:
    return f"{name.name} ({name.english})" if name.english else name.name


def _day_column(key: str, title: str, day: Callable[..., date | None], group: str = "") -> Column:
    """Sorted by the day; an open one is no value."""

    def value(row: object) -> str | None:
        found = day(row)
        return found.isoformat() if found is not None else None

    return Column(key, title, value, lambda row: value(row) or "", kind="date", width=11, group=group)


def _badge(row: DetailRow) -> BadgeKind | None:
    return BADGES.get(row.kind)


def _members(row: JoinedRow) -> str:
    return row.members


def _years(row: BodyRow) -> str:
    """Runs of years are shortened: 2005–2007."""
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs(row.body.fiscal_years))


def runs(years: tuple[int, ...]) -> list[tuple[int, int]]:
    """First and last of each unbroken run.

    >>> runs((2005, 2006, 2008))
    [(2005, 2006), (2008, 2008)]
    """
    found: list[tuple[int, int]] = []
    for year in years:
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found
