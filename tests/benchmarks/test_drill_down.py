"""Down to single answers: in a large case as quick as in a small one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from auditor_app.services.browse_returns import returns_of_year
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.figure_ids import answer_id, item_id
from auditor_app.services.open_case import CaseReader, OpenCase
from tests.benchmarks.made import Made
from tests.benchmarks.measuring import Measured, interleaved, print_comparison, timed
from tests.benchmarks.returns import FIRST_YEAR, Size

GOAL = 1.2
TIMES_A_ROUND = 20


def answers_of_a_unit(case: OpenCase) -> Callable[[CaseReader], object]:
    with case.reader() as reader:
        reports = reader.reports()
    middle = reports[len(reports) // 2].id
    return lambda reader: reader.answers(middle)


def explanation(case: OpenCase, of_unit: bool) -> Callable[[CaseReader], object]:
    with case.reader() as reader:
        organisation = returns_of_year(reader, FIRST_YEAR).organisations[9].name
        role = next(own.code for own in reader.roles() if own.name_ja == "行政事務従事者")
    item = "4.2.3(3)(a)"
    figure = (
        answer_id(FIRST_YEAR, organisation, f"{organisation}第1局", item, role)
        if of_unit
        else item_id(FIRST_YEAR, organisation, item, role)
    )
    return lambda reader: explain_figure(reader, figure)


def repeated(case: OpenCase, question: Callable[[CaseReader], object]) -> Measured:
    def ask() -> None:
        for _ in range(TIMES_A_ROUND):
            with case.reader() as reader:
                question(reader)

    return lambda: timed(ask)() / TIMES_A_ROUND


def test_drill_down_against_a_small_case(made: Made, size: Size, smaller: Size) -> None:
    cases = {own.name: OpenCase(made.case(own)) for own in (size, smaller)}
    questions: dict[str, Callable[[OpenCase], Callable[[CaseReader], object]]] = {
        "all answers of one unit": answers_of_a_unit,
        "explain an answer": partial(explanation, of_unit=True),
        "explain an item of an organisation": partial(explanation, of_unit=False),
    }
    for words, question in questions.items():
        kinds = {f"of {name} answers": repeated(case, question(case)) for name, case in cases.items()}
        print_comparison(words, interleaved(kinds, 7), f"of {smaller.name} answers", GOAL)
    print(f"  ({size.units} units answered that item in the large case, {smaller.units} in the small one)")
