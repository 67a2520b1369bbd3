"""Large edits are made as small ones are, but worked out and drawn in a thread while the window goes on."""

import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from designer.analysis.counts import counts
from designer.drawing.topology.topology import draw_topology
from designer.edit.nodes.clipboard import copy_out
from designer.edit.settings import set_name
from designer.model.design import Design
from designer.paint.text_widths import text_widths
from designer.ui.canvas.rendering import drawn_ahead
from designer.ui.jobs import in_thread, large_edits
from designer.ui.jobs.large_edits import LargeEdits
from tests.campus import campus


@pytest.fixture
def threads(monkeypatch):
    """Every edit of three records and more is a large one, and is drawn in a thread; the threads that drew."""
    monkeypatch.setattr(LargeEdits, "many", 3)
    monkeypatch.setattr(in_thread, "GRACE_S", 0.0)
    drew = []

    def draw(design, shown):
        drew.append(threading.current_thread())
        return drawn_ahead.draw_ahead(design, shown)

    monkeypatch.setattr(large_edits, "draw_ahead", draw)
    return drew


@pytest.fixture
def work(window, threads, library):
    """An empty design, and a small campus on the clipboard."""
    window.files.new_empty()
    copied = campus(library, 1, 1, 1, 2)
    QGuiApplication.clipboard().setText(copy_out(copied, list(copied.nodes)))
    return window.workspace


def _told(drawing):
    return list(drawing.tiles), list(drawing.frames), list(drawing.wires), drawing.legend, drawing.drawn_as


def _drawn(work):
    return _told(draw_topology(work.document.design, widths=text_widths(), flows=False))


def test_a_large_paste_is_what_a_small_one_is(window, work, threads, qtbot):
    window.commands.run("edit.paste")
    document = work.document
    assert threads
    assert threads[0] is not threading.main_thread()
    assert len(document.design.nodes) == 13
    assert document.session.labels == ["Paste 13 items"]
    assert document.counts == counts(document.design, tiers=False)
    assert _told(work.canvas.stage.drawing) == _drawn(work)
    qtbot.waitUntil(lambda: len(work.canvas.selected_ids()) > 0)
    pasted = document.design
    window.commands.run("edit.undo")
    assert document.design == Design()
    assert _told(work.canvas.stage.drawing) == _drawn(work)
    window.commands.run("edit.redo")
    assert document.design == pasted
    assert list(document.design.nodes) == list(pasted.nodes)
    assert len(threads) == 3
    assert _told(work.canvas.stage.drawing) == _drawn(work)
    assert document.counts == counts(document.design, tiers=False)


@pytest.mark.parametrize("command", ["edit.duplicate", "edit.delete"])
def test_one_group_that_holds_much_is_much(window, work, threads, command):
    window.commands.run("edit.paste")
    design = work.document.design
    (site,) = [node.id for node in design.nodes.values() if node.parent is None]
    work.canvas.select((site,))
    drew = len(threads)
    window.commands.run(command)
    assert len(threads) == drew + 1
    assert threads[-1] is not threading.main_thread()
    assert len(work.document.design.nodes) == (26 if command == "edit.duplicate" else 0)


def test_deleting_much_is_one_edit_too(window, work, threads):
    window.commands.run("edit.paste")
    before = work.document.design
    window.commands.run("edit.select_all")
    window.commands.run("edit.delete")
    assert not work.document.design.nodes
    window.commands.run("edit.undo")
    assert work.document.design == before
    assert list(work.document.design.links) == list(before.links)
    assert len(threads) == 3


def test_an_edit_made_meanwhile_stands_and_the_paste_comes_after_it(window, work, threads, monkeypatch):
    _meanwhile(work, monkeypatch, lambda: work.document.edit(lambda design: set_name(design, "Meanwhile")))
    window.commands.run("edit.paste")
    assert work.document.session.labels[1:] == ["Paste 13 items"]
    assert work.document.design.name == "Meanwhile"
    assert len(work.document.design.nodes) == 13
    assert len(threads) == 2


def test_undo_is_left_out_where_the_design_was_changed_meanwhile(window, work, monkeypatch):
    window.commands.run("edit.paste")
    _meanwhile(work, monkeypatch, lambda: work.document.edit(lambda design: set_name(design, "Meanwhile")))
    window.commands.run("edit.undo")
    assert len(work.document.design.nodes) == 13
    assert "changed meanwhile" in window.status.message.text()


def test_two_undos_in_a_row_are_two(window, work, monkeypatch):
    window.commands.run("edit.paste")
    window.commands.run("edit.paste")
    _meanwhile(work, monkeypatch, lambda: window.commands.run("edit.undo"))
    window.commands.run("edit.undo")
    assert work.document.design == Design()


def test_a_large_edit_can_be_stopped(window, work, monkeypatch):
    _meanwhile(work, monkeypatch, work.document.large.stop)
    window.commands.run("edit.paste")
    assert work.document.design == Design()
    assert not work.document.session.labels
    assert "nothing was changed" in window.status.message.text()
    window.commands.run("edit.paste")
    assert len(work.document.design.nodes) == 13


def test_closing_the_design_meanwhile_gives_the_edit_up(window, work, questions, monkeypatch):
    _meanwhile(work, monkeypatch, window.files.close_design)
    window.commands.run("edit.paste")
    assert window.workspace is None
    assert not questions.told


def test_what_is_refused_is_told_as_ever(window, work):
    QGuiApplication.clipboard().setText('{"stackwright-clip": ' + " " * 1000 + "}")
    window.commands.run("edit.paste")
    assert work.document.design == Design()
    assert "does not hold parts" in window.status.message.text()


def test_new_figures_of_a_large_design_are_drawn_in_a_thread(superpod, job, monkeypatch, qtbot):
    monkeypatch.setattr("designer.ui.canvas.canvas_model.BEHIND", 1)
    stage = superpod.workspace.canvas.stage
    before = stage.drawing
    job.answer()
    assert stage.drawing is before
    qtbot.waitUntil(lambda: stage.drawing is not before)
    document = superpod.workspace.document
    anew = draw_topology(
        document.design, widths=text_widths(), results=document.results, findings=document.findings, flows=False
    )
    assert _told(stage.drawing) == _told(anew)
    assert _told(stage.drawing) != _told(before)


def _meanwhile(work, monkeypatch, do):
    """DO something in the window's thread, once, while the next large edit is being drawn."""
    drawing, done = threading.Event(), threading.Event()
    draw = large_edits.draw_ahead

    def wait(design, shown):
        if not drawing.is_set():
            drawing.set()
            done.wait(10)
        return draw(design, shown)

    monkeypatch.setattr(large_edits, "draw_ahead", wait)

    def look():
        if not drawing.is_set():
            QTimer.singleShot(2, look)
            return
        QTimer.singleShot(20, done.set)
        do()

    QTimer.singleShot(0, look)
