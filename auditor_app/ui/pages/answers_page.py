"""Answers: every answer that counts, however many millions, each down to the row of the document it came from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from auditor_app.domain.fiscal_years import fiscal_year_text
from auditor_app.domain.published import fold_name
from auditor_app.foundation.errors import Problem, UserError
from auditor_app.services.browse_answers import AnswerTable, open_answers
from auditor_app.services.tables.answer_columns import SEARCHED, answer_columns, organisation_words, role_words
from auditor_app.ui.context import PageContext, YearForm
from auditor_app.ui.models.table_conditions import TableConditions
from auditor_app.ui.models.windowed_table_model import WindowedTableModel, WindowWords
from auditor_app.ui.page import Page
from auditor_app.ui.tooltips import tooltip_html

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from auditor_app.services.answer_parts import AnswerParts
    from auditor_app.services.arranged_answers import ArrangedAnswers
    from auditor_app.services.big_tables import Control

SEARCH = "search"
SUMMED = frozenset({"obliged", "implemented", "missing"})
"""Heads may be added up; shares, years and numbers of rows may not."""


class AnswerSelection(NamedTuple):
    """Which answers a figure of another page is made of; "" is any."""

    fiscal_year: int
    organisation: str
    role: str
    part: str
    section: str
    item: str


class AnswersPage(Page):
    """回答."""

    page_id = "answers"
    first_column = "ratio"
    view_name = "items"

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        texts = self.texts
        self._answers: AnswerTable | None = None
        self._wanted_figure = ""
        self._wanted_place: int | None = None
        self._wanted_selection: AnswerSelection | None = None
        words = WindowWords(texts("answers.arranging"), texts("answers.finding"), texts("answers.copying"))
        columns = answer_columns(texts, self._year_words)
        self.model = WindowedTableModel(columns, lambda row: row.figure_id, context.jobs, words, self)
        self.table = self.add_table("table", self.model)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(texts("answers.search"))
        self.search.setAccessibleName(texts("answers.search"))
        self.search.setToolTip(tooltip_html(texts("answers.search.help")))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(context.pixels(280))
        self.search.textChanged.connect(self._search)
        self.heading_row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        self.heading_row.addWidget(self.table.tools)
        self._layout.addWidget(self.table, 1)
        self.table.empty_state.offer_taken.connect(self.form_requested)
        self.model.filters_changed.connect(self._show_search)
        self.model.rows_changed.connect(self._go_on)

    def show_year(self, fiscal_year: int) -> None:
        """All years together: the year is a column like any other.  The case is read on a worker."""
        self.fiscal_year = fiscal_year
        self.table.set_no_rows_text(self.texts("answers.reading"))
        self._answers, self._wanted_figure = None, self._wanted_figure or self.figure_id
        self.model.set_source(None)
        work = partial(_open, self.context)
        self.context.jobs.start("page", "", work, self._take_answers)

    def show_selection(
        self,
        fiscal_year: int,
        organisation: str = "",
        role: str = "",
        part: str = "",
        section: str = "",
        item: str = "",
    ) -> None:
        """Show the answers behind a figure: each part of it becomes a filter with a chip; role is a code."""
        self._wanted_selection = AnswerSelection(fiscal_year, organisation, role, part, section, item)
        if self._answers is not None:
            self._take_selection(self._answers)

    def measure_of(self, table: str, row_key: object, column: str) -> str:
        del table, row_key
        return column if column in SUMMED else ""

    def select_figure(self, figure_id: str) -> bool:
        """Go to an answer as soon as it is known where it stands; of a rate or an item, show the answers behind it."""
        selection = selection_of(figure_id)
        if selection is not None:
            self.show_selection(*selection)
            return True
        if not figure_id.startswith("answer:"):
            return False
        self._wanted_figure = figure_id
        if self._answers is not None:
            self._look_up(self._answers)
        return True

    def export_rows(self) -> ArrangedAnswers:
        from auditor_app.services.arranged_answers import ArrangedAnswers  # what only exporting needs

        arrangement = self.model.complete_arrangement()
        if self._answers is None or arrangement is None:
            raise UserError(Problem("export.still_arranging"))
        return ArrangedAnswers(self._answers.parts, arrangement)

    def is_big(self) -> bool:
        from auditor_app.services.documents.items import MOST_ROWS  # what only exporting needs

        return self.model.counts()[0] > MOST_ROWS

    def lasting_states(self) -> dict[str, object]:
        """Without filters: those of a drill-down are not to come back another day, or in another language."""
        states = super().lasting_states()
        kept = ("filters", "values")
        return {
            name: {key: own for key, own in state.items() if key not in kept} if isinstance(state, dict) else state
            for name, state in states.items()
        }

    def sum_is_meaningful(self, column_keys: Sequence[str]) -> bool:
        return SUMMED.issuperset(column_keys)

    def _year_words(self, fiscal_year: int) -> str:
        """In a column of millions one form is enough: the era's only where it was chosen."""
        form: YearForm = "era" if self.context.year_form == "era" else "western"
        return fiscal_year_text(fiscal_year, form, self.texts.language) if fiscal_year else ""

    def chips(self) -> list[tuple[str, str, str]]:
        found = super().chips()
        if self.model.search_text():
            found.append(("table", SEARCH, self.texts("answers.search.chip", words=self.model.search_text())))
        return found

    def clear_chip(self, table: str, column: str) -> None:
        if column == SEARCH:
            self.search.clear()
        else:
            super().clear_chip(table, column)

    def choices(self) -> dict[str, object]:
        return {SEARCH: self.model.search_text()}

    def take_choices(self, choices: Mapping[str, object]) -> None:
        self.search.setText(str(choices.get(SEARCH, "")))

    # --- what comes from the worker ------------------------------------------------------------------

    def _take_answers(self, answers: AnswerTable) -> None:
        if not isValid(self):
            return
        self._answers = answers
        count = answers.row_count()
        texts = self.texts
        self.subtitle.setText(
            texts("answers.subtitle", count=f"{count:,}", reports=f"{len(answers.parts.reports):,}") if count else ""
        )
        self.table.set_no_rows_text(texts("answers.reading" if count else "answers.empty"))
        self.table.empty_state.set_offer("" if count else texts("action.make_form"))
        self.model.set_source(answers)
        self._take_selection(answers)
        self._look_up(answers)

    def _take_selection(self, answers: AnswerTable) -> None:
        wanted, self._wanted_selection = self._wanted_selection, None
        if wanted is not None:
            self.model.set_conditions(self._conditions_of(wanted, answers.parts))

    def _conditions_of(self, wanted: AnswerSelection, parts: AnswerParts) -> TableConditions:
        organisation = fold_name(wanted.organisation)
        report = next(
            (
                own
                for own in parts.reports
                if (own.fiscal_year, fold_name(own.organisation)) == (wanted.fiscal_year, organisation)
            ),
            None,
        )
        role = next((own for own in parts.roles.values() if own.code == wanted.role), None)
        words = {
            "fiscal_year": self._year_words(wanted.fiscal_year) if wanted.fiscal_year else "",
            "organisation": organisation_words(self.texts, report) if report else wanted.organisation,
            "role": role_words(self.texts, role) if role else wanted.role,
            "part": wanted.part,
            "section": wanted.section,
            "item": wanted.item,
        }
        allowed = {column: frozenset({value}) for column, value in words.items() if value}
        return TableConditions(self.model.sort_keys(), allowed=allowed)

    def _look_up(self, answers: AnswerTable) -> None:
        figure_id, self._wanted_figure = self._wanted_figure, ""
        if figure_id:
            self.context.jobs.start("page", "", partial(_place_of, answers, figure_id), self._take_place)

    def _take_place(self, place: int | None) -> None:
        if isValid(self) and place is not None:
            self._wanted_place = place
            self._go_on()

    def _go_on(self) -> None:
        """Other rows are shown: go to the one that was asked for, or begin at the top."""
        place = self._wanted_place
        number = self.model.number_of_place(place) if place is not None and self.model.is_at_rest else None
        if number is not None:
            self._wanted_place = None
        elif place is not None and self.model.is_at_rest and self.model.has_filters:
            self.model.clear_filters()  # a link leads to its answer, also where the filters of the day hide it
        if not self.table.view.currentIndex().isValid() or number is not None:
            self._move_to(number or 0)

    def _move_to(self, row: int) -> None:
        column = self.model.column_number(self.table.current()[1] or self.first_column)
        if self.model.rowCount() and column is not None:
            left = self.table.view.horizontalScrollBar().value()
            self.table.view.move_to(row, column)
            self.table.view.horizontalScrollBar().setValue(left)

    # --- search -----------------------------------------------------------------------------------------

    def _search(self, text: str) -> None:
        self.model.set_search(text, SEARCHED)

    def _show_search(self) -> None:
        if self.search.text().strip() != self.model.search_text():
            self.search.setText(self.model.search_text())
        self.status_changed.emit()


def selection_of(figure_id: str) -> AnswerSelection | None:
    """The answers behind a rate or an item ratio; None for any other figure.

    >>> selection_of("item:2006:青葉省:3.1.1(1)(a):staff")
    AnswerSelection(fiscal_year=2006, organisation='青葉省', role='staff', part='', section='', item='3.1.1(1)(a)')
    >>> selection_of("rates:2006:*::all:3:3.1.1")
    AnswerSelection(fiscal_year=2006, organisation='', role='', part='3', section='3.1.1', item='')
    """
    kind, _, rest = figure_id.partition(":")
    year, *fields = f"{rest}::::::".split(":")
    if not year.isdecimal() or kind not in ("item", "rates"):
        return None
    organisation, second, role, part, section = fields[:5]
    item = ""
    if kind == "item":
        item, part, section = second, "", ""
    wanted = (organisation if organisation != "*" else "", *(own if own != "all" else "" for own in (role, part)))
    return AnswerSelection(int(year), wanted[0], wanted[1], wanted[2], section, item)


def _open(context: PageContext, _control: Control) -> AnswerTable:
    return open_answers(context.case)


def _place_of(answers: AnswerTable, figure_id: str, _control: Control) -> int | None:
    return answers.place_of(figure_id)
