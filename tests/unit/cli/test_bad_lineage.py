"""Bad lineage, crosswalks, editions and years: refused or marked with place and advice, and the case stays whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor_app.storage.reading import CaseReader
from tests.builders import new_case, sha256_of
from tests.return_files import CATALOGUE_HEADER, coverage_file, written_table
from tests.unit.cli.conftest import Command

NAMES = ("name", "from_date", "to_date", "successor", "kind")
JOINS = ("from_edition", "from_item", "to_edition", "to_item", "kind")
NUMBERS = ("2.1.1(1)(a)", "2.1.1(1)(b)", "2.1.1(1)(c)")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return new_case(tmp_path / "case.auditcase", with_published=False)


def catalogue(folder: Path, edition: str) -> Path:
    rows = [(edition, number, "2", "2.1.1", "基本", "行政事務従事者", f"演習用{number}") for number in NUMBERS]
    return written_table(folder, f"{edition}.csv", CATALOGUE_HEADER, rows)


def assert_whole(command: Command, case: Path) -> None:
    answer = command("verify", case)
    assert answer.code == 0, answer.text


def test_split_into_one_told_alone_is_taken_only_when_accepted_and_breaks_the_comparison(
    command: Command, case: Path, tmp_path: Path
) -> None:
    rows = [("甲庁", "", "2008-03-31", "乙庁", "split"), ("乙庁", "2008-04-01", "", "", "")]
    file = written_table(tmp_path, "変遷.csv", NAMES, rows)
    refused = command("import", case, file, "--lang", "en")
    assert (refused.code, refused.errors[0].startswith("変遷.csv: L2 kind: A body that ended is split")) == (1, True)
    assert command("import", case, file, "--accept-warnings").code == 0
    assert_whole(command, case)
    counts = [
        coverage_file(tmp_path, organisation="甲庁", year=2007, name="07.csv"),
        coverage_file(tmp_path, organisation="乙庁", year=2008, name="08.csv"),
    ]
    assert command("import", case, *counts).code == 0
    shown = command("show", case, "compare", "--year", "2007,2008", "--metric", "coverage", "--format", "json")
    breaks = {row["organisation"]: row["breaks"] for row in shown.json if row["organisation"] != "*"}
    assert breaks.keys() == {"甲庁", "乙庁"}, "two bodies, never one series"
    assert all("split" in own for own in breaks.values())
    assert {row["delta_points"] for row in shown.json if row["organisation"] != "*"} == {None}


def test_two_files_of_one_import_cannot_end_a_body_twice_nor_contradict_each_other(
    command: Command, case: Path, tmp_path: Path
) -> None:
    one = written_table(tmp_path, "1.csv", NAMES, [("甲庁", "", "2008-03-31", "", "abolished")])
    other = written_table(tmp_path, "2.csv", NAMES, [("甲庁", "", "2008-03-31", "総務省", "merged")])
    before = sha256_of(case)
    answer = command("import", case, one, other, "--lang", "ja")
    assert (answer.code, answer.errors[0].partition(": 終")[0]) == (1, "2.csv: L2 kind")
    assert sha256_of(case) == before
    again = command(
        "import", case, one, written_table(tmp_path, "3.csv", NAMES, [("甲庁", "", "2008-03-31", "", "廃止")])
    )
    assert (again.code, again.errors) == (0, [])
    with CaseReader(case) as reader:
        assert [own.kind for own in reader.organisation_links()].count("abolished") == 1
    assert_whole(command, case)


def test_crosswalk_told_in_both_directions_is_stored_once_and_never_against_itself(
    command: Command, case: Path, tmp_path: Path
) -> None:
    for edition, years in (("初版", "2006"), ("改訂版", "2007")):
        assert command("import", case, catalogue(tmp_path, edition), "--year", years).code == 0
    forwards = written_table(tmp_path, "f.csv", JOINS, [("初版", NUMBERS[0], "改訂版", NUMBERS[0], "unchanged")])
    back = [("改訂版", NUMBERS[0], "初版", NUMBERS[0], "unchanged")]
    assert command("import", case, forwards, written_table(tmp_path, "b.csv", JOINS, back)).code == 0
    for row, told in (
        (("改訂版", NUMBERS[0], "初版", NUMBERS[0], "changed"), "unchanged"),
        (("改訂版", NUMBERS[0], "初版", NUMBERS[1], "moved"), f"改訂版 {NUMBERS[0]} → 初版 {NUMBERS[0]}"),
    ):
        answer = command("import", case, written_table(tmp_path, "bad.csv", JOINS, [row]))
        assert (answer.code, told in answer.errors[0], "bad.csv: L2" in answer.errors[0]) == (1, True, True)
    changed = written_table(tmp_path, "c.csv", JOINS, [("改訂版", NUMBERS[0], "初版", NUMBERS[0], "reworded")])
    assert command("import", case, changed, "--on-conflict", "replace").code == 0
    with CaseReader(case) as reader:
        assert [(own.from_edition, own.kind) for own in reader.crosswalk()] == [("初版", "reworded")]
    assert_whole(command, case)


@pytest.mark.parametrize(("first", "second"), [("初版", "改訂版"), ("改訂版", "初版")])
def test_second_edition_for_a_year_is_refused_with_what_to_do(
    command: Command, case: Path, tmp_path: Path, first: str, second: str
) -> None:
    assert command("import", case, catalogue(tmp_path, first), "--year", "2006-2007").code == 0
    before = sha256_of(case)
    for language, advice in (("ja", "元に戻して"), ("en", "undo the earlier import")):
        answer = command("import", case, catalogue(tmp_path, second), "--year", "2007-2008", "--lang", language)
        assert (answer.code, answer.stdout) == (1, b"")
        assert answer.errors[0].startswith(f"{second}.csv: L2 edition: ")
        assert all(word in answer.errors[0] for word in ("2007", first, "--year", advice))
        assert "--accept-warnings" not in answer.errors[-1], "it would not help"
    assert command("import", case, catalogue(tmp_path, second), "--year", "2007", "--accept-warnings").code == 1
    assert sha256_of(case) == before
    assert_whole(command, case)


@pytest.mark.parametrize(("language", "advice"), [("ja", "ください"), ("en", "import")])
def test_comparing_years_without_data_says_what_to_do(command: Command, case: Path, language: str, advice: str) -> None:
    answer = command("show", case, "compare", "--year", "2006,2007", "--lang", language)
    assert (answer.code, answer.stdout) == (1, b"")
    assert all(word in answer.errors[0].lower() for word in ("2006", "2007", advice))
