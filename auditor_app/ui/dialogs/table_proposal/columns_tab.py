"""The columns of a table beside its first rows: as the program reads them, and as they stand in the file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QWidget

from auditor_app.domain.table_proposals import ColumnMapping, SheetFacts, TableProposal
from auditor_app.services.table_fields import fields_of
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.table_proposal.changing_table import ChangingTable
from auditor_app.ui.dialogs.table_proposal.mapping_editor import MappingEditor
from auditor_app.ui.models.table_proposal_columns import HeadRow, field_title, head_columns, preview_columns


class ColumnsTab(QSplitter):
    """The mapping at the left; each change of it is seen at the right as soon as the rows are read."""

    def __init__(self, context: PageContext, organisations: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._context, self._texts = context, context.texts
        self.editor = MappingEditor(context, organisations, self)
        self.views = QTabWidget(self)
        self.views.setDocumentMode(True)
        self.preview = ChangingTable(
            context, self._texts("table_import.preview"), self._texts("table_import.no_rows"), self
        )
        self.head = ChangingTable(
            context, self._texts("table_import.as_it_stands"), self._texts("table_import.no_rows"), self
        )
        self.views.addTab(self.preview, self._texts("table_import.preview"))
        self.views.addTab(self.head, self._texts("table_import.as_it_stands"))
        self.addWidget(self.editor)
        self.addWidget(self.views)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)
        self.setSizes([context.pixels(380), context.pixels(680)])

    def show_proposal(self, proposal: TableProposal) -> None:
        mapping = proposal.mapping
        sheet = sheet_of(proposal, mapping)
        self.editor.setEnabled(proposal.kind is not None)
        if sheet is None:
            return
        self._show_head(sheet, mapping)
        if proposal.kind is None:
            self.views.setCurrentWidget(self.head)
            return
        shown_mapping = mapping or ColumnMapping(sheet.name, (), sheet.first_row, {})
        self.editor.show_mapping(sheet, proposal.kind, shown_mapping)
        given = [*shown_mapping.columns]
        given += ["fiscal_year"] if shown_mapping.fiscal_year is not None else []
        given += ["organisation"] if shown_mapping.organisation else []
        columns = preview_columns(self._texts, fields_of(proposal.kind), given, proposal.preview)
        signature = (proposal.kind, *given, *(column.width for column in columns))
        self.preview.show_rows(signature, columns, list(proposal.preview), lambda row: row.row)

    def _show_head(self, sheet: SheetFacts, mapping: ColumnMapping | None) -> None:
        """With the fields above the columns, so that it is seen what is taken for what."""
        fields = {}
        if mapping is not None:
            fields = {place: field_title(self._texts, name) for name, place in mapping.columns.items()}
        header = mapping.header_rows if mapping else ()
        first = mapping.first_data_row if mapping else 0
        rows = [
            HeadRow(number, cells, number in header, number < first)
            for number, cells in enumerate(sheet.head, start=sheet.first_row)
        ]
        width = max((len(row.cells) for row in rows), default=1)
        columns = head_columns(self._texts, width, fields)
        self.head.show_rows((sheet.name, width, tuple(fields.items())), columns, rows, lambda row: row.number)


def sheet_of(proposal: TableProposal, mapping: ColumnMapping | None) -> SheetFacts | None:
    """The sheet the mapping is for; the first visible one while there is none."""
    sheets = proposal.file.sheets
    if mapping is not None:
        return next((sheet for sheet in sheets if sheet.name == mapping.sheet), None)
    return next((sheet for sheet in sheets if not sheet.is_hidden), sheets[0] if sheets else None)
