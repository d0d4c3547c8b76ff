"""The crosswalk of two editions: pair, filters, table with entries and proposals, titles with their differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from auditor_app.domain.crosswalk import CROSSWALK_KINDS, CrosswalkEntry, CrosswalkKind
from auditor_app.domain.crosswalk_checks import REMARKS
from auditor_app.services.tables.crosswalk_columns import (
    STATUSES,
    JoinRow,
    JoinStatus,
    class_words,
    counts_of,
    join_rows,
    reason_words,
    remark_words,
)
from auditor_app.services.tables.word_columns import listed
from auditor_app.ui.context import PageContext
from auditor_app.ui.icons import icon
from auditor_app.ui.models.record_table_model import RecordTableModel
from auditor_app.ui.widgets.data_table import DataTable
from auditor_app.ui.widgets.diff_pane import DiffPane
from auditor_app.ui.widgets.flow_row import FlowRow
from auditor_app.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from auditor_app.domain.standards import Edition
    from auditor_app.services.browse_crosswalk import CrosswalkGround

OPEN: tuple[JoinStatus, ...] = ("proposed", "ambiguous", "unmapped")
"""Rows that still wait for the auditor."""
ACCEPT_KEY = "F9"


class CrosswalkPanel(QWidget):
    """Shows one pair of editions and asks for changes; it stores nothing itself."""

    pair_chosen = Signal(int, int)
    """ids of the former and the later edition"""
    store_requested = Signal(object, object)
    """entries to add or change, entries to remove"""
    accept_all_requested = Signal(str, object)
    """kind, entries: asked for before they are stored"""
    edit_requested = Signal(object)
    """the rows to be changed; none: a new entry"""
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, context: PageContext, table: DataTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._texts, self.table = context, context.texts, table
        self.ground: CrosswalkGround | None = None
        self._wanted = ""
        grid = context.pixels(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, grid, 0, 0)
        layout.setSpacing(grid)
        layout.addLayout(self._pair_row())
        self.summary: QLabel = plain_label("", self, wraps=True, muted=True)
        layout.addWidget(self.summary)
        layout.addLayout(self._chip_row())
        self.diff = DiffPane(context, self)
        self.diff.setMinimumHeight(context.pixels(84))  # or the table would jump with every longer title
        layout.addWidget(table, 1)
        layout.addWidget(self.diff)
        layout.addLayout(self._button_row())
        self._connect()
        self._show_buttons()

    # --- building -----------------------------------------------------------------------------------

    def _pair_row(self) -> FlowRow:
        row = FlowRow(self._context.pixels(8))
        self.former, self.later = self._edition_combo("joins.former"), self._edition_combo("joins.later")
        row.addWidget(self._labelled("joins.former", self.former))
        row.addWidget(self._labelled("joins.later", self.later))
        self.import_button = self._button("import", "import", "", self.import_requested.emit)
        self.export_button = self._button("export", "export", "", self.export_requested.emit)
        row.addWidget(self.import_button)
        row.addWidget(self.export_button)
        return row

    def _labelled(self, key: str, control: QWidget) -> QWidget:
        box = QWidget(self)
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._context.pixels(4))
        label = plain_label(self._texts(key), box, muted=True)
        label.setBuddy(control)
        layout.addWidget(label)
        layout.addWidget(control)
        return box

    def _edition_combo(self, key: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(self._texts(key))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setMaximumWidth(self._context.pixels(300))
        return combo

    def _chip_row(self) -> FlowRow:
        row = FlowRow(self._context.pixels(4))
        self.chips: dict[str, QToolButton] = {}
        for status in ("", *STATUSES):
            chip = QToolButton(self)
            chip.setCheckable(True)
            chip.clicked.connect(partial(self.show_status, status))
            row.addWidget(chip)
            self.chips[status] = chip
        self.look_chip = QToolButton(self)
        self.look_chip.setCheckable(True)
        self.look_chip.clicked.connect(self.show_remarked)
        row.addWidget(self.look_chip)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self._texts("joins.kind"))
        self.kind.addItem(self._texts("joins.every_kind"), "")
        for kind in CROSSWALK_KINDS:
            self.kind.addItem(self._texts(f"crosswalk_kind.{kind}"), kind)
        row.addWidget(self.kind)
        self.previous_button = self._arrow("previous", "chevron-up", "F7", -1)
        self.next_button = self._arrow("next", "chevron-down", "F8", 1)
        row.addWidget(self.previous_button)
        row.addWidget(self.next_button)
        row.addWidget(self.table.tools)
        return row

    def _button_row(self) -> FlowRow:
        row = FlowRow(self._context.pixels(8))
        self.accept_button = self._button("accept", "check", ACCEPT_KEY, self.accept_selected)
        self.edit_button = self._button("edit", "edit", "F4", self.edit_selected)
        self.add_button = self._button("add", "add", "Ins", self._add)
        self.remove_button = self._button("remove", "delete", "Del", self.remove_selected)
        self.accept_all = QPushButton(self._texts("joins.accept_all"), self)
        self.accept_menu = QMenu(self.accept_all)
        self.accept_menu.aboutToShow.connect(self._fill_accept_menu)
        self.accept_all.setMenu(self.accept_menu)
        for widget in (
            self.accept_button,
            self.accept_all,
            self.edit_button,
            self.add_button,
            self.remove_button,
        ):
            row.addWidget(widget)
        return row

    def _button(self, name: str, picture: str, keys: str, on_click: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._texts(f"joins.{name}"), self)
        button.setIcon(icon(picture, self._context.colours.text))
        button.setIconSize(QSize(self._context.pixels(16), self._context.pixels(16)))
        button.clicked.connect(lambda _checked=False: on_click())
        if keys:
            if keys != ACCEPT_KEY:
                shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(button.click)
            button.setToolTip(self._texts("joins.with_key", words=self._texts(f"joins.{name}.help"), keys=keys))
        return button

    def _arrow(self, name: str, picture: str, keys: str, step: int) -> QToolButton:
        """A step to a row that waits; the key is the window's own for differences."""
        button = QToolButton(self)
        button.setIcon(icon(picture, self._context.colours.text))
        button.setIconSize(QSize(self._context.pixels(16), self._context.pixels(16)))
        button.setAccessibleName(self._texts(f"joins.{name}"))
        button.setToolTip(self._texts("joins.with_key", words=self._texts(f"joins.{name}.help"), keys=keys))
        button.clicked.connect(lambda _checked=False: self.go_to_open(step))
        return button

    def _connect(self) -> None:
        for combo in (self.former, self.later):
            combo.activated.connect(self._choose_pair)
        self.kind.activated.connect(self._filter_kind)
        self.table.filters_changed.connect(self._show_filters)
        self.table.rows_changed.connect(self._show_buttons)
        self.table.current_changed.connect(self._show_current)
        self.table.selection_summary_changed.connect(self._show_buttons)
        self.table.empty_state.offer_taken.connect(self.import_requested)

    def event(self, event: QEvent) -> bool:
        """In the crosswalk the key accepts, as nothing there can become a finding; elsewhere it is the window's."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() in kinds and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F9:
            event.accept()
            if event.type() == QEvent.Type.KeyPress and self.accept_button.isEnabled():
                self.accept_button.click()
            return True
        return super().event(event)

    # --- what is shown ------------------------------------------------------------------------------

    @property
    def model(self) -> RecordTableModel:
        return cast(RecordTableModel, self.table.model)

    def show_editions(self, editions: Sequence[Edition], pair: tuple[int, int] | None) -> None:
        """Editions with items, and the pair to be shown; with fewer than two the table says what to do."""
        for combo, chosen in zip((self.former, self.later), pair or (0, 0), strict=True):
            combo.clear()
            for edition in editions:
                combo.addItem(edition.name, edition.id)
            combo.setCurrentIndex(combo.findData(chosen))
            combo.setEnabled(pair is not None)
        lacks = "" if pair is not None else "joins.lacks_editions"
        self.table.set_no_rows_text(self._texts(lacks or "joins.reading"))
        self.table.empty_state.set_offer(self._texts("joins.import") if lacks else "")
        if pair is None:
            self.ground = None
            self._show_rows([])

    def show_ground(self, ground: CrosswalkGround) -> None:
        """What stands between the two editions; the row that was worked on, or the next one, is current."""
        self.ground = ground
        self.table.set_no_rows_text(self._texts("joins.nothing"))
        number = self.table.view.currentIndex().row()
        self._show_rows(join_rows(ground))
        wanted, self._wanted = self._wanted, ""
        if not (wanted and self.table.select_row(wanted)):
            self._choose_some_row(number)
        self._show_current()

    def _choose_some_row(self, number: int = 0) -> None:
        """Where the current row is gone, the one that stands in its place."""
        key = self.table.current()[0]
        if self.model.rowCount() and (key is None or self.model.number_of(key) is None):
            number = min(max(number, 0), self.model.rowCount() - 1)
            self.table.select_row(self.model.key_at(number), "kind")

    def _show_rows(self, rows: list[JoinRow]) -> None:
        self.model.set_rows(rows)
        counts = counts_of(rows)
        texts = self._texts
        self.chips[""].setText(texts("joins.chip", words=texts("joins.every_row"), count=len(rows)))
        for status in STATUSES:
            words = texts(f"joins.status.{status}")
            self.chips[status].setText(texts("joins.chip", words=words, count=counts[status]))
        remarked = sum(row.remark is not None for row in rows)
        self.look_chip.setText(texts("joins.chip", words=texts("joins.to_look_at"), count=remarked))
        self.look_chip.setVisible(remarked > 0)
        ground = self.ground
        if rows and ground is not None:
            kinds = listed(texts, [f"{texts(f'crosswalk_kind.{kind}')} {count}" for kind, count in ground.kinds])
            self.summary.setText(
                texts(
                    "joins.summary",
                    former=len(ground.unmapped_former),
                    later=len(ground.unmapped_later),
                    kinds=kinds or "－",
                )
            )
        else:
            self.summary.setText("")
        if not rows:
            self.diff.clear()
        self._show_filters()
        self._show_buttons()

    def show_status(self, status: str, _is_checked: bool = False) -> None:
        """Only rows of that status; "" for all."""
        words = frozenset({self._texts(f"joins.status.{status}")}) if status else None
        self.model.set_allowed_values("status", words)
        self._show_filters()
        self._choose_some_row()

    def show_remarked(self, is_wanted: bool = True) -> None:
        """Only entries whose kind does not fit the classes of their items; else no longer only those."""
        self.model.set_allowed_values("reason", self._remarks() if is_wanted else None)
        self._show_filters()
        self._choose_some_row()

    def _remarks(self) -> frozenset[str]:
        return frozenset(self._texts(f"crosswalk_remark.{own.removeprefix('crosswalk.')}") for own in REMARKS)

    def _filter_kind(self, _place: int = 0) -> None:
        kind = self.kind.currentData()
        words = self._texts(f"crosswalk_kind.{kind}") if kind else ""
        both = frozenset({words, self._texts("joins.proposed_kind", kind=words)}) if kind else None
        self.model.set_allowed_values("kind", both)
        self._choose_some_row()

    def _show_filters(self, _chips: object = None) -> None:
        """The buttons as the table is filtered, also when the filter was set or removed elsewhere."""
        allowed = self.model.allowed_values()
        status = allowed.get("status")
        for own, chip in self.chips.items():
            chip.setChecked(status == ({self._texts(f"joins.status.{own}")} if own else None))
        self.look_chip.setChecked(allowed.get("reason") == self._remarks())
        if "kind" not in allowed:
            self.kind.setCurrentIndex(0)

    def _show_current(self, _key: object = None, _column: str = "") -> None:
        row = self._current_row()
        if row is None or self.ground is None:
            self.diff.clear()
            return
        names = (self.ground.former.name, self.ground.later.name)
        words = [class_words(self._texts, row), remark_words(self._texts, row) or reason_words(self._texts, row)]
        self.diff.show_pair(names, row.former, row.later, " · ".join(filter(None, words)))
        self._show_buttons()

    def _show_buttons(self, *_what: object) -> None:
        selected = self.selected_rows()
        has_pair = self.ground is not None
        self.accept_button.setEnabled(any(row.status != "stored" for row in selected))
        self.edit_button.setEnabled(bool(selected))
        self.remove_button.setEnabled(any(row.status == "stored" for row in selected))
        self.add_button.setEnabled(has_pair)
        self.accept_all.setEnabled(bool(self._proposals_in_sight()))
        is_open = self.has_open()
        for button in (self.previous_button, self.next_button):
            button.setEnabled(is_open)
        self.export_button.setEnabled(has_pair and bool(self.ground.entries if self.ground else ()))

    # --- what is asked for --------------------------------------------------------------------------

    def selected_rows(self) -> list[JoinRow]:
        keys = set(self.table.selected_keys())
        return [row for row in self.model.shown_rows() if row.key in keys]

    def shown_entries(self) -> list[JoinRow]:
        """The rows in sight that stand in the crosswalk."""
        return [row for row in self.model.shown_rows() if row.status == "stored"]

    def accept_selected(self) -> None:
        """The selected proposals as they stand; the next one that waits becomes current."""
        accepted = [row for row in self.selected_rows() if row.status != "stored"]
        if accepted:
            self._want_next({row.key for row in accepted})
            self.store_requested.emit([row.entry for row in accepted], [])

    def remove_selected(self) -> None:
        stored = [row.entry for row in self.selected_rows() if row.status == "stored"]
        if stored:
            self.store_requested.emit([], stored)

    def edit_selected(self) -> None:
        rows = self.selected_rows()
        if rows:
            self.edit_requested.emit(rows)

    def has_open(self) -> bool:
        """Whether a row in sight waits for the auditor."""
        return any(row.status in OPEN for row in self.model.shown_rows())

    def go_to_open(self, step: int) -> None:
        """The next (or previous) row that is not in the crosswalk yet, around the end of the table."""
        rows, number = self.model.shown_rows(), self.table.view.currentIndex().row()
        for distance in range(1, len(rows) + 1):
            row = rows[(number + step * distance) % len(rows)]
            if row.status in OPEN:
                self.table.select_row(row.key, "kind")
                return

    def _want_next(self, accepted: set[str]) -> None:
        rows = self.model.shown_rows()
        last = max(number for number, row in enumerate(rows) if row.key in accepted)
        waiting = [
            row.key for row in (*rows[last + 1 :], *rows[:last]) if row.status in OPEN and row.key not in accepted
        ]
        self._wanted = waiting[0] if waiting else ""

    def _proposals_in_sight(self) -> dict[CrosswalkKind, list[CrosswalkEntry]]:
        """By kind, without those that have to be looked at one by one."""
        found: dict[CrosswalkKind, list[CrosswalkEntry]] = {}
        for row in self.model.shown_rows():
            if row.status in ("proposed", "unmapped"):
                found.setdefault(row.entry.kind, []).append(row.entry)
        return {kind: found[kind] for kind in CROSSWALK_KINDS if kind in found}

    def _fill_accept_menu(self) -> None:
        self.accept_menu.clear()
        for kind, entries in self._proposals_in_sight().items():
            words = self._texts("joins.chip", words=self._texts(f"crosswalk_kind.{kind}"), count=len(entries))
            self.accept_menu.addAction(words).triggered.connect(partial(self._accept_all, kind, entries))

    def _accept_all(self, kind: str, entries: Sequence[CrosswalkEntry], _is_checked: bool = False) -> None:
        self.accept_all_requested.emit(kind, list(entries))

    def _add(self) -> None:
        self.edit_requested.emit([])

    def _choose_pair(self, _place: int) -> None:
        self.pair_chosen.emit(self.former.currentData(), self.later.currentData())

    def _current_row(self) -> JoinRow | None:
        key = self.table.current()[0]
        return cast("JoinRow | None", self.model.row_of(key)) if key is not None else None
