"""Fiscal years side by side: one table with a group of columns for each year, the trend and the bridge beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditor_app.domain.comparison import CHANGES, Change, Comparison, PairNotes
from auditor_app.domain.organisations import Organisation
from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.services.tables.compare_columns import (
    CHANGE,
    DELTA,
    WORD_METRICS,
    ComparedLine,
    CompareLevel,
    arranged_for,
    column_key,
    column_place,
    compare_columns,
)
from auditor_app.services.tables.compare_lines import (
    bridge_words,
    cell_of_figure,
    figure_of_cell,
    goal_words,
    has_goal,
    measure_of_cell,
    short_year,
    unit_of,
)
from auditor_app.ui.compare_questions import CompareQuestion, question_of_choices, question_of_figure
from auditor_app.ui.compare_words import empty_words, remarks, subject_words
from auditor_app.ui.comparing import CompareResult, Comparing, body_of_line
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.compare_differences import has_differences, next_difference
from auditor_app.ui.models.compared_model import ComparedTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.change_chips import ChangeChips
from auditor_app.ui.widgets.compare_bar import CompareBar
from auditor_app.ui.widgets.compare_charts import CompareCharts
from auditor_app.ui.widgets.compare_notes import CompareNotes
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.locked_groups import LockedGroups
from auditor_app.ui.widgets.side_by_side import SideBySide

if TYPE_CHECKING:
    from auditor_app.services.view_rows import Row

CHOICES = "question"
CHARTS_WIDTH = 300
"""What is left to the charts where a column takes more room than it must have."""


class ComparePage(Page):
    """年度比較."""

    page_id = "compare"
    view_name = "compare"
    first_column = column_key(1, DELTA)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._choice = context.rate_choice
        self._question = CompareQuestion()
        self._has_asked = False
        self._result: CompareResult | None = None
        self._lines: list[ComparedLine] = []
        self._shown_for: tuple[object, ...] = ()
        self._wanted, self._is_choosing, self._is_restoring = "", False, False
        self.table: DataTable | None = None
        self._fresh_state: dict[str, object] = {}
        self._arranged: dict[str, object] = {}
        self._build()
        self.source = Comparing(context, self)
        self.source.ready.connect(self._show_result)
        self.bar.asked.connect(self._take_question)
        self.chips_row.chosen.connect(self._narrow)
        self.notes.crosswalk_requested.connect(self._open_crosswalk)
        self.charts.picked.connect(self._pick)
        self.charts.export_requested.connect(self.export_chart_requested)
        self._choice.changed.connect(self._follow_choice)
        kept = self.stored_tables.get(CHOICES)
        if isinstance(kept, dict) and kept:
            self._question, self._has_asked = question_of_choices(kept, self._question), True

    def _build(self) -> None:
        self.bar = CompareBar(self.context, self)
        self.notes = CompareNotes(self.texts, self.context.pixels(12), self)
        self.chips_row = ChangeChips(self.texts, self.context.pixels(6), self)
        self._tools = QHBoxLayout()
        self.heading_row.addLayout(self._tools)
        self._table_box = QWidget(self)
        box = QVBoxLayout(self._table_box)
        box.setContentsMargins(0, 0, 0, 0)
        self.charts = CompareCharts(self.context, self)
        self.splitter = SideBySide(self._table_box, self.charts, self._width_needed, self.context.pixels(240), self)
        for widget in (self.bar, self.notes, self.chips_row):
            self._layout.addWidget(widget)
        self._layout.addWidget(self.splitter, 1)

    # --- what a page says of itself ---------------------------------------------------------------

    def show_year(self, fiscal_year: int) -> None:
        """The page chooses its own years; the case is read on a worker."""
        self.fiscal_year = fiscal_year
        metric = self._question.metric if self._question.metric not in METRICS else self._choice.metric
        self._wanted = self._wanted or self.figure_id
        self._ask(replace(self._question, metric=metric, role=self._choice.role, options=self._choice.options))

    def export_rows(self) -> list[Row]:
        from auditor_app.services.compare_json import compared_json  # what only exporting needs

        return [compared_json(line.row) for line in self._shown_lines()]

    def export_choices(self) -> dict[str, object]:
        shared = {} if self._question.level == "published" else self._choice.as_json()
        return {**shared, **self._question.as_selectors()}

    def years_in_names(self) -> str:
        comparison = self._result.comparison if self._result else None
        return "-".join(comparison.years) if comparison and comparison.years else super().years_in_names()

    def rate_options(self) -> RateOptions:
        return self._choice.options

    def charts_beside(self) -> list[QWidget]:
        return [self.charts]

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        del table
        return figure_of_cell(self._line(row_key), column)

    def body_for_finding(self) -> Organisation | None:
        return body_of_line(self.context.case, self._line(self._current_cell()[0]))

    def measure_of(self, table: str, row_key: object, column: str) -> str:
        del table
        return measure_of_cell(self._line(row_key), column)

    def select_figure(self, figure_id: str) -> bool:
        """A difference is looked for in its own years; a value among those shown."""
        if self._result is not None and self._go_to(figure_id):
            return True
        asked = question_of_figure(figure_id, self._question)
        if asked is None and self._result is not None:
            return False
        self._wanted = figure_id
        if asked is not None:
            self._share(asked)
            self._ask(asked)
        return True

    def select_something(self) -> None:
        if self.table is not None and not self._wanted:
            super().select_something()

    def lasting_states(self) -> dict[str, object]:
        """With what was asked, if the auditor asked for anything."""
        return {**super().lasting_states(), CHOICES: self.choices() if self._has_asked else {}}

    def choices(self) -> dict[str, object]:
        return self._question.as_choices()

    def take_choices(self, choices: Mapping[str, object]) -> None:
        self._has_asked = True
        self._take_question(question_of_choices(choices, self._question))

    def arrange_when_read(self, states: Mapping[str, object]) -> None:
        self._arranged = dict(states)

    # --- differences ------------------------------------------------------------------------------

    def has_differences(self) -> bool:
        return has_differences(self._lines)

    def go_to_difference(self, direction: int) -> None:
        """Make the next (1) or previous (-1) difference current; past the end it begins anew, and says so."""
        if self.table is None:
            return
        key, column = self.table.current()
        row = self.table.model.number_of(key) if key is not None else None
        last = len(self._lines[0].row.steps) if self._lines else 0
        now = (-1 if row is None else row, last if column == CHANGE else max(0, column_place(column)[0]))
        found = next_difference(self._shown_lines(), now, direction)
        if found is None:
            words = self.texts("compare.no_difference")
        else:
            self.table.select_row(found.row_key, column_key(found.place, DELTA))
            words = self.texts("compare.difference", number=found.number, count=found.count)
            if found.has_wrapped:
                words += "  " + self.texts("compare.wrapped.next" if direction > 0 else "compare.wrapped.previous")
        self.remark = words
        self.status_changed.emit()

    # --- asking -----------------------------------------------------------------------------------

    def _take_question(self, question: CompareQuestion) -> None:
        self._has_asked = True
        self._share(question)
        self._ask(replace(question, options=self._choice.options))

    def _share(self, question: CompareQuestion) -> None:
        """Role and measure are those of all pages of rates."""
        self._is_choosing = True
        metric = question.metric if question.metric in METRICS else None
        self._choice.choose(role=question.role, metric=metric)
        self._is_choosing = False

    def _follow_choice(self) -> None:
        """Role, measure or what-if were changed; a page not in sight reads when it is shown."""
        if self._is_choosing:
            return
        if not self.isVisible():
            self.is_loaded = False
            return
        self.show_year(self.fiscal_year)

    def _ask(self, question: CompareQuestion) -> None:
        self._question = question
        if self.table is None:
            self._replace_table(question.level, [])
        self.source.ask(question, is_of_auditor=self._has_asked)
        self.choices_changed.emit()

    # --- showing ----------------------------------------------------------------------------------

    def _show_result(self, result: CompareResult) -> None:
        before = self._current_cell()
        self._result, self._question = result, result.question
        self.bar.show_result(result)
        comparison = result.comparison
        self._lines = list(result.lines)
        self._replace_table(
            result.question.level, [self._year_words(own) for own in comparison.years] if comparison else []
        )
        self._show_rows(comparison)
        self._arrange_as_viewed()
        self._show_words(comparison)
        self._show_charts(comparison)
        self._select_again(before)
        self.status_changed.emit()

    def _show_rows(self, comparison: Comparison | None) -> None:
        assert self.table is not None
        model = self.table.model
        assert isinstance(model, ComparedTableModel)
        self.table.set_no_rows_text(empty_words(self.texts, self._result))
        model.set_rows(self._lines)
        self.splitter.divide()
        self.chips_row.show_counts(
            line.row.last.change for line in self._lines if line.row.last and not line.is_set_apart
        )
        is_judged = self._question.level != "published" or self._question.published == "inspection_grade"
        self.chips_row.setVisible(is_judged and bool(comparison and len(comparison.years) > 1))
        self._show_pressed()

    def _arrange_as_viewed(self) -> None:
        """As a view had the table: its columns are those of the years it chose."""
        arranged, self._arranged = self._arranged, {}
        if self.table is not None and isinstance(state := arranged.get(self.table.objectName()), dict):
            self.table.restore_state(state)

    def _show_words(self, comparison: Comparison | None) -> None:
        assert self._result is not None
        pairs = comparison.pairs if comparison and self._question.level != "published" else ()
        self.notes.show_notes(pairs, remarks(self.texts, self._result, is_of_auditor=self._has_asked))
        years = [self._year_words(own) for own in comparison.years] if comparison else []
        role, organisation = self.bar.role.currentText(), self.bar.organisation.currentText()
        self.subtitle.setText(subject_words(self.texts, self._question, years, role, organisation))

    def _year_words(self, years: str) -> str:
        return short_year(years, self.texts, is_era=self.context.year_form == "era")

    # --- table ------------------------------------------------------------------------------------

    def _replace_table(self, level: CompareLevel, years: Sequence[str]) -> None:
        """Columns belong to the years: another number of them needs another table, arranged like the one before."""
        name = self._question.published if level == "published" else level
        if self._shown_for == (name, tuple(years)):
            return
        unwritten = self._unwritten()
        has_focus = self.table is not None and self._take_away(self.table)
        self._shown_for = (name, tuple(years))
        columns = compare_columns(self.texts, level, years, self._question.published)
        if name in self.stored_tables:
            self.stored_tables[name] = arranged_for(columns, self.stored_tables[name])
        self._is_restoring = True
        self.table = self.add_table(name, ComparedTableModel(columns, lambda line: line.key, self))
        self._is_restoring = False
        self._fresh_state = self.table.save_state()
        if self.kept_states is not None and unwritten:
            self.kept_states |= unwritten
        LockedGroups(self.table.view.grouped_header, columns)
        self.table.set_no_rows_text(self.texts("compare.job"))
        self.table.current_changed.connect(self._follow_table)
        self.table.filters_changed.connect(self._show_pressed)
        self._tools.addWidget(self.table.tools)
        layout = self._table_box.layout()
        assert layout is not None
        layout.addWidget(self.table)
        if has_focus:
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unwritten(self) -> dict[str, object]:
        """What the case holds of a table the auditor arranged since: so it is seen to differ, and written.

        A table that only went with its years leaves nothing to write."""
        if self.table is None or self.kept_states is None:
            return {}
        name = self.table.objectName()
        kept = self.kept_states.pop(name, None)
        return {name: kept} if self._shown_for[1] and kept != self.table.save_state() else {}

    def _take_away(self, table: DataTable) -> bool:
        """Whether the keyboard was in it: then it goes on in the next one."""
        name = table.objectName()
        if self._shown_for[1] and table.save_state() != self._fresh_state:
            self.stored_tables[name] = table.save_state()
        focus = self.window().focusWidget()
        table.blockSignals(True)
        for kept in (self._tables, self._summaries, self._chips):
            kept.pop(name, None)
        self._last_table = ""
        for widget in (table.tools, table):
            widget.hide()
            widget.deleteLater()
        return focus is not None and table.isAncestorOf(focus)

    def _width_needed(self) -> int:
        """With names and breaks as wide as they are, as far as the charts keep room of their own."""
        if self.table is None:
            return 0
        beside = self.context.pixels(CHARTS_WIDTH) + self.table.width_needed() - self.table.columns_width()
        for key, least, most in self._result.widths if self._result else ():
            self.table.column_widths.let_fill(key, least, most, self.splitter.width() - beside)
        return self.table.width_needed()

    def _shown_lines(self) -> list[ComparedLine]:
        model = self.table.model if self.table is not None else None
        return model.shown_rows() if isinstance(model, ComparedTableModel) else []

    def _line(self, row_key: object) -> ComparedLine | None:
        return next((line for line in self._lines if line.key == row_key), None)

    def _current_cell(self) -> tuple[str, str]:
        key, column = self.table.current() if self.table is not None else ("", "")
        return str(key or ""), column

    def _select_again(self, before: tuple[str, str]) -> None:
        """The figure asked for, else the cell that was current, else the first difference."""
        if self.table is None:
            return
        wanted, self._wanted = self._wanted, ""
        if wanted and self._go_to(wanted):
            return
        last = max(1, len(self._lines[0].row.values) - 1) if self._lines else 1
        column = before[1] if self.table.model.column_number(before[1]) is not None else column_key(last, DELTA)
        shown = self._shown_lines()
        key = before[0] if any(line.key == before[0] for line in shown) else shown[0].key if shown else ""
        if not key:
            self.choose_figure("")
            self._follow_table(None, "")
            return
        self.table.select_row(key, column)
        bar = self.table.view.horizontalScrollBar()
        QTimer.singleShot(0, bar, partial(bar.setValue, 0))  # a page opens at its left edge, once it is laid out
        self.choose_figure(self.figure_of("", key, self.table.current()[1]))
        self._follow_table(*self.table.current())

    def _go_to(self, figure_id: str) -> bool:
        """Make the cell of that figure current, if it is among those shown."""
        if self.table is None:
            return False
        found = next((cell for line in self._lines if (cell := cell_of_figure(line, figure_id))), None)
        return found is not None and self.table.select_row(*found)

    # --- chips ------------------------------------------------------------------------------------

    def _narrow(self, changes: frozenset[Change] | None) -> None:
        if self.table is not None:
            words = None if changes is None else frozenset(self.texts(f"compare.change.{own}") for own in changes)
            self.table.model.set_allowed_values(CHANGE, words)

    def _show_pressed(self, _chips: object = None) -> None:
        """The filter may have been set by the table's own menu, or come back from another day."""
        if self.table is None or self._is_restoring:
            return
        allowed = self.table.model.allowed_values().get(CHANGE)
        named = {self.texts(f"compare.change.{own}"): own for own in CHANGES}
        self.chips_row.show_chosen(frozenset(named[own] for own in allowed if own in named) if allowed else None)

    # --- charts -----------------------------------------------------------------------------------

    def _show_charts(self, comparison: Comparison | None) -> None:
        self.charts.setVisible(bool(self._lines))
        are_grades = bool(self._lines) and self._lines[0].row.metric in WORD_METRICS
        trend = self._result.trend if self._result else ()
        if are_grades and not any(line.segments() for line in trend):
            trend = ()  # a rate among them that no other year has makes no line
        self.charts.show_trend(
            [self._year_words(own) for own in comparison.years] if comparison else [],
            trend,
            unit=unit_of(self._lines),
            goal=self.texts("compare.goal.line") if has_goal(self._lines) else "",
            title=f"{self.title.text()}  {self.subtitle.text()}",
            footnotes=[self.notes.words()],
            why_none=self.texts("trend.no_grades") if are_grades else "",
        )

    def _follow_table(self, row_key: object, column: str) -> None:
        self.remark = ""
        line = self._line(row_key)
        self.charts.set_current(row_key)
        if line is None:
            self.charts.show_goal("")
            self.charts.show_bridge("", [], "", caption="", footnotes=[])
            return
        self.charts.show_goal(goal_words(self.texts, line))
        self._show_bridge(line, column)

    def _show_bridge(self, line: ComparedLine, column: str) -> None:
        from auditor_app.ui.charts.bridge_bars import bridge_bars  # needs no pyqtgraph

        if not line.row.steps:
            self.charts.show_bridge("", [], "", caption="", footnotes=[])
            return
        place, _ = column_place(column)
        number = place if place > 0 else len(line.row.steps)
        step = line.row.steps[number - 1]
        title = self.texts("compare.bridge.title", name=line.name, former=step.former, later=step.later)
        bars = bridge_bars(self.texts, line.row, number)
        why = "" if bars else bridge_words(self.texts, step)
        caption = f"{title}  {self.subtitle.text()}"
        self.charts.show_bridge(title, bars, why, caption=caption, footnotes=[self.notes.words()])

    def _pick(self, row_key: object) -> None:
        if self.table is not None:
            self.table.select_row(row_key)

    def _open_crosswalk(self, pair: PairNotes) -> None:
        self.view_requested.emit(
            "standard", {"tab": "crosswalk", "editions": [pair.former_edition, pair.later_edition]}
        )
