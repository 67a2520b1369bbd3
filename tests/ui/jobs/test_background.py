import gc
import weakref

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from designer.ui.jobs import background
from designer.ui.jobs.background import ENDED, STOPPED, BackgroundJob
from tests.ui import background_work

LONG = 20_000


pytestmark = pytest.mark.usefixtures("real_processes")


@pytest.fixture
def job(qapp):
    made = BackgroundJob()
    yield made
    made.close()
    made.deleteLater()


def run(job, qtbot, function, *arguments):
    answers = []
    job.finished.connect(answers.append)
    job.start(function, *arguments)
    qtbot.waitUntil(lambda: bool(answers), timeout=LONG)
    return answers[0]


def fails(job, qtbot, function, *arguments):
    with qtbot.waitSignal(job.failed, timeout=LONG) as failed:
        job.start(function, *arguments)
    return failed.args[0]


def test_progress_is_told_and_the_answer_comes_back(job, qtbot):
    told = []
    job.progressed.connect(lambda done, total, name: told.append((done, total, name)))
    assert run(job, qtbot, background_work.count, 60) == 60
    assert told
    assert told == sorted(told)
    assert all(total == 60 and name == f"number {done}" for done, total, name in told)
    assert not job.running


def test_partial_results_come_on_the_way_and_grow(job, qtbot):
    heard = []
    job.found.connect(heard.append)
    whole = run(job, qtbot, background_work.gather, 200)
    assert whole == list(range(1, 201))
    assert 2 <= len(heard) < 100  # not one for each, but some
    assert all(part == whole[: len(part)] for part in heard)
    assert [len(part) for part in heard] == sorted({len(part) for part in heard})
    qtbot.wait(100)
    assert all(len(part) <= 200 for part in heard)


def test_what_was_handed_out_stays_when_it_is_stopped(job, qtbot):
    heard = []
    job.found.connect(lambda part: (heard.append(part), job.stop()))
    whole = run(job, qtbot, background_work.gather, 20_000)
    assert len(heard[0]) <= len(whole) < 20_000
    assert whole[: len(heard[0])] == heard[0]


def test_a_partial_result_may_end_the_job(job, qtbot):
    told = []
    job.progressed.connect(lambda *at: told.append(at))
    heard = []
    job.found.connect(lambda part: (heard.append(part), job.close()))
    job.start(background_work.gather, 20_000)
    qtbot.waitUntil(lambda: bool(heard), timeout=LONG)
    assert not job.running
    count = len(told)
    qtbot.wait(100)
    assert len(told) == count


def test_making_partial_results_takes_a_share_of_the_time_only(job, qtbot):
    assert 1 <= run(job, qtbot, background_work.hand_out_slowly, 1.2) <= 3


def test_partial_results_larger_than_a_pipe_arrive_whole(job, qtbot):
    data = bytes(range(256)) * 40_000
    heard = []
    job.found.connect(heard.append)
    job.start(background_work.hand_out_much, data)
    qtbot.waitUntil(lambda: bool(heard), timeout=LONG)
    assert heard[0] == data
    job.close()


def test_the_process_does_not_load_qt(job, qtbot):
    assert run(job, qtbot, background_work.modules) == []


def test_arguments_and_answers_larger_than_a_pipe_arrive_whole(job, qtbot):
    data = bytes(range(256)) * 40_000
    assert run(job, qtbot, background_work.echo, data) == data


def test_a_function_that_is_stopped_answers_with_what_it_has(job, qtbot):
    job.progressed.connect(job.stop)
    assert 0 < run(job, qtbot, background_work.count, 10_000) < 10_000


def test_a_function_that_does_not_listen_is_ended(job, qtbot, monkeypatch):
    monkeypatch.setattr(background, "PATIENCE_S", 0.1)
    pids = []
    job.progressed.connect(lambda *_: (pids.append(job.pid), job.stop()))
    assert fails(job, qtbot, background_work.sleep) == STOPPED
    assert not psutil.pid_exists(pids[0])
    assert not job.running


def test_a_process_that_dies_is_told_and_another_can_be_started(job, qtbot):
    assert fails(job, qtbot, background_work.die) == ENDED
    assert run(job, qtbot, background_work.echo, "again") == "again"


def test_a_process_that_is_killed_is_told(job, qtbot):
    job.progressed.connect(lambda *_: psutil.Process(job.pid).kill())
    assert fails(job, qtbot, background_work.sleep) == ENDED


def test_a_refusal_and_a_failure_are_told_in_one_line(job, qtbot):
    assert fails(job, qtbot, background_work.refuse, "No, because.") == "No, because."
    assert fails(job, qtbot, background_work.fail) == "ValueError: the first"
    assert "\n" not in fails(job, qtbot, background_work.unpicklable)


def test_starting_anew_gives_up_what_was_being_done(job, qtbot):
    job.start(background_work.sleep)
    first = job.pid
    assert run(job, qtbot, background_work.echo, 5) == 5
    assert not psutil.pid_exists(first)


def test_a_process_that_cannot_be_started_is_told(job, qtbot, monkeypatch):
    def none_left(self):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as patched:
        patched.setattr("multiprocessing.context.SpawnProcess.start", none_left)
        said = fails(job, qtbot, background_work.echo, 1)
    assert said == "No process could be started for it: Resource temporarily unavailable."
    assert not job.running
    assert run(job, qtbot, background_work.echo, 2) == 2


def test_it_ends_with_its_parent_and_leaves_nothing(qapp, qtbot):
    parent = QObject()
    job = BackgroundJob(parent)
    job.start(background_work.sleep)
    pid, folder, gone = job.pid, job._child.folder, weakref.ref(job)
    assert folder.is_dir()
    parent.deleteLater()
    del parent, job
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None
    assert not psutil.pid_exists(pid)
    assert not folder.exists()
