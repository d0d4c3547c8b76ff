"""Reports: the definitions of the case, what the current one consists of, and its pages as they will be."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSplitter, QWidget
from shiboken6 import isValid

from auditor_app.foundation.errors import Problem, UserError
from auditor_app.services.reports.definition import ReportDefinition, SectionKind
from auditor_app.services.reports.draft_steps import DraftSteps
from auditor_app.services.reports.drafts import Draft, Drafts, Entry, key_of
from auditor_app.services.reports.starting_definitions import starting_definitions
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.page import Page
from auditor_app.ui.report_work import MadePreview, composed_report, make_preview, saved_definitions
from auditor_app.ui.widgets.report_form import ReportForm
from auditor_app.ui.widgets.report_list import ReportList
from auditor_app.ui.widgets.report_preview import ReportPreview

if TYPE_CHECKING:
    from auditor_app.services.reports.contents import SectionContent
    from auditor_app.ui.jobs import Job
    from auditor_app.ui.printing import DocumentMaker

QUIET_MILLISECONDS = 400
"""So long nobody has changed anything before pages are made anew."""
DRAFTS, CURRENT = "drafts", "current"
ACTIONS = (("save", "save"), ("discard", "undo"), ("export", "export"), ("print", "printer"))


class ReportsPage(Page):
    """報告書.  What is not saved lies in the case like the arrangement of a table, until it is saved or discarded."""

    page_id = "reports"
    has_inspector = False
    report_requested = Signal(str, object)
    """save | discard | export | print | rename | remove | organisations | template; the entry in sight"""
    steps_changed = Signal()
    """what can be taken back of the definition in sight may be something else"""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.years: list[int] = []
        self.latest_year = 0
        self.drafts = Drafts(starting_definitions(self.texts))
        self._steps = DraftSteps()
        self._is_going_on = False
        """Letters written one after the other are one step."""
        self._key = ""
        self._is_stand_in = False
        """The definition that was chosen is gone, and this one stands in its place until it is back."""
        self._turn = 0
        self._making: Job | None = None
        self._is_stale = self._has_result = False
        self.list = ReportList(context, self)
        self.form = ReportForm(context, self)
        self.preview = ReportPreview(context, self)
        self.buttons: dict[str, QPushButton] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(QUIET_MILLISECONDS)
        self._build()
        self._connect()

    def _build(self) -> None:
        for name, picture in ACTIONS:
            button = QPushButton(icon(picture, self.context.colours.text), self.texts(f"reportui.do.{name}"), self)
            button.setToolTip(self.texts(f"reportui.do.{name}.help"))
            button.clicked.connect(partial(self._ask, name))
            self.heading_row.addWidget(button)
            self.buttons[name] = button
        QShortcut(QKeySequence("Ctrl+S"), self, self.buttons["save"].click)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.list, self.form, self.preview):
            self.splitter.addWidget(widget)
        pixels = self.context.pixels
        self.splitter.setStretchFactor(2, 1)
        self.splitter.setSizes([pixels(190), pixels(366), pixels(540)])
        self._layout.addWidget(self.splitter, 1)
        self.setFocusProxy(self.list.list)

    def _connect(self) -> None:
        self._soon.timeout.connect(self.make_pages)
        self.list.chosen.connect(self._choose)
        self.list.tool_used.connect(self._use_tool)
        self.form.changed.connect(self._take_change)
        self.form.organisations_requested.connect(partial(self._ask, "organisations"))
        self.form.template_requested.connect(partial(self._ask, "template"))
        self.form.template_removed.connect(self._remove_template)

    # --- what a page says of itself -------------------------------------------------------------------

    def panes(self) -> list[QWidget]:
        return [self.list.list, self.form.sections, self.preview.pages]

    def show_year(self, fiscal_year: int) -> None:
        """Definitions choose their years themselves; read again are those the case has."""
        self.fiscal_year = fiscal_year
        saved, self.years, self.latest_year = saved_definitions(self.context.case)
        before = self.drafts.saved_keys()
        is_first = not self._key
        if is_first:
            kept = self.stored_tables.get(DRAFTS)
            self.drafts.show_saved(saved)
            self.drafts.take_json(kept)
            current = self.stored_tables.get(CURRENT)
            self._key = str(current.get("key", "")) if isinstance(current, dict) else ""
        self.drafts.show_saved(saved)
        self._follow(set() if is_first else self.drafts.saved_keys() - before)
        self.show_entry(self._key)

    def _follow(self, appeared: set[str]) -> None:
        """Undo and redo take definitions away and bring them back: the one they are about is chosen again."""
        is_gone = not self.drafts.has(self._key)
        if len(appeared) == 1 and (is_gone or self._is_stand_in):
            (self._key,) = appeared
            self._is_stand_in = True
        elif is_gone:
            self._key = self.drafts.entries()[0].key
            self._is_stand_in = True

    def select_something(self) -> None:
        """There is no figure to explain."""

    def lasting_states(self) -> dict[str, object]:
        """The drafts lie where other pages keep how their tables are arranged."""
        return {DRAFTS: self.drafts.as_json(), CURRENT: {"key": self._key}}

    def document_maker(self) -> DocumentMaker:
        """What is printed: the report as it stands on the page."""
        if not self.years:
            raise UserError(Problem("reportui.no_figures", self.title.text()))
        return partial(composed_report, self.entry().definition)

    # --- the definition in sight ----------------------------------------------------------------------

    def entry(self) -> Entry:
        return self.drafts.entry(self._key)

    def _choose(self, key: str) -> None:
        self._is_stand_in = False
        self.show_entry(key)

    def show_entry(self, key: str) -> None:
        """Another definition; what was changed of the one before lies in its draft."""
        self._key = key
        entry = self.entry()
        self.form.show_draft(entry.draft, self.years, self.latest_year)
        self._show_state(entry)
        self.list.show_entries(self.drafts.entries(), key)
        self.make_pages()
        self.steps_changed.emit()

    def take_draft(self, draft: Draft) -> None:
        """What a dialog changed of the definition in sight."""
        self._steps.add(self._key, self.entry().draft)
        self.drafts.change(self._key, draft)
        self.form.take(draft)
        self._have_changed()

    def show_template_problems(self, key: str, problems: tuple[Problem, ...]) -> None:
        if key == self._key:
            words = [self.texts.problem(own) for own in problems]
            self.form.show_template(self.entry().draft, words)

    def take_saved(self, former_key: str, saved: ReportDefinition) -> None:
        """The case has it now under this name; nothing of the draft is left to save."""
        self.drafts.discard(former_key)
        self._key = key_of(saved.name)
        self.drafts.discard(self._key)
        for key in (former_key, self._key):
            self._steps.forget(key)
        self.show_year(self.fiscal_year)

    def take_renamed(self, former_key: str, name: str) -> None:
        """The draft, where there is one, goes with the new name."""
        self._steps.forget(former_key)
        self._key = self.drafts.rename(former_key, name)
        self.show_year(self.fiscal_year)

    def discard(self) -> None:
        """Back to what is saved, or, of one that never was, away with it."""
        self._steps.forget(self._key)
        self.drafts.discard(self._key)
        self.show_year(self.fiscal_year)

    # --- steps that are not saved ---------------------------------------------------------------------

    def can_undo_step(self) -> bool:
        return self._steps.can_undo(self._key)

    def can_redo_step(self) -> bool:
        return self._steps.can_redo(self._key)

    def undo_step(self) -> None:
        self._show_step(self._steps.undo(self._key, self.entry().draft))

    def redo_step(self) -> None:
        self._show_step(self._steps.redo(self._key, self.entry().draft))

    def _show_step(self, draft: Draft) -> None:
        row = self.form.sections.currentRow()
        self.drafts.change(self._key, draft)
        self.form.show_draft(draft, self.years, self.latest_year)
        self.form.sections.setCurrentRow(row)
        self._have_changed()

    def _take_change(self) -> None:
        before, draft = self.entry().draft, self.form.draft()
        if draft != before and not self._is_going_on:
            self._steps.add(self._key, before)
            self._is_going_on = True
        self.drafts.change(self._key, draft)
        self._have_changed()

    def _have_changed(self) -> None:
        entry = self.entry()
        self._show_state(entry)
        self.list.refresh(entry)
        if self.years:
            self.preview.show_making()
        self._soon.start()
        self.steps_changed.emit()

    def _show_state(self, entry: Entry) -> None:
        """Whose pages these are, and what is not saved."""
        words = self.texts("reportui.unsaved") if entry.is_changed else ""
        if entry.is_start and not entry.is_changed:
            words = self.texts("reportui.is_start")
        self.subtitle.setText(" — ".join(filter(None, (entry.definition.name, words))))
        self.buttons["save"].setEnabled(entry.is_changed or not entry.is_saved)
        self.buttons["discard"].setEnabled(entry.is_changed)
        for name in ("export", "print"):
            self.buttons[name].setEnabled(bool(self.years))
        self.preview.set_remark(self.texts("reportui.template_unseen") if entry.definition.template_name else "")

    def _use_tool(self, name: str) -> None:
        if name == "new":
            start = self.drafts.entry("start:0").definition
            self.show_entry(self.drafts.add(replace(start, name=self.texts("reportui.new_name"))))
            self.form.title.setFocus()
            self.form.title.selectAll()
        elif name == "duplicate":
            own = self.entry()
            name_of_copy = self.texts("reportui.copy_of", name=own.definition.name)
            self.show_entry(self.drafts.add(replace(own.definition, name=name_of_copy), own.draft.template_path))
        elif self.list.tools[name].isEnabled():
            self._ask(name)

    def _remove_template(self) -> None:
        own = self.entry().definition
        self.take_draft(Draft(replace(own, template="", template_name="")))

    def _ask(self, name: str, _is_checked: bool = False) -> None:
        self.report_requested.emit(name, self.entry())

    # --- pages ----------------------------------------------------------------------------------------

    def make_pages(self) -> None:
        """One at a time; whatever was changed meanwhile is made next."""
        self._soon.stop()
        self._is_going_on = False
        if not self.years:
            self.preview.show_message(self.texts.problem(Problem("reportui.no_figures", self.title.text())))
            return
        self.preview.show_making()
        if self._making is not None:
            self._is_stale = True
            self._making.cancel()
            return
        self._turn += 1
        self._is_stale = self._has_result = False
        work = partial(make_preview, self.context.case, self.entry().definition, self._turn)
        # of the readers, not of the pages: those are drawn while sections nobody chose are still counted
        job = self.context.jobs.start("read", self.texts("reportui.making"), work, self._take_made)
        job.handed_over.connect(self._take_made)
        job.ended.connect(self._have_made)
        self._making = job

    def is_making(self) -> bool:
        return self._making is not None or self._soon.isActive()

    def _take_made(self, made: MadePreview | UserError) -> None:
        if not isValid(self) or self._is_stale:
            return
        self._has_result = True
        if isinstance(made, UserError):
            self.preview.show_message("\n".join(self.texts.problem(own) for own in made.problems))
        elif made.turn == self._turn:
            self.form.sections.show_contents(self._content_words(made.contents))
            if made.pages is not None:
                self.preview.show_pages(made.pages)

    def _have_made(self, _job: object) -> None:
        if not isValid(self):
            return
        self._making = None
        self.preview.show_made()
        if self._is_stale and not self._soon.isActive():
            self.make_pages()
        elif not self._is_stale:
            QTimer.singleShot(0, self, self._look_after)

    def _look_after(self) -> None:
        """Cancelled, or failed by a defect that is told elsewhere: nobody should wait for pages."""
        if self._making is None and not self._has_result:
            self.preview.show_message(self.texts("reportui.not_made"))

    def _content_words(self, contents: dict[SectionKind, SectionContent]) -> dict[SectionKind, tuple[str, bool]]:
        return {kind: (self._words_of(kind, own), not own.is_there) for kind, own in contents.items()}

    def _words_of(self, kind: SectionKind, own: SectionContent) -> str:
        """How many entries, or charts and rows; or that there is nothing."""
        from auditor_app.services.reports.contents import ENTRIES

        if not own.is_there:
            return self.texts("reportui.content.none")
        if kind in ENTRIES:
            return self.texts("reportui.content.entries", count=f"{own.entries:,}")
        counts = (("charts", own.charts), ("rows", own.rows))
        told = [self.texts(f"reportui.content.{name}", count=f"{count:,}") for name, count in counts if count]
        return " · ".join(told) or self.texts("reportui.content.text")
