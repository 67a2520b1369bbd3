"""The thread in which pictures are painted."""

from threading import current_thread, main_thread

from designer.model.records import RefusedInput


def require_main_thread() -> None:
    """Refuse to paint elsewhere: Qt keeps fonts for each thread, and ends a process in which they are mixed.

    Raises:
        RefusedInput: this is another thread than the main one.
    """
    if current_thread() is not main_thread():
        raise RefusedInput("Pictures are painted in the main thread of a process alone; paint there, or in a process.")
