"""Findings: the register of a year or of all, and beside it one finding with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QWidget
from shiboken6 import isValid

from auditor_app.domain.consistency import CheckResult
from auditor_app.domain.findings import Finding, FindingVersion
from auditor_app.domain.published import FactKind
from auditor_app.domain.rate_options import RateOptions
from auditor_app.foundation.errors import UserError
from auditor_app.services.findings_json import finding_rows
from auditor_app.services.link_figures import check_of
from auditor_app.services.tables.finding_columns import finding_columns
from auditor_app.services.tables.finding_detail_columns import (
    EvidenceLook,
    EvidenceRow,
    FigureRow,
    HistoryRow,
    answer_columns,
    answer_rows,
    evidence_columns,
    figure_columns,
    figure_rows,
    history_columns,
    history_rows,
)
from auditor_app.services.view_rows import Row
from auditor_app.ui.context import PageContext
from auditor_app.ui.finding_reading import (
    ReadRegister,
    ShownFinding,
    finding_in_sight,
    is_counted,
    is_shown_in,
    rows_of_register,
    year_to_judge,
)
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.page import Page
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.finding_bar import FindingBar
from auditor_app.ui.widgets.finding_detail import FindingDetail, is_signed
from auditor_app.ui.widgets.finding_words import about_words, field_words

PREFIX = "finding:"
"""Of the id by which links lead to a finding: `finding:2006-001`."""
COLUMN_OF_TILE = {
    "open": "state",
    "overdue": "due_date",
    "changed": "changed",
    "after_review": "after_review",
    "good_practice": "kind",
}


class FindingsPage(Page):
    """指摘事項."""

    page_id = "findings"
    view_name = "findings"
    first_column = "title"
    finding_requested = Signal(str, object, object)
    """raise | severities | edit | move | respond | follow_up | attach_… | open_evidence | check_evidence |
    remove_evidence; the Finding in sight; the step, the year, the files or the evidence it is about"""
    figure_requested = Signal(str)
    """go to a figure on its own page"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shows_all, self._has_others = False, False
        self._shown: ShownFinding | None = None
        self._years: list[int] = []
        self._wanted = ""
        """Number of the finding to be shown; the rows, or its texts, may still be under way."""
        self._follows_link = False
        self._asked = 0
        self._reading = ""
        """Number of the finding that a worker reads."""
        self._states: dict[int, EvidenceLook] = {}
        self.setAcceptDrops(True)
        self.bar = FindingBar(context, self)
        self.table = self.make_table("table", finding_columns(self.texts), key="number")
        self.figures = self.make_table("figures", figure_columns(self.texts))
        self.evidence = self.make_table("evidence", evidence_columns(self.texts, context.time_text))
        self.history = self.make_table("history", history_columns(self.texts, context.time_text))
        self.answers = self.make_table("answers", answer_columns(self.texts))
        tables = (self.figures, self.evidence, self.history, self.answers)
        for name, table in zip(("figures", "evidence", "history", "answers"), tables, strict=True):
            table.set_no_rows_text(self.texts(f"findingui.no_{name}"))
        self.detail = FindingDetail(context, tables, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        for widget in (self.bar.raise_button, self.bar.scope, self.bar.severities, self.table.tools):
            self.heading_row.addWidget(widget)
        self._layout.addWidget(self.bar)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.detail)
        self.splitter.setSizes([self.context.pixels(230), self.context.pixels(350)])
        self._layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.bar.tile_picked.connect(self._narrow)
        self.bar.scope_chosen.connect(self._choose_scope)
        self.bar.raise_requested.connect(partial(self.finding_requested.emit, "raise", None, None))
        self.bar.severities_requested.connect(partial(self.finding_requested.emit, "severities", None, None))
        self.table.empty_state.offer_taken.connect(self._take_offer)
        self.detail.moves.move_requested.connect(partial(self._ask, "move"))
        self.detail.moves.edit_requested.connect(partial(self._ask, "edit", None))
        self.detail.requested.connect(self._ask_detail)
        self.history.current_changed.connect(self._show_difference)
        self.evidence.current_changed.connect(self._show_what_can_be_done)
        self.figures.current_changed.connect(self._show_what_can_be_done)

    # --- what a page says of itself ---------------------------------------------------------------

    def fiscal_years(self) -> list[int]:
        """Without reading the findings themselves: their numbers bear their years."""
        with self.context.case.reader() as reader:
            numbers = reader.given_numbers()
            years = {year for kind in FactKind for year in reader.fiscal_years(kind)}
        years |= {int(own[:4]) for own in numbers if own[:4].isdecimal()}
        self._years = sorted(years | set(self.context.years_of_returns()))
        return self._years

    def show_year(self, fiscal_year: int) -> None:
        """The register is read on a worker: each of its figures is held against what it is now."""
        self.fiscal_year = fiscal_year
        self._asked += 1
        self.table.set_no_rows_text(self.texts("findingui.reading"))
        year = None if self._shows_all else fiscal_year or None
        work = partial(rows_of_register, self.context.case, self.texts, year, self._asked)
        self.context.jobs.start("page", "", work, self._take_rows)

    def export_rows(self) -> list[Row]:
        shown = [own.number for own in _shown(self.table)]
        with self.context.case.reader() as reader:
            rows = {str(own["number"]): own for own in finding_rows(reader)}
        return [rows[number] for number in shown if number in rows]

    def rate_options(self) -> RateOptions | None:
        """Those the selected figure was linked under."""
        links = self._shown.page.figures if self._shown is not None else ()
        return next((own.link.options for own in links if own.link.figure_id == self.figure_id), None)

    def figure_of(self, table: str, row_key: object, column: str) -> str:
        del column
        row = next((own for own in _shown(self.figures) if own.key == row_key), None) if table == "figures" else None
        return row.figure.link.figure_id if isinstance(row, FigureRow) else ""

    def result_of(self, key: str) -> CheckResult | None:
        """The check a finding rests on, for the inspector."""
        with self.context.case.reader() as reader:
            try:
                return check_of(reader, key)
            except UserError:
                return None

    def year_of_link(self, figure_id: str, wanted: int) -> int:
        """A finding that was carried into the year in sight, or is listed with those of all years, is shown there."""
        number = figure_id.removeprefix(PREFIX)
        return wanted if self._shows_all or is_shown_in(self.context.case, number, wanted) else 0

    def explained(self, figure_id: str) -> str:
        """A finding is no figure; the figure it rests on is explained when its texts are there."""
        return "" if figure_id.startswith(PREFIX) else figure_id

    def select_figure(self, figure_id: str) -> bool:
        """`finding:2006-001`, as soon as the register is there."""
        if not figure_id.startswith(PREFIX):
            return False
        self._wanted, self._follows_link = figure_id.removeprefix(PREFIX), True
        self._go_to_wanted()
        return True

    def select_something(self) -> None:
        """The first finding, when the register has been read."""

    def figures_for_finding(self, most: int) -> tuple[list[str], list[str]]:
        """A new finding is begun here without any figure."""
        del most
        return [], []

    def subject_for_finding(self) -> str | None:
        return ""

    def current_table(self) -> DataTable | None:
        return self.table

    def choices(self) -> dict[str, object]:
        return {"all_years": self._shows_all}

    def take_choices(self, choices: Mapping[str, object]) -> None:
        is_all = bool(choices.get("all_years"))
        self.bar.show_scope(is_all)
        self._choose_scope(is_all)

    def acting(self) -> str:
        """Who is said to act."""
        return self.detail.moves.by.text().strip()

    def show_author(self, author: str) -> None:
        """Whoever works with the program acts, unless somebody else is named."""
        if not self.detail.moves.by.text():
            self.detail.moves.by.setText(author)

    # --- register ---------------------------------------------------------------------------------

    def _take_rows(self, found: ReadRegister) -> None:
        if not isValid(self) or found.asked != self._asked:
            return
        rows, texts = found.rows, self.texts
        year = self.context.year_text(self.fiscal_year)
        self._has_others = bool(found.every) and not rows
        others = texts("findingui.empty_year", year=year, count=found.every)
        self.table.set_no_rows_text(others if self._has_others else texts("findingui.empty"))
        offer = texts("findingui.show_all_years" if self._has_others else "action.raise_finding")
        self.table.empty_state.set_offer("" if rows else offer)
        assert isinstance(self.table.model, RecordTableModel)
        self.table.model.set_rows(rows)
        key = "findingui.subtitle.all" if self._shows_all or not year else "findingui.subtitle"
        self.subtitle.setText(texts(key, year=year, count=f"{len(rows):,}"))
        self.bar.show_counts(found.counts, found.today, found.log_day)
        self.detail.setVisible(bool(rows))
        self._wanted = self._wanted or str(self.table.current()[0] or "")
        if not self._go_to_wanted():
            self.table.select_row(self.table.model.first_key(), self.first_column)
        self._read_current()

    def _go_to_wanted(self) -> bool:
        """A link leads to its finding, also where the filters of the day hide it; the register may be under way."""
        assert isinstance(self.table.model, RecordTableModel)
        is_there = self.table.select_row(self._wanted, self.first_column)
        if not is_there and self._follows_link and self.table.model.row_of(self._wanted) is not None:
            self.table.model.clear_filters()
            is_there = self.table.select_row(self._wanted, self.first_column)
        self._follows_link = self._follows_link and not is_there
        return is_there

    def _choose_scope(self, is_all: bool) -> None:
        if is_all != self._shows_all:
            self._shows_all = is_all
            self.show_year(self.fiscal_year)
            self.choices_changed.emit()

    def _take_offer(self) -> None:
        """What an empty register offers: the findings of other years, where there are any."""
        if self._has_others:
            self.bar.show_scope(is_all=True)
            self._choose_scope(is_all=True)
        else:
            self.finding_requested.emit("raise", None, None)

    def _narrow(self, tile: str) -> None:
        """A tile narrows the register to what it counts, with a chip; the same again widens it."""
        column, values = self._condition(tile)
        model = self.table.model
        if model.allowed_values().get(column) == values:
            model.set_allowed_values(column, None)
        else:
            if self.chips():
                model.clear_filters()
            model.set_allowed_values(column, values)

    def _condition(self, tile: str) -> tuple[str, frozenset[str]]:
        key = COLUMN_OF_TILE[tile]
        column = next(own for own in self.table.model.columns() if own.key == key)
        assert isinstance(self.table.model, RecordTableModel)
        counted = (row for _, row in self.table.model.all_rows() if is_counted(tile, row))
        return key, frozenset(map(column.display, counted))

    # --- one finding ------------------------------------------------------------------------------

    def _choose_row(self, row_key: object, column: str) -> None:
        if self._table_of_sender() == "table":
            if row_key is not None:
                self._wanted = str(row_key)
                self._read_current()
            self.status_changed.emit()
        elif self._table_of_sender() == "figures" and row_key is not None:
            self.choose_figure(self.figure_of("figures", row_key, column))

    def _explain_row(self, row_key: object, column: str) -> None:
        """Enter or a double click: opens what the row stands for."""
        table = self._table_of_sender()
        if table == "table":
            self._ask("edit", None)
        elif table == "figures":
            self.figure_requested.emit(self.figure_of("figures", row_key, column))
        elif table == "evidence":
            self._ask_detail("open_evidence")

    def _read_current(self) -> None:
        """Its texts, figures and proposal; only the latest one asked for is shown."""
        number = self.table.current()[0]
        if number is None:
            self._shown = None
            self.detail.show_nothing()
            self._set_tables(None)
            self.choose_figure("")
        elif not self._reading:
            self._reading = str(number)
            year = 0 if self._shows_all else self.fiscal_year
            work = partial(finding_in_sight, self.context.case, self.texts, str(number), year)
            self.context.jobs.start("page", "", work, self._take_finding)

    def _take_finding(self, found: ShownFinding | None) -> None:
        if not isValid(self):
            return
        asked, self._reading = self._reading, ""
        number = self.table.current()[0]
        if number != asked:
            self._read_current()  # another one was chosen meanwhile
        if number != asked or found is None:
            return
        is_other = self._shown is None or self._shown.page.finding.number != number
        self._shown = found
        if is_other:
            self._states = {}
        about = about_words(self.texts, found.page.row, self.context.year_text)
        self.detail.show_page(found.page, about, self._proposal_words(found))
        self._set_tables(found)
        figures = [own.link.figure_id for own in found.page.figures]
        if self.figure_id not in figures or is_other:
            self.choose_figure(figures[0] if figures else "")
        self._show_what_can_be_done()
        self.status_changed.emit()

    def _proposal_words(self, found: ShownFinding) -> str:
        if found.proposal is None:
            return ""
        outcome = self.texts(f"finding.outcome.{found.proposal.outcome}")
        year = self.context.year_text(self.fiscal_year)
        return self.texts("findingui.proposal", year=year, outcome=outcome, words=found.proposal.words)

    def _set_tables(self, found: ShownFinding | None) -> None:
        """Its rows; what is current in them is chosen for the auditor, who is still in the register."""
        finding = found.page.finding if found is not None else None
        years, bodies = self.context.year_text, found.organisations if found is not None else ()
        rows: dict[DataTable, Sequence[object]] = {
            self.figures: figure_rows(found.page.figures) if found is not None else [],
            self.evidence: found.evidence_rows(self._states) if found is not None else [],
            self.history: history_rows(finding) if finding is not None else [],
            self.answers: answer_rows(self.texts, finding, bodies, years) if finding is not None else [],
        }
        for table, own in rows.items():
            assert isinstance(table.model, RecordTableModel)
            with QSignalBlocker(table):
                table.model.set_rows(own)
                if own and table.current()[0] is None:
                    table.select_row(table.model.first_key())
        self._show_difference()

    def _show_difference(self, *_current: object) -> None:
        row = next((own for own in _shown(self.history) if own.key == self.history.current()[0]), None)
        event = row.event if isinstance(row, HistoryRow) else None
        if self._shown is None or not isinstance(row, HistoryRow) or not isinstance(event, FindingVersion):
            self.detail.diff.say(self.texts("findingui.diff.choose"))
        elif row.former is None:
            self.detail.diff.say(self.texts("findingui.diff.first"))
        else:
            bodies = {own.id: own for own in self._shown.organisations}
            former, later = (field_words(self.texts, own.text, bodies) for own in (row.former, event))
            words = self.texts("findingui.diff.caption", by=row.former.by, later=event.by)
            self.detail.diff.show_pair(former, later, words)

    # --- asking for changes -----------------------------------------------------------------------

    def finding(self) -> Finding | None:
        """The one in sight."""
        return self._shown.page.finding if self._shown is not None else None

    def _ask(self, action: str, subject: object) -> None:
        if self.finding() is not None:
            self.finding_requested.emit(action, self.finding(), subject)

    def _ask_detail(self, action: str) -> None:
        if action == "go_to_figure":
            self.figure_requested.emit(self.figure_of("figures", self.figures.current()[0], ""))
        elif action == "follow_up":
            self._ask(action, self._year_of_follow_up())
        elif action in ("open_evidence", "remove_evidence"):
            row = self._current_evidence()
            self._ask(action, row.evidence if row is not None else None)
        else:
            self._ask(action, None)

    def _current_evidence(self) -> EvidenceRow | None:
        return next((own for own in _shown(self.evidence) if own.key == self.evidence.current()[0]), None)

    def _year_of_follow_up(self) -> int:
        finding = self.finding()
        return year_to_judge(finding, self._years, self.fiscal_year) if finding is not None else 0

    def _show_what_can_be_done(self, *_current: object) -> None:
        finding, row, texts = self.finding(), self._current_evidence(), self.texts
        if finding is None:
            return
        detail = self.detail
        for action in ("attach_file", "attach_external", "attach_source", "attach_note", "attach_interview"):
            detail.enable(action, True)
        detail.enable("check_evidence", any(not own.is_kept and own.file_name for own in finding.evidence))
        can_open = row is not None and (row.evidence.is_kept or row.evidence.kind == "source")
        detail.enable("open_evidence", can_open, texts("findingui.not_kept"))
        detail.enable("remove_evidence", row is not None and row.look != "removed")
        detail.enable("go_to_figure", bool(_shown(self.figures)))
        detail.enable("respond", is_signed(finding), texts("findingui.not_signed"))
        detail.enable(
            "follow_up", is_signed(finding) and bool(self._year_of_follow_up()), texts("findingui.no_later_year")
        )

    def show_evidence_states(self, number: str, states: Mapping[int, EvidenceLook]) -> None:
        """Files outside the case were looked at."""
        if self._shown is not None and self._shown.page.finding.number == number:
            self._states = dict(states)
            self._set_tables(self._shown)

    # --- Qt ---------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files for the finding in sight; without one they are the window's, to be imported."""
        if self.finding() is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._ask("attach_files", paths)


def _shown(table: DataTable) -> list[Any]:
    assert isinstance(table.model, RecordTableModel)
    return table.model.shown_rows()
