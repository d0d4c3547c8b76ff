"""Icons from resources/icons, tinted in a palette colour and crisp at every scale of the screen."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from auditor_app.foundation.paths import resources_folder

SIZES = (16, 20, 24, 32, 40, 48, 64)
"""Pixels drawn beforehand: 16 to 32 points at 100, 125, 150 and 200 % without stretching."""


def icon(name: str, colour: str | QColor) -> QIcon:
    """The icon `resources/icons/<name>.svg` in this colour; a missing file is a defect (FileNotFoundError)."""
    shade = QColor(colour).name()
    result = QIcon()
    for size in SIZES:
        result.addPixmap(_pixmap(name, shade, size))
    return result


def _pixmap(name: str, shade: str, size: int) -> QPixmap:
    # QPixmapCache belongs to the application and goes with it; a cache of our own would outlive it and crash at exit.
    key = f"auditor-app:{name}:{shade}:{size}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", shade).encode()))
    if not renderer.isValid():
        raise ValueError(f"icon {name!r} is not a readable SVG")
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
