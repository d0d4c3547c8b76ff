"""Steps of a finding's life as tests take them: raised by one person, signed by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from auditor_app.domain.findings import Finding, FindingText, MinistryResponse
from auditor_app.foundation.translation import Texts
from auditor_app.services.answer_finding import record_response
from auditor_app.services.move_finding import move_finding
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import propose_finding, raise_finding
from tests.builders import TickingClock

AUTHOR, REVIEWER = "監査 花子", "監査 次郎"
JA = Texts("ja")
PLAIN = FindingText(
    "格付けの未実施",
    2006,
    condition="格付けをしていない。",
    criteria="格付けをすること。",
    recommendation="研修を行うこと。",
)
CLOCK = TickingClock()


def raised(case: Path, text: FindingText = PLAIN) -> str:
    return raise_finding(case, text, by=AUTHOR, author="account", clock=CLOCK)


def raised_on(case: Path, figure_id: str) -> str:
    """As the screen proposes it, with a recommendation."""
    with OpenCase(case).reader() as reader:
        text = propose_finding(reader, JA, figure_id)
    return raised(case, replace(text, recommendation="改善すること。"))


def issued(case: Path, number: str) -> str:
    move(case, number, "under_review")
    move(case, number, "issued", by=REVIEWER)
    return number


def answered(case: Path, number: str) -> str:
    response = MinistryResponse(date(2007, 9, 1), "研修を行います。", plan="年度内に実施")
    record_response(case, issued(case, number), response, by=AUTHOR, author="account", clock=CLOCK)
    return number


def move(case: Path, number: str, state: str, *, by: str = AUTHOR, reason: str = "") -> None:
    move_finding(case, number, state, by=by, reason=reason, author="account", clock=CLOCK)  # type: ignore[arg-type]


def finding(case: Path, number: str) -> Finding:
    with OpenCase(case).reader() as reader:
        found = reader.finding(number)
    assert found is not None
    return found
