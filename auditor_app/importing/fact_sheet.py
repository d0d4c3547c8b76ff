"""Reads the fact sheets the program ships: published figures with source, place and confidence, one a line.

A fact sheet is our transcription of facts, not the publication: `place` is the line of the sheet, `cited`
names the publication and where it prints the fact.
"""

from __future__ import annotations

import csv
import hashlib
import io
from decimal import Decimal
from pathlib import Path

from auditor_app.domain.provenance import Confidence, Place
from auditor_app.domain.published import FactKey, FactKind, State, Statement, Value
from auditor_app.domain.readings import DocumentReading, SourceDocument


def read_fact_sheet(path: Path, cited: str) -> DocumentReading:
    """All statements of a shipped sheet; `cited` says what it is a transcription of.

    A malformed sheet is a defect and raises ValueError.
    """
    content = path.read_bytes()
    text = content.decode("utf-8")
    sha256 = hashlib.sha256(content).hexdigest()
    document = SourceDocument(path.name, content, sha256, "utf-8", True, text, cited)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    statements = [_statement(row, Place(path.name, sha256, reader.line_num, reader.line_num)) for row in reader]
    return DocumentReading(document, tuple(statements), (), ())


def _statement(row: dict[str, str], line: Place) -> Statement:
    def number(name: str) -> Decimal | None:
        return Decimal(row[name]) if row[name] else None

    return Statement(
        key=FactKey(
            FactKind(row["kind"]),
            int(row["fiscal_year"]),
            row["subject"],
            row["aspect"],
            row["role"],
            row["part"],
            row["section"],
            int(row["fiscal_year_to"] or 0),
        ),
        value=Value(
            number=number("number"),
            secondary=number("secondary"),
            secondary_meaning=row["secondary_meaning"],
            lower=number("lower"),
            upper=number("upper"),
            grade=row["grade"],
            text=row["text"],
            state=State(row["state"] or "reported"),
        ),
        printed=row["printed"],
        place=Place(line.document, line.sha256, line.line_from, line.line_to, row["cited"]),
        unit=row["unit"],
        is_draft=row["is_draft"] == "yes",
        confidence=Confidence(row["confidence"]),
        basis=row["basis"],
        note=row["note"],
        attributes=tuple(sorted(tuple(pair.split("=", 1)) for pair in row["attributes"].split("|") if pair)),  # type: ignore[misc]
        position=int(row["position"] or 0),
    )
