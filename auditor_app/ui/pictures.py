"""Pictures as bytes, so that a service can write them whole or not at all; and images of pages drawn elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from auditor_app.services.print_pages import PagePicture


def png_bytes(image: QImage) -> bytes:
    """The image as a PNG file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt a text
    return bytes(buffer.data().data())


def image_of(picture: PagePicture) -> QImage:
    """A copy that does not need the picture's bytes any longer."""
    shape = (picture.width, picture.height, picture.stride)
    return QImage(picture.pixels, *shape, QImage.Format.Format_RGB32).copy()
