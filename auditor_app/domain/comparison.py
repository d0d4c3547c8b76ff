"""Years side by side: the figures of a comparison, and the rules by which two years are held against each other.

Source: the definition of comparing years this program follows, written down in `docs/interface.md`.  A figure moves
for three reasons that are kept apart (`Bridge`): what was done on the ground, what the standard asks, and who counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from auditor_app.domain.delta_ids import DELTA as DELTA
from auditor_app.domain.delta_ids import delta_id
from auditor_app.domain.published import State
from auditor_app.domain.rates import mean_of

Break = Literal["edition", "renamed", "split", "merged", "scope", "definition", "own_survey", "not_transcribed"]
BREAKS: tuple[Break, ...] = (
    "edition",
    "renamed",
    "split",
    "merged",
    "scope",
    "definition",
    "own_survey",
    "not_transcribed",
)
"""What is not comparable between two years, in the order in which it is told."""

Change = Literal["solved", "new", "persisting", "worse", "better", "full", "not_comparable"]
CHANGES: tuple[Change, ...] = ("new", "worse", "persisting", "better", "solved", "full", "not_comparable")
"""What became of a shortfall, the most urgent first."""

CompareMetric = Literal[
    "coverage",
    "implementation",
    "pooled",
    "achievement",
    "inspection_grade",
    "inspection_rate",
    "finding_share",
    "ceptoar_count",
    "sector_count",
]
RowKind = Literal["organisation", "mean", "joined", "published"]
Number = Fraction | Decimal

MEAN = "*"
"""The name, and the series, of the mean over the organisations in analysis."""
FORMER_ONLY = "-"
"""Stands before the number of an item that only the former year asks: the later one may ask another by that number."""

REASONS: tuple[str, ...] = (
    "year_without_data",
    "created",
    "abolished",
    "excluded",
    "not_reported",
    "no_duty",
    "no_crosswalk",
    "unmapped",
    "not_asked",
    "no_common_items",
    "published_only",
    "not_listed",
    "incomplete",
)
"""Why there is no delta, or no like-for-like delta; besides these `kind:<kind of the crosswalk>`.

`incomplete` also stands beside a delta: one of the years has no answer for some of the common items."""

DELTA_RULE = ("delta_points", 1)
LIKE_FOR_LIKE_RULE = ("like_for_like", 1)
BRIDGE_RULE = ("bridge", 1)

GOAL_YEAR = 2008
"""Everything the standard asks is to be done at the start of FY2009: that is what the report on FY2008 shows."""
FULL = Fraction(100)


@dataclass(frozen=True)
class YearValue:
    """One figure in one of the years compared."""

    years: str
    """A fiscal year, "2006", or a span of them, "2020-2021"."""
    percent: Number | None
    state: State
    figure_id: str = ""
    """"" where that year has no such figure at all, e.g. an item its edition does not have."""
    name: str = ""
    """The organisation's name that year."""
    basis: Literal["returns", "published", ""] = ""
    printed: str = ""
    """As a source prints it; "" for what was computed."""
    obliged: int | None = None
    implemented: int | None = None
    bound: Number | None = None
    """What the figure does not exceed although it is not known: the least share of a ranked list that leaves it out."""
    is_void: bool = False
    """Nothing was to be reported: the year does not ask it, or the organisation does not exist that year."""

    @property
    def told_state(self) -> State | None:
        """None where there was nothing to report."""
        return None if self.is_void else self.state


class ItemPlace(NamedTuple):
    """Where the edition of a year has an item."""

    part: str
    section: str
    item: str


@dataclass(frozen=True)
class Bridge:
    """The parts a delta is made of; they add up to it exactly.

    >>> Bridge(Fraction(1, 3), Fraction(1, 6), Fraction(-1, 2)).total
    Fraction(0, 1)
    """

    real: Fraction
    """On the ground: the like-for-like delta."""
    catalogue: Fraction
    """What is asked: items that came, went or changed, and for coverage the scope."""
    organisations: Fraction = Fraction(0)
    """Who counts: organisations entering or leaving the mean."""

    @property
    def total(self) -> Fraction:
        return self.real + self.catalogue + self.organisations


@dataclass(frozen=True)
class Step:
    """From one of the years compared to the next."""

    former: str
    later: str
    delta_points: Number | None
    like_for_like_points: Number | None
    former_common: Number | None
    """The former year's rate over the common items alone."""
    later_common: Number | None
    common_items: int
    not_common: tuple[tuple[str, int], ...]
    """Number of items, of either year, by why they are not common: a kind of the crosswalk, unmapped, not_asked."""
    bridge: Bridge | None
    breaks: tuple[Break, ...]
    reasons: tuple[str, ...]
    """Why there is no delta, or no like-for-like delta (`REASONS`)."""
    change: Change
    answered_once: int = 0
    """Common (item, role) pairs that only one of the years has an answer for; of the mean, over its organisations."""
    former_both: Number | None = None
    """The former year's rate over what both years answered, where something was answered once: `change` rests on it."""
    later_both: Number | None = None


