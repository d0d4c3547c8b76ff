"""What a year asked of whom: classes, roles, levels and systems, as the auditor decides it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.fiscal_years import parse_fiscal_year
from auditor_app.domain.standards import ItemClass, Role
from auditor_app.domain.year_scope import YearScope
from auditor_app.services.tables.rate_columns import role_name
from auditor_app.services.tables.word_columns import listed
from auditor_app.ui.context import PageContext
from auditor_app.ui.widgets.labels import plain_label

WIDTH = 600
CLASSES: tuple[ItemClass, ...] = ("basic", "enhanced")


class ScopeDialog(QDialog):
    """Nothing ticked is "not stated", which is not "nothing asked"; it stores nothing itself."""

    def __init__(
        self,
        context: PageContext,
        scope: YearScope | None,
        published: YearScope | None,
        roles: Sequence[Role],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._texts = context, context.texts
        self._published = published
        self.setWindowTitle(context.titled(self._texts("scope.title")))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        layout.addWidget(plain_label(self._texts("scope.about"), self, wraps=True, muted=True))
        layout.addLayout(self._fields(scope, roles))
        self.words = plain_label("", self, wraps=True, muted=True)
        layout.addWidget(self.words)
        self.buttons = QDialogButtonBox(self)
        self.back_button = self.buttons.addButton(self._texts("scope.take_back"), QDialogButtonBox.ButtonRole.ResetRole)
        self.back_button.setToolTip(self._texts("scope.take_back.help"))
        self.back_button.setVisible(scope is not None and scope.basis == "decided")
        self.back_button.clicked.connect(self._clear)
        self.save_button = self.buttons.addButton(self._texts("editions.save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self._texts("cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        self.year.textChanged.connect(self._show_state)
        self._show_state()
        self.resize(context.pixels(WIDTH), self.sizeHint().height())

    def scope(self) -> YearScope:
        """As it stands in the fields."""
        classes = tuple(own for own in CLASSES if self.classes[own].isChecked())
        boxes = [self.roles.item(row) for row in range(self.roles.count())]
        codes = tuple(
            str(own.data(Qt.ItemDataRole.UserRole)) for own in boxes if own.checkState() == Qt.CheckState.Checked
        )
        levels, systems, note = (line.text().strip() for line in (self.levels, self.systems, self.note))
        return YearScope(parse_fiscal_year(self.year.text()) or 0, classes, codes, levels, systems, note)

    def _fields(self, scope: YearScope | None, roles: Sequence[Role]) -> QFormLayout:
        texts = self._texts
        shown = scope or YearScope(0, (), ())
        self.year = QLineEdit(str(shown.fiscal_year or ""), self)
        self.year.setReadOnly(scope is not None)
        self.year.setPlaceholderText(texts("scope.year_hint"))
        self.classes: dict[ItemClass, QCheckBox] = {}
        boxes = QWidget(self)
        boxes.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(boxes)
        row.setContentsMargins(0, 0, 0, 0)
        for own in CLASSES:
            box = QCheckBox(texts(f"item_class.{own}"), boxes)
            box.setChecked(own in shown.classes)
            row.addWidget(box)
            self.classes[own] = box
        row.addStretch(1)
        self.roles = self._role_list(roles, shown)
        self.levels, self.systems = QLineEdit(shown.levels, self), QLineEdit(shown.systems, self)
        self.note = QLineEdit(shown.note, self)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("field.fiscal_year", self.year),
            ("scope.classes", boxes),
            ("scope.roles", self.roles),
            ("scope.levels", self.levels),
            ("scope.systems", self.systems),
            ("field.note", self.note),
        )
        for key, field in rows:
            field.setAccessibleName(texts(key))
            form.addRow(texts(key), field)
        return form

    def _role_list(self, roles: Sequence[Role], shown: YearScope) -> QListWidget:
        found = QListWidget(self)
        found.setMaximumHeight(self._context.pixels(28 * max(3, min(6, len(roles)))))
        for role in roles:
            item = QListWidgetItem(role_name(self._texts, role), found)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if role.code in shown.roles else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, role.code)
        return found

    def _show_state(self, _changed: object = None) -> None:
        """What the report of that year says, beside what is being decided; or why there is no such year."""
        year = parse_fiscal_year(self.year.text())
        self.save_button.setEnabled(year is not None)
        if year is None:
            self.words.setText(self._texts("scope.year_wrong"))
        elif self._published is not None and self._published.fiscal_year == year:
            self.words.setText(self._texts("scope.published", words=self._published_words(self._published)))
        else:
            self.words.setText(self._texts("scope.nothing_published"))

    def _published_words(self, scope: YearScope) -> str:
        classes = " + ".join(self._texts(f"item_class.{own}") for own in scope.classes)
        boxes = [self.roles.item(row) for row in range(self.roles.count())]
        names = {cast(str, own.data(Qt.ItemDataRole.UserRole)): own.text() for own in boxes}
        roles = listed(self._texts, (names.get(code, code) for code in scope.roles))
        return " / ".join(filter(None, (classes, roles, scope.levels, scope.systems, scope.note)))

    def _clear(self, _is_checked: bool = False) -> None:
        """Nothing decided any more: what was published holds again."""
        for box in self.classes.values():
            box.setChecked(False)
        for row in range(self.roles.count()):
            self.roles.item(row).setCheckState(Qt.CheckState.Unchecked)
        for line in (self.levels, self.systems, self.note):
            line.clear()
        self.accept()
