"""Hands at work on a large canvas at 1600 × 1000: the 95th percentile over real events and paintings; see `canvas`."""

import os
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from designer.catalog.library import Library
from designer.drawing.theme_tokens import theme_named
from designer.edit.session import Session
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.widgets.look import window_look
from tests.bench.canvas import HEIGHT, WIDTH, grid_design
from tests.bench.timing import Row

STEPS = 60


def hands(nodes: int, pan_ms: float, *, pans_only: bool = False) -> Iterator[Row]:
    """Rows of pan, zoom and drag on a design of NODES; steps of PAN_MS at most."""
    application = QApplication.instance() or QApplication(["bench"])
    window_look().wear(theme_named("light"))
    canvas = CanvasWidget(Session(grid_design(nodes)), Library())
    canvas.resize(WIDTH, HEIGHT)
    canvas.show()
    canvas.zoom_to(0.5)
    application.processEvents()
    canvas.repaint()
    middle = QPointF(WIDTH / 2, HEIGHT / 2)

    def wheel(x: int, y: int, angle: int) -> None:
        QApplication.sendEvent(
            canvas,
            QWheelEvent(
                middle,
                canvas.mapToGlobal(middle),
                QPoint(x, y),
                QPoint(0, angle),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    def mouse(kind: QEvent.Type, x: float, y: float, buttons: Qt.MouseButton) -> None:
        place = QPointF(x, y)
        QApplication.sendEvent(
            canvas,
            QMouseEvent(
                kind,
                place,
                canvas.mapToGlobal(place),
                Qt.MouseButton.LeftButton,
                buttons,
                Qt.KeyboardModifier.NoModifier,
            ),
        )

    for scale in (0.1, 0.3, 0.5, 1.0):
        canvas.zoom_to(scale)
        took = _p95(canvas, lambda step: wheel(7 if step % 20 < 10 else -7, 5, 0))
        yield Row(f"{nodes:,} nodes: pan at {scale:.0%}, p95", took, promise_ms=pan_ms)
    canvas.zoom_to(0.5)
    took = _p95(canvas, lambda step: wheel(0, 0, 120 if step % 8 < 4 else -120))
    yield Row(f"{nodes:,} nodes: zoom step, p95", took, promise_ms=pan_ms)
    if pans_only:
        canvas.close_canvas()
        canvas.deleteLater()
        return
    drawing = canvas.stage.drawing
    sight = canvas.stage.sight
    inside = [tile.id for tile in drawing.tiles if tile.rect.meets(sight)]
    for count in (1, 500):
        some = [inside[len(inside) // 2], *(tile.id for tile in drawing.tiles[: count - 1])]
        canvas.select(some)
        x, y = canvas.screen_position(*drawing.rect_of(some[0]).centre)  # type: ignore[union-attr]
        mouse(QEvent.Type.MouseButtonPress, x, y, Qt.MouseButton.LeftButton)
        took = _p95(
            canvas,
            lambda step, x=x, y=y: mouse(QEvent.Type.MouseMove, x + 10 + step, y + step % 7, Qt.MouseButton.LeftButton),
        )
        assert canvas.stage.shown_preview is not None, "nothing was dragged"
        canvas.cancel()
        yield Row(f"drag {count} nodes with their links, p95", took, promise_ms=pan_ms)
    canvas.close_canvas()
    canvas.deleteLater()
    del application


def _p95(canvas: CanvasWidget, act: Callable[[int], None]) -> float:
    """Of STEPS steps: the event itself and the painting that it asks for, in ms of process time."""
    took: list[float] = []
    for step in range(STEPS):
        started = time.process_time()
        act(step)
        canvas.repaint()
        took.append(time.process_time() - started)
    return float(np.percentile(took, 95)) * 1000
