"""Split of a replica over accelerators: as its engine is told, else what keeps the promises and answers most."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import Final, NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from designer.analysis.published.silicon import ChipSpeed
from designer.analysis.workloads.hosts import Machines
from designer.analysis.workloads.serving.basis import Served
from designer.analysis.workloads.serving.link import ReplicaLink
from designer.analysis.workloads.serving.promises import Promised
from designer.analysis.workloads.serving.together import Working, times_asked
from designer.formulas.workloads.serving_step.constants import ENGINES
from designer.formulas.workloads.serving_step.question import Question
from designer.formulas.workloads.serving_step.step import Curves
from designer.model.design import Node

_BATCHES: Final = 48
"""Batches, evenly spaced in ratio, among which the largest that keeps what is promised is looked for, twice."""

Floats = NDArray[np.float64]


class Split(NamedTuple):
    """One way to spread a replica.

    Attributes:
        tensor: Tensor-parallel accelerators.
        groups: Groups with attention of their own.
        stages: Of the pipeline.
        expert: Expert-parallel accelerators of a stage.
    """

    tensor: int
    groups: int = 1
    stages: int = 1
    expert: int = 1

    @property
    def accelerators(self) -> int:
        """Of a replica."""
        return self.tensor * self.groups * self.stages

    @property
    def words(self) -> str:
        """As it stands in a sentence: "4 accelerators", or "8 accelerators (attention in 4 groups of 2)"."""
        more: list[str] = []
        if self.groups > 1:
            more.append(f"attention in {self.groups} groups of {self.tensor}")
        if self.stages > 1:
            more.append(f"{self.stages} stages")
        several = "accelerator" if self.accelerators == 1 else "accelerators"
        return f"{self.accelerators} {several}" + (f" ({', '.join(more)})" if more else "")


class Answers(NamedTuple):
    """Answers of all replicas of one split on the machines that there are.

    Attributes:
        split: The split.
        per_s: Requests a second at most, with what is promised kept where it can be.
        batch: At that many at once in a replica.
        token_s: Time per token then.
        first_s: First token then.
        keeps: Whether what is promised is kept.
    """

    split: Split
    per_s: float
    batch: float
    token_s: float
    first_s: float
    keeps: bool


def splits_of(node: Node, served: Served, each: int, here: int, promised: Promised) -> list[Split]:
    """Return the splits of NODE over at most HERE accelerators, EACH of them in one host, the narrowest first.

    As far as the engine is told how, that is the only one. Else dense models are split by tensor parallelism, and the
    experts of the others over all accelerators; attention in groups is looked at where something is promised.
    """
    facts = node.facts
    tensor, groups = round(facts.get("tensor_parallel") or 0), round(facts.get("attention_groups") or 0)
    stages, own = max(1, round(facts.get("pipeline_parallel") or 1)), round(facts.get("expert_parallel") or 0)
    experts = bool(served.shape.experts)

    def one(tensor: int, groups: int) -> Split:
        spread = tensor * groups if experts else 1
        return Split(tensor, groups, stages, min(own, spread) if own and experts else spread)

    # What is set stands; else all widths, parted into groups of attention where experts make that worth trying.
    if tensor:
        return [one(tensor, max(1, groups))]
    found: list[Split] = []
    for wide in widths(each, here):
        if groups:
            found += [one(wide // groups, groups)] if wide % groups == 0 else []
            continue
        found.append(one(wide, 1))
        # Groups help the time of a token, and only inside one host: beyond it their exchange costs more.
        if experts and promised.any and wide <= each:
            found += [one(wide // many, many) for many in _halves(wide)]
    return found


def _halves(wide: int) -> Iterable[int]:
    """Powers of two above 1 that divide WIDE."""
    return (2**power for power in range(1, wide.bit_length()) if wide % 2**power == 0)


def widths(each: int, here: int) -> list[int]:
    """Return the powers of two up to a host's accelerators, then whole hosts."""
    found = [2**n for n in range(each.bit_length())]
    hosts = 1
    while each * hosts < here:
        hosts *= 2
        found.append(min(each * hosts, here))
    return sorted({*found, min(each, here)})


def question_of(served: Served, split: Split, link: ReplicaLink) -> Question:
    """Return the question of a replica of SPLIT, whose accelerators LINK joins."""
    # One alone sends nothing, and what has no rate is not asked for its times.
    rate = link.inside.or_zero * 1e9 or 1.0
    chip = replace(served.question.chip, scale_up_bytes_per_s=rate, domain=max(1, link.domain))
    outside = None if link.outside is None else link.outside.or_zero * 1e9
    return replace(
        served.question,
        chip=chip,
        tensor=split.tensor,
        data=split.groups,
        pipeline=split.stages,
        expert=split.expert,
        network_bytes_per_s=outside,
    )


