"""Verifies figures against their sources: the bytes kept, the printed form at its lines, the number in it."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from auditor_app.domain.case import VerifiedPoint
from auditor_app.domain.provenance import lines_of
from auditor_app.domain.published import fold_name
from auditor_app.storage.queries import kept_files as kept
from auditor_app.storage.queries.documents import decoded, unpacked
from auditor_app.storage.refusals import UnreadableRowError

_FIGURE = re.compile(r"[-−△▲]?\d[\d,]*(?:\.\d+)?")


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


def kept_files(connection: sqlite3.Connection) -> Iterator[VerifiedPoint]:
    """The bytes kept as evidence are those of their hash; read piece by piece, for they may be many."""
    holds, files = True, kept.sizes_of_kept(connection)
    for identifier, sha256, size in files:
        try:
            for _ in kept.checked(size, kept.packed_pieces_of(connection, identifier), sha256):
                pass
        except UnreadableRowError:
            holds = False
            yield VerifiedPoint("kept_files", False, "verify.kept_files.broken", {"file": identifier}, sha256[:16])
    if holds:
        yield VerifiedPoint("kept_files", True, "verify.kept_files.holds", {"count": len(files)})


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
    """The numbers stored are among those of the printed form, wherever that shows any."""
    holds, count = True, 0
    for figure_id, printed, number, secondary in connection.execute(
        """SELECT f.figure_id, s.printed, s.number, s.secondary
           FROM statement s JOIN fact f ON f.id = s.fact_id WHERE s.number IS NOT NULL ORDER BY s.id"""
    ):
        figures = figures_in(printed)
        if not figures:
            continue
        count += 1
        stored = [Decimal(text) for text in (number, secondary) if text is not None]
        if any(own not in figures for own in stored):
            holds = False
            yield VerifiedPoint("numbers", False, "verify.numbers.broken", {"number": number}, figure_id)
    if holds:
        yield VerifiedPoint("numbers", True, "verify.numbers.holds", {"count": count})


def figures_in(printed: str) -> set[Decimal]:
    """Every number a printed form shows.

    >>> sorted(figures_in("農林水産省 \\t３１．２ ％ （９８．２ ％）")), figures_in("△5"), figures_in("9割弱 (なし)")
    ([Decimal('31.2'), Decimal('98.2')], {Decimal('-5')}, {Decimal('9')})
    >>> sorted(figures_in("新規17施策 + 継続31施策 = 計1,048施策"))
    [Decimal('17'), Decimal('31'), Decimal('1048')]
    """
    return {_number(match) for match in _FIGURE.findall(unicodedata.normalize("NFKC", printed))} | {
        _number(match) for match in _FIGURE.findall(fold_name(printed))
    }


def _number(text: str) -> Decimal:
    return Decimal("-" * (text[0] in "-−△▲") + text.lstrip("-−△▲").replace(",", ""))


def _lines(connection: sqlite3.Connection, document_id: int, change_id: int) -> list[str]:
    """The document as the change that cites it decoded it, folded, line by line."""
    content, size, encoding = connection.execute(
        """SELECT d.content, d.size, named.encoding FROM document d
           JOIN change_document named ON named.document_id = d.id WHERE d.id = ? AND named.change_id = ?""",
        (document_id, change_id),
    ).fetchone() or (b"", -1, "")
    return [fold_name(line) for line in lines_of(decoded(unpacked(content, size), encoding))]


def _stands_in(printed: str, folded_lines: str) -> bool:
    """Whether each line of the printed form stands there, in their order; other lines may stand between them.

    A quotation mark inside a csv cell is written twice.
    """
    at = 0
    for line in lines_of(printed):
        folded = fold_name(line)
        found = folded_lines.find(folded, at)
        if found < 0:
            return folded in folded_lines.replace('""', '"')
        at = found + len(folded)
    return True
