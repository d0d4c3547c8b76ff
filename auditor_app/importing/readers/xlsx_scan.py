"""The XML of one sheet looked through while it is unpacked: extent, errors, formulas without a value, percentages.

Patterns instead of a parser keep this at a fraction of what reading the sheet costs; a file written so oddly that they
miss something is still bounded by the limits of the process, and a cell they miss keeps its plain value.
"""

from __future__ import annotations

import re
from html import unescape

from auditor_app.importing.readers.number_formats import TellingStyles
from auditor_app.importing.readers.sheet_marks import SheetMarks, column_index, refuse_beyond_limits

_LARGEST_ROW = 64 * 1024**2
"""Bytes of one row of XML; a longer one is no sheet."""
_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(row|c)\b([^>]*?)(/>|>)(?:(?=<(?:\w+:)?c\b)|(.*?)(?=<(?:\w+:)?(?:c|row)\b|\Z))", re.DOTALL
)
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]*)(\d+)["']""")
_STYLE = re.compile(rb"""\ss=["'](\d+)["']""")
_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>(.*?)</", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b([^>]*?)(?:/>|>(.*?)</)", re.DOTALL)
_ROW_END = b"row>"
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class XlsxSheetScan:
    """Fed block by block; `marks` is complete after `finish`."""

    def __init__(self, name: str, styles: TellingStyles) -> None:
        self.marks = SheetMarks()
        self._name = name
        self._styles = styles
        self._rest = b""
        self._is_odd: bool | None = None
        self._formula = b"<f"
        self._telling = _telling_pattern(styles.percent | styles.scaled)
        self._beyond = _pattern_beyond(b"")
        self._row = self._column = -1

    def feed(self, block: bytes) -> None:
        content = self._rest + block
        cut = content.rfind(_ROW_END) + len(_ROW_END)
        if cut < len(_ROW_END):
            self._rest = content
            if len(content) > _LARGEST_ROW:
                refuse_beyond_limits(self._name, 1, len(content))
            return
        self._rest = content[cut:]
        self._look_through(content[:cut])

    def finish(self) -> SheetMarks:
        self._look_through(self._rest)
        self._rest = b""
        self.marks.finish()
        return self.marks

    def _look_through(self, content: bytes) -> None:
        if self._is_odd is None and b"row" in content:
            # References left out, or in other quotation marks: every cell needs the closer look.
            first = re.search(rb"<(\w+:)?c\b[^>]*>", content)
            self._is_odd = first is not None and b' r="' not in first[0]
            self._formula = b":f" if first is not None and first[1] else b"<f"
        if self._is_odd or self._needs_closer_look(content):
            self._note_cells(content)
        self._note_extent(content)

    def _needs_closer_look(self, content: bytes) -> bool:
        if b't="e"' in content or self._formula in content:
            return True
        return self._telling is not None and self._telling.search(content) is not None

    def _note_extent(self, content: bytes) -> None:
        marks = self.marks
        at = 0
        while found := self._beyond.search(content, at):
            at = content.find(_ROW_END, found.end())
            at = len(content) if at < 0 else at
            cells = re.findall(rb' r="([A-Z]+)\d+"(?:[^>]*[^/])?>', content[found.start() : at])
            widest = max(cells, key=lambda letters: (len(letters), letters))
            marks.column_count = max(marks.column_count, column_index(widest) + 1)
            self._beyond = _pattern_beyond(widest)
        last_value = max(content.rfind(b"</c>"), content.rfind(b":c>"))
        last = content.rfind(b' r="', 0, last_value) if last_value >= 0 else -1
        if last >= 0 and (row := re.match(rb' r="[A-Z]*(\d{1,9})', content[last : last + 24])):
            marks.row_count = max(marks.row_count, int(row[1]))
        refuse_beyond_limits(self._name, marks.row_count, marks.column_count)

    def _note_cells(self, content: bytes) -> None:
        for found in _ROW_OR_CELL.finditer(content):
            tag, attributes, end, inside = found.groups()
            reference = _REFERENCE.search(attributes)
            if tag == b"row":
                self._row = int(reference[2]) - 1 if reference else self._row + 1
                self._column = -1
                continue
            self._column = column_index(reference[1]) if reference else self._column + 1
            if reference:
                self._row = int(reference[2]) - 1
            if end == b">":
                self._note_cell(attributes, inside or b"")

    def _note_cell(self, attributes: bytes, inside: bytes) -> None:
        kind = _TYPE.search(attributes)
        value = _VALUE.search(inside)
        formula = _FORMULA.search(inside)
        is_known = value is not None and value[1] != b""
        if formula:
            self.marks.has_formulas = True
        if formula and not is_known and not (kind and kind[1] == b"str"):
            text = unescape((formula[2] or b"").decode("utf-8", errors="backslashreplace"))
            self.marks.set_text(self._row, self._column, "=" + text)
        elif kind and kind[1] == b"e" and value is not None:
            self.marks.set_text(self._row, self._column, value[1].decode("utf-8", errors="backslashreplace"))
        elif is_known:
            self.marks.reach(self._row, self._column)
            self._note_style(attributes, kind)

    def _note_style(self, attributes: bytes, kind: re.Match[bytes] | None) -> None:
        style = _STYLE.search(attributes)
        if style is None or (kind is not None and kind[1] != b"n"):
            return
        if int(style[1]) in self._styles.percent:
            self.marks.set_percent(self._row, self._column)
        elif int(style[1]) in self._styles.scaled:
            self.marks.set_scaled(self._row, self._column)


def _telling_pattern(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    if not styles:
        return None
    return re.compile(b' s="(?:%b)"' % b"|".join(str(style).encode() for style in sorted(styles)))


def _pattern_beyond(letters: bytes) -> re.Pattern[bytes]:
    """Finds the reference of a cell that is not empty in a column right of the one named; "" for any."""
    longer = b"[A-Z]{%d,}" % (len(letters) + 1)
    same_length = [
        letters[:at] + b"[%c-Z]" % (letter + 1) + b"[A-Z]{%d}" % (len(letters) - at - 1)
        for at, letter in enumerate(letters)
        if letter < _LETTERS[-1]
    ]
    return re.compile(rb' r="(?:%b)\d+"(?:[^>]*[^/])?>' % b"|".join([longer, *same_length]))
