"""Whatever is altered in a case, even with the triggers dropped and put back, `verify` finds it."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from auditor_app.domain.crosswalk import CrosswalkEntry
from auditor_app.domain.findings import DEFAULT_SCALE, Evidence, FindingMove, FollowUpMark, MinistryResponse
from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.organisations import OrganisationName
from auditor_app.domain.returns import AnswerKey, ItemSum, NewAnswer, NewCoverageCount, NewReport
from auditor_app.domain.standards import Edition, EditionPart, EditionSection, Item, Role
from auditor_app.domain.weak_areas import Topic
from auditor_app.domain.year_scope import YearScope, YearStart
from auditor_app.foundation.errors import CancelledByUserError, CaseRefusedError, Problem
from auditor_app.foundation.translation import LANGUAGES, Texts
from auditor_app.storage.case_file import check_case
from auditor_app.storage.digests import TABLES_OF_A_CHANGE, columns_of
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import VerifiedPoint, check_unaltered, verify_case
from tests.unit.storage.cases import (
    AUTHOR,
    coverage_document,
    document,
    empty_case,
    import_rows,
    ticking_clock,
)
from tests.unit.storage.found import MORNING, NUMBER, TEXT, file_evidence, version

PHOTOGRAPH = b"\xff\xd8" + bytes(range(256)) * 20

NAMES = [
    "header",
    "pages",
    "references",
    "log",
    "in_force",
    "digests",
    "summaries",
    "documents",
    "kept_files",
    "printed",
    "numbers",
]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a row in every table a change writes to."""
    path = empty_case(tmp_path_factory.mktemp("original"))
    source, statements = coverage_document([("総務省", "97.6"), ("環境省", "40.7")])
    statements[0] = replace(statements[0], attributes=(("parties", "総務省"),))
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("published_imported", {"document": source.name})
        work.add_document(source)
        first = work.add_organisation([OrganisationName("総務省")])
        second = work.add_organisation([OrganisationName("環境省")])
        work.add_organisation_parent(first, second)
        work.add_organisation_link(first, second, "split")
        work.add_statements(statements)
        work.add_refused_rows(source.sha256, [Problem("import.cell_unclear", "line 3", {"text": "約95 %"})])
        work.add_role(Role("staff", "staff", "行政事務従事者"))
        work.add_edition(
            Edition(
                "基準",
                "第1版",
                "decided",
                None,
                (2006,),
                (EditionPart("2"),),
                (EditionSection("2.1", "2"),),
                (Item("2.1(1)", "2.1", "basic", roles=("staff",)),),
            )
        )
        work.begin_change("analysis_decided", {})
        work.decide_analysis(2006, "環境省", True, "実査")
        work.begin_change("returns_imported", {"document": source.name})
        (former,) = work.add_reports([NewReport(2006, first, "", source.sha256, "", answer_count=1)])
        work.add_coverage_counts([NewCoverageCount(former, 1, 10, 8, 9, 2)])
        work.add_answers([NewAnswer(former, 1, 1, 8, 5, 3)])
        work.add_item_sums([ItemSum(2006, first, 1, 1, 1, 8, 5)])
        work.add_alias("organisation", "総 務", first)
        work.save_mapping(first, "answers", {"item": 1})
        work.save_topic(Topic("外部委託", "Outsourcing", "", "2", ("2.1",)))
        work.save_view("rates", "概況", {"year": 2006})
        work.add_crosswalk([CrosswalkEntry("第1版", "2.1(1)", "第1版", "2.1(1)", "unchanged")])
        work.begin_change("returns_imported", {"document": source.name})
        (later,) = work.add_reports([NewReport(2006, first, "", source.sha256, "", answer_count=1)])
        work.add_answers([NewAnswer(later, 1, 1, 8, 8, 4)])
        work.supersede_answers([AnswerKey(former, 1, 1)])
        work.add_item_sums([ItemSum(2006, first, 1, 1, 0, 0, 3)])
        work.begin_change("crosswalk_edited", {})
        work.save_joined_series(JoinedSeries("両省", "Both", (first, second)))
        work.set_year_scope(YearScope(2006, ("basic",), ("staff",), "本省"))
        work.start_year(YearStart(2007, 2006, ((first, ""),)))
        work.retract("crosswalk_entry", [1])
        work.retract("organisation_link", [1])
        work.begin_change("finding_raised", {"number": NUMBER})
        finding = work.add_finding(NUMBER, version(replace(TEXT, organisations=(second, first))))
        work.add_finding_move(finding, FindingMove("draft", "under_review", AUTHOR, MORNING, "", 0))
        work.add_ministry_response(finding, MinistryResponse(date(2007, 7, 2), "認める。", first))
        work.add_follow_up(finding, FollowUpMark(2007, "open"))
        photograph = file_evidence(PHOTOGRAPH)
        work.keep_file(photograph.file_name, photograph.sha256, photograph.size, PHOTOGRAPH)
        work.add_evidence(finding, photograph)
        work.remove_evidence(work.add_evidence(finding, Evidence("note", "覚え", "聞いた話")), "別の件")
        work.save_severities(DEFAULT_SCALE)
        work.save_report("年次報告", {"sections": ["別紙"]})
        work.commit()
    return path


