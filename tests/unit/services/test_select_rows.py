"""Filters and sort keys: what is not understood is refused, never answered with nothing."""

from __future__ import annotations

import pytest

from auditor_app.foundation.errors import WrongUsageError
from auditor_app.services.select_rows import Row, filtered, ordered

ROWS: list[Row] = [
    {"fiscal_year": 2006, "organisation": "農林水産省", "percent": "31.200000", "in_analysis": False},
    {"fiscal_year": 2006, "organisation": "金融庁", "percent": "63.300000", "in_analysis": True},
    {"fiscal_year": 2007, "organisation": "総務省", "percent": None, "in_analysis": True},
]


def names(rows: list[Row]) -> list[object]:
    return [row["organisation"] for row in rows]


@pytest.mark.parametrize(
    ("expression", "left"),
    [
        ("percent<63.3", ["農林水産省"]),
        ("percent<=63.3", ["農林水産省", "金融庁"]),
        ("percent=null", ["総務省"]),
        ("percent!=null", ["農林水産省", "金融庁"]),
        ("in_analysis=いいえ", ["農林水産省"]),
        ("in_analysis!=false", ["金融庁", "総務省"]),
        ("organisation==金融庁", ["金融庁"]),
        ("organisation~農 林", ["農林水産省"]),
        ("fiscal_year=平成18年度", ["農林水産省", "金融庁"]),
        ("fiscal_year>H18", ["総務省"]),
    ],
)
def test_a_filter_leaves_the_rows_it_names(expression: str, left: list[str]) -> None:
    assert names(filtered(ROWS, [expression])) == left


@pytest.mark.parametrize(
    "expression", ["percent>abc", "in_analysis=たぶん", "percent", "colour=red", "organisation<あ"]
)
def test_a_filter_that_means_nothing_is_refused(expression: str) -> None:
    with pytest.raises(WrongUsageError):
        filtered(ROWS, [expression])


@pytest.mark.parametrize(
    ("keys", "order"), [("percent", "農金総"), ("-percent", "金農総"), ("-fiscal_year,percent", "総農金")]
)
def test_no_number_comes_last_in_both_directions(keys: str, order: str) -> None:
    assert "".join(str(name)[0] for name in names(ordered(ROWS, keys))) == order
