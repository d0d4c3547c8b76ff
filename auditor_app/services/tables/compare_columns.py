"""The columns of compared years: who or what, then a locked group for each year, and what became of the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from auditor_app.domain.comparison import Break, Change, ComparedRow, Number, Step, YearValue
from auditor_app.domain.numbers import MINUS, percent_text, rounded, signed_points, told_points
from auditor_app.domain.published import State
from auditor_app.foundation.translation import Texts
from auditor_app.services.compare_published import grade_steps
from auditor_app.services.tables.columns import BadgeKind, Column, Emphasis, StateLook
from auditor_app.services.tables.word_columns import position_column, text_column

CompareLevel = Literal["organisation", "part", "section", "item", "published"]
COMPARE_LEVELS: tuple[CompareLevel, ...] = ("organisation", "part", "section", "item", "published")
DIFFERENCES: tuple[Change, ...] = ("new", "worse", "better", "solved")
"""What counts as changed; what persists, was never short or cannot be compared does not."""
VALUE, DELTA, LIKE_FOR_LIKE, BREAKS, CHANGE = "value", "delta", "like_for_like", "breaks", "change"
UP, DOWN = "▲", "▼"
SORTED_DECIMALS = 12
COUNTED_METRICS = frozenset({"ceptoar_count", "sector_count"})
"""Numbers of things, not shares."""
WORD_METRICS = frozenset({"inspection_grade"})
_BREAK_BADGES: dict[Break, BadgeKind] = {
    "edition": "warning",
    "scope": "warning",
    "definition": "warning",
    "renamed": "neutral",
    "split": "accent",
    "merged": "accent",
    "own_survey": "neutral",
    "not_transcribed": "neutral",
}
_OF_THE_YEARS = frozenset({"edition", "scope"})
"""Breaks most rows share; what a row has of its own comes first."""
_NAME_WIDTHS: dict[CompareLevel, int] = {"organisation": 17, "part": 17, "section": 19, "item": 13, "published": 14}
_CHANGE_BADGES: dict[Change, BadgeKind] = {
    "new": "bad",
    "worse": "bad",
    "better": "good",
    "solved": "good",
    "persisting": "neutral",
    "not_comparable": "warning",
}


@dataclass(frozen=True)
class ComparedLine:
    """One row of the table: a figure through the years, with the words it goes by."""

    key: str
    position: int
    name: str
    row: ComparedRow
    role: str = ""
    details: str = ""
    """The title of an item, the target of something published."""
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    """By column, for sorting, filters and means: exact fractions of a mean have hundreds of digits."""
    is_set_apart: bool = False
    """The mean stands above the organisations in whatever order these are."""


def line_key(row: ComparedRow) -> str:
    """What tells a row from all others: an unmapped item stands once for each year, under the same number."""
    place = (row.kind, row.series, row.metric, row.part, row.role, row.section, row.former_item, row.item)
    only_in = ""
    if row.items and not row.former_item:
        only_in = ",".join(value.years for value, item in zip(row.values, row.items, strict=True) if item)
    return "|".join((*place, only_in))


def compare_columns(texts: Texts, level: CompareLevel, years: Sequence[str], published: str = "") -> list[Column]:
    """`years`: the words of each year; columns are named by the year's place, so that an arrangement fits any years."""
    is_plain = level == "published"
    columns = [_hidden(position_column(texts)), *_name_columns(texts, level)]
    for place, year in enumerate(years):
        columns.append(_value_column(texts, place, year))
        if place:
            columns += [_delta_column(texts, place, year), _like_for_like_column(texts, place, year, is_plain=is_plain)]
            columns.append(_breaks_column(texts, place, year))
    if len(years) < 2:
        return columns
    has_change = not is_plain or published == "inspection_grade"  # only grades are better or worse
    columns.append(_change_column(texts, len(years) - 2, is_visible=has_change))
    return [*columns, _details_column(texts, 40)] if level == "item" else columns


