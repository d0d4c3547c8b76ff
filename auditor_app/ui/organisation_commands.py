"""Changes to the lineage of organisations, asked for on its page: dialogs, and each answer as one change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from auditor_app.domain.lineage import JoinedSeries
from auditor_app.domain.lineage_edits import LineageEdit, LineageEvent, removing_event, removing_name
from auditor_app.domain.organisations import OrganisationName
from auditor_app.foundation.errors import UserError
from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.domain.lineage_edits import EditGround
    from auditor_app.services.browse_organisations import Body
    from auditor_app.services.export_document import Exported
    from auditor_app.ui.dialogs.organisation_dialog import OrganisationDialog


class OrganisationCommands(QObject):
    """The page says what is wanted of which body; the dialog says what becomes of it."""

    def __init__(
        self, desktop: Desk, window: MainWindow, on_changed: Callable[[], None], on_import: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._desktop, self._window, self._on_changed = desktop, window, on_changed
        self._on_import = on_import
        self._texts = window.texts
        self._former: JoinedSeries | None = None
        self.dialog: OrganisationDialog | None = None

    def take_request(self, action: str, body: Body | None, subject: object) -> None:
        """See `OrganisationsPage.organisation_requested`.  Removing asks nothing: undo brings it back."""
        if self.dialog is not None:
            return
        if action == "import":
            self._on_import()
        elif action == "export":
            self._export()
        elif action == "remove" and body is not None:
            self._remove(body, subject)
        elif action == "remove_series" and isinstance(subject, JoinedSeries):
            self._start(partial(_remove_series, subject), self._texts("lineage.series_removed", name=subject.name))
        elif action in ("add", "rename", "correct", "event", "join", "change_series"):
            self._open(action, body, subject)

    # --- dialogs ------------------------------------------------------------------------------------

    def _open(self, action: str, body: Body | None, subject: object) -> None:
        ground = self._ground()
        self._former = subject if isinstance(subject, JoinedSeries) else None
        self.dialog = self._dialog(action, ground, body, subject)
        self.dialog.finished.connect(self._take_answer)
        self.dialog.open()

    def _dialog(self, action: str, ground: EditGround, body: Body | None, subject: object) -> OrganisationDialog:
        context, window = self._window.context, self._window
        organisation = body.organisation if body is not None else None
        if action == "event":
            from auditor_app.ui.dialogs.organisation_event_dialog import OrganisationEventDialog

            return OrganisationEventDialog(context, ground, organisation.id if organisation else None, window)
        if action in ("join", "change_series"):
            from auditor_app.ui.dialogs.organisation_series_dialog import OrganisationSeriesDialog

            return OrganisationSeriesDialog(context, ground, self._former, _relatives(body), window)
        from auditor_app.ui.dialogs.organisation_name_dialog import OrganisationNameDialog

        if action == "correct" and isinstance(subject, OrganisationName):
            return OrganisationNameDialog(context, ground, "correct", organisation, subject, window)
        if action == "rename":
            return OrganisationNameDialog(context, ground, "rename", organisation, None, window)
        return OrganisationNameDialog(context, ground, "add", None, None, window)

    def _take_answer(self, answer: int) -> None:
        from auditor_app.ui.dialogs.organisation_series_dialog import OrganisationSeriesDialog

        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        if answer == QDialog.DialogCode.Accepted and isinstance(dialog, OrganisationSeriesDialog):
            series = dialog.series()
            if series != self._former:
                told = self._texts("lineage.series_saved", name=series.name)
                self._start(partial(_save_series, series, self._former), told)
        elif answer == QDialog.DialogCode.Accepted and (edit := dialog.edit()) is not None:
            self._apply(edit)
        dialog.deleteLater()

    # --- changes ------------------------------------------------------------------------------------

    def _remove(self, body: Body, subject: object) -> None:
        ground = self._ground()
        if isinstance(subject, LineageEvent):
            edit = removing_event(ground.lineage, subject)
        elif isinstance(subject, OrganisationName):
            edit = removing_name(body.organisation, subject)
        else:
            return
        problems = ground.problems(edit)
        if problems and self._desktop.notices is not None:
            self._desktop.notices.refuse(UserError(*problems))
        elif not problems:
            self._apply(edit)

    def _apply(self, edit: LineageEdit) -> None:
        if not edit.is_empty:
            self._start(partial(_apply, edit), self._texts("lineage.changed", name=edit.words))

    def _start(self, work: Callable[..., None], told: str) -> None:
        job = partial(work, self._window.context.case.path, self._desktop.author, self._desktop.clock)
        self._desktop.jobs.start("change", self._texts("lineage.storing"), job, partial(self._take_changed, told))

    def _take_changed(self, told: str, _result: object) -> None:
        self._on_changed()
        if self._desktop.notices is not None:
            self._desktop.notices.tell("good", [told])

    def _ground(self) -> EditGround:
        from auditor_app.services.browse_organisations import edit_ground

        with self._window.context.case.reader() as reader:
            return edit_ground(reader)

    # --- csv ----------------------------------------------------------------------------------------

    def _export(self) -> None:
        notices, case = self._desktop.notices, self._window.context.case
        name = "practice-organisations.csv" if case.is_practice else "organisations.csv"
        target = notices.file_to_save(self._texts("lineage.do.export"), name, "CSV (*.csv)") if notices else None
        if target is not None:
            work = partial(_export, case, target, self._desktop.clock)
            told = partial(self._tell_exported, target)
            self._desktop.jobs.start("read", self._texts("export.writing"), work, told)

    def _tell_exported(self, target: Path, done: Exported) -> None:
        words = self._texts("cli.exported", file=target.name, rows=done.row_count, manifest=done.manifest.name)
        if self._desktop.notices is not None:
            self._desktop.notices.tell("good", [words])


def _relatives(body: Body | None) -> Sequence[int]:
    """The body and those it was merged or split with: what a joined series is usually made of."""
    if body is None:
        return ()
    ends = (end for event in body.events for end in (*event.sources, *event.successors))
    return tuple(dict.fromkeys((body.organisation.id, *ends)))


# Writing services are loaded at first use and on the worker: SQLAlchemy has no place before the first paint.


def _apply(edit: LineageEdit, case: Path, author: str, clock: Any, _control: JobControl) -> None:
    from auditor_app.services.manage_organisations import apply_edit

    apply_edit(case, edit, author=author, clock=clock)


def _save_series(
    series: JoinedSeries, former: JoinedSeries | None, case: Path, author: str, clock: Any, _control: JobControl
) -> None:
    from auditor_app.services.manage_organisations import save_joined_series

    save_joined_series(case, series, former=former, author=author, clock=clock)


def _remove_series(series: JoinedSeries, case: Path, author: str, clock: Any, _control: JobControl) -> None:
    from auditor_app.services.manage_organisations import remove_joined_series

    remove_joined_series(case, series, author=author, clock=clock)


def _export(case: Any, target: Path, clock: Any, _control: JobControl) -> Exported:
    from auditor_app.services.export_definitions import export_organisations

    with case.reader() as reader:
        return export_organisations(reader, target, clock)
