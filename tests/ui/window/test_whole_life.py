"""Windows come and go and leave nothing behind; a large design does not hold them up; no exception is unseen."""

import os
import signal
import threading
import time

import psutil
import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication

import designer.ui.app.studio
from designer.ui.jobs.analysis_job import AnalysisJob
from tests.long_runs import runs


def children():
    """Process ids of the analysis processes, without the resource tracker that Python itself starts."""
    return {
        child.pid
        for child in psutil.Process().children(recursive=True)
        if child.status() != psutil.STATUS_ZOMBIE and "spawn_main" in " ".join(child.cmdline())
    }


@pytest.fixture
def own_process(monkeypatch, studio):
    """Every window has an analysis process of its own, as for a person."""
    monkeypatch.setattr(designer.ui.app.studio, "AnalysisJob", AnalysisJob)


def test_the_analysis_ends_with_its_window(own_process, open_window, let_go):
    before, threads = children(), set(threading.enumerate())
    person = open_window()
    person.begin("dgx-superpod-h100", scale_units="1")
    person.settle()
    assert len(children() - before) == 1
    assert any(thread.name == "analysis-pipe" for thread in threading.enumerate())
    assert person.window.close()
    let_go()
    person.qtbot.waitUntil(lambda: children() == before, timeout=5000)
    person.qtbot.waitUntil(lambda: set(threading.enumerate()) <= threads, timeout=5000)


def test_a_window_that_is_closed_in_the_middle_of_an_analysis_ends_it_too(own_process, open_window, let_go):
    before = children()
    person = open_window()
    person.window.files.new_from("dgx-superpod-h100", {"scale_units": "64"})
    person.qtbot.waitUntil(lambda: person.window.analysis.asking, timeout=10_000)
    began = time.monotonic()
    assert person.window.close()
    assert time.monotonic() - began < 5
    let_go()
    person.qtbot.waitUntil(lambda: children() == before, timeout=5000)


def test_an_analysis_that_dies_is_started_again_and_asked_once_more(own_process, open_window):
    person = open_window()
    person.begin()
    person.settle()
    killed = person.window.analysis.pid
    os.kill(killed, signal.SIGKILL)
    person.place("nvidia/dgx-h100")
    person.settle()
    assert person.window.analysis.pid != killed
    assert person.work.headline.item("accelerators").number == "8"
    person.place("nvidia/dgx-h100")
    person.settle()
    assert person.work.headline.item("accelerators").number == "16"
    assert person.window.status.work.text() == ""


@pytest.mark.scaled
def test_many_windows_leave_nothing(own_process, studio, open_window, let_go):
    """The first ones fill what is kept for all, such as icons and fonts."""
    widgets, processes, threads = [], [], []
    for _ in range(runs(4, 20)):
        person = open_window()
        person.window.files.new_empty()
        person.place("nvidia/dgx-h100")
        assert person.window.close()
        let_go()
        widgets.append(len(QApplication.allWidgets()))
        processes.append(len(children()))
        threads.append(threading.active_count())
    assert not studio.windows
    assert widgets[-1] <= widgets[2]
    assert processes[-1] <= processes[2]
    assert threads[-1] <= threads[2]


@pytest.mark.scaled
def test_many_designs_in_one_window_leave_nothing(person, let_go):
    counts = []
    for _ in range(runs(4, 20)):
        person.window.files.new_from("dgx-superpod-h100", {"scale_units": "1"})
        person.window.files.close_design()
        let_go()
        counts.append(len(QApplication.allWidgets()))
    assert counts[-1] <= counts[2]


def test_exceptions_in_slots_are_seen(qtbot):
    with qtbot.captureExceptions() as seen:
        QTimer.singleShot(0, lambda: 1 / 0)
        qtbot.wait(20)
    assert [kind for kind, *_ in seen] == [ZeroDivisionError]


def test_exceptions_in_threads_and_warnings_of_qt_are_seen(nothing_goes_unseen):
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qWarning("something is odd")
    assert len(nothing_goes_unseen) == 2
    nothing_goes_unseen.clear()


def test_what_nobody_expected_is_told_in_the_status_line(drawer):
    drawer.studio.show_problem(RuntimeError("first line\nsecond line"))
    assert drawer.status == "Something went wrong, and your work is kept: RuntimeError: first line"


def test_the_window_remembers_its_size(open_window):
    first = open_window()
    first.window.resize(790, 700)
    first.window.close()
    assert not first.studio.preferences.geometry.isEmpty()
    again = first.studio.open_window()
    assert (again.width(), again.height()) == (790, 700)
    again.resize(1_900, 1_400)
    again.close()
    room = again.screen().availableSize()  # smaller than what it was closed with
    assert first.studio.open_window().size().boundedTo(room) == first.studio.windows[-1].size()
