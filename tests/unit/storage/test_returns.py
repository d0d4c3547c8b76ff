"""Returns: what counts, what was replaced, and that every stored sum is the sum of the answers in force."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from auditor_app.domain.rates import CoverageSum
from auditor_app.domain.returns import AnswerKey, ItemSum, NewAnswer, NewCoverageCount, NewReport, StoredAnswer
from auditor_app.foundation.errors import CaseRefusedError
from auditor_app.storage import verification
from auditor_app.storage.connections import open_connection
from auditor_app.storage.queries.answers import AnswerColumn, AnswerOrder, counted
from auditor_app.storage.reading import CaseReader
from auditor_app.storage.unit_of_work import UnitOfWork
from auditor_app.storage.verification import check_unaltered, verify_case
from tests.unit.storage.cases import AUTHOR, document, ticking_clock
from tests.unit.storage.returned import Counts, Question, case_with_catalogue, import_answers, sums_of
from tests.unit.storage.test_undo import redo, undo
from tests.unit.storage.test_verification import broken, tamper

QUESTIONS = st.tuples(
    st.sampled_from([2006, 2007]),
    st.integers(1, 2),
    st.sampled_from(["", "第1局", "第2局"]),
    st.integers(1, 4),
    st.integers(1, 3),
)
COUNTS = st.one_of(
    st.just((None, None)),
    st.tuples(st.integers(0, 9), st.none()),
    st.integers(0, 2**31 - 1).flatmap(lambda most: st.tuples(st.just(most), st.integers(0, most))),
)
ANSWERS = st.dictionaries(QUESTIONS, COUNTS, min_size=1, max_size=12)


COLUMNS: tuple[AnswerColumn, ...] = ("report_id", "item_id", "role_id", "obliged", "implemented", "source_row")


class ReturnsMachine(RuleBasedStateMachine):
    """Imports, replacements, kept versions, undos and redos in any order, against a plain model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = case_with_catalogue(Path(self.folder.name))
        self.number = 0
        self.counted: dict[AnswerKey, tuple[Question, Counts]] = {}
        self.done: list[dict[AnswerKey, tuple[Question, Counts]]] = []
        self.undone: list[dict[AnswerKey, tuple[Question, Counts]]] = []

    @rule(answers=ANSWERS, replaces=st.booleans())
    def import_answers(self, answers: dict[Question, Counts], replaces: bool) -> None:
        stored = {question: key for key, (question, _) in self.counted.items()}
        replaced = [stored[question] for question in answers if question in stored] if replaces else []
        if not replaces:
            answers = {question: counts for question, counts in answers.items() if question not in stored}
        if not answers:
            return
        self._remember()
        keys = self._import(answers, {key: self.counted[key][1] for key in replaced})
        self.counted = {key: value for key, value in self.counted.items() if key not in replaced}
        self.counted |= {key: (question, answers[question]) for question, key in keys.items()}

    @rule(answers=ANSWERS)
    def keep_a_version(self, answers: dict[Question, Counts]) -> None:
        self._remember()
        self.number += 1
        import_answers(self.path, answers, standing="version", name=f"{self.number}.csv")

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        undo(self.path)
        self.undone.append(self.counted)
        self.counted = self.done.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        redo(self.path)
        self.done.append(self.counted)
        self.counted = self.undone.pop()

    @invariant()
    def sums_and_answers_are_those_in_force(self) -> None:
        expected = sums_of((question, counts, 1) for question, counts in self.counted.values())
        with CaseReader(self.path) as reader:
            stored = [own for year in (2006, 2007) for own in reader.item_sums(year)]
            kept = [report for report in reader.reports() if report.standing == "counted"]
            shown = {AnswerKey(*own[:3]): own[3:5] for report in kept for own in reader.answers(report.id)}
            left = sum(report.answer_count - report.superseded_count for report in kept)
            scanned = [own for columns in reader.scan_answers(None, COLUMNS) for own in zip(*columns, strict=True)]
            sorted_answers = reader.top_answers([], 1000)
        assert [own for own in stored if own.answered] == [own for own in expected if own.answered]
        assert all(own[4:] == (0, 0, 0) for own in stored if not own.answered)
        assert shown == {key: counts for key, (_, counts) in self.counted.items()}
        assert left == len(self.counted) == len(scanned)
        assert scanned == [tuple(-1 if own is None else own for own in answer) for answer in sorted_answers]
        assert [AnswerKey(*answer[:3]) for answer in sorted_answers] == sorted(shown)

    def teardown(self) -> None:
        points = verify_case(self.path)
        assert all(point.holds for point in points), points
        check_unaltered(self.path)
        self.folder.cleanup()

    def _remember(self) -> None:
        self.done.append(self.counted)
        self.undone.clear()

    def _import(self, answers: dict[Question, Counts], replacing: dict[AnswerKey, Counts]) -> dict[Question, AnswerKey]:
        self.number += 1
        return import_answers(self.path, answers, replacing=replacing, name=f"{self.number}.csv")


