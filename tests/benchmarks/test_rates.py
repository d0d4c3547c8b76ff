"""Overview, rates and weak areas of one year: against adding all answers up with GROUP BY."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from auditor_app.domain.rate_options import RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.services.browse_overview import overview
from auditor_app.services.browse_rates import rate_rows, rates_table
from auditor_app.services.open_case import CaseReader, OpenCase
from auditor_app.services.rank_weak_areas import ranked_areas
from auditor_app.services.show_rates import rates_of_year
from tests.benchmarks.made import Made
from tests.benchmarks.measuring import interleaved, print_comparison, timed
from tests.benchmarks.returns import FIRST_YEAR, Size

GOAL = 0.015
GROUP_BY = """
    SELECT r.fiscal_year, r.organisation_id, a.item_id, a.role_id, count(*), sum(a.obliged), sum(a.implemented)
    FROM report r JOIN answer a ON a.report_id = r.id GROUP BY 1, 2, 3, 4
"""


def group_by(case: Path) -> None:
    connection = sqlite3.connect(f"file:{case}?mode=ro", uri=True)
    for _ in connection.execute(GROUP_BY):
        pass
    connection.close()


def test_views_of_a_year_against_group_by(made: Made, size: Size) -> None:
    """Each from the file, as when the page is opened first; and once more from what the open case remembers."""
    case = made.case(size)
    remembering = OpenCase(case)
    year = FIRST_YEAR

    def with_new_reader(work: object) -> None:
        with CaseReader(case) as reader:
            work(reader)  # type: ignore[operator]

    def again() -> None:
        with remembering.reader() as reader:
            rates_of_year(reader, year, ALL, RateOptions())

    kinds = {
        "overview": timed(lambda: with_new_reader(lambda reader: overview(reader, year))),
        "rates page": timed(lambda: with_new_reader(lambda reader: rates_of_year(reader, year, ALL, RateOptions()))),
        "show rates (every Part and role)": timed(lambda: with_new_reader(lambda reader: rate_rows(reader, year))),
        "weak areas, sections": timed(
            lambda: with_new_reader(lambda reader: ranked_areas(rates_table(reader, year), "section"))
        ),
        "weak areas, items": timed(
            lambda: with_new_reader(lambda reader: ranked_areas(rates_table(reader, year), "item"))
        ),
        "rates page, again": timed(again),
        "GROUP BY over all answers": timed(lambda: group_by(case)),
    }
    times = interleaved(kinds, 5)
    for kind in ("overview", "rates page"):
        of_kind = {own: times[own] for own in (kind, "GROUP BY over all answers")}
        print_comparison(f"{kind} of one year, {size.answers:,} answers", of_kind, "GROUP BY over all answers", GOAL)
    rest = {own: found for own, found in times.items() if own not in ("overview", "rates page")}
    print_comparison("further views of that year (no goal of their own)", rest, "GROUP BY over all answers")
