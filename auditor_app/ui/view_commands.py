"""Named views in the window: keep the page as it is under a name, and come back to it from anywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from auditor_app.foundation.errors import UserError
from auditor_app.ui.actions import PAGES
from auditor_app.ui.desk import Desk
from auditor_app.ui.jobs import JobControl
from auditor_app.ui.main_window import MainWindow
from auditor_app.ui.page import Page

if TYPE_CHECKING:
    from auditor_app.services.browse_views import ChosenRates, NamedView
    from auditor_app.services.save_view import TakenOver
    from auditor_app.ui.dialogs.view_dialog import ViewDialog

PAGES_OF_RATES = ("rates", "weak_areas", "compare")
"""The pages that look at rates by the choice they share."""
MOST_IN_MENU = 30
PAGE_IDS = tuple(page for page, _icon in PAGES)

Work = Callable[[JobControl], Any]


class ViewCommands(QObject):
    """A view is a change of the case like any other: logged, and taken back by undo."""

    def __init__(self, desktop: Desk, window: MainWindow, on_logged: Callable[[], None]) -> None:
        super().__init__(window)
        self._desktop, self._window, self._on_logged = desktop, window, on_logged
        self._texts = window.texts
        self._listed: list[QAction] = []
        self._menu: QMenu | None = None
        self.dialog: ViewDialog | None = None

    def connect_menu(self, action: QAction) -> None:
        """The menu in which that action stands lists the views whenever it is opened."""
        menu = next((own for own in action.associatedObjects() if isinstance(own, QMenu)), None)
        if menu is not None:
            self._menu = menu
            menu.aboutToShow.connect(self._fill_menu)

    def views(self) -> list[NamedView]:
        """All views, those of the page in sight first."""
        from auditor_app.services.browse_views import views_of_case

        page = self._page().page_id
        with self._window.context.case.reader() as reader:
            return views_of_case(reader, sorted(PAGE_IDS, key=lambda own: own != page))

    # --- save and apply -------------------------------------------------------------------------------

    def save(self) -> None:
        """Ask for a name and keep the page in sight as it is."""
        notices, texts = self._desktop.notices, self._texts
        name = notices.text(texts("views.save"), texts("views.save_as")) if notices else None
        if notices is None or name is None:
            return
        view = self._view_of(self._page(), name.strip())
        if any((own.page, own.name) == (view.page, view.name) for own in self.views()):
            question = texts("views.replace_question", name=view.name)
            if notices.choice(texts("views.save"), question, [texts("views.replace")]) is None:
                return
        self._change("views.storing", partial(_save, view), "views.saved")

    def apply(self, view: NamedView) -> None:
        """Go to the view's page and show it as it was looked at."""
        from auditor_app.services.view_definitions import check_definition, rates_of

        definition = check_definition(dict(view.definition), view.name)
        window, year = self._window, definition["fiscal_year"]
        rates = rates_of(definition)
        if rates is not None:
            window.context.rate_choice.choose(
                role=rates.role, metric=rates.metric, line=rates.line, options=rates.options
            )
        if year:
            window.remember_year(view.page, year)
        window.go_to(view.page)
        page = self._page()
        restored = _restore(page, definition["tables"])
        page.take_choices(definition["choices"])
        later = {name: state for name, state in definition["tables"].items() if name not in restored}
        _restore(page, later)
        page.arrange_when_read(definition["tables"])
        if year and page.fiscal_year != year:
            missing = window.context.year_text(year)
            self._tell("warning", self._texts("views.no_year", name=view.name, year=missing))

    def _view_of(self, page: Page, name: str) -> NamedView:
        from auditor_app.services.browse_views import NamedView, made_definition

        rates = self._chosen_rates() if page.page_id in PAGES_OF_RATES else None
        definition = made_definition(page.fiscal_year, page.table_states(), page.choices(), rates)
        return NamedView(page.page_id, name, definition)

    def _chosen_rates(self) -> ChosenRates:
        from auditor_app.services.browse_views import ChosenRates

        choice = self._window.context.rate_choice
        return ChosenRates(choice.role, choice.metric, choice.line, choice.options)

    # --- the list -------------------------------------------------------------------------------------

    def manage(self) -> None:
        """Open the list of all views."""
        from auditor_app.ui.dialogs.view_dialog import ViewDialog

        if self.dialog is not None:
            return
        self.dialog = dialog = ViewDialog(self._window.context, self._window)
        dialog.apply_wanted.connect(self._apply_guarded)
        dialog.rename_wanted.connect(self._rename)
        dialog.remove_wanted.connect(self._remove)
        dialog.import_wanted.connect(self._import_guarded)
        dialog.export_wanted.connect(self._export_guarded)
        dialog.finished.connect(self._forget_dialog)
        dialog.show_views(self.views())
        dialog.open()

    def _rename(self, view: NamedView) -> None:
        notices, texts = self._desktop.notices, self._texts
        name = notices.text(texts("views.rename"), texts("views.new_name", name=view.name)) if notices else None
        if name is not None:
            self._change("views.storing", partial(_rename, view, name), "views.renamed")

    def _remove(self, view: NamedView) -> None:
        """Without a question: undo brings it back, and the notice says so."""
        self._change("views.storing", partial(_remove, view), "views.removed")

    def _forget_dialog(self, _answer: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    # --- files ----------------------------------------------------------------------------------------

    def export_views(self) -> None:
        """Write all views of the case to a file."""
        from auditor_app.services.view_files import write_views

        views, notices = self.views(), self._desktop.notices
        if not views:
            self._tell("warning", self._texts("views.empty"))
            return
        name = "practice-views.json" if self._window.context.case.is_practice else "views.json"
        target = (
            notices.file_to_save(self._texts("views.export"), name, self._texts("views.kinds")) if notices else None
        )
        if target is not None:
            write_views(target, views)
            self._tell("good", self._texts("views.exported", count=len(views), file=target.name))

    def import_views(self) -> None:
        """Take over the views of a file; one that is not understood as a whole is refused as a whole."""
        notices = self._desktop.notices
        paths = notices.files_to_open(self._texts("views.import"), self._texts("views.kinds")) if notices else []
        if paths:
            self._change("views.storing", partial(_take_over, paths[0]), "")

    # --- plumbing -------------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        if self._menu is None:
            return
        for action in self._listed:
            self._menu.removeAction(action)
            action.deleteLater()
        self._listed = [self._menu.addSeparator()]
        here = self._page().page_id
        for view in self.views()[:MOST_IN_MENU]:
            words = view.name if view.page == here else f"{self._texts(f'page.{view.page}')}: {view.name}"
            action = self._menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(partial(self._apply_guarded, view))
            self._listed.append(action)

    def _change(self, title: str, work: Callable[..., Any], told: str) -> None:
        job = partial(work, self._window.context.case.path, self._desktop.author, self._desktop.clock)
        self._desktop.jobs.start("change", self._texts(title), job, partial(self._take_changed, told))

    def _take_changed(self, told: str, result: NamedView | TakenOver) -> None:
        self._on_logged()
        if self.dialog is not None:
            self.dialog.show_views(self.views())
        if told:
            self._tell("good", self._texts(told, name=getattr(result, "name", "")))
        else:
            self._tell_taken_over(result)  # type: ignore[arg-type]

    def _tell_taken_over(self, result: TakenOver) -> None:
        words = self._texts("views.imported", new=result.new, replaced=result.replaced, equal=result.equal)
        self._tell("good", words)

    def _apply_guarded(self, view: NamedView, _checked: bool = False) -> None:
        self._guarded(partial(self.apply, view))

    def _import_guarded(self) -> None:
        self._guarded(self.import_views)

    def _export_guarded(self) -> None:
        self._guarded(self.export_views)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except UserError as error:
            if self._desktop.notices is not None:
                self._desktop.notices.refuse(error)

    def _page(self) -> Page:
        page = self._window.current_page()
        if page is None:
            raise RuntimeError("no page is shown")
        return page

    def _tell(self, tone: Any, words: str) -> None:
        if self._desktop.notices is not None:
            self._desktop.notices.tell(tone, [words])


def _restore(page: Page, states: dict[str, Any]) -> set[str]:
    """Arrange the tables the page has made; their names.  A choice may bring further ones into being."""
    own = {name: table for name, table in page.tables().items() if name in states}
    for name, table in own.items():
        table.restore_state(states[name])
    return set(own)


# Writing services are loaded at first use and on the worker: SQLAlchemy has no place before the first paint.


def _save(view: NamedView, case: Path, author: str, clock: Any, _control: JobControl) -> NamedView:
    from auditor_app.services.save_view import save_view

    return save_view(case, view, author=author, clock=clock)


def _rename(view: NamedView, name: str, case: Path, author: str, clock: Any, _control: JobControl) -> NamedView:
    from auditor_app.services.save_view import rename_view

    return rename_view(case, view, name, author=author, clock=clock)


def _remove(view: NamedView, case: Path, author: str, clock: Any, _control: JobControl) -> NamedView:
    from auditor_app.services.save_view import remove_view

    return remove_view(case, view, author=author, clock=clock)


def _take_over(path: Path, case: Path, author: str, clock: Any, _control: JobControl) -> TakenOver:
    from auditor_app.services.save_view import take_over_views
    from auditor_app.services.view_files import read_views

    return take_over_views(case, read_views(path, PAGE_IDS), author=author, clock=clock)
