"""Published figures of two periods side by side: inspection grades, shares of audit findings, numbers of CEPTOARs.

What cannot be subtracted is not: grades are letters, a ranked list says nothing of what it leaves out but a bound,
and a number counted over other sectors is another number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from auditor_app.domain.comparison import (
    Break,
    Change,
    ComparedRow,
    CompareMetric,
    Comparison,
    Step,
    YearValue,
    difference,
    in_order,
    reasons_in_order,
)
from auditor_app.domain.lineage import Series, links_between, series_of
from auditor_app.domain.organisations import Organisation, OrganisationLink, OrganisationName, find_organisation
from auditor_app.domain.published import Fact, FactKind, State, fold_name
from auditor_app.domain.year_returns import ALL, number_key
from auditor_app.storage.reading import CaseReader

PublishedKind = Literal["inspection_grade", "finding_share", "ceptoar_count"]
PUBLISHED_KINDS: tuple[PublishedKind, ...] = ("inspection_grade", "finding_share", "ceptoar_count")
PUBLISHED_METRICS: dict[CompareMetric, PublishedKind] = {
    "inspection_grade": "inspection_grade",
    "inspection_rate": "inspection_grade",
    "finding_share": "finding_share",
    "ceptoar_count": "ceptoar_count",
    "sector_count": "ceptoar_count",
}
"""By metric: the comparison it is part of."""
_FACTS: dict[PublishedKind, tuple[FactKind, ...]] = {
    "inspection_grade": (FactKind.INSPECTION_GRADE, FactKind.INSPECTION_RATE),
    "finding_share": (FactKind.FINDING_SHARE,),
    "ceptoar_count": (FactKind.CEPTOAR_COUNT, FactKind.SECTOR_COUNT),
}
SECTORS = OrganisationName("重要インフラ", "Critical infrastructure")
GRADES = "DCBA"
"""From the worst to the best; A is 100 %."""


def compare_published(
    reader: CaseReader, kind: PublishedKind, years: Sequence[int] = (), *, with_absent: bool = False
) -> Comparison:
    """The periods of which something is published, those that hold one of `years` if any are given, in order.

    `with_absent`: with a row also for what only other periods tell of.
    """
    facts = reader.facts(_FACTS[kind])
    periods = sorted({_period(fact) for fact in facts if not years or any(_holds(fact, year) for year in years)})
    found = [fact for fact in facts if with_absent or _period(fact) in periods]
    missing = [year for year in years if not any(_holds(fact, year) for fact in facts)]
    rows_of = _ROWS[kind]
    rows = rows_of(reader, found, periods) if periods else ()
    return Comparison(tuple(periods), tuple(rows), (), tuple(missing))


def _period(fact: Fact) -> str:
    """2006, or a span: 2020-2021."""
    key = fact.key
    return f"{key.fiscal_year}-{key.fiscal_year_to}" if key.fiscal_year_to else str(key.fiscal_year)


def _holds(fact: Fact, fiscal_year: int) -> bool:
    return fact.key.fiscal_year <= fiscal_year <= (fact.key.fiscal_year_to or fact.key.fiscal_year)


def _value(fact: Fact, name: str) -> YearValue:
    shown = fact.shown
    return YearValue(
        _period(fact), shown.value.number, shown.value.state, fact.key.figure_id, name, "published", shown.printed
    )


def _step(
    former: YearValue,
    later: YearValue,
    breaks: Iterable[Break],
    reasons: Iterable[str] = (),
    change: Change = "not_comparable",
) -> Step:
    """Like for like is the delta itself where nothing breaks it."""
    found = in_order(breaks)
    delta = difference(former.percent, later.percent)
    like_for_like = delta if not set(found) - {"renamed"} else None
    told = reasons_in_order(reasons)
    return Step(former.years, later.years, delta, like_for_like, None, None, 0, (), None, found, told, change)


# --- inspections ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Subject:
    """Of whom something is published: a body through its names, or all together."""

    key: str
    name: OrganisationName
    body: Organisation | None
    series: Series | None

    def name_in(self, fiscal_year: int) -> str:
        return self.body.name_in(fiscal_year).name if self.body else self.name.name


def _inspections(reader: CaseReader, facts: Sequence[Fact], periods: Sequence[str]) -> Iterator[ComparedRow]:
    """A row for each organisation and target.  Where a year inspected another target, nothing is comparable."""
    bodies, links = reader.organisations(), reader.organisation_links()
    series = series_of(bodies, links)
    inspected = {(_period(fact), fold_name(fact.key.aspect)) for fact in facts}
    subjects: dict[str, _Subject] = {}
    rows: dict[tuple[str, FactKind, str], dict[str, Fact]] = {}
    for fact in facts:
        subject = _subject(fact.key.subject, bodies, series)
        subjects.setdefault(subject.key, subject)
        rows.setdefault((subject.key, fact.key.kind, fact.key.aspect), {})[_period(fact)] = fact
    for (key, kind, target), by_period in rows.items():
        is_inspected = {period: (period, fold_name(target)) in inspected for period in periods}
        yield _inspection(subjects[key], kind, target, by_period, is_inspected, links)


def _subject(name: str, bodies: Sequence[Organisation], series: Iterable[Series]) -> _Subject:
    body = find_organisation(bodies, name)
    if body is None:
        return _Subject(f"published:{fold_name(name)}", OrganisationName(name), None, None)
    own = next(found for found in series if body.id in found.members)
    return _Subject(own.key, OrganisationName(own.name, own.english), body, own)


def _inspection(
    subject: _Subject,
    kind: FactKind,
    target: str,
    by_period: dict[str, Fact],
    is_inspected: dict[str, bool],
    links: Sequence[OrganisationLink],
) -> ComparedRow:
    values = []
    for period in is_inspected:
        name = subject.name_in(int(period[:4]))
        fact = by_period.get(period)
        no_value = YearValue(period, None, State.NOT_REPORTED, "", name, is_void=not is_inspected[period])
        values.append(_value(fact, name) if fact else no_value)
    steps = [_inspection_step(subject, kind, pair, is_inspected, links) for pair in pairwise(values)]
    metric: CompareMetric = "inspection_grade" if kind is FactKind.INSPECTION_GRADE else "inspection_rate"
    names = tuple(dict.fromkeys(value.name for value in values))
    return ComparedRow(
        subject.key,
        names[-1],
        subject.name.english,
        names,
        "published",
        metric,
        ALL,
        ALL,
        "",
        target,
        target,
        target,
        tuple(values),
        tuple(steps),
    )


def _inspection_step(
    subject: _Subject,
    kind: FactKind,
    pair: tuple[YearValue, YearValue],
    is_inspected: dict[str, bool],
    links: Sequence[OrganisationLink],
) -> Step:
    former, later = pair
    breaks: set[Break] = {"renamed"} if former.name != later.name else set()
    if subject.series is not None:
        touching = links_between(subject.series, links, int(former.years[:4]), int(later.years[:4]))
        breaks |= {link.kind for link in touching if link.kind in ("split", "merged")}
    if not (is_inspected[former.years] and is_inspected[later.years]):
        return _step(former, later, {*breaks, "definition"}, ["other_target"])
    missing = [value.state.value for value in pair if not value.printed]
    if missing or kind is not FactKind.INSPECTION_GRADE:
        return _step(former, later, breaks, missing)
    return _step(former, later, breaks, ["grades"], change_of_grade(former.printed, later.printed))


def change_of_grade(former: str, later: str) -> Change:
    """
    >>> [change_of_grade(*pair) for pair in ("DA", "AB", "CC", "BD", "DC", "AA", "C?")]
    ['solved', 'new', 'persisting', 'worse', 'better', 'full', 'not_comparable']
    """
    steps = grade_steps(former, later)
    if steps is None:
        return "not_comparable"
    if later == GRADES[-1]:
        return "solved" if steps else "full"
    if former == GRADES[-1]:
        return "new"
    return "persisting" if not steps else "better" if steps > 0 else "worse"


def grade_steps(former: str, later: str) -> int | None:
    """How many grades up (or, negative, down): not points, for a grade is a range of them.

    >>> grade_steps("D", "A"), grade_steps("B", "C"), grade_steps("B", "")
    (3, -1, None)
    """
    if len(former) != 1 or len(later) != 1 or not {former, later} <= set(GRADES):
        return None
    return GRADES.index(later) - GRADES.index(former)


# --- shares of findings -----------------------------------------------------------------------------------------


def _finding_shares(_reader: CaseReader, facts: Sequence[Fact], periods: Sequence[str]) -> Iterator[ComparedRow]:
    """A row for each subject and section.  A number under another title is another row."""
    for subject in dict.fromkeys(fact.key.subject for fact in facts):
        own = [fact for fact in facts if fact.key.subject == subject]
        sections = {(fact.key.section, fold_name(fact.key.aspect)): fact.key.aspect for fact in own}
        for (section, folded), title in sorted(sections.items(), key=lambda pair: number_key(pair[0][0])):
            by_period = {
                _period(fact): fact
                for fact in own
                if fact.key.section == section and fold_name(fact.key.aspect) == folded
            }
            taken = {_period(fact) for fact in own if fact.key.section == section} - set(by_period)
            lowest = {period: _lowest(own, period) for period in periods}
            yield _share_row(subject, section, title, by_period, taken, lowest)


def _lowest(facts: Iterable[Fact], period: str) -> Decimal | None:
    shares = [fact.shown.value.number for fact in facts if _period(fact) == period]
    return min((share for share in shares if share is not None), default=None)


def _share_row(
    subject: str,
    section: str,
    title: str,
    by_period: dict[str, Fact],
    taken: set[str],
    lowest: dict[str, Decimal | None],
) -> ComparedRow:
    """`taken`: periods in which the number stands before another title; `lowest`: the least share each period lists."""
    values = []
    for period, least in lowest.items():
        fact = by_period.get(period)
        bound = None if period in taken else least
        no_value = YearValue(period, None, State.NOT_REPORTED, "", subject, "published", bound=bound)
        values.append(_value(fact, subject) if fact else no_value)
    steps = []
    for former, later in pairwise(values):
        is_taken = bool({former.years, later.years} & taken)
        is_listed = former.percent is not None and later.percent is not None
        why = ["other_title"] if is_taken else ["no_shortfall"] if is_listed else ["not_listed"]
        steps.append(_step(former, later, {"edition"} if is_taken else (), why))
    key = f"published:{fold_name(subject)}"
    names = (section, title, title, title)
    return ComparedRow(
        key, subject, "", (subject,), "published", "finding_share", ALL, ALL, *names, tuple(values), tuple(steps)
    )


# --- critical infrastructure ------------------------------------------------------------------------------------


def _counts(_reader: CaseReader, facts: Sequence[Fact], periods: Sequence[str]) -> Iterator[ComparedRow]:
    """The number of CEPTOARs, and that of the sectors they are counted over."""
    counted = {
        (kind, period): fact
        for kind in _FACTS["ceptoar_count"]
        for period in periods
        if (fact := _widest([fact for fact in facts if fact.key.kind is kind and _period(fact) == period])) is not None
    }
    key, lineage = f"published:{SECTORS.name}", (SECTORS.name,)
    for kind in _FACTS["ceptoar_count"]:
        metric: CompareMetric = "ceptoar_count" if kind is FactKind.CEPTOAR_COUNT else "sector_count"
        values = []
        for period in periods:
            fact = counted.get((kind, period))
            no_value = YearValue(period, None, State.NOT_REPORTED, "", SECTORS.name)
            values.append(_value(fact, SECTORS.name) if fact else no_value)
        steps = []
        for former, later in pairwise(values):
            missing = [value.state.value for value in (former, later) if value.percent is None]
            breaks: set[Break] = {"scope"} if _sectors_differ(counted, former.years, later.years) else set()
            steps.append(_step(former, later, breaks, missing or ["no_shortfall"]))
        if any(value.percent is not None for value in values):
            yield ComparedRow(
                key,
                SECTORS.name,
                SECTORS.english,
                lineage,
                "published",
                metric,
                ALL,
                ALL,
                *("", "", "", ""),
                tuple(values),
                tuple(steps),
            )


def _widest(facts: Sequence[Fact]) -> Fact | None:
    """Of a count over all sectors and one over some of them the first; new ones that are yet to come never stand in."""
    by_aspect = {fact.key.aspect: fact for fact in facts}
    return by_aspect.get("all") or by_aspect.get("existing")


def _sectors_differ(counted: dict[tuple[FactKind, str], Fact], former: str, later: str) -> bool:
    """Whether other sectors are counted: by what the counts say they are over, or by how many sectors there are."""
    for kind in _FACTS["ceptoar_count"]:
        pair = counted.get((kind, former)), counted.get((kind, later))
        if pair[0] is None or pair[1] is None:
            continue
        if pair[0].key.aspect != pair[1].key.aspect:
            return True
        if kind is FactKind.SECTOR_COUNT and pair[0].shown.value.number != pair[1].shown.value.number:
            return True
    return False


_Rows = Callable[[CaseReader, Sequence[Fact], Sequence[str]], Iterable[ComparedRow]]
_ROWS: dict[PublishedKind, _Rows] = {
    "inspection_grade": _inspections,
    "finding_share": _finding_shares,
    "ceptoar_count": _counts,
}
