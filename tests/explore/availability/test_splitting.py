"""Histories split over Dask: the same for any number of workers, and one line where nobody answers."""

import subprocess
import sys
from contextlib import contextmanager

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.availability.model import model_of
from designer.analysis.availability.run import played, works_in
from designer.analysis.availability.settings import RunSettings
from designer.explore.availability.splitting import Players
from designer.model.records import RefusedInput
from tests.analysis.test_scalable_unit import scalable_unit

SETTINGS = RunSettings(draws=350, years=0.2)


def model():
    design = scalable_unit()
    return model_of(design, works_in(design, SETTINGS), SETTINGS)


def require_same(one, other):
    for a, b in zip(one, other, strict=True):
        for mine, theirs in zip(a, b, strict=True):
            np.testing.assert_array_equal(mine, theirs)


@contextmanager
def scheduler():
    """A real `dask scheduler` with two `dask worker`s, ended afterwards."""
    command = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    main = subprocess.Popen([*command, "scheduler", "--port", "0", "--no-dashboard"], **quiet)
    workers = []
    try:
        lines = iter(main.stdout.readline, "")
        address = next(line.split()[-1] for line in lines if "Scheduler at:" in line)
        workers = [
            subprocess.Popen([*command, "worker", address, "--nthreads", "1", "--no-dashboard"], **quiet)
            for _ in range(2)
        ]
        yield address
    finally:
        for process in (*workers, main):
            process.terminate()
        for process in (*workers, main):
            process.communicate(timeout=30)


def test_one_worker_plays_here_and_says_how_far_it_is():
    told = []
    players = Players(1, watch=lambda done, parts: bool(told.append((done, parts))) or True)
    found = played(model(), players)
    assert found[0].served.size == 350
    assert told[0] == (0, 4)
    assert told[-1] == (4, 4)
    assert players.ended == ""


def test_stopping_keeps_what_was_played():
    players = Players(watch=lambda done, parts: done < 2)
    found = played(model(), players)
    assert found[0].served.size == 200
    assert players.ended == "Stopped."
    with pytest.raises(RefusedInput, match="stopped before"):
        played(model(), Players(watch=lambda done, parts: False))


@pytest.mark.long
def test_a_scheduler_and_local_workers_give_the_very_same():
    one = played(model())
    with Players(2) as players:
        require_same(one, played(model(), players))
        # The cluster is kept for the next model.
        require_same(one, played(model(), players))
    with Players(4) as players:
        require_same(one, played(model(), players))
    with scheduler() as address, Players(scheduler=address) as players:
        require_same(one, played(model(), players))


def test_nobody_at_an_address_is_told_in_a_line():
    pytest.importorskip("distributed")
    with pytest.raises(RefusedInput, match="No scheduler answers at nowhere"):
        played(model(), Players(scheduler="nowhere://127.0.0.1:1"))
    with pytest.raises(RefusedInput, match="workers"):
        Players(0)


def test_a_model_of_another_length_has_other_parts():
    design = scalable_unit()
    longer = replace(SETTINGS, draws=101)
    found = model_of(design, works_in(design, longer), longer)
    assert [found.size_of(part) for part in range(found.parts)] == [100, 1]
