import gc
import multiprocessing
import os
import signal
import sys
import threading
import weakref
from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from designer import worker
from designer.edit.templates.templates import build_template
from designer.model.design import Design
from designer.ui.jobs import analysis_job
from designer.ui.jobs.analysis_job import AnalysisJob, Aside, Question
from tests.ui.quiet_job import TODAY


@pytest.fixture(scope="module")
def unit(library):
    return build_template("dgx-superpod-h100", library, {"scale_units": "1"})


@pytest.fixture
def job(qapp):
    """A job without a process yet."""
    made = AnalysisJob()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture(scope="module")
def warmed():
    """A job of all tests here that do not end its process: starting it takes longer than what it is asked."""
    made = AnalysisJob()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def warm_job(warmed):
    """A job whose process runs and waits for a question."""
    warmed.warm_up()
    yield warmed
    if warmed.asking or warmed.working:
        warmed.cancel()


def process_of(job):
    """Return the process of JOB."""
    return next(one for one in multiprocessing.active_children() if one.pid == job.pid)


def test_the_answer_is_of_the_newest_question_alone(job, unit, qtbot):
    replies, busy = [], []
    job.answered.connect(replies.append)
    job.busy.connect(busy.append)
    job.ask(Question(1, Design()))
    with qtbot.waitSignal(job.answered, timeout=20_000):
        job.ask(Question(2, unit))
    assert [reply.revision for reply in replies] == [2]
    assert replies[0].results.counts.accelerators.value == 248
    assert replies[0].findings
    assert busy == [True, False]
    assert not job.working


def test_the_network_is_told_before_all_the_rest(warm_job, unit, qtbot):
    told = []
    warm_job.network_known.connect(lambda reply: told.append(("early", reply)))
    warm_job.answered.connect(lambda reply: told.append(("all", reply)))
    with qtbot.waitSignal(warm_job.answered, timeout=20_000):
        warm_job.ask(Question(5, unit))
    assert [(when, reply.revision) for when, reply in told] == [("early", 5), ("all", 5)]
    early, whole = told[0][1].results, told[1][1].results
    # The bisection and the other networks take longest and no colour needs them: what links carry is told before.
    assert early.network.bisection_gbps.value is None
    assert early.network.by_network == ()
    assert whole.network.by_network
    late = {name: getattr(early.network, name) for name in ("bisection_gbps", "min_cut", "by_network")}
    network = replace(whole.network, **late)
    assert (early.counts, early.network, early.failed) == (whole.counts, network, whole.failed)
    assert (early.power, early.cost, early.resilience, told[0][1].findings) == (None, None, None, ())


class Painted(QWidget):
    """Notes in ORDER when it is painted."""

    def __init__(self, order):
        super().__init__()
        self.order = order

    def paintEvent(self, event):
        self.order.append("paint")
        super().paintEvent(event)


def test_what_is_told_early_and_soon_comes_before_the_next_paint(warm_job, unit, qtbot, monkeypatch):
    """Else each edit would be painted twice: without its colours and with them."""
    monkeypatch.setattr(analysis_job, "EARLY_S", 20.0)
    monkeypatch.setattr(analysis_job, "SOON_S", 20.0)
    order = []
    widget = Painted(order)
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitUntil(lambda: "paint" in order)
    warm_job.network_known.connect(lambda reply: order.append("early"))
    for revision in (3, 4):
        # Only who was quick the last time is waited for, so the first question tells nothing of this.
        with qtbot.waitSignal(warm_job.answered, timeout=20_000):
            qtbot.wait(int(analysis_job.DEBOUNCE_MS) + 20)
            order.clear()
            warm_job.ask(Question(revision, unit))
            widget.update()
    assert order[:2] == ["early", "paint"]


def test_results_told_ahead_are_shown_with_their_findings_alone(job, unit):
    """Those of another revision are never put together."""
    replies, problems = [], []
    job.answered.connect(replies.append)
    job.failed.connect(lambda revision, problem: problems.append(revision))

    def both(revision):
        ahead = []
        rest = worker.answer(worker.encode_request(revision, unit, TODAY, ahead=True), ahead.append)
        return ahead[0], rest

    first, second = both(5), both(6)
    job.ask(Question(5, unit))
    job.take_answer(first[0], early=True)
    assert replies == []
    job.ask(Question(6, unit))
    job.take_answer(first[1])
    assert replies == []
    job.take_answer(second[0], early=True)
    job.take_answer(second[1])
    whole = worker.decode_reply(worker.answer(worker.encode_request(6, unit, TODAY)))
    assert replies == [whole]
    assert problems == []


