"""Copies equal their original or are not kept; an upgrade keeps a backup and logs itself."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auditor_app.domain.findings import DEFAULT_SCALE
from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.returns import ItemSum
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage import backup
from auditor_app.storage.backup import save_copy
from auditor_app.storage.case_file import check_case, check_whole, read_header
from auditor_app.storage.connections import open_connection
from auditor_app.storage.digests import table_digest
from auditor_app.storage.migrating import migrate, needs_migration
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.schema import KNOWN_SCHEMAS, SCHEMA_VERSION, fingerprint
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import check_unaltered, verify_case
from tests.unit.storage.cases import AUTHOR, content_of, empty_case, import_rows, read_log, shown_numbers, ticking_clock
from tests.unit.storage.found import TEXT, raised, the_finding
from tests.unit.storage.returned import case_with_catalogue, import_answers
from tests.unit.storage.test_undo import redo
from tests.unit.storage.test_verification import tamper

EXAMPLES = Path(__file__).parent / "examples"
NEXT = SCHEMA_VERSION + 1

REVISION = f'''
"""Adds a column by rebuilding a referenced table, which is the hard case."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEXT:04d}", "{SCHEMA_VERSION:04d}", None, None


def upgrade():
    triggers = op.get_bind().exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'fact'"
    ).scalars().all()
    with op.batch_alter_table("fact", recreate="always", table_kwargs={{"sqlite_strict": True}}) as batch:
        batch.add_column(sa.Column("remark", sa.Text(), nullable=False, server_default=""))
    for trigger in triggers:
        op.execute(sa.text(trigger))
