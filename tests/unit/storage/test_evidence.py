"""Evidence: bytes are kept once and come out as they went in, too many are not kept, and nothing is ever deleted."""

from __future__ import annotations

import random
import shutil
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor_app.domain.findings import Evidence
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage import packing
from auditor_app.storage.connections import open_connection
from auditor_app.storage.packing import PackedSource
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.found import MORNING, change, file_evidence, raised, the_finding
from tests.unit.storage.returned import case_with_catalogue
from tests.unit.storage.test_undo import redo, undo

BYTES = b"\x00\xff" + "一枚の写真".encode() * 1000


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one finding, the first."""
    path = case_with_catalogue(tmp_path_factory.mktemp("prepared"))
    raised(path)
    return path


@pytest.fixture
def case(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(prepared, tmp_path / "検査.auditcase"))


def attach(path: Path, evidence: Evidence, content: bytes | Path | PackedSource | None) -> int:
    def act(work: UnitOfWork) -> int:
        work.keep_file(evidence.file_name, evidence.sha256, evidence.size, content)
        return work.add_evidence(1, evidence)

    return change(path, "evidence_added", act)


def kept(path: Path, evidence: Evidence) -> bytes | None:
    with CaseReader(path) as reader:
        return reader.kept_file(evidence.sha256)


def test_a_file_comes_out_of_the_case_as_it_went_in(case: Path, tmp_path: Path) -> None:
    evidence = replace(file_evidence(BYTES), text="執務室", effective_on=date(2007, 3, 31))
    number = attach(case, evidence, BYTES)
    (shown,) = the_finding(case).evidence
    assert (shown, shown.id) == (replace(evidence, is_kept=True), number)
    assert kept(case, evidence) == BYTES
    target = tmp_path / "写し.jpg"
    with CaseReader(case) as reader:
        assert reader.copy_kept_file(evidence.sha256, target)
        assert target.read_bytes() == BYTES
        with pytest.raises(FileExistsError):
            reader.copy_kept_file(evidence.sha256, target)
        assert not reader.copy_kept_file("0" * 64, tmp_path / "other.jpg")
    assert sorted(own.name for own in tmp_path.iterdir()) == sorted([case.name, target.name])


@pytest.mark.parametrize("size", [0, 1, packing.PIECE - 1, packing.PIECE, 2 * packing.PIECE + 5])
def test_a_file_of_any_length_is_kept_from_memory_from_the_disk_and_packed(
    case: Path, tmp_path: Path, size: int
) -> None:
    rounds: list[bytes] = []
    for way in ("memory", "disk", "packed"):
        content = random.Random(f"{way} {size}").randbytes(size) if size else b""
        evidence, source = file_evidence(content, f"{way}.bin"), tmp_path / f"{way}.bin"
        source.write_bytes(content if way == "disk" else zlib.compress(content))
        given_as = {"memory": content, "disk": source, "packed": PackedSource(source, size)}[way]
        attach(case, evidence, given_as)  # type: ignore[arg-type]
        assert kept(case, evidence) == content
        rounds.append(content)
    assert [own.is_kept for own in the_finding(case).evidence] == [True] * 3
    assert all(point.holds for point in verify_case(case))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), repeat=st.integers(1, 20_000))
def test_whatever_the_bytes_are_they_are_kept(case: Path, content: bytes, repeat: int) -> None:
    content *= repeat
    evidence = file_evidence(content)
    attach(case, evidence, content)
    assert kept(case, evidence) == content


def test_the_same_bytes_are_kept_once_under_as_many_names_as_there_are(case: Path) -> None:
    content = random.Random(6).randbytes(400_000)
    first, second = file_evidence(content, "一.bin"), file_evidence(content, "二.bin")
    attach(case, first, content)
    size = case.stat().st_size
    attach(case, second, content)
    assert [own.file_name for own in the_finding(case).evidence] == ["一.bin", "二.bin"]
    assert case.stat().st_size - size < 50_000


def test_bytes_that_were_not_kept_at_first_come_later(case: Path) -> None:
    evidence = file_evidence(BYTES)
    attach(case, evidence, None)
    assert (kept(case, evidence), [own.is_kept for own in the_finding(case).evidence]) == (None, [False])
    attach(case, evidence, BYTES)
    assert (kept(case, evidence), [own.is_kept for own in the_finding(case).evidence]) == (BYTES, [True, True])
    assert all(point.holds for point in verify_case(case))


def test_above_the_limit_only_hash_size_and_name_are_kept(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "KEPT_LIMIT", 1000)
    source = tmp_path / "大.bin"
    for size, is_kept in ((1000, True), (1001, False)):
        content = random.Random(size).randbytes(size)
        source.write_bytes(content)
        evidence = replace(file_evidence(content, source.name), path=str(source))
        attach(case, evidence, source)
        assert (the_finding(case).evidence[-1], kept(case, evidence)) == (
            replace(evidence, is_kept=is_kept),
            content if is_kept else None,
        )


@pytest.mark.parametrize("change_made", ["longer", "shorter", "other"])
def test_a_file_that_changed_since_it_was_read_changes_nothing(case: Path, tmp_path: Path, change_made: str) -> None:
    source = tmp_path / "写真.jpg"
    source.write_bytes({"longer": BYTES + b"1", "shorter": BYTES[:-1], "other": BYTES[::-1]}[change_made])
    before = case.read_bytes()
    with pytest.raises(ValueError, match="changed since"):
        attach(case, file_evidence(BYTES), source)
    assert case.read_bytes() == before


def test_evidence_of_every_kind_comes_back(case: Path) -> None:
    pieces = [
        Evidence("external", "台帳", path="//server/共有/台帳.xlsx", file_name="台帳.xlsx", sha256="a" * 64, size=7),
        Evidence("source", "別紙3", "把握率の列", place="b" * 64 + " 別紙3-3!C4"),
        Evidence("note", "覚え", "<script>alert(1)</script>\n=1+1", date(2007, 4, 2)),
        Evidence("interview", "聴取", "「手順はない」", date(2007, 4, 3), person="担当者 甲"),
    ]
    pieces = [replace(own, by="監査 三郎", at=MORNING) for own in pieces]
    for own in pieces:
        change(case, "evidence_added", lambda work, piece=own: work.add_evidence(1, piece))  # type: ignore[misc]
    assert list(the_finding(case).evidence) == pieces


def test_evidence_that_cannot_be_is_refused(case: Path) -> None:
    before = case.read_bytes()
    for evidence, error in (
        (file_evidence(b"not kept before"), ValueError),
        (Evidence("external", "台帳"), Exception),  # without a path
        (Evidence("source", "別紙3"), Exception),  # without a place
        (Evidence("note", "覚え", by="　"), ValueError),
    ):
        with pytest.raises(error):
            change(case, "evidence_added", lambda work, own=evidence: work.add_evidence(1, own))  # type: ignore[misc]
    with pytest.raises(LookupError):
        change(case, "evidence_added", lambda work: work.add_evidence(9, Evidence("note", "覚え")))
    assert case.read_bytes() == before


def test_removed_evidence_is_listed_with_its_reason_and_undo_brings_it_back(case: Path) -> None:
    evidence = file_evidence(BYTES)
    number = attach(case, evidence, BYTES)
    with pytest.raises(ValueError, match="reason"):
        change(case, "evidence_removed", lambda work: work.remove_evidence(number, "　"))
    change(case, "evidence_removed", lambda work: work.remove_evidence(number, "別の件", "検査 花子", MORNING))
    with CaseReader(case) as reader:
        (removed,) = reader.removed_evidence(1)
    assert (removed.evidence, removed.reason, removed.by, removed.at) == (
        replace(evidence, is_kept=True),
        "別の件",
        "検査 花子",
        MORNING,
    )
    assert (the_finding(case).evidence, kept(case, evidence)) == ((), BYTES)
    with pytest.raises(LookupError):
        change(case, "evidence_removed", lambda work: work.remove_evidence(number, "もう一度"))
    undo(case)
    assert [own.id for own in the_finding(case).evidence] == [number]
    with CaseReader(case) as reader:
        assert reader.removed_evidence(1) == []
    redo(case)
    assert the_finding(case).evidence == ()


def test_bytes_outlive_the_change_they_came_with_and_are_not_kept_twice(case: Path) -> None:
    evidence = file_evidence(BYTES)
    attach(case, evidence, BYTES)
    undo(case)
    assert the_finding(case).evidence == ()
    attach(case, evidence, BYTES)
    assert [own.is_kept for own in the_finding(case).evidence] == [True]
    with closing(open_connection(case, "ro")) as connection:
        assert connection.execute("SELECT count(*) FROM kept_piece").fetchone() == (1,)
    assert all(point.holds for point in verify_case(case))


def test_what_cannot_be_copied_out_leaves_no_half_copy(case: Path, tmp_path: Path) -> None:
    evidence = file_evidence(BYTES)
    attach(case, evidence, BYTES)
    with closing(sqlite3.connect(case)) as connection:  # the last byte of the stream is lost
        connection.execute("DROP TRIGGER kept_piece_not_changed")
        connection.execute("UPDATE kept_piece SET content = substr(content, 1, length(content) - 1)")
        connection.commit()
    with CaseReader(case) as reader, pytest.raises(CaseRefusedError):
        reader.copy_kept_file(evidence.sha256, tmp_path / "写し.jpg")
    with CaseReader(case) as reader, pytest.raises(OSError):
        reader.copy_kept_file(evidence.sha256, tmp_path / "nowhere" / "写し.jpg")
    assert [own.name for own in tmp_path.iterdir()] == [case.name]
