"""Changes to the lineage of organisations: what each takes away and adds, and what would be wrong afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from auditor_app.domain.days import day_after, day_before
from auditor_app.domain.ended_bodies import last_day_of, years_after_end
from auditor_app.domain.lineage import JoinedSeries, Lineage
from auditor_app.domain.lineage_checks import problems_of, problems_of_joined
from auditor_app.domain.organisations import LinkKind, Organisation, OrganisationLink, OrganisationName
from auditor_app.domain.published import fold_name
from auditor_app.foundation.errors import Problem

NEW_BODY = -1
"""Ids of bodies an edit makes begin here and go down; the case gives them their numbers."""


@dataclass(frozen=True)
class LineageEdit:
    """Rows of one change.  A name of a body that is not there yet stands under a negative id."""

    words: str
    """What the log calls it: names and a day, in no language."""
    taken_names: tuple[tuple[int, OrganisationName], ...] = ()
    taken_links: tuple[OrganisationLink, ...] = ()
    names: tuple[tuple[int, OrganisationName], ...] = ()
    links: tuple[OrganisationLink, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.taken_names or self.taken_links or self.names or self.links)


@dataclass(frozen=True)
class LineageEvent:
    """What became of what on a day: all links that tell of it, as one."""

    kind: LinkKind
    on_date: date | None
    sources: tuple[int, ...]
    successors: tuple[int, ...]
    links: tuple[OrganisationLink, ...]


def applied(lineage: Lineage, edit: LineageEdit) -> Lineage:
    """The lineage as it would be; a body without any name left is none."""
    bodies = {own.id: own for own in lineage.organisations}
    for identifier, name in edit.taken_names:
        body = bodies[identifier]
        bodies[identifier] = replace(body, names=tuple(own for own in body.names if own != name))
    for identifier, name in edit.names:
        bodies[identifier] = bodies.get(identifier, Organisation(identifier, ())).with_name(name)
    links = (*(own for own in lineage.links if own not in edit.taken_links), *edit.links)
    return replace(lineage, organisations=tuple(own for own in bodies.values() if own.names), links=links)


@dataclass(frozen=True)
class EditGround:
    """What an edit has to stand on: the lineage, and which names and bodies something else of the case needs."""

    lineage: Lineage
    published_names: frozenset[str] = frozenset()
    """Folded names under which published figures stand: figures find their body by nothing else."""
    bodies_in_use: frozenset[int] = frozenset()
    """Bodies that returned something, or about which something was decided."""
    reporting_years: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """By body: the fiscal years of which it reported."""

    def problems(self, edit: LineageEdit) -> list[Problem]:
        """Why the edit cannot be made; [] when it can."""
        after = applied(self.lineage, edit)
        left = {own.id for own in after.organisations}
        lost = sorted(self.bodies_in_use - left)
        names = {fold_name(name.name) for own in after.organisations for name in own.names}
        taken = {name.name: fold_name(name.name) for _, name in edit.taken_names}
        return [
            *(Problem("lineage.body_in_use", self.lineage.name_of(own)) for own in lost if self.lineage.body(own)),
            *(
                Problem("lineage.name_published", name)
                for name, folded in taken.items()
                if folded in self.published_names - names
            ),
            *problems_of_edit(self.lineage, edit),
        ]

    def remarks(self, edit: LineageEdit) -> list[Problem]:
        """What the edit makes contradict the reports of the case; the auditor may be right all the same."""
        before = {body.id: self._after_end(body) for body in self.lineage.organisations}
        found = [(body, self._after_end(body)) for body in applied(self.lineage, edit).organisations]
        return [
            Problem(
                "lineage.reports_after_end",
                body.names[-1].name,
                {"name": body.names[-1].name, "last": last_day_of(body), "years": ", ".join(map(str, years))},
            )
            for body, years in found
            if years and years != before.get(body.id)
        ]

    def _after_end(self, body: Organisation) -> tuple[int, ...]:
        return years_after_end(body, self.reporting_years.get(body.id, ()))

    def problems_of_series(self, own: JoinedSeries, former: JoinedSeries | None = None) -> list[Problem]:
        """Why a joined series cannot be kept in the place of `former`."""
        others = tuple(other for other in self.lineage.joined if other not in (former, own))
        return list(problems_of_joined(replace(self.lineage, joined=(*others, own)), own))


def problems_of_edit(lineage: Lineage, edit: LineageEdit) -> list[Problem]:
    """What would be wrong and was not before: an old fault elsewhere must not stand in the way of mending this one."""
    before = problems_of(lineage)
    return [problem for problem in problems_of(applied(lineage, edit)) if problem not in before]


def events_of(links: Iterable[OrganisationLink]) -> list[LineageEvent]:
    """Links as events: a merger with all its sources, a split with all its successors, in the order first told."""
    grouped: dict[tuple[object, ...], list[OrganisationLink]] = {}
    for link in links:
        hub = {"merged": link.to_id, "split": link.from_id}.get(link.kind, (link.from_id, link.to_id))
        grouped.setdefault((link.kind, link.on_date, hub), []).append(link)
    return [
        LineageEvent(
            own[0].kind,
            own[0].on_date,
            tuple(dict.fromkeys(link.from_id for link in own if link.from_id is not None)),
            tuple(dict.fromkeys(link.to_id for link in own if link.to_id is not None)),
            tuple(own),
        )
        for own in grouped.values()
    ]


def new_body(name: OrganisationName, *, is_created: bool = False) -> LineageEdit:
    """A body the case did not know; `is_created`: it came into being on the first day of its name."""
    links = (OrganisationLink(None, NEW_BODY, "created", name.from_date),) if is_created else ()
    words = f"{name.name} {name.from_date}" if is_created and name.from_date else name.name
    return LineageEdit(words, names=((NEW_BODY, name),), links=links)


def renaming(body: Organisation, name: str, english: str, day: date) -> LineageEdit:
    """Another name from that day on; the one borne until then ends the day before.

    >>> edit = renaming(Organisation(3, (OrganisationName("防衛庁"),)), "防衛省", "MOD", date(2007, 1, 9))
    >>> [(own.name, str(own.from_date), str(own.to_date)) for _, own in edit.names]
    [('防衛庁', 'None', '2007-01-08'), ('防衛省', '2007-01-09', 'None')]
    """
    former = _borne_on(body, day)
    names = (replace(former, to_date=day_before(day), id=0), OrganisationName(name, english, day, former.to_date))
    return LineageEdit(
        f"{former.name} → {name} {day}",
        taken_names=((body.id, former),),
        names=tuple((body.id, own) for own in names),
    )


def correcting(
    body: Organisation, former: OrganisationName, now: OrganisationName, links: Sequence[OrganisationLink] = ()
) -> LineageEdit:
    """Another spelling or other days of a name; the names next to it and the day of its creation go along.

    `links`: all of the case.  Days of mergers and splits stay: they concern other bodies too.
    """
    if former == now:
        return LineageEdit(now.name)
    pairs = [(former, now)]
    for other in body.names:
        moved = other
        if former.from_date and now.from_date and other.to_date == day_before(former.from_date):
            moved = replace(other, to_date=day_before(now.from_date))
        elif former.to_date and now.to_date and other.from_date == day_after(former.to_date):
            moved = replace(other, from_date=day_after(now.to_date))
        if moved != other:
            pairs.append((other, moved))
    own_days = [link for link in links if _moves_with(link, body, former, now)]
    words = now.name if former.name == now.name else f"{former.name} → {now.name}"
    return LineageEdit(
        words,
        taken_names=tuple((body.id, old) for old, _ in pairs),
        names=tuple((body.id, replace(new, id=0)) for _, new in pairs),
        taken_links=tuple(own_days),
        links=tuple(replace(link, id=0, on_date=_moved_day(link, now)) for link in own_days),
    )


def removing_name(body: Organisation, name: OrganisationName) -> LineageEdit:
    """Without that name: the one before it goes on in its place, else the next begins as it did."""
    place = body.names.index(name)
    taken, added = [name], list[OrganisationName]()
    if place > 0:
        taken.append(body.names[place - 1])
        added.append(replace(body.names[place - 1], to_date=name.to_date, id=0))
    elif len(body.names) > 1:
        taken.append(body.names[1])
        added.append(replace(body.names[1], from_date=name.from_date, id=0))
    return LineageEdit(
        f"− {name.name}",
        taken_names=tuple((body.id, own) for own in taken),
        names=tuple((body.id, own) for own in added),
    )


def recording(
    lineage: Lineage,
    kind: LinkKind,
    day: date,
    sources: Sequence[int],
    successors: Sequence[int | OrganisationName],
    *,
    goes_on: bool = False,
) -> LineageEdit:
    """That bodies were created, abolished, merged, split or renamed on `day`, the first day of the new state.

    A renaming here joins two bodies the case holds apart; see `renaming` for a new name of one.

    Bodies that end bear their last name until the day before; a successor given by name is made and begins that day.
    `goes_on`: the body that is split remains beside what left it.
    """
    names: list[tuple[int, OrganisationName]] = []
    ids: list[int] = []
    for successor in successors:
        if isinstance(successor, int):
            ids.append(successor)
            continue
        ids.append(NEW_BODY - sum(own < 0 for own in ids))
        names.append((ids[-1], replace(successor, from_date=day)))
    changed = _ended(lineage, sources, day, goes_on=goes_on)
    if kind in ("created", "renamed"):
        changed += _begun(lineage, ids, day)
    links = [
        OrganisationLink(source, successor, kind, day) for source in sources or (None,) for successor in ids or (None,)
    ]
    before = "・".join(lineage.name_of(own) for own in sources)
    after = "・".join(own.name if isinstance(own, OrganisationName) else lineage.name_of(own) for own in successors)
    return LineageEdit(
        " ".join(filter(None, (before, "→", after, str(day)))),
        taken_names=tuple((identifier, old) for identifier, old, _ in changed),
        names=(*((identifier, new) for identifier, _, new in changed), *names),
        links=tuple(links),
    )


def removing_event(lineage: Lineage, event: LineageEvent) -> LineageEdit:
    """Without what was told of that day; names keep their days."""
    before, after = ("・".join(lineage.name_of(own) for own in ends) for ends in (event.sources, event.successors))
    words = " ".join(filter(None, ("−", before, "→", after, str(event.on_date or ""))))
    return LineageEdit(words, taken_links=event.links)


def _borne_on(body: Organisation, day: date) -> OrganisationName:
    that_day = OrganisationName("", "", day, day)
    return next((own for own in body.names if own.overlaps(that_day)), body.names[-1])


def _ended(
    lineage: Lineage, sources: Sequence[int], day: date, *, goes_on: bool
) -> list[tuple[int, OrganisationName, OrganisationName]]:
    """(id, name as it is, name as it ends) of bodies whose last name has no end yet."""
    bodies = [body for own in sources if (body := lineage.body(own)) is not None and not goes_on]
    return [
        (body.id, body.names[-1], replace(body.names[-1], to_date=day_before(day), id=0))
        for body in bodies
        if body.names[-1].to_date is None
    ]


def _begun(lineage: Lineage, created: Sequence[int], day: date) -> list[tuple[int, OrganisationName, OrganisationName]]:
    bodies = [body for own in created if (body := lineage.body(own)) is not None]
    return [
        (body.id, body.names[0], replace(body.names[0], from_date=day, id=0))
        for body in bodies
        if body.names[0].from_date is None
    ]


def _moves_with(link: OrganisationLink, body: Organisation, former: OrganisationName, now: OrganisationName) -> bool:
    if link.kind == "created" and link.to_id == body.id:
        return former == body.names[0] and link.on_date == former.from_date and now.from_date != former.from_date
    if link.kind == "abolished" and link.from_id == body.id and former.to_date is not None:
        return former == body.names[-1] and link.on_date == day_after(former.to_date) and now.to_date != former.to_date
    return False


def _moved_day(link: OrganisationLink, now: OrganisationName) -> date | None:
    if link.kind == "created":
        return now.from_date
    return None if now.to_date is None else day_after(now.to_date)
