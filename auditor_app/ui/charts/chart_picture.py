"""A chart as a picture for a document: title above, footnotes and source below, as PNG image or SVG file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView

from auditor_app.ui.charts.chart_legend import LegendEntry, paint_legend
from auditor_app.ui.palettes import Colours

MARGIN = 16


@dataclass(frozen=True)
class ChartPicture:
    """Everything the picture shows; `plot` is a laid-out view that lives as long as the painting."""

    plot: QGraphicsView
    title: str
    legend: Sequence[LegendEntry]
    footnotes: Sequence[str]
    colours: Colours
    font: QFont

    def as_image(self, scale: float) -> QImage:
        """`scale` picture pixels for each screen pixel; 2 prints sharply."""
        size = self._size()
        image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(self.colours.qcolor("surface"))
        painter = QPainter(image)
        painter.scale(scale, scale)
        self._paint(painter)
        painter.end()
        # Only now, for the same reason as in as_svg.
        image.setDotsPerMeterX(round(96 * scale / 0.0254))
        image.setDotsPerMeterY(round(96 * scale / 0.0254))
        return image

    def as_svg(self) -> bytes:
        """pyqtgraph's own SVG exporter raises on every plot, so Qt's generator draws it."""
        size = self._size()
        generator = QSvgGenerator()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator.setOutputDevice(buffer)
        generator.setSize(size)
        # pyqtgraph's axes are recorded pictures, which Qt stretches on a device of another resolution.
        generator.setResolution(self.plot.logicalDpiX())
        generator.setViewBox(QRect(0, 0, size.width(), size.height()))
        generator.setTitle(self.title)
        generator.setDescription("\n".join(self.footnotes))
        painter = QPainter(generator)
        painter.fillRect(QRect(0, 0, size.width(), size.height()), self.colours.qcolor("surface"))
        self._paint(painter)
        painter.end()
        return bytes(buffer.data().data())

    def _title_font(self) -> QFont:
        font = QFont(self.font)
        font.setPixelSize(round(self.font.pixelSize() * 1.25))
        font.setBold(True)
        return font

    def _note_font(self) -> QFont:
        font = QFont(self.font)
        font.setPixelSize(max(8, round(self.font.pixelSize() * 0.9)))
        return font

    def _size(self) -> QSize:
        plot = self.plot.size()
        return QSize(plot.width() + 2 * MARGIN, round(self._top() + plot.height() + self._notes_height()) + 2 * MARGIN)

    def _top(self) -> float:
        title = self._title_height()
        return title + (QFontMetricsF(self.font).height() * 2 + 8 if self.legend else 0)

    def _title_height(self) -> float:
        return self._wrapped_height(self.title, self._title_font()) + 8 if self.title else 0

    def _notes_height(self) -> float:
        return sum(self._wrapped_height(note, self._note_font()) + 2 for note in self.footnotes) + 8

    def _wrapped_height(self, words: str, font: QFont) -> float:
        room = QRectF(0, 0, self.plot.width(), 10_000)
        return QFontMetricsF(font).boundingRect(room, _WRAPPED, words).height()

    def _paint(self, painter: QPainter) -> None:
        width = float(self.plot.width())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._title_font())
        painter.setPen(self.colours.qcolor("text"))
        painter.drawText(QRectF(MARGIN, MARGIN, width, self._title_height()), _WRAPPED, self.title)
        painter.setFont(self.font)
        top = MARGIN + self._title_height()
        legend = QRectF(MARGIN, top, width, MARGIN + self._top() - top)
        if self.legend:
            paint_legend(painter, legend, self.legend, self.colours)
        plot = QRectF(MARGIN, MARGIN + self._top(), width, self.plot.height())
        painter.setBrush(Qt.BrushStyle.NoBrush)  # the plot would fill its frame with what is left in the painter
        self.plot.render(painter, plot, self.plot.viewport().rect())
        y = plot.bottom() + 8
        painter.setFont(self._note_font())
        painter.setPen(self.colours.qcolor("text_muted"))
        for note in self.footnotes:
            height = self._wrapped_height(note, self._note_font())
            painter.drawText(QRectF(MARGIN, y, width, height + 1), _WRAPPED, note)
            y += height + 2


_WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere)
"""Anywhere, because a Japanese line has no blanks to break at."""
