"""Icons from resources/icons, tinted in a palette colour, drawn when they are painted and crisp at every scale."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from auditor_app.foundation.paths import resources_folder


def icon(name: str, colour: str | QColor) -> QIcon:
    """The icon `resources/icons/<name>.svg` in this colour; a missing file is a defect (FileNotFoundError)."""
    _source(name)
    return QIcon(TintedIconEngine(name, QColor(colour).name()))


class TintedIconEngine(QIconEngine):
    """Draws an icon in the size asked for, and not before: a window shows few of the icons it has."""

    def __init__(self, name: str, shade: str) -> None:
        super().__init__()
        self._name, self._shade = name, shade

    def clone(self) -> QIconEngine:
        return TintedIconEngine(self._name, self._shade)

    def paint(self, painter: QPainter, area: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        size = QSize(round(area.width() * ratio), round(area.height() * ratio))
        painter.setOpacity(0.4 if mode == QIcon.Mode.Disabled else 1.0)
        painter.drawPixmap(area, self.pixmap(size, QIcon.Mode.Normal, state))
        painter.setOpacity(1.0)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        pixmap = _pixmap(self._name, self._shade, size)
        if mode != QIcon.Mode.Disabled:
            return pixmap
        faded = QPixmap(size)
        faded.fill(Qt.GlobalColor.transparent)
        painter = QPainter(faded)
        painter.setOpacity(0.4)
        painter.drawPixmap(0, 0, pixmap)
        painter.end()
        return faded


def _pixmap(name: str, shade: str, size: QSize) -> QPixmap:
    # QPixmapCache belongs to the application and goes with it; a cache of our own would outlive it and crash at exit.
    key = f"auditor-app:{name}:{shade}:{size.width()}x{size.height()}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", shade).encode()))
    if not renderer.isValid():
        raise ValueError(f"icon {name!r} is not a readable SVG")
    painter = QPainter(pixmap)
    side = min(size.width(), size.height())
    renderer.render(painter, QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side))
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
