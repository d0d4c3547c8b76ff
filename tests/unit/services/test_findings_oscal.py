"""Findings leave as OSCAL assessment results that another program's model of the standard accepts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trestle.oscal import OSCAL_VERSION
from trestle.oscal.assessment_results import Model
from trestle.oscal.common import Property

from auditor_app.domain.findings import FindingText
from auditor_app.exporting.oscal_check import check_oscal
from auditor_app.exporting.oscal_file import write_oscal
from auditor_app.exporting.read_back import ReadBackError
from auditor_app.foundation.translation import Texts
from auditor_app.services import findings_oscal
from auditor_app.services.attach_evidence import (
    Attaching,
    attach_external,
    attach_file,
    attach_interview,
    attach_source,
)
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.services.findings_oscal import oscal_document
from auditor_app.services.open_case import OpenCase
from auditor_app.services.oscal_ids import control_id, line, words
from auditor_app.services.select_view import Selectors
from tests.unit.services.finding_steps import CLOCK, JA, PLAIN, REVIEWER, answered, issued, move, raised, raised_on
from tests.unit.services.test_finding_follow_up import judge

ODD = "=cmd|' /C calc'!A1 <script>&amp;\u202e \ufeff 省\u2028次\t終"


def document(case: Path, texts: Texts = JA, selectors: Selectors | None = None) -> dict[str, Any]:
    with OpenCase(case).reader() as reader:
        return oscal_document(reader, texts, selectors)


def written(case: Path, folder: Path, texts: Texts = JA) -> dict[str, Any]:
    """Written, read back, and accepted by the model that forbids what it does not know."""
    payload, path = document(case, texts), folder / "findings.oscal.json"
    write_oscal(payload, path)
    check_oscal(payload, path)
    Model.model_validate_json(path.read_text(encoding="utf-8"))
    return dict(payload["assessment-results"])


def with_everything(case: Path, folder: Path) -> str:
    """A finding through its whole life with evidence of every kind, a good practice, a draft, one withdrawn."""
    number = raised_on(case, "item:2006:青葉省:3.1.1(1)(a):staff")
    path = folder / "会議録 1#?.txt"
    path.write_text("証拠", encoding="utf-8")
    attaching = Attaching(case, number, "account", CLOCK, effective_on=date(2007, 3, 31))
    attach_file(attaching, path)
    attach_external(attaching, path)
    attach_source(attaching, "answers-2006.csv", "L312")
    attach_interview(attaching, "研修はしていない。", "総務課長")
    answered(case, number)
    judge(case, number, "persisting", 2007)
    move(case, number, "being_corrected")
    issued(case, raised(case, replace(PLAIN, kind="good_practice", fiscal_year=2007)))
    raised(case, replace(PLAIN, title=ODD, condition=ODD, owner=ODD, tags=(ODD,), item=ODD, severity="low"))
    move(case, raised(case), "withdrawn", reason="重複")
    return number


def props(part: dict[str, Any]) -> dict[str, str]:
    return {own["name"]: own["value"] for own in part["props"]}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_register_with_everything_is_accepted(practice_case: Path, tmp_path: Path, language: Any) -> None:
    with_everything(practice_case, tmp_path)
    found = written(practice_case, tmp_path, Texts(language))
    assert found["metadata"]["oscal-version"] == OSCAL_VERSION == findings_oscal.OSCAL_VERSION
    assert [props(own)["fiscal-year"] for own in found["results"]] == ["2006", "2007"]


def test_the_shipped_case_with_a_finding_is_accepted(shipped_case: Path, tmp_path: Path) -> None:
    raised_on(shipped_case, "coverage:2006:農林水産省")
    raised_on(shipped_case, "weak_area:2006::情報の格付け・取扱制限に係る措置:staff:3")
    found = written(shipped_case, tmp_path)
    assert found["results"][0]["findings"][0]["target"]["status"]["state"] == "not-satisfied"


def test_a_finding_says_what_it_rests_on_and_every_step_it_took(practice_case: Path, tmp_path: Path) -> None:
    number = with_everything(practice_case, tmp_path)
    result = written(practice_case, tmp_path)["results"][0]
    finding = next(own for own in result["findings"] if props(own)["number"] == number)
    risk = next(own for own in result["risks"] if props(own)["finding-number"] == number)
    assert props(finding)["state"] == "being_corrected"
    assert props(finding)["signed-off-by"] == REVIEWER
    assert finding["target"]["target-id"].endswith("_item-3.1.1_1_a")
    assert props(finding["target"])["item"] == "3.1.1(1)(a)"
    assert (risk["status"], len(risk["risk-log"]["entries"])) == ("remediating", 5)
    assert [own["lifecycle"] for own in risk["remediations"]] == ["recommendation", "planned"]
    ids = [own["observation-uuid"] for own in finding["related-observations"]]
    observations = {own["uuid"]: own for own in result["observations"]}
    assert [observations[own]["methods"] for own in ids] == [["EXAMINE"]] * 4 + [["INTERVIEW"]]
    assert props(observations[ids[0]])["exact-value"] == "230700/4207"
    assert observations[ids[1]]["collected"] == "2007-03-31T00:00:00+09:00"


def test_what_was_withdrawn_is_left_out_and_named(practice_case: Path, tmp_path: Path) -> None:
    with_everything(practice_case, tmp_path)
    result = written(practice_case, tmp_path)["results"][0]
    assert "withdrawn" not in {props(own)["state"] for own in result["findings"]}
    assert "2006-003" in result["remarks"]


def test_a_good_practice_meets_the_standard_and_is_no_risk(practice_case: Path, tmp_path: Path) -> None:
    with_everything(practice_case, tmp_path)
    result = written(practice_case, tmp_path)["results"][1]
    assert "risks" not in result
    assert result["findings"][0]["target"]["status"]["state"] == "satisfied"


def test_what_nobody_signed_neither_passes_nor_fails(practice_case: Path, tmp_path: Path) -> None:
    raised(practice_case, replace(PLAIN, kind="good_practice"))
    raised(practice_case)
    statuses = [own["target"]["status"] for own in written(practice_case, tmp_path)["results"][0]["findings"]]
    assert {(own["state"], own["reason"]) for own in statuses} == {("not-satisfied", "other")}


def test_files_are_told_by_hash_and_never_by_where_they_lay(practice_case: Path, tmp_path: Path) -> None:
    with_everything(practice_case, tmp_path)
    found = written(practice_case, tmp_path)
    resources = {own["title"]: own for own in found["back-matter"]["resources"]}
    rlink = resources["会議録 1#?.txt"]["rlinks"][0]
    assert rlink["hashes"][0]["algorithm"] == "SHA-256"
    assert "%23" in rlink["href"]
    assert str(tmp_path) not in json.dumps(found, ensure_ascii=False)


def test_every_time_has_its_offset(practice_case: Path, tmp_path: Path) -> None:
    with_everything(practice_case, tmp_path)
    times = list(_times(written(practice_case, tmp_path)))
    assert len(times) > 12
    assert all(datetime.fromisoformat(own).utcoffset() is not None for own in times)


def _times(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        for key, own in value.items():
            yield from _times(own, key)
    elif isinstance(value, list):
        for own in value:
            yield from _times(own, name)
    elif name in ("start", "end", "collected", "deadline", "last-modified"):
        yield value


def test_the_same_state_gives_the_same_bytes(practice_case: Path, tmp_path: Path) -> None:
    with_everything(practice_case, tmp_path)
    assert document(practice_case) == document(practice_case)
    before = document(practice_case)["assessment-results"]["uuid"]
    raised(practice_case)
    assert document(practice_case)["assessment-results"]["uuid"] != before


def test_selectors_choose_the_findings_and_are_told(practice_case: Path, tmp_path: Path) -> None:
    with_everything(practice_case, tmp_path)
    found = document(practice_case, selectors=Selectors(years=(2007,), filters=("kind=good_practice",)))
    results = found["assessment-results"]["results"]
    assert [len(own["findings"]) for own in results] == [1]
    told = props(found["assessment-results"]["metadata"])
    assert (told["selector-years"], told["selector-filters"]) == ("2007", "kind=good_practice")


def test_nothing_to_tell_is_refused(practice_case: Path) -> None:
    with pytest.raises(FindingRefusedError):
        document(practice_case)


def test_a_file_that_says_something_else_is_noticed(practice_case: Path, tmp_path: Path) -> None:
    raised(practice_case)
    payload, path = document(practice_case), tmp_path / "a.oscal.json"
    write_oscal(payload, path)
    path.write_bytes(path.read_bytes().replace("格付けの未実施".encode(), "格付けの実施済".encode()))
    with pytest.raises(ReadBackError):
        check_oscal(payload, path)


def test_a_reference_to_nothing_is_noticed(practice_case: Path, tmp_path: Path) -> None:
    raised(practice_case)
    payload, path = document(practice_case), tmp_path / "a.oscal.json"
    payload["assessment-results"]["import-ap"]["href"] = "#00000000-0000-5000-8000-000000000000"
    write_oscal(payload, path)
    with pytest.raises(ReadBackError):
        check_oscal(payload, path)


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_items_never_become_one_control(one: str, other: str) -> None:
    tokens = [control_id(None, FindingText("", 2006, item=own)) for own in (one, other) if own]
    assert len(set(tokens)) == len({own for own in (one, other) if own})


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_text_becomes_a_line_and_words_the_standard_allows(text: str) -> None:
    Property.model_validate({"name": "a", "value": line(text)})
    assert len(line(text).splitlines()) == 1
    assert words(text)
    assert line(text) == line(text).strip()
