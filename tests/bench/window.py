"""The window with a SuperPOD of 64 scalable units, 1440 × 900, painted in software."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from designer.catalog.reading import read_library
from designer.drawing.looks import theme_named
from designer.ui.analysis_job import AnalysisJob
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.preferences import Preferences
from designer.ui.questions import Answer, Questions
from designer.ui.shelf import Shelf
from designer.ui.window import DesignerWindow
from tests.bench.timing import Row, milliseconds


class _Discards(Questions):
    def keep_changes(self, name: str) -> Answer:
        return "discard"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        application = QApplication.instance() or QApplication(["bench"])
        library, theme = read_library(), theme_named("light")
        job = AnalysisJob()
        window = DesignerWindow(Shelf(library), theme, Preferences(Path(folder) / "window.ini"), job, _Discards(None))
        window.resize(1440, 900)
        window.show()

        def open_design() -> None:
            window.files.new_from("dgx-superpod-h100", {"scale_units": "64"})
            window.repaint()
            QApplication.processEvents()

        yield Row("64 units: template to first paint", milliseconds(open_design), promise_ms=1000.0)
        assert window.workspace is not None
        canvas = window.workspace.canvas
        yield Row("64 units: pan by a step", milliseconds(lambda: _pan(canvas)), promise_ms=16.0)
        yield Row("64 units: zoom by a step", milliseconds(lambda: _zoom(canvas)), promise_ms=16.0)
        canvas.fit()

        def place() -> None:
            canvas.place_part("nvidia/dgx-h100")
            canvas.repaint()

        yield Row("64 units: place one part, repaint", milliseconds(place), promise_ms=200.0)
        window.close()
        del application


def _pan(canvas: CanvasWidget) -> None:
    canvas.stage.viewpoint.pan(3, 2)
    canvas.repaint()


def _zoom(canvas: CanvasWidget) -> None:
    middle = QPointF(canvas.rect().center())
    _zoom.step = -_zoom.step
    event = QWheelEvent(
        middle, canvas.mapToGlobal(middle), QPoint(), QPoint(0, _zoom.step), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)
    canvas.repaint()


_zoom.step = 120
