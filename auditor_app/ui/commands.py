"""What each action does: takes the window's selection, asks a service, shows the result."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, partialmethod
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from auditor_app.domain.case import StoredDocument
from auditor_app.domain.explanations import Explanation
from auditor_app.domain.provenance import Place
from auditor_app.domain.returns import SourceRow
from auditor_app.foundation.errors import UserError
from auditor_app.services.read_source import source_text
from auditor_app.ui.actions import ACTIONS, ActionSpec, Condition
from auditor_app.ui.case_commands import CaseCommands
from auditor_app.ui.context import ZOOM_STEPS
from auditor_app.ui.crosswalk_commands import CrosswalkCommands
from auditor_app.ui.desk import Desk
from auditor_app.ui.finding_commands import FindingCommands
from auditor_app.ui.form_commands import FormCommands
from auditor_app.ui.importing_files import ImportingFiles
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.menus import build_menus
from auditor_app.ui.opening_sources import OpeningSources
from auditor_app.ui.organisation_commands import OrganisationCommands
from auditor_app.ui.page import Page
from auditor_app.ui.report_commands import ReportCommands
from auditor_app.ui.topic_commands import TopicCommands
from auditor_app.ui.view_commands import ViewCommands
from auditor_app.ui.year_commands import YearCommands

if TYPE_CHECKING:
    from auditor_app.services.export_page import ExportFormat
    from auditor_app.ui.export_commands import ExportCommands
    from auditor_app.ui.printing import Printing


class Commands(QObject):
    """The slots of actions.py for one window; those about the case file stand in CaseCommands."""

    def __init__(self, desktop: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self.desktop, self.window = desktop, window
        self.texts = window.texts
        self.case_commands = CaseCommands(desktop, window, self.reload)
        self.importing = ImportingFiles(desktop, window, self.reload)
        self.views = ViewCommands(desktop, window, self.note_logged)
        self.topics = TopicCommands(desktop, window, self.reload)
        self.crosswalk = CrosswalkCommands(desktop, window, self.reload, self.import_file)
        self.organisations = OrganisationCommands(desktop, window, self.reload, self.import_file)
        self.forms = FormCommands(desktop, window)
        self.of_years = YearCommands(desktop, window, self._connect_page, self.reload)
        self.sources = OpeningSources(desktop, window, self._keep)
        self.findings = FindingCommands(desktop, window, self.reload)
        self.reports = ReportCommands(desktop, window, self.note_logged, self.print)
        self.exports: ExportCommands | None = None
        self.printing: Printing | None = None
        self.actions: dict[str, QAction] = {}
        self._windows: list[QWidget] = []

    def connect_window(self) -> None:
        """Build the menus and connect everything the window asks for."""
        window = self.window
        self.actions = build_menus(window, window.menus, self.texts, window.context.colours, self._handler_of)
        for name, value in (
            ("theme", self.desktop.theme.value),
            ("language", self.desktop.language),
            ("year_form", self.desktop.year_form),
        ):
            self.actions[f"{name}.{value}"].setChecked(True)
        self._add_recent_cases()
        self.views.connect_menu(self.actions["save_view"])
        window.state_changed.connect(self.update_actions)
        window.files_dropped.connect(self.importing.take_files)
        window.top_bar.import_requested.connect(self.import_file)
        window.top_bar.export_requested.connect(partial(self._run, "export"))
        window.inspector.source_requested.connect(self.show_source)
        window.inspector.source_row_requested.connect(self.show_source_row)
        window.inspector.decision_requested.connect(self._decide)
        self.findings.connect_window(self)
        self.desktop.jobs.started.connect(window.show_job)
        self.desktop.jobs.ended.connect(window.status_line.hide_job)
        self.of_years.help_requested.connect(self._show_help)
        self.case_commands.refresh()
        self.case_commands.watch()
        self.update_actions()

    def _add_recent_cases(self) -> None:
        """The cases used last, in the File menu after "Open"."""
        menu = QMenu(self.texts("menu.recent"), self.window)
        for path in self.window.context.settings.recent_cases():
            action = menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(path.name)
            action.setData(str(path))
            action.triggered.connect(partial(self._open_recent, path))
        file_menu = self.actions["open_case"].associatedObjects()[0]
        if isinstance(file_menu, QMenu):
            file_menu.insertMenu(self.actions["save_copy"], menu)

    def _open_recent(self, path: Path, _checked: bool = False) -> None:
        try:
            self.desktop.open_case(path)
        except UserError as error:
            if self.desktop.notices is not None:
                self.desktop.notices.refuse(error)

    def update_actions(self) -> None:
        """Enable what can be done now."""
        for spec in ACTIONS:
            self.actions[spec.id].setEnabled(self._holds(spec.enabled_when))
        self.window.top_bar.export_button.setEnabled(self._holds("can_export"))
        self.window.top_bar.back.setEnabled(self.window.history.can_go_back)
        self.window.top_bar.forward.setEnabled(self.window.history.can_go_forward)
        page = self.window.current_page()
        if page is not None and not page.property("connected"):
            page.setProperty("connected", True)
            self._connect_page(page)

    def reload(self) -> None:
        """The case has changed."""
        self.window.reload()
        self.of_years.reload()
        self.case_commands.refresh()
        self.findings.refresh()
        self.update_actions()

    def note_logged(self) -> None:
        """The log has another entry, and no figure is another one: only the page of the log reads anew."""
        if self._page().page_id == "sources":
            self.window.reload()
        else:
            self.window.shelf.forget("sources")
        self.case_commands.refresh()
        self.update_actions()

    # --- Edit, View, Go -------------------------------------------------------------------------------

    def search(self) -> None:
        self.window.top_bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.window.top_bar.search.selectAll()

    def find_in_table(self) -> None:
        table = self._page().current_table()
        if table is not None:
            table.open_find_bar()

    def toggle_filter_row(self) -> None:
        table = self._page().current_table()
        if table is not None:
            table.show_filter_row(not table.is_filter_row_shown)

    def clear_filters(self) -> None:
        table = self._page().current_table()
        if table is not None:
            table.model.clear_filters()

    def explain_figure(self) -> None:
        self.window.explain_and_focus(self._page().figure_id)

    def open_source(self) -> None:
        source = self.window.source()
        if isinstance(source, SourceRow):
            self.show_source_row(source)
        elif source is not None:
            self.show_source(source)

    def toggle_inspector(self) -> None:
        self.window.inspector_pane.setVisible(not self.window.inspector_pane.isVisible())

    def zoom_in(self) -> None:
        self._zoom(1)

    def zoom_out(self) -> None:
        self._zoom(-1)

    def zoom_reset(self) -> None:
        self.desktop.choose("zoom", 100)

    def raise_finding(self) -> None:
        self.findings.raise_from(self.window.current_page())

    def start_year(self) -> None:
        self.of_years.start_year()

    def compare_side_by_side(self) -> None:
        self.of_years.compare_side_by_side()

    def save_view(self) -> None:
        self.views.save()

    def manage_views(self) -> None:
        self.views.manage()

    def import_views(self) -> None:
        self.views.import_views()

    def export_views(self) -> None:
        self.views.export_views()

    def go_back(self) -> None:
        self.window.go_back()

    def go_forward(self) -> None:
        self.window.go_forward()

    def previous_difference(self) -> None:
        self._page().go_to_difference(-1)

    def next_difference(self) -> None:
        self._page().go_to_difference(1)

    def next_pane(self) -> None:
        """F6: the panes of the page, inspector, rail, in turn."""
        page = self._page()
        inspector = [self.window.inspector] if page.has_inspector else []
        panes: list[QWidget] = [*page.panes(), *inspector, self.window.rail.buttons[page.page_id]]
        focus = QApplication.focusWidget()
        at = next(
            (n for n, pane in enumerate(panes) if focus is not None and (pane is focus or pane.isAncestorOf(focus))), -1
        )
        panes[(at + 1) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- File and help, handed on ---------------------------------------------------------------------

    def new_case(self) -> None:
        self.case_commands.new_case()

    def open_case(self) -> None:
        self.case_commands.open_case()

    def open_practice_case(self) -> None:
        self.case_commands.open_practice_case()

    def save_copy(self) -> None:
        self.case_commands.save_copy()

    def verify_case(self) -> None:
        self.case_commands.verify_case()

    def undo(self) -> None:
        self.case_commands.undo()

    def redo(self) -> None:
        self.case_commands.redo()

    def import_file(self) -> None:
        self.importing.choose_files()

    def make_form(self) -> None:
        self.forms.make_form()

    def export(self) -> None:
        """A report has a dialog of its own."""
        if not self.reports.exports(self._page()):
            self._exports().open_dialog(self._page())

    def _export_at_once(self, format_: ExportFormat) -> None:
        self._exports().export_at_once(format_, self._page())

    export_xlsx = partialmethod(_export_at_once, "xlsx")
    export_docx = partialmethod(_export_at_once, "docx")
    export_pdf = partialmethod(_export_at_once, "pdf")
    export_html = partialmethod(_export_at_once, "html")
    export_csv = partialmethod(_export_at_once, "csv")
    export_json = partialmethod(_export_at_once, "json")

    def print(self) -> None:
        self._printing().print_page(self._page())

    def print_preview(self) -> None:
        self._printing().preview(self._page())

    def quit(self) -> None:
        self.window.close()

    def help(self) -> None:
        page = self.window.current_page()
        self._show_help(page.page_id if page else "overview")

    def keyboard_help(self) -> None:
        self._show_help("keyboard")

    def licences(self) -> None:
        from auditor_app.ui.dialogs.licences_window import LicencesWindow

        self._keep(LicencesWindow(self.window.context, self.window))

    def about(self) -> None:
        self._show_help("about")

    # --- windows --------------------------------------------------------------------------------------

    def show_source(self, place: Place) -> None:
        """Open the source at a place, in a window beside this one: a text at its lines, a workbook at its row."""
        if place.sheet:
            row = int("".join(filter(str.isdigit, place.cell)) or 1)
            self.show_source_row(SourceRow(place.document, place.sha256, place.sheet, row))
            return
        with self.window.context.case.reader() as reader:
            source = source_text(reader, place.sha256)
        from auditor_app.ui.dialogs.source_window import SourceWindow

        shown = SourceWindow(self.window.context, self.window)
        shown.show_source(source, place.line_from, place.line_to)
        self._keep(shown)

    def show_source_row(self, source: SourceRow) -> None:
        """Open the table a count was read from at its row, in a window beside this one."""
        self.sources.open_row(source)

    def show_document(self, sha256: str) -> None:
        """Open a whole document: a text, the first sheet of a workbook; a pdf is written out for its own program."""
        with self.window.context.case.reader() as reader:
            document = next(own for own in reader.documents() if own.sha256 == sha256)
        if document.is_text:
            self.show_source(Place("", sha256, 0, 0))
        elif document.encoding == "pdf":
            self._write_out(document)
        else:
            self.show_source_row(SourceRow(document.name, sha256, "", 1))

    def _write_out(self, document: StoredDocument) -> None:
        from auditor_app.services.save_document import save_document

        notices, texts = self.desktop.notices, self.window.texts
        target = notices.file_to_save(texts("document.write_out"), document.name, "PDF (*.pdf)") if notices else None
        if notices is None or target is None:
            return
        with self.window.context.case.reader() as reader:
            is_kept = save_document(reader, document.sha256, target)
        key = "document.written_out" if is_kept else "document.not_kept"
        notices.tell("good" if is_kept else "bad", [texts(key, document=target.name)])

    def open_windows(self) -> list[QWidget]:
        """Source, help and licence windows that are open."""
        return [window for window in self._windows if window.isVisible()]

    def _show_help(self, topic: str) -> None:
        from auditor_app.ui.dialogs.help_window import HelpWindow

        self._keep(HelpWindow(self.window.context, topic, self.window))

    def _keep(self, window: QWidget) -> None:
        self._windows = [kept for kept in self._windows if kept.isVisible()]
        self._windows.append(window)
        if isinstance(window, QDialog):
            window.open()
        else:
            window.show()

    def _exports(self) -> ExportCommands:
        """Made at first use, with all that only exporting needs."""
        if self.exports is None:
            from auditor_app.ui.export_commands import ExportCommands

            self.exports = ExportCommands(self.desktop, self.window)
        return self.exports

    def _printing(self) -> Printing:
        """Made at first use: a window that is never printed loads nothing of it."""
        if self.printing is None:
            from auditor_app.ui.printing import Printing

            self.printing = Printing(self.desktop, self.window, self._keep)
        return self.printing

    # --- plumbing -------------------------------------------------------------------------------------

    def _handler_of(self, spec: ActionSpec) -> Callable[[], None]:
        if spec.choice_of:
            value = spec.id.partition(".")[2]
            return partial(self._choose, spec.choice_of, value)
        if spec.id.startswith("page."):
            return partial(self._go_to, spec.id.partition(".")[2])
        handler: Callable[[], None] = partial(self._run, spec.id)
        return handler

    def _run(self, action: str, _checked: bool = False) -> None:
        """One guard around every command: what the world refuses is told, anything else is a defect."""
        try:
            getattr(self, action)()
        except UserError as error:
            if self.desktop.notices is not None:
                self.desktop.notices.refuse(error)

    def _choose(self, name: str, value: str, _checked: bool = False) -> None:
        self.desktop.choose(name, value)

    def _go_to(self, page: str, _checked: bool = False) -> None:
        self.window.go_to(page)

    def _zoom(self, step: int) -> None:
        at = ZOOM_STEPS.index(self.desktop.zoom) + step
        if 0 <= at < len(ZOOM_STEPS):
            self.desktop.choose("zoom", ZOOM_STEPS[at])

    def _page(self) -> Page:
        page = self.window.current_page()
        if page is None:
            raise RuntimeError("no page is shown")
        return page

    def _holds(self, condition: Condition) -> bool:
        page = self.window.current_page()
        return {
            "always": True,
            "can_undo": self.case_commands.can_undo,
            "can_redo": self.case_commands.can_redo,
            "has_figure": bool(page and page.figure_id),
            "has_source": self.window.source() is not None,
            "has_table": bool(page and page.current_table()),
            "can_export": bool(page and (page.current_table() or hasattr(page, "document_maker"))),
            "can_export_pages": bool(page and page.current_table() and not page.is_big()),
            "has_differences": bool(page and page.has_differences()),
            "has_two_years": self.of_years.can_compare_side_by_side(),
            "can_go_back": self.window.history.can_go_back,
            "can_go_forward": self.window.history.can_go_forward,
        }[condition]

    def _connect_page(self, page: Page) -> None:
        page.export_chart_requested.connect(self._export_chart)
        page.form_requested.connect(self.make_form)
        self.findings.connect_page(page)
        self.reports.connect_page(page)
        if hasattr(page, "document_requested"):
            page.document_requested.connect(self.show_document)
        if hasattr(page, "practice_requested"):
            page.practice_requested.connect(self.open_practice_case)
        if hasattr(page, "organisation_requested"):
            page.organisation_requested.connect(self.organisations.take_request)
        if hasattr(page, "topic_requested"):
            page.topic_requested.connect(self.topics.take_request)
        if page.page_id == "standard":
            self.crosswalk.connect_page(page)

    def _export_chart(self, chart: object, kind: str) -> None:
        self._exports().export_chart(chart, kind)

    def _decide(self, explanation: Explanation) -> None:
        self.case_commands.decide(explanation)
