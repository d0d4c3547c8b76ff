"""What is said of a difference can be added up as it stands there, and says by what a state is better or worse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.domain.comparison import MEAN, ComparedRow
from auditor_app.domain.explanations import Explanation
from auditor_app.domain.numbers import decimals_that_add_up
from auditor_app.foundation.translation import Texts
from auditor_app.services.compare_published import compare_published
from auditor_app.services.compare_years import CompareChoice, compare_areas, compare_items, compare_organisations
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.word_comparison import items_not_asked, pair_words
from auditor_app.services.word_explanation import formula_words, label_words, sentence_words, title_words
from auditor_app.storage.reading import CaseReader
from tests.unit.services.explaining import words_of

YEARS = (2007, 2008)
NUMBER = re.compile(r"[+−±]\d+\.\d+")


@pytest.fixture
def shipped_reader(made_shipped_case: Path) -> Iterator[CaseReader]:
    with CaseReader(made_shipped_case) as reader:
        yield reader


@pytest.fixture
def reader(made_practice_case: Path) -> Iterator[CaseReader]:
    with CaseReader(made_practice_case) as reader:
        yield reader


def rows_of(reader: CaseReader, years: tuple[int, int] = YEARS) -> tuple[ComparedRow, ...]:
    return compare_organisations(reader, CompareChoice(years)).rows


def mean_item(reader: CaseReader) -> Explanation:
    items = compare_items(reader, CompareChoice(YEARS), MEAN).rows
    row = next(own for own in items if own.last and own.last.bridge and own.last.bridge.organisations)
    return explain_figure(reader, row.figure_id)


def exact(words: str) -> Decimal:
    return Decimal(words.replace("−", "-").replace("±", ""))


# --- sums -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [(2005, 2006), (2006, 2007), (2007, 2008)])
def test_the_parts_of_a_mean_add_up_as_they_are_printed(reader: CaseReader, years: tuple[int, int]) -> None:
    told = 0
    for row in compare_areas(reader, CompareChoice(years), MEAN, "part").rows:
        sentences = explain_figure(reader, row.figure_id).words
        mean = next((own for own in sentences if own.key == "explain.delta.mean"), None)
        if mean is None:
            continue
        is_rounded = any(own.key == "explain.delta.rounded" for own in sentences)
        parts = [exact(str(mean.values[name])) for name in ("real", "catalogue", "organisations")]
        ends = [exact(str(mean.values[name])) for name in ("former", "later")]
        does_add_up = sum(parts) == exact(str(mean.values["delta"])) == ends[1] - ends[0]
        assert does_add_up is not is_rounded
        told += does_add_up
    assert told > 3 or years == (2005, 2006)


def test_what_adds_up_only_with_more_decimals_has_them() -> None:
    parts = [Fraction("3.34"), Fraction("-1.36"), Fraction("0.34")]
    assert decimals_that_add_up([*parts, sum(parts, Fraction(0))]) == 2


# --- the state --------------------------------------------------------------------------------------------------


def test_a_state_that_differs_from_the_arrow_says_that_it_rests_on_the_same_items(reader: CaseReader) -> None:
    told = 0
    for years in ((2006, 2007), YEARS):
        for row in rows_of(reader, years):
            step = row.last
            if step is None or step.delta_points is None or step.like_for_like_points in (None, step.delta_points):
                continue
            words = formula_words(Texts("ja"), explain_figure(reader, row.figure_id))
            state = [own for own in words if own.startswith("変化の「")]
            assert len(state) == (step.change != "not_comparable")
            if step.change == "better":
                assert "差 +" in state[0]
            if step.change == "worse":
                assert "差 −" in state[0]
            told += 1
    assert told > 5


# --- the mean of an item ----------------------------------------------------------------------------------------


def test_an_item_of_the_mean_is_called_so_and_taken_apart(reader: CaseReader) -> None:
    explanation = mean_item(reader)
    assert title_words(Texts("ja"), explanation).startswith("全機関 · ")
    assert title_words(Texts("en"), explanation).startswith("All organisations · ")
    assert "内訳は" in words_of(explanation)


# --- names ------------------------------------------------------------------------------------------------------


def test_in_english_organisations_bear_their_english_names(reader: CaseReader) -> None:
    row = next(own for own in rows_of(reader) if own.kind == "mean")
    explanation = explain_figure(reader, row.figure_id)
    texts = Texts("en")
    english = {own.organisation: own.english for own in rows_of(reader) if own.english}
    moved = [words for words in formula_words(texts, explanation) if "only" in words]
    assert moved
    assert not any(name in words for name in english for words in moved)
    assert english["山吹省"] in " ".join(moved)
    assert [label_words(texts, own) for own in explanation.inputs if own.label in english] == [
        english[own.label] for own in explanation.inputs if own.label in english
    ]
    one = next(own for own in rows_of(reader) if own.organisation == "青葉省")
    part = next(own for own in compare_areas(reader, CompareChoice(YEARS), "青葉省", "part").rows if own.part != "all")
    trail = [sentence_words(texts, name) for _, name in explain_figure(reader, part.figure_id).trail]
    assert one.english in trail
    assert "青葉省" in [label_words(Texts("ja"), own) for own in explanation.inputs]


# --- spans, signs and counts ------------------------------------------------------------------------------------


def test_spans_of_years_are_both_named(shipped_reader: CaseReader) -> None:
    found = compare_published(shipped_reader, "finding_share")
    row = next(own for own in found.rows if own.figure_id and own.last and own.last.delta_points is not None)
    explanation = explain_figure(shipped_reader, row.figure_id)
    first, last = (value.years.split("-") for value in row.values[-2:])
    spans = f"{'–'.join(first)}年度 → {'–'.join(last)}年度"
    assert title_words(Texts("ja"), explanation).endswith(spans)
    assert "2" in title_words(Texts("en"), explanation, "era")


def test_words_have_a_real_minus(reader: CaseReader) -> None:
    seen = 0
    for row in rows_of(reader):
        words = words_of(explain_figure(reader, row.figure_id))
        assert not re.search(r"(?<![\d\w:.])-\d", words), words
        seen += bool(NUMBER.search(words)) and "−" in words
    assert seen > 2


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_item_of_two_years_is_accounted_for(reader: CaseReader, language: str) -> None:
    told = 0
    for years in ((2005, 2006), (2006, 2007), YEARS):
        (pair,) = compare_organisations(reader, CompareChoice(years)).pairs
        if not pair.has_crosswalk:
            continue
        joined = sum(count for kind, count in pair.kinds if kind in ("unchanged", "reworded", "moved"))
        assert pair.common_items + items_not_asked(pair) == joined
        words = pair_words(Texts(language), pair)  # type: ignore[arg-type]
        left = items_not_asked(pair)
        piece = f"対象外 {left} 項目" if language == "ja" else f"items not asked: {left}"
        assert (piece in words) is (left > 0)
        told += left > 0
    assert told > 0
