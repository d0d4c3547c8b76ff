"""A finding raised where the weakness is seen begins with what the figure says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.domain.findings import FindingText
from auditor_app.domain.published import State
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.check_document import case_checks
from auditor_app.services.check_finding import FindingRefusedError
from auditor_app.services.link_figures import check_id
from auditor_app.services.open_case import OpenCase
from auditor_app.services.raise_finding import propose_finding, raise_finding
from auditor_app.services.undo_change import undo_change
from tests.unit.services.finding_steps import AUTHOR, CLOCK, JA, PLAIN, finding, raised


def proposed(case: Path, figure_id: str, texts: Texts = JA, options: RateOptions | None = None) -> FindingText:
    with OpenCase(case).reader() as reader:
        return propose_finding(reader, texts, figure_id, options)


def names(case: Path, text: FindingText) -> list[str]:
    with OpenCase(case).reader() as reader:
        return [own.names[-1].name for own in reader.organisations() if own.id in text.organisations]


def test_a_weak_cell_gives_title_place_numbers_and_what_the_standard_asks(made_practice_case: Path) -> None:
    text = proposed(made_practice_case, "item:2006:青葉省:3.1.1(1)(a):staff")
    assert text.title == "青葉省 3.1.1(1)(a) 行政事務従事者 割合 54.8 %"
    assert (text.fiscal_year, text.part, text.section, text.item, text.role) == (
        2006,
        "3",
        "3.1.1",
        "3.1.1(1)(a)",
        "staff",
    )
    assert names(made_practice_case, text) == ["青葉省"]
    assert "2,307 / 4,207 = 54.8 %" in text.condition
    assert "対象者 4,217 → 把握 4,207" in text.condition
    assert text.criteria.splitlines()[0] == "演習用統一基準 初版"
    assert "3.1.1(1)(a) 情報を作ったときに格付けを決めること" in text.criteria
    assert [(own.printed, own.number) for own in text.figures] == [("54.8 %", "230700/4207")]


def test_the_mean_is_about_all_of_government_and_says_whom_it_leaves_out(made_practice_case: Path) -> None:
    text = proposed(made_practice_case, "rates:2006:*::all:3")
    assert text.title == "全機関 第3部 実施率 84.1 %"
    assert text.organisations == ()
    assert "含まれないもの: 藤波省、山吹省" in text.condition


@pytest.mark.parametrize(
    ("figure_id", "state", "words"),
    [
        ("rates:2006:藤波省::all:3", State.EXCLUDED, "分析対象外"),
        ("rates:2006:青葉省::system:2", State.NOT_REPORTED, "未報告"),
        ("rates:2006:東雲庁::外部委託管理者:6", State.NO_DUTY, "責務なし"),
        ("rates:2005:青葉省::all:2", State.NOT_TRANSCRIBED, "未転記"),
    ],
)
def test_where_there_is_no_number_its_state_is_said_and_no_number_is_put(
    made_practice_case: Path, figure_id: str, state: State, words: str
) -> None:
    text = proposed(made_practice_case, figure_id)
    link = text.figures[0]
    assert (link.state, link.number, link.printed) == (state, "", words)
    assert text.title.endswith(words)
    first = text.condition.splitlines()[0]
    assert first.endswith(f": {words}")
    assert "%" not in first


def test_a_difference_tells_both_years_and_what_is_not_comparable(made_practice_case: Path) -> None:
    text = proposed(made_practice_case, "delta:2007-2008:*:implementation:all:all")
    assert text.title == "全機関 実施率の差 +2.3 pt(2007年度 → 2008年度)"
    assert text.fiscal_year == 2008
    assert "87.692→89.954 %" in text.condition
    assert "断絶(版)" in text.condition
    assert "ほか 4 件" in text.condition, "long lists are cut short and counted"


def test_a_failed_check_tells_what_was_expected_what_was_found_and_where(made_practice_case: Path) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        failed = next(own for own in case_checks(reader) if own.rule == "cross_footing" and not own.holds)
    text = proposed(made_practice_case, check_id(failed))
    assert text.title == "内訳と計の一致: 広報と相談"
    assert text.fiscal_year == 2007
    assert text.condition.splitlines()[0] == "あるべき値: 6、実際: 5。"
    assert "L254" in text.condition
    assert text.figures[0].printed == "6 ≠ 5"


def test_in_english_names_and_words_are_english(made_practice_case: Path) -> None:
    text = proposed(made_practice_case, "rates:2006:青葉省::staff:3", Texts("en"))
    assert text.title.endswith("Part 3 Staff Implementation rate 82.7 %")
    assert "青葉省" not in text.title


def test_a_what_if_is_linked_as_a_what_if(made_practice_case: Path) -> None:
    text = proposed(made_practice_case, "rates:2006:藤波省::all:3", options=RateOptions(include_excluded=True))
    assert text.figures[0].options.include_excluded
    assert text.figures[0].label == "藤波省 第3部 実施率 2006年度(試算)"
    assert text.title.endswith("(試算)")
    assert text.figures[0].state is State.REPORTED


@pytest.mark.parametrize("figure_id", ["rates:2006:そんな省::all:3", "check:cross_footing:nothing", "nonsense", ""])
def test_a_figure_the_case_does_not_have_is_refused(made_practice_case: Path, figure_id: str) -> None:
    with pytest.raises(WrongUsageError):
        proposed(made_practice_case, figure_id)


def test_numbers_count_up_within_a_year_and_are_never_given_twice(empty_case: Path) -> None:
    assert [raised(empty_case), raised(empty_case), raised(empty_case, replace(PLAIN, fiscal_year=2007))] == [
        "2006-001",
        "2006-002",
        "2007-001",
    ]
    undo_change(empty_case, author="account", clock=CLOCK)
    assert raised(empty_case, replace(PLAIN, fiscal_year=2007)) == "2007-002"


def test_a_text_that_cannot_be_kept_is_refused_with_everything_that_is_wrong(empty_case: Path) -> None:
    bad = FindingText(" ", 3000, severity="gigantic", organisations=(999,), cause="長" * 20_001)
    with pytest.raises(FindingRefusedError) as refused:
        raised(empty_case, bad)
    assert {own.key for own in refused.value.problems} == {
        "finding.title_missing",
        "finding.text_too_long",
        "finding.year_unknown",
        "finding.organisation_unknown",
        "finding.severity_unknown",
    }
    with OpenCase(empty_case).reader() as reader:
        assert reader.findings() == []


def test_odd_characters_are_kept_as_words_and_steer_nothing(empty_case: Path) -> None:
    number = raised(empty_case, replace(PLAIN, title="=1+1\x00\x1b[31m <b>\ud800\n省", owner="\t", tags=(" a ", "a")))
    text = finding(empty_case, number).text
    assert text.title == "=1+1��[31m <b>� 省"
    assert (text.owner, text.tags) == ("", ("a",))


def test_who_did_it_is_the_name_given_else_whoever_works_with_the_program(empty_case: Path) -> None:
    assert finding(empty_case, raised(empty_case)).versions[0].by == AUTHOR
    number = raise_finding(empty_case, PLAIN, author="account", clock=CLOCK)
    assert finding(empty_case, number).versions[0].by == "account"
