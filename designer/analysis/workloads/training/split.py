"""How a training job is divided over its accelerators: as set, or the split of least iteration time that fits."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.workloads.training.job import Job
from designer.formulas.iteration import IterationConstants, Split, iteration_time
from designer.formulas.training_memory import activation_bytes, published_state, state_bytes

MOST_TP: Final = 10
MOST_PP: Final = 16
MOST_MICRO: Final = 7
"""So many of each way are tried at most, evenly chosen: a bounded search."""
LARGEST_MICRO: Final = 64
MOST_TURNS: Final = 4
"""Interleaved stages that are chosen at most: each turn sends its activations on, which is not counted here."""
STAGE_3_TRAFFIC: Final = 1.5
"""Bytes of gradients and gathered weights in ZeRO's stage 3 over those without it (Rajbhandari et al., section 7)."""


class Numbers(NamedTuple):
    """A job as plain numbers.

    Attributes:
        work: Arithmetic of a layer over that of a plain transformer, recomputed attention included.
        memory: Bytes of an accelerator that may be used.
        inside: GB/s; that of the fabric where no fast link joins accelerators.
        zero_state: Bytes for each parameter that the framework states to keep and to spread; None where it does not.
        free: Whether the batch was not stated, so that it may be rounded to one that divides.
    """

    params: float
    layers: int
    hidden: int
    heads: int
    vocab: int
    seq: int
    batch: int
    accelerators: int
    domain: int
    peak: float
    inside: float
    outside: float
    memory: float
    bytes_per_param: float
    zero: int
    recompute: str
    work: float
    constants: IterationConstants
    free: bool = False
    zero_state: tuple[float, float] | None = None


class Chosen(NamedTuple):
    """A split, whether it fits, and what is wrong when there is none."""

    split: Split | None
    fits: bool
    problem: str = ""


def needed_bytes(job: Numbers, split: Split) -> float:
    """Bytes that the fullest accelerator of JOB holds."""
    parts = split.tp * split.pp
    state = state_bytes(job.bytes_per_param, job.zero, split.dp)
    if job.zero_state is not None:
        state = published_state(state, *job.zero_state, split.dp)
    held = min(1.0, split.global_batch / (split.micro_batch * split.dp) / split.pp)
    kept = activation_bytes(job.layers, job.hidden, job.heads, job.seq, split.micro_batch, split.tp, job.recompute)
    kept *= 1 + (split.pp - 1) / (split.pp * split.interleave) if split.interleave > 1 else 1.0
    return job.params / parts * state.each + state.gathered * job.params / job.layers / split.tp + kept * held


def seconds(job: Numbers, split: Split) -> float:
    """Seconds of an iteration of JOB."""
    time = iteration_time(
        job.params,
        job.layers,
        job.hidden,
        job.seq,
        split,
        job.peak,
        job.inside,
        job.outside,
        accelerators_per_node=job.domain,
        vocab=job.vocab,
        recompute=job.recompute == "full",
        work=job.work,
        constants=job.constants,
    )
    more = (STAGE_3_TRAFFIC - 1) * time.gradients_s if job.zero == 3 else 0.0
    return time.total_s + more


def best_split(job: Numbers) -> Chosen:
    """The split of least time for a sequence that fits; else the one that needs the least memory.

    Of a stated batch that is the least iteration time.
    """
    best: tuple[float, Split] | None = None
    least: tuple[float, Split] | None = None
    for split in candidates(job):
        bytes_needed = needed_bytes(job, split)
        if bytes_needed > job.memory:
            if best is None and (least is None or bytes_needed < least[0]):
                least = bytes_needed, split
            continue
        each = seconds(job, split) / split.global_batch
        if best is None or each < best[0]:
            best = each, split
    if best is not None:
        return Chosen(_in_turns(job, best[1]), True)
    if least is not None:
        return Chosen(least[1], False)
    return Chosen(None, False, "No split is possible on so few accelerators.")


def _in_turns(job: Numbers, split: Split) -> Split:
    """SPLIT with as many interleaved stages as its layers and memory allow, up to MOST_TURNS."""
    for turns in range(MOST_TURNS, 1, -1):
        taken = replace(split, interleave=turns)
        # Turns need whole rounds of the pipeline (Narayanan et al., 2021, section 2.2).
        rounds = split.micro_batches % split.pp == 0
        if split.pp > 1 and rounds and job.layers % (split.pp * turns) == 0 and needed_bytes(job, taken) <= job.memory:
            return taken
    return split


def set_split(job: Job, numbers: Numbers) -> Chosen:
    """The split that the node states, or what is wrong with it."""
    facts = job.node.facts
    tp, pp = round(facts.get("tensor_parallel", 1)), round(facts.get("pipeline_parallel", 1))
    micro = round(facts.get("micro_batch", 1))
    if min(tp, pp, micro) < 1:
        return Chosen(None, False, "Tensor and pipeline parallelism and the micro-batch must be 1 or more.")
    dp = round(facts.get("data_parallel", 0)) or _rest(numbers, tp * pp, micro)
    if numbers.accelerators < job.drawn:
        # Where some failed or are granted to others, it goes on with fewer copies of the model.
        dp = min(dp, _rest(numbers, tp * pp, micro))
    turns = max(round(facts.get("interleaved_stages", 1)), 1)
    split = Split(global_batch=_batch(numbers, micro, dp), micro_batch=micro, tp=tp, dp=dp, pp=pp, interleave=turns)
    return Chosen(split, needed_bytes(numbers, split) <= numbers.memory, _wrong(numbers, split))


