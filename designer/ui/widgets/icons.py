"""Line icons from resources/icons, tinted with a colour of the theme."""

import atexit
import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from designer.drawing.current_theme import current_theme
from designer.paint.icons import ICONS, icon_renderer

_SIGNS: Final = {
    "cross": '<path d="M4.5 4.5l7 7M11.5 4.5l-7 7"/>',
    "down": '<path d="M4 6.5 8 10.5 12 6.5"/>',
    "right": '<path d="M6.5 4 10.5 8 6.5 12"/>',
    "tick": '<path d="M3.5 8.5 6.5 11.5 12.5 4.5"/>',
    "dash": '<path d="M4 8h8"/>',
}


@lru_cache(maxsize=512)
def icon_pixmap(name: str, colour: str, size: int = 20, ratio: float = 2.0) -> QPixmap:
    """Icon NAME in COLOUR, SIZE logical pixels square."""
    pixels = max(round(size * ratio), 1)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(ratio)
    painter = QPainter(pixmap)
    icon_renderer(name, colour).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def line_icon(name: str, colour: str = "text") -> QIcon:
    """Icon NAME for buttons and menus; the muted tint when disabled."""
    theme = current_theme()
    icon = QIcon(icon_pixmap(name, theme.colour(colour)))
    icon.addPixmap(icon_pixmap(name, theme.colour("border")), QIcon.Mode.Disabled)
    return icon


def app_icon() -> QIcon:
    """The product's own icon."""
    return QIcon(str(ICONS / "stackwright.svg"))


@lru_cache(maxsize=1)
def _folder_of_this_run() -> str:
    """Return a folder for small files, gone at the end."""
    folder = tempfile.TemporaryDirectory(prefix="stackwright-signs-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return folder.name


def _is_written(path: Path, body: bytes) -> bool:
    """Return whether PATH holds BODY, written now where it does not; a disk that was full may have left half of it."""
    try:
        if not (path.is_file() and path.stat().st_size == len(body)):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
    except OSError:
        return False
    return True


@lru_cache(maxsize=16)
def sign_file(sign: str, colour: str) -> str:
    """Path of a small tinted sign (an arrow, a tick), for the style sheet, which reads images from files alone."""
    body = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" fill="none" stroke="{QColor(colour).name()}" '
        f'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">{_SIGNS[sign]}</svg>'
    )
    name, drawn = f"{hashlib.sha256(body.encode()).hexdigest()[:16]}.svg", body.encode()
    path = user_cache_path("stackwright", appauthor=False) / name
    if not _is_written(path, drawn):
        # A home that takes no files, or no more of them: what is drawn for this run lies where all programs write.
        path = Path(_folder_of_this_run()) / name
        _is_written(path, drawn)
    return path.as_posix()
