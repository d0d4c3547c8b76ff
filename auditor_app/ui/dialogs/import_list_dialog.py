"""The list of several files on their way into the case: each with its state; all that are ready go in as one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from auditor_app.foundation.errors import UserError
from auditor_app.services.tables.problem_words import problem_line
from auditor_app.ui.context import PageContext
from auditor_app.ui.jobs import Job
from auditor_app.ui.models.import_list_columns import ListedFile, import_list_columns
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import plain_label, sized

SIZE = (1120, 620)
MARGIN = 40
"""Left free at the edges of a small screen."""


class ImportListDialog(QDialog):
    """Nothing is stored before the auditor says so; afterwards the list is the report of what became of each file."""

    file_wanted = Signal(int)
    """number of the file whose proposal is to be looked over"""
    store_wanted = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self.files: list[ListedFile] = []
        """As they are listed."""
        self._job: Job | None = None
        self.setWindowTitle(context.titled(self._texts("import_list.title")))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        layout.addWidget(sized(plain_label(self._texts("import_list.title"), self), 1.3, bold=True))
        self.words = plain_label("", self, wraps=True)
        layout.addWidget(self.words)
        self.refusal = plain_label("", self, wraps=True)
        self.refusal.setProperty("tone", "bad")
        self.refusal.hide()
        layout.addWidget(self.refusal)
        self._model = RecordTableModel(import_list_columns(self._texts), lambda row: row.number, self)
        name = self._texts("import_list.table")
        self.table = DataTable(self._model, self._texts, context.colours, name=name, parent=self)
        self.table.set_no_rows_text(self._texts("import_list.none"))
        self.table.activated.connect(self._want_file)
        self.table.current_changed.connect(self._show_buttons)
        layout.addWidget(self.table, 1)
        self.detail = plain_label("", self, wraps=True)
        self.detail.setAccessibleName(self._texts("import_list.reason"))
        layout.addWidget(self.detail)
        layout.addLayout(self._buttons())
        room = self.screen().availableGeometry()
        self.resize(
            min(context.pixels(SIZE[0]), room.width() - MARGIN), min(context.pixels(SIZE[1]), room.height() - MARGIN)
        )

    def show_files(self, files: Sequence[ListedFile]) -> None:
        """The files as far as they have been read."""
        self.files = list(files)
        self._model.set_rows(self.files)
        if self.table.current()[0] is None and self.files:
            self.table.select_row(self.files[0].number)
        self._show_words()
        self._show_buttons()

    def show_job(self, job: Job | None) -> None:
        """The reading under way; None when there is none."""
        self._job = job
        self.bar.setVisible(job is not None)
        if job is not None:
            self.bar.setRange(0, 0)
            job.progressed.connect(self._show_progress)
        self._show_words()
        self._show_buttons()

    def show_refusal(self, error: UserError | None) -> None:
        """Storing was refused as a whole; None takes the words away."""
        self.refusal.setText(
            "" if error is None else "\n".join(problem_line(self._texts, own, "") for own in error.problems)
        )
        self.refusal.setVisible(error is not None)

    def say(self, words: str) -> None:
        self.words.setText(words)

    def ready_rows(self) -> int:
        """Rows that importing all ready files would store."""
        return sum(own.row_count for own in self.files if own.state == "ready")

    # --- parts --------------------------------------------------------------------------------------

    def _buttons(self) -> QHBoxLayout:
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(self._context.pixels(140))
        self.bar.setAccessibleName(self._texts("import_list.title"))
        self.bar.hide()
        self.open_button = QPushButton(self._texts("import_list.open"), self)
        self.open_button.clicked.connect(self._want_current)
        self.copy_button = QPushButton(self._texts("import_list.copy"), self)
        self.copy_button.clicked.connect(self.copy_list)
        self.accept_button = QPushButton(self)
        self.accept_button.clicked.connect(self.store_wanted)
        self.close_button = QPushButton(self._texts("close"), self)
        self.close_button.clicked.connect(self.reject)
        for button in (self.open_button, self.copy_button, self.close_button):
            button.setAutoDefault(False)
        self.accept_button.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(self._context.pixels(8))
        row.addWidget(self.open_button)
        row.addWidget(self.copy_button)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.accept_button)
        row.addWidget(self.close_button)
        return row

    def copy_list(self) -> None:
        """The whole list with its headers to the clipboard."""
        self.table.view.selectAll()
        self.table.copy_selection(with_headers=True)

    def _show_words(self) -> None:
        states = Counter(own.state for own in self.files)
        total = len(self.files)
        if self._job is not None:
            done = min(total, total - states["waiting"] + 1)
            self.words.setText(self._texts("import_list.reading", done=done, total=total))
        elif states["stored"]:
            self.words.setText(self._texts("import_list.result", total=total, stored=states["stored"]))
        else:
            values = {name: states[name] for name in ("ready", "refused")}
            to_decide = states["to_decide"] + states["published"]
            self.words.setText(self._texts("import_list.summary", total=total, to_decide=to_decide, **values))

    def _show_buttons(self, *_where: object) -> None:
        ready = [own for own in self.files if own.state == "ready"]
        words = self._texts("import_list.accept", count=len(ready), rows=f"{self.ready_rows():,}")
        self.accept_button.setText(words)
        self.accept_button.setEnabled(bool(ready) and self._job is None)
        current = self._current()
        self.detail.setText(f"{current.name}: {current.reason}" if current is not None and current.reason else "")
        self.open_button.setEnabled(current is not None and current.can_be_opened and self._job is None)

    def _current(self) -> ListedFile | None:
        key = self.table.current()[0]
        return next((own for own in self.files if own.number == key), None)

    def _want_current(self) -> None:
        current = self._current()
        if current is not None:
            self._want_file(current.number, "")

    def _want_file(self, number: object, _column: str) -> None:
        wanted = next((own for own in self.files if own.number == number), None)
        if wanted is not None and wanted.can_be_opened and self._job is None:
            self.file_wanted.emit(wanted.number)

    def _show_progress(self, done: int, total: int) -> None:
        if self._job is not None:
            self.bar.setRange(0, max(0, total))
            self.bar.setValue(done)
