"""Help pages in the user's language, from the program's own files; F1 opens the one for the page in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from auditor_app import __version__
from auditor_app.foundation.paths import resources_folder
from auditor_app.ui.actions import ACTIONS, PAGES
from auditor_app.ui.context import PageContext

TOPICS = (
    "start",
    *(page for page, _ in PAGES),
    "two_years",
    "importing",
    "new_year",
    "numbers",
    "exporting",
    "templates",
    "keyboard",
    "about",
)
LINE_HEIGHT_PERCENT = 130.0


class HelpWindow(QWidget):
    """Topics at the left, the page at the right; links lead to other topics only."""

    def __init__(self, context: PageContext, topic: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._context, self._texts = context, context.texts
        self.setWindowTitle(self._texts("help.title"))
        self.topics = QListWidget(self)
        self.topics.setAccessibleName(self._texts("help.topics"))
        for name in TOPICS:
            item = QListWidgetItem(self._texts(f"help.topic.{name}"))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.topics.addItem(item)
        self.topics.setFixedWidth(context.pixels(220))
        self.page = QTextBrowser(self)
        self.page.document().setDocumentMargin(context.pixels(20))
        self.page.setOpenLinks(False)
        self.page.setOpenExternalLinks(False)
        self.page.anchorClicked.connect(self._follow)
        self.topics.currentItemChanged.connect(self._show_chosen)
        row = QHBoxLayout()
        row.addWidget(self.topics)
        row.addWidget(self.page, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.resize(context.pixels(900), context.pixels(640))
        self.show_topic(topic)

    def show_topic(self, topic: str) -> None:
        """Show a topic; an unknown one shows the first."""
        number = TOPICS.index(topic) if topic in TOPICS else 0
        self.topics.setCurrentRow(number)

    def _show_chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        topic = item.data(Qt.ItemDataRole.UserRole)
        if topic == "keyboard":
            words = self._keyboard()
        else:
            path = resources_folder() / "help" / self._texts.language / f"{topic}.md"
            words = path.read_text(encoding="utf-8").replace("{version}", __version__)
        self.page.setMarkdown(words)
        space_paragraphs(self.page.document(), self._context.pixels(6))

    def _follow(self, url: QUrl) -> None:
        self.show_topic(url.toString().removesuffix(".md"))

    def _keyboard(self) -> str:
        """Made from the table of actions, so that it cannot be wrong."""
        texts = self._texts
        lines = [
            f"# {texts('help.topic.keyboard')}",
            "",
            f"| {texts('help.key')} | {texts('help.action')} |",
            "|---|---|",
        ]
        for spec in ACTIONS:
            if spec.keys:
                keys = " / ".join(
                    QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in spec.keys
                )
                lines.append(f"| {keys} | {texts(f'action.{spec.id}')} — {texts(f'action.{spec.id}.help')} |")
        table_keys = ("sort", "add_sort", "values", "filter_row", "find", "copy", "copy_headers", "activate", "zoom")
        lines += [f"| {texts(f'help.table.{key}.keys')} | {texts(f'help.table.{key}')} |" for key in table_keys]
        return "\n".join(lines)


def space_paragraphs(document: QTextDocument, pixels: int) -> None:
    """Air between paragraphs and list items, which Markdown leaves out."""
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        form.setBottomMargin(pixels)
        form.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        QTextCursor(block).setBlockFormat(form)
        block = block.next()
