"""A comparison by an edition that is not decided says so on the page, in its pictures and in what is exported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.auditor import Auditor
from tests.journeys.test_comparing_years import choose_years, compare_page
from tests.unit.services.test_manage_editions import edit


def exported(auditor: Auditor, target: Path) -> dict[str, object]:
    auditor.notices.target = target
    auditor.choose(f"export_{target.suffix[1:]}")
    auditor.wait_for(Path(f"{target}.manifest.json").exists)
    manifest: dict[str, object] = json.loads(Path(f"{target}.manifest.json").read_bytes())
    return manifest


def test_page_and_charts_say_that_the_edition_is_a_draft(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    edit(practice_case, "改訂版", 2008, state="draft")
    auditor = sit_down(practice_case)
    page = compare_page(auditor)
    words = auditor.texts("edition.not_decided", edition="改訂版")
    assert words in page.notes.words()
    assert any(words in own for own in page.charts._trend[-1])
    assert any(words in own for own in page.charts._bridge[-1])
    choose_years(auditor, page, 2006, 2007)
    assert words not in page.notes.words()
    auditor.go("rates")
    auditor.window.choose_year(2008)
    editions = exported(auditor, tmp_path / "rates.csv")["editions"]
    assert isinstance(editions, list)
    assert [(own["year"], own["edition"], own["state"]) for own in editions] == [(2008, "改訂版", "draft")]
    assert editions[0]["remark"]["ja"] == auditor.texts("rates.draft")


def test_manifest_of_a_comparison_names_its_years_and_only_choices_that_act(
    sit_down: Callable[..., Auditor], practice_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(practice_case)
    page = compare_page(auditor)
    page.take_choices({"level": "part", "organisation": "青葉省"})
    auditor.settle()
    of_parts = exported(auditor, tmp_path / "parts.json")["selectors"]
    assert isinstance(of_parts, dict)
    assert (of_parts["organisation"], of_parts["years"]) == ("青葉省", [2007, 2008])
    page.take_choices({"level": "organisation"})
    auditor.settle()
    selectors = exported(auditor, tmp_path / "all.json")["selectors"]
    assert isinstance(selectors, dict)
    assert (selectors["years"], selectors["metric"], selectors["role"]) == ([2007, 2008], "implementation", "all")
    assert not {"year", "organisation", "published", "part"} & set(selectors)
