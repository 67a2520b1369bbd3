"""A process that reads one file after the other, each in a fork of its own, measured: time, memory, what it opened.

Started by `Nursery`; it loads the readers once, so that what is measured is the reading alone.
"""

import ctypes
import json
import os
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE_S: Final = 300.0
"""Until what does not end is killed; a busy machine gives little of the processor time that is measured."""


class Read(NamedTuple):
    """What came of reading one file.

    Attributes:
        outcome: "refused", "read", or the name of what else happened.
        words: What was said.
        seconds: Of the processor.
        megabytes: Beyond what the readers take before they read.
        outside: Files beyond the folder that were opened, names looked up, programs started.
    """

    outcome: str
    words: str
    seconds: float
    megabytes: float
    outside: list[str]

    @property
    def is_one_line(self) -> bool:
        """Whether what was said is one line for a person."""
        return bool(self.words) and "\n" not in self.words and "Traceback" not in self.words


class Nursery:
    """Reads files in forks of one process.

    Attributes:
        library: Preloaded, and tells what is opened below Python (`watch.c`); None where it cannot be built.
    """

    def __init__(self, library: Path | None = None) -> None:
        self.library = library

    def __enter__(self) -> "Nursery":
        preload = {} if self.library is None else {"LD_PRELOAD": str(self.library)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", **preload},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, at: TracebackType | None
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def read(self, reader: str, path: Path) -> Read:
        """Have READER read PATH."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([reader, os.fsencode(path).decode("latin-1")]) + "\n")
        self._process.stdin.flush()
        return Read(*json.loads(self._process.stdout.readline()))


def _readers() -> dict[str, Callable[[Path], object]]:
    """Return every reader of files from outside, by its name."""
    from designer.catalog.files.table_text import read_table
    from designer.catalog.netbox.importing import import_netbox
    from designer.catalog.own.own_parts import read_parts_file
    from designer.catalog.reading import bytes_of, parse_parts, parse_prices, read_library
    from designer.cli.calculators.calc_rows import read_rows
    from designer.cli.opening import open_import
    from designer.edit.nodes.clipboard import paste_in
    from designer.model.design import Design
    from designer.model.records import RefusedInput
    from designer.reality.built.reading import read_discovered
    from designer.reality.netbox.reading import read_netbox
    from designer.reality.readings.reading import read_readings
    from designer.store.project import read_project
    from designer.store.recovery import read_recoverable
    from designer.store.versions import design_of_save
    from designer.ui.canvas.interaction.mark_pictures import picture_from_file
    from designer.ui.views.floor.underlay_work import pdf_page

    library = read_library(own_folder=Path("/nowhere"))

    def kept_saves(path: Path) -> object:
        return [design_of_save(save) for save in read_project(path).saves]

    def tattle(path: Path) -> object:
        """Do below Python what no reader may do: open a file of others, and call somebody."""
        system = ctypes.CDLL(None, use_errno=True)
        system.close(system.open(b"/etc/passwd", os.O_RDONLY))
        handle = system.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
        address = struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton("127.0.0.1"))
        system.connect(handle, address, len(address))
        system.close(handle)
        raise RefusedInput("It was done.")

    return {
        "tattle": tattle,
        "project": read_project,
        "kept save": kept_saves,
        "design": lambda path: open_import(path, library),
        "price table": read_table,
        "rows": read_rows,
        "parts": lambda path: parse_parts(bytes_of(path), path.name),
        "prices": lambda path: parse_prices(bytes_of(path), path.name),
        "travelling": read_parts_file,
        "netbox": import_netbox,
        "network": lambda path: read_discovered([path]),
        "site": read_netbox,
        "readings": lambda path: read_readings([path]),
        "clipboard": lambda path: paste_in(Design(), path.read_text("utf-8"), 0.0, 0.0),
        "picture": lambda path: picture_from_file(Design(), path, 0.0, 0.0),
        "pdf": lambda path: pdf_page(lambda *_: True, path, 0),
        "journals": lambda path: read_recoverable(path)[1],
    }


def _is_ours(name: str, folder: Path) -> bool:
    """Whether NAME lies in FOLDER, or is of the program, of Python or of the system's libraries and fonts."""
    allowed = (str(folder), str(ROOT), sys.prefix, sys.base_prefix, "/proc/", "/sys/", "/usr/", "/lib", "/dev/null")
    allowed += ("/etc/mime", "/etc/fonts", "/etc/ld.so", "/var/cache/fontconfig", "/dev/urandom")
    allowed += tuple(filter(None, sys.path))
    return os.path.realpath(name).startswith(allowed) or name.startswith(str(folder))


def _watch(folder: Path, outside: list[str]) -> None:
    """Note what is opened beyond FOLDER and the program, what is looked up in a network, what is started."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes):
            name = os.fsdecode(arguments[0])
            if not _is_ours(name, folder):
                outside.append(f"open {name}")
        elif event.startswith("socket.") or event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
            outside.append(event)

    sys.addaudithook(hook)


class _Below:
    """What the preloaded library tells of the calls of this process; nothing where it is not there."""

    def __init__(self) -> None:
        try:
            self._tell = ctypes.CDLL(None).trust_watch
        except AttributeError:
            self._tell = None
        else:
            self._log = os.memfd_create("calls")
            self._tell(self._log)

    def outside(self, folder: Path) -> list[str]:
        """Return what was opened, called or started beyond FOLDER and the program; nothing is noted from now on."""
        if self._tell is None:
            return []
        self._tell(-1)
        size = os.lseek(self._log, 0, os.SEEK_END)
        lines = os.pread(self._log, size, 0).decode("utf-8", "surrogateescape").splitlines()
        found = dict.fromkeys(
            line for line in lines if line.partition(" ")[0] != "open" or not self._ours(line, folder)
        )
        return [f"below Python: {line}" for line in found]

    @staticmethod
    def _ours(line: str, folder: Path) -> bool:
        return _is_ours(line.partition(" ")[2], folder)


def _child(reader: Callable[[Path], object], path: Path, told: int) -> None:
    outside: list[str] = []
    _watch(path.parent, outside)
    below = _Below()
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = before.ru_utime + before.ru_stime
    held = _resident()
    try:
        reader(path)
        outcome, words = "read", "it was read"
    except Exception as problem:
        outcome = (
            "refused" if type(problem).__name__ in ("RefusedInput", "_NamedRefusal", "FailedMigration") else "RAISED"
        )
        words = str(problem) if outcome == "refused" else f"{type(problem).__name__}: {problem}"
    outside += below.outside(path.parent)
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - started
    os.write(told, json.dumps([outcome, words[:500], seconds, after.ru_maxrss / 1024 - held, outside[:5]]).encode())


def _resident() -> float:
    """Return what the process holds now, in megabytes; a fork begins with the pages of its parent."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _serve() -> None:
    readers = _readers()
    for line in sys.stdin:
        name, latin = json.loads(line)
        path = Path(os.fsdecode(latin.encode("latin-1")))
        heard, told = os.pipe()
        child = os.fork()
        if not child:
            os.close(heard)
            try:
                _child(readers[name], path, told)
            finally:
                os._exit(0)
        os.close(told)
        print(json.dumps(_answer(child, heard)), flush=True)


def _answer(child: int, heard: int) -> list[Any]:
    """Return what CHILD tells through HEARD; one that does not end is killed."""
    deadline = time.monotonic() + PATIENCE_S
    body = b""
    while True:
        ready, _, _ = select.select([heard], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            os.kill(child, signal.SIGKILL)
            break
        piece = os.read(heard, 65_536)
        if not piece:
            break
        body += piece
    os.close(heard)
    _, status, used = os.wait4(child, 0)
    if body:
        return json.loads(body)
    outcome = f"killed after {PATIENCE_S:.0f} s" if os.WIFSIGNALED(status) else "DIED"
    return [outcome, f"status {status}", used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, []]


if __name__ == "__main__":
    _serve()