def words_of(split: Split) -> str:
    """SPLIT as it is shown."""
    turns = f" × {split.interleave}" if split.interleave > 1 else ""
    return f"TP {split.tp} · PP {split.pp}{turns} · DP {split.dp:,}"


def _wrong(job: Numbers, split: Split) -> str:
    taken = split.tp * split.pp * split.dp
    if taken > job.accelerators:
        return f"{words_of(split)} takes {taken:,} accelerators; the job runs on {job.accelerators:,}."
    if job.layers % (split.pp * split.interleave):
        turns = f" × {split.interleave} interleaved" if split.interleave > 1 else ""
        return f"{job.layers} layers do not divide into {split.pp}{turns} pipeline stages."
    if job.heads % split.tp:
        return f"{job.heads} attention heads do not divide by a tensor parallelism of {split.tp}."
    if split.global_batch % (split.micro_batch * split.dp):
        return (
            f"A global batch of {job.batch:,} sequences does not divide by micro-batch × data parallelism = "
            f"{split.micro_batch * split.dp:,}."
        )
    return ""


def _rest(job: Numbers, parts: int, micro: int) -> int:
    """The greatest data parallelism that the accelerators and the batch allow."""
    if job.free:
        return max(1, min(job.accelerators // parts, job.batch // micro))
    if job.batch % micro:
        return max(1, job.accelerators // parts)
    ways = divisors(job.batch // micro)
    return ways[max(bisect_right(ways, job.accelerators // parts), 1) - 1]


def candidates(job: Numbers) -> Iterator[Split]:
    """Splits that divide heads, layers and batch, in a fixed order."""
    most_tp = min(job.domain, job.accelerators)
    every = divisors(job.batch)
    micros = _few([micro for micro in every if micro <= LARGEST_MICRO], MOST_MICRO)
    by_micro = {micro: [ways for ways in every if job.batch // micro % ways == 0] for micro in micros}
    for tp in _few([t for t in divisors(job.heads) if t <= most_tp], MOST_TP):
        for pp in _few([p for p in divisors(job.layers) if p * tp <= job.accelerators], MOST_PP):
            room = job.accelerators // (tp * pp)
            for micro, ways in by_micro.items():
                fitting = ways[: bisect_right(ways, room)]
                yield from _copies(job, tp, pp, micro, fitting)
                most = min(room, job.batch // micro)
                if job.free and most > fitting[-1]:
                    yield from _copies(job, tp, pp, micro, [most])


def _copies(job: Numbers, tp: int, pp: int, micro: int, ways: Sequence[int]) -> Iterator[Split]:
    """The most copies of WAYS; and the fewest that fit, where those would be faster.

    They are where sending gradients takes longer than the arithmetic that is shared.
    """
    whole, alone = (
        Split(global_batch=_batch(job, micro, dp), micro_batch=micro, tp=tp, dp=dp, pp=pp) for dp in (ways[-1], 1)
    )
    yield whole
    if len(ways) > 1 and seconds(job, alone) / alone.global_batch < seconds(job, whole) / whole.global_batch:
        yield from _smallest(job, whole, ways)


def _batch(job: Numbers, micro: int, dp: int) -> int:
    """The batch of JOB; where it was not stated, the nearest that divides."""
    each = micro * dp
    return max(1, round(job.batch / each)) * each if job.free else job.batch


def _smallest(job: Numbers, whole: Split, ways: Sequence[int]) -> Iterator[Split]:
    """WHOLE with the least data parallelism of WAYS with which it fits, if there is one."""
    for dp in ways:
        split = replace(whole, dp=dp, global_batch=_batch(job, whole.micro_batch, dp))
        if needed_bytes(job, split) <= job.memory:
            yield split
            return


def _few(numbers: Sequence[int], most: int) -> list[int]:
    """At most MOST of NUMBERS, evenly chosen, the first and the last among them."""
    if len(numbers) <= most:
        return list(numbers)
    return [numbers[place * (len(numbers) - 1) // (most - 1)] for place in range(most)]


def divisors(number: int) -> list[int]:
    """Return the whole numbers that divide NUMBER, rising; built from its prime factors, for it may be enormous."""
    if number < 1:
        return []
    found, rest, factor = [1], number, 2
    while factor * factor <= rest:
        powers = [1]
        while rest % factor == 0:
            rest //= factor
            powers.append(powers[-1] * factor)
        if len(powers) > 1:
            found = [n * power for power in powers for n in found]
        factor += 1 if factor == 2 else 2
    if rest > 1:
        found += [n * rest for n in found]
    return sorted(found)
