"""Histories split over Dask: the same for any number of workers, and one line where nobody answers."""

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.availability.model import model_of
from designer.analysis.availability.run import played, works_in
from designer.analysis.availability.settings import RunSettings
from designer.explore.availability.splitting import Players
from designer.model.records import RefusedInput
from tests.analysis.test_scalable_unit import scalable_unit
from tests.explore.sweep.test_on_dask import Cluster

SETTINGS = RunSettings(draws=350, years=0.2)


def model(settings=SETTINGS):
    design = scalable_unit()
    return model_of(design, works_in(design, settings), settings)


def require_same(one, other):
    for a, b in zip(one, other, strict=True):
        for mine, theirs in zip(a, b, strict=True):
            np.testing.assert_array_equal(mine, theirs)


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


@pytest.fixture
def cluster(tmp_path):
    found = Cluster(tmp_path)
    try:
        found.wait_for_workers()
        yield found
    finally:
        found.end()


@pytest.mark.long
def test_local_workers_give_the_very_same():
    one = played(model())
    with Players(2) as players:
        require_same(one, played(model(), players))
        # The cluster is kept for the next model.
        require_same(one, played(model(), players))
        assert players.ended == ""
    with Players(4) as players:
        require_same(one, played(model(), players))


@pytest.mark.long
def test_a_killed_worker_loses_nothing_and_a_gone_scheduler_keeps_what_came(cluster):
    many = replace(SETTINGS, draws=2_000)
    alone = played(model(many))

    def kill_a_worker(done, parts):
        if done and cluster.workers[0].poll() is None:
            cluster.workers[0].kill()
            cluster.workers[0].wait()
        return True

    with Players(scheduler=cluster.address, watch=kill_a_worker) as players:
        require_same(alone, played(model(many), players))
        assert players.ended == ""
    assert cluster.workers[0].poll() is not None

    def kill_the_scheduler(done, parts):
        if done and cluster.scheduler.poll() is None:
            cluster.scheduler.kill()
            cluster.scheduler.wait()
        return True

    with Players(scheduler=cluster.address, watch=kill_the_scheduler) as players:
        kept = played(model(many), players)
        assert players.ended == f"The Dask scheduler at {cluster.address} is gone. What came is kept."
    # Whole parts came, each as it is without Dask.
    assert 0 < kept[0].served.size < 2_000
    assert set(kept[0].served) <= set(alone[0].served)


def test_nobody_at_an_address_is_told_in_a_line():
    pytest.importorskip("distributed")
    with pytest.raises(RefusedInput, match="No Dask scheduler answers at nowhere"):
        played(model(), Players(scheduler="nowhere://127.0.0.1:1"))
    with pytest.raises(RefusedInput, match="workers"):
        Players(0)


def test_a_model_of_another_length_has_other_parts():
    design = scalable_unit()
    longer = replace(SETTINGS, draws=101)
    found = model_of(design, works_in(design, longer), longer)
    assert [found.size_of(part) for part in range(found.parts)] == [100, 1]
