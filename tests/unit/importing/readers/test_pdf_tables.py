"""Ruled tables inside a PDF are sheets named by page; its text comes page by page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from auditor_app.importing.readers.private_folder import private_folder
from auditor_app.importing.readers.staged_file import stage_file
from auditor_app.importing.readers.table_reader import pdf_text
from tests.unit.importing.readers.reading import read_table, refusal_of, written

TABLE = [("organisation", "target"), ("MOFA", "100"), ("MOD", "250")]
WIDTH, HEIGHT, LEFT, TOP = 100, 20, 50, 700


def drawn(rows: Sequence[tuple[str, ...]]) -> bytes:
    right, bottom = LEFT + WIDTH * len(rows[0]), TOP - HEIGHT * len(rows)
    lines = [f"{LEFT} {TOP - HEIGHT * row} m {right} {TOP - HEIGHT * row} l S" for row in range(len(rows) + 1)]
    lines += [f"{LEFT + WIDTH * at} {TOP} m {LEFT + WIDTH * at} {bottom} l S" for at in range(len(rows[0]) + 1)]
    lines += [
        f"BT /F1 10 Tf {LEFT + WIDTH * column + 5} {TOP - HEIGHT * row - 14} Td ({text}) Tj ET"
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    return "\n".join(lines).encode()


def pdf(content: bytes, pages: int = 1) -> bytes:
    """The smallest PDF that shows `content` on each page."""
    kids = b" ".join(b"%d 0 R" % (5 + page) for page in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
    page += b"/Resources << /Font << /F1 3 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        *[page] * pages,
    ]
    file, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return file + end % (count, table, count, len(file))


def test_each_table_is_a_sheet_named_by_its_page(tmp_path: Path) -> None:
    probe, rows = read_table(written(tmp_path, "a.pdf", pdf(drawn(TABLE), pages=2)), sheet=1)
    assert probe.container == "pdf"
    assert [sheet.name for sheet in probe.sheets] == ["p.1-1", "p.2-1"]
    assert rows == dict(enumerate(TABLE, start=1))


def test_the_text_of_a_pdf_has_a_form_feed_between_pages(tmp_path: Path) -> None:
    with private_folder() as folder:
        text = pdf_text(stage_file(written(tmp_path, "a.pdf", pdf(drawn(TABLE), pages=2)), folder))
    first, second = text.split("\f")
    assert first == second == "organisation target\nMOFA 100\nMOD 250"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (pdf(drawn(TABLE), pages=301), "import.pdf_too_long"),
        (pdf(drawn(TABLE))[:200], "import.pdf_damaged"),
        (b"%PDF-1.4\n" + bytes(1000), "import.pdf_damaged"),
        (pdf(b""), "import.pdf_without_tables"),
    ],
)
def test_a_pdf_that_cannot_be_used_is_refused_with_the_reason(tmp_path: Path, content: bytes, key: str) -> None:
    assert refusal_of(written(tmp_path, "a.pdf", content)) == key
