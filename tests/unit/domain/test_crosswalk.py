"""Which items of two editions are common, and why the others are not."""

from __future__ import annotations

import pytest

from auditor_app.domain.crosswalk import CrosswalkEntry, CrosswalkKind, EditionJoin, join_editions
from auditor_app.domain.standards import Edition, Item


def edition(name: str, *items: str) -> Edition:
    return Edition("基準", name, "decided", items=tuple(Item(own, "2.1.1", "basic") for own in items))


FIRST, SECOND, THIRD = edition("初版", "a", "b", "c"), edition("二版", "a", "b", "c"), edition("三版", "a", "b", "c")


def row(former: str, later: str, kind: CrosswalkKind, of: tuple[str, str] = ("初版", "二版")) -> CrosswalkEntry:
    return CrosswalkEntry(of[0], former, of[1], later, kind)


def joined(*rows: CrosswalkEntry, former: Edition = FIRST, later: Edition = SECOND) -> EditionJoin:
    return join_editions(former, later, [FIRST, SECOND, THIRD], rows)


def test_the_same_number_alone_joins_nothing() -> None:
    found = joined(row("a", "b", "moved"))
    assert found.common == {"a": "b"}
    assert found.former_others == {"b": "unmapped", "c": "unmapped"}
    assert found.later_others == {"a": "unmapped", "c": "unmapped"}


@pytest.mark.parametrize("kind", ["changed", "split", "merged", "reclassified"])
def test_what_became_another_item_is_not_common(kind: CrosswalkKind) -> None:
    found = joined(row("a", "a", kind))
    assert (found.common, found.former_others["a"], found.later_others["a"]) == ({}, kind, kind)


def test_an_item_called_unchanged_twice_is_common_to_neither() -> None:
    found = joined(row("a", "a", "unchanged"), row("a", "b", "unchanged"))
    assert found.common == {}
    assert (found.former_others["a"], found.later_others["a"], found.later_others["b"]) == ("split", "split", "split")


def test_an_item_beside_a_merged_one_is_merged_too() -> None:
    found = joined(row("a", "a", "unchanged"), row("b", "a", "merged"))
    assert found.common == {}
    assert (found.former_others["a"], found.former_others["b"], found.later_others["a"]) == ("merged",) * 3


def test_a_table_kept_backwards_is_read_forwards() -> None:
    back = ("二版", "初版")
    found = joined(row("a", "b", "moved", back), row("", "a", "new", back), row("c", "", "withdrawn", back))
    assert found.common == {"b": "a"}
    assert (found.former_others["a"], found.later_others["c"]) == ("withdrawn", "new")


def test_both_directions_that_agree_count_once_and_contradictions_join_nothing() -> None:
    agreeing = joined(row("a", "a", "reworded"), row("a", "a", "reworded", ("二版", "初版")))
    assert agreeing.common == {"a": "a"}
    differing = joined(row("a", "a", "reworded"), row("a", "a", "changed", ("二版", "初版")))
    assert differing.common == {}


def test_a_way_over_another_edition_keeps_the_kind_that_ends_it() -> None:
    on = ("二版", "三版")
    found = joined(
        *(row("a", "b", "reworded"), row("b", "c", "unchanged"), row("c", "", "withdrawn")),
        *(row("b", "a", "moved", on), row("c", "c", "changed", on), row("", "b", "new", on)),
        later=THIRD,
    )
    assert (found.common, found.kinds) == ({"a": "a"}, {"a": "moved"})
    assert found.former_others == {"b": "changed", "c": "withdrawn"}
    assert found.later_others == {"b": "new", "c": "changed"}


def test_a_crosswalk_of_its_own_goes_before_a_way_over_others() -> None:
    on, direct = ("二版", "三版"), ("初版", "三版")
    found = joined(
        row("a", "a", "unchanged"), row("a", "a", "unchanged", on), row("b", "b", "unchanged", direct), later=THIRD
    )
    assert found.common == {"b": "b"}


def test_rows_to_items_an_edition_does_not_have_are_passed_over() -> None:
    found = joined(row("a", "ない", "unchanged"), row("b", "b", "unchanged"))
    assert (found.common, found.former_others["a"]) == ({"b": "b"}, "unmapped")


def test_editions_without_any_way_are_not_joined() -> None:
    found = joined(row("a", "a", "unchanged"), later=THIRD)
    assert not found.is_joined
    assert set(found.former_others.values()) == {"unmapped"}