TestReturnsMachine = ReturnsMachine.TestCase
TestReturnsMachine.settings = settings(max_examples=15, stateful_step_count=10, deadline=None)


ORDERS: list[AnswerOrder] = ["report", "item", "role", "obliged", "implemented", "missing", "ratio", "source_row"]


def _sort_value(answer: StoredAnswer, name: AnswerOrder) -> Fraction | None:
    obliged, implemented = answer.obliged, answer.implemented
    if name in ("missing", "ratio"):
        if obliged is None or implemented is None or (name == "ratio" and not obliged):
            return None
        return Fraction(obliged - implemented) if name == "missing" else Fraction(implemented, obliged)
    column = {"report": "report_id", "item": "item_id", "role": "role_id"}.get(name, name)
    value = getattr(answer, column)
    return None if value is None else Fraction(value)


def _sort_key(answer: StoredAnswer, order: Sequence[tuple[AnswerOrder, bool]]) -> list[tuple[bool, Fraction]]:
    by_key: list[tuple[AnswerOrder, bool]] = [("report", False), ("item", False), ("role", False)]
    values = [(_sort_value(answer, name), descending) for name, descending in [*order, *by_key]]
    return [(value is None, Fraction(0) if value is None else -value if down else value) for value, down in values]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=ANSWERS,
    order=st.lists(st.tuples(st.sampled_from(ORDERS), st.booleans()), max_size=3),
)
def test_answers_sort_by_any_columns_with_missing_ones_last_and_go_on_where_a_page_ended(
    tmp_path_factory: pytest.TempPathFactory,
    answers: dict[Question, Counts],
    order: list[tuple[AnswerOrder, bool]],
) -> None:
    path = case_with_catalogue(tmp_path_factory.mktemp("sorted"))
    import_answers(path, answers)
    with CaseReader(path) as reader:
        stored = [own for report in reader.reports() for own in reader.answers(report.id)]
        expected = sorted(stored, key=lambda answer: _sort_key(answer, order))
        assert reader.top_answers(order, 100) == expected
        for position, answer in enumerate(expected):
            assert reader.top_answers(order, 100, answer) == expected[position + 1 :]
        assert reader.top_answers(order, 2) == expected[:2]
        first = reader.reports()[0].id
        assert reader.top_answers(order, 100, None, [first]) == [own for own in expected if own.report_id == first]


