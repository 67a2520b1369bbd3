"""The window with a SuperPOD of 64 scalable units, 1440 × 900, painted in software.

From an edit to fresh colours it is wall time in the running window: event loop, analysis process and paint events.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from designer.catalog.reading import read_library
from designer.drawing.looks import theme_named
from designer.edit.links import set_link
from designer.edit.nodes import set_node
from designer.ui.analysis_job import AnalysisJob
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.document import Document
from designer.ui.preferences import Preferences
from designer.ui.questions import Answer, Questions
from designer.ui.shelf import Shelf
from designer.ui.window import DesignerWindow
from tests.bench.timing import Row, milliseconds

_EDITS = 21


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
        yield from _edit_to_colours(window)
        window.close()
        job.close()
        del application


def _edit_to_colours(window: DesignerWindow) -> Iterator[Row]:
    """Every other uplink of 1,024 accelerators is taken away or put back; how long until the canvas is painted so."""
    window.files.new_from("dgx-superpod-h100", {"scale_units": "4"})
    assert window.workspace is not None
    work = window.workspace
    design = work.document.design
    systems = [one for one in design.nodes.values() if one.part == "nvidia/dgx-h100"]
    # 128 systems of eight: the reference has one less in the rack where its managers hang.
    node = min(systems, key=lambda one: design.total_copies(one.id))
    work.document.edit(lambda now: set_node(now, node.id, copies=node.copies + 1))
    work.canvas.set_overlay("utilisation")
    watch = _Watch(work.canvas, work.document)
    assert watch.settled(), "the analysis did not answer"
    results = work.document.results
    assert results is not None
    assert results.counts.accelerators.value == 1024
    uplinks = next(
        link for link in design.links.values()
        if link.medium == "fabric" and design.nodes[link.a].kind == design.nodes[link.b].kind == "switch"
    )  # fmt: skip
    whole, took, gaps, spent = uplinks.cables, list[float](), list[float](), list[float]()
    uses = set[float]()
    for number in range(_EDITS):
        cables = whole // 2 if number % 2 == 0 else whole
        started, before = watch.start(), time.process_time()
        assert work.document.edit(lambda now, n=cables: set_link(now, uplinks.id, cables=n))
        assert watch.settled(), "the analysis did not answer"
        took.append((watch.painted - started) * 1000)
        gaps.append(watch.longest_gap * 1000)
        spent.append((time.process_time() - before) * 1000)
        answer = work.document.results
        assert answer is not None
        assert answer.network is not None
        uses.add(next(row.utilisation.value or 0.0 for row in answer.network.links if row.id == uplinks.id))
    assert len(uses) == 2, "the colours do not follow the edit"
    yield Row("1,024 accelerators: edit to fresh colours, median", statistics.median(took), promise_ms=150.0)
    yield Row("1,024 accelerators: edit to fresh colours, slowest", max(took))
    yield Row("  processor time of the window in it, median", statistics.median(spent))
    yield Row("  longest gap between turns of the event loop", max(gaps), promise_ms=200.0)


class _Watch(QObject):
    """Waits in the running event loop for the first paint of a canvas that shows fresh results.

    Attributes:
        painted: When that paint was done.
        longest_gap: The longest time between two turns of the event loop since the start.
    """

    def __init__(self, canvas: CanvasWidget, document: Document) -> None:
        super().__init__()
        self._document = document
        self._loop = QEventLoop(self)
        self._turns = QTimer(self)
        self._turns.setInterval(1)
        self._turns.timeout.connect(self._turn)
        self._last = self.painted = self.longest_gap = 0.0
        self._fresh = False
        document.analysed.connect(self._analysed)
        canvas.installEventFilter(self)

    def start(self) -> float:
        self._fresh, self.longest_gap = False, 0.0
        self._last = time.perf_counter()
        self._turns.start()
        return self._last

    def settled(self) -> bool:
        """Run the event loop until it is painted; a quarter of a second more shows what hangs behind it."""
        late = QTimer(self)
        late.setSingleShot(True)
        late.timeout.connect(self._loop.quit)
        self.painted = 0.0
        late.start(20_000)
        self._loop.exec()
        in_time = late.isActive()
        QTimer.singleShot(250, self._loop.quit)
        self._loop.exec()
        self._turns.stop()
        return in_time

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._fresh and not self.painted:
            # Paint events of one frame come in one turn; the next turn begins when all are done.
            self._fresh = False
            QTimer.singleShot(0, self._done)
        return super().eventFilter(watched, event)

    def _analysed(self) -> None:
        self._fresh = self._document.fresh

    def _done(self) -> None:
        self.painted = time.perf_counter()
        self._loop.quit()

    def _turn(self) -> None:
        now = time.perf_counter()
        self.longest_gap = max(self.longest_gap, now - self._last)
        self._last = now


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
