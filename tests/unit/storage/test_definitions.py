"""What the auditor defines is kept, replaced by a later one of the same name, and taken back by undo."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.standards import Edition, EditionPart, EditionSection, Item
from auditor_app.domain.weak_areas import Topic
from auditor_app.storage.connections import open_connection
from auditor_app.storage.page_layouts import remember_layout
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import AUTHOR, ticking_clock
from tests.unit.storage.returned import case_with_catalogue
from tests.unit.storage.test_undo import undo


def _work(path: Path) -> UnitOfWork:
    return UnitOfWork(path, AUTHOR, ticking_clock())


def test_the_latest_topic_and_view_of_a_name_hold_until_they_are_undone(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    first = Topic("外部委託", "Outsourcing", "officer", "6", ("6.1", "6.2"))
    later = Topic("外部委託", "Outsourcing", "", "6", ("6.1",))
    definitions: list[tuple[Topic, dict[str, object] | None]] = [(first, {"part": "6"}), (later, None)]
    for topic, definition in definitions:
        with _work(path) as work:
            work.begin_change("topic_saved", {"name": topic.name})
            work.save_topic(topic)
            work.save_view("rates", "第6部", definition)
            work.save_view("items", "別", {"a": 1})
            work.commit()
    with CaseReader(path) as reader:
        assert reader.topics() == [later]
        assert reader.named_views("rates") == {}
        assert reader.named_views("items") == {"別": {"a": 1}}
    undo(path)
    with CaseReader(path) as reader:
        assert reader.topics() == [first]
        assert reader.named_views("rates") == {"第6部": {"part": "6"}}
    assert all(point.holds for point in verify_case(path))


def test_aliases_and_mappings_are_offered_again(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    with _work(path) as work:
        work.begin_change("returns_imported", {})
        work.add_alias("organisation", "演習一省", 1)
        work.add_alias("role", "職員", 2)
        work.save_mapping(None, "answers", {"item": "遵守事項"})
        work.save_mapping(1, "answers", {"item": 3})
        work.save_mapping(1, "answers", {"item": 4})
        with pytest.raises(LookupError):
            work.add_alias("item", "無い項", 99)
        work.commit()
    with CaseReader(path) as reader:
        assert reader.aliases("organisation") == {"演習一省": 1}
        assert (reader.aliases("role"), reader.aliases("item")) == ({"職員": 2}, {})
        assert reader.mapping(None, "answers") == {"item": "遵守事項"}
        assert reader.mapping(1, "answers") == {"item": 4}
        assert reader.mapping(2, "answers") is reader.mapping(1, "coverage") is None


def test_a_crosswalk_names_items_of_both_editions(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    entries = [
        CrosswalkEntry("第1版", "2.1(1)", "第2版", "2.1(2)", "moved"),
        CrosswalkEntry("第1版", "2.1(2)", "第2版", "", "withdrawn"),
        CrosswalkEntry("第1版", "", "第2版", "2.1(1)", "new"),
    ]
    items = (Item("2.1(1)", "2.1", "basic"), Item("2.1(2)", "2.1", "enhanced"))
    with _work(path) as work:
        work.begin_change("returns_imported", {})
        work.add_edition(
            Edition(
                "演習用基準",
                "第2版",
                "decided",
                parts=(EditionPart("2"),),
                sections=(EditionSection("2.1", "2"),),
                items=items,
            )
        )
        work.add_crosswalk(entries)
        for unknown in (
            CrosswalkEntry("第3版", "", "第2版", "2.1(1)", "new"),
            CrosswalkEntry("第1版", "9.9", "第2版", "2.1(1)", "moved"),
        ):
            with pytest.raises(ValueError, match="crosswalk"):
                work.add_crosswalk([unknown])
        work.commit()
    with CaseReader(path) as reader:
        assert reader.crosswalk() == entries
        assert [edition.fiscal_years for edition in reader.editions()] == [(), ()]


def test_a_layout_is_remembered_without_a_change_and_written_only_when_it_differs(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    with CaseReader(path) as reader:
        head = reader.log_head()
        assert reader.layout("answers") is None
    assert remember_layout(path, "answers", {"widths": [10, 20]})
    before = path.read_bytes()
    assert remember_layout(path, "answers", {"widths": [10, 20]})
    assert path.read_bytes() == before
    assert remember_layout(path, "answers", {"widths": [30]})
    with CaseReader(path) as reader:
        assert reader.layout("answers") == {"widths": [30]}
        assert reader.log_head() == head
    assert all(point.holds for point in verify_case(path))


def test_a_case_that_is_locked_missing_or_read_only_is_left_alone(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    with closing(open_connection(path, "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not remember_layout(path, "answers", {})
    assert not remember_layout(tmp_path / "nowhere.auditcase", "answers", {})
    if os.geteuid() != 0:  # root writes to read-only files
        path.chmod(0o400)
        assert not remember_layout(path, "answers", {})