@pytest.fixture
def case(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "case.auditcase"))


def broken(points: Iterable[VerifiedPoint]) -> set[str]:
    return {point.name for point in points if not point.holds}


def tamper(path: Path, *statements: str, values: tuple[object, ...] = ()) -> None:
    """As an attacker would: triggers dropped, rows altered, triggers put back, schema as before."""
    with closing(sqlite3.connect(path, isolation_level=None)) as case:
        case.execute("PRAGMA synchronous=OFF")  # some hundred small changes, none of which must outlive a power failure
        triggers = case.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            case.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            case.execute(statement, values)
        for _, sql in triggers:
            case.execute(sql)
    check_case(path)  # nothing shows at opening


def test_a_sound_case_passes_every_check_with_one_point_each(case: Path) -> None:
    before = case.read_bytes()
    seen: list[str] = []
    points = verify_case(case, lambda name, _done, _all: seen.append(name))
    assert [point.name for point in points] == NAMES
    assert all(point.holds for point in points)
    assert seen == NAMES[1:]
    assert case.read_bytes() == before


def test_verifying_can_be_cancelled(case: Path) -> None:
    def cancel(_name: str, _done: int, _all: int) -> None:
        raise CancelledByUserError

    with pytest.raises(CancelledByUserError):
        verify_case(case, cancel)


@pytest.mark.parametrize("table", TABLES_OF_A_CHANGE)
def test_a_row_altered_removed_or_added_in_any_table_is_found(case: Path, tmp_path: Path, table: str) -> None:
    with closing(sqlite3.connect(case)) as connection:
        columns = [column for column in columns_of(connection, table) if column != "content"]
        kinds = dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall())
        keys = connection.execute("SELECT count(*) FROM pragma_table_info(?) WHERE pk > 0", (table,)).fetchone()[0]
        assert connection.execute(f"SELECT 1 FROM {table}").fetchone(), "the case has a row in every table"
    attacks = [f"DELETE FROM {table}"]
    for column in columns:
        changed = f"{column} || '1'" if kinds[column] == "TEXT" else f"1 - {column}"
        attacks.append(f"UPDATE OR IGNORE {table} SET {column} = ifnull({changed}, 1)")
    if keys == 1 and "id" in columns and table != "case_info":
        copied = ", ".join(
            {"id": "id + 900", "sha256": "replace(sha256, substr(sha256, 1, 1), 'f')"}.get(c, c) for c in columns
        )
        if table not in ("fact", "place", "role", "edition", "edition_part", "edition_section", "item", "document"):
            attacks.append(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {copied} FROM {table}")
    for number, attack in enumerate(attacks):
        attacked = Path(shutil.copy(case, tmp_path / f"{number}.auditcase"))
        try:
            tamper(attacked, "PRAGMA foreign_keys=OFF", attack)
        except sqlite3.IntegrityError:  # a CHECK stops this one already
            continue
        if attacked.read_bytes()[100:] != case.read_bytes()[100:] and _rows(attacked, table) != _rows(case, table):
            assert "digests" in broken(verify_case(attacked)), attack


def _rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE log_entry SET author = '別人' WHERE sequence = 2",
        "UPDATE log_entry SET at = '2007-04-24T00:00:00+00:00' WHERE sequence = 2",
        "UPDATE log_entry SET details = replace(details, '公表', '発表') WHERE sequence = 2",
        "UPDATE log_entry SET hash = replace(hash, 'a', 'b') WHERE sequence = 2",
        "DELETE FROM log_entry WHERE sequence = 2",
        "DELETE FROM log_entry WHERE sequence = 1",
        "UPDATE log_entry SET sequence = sequence + 10",
        "DELETE FROM log_entry",
    ],
)
def test_an_altered_log_is_found(case: Path, attack: str) -> None:
    tamper(case, "PRAGMA foreign_keys=OFF", attack)
    assert "log" in broken(verify_case(case))


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE change SET is_in_force = 0 WHERE id = 2",
        "UPDATE change SET kind = 'other' WHERE id = 2",
        "UPDATE change SET summary = '{}' WHERE id = 2",
        "INSERT INTO change VALUES (9, 'other', '{}', 1)",
        "DELETE FROM log_entry WHERE sequence = 3",
    ],
)
def test_a_change_that_is_not_as_the_log_says_is_found(case: Path, attack: str) -> None:
    tamper(case, "PRAGMA foreign_keys=OFF", attack)
    assert "in_force" in broken(verify_case(case))


