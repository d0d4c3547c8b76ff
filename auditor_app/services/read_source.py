"""The text of a source as it was read, whole or around a place."""

from __future__ import annotations

from dataclasses import dataclass

from auditor_app.domain.provenance import Place, lines_of
from auditor_app.storage.reading import CaseReader

LINES_AROUND = 1
LONGEST_LINE = 60
BEFORE_PRINTED, AFTER_PRINTED = 40, 0


@dataclass(frozen=True)
class Excerpt:
    """(line number, text, whether it belongs to the place) of the lines around a place."""

    lines: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True)
class SourceText:
    """A whole document as text, with what is known of it."""

    name: str
    sha256: str
    encoding: str
    cited: str
    text: str | None
    """None when the case keeps no bytes of it (above 100 MB)."""


def source_excerpt(reader: CaseReader, place: Place, printed: str = "") -> Excerpt:
    """The lines of a place and one on either side, long ones cut around the printed form.

    Empty for a cell of a sheet, which has no lines, and when the bytes are not kept.
    """
    if place.sheet:
        return Excerpt(())
    text = reader.document_text(place.sha256)
    if text is None:
        return Excerpt(())
    lines = lines_of(text)
    first, last = max(1, place.line_from - LINES_AROUND), min(len(lines), place.line_to + LINES_AROUND)
    return Excerpt(
        tuple(
            (number, _shortened(lines[number - 1], printed), place.line_from <= number <= place.line_to)
            for number in range(first, last + 1)
            if lines[number - 1].strip() or place.line_from <= number <= place.line_to
        )
    )


def source_text(reader: CaseReader, sha256: str) -> SourceText:
    """The whole text of a document in force; KeyError for an unknown one."""
    document = next((document for document in reader.documents() if document.sha256 == sha256), None)
    if document is None:
        raise KeyError(sha256)
    return SourceText(document.name, sha256, document.encoding, document.cited, reader.document_text(sha256))


def _shortened(line: str, printed: str) -> str:
    """At most LONGEST_LINE characters with the printed form among them.

    >>> _shortened("x" * 100 + "31.2 %" + "y" * 100, "31.2 %")
    '…xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx31.2 %…'
    """
    line = line.replace("\t", "   ")
    if len(line) <= LONGEST_LINE:
        return line
    found = line.find(printed) if printed else -1
    if found < 0:
        return line[:BEFORE_PRINTED] + "…"
    first, last = max(0, found - BEFORE_PRINTED), min(len(line), found + len(printed) + AFTER_PRINTED)
    return f"{'…' if first else ''}{line[first:last]}{'…' if last < len(line) else ''}"
