"""What a crosswalk cannot say is found, whoever says it, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.crosswalk import CROSSWALK_KINDS, CrosswalkEntry, CrosswalkKind, inverted
from auditor_app.domain.crosswalk_checks import (
    FAULT_KEYS,
    ONE_TO_ONE,
    CrosswalkTable,
    ItemClasses,
    end_faults,
    new_faults,
    pair_of,
    wants,
)
from auditor_app.domain.standards import Edition, Item, ItemClass

CHANGED: tuple[ItemClass, ItemClass] = ("enhanced", "basic")
KEPT: tuple[ItemClass, ItemClass] = ("basic", "basic")


def entry(former: str, later: str, kind: CrosswalkKind) -> CrosswalkEntry:
    return CrosswalkEntry("初版", former, "改訂版", later, kind)


ENTRIES = st.builds(entry, st.sampled_from("123"), st.sampled_from("123"), st.sampled_from(CROSSWALK_KINDS))


def keys(entries: list[CrosswalkEntry]) -> list[str]:
    """Faults of all entries, as they stand beside one another."""
    table = CrosswalkTable(entries)
    return [fault.key.partition(".")[2] for own in entries for fault in table.faults(own)]


def editions(former: ItemClass, later: ItemClass) -> tuple[Edition, ...]:
    return (
        Edition("基準", "初版", "decided", items=(Item("2.1.1(1)", "2.1.1", former),)),
        Edition("基準", "改訂版", "decided", items=(Item("2.1.1(1)", "2.1.1", later),)),
    )


def test_a_split_has_two_targets_and_a_merger_two_sources() -> None:
    assert keys([entry("1", "1", "split")]) == ["split_alone"]
    assert keys([entry("1", "1", "split"), entry("1", "2", "split")]) == []
    assert keys([entry("1", "1", "merged")]) == ["merged_alone"]
    assert keys([entry("1", "1", "merged"), entry("2", "1", "merged")]) == []


@pytest.mark.parametrize("kind", sorted(ONE_TO_ONE))
def test_an_item_compared_from_year_to_year_has_one_counterpart(kind: CrosswalkKind) -> None:
    assert keys([entry("1", "1", kind), entry("1", "2", "changed")]) == ["has_another_target"]
    assert keys([entry("1", "1", kind), entry("2", "1", "changed")]) == ["has_another_source"]


def test_new_and_withdrawn_items_have_no_counterpart_beside() -> None:
    assert keys([entry("", "1", "new"), entry("1", "1", "changed")]) == ["has_another_source"]
    assert keys([entry("1", "", "withdrawn"), entry("1", "1", "changed")]) == ["has_another_target"]
    assert keys([entry("", "1", "new"), entry("", "2", "new"), entry("3", "", "withdrawn")]) == []


def test_a_kind_needs_its_items_and_no_more() -> None:
    assert [fault.field for fault in end_faults(entry("", "1", "moved"))] == ["from_item"]
    assert [fault.field for fault in end_faults(entry("1", "", "split"))] == ["to_item"]
    assert [fault.key for fault in end_faults(entry("1", "1", "new"))] == ["crosswalk.item_not_allowed"]
    assert [kind for kind in CROSSWALK_KINDS if not (wants(kind, "from_item") and wants(kind, "to_item"))] == [
        "new",
        "withdrawn",
    ]


@pytest.mark.parametrize("kind", CROSSWALK_KINDS)
def test_a_kind_stands_whatever_the_classes_of_its_items(kind: CrosswalkKind) -> None:
    own = entry("2.1.1(1)", "2.1.1(1)", kind)
    changed, kept = (ItemClasses(editions(*classes)).remark(own) for classes in (CHANGED, KEPT))
    assert changed == ("crosswalk.class_changed" if kind in ONE_TO_ONE else None)
    assert kept == ("crosswalk.class_kept" if kind == "reclassified" else None)
    assert not {changed, kept} & set(FAULT_KEYS)


def test_nothing_is_remarked_of_an_item_without_counterpart_or_an_unknown_one() -> None:
    classes = ItemClasses(editions(*CHANGED))
    assert classes.remark(entry("", "2.1.1(1)", "new")) is None
    assert classes.remark(entry("2.1.1(1)", "9.9.9(9)", "moved")) is None
    assert classes.remark(entry("２．１．１ (1)", "2.1.1(1)", "moved")) == "crosswalk.class_changed"


def test_other_pairs_of_editions_do_not_count() -> None:
    elsewhere = CrosswalkEntry("初版", "1", "第三版", "1", "moved")
    assert keys([entry("1", "1", "moved"), elsewhere]) == []


def test_an_entry_stored_backwards_counts_as_its_inverse() -> None:
    assert keys([entry("1", "1", "unchanged"), inverted(entry("2", "1", "moved"))]) == [
        "has_another_source",
        "has_another_target",
    ]
    assert keys([entry("1", "1", "split"), inverted(entry("1", "2", "split"))]) == []
    assert keys([inverted(entry("1", "1", "split"))]) == ["merged_alone"]


@given(st.lists(st.tuples(ENTRIES, st.booleans()), max_size=6))
def test_direction_in_which_an_entry_is_told_finds_and_hides_nothing(told: list[tuple[CrosswalkEntry, bool]]) -> None:
    forwards = CrosswalkTable([own for own, _ in told])
    mixed = CrosswalkTable([inverted(own) if is_backwards else own for own, is_backwards in told])
    for own, _ in told:
        assert forwards.faults(own) == mixed.faults(own)
        assert bool(forwards.faults(own)) == bool(mixed.faults(inverted(own)))


def test_removing_one_half_of_a_split_leaves_the_other_impossible() -> None:
    before = [entry("1", "1", "split"), entry("1", "2", "split")]
    (fault,) = new_faults(before[:1], [before[1]], before=before)
    assert (fault.key, fault.entry) == ("crosswalk.split_alone", before[0])


def test_what_was_wrong_before_is_not_held_against_another_change() -> None:
    old = [entry("1", "1", "split")]
    assert new_faults([*old, entry("2", "2", "moved")], [entry("2", "2", "moved")], before=old) == ()
    assert new_faults([*old, entry("1", "2", "split")], [entry("1", "2", "split")], before=old) == ()


@given(st.lists(ENTRIES, max_size=8))
def test_faults_are_known_and_a_table_without_any_joins_common_items_once(entries: list[CrosswalkEntry]) -> None:
    table = CrosswalkTable(entries)
    held = list({pair_of(own): own for own in entries}.values())
    found = [fault for own in held for fault in table.faults(own)]
    assert {fault.key for fault in found} <= set(FAULT_KEYS)
    if not found:
        for own in held:
            if own.kind in ONE_TO_ONE:
                assert [other for other in held if other.from_item == own.from_item] == [own]
                assert [other for other in held if other.to_item == own.to_item] == [own]


@given(st.lists(ENTRIES, max_size=6), st.lists(ENTRIES, max_size=3))
def test_changes_without_new_faults_keep_a_sound_table_sound(
    before: list[CrosswalkEntry], added: list[CrosswalkEntry]
) -> None:
    table = CrosswalkTable(before)
    sound = [own for own in {pair_of(own): own for own in before}.values() if not table.faults(own)]
    if any(CrosswalkTable(sound).faults(own) for own in sound):
        return
    after = list({pair_of(own): own for own in [*sound, *added]}.values())
    if not new_faults(after, added, before=sound):
        whole = CrosswalkTable(after)
        assert [fault for own in after for fault in whole.faults(own)] == []
