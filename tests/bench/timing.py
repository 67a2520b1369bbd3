"""One line of a bench, and how its times are taken."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """What one task takes, in ms of process time.

    Attributes:
        baseline_ms: What the known way takes for the same in the same run; None where there is none.
        baseline: What the known way is.
        promise_ms: At most this much.
        least_ratio: At least so many times faster than the baseline.
        peak_mb: The most memory that a process doing nothing else had, in MB of 10^6 bytes.
        most_mb: At most this much.
        file_mb: How large the file is that was written, in the same unit.
        most_file_mb: At most so large.
    """

    task: str
    ms: float
    baseline_ms: float | None = None
    baseline: str = ""
    promise_ms: float | None = None
    least_ratio: float | None = None
    peak_mb: float | None = None
    most_mb: float | None = None
    file_mb: float | None = None
    most_file_mb: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.baseline_ms / self.ms if self.baseline_ms is not None and self.ms else None

    @property
    def kept(self) -> bool:
        slow = self.promise_ms is not None and self.ms > self.promise_ms
        large = self.most_mb is not None and (self.peak_mb is None or self.peak_mb > self.most_mb)
        long = self.most_file_mb is not None and (self.file_mb is None or self.file_mb > self.most_file_mb)
        return (
            not slow
            and not large
            and not long
            and (self.least_ratio is None or (self.ratio or 0.0) >= self.least_ratio)
        )

    def text(self) -> str:
        base = f"{self.baseline_ms:9.1f} ms" if self.baseline_ms is not None else ""
        # Two digits where a rounded one would hide on which side of its promise it is.
        ratio = f"{self.ratio:7.{1 if self.ratio >= 10 else 2}f}×" if self.ratio is not None else ""
        if self.peak_mb is not None:
            base = f"{self.peak_mb:9.0f} MB"
        promised = [
            *([f"≤ {self.promise_ms:g} ms"] if self.promise_ms is not None else []),
            *([f"≥ {self.least_ratio:g}× {self.baseline}"] if self.least_ratio is not None else []),
            *([f"≤ {self.most_mb:g} MB"] if self.most_mb is not None else []),
            *([f"file of {self.file_mb:.1f} MB"] if self.file_mb is not None else []),
            *([f"≤ {self.most_file_mb:g} MB"] if self.most_file_mb is not None else []),
        ]
        said = " and ".join(promised) or self.baseline
        return f"{self.task:52} {self.ms:7.1f} ms {base:>12} {ratio:>8}  {said}{'' if self.kept else '  BROKEN'}"


def milliseconds(work: Callable[[], object], repeat: int = 3) -> float:
    """The least process time of WORK over REPEAT runs."""
    best = float("inf")
    for _ in range(repeat):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best * 1000


def side_by_side(ours: Callable[[], object], baseline: Callable[[], object], rounds: int = 15) -> tuple[float, float]:
    """The least process times of OURS and of BASELINE in ms, taken in turn so that a busy machine slows both."""
    took = [(milliseconds(ours, 4), milliseconds(baseline, 1)) for _ in range(rounds)]
    return min(one for one, _ in took), min(other for _, other in took)


def in_a_process_of_its_own(work: str) -> tuple[float, float]:
    """The ms that "module:function" says it took, and the peak memory of a fresh process that called it, in MB."""
    module, function = work.split(":")
    said = f"import json; from {module} import {function} as work; from tests.bench.timing import peak_mb; "
    said += "print(json.dumps([work(), peak_mb()]))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    took, peak = json.loads(done.stdout.splitlines()[-1])
    return took, peak


def peak_mb() -> float:
    """The most memory that this process had, in MB of 10^6 bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # Of this process alone: what getrusage tells may be its parent's.
        high = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
        return int(high.split()[1]) * 1024 / 1e6
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
