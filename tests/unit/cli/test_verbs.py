"""The other verbs: new, import, explain, export, verify, screenshot; exit codes; what a process loads."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import auditor_app.cli.commands as verbs
from auditor_app.foundation.paths import log_folder
from auditor_app.foundation.translation import Texts
from auditor_app.services.decide_analysis import decide_analysis
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.import_published import accept_proposal, propose_import
from auditor_app.services.open_case import OpenCase
from auditor_app.services.undo_change import undo_change
from auditor_app.services.view_rows import VIEWS
from auditor_app.services.word_explanation import explanation_lines
from tests.builders import AUTHOR, TickingClock, sha256_of
from tests.published_documents import Release, coverage_page, encoded, release_text
from tests.unit.cli.conftest import Command


def process(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`auditor-app` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "auditor_app", *map(str, words)],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
    )


def release(folder: Path, content: str | None = None, name: str = "release.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(encoded(content if content is not None else release_text(Release()), encoding))
    return path


# --- new --------------------------------------------------------------------------------------------------


def test_new_case_holds_the_shipped_report(command: Command, tmp_path: Path) -> None:
    case = tmp_path / "a.auditcase"
    assert command("new", case).code == 0
    assert len(command("show", case, "coverage", "--format", "json").json) == 19
    assert command("show", case, "log", "--format", "json").json[0]["author"] == AUTHOR


def test_new_case_without_published_knows_the_ministries_but_no_figures(command: Command, tmp_path: Path) -> None:
    case = tmp_path / "a.auditcase"
    assert command("new", case, "--without-published").code == 0
    for view in ("coverage", "rates", "programme", "weak-areas", "checks", "sources"):
        assert command("show", case, view, "--format", "json").json == []


def test_new_never_overwrites(command: Command, shipped_case: Path) -> None:
    before = sha256_of(shipped_case)
    answer = command("new", shipped_case)
    assert (answer.code, answer.stdout, len(answer.errors)) == (1, b"", 1)
    assert sha256_of(shipped_case) == before


# --- import -----------------------------------------------------------------------------------------------


def test_imported_release_gives_the_same_nineteen_rows_as_the_shipped_figures(
    command: Command, shipped_case: Path, empty_case: Path, tmp_path: Path
) -> None:
    answer = command("import", empty_case, release(tmp_path), "--accept-warnings", "--json")
    assert answer.code == 0
    assert answer.json["stored"] > 19

    def rows(case: Path) -> list[dict[str, Any]]:
        found = command("show", case, "coverage", "--format", "json").json
        return [{name: value for name, value in row.items() if name != "source"} for row in found]

    assert rows(empty_case) == rows(shipped_case)


def test_second_import_of_the_same_file_stores_nothing_and_writes_nothing(
    command: Command, empty_case: Path, tmp_path: Path
) -> None:
    file = release(tmp_path)
    command("import", empty_case, file, "--accept-warnings")
    before = sha256_of(empty_case)
    answer = command("import", empty_case, file, "--accept-warnings", "--json")
    assert (answer.code, answer.json["stored"]) == (0, 0)
    assert answer.json["files"][0]["equal"] == answer.json["files"][0]["recognised"]
    assert sha256_of(empty_case) == before


def test_dry_run_says_what_would_change_and_changes_nothing(command: Command, empty_case: Path, tmp_path: Path) -> None:
    before = sha256_of(empty_case)
    answer = command("import", empty_case, release(tmp_path), "--accept-warnings", "--dry-run", "--json")
    assert answer.json["dry_run"] is True
    assert answer.json["stored"] == 0
    assert answer.json["files"][0]["new"] > 19
    assert sha256_of(empty_case) == before


def test_two_files_of_one_call_are_held_against_each_other(command: Command, empty_case: Path, tmp_path: Path) -> None:
    first = release(tmp_path, coverage_page(Release()), "first.txt")
    second = release(tmp_path, "二度目の公表\n" + coverage_page(Release()), "second.txt")
    answer = command("import", empty_case, first, second, "--accept-warnings", "--json")
    assert [report["new"] > 0 for report in answer.json["files"]] == [True, False]
    assert answer.json["files"][1]["confirms"] >= 19


def test_one_refused_file_keeps_the_other_out_too(command: Command, empty_case: Path, tmp_path: Path) -> None:
    before = sha256_of(empty_case)
    answer = command("import", empty_case, release(tmp_path), tmp_path / "missing.txt")
    assert answer.code == 1
    assert sha256_of(empty_case) == before


def test_year_of_the_call_stands_in_for_a_year_the_file_does_not_name(
    command: Command, empty_case: Path, tmp_path: Path
) -> None:
    page = coverage_page(Release()).replace("(2006年度)", "").replace("2006年度においては", "")
    file = release(tmp_path, page)
    answer = command("import", empty_case, file, "--year", "平成19年度", "--accept-warnings", "--json")
    assert answer.code == 0
    assert {row["fiscal_year"] for row in command("show", empty_case, "coverage", "--format", "json").json} == {2007}


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-16", "iso2022_jp"])
def test_release_in_any_japanese_encoding_is_read(
    command: Command, empty_case: Path, tmp_path: Path, encoding: str
) -> None:
    file = release(tmp_path, coverage_page(Release()), encoding=encoding)
    assert command("import", empty_case, file, "--accept-warnings").code == 0
    assert len(command("show", empty_case, "coverage", "--format", "json").json) == 19


def test_import_in_words_says_what_was_read_and_stored(command: Command, empty_case: Path, tmp_path: Path) -> None:
    for language in ("ja", "en"):
        answer = command("import", empty_case, release(tmp_path), "--accept-warnings", "--lang", language)
        assert answer.code == 0
        assert "release.txt" in answer.text


# --- explain ----------------------------------------------------------------------------------------------


def test_every_figure_that_show_prints_can_be_explained(command: Command, shipped_case: Path) -> None:
    ids = {
        row["figure_id"]
        for view in VIEWS
        for row in command("show", shipped_case, view, "--format", "json").json
        if "figure_id" in row
    }
    assert len(ids) > 150
    english = Texts("en")
    with OpenCase(shipped_case).reader() as reader:
        for figure_id in sorted(ids):
            explanation = explain_figure(reader, figure_id)
            assert (explanation.figure_id, explanation.formula_version) == (figure_id, 1)
            assert explanation.formula_id
            assert explanation.words
            assert explanation_lines(english, explanation)
    one_of_each_kind = {figure_id.partition(":")[0]: figure_id for figure_id in sorted(ids)}
    for figure_id in one_of_each_kind.values():
        explained = command("explain", shipped_case, figure_id, "--json")
        assert explained.code == 0, figure_id
        assert explained.json["figure_id"] == figure_id
        assert explained.json["formula"]["id"]
        assert explained.json["formula"]["version"] == 1
        assert explained.json["formula"]["words"]
        in_words = command("explain", shipped_case, figure_id, "--lang", "en")
        assert in_words.code == 0
        assert in_words.text


def test_explanation_of_an_excluded_ministry_names_both_values_the_rule_and_the_place(
    command: Command, shipped_case: Path
) -> None:
    explained = command("explain", shipped_case, "coverage:2006:農林水産省", "--json").json
    assert [value["value"] for value in explained["values"]] == ["31.2 %", "98.2 %"]
    assert explained["exclusions"] == ["農林水産省"]
    assert any("67.0" in words for words in explained["formula"]["words"])
    assert any("own_survey_excluded v1" in words for words in explained["formula"]["words"])
    assert "別紙3-3" in explained["source"]["place"]
    assert len(explained["footnotes"]) == 2


@pytest.mark.parametrize(
    ("figure_id", "value", "inputs"),
    [
        ("coverage_mean:2006:official", "88.96 %", 19),
        ("coverage_mean:2006:with_own_survey", "95.31 %", 19),
        ("coverage_mean:2006:in_analysis", "95.20 %", 17),
        ("measure_sum:2007:without_relisted", "159 施策", 11),
        ("measure_sum:2007:total", "170 施策", 10),
    ],
)
def test_computed_figures_name_what_went_into_them(
    command: Command, shipped_case: Path, figure_id: str, value: str, inputs: int
) -> None:
    explained = command("explain", shipped_case, figure_id, "--json").json
    assert explained["values"][0]["value"] == value
    assert len(explained["inputs"]) == inputs
    assert explained["source"] is None


@pytest.mark.parametrize(
    "figure_id",
    [
        "",
        ":",
        "nothing",
        "coverage:2006:無省",
        "coverage:abc:x",
        "rates:2006:*::all:9",
        "rates:2006",
        "coverage_mean:1999:official",
        "coverage_mean:2006:median",
        "measure_sum:1999:total",
        "coverage:２００６:農林水産省",
        "%s:'; --",
    ],
)
def test_unknown_figure_is_a_wrong_question(command: Command, shipped_case: Path, figure_id: str) -> None:
    answer = command("explain", shipped_case, figure_id)
    assert (answer.code, answer.stdout, len(answer.errors)) == (2, b"", 1)


# --- export -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_exported_json_is_what_show_prints(command: Command, shipped_case: Path, tmp_path: Path, view: str) -> None:
    target = tmp_path / "out.json"
    assert command("export", shipped_case, view, target).code == 0
    assert json.loads(target.read_bytes()) == command("show", shipped_case, view, "--format", "json").json


def test_manifest_says_what_the_file_is_and_where_it_comes_from(
    command: Command, shipped_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    command("export", shipped_case, "coverage", target, "--filter", "official_percent<70", "--sort", "official_percent")
    manifest = json.loads((tmp_path / "out.csv.manifest.json").read_bytes())
    assert manifest["sha256"] == sha256_of(target)
    assert (manifest["view"], manifest["rows"], manifest["file"]) == ("coverage", 3, "out.csv")
    assert manifest["selectors"] == {"filters": ["official_percent<70"], "sort": "official_percent"}
    assert "own_survey_excluded v1" in manifest["rules"]
    assert len(manifest["sources"]) == 2
    sequence, head = manifest["log_head"]
    assert (sequence, head) == (1, command("show", shipped_case, "log", "--format", "json").json[0]["hash"])
    assert not list(tmp_path.glob(".auditor-app-*"))


def test_same_case_exports_the_same_bytes(command: Command, shipped_case: Path, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        command("export", shipped_case, "programme", tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize("name", ["=1+1.txt", "＝1＋1.txt", "@SUM(A1).txt", "-2.txt"])
def test_name_like_a_formula_is_defused_in_csv_and_exact_in_json(
    command: Command, empty_case: Path, tmp_path: Path, name: str
) -> None:
    proposal = propose_import(empty_case, release(tmp_path, coverage_page(Release()), name))
    accept_proposal(empty_case, proposal, author=AUTHOR, clock=TickingClock())
    command("export", empty_case, "sources", tmp_path / "o.csv")
    table = list(csv.DictReader(io.StringIO((tmp_path / "o.csv").read_text(encoding="utf-8-sig"))))
    assert [row["document"] for row in table] == [f"'{name}"]
    assert "apostrophe" in json.loads((tmp_path / "o.csv.manifest.json").read_bytes())["notes"][0]
    command("export", empty_case, "sources", tmp_path / "o.json")
    assert [row["document"] for row in json.loads((tmp_path / "o.json").read_bytes())] == [name]


@pytest.mark.parametrize("name", ["out.odt", "out", "out.CSV.exe"])
def test_unknown_format_is_wrong_usage_and_writes_nothing(
    command: Command, shipped_case: Path, tmp_path: Path, name: str
) -> None:
    assert command("export", shipped_case, "coverage", tmp_path / name).code == 2
    assert [path.name for path in tmp_path.iterdir()] == [shipped_case.name]


def test_export_over_a_folder_or_into_none_is_refused(command: Command, shipped_case: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for target in (tmp_path / "folder.csv", tmp_path / "none" / "out.csv"):
        answer = command("export", shipped_case, "coverage", target)
        assert (answer.code, answer.stdout) == (1, b"")
        assert any(target.name in line or target.parent.name in line for line in answer.errors)
    assert list((tmp_path / "folder.csv").iterdir()) == []


def test_export_never_replaces_the_case_itself(command: Command, shipped_case: Path, tmp_path: Path) -> None:
    case = shipped_case.rename(tmp_path / "case.json")
    before = sha256_of(case)
    answer = command("export", case, "coverage", case)
    assert answer.code == 1
    assert sha256_of(case) == before


# --- verify -----------------------------------------------------------------------------------------------


def test_good_case_verifies(command: Command, shipped_case: Path) -> None:
    answer = command("verify", shipped_case, "--json")
    assert (answer.code, answer.json["holds"]) == (0, True)
    assert {point["name"] for point in answer.json["points"]} >= {"header", "pages", "documents", "digests", "log"}
    assert command("verify", shipped_case).code == 0


def test_case_with_decisions_and_undone_changes_verifies(command: Command, shipped_case: Path) -> None:
    clock = TickingClock()
    decide_analysis(shipped_case, 2006, "環境省", is_included=True, reason="再調査", author=AUTHOR, clock=clock)
    undo_change(shipped_case, author=AUTHOR, clock=clock)
    assert command("verify", shipped_case).code == 0
    assert [row["action"] for row in command("show", shipped_case, "log", "--format", "json").json] == [
        "done",
        "done",
        "undone",
    ]


def tamper(case: Path, change: str) -> None:
    """Change a case past its guards, as someone with a database tool would."""
    connection = sqlite3.connect(case)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f'DROP TRIGGER "{name}"')
    assert connection.execute(change).rowcount > 0
    for _, guard in guards:
        connection.execute(guard)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE statement SET number = '99.9' WHERE number = '31.2'",
        "UPDATE statement SET printed = '99.9 %' WHERE printed LIKE '31.2%'",
        "UPDATE log_entry SET author = 'someone else'",
    ],
)
def test_tampered_case_does_not_verify(command: Command, shipped_case: Path, change: str) -> None:
    tamper(shipped_case, change)
    answer = command("verify", shipped_case, "--json")
    assert (answer.code, answer.json["holds"]) == (1, False)
    assert any(not point["holds"] for point in answer.json["points"])
    assert command("verify", shipped_case).code == 1


# --- exit codes, processes --------------------------------------------------------------------------------


def test_defect_is_told_without_a_traceback_and_logged_without_contents(
    command: Command, shipped_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("農林水産省 31.2")

    monkeypatch.setattr(verbs, "streamed_rows", broken)
    answer = command("show", shipped_case, "coverage", "--format", "json")
    assert (answer.code, answer.stdout, len(answer.errors)) == (3, b"", 1)
    assert "Traceback" not in answer.errors[0]
    logged = (log_folder() / "auditor-app.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in logged
    assert "31.2" not in logged


def test_defect_is_told_even_if_it_cannot_be_logged(
    command: Command, shipped_case: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("AUDITOR_APP_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(verbs, "selected_rows", broken)
    answer = command("show", shipped_case, "coverage")
    assert (answer.code, answer.stdout, len(answer.errors)) == (3, b"", 1)


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"], ["show", "--help"]])
def test_help_is_no_error(command: Command, words: list[str]) -> None:
    answer = command(*words)
    assert answer.code == 0
    assert answer.stdout


def test_process_answers_with_the_same_bytes(command: Command, shipped_case: Path) -> None:
    words = ("show", shipped_case, "coverage", "--format", "json")
    done = process(*words)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == command(*words).stdout


def test_process_with_another_console_encoding_still_prints_json_in_utf_8(shipped_case: Path) -> None:
    done = process("show", shipped_case, "coverage", "--format", "json", PYTHONUTF8="0", PYTHONIOENCODING="cp932")
    assert done.returncode == 0
    assert json.loads(done.stdout)[0]["organisation"] == "内閣官房"
    table = process("show", shipped_case, "coverage", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert table.returncode == 0
    assert b"31.2" in table.stdout


def test_process_ends_with_the_code_of_a_refusal(tmp_path: Path) -> None:
    done = process("show", tmp_path / "missing.auditcase", "coverage")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, b"", 1)


def test_closed_pipe_is_no_defect(shipped_case: Path) -> None:
    script = f"{sys.executable} -m auditor_app show {shipped_case} checks --format json | head -c 10"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    assert done.stderr == b""


def test_without_a_display_the_window_says_so(shipped_case: Path) -> None:
    environment = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    done = process(shipped_case, **environment)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, b"", 1)


def test_show_loads_neither_qt_nor_sqlalchemy(shipped_case: Path) -> None:
    script = (
        "import sys\n"
        "from auditor_app.cli.commands import run\n"
        f"code = run(['show', {str(shipped_case)!r}, 'coverage'])\n"
        "heavy = ('PySide6', 'shiboken6', 'sqlalchemy', 'alembic', 'pyqtgraph', 'numpy', 'pandas')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "[]")


def test_screenshot_is_a_picture_of_the_size_asked_for_and_says_nothing_else(
    shipped_case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "coverage.png"
    before = sha256_of(shipped_case)
    done = process("screenshot", shipped_case, "coverage", target, "--size", "1000x700", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, b"")
    content = target.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")) == (1000, 700)
    assert sha256_of(shipped_case) == before


@pytest.mark.parametrize("size", ["800", "x", "0x0", "99999x99999", "-5x5", "800x600x3"])
def test_screenshot_of_an_impossible_size_is_wrong_usage(
    command: Command, shipped_case: Path, tmp_path: Path, size: str
) -> None:
    assert command("screenshot", shipped_case, "coverage", tmp_path / "a.png", f"--size={size}").code == 2
