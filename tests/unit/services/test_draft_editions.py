"""Rates by an edition that is not decided say so: side by side, explained, and in what is exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from auditor_app.cli.commands import commands
from auditor_app.foundation.translation import Texts
from auditor_app.services.compare_years import CompareChoice, compare_organisations
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.select_view import Selectors
from auditor_app.services.word_explanation import explanation_lines
from auditor_app.storage.reading import CaseReader
from tests.unit.services.test_manage_editions import edit

DRAFT = "改訂版"


@pytest.fixture
def drafted(practice_case: Path) -> Path:
    edit(practice_case, DRAFT, 2008, state="public_comment")
    return practice_case


def shown(case: Path, *words: str) -> str:
    done = CliRunner().invoke(commands, ["show", str(case), *words])
    assert done.exit_code == 0, done.output
    return done.output


def manifest(case: Path, folder: Path, view: str, *words: str) -> dict[str, Any]:
    target = folder / f"{view}.csv"
    done = CliRunner().invoke(commands, ["export", str(case), view, str(target), *words])
    assert done.exit_code == 0, done.output
    return json.loads(target.with_name(f"{target.name}.manifest.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_compared_years_say_which_edition_is_a_draft(drafted: Path, tmp_path: Path) -> None:
    with CaseReader(drafted) as reader:
        compared = compare_organisations(reader, CompareChoice((2006, 2007, 2008)))
    assert [pair.drafts for pair in compared.pairs] == [(), (DRAFT,)]
    words = Texts("ja")("edition.not_decided", edition=DRAFT)
    assert words in shown(drafted, "compare", "--year", "2007,2008", "--lang", "ja")
    assert words not in shown(drafted, "compare", "--year", "2006,2007", "--lang", "ja")
    pairs = manifest(drafted, tmp_path, "compare", "--year", "2007,2008")["pairs"]
    assert [own["drafts"] for own in pairs] == [[DRAFT]]


def test_explained_difference_says_that_its_edition_is_a_draft(drafted: Path) -> None:
    with CaseReader(drafted) as reader:
        found = explain_figure(reader, "delta:2007-2008:青葉省:implementation:all:all", Selectors().rate_options)
        former = explain_figure(reader, "delta:2006-2007:青葉省:implementation:all:all", Selectors().rate_options)
    for language in ("ja", "en"):
        texts = Texts(language)
        words = texts("explain.delta.draft", edition=DRAFT)
        assert words in "\n".join(explanation_lines(texts, found))
        assert words not in "\n".join(explanation_lines(texts, former))


def test_manifest_of_rates_says_by_which_edition_and_that_it_is_a_draft(drafted: Path, tmp_path: Path) -> None:
    of_all = manifest(drafted, tmp_path, "rates")["editions"]
    assert [(own["year"], own["state"], "remark" in own) for own in of_all] == [
        (2006, "decided", False),
        (2007, "decided", False),
        (2008, "public_comment", True),
    ]
    (own,) = manifest(drafted, tmp_path, "rates", "--year", "2008")["editions"]
    assert own["remark"]["ja"] == Texts("ja")("rates.draft")
