"""Views as files: what is written is read back the same, and what a hostile file says never passes."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.foundation.errors import InputRefusedError, UserError
from auditor_app.services.browse_views import ChosenRates, NamedView, made_definition
from auditor_app.services.save_view import take_over_views
from auditor_app.services.view_definitions import check_definition, rates_of
from auditor_app.services.view_files import read_views, write_views
from tests.builders import AUTHOR, TickingClock

PAGES = ("coverage", "rates")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30).filter(lambda name: name.strip() == name)
STATES = st.fixed_dictionaries(
    {
        "version": st.just(1),
        "order": st.lists(WORDS, max_size=3),
        "widths": st.dictionaries(WORDS, st.integers(0, 4000), max_size=3),
        "hidden": st.lists(WORDS, max_size=3),
        "sort": st.lists(st.tuples(WORDS, st.booleans()).map(list), max_size=3),
        "filters": st.dictionaries(WORDS, WORDS, max_size=3),
        "values": st.dictionaries(WORDS, st.lists(WORDS, max_size=3), max_size=2),
        "zoom": st.integers(50, 200),
        "filter_row": st.booleans(),
    }
)
RATES = st.builds(
    ChosenRates,
    role=WORDS,
    metric=st.sampled_from(METRICS),
    line=st.fractions(0, 100, max_denominator=1000),
    options=st.builds(
        RateOptions,
        item_class=st.sampled_from(["", "basic", "enhanced"]),
        leave_out_below=st.integers(0, 1000),
        include_excluded=st.booleans(),
        completed=st.frozensets(st.tuples(WORDS, WORDS), max_size=3),
    ),
)
VIEWS = st.lists(
    st.builds(
        NamedView,
        page=st.sampled_from(PAGES),
        name=NAMES,
        definition=st.builds(
            made_definition,
            st.integers(0, 2100),
            st.dictionaries(WORDS, STATES, max_size=2),
            st.dictionaries(WORDS, st.one_of(st.booleans(), WORDS), max_size=2),
            st.one_of(st.none(), RATES),
        ),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda view: (view.page, view.name),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(views=VIEWS)
def test_written_views_are_read_back_the_same(tmp_path: Path, views: list[NamedView]) -> None:
    target = tmp_path / "views.json"
    write_views(target, views)
    assert read_views(target, PAGES) == views


@settings(max_examples=60, deadline=None)
@given(rates=RATES)
def test_choice_of_rates_survives_its_definition(rates: ChosenRates) -> None:
    definition = json.loads(json.dumps(made_definition(2006, {}, {}, rates)))
    assert rates_of(check_definition(definition, "view")) == rates


@pytest.mark.parametrize("line", ["101", "-1", "1/0", "1e9", "1e99999999", "８０", " 80", "", "80.5", 80, None])
def test_line_is_an_exact_percentage_and_nothing_else(line: object) -> None:
    definition = made_definition(2006, {}, {}, ChosenRates(line=Fraction(80)))
    definition["rates"]["line"] = line  # type: ignore[index]
    with pytest.raises(InputRefusedError) as refused:
        check_definition(definition, "view")
    assert refused.value.problems[0].place == "view.rates.line"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
        max_leaves=10,
    )
)
def test_any_other_json_is_refused_and_never_a_defect(tmp_path: Path, content: object) -> None:
    path = tmp_path / "views.json"
    path.write_text(json.dumps(content), encoding="utf-8", errors="surrogatepass")
    with pytest.raises(UserError):
        read_views(path, PAGES)


def test_taking_over_counts_new_replaced_and_equal_views(empty_case: Path) -> None:
    views = [NamedView("coverage", name, made_definition(2006, {}, {})) for name in "甲乙"]
    first = take_over_views(empty_case, views, author=AUTHOR, clock=TickingClock())
    other = NamedView("rates", "甲", made_definition(0, {}, {}))
    changed = [views[0], NamedView("coverage", "乙", made_definition(2007, {}, {})), other]
    second = take_over_views(empty_case, changed, author=AUTHOR, clock=TickingClock())
    assert (first.new, first.replaced, first.equal) == (2, 0, 0)
    assert (second.new, second.replaced, second.equal) == (1, 1, 1)
