"""The line icons of resources/icons in any colour."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer

from designer.locations import RESOURCES

ICONS: Final = RESOURCES / "icons"
_PLAIN: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="currentColor" '
    'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><rect x="4" y="4" width="12" height="12" '
    'rx="2.5"/></svg>'
)
"""For a kind that has no icon yet."""


@lru_cache(maxsize=512)
def icon_renderer(name: str, colour: str) -> QSvgRenderer:
    """Icon NAME drawn in COLOUR."""
    path = ICONS / f"{name}.svg"
    text = path.read_text("utf-8") if path.is_file() else _PLAIN
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