def arranged_for(columns: Sequence[Column], state: object) -> object:
    """A stored arrangement in which years that were not there before have their own place, unless columns were moved.

    >>> def column(key): return Column(key, "", str, str)
    >>> arranged_for([column("1:value"), column("2:value"), column("change")], {"order": ["1:value", "change"]})
    {'order': ['1:value', '2:value', 'change']}
    """
    order = state.get("order") if isinstance(state, dict) else None
    if not isinstance(order, list) or not isinstance(state, dict):
        return state
    keys = [column.key for column in columns]
    known = [key for key in order if key in keys]
    return {**state, "order": keys} if known == [key for key in keys if key in known] else state


def column_place(column: str) -> tuple[int, str]:
    """(place of the year, what of it); the last step's change belongs to the last year, a name to none.

    >>> column_place("2:delta"), column_place("change"), column_place("organisation")
    ((2, 'delta'), (-1, 'change'), (-1, ''))
    """
    place, _, what = column.partition(":")
    if what:
        return int(place), what
    return -1, column if column == CHANGE else ""


def column_key(place: int, what: str) -> str:
    return f"{place}:{what}"


def delta_words(points: Number | int) -> str:
    """An arrow beside the sign: colour is never the only mark."""
    words = signed_points(Fraction(points))
    arrow = {"+": f"{UP} ", MINUS: f"{DOWN} "}.get(words[0], "")
    return arrow + words


def difference_of(row: ComparedRow, place: int) -> Number | int | None:
    """The points between the year at `place` and the one before; of grades how many steps they are apart."""
    if row.metric in WORD_METRICS:
        return grade_steps(row.values[place - 1].printed, row.values[place].printed)
    return row.steps[place - 1].delta_points


def numbers_of(row: ComparedRow) -> dict[str, Decimal]:
    """What the columns of numbers are sorted by."""
    found: dict[str, Number | int | None] = {
        column_key(place, VALUE): value.percent for place, value in enumerate(row.values)
    }
    for place, step in enumerate(row.steps, start=1):
        found[column_key(place, DELTA)] = difference_of(row, place)
        found[column_key(place, LIKE_FOR_LIKE)] = step.like_for_like_points
    return {key: rounded(Fraction(value), SORTED_DECIMALS) for key, value in found.items() if value is not None}


def value_words(texts: Texts, row: ComparedRow, value: YearValue) -> str:
    """A rate, a count or grade as printed, the word of its state, or a dash where that year has no such figure."""
    if row.metric in WORD_METRICS and value.printed:
        return value.printed
    if value.percent is not None:
        return f"{value.percent:,f}" if row.metric in COUNTED_METRICS else percent_text(value.percent)
    if value.bound is not None:
        return texts("compare.bound", bound=percent_text(value.bound))
    if not has_state(value):
        return "—"
    return texts(f"compare.state.{value.state.value}")


def has_state(value: YearValue) -> bool:
    """Whether its state says why there is no number; else that year has no such figure at all."""
    return value.state is State.EXCLUDED or (bool(value.figure_id) and not value.is_void)


def reason_words(texts: Texts, reason: str) -> str:
    """Why there is no delta; a kind of the crosswalk by its own name."""
    kind = reason.removeprefix("kind:")
    return texts("reason.kind", kind=texts(f"crosswalk_kind.{kind}")) if kind != reason else texts(f"reason.{reason}")


def step_notes(texts: Texts, step: Step) -> str:
    """What became of a shortfall, breaks and reasons of a step in full words, one a line."""
    lines = [_state_words(texts, step), *(texts(f"break.{name}") for name in step.breaks)]
    return "\n".join([*lines, *(reason_words(texts, reason) for reason in step.reasons)])


def _state_words(texts: Texts, step: Step) -> str:
    """The state rests on the same items: the difference of the whole may point the other way."""
    state, points = texts(f"change_state.{step.change}"), step.like_for_like_points
    if step.answered_once:
        return texts("compare.tooltip.by_both_years", state=state, count=step.answered_once)
    if points is None or step.change == "not_comparable" or points == step.delta_points == 0:
        return state
    return texts("compare.tooltip.by_same_items", state=state, points=told_points(points))


