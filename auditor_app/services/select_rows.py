"""Filter and sort the rows of a view by the expressions of the command line and of saved exports."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, le, lt, ne

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.published import fold_name
from auditor_app.foundation.errors import Problem, WrongUsageError

Row = dict[str, object]

EXPRESSION = re.compile(r"^\s*([a-z_0-9]+(?:\.{1,2}[a-z_0-9-]+)*)\s*(!=|<=|>=|==?|<|>|~)\s*(.*?)\s*$")
"""A field, a comparison and a value: official_percent<90, organisation~農林, in_analysis=false, target=null;
a value within a value as values.2006>90."""

COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


def filtered(rows: list[Row], expressions: Sequence[str], known: Collection[str] = ()) -> list[Row]:
    """The rows for which all expressions hold.  A row without a number satisfies no comparison but `=null`.

    `known`: fields besides those found in the rows.

    >>> rows = [{"organisation": "甲省", "percent": "9.5"}, {"organisation": "乙省", "percent": None}]
    >>> [row["organisation"] for row in filtered(rows, ["percent<10"])]
    ['甲省']
    >>> [row["organisation"] for row in filtered(rows, ["percent=null"])]
    ['乙省']
    """
    for expression in expressions:
        match = EXPRESSION.match(expression)
        if match is None:
            raise WrongUsageError(Problem("selector.filter_unreadable", expression))
        field, operator, value = match.groups()
        operator = "=" if operator == "==" else operator
        _require_field(rows, field, expression, known)
        rows = [row for row in rows if _holds(field, _value(row, field), operator, value)]
    return rows


def ordered(rows: list[Row], keys: str, known: Collection[str] = ()) -> list[Row]:
    """Sorted by comma-separated field names, `-` before a name for descending; no value comes last either way.

    >>> [row["p"] for row in ordered([{"p": "9"}, {"p": None}, {"p": "31.2"}], "-p")]
    ['31.2', '9', None]
    """
    for key in reversed([key.strip() for key in keys.split(",") if key.strip()]):
        field, descending = key.lstrip("-"), key.startswith("-")
        _require_field(rows, field, keys, known)
        present = [row for row in rows if _value(row, field) is not None]
        absent = [row for row in rows if _value(row, field) is None]
        rows = sorted(present, key=lambda row: _sort_value(_value(row, field)), reverse=descending) + absent
    return rows


def _value(row: Row, field: str) -> object:
    """
    >>> _value({"values": {"2006": "87.9"}}, "values.2006"), _value({"bridge": None}, "bridge.real")
    ('87.9', None)
    """
    if field in row:
        return row[field]
    value: object = row
    for name in field.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _require_field(rows: list[Row], field: str, expression: str, known: Collection[str]) -> None:
    if field in known:
        return
    found = {*known, *(name for row in rows for name in row)}
    found |= {
        f"{name}.{own}" for row in rows for name, value in row.items() if isinstance(value, dict) for own in value
    }
    if found and field not in found:
        raise WrongUsageError(
            Problem("selector.field_unknown", expression, {"field": field, "known": ", ".join(sorted(found))})
        )


def _holds(field: str, actual: object, operator: str, wanted: str) -> bool:
    if wanted.lower() == "null":
        return (actual is None) == (operator == "=") if operator in ("=", "!=") else False
    if actual is None:
        return False
    if isinstance(actual, bool):
        return (actual is _truth(field, wanted)) == (operator == "=") if operator in ("=", "!=") else False
    if operator == "~":
        return fold_name(wanted).lower() in fold_name(str(actual)).lower()
    mine, theirs = _number(actual), _number(wanted)
    if field == "fiscal_year" and theirs is None:
        year = parse_fiscal_year(wanted)
        theirs = None if year is None else Decimal(year)
    if mine is not None and theirs is not None:
        return COMPARISONS[operator](mine, theirs)
    if operator not in ("=", "!="):
        raise WrongUsageError(Problem("selector.not_a_number", f"{field}{operator}{wanted}", {"value": wanted}))
    return (fold_name(str(actual)) == fold_name(wanted)) == (operator == "=")


def _truth(field: str, wanted: str) -> bool:
    """yes and no in the words people use; anything else is refused, not taken for no."""
    folded = fold_name(wanted).lower()
    if folded in ("true", "yes", "1", "はい"):
        return True
    if folded in ("false", "no", "0", "いいえ"):
        return False
    raise WrongUsageError(Problem("selector.not_yes_or_no", f"{field}={wanted}", {"value": wanted}))


def _number(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _sort_value(value: object) -> tuple[int, Decimal, str]:
    number = _number(value)
    return (0, number, "") if number is not None else (1, Decimal(0), str(value))
