"""What a return form is made for: a ministry, a year, its units, and the file it is written to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.published import fold_name
from auditor_app.foundation.errors import UserError
from auditor_app.services.return_form_choices import FormChoices
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.labels import plain_label

SIZE = (600, 480)
MARGIN = 40
"""Left free at the edges of a small screen."""
SUFFIX = ".xlsx"


class FormDialog(QDialog):
    """Asks; writing is the commands' business.  It stays open until the form is written."""

    write_wanted = Signal()
    target_wanted = Signal()

    def __init__(
        self,
        context: PageContext,
        choices: FormChoices,
        fiscal_year: int,
        units_of: Callable[[str, int], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        """`units_of` tells what units an organisation is known to have (name, year)."""
        super().__init__(parent)
        self._context, self._texts, self._units_of = context, context.texts, units_of
        self._names = {fold_name(words): name for name, english in choices.organisations for words in (name, english)}
        self._names.pop("", None)
        self._prefilled: list[str] = []
        self.setWindowTitle(context.titled(self._texts("form_dialog.title")))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        layout.addWidget(plain_label(self._texts("form_dialog.about"), self, wraps=True, muted=True))
        layout.addLayout(self._fields(choices, fiscal_year))
        self.words = plain_label("", self, wraps=True)
        layout.addWidget(self.words)
        self.buttons = QDialogButtonBox(self)
        self.write_button = self.buttons.addButton(
            self._texts("form_dialog.write"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.addButton(self._texts("cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        layout.addWidget(self.buttons)
        self._connect()
        self._prefill()
        room = self.screen().availableGeometry()
        self.resize(
            min(context.pixels(SIZE[0]), room.width() - MARGIN), min(context.pixels(SIZE[1]), room.height() - MARGIN)
        )
        self.organisation.setFocus()
        line = self.organisation.lineEdit()
        if line is not None:
            line.selectAll()  # typing a name replaces the one that stands there

    # --- what was chosen ------------------------------------------------------------------------------

    def organisation_name(self) -> str:
        """The name as the case has it; "" for words that are none."""
        return self._names.get(fold_name(self.organisation.currentText()), "")

    def fiscal_year(self) -> int:
        """0 when the case has no edition for any year."""
        return cast(int, self.year.currentData() or 0)

    def unit_names(self) -> list[str]:
        lines = (line.strip() for line in self.units.toPlainText().splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_other_units(self) -> bool:
        """Whether the list is not the one that was proposed."""
        return self.unit_names() != self._prefilled

    def target(self) -> Path | None:
        """None as long as there is no file name; without a suffix it gets that of a workbook."""
        text = self.target_field.text().strip()
        if not text:
            return None
        path = Path(text).expanduser()
        return path if path.suffix else path.with_name(f"{path.name}{SUFFIX}")

    def show_target(self, target: Path) -> None:
        self.target_field.setText(str(target))

    def show_refusal(self, error: UserError) -> None:
        """The form could not be written: say why, and let the auditor go on."""
        self._say("\n".join(self._texts.problem(own) for own in error.problems), "bad")

    def show_busy(self, is_busy: bool) -> None:
        self.write_button.setEnabled(not is_busy)
        if is_busy:
            self._say(self._texts("form_dialog.writing"), "")

    # --- parts ----------------------------------------------------------------------------------------

    def _fields(self, choices: FormChoices, fiscal_year: int) -> QFormLayout:
        texts = self._texts
        self.organisation = self._organisations(choices)
        self.year = QComboBox(self)
        for year in choices.years:
            self.year.addItem(self._context.year_text(year), year)
        self.year.setCurrentIndex(max(0, self.year.findData(fiscal_year)))
        self.units = QPlainTextEdit(self)
        self.units.setProperty("input", True)
        self.units.setTabChangesFocus(True)
        self.units.setPlaceholderText(texts("form_dialog.whole_ministry"))
        self.target_field = QLineEdit(self)
        self.target_field.setPlaceholderText(texts("form_dialog.target.later"))
        self.target_button = QPushButton(texts("form_dialog.target.choose"), self)
        self.target_button.setAutoDefault(False)
        target = QHBoxLayout()
        target.addWidget(self.target_field, 1)
        target.addWidget(self.target_button)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(texts("form_dialog.organisation"), self.organisation)
        form.addRow(texts("field.fiscal_year"), self.year)
        form.addRow(texts("form_dialog.units"), self.units)
        form.addRow(texts("form_dialog.target"), target)
        for key, field in (
            ("form_dialog.organisation", self.organisation),
            ("field.fiscal_year", self.year),
            ("form_dialog.units", self.units),
            ("form_dialog.target", self.target_field),
        ):
            field.setAccessibleName(texts(key))
        return form

    def _organisations(self, choices: FormChoices) -> QComboBox:
        """One may write any part of a name; only a ministry of the case is taken."""
        box = QComboBox(self)
        box.setEditable(True)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        is_japanese = self._texts.language == "ja"
        box.addItems([name if is_japanese or not english else english for name, english in choices.organisations])
        completer = QCompleter(box.model(), box)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
        return box

    def _connect(self) -> None:
        self.organisation.currentTextChanged.connect(self._prefill)
        self.year.currentIndexChanged.connect(self._prefill)
        self.target_button.clicked.connect(self.target_wanted)
        self.buttons.accepted.connect(self.write_wanted)
        self.buttons.rejected.connect(self.reject)

    def _prefill(self, _changed: object = None) -> None:
        """The known units of the ministry in that year, unless the auditor has written others."""
        name, year = self.organisation_name(), self.fiscal_year()
        if not self.has_other_units():
            self._prefilled = [unit for unit in self._units_of(name, year) if unit] if name and year else []
            self.units.setPlainText("\n".join(self._prefilled))
        lack = "form_dialog.no_catalogue" if not year else "" if name else "form_dialog.no_organisation"
        self.write_button.setEnabled(not lack)
        self._say(self._texts(lack) if lack else "", "warning")

    def _say(self, words: str, tone: str) -> None:
        self.words.setText(words)
        self.words.setProperty("tone", tone)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
