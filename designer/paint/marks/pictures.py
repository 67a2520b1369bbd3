"""Pictures that a design holds, decoded once, no larger than anybody can see, and kept while there is room."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from designer.model.marks import MAX_PICTURE_PIXELS, Picture

MOST_SIDE: Final = 2_048
"""Pixels along the longer side that are kept of a picture."""
_KEPT: Final = 24


def decoded(picture: Picture) -> QImage | None:
    """PICTURE as an image, at most MOST_SIDE pixels wide or high; None when it is damaged."""
    return _decoded(picture.data, picture.form)


@lru_cache(maxsize=_KEPT)
def _decoded(data: bytes, form: str) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(form.encode()))
    reader.setDecideFormatFromContent(False)
    reader.setAutoTransform(True)
    size = reader.size()
    # What the file itself says counts here: a design may claim another size.
    if size.isEmpty() or size.width() * size.height() > MAX_PICTURE_PIXELS:
        return None
    if max(size.width(), size.height()) > MOST_SIDE:
        reader.setScaledSize(size.scaled(QSize(MOST_SIDE, MOST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
