"""The verb `import` for tables: what it prints, what it refuses, what it stores."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor_app.storage.reading import CaseReader
from tests.builders import new_case, sha256_of
from tests.return_files import ANSWERS_HEADER, answer_rows, answers_file, catalogue_file, coverage_file, written_table
from tests.unit.cli.conftest import Command


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return new_case(tmp_path / "case.auditcase", with_published=False)


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    """A folder whose names sort the wrong way round: answers before what they need."""
    folder = tmp_path / "returns"
    folder.mkdir()
    answers_file(folder, name="1.csv")
    coverage_file(folder, name="2.csv")
    catalogue_file(folder, name="3.csv")
    return folder


def test_a_folder_comes_in_as_one_change_whatever_the_order_of_its_files(
    command: Command, case: Path, returns: Path
) -> None:
    answer = command("import", case, returns, "--json")
    assert answer.code == 0, answer.errors
    files = answer.json["files"]
    assert [(own["document"], own["kind"], own["new"]) for own in files] == [
        ("3.csv", "catalogue", 3),
        ("2.csv", "coverage", 2),
        ("1.csv", "answers", 6),
    ]
    assert answer.json["stored"] == 11
    assert files[2]["sha256"] == sha256_of(returns / "1.csv")
    assert files[2]["columns"]["obliged"] == {"column": 6, "header": "責務発生数"}
    with CaseReader(case) as reader:
        assert [own.kind for own in reader.changes()] == ["case_created", "returns_imported"]


def test_importing_again_says_equal_and_changes_nothing(command: Command, case: Path, returns: Path) -> None:
    command("import", case, returns)
    before = sha256_of(case)
    answer = command("import", case, returns, "--json")
    assert (answer.code, answer.json["stored"]) == (0, 0)
    assert [(own["new"], own["equal"]) for own in answer.json["files"]] == [(0, 3), (0, 2), (0, 6)]
    assert sha256_of(case) == before


def test_a_dry_run_says_what_would_change_and_stores_nothing(command: Command, case: Path, returns: Path) -> None:
    before = sha256_of(case)
    answer = command("import", case, returns, "--dry-run", "--lang", "en")
    assert answer.code == 0
    assert "new 6, changed 0, equal 0" in answer.text
    assert sha256_of(case) == before


def test_a_refused_row_refuses_the_file_unless_the_rest_is_accepted(
    command: Command, case: Path, returns: Path, tmp_path: Path
) -> None:
    command("import", case, returns)
    rows = [*answer_rows(year=2008), (2008, "環境省", "大臣官房", "9.9.9(9)(z)", "行政事務従事者", 3, 2)]
    file = written_table(tmp_path, "後.csv", ANSWERS_HEADER, rows)
    before = sha256_of(case)
    answer = command("import", case, file, "--lang", "en", "--json")
    assert answer.code == 1
    assert answer.errors[0].startswith("後.csv: L8 item: The standard of fiscal year 2008 has no item")
    (report,) = answer.json["files"]
    assert [(own["problem"], own["place"]) for own in report["refused"]] == [
        ("returns.item_unknown", "後.csv: L8 item")
    ]
    assert report["refused"][0]["values"]["text"] == "9.9.9(9)(z)"
    assert sha256_of(case) == before
    answer = command("import", case, file, "--accept-warnings", "--json")
    assert (answer.code, answer.json["stored"]) == (0, 6)
    with CaseReader(case) as reader:
        assert [own.problem.place for own in reader.refused_rows()] == ["後.csv: L8 item"]


def test_unknown_ministries_are_suggested_and_added_only_on_request(
    command: Command, case: Path, tmp_path: Path
) -> None:
    file = coverage_file(tmp_path, organisation="環境庁")
    answer = command("import", case, file, "--json")
    assert answer.code == 1
    (name,) = answer.json["files"][0]["names"]
    assert (name["text"], name["suggestions"][0], name["declared"]) == ("環境庁", "環境省", False)
    answer = command("import", case, file, "--declare-organisations", "--lang", "ja")
    assert answer.code == 0, answer.errors
    assert "新たに登録する府省庁: 環境庁 (似た名称: 環境省" in answer.text


@pytest.mark.parametrize("name", ["*", "＊", "環境\u200b庁", "環境\x07庁"])
def test_what_cannot_be_a_name_is_not_added_on_request_either(
    command: Command, case: Path, tmp_path: Path, name: str
) -> None:
    for file in (coverage_file(tmp_path, organisation=name), answers_file(tmp_path, organisation=name)):
        command("import", case, catalogue_file(tmp_path))
        for language in ("ja", "en"):
            answer = command("import", case, file, "--declare-organisations", "--accept-warnings", "--lang", language)
            assert f"{file.name}: L2 organisation:" in answer.errors[0]
            assert "--declare" not in answer.errors[0], "it would not help"
    with CaseReader(case) as reader:
        assert not [own for own in reader.organisations() if own.is_called(name)]
        assert not reader.item_sums(2007)


def test_rows_that_differ_are_refused_until_one_says_what_becomes_of_them(
    command: Command, case: Path, returns: Path, tmp_path: Path
) -> None:
    command("import", case, returns)
    file = answers_file(tmp_path, implemented=95)
    answer = command("import", case, file, "--lang", "en")
    assert answer.code == 1
    assert "100 / 95 here, 100 / 90 in the case (1.csv: L2)" in answer.errors[0]
    assert command("import", case, file, "--accept-warnings", "--json").json["stored"] == 0
    assert command("import", case, file, "--on-conflict", "replace", "--json").json["stored"] == 6
    with CaseReader(case) as reader:
        assert {own.implemented for own in reader.item_sums(2007)} == {95}


def test_the_years_of_a_catalogue_may_be_a_span(command: Command, case: Path, tmp_path: Path) -> None:
    assert command("import", case, catalogue_file(tmp_path), "--as", "catalogue", "--year", "H18-2008").code == 0
    with CaseReader(case) as reader:
        (edition,) = [own for own in reader.editions() if own.items]
    assert edition.fiscal_years == (2006, 2007, 2008)
    for span in ("2010-2006", "2006-", "2006-いつか"):
        assert command("import", case, catalogue_file(tmp_path), "--year", span).code == 2
    assert command("import", case, catalogue_file(tmp_path), "--as", "answers", "--year", "2006-2008").code == 2


def test_a_mapping_file_says_which_column_is_what(command: Command, case: Path, returns: Path, tmp_path: Path) -> None:
    command("import", case, returns / "3.csv")
    header = ("どこ", "なに", "だれ", "要", "済")
    rows = [("環境省", row[3], row[4], row[5], row[6]) for row in answer_rows()]
    file = written_table(tmp_path, "表.csv", header, rows)
    mapping = tmp_path / "mapping.json"
    columns = {"organisation": "どこ", "item": "B", "role": 3, "obliged": "要", "implemented": "E"}
    mapping.write_text(json.dumps({"header_row": 1, "columns": columns}), encoding="utf-8")
    answer = command("import", case, file, "--mapping", mapping, "--year", "2007", "--json")
    assert (answer.code, answer.json["stored"]) == (0, 6), answer.errors
    mapping.write_text(json.dumps({"columns": {"obliged": "ない列"}}), encoding="utf-8")
    answer = command("import", case, file, "--mapping", mapping, "--lang", "en")
    assert (answer.code, "There is no column “ない列”" in answer.errors[0]) == (1, True)
    mapping.write_text("[1]", encoding="utf-8")
    assert command("import", case, file, "--mapping", mapping).code == 1


def test_problems_beyond_a_hundred_are_counted(command: Command, case: Path, returns: Path, tmp_path: Path) -> None:
    command("import", case, returns)
    rows = [(2007, "環境省", f"{number}課", "2.1.1(1)(a)", "staff", "x", 1) for number in range(150)]
    answer = command("import", case, written_table(tmp_path, "a.csv", ANSWERS_HEADER, rows), "--lang", "en")
    assert answer.code == 1
    assert answer.errors[100] == "and 50 more"
    assert len(answer.errors) == 102


def test_a_wrong_year_cannot_be_accepted_away(command: Command, case: Path, returns: Path) -> None:
    command("import", case, returns / "3.csv")
    answer = command("import", case, returns / "1.csv", "--year", "2006", "--accept-warnings", "--lang", "en")
    assert answer.code == 1
    assert answer.errors[0].startswith("1.csv: L2 fiscal_year: This is about fiscal year 2007, not 2006.")


def test_an_empty_folder_is_refused(command: Command, case: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    answer = command("import", case, tmp_path / "nothing")
    assert (answer.code, len(answer.errors)) == (1, 1)
