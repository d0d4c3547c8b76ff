"""A ministry's answer bears the ministry's name of that year, in the language of the reader."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor_app.domain.findings import MinistryResponse
from auditor_app.domain.organisations import find_organisation
from auditor_app.foundation.translation import Language, Texts
from auditor_app.services.answer_finding import record_response
from auditor_app.services.browse_findings import finding_page
from auditor_app.services.documents.finding_fields import finding_fields
from auditor_app.services.open_case import OpenCase
from auditor_app.services.tables.finding_detail_columns import answer_rows
from tests.unit.services.finding_steps import AUTHOR, CLOCK, issued, raised_on

FIGURE = "rates:2006:青葉省::all:3"


@pytest.mark.parametrize(("language", "name"), [("ja", "青葉省"), ("en", "Ministry of Aoba")])
def test_an_answer_is_by_its_ministry_in_the_language_of_the_reader(
    practice_case: Path, language: Language, name: str
) -> None:
    number = issued(practice_case, raised_on(practice_case, FIGURE))
    texts = Texts(language)
    with OpenCase(practice_case).reader() as reader:
        body = find_organisation(reader.organisations(), "青葉省")
    assert body is not None
    response = MinistryResponse(date(2007, 9, 1), "研修を行います。", body.id)
    record_response(practice_case, number, response, by=AUTHOR, author="account", clock=CLOCK)
    with OpenCase(practice_case).reader() as reader:
        page = finding_page(reader, texts, number)
    assert [row.who for row in answer_rows(texts, page.finding, page.organisations, str)] == [name]
    answers = finding_fields(texts, page, str)["responses"]
    assert isinstance(answers, list)
    assert [answer["organisation"] for answer in answers] == [name]
