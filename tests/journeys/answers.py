"""Before the page of answers: what its journeys share."""

from __future__ import annotations

from typing import cast

from auditor_app.ui.models.windowed_table_model import NOT_HERE_YET
from auditor_app.ui.pages.answers_page import AnswersPage
from tests.auditor import Auditor


def page_of(auditor: Auditor) -> AnswersPage:
    return cast(AnswersPage, auditor.page)


def wait(auditor: Auditor) -> None:
    """Until the rows in sight are the ones asked for."""
    model = page_of(auditor).model
    auditor.wait_for(lambda: model.is_at_rest and not auditor.desktop.jobs.running())
    auditor.settle()
    auditor.wait_for(lambda: model.rowCount() == 0 or model.index(0, 0).data() != NOT_HERE_YET)
    auditor.settle()