def _hidden(column: Column) -> Column:
    """The official order is how the rows stand until they are sorted; its number is at hand in the column chooser."""
    values = {
        name: getattr(column, name) for name in ("key", "title", "value", "display", "kind", "width", "is_frozen")
    }
    return Column(**values, filter_kind="none", is_visible_by_default=False)


def _name_columns(texts: Texts, level: CompareLevel) -> list[Column]:
    def emphasis(line: ComparedLine) -> Emphasis | None:
        return "strong" if line.is_set_apart or line.row.kind == "joined" else None

    def tooltip(line: ComparedLine) -> str:
        return "\n".join(
            filter(None, (line.name, line.details, texts("compare.joined.help") if line.row.kind == "joined" else ""))
        )

    name = text_column(
        "name",
        texts(f"compare.column.{level}"),
        lambda line: line.name,
        _NAME_WIDTHS[level],
        is_frozen=True,
        emphasis=emphasis,
        tooltip=tooltip,
        is_tight=True,
    )
    if level == "organisation":
        return [name]
    if level == "published":
        return [name, _details_column(texts, 18)]
    return [name, text_column("role", texts("field.role"), lambda line: line.role, 10, is_tight=True)]


def _details_column(texts: Texts, width: int) -> Column:
    title = texts("compare.column.details")
    return text_column("details", title, lambda line: line.details, width, tooltip=lambda line: line.details)


def _value_column(texts: Texts, place: int, year: str) -> Column:
    key = column_key(place, VALUE)

    def of(line: ComparedLine) -> YearValue:
        return line.row.values[place]

    def look(line: ComparedLine) -> StateLook | None:
        value = of(line)
        if value.percent is not None or (line.row.metric in WORD_METRICS and value.printed):
            return None
        if value.state is State.EXCLUDED:
            return "hatch"
        return "word" if has_state(value) or value.bound is not None else "dash"

    def sorted_by(line: ComparedLine) -> object:
        value = of(line)
        return value.printed or None if line.row.metric in WORD_METRICS else line.numbers.get(key)

    def tooltip(line: ComparedLine) -> str:
        value, counts = of(line), ""
        if value.obliged is not None and value.implemented is not None:
            counts = texts("compare.counts", implemented=f"{value.implemented:,}", obliged=f"{value.obliged:,}")
        state = _state_notes(texts, line.row, place)
        name = value.name if value.name and value.name != line.row.organisation else ""
        basis = texts(f"compare.basis.{value.basis}") if value.basis and value.percent is not None else ""
        return "\n".join(filter(None, (year, name, state, counts, basis)))

    return Column(
        key,
        texts("compare.column.value"),
        sorted_by,
        lambda line: value_words(texts, line.row, of(line)),
        kind="percent",
        group=year,
        state=look,
        meaning=lambda line: of(line).state if has_state(of(line)) else None,
        emphasis=_set_apart,
        tooltip=tooltip,
        header_tooltip=texts("compare.column.value.help", year=year),
        width=(6 if place else 7) if texts.language == "ja" else 7,
        is_tight=True,
        keeps_group=True,
    )


def _state_notes(texts: Texts, row: ComparedRow, place: int) -> str:
    """In full words why that year has no number; a grade has none."""
    value = row.values[place]
    if value.percent is not None or value.printed:
        return ""
    if has_state(value):
        return texts(f"state.{value.state.value}")
    reasons = dict.fromkeys(name for step in row.steps[max(0, place - 1) : place + 1] for name in step.reasons)
    if "other_target" in reasons:
        return texts("reason.not_inspected")
    return "\n".join(reason_words(texts, name) for name in reasons) if value.is_void else ""