'''


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6"), ("外務省", "100.0")])
    return path


@pytest.fixture
def revisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("revisions")
    (folder / f"{NEXT:04d}_remark.py").write_text(REVISION, encoding="utf-8")
    return folder


@pytest.fixture
def next_schemas(tmp_path_factory: pytest.TempPathFactory, revisions: Path) -> dict[int, str]:
    """The known schemas with the test's own; its fingerprint is taken from a case upgraded unchecked."""
    from auditor_app.storage.revisions import apply_revisions
    from auditor_app.storage.writer import writing_engine

    model = empty_case(tmp_path_factory.mktemp("model"))
    engine = writing_engine(model, foreign_keys=False)
    with engine.begin() as connection:
        apply_revisions(connection, [revisions])
    engine.dispose()
    with closing(open_connection(model, "ro")) as upgraded:
        return {**KNOWN_SCHEMAS, NEXT: fingerprint(upgraded)}


def key_of(action: Callable[[], object]) -> str:
    with pytest.raises(CaseRefusedError) as caught:
        action()
    return caught.value.problems[0].key


def test_a_copy_shows_the_same_and_has_the_same_log(case: Path, tmp_path: Path) -> None:
    save_copy(case, tmp_path / "写し.auditcase")
    check_case(tmp_path / "写し.auditcase")
    assert shown_numbers(tmp_path / "写し.auditcase") == shown_numbers(case)
    assert read_log(tmp_path / "写し.auditcase") == read_log(case)


def test_a_copy_replaces_another_file_only_when_told_to(case: Path, tmp_path: Path) -> None:
    target = tmp_path / "other.auditcase"
    target.write_text("mine")
    assert key_of(lambda: save_copy(case, target)) == "case.exists"
    assert target.read_text() == "mine"
    save_copy(case, target, may_replace=True)
    check_case(target)
    before = case.read_bytes()
    assert key_of(lambda: save_copy(case, case, may_replace=True)) == "case.same_file"
    assert key_of(lambda: save_copy(case, tmp_path / "nowhere" / "a.auditcase")) == "case.folder_missing"
    assert case.read_bytes() == before


def test_a_copy_that_differs_is_not_kept(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy_less(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copied:
            original.backup(copied)
            copied.execute("DROP TRIGGER statement_attribute_not_deleted")

    monkeypatch.setattr(backup, "copy_into", copy_less)
    before = content_of(tmp_path)
    assert key_of(lambda: save_copy(case, tmp_path / "copy.auditcase")) == "case.copy_failed"
    assert content_of(tmp_path) == before


def test_a_case_that_is_being_written_is_not_copied_half(case: Path, tmp_path: Path) -> None:
    with closing(open_connection(case, "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("INSERT INTO organisation VALUES (77, 1)")
        save_copy(case, tmp_path / "copy.auditcase")
    with closing(open_connection(tmp_path / "copy.auditcase", "ro")) as copy:
        assert copy.execute("SELECT count(*) FROM organisation").fetchone() == (0,)


def test_the_newest_schema_needs_no_migration(case: Path, tmp_path: Path) -> None:
    assert not needs_migration(case)
    (tmp_path / "text").write_text("x")
    assert key_of(lambda: needs_migration(tmp_path / "text")) == "case.foreign"


def test_an_older_case_is_refused_until_it_is_migrated(case: Path, next_schemas: dict[int, str]) -> None:
    before = case.read_bytes()
    assert key_of(lambda: check_case(case, known_schemas=next_schemas)) == "case.older"
    assert needs_migration(case, known_schemas=next_schemas)
    assert case.read_bytes() == before


def test_a_migration_keeps_a_backup_upgrades_and_logs(
    case: Path, revisions: Path, next_schemas: dict[int, str]
) -> None:
    before, log_before = case.read_bytes(), read_log(case)
    clock = lambda: datetime(2010, 1, 2, 3, 4, 5, tzinfo=UTC)  # noqa: E731
    kept = migrate(case, clock, AUTHOR, known_schemas=next_schemas, further_locations=[revisions])
    assert kept.name == f"検査.backup-{SCHEMA_VERSION}-20100102T030405Z.auditcase"
    check_case(kept)
    assert shown_numbers(kept) == {"coverage:2006:総務省": ["97.6"], "coverage:2006:外務省": ["100.0"]}
    assert read_log(kept) == log_before
    check_case(case, known_schemas=next_schemas)
    assert case.read_bytes() != before
    *earlier, migrated = read_log(case)
    assert earlier == log_before
    assert (migrated.action, migrated.change_id, migrated.author) == ("migrated", None, AUTHOR)
    assert (migrated.details["from_schema"], migrated.details["to_schema"]) == (SCHEMA_VERSION, NEXT)
    assert sorted(content_of(case.parent)) == sorted([case.name, kept.name])
    assert not needs_migration(case, known_schemas=next_schemas)
    assert key_of(lambda: check_case(case)) == "case.newer"


def test_digests_from_before_a_migration_still_hold_and_the_new_column_is_covered(
    case: Path, revisions: Path, next_schemas: dict[int, str]
) -> None:
    migrate(case, ticking_clock(), AUTHOR, known_schemas=next_schemas, further_locations=[revisions])
    *_, imported, migrated = read_log(case)

    def recorded_and_found(entry_details: dict[str, object], first: int) -> tuple[object, object]:
        rows = entry_details["rows"]
        assert isinstance(rows, dict)
        with closing(open_connection(case, "ro")) as connection:
            return rows["fact"], table_digest(connection, "fact", rows["fact"]["columns"], first, 2)

    for details, first in ((imported.details, 2), (migrated.details, 1)):
        recorded, found = recorded_and_found(details, first)
        assert recorded == found
    with closing(sqlite3.connect(case)) as connection:
        connection.execute("DROP TRIGGER fact_not_changed")
        connection.execute("UPDATE fact SET remark = 'x'")
        connection.commit()
    recorded, found = recorded_and_found(imported.details, 2)
    assert recorded == found
    recorded, found = recorded_and_found(migrated.details, 1)
    assert recorded != found


def test_a_migration_that_fails_leaves_the_case_as_it_was(
    case: Path, revisions: Path, next_schemas: dict[int, str]
) -> None:
    before = case.read_bytes()
    (revisions / f"{NEXT:04d}_remark.py").write_text(
        REVISION + '    op.execute("INSERT INTO nowhere VALUES (1)")\n', encoding="utf-8"
    )
    attempt = lambda: migrate(  # noqa: E731
        case, ticking_clock(), AUTHOR, known_schemas=next_schemas, further_locations=[revisions]
    )
    assert key_of(attempt) == "case.upgrade_failed"
    assert case.read_bytes() == before
    assert sum(name.startswith(".") for name in content_of(case.parent)) == 0


def test_a_migration_that_breaks_a_reference_is_refused(
    case: Path, revisions: Path, next_schemas: dict[int, str]
) -> None:
    before = case.read_bytes()
    broken = REVISION + '    op.execute("INSERT INTO organisation VALUES (5, 99)")\n'
    (revisions / f"{NEXT:04d}_remark.py").write_text(broken, encoding="utf-8")
    attempt = lambda: migrate(  # noqa: E731
        case, ticking_clock(), AUTHOR, known_schemas=next_schemas, further_locations=[revisions]
    )
    assert key_of(attempt) == "case.upgrade_failed"
    assert case.read_bytes() == before


def test_a_case_with_a_broken_log_or_in_use_is_not_migrated(
    case: Path, revisions: Path, next_schemas: dict[int, str]
) -> None:
    attempt = lambda: migrate(  # noqa: E731
        case,
        ticking_clock(),
        AUTHOR,
        known_schemas=next_schemas,
        further_locations=[revisions],
        busy_timeout_ms=50,
    )
    with closing(open_connection(case, "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        assert key_of(attempt) == "case.locked"
    tamper(case, "UPDATE log_entry SET author = '別人' WHERE sequence = 2")
    before = case.read_bytes()
    assert key_of(attempt) == "case.log_broken"
    assert case.read_bytes() == before
    assert read_header(case).user_version == SCHEMA_VERSION
    check_whole(case, KNOWN_SCHEMAS[SCHEMA_VERSION])


def upgraded_example(folder: Path, schema: int) -> Path:
    """A case written by the version that knew that schema only, upgraded: whole, and its log goes on."""
    path = folder / "旧.auditcase"
    path.write_bytes(gzip.decompress((EXAMPLES / f"schema{schema}.auditcase.gz").read_bytes()))
    assert read_header(path).user_version == schema
    log_before = read_log(path)
    migrate(path, ticking_clock(), AUTHOR)
    check_case(path)
    check_unaltered(path)
    assert all(point.holds for point in verify_case(path))
    *earlier, migrated = read_log(path)
    assert earlier == log_before
    assert (migrated.details["from_schema"], migrated.details["to_schema"]) == (schema, SCHEMA_VERSION)
    return path


def test_a_case_of_the_first_schema_is_upgraded_and_takes_returns(tmp_path: Path) -> None:
    """The file was written by the version that knew schema 1 only."""
    path = upgraded_example(tmp_path, 1)
    assert shown_numbers(path) == {"coverage:2006:総務省": ["97.6"], "coverage:2006:環境省": ["40.7"]}
    with CaseReader(path) as reader:
        assert (reader.returns_years(), reader.topics(), reader.layout("answers")) == ([], [], None)
        (item,) = reader.editions()[0].items
    import_answers(path, {(2006, 1, "", item.id, 1): (4, 3)})
    with CaseReader(path) as reader:
        assert [own.implemented for own in reader.item_sums(2006)] == [3]
    assert all(point.holds for point in verify_case(path))


def test_a_case_of_the_second_schema_shows_what_it_showed_and_takes_what_comparing_needs(tmp_path: Path) -> None:
    """The file was written by the version that knew schema 2 only."""
    path = upgraded_example(tmp_path, 2)
    assert shown_numbers(path) == {"coverage:2006:防衛省": ["94.1"], "coverage:2006:環境省": ["40.7"]}
    with CaseReader(path) as reader:
        assert [(own.fiscal_year, own.obliged, own.implemented) for own in sums_of_all_years(reader)] == [
            (2006, 8, 5),
            (2007, 8, 6),
        ]
        assert [(entry.from_item, entry.kind) for entry in reader.crosswalk()] == [
            ("2.1(1)", "unchanged"),
            ("2.1(2)", "reworded"),
            ("2.1(3)", "withdrawn"),
        ]
        # Both editions named 2006; the later statement holds from now on.
        assert [(own.name, own.fiscal_years) for own in reader.editions()] == [("初版", ()), ("改訂版", (2006, 2007))]
        assert [topic.name for topic in reader.topics()] == ["外部委託"]
        assert (reader.joined_series(), reader.year_scopes(), reader.year_starts()) == ([], {}, {})
        reworded = reader.crosswalk()[1]
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("crosswalk_edited", {})
        work.retract("crosswalk_entry", [reworded.id])
        work.save_joined_series(JoinedSeries("防衛と環境", "", (1, 2)))
        work.commit()
    with CaseReader(path) as reader:
        assert [entry.from_item for entry in reader.crosswalk()] == ["2.1(1)", "2.1(3)"]
        assert [series.name for series in reader.joined_series()] == ["防衛と環境"]
    assert all(point.holds for point in verify_case(path))


def test_a_case_of_the_third_schema_shows_what_it_showed_and_takes_findings(tmp_path: Path) -> None:
    """The file was written by the version that knew schema 3 only; its last change is undone."""
    path = upgraded_example(tmp_path, 3)
    assert shown_numbers(path) == {"coverage:2006:防衛省": ["94.1"], "coverage:2006:環境省": ["40.7"]}
    with CaseReader(path) as reader:
        assert [(own.fiscal_year, own.obliged, own.implemented) for own in sums_of_all_years(reader)] == [
            (2006, 4, 4),
            (2006, 4, 1),
            (2007, 8, 6),
        ]
        assert [entry.from_item for entry in reader.crosswalk()] == ["2.1(1)", "2.1(3)"]
        assert [series.name for series in reader.joined_series()] == ["二と三"]
        assert (list(reader.year_scopes()), list(reader.year_starts())) == ([2006], [2007])
        assert [name.name for name in reader.organisations()[2].names] == ["演習省3", "演習庁"]
        assert (reader.findings(), reader.given_numbers(), reader.report_definitions()) == ([], [], {})
        assert (reader.severities(), reader.named_views("rates")) == (DEFAULT_SCALE, {})
    assert redo(path) == "view_saved"
    raised(path)
    with CaseReader(path) as reader:
        assert list(reader.named_views("rates")) == ["弱い"]
    assert the_finding(path).text == TEXT
    assert all(point.holds for point in verify_case(path))


def sums_of_all_years(reader: CaseReader) -> list[ItemSum]:
    return [own for year in reader.returns_years() for own in reader.item_sums(year)]


def test_the_digest_of_answers_survives_a_migration(
    tmp_path: Path, revisions: Path, next_schemas: dict[int, str]
) -> None:
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", 1, 1): (4, 3), (2006, 1, "", 1, 2): (4, None)})
    migrate(path, ticking_clock(), AUTHOR, known_schemas=next_schemas, further_locations=[revisions])
    *_, imported, migrated = read_log(path)
    assert isinstance(imported.details["rows"], dict)
    assert isinstance(migrated.details["rows"], dict)
    assert imported.details["rows"]["answer"] == migrated.details["rows"]["answer"]
    with closing(open_connection(path, "ro")) as connection:
        columns = imported.details["rows"]["answer"]["columns"]
        assert table_digest(connection, "answer", columns, 3, 3) == imported.details["rows"]["answer"]
        assert columns == ["report_id", "item_id", "role_id", "obliged", "implemented", "source_row"]
