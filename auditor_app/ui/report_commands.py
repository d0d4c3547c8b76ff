"""Reports: saved, renamed, removed, exported and printed; every change can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

from auditor_app.services.reports.drafts import Draft, Entry
from auditor_app.ui import report_work
from auditor_app.ui.desk import Desk
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.services.reports.definition import ReportDefinition
    from auditor_app.ui.dialogs.report_export_dialog import ReportExportDialog
    from auditor_app.ui.jobs import Job
    from auditor_app.ui.page import Page
    from auditor_app.ui.pages.reports_page import ReportsPage


class ReportCommands(QObject):
    """The page says what is wanted of which definition; `on_logged` when the case's log has another entry."""

    def __init__(
        self, desktop: Desk, window: MainWindow, on_logged: Callable[[], None], on_print: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._desktop, self._window = desktop, window
        self._on_logged, self._on_print = on_logged, on_print
        self._texts = window.texts
        self.dialog: QDialog | None = None
        self._page: ReportsPage | None = None
        self._take: Callable[[Any], None] | None = None
        self._export_job: Job | None = None

    def connect_page(self, page: Page) -> None:
        if hasattr(page, "report_requested"):
            self._page = page  # type: ignore[assignment]
            page.report_requested.connect(self.take_request)
            self._page.steps_changed.connect(self._window.state_changed)  # type: ignore[union-attr]

    def exports(self, page: Page) -> bool:
        """Whether the window's export is that of a report; its dialog is open now."""
        if page is not self._page or self._page is None:
            return False
        self.take_request("export", self._page.entry())
        return True

    def take_request(self, action: str, entry: Entry) -> None:
        """See `ReportsPage.report_requested`."""
        if self.dialog is not None or self._page is None:
            return
        {
            "save": self._save,
            "discard": self._discard,
            "export": self._ask_export,
            "print": self._print,
            "rename": self._ask_name,
            "remove": self._remove,
            "organisations": self._ask_organisations,
            "template": self._ask_template,
        }[action](entry)

    # --- definitions ----------------------------------------------------------------------------------

    def _save(self, entry: Entry) -> None:
        """One to start from gets a name of its own first."""
        if not entry.is_start:
            self._store(entry, entry.definition.name)
            return
        from auditor_app.ui.dialogs.report_name_dialog import ReportNameDialog

        drafts = self._shown().drafts
        free = drafts.free_name(entry.definition.name)
        context = self._window.context
        title = self._texts("reportui.save_as")
        dialog = ReportNameDialog(context, title, free, drafts.is_taken, self._window)
        self._open(dialog, partial(self._store_as, entry))

    def _store_as(self, entry: Entry, dialog: Any) -> None:
        self._store(entry, dialog.name())

    def _store(self, entry: Entry, name: str) -> None:
        definition = replace(entry.definition, name=name)
        work = partial(report_work.save, definition, entry.draft.template_path, "")
        self._change(work, partial(self._have_saved, entry.key))

    def _have_saved(self, key: str, saved: ReportDefinition) -> None:
        if self._page is not None and isValid(self._page):
            self._page.take_saved(key, saved)
        self._tell("good", self._texts("reportui.told.saved", name=saved.name))

    def _discard(self, _entry: Entry) -> None:
        self._shown().discard()

    def _ask_name(self, entry: Entry) -> None:
        from auditor_app.ui.dialogs.report_name_dialog import ReportNameDialog

        context, title = self._window.context, self._texts("reportui.tool.rename")
        is_taken = partial(self._is_taken_by_another, entry.definition.name)
        dialog = ReportNameDialog(context, title, entry.definition.name, is_taken, self._window)
        self._open(dialog, partial(self._rename, entry))

    def _is_taken_by_another(self, own: str, name: str) -> bool:
        return name != own and self._shown().drafts.is_taken(name)

    def _rename(self, entry: Entry, dialog: Any) -> None:
        """The case renames what it has; what was not saved goes on under the new name."""
        former, name = entry.definition.name, dialog.name()
        if name == former:
            return
        if not entry.is_saved:
            self._shown().take_renamed(entry.key, name)
            return
        saved = self._shown().drafts.saved(entry.key)
        work = partial(report_work.save, replace(saved, name=name), "", former)
        self._change(work, partial(self._have_renamed, entry.key))

    def _have_renamed(self, key: str, saved: ReportDefinition) -> None:
        if self._page is not None and isValid(self._page):
            self._page.take_renamed(key, saved.name)
        self._tell("good", self._texts("reportui.told.renamed", name=saved.name))

    def _remove(self, entry: Entry) -> None:
        """Out of the case with undo; what was never saved is asked about, for nothing brings it back."""
        name, notices = entry.definition.name, self._desktop.notices
        if entry.is_changed:
            question = self._texts("reportui.remove_unsaved", name=name)
            answers = [self._texts("reportui.remove_now")]
            if notices is None or notices.choice(self._texts("reportui.tool.remove"), question, answers) != 0:
                return
        if entry.is_saved:
            self._change(partial(report_work.remove, name), partial(self._have_removed, entry))
        else:
            self._shown().discard()

    def _have_removed(self, entry: Entry, _nothing: None) -> None:
        if self._page is not None and isValid(self._page):
            self._page.discard()
        self._tell("good", self._texts("reportui.told.removed", name=entry.definition.name))

    # --- parts of a definition ------------------------------------------------------------------------

    def _ask_organisations(self, entry: Entry) -> None:
        from auditor_app.ui.dialogs.report_organisations_dialog import ReportOrganisationsDialog

        with self._window.context.case.reader() as reader:
            organisations = reader.organisations()
        chosen = entry.definition.organisations
        dialog = ReportOrganisationsDialog(self._window.context, organisations, chosen, self._window)
        self._open(dialog, partial(self._take_organisations, entry.key))

    def _take_organisations(self, key: str, dialog: Any) -> None:
        own = self._shown().drafts.entry(key).draft
        self._shown().take_draft(replace(own, definition=replace(own.definition, organisations=dialog.names())))

    def _ask_template(self, entry: Entry) -> None:
        """Looked through at once; what is wrong with it stands below its name."""
        notices = self._desktop.notices
        title, kinds = self._texts("reportui.choose_template"), self._texts("reportui.template_kinds")
        paths = notices.files_to_open(title, kinds) if notices is not None else []
        if paths:
            work = partial(report_work.checked_template, self._window.context.case, entry.definition, paths[0])
            take = partial(self._take_template, entry.key, paths[0])
            self._desktop.jobs.start("read", self._texts("reportui.checking_template"), work, take)

    def _take_template(self, key: str, path: Path, problems: Any) -> None:
        """One that cannot be used is not taken: the report would be refused later, and nobody knew why."""
        page = self._shown()
        if not isValid(page) or not page.drafts.has(key):
            return
        if not problems and page.entry().key == key:
            own = page.entry().definition
            page.take_draft(Draft(replace(own, template="", template_name=path.name), str(path)))
        page.show_template_problems(key, problems)

    # --- export and print -----------------------------------------------------------------------------

    def _print(self, _entry: Entry) -> None:
        self._on_print()

    def _ask_export(self, entry: Entry) -> None:
        from auditor_app.services.reports.export_formats import suggested_name
        from auditor_app.ui.dialogs.report_export_dialog import ReportExportDialog

        page = self._shown()
        context, years = self._window.context, page.years
        suggest = partial(suggested_name, is_practice=context.case.is_practice)
        dialog = ReportExportDialog(context, entry.draft, years, page.latest_year, suggest, self._window)
        dialog.export_requested.connect(partial(self._export, dialog))
        dialog.elsewhere_requested.connect(partial(self._save_elsewhere, dialog))
        dialog.cancel_requested.connect(self._cancel_export)
        self._open(dialog, None)

    def _export(self, dialog: ReportExportDialog, order: report_work.ExportOrder) -> None:
        dialog.show_running()
        work = partial(report_work.export, self._window.context.case, order, self._desktop.clock())
        title = self._texts("reportui.exporting")
        job = self._desktop.jobs.start("read", title, work, partial(self._have_exported, dialog))
        job.handed_over.connect(partial(self._show_done, dialog))
        job.ended.connect(partial(self._end_export, dialog))
        self._export_job = job

    def _cancel_export(self) -> None:
        if self._export_job is not None:
            self._export_job.cancel()

    def _show_done(self, dialog: ReportExportDialog, done: Any) -> None:
        if isValid(dialog):
            dialog.show_done(done)

    def _end_export(self, dialog: ReportExportDialog, _job: object) -> None:
        """Comes before the result, and alone where it was given up or refused."""
        self._export_job = None
        if isValid(dialog):
            dialog.show_end(None)

    def _have_exported(self, dialog: ReportExportDialog, done: Any) -> None:
        if isValid(dialog):
            dialog.show_end(done)

    def _save_elsewhere(self, dialog: ReportExportDialog, suffix: str, kept: Path) -> None:
        notices = self._desktop.notices
        kinds = f"{self._texts(f'reportui.format{suffix}')} (*{suffix})"
        suggestion = f"{dialog.name.text().strip()}{suffix}"
        target = notices.file_to_save(self._texts("reportui.elsewhere"), suggestion, kinds) if notices else None
        if target is not None:
            work = partial(report_work.export_elsewhere, kept, target.with_suffix(suffix))
            title = self._texts("reportui.exporting")
            self._desktop.jobs.start("read", title, work, partial(self._show_done, dialog))

    # --- plumbing -------------------------------------------------------------------------------------

    def _shown(self) -> ReportsPage:
        if self._page is None:
            raise RuntimeError("the page of reports was never shown")
        return self._page

    def _open(self, dialog: QDialog, take: Callable[[Any], None] | None) -> None:
        """One at a time; `take` gets the dialog when it was accepted."""
        self.dialog, self._take = dialog, take
        dialog.finished.connect(self._take_answer)
        dialog.open()

    def _take_answer(self, answer: int) -> None:
        dialog, self.dialog, take = self.dialog, None, self._take
        if dialog is None:
            return
        if answer == QDialog.DialogCode.Accepted and take is not None:
            take(dialog)
        dialog.deleteLater()

    def _change(self, work: Callable[..., Any], on_done: Callable[[Any], None]) -> None:
        """Run a change on the worker; the keyboard stays where it was."""
        case, author, clock = self._window.context.case.path, self._desktop.author, self._desktop.clock
        job = partial(work, case, author, clock)
        self._desktop.jobs.start("change", self._texts("reportui.storing"), job, partial(self._show, on_done))

    def _show(self, on_done: Callable[[Any], None], result: Any) -> None:
        focus = QApplication.focusWidget()
        on_done(result)
        self._on_logged()
        if focus is not None and isValid(focus):
            focus.setFocus()

    def _tell(self, tone: Any, words: str) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.tell(tone, [words])
