"""The sentences that explain a difference between two years: what moved it, what breaks it, how far the goal is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from auditor_app.domain.comparison import ComparedRow, Number, Step, YearValue, distance_to_goal
from auditor_app.domain.explanations import Named, Sentence
from auditor_app.domain.numbers import decimals_that_add_up, percent_text, rounded, signed_points, told_points
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
    if row.kind == "mean":
        yield Sentence("explain.delta.mean", _numbers(row, step))
        if step.like_for_like_points != step.bridge.real:
            yield Sentence("explain.delta.mean_twice", _numbers(row, step))
    elif row.item:
        yield Sentence("explain.delta.whole", _numbers(row, step))
    elif row.metric == "coverage":
        is_same = not step.bridge.catalogue
        yield Sentence("explain.delta.whole" if is_same else "explain.delta.coverage", _numbers(row, step))
    else:
        yield _of_one(row, step)
    if _decimals(row, step) is None:
        yield Sentence("explain.delta.rounded")


def state_sentences(step: Step) -> Iterator[Sentence]:
    """By what a shortfall is better or worse, where the difference of the whole does not show it."""
    if step.answered_once:
        yield from _of_open_answers(step)
        return
    points, delta = step.like_for_like_points, step.delta_points
    if points is None or step.change == "not_comparable":
        return
    is_hidden = bool(points) and not rounded(Fraction(points), 1)
    if is_hidden or points != delta:
        words = {"state": f"change_state.{step.change}", "points": told_points(points)}
        yield Sentence("explain.delta.state", words)


def _of_open_answers(step: Step) -> Iterator[Sentence]:
    """What both years answered decides whether a shortfall grew; what one left open would look like progress."""
    former, later = step.former_both, step.later_both
    yield Sentence("explain.delta.incomplete", {"count": step.answered_once})
    if former is not None and later is not None:
        words = {
            "former": percent_text(former),
            "later": percent_text(later),
            "points": told_points(Fraction(later) - Fraction(former)),
            "state": f"change_state.{step.change}",
        }
        yield Sentence("explain.delta.answered_twice", words)


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
        "points": percent_text(abs(catalogue), _decimals(row, step) or 1),
        "direction": "explain.delta.raised" if catalogue > 0 else "explain.delta.lowered",
    }
    return Sentence(f"explain.delta.led_by.{kind}", numbers | words)


def _numbers(row: ComparedRow, step: Step) -> dict[str, object]:
    """All values over the common items where there are such; of the mean and the whole the rates themselves."""
    former, later = values_of(row, step)
    decimals = _decimals(row, step) or 1
    words: dict[str, object] = {
        "former": _percent(former.percent, decimals),
        "later": _percent(later.percent, decimals),
        "former_common": _percent(step.former_common, decimals),
        "later_common": _percent(step.later_common, decimals),
        "common": step.common_items,
        "delta": _points(step.delta_points, decimals),
        "like_for_like": _points(step.like_for_like_points, decimals),
        "real": _points(step.like_for_like_points, decimals),
    }
    if step.bridge is not None:
        names = ("real", "catalogue", "organisations")
        words |= {name: _points(getattr(step.bridge, name), decimals) for name in names}
    return words


def _decimals(row: ComparedRow, step: Step) -> int | None:
    """As many as it takes for the numbers of the sentence to add up as they stand there; None where never."""
    former, later = values_of(row, step)
    delta, bridge = step.delta_points, step.bridge
    if former.percent is None or later.percent is None or delta is None:
        return 1
    if bridge is None:
        return decimals_that_add_up([former.percent, delta, later.percent])
    parts = [bridge.real, bridge.catalogue, bridge.organisations]
    return decimals_that_add_up([former.percent, *parts, later.percent], [*parts, delta])


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


def mover_sentences(counted: Iterable[tuple[Named, bool, bool]]) -> Iterator[Sentence]:
    """Who enters the mean in the later year, and who leaves it; `counted`: (name, in the former, in the later)."""
    known = list(counted)
    yield Sentence("explain.delta.counted", {"count": sum(former and later for _, former, later in known)})
    entering = [name for name, former, later in known if later and not former]
    leaving = [name for name, former, later in known if former and not later]
    for key, names in (("entering", entering), ("leaving", leaving)):
        if names:
            yield Sentence(f"explain.delta.{key}", {"names": tuple(names)})


def values_of(row: ComparedRow, step: Step) -> tuple[YearValue, YearValue]:
    by_years = {value.years: value for value in row.values}
    return by_years[step.former], by_years[step.later]


def void_words(step: Step, value: YearValue) -> str:
    """Text key of why there was nothing to report that year; "" where there was."""
    if not value.is_void:
        return ""
    reason = "created" if value.years == step.former else "abolished"
    return f"reason.{reason}" if reason in step.reasons else "value.not_asked"


def _percent(percent: Number | None, decimals: int) -> str:
    return "—" if percent is None else percent_text(percent, decimals)


def _points(points: Number | None, decimals: int) -> str:
    return "—" if points is None else signed_points(points, decimals)
