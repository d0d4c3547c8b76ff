"""What is compared with: the same answers as integers in 8 columns and a unique index, by the sqlite3 program."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

COLUMNS = ("fiscal_year", "organisation", "unit", "item", "role", "obliged", "implemented", "source_row")
KEY = COLUMNS[:5]
TABLE = f"CREATE TABLE plain ({', '.join(f'{column} INTEGER' for column in COLUMNS)})"
INDEX = f"CREATE UNIQUE INDEX plain_key ON plain ({', '.join(KEY)})"
SHELL = shutil.which("sqlite3")
IMPORTER = "sqlite3 .import" if SHELL else "sqlite3 module"
"""Without the program its module does the same by executemany, which is slower: the baseline is then easier."""


def import_plain(keys: Path, target: Path) -> Path:
    """All rows in key order, then the index, which is the quicker order of the two."""
    target.unlink(missing_ok=True)
    if SHELL:
        words = [SHELL, str(target), f"{TABLE};", ".mode csv", f".import {keys} plain", f"{INDEX};"]
        subprocess.run(words, check=True, capture_output=True)
        return target
    connection = sqlite3.connect(target)
    with connection, keys.open(encoding="ascii", newline="") as file:
        connection.execute(TABLE)
        connection.executemany(f"INSERT INTO plain VALUES ({','.join('?' * len(COLUMNS))})", csv.reader(file))
        connection.execute(INDEX)
    connection.close()
    return target


def write_csv_by_shell(database: Path, select: str, target: Path) -> None:
    """`sqlite3 -csv`, or the csv module where there is no such program."""
    if SHELL:
        with target.open("wb") as file:
            subprocess.run([SHELL, "-csv", "-readonly", str(database), select], check=True, stdout=file)
        return
    connection = sqlite3.connect(database)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(connection.execute(select))
    connection.close()


def bytes_of(database: Path, names: Sequence[str] = ()) -> dict[str, int]:
    """Bytes of the pages of each table and index (or of some), largest first; needs dbstat."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall()
    connection.close()
    return {name: size for name, size in rows if not names or name in names}
