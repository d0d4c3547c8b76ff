"""Shows the rows of a table around the one a count was read from, as they stand in the file."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from auditor_app.domain.returns import SourceRow
from auditor_app.foundation.errors import UserError
from auditor_app.services.read_source_table import SourceNotKept, SourceRows
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.models.source_row_columns import header_of, source_row_columns
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import plain_label, sized

MEGABYTE = 1024**2


class SourceTableWindow(QWidget):
    """A window of its own; until the rows have been read it says that they are."""

    file_wanted = Signal(object)
    """the SourceRow for which the auditor wants to name the file"""

    def __init__(self, context: PageContext, source: SourceRow, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context, self._texts, self.source = context, context.texts, source
        self.table: DataTable | None = None
        self.setWindowTitle(context.titled(self._texts("source_table.title", document=source.document, row=source.row)))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        self.title = sized(plain_label(source.document, self, wraps=True), 1.12, bold=True)
        self.about = plain_label(self._about(""), self, wraps=True, muted=True)
        self.message = plain_label(self._texts("source_table.reading"), self, wraps=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.message)
        self.choose_button = QPushButton(self._texts("source_table.choose"), self)
        self.choose_button.clicked.connect(self._ask_for_file)
        self.choose_button.hide()
        close = QPushButton(self._texts("close"), self)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(self.choose_button)
        row.addStretch(1)
        row.addWidget(close)
        layout.addWidget(self.title)
        layout.addWidget(self.about)
        layout.addWidget(self._stack, 1)
        layout.addLayout(row)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.resize(context.pixels(960), context.pixels(620))

    def show_rows(self, found: SourceRows) -> None:
        """The rows as a plain grid under the sheet's own header, the one asked for marked and selected."""
        self.about.setText(self._about(found.encoding))
        self.choose_button.hide()
        header = header_of(found)
        model = RecordTableModel(source_row_columns(self._texts, found, header), lambda row: row[0], self)
        name = self._texts("source_table.name", document=self.source.document)
        self.table = DataTable(model, self._texts, self._context.colours, name=name, parent=self)
        model.set_rows([row for row in found.rows if header is None or row[0] != header[0]])
        self._stack.addWidget(self.table)
        self._stack.setCurrentWidget(self.table)
        self.table.select_row(self.source.row)
        self._select_whole_row(self.table)
        self.table.setFocus()

    def show_not_kept(self, found: SourceNotKept) -> None:
        """The case knows the document only by its hash: offer to name the file."""
        size = f"{found.size / MEGABYTE:,.0f}"
        self._say(self._texts("source_table.not_kept", megabytes=size), is_bad=False)
        self.choose_button.show()
        self.choose_button.setFocus()

    def show_refusal(self, error: UserError, *, may_choose: bool) -> None:
        """Why the rows cannot be shown."""
        self._say("\n".join(self._texts.problem(problem) for problem in error.problems), is_bad=True)
        self.choose_button.setVisible(may_choose)

    def show_reading(self) -> None:
        self._say(self._texts("source_table.reading"), is_bad=False)
        self.choose_button.hide()

    def _say(self, words: str, *, is_bad: bool) -> None:
        self.message.setText(words)
        self.message.setProperty("tone", "bad" if is_bad else None)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self._stack.setCurrentWidget(self.message)

    def _about(self, encoding: str) -> str:
        sheet = self._texts("source_table.sheet", sheet=self.source.sheet) if self.source.sheet else ""
        row = self._texts("source_table.row", row=f"{self.source.row:,}")
        return " · ".join(text for text in (sheet, row, encoding, f"sha256 {self.source.sha256}") if text)

    def _select_whole_row(self, table: DataTable) -> None:
        number = table.model.number_of(self.source.row)
        if number is None:
            self.about.setText(f"{self.about.text()}\n{self._texts('source_table.row_is_gone')}")
            return
        last = table.model.columnCount() - 1
        area = QItemSelection(table.model.index(number, 0), table.model.index(number, last))
        table.view.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _ask_for_file(self) -> None:
        self.file_wanted.emit(self.source)
