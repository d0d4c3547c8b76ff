"""Editions, scopes and the crosswalk, changed from the page of the standard; each time as a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow

if TYPE_CHECKING:
    from auditor_app.domain.crosswalk import CrosswalkEntry
    from auditor_app.domain.year_scope import YearScope
    from auditor_app.services.browse_crosswalk import CrosswalkGround
    from auditor_app.services.export_document import Exported
    from auditor_app.services.manage_editions import EditionWish
    from auditor_app.services.tables.crosswalk_columns import JoinRow
    from auditor_app.services.tables.edition_columns import EditionRow, YearRow
    from auditor_app.ui.dialogs.crosswalk_dialog import CrosswalkDialog
    from auditor_app.ui.dialogs.edition_dialog import EditionDialog
    from auditor_app.ui.dialogs.scope_dialog import ScopeDialog


class CrosswalkCommands(QObject):
    """The page says what is to be changed; a dialog says what becomes of it; undo takes any of it back."""

    def __init__(
        self, desktop: Desk, window: MainWindow, on_changed: Callable[[], None], on_import: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._desktop, self._window = desktop, window
        self._on_changed, self._on_import = on_changed, on_import
        self._texts = window.texts
        self.edition_dialog: EditionDialog | None = None
        self.scope_dialog: ScopeDialog | None = None
        self.crosswalk_dialog: CrosswalkDialog | None = None

    def connect_page(self, page: Any) -> None:
        """A page of the standard: what its tabs ask for."""
        page.edition_requested.connect(self.edit_edition)
        page.scope_requested.connect(self.edit_scope)
        page.entries_requested.connect(self.store)
        page.accept_all_requested.connect(self.accept_all)
        page.entry_requested.connect(self.edit_entries)
        page.import_requested.connect(self._on_import)
        page.export_crosswalk_requested.connect(self.export)

    # --- editions and scopes ------------------------------------------------------------------------

    def edit_edition(self, row: EditionRow) -> None:
        from auditor_app.ui.dialogs.edition_dialog import EditionDialog

        if self.edition_dialog is not None:
            return
        with self._window.context.case.reader() as reader:
            editions = reader.editions()
        dialog = EditionDialog(self._window.context, row.summary.edition, editions, self._window)
        self.edition_dialog = dialog
        dialog.finished.connect(partial(self._take_edition, row.key))
        dialog.open()

    def _take_edition(self, edition_id: int, answer: int) -> None:
        dialog, self.edition_dialog = self.edition_dialog, None
        if dialog is None:
            return
        if answer == QDialog.DialogCode.Accepted:
            from auditor_app.services.manage_editions import EditionWish  # writing needs SQLAlchemy

            wish = EditionWish(*dialog.values())
            work = partial(_edit_edition, edition_id, wish, dialog.moves.isChecked() and not dialog.moves.isHidden())
            self._change(work, self._tell_edition)
        dialog.deleteLater()

    def _tell_edition(self, moved: dict[int, str]) -> None:
        lines = [self._texts("editions.saved")]
        lines += [
            self._texts("editions.moved", year=self._window.context.year_text(year), edition=name)
            for year, name in moved.items()
        ]
        self._tell(lines)

    def edit_scope(self, row: YearRow | None) -> None:
        """Of a year in the table, or (None) of one that is not there yet."""
        from auditor_app.services.browse_scopes import published_scopes
        from auditor_app.ui.dialogs.scope_dialog import ScopeDialog

        if self.scope_dialog is not None:
            return
        with self._window.context.case.reader() as reader:
            published, roles = published_scopes(reader), reader.roles()
        year = row.key if row is not None else 0
        scope = (row.line.scope or _no_scope(year)) if row is not None else None
        dialog = ScopeDialog(self._window.context, scope, published.get(year), roles, self._window)
        self.scope_dialog = dialog
        dialog.finished.connect(self._take_scope)
        dialog.open()

    def _take_scope(self, answer: int) -> None:
        dialog, self.scope_dialog = self.scope_dialog, None
        if dialog is None:
            return
        scope = dialog.scope()
        if answer == QDialog.DialogCode.Accepted and scope.fiscal_year:
            words = self._texts("scope.saved", year=self._window.context.year_text(scope.fiscal_year))
            self._change(partial(_set_scope, scope), partial(self._tell_words, words))
        dialog.deleteLater()

    # --- crosswalk ----------------------------------------------------------------------------------

    def store(
        self, ground: CrosswalkGround, added: Sequence[CrosswalkEntry], removed: Sequence[CrosswalkEntry]
    ) -> None:
        """Adds, changes and removes entries at once: nothing is asked, undo brings back what was."""
        self._change(partial(_change_crosswalk, ground, list(added), list(removed)), self._tell_stored)

    def accept_all(self, ground: CrosswalkGround, kind: str, entries: Sequence[CrosswalkEntry]) -> None:
        """All proposals in sight of one kind, after asking with their number."""
        notices, texts = self._desktop.notices, self._texts
        if notices is None:
            return
        words = texts("joins.ask_all", kind=texts(f"crosswalk_kind.{kind}"), count=len(entries))
        if notices.choice(texts("joins.accept_all"), words, [texts("joins.ask_all.yes", count=len(entries))]) == 0:
            self.store(ground, entries, [])

    def edit_entries(self, ground: CrosswalkGround, rows: Sequence[JoinRow]) -> None:
        """The rows in a dialog; without rows a new entry."""
        from auditor_app.ui.dialogs.crosswalk_dialog import CrosswalkDialog

        if self.crosswalk_dialog is not None:
            return
        stored = [row.entry for row in rows if row.status == "stored"]
        shown = [row.entry for row in rows]
        dialog = CrosswalkDialog(self._window.context, ground, shown, stored, self._window)
        self.crosswalk_dialog = dialog
        dialog.finished.connect(partial(self._take_entries, ground))
        dialog.open()

    def _take_entries(self, ground: CrosswalkGround, answer: int) -> None:
        dialog, self.crosswalk_dialog = self.crosswalk_dialog, None
        if dialog is None:
            return
        if answer == QDialog.DialogCode.Accepted:
            self.store(ground, dialog.entries(), dialog.removed())
        dialog.deleteLater()

    def _tell_stored(self, count: int) -> None:
        self._tell([self._texts("joins.stored" if count else "joins.stored_nothing", count=count)])

    def export(self) -> None:
        """The whole crosswalk of the case as the csv that can be imported again."""
        notices, texts = self._desktop.notices, self._texts
        context = self._window.context
        name = "practice-crosswalk.csv" if context.case.is_practice else "crosswalk.csv"
        target = notices.file_to_save(texts("joins.export"), name, "CSV (*.csv)") if notices is not None else None
        if target is not None:
            work = partial(_export, context.case, target, self._desktop.clock)
            self._desktop.jobs.start("read", texts("export.writing"), work, partial(self._tell_exported, target))

    def _tell_exported(self, target: Path, done: Exported) -> None:
        self._tell([self._texts("cli.exported", file=target.name, rows=done.row_count, manifest=done.manifest.name)])

    # --- plumbing -----------------------------------------------------------------------------------

    def _change(self, work: Callable[..., Any], told: Callable[[Any], None]) -> None:
        job = partial(work, self._window.context.case.path, self._desktop.author, self._desktop.clock)
        self._desktop.jobs.start("change", self._texts("editions.storing"), job, partial(self._take_changed, told))

    def _take_changed(self, told: Callable[[Any], None], result: object) -> None:
        self._on_changed()
        told(result)

    def _tell_words(self, words: str, _result: object) -> None:
        self._tell([words])

    def _tell(self, lines: list[str]) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.tell("good", lines)


def _no_scope(year: int) -> YearScope:
    from auditor_app.domain.year_scope import YearScope

    return YearScope(year, (), (), basis="published")


def _edit_edition(
    edition_id: int, wish: EditionWish, moves: bool, case: Path, author: str, clock: Any, _control: JobControl
) -> dict[int, str]:
    from auditor_app.services.manage_editions import edit_edition

    return edit_edition(case, edition_id, wish, moves=moves, author=author, clock=clock)


def _set_scope(scope: YearScope, case: Path, author: str, clock: Any, _control: JobControl) -> None:
    from auditor_app.services.manage_editions import set_scope

    set_scope(case, scope, author=author, clock=clock)


def _change_crosswalk(
    ground: CrosswalkGround,
    added: list[CrosswalkEntry],
    removed: list[CrosswalkEntry],
    case: Path,
    author: str,
    clock: Any,
    _control: JobControl,
) -> int:
    from auditor_app.services.edit_crosswalk import change_crosswalk

    pair = ground.former.id, ground.later.id
    return change_crosswalk(case, *pair, added, removed, author=author, clock=clock)


def _export(case: Any, target: Path, clock: Any, _control: JobControl) -> Exported:
    from auditor_app.services.export_definitions import export_crosswalk

    with case.reader() as reader:
        return export_crosswalk(reader, target, clock)
