"""Work in a thread is waited for where no event loop runs: at the end of the program, or without one."""

import time

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
