"""Joins of two editions are proposed by number and title: each pair once, and never decided."""

from __future__ import annotations

import time
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.standards import Edition, Item, ItemClass
from auditor_app.services.propose_joins import REASONS, JoinProposal, propose_joins
from auditor_app.services.title_diff import title_diff


def edition(name: str, *items: tuple[str, str] | tuple[str, str, ItemClass]) -> Edition:
    made = tuple(Item(own[0], own[0].partition("(")[0], own[2] if len(own) > 2 else "basic", own[1]) for own in items)
    return Edition("基準", name, "decided", items=made)


def proposed(former: Edition, later: Edition, *entries: CrosswalkEntry) -> list[tuple[str, str, str, str]]:
    return [(own.from_item, own.to_item, own.reason, own.kind) for own in propose_joins(former, later, entries)]


def test_same_number_and_title_is_unchanged_and_a_title_elsewhere_moved() -> None:
    former = edition("初版", ("2.1.1(1)", "責任者を定めること"), ("3.2.1(1)", "書庫に鍵をかけること"))
    later = edition("改訂版", ("2.1.1(1)", "責任者を定めること"), ("3.4.1(2)", "書庫に鍵をかけること"))
    assert proposed(former, later) == [
        ("2.1.1(1)", "2.1.1(1)", "same", "unchanged"),
        ("3.2.1(1)", "3.4.1(2)", "same_title", "moved"),
    ]


def test_width_and_white_space_make_no_other_title() -> None:
    former, later = (
        edition("初版", ("2.1.1(1)", "鍵を 2本 持つこと")),
        edition("改訂版", ("２.1.1（1）", "鍵を２本持つこと")),
    )
    assert proposed(former, later) == [("2.1.1(1)", "２.1.1（1）", "same", "unchanged")]


def test_same_number_with_a_similar_title_may_be_reworded() -> None:
    former = edition("初版", ("2.1.1(1)", "要保護の書類を施錠できる場所に置くこと"))
    later = edition("改訂版", ("2.1.1(1)", "要保護の書類を施錠した場所に置くこと"))
    (own,) = propose_joins(former, later, ())
    assert (own.reason, own.kind, own.score >= 80) == ("same_number_similar", "reworded", True)


def test_same_number_with_quite_another_title_is_no_join() -> None:
    former, later = (
        edition("初版", ("2.1.1(1)", "責任者を定めること")),
        edition("改訂版", ("2.1.1(1)", "電波を測ること")),
    )
    assert proposed(former, later) == [
        ("2.1.1(1)", "", "no_counterpart", "withdrawn"),
        ("", "2.1.1(1)", "no_counterpart", "new"),
    ]


def test_another_class_is_proposed_as_reclassified() -> None:
    former = edition("初版", ("5.1.1(1)", "区域に入る者を確かめること", "enhanced"))
    later = edition("改訂版", ("5.1.1(1)", "区域に入る者を確かめること", "basic"))
    assert proposed(former, later) == [("5.1.1(1)", "5.1.1(1)", "same", "reclassified")]


def test_an_item_with_two_candidates_is_listed_with_both_and_marked() -> None:
    former = edition("初版", ("3.2.1(1)", "要保護の書類を施錠できる場所に置くこと"))
    later = edition(
        "改訂版",
        ("3.2.2(1)", "要保護の書類を施錠できる棚に置くこと"),
        ("3.2.2(2)", "要保護の書類を施錠できる部屋に置くこと"),
    )
    found = propose_joins(former, later, ())
    assert [(own.to_item, own.candidates, own.is_ambiguous) for own in found] == [
        ("3.2.2(1)", 2, True),
        ("3.2.2(2)", 2, True),
    ]


def test_equal_titles_of_several_items_are_all_listed() -> None:
    former = edition("初版", ("2.1.1(1)", "記録すること"), ("2.1.1(2)", "記録すること"))
    later = edition("改訂版", ("2.5.1(1)", "記録すること"), ("2.5.1(2)", "記録すること"))
    assert [own.candidates for own in propose_joins(former, later, ())] == [2, 2, 2, 2]


