"""Evidence is kept as it was, opened from a copy nobody can write to, and a change of what lies outside is noticed."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from auditor_app.domain.documents import Table
from auditor_app.domain.findings import Evidence
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.services.attach_evidence import (
    Attaching,
    attach_external,
    attach_figure,
    attach_file,
    attach_interview,
    attach_note,
    attach_source,
    remove_evidence,
)
from auditor_app.services.browse_findings import finding_page
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.services.check_place import problem_of_place
from auditor_app.services.documents.finding_details import finding_section
from auditor_app.services.open_case import OpenCase
from auditor_app.services.open_evidence import evidence_state, read_only_copy, safe_name, save_copy
from auditor_app.services.undo_change import undo_change
from auditor_app.services.verify_case import verify_case
from auditor_app.storage.packing import KEPT_LIMIT
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.unit.services.finding_steps import AUTHOR, CLOCK, JA, finding, issued, raised


def attaching(case: Path, number: str, **more: object) -> Attaching:
    return Attaching(case, number, "account", CLOCK, AUTHOR, **more)  # type: ignore[arg-type]


def only(case: Path, number: str) -> Evidence:
    evidence = finding(case, number).evidence
    assert len(evidence) == 1
    return evidence[0]


def refused(case: Path, number: str, path: Path) -> str:
    with pytest.raises(FindingRefusedError) as told:
        attach_file(attaching(case, number), path)
    return told.value.problems[0].key


def test_a_file_is_kept_with_its_hash_and_both_its_dates(empty_case: Path, tmp_path: Path) -> None:
    number, path = raised(empty_case), tmp_path / "会議録 第1回.txt"
    path.write_text("証拠", encoding="utf-8")
    attach_file(attaching(empty_case, number, effective_on=date(2007, 3, 31)), path)
    path.unlink()
    found = only(empty_case, number)
    assert (found.file_name, found.size, found.is_kept) == ("会議録 第1回.txt", 6, True)
    assert found.sha256 == hashlib.sha256("証拠".encode()).hexdigest()
    assert found.effective_on == date(2007, 3, 31)
    assert found.at is not None
    assert found.by == AUTHOR
    assert evidence_state(found) == "kept"
    assert all(point.holds for point in verify_case(empty_case))


def test_it_is_opened_from_a_copy_nobody_can_write_to(empty_case: Path, tmp_path: Path) -> None:
    number, path = raised(empty_case), tmp_path / "a.pdf"
    path.write_bytes(b"%PDF")
    attach_file(attaching(empty_case, number), path)
    found = only(empty_case, number)
    with OpenCase(empty_case).reader() as reader:
        copies = [read_only_copy(reader, found.sha256, tmp_path, "../../etc/a.pdf") for _ in range(2)]
    assert copies[0] != copies[1]
    for copy in copies:
        assert copy.read_bytes() == b"%PDF"
        assert copy.name == "a.pdf"
        assert copy.is_relative_to(tmp_path)
        assert copy.stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("name", ["update.exe", "研修.JS", "a.desktop", "b.html", "c.lnk", "a.txt.bat "])
def test_a_program_is_never_opened(empty_case: Path, tmp_path: Path, name: str) -> None:
    number, path = raised(empty_case), tmp_path / "harmless.txt"
    path.write_bytes(b"x")
    attach_file(attaching(empty_case, number), path)
    with OpenCase(empty_case).reader() as reader, pytest.raises(FindingRefusedError) as told:
        read_only_copy(reader, only(empty_case, number).sha256, tmp_path, name)
    assert told.value.problems[0].key == "finding.file_is_program"


@pytest.mark.parametrize(
    "name", ["", "..", "a/../../b", "C:\\x\\y", "nul", "CON.txt", "-rf", "省" * 300 + ".pdf", "a\u202efdp.exe", "\x00"]
)
def test_whatever_a_file_is_called_its_copy_has_a_name_every_system_takes(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe) <= 100
    assert not set(safe) & set('/\\:*?"<>|\x00')
    assert safe[0] not in ".-"
    assert safe.split(".")[0].lower() not in ("con", "nul", "prn", "aux")
    assert name != "省" * 300 + ".pdf" or safe.endswith(".pdf")


def test_a_changed_or_missing_file_outside_is_noticed(empty_case: Path, tmp_path: Path) -> None:
    number, path = raised(empty_case), tmp_path / "記録.xlsx"
    path.write_bytes(b"before")
    attach_external(attaching(empty_case, number), path)
    found = only(empty_case, number)
    assert (found.is_kept, found.path) == (False, str(path))
    assert evidence_state(found) == "unchanged"
    path.write_bytes(b"behind")
    assert evidence_state(found) == "changed", "of the same length"
    path.write_bytes(b"longer than before")
    assert evidence_state(found) == "changed"
    path.unlink()
    assert evidence_state(found) == "missing"


def test_what_is_no_file_with_content_is_refused(empty_case: Path, tmp_path: Path) -> None:
    number, empty = raised(empty_case), tmp_path / "empty.txt"
    empty.touch()
    os.mkfifo(tmp_path / "pipe")
    assert refused(empty_case, number, empty) == "finding.file_empty"
    assert refused(empty_case, number, tmp_path) == "finding.file_unusable"
    assert refused(empty_case, number, tmp_path / "missing.txt") == "finding.file_unusable"
    assert refused(empty_case, number, tmp_path / "pipe") == "finding.file_unusable"
    assert refused(empty_case, number, Path("a\x00b")) == "finding.file_unusable"
    assert refused(empty_case, number, empty_case) == "finding.file_is_the_case"
    assert finding(empty_case, number).evidence == ()


def test_above_the_limit_hash_size_name_and_place_are_kept_and_not_the_bytes(empty_case: Path, tmp_path: Path) -> None:
    number, path = raised(empty_case), tmp_path / "film.mp4"
    with path.open("wb") as file:
        file.truncate(KEPT_LIMIT + 1)
    attach_file(attaching(empty_case, number), path)
    found = only(empty_case, number)
    assert (found.size, found.is_kept, found.path) == (KEPT_LIMIT + 1, False, str(path))
    assert empty_case.stat().st_size < 5_000_000
    with OpenCase(empty_case).reader() as reader, pytest.raises(FindingRefusedError) as told:
        read_only_copy(reader, found.sha256, tmp_path, found.file_name)
    assert told.value.problems[0].key == "finding.file_not_kept"
    assert evidence_state(found) == "unchanged"


def test_places_numbers_notes_and_interviews_are_evidence_too(practice_case: Path) -> None:
    number = raised(practice_case)
    attach_source(attaching(practice_case, number), "answers-2006.csv", "L312")
    attach_figure(attaching(practice_case, number), "coverage:2006:青葉省", "青葉省 把握率: 99.8 %")
    attach_note(attaching(practice_case, number), "一行目\n二行目")
    attach_interview(attaching(practice_case, number, title="課長の話"), "研修はしていない。", "総務課長")
    source, figure, note, interview = finding(practice_case, number).evidence
    assert source.place.endswith(" L312")
    assert len(source.place.split()[0]) == 64
    assert figure.place == "coverage:2006:青葉省"
    assert (note.title, note.text) == ("一行目", "一行目\n二行目")
    assert (interview.title, interview.person, interview.text) == ("課長の話", "総務課長", "研修はしていない。")


def test_an_unknown_document_or_nobody_interviewed_is_refused(practice_case: Path) -> None:
    number = raised(practice_case)
    with pytest.raises(WrongUsageError):
        attach_source(attaching(practice_case, number), "no-such.csv", "L1")
    with pytest.raises(WrongUsageError):
        attach_source(attaching(practice_case, number), "", "L1")
    with pytest.raises(FindingRefusedError):
        attach_interview(attaching(practice_case, number), "話", " ")


@pytest.mark.parametrize("place", ["L999999", "L0", "L12-9", "別紙1, L999999", "回答!3"])
def test_a_place_the_document_does_not_have_is_no_evidence(practice_case: Path, place: str) -> None:
    number = raised(practice_case)
    with pytest.raises(FindingRefusedError) as refused:
        attach_source(attaching(practice_case, number), "answers-2006.csv", place)
    key = "sheet" if "!" in place else "line"
    assert refused.value.problems[0].key == f"finding.{key}_unknown"
    assert place in refused.value.problems[0].place
    assert finding(practice_case, number).evidence == ()


@pytest.mark.parametrize("place", ["", "L1", "L1-3", "別紙3"])
def test_lines_the_document_has_its_whole_and_words_for_a_place_are_evidence(practice_case: Path, place: str) -> None:
    number = raised(practice_case)
    attach_source(attaching(practice_case, number), "answers-2006.csv", place)
    (kept,) = finding(practice_case, number).evidence
    assert kept.title == f"answers-2006.csv {place}".strip()


def test_the_last_line_is_a_line_and_the_end_of_it_is_none(practice_case: Path) -> None:
    number = raised(practice_case)
    with CaseReader(practice_case) as reader:
        sha256 = next(own.sha256 for own in reader.documents() if own.name == "answers-2006.csv")
        text = reader.document_text(sha256)
    assert text is not None
    last = len(text.splitlines())
    attach_source(attaching(practice_case, number), "answers-2006.csv", f"L{last}")
    with pytest.raises(FindingRefusedError):
        attach_source(attaching(practice_case, number), "answers-2006.csv", f"L{last + 1}")


def test_a_sheet_or_row_a_workbook_does_not_have_is_no_evidence(tmp_path: Path, empty_case: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "回答"
    book.worksheets[0].append(["甲", 1])
    book.worksheets[0].append(["乙", 2])
    book.save(tmp_path / "a.xlsx")
    content = (tmp_path / "a.xlsx").read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    with UnitOfWork(empty_case, "account", CLOCK) as work:
        work.begin_change("returns_imported", {"document": "a.xlsx", "rows": 2})
        work.add_source("a.xlsx", sha256, len(content), content, "xlsx", True)
        work.commit()
    with CaseReader(empty_case) as reader:
        (document,) = reader.documents()
    told = {"回答!2": "", "回答!B2": "", "回答!3": "line", "別表!1": "sheet", "L1": "sheet", "別紙": ""}
    for place, key in told.items():
        problem = problem_of_place(empty_case, document, place)
        assert (problem.key if problem else "") == (f"finding.{key}_unknown" if key else ""), place


def test_a_report_says_that_files_outside_were_not_looked_at_and_not_where_they_lay(
    empty_case: Path, tmp_path: Path
) -> None:
    number = raised(empty_case)
    path = tmp_path / "写し.txt"
    path.write_text("証拠", encoding="utf-8")
    attach_external(attaching(empty_case, number), path)
    with OpenCase(empty_case).reader() as reader:
        section = finding_section(JA, finding_page(reader, JA, number), str)
    (table,) = (own for own in section.blocks if isinstance(own, Table))
    assert str(tmp_path) not in str(table)
    assert "写し.txt" in str(table)
    assert any("案件の外" in own for own in table.remarks)


def test_evidence_taken_off_stays_with_its_reason_and_comes_back_by_undo(empty_case: Path) -> None:
    number = issued(empty_case, raised(empty_case))
    identifier = attach_note(attaching(empty_case, number), "後から付けたメモ")
    assert not finding(empty_case, number).is_edited_after_review, "evidence is no edit of the text"
    with pytest.raises(FindingRefusedError):
        remove_evidence(empty_case, number, identifier, " ", author="account", clock=CLOCK)
    remove_evidence(empty_case, number, identifier, "取り違え", author="account", clock=CLOCK)
    found = finding(empty_case, number)
    assert found.evidence == ()
    with OpenCase(empty_case).reader() as reader:
        removed = reader.removed_evidence(found.id)
    assert [(own.evidence.text, own.reason) for own in removed] == [("後から付けたメモ", "取り違え")]
    with pytest.raises(WrongUsageError):
        remove_evidence(empty_case, number, identifier, "もう一度", author="account", clock=CLOCK)
    undo_change(empty_case, author="account", clock=CLOCK)
    assert len(finding(empty_case, number).evidence) == 1


def test_a_copy_is_saved_elsewhere_and_never_over_another_file(empty_case: Path, tmp_path: Path) -> None:
    number, path = raised(empty_case), tmp_path / "tool.exe"
    path.write_bytes(b"MZ")
    attach_file(attaching(empty_case, number), path)
    with OpenCase(empty_case).reader() as reader:
        save_copy(reader, only(empty_case, number), tmp_path / "saved.bin")
        assert (tmp_path / "saved.bin").read_bytes() == b"MZ"
        with pytest.raises(FindingRefusedError):
            save_copy(reader, only(empty_case, number), path)
        with pytest.raises(FindingRefusedError):
            save_copy(reader, only(empty_case, number), tmp_path / "no folder" / "a.bin")
