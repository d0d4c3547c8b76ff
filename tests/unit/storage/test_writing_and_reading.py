"""What is written by the one way is read by the other, unchanged and in printed order."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from auditor_app.domain.decisions import AnalysisDecision
from auditor_app.domain.organisations import OrganisationLink, OrganisationName
from auditor_app.domain.provenance import Confidence, Place
from auditor_app.domain.published import Fact, FactKey, FactKind, State, Statement, Value
from auditor_app.domain.standards import Edition, EditionPart, EditionSection, Item, Role
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.storage import document_rows
from auditor_app.storage.packing import SourcePacker
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import (
    AUTHOR,
    coverage_document,
    declare,
    document,
    empty_case,
    import_rows,
    shown_numbers,
    ticking_clock,
)


def _work(path: Path) -> UnitOfWork:
    return UnitOfWork(path, AUTHOR, ticking_clock())


def test_a_new_case_knows_what_it_is_and_who_made_it(tmp_path: Path) -> None:
    with CaseReader(empty_case(tmp_path)) as reader:
        information, (entry,), (change,) = reader.case_info(), reader.log(), reader.changes()
        assert reader.log_head() == (1, entry.hash)
        assert reader.last_undoable() is None
    assert (information.app_version, information.is_practice) == ("0.1.0", False)
    assert information.created_at == datetime(2007, 4, 23, 1, 2, 4, tzinfo=UTC)
    assert (entry.author, entry.action, change.kind) == (AUTHOR, "done", "case_created")


def test_every_field_of_a_statement_comes_back_as_it_was(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    source = document("一\n二\n三\n")
    place = Place(source.name, source.sha256, 2, 3, "別紙3-3")
    full = Statement(
        FactKey(FactKind.FINDING_SHARE, 2020, "政府:機関", "様 態", "staff", "3", "6.10", 2021),
        Value(Decimal("31.20"), Decimal("-0.5"), "with_own_survey", None, None, "A", "本文\n二行", State.REPORTED),
        "３１．２ ％",
        place,
        "percent",
        True,
        Confidence.INFERRED,
        "全体",
        "注",
        (("change", "new"), ("parties", "総務省、経済産業省")),
        7,
    )
    bounded = Statement(
        FactKey(FactKind.EVALUATION, 2006), Value(lower=Decimal("80"), upper=Decimal("90")), "9割弱", place
    )
    with _work(path) as work:
        work.begin_change("published_imported", {})
        work.add_document(source)
        work.add_statements([full, bounded])
        work.commit()
    with CaseReader(path) as reader:
        assert reader.facts([FactKind.FINDING_SHARE, FactKind.EVALUATION]) == [
            Fact(bounded.key, (bounded,)),
            Fact(full.key, (full,)),
        ]
        assert reader.fact(full.key.figure_id) == Fact(full.key, (full,))
        assert str(reader.facts([FactKind.FINDING_SHARE])[0].shown.value.number) == "31.20"


@pytest.mark.parametrize("state", [state for state in State if state is not State.REPORTED])
def test_a_state_of_no_number_is_never_stored_with_a_number(tmp_path: Path, state: State) -> None:
    path = empty_case(tmp_path)
    source = document("一\n")
    key = FactKey(FactKind.COVERAGE, 2006, "総務省")
    statement = Statement(key, Value(Decimal("0"), state=state), "0 %", Place(source.name, source.sha256, 1, 1))
    with _work(path) as work:
        work.begin_change("published_imported", {})
        work.add_document(source)
        with pytest.raises(IntegrityError):
            work.add_statements([statement])


def test_facts_come_in_printed_order_by_kind_and_year(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    source, statements = coverage_document([("甲省", "1"), ("乙省", "2"), ("丙省", "3")])
    later = replace(statements[0], key=replace(statements[0].key, fiscal_year=2007))
    with _work(path) as work:
        work.begin_change("published_imported", {})
        work.add_document(source)
        work.add_statements([statements[2], later, statements[0], statements[1]])
        work.commit()
    with CaseReader(path) as reader:
        subjects = [fact.key.subject for fact in reader.facts([FactKind.COVERAGE], [2006])]
        assert subjects == ["甲省", "乙省", "丙省"]
        assert reader.facts([FactKind.COVERAGE], [2007]) == [Fact(later.key, (later,))]
        assert reader.facts([FactKind.COVERAGE], []) == reader.facts([]) == reader.facts([FactKind.GOAL]) == []
        assert reader.fiscal_years(FactKind.COVERAGE) == [2006, 2007]
        assert reader.fiscal_years(FactKind.GOAL) == []
        assert reader.fact("coverage:2006:丁省") is None
        assert reader.fact("") is None


def test_two_sources_of_one_fact_are_both_kept(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6")])
    import_rows(path, [("総 務 省", "97.5")])
    assert shown_numbers(path) == {"coverage:2006:総務省": ["97.6", "97.5"]}


def test_five_thousand_statements_go_in_and_come_out_within_seconds(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    rows = [(f"第{number}課", f"{number % 100}.{number % 10}") for number in range(5000)]
    source, statements = coverage_document(rows)
    start = time.perf_counter()
    import_rows(path, rows)
    with CaseReader(path) as reader:
        found = reader.facts([FactKind.COVERAGE])
        (kept,) = reader.documents()
        assert reader.document_text(source.sha256) == source.text
    assert [fact.shown for fact in found] == statements
    assert (kept.statements, kept.size, kept.is_kept) == (5000, len(source.content), True)
    assert time.perf_counter() - start < 20  # takes 0.6 s; the limit only catches a change of order


def test_a_ministrys_figure_is_found_under_any_of_its_names(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    old = OrganisationName("防衛庁", "Defense Agency", to_date=date(2007, 1, 8))
    new = OrganisationName("防衛省", "Ministry of Defense", from_date=date(2007, 1, 9))
    with _work(path) as work:
        work.begin_change("published_imported", {})
        own = work.add_organisation([old, new])
        other = work.add_organisation([OrganisationName("総務省")])
        work.add_organisation_parent(own, other, date(2007, 1, 9))
        work.add_organisation_link(own, other, "renamed", date(2007, 1, 9))
        work.add_organisation_link(None, own, "created")
        with pytest.raises(ValueError, match="another organisation"):
            work.add_organisation([OrganisationName("防 衛 省")])
        for impossible in (OrganisationName("＊"), OrganisationName("総務\n省"), OrganisationName("甲庁", "*")):
            with pytest.raises(ValueError, match="cannot be the name"):
                work.add_organisation([impossible])
            with pytest.raises(ValueError, match="cannot be the name"):
                work.add_organisation_name(other, impossible)
        work.commit()
    import_rows(path, [("防衛省", "94.1")])
    with CaseReader(path) as reader:
        assert [organisation.names for organisation in reader.organisations()] == [
            (old, new),
            (OrganisationName("総務省"),),
        ]
        assert reader.organisation_links() == [
            OrganisationLink(own, other, "renamed", date(2007, 1, 9)),
            OrganisationLink(None, own, "created"),
        ]
        found = reader.fact("coverage:2006:防衛庁")
        assert found is not None
        assert found == reader.fact("coverage:2006:防衛省")
        assert found.key.subject == "防衛省"


def test_the_latest_decision_counts_under_every_name(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    declare(path, ["農林水産省", "環境省"])
    for is_included, reason in ((True, "実査で確認"), (False, "再検討")):
        with _work(path) as work:
            work.begin_change("analysis_decided", {})
            work.decide_analysis(2006, "農 林 水 産 省", is_included, reason)
            work.commit()
    with CaseReader(path) as reader:
        at = reader.log()[-1].at
        assert reader.decisions() == {
            (2006, "農林水産省"): AnalysisDecision(2006, "農林水産省", False, "再検討", AUTHOR, at)
        }


def test_a_decision_needs_a_known_organisation_and_a_reason(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    declare(path, ["環境省"])
    before = path.read_bytes()
    with _work(path) as work:
        work.begin_change("analysis_decided", {})
        with pytest.raises(WrongUsageError):
            work.decide_analysis(2006, "環境庁", True, "理由")
        with pytest.raises(IntegrityError, match="reason_given"):
            work.decide_analysis(2006, "環境省", True, " ")
    assert path.read_bytes() == before


def test_roles_and_editions_come_back_and_a_draft_is_decided_later(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    edition = Edition(
        "政府機関統一基準",
        "2005年12月版",
        "draft",
        date(2005, 9, 15),
        (2006,),
        (EditionPart("2", "組織と体制"),),
        (EditionSection("2.10", "2", "教育"), EditionSection("2.1", "2")),
        (Item("2.1(1)(a)", "2.1", "basic", "遵守", ("officer", "staff")), Item("2.10(1)(a)", "2.10", "enhanced")),
    )
    roles = [Role("officer", "officer", "責任者等", "Officers"), Role("staff", "staff", "行政事務従事者")]
    with _work(path) as work:
        work.begin_change("published_imported", {})
        ids = [work.add_role(role) for role in roles]
        assert work.add_role(roles[0]) == ids[0]
        with pytest.raises(ValueError, match="something else"):
            work.add_role(Role("staff", "officer", "別"))
        identifier = work.add_edition(edition)
        with pytest.raises(ValueError, match="of this name"):
            work.add_edition(edition)
        work.set_edition_state(identifier, "decided", date(2005, 12, 13))
        work.add_edition_years(identifier, [2007])
        work.commit()
    with CaseReader(path) as reader:
        (found,) = reader.editions()
        assert reader.roles() == [replace(role, id=own) for role, own in zip(roles, ids, strict=True)]
    assert (found.id, found.state, found.state_date) == (identifier, "decided", date(2005, 12, 13))
    assert found.fiscal_years == (2006, 2007)
    assert (found.parts, found.sections) == (edition.parts, edition.sections)
    assert [replace(item, id=0) for item in found.items] == list(edition.items)


def test_a_document_is_kept_byte_for_byte_and_named_by_its_latest_import(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    first = document("\ufeff把握率\r\n", "一.txt")
    again = replace(first, name="二.txt", encoding="utf-8-sig")
    for source in (first, again):
        with _work(path) as work:
            work.begin_change("published_imported", {})
            work.add_document(source)
            work.commit()
    with CaseReader(path) as reader:
        (kept,) = reader.documents()
        assert (kept.name, kept.encoding, kept.statements) == ("二.txt", "utf-8-sig", 0)
        assert kept.added_at == reader.log()[1].at
        assert reader.document_content(first.sha256) == first.content
        assert reader.document_text(first.sha256) == "把握率\r\n"
        with pytest.raises(KeyError):
            reader.document_text("0" * 64)


def test_of_a_document_above_the_limit_only_hash_size_and_name_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_rows, "KEPT_LIMIT", 10)
    path = empty_case(tmp_path)
    import_rows(path, [("総務省", "97.6")])
    with CaseReader(path) as reader:
        (kept,) = reader.documents()
        assert not kept.is_kept
        assert reader.document_content(kept.sha256) is None
        assert reader.document_text(kept.sha256) is None


@pytest.mark.parametrize("as_path", [True, False])
def test_a_file_of_returns_is_kept_byte_for_byte(tmp_path: Path, as_path: bool) -> None:
    content = "年度,府省庁\r\n".encode("cp932") * 200_000
    (tmp_path / "写し").write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    path = empty_case(tmp_path)
    with _work(path) as work:
        work.begin_change("returns_imported", {})
        work.add_source("回答.csv", sha256, len(content), tmp_path / "写し" if as_path else content, "cp932", False)
        work.commit()
    with CaseReader(path) as reader:
        (kept,) = reader.documents()
        assert (kept.name, kept.size, kept.encoding, kept.encoding_is_certain) == (
            "回答.csv",
            len(content),
            "cp932",
            False,
        )
        assert reader.document_content(sha256) == content
    assert all(point.holds for point in verify_case(path))


def test_a_file_packed_while_it_is_copied_is_kept_byte_for_byte(tmp_path: Path) -> None:
    content = "年度,府省庁\r\n".encode("cp932") * 200_000
    with (tmp_path / "packed").open("wb") as target:
        packer = SourcePacker(target, tmp_path / "packed")
        for start in range(0, len(content), 100_000):
            packer.feed(content[start : start + 100_000])
        packed = packer.finish()
    sha256 = hashlib.sha256(content).hexdigest()
    path = empty_case(tmp_path)
    with _work(path) as work:
        work.begin_change("returns_imported", {})
        with pytest.raises(ValueError, match="changed"):
            work.add_source("回答.csv", sha256, len(content) + 1, packed, "cp932", False)
        work.add_source("回答.csv", sha256, len(content), packed, "cp932", False)
        work.commit()
    with CaseReader(path) as reader:
        assert reader.document_content(sha256) == content
    assert all(point.holds for point in verify_case(path))


def test_a_file_of_returns_that_is_too_large_or_changed_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = empty_case(tmp_path)
    (tmp_path / "写し").write_bytes(b"changed since")
    with _work(path) as work:
        work.begin_change("returns_imported", {})
        with pytest.raises(ValueError, match="changed"):
            work.add_source("回答.csv", "0" * 64, 13, tmp_path / "写し", "utf-8", True)
        work.add_source("巨大.csv", "1" * 64, 10**10, None, "utf-8", True)
        monkeypatch.setattr(document_rows, "KEPT_LIMIT", 5)
        sha256 = hashlib.sha256(b"changed since").hexdigest()
        work.add_source("大.csv", sha256, 13, tmp_path / "写し", "utf-8", True)
        work.commit()
    with CaseReader(path) as reader:
        assert [(kept.name, kept.is_kept) for kept in reader.documents()] == [("巨大.csv", False), ("大.csv", False)]
    assert all(point.holds for point in verify_case(path))


def test_bytes_that_are_not_those_of_their_hash_are_not_stored(tmp_path: Path) -> None:
    forged = replace(document("甲"), sha256="0" * 64)
    with _work(empty_case(tmp_path)) as work:
        work.begin_change("published_imported", {})
        with pytest.raises(ValueError, match="changed"):
            work.add_document(forged)


def test_a_statement_of_an_unknown_document_is_not_stored(tmp_path: Path) -> None:
    _, statements = coverage_document([("総務省", "97.6")])
    with _work(empty_case(tmp_path)) as work:
        work.begin_change("published_imported", {})
        with pytest.raises(LookupError):
            work.add_statements(statements)


def test_left_without_commit_nothing_has_happened(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    before = path.read_bytes()
    source, statements = coverage_document([("総務省", "97.6")])
    with _work(path) as work:
        work.begin_change("published_imported", {})
        work.add_document(source)
        work.add_statements(statements)
    with pytest.raises(ZeroDivisionError):
        _fail_in_the_middle(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def _fail_in_the_middle(path: Path) -> None:
    with _work(path) as work:
        work.begin_change("published_imported", {})
        raise ZeroDivisionError


def test_writing_needs_a_change_and_an_open_unit_of_work(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    with _work(path) as work:
        with pytest.raises(RuntimeError, match="begin_change"):
            work.add_organisation([OrganisationName("総務省")])
        work.commit()
        with pytest.raises(RuntimeError, match="after commit"):
            work.begin_change("published_imported", {})


def test_what_a_reader_is_asked_twice_it_says_the_same_whatever_was_done_with_its_answer(tmp_path: Path) -> None:
    path = empty_case(tmp_path)
    declare(path, ["総務省"])
    with CaseReader(path) as reader:
        reader.organisations().clear()
        assert [own.names[0].name for own in reader.organisations()] == ["総務省"]
    declare(path, ["環境省"])
    with reader:
        assert [own.names[0].name for own in reader.organisations()] == ["総務省", "環境省"]
