"""Footnotes that travel with a table: where each belongs, and the mark it gets in order of first use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from auditor_app.domain.documents import Footnote, Table


@dataclass(frozen=True)
class Note:
    """A footnote before it has its mark.  One that belongs to nothing in sight is left out with its text.

    Without `cells` and `columns` it holds for the table as a whole and gets no mark.
    """

    id: str
    text: str
    cells: Callable[[Any, str], bool] | None = None
    """Of a row and the key of a column."""
    columns: frozenset[str] = frozenset()

    @property
    def is_of_the_table(self) -> bool:
        return self.cells is None and not self.columns


class Marks:
    """Gives marks as footnotes are met, from the head of the table to its last row."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._notes = [note for note in notes if not note.is_of_the_table]
        self._whole = [note for note in notes if note.is_of_the_table]
        self._met: dict[str, Note] = {}

    def of_column(self, key: str) -> tuple[str, ...]:
        """Ids of the notes of a column's head."""
        return self._meet([note for note in self._notes if key in note.columns])

    def of_cell(self, row: object, key: str) -> tuple[str, ...]:
        """Ids of the notes of a cell."""
        return self._meet([note for note in self._notes if note.cells is not None and note.cells(row, key)])

    def footnotes(self) -> tuple[Footnote, ...]:
        """Those met, in the order of their marks, then those of the table as a whole."""
        marked = [Footnote(note.id, note.text, f"*{number}") for number, note in enumerate(self._met.values(), 1)]
        return (*marked, *(Footnote(note.id, note.text) for note in self._whole))

    def _meet(self, found: list[Note]) -> tuple[str, ...]:
        for note in found:
            self._met.setdefault(note.id, note)
        return tuple(note.id for note in found)


def whole_notes(prefix: str, texts: Sequence[str]) -> list[Note]:
    """Notes to a table as a whole, each text once.

    >>> [note.id for note in whole_notes("scope", ["甲", "乙", "甲"])]
    ['scope-1', 'scope-2']
    """
    return [Note(f"{prefix}-{number}", text) for number, text in enumerate(dict.fromkeys(texts), 1) if text]


def marked_anew(table: Table) -> Table:
    """Marks in the order in which they are met in this table; notes to nothing in sight are left out."""
    used: dict[str, None] = dict.fromkeys(note for column in table.columns for note in column.notes)
    for row in table.rows:
        used |= dict.fromkeys(note for notes in (row.notes, *(cell.notes for cell in row.cells)) for note in notes)
    by_id = {note.id: note for note in table.footnotes}
    marked = [by_id[own] for own in used if own in by_id and by_id[own].mark]
    told = [Footnote(note.id, note.text, f"*{number}") for number, note in enumerate(marked, start=1)]
    return replace(table, footnotes=(*told, *(note for note in table.footnotes if not note.mark)))
