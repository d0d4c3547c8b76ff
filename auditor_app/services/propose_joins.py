"""Proposes which item of one edition answers which of another, by number and title; it never decides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz, process

from auditor_app.domain.crosswalk import CrosswalkEntry, CrosswalkKind
from auditor_app.domain.crosswalk_checks import fold_number
from auditor_app.domain.published import fold_name
from auditor_app.domain.standards import Edition, Item

Reason = Literal["same", "same_title", "same_number_similar", "similar", "number_only", "no_counterpart"]
REASONS: tuple[Reason, ...] = ("same", "same_title", "same_number_similar", "similar", "number_only", "no_counterpart")

SIMILAR = 72
"""Of 100: below it two titles of different numbers are not proposed as one item."""
SIMILAR_WITH_NUMBER = 55
"""The same with an equal number, which speaks for the join too."""
REWORDED = 80
"""From here on the same number with another title is proposed as reworded, below as changed."""
AS_GOOD = 10
"""A candidate this much worse than the best one is listed beside it; a worse one is not."""
MOST_CANDIDATES = 5


@dataclass(frozen=True)
class JoinProposal:
    """A pair that may belong together, or an item without counterpart; stored by nobody until it is accepted."""

    from_item: str
    to_item: str
    score: int
    """How alike the titles are, of 100; 0 where there is nothing to compare."""
    reason: Reason
    kind: CrosswalkKind
    """What it would be accepted as, unless the auditor says otherwise."""
    candidates: int = 1
    """How many pairs are proposed for one of its items; more than one: it has to be looked at."""

    @property
    def is_ambiguous(self) -> bool:
        return self.candidates > 1


@dataclass(frozen=True)
class _Side:
    item: Item
    number: str
    title: str

    @staticmethod
    def of(edition: Edition, mapped: frozenset[str]) -> list[_Side]:
        """The items nobody has joined yet."""
        sides = [_Side(item, fold_number(item.item), fold_name(item.title)) for item in edition.items]
        return [side for side in sides if side.number not in mapped]


def propose_joins(former: Edition, later: Edition, entries: Iterable[CrosswalkEntry]) -> tuple[JoinProposal, ...]:
    """Proposals for the items of two editions that no entry names, in the order of the former edition.

    `entries`: what stands between the two editions, from the former to the later.  An item is proposed with
    everything that may be its counterpart; one with none at all is proposed as withdrawn or new.
    """
    entries = list(entries)
    old = _Side.of(former, frozenset(fold_number(own.from_item) for own in entries if own.from_item))
    new = _Side.of(later, frozenset(fold_number(own.to_item) for own in entries if own.to_item))
    found = _same(old, new)
    taken_old, taken_new = {own.from_item for own in found}, {own.to_item for own in found}
    old = [side for side in old if side.item.item not in taken_old]
    new = [side for side in new if side.item.item not in taken_new]
    moved = _same_titles(old, new)
    taken_old, taken_new = {own.from_item for own in moved}, {own.to_item for own in moved}
    rest_old = [side for side in old if side.item.item not in taken_old]
    rest_new = [side for side in new if side.item.item not in taken_new]
    alike = _counted([*moved, *_similar(rest_old, rest_new)])
    joined_old, joined_new = {own.from_item for own in alike}, {own.to_item for own in alike}
    single = [JoinProposal(own.item.item, "", 0, "no_counterpart", "withdrawn") for own in old]
    single += [JoinProposal("", own.item.item, 0, "no_counterpart", "new") for own in new]
    alone = [own for own in single if own.from_item not in joined_old and own.to_item not in joined_new]
    return _in_order([*found, *alike, *alone], former, later)


def _same(old: Sequence[_Side], new: Sequence[_Side]) -> list[JoinProposal]:
    """The same number with the same title; a class that differs is a reclassification."""
    by_number = {side.number: side for side in new}
    found = []
    for side in old:
        other = by_number.get(side.number)
        if other is not None and side.title and side.title == other.title:
            found.append(_proposal(side, other, 100, "same", "unchanged"))
    return found


def _same_titles(old: Sequence[_Side], new: Sequence[_Side]) -> list[JoinProposal]:
    """The same title under another number: every combination, where several items bear it."""
    by_title: dict[str, list[_Side]] = defaultdict(list)
    for side in new:
        if side.title:
            by_title[side.title].append(side)
    return [
        _proposal(side, other, 100, "same_title", "moved") for side in old for other in by_title.get(side.title, [])
    ]


def _similar(old: Sequence[_Side], new: Sequence[_Side]) -> list[JoinProposal]:
    """Titles that are alike; of several candidates those nearly as good as the best one of either item."""
    titles = [side.title for side in new]
    by_number = {side.number: place for place, side in enumerate(new)}
    found: dict[tuple[int, int], tuple[int, Reason]] = {}
    for row, side in enumerate(old):
        place = by_number.get(side.number)
        if place is not None and not (side.title and titles[place]):
            found[row, place] = (0, "number_only")
            continue
        near = process.extract(side.title, titles, scorer=fuzz.ratio, limit=MOST_CANDIDATES, score_cutoff=SIMILAR)
        found.update({(row, column): (round(score), "similar") for _, score, column in near if side.title})
        score = round(fuzz.ratio(side.title, titles[place])) if place is not None else 0
        if place is not None and score >= SIMILAR_WITH_NUMBER:
            found[row, place] = (score, "same_number_similar")
    best_old, best_new = _best(found, 0), _best(found, 1)
    return [
        _proposal(old[row], new[column], score, reason, _kind_of(score, reason))
        for (row, column), (score, reason) in found.items()
        if _weight(score, reason) >= max(best_old[row], best_new[column]) - AS_GOOD
    ]


def _best(found: dict[tuple[int, int], tuple[int, Reason]], end: int) -> dict[int, int]:
    best: dict[int, int] = {}
    for pair, (score, reason) in found.items():
        best[pair[end]] = max(best.get(pair[end], 0), _weight(score, reason))
    return best


def _weight(score: int, reason: Reason) -> int:
    """An equal number counts for as much as the difference within which candidates are listed side by side."""
    return score + (AS_GOOD if reason == "same_number_similar" else 0)


def _kind_of(score: int, reason: Reason) -> CrosswalkKind:
    """Only what is plainly the same item is proposed as a kind that is compared from year to year."""
    return "reworded" if reason == "same_number_similar" and score >= REWORDED else "changed"


def _proposal(old: _Side, new: _Side, score: int, reason: Reason, kind: CrosswalkKind) -> JoinProposal:
    is_other_class = old.item.item_class != new.item.item_class
    return JoinProposal(old.item.item, new.item.item, score, reason, "reclassified" if is_other_class else kind)


def _counted(proposals: Sequence[JoinProposal]) -> list[JoinProposal]:
    """Each with the number of proposals for the one of its items that has more of them."""
    of_old = Counter(own.from_item for own in proposals)
    of_new = Counter(own.to_item for own in proposals)
    return [replace(own, candidates=max(of_old[own.from_item], of_new[own.to_item])) for own in proposals]


def _in_order(proposals: Sequence[JoinProposal], former: Edition, later: Edition) -> tuple[JoinProposal, ...]:
    """In the order of the former edition, the best candidate of an item first; new items stand last."""
    old = {item.item: place for place, item in enumerate(former.items)}
    new = {item.item: place for place, item in enumerate(later.items)}
    last = len(old)
    return tuple(
        sorted(proposals, key=lambda own: (old.get(own.from_item, last), -own.score, new.get(own.to_item, -1)))
    )
