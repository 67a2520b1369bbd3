"""Text measured in the painter's own fonts."""

from functools import lru_cache

from designer.drawing.text import TextWidths
from designer.paint.application import ensure_application
from designer.paint.fonts import thread_metrics


def text_widths() -> TextWidths:
    """Measures text as the painter will write it."""
    ensure_application()
    return _width


@lru_cache(maxsize=65_536)
def _width(text: str, style: str) -> float:
    return thread_metrics(style).horizontalAdvance(text)