def test_a_drill_down_shows_what_each_unit_answered_and_where_it_stands(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    keys = import_answers(
        path, {(2006, 1, "第1局", 1, 1): (10, 5), (2006, 1, "第2局", 1, 1): (4, None), (2006, 2, "", 1, 1): (1, 1)}
    )
    with CaseReader(path) as reader:
        (first, second, _) = reader.reports()
        assert [report.unit for report in reader.reports(2006, 1)] == ["第1局", "第2局"]
        assert reader.answers_of_item(2006, 1, 1, 1) == [
            StoredAnswer(first.id, 1, 1, 10, 5, 2),
            StoredAnswer(second.id, 1, 1, 4, None, 3),
        ]
        assert reader.answers(first.id, 2) == []
        assert reader.answer_page(first.id, 1, 5) == []
        assert (first.document, first.sheet, first.standing) == ("回答.csv", "", "counted")
        assert reader.returns_years() == [2006]
        assert [own.fiscal_year for own in reader.item_sums(2006, 2)] == [2006]
    question = (2006, 1, "第1局", 1, 1)
    import_answers(path, {question: (10, 9)}, replacing={keys[question]: (10, 5)}, name="訂正.csv")
    import_answers(path, {question: (10, 7)}, standing="version", name="別.csv")
    with CaseReader(path) as reader:
        versions = reader.answer_versions(keys[question])
        assert [(report.document, report.standing, own.implemented) for report, own in versions] == [
            ("回答.csv", "counted", 5),
            ("訂正.csv", "counted", 9),
            ("別.csv", "version", 7),
        ]
        assert [own.implemented for own in reader.answers_of_item(2006, 1, 1, 1)] == [None, 9]
        assert [reader.answers(report.id) == [] for report, _ in versions] == [True, False, True]


def test_of_two_coverage_returns_of_a_unit_the_later_one_counts(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    for name, ascertained in (("一.csv", 8), ("二.csv", 9)):
        source = document(name, name)
        with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
            work.begin_change("returns_imported", {"document": name, "rows": 1})
            work.add_document(source)
            reports = work.add_reports([NewReport(2006, 1, unit, source.sha256, "表") for unit in ("局", "課")])
            work.add_coverage_counts([NewCoverageCount(reports[0], 2, 10, ascertained, None, 7)])
            work.commit()
    with CaseReader(path) as reader:
        (count,) = reader.coverage_counts(2006)
        assert (count.organisation_id, count.unit, count.role, count.ascertained) == (1, "局", "staff", 9)
        assert (count.source.document, count.source.code()) == ("二.csv", "表!7")
        assert reader.coverage_sums(2006) == {1: CoverageSum(10, 9, None)}
        assert reader.returns_years() == [2006]
        assert not reader.reports()
        assert not reader.coverage_counts(2007)
        assert not reader.coverage_sums(2007)
    undo(path)
    with CaseReader(path) as reader:
        assert [count.ascertained for count in reader.coverage_counts(2006)] == [8]
        assert reader.coverage_sums(2006) == {1: CoverageSum(10, 8, None)}


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        ([(2, 1), (1, 1)], ValueError, "in the order"),
        ([(1, 1), (1, 1)], ValueError, "in the order"),
        ([(1, 1)], ValueError, "another number"),
        ([(1, 1), (99, 1)], LookupError, "not in the case"),
        ([(1, 1), (2, 99)], LookupError, "not in the case"),
        ([], ValueError, "another number"),
    ],
)
def test_answers_out_of_order_too_few_or_to_unknown_items_are_not_stored(
    tmp_path: Path, rows: list[tuple[int, int]], error: type[Exception], message: str
) -> None:
    path = case_with_catalogue(tmp_path)
    before = path.read_bytes()
    source = document("x")
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("returns_imported", {})
        work.add_document(source)
        (report,) = work.add_reports([NewReport(2006, 1, "", source.sha256, "", answer_count=2)])
        with pytest.raises(error, match=message):
            _add_and_commit(work, [NewAnswer(report, item, role, 1, 1, 2) for item, role in rows])
    assert path.read_bytes() == before


def _add_and_commit(work: UnitOfWork, answers: list[NewAnswer]) -> None:
    if answers:
        work.add_answers(answers)
    work.commit()


