"""A file from outside, read once: refused where it cannot be a text, else decoded with its encoding noted."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from pathlib import Path

from auditor_app.domain.provenance import lines_of
from auditor_app.domain.readings import SourceDocument
from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.encodings import decode

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; above that a published text is none."""
LONGEST_LINE = 100_000
"""Characters; above that a line is none, and the text was not saved as lines."""

# Unicode's own line ends and the form feed: white space to this program, as places count lines by CR and LF alone.
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029\f\v]")
_FEWEST_LINES = 3

# How a file begins, and what it is then.  Told by content: names lie.
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x1f\x8b", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ\x00", "compressed"),
    (b"(\xb5/\xfd", "compressed"),
    (b"7z\xbc\xaf\x27\x1c", "compressed"),
    (b"Rar!\x1a\x07", "compressed"),
    (b"SQLite format 3\x00", "database"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
    (b"{\\rtf", "rtf"),
)
# Names inside a zip container that tell whose container it is; they stand uncompressed in its directory.
_CONTAINER_MARKS = (
    (b"xl/workbook", "workbook"),
    (b"opendocument.spreadsheet", "workbook"),
    (b"word/document", "word"),
    (b"opendocument.text", "word"),
    (b"ppt/presentation", "slides"),
)
_WEB_PAGE_MARKS = (b"<!doctype html", b"<html")


def read_source_file(path: Path) -> tuple[str, bytes]:
    """Name and content of a regular file, read once; InputRefusedError for anything else."""
    place = path.name or str(path)
    descriptor, size = open_regular_file(path)
    try:
        _refuse_unless(size <= LARGEST_FILE, "import.too_large", place, megabytes=LARGEST_FILE // 1024**2)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise InputRefusedError(Problem("import.unreadable", place)) from error
    finally:
        os.close(descriptor)
    _refuse_unless(len(content) <= LARGEST_FILE, "import.too_large", place, megabytes=LARGEST_FILE // 1024**2)
    _refuse_unless(bool(content), "import.empty", place)
    return path.name, content


def open_regular_file(path: Path) -> tuple[int, int]:
    """Descriptor (the caller closes it) and size of a file that may be read; InputRefusedError for anything else."""
    place = path.name or str(path)
    try:
        # Not blocking: the other end of a named pipe may never come.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise InputRefusedError(Problem(_why_unopened(path, error), place)) from error
    try:
        status = os.fstat(descriptor)
        _refuse_unless(not stat.S_ISDIR(status.st_mode), "import.is_directory", place)
        _refuse_unless(stat.S_ISREG(status.st_mode), "import.not_a_regular_file", place)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, status.st_size


def open_document(path: Path, encoding: str | None = None) -> SourceDocument:
    """The document in a file, as text; containers and binaries are refused by what they are, never unpacked."""
    name, content = read_source_file(path)
    return document_from(name, content, encoding)


def document_from(name: str, content: bytes, encoding: str | None = None) -> SourceDocument:
    """The document in bytes already read."""
    kind = binary_kind(content)
    if kind:
        raise InputRefusedError(Problem(f"import.is_{kind}", name))
    try:
        decoded = decode(content, encoding)
    except InputRefusedError as error:
        raise InputRefusedError(*(Problem(own.key, name, own.values) for own in error.problems)) from error
    _refuse_unless("\0" not in decoded.text, "import.is_binary", name)
    _refuse_unless(bool(decoded.text.strip()), "import.blank", name)
    _refuse_unless(_has_lines(decoded.text), "import.foreign_line_ends", name)
    longest = max(map(len, lines_of(decoded.text)))
    _refuse_unless(longest <= LONGEST_LINE, "import.line_too_long", name, characters=longest, limit=LONGEST_LINE)
    digest = hashlib.sha256(content).hexdigest()
    return SourceDocument(
        name,
        content,
        digest,
        decoded.encoding,
        decoded.is_certain,
        decoded.text,
        alternatives=decoded.alternatives,
    )


def _has_lines(text: str) -> bool:
    """Whether what separates the lines is what places are counted by."""
    return len(lines_of(text.strip())) > 1 or len(_OTHER_LINE_ENDS.findall(text.strip())) < _FEWEST_LINES - 1


def binary_kind(content: bytes) -> str:
    """What a file is when it is no plain text, told by its content; "" for text.

    >>> binary_kind(b"%PDF-1.4"), binary_kind(b"PK\\x03\\x04....xl/workbook.xml"), binary_kind("把握率".encode("cp932"))
    ('pdf', 'workbook', '')
    """
    if content.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _CONTAINER_MARKS if mark in content), "zip")
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    beginning = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith(_WEB_PAGE_MARKS):
        return "web_page"
    return ""


def _why_unopened(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, ValueError):  # a NUL in the name
        return "import.missing"
    if os.path.isdir(path):  # where pathlib would raise for a name too long
        return "import.is_directory"
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG):
        return "import.missing"
    return "import.not_a_regular_file" if error.errno == errno.ENXIO else "import.unreadable"


def _refuse_unless(holds: bool, key: str, place: str, **values: object) -> None:
    if not holds:
        raise InputRefusedError(Problem(key, place, values))
