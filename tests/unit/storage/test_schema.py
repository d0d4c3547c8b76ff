"""The schema is ours to the letter: fingerprint, declared tables, STRICT, and rows nothing may change."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from auditor_app.storage import definition_tables, finding_tables, lineage_tables, return_tables
from auditor_app.storage.connections import open_connection
from auditor_app.storage.digests import TABLES_OF_A_CHANGE, columns_of
from auditor_app.storage.schema import APPLICATION_ID, KNOWN_SCHEMAS, SCHEMA_VERSION, fingerprint, normalised
from auditor_app.storage.tables import Base
from tests.unit.storage.cases import empty_case, import_rows


def _definitions(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = connection.execute("SELECT type, name, ifnull(sql, '') FROM sqlite_master WHERE type IN ('table', 'index')")
    squeezed = {(kind, name, normalised(sql).replace(" ", "")) for kind, name, sql in rows}
    return {row for row in squeezed if "alembic_version" not in row[1]}


def test_the_fingerprint_constant_is_what_the_migrations_build(tmp_path: Path) -> None:
    with closing(open_connection(empty_case(tmp_path), "ro")) as case:
        assert fingerprint(case) == KNOWN_SCHEMAS[SCHEMA_VERSION]
        assert case.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert case.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert case.execute("SELECT version_num FROM alembic_version").fetchall() == [(f"{SCHEMA_VERSION:04d}",)]


def test_the_declared_tables_are_what_the_migrations_build(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    for module_row in (
        return_tables.AnswerRow,
        definition_tables.TopicRow,
        lineage_tables.RetractionRow,
        finding_tables.FindingRow,
    ):
        assert module_row.metadata is Base.metadata
    Base.metadata.create_all(engine)
    engine.dispose()
    with (
        closing(open_connection(tmp_path / "declared.db", "ro")) as declared,
        closing(open_connection(empty_case(tmp_path), "ro")) as migrated,
    ):
        assert _definitions(declared) == _definitions(migrated)


def test_every_table_is_strict_and_digested(tmp_path: Path) -> None:
    with closing(open_connection(empty_case(tmp_path), "ro")) as case:
        tables = case.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    assert [name for name, strict in tables if not strict] == ["sqlite_schema"]
    bookkeeping = {"sqlite_schema", "alembic_version", "change", "log_entry", "page_layout"}
    assert {name for name, _ in tables} - bookkeeping == {*TABLES_OF_A_CHANGE, "item_sum"}


@pytest.mark.parametrize("table", ["log_entry", "item_sum", *TABLES_OF_A_CHANGE])
def test_no_row_of_an_append_only_table_is_updated_deleted_or_replaced(tmp_path: Path, table: str) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6")])
    with closing(open_connection(path, "rw")) as case:
        case.execute("PRAGMA foreign_keys=OFF")
        case.execute("PRAGMA ignore_check_constraints=ON")
        columns = columns_of(case, table)
        if not case.execute(f"SELECT 1 FROM {table}").fetchone():
            filler = dict.fromkeys(columns, "1") | {"content": "x'00'"}
            case.execute(f"INSERT INTO {table} VALUES ({', '.join(filler[column] for column in columns)})")
        before = case.execute(f"SELECT * FROM {table}").fetchall()
        for attack in (
            f"UPDATE {table} SET {columns[-1]} = {columns[-1]}",
            f"DELETE FROM {table}",
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        ):
            with pytest.raises(sqlite3.IntegrityError, match=r"never|follows"):
                case.execute(attack)
        assert case.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE change SET kind = 'other'",
        "UPDATE change SET summary = '{\"a\":1}'",
        "UPDATE change SET id = 9",
        "DELETE FROM change",
        "UPDATE change SET is_in_force = 0 WHERE id = 1",
        "UPDATE change SET is_in_force = 2 WHERE id = 2",
        "INSERT INTO log_entry SELECT 9, at, author, action, change_id, details, previous_hash, 'x' FROM log_entry",
    ],
)
def test_of_a_change_only_its_being_in_force_may_flip(tmp_path: Path, attack: str) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6")])
    with closing(open_connection(path, "rw")) as case, pytest.raises(sqlite3.IntegrityError):
        case.execute(attack)


@pytest.mark.parametrize("number", ["", "abc", "1.2.3", "--1", "1-2", ".5", "5.", "-", "1e5", "NaN", " 1"])
def test_a_number_that_is_none_is_refused_by_the_table(tmp_path: Path, number: str) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6")])
    with closing(open_connection(path, "rw")) as case:
        columns = columns_of(case, "statement")
        selected = ", ".join({"id": "99", "number": "?"}.get(column, column) for column in columns)
        insert = f"INSERT INTO statement SELECT {selected} FROM statement LIMIT 1"
        with pytest.raises(sqlite3.IntegrityError, match="number_decimal"):
            case.execute(insert, (number,))
        case.execute(insert, ("-0.50",))


@pytest.mark.parametrize(
    ("obliged", "implemented", "constraint"),
    [
        (2, 3, "counts_in_order"),
        (2, -1, "counts_in_order"),
        (None, 0, "counts_in_order"),
        (-1, None, "obliged_counted"),
        (2**31, 0, "obliged_counted"),
    ],
)
def test_counts_that_cannot_be_are_refused_by_the_table(
    tmp_path: Path, obliged: int | None, implemented: int | None, constraint: str
) -> None:
    with closing(open_connection(empty_case(tmp_path), "rw")) as case:
        case.execute("PRAGMA foreign_keys=OFF")
        for role, sound in enumerate([(2, 2), (0, 0), (5, None), (None, None), (2**31 - 1, 0)]):
            case.execute("INSERT INTO answer VALUES (1, 1, ?, ?, ?, 1)", (role, *sound))
        with pytest.raises(sqlite3.IntegrityError, match=constraint):
            case.execute("INSERT INTO answer VALUES (1, 2, 1, ?, ?, 1)", (obliged, implemented))


def test_a_page_layout_alone_may_be_overwritten(tmp_path: Path) -> None:
    with closing(open_connection(empty_case(tmp_path), "rw")) as case:
        case.execute("INSERT INTO page_layout VALUES ('answers', '{}')")
        case.execute("UPDATE page_layout SET state = '{\"a\":1}'")
        assert case.execute("SELECT state FROM page_layout").fetchall() == [('{"a":1}',)]
