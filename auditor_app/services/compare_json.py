"""The stable rows of a comparison (interface.md sections 3 and 4), and how they become columns of a csv file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from auditor_app.domain.comparison import Bridge, ComparedRow, PairNotes, Step
from auditor_app.domain.crosswalk import COMMON_KINDS, CROSSWALK_KINDS, UNMAPPED
from auditor_app.domain.numbers import exact_percent
from auditor_app.exporting.row_texts import FlattenedRows

Row = dict[str, object]

NOT_COMMON = (*(kind for kind in CROSSWALK_KINDS if kind not in COMMON_KINDS), UNMAPPED, "not_asked")
"""Why an item is not common; each is a column of the csv file."""
BY_YEAR = ("values", "states", "printed", "bounds", "figure_ids")
_BRIDGE = ("real", "catalogue", "organisations")
_OF_STEP = (
    *("delta_points", "like_for_like_delta_points", "former_common_percent", "later_common_percent"),
    *("bridge", "breaks", "reasons", "kind", "common_items", "answered_once", "not_common"),
)


def compared_json(row: ComparedRow) -> Row:
    """`delta_points` and what follows it are those of the last step; all of them stand in `steps`."""
    last = _step_json(row.last) if row.last is not None else dict.fromkeys(_OF_STEP)
    return {
        "organisation": row.organisation,
        "lineage": list(row.lineage),
        "part": row.part,
        "role": row.role,
        "metric": row.metric,
        "section": row.section or None,
        "item": row.item or None,
        "former_item": row.former_item or None,
        "title": row.title or None,
        "values": {value.years: exact_percent(value.percent) for value in row.values},
        "states": {value.years: value.told_state and value.told_state.value for value in row.values},
        "printed": {value.years: value.printed or None for value in row.values},
        "bounds": {value.years: exact_percent(value.bound) for value in row.values},
        "figure_ids": {value.years: value.figure_id or None for value in row.values},
        **{name: last[name] for name in _OF_STEP},
        "series": row.kind,
        "steps": [{"former": step.former, "later": step.later, **_step_json(step)} for step in row.steps],
        "figure_id": row.figure_id or None,
    }


def _step_json(step: Step) -> Row:
    return {
        "delta_points": exact_percent(step.delta_points),
        "like_for_like_delta_points": exact_percent(step.like_for_like_points),
        "former_common_percent": exact_percent(step.former_common),
        "later_common_percent": exact_percent(step.later_common),
        "bridge": bridge_json(step.bridge),
        "breaks": list(step.breaks),
        "reasons": list(step.reasons),
        "kind": step.change,
        "common_items": step.common_items,
        "answered_once": step.answered_once,
        "not_common": dict(step.not_common),
    }


def bridge_json(bridge: Bridge | None) -> Row | None:
    """The exact values add up; what is rounded here may miss by the last digit."""
    return {name: exact_percent(getattr(bridge, name)) for name in _BRIDGE} if bridge else None


def pair_json(pair: PairNotes) -> Row:
    """What concerns two neighbouring years as a whole, for the manifest of an export."""
    return {
        "former": pair.former,
        "later": pair.later,
        "former_edition": pair.former_edition or None,
        "later_edition": pair.later_edition or None,
        "drafts": list(pair.drafts),
        "has_crosswalk": pair.has_crosswalk,
        "common_items": pair.common_items,
        "kinds": dict(pair.kinds),
        "unmapped": list(pair.unmapped),
        "scope_differences": list(pair.scope_differences),
    }


# --- columns of a csv file --------------------------------------------------------------------------------------


def flat_fields(years: Sequence[str], steps: Sequence[tuple[str, str]]) -> list[str]:
    """The columns for these years; `steps` only where there is more than one to tell of.

    >>> [name for name in flat_fields(["2006", "2007"], []) if "2007" in name]
    ['values.2007', 'states.2007', 'printed.2007', 'bounds.2007', 'figure_ids.2007']
    >>> flat_fields(["2006"], [("2006", "2007")])[-2]
    'steps.2006-2007.not_common.not_asked'
    """
    by_year = [f"{name}.{year}" for name in BY_YEAR for year in years]
    of_steps = [f"{_step_name(*step)}.{name}" for step in steps for name in _step_fields()]
    described = ("organisation", "lineage", "part", "role", "metric", "section", "item", "former_item", "title")
    return [*described, *by_year, *_step_fields(), "series", *of_steps, "figure_id"]


def listed_comparison(rows: Sequence[Row]) -> FlattenedRows:
    """Rows of `compared_json` that are all there, with the columns of their years."""
    years = {year for row in rows for year in _names(row["values"])}
    many = [steps for row in rows if isinstance(steps := row["steps"], list) and len(steps) > 1]
    steps = {(step["former"], step["later"]) for own in many for step in own}
    return FlattenedRows(rows, flat_fields(sorted(years), sorted(steps)), flattened)


def _names(value: object) -> Iterable[str]:
    return value if isinstance(value, dict) else ()


def _step_fields() -> Iterable[str]:
    for name in _OF_STEP:
        nested = {"bridge": _BRIDGE, "not_common": NOT_COMMON}.get(name)
        yield from [f"{name}.{own}" for own in nested] if nested else [name]


def _step_name(former: str, later: str) -> str:
    return f"steps.{former}..{later}" if "-" in former + later else f"steps.{former}-{later}"


def with_steps(row: Row) -> Row:
    """A row of `compared_json` in which the fields of each step stand under the names of their columns, too."""
    return row | {name: value for name, value in flattened(row).items() if name.startswith(_OF_STEPS)}


def without_steps(row: Row) -> Row:
    """The way back."""
    return {name: value for name, value in row.items() if not name.startswith(_OF_STEPS)}


_OF_STEPS = "steps."


def flattened(row: Mapping[str, object]) -> Row:
    """A row of `compared_json` with a column for each value: lists are joined by "; ".

    >>> flattened({"values": {"2006": "1.0"}, "breaks": ["edition", "scope"], "steps": []})
    {'values.2006': '1.0', 'breaks': 'edition; scope'}
    """
    flat: Row = {}
    for name, value in row.items():
        if name == "steps":
            for step in value if isinstance(value, list) else ():
                own = flattened({key: told for key, told in step.items() if key not in ("former", "later")})
                flat |= {f"{_step_name(step['former'], step['later'])}.{key}": told for key, told in own.items()}
        elif isinstance(value, dict):
            flat |= {f"{name}.{key}": told for key, told in value.items()}
        else:
            flat[name] = "; ".join(map(str, value)) if isinstance(value, list) else value
    return flat
