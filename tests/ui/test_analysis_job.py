import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from designer.edit.templates import build_template
from designer.model.design import Design
from designer.ui.analysis_job import AnalysisJob, Question


@pytest.fixture(scope="module")
def unit(library):
    return build_template("dgx-superpod-h100", library, {"scale_units": "1"})


@pytest.fixture
def job(qapp):
    made = AnalysisJob()
    yield made
    made.close()
    made.deleteLater()


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


def test_an_answer_that_came_too_late_is_dropped(job, unit, qtbot):
    replies = []
    job.answered.connect(replies.append)
    job.warm_up()
    job.ask(Question(1, unit))
    job._send()
    assert job._running is not None
    with qtbot.waitSignal(job.answered, timeout=20_000):
        job.ask(Question(2, unit))
    assert [reply.revision for reply in replies] == [2]


def test_an_answer_of_the_same_revision_is_dropped_when_something_else_is_asked(job, unit, qtbot):
    replies = []
    job.answered.connect(replies.append)
    job.warm_up()
    job.ask(Question(1, unit))
    job._send()
    with qtbot.waitSignal(job.answered, timeout=20_000):
        job.ask(Question(1, unit, fail=("leaf[0]",)))
    assert [reply.results.failed for reply in replies] == [("leaf[0]",)]


def test_cancelling_ends_the_process_and_the_next_question_starts_another(job, unit, qtbot):
    job.warm_up()
    first = job._helper.process
    job.ask(Question(1, unit))
    job._send()
    job.cancel()
    assert not first.is_alive()
    assert not job.working
    with qtbot.waitSignal(job.answered, timeout=20_000) as reply:
        job.ask(Question(2, Design()))
    assert reply.args[0].revision == 2


def test_a_process_that_dies_is_told_and_replaced(job, unit, qtbot):
    job.warm_up()
    process = job._helper.process
    with qtbot.waitSignal(job.failed, timeout=20_000) as failed:
        job.ask(Question(1, unit))
        job._send()
        process.kill()
    assert failed.args[0] == 1
    with qtbot.waitSignal(job.answered, timeout=20_000):
        job.ask(Question(2, Design()))


def test_a_question_that_is_refused_is_told_in_one_line(job, qtbot):
    with qtbot.waitSignal(job.failed, timeout=20_000) as failed:
        job.ask(Question(7, Design(), "by pigeon"))
    assert failed.args[0] == 7
    assert "by pigeon" in failed.args[1]
    assert "\n" not in failed.args[1]


def test_closing_leaves_no_process_and_no_thread(qapp, qtbot):
    job = AnalysisJob()
    job.warm_up()
    helper = job._helper
    job.close()
    assert not helper.process.is_alive()
    assert not helper.carrier.is_alive()
    gone = weakref.ref(job)
    job.deleteLater()
    del job
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None
