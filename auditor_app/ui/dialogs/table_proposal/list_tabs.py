"""The two tabs that only tell: refused cells, and control totals."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from auditor_app.domain.table_proposals import TableProposal
from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.problem_words import problem_what
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.models.table_proposal_columns import Numbered, refused_columns, total_columns
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.labels import plain_label

SHOWN_REASONS = 4


class RefusedTab(QWidget):
    """Every refused cell with its place; above them how many rows each reason concerns."""

    def __init__(self, context: PageContext, document: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self._model = RecordTableModel(refused_columns(self._texts, document), lambda own: own.number, self)
        self.table = DataTable(
            self._model, self._texts, context.colours, name=self._texts("table_import.tab.refused"), parent=self
        )
        self.table.set_no_rows_text(self._texts("table_import.refused_none"))
        self.words = plain_label("", self, wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, context.pixels(8), 0, 0)
        layout.setSpacing(context.pixels(4))
        layout.addWidget(self.words)
        layout.addWidget(self.table, 1)

    def show_refused(self, proposal: TableProposal) -> None:
        self._model.set_rows([Numbered(number, own) for number, own in enumerate(proposal.refused)])
        words = reasons_words(self._texts, proposal)
        self.words.setText(words)
        self.words.setVisible(bool(words))


class TotalsTab(QWidget):
    """Totals printed in the file against the sums of its rows."""

    def __init__(self, context: PageContext, document: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts = context.texts
        self._model = RecordTableModel(total_columns(texts, document), lambda own: own.number, self)
        name = texts("table_import.tab.totals")
        self.table = DataTable(self._model, texts, context.colours, name=name, parent=self)
        self.table.set_no_rows_text(texts("table_import.totals_none"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_totals(self, proposal: TableProposal) -> None:
        self._model.set_rows([Numbered(number, own) for number, own in enumerate(proposal.totals)])


def reasons_words(texts: Texts, proposal: TableProposal) -> str:
    """How many rows of which reason, the commonest first; also says when not all of them are listed."""
    listed, total = len(proposal.refused), proposal.counts.refused
    if listed >= total:
        return ""
    reasons = sorted(proposal.refused_by_reason.items(), key=lambda own: -own[1])[:SHOWN_REASONS]
    named = {own.key: own for own in proposal.refused}
    words = [f"{problem_what(texts, named[key])} ({count:,})" for key, count in reasons if key in named]
    return " ".join([texts("table_import.refused_first", listed=f"{listed:,}", count=f"{total:,}"), *words])
