"""Capacity of the machine: free memory, whether so much work fits into it, and the time that a process has worked.

Limits that would be fixed numbers elsewhere ask here: what a large design takes by an estimate, against what is free.
"""

import os
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Final

UNKNOWN_BYTES: Final = 4 * 1024**3
"""What is taken to be free where the system does not tell."""
SHARE: Final = 0.5
"""Of what is free, so much one piece of work may take: the window, its analysis and other programs need the rest."""
RECORD_BYTES: Final = 12_000
"""What a node or link of its own takes once it is drawn, worked out and kept for undoing, at the peak.

Measured on a dragonfly of 4,810 nodes and 41,773 links: 1 kB to make, 4.5 kB with its network worked out, 6.1 kB with
everything; twice that, as the window keeps its drawing and the steps back beside it.
"""
TEXT_PIECE_BYTES: Final = 250
"""What a word or number of YAML takes while it is read and made into records: two million took 0.1 GB to read."""
_GIB: Final = 1024**3
_CGROUP: Final = Path("/sys/fs/cgroup")


def free_bytes() -> int:
    """Return how much memory can be taken without swapping; `UNKNOWN_BYTES` where the system does not tell."""
    told = (_meminfo(), _cgroup_left(), _windows_free(), _pages_free())
    return min((found for found in told if found is not None), default=UNKNOWN_BYTES)


def no_room(needed_bytes: float, free: int | None = None) -> str:
    """Return, in words, why work that takes NEEDED_BYTES does not fit into what is FREE; "" where it does."""
    free = free_bytes() if free is None else free
    if needed_bytes <= free * SHARE:
        return ""
    return (
        f"that takes about {needed_bytes / _GIB:,.1f} GB of memory, of which {free / _GIB:,.1f} GB are free here, and "
        f"{SHARE:.0%} of that can be used"
    )


def most_that_fit(each_bytes: float, free: int | None = None) -> int:
    """Return how many things of EACH_BYTES fit into what is FREE."""
    return int((free_bytes() if free is None else free) * SHARE / each_bytes)


def end_with_parent(last: Callable[[], None] | None = None) -> None:
    """End this process, whatever it is doing, as soon as the process that started it is gone, however that ended.

    A pipe that the system closes with the parent says so (`multiprocessing.process.parent_process().sentinel`), on all
    systems; a process without such a parent goes on. LAST is called before the end: it ends what it started itself.
    """
    import multiprocessing.connection  # takes a moment to load, and a process asks once

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        if last is not None:
            last()
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


@contextmanager
def without_main() -> Generator[None]:
    """Have the process start without the module of the script that is running.

    Else that script would run in it once more, as far as it is not guarded, and nothing of it is needed there.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def children_allowed() -> Generator[None]:
    """Let a process of the window, which ends with it, have processes of its own; those end when it is gone."""
    import multiprocessing  # takes a moment to load, and few processes have others

    process = multiprocessing.current_process()
    if not process.daemon:
        yield
        return
    process.daemon = False
    try:
        yield
    finally:
        process.daemon = True


def processor_seconds(pid: int | None) -> float | None:
    """Return for how long process PID has kept a processor busy, in its own code and in the system's.

    Linux tells in the fields utime and stime of /proc/PID/stat (proc_pid_stat(5)), Windows through GetProcessTimes;
    None elsewhere, and for a process that is gone.
    """
    if pid is None:
        return None
    if sys.platform == "win32":
        return _windows_seconds(pid)
    try:
        # The name in brackets may hold brackets and spaces itself, so fields are counted from the last one.
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def _meminfo() -> int | None:
    """Return what Linux calls available: free, and what caches would give back."""
    try:
        text = Path("/proc/meminfo").read_text("ascii")
    except (OSError, ValueError):
        return None
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name == "MemAvailable" and rest.split():
            return int(rest.split()[0]) * 1024
    return None


def _cgroup_left() -> int | None:
    """Return what a container may still take, where one sets a limit."""
    try:
        most = (_CGROUP / "memory.max").read_text("ascii").strip()
        used = (_CGROUP / "memory.current").read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    return max(0, int(most) - int(used)) if most.isdecimal() and used.isdecimal() else None


def _pages_free() -> int | None:
    """Return the free pages of a Unix without /proc; those of caches are not among them."""
    names = getattr(os, "sysconf_names", {})
    if sys.platform.startswith("linux") or "SC_AVPHYS_PAGES" not in names or "SC_PAGE_SIZE" not in names:
        return None
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _windows_free() -> int | None:
    """Return the free physical memory of Windows."""
    if sys.platform != "win32":
        return None
    import ctypes

    class MemoryStatus(ctypes.Structure):
        """MEMORYSTATUSEX of Windows."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            ("total_physical", ctypes.c_ulonglong),
            ("available_physical", ctypes.c_ulonglong),
            ("total_page_file", ctypes.c_ulonglong),
            ("available_page_file", ctypes.c_ulonglong),
            ("total_virtual", ctypes.c_ulonglong),
            ("available_virtual", ctypes.c_ulonglong),
            ("available_extended_virtual", ctypes.c_ulonglong),
        )

    status = MemoryStatus()
    status.length = ctypes.sizeof(status)
    return int(status.available_physical) if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)) else None


def _windows_seconds(pid: int) -> float | None:
    """Return the kernel and user time of process PID on Windows, which counts in units of 100 ns."""
    if sys.platform != "win32":
        return None
    import ctypes

    limited = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
    kernel32 = ctypes.windll.kernel32
    handle = kernel32.OpenProcess(limited, False, pid)
    if not handle:
        return None
    made, ended, kernel, user = (ctypes.c_ulonglong() for _ in range(4))
    try:
        told = kernel32.GetProcessTimes(
            handle, ctypes.byref(made), ctypes.byref(ended), ctypes.byref(kernel), ctypes.byref(user)
        )
    finally:
        kernel32.CloseHandle(handle)
    return (kernel.value + user.value) * 1e-7 if told else None