def test_an_answer_that_came_too_late_is_dropped(warm_job, unit, qtbot):
    replies = []
    warm_job.answered.connect(replies.append)
    warm_job.ask(Question(1, unit))
    qtbot.waitUntil(lambda: warm_job.asking)
    with qtbot.waitSignal(warm_job.answered, timeout=20_000):
        warm_job.ask(Question(2, unit))
    assert [reply.revision for reply in replies] == [2]


def test_an_answer_of_the_same_revision_is_dropped_when_something_else_is_asked(warm_job, unit, qtbot):
    replies = []
    warm_job.answered.connect(replies.append)
    warm_job.ask(Question(1, unit))
    qtbot.waitUntil(lambda: warm_job.asking)
    with qtbot.waitSignal(warm_job.answered, timeout=20_000):
        warm_job.ask(Question(1, unit, fail=("leaf[0]",)))
    assert [reply.results.failed for reply in replies] == [("leaf[0]",)]


def test_cancelling_ends_the_process_and_the_next_question_starts_another(job, unit, qtbot):
    job.warm_up()
    first = process_of(job)
    job.ask(Question(1, unit))
    assert job.asking
    job.cancel()
    assert not first.is_alive()
    assert not job.working
    with qtbot.waitSignal(job.answered, timeout=20_000) as reply:
        job.ask(Question(2, Design()))
    assert reply.args[0].revision == 2


def test_a_process_that_dies_is_replaced_and_asked_again(job, unit, qtbot):
    failed, busy = [], []
    job.failed.connect(lambda *said: failed.append(said))
    job.busy.connect(busy.append)
    job.warm_up()
    process = process_of(job)
    with qtbot.waitSignal(job.answered, timeout=30_000) as answered:
        job.ask(Question(1, unit))
        assert job.asking
        process.kill()
    assert answered.args[0].revision == 1
    assert answered.args[0].results.counts.accelerators.value == 248
    assert (failed, busy) == ([], [True, False])


def test_a_design_on_which_every_process_dies_is_told_once_and_the_next_is_answered(job, unit, qtbot, monkeypatch):
    started = []
    plain = analysis_job._start

    def doomed():
        helper = plain()
        started.append(helper)
        if len(started) <= 2:
            helper.process.kill()
        return helper

    monkeypatch.setattr(analysis_job, "_start", doomed)
    busy = []
    job.busy.connect(busy.append)
    with qtbot.waitSignal(job.failed, timeout=30_000) as failed:
        job.ask(Question(1, unit))
    assert failed.args == [1, analysis_job.ENDED_TWICE]
    qtbot.waitUntil(lambda: busy == [True, False], timeout=1000)
    assert len(started) == 2
    with qtbot.waitSignal(job.answered, timeout=20_000):
        job.ask(Question(2, Design()))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is stopped here by a signal of Unix")
def test_a_process_that_was_stopped_is_replaced_and_asked_again(job, qtbot, monkeypatch):
    monkeypatch.setattr(analysis_job, "STILL_S", 1.0)
    monkeypatch.setattr(analysis_job, "WATCH_S", 0.2)
    with qtbot.waitSignal(job.answered, timeout=20_000):
        job.ask(Question(1, Design()))
    first = process_of(job)
    os.kill(first.pid, signal.SIGSTOP)
    with qtbot.waitSignal(job.answered, timeout=30_000) as answered:
        job.ask(Question(2, Design()))
    assert answered.args[0].revision == 2
    assert not first.is_alive()
    assert not job.working


def test_answers_are_told_as_they_come_and_not_when_they_are_looked_for(unit, qtbot, monkeypatch):
    monkeypatch.setattr(analysis_job, "POLL_MS", 3_600_000)
    job = AnalysisJob()
    job.warm_up()
    early = []
    job.network_known.connect(early.append)
    with qtbot.waitSignal(job.answered, timeout=20_000) as answered:
        job.ask(Question(1, unit))
    assert [reply.revision for reply in (*early, answered.args[0])] == [1, 1]
    assert not job.working
    job.close()
    job.deleteLater()


def test_a_question_that_is_refused_is_told_in_one_line(warm_job, qtbot):
    with qtbot.waitSignal(warm_job.failed, timeout=20_000) as failed:
        warm_job.ask(Question(7, Design(), "by pigeon"))
    assert failed.args[0] == 7
    assert "by pigeon" in failed.args[1]
    assert "\n" not in failed.args[1]


