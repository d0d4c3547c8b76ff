"""The definitions of the standard's yearly report in plain fractions, straight from the rows the ministries sent.

Written apart from the program, and slow on purpose: every cell goes through all rows again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from tests.returns_documents import ORGANISATIONS, AskedItem, Returns

Belongs = Callable[[AskedItem, str], bool]
"""Whether an item, answered by a role, is among those looked at."""
Answers = dict[tuple[str, str], list[tuple[int, int] | None]]
Three = tuple[Fraction | None, Fraction | None, Fraction | None]


@dataclass(frozen=True)
class Found:
    """A state and, where it is `reported`, implementation, pooled and achievement in percent."""

    state: str
    rates: Three = (None, None, None)
    with_duty: int = 0
    achieved: int = 0
    missing: int = 0

    @property
    def texts(self) -> tuple[str | None, ...]:
        return tuple(map(six_decimals, self.rates))


class ByHand:
    """Rates of an organisation ("*": the mean) for a Part and role, under the choices of the command line."""

    def __init__(
        self, returns: Returns, item_class: str = "", with_excluded: bool = False, leave_out_below: int = 0
    ) -> None:
        self.returns = returns
        self.with_excluded = with_excluded
        self.leave_out_below = leave_out_below
        self.asked = {own.item: own for own in returns.items if item_class in ("", own.item_class)}

    def is_excluded(self, year: int, organisation: str) -> bool:
        """An own survey found more people than the official way: out of the analysis of that year."""
        if self.with_excluded:
            return False
        return any(
            own.with_own_survey not in (None, own.ascertained)
            for own in self.returns.coverage
            if (own.fiscal_year, own.organisation) == (year, organisation)
        )

    def rates(
        self, year: int, organisation: str, part: str = "all", role: str = "all", section: str = "", item: str = ""
    ) -> Found:
        return self.rates_over(year, organisation, self._belonging(part, role, section, item))

    def mean(self, year: int, part: str = "all", role: str = "all", section: str = "", item: str = "") -> Found:
        """Over the organisations that have a rate and are in analysis."""
        return self.mean_over(year, self._belonging(part, role, section, item))

    def _belonging(self, part: str, role: str, section: str, item: str) -> Belongs:
        def belongs(asked: AskedItem, of_role: str) -> bool:
            return (
                part in ("all", asked.part)
                and role in ("all", of_role)
                and section in ("", asked.section)
                and item in ("", asked.item)
            )

        return belongs

    def rates_over(self, year: int, organisation: str, belongs: Belongs) -> Found:
        if self.is_excluded(year, organisation):
            return Found("excluded")
        reported = left_out = False
        ratios: list[Fraction] = []
        obliged_sum = implemented_sum = 0
        for answers in self._answers(year, organisation, belongs).values():
            whole = [own for own in answers if own is not None]
            reported = reported or bool(whole)
            obliged, implemented = sum(own[0] for own in whole), sum(own[1] for own in whole)
            left_out = left_out or 0 < obliged < self.leave_out_below
            if obliged >= max(1, self.leave_out_below):
                ratios.append(Fraction(implemented, obliged))
                obliged_sum, implemented_sum = obliged_sum + obliged, implemented_sum + implemented
        if not ratios:
            return Found("excluded" if left_out else "no_duty" if reported else "not_reported")
        achieved = ratios.count(Fraction(1))
        mean = sum(ratios, Fraction(0)) * 100 / len(ratios)
        pooled = Fraction(implemented_sum, obliged_sum) * 100
        missing = obliged_sum - implemented_sum
        achievement = Fraction(achieved, len(ratios)) * 100
        return Found("reported", (mean, pooled, achievement), len(ratios), achieved, missing)

    def mean_over(self, year: int, belongs: Belongs) -> Found:
        found = [self.rates_over(year, own, belongs) for own in ORGANISATIONS]
        states = {own.state for own in found}
        state = next(own for own in ("reported", "no_duty", "not_reported", "excluded") if own in states)
        columns = [[value for own in found if (value := own.rates[place]) is not None] for place in range(3)]
        means = [sum(column, Fraction(0)) / len(column) if column else None for column in columns]
        return Found(state, (means[0], means[1], means[2]), missing=sum(own.missing for own in found))

    def _answers(self, year: int, organisation: str, belongs: Belongs) -> Answers:
        """(item, role) → what each unit reported; None for a unit that left one of the numbers out."""
        found: defaultdict[tuple[str, str], list[tuple[int, int] | None]] = defaultdict(list)
        for own in self.returns.answers:
            asked = self.asked.get(own.item)
            if (own.fiscal_year, own.organisation) == (year, organisation) and asked and belongs(asked, own.role):
                is_whole = own.obliged is not None and own.implemented is not None
                found[own.item, own.role].append((own.obliged, own.implemented) if is_whole else None)  # type: ignore[arg-type]
        return found


def six_decimals(value: Fraction | None) -> str | None:
    """Half-up, by the decimal module instead of the program's own rounding."""
    if value is None:
        return None
    with localcontext(prec=400):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(exact.quantize(Decimal("0.000001"), ROUND_HALF_UP))
