"""Background work done in the process of the tests, in a turn of the event loop of its own; through the same bytes."""

import os
from multiprocessing.connection import Connection

from PySide6.QtCore import QTimer

from designer.ui.jobs.background_process import serve


class WorkHere:
    """Stands in for the process of a background job, and can be ended as long as it has not begun.

    A task that is given up before the next turn of the event loop is never done, as one whose process is killed. What
    is under way cannot be stopped: tests of that ask for `real_processes`.
    """

    pid = None

    def __init__(self, connection, folder):
        self._connection = Connection(os.dup(connection.fileno()))
        self._folder = folder
        QTimer.singleShot(0, self._begin)

    def _begin(self):
        connection, self._connection = self._connection, None
        if connection is not None:
            with connection:
                serve(connection, self._folder)

    def kill(self):
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def join(self, timeout=None):
        """There is nothing to wait for."""
