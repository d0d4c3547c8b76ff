"""Ten thousand findings, and a file of 100 MB as evidence: how long, and how much memory."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from auditor_app.domain.findings import Evidence, FindingMove
from auditor_app.storage.packing import KEPT_LIMIT, PIECE
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.benchmarks.measuring import Measured, interleaved, print_comparison, print_figure
from tests.benchmarks.memory import forget_peak, own_peak_megabytes
from tests.unit.storage.cases import AUTHOR, ticking_clock
from tests.unit.storage.found import MORNING, TEXT, change, raised, the_finding, version
from tests.unit.storage.returned import case_with_catalogue

FINDINGS = 10_000
GOAL = 3
GOAL_MEGABYTES = 30
TABLES = ("finding_version", "finding_organisation", "finding_figure", "finding_move", "evidence")


def test_ten_thousand_findings(tmp_path: Path) -> None:
    case = case_with_catalogue(tmp_path)
    text = replace(TEXT, figures=TEXT.figures[:2])
    with UnitOfWork(case, AUTHOR, ticking_clock()) as work:
        work.begin_change("finding_raised", {"number": ""})
        for number in range(FINDINGS):
            finding = work.add_finding(f"{2000 + number // 1000}-{number % 1000 + 1:03d}", version(text))
            work.add_finding_move(finding, FindingMove("draft", "under_review", AUTHOR, MORNING, "", 0))
            work.add_finding_version(finding, version(replace(text, title=f"{number}")))
            work.add_finding_move(finding, FindingMove("under_review", "issued", AUTHOR, MORNING, "", 0))
            work.add_evidence(finding, Evidence("note", "覚え", "聞いた話", by=AUTHOR, at=MORNING))
        work.commit()

    def fetch() -> None:
        with CaseReader(case) as reader:
            for table in TABLES:
                reader._open.execute(f"SELECT * FROM {table}").fetchall()

    def read() -> None:
        with CaseReader(case) as reader:
            assert len(reader.findings()) == FINDINGS

    times = interleaved({"findings()": processor_time(read), "SELECT *": processor_time(fetch)}, rounds=5)
    print_comparison(f"{FINDINGS:,} findings with two versions, processor time", times, "SELECT *", GOAL)


def test_evidence_of_100_megabytes(tmp_path: Path) -> None:
    """Bytes that cannot be compressed, from a file and back into one."""
    case, source = case_with_catalogue(tmp_path), tmp_path / "大.bin"
    raised(case)
    sha256, size = _random_file(source, KEPT_LIMIT)
    evidence = Evidence("file", "大", file_name=source.name, sha256=sha256, size=size, by=AUTHOR, at=MORNING)

    def attach(work: UnitOfWork) -> None:
        work.keep_file(source.name, sha256, size, source)
        work.add_evidence(1, evidence)

    def copy() -> None:
        with CaseReader(case) as reader:
            assert reader.copy_kept_file(sha256, tmp_path / "写し.bin")

    def verify() -> None:
        assert all(point.holds for point in verify_case(case))

    print()
    _print_cost("attach 100 MB", lambda: change(case, "evidence_added", attach))
    _print_cost("copy it out", copy)
    _print_cost("verify", verify)
    assert the_finding(case).evidence[0].is_kept


def processor_time(work: Callable[[], object]) -> Measured:
    """A busy machine says little of how long a second of work takes."""

    def measured() -> float:
        begin = time.process_time()
        work()
        return time.process_time() - begin

    return measured


def _random_file(path: Path, size: int) -> tuple[str, int]:
    digest, made = hashlib.sha256(), random.Random(5)
    with path.open("wb") as file:
        for start in range(0, size, PIECE):
            piece = made.randbytes(min(PIECE, size - start))
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest(), size


def _print_cost(title: str, work: Callable[[], object]) -> None:
    forget_peak()
    before, begin = own_peak_megabytes(), time.perf_counter()
    work()
    print_figure(f"{title}: time", time.perf_counter() - begin, "s")
    print_figure(f"{title}: memory", own_peak_megabytes() - before, "MB", GOAL_MEGABYTES)
