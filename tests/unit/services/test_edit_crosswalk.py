"""The crosswalk of the practice editions, changed by hand: each time one change, refused where it cannot be."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from auditor_app.domain.crosswalk import CrosswalkEntry, CrosswalkKind, inverted
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.services.browse_crosswalk import CrosswalkGround, crosswalk_ground, editions_to_join, problems_of
from auditor_app.services.browse_definitions import crosswalk_rows
from auditor_app.services.edit_crosswalk import change_crosswalk
from auditor_app.services.export_definitions import export_crosswalk
from auditor_app.services.import_tables import ImportSession
from auditor_app.services.undo_change import redo_change, undo_change
from auditor_app.services.verify_case import verify_case
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.builders import AUTHOR, TickingClock
from tests.unit.cli.conftest import Command, command

__all__ = ["command"]

CLOCK = TickingClock()


def ground_of(case: Path) -> CrosswalkGround:
    with CaseReader(case) as reader:
        former, later = (edition.id for edition in editions_to_join(reader))
        return crosswalk_ground(reader, former, later)


def entry(former: str, later: str, kind: CrosswalkKind) -> CrosswalkEntry:
    return CrosswalkEntry("初版", former, "改訂版", later, kind)


def change(case: Path, added: list[CrosswalkEntry], removed: list[CrosswalkEntry] | None = None) -> int:
    ground = ground_of(case)
    pair = ground.former.id, ground.later.id
    return change_crosswalk(case, *pair, added, removed or [], author=AUTHOR, clock=CLOCK)


def entries_of(case: Path) -> set[tuple[str, str, str]]:
    return {(own.from_item, own.to_item, own.kind) for own in ground_of(case).entries}


def log_length(case: Path) -> int:
    with CaseReader(case) as reader:
        return len(reader.log())


def refusal(case: Path, added: list[CrosswalkEntry], removed: list[CrosswalkEntry] | None = None) -> list[str]:
    """Keys of what is refused; the place names both items, and nothing was stored."""
    before, length = entries_of(case), log_length(case)
    with pytest.raises(WrongUsageError) as caught:
        change(case, added, removed)
    assert (entries_of(case), log_length(case)) == (before, length)
    assert all("初版" in problem.place for problem in caught.value.problems)
    return [problem.key for problem in caught.value.problems]


@pytest.fixture
def emptied(practice_case: Path) -> Path:
    """The practice case without any crosswalk."""
    change(practice_case, [], list(ground_of(practice_case).entries))
    return practice_case


def test_the_practice_crosswalk_is_read_with_its_kinds_and_what_it_leaves_out(practice_case: Path) -> None:
    ground = ground_of(practice_case)
    assert dict(ground.kinds) == Counter(own.kind for own in ground.entries)
    assert {item.item for item in ground.unmapped_former} == {
        own.from_item for own in ground.proposals if own.from_item
    }
    assert {item.item for item in ground.unmapped_later} == {own.to_item for own in ground.proposals if own.to_item}
    assert all(len(own) < 10 for own in (ground.unmapped_former, ground.unmapped_later))


def test_a_crosswalk_can_be_emptied_and_built_anew_from_the_proposals(emptied: Path) -> None:
    ground = ground_of(emptied)
    assert ground.entries == ()
    assert len(ground.unmapped_former) == len(ground.former.items)
    plain = [own for own in ground.proposals if not own.is_ambiguous]
    assert change(emptied, [ground.entry(own) for own in plain]) == len(plain)
    after = ground_of(emptied)
    assert len(after.entries) == len(plain)
    assert {(own.from_item, own.to_item) for own in after.proposals} <= {
        (own.from_item, own.to_item) for own in ground.proposals if own.is_ambiguous
    }
    assert all(point.holds for point in verify_case(emptied))


def test_an_accepted_set_is_one_change_that_undo_takes_back_and_redo_brings_again(emptied: Path) -> None:
    ground = ground_of(emptied)
    length = log_length(emptied)
    same = [ground.entry(own) for own in ground.proposals if own.kind == "unchanged"]
    change(emptied, same)
    assert log_length(emptied) == length + 1
    undo_change(emptied, author=AUTHOR, clock=CLOCK)
    assert entries_of(emptied) == set()
    redo_change(emptied, author=AUTHOR, clock=CLOCK)
    assert len(entries_of(emptied)) == len(same)


def test_another_kind_of_the_same_pair_takes_the_place_of_the_first(practice_case: Path) -> None:
    assert change(practice_case, [entry("2.1.1(1)(c)", "2.1.1(1)(c)", "changed")]) == 1
    assert ("2.1.1(1)(c)", "2.1.1(1)(c)", "changed") in entries_of(practice_case)
    assert ("2.1.1(1)(c)", "2.1.1(1)(c)", "reworded") not in entries_of(practice_case)
    change(practice_case, [], [entry("2.1.1(1)(c)", "2.1.1(1)(c)", "changed")])
    assert [own for own in entries_of(practice_case) if "2.1.1(1)(c)" in own] == []


def test_what_the_crosswalk_says_already_is_no_change(practice_case: Path) -> None:
    length = log_length(practice_case)
    assert change(practice_case, [entry("2.1.1(1)(a)", "2.1.1(1)(a)", "unchanged")]) == 0
    assert change(practice_case, [], [entry("2.3.1(1)(c)", "2.3.1(1)(c)", "moved")]) == 0
    assert log_length(practice_case) == length


def test_numbers_may_be_written_in_full_width(practice_case: Path) -> None:
    change(practice_case, [entry("２．３．１（１）（ｃ）", "2.3.1 (1)(c)", "changed")])
    assert ("2.3.1(1)(c)", "2.3.1(1)(c)", "changed") in entries_of(practice_case)


def test_an_unknown_item_is_refused_with_near_ones(practice_case: Path) -> None:
    assert refusal(practice_case, [entry("2.1.1(9)(z)", "2.1.1(1)(a)", "changed")]) == ["crosswalk.item_unknown"]


def test_kinds_that_cannot_be_are_refused(emptied: Path) -> None:
    assert refusal(emptied, [entry("4.1.4(2)(a)", "4.1.4(2)(a)", "split")]) == ["crosswalk.split_alone"]
    assert refusal(emptied, [entry("3.2.1(1)(a)", "3.2.1(1)(a)", "merged")]) == ["crosswalk.merged_alone"]
    assert refusal(emptied, [entry("", "", "new")]) == ["crosswalk.item_missing"]
    assert refusal(emptied, [entry("2.1.1(1)(a)", "2.1.1(1)(a)", "withdrawn")]) == ["crosswalk.item_not_allowed"]
    two = [entry("2.1.1(1)(a)", "2.1.1(1)(a)", "unchanged"), entry("2.1.1(1)(a)", "2.1.1(1)(b)", "moved")]
    assert refusal(emptied, two) == ["crosswalk.has_another_target"] * 2


def test_a_kind_that_does_not_fit_the_classes_is_stored_as_stated_and_remarked(emptied: Path) -> None:
    stated = entry("5.1.1(1)(c)", "5.1.1(1)(c)", "unchanged")
    assert problems_of(ground_of(emptied), [stated]) == ()
    assert change(emptied, [stated]) == 1
    ground = ground_of(emptied)
    assert [ground.remark(own) for own in ground.entries] == ["crosswalk.class_changed"]
    assert entries_of(emptied) == {("5.1.1(1)(c)", "5.1.1(1)(c)", "unchanged")}
    with CaseReader(emptied) as reader:
        assert [row["remark"] for row in crosswalk_rows(reader)] == ["class_changed"]


def test_the_practice_crosswalk_needs_no_remark(practice_case: Path) -> None:
    ground = ground_of(practice_case)
    assert [own for own in ground.entries if ground.remark(own)] == []
    assert [own for own in ground.proposals if ground.remark(ground.entry(own))] == []


def test_one_half_of_a_split_cannot_be_removed_alone(practice_case: Path) -> None:
    halves = [entry("4.1.4(2)(a)", f"4.1.4(2)({letter})", "split") for letter in "ab"]
    assert refusal(practice_case, [], halves[:1]) == ["crosswalk.split_alone"]
    assert change(practice_case, [entry("4.1.4(2)(a)", "4.1.4(2)(a)", "changed")], halves[1:]) == 2


def test_what_would_be_refused_is_told_before(practice_case: Path) -> None:
    ground = ground_of(practice_case)
    halves = [own for own in ground.entries if own.kind == "split"]
    assert [problem.key for problem in problems_of(ground, [], halves[:1])] == ["crosswalk.split_alone"]
    assert problems_of(ground, [], halves) == ()


def test_an_entry_stored_the_other_way_round_is_shown_and_replaced(emptied: Path) -> None:
    backwards = [
        inverted(entry("3.2.1(1)(a)", "3.2.1(1)(a)", "changed")),
        inverted(entry("5.3.1(1)(c)", "", "withdrawn")),
    ]
    with UnitOfWork(emptied, AUTHOR, CLOCK) as work:
        work.begin_change("crosswalk_edited", {"former": "改訂版", "later": "初版", "entries": 2})
        work.add_crosswalk(backwards)
        work.commit()
    assert entries_of(emptied) == {("3.2.1(1)(a)", "3.2.1(1)(a)", "changed"), ("5.3.1(1)(c)", "", "withdrawn")}
    assert change(emptied, [entry("3.2.1(1)(a)", "3.2.1(1)(a)", "reworded")]) == 1
    assert entries_of(emptied) == {("3.2.1(1)(a)", "3.2.1(1)(a)", "reworded"), ("5.3.1(1)(c)", "", "withdrawn")}
    with CaseReader(emptied) as reader:
        assert len(reader.crosswalk()) == 2


def test_the_same_edition_on_both_sides_is_refused(practice_case: Path) -> None:
    former = ground_of(practice_case).former.id
    with pytest.raises(WrongUsageError):
        change_crosswalk(practice_case, former, former, [], author=AUTHOR, clock=CLOCK)


@pytest.mark.parametrize(
    ("row", "key", "cell"),
    [
        ("初版,2.1.1(9)(z),改訂版,2.1.1(1)(a),変更", "crosswalk.item_unknown", "from_item"),
        ("初版,4.1.4(2)(a),改訂版,4.1.4(2)(a),分割", "crosswalk.split_alone", "kind"),
        ("初版,3.2.1(1)(a),改訂版,3.2.1(1)(a),統合", "crosswalk.merged_alone", "kind"),
        ("初版,2.1.1(1)(a),初版,2.1.1(1)(a),変更なし", "crosswalk.same_edition", "to_edition"),
        ("初版,2.1.1(1)(a),第九版,2.1.1(1)(a),変更なし", "crosswalk.edition_unknown", "to_edition"),
    ],
)
def test_a_file_is_refused_for_the_same_reasons_with_the_cell(
    emptied: Path, tmp_path: Path, row: str, key: str, cell: str
) -> None:
    file = tmp_path / "対応表.csv"
    file.write_text(f"from_edition,from_item,to_edition,to_item,kind\n{row}\n", encoding="utf-8")
    with ImportSession(emptied, file, kind="crosswalk") as session:
        (problem,) = session.propose().refused
    assert (problem.key, problem.place) == (key, f"対応表.csv: L2 {cell}")


def test_a_stated_kind_comes_in_from_a_file_without_consent(emptied: Path, tmp_path: Path, command: Command) -> None:
    file = tmp_path / "対応表.csv"
    row = "初版,5.1.1(1)(c),改訂版,5.1.1(1)(c),変更なし"
    file.write_text(f"from_edition,from_item,to_edition,to_item,kind\n{row}\n", encoding="utf-8")
    done = command("import", emptied, file, "--lang", "en")
    assert done.code == 0
    assert "対応表.csv: L2 kind: 5.1.1(1)(c)" in done.text
    assert entries_of(emptied) == {("5.1.1(1)(c)", "5.1.1(1)(c)", "unchanged")}
    (shown,) = command("show", emptied, "crosswalk", "--format", "json").json
    assert (shown["kind"], shown["remark"]) == ("unchanged", "class_changed")


def test_a_crosswalk_written_out_and_read_in_again_is_the_same(
    emptied: Path, tmp_path: Path, made_practice_case: Path
) -> None:
    file = tmp_path / "crosswalk.csv"
    with CaseReader(made_practice_case) as reader:
        export_crosswalk(reader, file, CLOCK)
    with ImportSession(emptied, file) as session:
        proposal = session.propose()
        assert (proposal.kind, proposal.refused) == ("crosswalk", ())
        session.accept(AUTHOR, CLOCK)
    assert entries_of(emptied) == entries_of(made_practice_case)
