"""What a report consists of: years, organisations, sections, title page, the office's own Word template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from auditor_app.foundation.translation import LANGUAGES
from auditor_app.services.reports.definition import LATEST
from auditor_app.services.reports.drafts import Draft
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.widgets.labels import ElidedLabel, heading, plain_label
from auditor_app.ui.widgets.report_sections import SectionList

LONGEST_LINE = 200
MOST_YEARS_BEFORE = 20
LABELS = (
    "reportui.title",
    "reportui.language",
    "report.year",
    "reportui.years_before",
    "report.organisations",
    "report.office",
    "report.prepared_by",
    "reportui.foreword",
    "reportui.template",
)


class ReportForm(QScrollArea):
    """Shows a draft and tells when it is another one; what takes a dialog or a file it asks for."""

    changed = Signal()
    organisations_requested = Signal()
    template_requested = Signal()
    template_removed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self._draft: Draft | None = None
        self._body = QWidget(self)
        self._build()
        self._connect()
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(context.pixels(316))

    # --- the draft ----------------------------------------------------------------------------------------

    def show_draft(self, draft: Draft, years: Sequence[int], latest: int) -> None:
        """Everything anew; tells nobody of a change."""
        own = draft.definition
        self._draft = None
        self.title.setText(own.title)
        self.language.setCurrentIndex(self.language.findData(own.language))
        self._show_years(own.fiscal_year, years, latest)
        self.years_before.setValue(own.years_before)
        self.sections.show_sections(own.sections)
        self.office.setText(own.office)
        self.prepared_by.setText(own.prepared_by)
        self.foreword.setPlainText(own.foreword)
        self._draft = draft
        self.show_organisations(own.organisations)
        self.show_template(draft, ())

    def draft(self) -> Draft:
        """What the fields say; name, organisations and template are those of the draft that was shown."""
        if self._draft is None:
            raise RuntimeError("no definition is shown")
        definition = replace(
            self._draft.definition,
            title=self.title.text().strip(),
            language=self.language.currentData(),
            sections=self.sections.chosen(),
            fiscal_year=self.year.currentData(),
            years_before=self.years_before.value(),
            office=self.office.text().strip(),
            prepared_by=self.prepared_by.text().strip(),
            foreword=self.foreword.toPlainText().strip(),
        )
        return replace(self._draft, definition=definition)

    def take(self, draft: Draft) -> None:
        """What a dialog changed of the draft in sight."""
        self._draft = draft
        self.show_organisations(draft.definition.organisations)
        self.show_template(draft, ())

    def show_organisations(self, names: Sequence[str]) -> None:
        words = self._texts("explain.names_join").join(names) or self._texts("report.all_organisations")
        self.organisations.setText(words)
        self.organisations_button.setAccessibleDescription(words)

    def show_template(self, draft: Draft, problems: Sequence[str]) -> None:
        """The Word file's name, and what is wrong with it."""
        own = draft.definition
        self.template.setText(own.template_name or self._texts("reportui.no_template"))
        self.template_remove.setEnabled(bool(own.template_name))
        words = "\n".join(problems)
        if not words and draft.template_path:
            words = self._texts("reportui.template_not_kept")
        self.template_words.setText(words)
        self.template_words.setVisible(bool(words))
        self.template_words.setStyleSheet(f"color: {self._context.colours.bad}" if problems else "")

    # --- parts --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        pixels = self._context.pixels
        column = QVBoxLayout(self._body)
        column.setContentsMargins(pixels(8), 0, pixels(12), pixels(8))
        column.setSpacing(pixels(8))
        column.addLayout(self._particulars())
        column.addLayout(self._sections_head())
        self.sections = SectionList(self._context, self._body)
        column.addWidget(self.sections)
        self.sections_help = plain_label(self._texts("reportui.sections.help"), self._body, wraps=True, muted=True)
        column.addWidget(self.sections_help)
        column.addWidget(heading(self._texts("reportui.title_page"), self._body))
        column.addLayout(self._title_page())
        column.addStretch(1)

    def _particulars(self) -> QFormLayout:
        self.title = self._line()
        self.language = QComboBox(self._body)
        for language in LANGUAGES:
            self.language.addItem(self._texts(f"reportui.language.{language}"), language)
        self.year = QComboBox(self._body)
        self.years_before = QSpinBox(self._body)
        self.years_before.setRange(0, MOST_YEARS_BEFORE)
        self.years_before.setToolTip(self._texts("reportui.years_before.help"))
        self.organisations = ElidedLabel("", self._body)
        self.organisations_button = QPushButton(self._texts("reportui.choose"), self._body)
        self.organisations_button.setAccessibleName(self._texts("reportui.choose_organisations"))
        bodies = QHBoxLayout()
        bodies.addWidget(self.organisations, 1)
        bodies.addWidget(self.organisations_button)
        for choice in (self.language, self.year):  # a long year gives way instead of widening the pane
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        form = self._form()
        self._add(form, "reportui.title", self.title)
        self._add(form, "reportui.language", self.language)
        self._add(form, "report.year", self.year)
        self._add(form, "reportui.years_before", self.years_before)
        form.addRow(self._label("report.organisations"), bodies)
        return form

    def _sections_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._context.pixels(2))
        row.addWidget(heading(self._texts("reportui.sections"), self._body), 1)
        self.earlier = self._order_tool("earlier", "chevron-up")
        self.later = self._order_tool("later", "chevron-down")
        row.addWidget(self.earlier)
        row.addWidget(self.later)
        return row

    def _order_tool(self, name: str, picture: str) -> QToolButton:
        button = QToolButton(self._body)
        button.setIcon(icon(picture, self._context.colours.text))
        button.setIconSize(QSize(self._context.pixels(15), self._context.pixels(15)))
        button.setAccessibleName(self._texts(f"reportui.{name}"))
        button.setToolTip(self._texts(f"reportui.{name}"))
        return button

    def _title_page(self) -> QFormLayout:
        self.office, self.prepared_by = self._line(), self._line()
        self.foreword = QPlainTextEdit(self._body)
        self.foreword.setProperty("input", True)
        self.foreword.setTabChangesFocus(True)
        self.foreword.setPlaceholderText(self._texts("reportui.foreword.help"))
        self.foreword.setMinimumHeight(self.fontMetrics().lineSpacing() * 5)
        self.template = ElidedLabel("", self._body)
        self.template_choose = QPushButton(self._texts("reportui.choose"), self._body)
        self.template_choose.setAccessibleName(self._texts("reportui.choose_template"))
        self.template_remove = QToolButton(self._body)
        self.template_remove.setIcon(icon("close", self._context.colours.text))
        self.template_remove.setAccessibleName(self._texts("reportui.remove_template"))
        self.template_remove.setToolTip(self._texts("reportui.remove_template"))
        row = QHBoxLayout()
        row.addWidget(self.template, 1)
        row.addWidget(self.template_choose)
        row.addWidget(self.template_remove)
        self.template_words = plain_label("", self._body, wraps=True)
        self.template_words.hide()
        form = self._form()
        self._add(form, "report.office", self.office)
        self._add(form, "report.prepared_by", self.prepared_by)
        self._add(form, "reportui.foreword", self.foreword)
        form.addRow(self._label("reportui.template"), row)
        form.addRow(self.template_words)
        return form

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(self._context.pixels(6))
        return form

    def _add(self, form: QFormLayout, key: str, field: QWidget) -> None:
        field.setAccessibleName(self._texts(key))
        label = self._label(key)
        label.setBuddy(field)
        form.addRow(label, field)

    def _label(self, key: str) -> QLabel:
        """All as wide as the widest, so that the fields of both forms begin at one line."""
        label = plain_label(self._texts(key), self._body)
        label.setMinimumWidth(max(self.fontMetrics().horizontalAdvance(self._texts(own)) for own in LABELS))
        return label

    def _line(self) -> QLineEdit:
        field = QLineEdit(self._body)
        field.setMaxLength(LONGEST_LINE)
        return field

    def _show_years(self, chosen: int, years: Sequence[int], latest: int) -> None:
        """The latest one, whichever that is when the report is made, or one that stays."""
        with QSignalBlocker(self.year):
            self.year.clear()
            words = self._context.year_text(latest) or "—"
            self.year.addItem(self._texts("reportui.latest", year=words), LATEST)
            for year in sorted({*years, *((chosen,) if chosen else ())}, reverse=True):
                self.year.addItem(self._context.year_text(year), year)
            self.year.setCurrentIndex(max(0, self.year.findData(chosen)))

    # --- slots --------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        for field in (self.title, self.office, self.prepared_by):
            field.textChanged.connect(self._tell)
        self.foreword.textChanged.connect(self._tell)
        for choice in (self.language, self.year):
            choice.currentIndexChanged.connect(self._tell)
        self.years_before.valueChanged.connect(self._tell)
        self.sections.sections_changed.connect(self._tell)
        self.earlier.clicked.connect(self._move_earlier)
        self.later.clicked.connect(self._move_later)
        self.organisations_button.clicked.connect(self.organisations_requested)
        self.template_choose.clicked.connect(self.template_requested)
        self.template_remove.clicked.connect(self.template_removed)

    def _tell(self, *_changed: object) -> None:
        if self._draft is not None:
            self.changed.emit()

    def _move_earlier(self, _is_checked: bool = False) -> None:
        self.sections.move_current(-1)

    def _move_later(self, _is_checked: bool = False) -> None:
        self.sections.move_current(1)