def answers_of(
    served: Served,
    splits: Sequence[Split],
    links: Sequence[ReplicaLink],
    curves: Curves,
    machines: Machines,
    speed: ChipSpeed,
    promised: Promised,
) -> Working[list[Answers]]:
    """Return what replicas of each of SPLITS, with CURVES, answer on MACHINES, as far as what is PROMISED allows."""
    if served.reads_only:
        return _reading(served, splits, links, curves, machines, promised)
    output = served.question.output_tokens
    least = speed.token_s.or_zero
    most, keeps = batches_kept(curves, curves.fits, promised, least)
    times = yield from times_asked(curves, most, least)
    # Where prompts are read elsewhere, no place is held for a first token.
    firsts = [0.0] * len(splits) if served.question.apart else times.first_s.tolist()
    found: list[Answers] = []
    rows = zip(splits, links, most.tolist(), times.token_s.tolist(), firsts, keeps.tolist(), strict=True)
    for split, link, batch, token, first, kept in rows:
        wide = split.accelerators
        beside = replicas_of(machines, wide, link.pieces)
        each = batch / (first + output * token)
        each = min(each, wide * (speed.tokens_per_s_each.value or inf) / output)
        found.append(Answers(split, beside * each, batch, token, first, kept))
    return found


def _reading(
    served: Served,
    splits: Sequence[Split],
    links: Sequence[ReplicaLink],
    curves: Curves,
    machines: Machines,
    promised: Promised,
) -> list[Answers]:
    """Return the answers of replicas that only read prompts, one prompt after another."""
    busy = reading_s(served, curves)
    first = busy + ENGINES[served.question.engine].front_s
    found: list[Answers] = []
    for place, split in enumerate(splits):
        beside = replicas_of(machines, split.accelerators, links[place].pieces)
        keeps = float(first[place]) <= promised.first_s
        found.append(Answers(split, beside / float(busy[place]), 1.0, 0.0, float(first[place]), keeps))
    return found


def reading_s(served: Served, curves: Curves) -> Floats:
    """Return how long a prompt holds each replica that only reads prompts: its first token without the front end."""
    return curves.front_s - ENGINES[served.question.engine].front_s + curves.admission_s


def batches_kept(curves: Curves, most: Floats, promised: Promised, least_s: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the largest batch up to MOST at which each replica keeps what is PROMISED, and whether any does.

    Both times grow with the batch. Where not even one request at once is fast enough, that one is taken.
    """
    if not promised.any:
        return most, np.ones(most.shape, dtype=np.bool_)
    low, high = np.minimum(1.0, most), most
    kept = low
    for _ in range(2):
        # Rows are batches, columns replicas.
        grid = low * (high / low) ** np.linspace(0.0, 1.0, _BATCHES)[:, None]
        token = np.maximum(curves.token_s(grid), least_s)
        fast = (token <= promised.token_s) & (curves.first_s(grid, token) <= promised.first_s)
        number = fast.sum(axis=0)
        place, columns = np.maximum(number - 1, 0), np.arange(most.size)
        kept = grid[place, columns]
        low, high = kept, grid[np.minimum(place + 1, _BATCHES - 1), columns]
        high = np.where(number == 0, low, high)
    token = np.maximum(curves.token_s(kept), least_s)
    return kept, (token <= promised.token_s) & (curves.first_s(kept, token) <= promised.first_s)


def replicas_of(machines: Machines, wide: int, pieces: int | None = None) -> float:
    """Return how many replicas of WIDE accelerators stand beside each other on MACHINES."""
    here = machines.accelerators.or_zero
    if wide > machines.each:
        found = here // wide
    else:
        whole, rest = divmod(here, machines.each)
        found = whole * (machines.each // wide) + rest // wide
    return found if pieces is None else min(found, pieces)


def chosen_split(answers: Sequence[Answers]) -> tuple[Answers, Answers | None]:
    """Return which of ANSWERS is taken, and the runner-up: the one that answers most of the others; None if alone.

    Among those that keep what is promised, where any does, that which answers most requests; of equals the narrowest.
    Where none keeps it, the fastest is taken.
    """
    keeping = [one for one in answers if one.keeps]
    if keeping:
        taken = max(keeping, key=lambda one: (one.per_s, -one.split.accelerators))
    else:
        taken = min(answers, key=lambda one: (one.token_s, one.first_s))
    others = [one for one in answers if one is not taken]
    after = max(others, key=lambda one: (one.keeps, one.per_s), default=None)
    return taken, after