def test_answers_of_another_imports_report_and_negative_counts_are_not_stored(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", 1, 1): (1, 1)})
    for row, error in (((1, 2, 1, 1, 1, 2), LookupError), ((1, 2, 1, -1, None, 2), ValueError)):
        with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
            work.begin_change("returns_imported", {})
            with pytest.raises(error):
                work.add_answers([row])


@pytest.mark.parametrize("column", ["fiscal_year", "organisation_id", "item_id", "role_id", "change_id"])
def test_a_sum_of_what_the_case_does_not_know_is_found_by_verify(tmp_path: Path, column: str) -> None:
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", 1, 1): (3, 1)})
    tamper(path, f"UPDATE item_sum SET {column} = 77")
    assert "references" in broken(verify_case(path))


@pytest.mark.parametrize("place", range(4))
def test_a_sum_of_what_the_case_does_not_know_is_not_stored(tmp_path: Path, place: int) -> None:
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", 1, 1): (3, 1)})
    keys = [2006, 1, 1, 1]
    keys[place] = 77
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("returns_imported", {})
        with pytest.raises(LookupError):
            work.add_item_sums([ItemSum._make([*keys, 1, 3, 1])])


def test_an_answer_is_replaced_once_and_only_if_it_counts(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    question = (2006, 1, "", 1, 1)
    key = import_answers(path, {question: (3, 1)})[question]
    version = import_answers(path, {question: (3, 2)}, standing="version")[question]
    import_answers(path, {question: (3, 3)}, replacing={key: (3, 1)})
    for own in (key, version):
        with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
            work.begin_change("returns_imported", {})
            with pytest.raises(ValueError, match="replaced"):
                work.supersede_answers([own])


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("UPDATE item_sum SET implemented = implemented + 1 WHERE item_id = 1", "summaries"),
        ("DELETE FROM item_sum WHERE item_id = 2", "summaries"),
        ("INSERT INTO item_sum VALUES (2006, 2, 3, 3, 3, 1, 5, 5)", "summaries"),
        ("UPDATE answer SET implemented = implemented - 1 WHERE implemented > 0", "digests"),
        ("UPDATE answer SET implemented = NULL WHERE item_id = 1", "digests"),
        ("UPDATE answer SET source_row = source_row + 1", "digests"),
        ("UPDATE answer SET item_id = 77 WHERE item_id = 2", "references"),
        ("UPDATE report SET answer_count = 9", "summaries"),
        ("UPDATE alias SET target_id = 88", "references"),
        ("UPDATE item_sum SET fiscal_year = 1999", "summaries"),
    ],
)
def test_an_altered_answer_or_sum_is_found_at_opening_and_by_verify(tmp_path: Path, attack: str, found: str) -> None:
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", 1, 1): (3, 1), (2006, 1, "", 2, 1): (5, 5)})
    with UnitOfWork(path, AUTHOR, ticking_clock()) as work:
        work.begin_change("returns_imported", {})
        work.add_alias("organisation", "演習一省", 1)
        work.commit()
    check_unaltered(path)
    tamper(path, "PRAGMA foreign_keys=OFF", attack)
    assert found in broken(verify_case(path))
    with pytest.raises(CaseRefusedError) as refusal:
        check_unaltered(path)
    assert refusal.value.problems[0].key == "case.tampered"


def test_a_sum_is_exact_beyond_what_a_float_holds(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    most = 2**31 - 1
    answers: dict[Question, Counts] = {(2006, 1, f"第{unit}局", 1, 1): (most, most - unit) for unit in range(40)}
    import_answers(path, answers)
    with CaseReader(path) as reader:
        assert reader.item_sums(2006) == [ItemSum(2006, 1, 1, 1, 40, 40 * most, 40 * most - sum(range(40)))]


def test_the_answers_lie_in_the_order_they_are_read_without_sorting(tmp_path: Path) -> None:
    """A temporary b-tree over millions of answers would cost seconds: SQLite must walk reports and answers by key."""
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", 1, 1): (3, 1)})
    with closing(open_connection(path, "ro")) as case:
        sql = f"EXPLAIN QUERY PLAN SELECT a.obliged {counted(case)} ORDER BY r.id, a.item_id, a.role_id"
        plan = [row[3] for row in case.execute(sql)]
    assert any("USING PRIMARY KEY" in step for step in plan)
    assert not any("TEMP B-TREE" in step for step in plan)


def test_a_case_of_many_answers_opens_without_reading_them_all_and_verify_still_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", 1, 1): (3, 1)})
    monkeypatch.setattr(verification, "MOST_ANSWERS_CHECKED", 0)
    tamper(path, "UPDATE answer SET implemented = 2")
    check_unaltered(path)
    assert broken(verify_case(path)) == {"digests", "summaries"}
    tamper(path, "UPDATE report SET unit = '別の局'")
    with pytest.raises(CaseRefusedError):
        check_unaltered(path)


def test_a_worker_reads_with_a_reader_of_its_own(tmp_path: Path) -> None:
    path = case_with_catalogue(tmp_path)
    import_answers(path, {(2006, 1, "", 1, 1): (3, 1)})

    def read() -> list[StoredAnswer]:
        with CaseReader(path) as reader:
            return reader.answers(1)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(read), pool.submit(read)
        assert first.result() == second.result() == [StoredAnswer(1, 1, 1, 3, 1, 2)]
