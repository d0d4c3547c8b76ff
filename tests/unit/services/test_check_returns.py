"""What was published is held against what the returns give: equal, apart by rounding, or a contradiction."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.published import FactKind
from auditor_app.foundation.translation import Texts
from auditor_app.services.check_document import case_checks
from auditor_app.services.check_returns import RECOMPUTED, check_returns
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.figure_ids import rates_id
from auditor_app.services.undo_change import undo_change
from auditor_app.services.verify_case import verify_case
from auditor_app.services.word_explanation import explanation_lines
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock
from tests.returns_by_hand import ByHand
from tests.returns_documents import (
    PARTS,
    SILENT,
    SURVEYED,
    UNDIVIDED,
    WITHOUT_DUTY,
    YEARS,
    AnswerLine,
    Returns,
    case_of_returns,
    invented_returns,
    publish_rates,
)
from tests.unit.cli.conftest import Command, command

__all__ = ["command"]

CLOCK = TickingClock()
FIRST, SECOND = YEARS
IMPLEMENTATION, ACHIEVEMENT, COVERAGE = FactKind.IMPLEMENTATION, FactKind.ACHIEVEMENT, FactKind.COVERAGE


@dataclass(frozen=True)
class Returned:
    case: Path
    returns: Returns

    def exact(self, kind: FactKind, organisation: str, part: str = "") -> Fraction:
        """The rate by hand, in percent."""
        if kind is COVERAGE:
            lines = [
                own for own in self.returns.coverage if (own.fiscal_year, own.organisation) == (SECOND, organisation)
            ]
            return Fraction(100 * sum(own.ascertained for own in lines), sum(own.target for own in lines))
        by_hand = ByHand(self.returns)
        found = by_hand.mean(SECOND, part) if organisation == "*" else by_hand.rates(SECOND, organisation, part)
        rate = found.rates[0 if kind is IMPLEMENTATION else 2]
        assert rate is not None
        return rate


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Returned:
    returns = invented_returns(71)
    return Returned(case_of_returns(tmp_path_factory.mktemp("returns"), returns)[0], returns)


@pytest.fixture
def returned(made: Returned, tmp_path: Path) -> Returned:
    """A copy to be changed at will."""
    return Returned(Path(shutil.copyfile(made.case, tmp_path / "case.auditcase")), made.returns)


def printed(exact: Fraction, kind: str) -> str:
    """The rate to one decimal as it should be printed, rounded the other way, or wrong."""
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    half_up = number.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if kind == "equal":
        return f"{half_up} %"
    if kind == "contradiction":
        return f"{half_up - Decimal('0.3')} %"
    up = number.quantize(Decimal("0.1"), ROUND_CEILING)
    other = up if up != half_up else half_up - Decimal("0.1")
    assert 0 < abs(Fraction(other) - exact) < Fraction(1, 10)
    return f"{other} %"


def part_of(returned: Returned, kind: FactKind, organisation: str) -> str:
    """A Part whose rate has more than one decimal, so that it can be rounded at all; "" for coverage."""
    parts = ("",) if kind is COVERAGE else PARTS
    return next(part for part in parts if (returned.exact(kind, organisation, part) * 10).denominator > 1)


def checks(case: Path) -> list[CheckResult]:
    with CaseReader(case) as reader:
        return list(check_returns(reader))


def words_of(case: Path, figure_id: str) -> str:
    with CaseReader(case) as reader:
        return "\n".join(explanation_lines(Texts("ja"), explain_figure(reader, figure_id)))


SUBJECTS: Sequence[tuple[FactKind, str]] = [
    (IMPLEMENTATION, UNDIVIDED),
    (ACHIEVEMENT, UNDIVIDED),
    (IMPLEMENTATION, SURVEYED),
    (IMPLEMENTATION, "*"),
    (ACHIEVEMENT, "*"),
    (COVERAGE, UNDIVIDED),
    (COVERAGE, SILENT),
]
SENTENCES = {"equal": "一致します", "rounding": "端数処理の範囲", "contradiction": "食い違います"}


@pytest.mark.parametrize("difference", ["equal", "rounding", "contradiction"])
@pytest.mark.parametrize(("kind", "organisation"), SUBJECTS)
def test_every_published_rate_is_held_against_the_recomputed_one(
    returned: Returned, kind: FactKind, organisation: str, difference: str
) -> None:
    part = part_of(returned, kind, organisation)
    exact = returned.exact(kind, organisation, part)
    text = printed(exact, difference)
    publish_rates(returned.case, SECOND, [(kind, organisation, part, text)])
    (result,) = checks(returned.case)
    assert (result.rule, result.expected, result.holds) == (RECOMPUTED, text, difference != "contradiction")
    assert organisation in result.subject
    assert (f"第{part}部" in result.subject) == bool(part)
    (place,) = result.places
    assert (place.document, place.line_from) == (f"公表資料{SECOND}.txt", 1)
    figure_id = f"coverage:{SECOND}:{organisation}" if kind is COVERAGE else rates_id(SECOND, organisation, "all", part)
    words = words_of(returned.case, figure_id)
    assert text in words
    assert [own for own, sentence in SENTENCES.items() if sentence in words] == [difference]
    assert [point for point in verify_case(returned.case) if not point.holds] == []


def test_the_list_of_checks_fails_on_contradictions_alone(returned: Returned, command: Command) -> None:
    kinds = ("equal", "rounding", "contradiction")
    rows = [
        (kind, organisation, part, printed(returned.exact(kind, organisation, part), kinds[number % 3]))
        for number, (kind, organisation) in enumerate(SUBJECTS)
        for part in [part_of(returned, kind, organisation)]
    ]
    publish_rates(returned.case, SECOND, rows)
    answer = command("show", returned.case, "checks", "--format", "json")
    assert answer.code == 0, answer.errors
    found = [row for row in answer.json if row["rule"] == RECOMPUTED]
    assert [list(row) for row in found] == [["rule", "subject", "expected", "found", "holds", "places"]] * len(rows)
    by_place = {row["places"][0]: row["holds"] for row in found}
    for number, _ in enumerate(rows):
        (holds,) = [own for place, own in by_place.items() if place.endswith(f"L{number + 1}")]
        assert holds == (kinds[number % 3] != "contradiction")
    assert [row["holds"] for row in answer.json] == sorted(row["holds"] for row in answer.json), "failed ones first"
    table = command("show", returned.case, "checks", "--lang", "ja")
    assert table.code == 0
    assert RECOMPUTED not in table.text, "the rule is named in words"
    with CaseReader(returned.case) as reader:
        failed = [own for own in case_checks(reader) if own.rule == RECOMPUTED and not own.holds]
    assert len(failed) == 2
    undo_change(returned.case, author=AUTHOR, clock=CLOCK)
    assert checks(returned.case) == []


@pytest.mark.parametrize(
    ("year", "kind", "organisation", "part"),
    [
        (FIRST, IMPLEMENTATION, SURVEYED, "3"),
        (SECOND, IMPLEMENTATION, SILENT, "3"),
        (SECOND, IMPLEMENTATION, "防衛省", "3"),
        (SECOND, IMPLEMENTATION, UNDIVIDED, "9"),
        (2006, IMPLEMENTATION, UNDIVIDED, "3"),
        (SECOND, COVERAGE, "防衛省", ""),
    ],
    ids=["excluded", "no answers", "not returned", "a Part nobody asked", "a year without returns", "no counts"],
)
def test_what_cannot_be_recomputed_is_not_checked_and_contradicts_nobody(
    returned: Returned, year: int, kind: FactKind, organisation: str, part: str
) -> None:
    publish_rates(returned.case, year, [(kind, organisation, part, "12.3 %")])
    assert checks(returned.case) == []


def test_published_and_recomputed_stay_apart(returned: Returned) -> None:
    """The rate of the returns is shown; the printed one neither replaces it nor enters a mean."""
    exact = returned.exact(IMPLEMENTATION, UNDIVIDED, "3")
    mean = returned.exact(IMPLEMENTATION, "*", "3")
    publish_rates(returned.case, SECOND, [(IMPLEMENTATION, UNDIVIDED, "3", "1.0 %")])
    with CaseReader(returned.case) as reader:
        figures = [explain_figure(reader, rates_id(SECOND, own, "all", "3")) for own in (UNDIVIDED, "*")]
        fact = explain_figure(reader, f"implementation:{SECOND}:{UNDIVIDED}:::3")
    assert [own.values[0].number for own in figures] == [exact, mean]
    assert fact.values[0].number == Decimal("1.0")


def test_a_ministry_without_duty_has_nothing_to_contradict(returned: Returned, tmp_path: Path) -> None:
    """Printing 0 % where no duty arose: there is no rate of the returns it could equal."""
    items = tuple(own for own in returned.returns.items if own.part == "5")
    lines = tuple(AnswerLine(SECOND, WITHOUT_DUTY, "", own.item, "staff", 0, 0) for own in items)
    (tmp_path / "other").mkdir()
    case, _ = case_of_returns(tmp_path / "other", Returns(items, (), lines))
    publish_rates(case, SECOND, [(IMPLEMENTATION, WITHOUT_DUTY, "5", "0.0 %")])
    assert checks(case) == []
    assert "責務なし" in words_of(case, rates_id(SECOND, WITHOUT_DUTY, "all", "5"))
