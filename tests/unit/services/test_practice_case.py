"""The practice case shows every state, break and weak area, and says in each export that it is invented."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.cli.commands import run
from auditor_app.domain.comparison import BREAKS
from auditor_app.domain.crosswalk import CROSSWALK_KINDS
from auditor_app.domain.organisations import Organisation, find_organisation
from auditor_app.domain.published import FactKind, State
from auditor_app.domain.rates import Difference, ItemCount, Rates, difference_of, rates_of
from auditor_app.domain.standards import Edition, edition_for
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.foundation.paths import resources_folder
from auditor_app.services.check_document import case_checks
from auditor_app.services.create_practice_case import create_practice_case, own_practice_case
from auditor_app.services.open_case import CaseReader, OpenCase
from auditor_app.services.verify_case import verify_case
from tests.builders import AUTHOR, TickingClock

ROOT = Path(__file__).resolve().parents[3]
PRACTICE = resources_folder() / "practice"


@pytest.fixture
def reader(made_practice_case: Path) -> CaseReader:
    return OpenCase(made_practice_case).reader()


def organisation(reader: CaseReader, name: str) -> Organisation:
    found = find_organisation(reader.organisations(), name)
    assert found is not None, name
    return found


def edition(reader: CaseReader, fiscal_year: int) -> Edition:
    found = edition_for(reader.editions(), fiscal_year)
    assert found is not None
    return found


def item_counts(reader: CaseReader, fiscal_year: int, name: str, places: tuple[str, ...], role: str = "") -> Rates:
    """The rates of an organisation over the items in these Parts, sections or items, recomputed from its sums."""
    items = {item.id: item for item in edition(reader, fiscal_year).items}
    roles = {own.id: own for own in reader.roles()}
    return rates_of(
        ItemCount(own.answered, own.obliged, own.implemented)
        for own in reader.item_sums(fiscal_year, organisation(reader, name).id)
        if items[own.item_id].item.startswith(places) and role in ("", roles[own.role_id].group)
    )


# --- what is in it ----------------------------------------------------------------------------------------------


def test_practice_case_is_marked_and_verifies(made_practice_case: Path) -> None:
    assert OpenCase(made_practice_case).is_practice
    assert [point for point in verify_case(made_practice_case) if not point.holds] == []


def test_practice_case_holds_three_years_of_thousands_of_answers(made_practice_case: Path, reader: CaseReader) -> None:
    with reader:
        assert reader.returns_years() == [2006, 2007, 2008]
        assert 10_000 <= sum(report.answer_count for report in reader.reports()) <= 25_000
    assert made_practice_case.stat().st_size < 4_000_000


def test_no_ministry_of_the_practice_case_exists(reader: CaseReader) -> None:
    with (resources_folder() / "published" / "organisations.csv").open(encoding="utf-8", newline="") as file:
        real = {row["name"] for row in csv.DictReader(file)}
    with reader:
        invented = {name.name for own in reader.organisations() for name in own.names}
    assert len(invented) > 10
    assert invented.isdisjoint(real)


def test_nobody_carried_out_an_item_and_that_is_zero_percent(reader: CaseReader) -> None:
    with reader:
        rates = item_counts(reader, 2006, "青葉省", ("4.1.4(1)(c)",))
    assert rates.state is State.REPORTED
    assert rates.implementation_percent == 0


def test_no_duty_arose_where_no_electronic_signatures_are_used(reader: CaseReader) -> None:
    with reader:
        assert item_counts(reader, 2006, "東雲庁", ("4.1.4",)).state is State.NO_DUTY


def test_every_kind_of_break_stands_between_its_years(
    made_practice_case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["show", str(made_practice_case), "compare", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {name for row in rows for step in row["steps"] for name in step["breaks"]} == set(BREAKS)


@pytest.mark.parametrize(
    ("year", "name", "places"),
    [(2006, "千歳省", ("5",)), (2006, "若草省", ("6.2.1",))],
    ids=["cells left blank", "rows left out"],
)
def test_what_was_left_blank_or_out_is_not_reported(
    reader: CaseReader, year: int, name: str, places: tuple[str, ...]
) -> None:
    with reader:
        assert item_counts(reader, year, name, places).state is State.NOT_REPORTED


def test_units_and_a_ministry_without_answers_are_known_by_their_coverage(reader: CaseReader) -> None:
    with reader:
        answered = {(report.fiscal_year, report.organisation_id, report.unit) for report in reader.reports()}
        covered = {
            (count.fiscal_year, count.organisation_id, count.unit)
            for year in reader.returns_years()
            for count in reader.coverage_counts(year)
        }
        silent = covered - answered
        stars = organisation(reader, "星見庁").id
        moon = organisation(reader, "月見省").id
    assert {unit for _, body, unit in silent if body == stars} == {"長官官房", "星図部"}
    assert (2007, moon, "南部観測所") in silent


def test_own_surveys_exclude_in_one_year_and_not_in_another(reader: CaseReader) -> None:
    printed: dict[tuple[int, str], str] = {}
    with reader:
        for fact in reader.facts([FactKind.COVERAGE]):
            printed[fact.key.fiscal_year, fact.key.subject] = fact.shown.printed
    assert re.fullmatch(r"31\.\d % \(98\.\d %\)", printed[2006, "藤波省"])
    assert "(" not in printed[2007, "藤波省"]
    assert "(" in printed[2007, "山吹省"]
    assert "(" not in printed[2008, "山吹省"]


def test_rates_of_the_first_year_are_charts_that_were_not_transcribed(reader: CaseReader) -> None:
    with reader:
        facts = reader.facts([FactKind.IMPLEMENTATION, FactKind.ACHIEVEMENT], [2006])
    assert {fact.shown.value.state for fact in facts} == {State.NOT_TRANSCRIBED}


def test_published_rates_equal_round_and_contradict_the_recomputed_ones(reader: CaseReader) -> None:
    classes: dict[Difference, list[tuple[str, str]]] = defaultdict(list)
    with reader:
        for fact in reader.facts([FactKind.IMPLEMENTATION], [2007]):
            if fact.key.subject != "*":
                recomputed = item_counts(reader, 2007, fact.key.subject, (fact.key.part,)).implementation_percent
                printed = fact.shown.value.number
                assert recomputed is not None
                assert printed is not None
                classes[difference_of(printed, recomputed)].append((fact.key.subject, fact.key.part))
    assert classes["contradiction"] == [("千歳省", "3")]
    assert {name for name, _ in classes["rounding"]} == {"若草省"}
    assert len(classes["equal"]) > 40


def test_only_what_was_made_wrong_on_purpose_fails_a_check(reader: CaseReader) -> None:
    with reader:
        failing = [(result.rule, result.subject) for result in case_checks(reader) if not result.holds]
    assert failing == [
        ("cross_footing", "広報と相談"),
        ("recomputed", "把握率 千歳省 2006年度"),
        ("recomputed", "実施率 千歳省 第3部 2007年度"),
    ]


def test_renamed_agency_is_one_body(reader: CaseReader) -> None:
    with reader:
        body = organisation(reader, "白樺庁")
        assert body.id == organisation(reader, "白樺省").id
    assert [body.name_in(year).name for year in (2006, 2007, 2008)] == ["白樺庁", "白樺省", "白樺省"]


def test_two_editions_are_joined_by_every_kind_of_change_and_two_items_are_left_unmapped(reader: CaseReader) -> None:
    with reader:
        first, revised = edition(reader, 2006), edition(reader, 2008)
        crosswalk = reader.crosswalk()
        assert edition(reader, 2007).name == first.name != revised.name
    assert {entry.kind for entry in crosswalk} == set(CROSSWALK_KINDS)
    numbers = [{item.item for item in own.items} for own in (first, revised)]
    mapped = {entry.from_item for entry in crosswalk}
    assert (numbers[0] & numbers[1]) - mapped == {"2.3.1(1)(c)", "4.1.2(1)(b)"}


def test_first_years_ask_for_basic_items_and_the_last_for_all(reader: CaseReader) -> None:
    classes = {}
    with reader:
        for year in reader.returns_years():
            by_id = {item.id: item.item_class for item in edition(reader, year).items}
            classes[year] = {by_id[own.item_id] for own in reader.item_sums(year)}
    assert classes == {2006: {"basic"}, 2007: {"basic"}, 2008: {"basic", "enhanced"}}


def test_further_role_has_its_group(reader: CaseReader) -> None:
    with reader:
        groups = {role.name_ja: role.group for role in reader.roles()}
    assert groups["外部委託管理者"] == "officer"
    assert len(groups) == 4


def test_topics_are_weak_at_first_and_outsourcing_gets_worse(reader: CaseReader) -> None:
    shares: dict[str, list[Fraction]] = {}
    with reader:
        topics = reader.topics()
        for topic in topics:
            rates = [item_counts(reader, year, "青葉省", topic.sections, topic.role) for year in (2006, 2007, 2008)]
            shares[topic.english] = [rate.implementation_percent or Fraction(0) for rate in rates]
    assert len(topics) == 5
    assert all(values[0] < 75 for values in shares.values())
    worse = shares.pop("Outsourcing")
    assert worse == sorted(worse, reverse=True)
    assert all(values == sorted(values) for values in shares.values())


def test_one_person_of_a_thousand_keeps_an_item_from_being_achieved(reader: CaseReader) -> None:
    with reader:
        rates = item_counts(reader, 2006, "青葉省", ("3.1.2(1)(a)",))
    assert rates.missing == 1
    assert rates.achievement_percent == 0
    assert rates.implementation_percent is not None
    assert rates.implementation_percent > 99


# --- how it is made ---------------------------------------------------------------------------------------------


def test_script_writes_the_same_files_again(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PRACTICE, tmp_path / "practice"))
    made = ["coverage.csv", "answers-2006.csv", "answers-2007.csv", "answers-2008.csv", "published.csv"]
    for name in made:
        (folder / name).unlink()
    script = ROOT / "packaging" / "make_practice_case.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True)
    assert [name for name in made if (folder / name).read_bytes() != (PRACTICE / name).read_bytes()] == []


def test_existing_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.auditcase"
    path.write_text("mine")
    with pytest.raises(CaseRefusedError):
        create_practice_case(path, author=AUTHOR, clock=TickingClock())
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_making_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_practice_case(tmp_path / "p.auditcase", author=AUTHOR, clock=TickingClock(), on_progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_own_practice_case_is_found_again_beside_another_case_of_its_name(
    practice_case: Path, shipped_case: Path, own_home: Path
) -> None:
    folder = own_home / "documents"
    folder.mkdir()
    shutil.copyfile(shipped_case, folder / "practice.auditcase")
    shutil.copyfile(practice_case, folder / "practice-2.auditcase")
    assert own_practice_case(author=AUTHOR, clock=TickingClock()) == folder / "practice-2.auditcase"


# --- its mark ---------------------------------------------------------------------------------------------------


Said = Callable[..., tuple[int, str]]


@pytest.fixture
def said(capsysbinary: pytest.CaptureFixture[bytes]) -> Said:
    """`said("show", case, "coverage")`: exit code and stdout of a command."""

    def answer(*words: object) -> tuple[int, str]:
        capsysbinary.readouterr()
        return run([str(word) for word in words]), capsysbinary.readouterr().out.decode("utf-8-sig")

    return answer


def test_new_makes_a_practice_case_or_one_without_published_figures_but_not_both(said: Said, tmp_path: Path) -> None:
    assert said("new", tmp_path / "x.auditcase", "--practice", "--without-published")[0] == 2
    assert list(tmp_path.iterdir()) == []
    assert said("new", tmp_path / "p.auditcase", "--practice")[0] == 0
    assert OpenCase(tmp_path / "p.auditcase").is_practice


def test_show_ends_a_table_with_the_mark_and_leaves_rows_alone(
    said: Said, practice_case: Path, shipped_case: Path
) -> None:
    assert said("show", practice_case, "coverage")[1].rstrip().endswith("演習用(架空)")
    assert "演習用" not in said("show", shipped_case, "coverage")[1]
    rows = json.loads(said("show", practice_case, "coverage", "--format", "json")[1])
    assert rows
    assert not any("practice" in row for row in rows)
    assert said("show", practice_case, "coverage", "--format", "csv")[1].startswith("fiscal_year,")


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_manifest_carries_the_mark(
    said: Said, practice_case: Path, shipped_case: Path, tmp_path: Path, suffix: str
) -> None:
    marks = []
    for case in (practice_case, shipped_case):
        assert said("export", case, "coverage", tmp_path / f"rows.{suffix}")[0] == 0
        marks.append(json.loads((tmp_path / f"rows.{suffix}.manifest.json").read_bytes()).get("practice", ""))
    assert "演習用(架空)" in marks[0]
    assert marks[1] == ""
