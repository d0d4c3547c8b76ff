"""Exporting a page: the format, what goes into the file, where to, and what will be in it, before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from auditor_app.foundation.errors import Problem
from auditor_app.services.examine_export import ExaminedExport
from auditor_app.services.export_contents import contents_words
from auditor_app.services.export_page import (
    PAGED_FORMATS,
    ExportFormat,
    ExportSubject,
    ExportWish,
    proposed_name,
    suffix_of,
)
from auditor_app.services.file_targets import problem_of_name
from auditor_app.ui.context import PageContext
from auditor_app.ui.dialogs.export_fields import ExportFields
from auditor_app.ui.dialogs.export_parts import ContentsPanel, UnfitPanel, WrappedWords
from auditor_app.ui.icons import icon
from auditor_app.ui.tab_order import follow_layout
from auditor_app.ui.widgets.labels import heading, plain_label

SIZE = (820, 600)
MARGIN = 40
"""Left free at the edges of a small screen."""
MOST_LINES = 8
"""Of what is in the way."""
ICONS: dict[ExportFormat, str] = {
    "xlsx": "table",
    "docx": "text-document",
    "pdf": "book",
    "html": "panel-left",
    "csv": "rows",
    "json": "list",
    "oscal": "shield-check",
}


class ExportDialog(QDialog):
    """Asks and shows; reading, looking through and writing are the commands' business.  Open until it is written."""

    examine_wanted = Signal(object)
    """the wish, whenever the file would be another one"""
    write_wanted = Signal()
    cancel_wanted = Signal()
    target_wanted = Signal()
    template_wanted = Signal()
    elsewhere_wanted = Signal()

    def __init__(
        self, context: PageContext, subject: ExportSubject, last: Mapping[str, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._texts, self.subject = context, context.texts, subject
        self._examined: ExaminedExport | None = None
        self._is_busy = False
        self._proposed, self._suffix = "", ""
        self._told: tuple[str, str] = ("", "")
        """What writing has said, and its tone; as long as nothing else is chosen."""
        self.setWindowTitle(context.titled(self._texts("exportui.title")))
        self.fields = ExportFields(context, subject, last, self)
        self._build(last)
        self._connect()
        room, pixels = self.screen().availableGeometry(), context.pixels
        self.resize(min(pixels(SIZE[0]), room.width() - MARGIN), min(pixels(SIZE[1]), room.height() - MARGIN))
        self.fields.folder.setText(str(last.get("folder", "")))
        self.formats.setFocus()

    # --- what was chosen --------------------------------------------------------------------------

    def wish(self) -> ExportWish:
        wish = self.fields.wish(self.format())
        return replace(wish, accept_unfit=self.unfit.is_accepted()) if wish.encoding != "utf-8-sig" else wish

    def format(self) -> ExportFormat:
        item = self.formats.currentItem()
        return cast(ExportFormat, item.data(Qt.ItemDataRole.UserRole) if item is not None else "xlsx")

    def choices(self) -> dict[str, object]:
        """To be remembered."""
        return {"format": self.format(), **self.fields.choices()}

    def target(self) -> Path | None:
        """With the suffix of the format, whatever was written."""
        target = self.fields.target()
        suffix = suffix_of(self.wish())
        if target is None or target.name.lower().endswith(suffix):
            return target
        return target.with_name(f"{target.name}{suffix}")

    # --- what is told -----------------------------------------------------------------------------

    def start(self) -> None:
        """Ask for the first look at what was chosen the last time."""
        self._take_format()

    def show_examined(self, examined: ExaminedExport) -> None:
        """What was found; nothing where something else is wished for meanwhile."""
        if examined.wish != replace(self.wish(), accept_unfit=False):
            return
        self._examined = examined
        if examined.document is not None:
            own = [(table.id, table.title) for table in examined.document.tables() if not table.is_long]
            self.fields.show_tables(own)
            self.fields.show_format(self.format())
        self.unfit.show_places(examined.unfit)
        self._show_state()

    def show_busy(self, words: str) -> None:
        """Writing goes on, or "" when it has ended."""
        self._is_busy = bool(words)
        self._told = (words, "")
        self.progress.setRange(0, 0)
        self.progress.setVisible(self._is_busy)
        for widget in (self.formats, self.fields, self.unfit):
            widget.setEnabled(not self._is_busy)
        self._show_state()

    def show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(0, total))
        self.progress.setValue(done)

    def show_refusal(self, problems: Sequence[Problem], kept: Path | None = None) -> None:
        """It could not be written; `kept`: the finished file, which can be saved elsewhere."""
        lines = [self._texts.problem(own) for own in problems]
        if kept is not None:
            lines.append(self._texts("export.kept", path=str(kept)))
        self._told = ("\n".join(lines[: MOST_LINES + 1]), "bad")
        self.elsewhere_button.setVisible(kept is not None)
        self._show_state()
        if kept is not None:
            self.elsewhere_button.setFocus()

    # --- parts ------------------------------------------------------------------------------------

    def _build(self, last: Mapping[str, Any]) -> None:
        texts, pixels = self._texts, self._context.pixels
        self.formats = self._format_list(last)
        self.limits = plain_label("", self, wraps=True, muted=True)
        self.limits.setText(
            texts("exportui.limited", count=f"{self.subject.row_count:,}") if self.subject.is_big else ""
        )
        self.limits.setVisible(self.subject.is_big)
        left = QVBoxLayout()
        left.addWidget(self.formats, 1)
        left.addWidget(self.limits)
        self.about = WrappedWords("", self)
        self.about.setProperty("muted", True)
        self.unfit = UnfitPanel(self._context, self)
        self.contents = ContentsPanel(self._context, self)
        right = QVBoxLayout()
        right.setSpacing(pixels(8))
        right.addWidget(self.about)
        right.addWidget(self.fields)
        right.addWidget(self.unfit)
        right.addWidget(heading(texts("exportui.contents"), self))
        right.addWidget(self.contents, 1)
        columns = QHBoxLayout()
        columns.setSpacing(pixels(16))
        columns.addLayout(left)
        columns.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setSpacing(pixels(8))
        layout.addWidget(heading(self.subject.shown.title or self.subject.name, self))
        layout.addLayout(columns, 1)
        layout.addLayout(self._foot())
        follow_layout(self)

    def _format_list(self, last: Mapping[str, Any]) -> QListWidget:
        box = QListWidget(self)
        box.setAccessibleName(self._texts("exportui.format"))
        box.setIconSize(QSize(self._context.pixels(18), self._context.pixels(18)))
        for format_ in self.subject.formats():
            item = QListWidgetItem(icon(ICONS[format_], self._context.colours.text), self._texts(f"exportui.{format_}"))
            item.setData(Qt.ItemDataRole.UserRole, format_)
            if self.subject.is_big and format_ in PAGED_FORMATS:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled & ~Qt.ItemFlag.ItemIsSelectable)
                item.setToolTip(self._texts("exportui.limited", count=f"{self.subject.row_count:,}"))
            box.addItem(item)
        usable = [at for at in range(box.count()) if box.item(at).flags() & Qt.ItemFlag.ItemIsEnabled]
        wanted = [at for at in usable if box.item(at).data(Qt.ItemDataRole.UserRole) == last.get("format")]
        box.setCurrentRow((wanted or usable)[0])
        box.setFixedWidth(self._context.pixels(190))
        return box

    def _foot(self) -> QVBoxLayout:
        texts = self._texts
        self.words = WrappedWords("", self)
        self.words.setAccessibleName(texts("exportui.state"))
        self.elsewhere_button = QPushButton(texts("exportui.elsewhere"), self)
        self.elsewhere_button.setAutoDefault(False)
        self.elsewhere_button.hide()
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(texts("export.writing"))
        self.progress.hide()
        said = QHBoxLayout()
        said.addWidget(self.words, 1)
        said.addWidget(self.elsewhere_button, 0, Qt.AlignmentFlag.AlignTop)
        self.buttons = QDialogButtonBox(self)
        role = QDialogButtonBox.ButtonRole
        self.write_button = self.buttons.addButton(texts("exportui.write"), role.AcceptRole)
        self.cancel_button = self.buttons.addButton(texts("cancel"), role.RejectRole)
        foot = QVBoxLayout()
        foot.addLayout(said)
        foot.addWidget(self.progress)
        foot.addWidget(self.buttons)
        return foot

    def _connect(self) -> None:
        self.formats.currentItemChanged.connect(self._take_format)
        self.formats.itemActivated.connect(self._write)
        self.fields.changed.connect(self._take_change)
        self.fields.place_changed.connect(self._forget_told)
        self.fields.template_wanted.connect(self.template_wanted)
        self.fields.target_wanted.connect(self.target_wanted)
        self.unfit.decided.connect(self._show_state)
        self.unfit.back_wanted.connect(self._return_to_utf8)
        self.elsewhere_button.clicked.connect(self.elsewhere_wanted)
        self.buttons.accepted.connect(self._write)
        self.buttons.rejected.connect(self.reject)

    # --- what changes -----------------------------------------------------------------------------

    def _take_format(self, *_changed: object) -> None:
        """Another format has another name and other fields."""
        format_ = self.format()
        self.fields.show_format(format_)
        self.about.setText(self._texts(f"exportui.{format_}.about"))
        self._propose_name()
        self._take_change()

    def _propose_name(self) -> None:
        """A name the auditor has written stays, with another suffix."""
        own, suffix = self.fields.name.text(), suffix_of(self.wish())
        if own == self._proposed:
            is_practice = self._context.case.is_practice
            self._proposed = proposed_name(self.subject, self.wish(), is_practice=is_practice)
            self.fields.name.setText(self._proposed)
        else:
            self.fields.name.setText(f"{own.removesuffix(self._suffix)}{suffix}")
        self._suffix = suffix

    def _take_change(self) -> None:
        self.fields.show_format(self.format())
        self._told = ("", "")
        self.elsewhere_button.hide()
        self._examined = None
        self.unfit.hide()
        self._show_state()
        self.examine_wanted.emit(replace(self.wish(), accept_unfit=False))

    def _forget_told(self) -> None:
        self._told = ("", "")
        self.elsewhere_button.hide()
        self._show_state()

    def _return_to_utf8(self) -> None:
        self.fields.encoding.setCurrentIndex(0)
        self.fields.encoding.setFocus()

    def _show_state(self) -> None:
        """What will be in the file, and what is in the way."""
        document, count = (self._examined.document, self._examined.row_count) if self._examined else (None, 0)
        self.contents.show_words(contents_words(self._texts, self.subject, self.wish(), document, count))
        lack = self._lack()
        words, tone = self._told if self._told[0] else (lack, "bad" if self._problems() else "")
        self.words.setText(words)
        self.words.setProperty("tone", tone)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self.words.setVisible(bool(words))
        self.write_button.setEnabled(not lack and not self._is_busy)
        self.write_button.setDefault(True)

    def _problems(self) -> Sequence[Problem]:
        return self._examined.problems if self._examined is not None else ()

    def _lack(self) -> str:
        if self._examined is None:
            return self._texts("exportui.reading")
        problems = self._problems()
        if problems:
            more = len(problems) - MOST_LINES
            lines = [self._texts.problem(own) for own in problems[:MOST_LINES]]
            return "\n".join([*lines, *([self._texts("exportui.more", count=more)] if more > 0 else [])])
        if self._examined.unfit.count and not self.unfit.is_accepted():
            return self._texts("exportui.unfit.decide")
        name = self.fields.name.text().strip()
        if not name:
            return self._texts("exportui.lacks_name")
        if (problem := problem_of_name(name, suffix_of(self.wish()))) is not None:
            return self._texts.problem(problem)
        return "" if self.fields.folder.text().strip() else self._texts("exportui.lacks_folder")

    # --- Qt ---------------------------------------------------------------------------------------

    def _write(self, *_item: object) -> None:
        """Enter in a field is no way around what is in the way."""
        if self.write_button.isEnabled():
            self.write_wanted.emit()

    def reject(self) -> None:
        """While a file is written: stop writing, and leave the dialog where it is."""
        if self._is_busy:
            self.cancel_wanted.emit()
        else:
            super().reject()
