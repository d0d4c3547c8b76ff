"""Findings for the tests of storage: a text with everything in it, and one change for each thing done to it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from auditor_app.domain.changes import ChangeKind
from auditor_app.domain.findings import Evidence, FigureLink, Finding, FindingText, FindingVersion
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from tests.unit.storage.cases import AUTHOR, ticking_clock

T = TypeVar("T")

NUMBER = "2006-001"
MORNING = datetime(2007, 5, 1, 0, 30, tzinfo=UTC)

TEXT = FindingText(
    "情報の格付けが行われていない",
    2006,
    severity="high",
    organisations=(2, 1),
    part="2",
    section="2.1",
    item="2.1(1)",
    role="staff",
    topic="格付け",
    condition="実施率は58.3 %である。\n<b>太字</b> ではない。",
    criteria="統一基準 2.1(1)",
    cause="手順がない",
    effect="漏えいのおそれ",
    recommendation="=手順を定めること",
    owner="検査 次郎",
    due_date=date(2007, 9, 30),
    tags=("格付け", "要確認, 二度目"),
    figures=(
        FigureLink("rates:2006:演習省2", "演習省2 実施率", "58.3 %", "350/6", "percent", log_sequence=3),
        FigureLink("coverage:2006:演習省1", "把握率", "31.2 %", "31.2", "percent"),
        FigureLink("item:2006:x", "遵守事項", "未報告", state=State.NOT_REPORTED),
        FigureLink(
            "rates:2006:演習省1",
            "仮定の実施率",
            "60.0 %",
            "60",
            options=RateOptions("basic", 3, True, frozenset({("2.1(2)", "staff"), ("2.1(1)", "system")})),
        ),
    ),
)
"""Organisations 1 and 2 must be in the case."""


def version(text: FindingText = TEXT, by: str = AUTHOR, minutes: int = 0, reason: str = "") -> FindingVersion:
    """Of an edit after review when there is a reason."""
    return FindingVersion(0, text, by, MORNING + timedelta(minutes=minutes), bool(reason), reason)


def change(path: Path, kind: ChangeKind, act: Callable[[UnitOfWork], T]) -> T:
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change(kind, {"number": NUMBER})
        done = act(work)
        work.commit()
    return done


def raised(path: Path, number: str = NUMBER, text: FindingText = TEXT) -> int:
    return change(path, "finding_raised", lambda work: work.add_finding(number, version(text)))


def file_evidence(content: bytes, name: str = "写真.jpg") -> Evidence:
    sha256 = hashlib.sha256(content).hexdigest()
    return Evidence("file", name, file_name=name, sha256=sha256, size=len(content), by=AUTHOR, at=MORNING)


def the_finding(path: Path, number: str = NUMBER) -> Finding:
    with CaseReader(path) as reader:
        found = reader.finding(number)
    assert found is not None
    return found
