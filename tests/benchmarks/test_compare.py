"""Two years held against each other: against adding all answers up with GROUP BY."""

from __future__ import annotations

import time

from auditor_app.domain.comparison import MEAN
from auditor_app.services.compare_years import CompareChoice, compare_areas, compare_items, compare_organisations
from auditor_app.services.open_case import CaseReader, OpenCase
from tests.benchmarks.made import Made
from tests.benchmarks.measuring import Measured, interleaved, print_comparison, print_figure, timed
from tests.benchmarks.returns import FIRST_YEAR, Size
from tests.benchmarks.test_rates import group_by

OPENED_MILLISECONDS = 200
ITEMS_MILLISECONDS = 1000
ORGANISATION = "演習省0002"
BY_ALL = "GROUP BY over all answers"


def test_two_years_against_group_by(made: Made, size: Size) -> None:
    """Each from the file, as when the page is opened first; and once more from what the open case remembers.

    Of the first two years the former states its scope (the shipped report on FY2006 does), so that some items are not
    common; the next two ask for the same and share all their items.
    """
    case = made.case(size)
    other_scope = CompareChoice((FIRST_YEAR, FIRST_YEAR + 1))
    same_scope = CompareChoice((FIRST_YEAR + 2, FIRST_YEAR + 3))
    five = CompareChoice(tuple(range(FIRST_YEAR, FIRST_YEAR + size.years)))
    remembering = OpenCase(case)

    def again() -> None:
        with remembering.reader() as reader:
            compare_organisations(reader, other_scope)

    def opened(work: object) -> None:
        with CaseReader(case) as reader:
            work(reader)  # type: ignore[operator]

    kinds = {
        "organisations, the same scope": timed(lambda: opened(lambda own: compare_organisations(own, same_scope))),
        "organisations, another scope": timed(lambda: opened(lambda own: compare_organisations(own, other_scope))),
        "all years": timed(lambda: opened(lambda own: compare_organisations(own, five))),
        "sections of one organisation": timed(
            lambda: opened(lambda own: compare_areas(own, other_scope, ORGANISATION, "section"))
        ),
        "items of one organisation": timed(lambda: opened(lambda own: compare_items(own, other_scope, ORGANISATION))),
        "items, means over all organisations": timed(lambda: opened(lambda own: compare_items(own, other_scope, MEAN))),
        "organisations, again from the open case": timed(again),
        BY_ALL: timed(lambda: group_by(case)),
    }
    times = interleaved(kinds, 5)
    print_comparison(f"two years compared, {size.answers:,} answers", times, BY_ALL)
    goals = dict.fromkeys(("organisations, the same scope", "organisations, another scope"), OPENED_MILLISECONDS)
    goals |= dict.fromkeys(("items of one organisation", "items, means over all organisations"), ITEMS_MILLISECONDS)
    for kind, goal in goals.items():
        print_figure(f"{kind}, processor time", 1000 * min(worked(kinds[kind]) for _ in range(3)), "ms", goal)


def worked(measured: Measured) -> float:
    """The seconds the processor worked on it: on a busy machine the clock counts what others do."""
    begin = time.process_time()
    measured()
    return time.process_time() - begin
