"""A name nobody knows is told with what is similar to it, and without a word about that where nothing is."""

from __future__ import annotations

import pytest

from auditor_app.foundation.errors import Problem
from auditor_app.foundation.translation import Texts
from auditor_app.importing.returns.row_refusals import words_of

KEYS = ("returns.item_unknown", "crosswalk.item_unknown", "organisations.successor_unknown")


def told(language: str, key: str, names: list[str]) -> str:
    values = dict.fromkeys(("text", "year", "edition", "item", "name"), "9.9.9")
    return Texts(language).problem(Problem(key, "L2", values | {"near": words_of(names)}))  # type: ignore[arg-type]


@pytest.mark.parametrize("key", KEYS)
def test_what_is_similar_is_named(key: str) -> None:
    assert "似た名称・番号: 9.9.1、9.9.2 " in told("ja", key, ["9.9.1", "9.9.2"])
    assert " Similar: 9.9.1、9.9.2. " in told("en", key, ["9.9.1", "9.9.2"])


@pytest.mark.parametrize("key", KEYS)
def test_nothing_is_said_where_nothing_is_similar(key: str) -> None:
    for language, word in (("ja", "似た"), ("en", "Similar")):
        words = told(language, key, [])
        assert "－" not in words
        assert f"{word}:" not in words
        assert f"{word}名称・番号:" not in words
        assert "  " not in words
