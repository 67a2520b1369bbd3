"""How long work takes, told in fixed sums of Python: a machine that is slow for a while is slow for both."""

import time
from collections.abc import Callable
from typing import Final

_STEPS: Final = 100_000
"""Of one sum, which takes 4 ms of a processor of 2024."""


def sums_as_long(work: Callable[[], object], tries: int = 5) -> float:
    """Return how many fixed sums take as long as WORK: the least of TRIES, each between two sums.

    It is processor time, and a quotient within one moment of one process: another process that runs beside it, a
    processor that is throttled, or a slower machine changes it little.
    """
    return min(_as_long(work) for _ in range(tries))


def _as_long(work: Callable[[], object]) -> float:
    before, took, after = _spent(_sum), _spent(work), _spent(_sum)
    return took / max(before, after)


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _sum() -> int:
    total = 0
    for number in range(_STEPS):
        total += number * number
    return total
