"""How long a chart takes to show other figures: against the same drawing with nothing but QPainter."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from auditor_app.foundation.translation import Texts
from auditor_app.ui.charts.bar_chart import Bar, BarChart, BarSeries
from auditor_app.ui.charts.funnel_chart import FunnelChart, FunnelStep
from auditor_app.ui.charts.heat_cells import HeatCell, HeatColumn, HeatRow
from auditor_app.ui.charts.heat_map import HeatMap
from auditor_app.ui.palettes import LIGHT, Theme, ink_on, rate_colour
from auditor_app.ui.theme import apply_theme

ROUNDS = 15
GOAL = 4.0
SIZE = (900, 600)


def compared(name: str, chart: QWidget, change: Callable[[int], None], plain: Callable[[QPainter, int], None]) -> None:
    """Interleaved, so that a busy machine slows both."""
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    times: dict[str, list[float]] = {"chart": [], "plain": []}
    for number in range(ROUNDS + 2):
        begin = time.perf_counter()
        change(number)
        chart.render(image)
        middle = time.perf_counter()
        painter = QPainter(image)
        painter.setFont(chart.font())
        plain(painter, number)
        painter.end()
        end = time.perf_counter()
        if number > 1:  # the first rounds fill the caches of letters
            times["chart"].append(middle - begin)
            times["plain"].append(end - middle)
    median = {kind: statistics.median(own) * 1000 for kind, own in times.items()}
    best = {kind: min(own) * 1000 for kind, own in times.items()}
    print(
        f"\n{name:22} chart {median['chart']:6.1f} ms  plain {median['plain']:6.1f} ms  "
        f"{median['chart'] / median['plain']:.2f}x (best {best['chart'] / best['plain']:.2f}x)  goal {GOAL}x"
    )


def shown(chart: QWidget, qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme.LIGHT)
    qtbot.addWidget(chart)
    chart.resize(*SIZE)
    with qtbot.waitExposed(chart):
        chart.show()


@pytest.mark.parametrize(("row_count", "column_count"), [(19, 6), (60, 12), (100, 60)])
@pytest.mark.parametrize("fits_whole", [False, True], ids=["scrolled", "whole"])
def test_heat_map(qtbot: QtBot, row_count: int, column_count: int, fits_whole: bool) -> None:
    rows = [HeatRow(number, f"演習{number}省") for number in range(row_count)]
    columns = [HeatColumn(number, f"第{number}部") for number in range(column_count)]
    source = random.Random(1)
    values = [[[source.randrange(1001) / 10 for _ in columns] for _ in rows] for _ in range(2)]
    chart = HeatMap(Texts("ja"), LIGHT)
    chart.set_fits_whole(fits_whole)
    shown(chart, qtbot)

    cells = [
        {(r, c): HeatCell(value, f"{value:.1f}") for r, line in enumerate(own) for c, value in enumerate(line)}
        for own in values
    ]

    def change(number: int) -> None:
        chart.set_matrix(rows, columns, cells[number % 2])

    def plain(painter: QPainter, number: int) -> None:
        """As many cells as the chart has in sight, with names beside and above."""
        painter.fillRect(0, 0, *SIZE, QColor(LIGHT.surface))
        shown_rows, shown_columns = int(min(row_count, chart._rows_shown)), int(chart._columns_shown)
        width, height = (SIZE[0] - 80) / shown_columns, (SIZE[1] - 60) / shown_rows
        painter.setPen(QColor(LIGHT.text))
        for row in range(shown_rows):
            if height > 12:
                painter.drawText(
                    QRectF(0, 30 + row * height, 78, height), int(Qt.AlignmentFlag.AlignRight), rows[row].label
                )
        for column in range(shown_columns):
            if width > 12:
                box = QRectF(80 + column * width, 0, width, 28)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), columns[column].label)
        for row in range(shown_rows):
            for column in range(shown_columns):
                value = values[number % 2][row][column]
                ground = rate_colour(LIGHT, value)
                box = QRectF(80 + column * width, 30 + row * height, width - 1, height - 1)
                painter.fillRect(box, QColor(ground))
                if width > 30 and height > 12:
                    painter.setPen(QColor(ink_on(ground)))
                    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), f"{value:.1f}")

    compared(f"heat map {row_count} x {column_count}", chart, change, plain)


def test_ranked_bars(qtbot: QtBot) -> None:
    source = random.Random(1)
    values = [[source.randrange(1, 100) for _ in range(60)] for _ in range(2)]
    chart = BarChart(Texts("ja"), LIGHT)
    chart.set_axis_end(100)
    shown(chart, qtbot)

    def change(number: int) -> None:
        own = values[number % 2]
        chart.set_bars([BarSeries("実施率")], [Bar(key, f"{key} 演習の節", (float(own[key]),)) for key in range(60)])

    def plain(painter: QPainter, number: int) -> None:
        painter.fillRect(0, 0, *SIZE, QColor(LIGHT.surface))
        painter.setPen(QColor(LIGHT.text))
        painter.fillRect(0, 570, SIZE[0], 28, QColor(LIGHT.sunken))
        painter.drawText(30, 590, "実施率")
        for step in range(12):
            painter.drawLine(100 + step * 70, 550, 100 + step * 70, 554)
            painter.drawText(100 + step * 70, 566, str(step * 10))
        for row, value in enumerate(values[number % 2]):
            painter.drawText(QRectF(0, row * 10, 98, 14), int(Qt.AlignmentFlag.AlignRight), f"{row} 演習の節")
            painter.fillRect(QRectF(100, row * 10 + 2, value * 7, 6), QBrush(QColor(LIGHT.series_primary)))
            painter.drawText(QRectF(104 + value * 7, row * 10, 60, 14), int(Qt.AlignmentFlag.AlignLeft), str(value))

    compared("ranked bars 60", chart, change, plain)


def test_funnel(qtbot: QtBot) -> None:
    labels = ("対象", "把握", "責務発生", "実施")
    chart = FunnelChart(Texts("ja"), LIGHT)
    shown(chart, qtbot)

    def change(number: int) -> None:
        counts = (400 + number, 300, 112 + number, 86)
        units = ("人", "人", "件", "件")
        steps = zip(labels, counts, units, strict=True)
        chart.set_steps([FunnelStep(label, label, count, unit) for label, count, unit in steps])

    def plain(painter: QPainter, number: int) -> None:
        painter.fillRect(0, 0, *SIZE, QColor(LIGHT.surface))
        painter.fillRect(0, 0, SIZE[0], 28, QColor(LIGHT.sunken))
        painter.setPen(QColor(LIGHT.text_muted))
        note = chart.note.text()
        for words, y in (("人", 14), ("件", 18), ("単位: 人", 40), ("単位: 件", 180), ("図をコピー", 14), (note, 560)):
            painter.drawText(16, y, words)
        for row, label in enumerate(labels):
            painter.fillRect(QRectF(16, row * 70 + 22, 868, 16), QColor(LIGHT.sunken))
            painter.setPen(QColor(LIGHT.text))
            painter.drawText(QRectF(16, row * 70, 300, 20), int(Qt.AlignmentFlag.AlignLeft), label)
            painter.drawText(QRectF(500, row * 70, 380, 20), int(Qt.AlignmentFlag.AlignRight), f"{400 + number} 人")
            painter.fillRect(QRectF(16, row * 70 + 22, 860 - 50 * row, 16), QColor(LIGHT.series_primary))
            painter.drawText(QRectF(16, row * 70 + 42, 300, 20), int(Qt.AlignmentFlag.AlignLeft), "前の段階の 75.0 %")

    compared("funnel", chart, change, plain)
