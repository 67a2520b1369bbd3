"""Work in a thread is waited for where no event loop runs: at the end of the program, or without one."""

import threading
import time

from PySide6.QtCore import QTimer

from designer.model.giving_way import TURNS
from designer.ui.jobs import in_thread


def test_without_an_application_the_work_is_waited_for(monkeypatch) -> None:
    """Qt's loop would not come back then, as it did not in a process without an application that opened a project."""
    monkeypatch.setattr(in_thread.QCoreApplication, "instance", staticmethod(lambda: None))

    def turned(*_: object, **__: object) -> None:
        raise AssertionError("no event loop may be turned")

    monkeypatch.setattr(in_thread.InThread, "_turn", turned)
    settled: list[str] = []

    def settle(found: str) -> str:
        settled.append(found)
        return found

    def work() -> str:
        time.sleep(3 * in_thread.GRACE_S)
        return "done"

    assert in_thread.InThread().do("Working …", work, settle) == "done"
    assert settled == ["done"]


def test_the_window_goes_on_at_once_where_something_is_known_to_take_long(qapp, monkeypatch) -> None:
    """The grace is for what is nearly done; on top of what the window paints next it was felt as a standstill."""
    monkeypatch.setattr(in_thread, "GRACE_S", 60.0)
    went_on = threading.Event()
    QTimer.singleShot(0, went_on.set)
    assert in_thread.InThread().do("Working …", lambda: went_on.wait(5), lambda found: found, long=True)


def test_the_thread_gives_way_to_what_waits_to_be_laid_out_and_painted(qapp) -> None:
    gives_way: list[bool] = []
    went_on = threading.Event()

    def paint() -> None:
        gives_way.append(TURNS.working)
        went_on.set()

    QTimer.singleShot(0, paint)
    assert in_thread.InThread().do("Working …", lambda: went_on.wait(5), lambda found: found, long=True)
    assert gives_way == [True]
