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
from designer.explore.sweep.table import FigureCell, SweepRow, SweepTable, rows_of
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
GAIN, GAIN_OF_FOUR = 1.6, 1.9
"""Of two workers over one on two cores, and where four are free: the start and this process have cores of their own."""
ROOM = 0.25
"""Cores that other programs may keep busy before nothing can be said of two workers."""


def swept(space: Space, workers: int) -> tuple[float, list[SweepRow]]:
    """Return how many ms of wall time all of SPACE takes with WORKERS, their start included, and what came of it."""
    library = read_library()
    tables: list[SweepTable] = []
    started = time.perf_counter()
    assert run_sweep(space, library, workers=workers, on_rows=tables.append).is_whole
    took = (time.perf_counter() - started) * 1e3
    return took, sorted((row for table in tables for row in rows_of(table)), key=lambda row: row.number)


def free_cores(cores: int) -> float:
    """Return how many of CORES no other program kept busy during a second."""
    import psutil

    return cores * (1.0 - psutil.cpu_percent(interval=1.0) / 100.0)


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
    free = free_cores(cores)
    alone, rows_alone = swept(space, 1)
    yield Row(f"{len(space):,} variants of 256 servers, 1 process", alone)
    if cores > 1:
        free = min(free, free_cores(cores))
        two, rows_of_two = swept(space, 2)
        assert rows_of_two == rows_alone
        judged = free > 2 - ROOM
        yield Row(
            f"the same, 2 workers, {free:.1f} of {cores} cores free{'' if judged else ': not judged'}",
            two,
            alone,
            "1 process",
            promise_ms=MOST_S * 1e3 if judged else None,
            least_ratio=(GAIN_OF_FOUR if free > 4 - ROOM else GAIN) if judged else None,
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
