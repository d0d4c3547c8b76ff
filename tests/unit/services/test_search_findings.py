"""Findings are found by number, title and organisation, the newest first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from auditor_app.services.open_case import OpenCase
from auditor_app.services.search_findings import search_findings
from tests.unit.services.finding_steps import PLAIN, raised


def numbers(case: Path, wanted: str) -> list[str]:
    with OpenCase(case).reader() as reader:
        return [own.number for own in search_findings(reader, wanted)]


def test_numbers_come_before_titles_and_titles_before_organisations(practice_case: Path) -> None:
    with OpenCase(practice_case).reader() as reader:
        body = next(own.id for own in reader.organisations() if own.names[-1].name == "青葉省")
    of_body = raised(practice_case, replace(PLAIN, organisations=(body,)))
    titled = raised(practice_case, replace(PLAIN, title="青葉省の ＡＢＣ 手順"))
    other = raised(practice_case, replace(PLAIN, fiscal_year=2008))
    assert numbers(practice_case, "青 葉省") == [titled, of_body]
    assert numbers(practice_case, "abc手順") == [titled]
    assert numbers(practice_case, "2006-") == [titled, of_body]
    assert numbers(practice_case, "001") == [other, of_body]
    assert numbers(practice_case, " ") == numbers(practice_case, "ない題名") == []


def test_only_a_few_are_offered_and_the_newest_of_them(practice_case: Path) -> None:
    given = [raised(practice_case) for _ in range(8)]
    assert numbers(practice_case, "格付け") == given[:1:-1]
