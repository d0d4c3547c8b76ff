"""A crosswalk joins items of two editions of the case; what cannot be is refused with its cell."""

from __future__ import annotations

import pytest

from auditor_app.domain.crosswalk import CROSSWALK_KINDS, CrosswalkEntry
from auditor_app.domain.standards import Edition, Item
from auditor_app.foundation.translation import Texts
from auditor_app.importing.returns.crosswalk_rows import KIND_WORDS, plan_crosswalk
from auditor_app.importing.returns.plans import CaseContext, TablePlan
from tests.unit.importing.returns.small_tables import case, plan, refusals

HEAD = "from_edition,from_item,to_edition,to_item,kind\n"


def edition(name: str, numbers: str) -> Edition:
    items = tuple(Item(number, number.partition("(")[0], "basic") for number in numbers.split())
    return Edition("基準", name, "decided", items=items)


EDITIONS = (
    edition("初版", "2.1.1(1) 2.1.1(2) 3.1.1(1) 3.1.1(2) 4.1.1(1)"),
    edition("改訂版", "2.1.1(1) 2.1.1(3) 3.1.1(1) 3.1.1(2) 4.2.1(1)"),
)


def read(rows: str, **further: object) -> TablePlan:
    context: CaseContext = case(editions=EDITIONS, **further)
    return plan(plan_crosswalk, HEAD + rows, context)


def test_every_kind_has_a_japanese_word() -> None:
    assert tuple(KIND_WORDS) == CROSSWALK_KINDS
    made = read(
        "初版,2.1.1(1),改訂版,2.1.1(1),変更なし\n"
        "初 版,２．１．１（２）,改訂版,2.1.1(3),移動\n"
        "初版,,改訂版,4.2.1(1),新設\n"
    )
    assert made.crosswalk == (
        CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "2.1.1(1)", "unchanged"),
        CrosswalkEntry("初版", "2.1.1(2)", "改訂版", "2.1.1(3)", "moved"),
        CrosswalkEntry("初版", "", "改訂版", "4.2.1(1)", "new"),
    )
    assert refusals(made) == []


def test_splits_and_mergers_have_several_ends() -> None:
    made = read(
        "初版,2.1.1(1),改訂版,2.1.1(1),分割\n初版,2.1.1(1),改訂版,2.1.1(3),split\n"
        "初版,3.1.1(1),改訂版,3.1.1(1),統合\n初版,3.1.1(2),改訂版,3.1.1(1),merged\n"
    )
    assert ([entry.kind for entry in made.crosswalk], refusals(made)) == (["split", "split", "merged", "merged"], [])


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("初版,2.1.1(1),改訂版,2.1.1(1),同等", ("L2 kind", "kind_unknown")),
        ("旧版,2.1.1(1),改訂版,2.1.1(1),変更", ("L2 from_edition", "edition_unknown")),
        ("初版,2.1.1(9),改訂版,2.1.1(1),変更", ("L2 from_item", "item_unknown")),
        ("初版,2.1.1(1),改訂版,4.2.1(1),新設", ("L2 from_item", "item_not_allowed")),
        ("初版,2.1.1(1),改訂版,2.1.1(1),廃止", ("L2 to_item", "item_not_allowed")),
        ("初版,,改訂版,2.1.1(1),変更なし", ("L2 from_item", "item_missing")),
        ("初版,2.1.1(1),改訂版,,移動", ("L2 to_item", "item_missing")),
        ("初版,2.1.1(1),改訂版,2.1.1(1),分割", ("L2 kind", "split_alone")),
        ("初版,2.1.1(1),改訂版,2.1.1(1),統合", ("L2 kind", "merged_alone")),
        ("初版,2.1.1(1),初版,2.1.1(2),変更", ("L2 to_edition", "same_edition")),
    ],
)
def test_what_cannot_be_is_refused(row: str, refused: tuple[str, str]) -> None:
    made = read(f"{row}\n")
    assert (refusals(made), made.crosswalk, made.counts.refused) == ([refused], (), 1)


def test_unknown_names_come_with_near_ones() -> None:
    made = read("初版,2.1.1(1),改定版,2.1.1(1),変更\n初版,2.1.1(9),改訂版,2.1.1(1),変更\n")
    near = [str(problem.values["near"]) for problem in made.refused]
    assert (near[0], near[1].split("、")[:2]) == ("改訂版", ["2.1.1(1)", "2.1.1(2)"])


def test_the_same_pair_with_another_kind_is_refused() -> None:
    made = read("初版,2.1.1(1),改訂版,2.1.1(1),変更なし\n初版,2.1.1(1),改訂版,2.1.1(1),区分変更\n")
    assert (refusals(made), made.counts.new) == ([("L3 kind", "pair_twice")], 1)


def test_an_item_compared_over_the_years_has_one_counterpart() -> None:
    made = read("初版,2.1.1(1),改訂版,2.1.1(1),変更なし\n初版,2.1.1(1),改訂版,2.1.1(3),移動\n")
    assert refusals(made) == [("L2 from_item", "has_another_target"), ("L3 from_item", "has_another_target")]
    made = read("初版,,改訂版,2.1.1(1),新設\n初版,2.1.1(1),改訂版,2.1.1(1),変更\n")
    assert refusals(made) == [("L2 to_item", "has_another_source")]


