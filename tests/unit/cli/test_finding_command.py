"""The findings register from the command line: every step of a finding's life, and what is said when one is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.foundation.translation import Texts
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import propose_finding, raise_finding
from tests.builders import AUTHOR, TickingClock
from tests.unit.cli.conftest import Answer, Command

CELL = "item:2006:青葉省:3.1.1(1)(a):staff"


@pytest.fixture
def work(command: Command, practice_case: Path) -> Command:
    """`work("add", …)`: `auditor-app finding add CASE …` on a practice case."""

    def do(verb: str, *words: object) -> Answer:
        return command("finding", verb, practice_case, *words)

    return do


def add(work: Command, *words: object) -> Answer:
    return work("add", "--figure", CELL, "--recommendation", "研修を行うこと", *words)


def test_a_finding_goes_from_a_weak_cell_to_its_follow_up(work: Command, tmp_path: Path) -> None:
    assert "2006-001" in add(work, "--severity", "high", "--due", "H19.6.30").text
    assert work("move", "2006-001", "under_review").code == 0
    assert work("move", "2006-001", "issued", "--by", "監査人 乙").code == 0
    minutes = tmp_path / "会議録.txt"
    minutes.write_text("証拠", encoding="utf-8")
    assert work("attach", "2006-001", minutes, "--effective", "2007-03-31").code == 0
    assert work("respond", "2006-001", "研修を行います", "--plan", "年度内", "--organisation", "青葉省").code == 0
    assert work("follow-up", "2006-001", "--year", "2007").text.startswith("継続: ")
    assert work("follow-up", "2006-001", "persisting", "--year", "2007", "--note", "記録を見た").code == 0
    found = work("show", "2006-001", "--json").json
    assert (found["state"], found["signed_off_by"], found["due_date"]) == ("answered", "監査人 乙", "2007-06-30")
    assert found["evidence"][0]["effective_on"] == "2007-03-31"
    assert found["responses"][0]["organisation"] == "青葉省"
    assert found["follow_ups"][0]["outcome"] == "persisting"


def test_what_is_raised_is_filled_in_from_the_figure(work: Command) -> None:
    found = add(work, "--json").json
    assert found["title"] == "青葉省 3.1.1(1)(a) 行政事務従事者 割合 54.8 %"
    assert (found["number"], found["organisations"], found["part"]) == ("2006-001", ["青葉省"], "3")
    assert found["figures"] == [
        {
            "figure_id": CELL,
            "label": "青葉省 3.1.1(1)(a) 行政事務従事者 割合 2006年度",
            "printed": "54.8 %",
            "state": "reported",
            "changed": False,
            "options": None,
        }
    ]


def test_a_failed_check_is_raised_by_rule_and_subject(work: Command) -> None:
    found = work("add", "--check", "cross_footing:広報と相談", "--json").json
    assert found["figures"][0]["figure_id"] == "check:cross_footing:広報と相談"
    assert found["condition"].startswith("あるべき値: 6、実際: 5。")


def test_texts_come_from_files_in_the_encodings_of_japan(work: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("一行目\r\n二行目".encode("cp932"))
    found = add(work, "--condition", f"@{tmp_path / 'a.txt'}", "--cause", "@@案内所", "--json").json
    assert found["condition"] == "一行目\n二行目"
    assert found["cause"] == "@案内所"
    refused = add(work, "--condition", f"@{tmp_path / 'missing.txt'}")
    assert (refused.code, len(refused.errors)) == (1, 1)
    assert "@missing.txt" in refused.errors[0]
    assert "@@" in refused.errors[0], "a text may begin with an @"


def test_an_illegal_move_names_the_state_what_is_possible_and_changes_nothing(work: Command) -> None:
    add(work)
    refused = work("move", "2006-001", "closed")
    assert refused.code == 1
    assert refused.errors == [
        "2006-001: 状態「下書き (draft)」から「終了 (closed)」へは進めません。 "
        "進める先: 確認中 (under_review)、取下げ (withdrawn)"
    ]
    assert work("show", "2006-001", "--json").json["state"] == "draft"


def test_nobody_signs_off_alone(work: Command) -> None:
    add(work)
    work("move", "2006-001", "under_review")
    refused = work("move", "2006-001", "issued")
    assert refused.code == 1
    assert AUTHOR in refused.errors[0]


def test_after_the_sign_off_an_edit_needs_a_reason(work: Command) -> None:
    add(work)
    work("move", "2006-001", "under_review")
    work("move", "2006-001", "issued", "--by", "監査人 乙")
    assert work("edit", "2006-001", "--effect", "漏えい").code == 1
    assert work("edit", "2006-001", "--effect", "漏えい", "--reason", "書き忘れ").code == 0
    assert work("list", "--filter", "edited_after_review=true", "--json").json["findings"][0]["effect"] == "漏えい"


def test_an_edit_changes_what_is_given_and_empties_what_is_emptied(work: Command) -> None:
    add(work, "--owner", "山田", "--tag", "格付け", "--tag", "研修")
    work("edit", "2006-001", "--owner", "", "--figure", "coverage:2006:青葉省", "--remove-figure", CELL)
    found = work("show", "2006-001", "--json").json
    assert (found["owner"], found["tags"]) == (None, ["格付け", "研修"])
    assert [own["figure_id"] for own in found["figures"]] == ["coverage:2006:青葉省"]


@pytest.mark.parametrize(
    "words",
    [
        ("add", "--figure", "rates:2006:そんな省::all:3"),
        ("add", "--title", "題", "--organisation", "そんな省"),
        ("add", "--title", "題", "--year", "2006,2007"),
        ("add", "--title", "題", "--due", "いつか"),
        ("show", "2006-999"),
        ("move", "2006-999", "issued"),
        ("move", "2006-001", "elsewhere"),
        ("attach", "2006-001"),
        ("attach", "2006-001", "a.txt", "--note", "メモ"),
        ("attach", "2006-001", "--source", "no.csv", "L1"),
        ("follow-up", "2006-001", "solved", "--note", "年度なし"),
        ("detach", "2006-001", "7", "--reason", "ない"),
        ("list", "--filter", "colour=red"),
    ],
)
def test_wrong_usage_is_exit_2_and_no_traceback(work: Command, words: tuple[str, ...]) -> None:
    add(work)
    answer = work(*words)
    assert answer.code == 2
    assert answer.stdout == b""
    assert b"Traceback" not in answer.stderr


def test_the_list_is_selected_like_any_view(work: Command, command: Command, practice_case: Path) -> None:
    add(work)
    work("add", "--title", "政府全体の課題", "--year", "2008", "--severity", "low")
    numbers = [own["number"] for own in work("list", "--json").json["findings"]]
    assert numbers == ["2006-001", "2008-001"]
    for words, expected in (
        (("--year", "2008"), ["2008-001"]),
        (("--organisation", "青葉省"), ["2006-001"]),
        (("--part", "3", "--role", "staff"), ["2006-001"]),
        (("--filter", "severity=low"), ["2008-001"]),
        (("--sort=-number",), ["2008-001", "2006-001"]),
    ):
        rows = command("show", practice_case, "findings", *words, "--format", "json").json
        assert [own["number"] for own in rows] == expected
    table = work("list").text
    assert "政府全体" in table
    assert "下書き" in table


def test_how_grave_it_is_stands_in_words(work: Command, command: Command, practice_case: Path) -> None:
    add(work, "--severity", "high")
    for table in (work("list").text, command("show", practice_case, "findings", "--lang", "ja").text):
        assert "重大" in table
        assert "high" not in table
    assert work("list", "--json").json["findings"][0]["severity"] == "high"


def test_a_year_without_findings_says_how_many_others_there_are(work: Command) -> None:
    add(work)
    told = work("list", "--year", "2008")
    assert told.errors == ["該当する行はありません。案件には指摘事項が 1 件あります。"]


def test_a_figure_that_changed_less_than_is_printed_looks_different(work: Command, practice_case: Path) -> None:
    with OpenCase(practice_case).reader() as reader:
        text = propose_finding(reader, Texts("ja"), "coverage:2006:青葉省")
    link = text.figures[0]
    almost = replace(link, number=str(Fraction(link.number) - Fraction(1, 250)))
    raise_finding(practice_case, replace(text, figures=(almost,)), author=AUTHOR, clock=TickingClock())
    assert f"今は {link.printed} (+0.004)" in work("show", "2006-001").text


def test_an_empty_register_says_so_and_is_an_empty_array(command: Command, empty_case: Path) -> None:
    assert command("show", empty_case, "findings", "--format", "json").json == []
    assert command("finding", "list", empty_case, "--json").json == {"findings": []}
    told = command("finding", "list", empty_case)
    assert (told.code, len(told.errors)) == (0, 1)


def test_evidence_is_taken_off_with_a_reason_and_saved_elsewhere(work: Command, tmp_path: Path) -> None:
    add(work)
    path = tmp_path / "a.bin"
    path.write_bytes(b"MZ")
    identifier = re.findall(r"\d+", work("attach", "2006-001", path).text.replace("2006-001", ""))[0]
    assert work("save", "2006-001", identifier, tmp_path / "b.bin").code == 0
    assert (tmp_path / "b.bin").read_bytes() == b"MZ"
    assert work("save", "2006-001", identifier, tmp_path / "b.bin").code == 1
    assert work("detach", "2006-001", identifier, "--reason", "取り違え").code == 0
    assert work("show", "2006-001", "--json").json["evidence"] == []


def test_words_are_english_where_asked(work: Command) -> None:
    add(work)
    shown = work("show", "2006-001", "--lang", "en").text
    assert "State: Draft" in shown
    refused = work("move", "2006-001", "closed", "--lang", "en")
    assert "Possible from here: Under review (under_review), Withdrawn (withdrawn)." in refused.errors[0]


def test_a_sign_off_says_which_text_was_signed_and_an_edited_one_is_signed_anew(work: Command) -> None:
    add(work)
    work("edit", "2006-001", "--cause", "手順がない")
    work("move", "2006-001", "under_review")
    told = work("move", "2006-001", "issued", "--by", "監査人 乙").text
    assert re.search(rf"承認した文: {AUTHOR} が \d{{4}}-\d\d-\d\d \d\d:\d\d に書いた第 2 版", told)
    work("edit", "2006-001", "--effect", "漏えい", "--reason", "書き忘れ")
    assert work("show", "2006-001", "--json").json["edited_after_review"]
    told = work("move", "2006-001", "issued", "--by", "監査人 丙").text
    assert told.startswith("修正後の文を承認\n")
    assert "第 3 版" in told
    found = work("show", "2006-001", "--json").json
    assert (found["state"], found["signed_off_by"], found["edited_after_review"]) == ("issued", "監査人 丙", False)
    assert "監査人 丙  修正後の文を承認" in work("show", "2006-001").text


def test_an_empty_register_is_a_csv_with_its_head(command: Command, empty_case: Path) -> None:
    lines = command("show", empty_case, "findings", "--format", "csv").stdout.decode("utf-8-sig").splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("number,fiscal_year,kind,severity,state,title,organisations,")
