"""Checks what a named view says before anything is done with it: every field known, of its kind and within bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import Any

from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.services.browse_views import DEFINITION_VERSION, ChosenRates

LONGEST_NAME = 100
LONGEST_TEXT = 2_000
MOST_ENTRIES = 20_000
LARGEST_NUMBER = 1_000_000
CLASSES = ("", "basic", "enhanced")
_PERCENT = re.compile(r"[0-9]{1,6}(/[1-9][0-9]{0,5})?")

Check = Callable[[object, str], object]


def check_definition(value: object, place: str) -> dict[str, Any]:
    """The definition itself; InputRefusedError names the field that is not as it should be."""
    fields: dict[str, Check] = {
        "version": one_of((DEFINITION_VERSION,)),
        "fiscal_year": whole_number,
        "tables": each_value(_table),
        "choices": each_value(_choice),
    }
    return record(value, place, fields, optional={"rates": _rates})


def rates_of(definition: Mapping[str, Any]) -> ChosenRates | None:
    """What a checked definition asks the pages of rates for."""
    rates = definition.get("rates")
    if rates is None:
        return None
    options = RateOptions(
        item_class=rates["item_class"],
        leave_out_below=rates["leave_out_below"],
        include_excluded=rates["include_excluded"],
        completed=frozenset((item, role) for item, role in rates["completed"]),
    )
    return ChosenRates(rates["role"], rates["metric"], Fraction(rates["line"]), options)


# --- checks: each gets a value and where it stands, and refuses -------------------------------------------


def record(
    value: object, place: str, fields: Mapping[str, Check], optional: Mapping[str, Check] | None = None
) -> dict[str, Any]:
    """An object with exactly these fields."""
    if not isinstance(value, dict):
        raise _refused("views.not_object", place)
    known = {**fields, **(optional or {})}
    for name in value:
        if name not in known:
            raise _refused("views.unknown_field", f"{place}.{str(name)[:LONGEST_NAME]}")
    for name in fields:
        if name not in value:
            raise _refused("views.missing_field", f"{place}.{name}")
    for name, own in value.items():
        known[name](own, f"{place}.{name}")
    return value


def list_of(check: Check) -> Check:
    def check_list(value: object, place: str) -> None:
        if not isinstance(value, list):
            raise _refused("views.not_list", place)
        _check_length(value, place)
        for number, own in enumerate(value):
            check(own, f"{place}[{number}]")

    return check_list


def each_value(check: Check) -> Check:
    """An object whose names are free."""

    def check_values(value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise _refused("views.not_object", place)
        _check_length(value, place)
        for name, own in value.items():
            text(name, place)
            check(own, f"{place}.{name}")

    return check_values


def one_of(allowed: Collection[object]) -> Check:
    def check_choice(value: object, place: str) -> None:
        if isinstance(value, bool) or value not in allowed:
            raise _refused("views.not_one_of", place, allowed=", ".join(f'"{own}"' for own in allowed))

    return check_choice


def text(value: object, place: str) -> None:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _refused("views.not_text", place, longest=LONGEST_TEXT)


def name_text(value: object, place: str) -> None:
    """The name of a view: it stands in menus."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME or not value.isprintable():
        raise _refused("views.not_a_name", place, longest=LONGEST_NAME)


def whole_number(value: object, place: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_NUMBER:
        raise _refused("views.not_number", place, most=LARGEST_NUMBER)


def switch(value: object, place: str) -> None:
    if not isinstance(value, bool):
        raise _refused("views.not_switch", place)


def _check_length(value: Collection[object], place: str) -> None:
    if len(value) > MOST_ENTRIES:
        raise _refused("views.too_many", place, most=MOST_ENTRIES)


def _pair(first: Check, second: Check) -> Check:
    def check_pair(value: object, place: str) -> None:
        if not isinstance(value, list) or len(value) != 2:
            raise _refused("views.not_pair", place)
        first(value[0], f"{place}[0]")
        second(value[1], f"{place}[1]")

    return check_pair


def _line(value: object, place: str) -> None:
    """A percentage as an exact text: 80 or 159/2."""
    is_percent = isinstance(value, str) and _PERCENT.fullmatch(value) and Fraction(value) <= 100
    if not is_percent:
        raise _refused("views.not_percent", place)


def _choice(value: object, place: str) -> None:
    if not isinstance(value, bool):
        text(value, place)


def _table(value: object, place: str) -> None:
    record(
        value,
        place,
        {
            "version": one_of((1,)),
            "order": list_of(text),
            "widths": each_value(whole_number),
            "hidden": list_of(text),
            "sort": list_of(_pair(text, switch)),
            "filters": each_value(text),
            "values": each_value(list_of(text)),
            "zoom": whole_number,
            "filter_row": switch,
        },
    )


def _rates(value: object, place: str) -> None:
    record(
        value,
        place,
        {
            "role": text,
            "metric": one_of(METRICS),
            "line": _line,
            "item_class": one_of(CLASSES),
            "leave_out_below": whole_number,
            "include_excluded": switch,
            "completed": list_of(_pair(text, text)),
        },
    )


def _refused(key: str, place: str, **values: object) -> InputRefusedError:
    return InputRefusedError(Problem(key, place, values))
