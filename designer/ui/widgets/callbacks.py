"""The functions that a widget or job calls, given to it as it is made."""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakMethod

from PySide6.QtCore import QObject, SignalInstance
from shiboken6 import isValid

_Value = TypeVar("_Value")

Run = Callable[..., object] | SignalInstance
"""The reaction to a signal: a callable, or another signal to emit."""


def connect_given(*pairs: tuple[SignalInstance, Run | None]) -> None:
    """Have each signal run what was given for it; None is nothing."""
    for signal, run in pairs:
        if run is not None:
            signal.connect(run)


class TypedSignal(Generic[_Value]):
    """Tells a value of one type, known to whoever listens, where a signal of Qt could only say "object".

    As there, who listens is called in the order of connecting, and a bound method is held weakly: it is called as long
    as its object is there.
    """

    def __init__(self, run: Callable[[_Value], object] | None = None) -> None:
        """Tell RUN from the beginning; None is nobody."""
        self._runs: list[Callable[[], Callable[[_Value], object] | None]] = []
        if run is not None:
            self.connect(run)

    def connect(self, run: Callable[[_Value], object]) -> None:
        """Call RUN with each value from now on."""
        self._runs.append(WeakMethod(run) if hasattr(run, "__self__") and hasattr(run, "__func__") else lambda: run)

    def emit(self, value: _Value) -> None:
        """Tell VALUE."""
        for held in tuple(self._runs):
            run = held()
            owner = getattr(run, "__self__", None)
            if run is None or (isinstance(owner, QObject) and not isValid(owner)):
                self._runs.remove(held)
            else:
                run(value)
