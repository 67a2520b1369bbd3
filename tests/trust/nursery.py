"""A process that reads one file after the other, each in a fork of its own, measured: time, memory, what it opened.

Started by `Nursery`; it loads the readers once, so that what is measured is the reading alone.
"""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE_S: Final = 30.0


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
    """Reads files in forks of one process."""

    def __enter__(self) -> "Nursery":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
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
    from designer.catalog.netbox.importing import import_netbox
    from designer.catalog.own_parts import read_parts_file
    from designer.catalog.reading import bytes_of, parse_parts, parse_prices, read_library
    from designer.catalog.table_text import read_table
    from designer.cli.calc_rows import read_rows
    from designer.cli.opening import open_import
    from designer.edit.clipboard import paste_in
    from designer.model.design import Design
    from designer.store.project import read_project
    from designer.store.recovery import read_recoverable
    from designer.store.versions import design_of_save
    from designer.ui.mark_pictures import picture_from_file
    from designer.ui.underlay_work import pdf_page

    library = read_library(own_folder=Path("/nowhere"))

    def kept_saves(path: Path) -> object:
        return [design_of_save(save) for save in read_project(path).saves]

    return {
        "project": read_project,
        "kept save": kept_saves,
        "design": lambda path: open_import(path, library),
        "price table": read_table,
        "rows": read_rows,
        "parts": lambda path: parse_parts(bytes_of(path), path.name),
        "prices": lambda path: parse_prices(bytes_of(path), path.name),
        "travelling": read_parts_file,
        "netbox": import_netbox,
        "clipboard": lambda path: paste_in(Design(), path.read_text("utf-8"), 0.0, 0.0),
        "picture": lambda path: picture_from_file(Design(), path, 0.0, 0.0),
        "pdf": lambda path: pdf_page(lambda *_: True, path, 0),
        "journals": lambda path: read_recoverable(path)[1],
    }


def _watch(folder: Path, outside: list[str]) -> None:
    """Note what is opened beyond FOLDER and the program, what is looked up in a network, what is started."""
    allowed = (
        str(folder),
        str(ROOT),
        sys.prefix,
        sys.base_prefix,
        "/proc/",
        "/sys/",
        "/usr/",
        "/etc/mime",
        "/dev/null",
    )
    allowed += tuple(filter(None, sys.path))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes):
            name = os.path.realpath(os.fsdecode(arguments[0]))
            if not name.startswith(allowed) and not os.fsdecode(arguments[0]).startswith(str(folder)):
                outside.append(f"open {name}")
        elif event.startswith("socket.") or event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
            outside.append(event)

    sys.addaudithook(hook)


def _child(reader: Callable[[Path], object], path: Path, told: int) -> None:
    outside: list[str] = []
    _watch(path.parent, outside)
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
