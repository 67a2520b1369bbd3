"""Notes, frames, arrows and pictures in words."""

from collections.abc import Mapping
from typing import Final

from designer.edit.edit_labels import MARK_TITLES
from designer.model.marks import Mark, MarkColour, MarkKind

COLOUR_TITLES: Final[Mapping[MarkColour, str]] = {
    "plain": "Grey",
    "blue": "Blue",
    "green": "Green",
    "yellow": "Yellow",
    "red": "Red",
    "violet": "Violet",
}
MARK_ICONS: Final[Mapping[MarkKind, str]] = {
    "note": "note",
    "frame": "mark-frame",
    "arrow": "mark-arrow",
    "picture": "picture",
}


def mark_words(mark: Mark) -> str:
    """A mark in words: "Note: Ask the landlord, locked in place"."""
    title = MARK_TITLES[mark.kind]
    words = f"{title}: {' '.join(mark.text.split())}" if mark.text.strip() else title
    place = ", behind the equipment" if mark.front < 0 else ""
    return f"{words}{place}{', locked in place' if mark.pinned else ''}"
