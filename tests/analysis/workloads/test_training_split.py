"""The split that is chosen: it fits, it divides, and no split of a coarse grid that fits is faster."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.workloads.training.split import (
    MOST_MICRO,
    MOST_PP,
    MOST_TP,
    Numbers,
    best_split,
    candidates,
    divisors,
    needed_bytes,
    seconds,
)
from designer.formulas.iteration import MEASURED, Split
from tests.long_runs import runs

PLAIN = Numbers(
    params=8e9,
    layers=32,
    hidden=4096,
    heads=32,
    vocab=51_200,
    seq=2048,
    batch=256,
    accelerators=64,
    domain=8,
    peak=312.0,
    inside=300.0,
    outside=25.0,
    memory=73e9,
    bytes_per_param=16.0,
    zero=1,
    recompute="selective",
    work=1.0,
    constants=MEASURED,
)

numbers = st.builds(
    lambda layers, hidden, heads, batch, accelerators, domain, outside, memory, zero, recompute, free: PLAIN._replace(
        params=12.0 * layers * hidden**2,
        layers=layers,
        hidden=hidden,
        heads=heads,
        batch=batch,
        accelerators=accelerators,
        domain=min(domain, accelerators),
        outside=outside,
        memory=memory,
        zero=zero,
        recompute=recompute,
        free=free,
    ),
    layers=st.sampled_from([12, 24, 32, 80, 96]),
    hidden=st.sampled_from([1024, 4096, 8192, 12288]),
    heads=st.sampled_from([16, 32, 64, 96]),
    batch=st.sampled_from([1, 7, 48, 256, 1536]),
    accelerators=st.integers(1, 3000),
    domain=st.sampled_from([1, 2, 8, 72]),
    outside=st.sampled_from([0.1, 3.0, 50.0]),
    memory=st.sampled_from([10e9, 40e9, 73e9]),
    zero=st.integers(0, 3),
    recompute=st.sampled_from(["full", "selective", "none"]),
    free=st.booleans(),
)


def coarse(job):
    for tp in (1, 2, 4, 8):
        for pp in (1, 2, 4, 8):
            for micro in (1, 2, 4):
                for dp in divisors(job.batch):
                    whole = tp <= job.domain and not (job.heads % tp or job.layers % pp or job.batch % (micro * dp))
                    if whole and tp * pp * dp <= job.accelerators:
                        split = Split(job.batch, micro, tp, dp, pp)
                        if needed_bytes(job, split) <= job.memory:
                            yield split


@settings(max_examples=runs(55, 150), deadline=None)
@given(job=numbers)
def test_what_is_chosen_fits_and_is_as_fast_as_any_of_a_coarse_grid(job):
    chosen = best_split(job)
    assert chosen.split is not None
    split = chosen.split
    assert split.tp * split.pp * split.dp <= job.accelerators
    assert split.tp <= job.domain
    assert (job.heads % split.tp, job.layers % split.pp) == (0, 0)
    assert split.global_batch % (split.micro_batch * split.dp) == 0
    assert split.global_batch == job.batch or (job.free and 2 / 3 <= split.global_batch / job.batch <= 4 / 3)
    grid = list(coarse(job))
    if chosen.fits:
        assert needed_bytes(job, split) <= job.memory
        fastest = min((seconds(job, other) / job.batch for other in grid), default=float("inf"))
        assert seconds(job, split) / split.global_batch <= fastest * (1 + 1e-9)
    else:
        assert not grid
    assert best_split(job) == chosen


def test_a_small_model_on_a_fast_fabric_is_copied_alone():
    found = best_split(PLAIN._replace(params=1e8, layers=12, hidden=768, heads=12, outside=1e3))
    assert (found.split.tp, found.split.pp, found.split.dp) == (1, 1, 64)


def test_where_sending_gradients_takes_longest_fewer_copies_are_faster():
    """At 1 MB/s between accelerators, one accelerator alone is faster than 64 that wait for each other."""
    slow = PLAIN._replace(params=1e8, layers=12, hidden=768, heads=12, outside=1e-3)
    assert best_split(slow).split.dp == 1


def test_a_batch_that_does_not_divide_leaves_accelerators_idle():
    split = best_split(PLAIN._replace(batch=7, accelerators=24)).split
    assert split.dp in (1, 7)
    assert split.tp * split.pp * split.dp <= 24


def test_a_batch_that_nobody_stated_is_rounded_so_that_more_work():
    """31 hosts of eight do not divide 512 sequences; stated, powers of two are left of them."""
    stated = PLAIN._replace(batch=512, accelerators=31 * 8, layers=32, heads=32, outside=1e3)
    held, free = (best_split(job).split for job in (stated, stated._replace(free=True)))
    assert held.tp * held.pp * held.dp <= 128
    assert free.tp * free.pp * free.dp > 240
    assert free.global_batch % (free.dp * free.micro_batch) == 0
    assert abs(free.global_batch - 512) < 512 / 3


@pytest.mark.parametrize(
    ("number", "expected"), [(0, []), (1, [1]), (7, [1, 7]), (16, [1, 2, 4, 8, 16]), (12, [1, 2, 3, 4, 6, 12])]
)
def test_divisors(number, expected):
    assert divisors(number) == expected


def test_divisors_of_an_enormous_number_are_found_without_trying_every_one():
    """The 16 × 16 divisors of 2¹⁵ × 5¹⁵; trying every number up to the root would take many seconds."""
    found = divisors(10**15)
    assert found == sorted(2**a * 5**b for a in range(16) for b in range(16))


def test_the_search_is_bounded():
    """However many ways there are to divide, so many splits are tried at most."""
    many = PLAIN._replace(layers=720, heads=720, batch=720_720, accelerators=10**13, domain=10_000)
    assert len(list(candidates(many))) <= 2 * MOST_TP * MOST_PP * MOST_MICRO
    assert best_split(many).fits
