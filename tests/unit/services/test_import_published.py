"""What importing a published text does to a case, beyond what the command line shows."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from auditor_app.domain.published import FactKind
from auditor_app.services.import_published import accept_proposal, propose_import
from auditor_app.storage.reading import CaseReader

TABLE = "対策実施状況報告(2006年度)の集計結果\n機関名\t把握率\n内閣官房\t99.2 %\n人事院\t95.9 %\n警察庁\t100.0 %\n"


def _text(folder: Path, content: str) -> Path:
    path = folder / "release.txt"
    path.write_text(content, encoding="utf-8")
    return path


def _now() -> datetime:
    return datetime(2007, 4, 23, tzinfo=UTC)


def test_two_proposals_made_at_the_same_time_store_the_document_once(empty_case: Path, tmp_path: Path) -> None:
    file = _text(tmp_path, TABLE)
    first, second = propose_import(empty_case, file), propose_import(empty_case, file)
    assert accept_proposal(empty_case, first, author="甲", clock=_now) > 0
    assert accept_proposal(empty_case, second, author="乙", clock=_now) == 0
    with CaseReader(empty_case) as reader:
        assert all(len(fact.statements) == 1 for fact in reader.facts([FactKind.COVERAGE]))


def test_refused_rows_are_kept_with_the_import_and_leave_with_its_undo(empty_case: Path, tmp_path: Path) -> None:
    from auditor_app.services.undo_change import undo_change

    proposal = propose_import(empty_case, _text(tmp_path, TABLE + "金融庁\t163.3 %\n"))
    assert len(proposal.reading.refusals) == 1
    accept_proposal(empty_case, proposal, author="甲", clock=_now)
    with CaseReader(empty_case) as reader:
        (refused,) = reader.refused_rows()
        assert refused.document == "release.txt"
        assert reader.log()[-1].details["summary"]["refused"] == 1  # type: ignore[index]
    undo_change(empty_case, author="甲", clock=_now)
    with CaseReader(empty_case) as reader:
        assert reader.refused_rows() == []


def test_a_row_left_out_of_a_proposal_is_not_stored(empty_case: Path, tmp_path: Path) -> None:
    proposal = propose_import(empty_case, _text(tmp_path, TABLE))
    kept = {number for number, row in enumerate(proposal.rows) if row.statement.key.subject != "人事院"}
    accept_proposal(empty_case, proposal, author="甲", clock=_now, chosen=kept)
    with CaseReader(empty_case) as reader:
        assert [fact.key.subject for fact in reader.facts([FactKind.COVERAGE])] == ["内閣官房", "警察庁"]


def test_a_later_document_with_another_value_stands_beside_the_earlier_one(empty_case: Path, tmp_path: Path) -> None:
    accept_proposal(empty_case, propose_import(empty_case, _text(tmp_path, TABLE)), author="甲", clock=_now)
    other = propose_import(empty_case, _text(tmp_path, TABLE.replace("95.9", "97.9")))
    accept_proposal(empty_case, other, author="甲", clock=_now)
    with CaseReader(empty_case) as reader:
        fact = reader.fact("coverage:2006:人事院")
    assert fact is not None
    assert [str(own.value.number) for own in fact.statements] == ["95.9", "97.9"]
    assert (str(fact.shown.value.number), fact.is_contradicted) == ("95.9", True)


def test_the_place_shown_is_that_of_the_document_read_last(shipped_case: Path, tmp_path: Path) -> None:
    table = TABLE.replace("95.9", "99.9")
    accept_proposal(shipped_case, propose_import(shipped_case, _text(tmp_path, table)), author="甲", clock=_now)
    with CaseReader(shipped_case) as reader:
        fact = reader.fact("coverage:2006:人事院")
    assert fact is not None
    assert (fact.shown.place.document, fact.shown.place.line_from) == ("release.txt", 4)
    assert not fact.is_contradicted
