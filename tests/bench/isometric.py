"""The isometric picture of a hall with 2,000 racks, in software at 1600 × 1000: first sight, panning, turning."""

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from designer.catalog.reading import read_library
from designer.drawing.isometric.isometric import draw_isometric
from designer.drawing.theme_tokens import theme_named
from designer.edit.session import Session
from designer.ui.app.document import Document
from designer.ui.views.isometric.view import IsometricView
from designer.ui.widgets.look import window_look
from tests.bench.floor import CABLES, IMAGE, PAN_MS, RACKS, STEPS, hall_of_racks, pan_step
from tests.bench.timing import Row, milliseconds


def rows() -> Iterator[Row]:
    """What looking at the hall takes."""
    application = QApplication.instance() or QApplication(["bench"])
    design = hall_of_racks()
    yield Row(
        "the display list anew, in painting order", milliseconds(lambda: draw_isometric(design)), promise_ms=300.0
    )
    document = Document(Session(design), read_library())
    window_look().wear(theme_named("dark"))
    view = IsometricView(document)
    view.resize(1600, 1000)
    view.set_overlay("cables")
    view.show()
    first = QImage(IMAGE.size(), IMAGE.format())
    yield Row(
        f"first sight of {RACKS:,} racks, {CABLES:,} cables",
        milliseconds(lambda: view.render(first), repeat=1),
        promise_ms=600.0,
    )
    for factor in (1.0, 3.0, 8.0):
        view.fit()
        view.zoom_by(factor)
        view.settle()
        view.render(IMAGE)
        took = sorted(milliseconds(lambda n=n: pan_step(view, n), repeat=1) for n in range(STEPS))
        yield Row(
            f"pan of {RACKS:,} racks, 95 of 100 steps, at ×{factor:g}", took[int(STEPS * 0.95)], promise_ms=PAN_MS
        )
    view.fit()
    yield Row("a quarter turn with its painting", milliseconds(lambda: _turn(view)), promise_ms=600.0)
    view.close()
    del application


def _turn(view: IsometricView) -> None:
    view.turn(1)
    view.render(IMAGE)
