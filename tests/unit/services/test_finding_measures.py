"""A finding rests on the number that was clicked: its measure is remembered, worded, held against now, and followed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from auditor_app.foundation.errors import WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.check_document import case_checks
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.findings_json import finding_rows
from auditor_app.services.findings_of_figure import finding_index
from auditor_app.services.link_figures import changed_figures, check_id, figure_link
from auditor_app.services.open_case import OpenCase
from auditor_app.services.propose_outcome import proposed_outcome
from auditor_app.services.raise_finding import propose_finding
from tests.unit.services.finding_steps import JA, finding, issued, raised_on

RATES = "rates:2006:若草省::all:5"


@pytest.mark.parametrize(
    ("measure", "title", "printed"),
    [
        ("achievement", "若草省 第5部 到達率 45.5 %", "45.5 %"),
        ("pooled", "若草省 第5部 延べ率(参考) 77.9 %", "77.9 %"),
        ("missing", "若草省 第5部 全員実施まで 1,967", "1,967"),
    ],
)
def test_each_measure_of_a_cell_gives_its_own_number(
    made_practice_case: Path, measure: str, title: str, printed: str
) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        text = propose_finding(reader, JA, f"{RATES}#{measure}")
        link = text.figures[0]
        assert (text.title, link.printed) == (title, printed)
        assert link.figure_id == f"{RATES}#{measure}"
        assert title.split()[2] in link.label
        assert text.condition.splitlines()[0].endswith(f": {printed}")
        values = explain_figure(reader, link.figure_id).values
        assert (str(values[0].number), len(values)) == (link.number, 3 if measure != "missing" else 4)


def test_the_implementation_rate_keeps_the_id_it_always_had(made_practice_case: Path) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        plain, named = (figure_link(reader, JA, own) for own in (RATES, f"{RATES}#implementation"))
    assert plain == named
    assert plain.figure_id == RATES


def test_a_measure_the_figure_does_not_have_is_refused_by_its_id(made_practice_case: Path) -> None:
    with OpenCase(made_practice_case).reader() as reader, pytest.raises(WrongUsageError) as refused:
        figure_link(reader, JA, f"{RATES}#with_own_survey")
    assert refused.value.problems[0].place == f"{RATES}#with_own_survey"


def test_what_is_watched_and_followed_up_is_that_number(practice_case: Path) -> None:
    number = issued(practice_case, raised_on(practice_case, f"{RATES}#achievement"))
    kept = finding(practice_case, number)
    with OpenCase(practice_case).reader() as reader:
        [now] = changed_figures(reader, JA, kept)
        assert (now.is_changed, now.now and now.now.printed) == (False, "45.5 %")
        other = replace(kept.text.figures[0], number="1/3")
        version = replace(kept.versions[-1], text=replace(kept.text, figures=(other,)))
        [now] = changed_figures(reader, JA, replace(kept, versions=(version,)))
        assert now.is_changed, "held against the achievement rate, not against another one"
        later = proposed_outcome(reader, JA, kept, 2007).now
        assert later is not None
        assert later.figure_id == "rates:2007:若草省::all:5#achievement"
        [row] = finding_rows(reader)
        assert [own["figure_id"] for own in row["figures"]] == [f"{RATES}#achievement"]  # type: ignore[attr-defined]
        assert [own.number for own in finding_index(reader).by_figure[RATES]] == [number], "named at its figure"


def test_the_value_with_an_own_survey_is_another_one_than_the_official(shipped_case: Path) -> None:
    with OpenCase(shipped_case).reader() as reader:
        text = propose_finding(reader, JA, "coverage:2006:農林水産省#with_own_survey")
        relisted = propose_finding(reader, JA, "measure_count:2007:情報セキュリティ人材の育成・確保:total#relisted")
    assert text.title == "農林水産省 把握率(独自の調査を含む) 98.2 %"
    assert relisted.title == "情報セキュリティ人材の育成・確保 計 施策数(うち再掲) 7 施策"


def test_a_note_on_surveys_of_their_own_stands_only_with_those_who_made_one(shipped_case: Path) -> None:
    with OpenCase(shipped_case).reader() as reader:
        with_it, without, mean = (
            propose_finding(reader, JA, own).condition
            for own in ("coverage:2006:農林水産省", "coverage:2006:内閣官房", "coverage_mean:2006:official")
        )
    note = "独自の把握状況調査を実施"
    assert note in with_it
    assert note not in without
    assert "報告対象を限定" in without, "what the year was limited to holds for everybody"
    assert note in mean


@pytest.mark.parametrize(
    ("figure_id", "ja", "en"),
    [
        (
            "sector_state:2006:ceptoar:existing",
            "CEPTOAR 既存分野 整備状況 整備完了。2007年4月より運用",
            "CEPTOAR Existing sectors State of preparation",
        ),
        ("sector:2006:情報通信:existing", "情報通信 既存分野 重要インフラ分野", "情報通信 Existing sectors Sector"),
        (
            "measure_count:2007:政府機関・地方公共団体:continued",
            "政府機関・地方公共団体 継続 施策数 31 施策",
            "政府機関・地方公共団体 Continued Number of measures 31 measures",
        ),
        (
            "inspection_grade:2005:内閣官房:端末(PC)",
            "内閣官房 端末(PC) 重点検査の評価 B",
            "Cabinet Secretariat 端末(PC)",
        ),
        ("scope:2006::classes", "報告の範囲(区分) 基本遵守事項", "Scope of reports (Classes)"),
        (
            "weak_area:2006::情報の格付け・取扱制限に係る措置:staff:3",
            "第3部 行政事務従事者 情報の格付け・取扱制限に係る措置 改善が求められる事項",
            "Part 3 Staff 情報の格付け・取扱制限に係る措置 Weak area",
        ),
    ],
)
def test_titles_say_everything_once_and_in_words(shipped_case: Path, figure_id: str, ja: str, en: str) -> None:
    with OpenCase(shipped_case).reader() as reader:
        assert propose_finding(reader, JA, figure_id).title == ja
        assert propose_finding(reader, Texts("en"), figure_id).title.startswith(en)


def test_what_was_inspected_is_no_section_of_the_standard(shipped_case: Path) -> None:
    figure_id = "delta:2005-2007:内閣官房:inspection_grade:all:all::端末(PC)"
    with OpenCase(shipped_case).reader() as reader:
        text = propose_finding(reader, JA, figure_id)
    assert (text.section, text.item, text.criteria) == ("", "", "")
    assert text.title.startswith("内閣官房 端末(PC) 重点検査の評価の変化")


def test_a_check_about_one_ministry_proposes_it_with_the_decimals_that_were_printed(made_practice_case: Path) -> None:
    with OpenCase(made_practice_case).reader() as reader:
        failed = next(own for own in case_checks(reader) if "千歳省" in own.subject and not own.holds)
        text = propose_finding(reader, JA, check_id(failed))
        names = [own.names[-1].name for own in reader.organisations() if own.id in text.organisations]
    assert names == ["千歳省"]
    assert text.figures[0].printed == "84.4 % ≠ 63.4 %"
