"""The switches above compared years: years, level, measure, Part, role, organisation, and how rates are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QVBoxLayout, QWidget

from auditor_app.domain.comparison import MEAN, CompareMetric
from auditor_app.domain.rate_options import METRICS, RateOptions
from auditor_app.domain.year_returns import ALL
from auditor_app.services.compare_published import PUBLISHED_KINDS
from auditor_app.services.tables.compare_columns import COMPARE_LEVELS
from auditor_app.services.tables.rate_columns import role_name
from auditor_app.ui.compare_questions import COVERAGE, LEVELS_OF_ONE, CompareQuestion
from auditor_app.ui.comparing import CompareResult
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.rate_bar import RateBar
from auditor_app.ui.widgets.year_choice import YearChoice


class CompareBar(QWidget):
    """Shows a question and tells when the auditor asks another; what does not apply to a level is not shown."""

    asked = Signal(object)
    """CompareQuestion"""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self._question = CompareQuestion()
        self._is_showing = False
        self.years = YearChoice(self._texts, context.year_text, self)
        self.level = self._combo([(own, self._texts(f"compare.level.{own}")) for own in COMPARE_LEVELS])
        measures = [(COVERAGE, self._texts("compare.measure.coverage"))]
        self.measure = self._combo([*((own, self._texts(f"rates.measure.{own}")) for own in METRICS), *measures])
        self.published = self._combo([(own, self._texts(f"compare.published.{own}")) for own in PUBLISHED_KINDS])
        self.part, self.role, self.organisation = self._combo([]), self._combo([]), self._combo([])
        self.counting = _CountingButton(context, self)
        row = FlowRow(context.pixels(6))
        self.setLayout(row)
        for combo in (self.role, self.organisation):
            combo.setMaximumWidth(context.pixels(132))
        for key, control in (
            ("compare.years", self.years),
            ("compare.level", self.level),
            ("rates.metric", self.measure),
            ("compare.published", self.published),
            ("compare.organisation", self.organisation),
            ("field.part", self.part),
            ("field.role", self.role),
        ):
            # Their words say what they are; labels would cost a second line.
            control.setAccessibleName(self._texts(key))
            control.setToolTip(control.toolTip() or self._texts(key))
            row.addWidget(control)
        row.addWidget(self.counting)
        self.years.chosen.connect(self._take_years)
        for combo in (self.level, self.measure, self.published, self.part, self.role, self.organisation):
            combo.activated.connect(self._take)

    def show_result(self, result: CompareResult) -> None:
        """What was answered, and what can be asked in these years."""
        question = self._question = result.question
        self._is_showing = True
        self.years.set_years(result.years, question.fiscal_years)
        roles = [
            (ALL, self._texts("compare.all_roles")),
            *((own.code, role_name(self._texts, own)) for own in result.roles),
        ]
        parts = [
            (ALL, self._texts("rates.all_parts")),
            *((own, self._texts("rates.part", part=own)) for own in result.parts),
        ]
        is_japanese = self._texts.language == "ja"
        names = [(name, name if is_japanese or not english else english) for name, english in result.organisations]
        self._fill(self.role, roles, question.role)
        self._fill(self.part, parts, question.part)
        self._fill(self.organisation, [(MEAN, self._texts("rates.mean")), *names], question.organisation)
        for combo, value in (
            (self.level, question.level),
            (self.measure, question.metric),
            (self.published, question.published),
        ):
            combo.setCurrentIndex(max(0, combo.findData(value)))
        self.counting.show_options(question.options, roles)
        self._show_what_applies(question)
        self._is_showing = False

    def _show_what_applies(self, question: CompareQuestion) -> None:
        is_published, is_coverage = question.level == "published", question.metric == COVERAGE
        is_of_one = question.level in LEVELS_OF_ONE
        for control, applies in (
            (self.years, not is_published),
            (self.measure, not is_published and question.level != "item"),
            (self.published, is_published),
            (self.organisation, is_of_one),
            (self.part, not is_published and question.level != "part" and not is_coverage),
            (self.role, not is_published),
        ):
            control.setVisible(applies)
        self.counting.setVisible(not is_published and not is_coverage)
        self.measure.setItemData(self.measure.findData(COVERAGE), None, Qt.ItemDataRole.UserRole - 1)
        if is_of_one:  # coverage has neither areas nor items
            self.measure.setItemData(self.measure.findData(COVERAGE), 0, Qt.ItemDataRole.UserRole - 1)

    def _take_years(self, years: list[int]) -> None:
        self._ask(replace(self._question, fiscal_years=tuple(years)))

    def _take(self, _index: int = 0) -> None:
        if self._is_showing:
            return
        level = self.level.currentData()
        metric: CompareMetric = self.measure.currentData() or COVERAGE
        if level in LEVELS_OF_ONE and metric == COVERAGE:
            metric = "implementation"
        self._ask(
            replace(
                self._question,
                level=level,
                metric=metric,
                published=self.published.currentData(),
                part=cast(str, self.part.currentData() or ALL),
                role=cast(str, self.role.currentData() or ALL),
                organisation=cast(str, self.organisation.currentData() or MEAN),
            )
        )

    def _ask(self, question: CompareQuestion) -> None:
        if question != self._question:
            self._question = question
            self.asked.emit(question)

    def _fill(self, combo: QComboBox, entries: Sequence[tuple[str, str]], chosen: str) -> None:
        if [(combo.itemData(row), combo.itemText(row)) for row in range(combo.count())] != list(entries):
            combo.clear()
            for value, words in entries:
                combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        # The box itself may be narrower than its longest name; the list is not.
        combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + 24)

    def _combo(self, entries: Sequence[tuple[str, str]]) -> QComboBox:
        combo = QComboBox(self)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for value, words in entries:
            combo.addItem(words, value)
        return combo


class _CountingButton(QPushButton):
    """Opens what the pages of rates share, class, small groups and what-if, and counts what departs from the rule."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = context.texts
        self.setToolTip(self._texts("compare.counting.help"))
        self.panel = QFrame(self, Qt.WindowType.Popup)
        self.panel.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(self.panel)
        self.rate_bar = RateBar(context, context.rate_choice, self.panel)
        for shown_elsewhere in (self.rate_bar.measure, self.rate_bar.role):
            box = shown_elsewhere.parentWidget()
            if box is not None:
                box.hide()
        layout.addWidget(self.rate_bar)
        self.clicked.connect(self._open)
        self.show_options(RateOptions(), [])

    def show_options(self, options: RateOptions, roles: Sequence[tuple[str, str]]) -> None:
        if roles:
            self.rate_bar.set_roles([(code, words) for code, words in roles if code != ALL])
        official = RateOptions()
        names = ("item_class", "leave_out_below", "include_excluded", "completed")
        count = sum(getattr(options, name) != getattr(official, name) for name in names)
        words = self._texts("compare.counting")
        self.setText(self._texts("compare.counting.some", words=words, count=count) if count else words)

    def _open(self) -> None:
        self.panel.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self.panel.adjustSize()
        self.panel.move(self.mapToGlobal(QPoint(0, self.height())))
        self.panel.show()
        self.rate_bar.item_class.setFocus(Qt.FocusReason.PopupFocusReason)
