"""Pages painted by the window itself, for machines without typst: the same content, plainer and not tagged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtSvg import QSvgRenderer

from auditor_app.domain.documents import Document
from auditor_app.services.print_pages import page_data

FAMILY = "Noto Sans JP"
INK, MUTED, PALE, SUNKEN, WARNING = "#17212e", "#4a5563", "#d5dbe2", "#eff2f5", "#fdeadb"
DOTS = 300
_MARGIN, _HEAD, _FOOT = 20.0, 9.0, 12.0
"""Millimetres: around the page, and of what stands at its top and foot."""
_MM = DOTS / 25.4
_PIXEL, _PIXEL_MM = 96.0 / 72.0, 96.0 / 25.4
"""Of text formats, which scale them to the device themselves: pixels of a screen in a point and in a millimetre."""
_SHARPNESS = 2.5
_SIZES = {0: 20.0, 1: 13.0, 2: 11.0}
_BODY, _SMALL = 9.5, 7.5

Data = dict[str, Any]


def painted_pdf(document: Document) -> bytes:
    """A PDF of the document; may be called on a worker, since nothing of it leaves that thread."""
    data = page_data(document)
    store = QByteArray()
    buffer = QBuffer(store)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS)
    writer.setTitle(data["title"])
    writer.setPageLayout(_layout(is_turned=bool(data["groups"] and data["groups"][0]["turned"])))
    parts = [_Part(writer, data, place) for place in range(len(data["groups"]))]
    _paint(writer, data, parts)
    buffer.close()
    return bytes(store.data())


def _layout(*, is_turned: bool) -> QPageLayout:
    orientation = QPageLayout.Orientation.Landscape if is_turned else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF(0, 0, 0, 0))


def _paint(writer: QPdfWriter, data: Data, parts: list[_Part]) -> None:
    count, number = sum(part.page_count for part in parts), 0
    painter = QPainter()
    for part in parts:
        for page in range(part.page_count):
            number += 1
            writer.setPageLayout(_layout(is_turned=part.is_turned))
            if painter.isActive():
                writer.newPage()
            else:
                painter.begin(writer)
            part.paint_page(painter, page)
            _paint_margins(painter, part.paper, data, number, count)
    painter.end()


def _paint_margins(painter: QPainter, paper: QSizeF, data: Data, number: int, count: int) -> None:
    """Title and practice mark on top; remarks and the number of the page at the foot."""
    left, right = _MARGIN * _MM, paper.width() - _MARGIN * _MM
    top, foot = (_MARGIN - 2) * _MM, paper.height() - _MARGIN * _MM
    painter.setFont(_font(_SMALL))
    painter.setPen(QPen(QColor(PALE), 0.3 * _MM))
    painter.drawLine(QRectF(left, top, right - left, 0).topLeft(), QRectF(left, top, right - left, 0).topRight())
    painter.setPen(QColor(MUTED))
    above = QRectF(left, top - 6 * _MM, right - left, 5 * _MM)
    painter.drawText(above, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), data["head"])
    painter.drawText(above, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), data["practice_mark"])
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
    below = QRectF(left, foot, right - left, 8 * _MM)
    painter.drawText(below, flags, "\n".join(data["foot"]))
    words = data["page_of"].format(number=number, count=count)
    painter.drawText(QRectF(left, foot + 9 * _MM, right - left, 5 * _MM), int(Qt.AlignmentFlag.AlignCenter), words)


def _font(points: float, *, is_bold: bool = False) -> QFont:
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    font.setBold(is_bold)
    # Shaped letters of this typeface lose their code in Qt's PDF: whoever copies "2007-04-23" gets something else.
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return font


class _Part:
    """A run of sections on pages of one orientation."""

    def __init__(self, writer: QPdfWriter, data: Data, place: int) -> None:
        group = data["groups"][place]
        self.is_turned = bool(group["turned"])
        page = QPageSize(QPageSize.PageSizeId.A4).sizePixels(DOTS)
        self.paper = QSizeF(page.height(), page.width()) if self.is_turned else QSizeF(page)
        self._area = QSizeF(
            self.paper.width() - 2 * _MARGIN * _MM, self.paper.height() - (2 * _MARGIN + _HEAD / 2 + 2) * _MM
        )
        self._text = QTextDocument()
        self._text.documentLayout().setPaintDevice(writer)
        self._text.setDefaultFont(_font(_BODY))
        self._text.setDocumentMargin(0)
        self._text.setPageSize(self._area)
        self._pictures = 0
        self._cursor = QTextCursor(self._text)
        if place == 0:
            self._write_front(data)
        for number, section in enumerate(group["sections"]):
            self._write_section(section, may_break=number > 0)

    @property
    def page_count(self) -> int:
        return self._text.pageCount()

    def paint_page(self, painter: QPainter, page: int) -> None:
        height = self._area.height()
        painter.save()
        painter.translate(_MARGIN * _MM, (_MARGIN + _HEAD / 2) * _MM - page * height)
        self._text.drawContents(painter, QRectF(0, page * height, self._area.width(), height))
        painter.restore()

    # --- content --------------------------------------------------------------------------------------------------

    def _write_front(self, data: Data) -> None:
        self._write(data["title"], _SIZES[0], is_bold=True)
        for words, size in ((data["whole_title"], _BODY), (data["subtitle"], 12.0)):
            if words:
                self._write(words, size, colour=MUTED)
        for words in filter(None, (data["practice"], *data["remarks"])):
            self._write(words, _BODY, ground=WARNING)
        for name, words, _size in data["title_page"]:
            self._write(f"{name}: {words}", _BODY)

    def _write_section(self, section: Data, *, may_break: bool) -> None:
        flags = QTextBlockFormat.PageBreakFlag
        breaks = flags.PageBreak_AlwaysBefore if may_break and section["starts_page"] else flags.PageBreak_Auto
        self._write(
            section["title"],
            _SIZES.get(section["level"], _BODY),
            is_bold=True,
            above=5.0,
            breaks=breaks,
        )
        if section["whole_title"]:
            self._write(section["whole_title"], _BODY)
        for block in section["blocks"]:
            self._write_block(block)

    def _write_block(self, block: Data) -> None:
        if block["kind"] == "table":
            self._write_table(block)
        elif block["kind"] == "chart":
            self._write_chart(block)
        else:
            for words, look in _plain(block):
                self._write(words, **look)

    def _write(
        self,
        words: str,
        points: float = _BODY,
        *,
        colour: str = INK,
        ground: str = "",
        is_bold: bool = False,
        above: float = 1.0,
        breaks: QTextBlockFormat.PageBreakFlag = QTextBlockFormat.PageBreakFlag.PageBreak_Auto,
    ) -> None:
        """A paragraph of plain text: nothing in it is ever read as markup."""
        block = QTextBlockFormat()
        block.setTopMargin(above * _PIXEL_MM)
        block.setBottomMargin(1.0 * _PIXEL_MM)
        block.setPageBreakPolicy(breaks)
        if ground:
            block.setBackground(QBrush(QColor(ground)))
        letters = _letters(points, colour, is_bold=is_bold)
        self._cursor.insertBlock(block, letters)
        self._cursor.insertText(words, letters)

    def _write_chart(self, block: Data) -> None:
        self._write(block["title"], _BODY, is_bold=True, above=4.0)
        renderer = QSvgRenderer(QByteArray(block["svg"].encode()))
        size = renderer.defaultSize()
        image = QImage(size * _SHARPNESS, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        self._pictures += 1
        name = f"picture-{self._pictures}"
        self._text.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        picture = QTextImageFormat()
        picture.setName(name)
        picture.setWidth(block["width"] * _PIXEL)
        picture.setHeight(block["width"] * _PIXEL * size.height() / size.width())
        self._cursor.insertBlock()
        self._cursor.insertImage(picture)
        for words in filter(None, (block["where"], *block["notes"])):
            self._write(words, _SMALL, colour=MUTED, above=0.0)

    # --- tables -----------------------------------------------------------------------------------------------------

    def _write_table(self, block: Data) -> None:
        self._write(block["title"], _BODY, is_bold=True, above=4.0)
        for words in filter(None, (*block["remarks"], block["empty"])):
            self._write(words, _SMALL, colour=MUTED, above=0.0)
        if block["rows"]:
            self._fill_table(block)
            self._cursor.movePosition(QTextCursor.MoveOperation.End)
        for words in block["notes"]:
            self._write(words, _SMALL, colour=MUTED, above=0.0)

    def _fill_table(self, block: Data) -> None:
        head = block["head"]
        table = self._cursor.insertTable(
            len(head) + len(block["rows"]), len(block["widths"]), _table_format(block, len(head))
        )
        for line, titles in enumerate(_head_cells(head)):
            for place, title in titles:
                _fill(table, line, place, title["text"], block["size"], is_bold=True, ground=SUNKEN)
        for line, row in enumerate(block["rows"], len(head)):
            is_bold = row["kind"] != "row"
            if row["kind"] == "heading":
                table.mergeCells(line, 0, 1, len(block["widths"]))
            for place, words in enumerate(row["cells"]):
                colour = MUTED if str(place) in row["marked"] else INK
                _fill(
                    table,
                    line,
                    place,
                    words,
                    block["size"],
                    is_bold=is_bold,
                    colour=colour,
                    is_right=block["numeric"][place] and row["kind"] != "heading",
                )


def _plain(block: Data) -> Iterator[tuple[str, dict[str, Any]]]:
    """The paragraphs of lists and fields, with how they look."""
    if block["kind"] == "bullets":
        yield from ((f"• {line}", {}) for line in block["lines"])
    elif block["kind"] == "fields":
        yield from ((f"{name} {words}", {}) for name, words, _size in block["fields"])
    elif block["style"] == "warning":
        yield block["text"], {"ground": WARNING}
    elif block["style"] == "note":
        yield block["text"], {"points": _SMALL, "colour": MUTED}
    else:
        yield block["text"], {"points": 11.0 if block["style"] == "lead" else _BODY}


def _letters(points: float, colour: str = INK, *, is_bold: bool = False) -> QTextCharFormat:
    letters = QTextCharFormat()
    letters.setFont(_font(points, is_bold=is_bold))
    letters.setForeground(QBrush(QColor(colour)))
    return letters


def _table_format(block: Data, head_rows: int) -> QTextTableFormat:
    form = QTextTableFormat()
    form.setHeaderRowCount(head_rows)
    form.setCellPadding(0.8 * _PIXEL_MM)
    form.setCellSpacing(0)
    form.setBorder(0.15 * _PIXEL_MM)
    form.setBorderBrush(QBrush(QColor(PALE)))
    form.setBorderCollapse(True)
    fixed = QTextLength.Type.FixedLength
    form.setColumnWidthConstraints([QTextLength(fixed, width * _PIXEL) for width in block["widths"]])
    return form


def _head_cells(head: list[list[Data]]) -> Iterator[list[tuple[int, Data]]]:
    """(column, title) of each line of the head; below a title that takes two lines there is none."""
    above, place = [], 0
    free: list[int] = []
    for title in head[0]:
        above.append((place, title))
        if title["rows"] == 1:
            free += range(place, place + title["columns"])
        place += title["columns"]
    yield above
    if len(head) > 1:
        yield list(zip(free, head[1], strict=True))


def _fill(
    table: QTextTable,
    line: int,
    place: int,
    words: str,
    points: float,
    *,
    is_bold: bool = False,
    colour: str = INK,
    ground: str = "",
    is_right: bool = False,
) -> None:
    cell = table.cellAt(line, place)
    if ground:
        form = cell.format()
        form.setBackground(QBrush(QColor(ground)))
        cell.setFormat(form)
    cursor = cell.firstCursorPosition()
    if is_right:
        block = QTextBlockFormat()
        block.setAlignment(Qt.AlignmentFlag.AlignRight)
        cursor.setBlockFormat(block)
    cursor.insertText(words, _letters(points, colour, is_bold=is_bold))
