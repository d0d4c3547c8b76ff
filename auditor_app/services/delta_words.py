"""The sentences that explain a difference between two years: what moved it, what breaks it, how far the goal is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from auditor_app.domain.comparison import ComparedRow, Number, Step, YearValue, distance_to_goal
from auditor_app.domain.explanations import Sentence
from auditor_app.domain.numbers import percent_text, signed_points
from auditor_app.domain.rate_options import METRICS
from auditor_app.services.compare_json import NOT_COMMON

LEADING_KINDS = ("moved", *NOT_COMMON)


def difference_sentences(row: ComparedRow, step: Step) -> Iterator[Sentence]:
    """What the difference is made of; of the mean without the names of those who enter or leave."""
    if step.delta_points is None:
        yield from _because("explain.delta.none", step)
        return
    if step.bridge is None:
        yield Sentence("explain.delta.whole", _numbers(row, step))
        yield from _because("explain.delta.not_like_for_like", step)
        return
    if row.item:
        yield Sentence("explain.delta.whole", _numbers(row, step))
    elif row.kind == "mean":
        yield Sentence("explain.delta.mean", _numbers(row, step))
        if step.like_for_like_points != step.bridge.real:
            yield Sentence("explain.delta.mean_twice", _numbers(row, step))
    elif row.metric == "coverage":
        is_same = not step.bridge.catalogue
        yield Sentence("explain.delta.whole" if is_same else "explain.delta.coverage", _numbers(row, step))
    else:
        yield _of_one(row, step)


def _of_one(row: ComparedRow, step: Step) -> Sentence:
    """The whole account in one sentence, led by the kind most of the other items are of."""
    numbers = _numbers(row, step)
    catalogue = step.bridge.catalogue if step.bridge else Fraction(0)
    others = [(kind, count) for kind, count in step.not_common if kind in LEADING_KINDS and count]
    if not catalogue or not others:
        return Sentence("explain.delta.same_items", numbers)
    kind, count = max(others, key=lambda own: own[1])
    words = {
        "count": count,
        "etc": "explain.delta.etc" if len(others) > 1 else "",
        "points": percent_text(abs(catalogue)),
        "direction": "explain.delta.raised" if catalogue > 0 else "explain.delta.lowered",
    }
    return Sentence(f"explain.delta.led_by.{kind}", numbers | words)


def _numbers(row: ComparedRow, step: Step) -> dict[str, object]:
    """All values over the common items where there are such; of the mean and the whole the rates themselves."""
    former, later = values_of(row, step)
    words: dict[str, object] = {
        "former": _percent(former.percent),
        "later": _percent(later.percent),
        "former_common": _percent(step.former_common),
        "later_common": _percent(step.later_common),
        "common": step.common_items,
        "delta": _points(step.delta_points),
        "like_for_like": _points(step.like_for_like_points),
        "real": _points(step.like_for_like_points),
    }
    if step.bridge is not None:
        parts = {name: _points(getattr(step.bridge, name)) for name in ("real", "catalogue", "organisations")}
        words |= parts
    return words


def _because(key: str, step: Step) -> Iterator[Sentence]:
    yield Sentence(key)
    for reason in step.reasons:
        kind = reason.removeprefix("kind:")
        if kind != reason:
            yield Sentence("explain.delta.because_kind", {"kind": f"crosswalk_kind.{kind}"})
        else:
            yield Sentence("explain.delta.because", {"reason": f"reason.{reason}"})


def break_sentences(step: Step, editions: tuple[str, str] = ("", ""), scopes: Sequence[str] = ()) -> Iterator[Sentence]:
    """Why each break keeps the two years apart; with the editions and what differs in the scopes, where known."""
    for name in step.breaks:
        yield Sentence(f"explain.break.{name}")
        if name == "edition" and all(editions):
            yield Sentence("explain.delta.editions", {"former": editions[0], "later": editions[1]})
        if name == "scope" and scopes:
            yield Sentence("explain.delta.scope", {"names": " · ".join(f"scope_word.{own}" for own in scopes)})


def goal_sentences(row: ComparedRow, value: YearValue) -> Iterator[Sentence]:
    """How far the later year is from "everything at the start of FY2009", and the pace that takes."""
    if row.metric not in METRICS or row.item or value.percent is None:
        return
    found = distance_to_goal(value.percent, int(value.years))
    words: dict[str, object] = {"remaining": percent_text(found.remaining), "years": found.years_left}
    if found.pace is not None:
        words["pace"] = percent_text(found.pace)
    yield Sentence(f"explain.delta.goal.{found.outcome}", words)


def mover_sentences(counted: Iterable[tuple[str, bool, bool]]) -> Iterator[Sentence]:
    """Who enters the mean in the later year, and who leaves it; `counted`: (name, in the former, in the later)."""
    known = list(counted)
    yield Sentence("explain.delta.counted", {"count": sum(former and later for _, former, later in known)})
    entering = [name for name, former, later in known if later and not former]
    leaving = [name for name, former, later in known if former and not later]
    for key, names in (("entering", entering), ("leaving", leaving)):
        if names:
            yield Sentence(f"explain.delta.{key}", {"names": "、".join(names)})


def values_of(row: ComparedRow, step: Step) -> tuple[YearValue, YearValue]:
    by_years = {value.years: value for value in row.values}
    return by_years[step.former], by_years[step.later]


def _percent(percent: Number | None) -> str:
    return "—" if percent is None else percent_text(percent)


def _points(points: Number | None) -> str:
    return "—" if points is None else signed_points(points)
