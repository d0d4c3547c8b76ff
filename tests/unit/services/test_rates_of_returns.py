"""Generated returns, imported as a ministry sends them, give the rates that fractions give by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from auditor_app.services.undo_change import redo_change, undo_change
from auditor_app.services.verify_case import verify_case
from tests.builders import AUTHOR, TickingClock, new_case
from tests.returns_by_hand import ByHand, six_decimals
from tests.returns_documents import (
    ORGANISATIONS,
    PARTS,
    ROLES,
    SILENT,
    SURVEYED,
    WITHOUT_DUTY,
    YEARS,
    AnswerLine,
    Form,
    Returns,
    case_of_returns,
    invented_returns,
    write_answers,
    write_coverage,
    written_returns,
)
from tests.unit.cli.conftest import Command, command

__all__ = ["command"]

CLOCK = TickingClock()
Row = dict[str, Any]
RATES = ("implementation_percent", "pooled_percent", "achievement_percent")


def imported_case(command: Command, folder: Path, returns: Returns, form: Form, shuffled: int | None) -> Path:
    """The three files, each by a call of its own; what cannot be told from the bytes is said."""
    case = new_case(folder / "case.auditcase", with_published=False)
    written = written_returns(returns, folder / "files", form, shuffled)
    said = ["--encoding", form] if form in ("cp932", "euc_jp") else []
    expected = (len(returns.items), len(returns.coverage), len(returns.answers))
    for file, count in zip(written.files, expected, strict=True):
        answer = command("import", case, file, *said, "--json")
        assert answer.code == 0, answer.errors
        assert answer.json["stored"] == count
    return case


def rows_of(command: Command, case: Path, view: str, *words: object) -> list[Row]:
    answer = command("show", case, view, "--format", "json", *words)
    assert answer.code == 0, answer.errors
    rows: list[Row] = answer.json
    return rows


def assert_rates(rows: Iterable[Row], by_hand: ByHand) -> None:
    """Every organisation, Part and role of every year, the mean included, and nothing else."""
    expected = {}
    for year in YEARS:
        cells = [(part, role) for part in (*PARTS, "all") for role in (*ROLES, "all")]
        for part, role in cells:
            for organisation in ORGANISATIONS:
                own = by_hand.rates(year, organisation, part, role)
                items = (own.with_duty, own.achieved) if own.state in ("reported", "no_duty") else (None, None)
                expected[year, organisation, part, role] = (own.state, *own.texts, *items)
            mean = by_hand.mean(year, part, role)
            expected[year, "*", part, role] = (mean.state, *mean.texts, None, None)
    fields = ("state", *RATES, "items_with_duty", "items_achieved")
    found = {
        (row["fiscal_year"], row["organisation"], row["part"], row["role"]): tuple(row[field] for field in fields)
        for row in rows
    }
    assert found == expected


def assert_coverage(rows: Sequence[Row], by_hand: ByHand) -> None:
    expected = {}
    for year in YEARS:
        for organisation in ORGANISATIONS:
            for role in ("all", *ROLES):
                lines = [
                    own
                    for own in by_hand.returns.coverage
                    if (own.fiscal_year, own.organisation) == (year, organisation) and role in ("all", own.role)
                ]
                target, ascertained = sum(own.target for own in lines), sum(own.ascertained for own in lines)
                own_sum = sum(own.ascertained if own.with_own_survey is None else own.with_own_survey for own in lines)
                own_percent = Fraction(100 * own_sum, target) if own_sum != ascertained else None
                expected[year, organisation, role] = (
                    target,
                    ascertained,
                    six_decimals(Fraction(100 * ascertained, target)),
                    six_decimals(own_percent),
                    not by_hand.is_excluded(year, organisation),
                )
    fields = ("target", "ascertained", "official_percent", "with_own_survey_percent", "in_analysis")
    found = {
        (row["fiscal_year"], row["organisation"], row["role"]): tuple(row[name] for name in fields) for row in rows
    }
    assert found == expected


def assert_items(rows: Sequence[Row], returns: Returns) -> None:
    """Every answer once, with its state; a ratio only where the duty arose and both numbers are known."""
    asked = {own.item: own for own in returns.items}
    expected = {}
    for own in returns.answers:
        key = (own.fiscal_year, own.organisation, own.unit, own.item, own.role)
        if own.obliged is None or own.implemented is None:
            outcome: tuple[object, ...] = ("not_reported", None, None)
        elif own.obliged == 0:
            outcome = ("no_duty", None, 0)
        else:
            ratio = six_decimals(Fraction(100 * own.implemented, own.obliged))
            outcome = ("reported", ratio, own.obliged - own.implemented)
        item = asked[own.item]
        expected[key] = (own.obliged, own.implemented, *outcome, item.part, item.section, item.item_class)
    fields = ("obliged", "implemented", "state", "ratio_percent", "missing", "part", "section", "class")
    keys = ("fiscal_year", "organisation", "unit", "item", "role")
    found = {tuple(row[name] for name in keys): tuple(row[name] for name in fields) for row in rows}
    assert len(rows) == len(returns.answers)
    assert found == expected


CASES: list[tuple[Form, int | None, int]] = [
    ("utf-8", None, 1),
    ("cp932", 11, 2),
    ("euc_jp", None, 3),
    ("euc_jp", 12, 4),
    ("utf-16", 13, 5),
    ("xlsx", None, 6),
    ("xlsx", 14, 7),
]
"""Form of the files, the seed by which rows are shuffled, the seed of the returns."""


@pytest.mark.parametrize(("form", "shuffled", "seed"), CASES)
def test_every_rate_is_what_fractions_give(
    command: Command, tmp_path: Path, form: Form, shuffled: int | None, seed: int
) -> None:
    returns = invented_returns(seed)
    case = imported_case(command, tmp_path, returns, form, shuffled)
    by_hand = ByHand(returns)
    assert_rates(rows_of(command, case, "rates"), by_hand)
    assert_rates(rows_of(command, case, "rates", "--what-if-included"), ByHand(returns, with_excluded=True))
    for item_class in ("basic", "enhanced"):
        assert_rates(rows_of(command, case, "rates", "--class", item_class), ByHand(returns, item_class))
    assert_rates(rows_of(command, case, "rates", "--leave-out-below", 2000), ByHand(returns, leave_out_below=2000))
    assert_coverage(rows_of(command, case, "coverage"), by_hand)
    assert_items(rows_of(command, case, "items"), returns)


@pytest.mark.parametrize("seed", range(5))
def test_generated_returns_hold_every_state_that_returns_can_have(seed: int) -> None:
    """Else the comparison above would compare less than it says."""
    by_hand = ByHand(invented_returns(seed))
    assert by_hand.rates(YEARS[0], SURVEYED, "all", "all").state == "excluded"
    assert by_hand.rates(YEARS[1], SURVEYED, "all", "all").state == "reported"
    assert by_hand.rates(YEARS[1], SILENT, "all", "all").state == "not_reported"
    assert by_hand.rates(YEARS[0], WITHOUT_DUTY, "5", "system").state == "no_duty"
    counts = {(own.obliged is None, own.implemented is None) for own in by_hand.returns.answers}
    assert counts == {(False, False), (False, True), (True, True)}


def test_a_file_whose_encoding_can_only_be_guessed_is_asked_about_and_read_the_same(
    command: Command, tmp_path: Path
) -> None:
    """The guess is shown and must be accepted, or the encoding said."""
    returns = invented_returns(9, items_per_section=1)
    case = new_case(tmp_path / "case.auditcase", with_published=False)
    written = written_returns(returns, tmp_path / "files", "euc_jp")
    answer = command("import", case, *written.files, "--json")
    if answer.code == 1:
        assert any("euc" in line.lower() for line in answer.errors), answer.errors
        answer = command("import", case, *written.files, "--accept-warnings", "--json")
    assert answer.code == 0, answer.errors
    assert [own["refused_count"] for own in answer.json["files"]] == [0, 0, 0]
    assert_rates(rows_of(command, case, "rates"), ByHand(returns))


# --- a second file for the same questions -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def made_case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Returns]:
    returns = invented_returns(41, items_per_section=2)
    return case_of_returns(tmp_path_factory.mktemp("returns"), returns)[0], returns


@pytest.fixture
def case_and_returns(made_case: tuple[Path, Returns], tmp_path: Path) -> tuple[Path, Returns]:
    """A copy to be changed at will."""
    return Path(shutil.copyfile(made_case[0], tmp_path / "case.auditcase")), made_case[1]


def key_of(own: AnswerLine) -> tuple[object, ...]:
    return own.fiscal_year, own.organisation, own.unit, own.item, own.role


def corrected(answers: Sequence[AnswerLine], seed: int) -> list[AnswerLine]:
    """Other values for some questions: of a number, of "no duty" and of "not reported", in every direction."""
    random = Random(seed)
    chosen = random.sample(list(answers), len(answers) // 3)
    outcomes: list[tuple[int | None, int | None]] = [(0, 0), (None, None), (4, 3), (3, 3), (2, 0)]
    found = []
    for own in chosen:
        obliged, implemented = random.choice(outcomes)
        found.append(replace(own, obliged=obliged, implemented=implemented))
    return [own for own in found if own not in answers]


def with_answers(returns: Returns, newer: Sequence[AnswerLine]) -> Returns:
    """The returns in which the newer answers stand for the older ones to the same question."""
    by_key = {key_of(own): own for own in (*returns.answers, *newer)}
    return replace(returns, answers=tuple(by_key.values()))


def assert_sound_and_equal(command: Command, case: Path, returns: Returns) -> None:
    assert_rates(rows_of(command, case, "rates"), ByHand(returns))
    assert_items(rows_of(command, case, "items"), returns)
    assert [point for point in verify_case(case) if not point.holds] == []


@pytest.mark.parametrize("choice", ["keep", "replace", "version"])
def test_a_second_file_counts_as_the_auditor_chose_and_undo_takes_it_back(
    command: Command, case_and_returns: tuple[Path, Returns], tmp_path: Path, choice: str
) -> None:
    case, returns = case_and_returns
    newer = corrected(returns.answers, seed=1)
    file = write_answers(tmp_path / "訂正.csv", newer)
    assert command("import", case, file).code == 1, "differing rows are asked about"
    answer = command("import", case, file, "--on-conflict", choice, "--json")
    assert answer.code == 0, answer.errors
    assert (answer.json["files"][0]["changed"], answer.json["files"][0]["new"]) == (len(newer), 0)
    after = with_answers(returns, newer) if choice == "replace" else returns
    assert_sound_and_equal(command, case, after)
    if choice == "keep":
        return
    undo_change(case, author=AUTHOR, clock=CLOCK)
    assert_sound_and_equal(command, case, returns)
    redo_change(case, author=AUTHOR, clock=CLOCK)
    assert_sound_and_equal(command, case, after)


def test_corrections_of_corrections_follow_one_another_and_are_undone_one_by_one(
    command: Command, case_and_returns: tuple[Path, Returns], tmp_path: Path
) -> None:
    case, returns = case_and_returns
    states = [returns]
    for seed in (2, 3):
        newer = corrected(states[-1].answers, seed)
        file = write_answers(tmp_path / f"訂正{seed}.csv", newer)
        assert command("import", case, file, "--on-conflict", "replace").code == 0
        states.append(with_answers(states[-1], newer))
        assert_sound_and_equal(command, case, states[-1])
    for state in (states[1], states[0]):
        undo_change(case, author=AUTHOR, clock=CLOCK)
        assert_sound_and_equal(command, case, state)


def test_a_correction_after_a_version_kept_beside_replaces_what_counts(
    command: Command, case_and_returns: tuple[Path, Returns], tmp_path: Path
) -> None:
    case, returns = case_and_returns
    file = write_answers(tmp_path / "別の版.csv", corrected(returns.answers, seed=4))
    assert command("import", case, file, "--on-conflict", "version").code == 0
    newer = corrected(returns.answers, seed=5)
    file = write_answers(tmp_path / "訂正.csv", newer)
    answer = command("import", case, file, "--on-conflict", "replace", "--json")
    assert (answer.code, answer.json["files"][0]["changed"]) == (0, len(newer))
    assert_sound_and_equal(command, case, with_answers(returns, newer))


def test_answers_of_a_ministry_that_was_silent_are_new_rows(
    command: Command, case_and_returns: tuple[Path, Returns], tmp_path: Path
) -> None:
    case, returns = case_and_returns
    late = [
        replace(own, fiscal_year=YEARS[1], obliged=4, implemented=number % 5)
        for number, own in enumerate(returns.answers)
        if (own.organisation, own.fiscal_year) == (SILENT, YEARS[0])
    ]
    answer = command("import", case, write_answers(tmp_path / "遅れて.csv", late), "--json")
    assert (answer.code, answer.json["stored"]) == (0, len(late))
    assert_sound_and_equal(command, case, with_answers(returns, late))


@pytest.mark.parametrize("choice", ["keep", "replace"])
def test_corrected_coverage_decides_anew_who_is_in_analysis(
    command: Command, case_and_returns: tuple[Path, Returns], tmp_path: Path, choice: str
) -> None:
    """The own survey turns out to have been none; another ministry made one."""
    case, returns = case_and_returns
    staff = [own for own in returns.coverage if own.fiscal_year == YEARS[0] and own.role == "staff"]
    newer = [replace(own, with_own_survey=None) for own in staff if own.organisation == SURVEYED]
    newer += [
        replace(own, target=own.target + 1, with_own_survey=own.target + 1)
        for own in staff
        if own.organisation == WITHOUT_DUTY
    ]
    answer = command("import", case, write_coverage(tmp_path / "把握.csv", newer), "--on-conflict", choice, "--json")
    assert answer.code == 0, answer.errors
    by_key = {(own.fiscal_year, own.organisation, own.unit, own.role): own for own in (*returns.coverage, *newer)}
    after = replace(returns, coverage=tuple(by_key.values())) if choice == "replace" else returns
    assert ByHand(after).is_excluded(YEARS[0], SURVEYED) == (choice == "keep")
    assert_sound_and_equal(command, case, after)
    assert_coverage(rows_of(command, case, "coverage"), ByHand(after))
    if choice == "replace":
        undo_change(case, author=AUTHOR, clock=CLOCK)
        assert_sound_and_equal(command, case, returns)
        assert_coverage(rows_of(command, case, "coverage"), ByHand(returns))
