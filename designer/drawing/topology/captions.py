"""Places of the names, figures and counts of frames."""

from collections.abc import Sequence
from math import ceil
from typing import Final

import numpy as np

from designer.drawing.drawing import Floats
from designer.drawing.records import Frame, Rect
from designer.drawing.text import TextWidths
from designer.drawing.theme_tokens import BADGE_HEIGHT, BADGE_PADDING, CAPTION_GAP
from designer.model.canvas_sizes import FRAME_HEADER, FRAME_PADDING

_STEP: Final = 96.0


def caption_box(frame: Frame, widths: TextWidths, *, plain: bool) -> Rect:
    """Around the name and the figures of FRAME; no wider than the frame."""
    title, figures = ("title", "body") if plain else ("strong", "caption")
    width = widths(frame.title, title) + CAPTION_GAP + widths(frame.subtitle, figures)
    rect = frame.rect
    return Rect(rect.x + FRAME_PADDING, rect.y + 4.0, min(width, rect.width - FRAME_PADDING), FRAME_HEADER - 8.0)


def badge_box(frame: Frame, widths: TextWidths) -> Rect | None:
    """Around the ×N of FRAME; None without one."""
    if not frame.badge:
        return None
    right = frame.rect.right - FRAME_PADDING + 4.0
    width = widths(frame.badge, "strong") + 2 * BADGE_PADDING
    return Rect(right - width, frame.rect.y + FRAME_HEADER / 2 - 2.0 - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)


def caption_boxes(frames: Sequence[Frame], widths: TextWidths, *, plain: bool) -> Floats:
    """The captions and counts of FRAMES as (n, 4) left, top, right, bottom.

    Captions are taken as long as whole steps: wires that go around them stay where they are when a figure changes.
    """
    found: list[Rect] = []
    for frame in frames:
        box = caption_box(frame, widths, plain=plain)
        room = frame.rect.width - FRAME_PADDING
        found.append(box._replace(width=min(ceil(box.width / _STEP) * _STEP, room)))
        badge = badge_box(frame, widths)
        if badge is not None:
            found.append(badge)
    boxes = [(box.x, box.y, box.right, box.bottom) for box in found]
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)
