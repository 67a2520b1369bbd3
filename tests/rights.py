"""Bind the superuser by the rights of files, so that tests of closed folders run for everyone."""

import ctypes
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

import pytest

_VERSION: Final = 0x2008_0522
"""_LINUX_CAPABILITY_VERSION_3 of capability.h: two words for each set."""
_OVER_RIGHTS: Final = 1 << 1 | 1 << 2
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""

needs_rights = pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and not sys.platform.startswith("linux")),
    reason="rights of files bind nobody here",
)


@contextmanager
def rights_bind() -> Generator[None]:
    """Let the rights of files bind this thread inside the block, also that of the superuser.

    Raises:
        OSError: the system does not let a thread give powers up.
    """
    if os.geteuid() != 0:
        yield
        return
    system = ctypes.CDLL(None, use_errno=True)
    # The process 0 is this thread.
    header, powers = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    _done(system.capget(header, powers))
    effective = powers[0]
    powers[0] = effective & ~_OVER_RIGHTS
    _done(system.capset(header, powers))
    try:
        yield
    finally:
        powers[0] = effective
        _done(system.capset(header, powers))


def _done(code: int) -> None:
    if code:
        problem = ctypes.get_errno()
        raise OSError(problem, os.strerror(problem))
