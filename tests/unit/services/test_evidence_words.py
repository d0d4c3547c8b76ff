"""Evidence that is a source says in words where it stands, and claims nothing about a file."""

from __future__ import annotations

from pathlib import Path

from auditor_app.foundation.translation import Texts
from auditor_app.services.attach_evidence import Attaching, attach_figure, attach_note, attach_source
from auditor_app.services.open_case import OpenCase
from auditor_app.services.tables.finding_detail_columns import evidence_columns, evidence_rows
from auditor_app.services.word_evidence import place_words
from tests.unit.services.finding_steps import CLOCK, finding, raised

FIGURE = "rates:2006:青葉省::all:3"


def test_a_source_and_a_figure_are_named_and_need_no_state_of_a_file(practice_case: Path) -> None:
    number = raised(practice_case)
    with OpenCase(practice_case).reader() as reader:
        document = reader.documents()[0]
    attaching = Attaching(practice_case, number, "account", CLOCK, "監査 花子", "根拠", "", None)
    attach_source(attaching, document.sha256, "L12")
    attach_figure(attaching, FIGURE, "実施率")
    attach_note(attaching, "面談の記録")
    texts = Texts("ja")
    with OpenCase(practice_case).reader() as reader:
        places = place_words(reader, texts, finding(practice_case, number))
    rows = evidence_rows(finding(practice_case, number), (), {}, places)
    columns = {own.key: own for own in evidence_columns(texts, str)}
    assert [columns["look"].display(row) for row in rows] == ["", "", ""]
    words = [columns["words"].display(row) for row in rows]
    assert words[0] == f"{document.name} L12"
    assert words[1].startswith("青葉省 第3部 実施率 2006年度 ")
    assert FIGURE not in " ".join(words)
    assert document.sha256 not in " ".join(words)


def test_a_place_the_case_no_longer_knows_is_shown_as_it_was_kept(practice_case: Path) -> None:
    number = raised(practice_case)
    attach_figure(Attaching(practice_case, number, "account", CLOCK, "", "", "", None), FIGURE, "実施率")
    [row] = evidence_rows(finding(practice_case, number), (), {})
    assert row.place == FIGURE
