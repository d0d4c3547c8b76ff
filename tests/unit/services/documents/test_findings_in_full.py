"""Findings leave the program in full: text, figures, answers and evidence, for readers, in sheets and in letters."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from auditor_app.domain.documents import Document, FieldList, Table
from auditor_app.foundation.errors import InputRefusedError
from auditor_app.foundation.translation import Texts
from auditor_app.services.attach_evidence import Attaching, attach_file
from auditor_app.services.documents import findings_in_full
from auditor_app.services.documents.gathered import gathered
from auditor_app.services.documents.view_document import view_document
from auditor_app.services.export_document import export_document
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors
from tests.builders import TickingClock
from tests.exported_files import rows_of_xlsx, words_of_pdf
from tests.unit.services.finding_steps import AUTHOR, answered, raised

ROOT = Path(__file__).parents[4]
CLOCK = TickingClock()
AT = CLOCK()


@pytest.fixture
def case(shipped_case: Path, tmp_path: Path) -> Path:
    """Two findings: one issued, answered and with evidence, one a draft."""
    number = answered(shipped_case, raised(shipped_case))
    evidence = tmp_path / "記録.txt"
    evidence.write_text("調査の記録", encoding="utf-8")
    attach_file(Attaching(shipped_case, number, AUTHOR, CLOCK), evidence)
    raised(shipped_case)
    return shipped_case


def document_of(case: Path, view: str = "findings", selectors: Selectors | None = None) -> Document:
    with OpenCase(case).reader() as reader:
        return view_document(reader, Texts("ja"), view, selectors or Selectors())


def texts_of(document: Document) -> str:
    fields = [
        pair
        for own in document.sections
        for block in own.blocks
        if isinstance(block, FieldList)
        for pair in block.fields
    ]
    cells = [cell.text for table in document.tables() for row in table.rows for cell in row.cells]
    return "\n".join([*(own.title for own in document.sections), *(words for _, words in fields), *cells])


def test_what_was_written_answered_and_attached_stands_below_the_register(case: Path) -> None:
    words = texts_of(document_of(case))
    for wanted in (
        "格付けをしていない。",
        "格付けをすること。",
        "研修を行うこと。",
        "研修を行います。",
        "記録.txt",
        "年度内に実施",
    ):
        assert wanted in words
    digest = next(cell for cell in words.splitlines() if len(cell) == 64)
    assert set(digest) <= set("0123456789abcdef")


def test_a_pdf_holds_the_findings_in_sight_and_a_letter_of_the_shipped_template_those_signed(
    case: Path, tmp_path: Path
) -> None:
    document = document_of(case)
    export_document(document, tmp_path / "a.pdf", AT)
    assert "格付けをしていない。" in words_of_pdf(tmp_path / "a.pdf")
    template = ROOT / "resources" / "templates" / "findings-ja.docx"
    done = export_document(document, tmp_path / "letter.docx", AT, template=template)
    assert done.unsigned == ("2006-002",)
    letter = docx.Document(str(tmp_path / "letter.docx"))
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*(own.text for own in letter.paragraphs), *cells])
    assert "2006-001" in words
    assert "研修を行うこと。" in words
    assert "2006-002" not in words, "nobody has signed it"
    assert "指摘事項はありません" not in words


def test_no_letter_is_made_of_drafts_alone(case: Path, tmp_path: Path) -> None:
    document = document_of(case, selectors=Selectors(filters=("state=draft",)))
    template = ROOT / "resources" / "templates" / "findings-ja.docx"
    with pytest.raises(InputRefusedError) as refused:
        export_document(document, tmp_path / "letter.docx", AT, template=template)
    assert [own.key for own in refused.value.problems] == ["template.no_findings"]


@pytest.mark.parametrize("name", ["findings-ja", "findings-en"])
def test_no_letter_about_findings_is_written_from_a_page_that_has_none(case: Path, tmp_path: Path, name: str) -> None:
    template = ROOT / "resources" / "templates" / f"{name}.docx"
    with pytest.raises(InputRefusedError) as refused:
        export_document(document_of(case, "coverage"), tmp_path / "letter.docx", AT, template=template)
    assert [own.key for own in refused.value.problems] == ["template.no_findings"]
    assert list(tmp_path.glob("letter*")) == []


def test_a_workbook_has_one_sheet_for_each_kind_and_not_for_each_finding(case: Path, tmp_path: Path) -> None:
    document = document_of(case)
    ids = [table.id for table in gathered(document).tables()]
    assert ids == ["findings", "finding-texts", "finding-answers", "finding-evidence"]
    export_document(document, tmp_path / "a.xlsx", AT)
    cells = {cell for row in rows_of_xlsx(tmp_path / "a.xlsx") for cell in row}
    assert {"格付けをしていない。", "記録.txt", "2006-002"} <= cells


def test_hundreds_of_findings_are_listed_with_their_texts_in_a_sheet(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_in_full, "MOST_IN_FULL", 1)
    document = document_of(case)
    assert [table.id for table in document.tables() if isinstance(table, Table)] == ["findings", "finding-texts"]
    assert document.table("finding-texts").is_long
    assert "格付けをしていない。" in texts_of(document)