def _delta_column(texts: Texts, place: int, year: str) -> Column:
    def difference(line: ComparedLine) -> Number | int | None:
        return difference_of(line.row, place)

    def words(line: ComparedLine) -> str:
        points = difference(line)
        if points is None:
            return texts("compare.not_comparable")
        if line.row.metric in WORD_METRICS:
            return texts("compare.grades", steps=_counted(points))
        return _counted(points) if line.row.metric in COUNTED_METRICS else delta_words(points)

    def emphasis(line: ComparedLine) -> Emphasis | None:
        points = difference(line)
        is_judged = line.row.kind != "published" or line.row.metric in WORD_METRICS
        if points is None or not is_judged or not rounded(Fraction(points), 1):
            return _set_apart(line)
        return "good" if points > 0 else "bad"

    return Column(
        column_key(place, DELTA),
        texts("compare.column.delta"),
        lambda line: line.numbers.get(column_key(place, DELTA)),
        words,
        kind="number",
        group=year,
        state=lambda line: "word" if difference(line) is None else None,
        emphasis=emphasis,
        tooltip=_step_tooltip(texts, place),
        header_tooltip=texts("compare.column.delta.help"),
        width=8 if texts.language == "ja" else 7,
        is_tight=True,
        keeps_group=True,
    )


def _like_for_like_column(texts: Texts, place: int, year: str, *, is_plain: bool) -> Column:
    def points(line: ComparedLine) -> Number | None:
        return line.row.steps[place - 1].like_for_like_points

    return Column(
        column_key(place, LIKE_FOR_LIKE),
        texts("compare.column.like_for_like"),
        lambda line: line.numbers.get(column_key(place, LIKE_FOR_LIKE)),
        lambda line: "—" if (own := points(line)) is None else signed_points(own),
        kind="number",
        group=year,
        state=lambda line: "dash" if points(line) is None else None,
        emphasis=_set_apart,
        tooltip=_step_tooltip(texts, place),
        header_tooltip=texts("compare.column.like_for_like.help"),
        is_visible_by_default=not is_plain,
        width=7,
        is_tight=True,
        keeps_group=True,
    )


def _breaks_column(texts: Texts, place: int, year: str) -> Column:
    def badges(line: ComparedLine) -> list[tuple[str, BadgeKind]]:
        step = line.row.steps[place - 1]
        ordered = sorted(step.breaks, key=lambda name: name in _OF_THE_YEARS)
        words: list[tuple[str, BadgeKind]] = [(texts(f"break_word.{name}"), _BREAK_BADGES[name]) for name in ordered]
        return [(texts("reason_word.incomplete"), "warning"), *words] if step.answered_once else words

    return text_column(
        column_key(place, BREAKS),
        texts("compare.column.breaks"),
        lambda line: "・".join(words for words, _ in badges(line)),
        8 if texts.language == "ja" else 10,
        badges=badges,
        group=year,
        tooltip=_step_tooltip(texts, place),
        header_tooltip=texts("compare.column.breaks.help"),
        is_tight=True,
        keeps_group=True,
    )


def _change_column(texts: Texts, step: int, *, is_visible: bool) -> Column:
    return text_column(
        CHANGE,
        texts("compare.column.change"),
        lambda line: texts(f"compare.change.{line.row.steps[step].change}"),
        11 if texts.language == "ja" else 16,
        kind="badge",
        badge=lambda line: _CHANGE_BADGES.get(line.row.steps[step].change),
        emphasis=lambda line: "muted" if line.row.steps[step].change == "full" else None,
        tooltip=_step_tooltip(texts, step + 1),
        header_tooltip=texts("compare.column.change.help"),
        is_visible_by_default=is_visible,
        is_tight=True,
    )


def _step_tooltip(texts: Texts, place: int) -> Callable[[ComparedLine], str]:
    return lambda line: step_notes(texts, line.row.steps[place - 1])


def _set_apart(line: ComparedLine) -> Emphasis | None:
    return "strong" if line.is_set_apart else None


def _counted(points: Number | int) -> str:
    arrow = f"{UP} +" if points > 0 else f"{DOWN} {MINUS}" if points < 0 else "±"
    return f"{arrow}{abs(Decimal(rounded(Fraction(points), 0))):,f}"
