"""One edition: its state with the day, and the years it holds for; a year another edition holds is moved on purpose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.days import parse_day
from auditor_app.domain.standards import Edition, EditionState
from auditor_app.services.browse_editions import years_held_by_others
from auditor_app.services.tables.word_columns import listed
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.table_proposal.given_values import years_of
from auditor_app.ui.widgets.labels import plain_label, sized

WIDTH = 560
STATES: tuple[EditionState, ...] = ("draft", "public_comment", "decided", "superseded")
_BETWEEN = re.compile(r"[、,\s]+")
_SPAN = re.compile(r"\s*[-–〜~～]\s*")


class EditionDialog(QDialog):
    """Says at each step what would be moved, or why it cannot be saved; it stores nothing itself."""

    def __init__(
        self, context: PageContext, edition: Edition, editions: Sequence[Edition], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self._edition, self._editions = edition, list(editions)
        self.setWindowTitle(context.titled(self._texts("editions.edit_title")))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        name = sized(plain_label(edition.name, self, wraps=True), 1.15, bold=True)
        layout.addWidget(name)
        layout.addWidget(plain_label(edition.standard, self, muted=True))
        layout.addLayout(self._fields())
        self.moves = QCheckBox(self._texts("editions.move_years"), self)
        self.moves.toggled.connect(self._show_state)
        layout.addWidget(self.moves)
        self.words = plain_label("", self, wraps=True)
        self.words.setMinimumHeight(context.pixels(56))
        layout.addWidget(self.words)
        layout.addStretch(1)
        self.buttons = QDialogButtonBox(self)
        self.save_button = self.buttons.addButton(self._texts("editions.save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self._texts("cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        self._show_state()
        self.resize(context.pixels(WIDTH), self.sizeHint().height())
        self.state.setFocus()

    def values(self) -> tuple[EditionState, date | None, tuple[int, ...]]:
        """State, its day, years: as they stand in the fields."""
        return self.state.currentData(), parse_day(self.day.text()), years_in(self.years.text()) or ()

    def _fields(self) -> QFormLayout:
        texts, edition = self._texts, self._edition
        self.state = QComboBox(self)
        for state in STATES:
            self.state.addItem(texts(f"edition.{state}"), state)
        self.state.setCurrentIndex(self.state.findData(edition.state))
        self.day = QLineEdit(str(edition.state_date or ""), self)
        self.day.setPlaceholderText(texts("editions.day_hint"))
        self.years = QLineEdit("、".join(map(str, edition.fiscal_years)), self)
        self.years.setPlaceholderText(texts("editions.years_hint"))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("field.state", self.state),
            ("editions.day", self.day),
            ("field.years", self.years),
        )
        for key, field in rows:
            field.setAccessibleName(texts(key))
            form.addRow(texts(key), field)
        self.state.currentIndexChanged.connect(self._show_state)
        for line in (self.day, self.years):
            line.textChanged.connect(self._show_state)
        return form

    def _show_state(self, _changed: object = None) -> None:
        """What would be moved, or what is missing; saving waits for both."""
        held = self._held()
        self.moves.setVisible(bool(held))
        lack = self._lack(held)
        self.words.setText(lack or self._effect(held))
        self.save_button.setEnabled(not lack)

    def _held(self) -> dict[int, Edition]:
        years = set(years_in(self.years.text()) or ()) - set(self._edition.fiscal_years)
        return years_held_by_others(self._editions, self._edition.id, sorted(years))

    def _lack(self, held: dict[int, Edition]) -> str:
        texts = self._texts
        if self.day.text().strip() and parse_day(self.day.text()) is None:
            return texts("editions.day_wrong")
        if years_in(self.years.text()) is None:
            return texts("editions.years_wrong")
        if held and not self.moves.isChecked():
            return self._moved(held, "editions.years_taken")
        return ""

    def _effect(self, held: dict[int, Edition]) -> str:
        if held:
            return self._moved(held, "editions.years_moved")
        years = years_in(self.years.text()) or ()
        if years or not self._edition.items:
            return ""
        return self._texts("editions.becomes_default")

    def _moved(self, held: dict[int, Edition], key: str) -> str:
        lines = [f"{self._context.year_text(year)}: {other.name}" for year, other in held.items()]
        return self._texts(key, years=listed(self._texts, lines))


def years_in(text: str) -> tuple[int, ...] | None:
    """The fiscal years a line names, in order; None when it cannot be read.

    >>> years_in("2006、2008-2010"), years_in("平成18年度, H20 〜 H21"), years_in(""), years_in("いつか")
    ((2006, 2008, 2009, 2010), (2006, 2008, 2009), (), None)
    """
    parts = [years_of(part) for part in _BETWEEN.split(_SPAN.sub("-", text.strip()))]
    if None in parts:
        return None
    return tuple(sorted({year for part in parts for year in part or ()}))
