"""Edits of a design of 10,000 nodes and 15,000 links in the whole window at 1600 × 1000, all of it in sight.

Process time from the commit until every panel, the canvas and the minimap are painted again, the median of a few; the
analysis, which is another process, is not asked here, and what a question costs is a row of its own.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from designer import worker
from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.drawing.theme_tokens import theme_named
from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.clipboard import copy_out, paste_in
from designer.edit.nodes.nodes import add_node, move_nodes
from designer.edit.session import Session
from designer.ui.app.library_store import Shelf
from designer.ui.app.preferences import Preferences
from designer.ui.app.window import DesignerWindow
from designer.ui.jobs.analysis_job import AnalysisJob, Question
from designer.ui.widgets.look import window_look
from designer.ui.widgets.message_boxes import Answer, Questions
from tests.bench.canvas import HEIGHT, WIDTH, grid_design
from tests.bench.timing import Row, milliseconds
from tests.campus import campus
from tests.trust.seat import Heart

EDIT_MS = 100.0
QUESTION_MS = 200.0
"""No turn of the event loop may be longer."""
BLOCK_MS = 200.0
WHOLE_MS = 2_000.0
ROUNDS = 7
PASTED = 500


class _Silent(AnalysisJob):
    def ask(self, question: Question) -> None:
        """Leave it."""


class _Discards(Questions):
    def keep_changes(self, name: str) -> Answer:
        return "discard"


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        application = QApplication.instance() or QApplication(["bench"])
        window_look().wear(theme_named("light"))
        library, job = read_library(), _Silent()
        preferences = Preferences(Path(folder) / "window.ini")
        window = DesignerWindow(Shelf(library), preferences, job, _Discards(None))
        window.resize(WIDTH, HEIGHT)
        window.show()
        session = Session(grid_design())
        window.open_session(session)
        assert window.workspace is not None
        document, canvas = window.workspace.document, window.workspace.canvas
        _settle()

        def edit_ms(work: Callable[[], object]) -> float:
            took: list[float] = []
            for number in range(ROUNDS + 2):
                started, revision = time.process_time(), session.revision
                work()
                _settle()
                assert session.revision == revision + 1
                drawing = canvas.stage.drawing
                assert len(drawing.tiles) == len(session.design.nodes)
                if number > 1:
                    # The first ones after another kind of edit make what later ones keep.
                    took.append(time.process_time() - started)
            return statistics.median(took) * 1000

        def move() -> None:
            document.edit(lambda now: move_nodes(now, ["n5050"], 8.0, 8.0))

        def add() -> None:
            document.edit(lambda now: add_node(now, library, "generic/host", 700.0 + session.revision * 9, 900.0))

        def join() -> None:
            document.edit(lambda now: add_link(now, "n5050", f"n{5150 + session.revision}"))

        yield Row("edit at 10,000 nodes: one moved", edit_ms(move), promise_ms=EDIT_MS)
        yield Row("edit at 10,000 nodes: undo", edit_ms(document.undo), promise_ms=EDIT_MS)
        yield Row("edit at 10,000 nodes: redo", edit_ms(document.redo), promise_ms=EDIT_MS)
        yield Row("edit at 10,000 nodes: one added", edit_ms(add), promise_ms=EDIT_MS)
        yield Row("edit at 10,000 nodes: one link", edit_ms(join), promise_ms=EDIT_MS)
        cables = edit_ms(lambda: document.edit(lambda now: set_link(now, "l7", cables=5 + session.revision)))
        yield Row("edit at 10,000 nodes: cables of a link", cables, promise_ms=EDIT_MS)
        clip = copy_out(session.design, [f"n{number}" for number in range(PASTED)])
        pasted = edit_ms(lambda: document.edit(lambda now: paste_in(now, clip, 100.0, -9000.0)))
        yield Row(f"edit at 10,000 nodes: paste of {PASTED}", pasted, promise_ms=EDIT_MS)
        heart = Heart(busy=True)
        document.edit_many(lambda now: paste_in(now, clip, 100.0, -9000.0), PASTED, "Pasting …")
        loop = QEventLoop()
        QTimer.singleShot(500, loop.quit)
        loop.exec()
        yield Row(f"10,000 nodes: paste of {PASTED}, longest turn of the window", heart.longest_ms, promise_ms=EDIT_MS)
        yield from _large_paste(window, library)
        asked = milliseconds(lambda: worker.encode_request(1, session.design, date(2026, 1, 1), library=library))
        yield Row("a question to the analysis, packed", asked, promise_ms=QUESTION_MS)
        window.close()
        del application


def _large_paste(window: DesignerWindow, library: Library) -> Iterator[Row]:
    """A paste of 10,000 nodes into an empty design, its undo and its redo: the longest turn of the window, and all."""
    design = campus(library, 4, 4, 8, 20)
    clip = copy_out(design, list(design.nodes))
    window.files.new_empty()
    assert window.workspace is not None
    document = window.workspace.document
    heart = Heart(busy=True)
    for name, work in (
        (
            "paste",
            lambda: document.edit_many(lambda now: paste_in(now, clip, 0.0, 0.0), len(design.nodes), "Pasting …"),
        ),
        ("its undo", document.undo),
        ("its redo", document.redo),
    ):
        heart.begin()
        whole = milliseconds(work, 1)
        loop = QEventLoop()
        QTimer.singleShot(500, loop.quit)
        loop.exec()
        assert len(document.design.nodes) == (0 if name == "its undo" else len(design.nodes))
        yield Row(f"10,000 nodes: {name}, longest turn of the window", heart.longest_ms, promise_ms=BLOCK_MS)
        yield Row(f"10,000 nodes: {name}, all of it", whole, promise_ms=WHOLE_MS)


def _settle() -> None:
    """Everything that is due is done and painted."""
    for _ in range(3):
        QApplication.processEvents()
