"""Find the things that a step points at, in pixels of the window."""

import math
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QToolButton, QWidget

from designer.ui.commands.context import Context
from designer.ui.learn.tour.step import Kind, Named, Target

if TYPE_CHECKING:
    from designer.ui.canvas.widget import CanvasWidget

_MENU = "Menu of all commands"
_MOST_TILES = 50


def target_rect(context: Context, target: Target | None) -> QRect | None:
    """Return the rectangle of TARGET in the window of CONTEXT; None where it is not in sight."""
    if target is None or context.workspace is None:
        return None
    if isinstance(target, Kind):
        return _tile_rect(context, target)
    if isinstance(target, Named):
        return _widget_rect(context.window, target.name)
    return _button_rect(context.window, target.command) or _widget_rect(context.window, _MENU)


def _tile_rect(context: Context, target: Kind) -> QRect | None:
    work = context.workspace
    if work is None or work.views.shown != "topology":
        return None
    design = work.document.design
    node = next((one for one in design.nodes_in_order() if one.kind in target.kinds), None)
    box = work.canvas.stage.rect_of(node.id) if node is not None else None
    if box is None:
        return None
    return canvas_rect(context.window, work.canvas, box.x, box.y, box.right, box.bottom)


def tile_rects(context: Context) -> list[QRect]:
    """Return where tiles are in sight in the window of CONTEXT, such as those that a link is let go on."""
    work = context.workspace
    if work is None or work.views.shown != "topology":
        return []
    boxes = (work.canvas.stage.rect_of(name) for name in islice(work.document.design.nodes, _MOST_TILES))
    found = (
        canvas_rect(context.window, work.canvas, box.x, box.y, box.right, box.bottom)
        for box in boxes
        if box is not None
    )
    return [one for one in found if one is not None]


def floating_rects(context: Context) -> list[QRect]:
    """Return where panels float over the drawing in the window of CONTEXT."""
    work = context.workspace
    if work is None:
        return []
    cards = (work.inspector_card, work.finding_card)
    return [QRect(one.mapTo(context.window, QPoint(0, 0)), one.size()) for one in cards if one.isVisible()]


def canvas_rect(
    window: QWidget, canvas: "CanvasWidget", left: float, top: float, right: float, bottom: float
) -> QRect | None:
    """Return a rectangle of the drawing as it lies in WINDOW, as far as it is in sight; None where it is not."""
    x, y = canvas.screen_position(left, top)
    to_x, to_y = canvas.screen_position(right, bottom)
    seen = QRect(QPoint(math.floor(x), math.floor(y)), QPoint(math.ceil(to_x), math.ceil(to_y)))
    seen = seen.intersected(canvas.rect())
    return QRect(canvas.mapTo(window, seen.topLeft()), seen.size()) if not seen.isEmpty() else None


def _widget_rect(window: QWidget, name: str) -> QRect | None:
    found = (one for one in window.findChildren(QWidget) if one.accessibleName() == name and one.isVisible())
    return next((_rect_in(window, one) for one in found), None)


def _button_rect(window: QWidget, command: str) -> QRect | None:
    for button in window.findChildren(QToolButton):
        action = button.defaultAction()
        if action is not None and action.data() == command and button.isVisible():  # pyright: ignore[reportUnnecessaryComparison]
            return _rect_in(window, button)
    return None


def _rect_in(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
