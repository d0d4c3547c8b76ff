"""Generated returns, imported as a ministry sends them, give the rates that fractions give by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.builders import new_case
from tests.returns_by_hand import ByHand, six_decimals
from tests.returns_documents import (
    ORGANISATIONS,
    PARTS,
    ROLES,
    SILENT,
    SURVEYED,
    WITHOUT_DUTY,
    YEARS,
    Form,
    Returns,
    invented_returns,
    written_returns,
)
from tests.unit.cli.conftest import Command, command

__all__ = ["command"]

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
