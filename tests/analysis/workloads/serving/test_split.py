"""Splits of a replica: which are looked at, how many find room, and which of them is taken."""

from math import inf
from types import SimpleNamespace

import numpy as np
import pytest

from designer.analysis.workloads.hosts import Machines
from designer.analysis.workloads.serving.promises import Promised
from designer.analysis.workloads.serving.split import (
    Answers,
    Split,
    batches_kept,
    chosen_split,
    replicas_of,
    splits_of,
    widths,
)
from designer.model.design import Node
from designer.model.figures.figure import leaf
from designer.model.parts.part import Part

ALL = Promised()
"""Nothing is promised, so that all may be looked at."""
CHIP = Part(id="gpu", kind="accelerator", layer="silicon", vendor="test", name="GPU")


def machines(each: int, number: int) -> Machines:
    return Machines((), CHIP, each, leaf("accelerators", float(number)), 0, rented=False)


def answers(tensor: int, per_s: float, *, keeps: bool = True, token_s: float = 0.02, first_s: float = 0.5) -> Answers:
    return Answers(Split(tensor), per_s, 8.0, token_s, first_s, keeps)


@pytest.mark.parametrize(
    ("each", "here", "found"),
    [
        (8, 64, [1, 2, 4, 8, 16, 32, 64]),
        # Whole hosts beyond one of them; 48 are six hosts, eight would be too many.
        (8, 48, [1, 2, 4, 8, 16, 32, 48]),
        (8, 8, [1, 2, 4, 8]),
        (8, 5, [1, 2, 4, 5, 8]),
        (6, 12, [1, 2, 4, 6, 12]),
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
    ],
)
def test_powers_of_two_in_a_host_then_whole_hosts(each, here, found):
    assert widths(each, here) == found


@pytest.mark.parametrize(
    ("each", "number", "wide", "pieces", "found"),
    [
        # Two whole hosts of 8 and 4 more: replicas of 4 find 2 + 2 + 1 places, those of 3 find 2 + 2 + 1.
        (8, 20, 4, None, 5),
        (8, 20, 3, None, 5),
        (8, 20, 8, None, 2),
        (8, 20, 5, None, 2),
        # Over hosts they are cut from all of them.
        (8, 20, 9, None, 2),
        (8, 40, 16, None, 2),
        (8, 40, 16, 1, 1),
        (8, 40, 16, 3, 2),
        (8, 0, 4, None, 0),
    ],
)
def test_replicas_beside_each_other(each, number, wide, pieces, found):
    assert replicas_of(machines(each, number), wide, pieces) == found


@pytest.mark.parametrize(
    ("split", "accelerators", "words"),
    [
        (Split(1), 1, "1 accelerator"),
        (Split(4), 4, "4 accelerators"),
        (Split(2, 4), 8, "8 accelerators (attention in 4 groups of 2)"),
        (Split(2, 1, 3), 6, "6 accelerators (3 stages)"),
        (Split(2, 2, 2, 4), 8, "8 accelerators (attention in 2 groups of 2, 2 stages)"),
    ],
)
def test_a_split_in_words(split, accelerators, words):
    assert (split.accelerators, split.words) == (accelerators, words)


def looked_at(facts, *, experts=0, each=4, here=8, promised=ALL):
    served = SimpleNamespace(shape=SimpleNamespace(experts=experts))
    node = Node(id="engine", kind="inference-engine", facts=facts)
    return [tuple(one) for one in splits_of(node, served, each, here, promised)]


def test_splits_that_are_looked_at():
    # A dense model by tensor parallelism alone.
    assert looked_at({}) == [(1, 1, 1, 1), (2, 1, 1, 1), (4, 1, 1, 1), (8, 1, 1, 1)]
    # Experts over all accelerators; groups of attention where a time is promised, inside of one host.
    assert looked_at({}, experts=8) == [(1, 1, 1, 1), (2, 1, 1, 2), (4, 1, 1, 4), (8, 1, 1, 8)]
    assert looked_at({}, experts=8, promised=Promised(token_s=0.1)) == [
        *((1, 1, 1, 1), (2, 1, 1, 2), (1, 2, 1, 2), (4, 1, 1, 4), (2, 2, 1, 4), (1, 4, 1, 4), (8, 1, 1, 8)),
    ]
    assert looked_at({}, promised=Promised(first_s=1.0)) == looked_at({})


