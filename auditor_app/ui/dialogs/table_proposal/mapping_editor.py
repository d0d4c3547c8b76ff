"""Which column stands for which field: a row of choices for each field, and where header and data begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.returns import ReturnKind
from auditor_app.domain.table_proposals import ColumnMapping, SheetFacts
from auditor_app.services.table_fields import TableField, fields_of, header_words, mapping_for
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.table_proposal.given_values import mark_wrong
from auditor_app.ui.models.source_row_columns import letters_of
from auditor_app.ui.models.table_proposal_columns import field_title
from auditor_app.ui.widgets.labels import plain_label

NO_COLUMN = -1
LONGEST_SAMPLE = 18


class MappingEditor(QScrollArea):
    """Shows a mapping and tells each change of it; what it shows is never changed by itself."""

    mapping_changed = Signal(object)
    """the ColumnMapping wished for"""

    def __init__(self, context: PageContext, organisations: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self._organisations = list(organisations)
        self._mapping: ColumnMapping | None = None
        self._sheet: SheetFacts | None = None
        self._kind: ReturnKind | None = None
        self.combos: dict[str, QComboBox] = {}
        self.given: dict[str, QLineEdit] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        hint = plain_label(self._texts("table_import.kind_first"), self, wraps=True, muted=True)
        hint.setMargin(context.pixels(12))
        hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(hint)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_mapping(self, sheet: SheetFacts, kind: ReturnKind, mapping: ColumnMapping) -> None:
        """Build the choices anew where the sheet, its header or the kind are others; otherwise only set them."""
        is_same = (
            (sheet, kind) == (self._sheet, self._kind)
            and self._mapping is not None
            and self._mapping.header_rows == mapping.header_rows
        )
        self._sheet, self._kind, self._mapping = sheet, kind, mapping
        if not is_same:
            self._build(sheet, kind, mapping)
        self._show_choices(mapping)

    # --- building -----------------------------------------------------------------------------------

    def _build(self, sheet: SheetFacts, kind: ReturnKind, mapping: ColumnMapping) -> None:
        body = QWidget()
        body.setObjectName("inspectorBody")
        layout = QVBoxLayout(body)
        grid = self._context.pixels(8)
        layout.setContentsMargins(grid, grid, grid, grid)
        layout.setSpacing(grid)
        layout.addLayout(self._rows_choice(body, sheet))
        self.combos, self.given = {}, {}
        fields = QGridLayout()
        fields.setHorizontalSpacing(grid)
        fields.setVerticalSpacing(max(2, grid // 2))
        fields.setColumnStretch(1, 1)
        labels = self._column_labels(sheet, mapping.header_rows)
        for field in fields_of(kind):
            self._add_field(body, fields, field, labels)
        layout.addLayout(fields)
        layout.addWidget(plain_label(self._texts("table_import.required_note"), body, wraps=True, muted=True))
        layout.addStretch(1)
        self.setWidget(body)
        self.setMinimumWidth(self._context.pixels(320))

    def _rows_choice(self, body: QWidget, sheet: SheetFacts) -> QHBoxLayout:
        last = max(1, sheet.first_row + len(sheet.head) - 1)
        self.header_first = self._spin(body, 0, last, "table_import.header_from")
        self.header_first.setSpecialValueText(self._texts("table_import.no_header"))
        self.header_last = self._spin(body, 0, last, "table_import.header_to")
        self.header_last.setSpecialValueText("—")
        self.first_data = self._spin(body, 1, last + 1, "table_import.data_from")
        self.header_first.valueChanged.connect(self._change_header)
        self.header_last.valueChanged.connect(self._change_header)
        self.first_data.valueChanged.connect(self._change_first_row)
        row = QHBoxLayout()
        row.setSpacing(self._context.pixels(4))
        row.addWidget(plain_label(self._texts("table_import.header_rows"), body))
        row.addWidget(self.header_first)
        row.addWidget(plain_label("–", body))
        row.addWidget(self.header_last)
        row.addSpacing(self._context.pixels(12))
        row.addWidget(plain_label(self._texts("table_import.data_from"), body))
        row.addWidget(self.first_data)
        row.addStretch(1)
        return row

    def _spin(self, body: QWidget, least: int, most: int, name: str) -> QSpinBox:
        spin = QSpinBox(body)
        spin.setRange(least, most)
        spin.setAccessibleName(self._texts(name))
        spin.setKeyboardTracking(False)
        return spin

    def _column_labels(self, sheet: SheetFacts, header_rows: Sequence[int]) -> list[str]:
        """ "C 責務発生数 · 120": letter, header as printed, the first value below it."""
        last = max(header_rows, default=sheet.first_row - 1)
        data = sheet.head[last - sheet.first_row + 1 :]
        labels = []
        for place, header in enumerate(header_words(sheet, header_rows)):
            sample = next((row[place] for row in data if place < len(row) and row[place].strip()), "")
            words = f"{letters_of(place)}  {' '.join(header.split())}".rstrip()
            labels.append(f"{words}  ·  {_cut(sample)}" if sample else words)
        return labels

    def _add_field(self, body: QWidget, grid: QGridLayout, field: TableField, labels: Sequence[str]) -> None:
        row = grid.rowCount()
        title = field_title(self._texts, field.name)
        words = f"{title} {self._texts('table_import.required_mark')}" if field.is_required else title
        combo = QComboBox(body)
        combo.setAccessibleName(title)
        combo.setMinimumContentsLength(14)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        none = "table_import.given" if field.may_be_given else "table_import.no_column"
        combo.addItem(self._texts(none), NO_COLUMN)
        for place, label in enumerate(labels):
            combo.addItem(label, place)
        combo.activated.connect(partial(self._change_column, field.name))
        caption = plain_label(words, body)
        caption.setBuddy(combo)
        grid.addWidget(caption, row, 0)
        grid.addWidget(combo, row, 1)
        self.combos[field.name] = combo
        if field.may_be_given:
            line = self._given_line(body, field.name, title)
            grid.addWidget(line, row + 1, 1)
            self.given[field.name] = line

    def _given_line(self, body: QWidget, name: str, title: str) -> QLineEdit:
        line = QLineEdit(body)
        line.setAccessibleName(f"{title} {self._texts('table_import.given')}")
        line.setPlaceholderText(self._texts(f"table_import.given_hint.{name}"))
        if name == "organisation":
            completer = QCompleter(self._organisations, line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
        line.editingFinished.connect(partial(self._change_given, name))
        return line

    # --- showing and telling ------------------------------------------------------------------------

    def _show_choices(self, mapping: ColumnMapping) -> None:
        header = mapping.header_rows
        for spin, value in (
            (self.header_first, min(header, default=0)),
            (self.header_last, max(header, default=0)),
            (self.first_data, mapping.first_data_row),
        ):
            spin.blockSignals(True)
            spin.setValue(value)
            spin.blockSignals(False)
        for name, combo in self.combos.items():
            combo.setCurrentIndex(combo.findData(mapping.columns.get(name, NO_COLUMN)))
        for name, line in self.given.items():
            line.setVisible(name not in mapping.columns)
            given = str(mapping.fiscal_year or "") if name == "fiscal_year" else mapping.organisation
            if not line.isModified():
                line.setText(given)

    def _change_header(self, _value: int) -> None:
        if self._sheet is None or self._kind is None or self._mapping is None:
            return
        first, last = self.header_first.value(), self.header_last.value()
        if self.sender() is self.header_first:
            last = 0 if first == 0 else max(first, last)
        else:
            first = 0 if last == 0 else min(first or last, last)
        rows = range(first, last + 1) if first else ()
        named = mapping_for(self._sheet, self._kind, tuple(rows))
        kept = self._mapping
        self._tell(replace(named, fiscal_year=kept.fiscal_year, organisation=kept.organisation))

    def _change_first_row(self, row: int) -> None:
        if self._mapping is not None:
            self._tell(replace(self._mapping, first_data_row=row))

    def _change_column(self, field: str, index: int) -> None:
        """A column stands for one field: the field that had it loses it."""
        if self._mapping is None:
            return
        column = self.combos[field].itemData(index)
        columns = {name: own for name, own in self._mapping.columns.items() if name != field and own != column}
        if column != NO_COLUMN:
            columns[field] = column
        self._tell(replace(self._mapping, columns=columns))

    def _change_given(self, name: str) -> None:
        if self._mapping is None:
            return
        words = self.given[name].text().strip()
        if name == "organisation":
            changed = replace(self._mapping, organisation=words)
        else:
            year = parse_fiscal_year(words) if words else None
            mark_wrong(self.given[name], is_wrong=bool(words) and year is None)
            if words and year is None:
                return
            changed = replace(self._mapping, fiscal_year=year)
        self.given[name].setModified(False)
        if changed != self._mapping:
            self._tell(changed)

    def _tell(self, mapping: ColumnMapping) -> None:
        if self._sheet is not None and self._kind is not None:
            self.show_mapping(self._sheet, self._kind, mapping)
        self.mapping_changed.emit(mapping)


def _cut(sample: str) -> str:
    words = " ".join(sample.split())
    return words if len(words) <= LONGEST_SAMPLE else f"{words[:LONGEST_SAMPLE]}…"
