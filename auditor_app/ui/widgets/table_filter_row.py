"""The line edits under a header's titles: one condition per column, moving with the columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from auditor_app.foundation.translation import Texts
from auditor_app.services.tables.columns import Column
from auditor_app.ui.models.cell_filters import is_unclear
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.table_header import GroupedHeader


class FilterRow(QObject):
    """One line edit per column inside the header; hidden until asked for."""

    text_edited = Signal(str, str)
    """column key, text"""
    left_downwards = Signal()
    """Enter or arrow down: the user wants to go on into the rows"""

    def __init__(self, header: GroupedHeader, columns: Sequence[Column], texts: Texts) -> None:
        super().__init__(header)
        self._header = header
        self._columns = tuple(columns)
        self._is_shown = False
        self._only: set[int] | None = None
        self._unclear_words = texts("table.filter.unclear")
        self.edits = [self._make_edit(column, texts) for column in self._columns]
        header.sectionResized.connect(self.place)
        header.sectionMoved.connect(self.place)
        header.geometriesChanged.connect(self.place)

    def _make_edit(self, column: Column, texts: Texts) -> QLineEdit:
        edit = QLineEdit(self._header.viewport())
        edit.hide()
        hint = texts("table.filter.number_hint") if column.filters_numbers else texts("table.filter.text_hint")
        # Only where the notation must be learnt; a word in every column would be louder than the titles.
        edit.setPlaceholderText("<90" if column.filters_numbers else "")
        edit.setToolTip(tooltip_html(hint))
        edit.setAccessibleName(texts("table.filter.name", column=column.title))
        edit.setClearButtonEnabled(False)
        edit.textEdited.connect(partial(self.text_edited.emit, column.key))
        edit.returnPressed.connect(self.left_downwards)
        return edit

    def set_shown(self, is_shown: bool, height: int) -> None:
        self._is_shown = is_shown
        self._header.set_filter_height(height if is_shown else 0)
        self.place()

    def show_only(self, columns: set[int]) -> None:
        """Columns whose edits this header shows; the others lie beneath or beyond it."""
        self._only = columns
        self.place()

    def show_texts(self, texts: dict[str, str]) -> None:
        """Repeat what the model filters by, without moving the cursor of an edit that already says so."""
        for column, edit in zip(self._columns, self.edits, strict=True):
            wanted = texts.get(column.key, "")
            if edit.text().strip() != wanted:
                edit.setText(wanted)
            self._mark(edit, column.filters_numbers and is_unclear(wanted))

    def _mark(self, edit: QLineEdit, is_unclear_condition: bool) -> None:
        """A condition that cannot be read says so; an empty table alone would look like an answer."""
        if bool(edit.property("unclear")) != is_unclear_condition:
            edit.setProperty("unclear", is_unclear_condition)
            if is_unclear_condition:
                edit.setProperty("usual_tooltip", edit.toolTip())
            usual = str(edit.property("usual_tooltip") or "")
            edit.setToolTip(tooltip_html(self._unclear_words) if is_unclear_condition else usual)
            edit.style().unpolish(edit)
            edit.style().polish(edit)

    def place(self) -> None:
        """Put every edit below its title."""
        band = self._header.filter_band()
        for number, edit in enumerate(self.edits):
            is_here = self._only is None or number in self._only
            can_filter = self._columns[number].filter_kind != "none"
            visible = self._is_shown and is_here and can_filter and not self._header.isSectionHidden(number)
            if visible:
                x = self._header.sectionViewportPosition(number)
                edit.setGeometry(x + 3, band.top() + 1, self._header.sectionSize(number) - 6, band.height() - 5)
            edit.setVisible(visible)
