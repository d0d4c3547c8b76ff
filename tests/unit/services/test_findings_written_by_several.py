"""Several people at one finding: nobody's words are lost, and a sign-off signs what was read."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.domain.findings import FigureLink
from auditor_app.foundation.translation import Texts
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.services.edit_finding import edit_finding
from auditor_app.services.move_finding import move_finding
from auditor_app.services.undo_change import undo_change
from tests.unit.services.finding_steps import AUTHOR, CLOCK, JA, PLAIN, REVIEWER, finding, move, raised

EDITS = (
    ("--cause", "手順がない。"),
    ("--effect", "漏えい。"),
    ("--owner", "山田"),
    ("--tag", "格付け"),
)


def edit(case: Path, number: str, made_from: int, by: str = AUTHOR, **fields: object) -> bool:
    """As an editor that was opened when the finding had `made_from` versions."""
    seen = finding(case, number).versions[made_from - 1]
    text = replace(seen.text, **fields)  # type: ignore[arg-type]
    return edit_finding(case, number, text, made_from=seen, by=by, author="account", clock=CLOCK)


def test_two_edits_of_different_fields_are_put_together(empty_case: Path) -> None:
    number = raised(empty_case)
    edit(empty_case, number, 1, REVIEWER, cause="手順がない。", owner="山田")
    edit(empty_case, number, 1, effect="漏えい。")
    text = finding(empty_case, number).text
    assert (text.cause, text.effect, text.owner) == ("手順がない。", "漏えい。", "山田")


def test_two_edits_of_one_field_are_refused_with_who_and_when(empty_case: Path) -> None:
    number = raised(empty_case)
    edit(empty_case, number, 1, REVIEWER, cause="手順がない。")
    edit(empty_case, number, 2, AUTHOR, owner="山田")
    with pytest.raises(FindingRefusedError) as refused:
        edit(empty_case, number, 1, cause="人がいない。", effect="漏えい。")
    told = JA.problem(refused.value.problems[0])
    assert f"編集を始めた後に、{REVIEWER} が " in told
    assert "同じ欄(原因)" in told
    assert (finding(empty_case, number).text.cause, finding(empty_case, number).text.effect) == ("手順がない。", "")


def test_figures_and_tags_both_added_are_all_there(empty_case: Path) -> None:
    number = raised(empty_case, replace(PLAIN, tags=("甲", "乙")))
    one, other = (FigureLink(f"coverage:2006:{name}", name, "31.2 %") for name in ("甲省", "乙省"))
    edit(empty_case, number, 1, REVIEWER, figures=(one,), tags=("甲", "丙"))
    edit(empty_case, number, 1, figures=(other,), tags=("甲", "乙", "丁"))
    text = finding(empty_case, number).text
    assert text.figures == (one, other)
    assert text.tags == ("甲", "丙", "丁")


def test_an_edit_of_a_text_that_was_undone_meanwhile_brings_nothing_of_it_back(empty_case: Path) -> None:
    number = raised(empty_case)
    edit(empty_case, number, 1, REVIEWER, cause="手順がない。")
    seen = finding(empty_case, number).versions[-1]
    undo_change(empty_case, author="account", clock=CLOCK)
    text = replace(seen.text, effect="漏えい。")
    edit_finding(empty_case, number, text, made_from=seen, by=AUTHOR, author="account", clock=CLOCK)
    assert (finding(empty_case, number).text.cause, finding(empty_case, number).text.effect) == ("", "漏えい。")


def test_a_sign_off_signs_only_the_text_that_was_read(empty_case: Path) -> None:
    number = raised(empty_case)
    move(empty_case, number, "under_review")
    read = finding(empty_case, number).versions[-1]
    edit(empty_case, number, 1, recommendation="別の勧告。")
    sign = {"seen": read, "by": REVIEWER, "author": "account", "clock": CLOCK}
    with pytest.raises(FindingRefusedError) as refused:
        move_finding(empty_case, number, "issued", **sign)  # type: ignore[arg-type]
    told = Texts("en").problem(refused.value.problems[0])
    assert AUTHOR in told
    assert finding(empty_case, number).state == "under_review"
    sign["seen"] = finding(empty_case, number).versions[-1]
    move_finding(empty_case, number, "issued", **sign)  # type: ignore[arg-type]
    assert finding(empty_case, number).sign_off is not None


def test_edits_of_several_processes_at_once_are_all_there_or_refused(empty_case: Path) -> None:
    number = raised(empty_case)
    command = [sys.executable, "-m", "auditor_app", "finding", "edit", str(empty_case), number, "--lang", "ja"]
    running = [
        subprocess.Popen([*command, *words, "--by", f"監査人 {place}"], stderr=subprocess.PIPE)
        for place, words in enumerate((*EDITS, ("--cause", "人がいない。")))
    ]
    told = [own.communicate(timeout=60)[1].decode("utf-8") for own in running]
    codes = [own.returncode for own in running]
    found = finding(empty_case, number)
    assert codes[1:4] == [0, 0, 0], told
    assert (found.text.effect, found.text.owner, found.text.tags) == ("漏えい。", "山田", ("格付け",))
    causes = [own.text.cause for own in found.versions]
    for code, words, cause in ((codes[0], told[0], "手順がない。"), (codes[4], told[4], "人がいない。")):
        assert cause in causes if code == 0 else "書き換えています" in words, told
