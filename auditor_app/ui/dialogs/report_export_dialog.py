"""Asks for the formats, year, folder and name of a report's files, and says of each file what became of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from auditor_app.services.file_targets import is_there, problem_of_name
from auditor_app.services.reports.definition import LATEST, ReportDefinition
from auditor_app.services.reports.drafts import Draft
from auditor_app.ui.context import PageContext
from auditor_app.ui.report_work import ExportOrder
from auditor_app.ui.tab_order import follow_layout
from auditor_app.ui.widgets.labels import heading, plain_label

if TYPE_CHECKING:
    from auditor_app.services.reports.export_formats import FormatDone

FORMATS = (".docx", ".pdf", ".xlsx", ".html", ".json")
FOLDER, CHOSEN = "report.folder", "report.formats"


@dataclass
class _Line:
    """One format: its box, what became of its file, and the way out where the file could not be written."""

    box: QCheckBox
    words: QLabel
    elsewhere: QPushButton
    kept: Path | None = None


class ReportExportDialog(QDialog):
    """Stays open until everything is said; writes nothing itself."""

    export_requested = Signal(object)
    """an ExportOrder"""
    elsewhere_requested = Signal(str, object)
    """suffix, the finished file that is kept"""
    cancel_requested = Signal()

    def __init__(
        self,
        context: PageContext,
        draft: Draft,
        years: Sequence[int],
        latest: int,
        suggest: Callable[[str, str], str],
        parent: QWidget | None = None,
    ) -> None:
        """`suggest`: the name of the files out of title and year."""
        super().__init__(parent)
        self._context, self._texts, self._draft, self._suggest = context, context.texts, draft, suggest
        self._years, self._latest = list(years), latest
        self._own_name = ""
        self._is_running = False
        self.ask_folder: Callable[[str], str] = self._ask_folder
        """Shows the system's dialog; tests put another in its place."""
        self.setWindowTitle(context.titled(self._texts("reportui.export_of", name=draft.definition.name)))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(10))
        layout.addLayout(self._where())
        layout.addWidget(heading(self._texts("reportui.formats"), self))
        self.lines: dict[str, _Line] = {}
        layout.addLayout(self._formats())
        self.words = plain_label("", self, wraps=True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.hide()
        layout.addStretch(1)
        layout.addWidget(self.words)
        layout.addWidget(self.progress)
        layout.addWidget(self._make_buttons())
        follow_layout(self)
        self.resize(context.pixels(640), context.pixels(420))
        self._suggest_name()
        self._show_state()
        self.export_button.setFocus()

    # --- parts --------------------------------------------------------------------------------------------

    def _where(self) -> QFormLayout:
        definition, settings = self._draft.definition, self._context.settings
        self.year = QComboBox(self)
        self.year.addItem(self._year_words(definition), definition.fiscal_year)
        for year in reversed(self._years):
            if year != definition.fiscal_year:
                self.year.addItem(self._context.year_text(year), year)
        self.folder = QLineEdit(settings.text(FOLDER, str(Path.home())), self)
        self.folder_button = QPushButton(self._texts("reportui.choose"), self)
        self.folder_button.setAccessibleName(self._texts("reportui.choose_folder"))
        self.folder_button.setAutoDefault(False)
        self.name = QLineEdit(self)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.folder_button)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self._texts("report.year"), self.year)
        form.addRow(self._texts("reportui.folder"), row)
        form.addRow(self._texts("reportui.file_name"), self.name)
        self.year.setAccessibleName(self._texts("report.year"))
        self.folder.setAccessibleName(self._texts("reportui.folder"))
        self.name.setAccessibleName(self._texts("reportui.file_name"))
        self.year.currentIndexChanged.connect(self._suggest_name)
        self.folder.textChanged.connect(self._show_state)
        self.name.textChanged.connect(self._show_state)
        self.folder_button.clicked.connect(self._choose_folder)
        return form

    def _year_words(self, definition: ReportDefinition) -> str:
        if definition.fiscal_year != LATEST:
            return self._context.year_text(definition.fiscal_year)
        return self._texts("reportui.latest", year=self._context.year_text(self._latest))

    def _formats(self) -> QGridLayout:
        stored = self._context.settings.text(CHOSEN, ".docx .pdf .xlsx").split()
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(self._context.pixels(12))
        for number, suffix in enumerate(FORMATS):
            box = QCheckBox(self._texts(f"reportui.format{suffix}"), self)
            box.setChecked(suffix in stored)
            box.toggled.connect(self._show_state)
            words = plain_label("", self, wraps=True, muted=True)
            button = QPushButton(self._texts("reportui.elsewhere"), self)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._ask_elsewhere, suffix))
            button.hide()
            for column, widget in enumerate((box, words, button)):
                grid.addWidget(widget, number, column)
            self.lines[suffix] = _Line(box, words, button)
        return grid

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.export_button = buttons.addButton(self._texts("reportui.do.export_now"), role.AcceptRole)
        self.close_button = buttons.addButton(self._texts("cancel"), role.RejectRole)
        self.open_folder_button = buttons.addButton(self._texts("reportui.open_folder"), role.ActionRole)
        self.open_folder_button.hide()
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._export)
        self.open_folder_button.clicked.connect(self._open_folder)
        buttons.rejected.connect(self.reject)
        return buttons

    # --- what was chosen ----------------------------------------------------------------------------------

    def order(self) -> ExportOrder:
        draft = self._draft
        template = Path(draft.template_path) if draft.template_path else None
        return ExportOrder(draft.definition, self.year.currentData(), self._targets(), template)

    def _targets(self) -> tuple[Path, ...]:
        folder, name = Path(self.folder.text().strip()), self.name.text().strip()
        return tuple(folder / f"{name}{own}" for own, line in self.lines.items() if line.box.isChecked())

    def _suggest_name(self, *_changed: object) -> None:
        """Until somebody writes a name of their own."""
        if self.name.text() != self._own_name:
            return
        year = self.year.currentData() or self._latest
        definition = self._draft.definition
        self._own_name = self._suggest(definition.title or definition.name, str(year))
        self.name.setText(self._own_name)

    def _lack(self) -> str:
        folder = self.folder.text().strip()
        if not os.path.isdir(folder):
            return self._texts("reportui.lacks_folder")
        name = self.name.text().strip()
        if not name:
            return self._texts("exportui.lacks_name")
        if (problem := problem_of_name(name, max(FORMATS, key=len))) is not None:
            return self._texts.problem(problem)
        return "" if self._targets() else self._texts("reportui.lacks_format")

    def _show_state(self, *_changed: object) -> None:
        lack = self._lack()
        there = [] if lack else [own.name for own in self._targets() if is_there(own)]
        words = self._texts("reportui.replaces", files="、".join(there)) if there else ""
        self._say(lack or words, "warning" if lack or there else "")
        self.export_button.setEnabled(not lack and not self._is_running)

    def _say(self, words: str, tone: str) -> None:
        self.words.setText(words)
        self.words.setStyleSheet(f"color: {getattr(self._context.colours, tone)}" if tone else "")

    # --- what becomes of it -------------------------------------------------------------------------------

    def show_running(self) -> None:
        self._is_running = True
        self.progress.setRange(0, len(self._targets()))
        self.progress.setValue(0)
        self.progress.show()
        for line in self.lines.values():
            line.elsewhere.hide()
            self._tell(line, self._texts("reportui.state.waiting") if line.box.isChecked() else "", "")
        for widget in self._inputs():
            widget.setEnabled(False)
        self._say("", "")

    def show_done(self, done: FormatDone) -> None:
        """Of one file, as soon as it is known."""
        line = self.lines[done.target.suffix.lower()]
        line.kept = done.kept
        line.elsewhere.setVisible(done.kept is not None)
        if done.is_written:
            self._tell(line, self._texts("reportui.state.written", file=done.target.name), "good")
        else:
            self._tell(line, "\n".join(self._texts.problem(own) for own in done.problems), "bad")
        self.progress.setValue(self.progress.value() + 1)

    def show_end(self, done: Sequence[FormatDone] | None) -> None:
        """All files are through; None: it was given up, or something else went wrong."""
        self._is_running = False
        self.progress.hide()
        for widget in self._inputs():
            widget.setEnabled(True)
        waiting = self._texts("reportui.state.waiting")
        for line in self.lines.values():
            if line.words.text() == waiting:
                self._tell(line, self._texts("reportui.state.left"), "warning")
        self.close_button.setText(self._texts("close"))
        self.open_folder_button.show()
        self.export_button.setEnabled(True)
        if done is not None:
            written = sum(own.is_written for own in done)
            key = "reportui.written_all" if written == len(done) else "reportui.written_some"
            words = self._texts(key, written=written, all=len(done))
            self._say(words, "good" if written == len(done) else "bad")
            self.close_button.setFocus()

    def _inputs(self) -> list[QWidget]:
        boxes = [own.box for own in self.lines.values()]
        return [self.year, self.folder, self.folder_button, self.name, self.export_button, *boxes]

    def _tell(self, line: _Line, words: str, tone: str) -> None:
        line.words.setText(words)
        line.words.setStyleSheet(f"color: {getattr(self._context.colours, tone)}" if tone else "")
        line.box.setAccessibleDescription(words)

    # --- slots --------------------------------------------------------------------------------------------

    def _export(self, _is_checked: bool = False) -> None:
        if self._lack() or self._is_running:
            return
        settings = self._context.settings
        settings.set(FOLDER, self.folder.text().strip())
        settings.set(CHOSEN, " ".join(own for own, line in self.lines.items() if line.box.isChecked()))
        self.export_requested.emit(self.order())

    def _ask_elsewhere(self, suffix: str, _is_checked: bool = False) -> None:
        self.elsewhere_requested.emit(suffix, self.lines[suffix].kept)

    def _choose_folder(self, _is_checked: bool = False) -> None:
        chosen = self.ask_folder(self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _ask_folder(self, start: str) -> str:
        return QFileDialog.getExistingDirectory(self, self._texts("reportui.choose_folder"), start)

    def _open_folder(self, _is_checked: bool = False) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text().strip()))

    def reject(self) -> None:
        """While files are made, Esc gives them up; then it closes."""
        if self._is_running:
            self.cancel_requested.emit()
        else:
            super().reject()
