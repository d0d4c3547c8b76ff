"""Inserts blocks of numbers by the hundred rows: the quickest way into SQLite there is from here."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

_ROWS_OF_A_STATEMENT = 100
"""Measured: more values in one statement gain nothing, one row a statement takes four times as long."""


def insert_values(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], values: Sequence[int | None]
) -> None:
    """`values`: the rows one after another in one flat list."""
    width = len(columns)
    step = _ROWS_OF_A_STATEMENT * width
    full = _statement(table, columns, _ROWS_OF_A_STATEMENT)
    whole = len(values) - len(values) % step
    for start in range(0, whole, step):
        connection.execute(full, values[start : start + step])
    if rest := values[whole:]:
        connection.execute(_statement(table, columns, len(rest) // width), rest)


def known_ids(connection: sqlite3.Connection, table: str, column: str = "id") -> set[int]:
    """What a row may refer to."""
    return {identifier for (identifier,) in connection.execute(f"SELECT {column} FROM {table}")}


def _statement(table: str, columns: Sequence[str], count: int) -> str:
    row = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"
