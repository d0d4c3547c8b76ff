"""A topic of the auditor: its name, who answers for it, and the Part or sections whose items it covers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.published import fold_name
from auditor_app.domain.weak_areas import Topic
from auditor_app.services.topic_sections import TopicGround
from auditor_app.ui.context import PageContext
from auditor_app.ui.models.cell_filters import fold
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.labels import plain_label

SIZE = (620, 620)
MARGIN = 40
"""Left free at the edges of a small screen."""
LONGEST_NAME = 100
GROUPS = ("officer", "staff", "system")
SECTION, PART = Qt.ItemDataRole.UserRole, int(Qt.ItemDataRole.UserRole) + 1


class TopicDialog(QDialog):
    """Says at each step how many items the topic covers; it stores nothing itself."""

    def __init__(
        self,
        context: PageContext,
        ground: TopicGround,
        topic: Topic | None,
        other_names: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._texts, self._ground = context, context.texts, ground
        self._other_names = {fold_name(name) for name in other_names}
        shown = topic or Topic("", "", "", "", ())
        title = self._texts("topic.title.edit" if topic else "topic.title.new")
        self.setWindowTitle(context.titled(title))
        layout = QVBoxLayout(self)
        layout.setSpacing(context.pixels(8))
        layout.addLayout(self._fields(shown))
        layout.addWidget(plain_label(self._about_sections(), self, wraps=True, muted=True))
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self._texts("topic.filter"))
        self.filter.setAccessibleName(self._texts("topic.filter"))
        self.filter.setClearButtonEnabled(True)
        layout.addWidget(self.filter)
        self.sections = QListWidget(self)
        self.sections.setAccessibleName(self._texts("topic.sections"))
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list_sections(shown)
        layout.addWidget(self.sections, 1)
        self.words = plain_label("", self, wraps=True)
        layout.addWidget(self.words)
        self.buttons = QDialogButtonBox(self)
        self.save_button = self.buttons.addButton(self._texts("topic.save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self._texts("cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        layout.addWidget(self.buttons)
        self._connect()
        self._show_sections()
        room = self.screen().availableGeometry()
        self.resize(
            min(context.pixels(SIZE[0]), room.width() - MARGIN), min(context.pixels(SIZE[1]), room.height() - MARGIN)
        )
        self.name.setFocus()

    def topic(self) -> Topic:
        """The topic as it stands in the fields."""
        part = self.part.currentData()
        sections = [own.data(SECTION) for own in self._items() if _is_checked(own) and self._is_of_part(own)]
        name, english = self.name.text().strip(), self.english.text().strip()
        return Topic(name, english, self.role.currentData(), part, tuple(sections))

    # --- parts --------------------------------------------------------------------------------------

    def _fields(self, shown: Topic) -> QFormLayout:
        texts = self._texts
        self.name, self.english = QLineEdit(shown.name, self), QLineEdit(shown.english, self)
        self.role, self.part = QComboBox(self), QComboBox(self)
        for line in (self.name, self.english):
            line.setMaxLength(LONGEST_NAME)
        self.role.addItem(texts("topic.every_role"), "")
        for group in GROUPS:
            self.role.addItem(texts(f"role.{group}"), group)
        self.part.addItem(texts("rates.all_parts"), "")
        titles = {own.part: own.title for own in self._ground.parts}
        numbers = dict.fromkeys([*titles, *(own.part for own in self._ground.sections), shown.part])
        for part in filter(None, numbers):
            words = " ".join(filter(None, (texts("rates.part", part=part), titles.get(part, ""))))
            self.part.addItem(words, part)
        self.role.setCurrentIndex(self.role.findData(shown.role))
        self.part.setCurrentIndex(self.part.findData(shown.part))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("topic.name", self.name),
            ("topic.english", self.english),
            ("field.role", self.role),
            ("field.part", self.part),
        )
        for key, field in rows:
            field.setAccessibleName(texts(key))
            form.addRow(texts(key), field)
        return form

    def _about_sections(self) -> str:
        if not self._ground.edition:
            return self._texts("topic.no_edition")
        return self._texts("topic.sections_of", edition=self._ground.edition)

    def _list_sections(self, shown: Topic) -> None:
        """The sections of the edition, and what the topic names beside them."""
        known = {own.section for own in self._ground.sections}
        for section in (own for own in shown.sections if own not in known):
            below = sum(own.startswith(f"{section}.") for own in known)
            words = self._texts("topic.below" if below else "topic.not_in_edition", section=section, count=below)
            self._add_section(section, shown.part, words, is_checked=True)
        for own in self._ground.sections:
            title = own.title or " / ".join(self._ground.titles_in(own.section))
            self._add_section(own.section, own.part, f"{own.section} {title}", own.section in shown.sections)

    def _add_section(self, section: str, part: str, words: str, is_checked: bool) -> None:
        item = QListWidgetItem(words, self.sections)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked)
        item.setData(SECTION, section)
        item.setData(PART, part)
        item.setToolTip(tooltip_html(words))

    def _connect(self) -> None:
        for field in (self.name, self.english):
            field.textChanged.connect(self._show_state)
        self.role.currentIndexChanged.connect(self._show_state)
        self.part.currentIndexChanged.connect(self._show_sections)
        self.filter.textChanged.connect(self._show_sections)
        self.sections.itemChanged.connect(self._show_state)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    # --- what is shown ------------------------------------------------------------------------------

    def _items(self) -> list[QListWidgetItem]:
        return [self.sections.item(row) for row in range(self.sections.count())]

    def _is_of_part(self, item: QListWidgetItem) -> bool:
        return self.part.currentData() in ("", item.data(PART))

    def _show_sections(self, _changed: object = None) -> None:
        wanted = fold(self.filter.text().strip())
        for item in self._items():
            item.setHidden(not self._is_of_part(item) or wanted not in fold(item.text()))
        self._show_state()

    def _show_state(self, _changed: object = None) -> None:
        """What the topic covers, or why it cannot be saved yet."""
        topic = self.topic()
        lack = self._lack(topic)
        if lack:
            words = self._texts(lack)
        else:
            questions = self._ground.covered(topic)
            items = len({own.item for own in questions})
            words = self._texts("topic.covers", items=items, questions=len(questions))
        self.words.setText(words)
        self.save_button.setEnabled(not lack)

    def _lack(self, topic: Topic) -> str:
        if not topic.name:
            return "topic.lacks_name"
        if fold_name(topic.name) in self._other_names:
            return "topic.name_taken"
        return "" if topic.part or topic.sections else "topic.lacks_sections"


def _is_checked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked
