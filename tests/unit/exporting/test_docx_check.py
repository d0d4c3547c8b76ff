"""A Word file that says something else than its document is noticed, with the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument

from auditor_app.exporting.docx_check import check_docx
from auditor_app.exporting.docx_file import write_docx
from auditor_app.exporting.read_back import ReadBackError
from tests.unit.exporting.report_documents import report

Change = Callable[[WordDocument], object]


def _text(word: WordDocument, old: str, new: str) -> None:
    paragraphs = [
        *word.paragraphs,
        *(own for table in word.tables for row in table.rows for cell in row.cells for own in cell.paragraphs),
        *word.sections[0].footer.paragraphs,
    ]
    found = next(own for own in paragraphs if old in own.text)
    found.runs[0].text = found.text.replace(old, new)
    for run in found.runs[1:]:
        run.text = ""


def _drop(word: WordDocument, text: str) -> None:
    found = next(own for own in word.paragraphs if own.text.startswith(text))
    found._p.getparent().remove(found._p)


CHANGES: list[tuple[str, Change, str]] = [
    ("a number", lambda word: _text(word, "31.2", "98.2"), "31.2"),
    ("a name", lambda word: _text(word, "農林水産省 *1", "農林水産省"), "農林水産省 *1"),
    ("a footnote gone", lambda word: _drop(word, "*1"), "*1"),
    ("a heading gone", lambda word: _drop(word, "2.1 実施率"), "2.1 実施率"),
    ("a finding's field", lambda word: _text(word, "地方支分部局を含めて", "本省だけで"), "地方支分部局を含めて"),
    ("the head of the log", lambda word: _text(word, "9a9a9a", "9b9b9b"), "9a9a"),
    ("a remark at the foot", lambda word: _text(word, "限定されています", "限定されていません"), "限定されています"),
    ("a line more", lambda word: word.add_paragraph("追記"), ""),
    ("a row gone", lambda word: word.tables[1]._tbl.remove(word.tables[1]._tbl.tr_lst[-1]), "21"),
    ("a table gone", lambda word: word.tables[1]._tbl.getparent().remove(word.tables[1]._tbl), "a table"),
    ("another style", lambda word: setattr(word.paragraphs[1], "style", word.styles["Normal"]), "Title"),
]


@pytest.mark.parametrize(("change", "expected"), [own[1:] for own in CHANGES], ids=[own[0] for own in CHANGES])
def test_a_change_behind_the_programs_back_is_noticed(change: Change, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_docx(report(), path)
    word = docx.Document(str(path))
    change(word)
    word.save(str(path))
    with pytest.raises(ReadBackError) as told:
        check_docx(report(), path)
    assert expected in told.value.expected
    assert told.value.place


def test_a_file_that_is_no_word_document_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_docx(report(), path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(ReadBackError):
        check_docx(report(), path)
