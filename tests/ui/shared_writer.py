"""One process of its own that writes the exports of all windows of a run, as each window's own would."""

from concurrent.futures import ProcessPoolExecutor, wait
from multiprocessing import get_context

from designer.ui.commands.actions import exports

_kept = []


class _Writer(ProcessPoolExecutor):
    """Outlives the window that began it; a window that closes waits for its files as ever."""

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        self.given = []

    def submit(self, *arguments, **named):
        self.given.append(super().submit(*arguments, **named))
        return self.given[-1]

    def shutdown(self, wait=True, **named):
        _finish(self)


def _finish(writer):
    wait(writer.given)
    writer.given.clear()


def shared_writer(wire=None):
    """Return the one that runs, or start it; stands in for `start_writer`, without a wire for its steps."""
    if not _kept:
        _kept.append(_Writer(1, get_context("spawn"), initializer=exports._off_the_screen))
    return _kept[0]


def end_shared_writer():
    """End it with the run."""
    while _kept:
        ProcessPoolExecutor.shutdown(_kept.pop())
