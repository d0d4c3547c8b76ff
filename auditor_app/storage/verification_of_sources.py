"""Verifies figures against their sources: the bytes kept, the printed form at its lines, the number in it."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal

from auditor_app.domain.case import VerifiedPoint
from auditor_app.domain.published import fold_name
from auditor_app.storage.queries.documents import decoded, unpacked
from auditor_app.storage.refusals import UnreadableRowError

# Lines as the readers count them: a form feed or U+2028 is white space within a line.
_LINE_END = re.compile(r"\r\n|\r|\n")
_FIGURE = r"[-−△▲]?\d[\d,]*(?:\.\d+)?"
# A cell, folded, that ends in one number or in "31.2%(98.2%)" and holds no other digit: "内閣官房99.2%".
_PLAIN_NUMBER = re.compile(rf"\D*?(?P<number>{_FIGURE})%?(?:\((?P<secondary>{_FIGURE})%?\))?")


def document_bytes(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """The bytes kept of each document are those it was read from."""
    holds, kept = True, 0
    for identifier, sha256, size, content in connection.execute("SELECT id, sha256, size, content FROM document"):
        if content is None:  # too large to be kept: the digest of its change says that it never was
            continue
        kept += 1
        try:
            is_same = hashlib.sha256(unpacked(content, size)).hexdigest() == sha256
        except UnreadableRowError:
            is_same = False
        if not is_same:
            holds = False
            values = {"document": identifier}
            yield VerifiedPoint("documents", False, "verify.documents.broken", values, sha256[:16])
    if holds:
        yield VerifiedPoint("documents", True, "verify.documents.holds", {"count": kept})


def printed_forms(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """The printed form of each statement stands at its lines, spacing and width of letters apart."""
    holds, count, lines, shown = True, 0, [""], None
    for figure_id, printed, first, last, document_id, change_id in connection.execute(
        """SELECT f.figure_id, s.printed, p.line_from, p.line_to, p.document_id, s.change_id
           FROM statement s JOIN fact f ON f.id = s.fact_id JOIN place p ON p.id = s.place_id
           JOIN document d ON d.id = p.document_id
           WHERE d.content IS NOT NULL AND s.printed <> '' AND p.line_from > 0
           ORDER BY p.document_id, s.change_id, s.id"""
    ):
        if shown != (document_id, change_id):
            shown, lines = (document_id, change_id), _lines(connection, document_id, change_id)
        count += 1
        if not _stands_in(printed, "".join(lines[first - 1 : last])):
            holds = False
            yield VerifiedPoint("printed", False, "verify.printed.broken", {"line": first}, figure_id)
    if holds:
        yield VerifiedPoint("printed", True, "verify.printed.holds", {"count": count})


def printed_numbers(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """Where the printed form is a plain number, it is the number stored."""
    holds, count = True, 0
    for figure_id, printed, number, secondary in connection.execute(
        """SELECT f.figure_id, s.printed, s.number, s.secondary
           FROM statement s JOIN fact f ON f.id = s.fact_id WHERE s.number IS NOT NULL ORDER BY s.id"""
    ):
        read, read_secondary = plain_number(printed)
        if read is None:
            continue
        count += 1
        is_other = read_secondary is not None and secondary is not None and read_secondary != Decimal(secondary)
        if read != Decimal(number) or is_other:
            holds = False
            yield VerifiedPoint("numbers", False, "verify.numbers.broken", {"number": number}, figure_id)
    if holds:
        yield VerifiedPoint("numbers", True, "verify.numbers.holds", {"count": count})


def plain_number(printed: str) -> tuple[Decimal | None, Decimal | None]:
    """The number a printed cell or row shows, and the one in parentheses; None when it shows more or none.

    >>> plain_number("農林水産省 \\t３１．２ ％ （９８．２ ％）"), plain_number("計1,234"), plain_number("△5")
    ((Decimal('31.2'), Decimal('98.2')), (Decimal('1234'), None), (Decimal('-5'), None))
    >>> plain_number("新規17施策 + 継続31施策 = 計48施策"), plain_number("9割弱")
    ((None, None), (None, None))
    """
    match = _PLAIN_NUMBER.fullmatch(fold_name(printed.rpartition("\t")[2]))
    return (_number(match["number"]), _number(match["secondary"])) if match else (None, None)


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    return Decimal("-" * (text[0] in "-−△▲") + text.lstrip("-−△▲").replace(",", ""))


def _lines(connection: sqlite3.Connection, document_id: int, change_id: int) -> list[str]:
    """The document as the change that cites it decoded it, folded, line by line."""
    content, size, encoding = connection.execute(
        """SELECT d.content, d.size, named.encoding FROM document d
           JOIN change_document named ON named.document_id = d.id WHERE d.id = ? AND named.change_id = ?""",
        (document_id, change_id),
    ).fetchone() or (b"", -1, "")
    return [fold_name(line) for line in _LINE_END.split(decoded(unpacked(content, size), encoding))]


def _stands_in(printed: str, folded_lines: str) -> bool:
    """A quotation mark inside a csv cell is written twice."""
    folded = fold_name(printed)
    return folded in folded_lines or folded in folded_lines.replace('""', '"')
