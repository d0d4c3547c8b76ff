"""An XML part looked at while it is unpacked: no DOCTYPE anywhere, and no damage that a parser would read past."""

from __future__ import annotations

from xml.parsers import expat

from auditor_app.foundation.errors import InputRefusedError, Problem

LARGEST_CHECKED = 16 * 1024**2
"""Bytes up to which a part is parsed to its end: a second time would cost a long sheet too much."""
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_LONGEST = max(map(len, _DOCTYPES))


class XmlCheck:
    """Fed block by block, then finished; an empty part, as LibreOffice writes some, is none."""

    def __init__(self, size: int, damaged: str, doctype: str) -> None:
        """`size` is the one claimed: unpacking fails where it is a lie.  The others are text keys of refusals."""
        self._damaged, self._doctype = damaged, doctype
        self._parser = expat.ParserCreate() if 0 < size <= LARGEST_CHECKED else None
        self._tail = b""

    def feed(self, block: bytes) -> None:
        content = self._tail + block
        if any(mark in content for mark in _DOCTYPES):
            raise InputRefusedError(Problem(self._doctype))
        self._tail = content[-_LONGEST:]
        self._parse(block, is_final=False)

    def finish(self) -> None:
        self._parse(b"", is_final=True)

    def _parse(self, block: bytes, *, is_final: bool) -> None:
        if self._parser is None:
            return
        try:
            self._parser.Parse(block, is_final)
        except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two for odd encodings
            raise InputRefusedError(Problem(self._damaged)) from error
