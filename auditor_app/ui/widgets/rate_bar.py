"""The switches above the tables of rates: measure, role, class, small groups, line, and what-if."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from auditor_app.domain.rate_options import METRICS
from auditor_app.domain.year_returns import ALL
from auditor_app.ui.context import PageContext
from auditor_app.ui.rate_choice import RateChoice
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label

MOST_PEOPLE = 1_000


class RateBar(QWidget):
    """Shows and changes a RateChoice; every control has its words beside it and can be reached by Tab."""

    def __init__(self, context: PageContext, choice: RateChoice, parent: QWidget, *, has_line: bool = False) -> None:
        super().__init__(parent)
        self._texts, self._choice = context.texts, choice
        self._grid = context.pixels(8)
        self._is_showing = False
        row = self.row = FlowRow(2 * self._grid)
        self.setLayout(row)
        self.measure = self._combo([(own, self._texts(f"rates.measure.{own}")) for own in METRICS])
        self.role = self._combo([(ALL, self._texts("role.all"))])
        classes = (("", "rates.class.all"), ("basic", "rates.class.basic"), ("enhanced", "rates.class.enhanced"))
        self.item_class = self._combo([(own, self._texts(key)) for own, key in classes])
        self.small_groups = self._spin(MOST_PEOPLE, self._texts("rates.small_groups.none"), self._texts("rates.people"))
        self.line = self._spin(100, "", "%")
        self.what_if = QCheckBox(self._texts("coverage.what_if"), self)
        self.what_if.setToolTip(self._texts("coverage.what_if.help"))
        self.small_groups.setToolTip(self._texts("rates.small_groups.help"))
        self.line.setToolTip(self._texts("rates.line.help"))
        self.completed = QPushButton(self)
        self.completed.setToolTip(self._texts("rates.completed.remove"))
        for key, control in (
            ("rates.metric", self.measure),
            ("field.role", self.role),
            ("rates.class", self.item_class),
            ("rates.small_groups", self.small_groups),
            ("rates.line", self.line),
        ):
            pair = self._labelled(key, control)
            pair.setVisible(control is not self.line or has_line)
            row.addWidget(pair)
        row.addWidget(self.what_if)
        row.addWidget(self.completed)
        self._connect()
        self.show_choice()

    def set_roles(self, roles: Sequence[tuple[str, str]]) -> None:
        """(code, words) of the roles that answer in the year shown; the one chosen stays if it is there."""
        self._is_showing = True
        self.role.clear()
        for code, words in ((ALL, self._texts("role.all")), *roles):
            self.role.addItem(words, code)
        self._is_showing = False
        if self.role.findData(self._choice.role) < 0:
            self._choice.choose(role=ALL)
        self.show_choice()

    def show_choice(self) -> None:
        """The controls as the choice stands, also when another page has made it."""
        self._is_showing = True
        options = self._choice.options
        self.measure.setCurrentIndex(self.measure.findData(self._choice.metric))
        self.role.setCurrentIndex(max(0, self.role.findData(self._choice.role)))
        self.item_class.setCurrentIndex(self.item_class.findData(options.item_class))
        self.small_groups.setValue(options.leave_out_below)
        self.line.setValue(int(self._choice.line))
        self.what_if.setChecked(options.include_excluded)
        self.completed.setVisible(bool(options.completed))
        self.completed.setText(self._texts("rates.completed", count=len(options.completed)))
        self._is_showing = False

    def _connect(self) -> None:
        for combo in (self.measure, self.role, self.item_class):
            combo.currentIndexChanged.connect(self._take)
        for spin in (self.small_groups, self.line):
            spin.valueChanged.connect(self._take)
        self.what_if.toggled.connect(self._take)
        self.completed.clicked.connect(self._remove_completed)
        self._choice.changed.connect(self.show_choice)

    def _take(self, _value: object = None) -> None:
        if self._is_showing:
            return
        options = replace(
            self._choice.options,
            item_class=self.item_class.currentData(),
            leave_out_below=self.small_groups.value(),
            include_excluded=self.what_if.isChecked(),
        )
        self._choice.choose(
            role=cast(str, self.role.currentData()),
            metric=self.measure.currentData(),
            line=Fraction(self.line.value()),
            options=options,
        )

    def _remove_completed(self) -> None:
        self._choice.forget_completed()

    def _combo(self, entries: Sequence[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for value, words in entries:
            combo.addItem(words, value)
        return combo

    def _spin(self, most: int, none_words: str, unit: str) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setRange(0, most)
        spin.setKeyboardTracking(False)
        spin.setSpecialValueText(none_words)
        spin.setSuffix(f" {unit}")
        return spin

    def _labelled(self, key: str, control: QWidget) -> QWidget:
        box = QWidget(self)
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._grid // 2)
        label: QLabel = plain_label(self._texts(key), box, muted=True)
        label.setBuddy(control)
        control.setAccessibleName(self._texts(key))
        layout.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(control)
        return box
