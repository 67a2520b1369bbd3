"""The window with a SuperPOD of 64 scalable units, 1440 × 900, painted in software.

From an edit to fresh colours it is wall time in the running window: event loop, analysis process and paint events.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from designer.analysis.results import Results
from designer.catalog.reading import read_library
from designer.drawing.theme_tokens import theme_named
from designer.edit.links.links import set_link
from designer.edit.nodes.nodes import set_node
from designer.ui.app.document import Document
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.app.window import DesignerWindow
from designer.ui.canvas.widget import CanvasWidget
from designer.ui.jobs.analysis_job import AnalysisJob
from designer.ui.widgets.look import window_look
from designer.ui.widgets.message_boxes import Answer, Questions
from tests.bench.timing import Row, milliseconds

_EDITS = 21
_FEWER = 5
"""So many cables fewer than before are left by each edit."""


class _Discards(Questions):
    def keep_changes(self, name: str) -> Answer:
        return "discard"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        application = QApplication.instance() or QApplication(["bench"])
        library = read_library()
        window_look().wear(theme_named("light"))
        job = AnalysisJob()
        window = DesignerWindow(Shelf(library), Preferences(Path(folder) / "window.ini"), job, _Discards(None))
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
    """Uplinks of 1,024 accelerators are taken away or put back; how long until the canvas is painted so.

    First as many others each time, of which nothing is kept from before; then between two numbers to and fro, as undo
    and redo do.
    """
    window.files.new_from("dgx-superpod-h100", {"scale_units": "4"})
    assert window.workspace is not None
    work = window.workspace
    design = work.document.design
    systems = [one for one in design.nodes.values() if one.part == "nvidia/dgx-h100"]
    # 128 systems of eight: the reference has one less in the rack where its managers hang.
    node = min(systems, key=lambda one: design.total_copies(one.id))
    work.document.edit(lambda now: set_node(now, node.id, copies=node.copies + 1))
    work.canvas.set_overlay("utilisation")
    uplinks = next(
        link
        for link in design.links.values()
        if link.medium == "fabric" and design.nodes[link.a].kind == design.nodes[link.b].kind == "switch"
    )
    watch = _Watch(work.canvas, work.document, uplinks.id)
    assert watch.settled(), "the analysis did not answer"
    results = work.document.results
    assert results is not None
    assert results.counts.accelerators.value == 1024
    whole = uplinks.cables
    others = [whole - 1 - _FEWER * number for number in range(_EDITS)]
    took = _times(watch, work.document, uplinks.id, others)
    assert len(took.uses) == _EDITS, "the colours do not follow the edit"
    yield Row("1,024 accelerators: edit to fresh colours, median", statistics.median(took.coloured), promise_ms=150.0)
    yield Row("1,024 accelerators: edit to fresh colours, slowest", max(took.coloured))
    yield Row("1,024 accelerators: edit to all figures, median", statistics.median(took.painted), promise_ms=120.0)
    yield Row("  processor time of the window in it, median", statistics.median(took.spent))
    yield Row("  longest gap between turns of the event loop", max(took.gaps), promise_ms=200.0)
    again = _times(watch, work.document, uplinks.id, [whole // 2, whole] * (_EDITS // 2))
    assert len(again.uses) == 2, "the colours do not follow the edit"
    yield Row("1,024 accelerators: to and fro to fresh colours, median", statistics.median(again.coloured))
    yield Row("1,024 accelerators: to and fro to all figures, median", statistics.median(again.painted))


@dataclass
class _Times:
    """What edits took until the canvas was painted with fresh colours and with all figures, ms, and what was seen.

    Attributes:
        spent: Processor time of the window.
        gaps: The longest time between two turns of the event loop.
        uses: Utilisations of the edited link.
    """

    coloured: list[float] = field(default_factory=list[float])
    painted: list[float] = field(default_factory=list[float])
    spent: list[float] = field(default_factory=list[float])
    gaps: list[float] = field(default_factory=list[float])
    uses: set[float] = field(default_factory=set[float])


def _times(watch: "_Watch", document: Document, link: str, numbers: Iterable[int]) -> _Times:
    """Return what it takes to give LINK each of the NUMBERS of cables in turn."""
    found = _Times()
    for cables in numbers:
        started, before = watch.start(), time.process_time()
        assert document.edit(lambda now, n=cables: set_link(now, link, cables=n))
        assert watch.settled(), "the analysis did not answer"
        found.coloured.append((watch.coloured - started) * 1000)
        found.painted.append((watch.painted - started) * 1000)
        found.gaps.append(watch.longest_gap * 1000)
        found.spent.append((time.process_time() - before) * 1000)
        found.uses.add(watch.utilisation)
        assert watch.utilisation == _utilisation(document.results, link), "the first colours were others"
    return found


def _utilisation(results: Results | None, link: str) -> float:
    assert results is not None
    assert results.network is not None
    return next(row.utilisation.value or 0.0 for row in results.network.links if row.id == link)


class _Watch(QObject):
    """Waits in the running event loop for the first paints of a canvas with fresh colours and with all results.

    Attributes:
        coloured: When the first paint was done in which a link had another utilisation than at the start.
        utilisation: Of that link, as it was painted then.
        painted: When the first paint was done that showed all results.
        longest_gap: The longest time between two turns of the event loop since the start.
    """

    def __init__(self, canvas: CanvasWidget, document: Document, link: str) -> None:
        super().__init__()
        self._canvas, self._document, self._link = canvas, document, link
        self._loop = QEventLoop(self)
        self._turns = QTimer(self)
        self._turns.setInterval(1)
        self._turns.timeout.connect(self._turn)
        self._last = self.coloured = self.painted = self.longest_gap = self.utilisation = self._before = 0.0
        self._recoloured = self._fresh = False
        canvas.stage.redrawn.connect(self._redrawn)
        canvas.installEventFilter(self)

    def start(self) -> float:
        self._recoloured = self._fresh = False
        self.longest_gap, self._before = 0.0, self.utilisation
        self.coloured = self.painted = 0.0
        self._last = time.perf_counter()
        self._turns.start()
        return self._last

    def settled(self) -> bool:
        """Run the event loop until it is painted; a quarter of a second more shows what hangs behind it."""
        late = QTimer(self)
        late.setSingleShot(True)
        late.timeout.connect(self._loop.quit)
        late.start(20_000)
        self._loop.exec()
        in_time = late.isActive()
        QTimer.singleShot(250, self._loop.quit)
        self._loop.exec()
        self._turns.stop()
        return in_time

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # Paint events of one frame come in one turn; the next turn begins when all are done.
            if self._recoloured and not self.coloured:
                self._recoloured = False
                QTimer.singleShot(0, self._coloured)
            if self._fresh and not self.painted:
                self._fresh = False
                QTimer.singleShot(0, self._done)
        return super().eventFilter(watched, event)

    def _redrawn(self) -> None:
        results = self._canvas.stage.results
        if results is None:
            return
        use = _utilisation(results, self._link)
        if use != self._before and not self.coloured:
            self.utilisation, self._recoloured = use, True
        recoloured = self._recoloured or bool(self.coloured)
        self._fresh = recoloured and self._document.fresh and results is self._document.results

    def _coloured(self) -> None:
        self.coloured = time.perf_counter()

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
        middle,
        canvas.mapToGlobal(middle),
        QPoint(),
        QPoint(0, _zoom.step),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)
    canvas.repaint()


_zoom.step = 120
