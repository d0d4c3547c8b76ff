"""The fields of the dialog of exports: what, in which language and encoding, from which template, and where to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from auditor_app.foundation.translation import LANGUAGES, Language
from auditor_app.services.export_page import ROW_FORMATS, ExportFormat, ExportSubject, ExportWish
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.labels import ElidedLabel

ENCODINGS = ("utf-8-sig", "cp932")


class ExportFields(QWidget):
    """Shows what the format can have; what it cannot have is out of sight and out of the wish."""

    changed = Signal()
    """what the file will hold is something else now"""
    place_changed = Signal()
    template_wanted = Signal()
    target_wanted = Signal()

    def __init__(self, context: PageContext, subject: ExportSubject, last: Mapping[str, Any], parent: QWidget) -> None:
        """`last`: what was chosen the last time."""
        super().__init__(parent)
        self._context, self._texts, self._subject = context, context.texts, subject
        is_same_page = last.get("template_of") == subject.view  # a letter about one page says nothing of another
        self._template = _existing(last.get("template")) if is_same_page else None
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setVerticalSpacing(context.pixels(8))
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._build_content(last)
        self._build_choices(last)
        self._build_template()
        self._build_place()

    # --- what was chosen --------------------------------------------------------------------------

    def wish(self, format_: ExportFormat) -> ExportWish:
        """Of this format; what does not belong to it is as it always is."""
        is_csv = format_ == "csv"
        is_as_shown = self._is_as_shown(format_)
        table = str(self.table.currentData() or "") if is_csv and is_as_shown else ""
        return ExportWish(
            format_,
            self._language(format_, is_as_shown=is_as_shown),
            is_as_shown,
            table,
            cast(Any, self.encoding.currentData()) if is_csv else "utf-8-sig",
            template=self._template if format_ == "docx" else None,
        )

    def choices(self) -> dict[str, object]:
        """To be remembered."""
        return {
            "is_as_shown": self.as_shown.isChecked(),
            "encoding": self.encoding.currentData(),
            "template": str(self._template or ""),
            "template_of": self._subject.view,
            "folder": self.folder.text(),
        }

    def target(self) -> Path | None:
        """None as long as there is no name."""
        name = self.name.text().strip()
        return Path(self.folder.text().strip()).expanduser() / name if name else None

    def show_target(self, target: Path) -> None:
        self.folder.setText(str(target.parent))
        self.name.setText(target.name)

    def set_template(self, template: Path | None) -> None:
        self._template = template
        self._show_template()
        self.changed.emit()

    def show_tables(self, tables: Sequence[tuple[str, str]]) -> None:
        """(id, title) of the tables of the document; the choice among them stays."""
        if [(self.table.itemData(at), self.table.itemText(at)) for at in range(self.table.count())] == list(tables):
            return
        chosen = self.table.currentData()
        self.table.blockSignals(True)
        self.table.clear()
        for table_id, title in tables:
            self.table.addItem(title, table_id)
        self.table.setCurrentIndex(max(0, self.table.findData(chosen)))
        self.table.blockSignals(False)

    def show_format(self, format_: ExportFormat) -> None:
        """Only what this format can have."""
        has_rows = format_ in ROW_FORMATS
        is_as_shown = self._is_as_shown(format_)
        is_document = is_as_shown and format_ != "oscal"
        shown = {
            self.content: has_rows,
            self.table: format_ == "csv" and is_as_shown and self.table.count() > 1,
            self.language: is_document or format_ == "oscal",
            self.encoding: format_ == "csv",
            self.template: format_ == "docx",
        }
        for widget, is_shown in shown.items():
            self.form.setRowVisible(widget, is_shown)

    def _is_as_shown(self, format_: ExportFormat) -> bool:
        is_choice = format_ in ROW_FORMATS
        return not is_choice or self.as_shown.isChecked()

    def _language(self, format_: ExportFormat, *, is_as_shown: bool) -> Language:
        is_choice = is_as_shown or format_ == "oscal"
        return cast(Language, self.language.currentData()) if is_choice else self._subject.language

    # --- parts ------------------------------------------------------------------------------------

    def _build_content(self, last: Mapping[str, Any]) -> None:
        texts = self._texts
        self.content = QWidget(self)
        self.as_shown = QRadioButton(texts("exportui.as_shown"), self.content)
        self.all_fields = QRadioButton(texts("exportui.all_fields"), self.content)
        self.all_fields.setToolTip(texts("exportui.all_fields.help"))
        group = QButtonGroup(self.content)
        row = QHBoxLayout(self.content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.pixels(16))
        for button in (self.as_shown, self.all_fields):
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        is_fields = last.get("is_as_shown") is False or self._subject.is_big
        (self.all_fields if is_fields else self.as_shown).setChecked(True)
        self.as_shown.setEnabled(not self._subject.is_big)
        self.as_shown.toggled.connect(self.changed)
        self._add("exportui.content", self.content)

    def _build_choices(self, last: Mapping[str, Any]) -> None:
        texts = self._texts
        self.table, self.language, self.encoding = QComboBox(self), QComboBox(self), QComboBox(self)
        for language in LANGUAGES:
            self.language.addItem(texts(f"exportui.language.{language}"), language)
        self.language.setCurrentIndex(self.language.findData(self._subject.language))
        for encoding in ENCODINGS:
            self.encoding.addItem(texts(f"exportui.encoding.{encoding}"), encoding)
        self.encoding.setCurrentIndex(max(0, self.encoding.findData(last.get("encoding", ENCODINGS[0]))))
        for name, box in (("table", self.table), ("language", self.language), ("encoding", self.encoding)):
            box.currentIndexChanged.connect(self.changed)
            self._add(f"exportui.{name}", box)

    def _build_template(self) -> None:
        texts = self._texts
        self.template = QWidget(self)
        self.template_name = ElidedLabel("", self.template)
        self.template_button = QPushButton(texts("exportui.choose"), self.template)
        self.template_button.setAccessibleName(texts("exportui.template.choose"))
        self.no_template_button = QPushButton(texts("exportui.template.none"), self.template)
        row = QHBoxLayout(self.template)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.template_name, 1)
        for button in (self.template_button, self.no_template_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.template_button.clicked.connect(self.template_wanted)
        self.no_template_button.clicked.connect(lambda: self.set_template(None))
        self._add("exportui.template", self.template)
        self._show_template()

    def _show_template(self) -> None:
        own = self._template
        self.template_name.setText(str(own) if own else self._texts("exportui.template.own"))
        self.no_template_button.setVisible(own is not None)

    def _build_place(self) -> None:
        texts = self._texts
        self.folder, self.name = QLineEdit(self), QLineEdit(self)
        self.target_button = QPushButton(texts("exportui.choose"), self)
        self.target_button.setAccessibleName(texts("exportui.folder.choose"))
        self.target_button.setAutoDefault(False)
        place = QWidget(self)
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.folder, 1)
        row.addWidget(self.target_button)
        self.target_button.clicked.connect(self.target_wanted)
        self._add("exportui.folder", place, self.folder)
        self._add("exportui.name", self.name)
        for field in (self.folder, self.name):
            field.textChanged.connect(self.place_changed)

    def _add(self, key: str, widget: QWidget, named: QWidget | None = None) -> None:
        self.form.addRow(self._texts(key), widget)
        (named or widget).setAccessibleName(self._texts(key))


def _existing(path: object) -> Path | None:
    """A template that was used before and is still there."""
    own = Path(path) if isinstance(path, str) and path else None
    return own if own is not None and own.is_file() else None
