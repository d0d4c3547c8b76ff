"""What an auditor changes: a decision with its reason, an import, and taking both back; the case keeps account."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from auditor_app.services.decide_analysis import decide_analysis
from auditor_app.services.open_case import OpenCase
from auditor_app.services.select_view import Selectors, selected_rows
from auditor_app.services.verify_case import verify_case
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.pages.coverage_page import CoveragePage
from auditor_app.ui.pages.sources_page import SourcesPage
from tests.auditor import CTRL, Auditor
from tests.builders import sha256_of
from tests.published_documents import Release, release_text

ENVIRONMENT = "coverage:2006:環境省"


def coverage_rows(case: Path) -> list[dict[str, object]]:
    """The rows scripts see, without their places."""
    with OpenCase(case).reader() as reader:
        rows = selected_rows(reader, "coverage", Selectors())
    return [{name: value for name, value in row.items() if name != "source"} for row in rows]


def written(folder: Path, text: str, name: str = "release.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def mean_in_analysis(auditor: Auditor) -> str:
    return cast(CoveragePage, auditor.page).tiles[4].accessibleName()


def decide(auditor: Auditor, figure_id: str, answer: int | None, reason: str | None) -> None:
    auditor.table.select_row(figure_id)
    auditor.settle()
    auditor.notices.answer, auditor.notices.words = answer, reason
    auditor.click(auditor.button(auditor.texts("inspector.decide")))


def test_decided_ministry_counts_and_undo_and_redo_take_it_out_and_in(auditor: Auditor, shipped_case: Path) -> None:
    assert "95.20 %" in mean_in_analysis(auditor)
    decide(auditor, ENVIRONMENT, 0, "再調査の結果を確認した")
    assert "92.17 %" in mean_in_analysis(auditor)
    counted = auditor.texts("coverage.counted")
    assert auditor.column("analysis")[17] == auditor.texts("coverage.by_decision", words=counted)
    assert "再調査の結果を確認した" in auditor.inspector_words()
    auditor.press(Qt.Key.Key_Z, CTRL)
    assert "95.20 %" in mean_in_analysis(auditor)
    auditor.press(Qt.Key.Key_Y, CTRL)
    assert "92.17 %" in mean_in_analysis(auditor)
    auditor.go("sources")
    page = cast(SourcesPage, auditor.page)
    page.show_log()
    assert len(auditor.rows(page.log)) == 4
    assert [tone for tone, _ in auditor.notices.told] == ["good", "good", "good"]
    assert auditor.notices.refused == []
    assert all(point.holds for point in verify_case(shipped_case))


def test_figure_stays_selected_when_the_case_has_changed(auditor: Auditor) -> None:
    decide(auditor, ENVIRONMENT, 0, "理由")
    assert auditor.table.current()[0] == ENVIRONMENT
    assert auditor.page.figure_id == ENVIRONMENT
    assert "環境省" in auditor.inspector_words()


def test_decision_without_a_reason_or_without_an_answer_changes_nothing(auditor: Auditor, shipped_case: Path) -> None:
    before = sha256_of(shipped_case)
    decide(auditor, ENVIRONMENT, 0, "  ")
    assert len(auditor.notices.refused) == 1
    decide(auditor, ENVIRONMENT, None, "理由")
    decide(auditor, ENVIRONMENT, 0, None)
    assert len(auditor.notices.refused) == 1
    assert sha256_of(shipped_case) == before


def test_dropped_release_becomes_a_proposal_and_then_the_same_rows_as_the_shipped_figures(
    sit_down: Callable[..., Auditor], shipped_case: Path, empty_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(empty_case)
    assert auditor.rows() == []
    before = sha256_of(empty_case)
    auditor.drop(written(tmp_path, release_text(Release())))
    dialog = auditor.proposal()
    assert len(auditor.rows(dialog.table)) > 19
    assert sha256_of(empty_case) == before
    auditor.click(dialog.accept_button)
    auditor.go("coverage")
    assert len(auditor.rows()) == 19
    assert coverage_rows(empty_case) == coverage_rows(shipped_case)
    auditor.table.select_row("coverage:2006:農林水産省")
    auditor.settle()
    auditor.press(Qt.Key.Key_Return, CTRL)
    editor = auditor.source_windows()[0].editor
    assert "31.2" in "".join(selection.cursor.block().text() for selection in editor.extraSelections())
    auditor.source_windows()[0].close()
    auditor.choose("undo")
    assert auditor.rows() == []
    assert coverage_rows(empty_case) == []


def test_cancelled_proposal_stores_nothing(sit_down: Callable[..., Auditor], empty_case: Path, tmp_path: Path) -> None:
    auditor = sit_down(empty_case)
    before = sha256_of(empty_case)
    auditor.drop(written(tmp_path, release_text(Release())))
    QTest.keyClick(auditor.proposal(), Qt.Key.Key_Escape)
    auditor.settle()
    assert sha256_of(empty_case) == before
    assert auditor.commands.importing.dialog is None


def test_row_taken_out_of_a_proposal_is_not_stored(
    sit_down: Callable[..., Auditor], empty_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(empty_case)
    auditor.drop(written(tmp_path, release_text(Release())))
    dialog = auditor.proposal()
    subjects = [row.statement.key.figure_id for row in dialog.proposal.rows]
    number = subjects.index("coverage:2006:総務省")
    dialog.table.select_row(number)
    dialog.table.view.setFocus()
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Space)
    assert number not in dialog.chosen()
    auditor.click(dialog.accept_button)
    auditor.go("coverage")
    assert len(auditor.rows()) == 18
    assert "coverage:2006:総務省" not in auditor.rows()


def test_second_import_of_the_same_file_offers_nothing(
    sit_down: Callable[..., Auditor], empty_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(empty_case)
    source = written(tmp_path, release_text(Release()))
    auditor.drop(source)
    auditor.click(auditor.proposal().accept_button)
    before = sha256_of(empty_case)
    auditor.drop(source)
    dialog = auditor.proposal()
    assert not dialog.accept_button.isEnabled()
    assert auditor.texts("proposal.nothing_new") in dialog.summary.text()
    dialog.reject()
    auditor.settle()
    assert sha256_of(empty_case) == before


def test_several_dropped_texts_are_listed_and_each_is_proposed_by_itself(
    sit_down: Callable[..., Auditor], empty_case: Path, tmp_path: Path
) -> None:
    auditor = sit_down(empty_case)
    first = written(tmp_path, release_text(Release()), "first.txt")
    broken = written(tmp_path, "", "broken.txt")
    second = written(tmp_path, release_text(Release()) + "\n終わり\n", "second.txt")
    auditor.drop(first, broken, second)
    listed = auditor.import_list()
    assert [own.state for own in listed.dialog.files] == ["published", "refused", "published"]
    listed.open_file(0)
    auditor.click(auditor.proposal().accept_button)
    assert [own.state for own in listed.dialog.files] == ["stored", "refused", "published"]
    listed.open_file(2)
    dialog = auditor.proposal()
    assert dialog.proposal.reading.document.name == "second.txt"
    dialog.reject()
    auditor.settle()
    listed.dialog.reject()
    auditor.settle()
    assert auditor.notices.refused == []


def test_broken_file_is_a_notice_and_leaves_the_case_alone(
    auditor: Auditor, shipped_case: Path, tmp_path: Path
) -> None:
    before = sha256_of(shipped_case)
    broken = tmp_path / "broken.txt"
    broken.write_bytes(bytes(range(256)) * 30)
    empty = tmp_path / "empty"
    empty.mkdir()
    for count, path in enumerate((broken, empty, tmp_path / "missing.txt"), start=1):
        auditor.drop(path)
        auditor.wait_for(lambda count=count: len(auditor.notices.refused) == count)  # type: ignore[misc]
    assert sha256_of(shipped_case) == before
    assert len(auditor.rows()) == 19


def test_text_in_which_nothing_is_recognised_cannot_be_accepted(auditor: Auditor, tmp_path: Path) -> None:
    auditor.drop(written(tmp_path, "昨日は雨でした。\n"))
    dialog = auditor.proposal()
    assert not dialog.accept_button.isEnabled()
    dialog.reject()
    auditor.settle()


def test_dropped_case_is_opened_and_a_broken_one_refused(
    auditor: Auditor, shipped_case: Path, empty_case: Path, tmp_path: Path
) -> None:
    broken = written(tmp_path, "no case", "broken.auditcase")
    auditor.drop(broken)
    assert len(auditor.notices.refused) == 1
    assert auditor.window.context.case.path == shipped_case
    auditor.drop(empty_case)
    assert auditor.window.context.case.path == empty_case
    assert auditor.settings.recent_cases()[:2] == [empty_case, shipped_case]


def test_export_writes_the_rows_in_sight_in_their_order(auditor: Auditor, tmp_path: Path) -> None:
    auditor.table.sort_by([("official", False)])
    auditor.table.model.set_filter_text("official", "<70")
    auditor.notices.target = tmp_path / "low.json"
    auditor.choose("export_json")
    auditor.wait_for(lambda: bool(auditor.notices.told))
    rows = json.loads((tmp_path / "low.json").read_bytes())
    assert [row["organisation"] for row in rows] == ["農林水産省", "環境省", "金融庁"]
    assert (tmp_path / "low.json.manifest.json").exists()


def test_every_page_that_shows_something_can_be_exported(auditor: Auditor, tmp_path: Path) -> None:
    written = 0
    for page in auditor.window.rail.buttons:
        auditor.go(page)
        auditor.settle()
        if not auditor.page.counts()[0]:
            continue
        for suffix in ("csv", "json"):
            auditor.notices.target = tmp_path / f"{page}.{suffix}"
            auditor.choose(f"export_{suffix}")
            auditor.wait_for(lambda: auditor.notices.target is not None and auditor.notices.target.exists())
            auditor.settle()
        assert json.loads((tmp_path / f"{page}.json").read_bytes())
        written += 1
    assert written >= 7
    assert {tone for tone, _ in auditor.notices.told} == {"good"}


def test_where_nothing_is_shown_nothing_is_written_and_the_reason_is_told(auditor: Auditor, tmp_path: Path) -> None:
    auditor.table.model.set_filter_text("organisation", "どこにもない府省庁")
    auditor.notices.target = tmp_path / "none.csv"
    auditor.choose("export_csv")
    assert [own.key for error in auditor.notices.refused for own in error.problems] == ["export.nothing"]
    assert list(tmp_path.glob("none*")) == []


def test_new_case_copy_and_verification_are_told(auditor: Auditor, shipped_case: Path, tmp_path: Path) -> None:
    auditor.notices.target = tmp_path / "copy.auditcase"
    auditor.choose("save_copy")
    assert coverage_rows(tmp_path / "copy.auditcase") == coverage_rows(shipped_case)
    auditor.choose("verify_case")
    auditor.notices.target = tmp_path / "new.auditcase"
    auditor.choose("new_case")
    assert auditor.window.context.case.path == tmp_path / "new.auditcase"
    assert {tone for tone, _ in auditor.notices.told} == {"good"}


def test_new_case_over_an_existing_one_is_refused(auditor: Auditor, shipped_case: Path) -> None:
    before = sha256_of(shipped_case)
    auditor.notices.target = shipped_case
    auditor.choose("new_case")
    auditor.choose("save_copy")
    assert len(auditor.notices.refused) == 2
    assert sha256_of(shipped_case) == before


def test_long_work_can_be_cancelled_and_the_window_stays_alive(auditor: Auditor) -> None:
    results: list[object] = []

    def count(control: JobControl) -> int:
        for step in range(100_000_000):
            control.report(step, 100_000_000)
        return 1

    auditor.desktop.jobs.start("read", "数えています", count, results.append)
    status = auditor.window.status_line
    auditor.wait_for(lambda: status.cancel.isVisible() and status.progress.value() > 0)
    QTest.mouseClick(status.cancel, Qt.MouseButton.LeftButton)
    auditor.settle()
    assert results == []
    assert not status.cancel.isVisible()
    auditor.go("programme")


def test_defect_in_a_job_is_told_and_the_window_stays_alive(auditor: Auditor) -> None:
    def broken(_control: JobControl) -> None:
        raise ZeroDivisionError

    auditor.desktop.jobs.start("read", "x", broken, lambda _: None)
    auditor.settle()
    assert auditor.notices.told[-1][0] == "bad"
    auditor.go("programme")


def test_a_change_by_another_program_is_noticed_and_read(sit_down: Callable[..., Auditor], shipped_case: Path) -> None:
    auditor = sit_down(shipped_case)
    auditor.go("coverage")
    decide_analysis(
        shipped_case,
        2006,
        "環境省",
        is_included=True,
        reason="別の窓で",
        author="監査人 乙",
        clock=lambda: datetime.now(UTC),
    )
    auditor.wait_for(lambda: any(tone == "warning" for tone, _ in auditor.notices.told))
    assert auditor.column("analysis")[17].endswith("(判断)")
