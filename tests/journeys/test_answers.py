"""Reading the answers: the whole table, its order and filters, the way to one answer, and what an empty case says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.auditor import CTRL, Auditor
from tests.journeys.answers import page_of, wait


@pytest.fixture
def reader(sit_down: Callable[..., Auditor], practice_case: Path) -> Auditor:
    """An auditor before the answers of the practice case."""
    auditor = sit_down(practice_case)
    auditor.go("answers")
    wait(auditor)
    return auditor


def first_words(auditor: Auditor, column: str, rows: int = 20) -> list[str]:
    model = page_of(auditor).model
    number = model.column_number(column)
    assert number is not None
    return [str(model.index(row, number).data()) for row in range(min(rows, model.rowCount()))]


def chip_words(auditor: Auditor) -> list[str]:
    return [words for _, _, words in auditor.page.chips()]


def test_every_answer_of_the_case_is_listed_and_the_first_is_chosen(reader: Auditor) -> None:
    with reader.window.context.case.reader() as case:
        expected = sum(own.answer_count - own.superseded_count for own in case.reports() if own.standing == "counted")
    assert page_of(reader).model.counts() == (expected, expected)
    assert f"{expected:,}" in reader.window.status_line.counts.text()
    assert reader.page.figure_id.startswith("answer:2006:")
    assert reader.table.view.currentIndex().row() == 0


def test_lowest_ratios_come_first_and_no_ratio_is_never_among_them(reader: Auditor) -> None:
    reader.table.sort_by([("ratio", False)])
    wait(reader)
    shown = [Decimal(words) for words in first_words(reader, "ratio")]
    assert shown == sorted(shown)
    last = page_of(reader).model.rowCount() - 1
    reader.table.view.move_to(last, 5)
    wait(reader)
    without = {reader.texts("state.no_duty"), reader.texts("state.not_reported")}
    assert str(page_of(reader).model.index(last, 5).data()) in without


def test_answers_behind_a_figure_are_shown_with_a_chip_for_each_choice(reader: Auditor) -> None:
    organisation = first_words(reader, "organisation")[0]
    page_of(reader).show_selection(2006, organisation, role="staff", part="3")
    wait(reader)
    model = page_of(reader).model
    assert 0 < model.counts()[0] < model.counts()[1]
    assert set(first_words(reader, "organisation")) == {organisation}
    assert set(first_words(reader, "part")) == {"3"}
    assert set(first_words(reader, "fiscal_year")) == {"2006年度"}
    assert len(chip_words(reader)) == 4
    few = model.rowCount()
    chip = reader.window.status_line.chips.itemAt(0)
    assert chip is not None
    reader.click(cast(QWidget, chip.widget()))
    wait(reader)
    assert model.rowCount() > few
    assert len(chip_words(reader)) == 3


def test_search_keeps_the_answers_with_the_words_and_says_so(reader: Auditor) -> None:
    page, item = page_of(reader), first_words(reader, "item")[3]
    page.search.setFocus()
    reader.write(page.search, item)
    wait(reader)
    assert set(first_words(reader, "item")) == {item}
    assert chip_words(reader) == [reader.texts("answers.search.chip", words=item)]
    page.clear_chip("table", "search")
    wait(reader)
    assert page.search.text() == ""
    assert page.model.counts()[0] == page.model.counts()[1]


def test_search_without_a_match_offers_to_clear_the_filters(reader: Auditor) -> None:
    page = page_of(reader)
    page.search.setText("どこにもない言葉")
    wait(reader)
    assert page.model.rowCount() == 0
    assert reader.table.empty_state.isVisible()
    assert reader.table.empty_state.label.text() == reader.texts("table.empty.no_match")
    reader.click(reader.table.empty_state.button)
    wait(reader)
    assert page.search.text() == ""
    assert page.model.rowCount() > 0


def test_link_to_an_answer_leads_to_its_row(reader: Auditor) -> None:
    model = page_of(reader).model
    far = model.rowCount() - 40
    reader.table.view.move_to(far, 5)
    wait(reader)
    figure = reader.page.figure_id
    assert figure.startswith("answer:")
    reader.go("coverage")
    reader.window.go_to_figure(figure)
    wait(reader)
    assert reader.page.page_id == "answers"
    reader.wait_for(lambda: reader.table.view.currentIndex().row() == far)
    assert reader.page.figure_id == figure


def test_link_leads_to_its_answer_although_a_filter_hides_it(reader: Auditor) -> None:
    figure = reader.page.figure_id
    page_of(reader).model.set_allowed_values("part", frozenset({"5"}))
    wait(reader)
    assert reader.page.figure_id != figure
    reader.window.go_to_figure(figure)
    wait(reader)
    reader.wait_for(lambda: reader.page.figure_id == figure)
    assert chip_words(reader) == []


def test_rate_leads_to_the_answers_it_is_made_of(reader: Auditor) -> None:
    organisation = first_words(reader, "organisation")[0]
    reader.go("rates")
    reader.window.go_to("answers", f"rates:2006:{organisation}::staff:3")
    wait(reader)
    assert set(first_words(reader, "organisation")) == {organisation}
    assert set(first_words(reader, "part")) == {"3"}
    assert set(first_words(reader, "role")) == {reader.texts("role.staff")}


def test_copied_block_holds_the_shown_words(reader: Auditor, qapp: QApplication) -> None:
    reader.table.view.setFocus()
    reader.press(Qt.Key.Key_Home, CTRL)
    reader.table.view.selectRow(0)
    reader.press(Qt.Key.Key_C, CTRL)
    wait(reader)
    cells = qapp.clipboard().text().rstrip("\r\n").split("\t")
    assert cells[:4] == [first_words(reader, key)[0] for key in ("fiscal_year", "organisation", "unit", "item")]


def test_case_without_answers_says_what_to_do_next(auditor: Auditor) -> None:
    auditor.go("answers")
    wait(auditor)
    assert auditor.table.empty_state.isVisible()
    assert auditor.table.empty_state.label.text() == auditor.texts("answers.empty")
    assert not auditor.table.empty_state.button.isVisible()


def test_order_and_filters_come_back_with_the_next_window(reader: Auditor) -> None:
    reader.table.sort_by([("missing", True)])
    page_of(reader).model.set_allowed_values("part", frozenset({"3"}))
    wait(reader)
    shown = first_words(reader, "missing")
    reader.desktop.choose("theme", "dark")
    wait(reader)
    assert page_of(reader).model.sort_keys() == (("missing", True),)
    assert first_words(reader, "missing") == shown
    assert len(chip_words(reader)) == 1


def test_filters_of_the_answers_do_not_come_back_another_day(
    sit_down: Callable[..., Auditor], practice_case: Path, reader: Auditor
) -> None:
    page_of(reader).model.set_allowed_values("part", frozenset({"3"}))
    reader.table.sort_by([("missing", True)])
    wait(reader)
    reader.leave()
    again = sit_down(practice_case)
    again.go("answers")
    wait(again)
    assert chip_words(again) == []
    assert page_of(again).model.sort_keys() == (("missing", True),)


def test_filters_by_words_of_a_language_end_with_it(reader: Auditor) -> None:
    page_of(reader).model.set_allowed_values("role", frozenset({reader.texts("role.staff")}))
    wait(reader)
    reader.desktop.choose("language", "en")
    wait(reader)
    assert chip_words(reader) == []
    assert page_of(reader).model.rowCount() > 0
