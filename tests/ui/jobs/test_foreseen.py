"""A large design that is opened is read, counted and drawn in a thread; the window only shows it."""

import threading

import pytest

from designer.analysis.counts import counts
from designer.store.project import write_project
from designer.ui.app import document
from designer.ui.canvas import canvas_model
from designer.ui.canvas.rendering import drawn_ahead
from designer.ui.canvas.rendering.drawn_ahead import Shown
from designer.ui.jobs import foreseen, in_thread, template_work
from tests.campus import campus

TORUS = {"x": "16", "y": "16", "z": "12"}


@pytest.fixture
def threads(monkeypatch):
    """What was done in which thread, by name; the window's own thread may neither unpack nor count nor draw."""
    heard = []

    def watched(module, name):
        real = getattr(module, name)

        def call(*given, **named):
            heard.append((name, threading.current_thread() is threading.main_thread()))
            return real(*given, **named)

        monkeypatch.setattr(module, name, call)

    watched(template_work, "unpack_design")
    watched(foreseen, "counts")
    watched(foreseen, "draw_ahead")
    watched(document, "counts")
    watched(canvas_model, "draw_topology")
    return heard


def _counted(window):
    opened = window.workspace.document
    return opened.counts == counts(opened.design, tiers=False)


def _shown_as_drawn_beside(window):
    """Return whether what is shown is what is drawn of this design from as far, anew."""
    stage = window.workspace.canvas.stage
    ahead = drawn_ahead.draw_ahead(stage.design, Shown(), window._sight())
    return any(list(stage.drawing.tiles) == list(drawn.tiles) for drawn in ahead.drawings.values())


def test_a_large_template_is_unpacked_counted_and_drawn_beside_the_window(window, threads, qtbot):
    window.welcome.template_wanted.emit("torus", TORUS)
    with qtbot.waitSignal(window.making.made, timeout=60_000):
        pass
    assert threads == [("unpack_design", False), ("draw_ahead", False), ("counts", False)]
    assert len(window.workspace.document.design.links) == 3 * 16 * 16 * 12
    assert _counted(window)
    assert _shown_as_drawn_beside(window)


def test_a_large_project_is_counted_and_drawn_beside_the_window(window, threads, library, tmp_path, monkeypatch):
    monkeypatch.setattr(in_thread, "GRACE_S", 0.0)
    path = tmp_path / "site.stackwright"
    write_project(path, campus(library, 2, 2, 2, 10))
    assert window.open_path(path)
    assert threads == [("draw_ahead", False), ("counts", False)]
    assert _counted(window)
    assert _shown_as_drawn_beside(window)


def test_a_small_project_is_shown_at_once(window, threads, library, tmp_path):
    path = tmp_path / "site.stackwright"
    write_project(path, campus(library, 1, 1, 1, 2))
    assert window.open_path(path)
    assert ("draw_ahead", False) not in threads
    assert _counted(window)
    assert window.workspace.canvas.stage.drawing.tiles


def test_what_was_foreseen_of_another_design_is_not_shown(window, library):
    window._foresee(foreseen.foreseen(campus(library, 1, 1, 1, 2), (900.0, 500.0)))
    window.files.new_empty()
    assert window.workspace.document.counts.nodes == 0
    assert not window.workspace.canvas.stage.drawing.tiles
