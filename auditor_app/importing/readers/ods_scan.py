"""The content of an ods container looked through while it is unpacked: extent, merged cells, percentages, formulas."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from auditor_app.foundation.errors import InputRefusedError, Problem
from auditor_app.importing.readers.sheet_marks import SheetMarks, refuse_beyond_limits

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")


class OdsScan:
    """Fed with `content.xml` block by block; afterwards `marks` holds the marks of each sheet by its name."""

    def __init__(self) -> None:
        self.marks: dict[str, SheetMarks] = {}
        self._sheet = SheetMarks()
        self._name = ""
        self._row = self._column = 0
        self._row_repeat = self._repeat = 1
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def feed(self, block: bytes) -> None:
        self._parse(block, is_final=False)

    def finish(self) -> dict[str, SheetMarks]:
        self._parse(b"", is_final=True)
        for marks in self.marks.values():
            marks.finish()
        return self.marks

    def _parse(self, block: bytes, *, is_final: bool) -> None:
        try:
            self._parser.Parse(block, is_final)
        except expat.ExpatError as error:
            raise InputRefusedError(Problem("import.workbook_damaged")) from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self._depth += 1
            if self._depth == 1:
                self._name = attributes.get(_TABLE + "name", "")
                self._sheet = self.marks[self._name] = SheetMarks()
                self._row = 0
        elif tag == _TABLE + "table-row":
            self._column = 0
            self._row_repeat = _count(attributes, "number-rows-repeated")
        elif tag in _CELLS:
            self._repeat = _count(attributes, "number-columns-repeated")
            self._note_cell(attributes)

    def _end(self, tag: str) -> None:
        if tag == _TABLE + "table":
            self._depth -= 1
        elif tag == _TABLE + "table-row":
            self._row += self._row_repeat
        elif tag in _CELLS:
            self._column += self._repeat

    def _note_cell(self, attributes: dict[str, str]) -> None:
        marks = self._sheet
        kind = attributes.get(_OFFICE + "value-type")
        formula = attributes.get(_TABLE + "formula")
        marks.has_formulas = marks.has_formulas or formula is not None
        if kind is None and formula is None:
            return
        marks.reach(self._row + self._row_repeat - 1, self._column + self._repeat - 1)
        refuse_beyond_limits(self._name, marks.row_count, marks.column_count)
        if formula is not None and kind is None:
            for place in self._places():
                marks.set_text(*place, "=" + formula.partition("=")[2])
        elif kind == "percentage":
            for place in self._places():
                marks.set_percent(*place)
        rows, columns = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if rows > 1 or columns > 1:
            marks.merged.append(((self._row, self._column), (self._row + rows - 1, self._column + columns - 1)))

    def _places(self) -> Iterator[tuple[int, int]]:
        """Every cell that the present one stands for, itself and its repetitions."""
        for row in range(self._row, self._row + self._row_repeat):
            for column in range(self._column, self._column + self._repeat):
                yield row, column

    def _refuse_doctype(self, *_: object) -> None:
        raise InputRefusedError(Problem("import.xml_doctype"))


def _count(attributes: dict[str, str], name: str) -> int:
    stated = attributes.get(_TABLE + name, "1")
    return max(int(stated), 1) if stated.isdecimal() and len(stated) < 10 else 1
