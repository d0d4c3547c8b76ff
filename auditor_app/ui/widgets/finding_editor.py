"""Everything an auditor writes of a finding, as fields: prose at the left, whom and what it is about at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from auditor_app.domain.days import parse_day
from auditor_app.domain.findings import DEFAULT_SCALE, FigureLink, FindingText, Severity
from auditor_app.domain.organisations import Organisation
from auditor_app.foundation.translation import Texts
from auditor_app.ui.context import PageContext
from auditor_app.ui.tooltips import tooltip_html
from auditor_app.ui.widgets.body_picker import BodyPicker
from auditor_app.ui.widgets.labels import plain_label, sized

KINDS = ("finding", "good_practice")
PROSE = ("condition", "criteria", "cause", "effect", "recommendation")
AREA = ("part", "section", "item")
ROLES = ("officer", "staff", "system")
LONGEST_LINE = 200
LONGEST_PROSE = 20_000
PROSE_LINES = 3
LINK = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True)
class FindingGround:
    """What the case has that a finding may name."""

    organisations: Sequence[Organisation] = ()
    severities: Sequence[Severity] = DEFAULT_SCALE
    topics: Sequence[str] = ()
    roles: dict[str, str] = field(default_factory=dict)
    """Further roles the case knows, by their codes, with their names."""


class FindingEditor(QWidget):
    """Holds a text; what it has no field for is kept as it was."""

    changed = Signal()

    def __init__(
        self, context: PageContext, text: FindingText, ground: FindingGround, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._texts, self._former = context, context.texts, text
        self.kind, self.severity = self._kinds(text), self._severities(text, ground)
        self.title = self._line(text.title)
        self.prose = {name: self._prose(getattr(text, name)) for name in PROSE}
        self.area = {name: self._line(getattr(text, name)) for name in AREA}
        self.role, self.topic = self._roles(text, ground), self._topics(text, ground)
        self.owner, self.due = self._line(text.owner), self._line(text.due_date.isoformat() if text.due_date else "")
        self.due.setPlaceholderText(self._texts("findingui.day_forms"))
        self.tags = self._line(self._comma.join(text.tags))
        self.tags.setPlaceholderText(self._texts("findingui.tags.help"))
        self.figures = self._figures(text.figures)
        name = self._texts("findingui.field.organisations")
        self.organisations = BodyPicker(context, name, ground.organisations, text.organisations, self)
        self.organisations.list.setMinimumHeight(context.pixels(96))
        self.organisations.changed.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(context.pixels(16))
        row.addWidget(self._scrolled(self._left()), 3)
        row.addWidget(self._scrolled(self._right()), 2)

    @property
    def _comma(self) -> str:
        return "、" if self._texts.language == "ja" else ", "

    # --- what is written --------------------------------------------------------------------------

    def text(self) -> FindingText:
        """The text as it stands in the fields."""
        tags = (own.strip() for own in self.tags.text().replace("、", ",").replace("，", ",").split(","))
        return replace(
            self._former,
            kind=self.kind.currentData(),
            severity=self.severity.currentData(),
            title=self.title.text().strip(),
            organisations=self.organisations.ticked(),
            role=self.role.currentData() or "",
            topic=self.topic.currentText().strip(),
            owner=self.owner.text().strip(),
            due_date=self.due_day(),
            tags=tuple(dict.fromkeys(filter(None, tags))),
            figures=self.chosen_figures(),
            condition=self.prose["condition"].toPlainText().strip(),
            criteria=self.prose["criteria"].toPlainText().strip(),
            cause=self.prose["cause"].toPlainText().strip(),
            effect=self.prose["effect"].toPlainText().strip(),
            recommendation=self.prose["recommendation"].toPlainText().strip(),
            part=self.area["part"].text().strip(),
            section=self.area["section"].text().strip(),
            item=self.area["item"].text().strip(),
        )

    def due_day(self) -> date | None:
        return parse_day(self.due.text())

    def chosen_figures(self) -> tuple[FigureLink, ...]:
        """Those that are ticked, in their order."""
        items = (self.figures.item(row) for row in range(self.figures.count()))
        return tuple(own.data(LINK) for own in items if own.checkState() == Qt.CheckState.Checked)

    def lack(self) -> str:
        """Words for what cannot be read or is not there; a half-written text may be saved as a draft."""
        if not self.title.text().strip():
            return self._texts("findingui.lacks_title")
        if self.due.text().strip() and self.due_day() is None:
            return self._texts("findingui.unreadable_day")
        if any(len(own.toPlainText()) > LONGEST_PROSE for own in self.prose.values()):
            return self._texts("findingui.too_long", most=f"{LONGEST_PROSE:,}")
        return ""

    # --- parts ------------------------------------------------------------------------------------

    def _left(self) -> QWidget:
        box, layout = self._column()
        self._add(layout, "title", self.title)
        row = QHBoxLayout()
        row.setSpacing(self._context.pixels(8))
        for name, chosen in (("kind", self.kind), ("severity", self.severity)):
            column = QVBoxLayout()
            column.setSpacing(self._context.pixels(2))
            self._add(column, name, chosen)
            row.addLayout(column, 1)
        layout.addLayout(row)
        for name, own in self.prose.items():
            self._add(layout, name, own, stretch=2 if name == "condition" else 1)
        return box

    def _right(self) -> QWidget:
        box, layout = self._column()
        self._add(layout, "figures", self.figures)
        layout.addWidget(self.organisations, 1)
        layout.addWidget(plain_label(self._texts("findingui.no_organisation"), box, wraps=True, muted=True))
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        fields: dict[str, QWidget] = {**self.area, "role": self.role, "topic": self.topic}
        fields |= {"owner": self.owner, "due_date": self.due, "tags": self.tags}
        for name, own in fields.items():
            words = self._texts(f"findingui.field.{name}")
            own.setAccessibleName(words)
            form.addRow(words, own)
        layout.addLayout(form)
        return box

    def _column(self) -> tuple[QWidget, QVBoxLayout]:
        box = QWidget(self)
        layout = QVBoxLayout(box)
        margin = self._context.pixels(4)
        layout.setContentsMargins(0, 0, margin, 0)
        layout.setSpacing(margin)
        return box, layout

    def _add(self, layout: QVBoxLayout, name: str, own: QWidget, stretch: int = 0) -> None:
        words = self._texts(f"findingui.field.{name}")
        own.setAccessibleName(words)
        layout.addWidget(_caption(words, self))
        layout.addWidget(own, stretch)

    def _scrolled(self, box: QWidget) -> QScrollArea:
        """So that nothing is clipped on a small screen or in a large type."""
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(box)
        return area

    def _line(self, words: str) -> QLineEdit:
        own = QLineEdit(words, self)
        own.setMaxLength(LONGEST_LINE)
        own.setCursorPosition(0)
        own.textChanged.connect(self._tell)
        return own

    def _prose(self, words: str) -> QPlainTextEdit:
        own = QPlainTextEdit(words, self)
        own.setProperty("input", True)
        own.setTabChangesFocus(True)
        own.setMinimumHeight(own.fontMetrics().lineSpacing() * PROSE_LINES + self._context.pixels(14))
        own.textChanged.connect(self._tell)
        return own

    def _kinds(self, text: FindingText) -> QComboBox:
        return self._choice([(self._texts(f"finding.kind.{kind}"), kind) for kind in KINDS], text.kind)

    def _severities(self, text: FindingText, ground: FindingGround) -> QComboBox:
        """The scale of the office; a level it no longer has stays for a text that bears it."""
        levels = [(severity_name(self._texts, own), own.code) for own in ground.severities]
        if text.severity not in (code for _, code in levels):
            levels.append((text.severity, text.severity))
        return self._choice(levels, text.severity)

    def _roles(self, text: FindingText, ground: FindingGround) -> QComboBox:
        names = {"": self._texts("findingui.every_role")} | {own: self._texts(f"role.{own}") for own in ROLES}
        names |= ground.roles
        names.setdefault(text.role, text.role)
        return self._choice([(words, code) for code, words in names.items()], text.role)

    def _topics(self, text: FindingText, ground: FindingGround) -> QComboBox:
        box = QComboBox(self)
        box.setEditable(True)
        box.addItems(["", *ground.topics])
        box.setCurrentText(text.topic)
        box.currentTextChanged.connect(self._tell)
        return box

    def _choice(self, entries: Sequence[tuple[str, str]], chosen: str) -> QComboBox:
        box = QComboBox(self)
        for words, code in entries:
            box.addItem(words, code)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.currentIndexChanged.connect(self._tell)
        return box

    def _figures(self, links: Sequence[FigureLink]) -> QListWidget:
        """Ticked: it rests on them."""
        shown = QListWidget(self)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shown.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for link in links:
            words = f"{link.label}  {link.printed}"
            item = QListWidgetItem(words, shown)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(LINK, link)
            item.setToolTip(tooltip_html(words))
        shown.setFixedHeight(self._context.pixels(30 * max(1, min(4, len(links))) + 6))
        shown.itemChanged.connect(self._tell)
        return shown

    def _tell(self, *_changed: object) -> None:
        self.changed.emit()


def _caption(words: str, parent: QWidget) -> QLabel:
    """In one line: where labels may wrap, Qt gives every field its wished height instead of the room there is."""
    return sized(plain_label(words, parent, muted=True), 0.92, bold=True)


def severity_name(texts: Texts, severity: Severity) -> str:
    """A level's name in the language of the window."""
    name = severity.name_ja if texts.language == "ja" else severity.name_en
    return name or severity.name_ja or severity.name_en or severity.code
