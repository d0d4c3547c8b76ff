"""`export CASE report` on the command line: the form every report starts from, and saved definitions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor_app.services.reports.definition import ReportDefinition
from auditor_app.services.reports.save_report import save_report
from tests.builders import AUTHOR, TickingClock
from tests.unit.cli.conftest import Command


def document(path: Path) -> dict[str, object]:
    read: dict[str, object] = json.loads(path.read_text("utf-8"))
    return read


@pytest.mark.parametrize("suffix", [".json", ".html"])
def test_a_report_needs_no_definition(command: Command, made_shipped_case: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"報告書{suffix}"
    answer = command("export", made_shipped_case, "report", target, "--year", "2006")
    assert (answer.code, answer.stderr) == (0, b"")
    assert target.with_name(f"{target.name}.manifest.json").is_file()
    assert "31.2 % (98.2 %)" in target.read_text("utf-8"), "the published pair stands in the annex"


def test_a_saved_definition_is_used_again_for_another_year(
    command: Command, practice_case: Path, tmp_path: Path
) -> None:
    own = ReportDefinition("室の報告", "室の監査報告書", "en", ("coverage",), office="監査室")
    save_report(practice_case, own, author=AUTHOR, clock=TickingClock())
    for year in ("2007", "2008"):
        target = tmp_path / f"{year}.json"
        answer = command("export", practice_case, "report", target, "--report", "室の報告", "--year", year)
        assert answer.code == 0
        read = document(target)
        assert (read["title"], read["language"], read["subtitle"]) == ("室の監査報告書", "en", f"FY{year}")


def test_an_unknown_definition_is_told_with_those_there_are(
    command: Command, practice_case: Path, tmp_path: Path
) -> None:
    save_report(practice_case, ReportDefinition("室の報告", "室"), author=AUTHOR, clock=TickingClock())
    answer = command("export", practice_case, "report", tmp_path / "x.json", "--report", "別の報告")
    assert answer.code != 0
    assert "室の報告" in answer.stderr.decode()
    assert not (tmp_path / "x.json").exists()
