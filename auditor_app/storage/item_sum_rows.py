"""Writes the item sums of one change by the hundred, and checks what no foreign key does."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy as np

from auditor_app.storage.row_blocks import insert_values, known_ids

if TYPE_CHECKING:
    import numpy.typing as npt

    Block = npt.NDArray[np.int64]

COLUMNS = ("fiscal_year", "organisation_id", "item_id", "role_id", "answered", "obliged", "implemented", "change_id")
_BLOCK_ROWS = 20_000
_REFERS_TO = (("fiscal_year", "year"), ("organisation", "id"), ("item", "id"), ("role", "id"))


def write_sums(connection: sqlite3.Connection, block: Block, change_id: int) -> None:
    """Rows of int64 in the order of `ItemSum`; LookupError when one names what is not in the case."""
    for place, (table, column) in enumerate(_REFERS_TO):
        if not known_ids(connection, table, column).issuperset(np.unique(block[:, place]).tolist()):
            raise LookupError("a sum names a year, an organisation, an item or a role that is not in the case")
    order = np.lexsort(block[:, 3::-1].T)  # behind one another, SQLite fills its pages instead of splitting them
    for start in range(0, len(order), _BLOCK_ROWS):
        part = block[order[start : start + _BLOCK_ROWS]]
        rows = np.column_stack((part, np.full(len(part), change_id, dtype=np.int64)))
        insert_values(connection, "item_sum", COLUMNS, rows.ravel().tolist())
