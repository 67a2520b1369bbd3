"""One line of a bench, and how its times are taken."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What one task takes, in ms of process time.

    Attributes:
        baseline_ms: What the known way takes for the same in the same run; None where there is none.
        baseline: What the known way is.
        promise_ms: At most this much.
        least_ratio: At least so many times faster than the baseline.
    """

    task: str
    ms: float
    baseline_ms: float | None = None
    baseline: str = ""
    promise_ms: float | None = None
    least_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.baseline_ms / self.ms if self.baseline_ms is not None and self.ms else None

    @property
    def kept(self) -> bool:
        slow = self.promise_ms is not None and self.ms > self.promise_ms
        return not slow and (self.least_ratio is None or (self.ratio or 0.0) >= self.least_ratio)

    def text(self) -> str:
        base = f"{self.baseline_ms:9.1f} ms" if self.baseline_ms is not None else ""
        ratio = f"{self.ratio:7.1f}×" if self.ratio is not None else ""
        promised = [
            *([f"< {self.promise_ms:g} ms"] if self.promise_ms is not None else []),
            *([f"≥ {self.least_ratio:g}× {self.baseline}"] if self.least_ratio is not None else []),
        ]
        said = " and ".join(promised)
        return f"{self.task:52} {self.ms:7.1f} ms {base:>12} {ratio:>8}  {said}{'' if self.kept else '  BROKEN'}"


def milliseconds(work: Callable[[], object], repeat: int = 3) -> float:
    """The least process time of WORK over REPEAT runs."""
    best = float("inf")
    for _ in range(repeat):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best * 1000
