"""Sweeps on a real Dask scheduler and real workers, some of which are killed; and on a cluster of this machine."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import designer
from designer.explore.sweep.journal import Journal, columns_of
from designer.explore.sweep.parquet_file import require_arrow
from designer.explore.sweep.reading import space_of_words
from designer.explore.sweep.run import run_sweep
from designer.explore.sweep.space import Space
from designer.explore.sweep.table import SweepTable
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

HERE = Path(designer.__file__).parents[1]
SPACE = space_of_words(
    "nvl72",
    {"racks": ",".join(str(racks) for racks in range(1, 25)), "oversubscription": "1,2"},
    count=("cost.capex_usd", "power.facility_w", "network.bisection_gbps"),
)


def started(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words, "--no-dashboard"],
        env={**os.environ, "PYTHONPATH": str(HERE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class Cluster:
    """A scheduler and workers in processes of their own, as an administrator starts them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.scheduler = started(
            "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(self.file)
        )
        ends = time.monotonic() + 60
        while not self.file.exists() or not self.file.stat().st_size:
            assert time.monotonic() < ends
            time.sleep(0.05)
        self.address: str = json.loads(self.file.read_text())["address"]
        self.workers = [
            started(
                "distributed.cli.dask_worker",
                self.address,
                "--nthreads=1",
                "--no-nanny",
                f"--local-directory={folder / str(number)}",
            )
            for number in range(2)
        ]

    def wait_for_workers(self) -> None:
        """Wait until both workers have said that they are there."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    try:
        yield found
    finally:
        found.end()


def as_csv(space: Space, path: Path, **how: object) -> bytes:
    journal = Journal(path, columns_of(space), anew=True)
    assert run_sweep(space, LIBRARY, journal=journal, **how).is_whole  # type: ignore[arg-type]
    journal.finish()
    return path.read_bytes()


def test_a_killed_worker_loses_nothing_and_a_gone_scheduler_keeps_what_came(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = as_csv(SPACE, tmp_path / "alone.csv", workers=1)
    cluster.wait_for_workers()
    # One of the two workers is killed as soon as the first rows are there.
    seen: list[int] = []

    def kill_one(table: SweepTable) -> None:
        seen.extend(table.numbers.tolist())
        if cluster.workers[0].poll() is None:
            cluster.workers[0].send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            cluster.workers[0].wait()

    assert as_csv(SPACE, tmp_path / "two.csv", scheduler=cluster.address, on_rows=kill_one) == alone
    assert sorted(seen) == list(range(len(SPACE)))

    # The scheduler goes in the middle: one line says so, and what came is there to go on with.
    out = tmp_path / "gone.csv"
    monkeypatch.setattr("designer.explore.dask_cluster.CONNECT_S", 2.0)

    def kill_all(table: SweepTable) -> None:
        cluster.scheduler.kill()
        cluster.scheduler.wait()

    journal = Journal(out, columns_of(SPACE))
    outcome = run_sweep(SPACE, LIBRARY, scheduler=cluster.address, journal=journal, on_rows=kill_all)
    assert f"The Dask scheduler at {cluster.address} is gone." in outcome.lost
    assert "\n" not in outcome.lost
    assert 0 < outcome.done < outcome.total
    journal.finish()
    journal = Journal(out, columns_of(SPACE))
    assert run_sweep(SPACE, LIBRARY, workers=1, journal=journal).is_whole
    journal.finish()
    assert out.read_bytes() == alone


def test_an_address_where_nobody_answers_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("dask_cluster", "sweep.local_cluster"):
        monkeypatch.setattr(f"designer.explore.{module}.CONNECT_S", 0.3)
    with pytest.raises(RefusedInput, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        run_sweep(SPACE, LIBRARY, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(RefusedInput, match="No Dask scheduler answers at nonsense"):
        run_sweep(SPACE, LIBRARY, scheduler="nonsense://x")


@pytest.mark.parametrize("lacking", ["distributed", "optuna", "pyarrow.parquet"])
def test_what_is_not_installed_is_told_in_one_line(lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, lacking, None)  # an import of it fails as if it were not there
    learning = Space(template="nvl72", vary=SPACE.vary, count=SPACE.count, method="adaptive", samples=9)
    ask = {
        "distributed": lambda: run_sweep(SPACE, LIBRARY, workers=2),
        "optuna": lambda: run_sweep(learning, LIBRARY, workers=1),
        "pyarrow.parquet": require_arrow,
    }[lacking]
    with pytest.raises(RefusedInput, match=r'is not installed: pip install "stackwright\[explore\]"\.'):
        ask()


@pytest.mark.long
@pytest.mark.parametrize("workers", [2, 4])
def test_any_number_of_workers_gives_the_same_bytes(workers: int, tmp_path: Path) -> None:
    alone = as_csv(SPACE, tmp_path / "alone.csv", workers=1)
    assert as_csv(SPACE, tmp_path / "many.csv", workers=workers) == alone


@pytest.mark.long
def test_a_search_that_learns_does_not_depend_on_its_workers(tmp_path: Path) -> None:
    space = Space(template="nvl72", vary=SPACE.vary, count=SPACE.count, method="adaptive", samples=100, seed=2)
    assert as_csv(space, tmp_path / "a.csv", workers=1) == as_csv(space, tmp_path / "b.csv", workers=2)
