"""What is weak, ranked on every level, is what the answers sent give."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.domain.published import State
from auditor_app.domain.rate_options import METRICS, Metric, RateOptions
from auditor_app.domain.weak_areas import Topic
from auditor_app.services.browse_rates import rates_table
from auditor_app.services.browse_topics import topics_of_case
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.rank_weak_areas import (
    Level,
    RankedArea,
    figure_of_member,
    pairs_of,
    ranked_areas,
    ranked_topics,
)
from auditor_app.services.save_topic import remove_topic, save_topic
from auditor_app.services.undo_change import undo_change
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock
from tests.returns_by_hand import ByHand, Found
from tests.returns_documents import (
    ORGANISATIONS,
    PARTS,
    ROLES,
    SURVEYED,
    WITHOUT_DUTY,
    YEARS,
    AskedItem,
    Returns,
    case_of_returns,
    invented_returns,
)

CLOCK = TickingClock()
FIRST, SECOND = YEARS
LEVELS: tuple[Level, ...] = ("part", "section", "item")
PLACE = {"implementation": 0, "pooled": 1, "achievement": 2}
LINE = Fraction(60)


@dataclass(frozen=True)
class Returned:
    case: Path
    returns: Returns


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """For looking at only."""
    returns = invented_returns(61)
    return Returned(case_of_returns(tmp_path_factory.mktemp("returns"), returns)[0], returns)


@pytest.fixture
def reader(returned: Returned) -> Iterator[CaseReader]:
    with CaseReader(returned.case) as reader:
        yield reader


@pytest.fixture
def own_case(returned: Returned, tmp_path: Path) -> Path:
    """A copy to be changed at will."""
    return Path(shutil.copyfile(returned.case, tmp_path / "case.auditcase"))


def belonging(area: RankedArea) -> Callable[[AskedItem, str], bool]:
    def belongs(asked: AskedItem, role: str) -> bool:
        return (
            (asked.part, role) == (area.part, area.role)
            and area.section in ("", asked.section)
            and area.item in ("", asked.item)
        )

    return belongs


def assert_area(area: RankedArea, found: Found, members: dict[str, Found]) -> None:
    assert area.state.value == found.state
    assert tuple(area.percent(metric) for metric in ("implementation", "pooled", "achievement")) == found.rates
    assert area.missing == found.missing
    assert {own.organisation.name: own.state.value for own in area.organisations} == {
        name: own.state for name, own in members.items()
    }


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("year", YEARS)
def test_every_area_is_what_the_answers_give(
    reader: CaseReader, returned: Returned, year: int, level: Level, metric: Metric
) -> None:
    by_hand = ByHand(returned.returns)
    areas = ranked_areas(rates_table(reader, year), level, LINE, metric)
    assert areas
    for area in areas:
        belongs = belonging(area)
        members = {own: by_hand.rates_over(year, own, belongs) for own in ORGANISATIONS}
        assert_area(area, by_hand.mean_over(year, belongs), members)
        values = [own.rates[PLACE[metric]] for own in members.values()]
        assert area.organisations_below == sum(value is not None and value < LINE for value in values)


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (RateOptions(include_excluded=True), {"with_excluded": True}),
        (RateOptions(item_class="basic"), {"item_class": "basic"}),
        (RateOptions(leave_out_below=2000), {"leave_out_below": 2000}),
    ],
)
def test_the_ranking_follows_what_the_auditor_chose(
    reader: CaseReader, returned: Returned, options: RateOptions, chosen: dict[str, object]
) -> None:
    by_hand = ByHand(returned.returns, **chosen)  # type: ignore[arg-type]
    for area in ranked_areas(rates_table(reader, FIRST, options), "section"):
        belongs = belonging(area)
        members = {own: by_hand.rates_over(FIRST, own, belongs) for own in ORGANISATIONS}
        assert_area(area, by_hand.mean_over(FIRST, belongs), members)


def test_areas_stand_in_the_order_people_count(reader: CaseReader) -> None:
    table = rates_table(reader, SECOND)
    sections = list(dict.fromkeys(area.section for area in ranked_areas(table, "section")))
    assert sections == [f"{part}.{middle}.1" for part in PARTS for middle in (1, 10)]
    parts = {(area.part, area.role) for area in ranked_areas(table, "part")}
    assert parts == {(part, role) for part in PARTS for role in ROLES}
    assert [area.section for area in ranked_areas(table, "part")] == [""] * len(parts)


def test_an_area_opens_to_its_ministries_and_each_explains_itself(reader: CaseReader) -> None:
    table = rates_table(reader, FIRST)
    for level in LEVELS:
        for area in ranked_areas(table, level)[::7]:
            explanation = explain_figure(reader, area.figure_id)
            assert explanation.values[0].number == area.percent("implementation")
            assert explanation.values[0].state is area.state
            for own in area.organisations:
                shown = explain_figure(reader, figure_of_member(area, own.organisation.name)).values[0]
                if own.state is State.EXCLUDED and level == "item":
                    continue  # the ratio of an item is shown whoever is in analysis
                assert shown.state is own.state
                expected = own.rates.implementation_percent if own.state is State.REPORTED else None
                assert shown.number == expected


def test_a_line_is_drawn_below_and_not_at_the_rate(reader: CaseReader) -> None:
    table = rates_table(reader, SECOND)
    area = next(own for own in ranked_areas(table, "section") if own.mean.organisations > 1)
    rates = sorted(own.rates.implementation_percent or 0 for own in area.organisations if own.state is State.REPORTED)

    def below(line: Fraction) -> int:
        areas = ranked_areas(table, "section", line)
        return next(own.organisations_below for own in areas if own.figure_id == area.figure_id)

    assert below(Fraction(rates[0])) == 0
    assert below(Fraction(rates[0]) + Fraction(1, 10**9)) == sum(own == rates[0] for own in rates)
    assert below(Fraction(101)) == len(rates)


def test_completing_an_area_lifts_every_ministry_by_its_own_missing_people(
    reader: CaseReader, returned: Returned
) -> None:
    table = rates_table(reader, SECOND)
    area = next(own for own in ranked_areas(table, "section") if own.missing and own.role == "staff")
    pairs = pairs_of(table, area)
    assert pairs == {
        (own.item, "staff") for own in returned.returns.items if own.section == area.section and "staff" in own.roles
    } & {(own.item, own.role) for own in returned.returns.answers if own.fiscal_year == SECOND}
    tried = rates_table(reader, SECOND, RateOptions(completed=pairs))
    answers = tuple(
        replace(own, implemented=own.obliged)
        if (own.item, own.role) in pairs and None not in (own.obliged, own.implemented)
        else own
        for own in returned.returns.answers
    )
    by_hand = ByHand(replace(returned.returns, answers=answers))
    for own in tried.returns.organisations:
        rates, found = tried.rates(own.id), by_hand.rates(SECOND, own.name)
        assert (rates.implementation_percent, rates.pooled_percent, rates.achievement_percent) == found.rates
    after = next(own for own in ranked_areas(tried, "section") if own.figure_id == area.figure_id)
    assert after.missing == 0
    assert after.percent("implementation") == after.percent("achievement") == 100


# --- topics -----------------------------------------------------------------------------------------------------


def topics(case: Path, year: int = SECOND) -> dict[str, RankedArea]:
    with CaseReader(case) as reader:
        return {own.title: own for own in ranked_topics(rates_table(reader, year), topics_of_case(reader))}


@pytest.mark.parametrize(
    ("topic", "belongs"),
    [
        (Topic("節", "", "staff", "3", ("3.1.1", "3.10.1")), lambda own, role: own.part == "3" and role == "staff"),
        (Topic("章", "", "", "3", ("3.1",)), lambda own, _role: own.section == "3.1.1"),
        (Topic("部", "", "system", "5", ()), lambda own, role: own.part == "5" and role == "system"),
        (
            Topic("部を越えて", "", "officer", "", ("2.1", "6.10")),
            lambda own, role: own.section in ("2.1.1", "6.10.1") and role == "officer",
        ),
        (Topic("全く無い節", "", "", "", ("9.9",)), lambda _own, _role: False),
    ],
    ids=lambda own: own.name if isinstance(own, Topic) else "",
)
def test_a_topic_counts_the_items_its_definition_covers(
    own_case: Path, returned: Returned, topic: Topic, belongs: Callable[[AskedItem, str], bool]
) -> None:
    save_topic(own_case, topic, author=AUTHOR, clock=CLOCK)
    by_hand = ByHand(returned.returns)
    for year in YEARS:
        area = topics(own_case, year)[topic.name]
        members = {own: by_hand.rates_over(year, own, belongs) for own in ORGANISATIONS}
        assert_area(area, by_hand.mean_over(year, belongs), members)
        assert area.role == (topic.role or "all")
        with CaseReader(own_case) as reader:
            assert explain_figure(reader, area.figure_id).values[0].number == area.percent("implementation")


def test_the_five_shipped_topics_are_there_and_can_be_changed_removed_and_brought_back(own_case: Path) -> None:
    shipped = topics(own_case)
    assert len(shipped) == 5
    name = next(iter(shipped))
    changed = Topic(name, "", "officer", "2", ("2.1.1",))
    save_topic(own_case, changed, author=AUTHOR, clock=CLOCK)
    assert topics(own_case)[name].role == "officer"
    assert len(topics(own_case)) == 5
    remove_topic(own_case, changed, author=AUTHOR, clock=CLOCK)
    assert name not in topics(own_case)
    undo_change(own_case, author=AUTHOR, clock=CLOCK)
    undo_change(own_case, author=AUTHOR, clock=CLOCK)
    assert topics(own_case) == shipped


def test_states_of_the_ministries_in_an_area_are_told_apart(reader: CaseReader) -> None:
    area = next(
        own for own in ranked_areas(rates_table(reader, FIRST), "part") if (own.part, own.role) == ("5", "system")
    )
    states = {own.organisation.name: own.state for own in area.organisations}
    assert (states[SURVEYED], states[WITHOUT_DUTY]) == (State.EXCLUDED, State.NO_DUTY)
