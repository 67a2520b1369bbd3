"""Builds the library that makes calls of the system fail (`faults.c`), and arms it inside a process that has it."""

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.trust.registry import NotRun

OPEN, WRITE, FSYNC, RENAME, UNLINK, CREATE = 1, 2, 4, 8, 16, 32
FAIL, STICKY, SHORT, SLOW = range(4)
KINDS: Final = {"open": OPEN, "write": WRITE, "fsync": FSYNC, "rename": RENAME, "unlink": UNLINK}


def built(folder: Path, name: str = "faults") -> Path:
    """Return the library NAME, built into FOLDER with the compiler of this machine.

    Raises:
        NotRun: there is no compiler, or this system cannot preload a library.
    """
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not sys.platform.startswith("linux"):
        raise NotRun("calls are looked into by a preloaded library, which is for Linux")
    if compiler is None:
        raise NotRun("there is no C compiler to build the library with that looks into calls")
    source, library = Path(__file__).with_name(f"{name}.c"), folder / f"{name}.so"
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotRun(f"the library that looks into calls cannot be built: {done.stderr.strip()[:120]}")
    return library


@dataclass
class Faults:
    """The preloaded library, inside the process that has it."""

    folder: Path

    def __post_init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.trust_arm.argtypes = [ctypes.c_int] * 4 + [ctypes.c_char_p]

    def arm(self, kinds: int, at: int, mode: int = FAIL, error: int = 0) -> None:
        """Let call number AT of KINDS go wrong on files in the folder; 0 only counts."""
        self._library.trust_arm(kinds, at, mode, error, os.fsencode(self.folder))

    def rest(self) -> int:
        """Let nothing go wrong any more, and return how many calls there were."""
        count = int(self._library.trust_count())
        self._library.trust_arm(0, 0, 0, 0, b"")
        return count