@pytest.mark.parametrize(
    ("facts", "experts", "found"),
    [
        ({"tensor_parallel": 4.0}, 0, [(4, 1, 1, 1)]),
        ({"tensor_parallel": 4.0, "pipeline_parallel": 2.0}, 0, [(4, 1, 2, 1)]),
        ({"tensor_parallel": 2.0, "attention_groups": 4.0}, 8, [(2, 4, 1, 8)]),
        # Experts are parted as told, at most over all accelerators of a stage.
        ({"tensor_parallel": 4.0, "expert_parallel": 2.0}, 8, [(4, 1, 1, 2)]),
        ({"tensor_parallel": 4.0, "expert_parallel": 16.0}, 8, [(4, 1, 1, 4)]),
        ({"tensor_parallel": 4.0, "expert_parallel": 2.0}, 0, [(4, 1, 1, 1)]),
        # Groups alone: all widths that they divide.
        ({"attention_groups": 4.0}, 0, [(1, 4, 1, 1), (2, 4, 1, 1)]),
        ({"attention_groups": 3.0}, 0, []),
    ],
)
def test_what_the_engine_is_told_stands(facts, experts, found):
    assert looked_at(facts, experts=experts) == found


def test_the_one_that_answers_most_of_those_that_keep_what_is_promised():
    slow, fast, wide = answers(1, 90.0, keeps=False), answers(2, 50.0), answers(4, 60.0)
    assert chosen_split([slow, fast, wide]) == (wide, fast)
    # Of equals the narrowest; the runner-up is one that keeps it too, however little it answers.
    assert chosen_split([answers(4, 50.0), fast, slow]) == (fast, answers(4, 50.0))
    assert chosen_split([slow, fast]) == (fast, slow)
    assert chosen_split([fast]) == (fast, None)


def test_the_fastest_where_none_keeps_what_is_promised():
    def late(tensor: int, per_s: float, token_s: float, first_s: float) -> Answers:
        return answers(tensor, per_s, keeps=False, token_s=token_s, first_s=first_s)

    most, fast, same = late(1, 99.0, 0.3, 1.0), late(2, 10.0, 0.1, 2.0), late(4, 5.0, 0.1, 1.5)
    # By the time of a token, then by the first one; the runner-up is the one that answers most of the others.
    assert chosen_split([most, fast, same]) == (same, most)


class Line:
    """Curves that are lines: a token takes 10 ms and 1 ms more for each request, the first ten times as long."""

    def token_s(self, batch):
        return 0.01 + 0.001 * batch

    def first_s(self, batch, token):
        return 10.0 * token


@pytest.mark.parametrize(
    ("promised", "least", "batch", "keeps"),
    [
        (Promised(), 0.0, 64.0, True),
        # 30 ms are kept up to 20 requests at once.
        (Promised(token_s=0.030), 0.0, 20.0, True),
        (Promised(first_s=0.400), 0.0, 30.0, True),
        (Promised(token_s=0.030, first_s=0.400), 0.0, 20.0, True),
        (Promised(token_s=0.030, first_s=0.200), 0.0, 10.0, True),
        # Just kept by one alone, and by all that the memory holds.
        (Promised(token_s=0.011), 0.0, 1.0, True),
        (Promised(token_s=0.074), 0.0, 64.0, True),
        # Not even by one.
        (Promised(token_s=0.010), 0.0, 1.0, False),
        # No token is faster than the least time that is published.
        (Promised(token_s=0.030), 0.031, 1.0, False),
        (Promised(token_s=0.030), 0.030, 20.0, True),
        (Promised(first_s=inf, token_s=0.030), 0.020, 20.0, True),
    ],
)
def test_the_largest_batch_that_keeps_what_is_promised(promised, least, batch, keeps):
    kept, does = batches_kept(Line(), np.array([64.0, 64.0]), promised, least)
    # Two searches over 48 batches each, evenly in ratio: within 64^(1/47²), 0.2 %, below it.
    assert kept.tolist() == pytest.approx([batch, batch], rel=2.5e-3)
    assert (kept <= batch * (1 + 1e-9)).all()
    assert does.tolist() == [keeps, keeps]
