"""Explanations of coverage and topics, of corrected answers, of what was undone, and of figures that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from auditor_app.domain.numbers import percent_text, rounded
from auditor_app.domain.published import State
from auditor_app.domain.table_proposals import OnConflict
from auditor_app.domain.weak_areas import Topic
from auditor_app.foundation.errors import WrongUsageError
from auditor_app.foundation.translation import Texts
from auditor_app.services.decide_analysis import decide_analysis
from auditor_app.services.explain_figure import explain_figure
from auditor_app.services.figure_ids import answer_id, coverage_return_id, item_id, mean_id, rates_id, topic_id
from auditor_app.services.import_tables import ImportSession
from auditor_app.services.save_topic import save_topic
from auditor_app.services.undo_change import redo_change, undo_change
from auditor_app.storage.reading import CaseReader
from tests.builders import AUTHOR, TickingClock
from tests.returns_by_hand import ByHand
from tests.returns_documents import (
    ORGANISATIONS,
    ROLES,
    SILENT,
    SURVEYED,
    UNDIVIDED,
    UNITS,
    YEARS,
    AnswerLine,
    write_answers,
)
from tests.unit.services.explaining import Returned, explained, line_key, numbers, words_of

CLOCK = TickingClock()
FIRST, SECOND = YEARS


@pytest.fixture
def reader(returned: Returned) -> Iterator[CaseReader]:
    with CaseReader(returned.case) as reader:
        yield reader


# --- coverage ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["all", *ROLES])
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_coverage_follows_from_the_units_listed(
    reader: CaseReader, returned: Returned, organisation: str, role: str
) -> None:
    explanation = explain_figure(reader, coverage_return_id(FIRST, organisation, role))
    parts = [explain_figure(reader, own.figure_id) for own in explanation.inputs] or [explanation]
    target = ascertained = 0
    for part in parts:
        (row,) = part.source_rows
        line = returned.returns.coverage[row.row - 2]
        assert (line.fiscal_year, line.organisation) == (FIRST, organisation)
        assert [step.number for step in part.steps] == [line.target, line.ascertained]
        target, ascertained = target + line.target, ascertained + line.ascertained
    assert explanation.values[0].number == Fraction(100 * ascertained, target)
    assert [step.number for step in explanation.steps] == [target, ascertained]
    assert len(explanation.values) == (2 if organisation == SURVEYED and role in ("all", "staff") else 1)
    assert all(own.figure_id != explanation.figure_id for own in explanation.inputs), "nothing explains itself"
    assert Texts("ja")(f"role.{role}") in words_of(explanation)


def test_coverage_of_a_ministry_left_out_says_why_and_keeps_its_value(reader: CaseReader, own_case: Path) -> None:
    figure_id = coverage_return_id(FIRST, SURVEYED, "all")
    explanation = explain_figure(reader, figure_id)
    assert explanation.values[0].state is State.REPORTED
    assert "独自の把握状況調査を実施した" in words_of(explanation)
    assert "値がありません" not in words_of(explanation)
    decide_analysis(own_case, SECOND, UNDIVIDED, is_included=False, reason="記入誤りが多い", author=AUTHOR, clock=CLOCK)
    words = words_of(explained(own_case, coverage_return_id(SECOND, UNDIVIDED, "all")))
    assert (AUTHOR in words, "記入誤りが多い" in words, "独自の把握状況調査" in words) == (True, True, False)


def test_the_sum_and_the_mean_of_coverage_fit_together_as_printed(reader: CaseReader) -> None:
    """Whoever divides the printed sum by the printed count arrives at the printed mean."""
    for basis in ("official", "with_own_survey", "in_analysis"):
        explanation = explain_figure(reader, mean_id(FIRST, basis))
        sentence = explanation.words[0].values
        total, count = Fraction(str(sentence["sum"])), int(str(sentence["count"]))
        assert percent_text(total / count, 2) == sentence["mean"]
        printed = [Fraction(own.printed.removesuffix(" %")) for own in explanation.inputs]
        assert rounded(sum(printed, Fraction(0)) / count, 2) == rounded(total / count, 2)
    assert SURVEYED in explain_figure(reader, mean_id(FIRST, "in_analysis")).left_out


# --- topics -----------------------------------------------------------------------------------------------------


def test_a_topic_counts_the_items_of_its_sections_and_role(own_case: Path, returned: Returned) -> None:
    topic = Topic("端末: 管理", "Terminals", "staff", "3", ("3.1",))
    save_topic(own_case, topic, author=AUTHOR, clock=CLOCK)
    by_hand = ByHand(returned.returns)

    for organisation in ORGANISATIONS:
        found = by_hand.rates(SECOND, organisation, "3", "staff", "3.1.1")
        explanation = explained(own_case, topic_id(SECOND, topic.name, organisation))
        assert numbers(explanation) == [found.rates[0], found.rates[2], found.rates[1]]
        assert all(own.label.startswith("3.1.1(") for own in explanation.inputs)
    mean = by_hand.mean(SECOND, "3", "staff", "3.1.1")
    explanation = explained(own_case, topic_id(SECOND, topic.name))
    assert numbers(explanation) == [mean.rates[0], mean.rates[2], mean.rates[1]]
    assert explanation.left_out == (SILENT,)
    undo_change(own_case, author=AUTHOR, clock=CLOCK)
    with pytest.raises(WrongUsageError):
        explained(own_case, topic_id(SECOND, topic.name))


# --- versions, undo, unknown figures ----------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["keep", "replace", "version"])
def test_a_second_file_is_explained_with_what_counts_and_what_does_not(
    own_case: Path, returned: Returned, tmp_path: Path, choice: OnConflict
) -> None:
    line = next(
        own
        for own in returned.returns.answers
        if own.unit == UNITS[0] and own.fiscal_year == SECOND and own.obliged and own.implemented == own.obliged
    )
    assert line.obliged is not None
    other = AnswerLine(*line_key(line), line.obliged, line.obliged - 1)
    with ImportSession(own_case, write_answers(tmp_path / "訂正.csv", [other])) as session:
        session.propose()
        session.accept(AUTHOR, CLOCK, on_conflict=choice)
    figure_id = answer_id(line.fiscal_year, line.organisation, line.unit, line.item, line.role)
    explanation = explained(own_case, figure_id)
    counting = other if choice == "replace" else line
    assert explanation.values[0].number == Fraction(100 * (counting.implemented or 0), line.obliged)
    assert explanation.source_rows[0].document == ("訂正.csv" if choice == "replace" else "実施状況.csv")
    others = [own for own in explanation.words if own.key == "explain.answer.other_version"]
    if choice == "keep":
        assert others == []
    else:
        (version,) = others
        mine, its = ("訂正.csv", "実施状況.csv") if choice == "replace" else ("実施状況.csv", "訂正.csv")
        assert version.values["document"] == its != mine
        undo_change(own_case, author=AUTHOR, clock=CLOCK)
        assert explained(own_case, figure_id) == explained(returned.case, figure_id)
        redo_change(own_case, author=AUTHOR, clock=CLOCK)
    assert explained(own_case, figure_id) == explanation


def test_undoing_the_import_takes_every_figure_back(own_case: Path, returned: Returned) -> None:
    line = returned.returns.answers[0]
    ids = [
        rates_id(FIRST, "*", "all", "all"),
        rates_id(FIRST, UNDIVIDED, "staff", "3"),
        item_id(*line_key(line)[:2], line.item, line.role),
        answer_id(*line_key(line)),
        coverage_return_id(FIRST, UNDIVIDED, "all"),
        mean_id(FIRST, "official"),
    ]
    before = [explained(own_case, own) for own in ids]
    undo_change(own_case, author=AUTHOR, clock=CLOCK)
    for own in ids:
        with pytest.raises(WrongUsageError):
            explained(own_case, own)
    redo_change(own_case, author=AUTHOR, clock=CLOCK)
    assert [explained(own_case, own) for own in ids] == before


@pytest.mark.parametrize(
    "figure_id",
    [
        "rates:2007:知らない省::all:3",
        "rates:1999:*::all:all",
        "rates:2007:*::nobody:3",
        "rates:2007:*::all:9",
        "rates:2007:総務省::staff:3:9.9.9",
        "rates:2007",
        "rates:",
        "rates:x",
        "item:2007:総務省:9.9.9(1)(a):staff",
        "item:2007:総務省:3.1.1(1)(a):nobody",
        "item:2007:総務省:3.1.1(1)(a)",
        "item:2007",
        "answer:2007:総務省:知らない課:3.1.1(1)(a):staff",
        "answer:2007:総務省",
        "answer:2007",
        "topic:2007:知らない話題",
        "topic:2007",
        "topic:1999:外部委託",
        "coverage_return:2007:知らない省:all",
        "coverage_return:2007:総務省:nobody",
        "coverage_return:1999:総務省:all",
        "coverage_return:2007:大臣官房",
        "coverage_return:2007:人事院:all:大臣官房",
        "item:1999:*:3.1.1(1)(a):staff",
        "item:2007:*:3.1.1(1)(a):nobody",
        "coverage_mean:1999:official",
        "coverage_mean:2007:nothing",
    ],
)
def test_a_figure_that_is_not_there_is_refused(reader: CaseReader, figure_id: str) -> None:
    with pytest.raises(WrongUsageError):
        explain_figure(reader, figure_id)