@dataclass(frozen=True)
class ComparedRow:
    """One figure through the years compared."""

    series: str
    """Key of the series; "*" for the mean."""
    organisation: str
    """Its name in the latest year compared; "*" for the mean."""
    english: str
    lineage: tuple[str, ...]
    """All names it bore in these years, oldest first."""
    kind: RowKind
    metric: CompareMetric
    part: str
    role: str
    section: str
    item: str
    """Number in the latest year the row has one."""
    former_item: str
    """Number in the earliest year; "" where only one of the years has the item."""
    title: str
    values: tuple[YearValue, ...]
    """One for each year, oldest first."""
    steps: tuple[Step, ...]
    """One fewer than there are years."""
    items: tuple[ItemPlace | None, ...] = ()
    """Of an item: where each year asks it of the role, None where it does not; empty for everything else."""

    @property
    def last(self) -> Step | None:
        """The step a row's delta is told of."""
        return self.steps[-1] if self.steps else None

    @property
    def figure_id(self) -> str:
        """The id of the last delta there is anything to tell of; "" where there is but one year.

        Nothing is told of two years the case does not know, and of an item that neither year asks.
        """
        known = (step for step in reversed(self.steps) if not self._is_unknown(step))
        return next(filter(None, map(self.figure_id_of, known)), "")

    def _is_unknown(self, step: Step) -> bool:
        ends = [value for value in self.values if value.years in (step.former, step.later)]
        has_nothing = all(value.percent is None and value.state is State.NOT_REPORTED for value in ends)
        return has_nothing and step.reasons == ("year_without_data",)

    def figure_id_of(self, step: Step) -> str:
        """The id of a step's delta; an item only the former year asks is "-NUMBER"; "" where neither year asks it."""
        place, item = ItemPlace(self.part, self.section, self.item), self.item
        if self.items:
            number = next(number for number, value in enumerate(self.values) if value.years == step.former)
            former, later = self.items[number : number + 2]
            own = later or former
            if own is None:
                return ""
            place, item = own, own.item if later else f"{FORMER_ONLY}{own.item}"
        names = (self.organisation, self.metric, self.role, place.part, place.section, item)
        return delta_id(step.former, step.later, *names)


@dataclass(frozen=True)
class PairNotes:
    """What concerns two neighbouring years as a whole."""

    former: str
    later: str
    former_edition: str
    """"" where nothing tells which items were asked."""
    later_edition: str
    has_crosswalk: bool
    """Whether items can be joined: the same edition, or a crosswalk between the two, also by way of others."""
    common_items: int
    kinds: tuple[tuple[str, int], ...]
    """How items are joined: common ones counted once, all others in each year they stand in."""
    unmapped: tuple[str, ...]
    """Edition and number of every item no crosswalk names."""
    scope_differences: tuple[str, ...]
    drafts: tuple[str, ...] = ()
    """Editions that are not decided: what they ask, and so every rate, may still change."""


@dataclass(frozen=True)
class Comparison:
    """Rows and notes of the years asked for, in the order of time."""

    years: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    pairs: tuple[PairNotes, ...]
    missing_years: tuple[int, ...]
    """Asked for, and without any figure."""


# --- rules ------------------------------------------------------------------------------------------------------


def difference(former: Number | None, later: Number | None) -> Number | None:
    """later − former in percentage points; printed values stay decimal; None where one is missing.

    >>> difference(Decimal("31.2"), Decimal("98.2")), difference(Fraction(1, 3), Decimal("0.5"))
    (Decimal('67.0'), Fraction(1, 6))
    >>> difference(None, Fraction(1)) is None
    True
    """
    if former is None or later is None:
        return None
    if isinstance(former, Decimal) and isinstance(later, Decimal):
        return later - former
    return _exact(later) - _exact(former)


def bridge_of_one(delta: Number | None, like_for_like: Number | None) -> Bridge | None:
    """Of one organisation: real is the like-for-like delta, the rest is what the standard asks.

    >>> bridge_of_one(Fraction(5), Fraction(2))
    Bridge(real=Fraction(2, 1), catalogue=Fraction(3, 1), organisations=Fraction(0, 1))
    >>> bridge_of_one(Fraction(5), None) is None
    True
    """
    if delta is None or like_for_like is None:
        return None
    real = _exact(like_for_like)
    return Bridge(real, _exact(delta) - real)


class Counted(NamedTuple):
    """What the mean counts of an organisation in two years; None where it does not count it, or has nothing to."""

    former: Number | None
    later: Number | None
    former_common: Number | None
    """Over the common items alone; only where there is one in both years."""
    later_common: Number | None

    @property
    def is_in_both(self) -> bool:
        """`None in self` would ask every fraction whether it equals None, which takes longer than all the rest."""
        is_compared = self.former_common is not None and self.later_common is not None
        return is_compared and self.former is not None and self.later is not None


