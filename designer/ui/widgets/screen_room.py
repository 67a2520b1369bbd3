"""Sizes of windows that no screen is too small for, at any scale."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME: Final = QSize(16, 48)
"""Pixels that the frame and the title bar of a window take, about."""


def screen_room(window: QWidget) -> QSize:
    """Return how large WINDOW can be on its screen, its frame left out.

    At a scale of 200% a screen of 1920 × 1080 is 960 × 540.
    """
    return window.screen().availableSize() - FRAME


def resize_within_screen(window: QWidget, wide: int, high: int, least: tuple[int, int] | None = None) -> None:
    """Make WINDOW so WIDE and HIGH, or as large as its screen; LEAST is how small a person can make it."""
    room = screen_room(window)
    if least is not None:
        window.setMinimumSize(QSize(*least).boundedTo(room))
    window.resize(QSize(wide, high).boundedTo(room))
