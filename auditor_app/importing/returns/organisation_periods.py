"""Which time of a name a row means: a body may bear a name, then another one, and then the first again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from auditor_app.domain.organisations import Organisation, OrganisationName
from auditor_app.domain.published import fold_name
from auditor_app.importing.returns.organisation_cells import NameKey, OrganisationCells
from auditor_app.importing.returns.plans import CaseContext
from auditor_app.importing.returns.row_refusals import RowRefusals

Periods = dict[str, list[OrganisationCells]]
"""Folded name → the times the file tells of it, each as a row with all days its rows tell."""


class StoredNames:
    """The names of the case, each under the key by which the rows of the file mean it."""

    def __init__(self, case: CaseContext, periods: Periods) -> None:
        self._keys: dict[tuple[int, OrganisationName], NameKey] = {}
        for own in case.organisations:
            for folded in {fold_name(name.name) for name in own.names}:
                for period in periods.get(folded, ()):
                    if (meant := _meant(period, own)) is not None:
                        self._keys.setdefault((own.id, meant), period.key)
        numbers = {folded: len(times) for folded, times in periods.items()}
        for own in case.organisations:
            for name in own.names:
                folded = fold_name(name.name)
                if (own.id, name) not in self._keys:
                    self._keys[own.id, name] = (folded, numbers.get(folded, 0))
                    numbers[folded] = numbers.get(folded, 0) + 1
        self.by_key = {key: name for (_, name), key in self._keys.items()}

    def key(self, own: Organisation, name: OrganisationName) -> NameKey:
        return self._keys[own.id, name]

    def name_of(self, own: Organisation | None, key: NameKey) -> OrganisationName | None:
        """The name a body of the case bears at that time."""
        return next((name for name in own.names if self.key(own, name) == key), None) if own else None


def with_periods(
    rows: Sequence[OrganisationCells], case: CaseContext, refusals: RowRefusals
) -> tuple[list[OrganisationCells], StoredNames]:
    """The rows with the time of the name they mean and of the names that follow, and with all days told of it.

    Rows of one name tell of the same days; what one leaves open another may tell.  Days that exclude one another
    are two times of one body where renamings lead from the one to the other; else they are refused.
    """
    periods: Periods = defaultdict(list)
    keys = [_join_period(row, periods[fold_name(row.name)], refusals) for row in rows]
    stored = StoredNames(case, periods)
    times = _times(periods, stored)
    found = []
    for row, (folded, number) in zip(rows, keys, strict=True):
        period = periods[folded][number]
        dated = replace(row, key=period.key, from_date=period.from_date, to_date=period.to_date)
        after = tuple(_key_on(successor, dated.change_day, times) for successor in row.successors)
        found.append(replace(dated, successor_keys=after))
    _refuse_unchained(found, periods, case, stored, refusals)
    return found, stored


def bodies_of(rows: Iterable[OrganisationCells]) -> dict[NameKey, NameKey]:
    """Every key → one key that stands for its body: names joined by renamings are one body's."""
    body_of: dict[NameKey, NameKey] = {}
    for row in rows:
        own = _root(row.key, body_of)
        if row.kind == "renamed":
            body_of[_root(row.successor_keys[0], body_of)] = own
    return {key: _root(key, body_of) for key in body_of}


def _root(key: NameKey, body_of: dict[NameKey, NameKey]) -> NameKey:
    while body_of.setdefault(key, key) != key:
        key = body_of[key]
    return key


def _join_period(row: OrganisationCells, times: list[OrganisationCells], refusals: RowRefusals) -> NameKey:
    """The time of the name the row tells of; a row that contradicts one is refused."""
    own = _as_name(row)
    agreeing = [period for period in times if _agree(period, row)]
    if agreeing:
        period = max(agreeing, key=lambda period: _equal_days(_as_name(period), own))
        known = replace(period, from_date=period.from_date or row.from_date, to_date=period.to_date or row.to_date)
        times[period.key[1]] = known
        return period.key
    contradicted = next((period for period in times if _as_name(period).overlaps(own)), None)
    if contradicted is not None:
        field = "from_date" if _differ(contradicted.from_date, row.from_date) else "to_date"
        _refuse(row, field, contradicted, refusals)
        return contradicted.key
    times.append(replace(row, key=(fold_name(row.name), len(times))))
    return times[-1].key


def _refuse_unchained(
    rows: Sequence[OrganisationCells],
    periods: Periods,
    case: CaseContext,
    stored: StoredNames,
    refusals: RowRefusals,
) -> None:
    """Two times of one name belong to one body, by the renamings of the file or in the case."""
    body_of = bodies_of(rows)
    for own in case.organisations:
        roots = [_root(stored.key(own, name), body_of) for name in own.names]
        body_of.update(dict.fromkeys(roots, roots[0]) if roots else {})
    for row in rows:
        first_time = periods[row.key[0]][0]
        if _root(row.key, body_of) != _root(first_time.key, body_of):
            _refuse(row, "from_date" if row.record.text("from_date") else "to_date", first_time, refusals)


def _refuse(row: OrganisationCells, field: str, other: OrganisationCells, refusals: RowRefusals) -> None:
    refusals.add("organisations.two_periods", row.record, field, name=row.name, other=other.record.place(field))


def _meant(period: OrganisationCells, own: Organisation) -> OrganisationName | None:
    """Which of a body's names the file tells of: of several that can be meant the one whose days fit, the last one."""
    told = _as_name(period)
    near = [name for name in own.names if fold_name(name.name) == period.key[0] and name.overlaps(told)]
    fitting = [name for name in near if not _contradict(name, told)]
    return max(reversed(fitting), key=lambda name: _equal_days(name, told), default=near[0] if near else None)


def _times(periods: Periods, stored: StoredNames) -> dict[str, dict[NameKey, OrganisationName]]:
    """Folded name → its times in file and case, in the order of time."""
    found: dict[str, dict[NameKey, OrganisationName]] = defaultdict(dict)
    dated = stored.by_key | {period.key: _as_name(period) for own in periods.values() for period in own}
    for key, name in sorted(dated.items(), key=lambda own: own[1].from_date or date.min):
        found[key[0]][key] = name
    return found


def _key_on(name: str, day: date | None, times: dict[str, dict[NameKey, OrganisationName]]) -> NameKey:
    """The time of a name that begins on the day, else that holds it, else the next one; the last where none does."""
    folded = fold_name(name)
    known = times.get(folded, {})
    if day is not None:
        begins = [key for key, own in known.items() if own.from_date == day]
        holds = [key for key, own in known.items() if own.overlaps(OrganisationName(name, "", day, day))]
        comes = [key for key, own in known.items() if own.from_date is not None and own.from_date > day]
        for found in (begins, holds, comes):
            if found:
                return found[0]
    return next(reversed(known), (folded, 0))


def _as_name(row: OrganisationCells) -> OrganisationName:
    return OrganisationName(row.name, "", row.from_date, row.to_date)


def _agree(period: OrganisationCells, row: OrganisationCells) -> bool:
    one, other = _as_name(period), _as_name(row)
    return one.overlaps(other) and not _contradict(one, other)


def _contradict(one: OrganisationName, other: OrganisationName) -> bool:
    return _differ(one.from_date, other.from_date) or _differ(one.to_date, other.to_date)


def _differ(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other


def _equal_days(one: OrganisationName, other: OrganisationName) -> int:
    return (one.from_date == other.from_date) + (one.to_date == other.to_date)
