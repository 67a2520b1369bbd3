"""Sweeps: a thousand variants of a pod of 256 servers, and a hundred thousand rows on their way to disk."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from designer.catalog.reading import read_library
from designer.explore.pareto import LOWER, front
from designer.explore.sweep.journal import Journal, columns_of, read_table
from designer.explore.sweep.reading import read_space
from designer.explore.sweep.run import run_sweep
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import FigureCell, SweepRow
from tests.bench.timing import Row, in_a_process_of_its_own, milliseconds

POD = """
name: Pod of 256 servers
base: leaf-spine
set: {nodes: 256, "kind:switch.part": nvidia/qm9700}
vary:
  oversubscription: {from: 1, to: 3.25, step: 0.25}
  host.part: [nvidia/dgx-h100, nvidia/dgx-a100, nvidia/dgx-h200, nvidia/dgx-b200]
  assumptions.electricity_usd_per_kwh: [0.05, 0.08, 0.11, 0.14, 0.17]
  assumptions.pue: [1.1, 1.2, 1.3, 1.4, 1.5]
count: [cost, cost.monthly_usd, power, network.bisection_gbps, carbon]
"""
MANY = 100_000
MOST_S = 60.0
GAIN = 1.6
"""Of two workers over one on two cores; where four are free 1.9."""


def swept(space: Space, workers: int) -> float:
    """Return how many ms of wall time all of SPACE takes with WORKERS, their start included."""
    library = read_library()
    started = time.perf_counter()
    assert run_sweep(space, library, workers=workers).is_whole
    return (time.perf_counter() - started) * 1e3


def many_rows() -> float:
    """Return in how many ms rows of five figures go to disk as they come, and from there to Parquet in order."""
    space, started = read_space(POD), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "rows.parquet", columns_of(space))
        for first in range(0, MANY, 8):
            journal.add_rows([row(number) for number in range(first, first + 8)])
        journal.finish()
    return (time.process_time() - started) * 1e3


def row(number: int) -> SweepRow:
    cell = FigureCell(number / 7, number / 8, number / 6, "USD", "")
    return SweepRow(number, (1.25, "nvidia/dgx-h100", 0.08, 1.3), (cell,) * 5, "")


def rows() -> Iterator[Row]:
    space = read_space(POD)
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    alone = swept(space, 1)
    yield Row(f"{len(space):,} variants of 256 servers, 1 process of {cores} cores", alone)
    if cores > 1:
        two = swept(space, 2)
        yield Row(
            f"{len(space):,} variants of 256 servers, 2 workers on {cores} cores",
            two,
            alone,
            "1 process",
            promise_ms=MOST_S * 1e3,
            least_ratio=GAIN,
        )
    took, peak = in_a_process_of_its_own("tests.bench.sweep:many_rows")
    yield Row(f"{MANY:,} rows to disk and into Parquet", took, peak_mb=peak, most_mb=400.0)
    import numpy as np

    values = np.random.default_rng(0).random((MANY, 4))
    yield Row(f"Pareto front of {MANY:,} in four figures", milliseconds(lambda: front(values, [LOWER] * 4)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        journal = Journal(path, columns_of(space))
        journal.add_rows([row(number) for number in range(MANY)])
        journal.finish()
        yield Row(f"{MANY:,} rows read from Parquet", milliseconds(lambda: read_table(path)))
