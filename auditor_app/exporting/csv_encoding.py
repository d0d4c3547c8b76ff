"""Csv text in an encoding that cannot hold every character: what does not fit is found with its row and column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from auditor_app.foundation.errors import Problem, UserError

CsvEncoding = Literal["utf-8-sig", "cp932"]
CSV_ENCODINGS: tuple[CsvEncoding, ...] = ("utf-8-sig", "cp932")
REPLACEMENT = "〓"
"""What Japanese printers set for a letter they do not have."""
MOST_LISTED = 100
MOST_TOLD = 5
SAME_IN_JIS = str.maketrans({"−": "－", "〜": "～", "—": "―", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢"})
"""The same characters of JIS X 0208, for which Unicode and Windows chose different numbers."""


@dataclass(frozen=True)
class Unfit:
    """A character that does not fit; the head of the file is row 1, the first column is 1."""

    row: int
    column: int
    character: str

    @property
    def words(self) -> str:
        """Row, column, the character and its number.

        >>> Unfit(3, 2, "é").words, Unfit(4, 1, "𠮷").words
        ('3:2 é (U+00E9)', '4:1 𠮷 (U+20BB7)')
        """
        return f"{self.row}:{self.column} {self.character} (U+{ord(self.character):04X})"


class Fitting:
    """Encodes whole rows as they come; `unfit` has the first 100 characters that did not fit, `count` all of them."""

    def __init__(self, encoding: CsvEncoding, row_count: Callable[[], int]) -> None:
        """`row_count`: how many rows below the head there are up to the end of the piece that is encoded."""
        self.encoding = encoding
        self.unfit: list[Unfit] = []
        self.count = 0
        self.mapped = 0
        self._row_count = row_count

    def pieces(self, texts: Iterable[str], *, accept: bool) -> Iterator[bytes]:
        """Replaced by 〓 where that is accepted; else UserError at the end, when all places are known."""
        for text in texts:
            yield self.encode(text)
        if self.count and not accept:
            told = ", ".join(own.words for own in self.unfit[:MOST_TOLD]) + (" …" if self.count > MOST_TOLD else "")
            values: dict[str, object] = {"encoding": self.encoding, "count": f"{self.count:,}", "places": told}
            raise UserError(Problem("export.unfit", "", values))

    def encode(self, text: str) -> bytes:
        if self.encoding == "utf-8-sig":
            return text.encode("utf-8", "backslashreplace")  # lone surrogates come from names that are no text
        text = text.removeprefix("\ufeff")
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError:
            mapped = text.translate(SAME_IN_JIS)
            self.mapped += sum(one != other for one, other in zip(text, mapped, strict=True))
        try:
            return mapped.encode(self.encoding)
        except UnicodeEncodeError:
            return self._fitted(mapped).encode(self.encoding)

    def as_json(self) -> dict[str, object]:
        """For the manifest."""
        told: dict[str, object] = {"encoding": self.encoding}
        if self.mapped:
            told["written_by_jis_equivalent"] = self.mapped
        if self.count:
            first = [
                {
                    "row": own.row,
                    "column": own.column,
                    "character": own.character,
                    "code": f"U+{ord(own.character):04X}",
                }
                for own in self.unfit
            ]
            told["replaced"] = {"by": REPLACEMENT, "count": self.count, "first": first}
        return told

    def _fitted(self, text: str) -> str:
        rows = list(csv.reader(io.StringIO(text, newline="")))
        last = self._row_count() + 1
        for number, row in enumerate(rows, start=last - len(rows) + 1):
            for place, cell in enumerate(row, start=1):
                self._note(number, place, cell)
        misfits = {own for own in Counter(text) if not fits(own, self.encoding)}
        return "".join(REPLACEMENT if own in misfits else own for own in text)

    def _note(self, row: int, column: int, cell: str) -> None:
        try:
            cell.encode(self.encoding)
        except UnicodeEncodeError:
            for character in cell:
                if not fits(character, self.encoding):
                    self.count += 1
                    if len(self.unfit) < MOST_LISTED:
                        self.unfit.append(Unfit(row, column, character))


def fits(character: str, encoding: str) -> bool:
    """
    >>> fits("高", "cp932"), fits("髙", "cp932"), fits("𠮷", "cp932")
    (True, True, False)
    """
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