class MeanOf(NamedTuple):
    """A mean over organisations, and how many it rests on (0: not told)."""

    percent: Number | None
    organisations: int = 0


def bridge_of_mean(former: MeanOf, later: MeanOf, organisations: Iterable[Counted]) -> Bridge | None:
    """Of the mean over organisations, from the means of two years and what they count.

    Over those counted in both years, real is the mean of their like-for-like deltas and catalogue that of what else
    moved them; the rest moved because organisations entered or left the mean.

    >>> two = [Counted(*map(Fraction, own)) for own in ((80, 84, 80, 84), (70, 76, 60, 62))]
    >>> new = Counted(None, Fraction(95), None, None)
    >>> bridge_of_mean(MeanOf(Fraction(75), 2), MeanOf(Fraction(85), 3), [*two, new])
    Bridge(real=Fraction(3, 1), catalogue=Fraction(2, 1), organisations=Fraction(5, 1))
    >>> bridge_of_mean(MeanOf(Fraction(75)), MeanOf(Fraction(80)), []) is None
    True
    """
    found = list(organisations)
    in_both = [own for own in found if own.is_in_both]
    others = [own for own in found if not own.is_in_both]
    if former.percent is None or later.percent is None or not in_both:
        return None
    before = _mean_of_some(former, [own.former for own in in_both], [own.former for own in others])
    after = _mean_of_some(later, [own.later for own in in_both], [own.later for own in others])
    real = whole = after - before
    if any(own[:2] != own[2:] for own in in_both):
        real = _mean(own.later_common for own in in_both) - _mean(own.former_common for own in in_both)
    return Bridge(real, whole - real, Fraction(later.percent) - Fraction(former.percent) - whole)


def _mean_of_some(mean: MeanOf, chosen: Sequence[Number | None], others: Iterable[Number | None]) -> Fraction:
    """The mean over some of those a mean counts; a few others are taken out of it, which costs far less."""
    left = [_exact(own) for own in others if own is not None]
    if mean.percent is None or mean.organisations != len(chosen) + len(left) or len(left) > len(chosen):
        return _mean(chosen)
    return (Fraction(mean.percent) * mean.organisations - sum(left, Fraction(0))) / len(chosen)


def _mean(values: Iterable[Number | None]) -> Fraction:
    return mean_of(_exact(own) for own in values if own is not None) or Fraction(0)


def _exact(value: Number) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(value)


def change_of(former: Number | None, later: Number | None) -> Change:
    """What became of a shortfall: of what is missing to 100 %.

    >>> [change_of(Fraction(former), Fraction(later)) for former, later in
    ...  [(90, 100), (100, 90), (90, 90), (90, 80), (80, 90), (100, 100)]]
    ['solved', 'new', 'persisting', 'worse', 'better', 'full']
    >>> change_of(None, Fraction(100))
    'not_comparable'
    """
    if former is None or later is None:
        return "not_comparable"
    if later >= FULL:
        return "full" if former >= FULL else "solved"
    if former >= FULL:
        return "new"
    if former == later:
        return "persisting"
    return "worse" if later < former else "better"


def in_order(breaks: Iterable[Break]) -> tuple[Break, ...]:
    """Each break once, in the order in which they are told.

    >>> in_order(["scope", "edition", "scope"])
    ('edition', 'scope')
    """
    found = set(breaks)
    return tuple(name for name in BREAKS if name in found)


def reasons_in_order(reasons: Iterable[str]) -> tuple[str, ...]:
    """Each reason once, the most telling first, kinds of the crosswalk last."""
    found = set(reasons)
    return (*(name for name in REASONS if name in found), *sorted(found - set(REASONS)))


@dataclass(frozen=True)
class GoalDistance:
    """How far a rate is from the goal that everything be done at the start of FY2009."""

    remaining: Fraction
    years_left: int
    """Reports still to come up to the one on FY2008; 0 from then on."""
    pace: Fraction | None
    """Points a year that are needed; None when no year is left."""

    @property
    def outcome(self) -> Literal["open", "met", "missed"]:
        """Decided by the report on FY2008; before that nothing is met or missed."""
        if self.years_left:
            return "open"
        return "missed" if self.remaining else "met"


def distance_to_goal(percent: Number, fiscal_year: int) -> GoalDistance:
    """Source: press release of 23 April 2007: at the start of FY2009 all do what the standard asks.

    >>> found = distance_to_goal(Decimal("91"), 2006)
    >>> found.remaining, found.pace, found.outcome
    (Fraction(9, 1), Fraction(9, 2), 'open')
    >>> [distance_to_goal(Fraction(value), 2008).outcome for value in (99, 100)]
    ['missed', 'met']
    """
    remaining = FULL - Fraction(percent)
    years_left = max(0, GOAL_YEAR - fiscal_year)
    return GoalDistance(remaining, years_left, remaining / years_left if years_left else None)