def test_closing_leaves_no_process_and_no_thread(qapp, qtbot):
    job = AnalysisJob()
    before = set(threading.enumerate())
    job.warm_up()
    process, (carrier,) = process_of(job), set(threading.enumerate()) - before
    job.close()
    assert not process.is_alive()
    assert not carrier.is_alive()
    gone = weakref.ref(job)
    job.deleteLater()
    del job
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None


def told_by(job):
    heard = []
    job.told.connect(lambda aside, reply: heard.append((aside.kind, aside.key, reply)))
    return heard


def test_what_is_asked_aside_waits_for_the_figures(warm_job, unit, qtbot):
    heard, order = told_by(warm_job), []
    warm_job.answered.connect(lambda reply: order.append("figures"))
    warm_job.told.connect(lambda aside, reply: order.append(aside.kind))
    warm_job.ask(Question(1, unit))
    warm_job.ask_aside(Aside("fillers", 1, unit, links=("rails",), key=7))
    assert warm_job.working
    with qtbot.waitSignal(warm_job.told, timeout=20_000):
        pass
    assert order == ["figures", "fillers"]
    ((kind, key, reply),) = heard
    assert (kind, key, reply.error) == ("fillers", 7, "")
    assert reply.fillers["rails"].fillers
    assert not warm_job.working


def test_asked_when_idle_it_is_answered_without_looking_busy(warm_job, unit, qtbot):
    heard, busy = told_by(warm_job), []
    with qtbot.waitSignal(warm_job.answered, timeout=20_000):
        warm_job.ask(Question(1, unit))
    warm_job.busy.connect(busy.append)
    with qtbot.waitSignal(warm_job.told, timeout=20_000):
        warm_job.ask_aside(Aside("fillers", 1, unit, links=("uplinks",)))
        assert not warm_job.working
    assert busy == []
    assert set(heard[0][2].fillers) <= {"uplinks"}


def test_an_edit_drops_what_was_asked_aside(warm_job, unit, qtbot):
    heard = told_by(warm_job)
    with qtbot.waitSignal(warm_job.answered, timeout=20_000):
        warm_job.ask(Question(1, unit))
    warm_job.ask_aside(Aside("fillers", 1, unit, links=("rails",), key=1))
    warm_job.ask_aside(Aside("rates", 1, unit, traffic="flows", key=2))
    with qtbot.waitSignal(warm_job.answered, timeout=20_000) as caught:
        warm_job.ask(Question(2, unit))
    assert caught.args[0].revision == 2
    qtbot.wait(200)
    assert heard == []


def test_the_newest_of_a_kind_alone_waits(warm_job, unit, qtbot):
    heard = told_by(warm_job)
    warm_job.ask(Question(1, unit))
    for key in (1, 2, 3):
        warm_job.ask_aside(Aside("fillers", 1, unit, links=("rails",), key=key))
    with qtbot.waitSignal(warm_job.told, timeout=20_000):
        pass
    qtbot.wait(100)
    assert [key for _, key, _ in heard] == [3]


def test_a_process_that_dies_in_an_answer_aside_is_told_and_started_again(job, unit, qtbot):
    heard = told_by(job)
    with qtbot.waitSignal(job.answered, timeout=20_000):
        job.ask(Question(1, Design()))
    process = process_of(job)
    process.kill()
    process.join()
    with qtbot.waitSignal(job.told, timeout=20_000):
        job.ask_aside(Aside("fillers", 1, unit, links=("rails",)))
    assert "ended unexpectedly" in heard[0][2].error
    with qtbot.waitSignal(job.answered, timeout=20_000):
        job.ask(Question(2, Design()))


def test_a_large_answer_is_read_in_a_thread_and_told_as_a_small_one(job, unit, qtbot, monkeypatch, library):
    packed = worker.answer(worker.encode_request(3, unit, date(2026, 11, 24), library=library))
    told, busy = [], []
    job.answered.connect(told.append)
    job.busy.connect(busy.append)
    job._newest = 3
    monkeypatch.setattr(analysis_job, "LARGE_BYTES", 1)
    job.take_answer(packed)
    assert not told
    assert job.working
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told[0] == worker.decode_reply(packed)
    assert not job.working
    assert busy == [False]
    failed = []
    job.failed.connect(lambda revision, problem: failed.append((revision, problem)))
    job.take_answer(b"no answer at all")
    qtbot.waitUntil(lambda: bool(failed))
    assert failed[0][0] == 3
    assert "cannot be read" in failed[0][1]
    job._newest = 4
    job.take_answer(packed)
    qtbot.waitUntil(lambda: not job.working)
    assert len(told) == 1
