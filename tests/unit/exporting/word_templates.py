"""Word templates as an office could write them."""

from __future__ import annotations

from pathlib import Path

import docx


def template_of(folder: Path, *lines: str, header: str = "", rows: tuple[tuple[str, ...], ...] = ()) -> Path:
    """A template with these paragraphs, then a table."""
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    if rows:
        table = word.add_table(rows=len(rows), cols=len(rows[0]))
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                table.cell(number, place).text = text
    word.sections[0].header.paragraphs[0].text = header
    path = folder / "ひな形.docx"
    word.save(str(path))
    return path
