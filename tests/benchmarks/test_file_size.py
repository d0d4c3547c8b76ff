"""How large a case is: against the same answers as integers in 8 columns and a unique index."""

from __future__ import annotations

from tests.benchmarks.made import Made
from tests.benchmarks.measuring import print_figure
from tests.benchmarks.plain_database import bytes_of
from tests.benchmarks.returns import Size

GOAL = 0.5


def test_file_size(made: Made, size: Size) -> None:
    plain, case = sum(bytes_of(made.plain(size)).values()), bytes_of(made.case(size))
    before = made.case_before(size).stat().st_size
    answers, sums = case["answer"], case["item_sum"]
    document = case["document"] - bytes_of(made.case_before(size))["document"]
    print(f"\nfile of {size.answers:,} answers, against {plain / 2**20:.1f} MB of 8 columns + unique index")
    print_figure("answers", answers / plain, "x", GOAL)
    print_figure("summaries", sums / plain, "x")
    print_figure("the file that was imported, compressed", document / plain, "x")
    rest = sum(case.values()) - answers - sums - document
    print_figure("all the rest (catalogue, reports, log, indexes)", rest / plain, "x")
    print_figure("whole case", sum(case.values()) / 2**20, "MB")
    print_figure("of this without the answers' import", before / 2**20, "MB")
