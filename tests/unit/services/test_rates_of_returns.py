"""Generated returns, imported as a ministry sends them, give the rates that fractions give by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.builders import new_case
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
Counts = dict[tuple[str, str], list[tuple[int, int] | None]]
RATES = ("implementation_percent", "pooled_percent", "achievement_percent")


class ByHand:
    """The definitions of the standard's yearly report, in fractions, straight from the rows the ministries sent."""

    def __init__(
        self, returns: Returns, item_class: str = "", with_excluded: bool = False, leave_out_below: int = 0
    ) -> None:
        self.returns = returns
        self.with_excluded = with_excluded
        self.leave_out_below = leave_out_below
        self.part = {own.item: own.part for own in returns.items}
        self.wanted = {own.item for own in returns.items if item_class in ("", own.item_class)}

    def is_excluded(self, year: int, organisation: str) -> bool:
        """An own survey found more people than the official way: out of the analysis of that year."""
        if self.with_excluded:
            return False
        return any(
            own.with_own_survey not in (None, own.ascertained)
            for own in self.returns.coverage
            if (own.fiscal_year, own.organisation) == (year, organisation)
        )

    def pairs(self, year: int, organisation: str, part: str, role: str) -> Counts:
        """(item, role) → what each unit reported; None for a unit that left one of the numbers out."""
        found: defaultdict[tuple[str, str], list[tuple[int, int] | None]] = defaultdict(list)
        for own in self.returns.answers:
            if (own.fiscal_year, own.organisation) != (year, organisation) or own.item not in self.wanted:
                continue
            if part in ("all", self.part[own.item]) and role in ("all", own.role):
                is_whole = own.obliged is not None and own.implemented is not None
                found[own.item, own.role].append((own.obliged, own.implemented) if is_whole else None)  # type: ignore[arg-type]
        return found

    def rates(self, year: int, organisation: str, part: str, role: str) -> tuple[str, list[Fraction | None], int, int]:
        """State, the three rates in percent, items with duty, items achieved."""
        reported = False
        ratios: list[Fraction] = []
        obliged_sum = implemented_sum = 0
        for answers in self.pairs(year, organisation, part, role).values():
            whole = [own for own in answers if own is not None]
            reported = reported or bool(whole)
            obliged, implemented = sum(own[0] for own in whole), sum(own[1] for own in whole)
            if obliged >= max(1, self.leave_out_below):
                ratios.append(Fraction(implemented, obliged))
                obliged_sum, implemented_sum = obliged_sum + obliged, implemented_sum + implemented
        achieved = ratios.count(Fraction(1))
        if self.is_excluded(year, organisation):
            return "excluded", [None] * 3, 0, 0
        if not ratios:
            return "no_duty" if reported else "not_reported", [None] * 3, 0, 0
        mean = sum(ratios, Fraction(0)) * 100 / len(ratios)
        pooled = Fraction(implemented_sum, obliged_sum) * 100
        return "reported", [mean, pooled, Fraction(achieved, len(ratios)) * 100], len(ratios), achieved

    def mean(self, year: int, part: str, role: str) -> tuple[str, list[Fraction | None]]:
        """State and the three means over the organisations that have a rate and are in analysis."""
        found = [self.rates(year, own, part, role) for own in ORGANISATIONS]
        states = {own[0] for own in found}
        state = next(own for own in ("reported", "no_duty", "not_reported", "excluded") if own in states)
        columns = [[own[1][place] for own in found] for place in range(3)]
        known = [[value for value in column if value is not None] for column in columns]
        return state, [sum(column, Fraction(0)) / len(column) if column else None for column in known]


def six_decimals(value: Fraction | None) -> str | None:
    """Half-up, by the decimal module instead of the program's own rounding."""
    if value is None:
        return None
    with localcontext(prec=400):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(exact.quantize(Decimal("0.000001"), ROUND_HALF_UP))


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
                state, rates, with_duty, achieved = by_hand.rates(year, organisation, part, role)
                items = (with_duty, achieved) if state in ("reported", "no_duty") else (None, None)
                expected[year, organisation, part, role] = (state, *map(six_decimals, rates), *items)
            mean_state, means = by_hand.mean(year, part, role)
            expected[year, "*", part, role] = (mean_state, *map(six_decimals, means), None, None)
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
    assert by_hand.rates(YEARS[0], SURVEYED, "all", "all")[0] == "excluded"
    assert by_hand.rates(YEARS[1], SURVEYED, "all", "all")[0] == "reported"
    assert by_hand.rates(YEARS[1], SILENT, "all", "all")[0] == "not_reported"
    assert by_hand.rates(YEARS[0], WITHOUT_DUTY, "5", "system")[0] == "no_duty"
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
