"""Which organisation and which area of one year is which of another: along the lineage and the crosswalk only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from auditor_app.services.open_case import OpenCase
from auditor_app.services.pair_years import Area, YearPair, pair_years


def paired(case: Path, first: int, second: int) -> YearPair:
    with OpenCase(case).reader() as reader:
        return pair_years(reader, first, second)


def test_renamed_is_one_series_and_split_or_merged_are_several(made_practice_case: Path) -> None:
    pair = paired(made_practice_case, 2006, 2008)
    assert pair.organisation_key(2006, "白樺庁") == pair.organisation_key(2008, "白樺省")
    keys = [pair.organisation_key(2006, "春野省"), *(pair.organisation_key(2008, own) for own in ("若苗庁", "稲穂庁"))]
    assert len(set(keys)) == 3
    assert pair.organisation_key(2006, "*") == pair.organisation_key(2008, "*") == "*"
    assert pair.organisation_key(2006, "だれも知らない省") != pair.organisation_key(2006, "ほかの省")


def test_what_became_of_an_organisation_is_told_in_both_directions_whatever_the_order(made_practice_case: Path) -> None:
    for years in ((2006, 2008), (2008, 2006)):
        pair = paired(made_practice_case, *years)
        [split] = pair.reorganised(2006, "春野省")
        assert (split.kind, split.on_date, split.is_later) == ("split", date(2008, 4, 1), True)
        assert [name.name for name in split.names] == ["若苗庁", "稲穂庁"]
        [merged] = pair.reorganised(2008, "海原庁")
        assert (merged.kind, merged.is_later) == ("merged", False)
        assert [name.name for name in merged.names] == ["潮見庁", "磯辺庁"]
        assert [own.kind for own in pair.reorganised(2008, "星見庁")] == ["created"]
        assert pair.reorganised(2006, "白樺庁") == ()
        assert pair.reorganised(2006, "青葉省") == ()


def test_nothing_happened_between_years_before_the_reorganisation(made_practice_case: Path) -> None:
    assert paired(made_practice_case, 2006, 2007).reorganised(2006, "春野省") == ()


def test_only_common_items_are_joined_and_equal_numbers_alone_are_not(made_practice_case: Path) -> None:
    pair = paired(made_practice_case, 2006, 2008)

    def key(year: int, item: str) -> object:
        return pair.area_key(year, Area("officer", item[0], item[:5], item))

    assert key(2006, "2.2.2(1)(b)") == key(2008, "2.2.3(1)(a)"), "moved"
    assert key(2006, "2.2.1(1)(b)") != key(2008, "2.2.1(1)(b)"), "changed"
    assert key(2006, "3.2.1(1)(a)") != key(2008, "3.2.1(1)(a)"), "merged"
    assert pair.area_key(2006, Area("officer", "2", "2.1.1")) == pair.area_key(2008, Area("officer", "2", "2.1.1"))
    assert pair.area_key(2006, Area("officer", "2")) != pair.area_key(2008, Area("staff", "2"))


def test_the_same_edition_joins_item_by_item(made_practice_case: Path) -> None:
    pair = paired(made_practice_case, 2006, 2007)
    area = Area("officer", "2", "2.2.1", "2.2.1(1)(b)")
    assert pair.asked.is_same_edition
    assert pair.area_key(2006, area) == pair.area_key(2007, area)


def test_editions_and_scope_that_differ_are_named(made_practice_case: Path) -> None:
    pair = paired(made_practice_case, 2008, 2006)
    assert pair.asked.editions == ("改訂版", "初版")
    assert pair.notes is not None
    assert (pair.notes.former_edition, pair.notes.later_edition) == ("初版", "改訂版"), "in the order of time"
    assert "classes" in pair.notes.scope_differences
    assert paired(made_practice_case, 2006, 2006).notes is None
