"""A writer that tells no steps is ended, when a person wants no file any more."""

import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from designer.ui.commands.actions import exports
from designer.ui.commands.actions.export_progress import Wire

START_WRITER = exports.start_writer
"""As it is before the tests put one process in its place for all windows."""


def test_a_process_that_tells_no_steps_is_ended():
    wire = Wire()
    pool = START_WRITER(wire)
    waiting = pool.submit(time.sleep, 60)
    while not wire.process.value:
        time.sleep(0.02)
    wire.end()
    with pytest.raises(BrokenProcessPool):
        waiting.result(timeout=10)
    assert not wire.process.value
    wire.end()  # a second time there is nothing to end
    pool.shutdown()