def test_items_of_the_crosswalk_are_not_proposed_again() -> None:
    former = edition("初版", ("2.1.1(1)", "責任者を定めること"), ("2.1.1(2)", "代理を定めること"))
    later = edition("改訂版", ("2.1.1(1)", "責任者を定めること"), ("2.1.1(2)", "代理を定めること"))
    stored = CrosswalkEntry("初版", "2.1.1(1)", "改訂版", "2.1.1(2)", "changed")
    assert proposed(former, later, stored) == [
        ("2.1.1(2)", "", "no_counterpart", "withdrawn"),
        ("", "2.1.1(1)", "no_counterpart", "new"),
    ]


def test_without_titles_an_equal_number_is_proposed_but_not_as_the_same() -> None:
    assert proposed(edition("初版", ("2.1.1(1)", "")), edition("改訂版", ("2.1.1(1)", ""))) == [
        ("2.1.1(1)", "2.1.1(1)", "number_only", "changed")
    ]


NUMBERS = st.builds(lambda part, place: f"{part}.1.{place}(1)", st.integers(2, 4), st.integers(1, 6))
TITLES = st.text("責任者を定め記録する鍵こと", max_size=12)
ITEMS = st.dictionaries(NUMBERS, st.tuples(TITLES, st.sampled_from(("basic", "enhanced"))), max_size=10)


def made(name: str, items: dict[str, tuple[str, ItemClass]]) -> Edition:
    return edition(name, *((number, title, own) for number, (title, own) in items.items()))


def pairs(found: tuple[JoinProposal, ...]) -> list[tuple[str, str]]:
    return [(own.from_item, own.to_item) for own in found]


@given(ITEMS, ITEMS)
def test_no_pair_is_proposed_twice_and_every_item_is_spoken_for(
    old: dict[str, tuple[str, ItemClass]], new: dict[str, tuple[str, ItemClass]]
) -> None:
    former, later = made("初版", old), made("改訂版", new)
    found = propose_joins(former, later, ())
    assert len(set(pairs(found))) == len(found)
    assert {own.from_item for own in found} - {""} == set(old)
    assert {own.to_item for own in found} - {""} == set(new)
    assert {own.reason for own in found} <= set(REASONS)
    classes = {number: own for number, (_title, own) in old.items()}
    later_classes = {number: own for number, (_title, own) in new.items()}
    for own in found:
        if own.from_item and own.to_item:
            is_same = classes[own.from_item] == later_classes[own.to_item]
            assert (own.kind == "reclassified") is not is_same
    again = propose_joins(
        former, later, [CrosswalkEntry("初版", own.from_item, "改訂版", own.to_item, own.kind) for own in found]
    )
    assert again == ()


@given(ITEMS)
def test_identical_catalogues_are_all_unchanged(items: dict[str, tuple[str, ItemClass]]) -> None:
    titled = {number: (title + "と", own) for number, (title, own) in items.items()}
    former = made("初版", titled)
    found = propose_joins(former, replace(former, name="改訂版"), ())
    assert [(own.from_item, own.to_item, own.kind, own.candidates) for own in found] == [
        (number, number, "unchanged", 1) for number in titled
    ]


def test_two_catalogues_of_500_items_take_less_than_a_second() -> None:
    words = ("責任者", "情報", "手順", "記録", "暗号", "格付け", "点検", "監査", "教育", "区域", "端末", "承認")
    titles = [
        "を".join(words[(place * step + 3) % len(words)] for step in range(1, 9)) + str(place) for place in range(500)
    ]
    former = edition("初版", *((f"2.{place}.1(1)", title) for place, title in enumerate(titles)))
    later = edition(
        "改訂版", *((f"3.{place}.1(1)", f"{title}、ただし例外を除く") for place, title in enumerate(titles))
    )
    start = time.perf_counter()
    found = propose_joins(former, later, ())
    assert time.perf_counter() - start < 1
    assert len(found) >= 500


@given(st.text("代理の者を定めabc 12", max_size=20), st.text("代理の者を定めabc 12", max_size=20))
def test_pieces_of_a_difference_give_back_both_titles(former: str, later: str) -> None:
    pieces = title_diff(former, later)
    assert "".join(own.text for own in pieces if own.kind != "added") == former
    assert "".join(own.text for own in pieces if own.kind != "removed") == later
    assert all(own.text for own in pieces)