@pytest.mark.parametrize(
    ("attack", "place"),
    [
        ("UPDATE retraction SET row_id = 99 WHERE kind = 'crosswalk_entry'", "retraction"),
        ("UPDATE retraction SET kind = 'edition_year', row_id = 99 WHERE kind = 'organisation_link'", "retraction"),
        ("UPDATE crosswalk_entry SET change_id = 9", "retraction"),  # taken back before it was there
        ("UPDATE joined_series_member SET organisation_id = 99 WHERE organisation_id = 1", "joined_series_member"),
        ("UPDATE expected_unit SET organisation_id = 99", "expected_unit"),
        ("UPDATE year_scope_role SET role_id = 99", "year_scope_role"),
        ("INSERT INTO retraction SELECT 99, 'organisation_name', 1, max(id) FROM change", "report"),
    ],
)
def test_what_comparing_years_names_without_being_there_is_found(case: Path, attack: str, place: str) -> None:
    tamper(case, "PRAGMA foreign_keys=OFF", attack)
    failed = [point for point in verify_case(case) if point.name == "references" and not point.holds]
    assert place in {point.place for point in failed}


def test_other_bytes_for_a_document_are_found(case: Path) -> None:
    forged = document("総務省\t99.9 %\n環境省\t99.9 %\n").content
    tamper(case, "UPDATE document SET content = ?", values=(zlib.compress(forged),))
    assert {"documents"} <= broken(verify_case(case)) <= {"documents", "printed"}


def test_a_document_that_would_fill_the_memory_is_not_unpacked(case: Path) -> None:
    tamper(case, "UPDATE document SET content = ?", values=(zlib.compress(bytes(50_000_000)),))
    assert "documents" in broken(verify_case(case))


@pytest.mark.parametrize(
    "forged",
    [zlib.compress(b"another photograph"), zlib.compress(bytes(50_000_000)), zlib.compress(PHOTOGRAPH)[:-9], b""],
)
def test_other_bytes_for_evidence_are_found_and_not_given_out(case: Path, tmp_path: Path, forged: bytes) -> None:
    photograph = file_evidence(PHOTOGRAPH)
    check_unaltered(case)
    tamper(case, "UPDATE kept_piece SET content = ?", values=(forged,))
    assert broken(verify_case(case)) == {"kept_files"}
    with pytest.raises(CaseRefusedError):
        check_unaltered(case)
    with CaseReader(case) as reader, pytest.raises(CaseRefusedError):
        reader.kept_file(photograph.sha256)
    with CaseReader(case) as reader, pytest.raises(CaseRefusedError):
        reader.copy_kept_file(photograph.sha256, tmp_path / "写し.jpg")
    assert not (tmp_path / "写し.jpg").exists()


def test_a_figure_altered_by_an_insider_with_all_digests_is_found_in_its_source(tmp_path: Path) -> None:
    """The number and its printed form were entered wrongly: the log holds, the source does not."""
    path = empty_case(tmp_path)
    source, (statement,) = coverage_document([("総務省", "97.6")])
    wrong_form = replace(statement, printed="98.6 %", value=replace(statement.value, number=Decimal("98.6")))
    wrong_number = replace(statement, value=replace(statement.value, number=Decimal("96.7")))
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("published_imported", {})
        work.add_document(source)
        work.add_statements([wrong_form, wrong_number])
        work.commit()
    points = [point for point in verify_case(path) if not point.holds]
    assert [(point.name, point.place) for point in points] == [
        ("printed", "coverage:2006:総務省"),
        ("numbers", "coverage:2006:総務省"),
    ]


def test_failures_beyond_a_hundred_are_counted(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [(f"第{number}課", "50.0") for number in range(250)])
    tamper(path, "UPDATE statement SET printed = '51.0 %'")
    points = [point for point in verify_case(path) if point.name == "printed"]
    assert len(points) == 101
    assert (points[-1].detail_key, points[-1].values) == ("verify.more", {"count": 150})


def test_damage_below_the_schema_is_found(case: Path) -> None:
    content = bytearray(case.read_bytes())
    content[-2000:] = bytes(2000)
    case.write_bytes(content)
    assert broken(verify_case(case)) & {"header", "pages", "digests"}


def test_what_is_no_case_is_one_failed_point(tmp_path: Path) -> None:
    (point,) = verify_case(tmp_path / "nowhere.auditcase")
    assert (point.name, point.holds, point.detail_key) == ("header", False, "case.missing.what")


def test_every_point_has_its_texts(case: Path) -> None:
    tamper(
        case, "PRAGMA foreign_keys=OFF", "DELETE FROM organisation", "UPDATE statement SET printed = '1', number = '2'"
    )
    tamper(case, "UPDATE kept_piece SET content = x'00'")
    points = [*verify_case(case), VerifiedPoint("header", False, "verify.unreadable")]
    for language in LANGUAGES:
        texts = Texts(language)
        assert all(texts(point.detail_key, **point.values) and texts(f"verify.{point.name}") for point in points)


def test_a_tampered_case_is_refused_when_it_is_opened(case: Path) -> None:
    check_unaltered(case)
    tamper(case, "UPDATE statement SET number = '93.3' WHERE number IS NOT NULL")
    with pytest.raises(CaseRefusedError) as refusal:
        check_unaltered(case)
    assert refusal.value.problems[0].key == "case.tampered"


def test_refused_rows_come_back_with_place_and_text(case: Path) -> None:
    with CaseReader(case) as reader:
        (refused,) = reader.refused_rows()
    assert (refused.problem.place, refused.problem.values) == ("line 3", {"text": "約95 %"})
