"""A finding comes back from the case as it was written, with all that happened to it; nonsense changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from auditor_app.domain.findings import (
    DEFAULT_SCALE,
    FigureLink,
    Finding,
    FindingMove,
    FindingText,
    FindingVersion,
    FollowUpMark,
    MinistryResponse,
    Severity,
)
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage.connections import open_connection
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import verify_case
from tests.unit.storage.cases import AUTHOR, read_log
from tests.unit.storage.found import MORNING, NUMBER, TEXT, change, raised, the_finding, version
from tests.unit.storage.returned import case_with_catalogue
from tests.unit.storage.test_undo import redo, undo
from tests.unit.storage.test_verification import tamper

REVIEWER = "検査 花子"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return case_with_catalogue(tmp_path_factory.mktemp("prepared"), organisations=3)


@pytest.fixture
def case(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(prepared, tmp_path / "検査.auditcase"))


def signed(path: Path) -> int:
    """Raised, submitted and signed by a second person, each as a change of its own."""
    finding = raised(path)
    for number, (former, later, by) in enumerate(
        [("draft", "under_review", AUTHOR), ("under_review", "issued", REVIEWER)], start=1
    ):
        move = FindingMove(former, later, by, MORNING + timedelta(hours=number), "", 0)  # type: ignore[arg-type]
        change(path, "finding_moved", lambda work, own=move: work.add_finding_move(finding, own))  # type: ignore[misc]
    return finding


def test_a_finding_comes_back_as_it_was_written(case: Path) -> None:
    raised(case)
    found = the_finding(case)
    assert found == Finding(1, NUMBER, (FindingVersion(1, TEXT, AUTHOR, MORNING),))
    with CaseReader(case) as reader:
        assert reader.findings() == [found]
        assert reader.finding("2006-002") is None


def test_a_time_is_the_same_moment_wherever_it_was_written(case: Path) -> None:
    tokyo = MORNING.astimezone(timezone(timedelta(hours=9)))
    change(case, "finding_raised", lambda work: work.add_finding(NUMBER, replace(version(), at=tokyo)))
    assert the_finding(case).versions[0].at == MORNING
    assert the_finding(case).versions[0].at.tzinfo == UTC


def test_a_signed_text_stays_beside_the_one_edited_after_review(case: Path) -> None:
    finding = signed(case)
    later = replace(TEXT, title="格付けの一部未実施", organisations=(1, 3), figures=(), tags=(), due_date=None)
    edit = version(later, "監査 三郎", 300, "数値の誤り")
    number = change(case, "finding_edited", lambda work: work.add_finding_version(finding, edit))
    found = the_finding(case)
    assert [own.text for own in found.versions] == [TEXT, later]
    assert found.versions[1] == replace(edit, id=number)
    assert [(own.to_state, own.by, own.version_id) for own in found.moves] == [
        ("under_review", AUTHOR, 1),
        ("issued", REVIEWER, 1),
    ]
    assert (found.state, found.is_locked, found.is_edited_after_review) == ("issued", True, True)
    undo(case)
    assert (the_finding(case).text, the_finding(case).is_edited_after_review) == (TEXT, False)


def test_answers_and_follow_up_are_kept_in_their_order(case: Path) -> None:
    finding = signed(case)
    answer = MinistryResponse(date(2007, 7, 2), "認める。", 2, "手順を定める", date(2007, 12, 28), "監査 三郎", MORNING)
    later = MinistryResponse(date(2007, 7, 9), "補足")
    marks = (
        FollowUpMark(2007, "open", by=AUTHOR, at=MORNING),
        FollowUpMark(2007, "solved", "確認した", REVIEWER, MORNING),
        FollowUpMark(2008, "persisting", "再発", REVIEWER, MORNING),
    )
    for response in (answer, later):
        change(case, "finding_answered", lambda work, own=response: work.add_ministry_response(finding, own))  # type: ignore[misc]
    for mark in marks:
        change(case, "finding_followed_up", lambda work, own=mark: work.add_follow_up(finding, own))  # type: ignore[misc]
    found = the_finding(case)
    assert found.responses[0] == answer
    assert (found.responses[1].text, found.responses[1].by) == ("補足", AUTHOR)
    assert found.responses[1].at is not None
    assert found.follow_ups == marks
    assert (found.follow_up(2007), found.follow_up(2009)) == (marks[1], None)
    undo(case)
    undo(case)
    assert the_finding(case).follow_up(2007) == marks[0]


def test_the_number_of_an_undone_finding_is_never_given_again(case: Path) -> None:
    raised(case)
    undo(case)
    with CaseReader(case) as reader:
        assert (reader.findings(), reader.finding(NUMBER), reader.given_numbers()) == ([], None, [NUMBER])
    before = case.read_bytes()
    with pytest.raises(ValueError, match="never given twice"):
        raised(case)
    assert case.read_bytes() == before
    redo(case)
    assert the_finding(case).text == TEXT
    with UnitOfWork(case, AUTHOR, lambda: MORNING) as work:
        assert work.given_numbers() == [NUMBER]


@pytest.mark.parametrize("number", ["2006-1", "2006001", "06-001", "2006-001a", "2006-", "２００６-001"])
def test_a_number_of_another_form_is_refused_by_the_table(case: Path, number: str) -> None:
    with pytest.raises(Exception, match="number_form"):
        raised(case, number)


def test_findings_are_listed_in_the_order_they_were_raised(case: Path) -> None:
    for number in ("2007-001", "2006-1000", "2006-002"):
        raised(case, number, replace(TEXT, fiscal_year=int(number[:4]), title=number))
    with CaseReader(case) as reader:
        assert [(own.number, own.text.title) for own in reader.findings()] == [
            ("2007-001", "2007-001"),
            ("2006-1000", "2006-1000"),
            ("2006-002", "2006-002"),
        ]


def test_ten_findings_are_read_with_as_many_questions_as_one(case: Path) -> None:
    asked: list[int] = []
    for number in range(1, 11):
        raised(case, f"2006-{number:03d}")
        if number in (1, 10):
            statements: list[str] = []
            with CaseReader(case) as reader:
                reader._open.set_trace_callback(statements.append)
                assert len(reader.findings()) == number
            asked.append(len(statements))
    assert asked[0] == asked[1] < 12


Act = Callable[[UnitOfWork], object]
MOVE = FindingMove("draft", "under_review", AUTHOR, MORNING, "", 0)
REFUSED: dict[str, tuple[type[Exception], Act]] = {
    "no such finding": (LookupError, lambda work: work.add_finding_version(9, version())),
    "an unknown organisation": (
        ValueError,
        lambda work: work.add_finding_version(1, version(replace(TEXT, organisations=(99,)))),
    ),
    "an organisation twice": (
        ValueError,
        lambda work: work.add_finding_version(1, version(replace(TEXT, organisations=(1, 1)))),
    ),
    "nobody wrote it": (ValueError, lambda work: work.add_finding_version(1, version(by="　"))),
    "no time zone": (
        ValueError,
        lambda work: work.add_finding_version(1, replace(version(), at=datetime(2007, 5, 1))),
    ),
    "a number that is none": (
        ValueError,
        lambda work: work.add_finding_version(
            1, version(FindingText("", 2006, figures=(FigureLink("a", "", "", "x"),)))
        ),
    ),
    "not in that state": (ValueError, lambda work: work.add_finding_move(1, replace(MOVE, from_state="issued"))),
    "moved by nobody": (ValueError, lambda work: work.add_finding_move(1, replace(MOVE, by=" "))),
    "another finding's text": (LookupError, lambda work: work.add_finding_move(1, replace(MOVE, version_id=2))),
    "a level without code": (ValueError, lambda work: work.save_severities([Severity("", "無", "None")])),
    "a level twice": (ValueError, lambda work: work.save_severities([DEFAULT_SCALE[0]] * 2)),
    "a report without name": (ValueError, lambda work: work.save_report("　", {})),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_a_finding_cannot_be_changes_nothing(case: Path, reason: str) -> None:
    raised(case)
    raised(case, "2006-002")
    before = case.read_bytes()
    error, act = REFUSED[reason]
    with pytest.raises(error):
        change(case, "finding_edited", act)
    assert case.read_bytes() == before


def test_an_undone_finding_takes_nothing_more(case: Path) -> None:
    finding = raised(case)
    undo(case)
    with pytest.raises(LookupError):
        change(case, "finding_moved", lambda work: work.add_finding_move(finding, MOVE))


def test_the_log_tells_the_number_and_not_a_word_of_the_text(case: Path) -> None:
    signed(case)
    told = repr([entry.details for entry in read_log(case)])
    assert NUMBER in told
    assert not [word for word in (TEXT.title, TEXT.condition, TEXT.cause, TEXT.owner, "58.3") if word in told]


def test_the_scale_saved_last_holds_and_an_empty_one_is_the_programs_own(case: Path) -> None:
    own = (Severity("A", "重い", "Grave"), Severity("B", "軽い", "Light"))
    for scale in (own, own[::-1], ()):
        change(case, "severities_saved", lambda work, levels=scale: work.save_severities(levels))  # type: ignore[misc]
    for shown in (DEFAULT_SCALE, own[::-1], own, DEFAULT_SCALE):
        with CaseReader(case) as reader:
            assert reader.severities() == shown
        undo(case)


def test_a_report_definition_is_changed_and_removed_under_its_name(case: Path) -> None:
    definitions: list[tuple[str, dict[str, object] | None]] = [
        ("年次報告", {"sections": ["要約", "別紙"]}),
        ("抜粋", {}),
        ("年次報告", {"sections": ["別紙"], "years": [2006]}),
        ("年次報告", None),
    ]
    for name, definition in definitions:
        change(case, "report_saved", lambda work, n=name, d=definition: work.save_report(n, d))  # type: ignore[misc]
    shown_before_each: list[dict[str, dict[str, object]]] = [
        {"抜粋": {}},
        {"年次報告": {"sections": ["別紙"], "years": [2006]}, "抜粋": {}},
        {"年次報告": {"sections": ["要約", "別紙"]}, "抜粋": {}},
        {"年次報告": {"sections": ["要約", "別紙"]}},
        {},
    ]
    for shown in shown_before_each:
        with CaseReader(case) as reader:
            assert reader.report_definitions() == shown
            assert list(reader.report_definitions()) == list(shown)
        undo(case)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE finding_version SET at = 'gestern'",
        "UPDATE finding_version SET due_date = '2007-02-31'",
        "UPDATE finding_version SET kind = 'rumour'",
        "UPDATE finding_version SET tags = '[1]'",
        "UPDATE finding_version SET tags = '[\"a\"'",
        "UPDATE finding_version SET change_id = 1, finding_id = 2",
        "UPDATE finding_figure SET state = 'maybe'",
        'UPDATE finding_figure SET options = \'{"item_class":"other"}\'',
        "UPDATE finding_figure SET options = '{\"completed\":[1]}'",
        'UPDATE finding_figure SET options = \'{"leave_out_below":"few"}\'',
        "UPDATE finding_figure SET options = '{'",
        "UPDATE finding_move SET to_state = 'gone'",
    ],
)
def test_a_row_this_program_never_writes_refuses_the_case(case: Path, attack: str) -> None:
    signed(case)
    with closing(open_connection(case, "rw", foreign_keys=False)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(f"DROP TRIGGER {attack.split()[1]}_not_changed")
        assert connection.execute(attack).rowcount
    with CaseReader(case) as reader, pytest.raises(CaseRefusedError) as refusal:
        reader.findings()
    assert refusal.value.problems[0].key == "case.damaged"


def test_what_a_finding_names_without_being_there_is_found(case: Path) -> None:
    finding = signed(case)
    change(case, "finding_edited", lambda work: work.add_finding_version(finding, version(reason="誤字")))
    raised(case, "2006-002")
    for attack, place in (
        ("UPDATE finding_move SET finding_version_id = 3", "finding_move"),  # signed: another finding's text
        ("UPDATE finding_organisation SET organisation_id = 77 WHERE position = 0", "finding_organisation"),
    ):
        tamper(case, "PRAGMA foreign_keys=OFF", attack)
        failed = {point.place for point in verify_case(case) if point.name == "references" and not point.holds}
        assert place in failed
