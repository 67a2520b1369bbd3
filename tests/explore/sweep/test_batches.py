"""How variants are cut into batches, and what a killed sweep leaves in the folder of temporary files."""

import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from designer.explore.sweep.batches import BATCH_S, MOST, Batches, turns_of
from designer.explore.sweep.journal import Journal, columns_of
from designer.explore.sweep.local_cluster import PREFIX, scratch_folder
from designer.explore.sweep.reading import space_of_words
from designer.explore.sweep.run import run_sweep
from tests.shipped import LIBRARY

GRID = space_of_words("nvl72", {"racks": "1,2,3,4", "oversubscription": "1,2,3,4,5", "assumptions.pue": "1.1,1.2,1.3"})


def sizes(count: int, turns: list[int], places: int, first_s: float = 0.0, each_s: float = 0.0) -> list[int]:
    batches = Batches(((number, ()) for number in range(count)), count, turns, first_s)
    found: list[int] = []
    while batch := batches.next(places):
        found.append(len(batch))
        batches.tell(len(batch), each_s * len(batch))
    assert sum(found) == count
    return found


def test_neighbours_that_share_stay_together_until_a_worker_would_wait() -> None:
    assert turns_of(GRID) == [1, 3, 15]
    assert set(sizes(1000, [1, 5, 25], places=1)) == {25}
    assert sizes(200, [1, 5, 25], places=2) == [25] * 7 + [10, 5, 5, 5]
    # What shares nothing is cut ever smaller, down to single variants.
    found = sizes(200, [1], places=2)
    assert found == sorted(found, reverse=True)
    assert (found[0], found[-1]) == (MOST, 1)


def test_variants_that_take_long_come_in_small_batches() -> None:
    assert set(sizes(40, [1, 5, 25], places=2, first_s=60.0, each_s=60.0)) == {1}
    found = sizes(400, [1], places=1, first_s=1.0, each_s=1.0)
    assert max(found[1:]) * 1.0 <= BATCH_S


def test_what_a_kill_left_behind_goes_and_what_is_in_use_stays() -> None:
    left = Path(tempfile.mkdtemp(prefix=PREFIX))
    (left / "in-use").touch()
    os.utime(left / "in-use", (0, 0))
    with scratch_folder() as used:
        assert not left.exists()
        held = next(path for path in used.iterdir() if path.is_file())
        os.utime(held, (0, 0))
        with scratch_folder() as other:
            assert used.is_dir()
        assert not other.exists()
    assert not used.exists()


@pytest.fixture
def heard() -> Iterator[None]:
    """Let this process hear Ctrl+C, which a run in the background does not."""
    if os.name == "nt" or threading.current_thread() is not threading.main_thread():
        pytest.skip("no Ctrl+C can be sent here")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_first_ctrl_c_ends_with_a_whole_row(tmp_path: Path, heard: None) -> None:
    out = tmp_path / "rows.csv"
    journal = Journal(out, columns_of(GRID))
    outcome = run_sweep(
        GRID, LIBRARY, workers=1, journal=journal, on_rows=lambda table: os.kill(os.getpid(), signal.SIGINT)
    )
    assert outcome.stopped
    assert outcome.done == len(journal) == len(list(journal.rows())) > 0
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    journal.drop()
