"""Undo and redo: what is shown follows the changes in force, and nothing is ever lost."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from auditor_app.domain.changes import first_broken_entry
from auditor_app.domain.organisations import OrganisationName
from auditor_app.domain.published import FactKind
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import (
    AUTHOR,
    coverage_document,
    declare,
    document,
    empty_case,
    import_rows,
    shown_numbers,
    ticking_clock,
)


def undo(path: Path) -> str:
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        change = work.undo()
        work.commit()
    assert not change.is_in_force
    return change.kind


def redo(path: Path) -> str:
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        change = work.redo()
        work.commit()
    assert change.is_in_force
    return change.kind


def test_undo_hides_a_change_redo_shows_it_again_and_both_are_logged(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6")])
    assert undo(path) == "published_imported"
    assert shown_numbers(path) == {}
    with CaseReader(path) as reader:
        assert reader.documents() == []
        assert reader.fiscal_years(FactKind.COVERAGE) == []
        redoable = reader.last_redoable()
    assert redoable is not None
    assert redoable.id == 2
    assert redo(path) == "published_imported"
    assert shown_numbers(path) == {"coverage:2006:総務省": ["97.6"]}
    with CaseReader(path) as reader:
        assert [(entry.action, entry.change_id) for entry in reader.log()] == [
            ("done", 1),
            ("done", 2),
            ("undone", 2),
            ("redone", 2),
        ]


def test_the_making_of_the_case_cannot_be_undone(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    before = path.read_bytes()
    for action in (undo, redo):
        with pytest.raises(CaseRefusedError):
            action(path)
    assert path.read_bytes() == before


def test_after_a_new_change_what_was_undone_before_stays_undone(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [("甲省", "1")])
    undo(path)
    import_rows(path, [("乙省", "2")])
    undo(path)
    redo(path)
    with pytest.raises(CaseRefusedError):
        redo(path)
    assert shown_numbers(path) == {"coverage:2006:乙省": ["2"]}


def test_an_import_undone_and_made_again_with_another_encoding_reads_right(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    right = document("総務省\n", encoding="euc_jp")
    wrong = document(right.content.decode("cp932"), encoding="cp932")
    assert wrong.sha256 == right.sha256
    for source in (wrong, right):
        with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
            work.begin_change("published_imported", {})
            work.add_document(source)
            work.commit()
        if source is wrong:
            undo(path)
    with CaseReader(path) as reader:
        (kept,) = reader.documents()
        assert (kept.encoding, reader.document_text(right.sha256)) == ("euc_jp", "総務省\n")


def test_an_organisation_declared_in_an_undone_import_can_be_declared_again(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    source, statements = coverage_document([("総務省", "97.6")])
    for _ in range(2):
        with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
            work.begin_change("published_imported", {})
            work.add_document(source)
            work.add_organisation([OrganisationName("総務省")])
            work.add_statements(statements)
            work.commit()
        with CaseReader(path) as reader:
            assert [organisation.names[0].name for organisation in reader.organisations()] == ["総務省"]
        undo(path)
    redo(path)
    assert shown_numbers(path) == {"coverage:2006:総務省": ["97.6"]}
    assert all(point.holds for point in verify_case(path))


def test_undoing_a_decision_brings_back_the_one_before(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    declare(path, ["環境省"])
    for reason in ("一", "二"):
        with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
            work.begin_change("analysis_decided", {})
            work.decide_analysis(2006, "環境省", True, reason)
            work.commit()
    undo(path)
    with CaseReader(path) as reader:
        assert reader.decisions()[2006, "環境省"].reason == "一"


class UndoMachine(RuleBasedStateMachine):
    """Imports, undos and redos in any order against a model of two stacks."""

    NAMES: ClassVar = ["甲省", "乙省", "丙省"]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = empty_case(Path(self.folder.name))
        self.done: list[list[tuple[str, str]]] = []
        self.undone: list[list[tuple[str, str]]] = []

    @rule(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), percent=st.integers(0, 100))
    def import_document(self, names: list[str], percent: int) -> None:
        rows = [(name, str(percent)) for name in names]
        import_rows(self.path, rows)
        self.done.append(rows)
        self.undone.clear()

    @rule()
    def undo(self) -> None:
        if self.done:
            undo(self.path)
            self.undone.append(self.done.pop())
        else:
            with pytest.raises(CaseRefusedError):
                undo(self.path)

    @rule()
    def redo(self) -> None:
        if self.undone:
            redo(self.path)
            self.done.append(self.undone.pop())
        else:
            with pytest.raises(CaseRefusedError):
                redo(self.path)

    @invariant()
    def shown_is_what_is_in_force(self) -> None:
        expected: dict[str, list[str]] = {}
        for rows in self.done:
            for name, percent in rows:
                expected.setdefault(f"coverage:2006:{name}", []).append(percent)
        assert shown_numbers(self.path) == expected
        with CaseReader(self.path) as reader:
            assert (reader.last_undoable() is not None) == bool(self.done)
            assert (reader.last_redoable() is not None) == bool(self.undone)
            assert first_broken_entry(reader.log()) is None

    def teardown(self) -> None:
        assert all(point.holds for point in verify_case(self.path))
        self.folder.cleanup()


TestUndoMachine = UndoMachine.TestCase
TestUndoMachine.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
