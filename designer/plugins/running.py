"""Running of plug-ins: each call has its time, and a plug-in that does not keep it is ended and named."""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Final

import msgspec

from designer.machine import children_allowed, without_main
from designer.plugins.host import Handler, Said, serve
from designer.plugins.records import Plugin
from designer.plugins.times import LOAD_S

START_S: Final = 60.0
"""How long the process of plug-ins may take to start, on a machine that is busy."""
_MOST_LOADED: Final = 10_000_000
_LOOK_S: Final = 0.05
MOST_ENDS: Final = 2
"""So often the process may have to be ended for one plug-in."""

_said: Final = msgspec.msgpack.Decoder(Said)


def _never() -> bool:
    return False


class PluginFailed(Exception):
    """A plug-in did not do what it was asked; the message names it and is one line for a person."""


class PluginHost:
    """The process that plug-ins run in; it starts when it is first needed, and anew when a plug-in had to be ended.

    Threads may share one: their calls wait for each other.

    Attributes:
        hurried: Is asked twenty times a second while a plug-in works: True ends it, as nobody wants the answer now.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.hurried: Callable[[], bool] = _never
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._loaded: dict[str, Plugin] = {}
        self._refused: dict[Plugin, str] = {}
        self._ends: dict[Plugin, int] = {}
        self._ready: set[Handler] = set()
        self._path: tuple[str, ...] = ()
        self._held: bytes | None = None

    def call(self, plugin: Plugin, handler: Handler, payload: bytes, *, seconds: float, most_bytes: int) -> bytes:
        """Call HANDLER with the hooks of PLUGIN and PAYLOAD in the process, and return its answer.

        Args:
            plugin: One that is switched on.
            handler: A function of a module; it is looked up by its name over there.
            payload: Given to it.
            seconds: How long it may take; then the process is ended.
            most_bytes: How large the answer may be.

        Raises:
            PluginFailed: it could not be loaded, raised, took too long, gave too much, or ended the process.
        """
        with self._lock:
            return self._called(plugin, handler, payload, seconds, most_bytes)

    def _called(self, plugin: Plugin, handler: Handler, payload: bytes, seconds: float, most_bytes: int) -> bytes:
        if plugin in self._refused:
            raise PluginFailed(self._refused[plugin])
        if plugin.name in self._loaded and self._loaded[plugin.name] != plugin:
            self.close()  # its earlier text stays in a process: so take a new one
        self._started(plugin)
        self._make_ready(plugin, handler)
        if plugin.name not in self._loaded:
            self._load(plugin)
        try:
            # What all rules are asked about is a hundred megabytes at 10,000 machines, and goes over once.
            body = None if payload is self._held else payload
            self._held = payload
            return self._ask(plugin, ("call", seconds, plugin.name, handler, body), seconds, most_bytes, "took")
        except PluginFailed as failure:
            # Who was not waited for may have been about to answer.
            if self._connection is None and not self.hurried():
                self._count_end(plugin, failure)
            raise

    def _count_end(self, plugin: Plugin, failure: PluginFailed) -> None:
        """Refuse PLUGIN from now on where its process was ended for it too often: each time takes all of its time."""
        self._ends[plugin] = self._ends.get(plugin, 0) + 1
        if self._ends[plugin] >= MOST_ENDS:
            again = "It was ended twice and is not asked again until its text changes or Stackwright starts anew."
            self._refused[plugin] = f"{failure} {again}"

    def close(self) -> None:
        """End the process."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        self._loaded = {}
        self._ready = set()
        self._held = None
        if connection is not None:
            connection.close()
        if process is not None:
            _end_with_children(process)
            process.join(5.0)
            with suppress(ValueError):
                process.close()

    def _make_ready(self, plugin: Plugin, handler: Handler) -> None:
        """Have the modules of HANDLER loaded over there, which takes no time of PLUGIN."""
        if handler not in self._ready or self._connection is None:
            self._ask(plugin, ("ready", START_S, handler), START_S, _MOST_LOADED, "needs what took")
            self._ready.add(handler)

    def _load(self, plugin: Plugin) -> None:
        try:
            self._ask(plugin, ("load", LOAD_S, plugin), LOAD_S, _MOST_LOADED, "took to be loaded")
        except PluginFailed as failure:
            self._refused[plugin] = str(failure)  # it would fail again at every edit, and take its time
            raise
        self._loaded[plugin.name] = plugin

    def _ask(self, plugin: Plugin, message: object, seconds: float, most_bytes: int, doing: str) -> bytes:
        connection = self._started(plugin)
        problem = ""
        try:
            connection.send(message)
            if not self._answered(connection, seconds):
                hurried = self.hurried()
                problem = "was not waited for" if hurried else f"{doing} more than {seconds:g} s and was ended"
            else:
                said = _said.decode(connection.recv_bytes(most_bytes))
                if not said.problem:
                    return said.body
                raise PluginFailed(_line(plugin, said.problem))
        except EOFError:
            problem = "ended its process"
        except OSError:
            # The pipe refuses a message that is larger than what was asked for, and is closed by that.
            problem = f"ended its process, or gave more than {most_bytes / 1e6:g} MB"
        except msgspec.MsgspecError:
            problem = "gave an answer that cannot be read"
        self.close()
        raise PluginFailed(_line(plugin, problem))

    def _answered(self, connection: Connection, seconds: float) -> bool:
        """Return True when an answer came within SECONDS; False also where nobody wants it any more."""
        ends = time.monotonic() + seconds
        while not connection.poll(max(0.0, min(_LOOK_S, ends - time.monotonic()))):
            if time.monotonic() >= ends or self.hurried():
                return False
        return True

    def _started(self, plugin: Plugin) -> Connection:
        # A process looks for packages where this one did when it began.
        here = tuple(sys.path)
        alive = self._process is not None and self._process.is_alive() and self._path == here
        if self._connection is not None and alive:
            return self._connection
        self.close()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        try:
            with theirs, children_allowed(), without_main():
                self._process = context.Process(target=serve, args=(theirs,), name="stackwright-plugins", daemon=True)
                self._process.start()
        except OSError as problem:
            ours.close()
            self.close()
            raise PluginFailed(_line(plugin, f"could not be run: there is no process for it ({problem})")) from problem
        self._connection, self._path = ours, here
        return ours


def _end_with_children(process: SpawnProcess) -> None:
    """End PROCESS and what plug-ins started in it, which are one group once it runs."""
    if sys.platform != "win32" and process.pid is not None:
        with suppress(OSError):
            # Before it leads a group of its own it is in ours, which has to stay.
            if os.getpgid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
    process.kill()


_lasting: Final[list[PluginHost]] = []


def lasting_host() -> PluginHost:
    """Return the process for plug-ins that stays for the next question, and ends with this process."""
    if not _lasting:
        _lasting.append(PluginHost())
    return _lasting[0]


@contextmanager
def plugin_host() -> Generator[PluginHost]:
    """Lend a process for plug-ins that ends with the block."""
    host = PluginHost()
    try:
        yield host
    finally:
        host.close()


def names_of(plugins: Sequence[Plugin], hook: str) -> tuple[Plugin, ...]:
    """Return those of PLUGINS that provide HOOK; of a package whose text could not be read, all may."""
    return tuple(one for one in plugins if hook in one.provides or (one.package and not one.provides))


def _line(plugin: Plugin, problem: str) -> str:
    return f"The plug-in {plugin.name}: {problem}."
