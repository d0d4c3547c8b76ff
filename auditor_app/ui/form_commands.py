"""Makes the form in which a ministry returns a year: asks for whom, writes the file, says what to do with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from auditor_app.foundation.errors import UserError
from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.services.write_return_form import WrittenForm
    from auditor_app.ui.dialogs.form_dialog import FormDialog


class FormCommands(QObject):
    """The case is only read."""

    def __init__(self, desktop: Desk, window: MainWindow) -> None:
        super().__init__(window)
        self._desktop, self._window = desktop, window
        self._texts = window.texts
        self._agreed: Path | None = None
        """A file the auditor has already agreed to replace."""
        self.dialog: FormDialog | None = None

    def make_form(self) -> None:
        """Open the dialog for the year in sight."""
        from auditor_app.services.return_form_choices import form_choices
        from auditor_app.ui.dialogs.form_dialog import FormDialog

        page = self._window.current_page()
        if self.dialog is not None or page is None:
            return
        year = page.fiscal_year or self._window.context.settings.number("year", 2006)
        with self._window.context.case.reader() as reader:
            choices = form_choices(reader, year)
        self._agreed = None
        self.dialog = FormDialog(self._window.context, choices, year, self._units_of, self._window)
        self.dialog.target_wanted.connect(self._choose_target)
        self.dialog.write_wanted.connect(self._write)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def _units_of(self, organisation: str, fiscal_year: int) -> list[str]:
        from auditor_app.services.return_form_choices import units_of

        with self._window.context.case.reader() as reader:
            return units_of(reader, organisation, fiscal_year)

    def _choose_target(self) -> None:
        """The system's dialog asks itself before a file is replaced."""
        dialog, notices = self.dialog, self._desktop.notices
        if dialog is None or notices is None:
            return
        name = self._texts("form_dialog.name", organisation=dialog.organisation_name(), year=dialog.fiscal_year())
        if self._window.context.case.is_practice:
            name = f"practice-{name}"
        target = notices.file_to_save(self._texts("form_dialog.target"), name, self._texts("form_dialog.kinds"))
        if target is not None:
            dialog.show_target(target)
            self._agreed = dialog.target()

    def _write(self) -> None:
        dialog = self.dialog
        if dialog is None:
            return
        if dialog.target() is None:
            self._choose_target()
        target = dialog.target()
        if target is None or not self._may_replace(target):
            return
        units, only_units = dialog.unit_names(), dialog.has_other_units()
        work = partial(
            _write_form,
            self._window.context.case.path,
            target,
            dialog.organisation_name(),
            dialog.fiscal_year(),
            units,
            only_units,
        )
        dialog.show_busy(True)
        self._desktop.jobs.start("read", self._texts("form_dialog.writing"), work, self._take_written)

    def _may_replace(self, target: Path) -> bool:
        """Whether there is nothing to replace, or the auditor agrees: it may be a filled-in return."""
        notices = self._desktop.notices
        if target == self._agreed or not target.exists() or notices is None:
            return True
        question = self._texts("form_dialog.replace_question", file=target.name)
        return notices.choice(self._texts("form_dialog.title"), question, [self._texts("form_dialog.replace")]) == 0

    def _take_written(self, written: WrittenForm | UserError) -> None:
        dialog = self.dialog
        if dialog is not None:
            dialog.show_busy(False)
        if isinstance(written, UserError):
            if dialog is not None:
                dialog.show_refusal(written)
            return
        if dialog is not None:
            dialog.accept()
        if self._desktop.notices is not None:
            self._desktop.notices.tell("good", self._words_of(written))

    def _words_of(self, written: WrittenForm) -> list[str]:
        texts = self._texts
        where = texts("form_dialog.written", file=written.target.name, folder=str(written.target.parent))
        counts = texts("form_dialog.counts", questions=f"{written.question_count:,}", known=f"{written.known_count:,}")
        return [where, counts, texts("form_dialog.next", organisation=written.organisation)]

    def _forget_dialog(self, _answer: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()


def _write_form(
    case: Path,
    target: Path,
    organisation: str,
    fiscal_year: int,
    units: list[str],
    only_units: bool,
    _control: JobControl,
) -> WrittenForm | UserError:
    from auditor_app.services.write_return_form import write_return_form  # brings the library of workbooks

    try:
        return write_return_form(
            case, target, organisation, fiscal_year, units=units, only_units=only_units, overwrite=True
        )
    except UserError as error:
        return error