def test_what_the_case_holds_is_equal_and_another_kind_a_conflict() -> None:
    held = [CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "2.1.1(1)", "unchanged")]
    rows = "初版,2.1.1(1),改訂版,2.1.1(1),変更なし\n"
    assert read(rows, crosswalk=held).counts.equal == 1
    made = read(rows.replace("変更なし", "字句修正"), crosswalk=held)
    assert (made.counts.changed, made.crosswalk, made.differing_crosswalk[0].kind) == (1, (), "reworded")
    assert (made.conflicts[0].stored, made.conflicts[0].stated) == (("unchanged",), ("reworded",))


def test_a_row_that_makes_a_stored_entry_impossible_is_refused() -> None:
    held = [CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "2.1.1(1)", "unchanged")]
    made = read("初版,2.1.1(1),改訂版,2.1.1(3),変更\n初版,2.1.1(2),改訂版,2.1.1(1),変更\n", crosswalk=held)
    assert refusals(made) == [("L2 from_item", "has_another_target"), ("L3 to_item", "has_another_source")]
    assert made.crosswalk == ()


FORWARDS = "初版,2.1.1(1),改訂版,2.1.1(1),変更なし\n"
BACKWARDS = "改訂版,2.1.1(1),初版,2.1.1(1),変更なし\n"
SPLIT = (
    CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "2.1.1(1)", "split"),
    CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "2.1.1(3)", "split"),
)


def test_the_same_statement_from_the_later_edition_to_the_former_is_one() -> None:
    made = read(FORWARDS + BACKWARDS)
    assert (made.counts.new, made.counts.duplicates, refusals(made)) == (1, 1, [])
    merged_back = "改訂版,2.1.1(1),初版,2.1.1(1),統合\n改訂版,2.1.1(3),初版,2.1.1(1),統合\n"
    again = read(merged_back, crosswalk=SPLIT)
    assert (again.counts.equal, again.crosswalk, again.conflicts, refusals(again)) == (2, (), (), [])
    both = read("初版,,改訂版,4.2.1(1),新設\n改訂版,4.2.1(1),初版,,廃止\n")
    assert (both.counts.new, both.counts.duplicates, refusals(both)) == (1, 1, [])


def test_a_statement_contradicted_backwards_is_refused_at_both_places() -> None:
    made = read(FORWARDS + BACKWARDS.replace("変更なし", "変更"))
    assert (refusals(made), made.refused[0].values["other"]) == ([("L3 kind", "pair_twice")], "表.csv: L2 kind")
    made = read(FORWARDS + "改訂版,2.1.1(1),初版,2.1.1(2),移動\n")
    assert refusals(made) == [("L2 to_item", "has_another_source"), ("L3 from_item", "has_another_target")]
    assert [own.values["other"] for own in made.refused] == ["表.csv: L3", "表.csv: L2"]
    made = read(BACKWARDS + "初版,2.1.1(1),改訂版,2.1.1(3),分割\n初版,2.1.1(1),改訂版,4.2.1(1),分割\n")
    assert refusals(made) == [("L2 to_item", "has_another_source")]
    made = read("改訂版,2.1.1(1),初版,2.1.1(1),分割\n改訂版,2.1.1(3),初版,2.1.1(1),分割\n")
    assert refusals(made) == [("L2 kind", "split_alone"), ("L3 kind", "split_alone")], "read backwards it is a merger"


def test_what_the_case_holds_counts_backwards_too() -> None:
    held = [CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "2.1.1(1)", "unchanged")]
    assert read(BACKWARDS, crosswalk=held).counts.equal == 1
    made = read("改訂版,2.1.1(1),初版,2.1.1(2),移動\n", crosswalk=held)
    assert refusals(made) == [("L2 from_item", "has_another_target")]
    assert made.refused[0].values["other"] == "改訂版 2.1.1(1) → 初版 2.1.1(1)"
    made = read(BACKWARDS.replace("変更なし", "字句修正"), crosswalk=held)
    assert (made.counts.changed, made.conflicts[0].stored) == (1, ("unchanged",))
    (replacing,) = made.differing_crosswalk
    assert replacing == CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "2.1.1(1)", "reworded"), "not a second entry"


def test_a_row_that_stood_only_with_a_refused_one_is_refused_too() -> None:
    made = read("初版,2.1.1(1),改訂版,2.1.1(1),分割\n初版,2.1.1(1),改訂版,2.1.1(3),移動\n")
    assert refusals(made) == [("L2 kind", "split_alone"), ("L3 from_item", "has_another_target")]
    assert made.crosswalk == ()


def test_a_kind_that_does_not_fit_the_classes_is_taken_as_stated_and_remarked_at_its_cell() -> None:
    items = (Item("5.1.1(1)", "5.1.1", "enhanced"), Item("5.1.1(2)", "5.1.1", "basic"))
    later = (Item("5.1.1(1)", "5.1.1", "basic"), Item("5.1.1(2)", "5.1.1", "basic"))
    editions = (Edition("基準", "初版", "decided", items=items), Edition("基準", "改訂版", "decided", items=later))
    rows = "初版,5.1.1(1),改訂版,5.1.1(1),変更なし\n初版,5.1.1(2),改訂版,5.1.1(2),区分変更\n"
    made = plan(plan_crosswalk, HEAD + rows, case(editions=editions))
    assert (refusals(made), made.warnings) == ([], ())
    assert [own.kind for own in made.crosswalk] == ["unchanged", "reclassified"]
    assert [(own.place, own.key) for own in made.notes] == [
        ("表.csv: L2 kind", "crosswalk.class_changed"),
        ("表.csv: L3 kind", "crosswalk.class_kept"),
    ]
    for language in ("ja", "en"):
        assert all("5.1.1(" in Texts(language).problem(own) for own in made.notes)
