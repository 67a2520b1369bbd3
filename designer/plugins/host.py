"""The process that plug-ins run in: it loads them, calls what they provide, and says in one line what went wrong.

It is no cage: a plug-in may do what the person may do, which is why none is loaded before it was switched on. What it
can not do is hold up the program, eat the machine's memory, or write between the lines of a command.
"""

import faulthandler
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import msgspec

from designer.machine import end_with_parent
from designer.plugins.hooks import registered
from designer.plugins.records import Plugin

Handler = Callable[[Any, bytes], bytes]
"""Works in the process of plug-ins: the hooks of a plug-in (`pluggy.HookRelay`) and what was sent, to an answer."""

MEMORY_BYTES: Final = 1_500_000_000
"""What plug-ins may take together beyond what the process has at its start; Linux alone holds them to it."""
_GRACE_S: Final = 5.0
MOST_SAID: Final = 300
"""Signs of the line that says what went wrong."""


class Said(msgspec.Struct, array_like=True):
    """Answer of the process.

    Attributes:
        problem: One line; "" where all went well.
        body: What the handler gave.
    """

    problem: str = ""
    body: bytes = b""


def serve(connection: Connection) -> None:
    """Do what CONNECTION asks, one thing after the other, until its other end closes.

    ("ready", seconds, handler) has the modules of a handler loaded; ("load", seconds, plugin) loads a plug-in; ("call",
    seconds, name, handler, payload) calls a handler with it, None being the payload before. Whoever asks ends the
    process after these seconds; should it be gone by then, the process ends by itself a moment later.
    """
    end_with_parent(_end_group)
    _be_silent()
    _lead_group()
    sys.dont_write_bytecode = True
    loaded: dict[str, tuple[Plugin, Any]] = {}
    held = b""
    this = os.getpid()
    while True:
        try:
            asked = connection.recv()
        except (EOFError, OSError):
            _end_group()
            return
        if asked[0] == "ready":
            # What answers are made with was loaded by unpacking the message, and is no memory of a plug-in.
            connection.send_bytes(msgspec.msgpack.encode(Said()))
            continue
        plugin: Plugin = asked[2] if asked[0] == "load" else loaded[asked[2]][0]
        # A thread of C keeps this time, whatever a plug-in does to the interpreter.
        faulthandler.dump_traceback_later(asked[1] + _GRACE_S, exit=True, file=sys.stderr)
        try:
            if asked[0] == "load":
                if not loaded:
                    _limit_memory()
                loaded[plugin.name] = plugin, _load(plugin)
                said = Said()
            else:
                held = held if asked[4] is None else asked[4]
                said = Said(body=asked[3](loaded[plugin.name][1].hook, held))
        except BaseException as error:  # SystemExit and KeyboardInterrupt of a plug-in end no more than itself
            said = Said(problem=told(error, plugin))
        if os.getpid() != this:
            os._exit(0)  # a copy that a plug-in made of the process; one answer is enough
        faulthandler.cancel_dump_traceback_later()
        try:
            connection.send_bytes(msgspec.msgpack.encode(said))
        except OSError:
            return


def told(error: BaseException, plugin: Plugin) -> str:
    """Return ERROR in one line, with the line of PLUGIN in which it arose where that is known."""
    if isinstance(error, MemoryError):
        what = f"took more than {MEMORY_BYTES / 1e9:g} GB of memory"
    elif isinstance(error, SystemExit):
        what = "called for the end of the program"
    else:
        # The text of an exception is a plug-in's too, and may raise in its turn.
        try:
            words = str(error)
        except Exception:
            words = ""
        what = f"{type(error).__name__}: {words}" if words else type(error).__name__
    line = _line_of(error, plugin)
    said = " ".join(f"{line}{what}".split())
    return said if len(said) <= MOST_SAID else said[: MOST_SAID - 1] + "…"


def _line_of(error: BaseException, plugin: Plugin) -> str:
    """Return "line 7: " or "module.py, line 7: " for the innermost line of PLUGIN in the trace of ERROR."""
    top = plugin.module.partition(":")[0].partition(".")[0]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if not plugin.package and frame.filename == plugin.place:
            return f"line {frame.lineno}: "
        if plugin.package and top in frame.filename.replace("\\", "/").split("/")[:-1]:
            return f"{Path(frame.filename).name}, line {frame.lineno}: "
    return ""


def _load(plugin: Plugin) -> Any:
    """Return the manager of PLUGIN, imported now for the first time."""
    if plugin.package:
        module, _, attributes = plugin.module.partition(":")
        found: Any = importlib.import_module(module)
        for name in filter(None, attributes.split(".")):
            found = getattr(found, name)
        if isinstance(found, type):
            found = found()
        return registered(found, plugin.name)
    module_name = f"stackwright_rules.{plugin.name}"
    made = ModuleType(module_name)
    made.__file__ = plugin.place
    # Its very bytes were consented to; the file may be another one by now.
    exec(compile(plugin.source, plugin.place, "exec"), made.__dict__)
    return registered(made, plugin.name)


def _be_silent() -> None:
    """Send what plug-ins print nowhere: standard output belongs to the one document of a command."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # as long as the process


def _lead_group() -> None:
    """Make this process the head of a group, so that what a plug-in starts can be ended with it."""
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpgid(0, 0)


def _end_group() -> None:
    """End what plug-ins started and left behind, and this process with it."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        with suppress(OSError):
            os.killpg(0, signal.SIGKILL)


def _limit_memory() -> None:
    """Hold this process to its present size and `MEMORY_BYTES`, where the system can."""
    if sys.platform != "linux":
        return
    import resource

    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY_BYTES
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard in (resource.RLIM_INFINITY, -1) or hard > most:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
