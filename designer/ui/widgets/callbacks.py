"""The functions that a widget or job calls, given to it as it is made."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance

Run = Callable[..., object] | SignalInstance
"""The reaction to a signal: a callable, or another signal to emit."""


def connect_given(*pairs: tuple[SignalInstance, Run | None]) -> None:
    """Have each signal run what was given for it; None is nothing."""
    for signal, run in pairs:
        if run is not None:
            signal.connect(run)
