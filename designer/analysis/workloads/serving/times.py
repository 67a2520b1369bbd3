"""Times of replicas of one split: the batch that fits, the rate, and what a user waits for at the demand."""

from math import isfinite
from typing import Any, Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from designer.analysis.published.engines import Batching
from designer.analysis.published.silicon import ChipSpeed
from designer.analysis.quantities import fact_of
from designer.analysis.workloads.hosts import Machines
from designer.analysis.workloads.results import Bound, ServingResult
from designer.analysis.workloads.serving.basis import Served, Slice
from designer.analysis.workloads.serving.concurrency import Load, at_once, batch_queue_s, gathered, queue_s
from designer.analysis.workloads.serving.confidence import Sure, Told, sure_of
from designer.analysis.workloads.serving.own_run import OwnRun
from designer.analysis.workloads.serving.prefill_pool import reads
from designer.analysis.workloads.serving.promises import Promised
from designer.analysis.workloads.serving.split import Answers
from designer.analysis.workloads.serving.terms import Step, first_terms, token_terms
from designer.analysis.workloads.serving.together import Working, load_asked
from designer.analysis.workloads.serving.unknown_result import unknown_result
from designer.formulas.workloads.serving_step.constants import RUNTIME_BYTES
from designer.formulas.workloads.serving_step.handed_on import handed_on_bytes, ranks_of
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import (
    Figure,
    count_of,
    difference,
    leaf,
    maximum,
    minimum,
    product,
    quotient,
    rounded_down,
    rounded_up,
    total,
)

_ONE: Final = leaf("one", 1.0)
RUNTIME: Final = leaf(
    "runtime and graphs beside weights and cache", RUNTIME_BYTES / 1e9, "GB", status="assumed", note="An assumption."
)
"""On each accelerator."""
_MEMORY: Final = frozenset({"weights", "experts", "cache"})
_ARITHMETIC: Final = frozenset({"arithmetic", "prefill of others"})
_NETWORK: Final = frozenset({"all-reduce", "all-to-all"})
_AT_ONCE: Final = "requests at once in the busiest hour"


class Replicas(NamedTuple):
    """An engine whose replicas are split.

    Attributes:
        node: The engine.
        served: Model, accelerator and request.
        machines: Whole accelerators that it has.
        slice: Of them, what it has in fact.
        batching: How it forms batches.
        step: What the times of a replica are made of.
        speed: What is published of the chip.
        weights: GB of one replica.
        answers: What this split answers with what is promised kept; None where nothing was to be chosen.
        promised: What that is.
        run: A run of one's own that corrects it; why it is not used, or "" without one.
    """

    node: Node
    served: Served
    machines: Machines
    slice: Slice
    batching: Batching
    step: Step
    speed: ChipSpeed
    weights: Figure
    answers: Answers | None
    promised: Promised
    run: OwnRun | str = ""

    @property
    def own(self) -> OwnRun | None:
        """The run, where one is used."""
        return self.run if isinstance(self.run, OwnRun) else None


class _Moment(NamedTuple):
    """The times with so many requests at once, without their ranges.

    Attributes:
        batch: Requests at once in a replica.
        terms: The ten terms of the time per token.
        token: Time per token, no less than what is published.
        first: First token without waiting; unknown where prompts are read elsewhere.
        answer: A place is held so long.
    """

    batch: Figure
    terms: list[Figure]
    token: Figure
    first: Figure
    answer: Figure


def times_of(design: Design, made: Replicas) -> Working[ServingResult]:
    """Return what the replicas that are MADE do for the requests that come."""
    node, served, step = made.node, made.served, made.step
    traffic = served.traffic
    wide = count_of(f"{node.title}: accelerators that share a replica", step.split.accelerators, node.id)
    replicas = _replicas(made)
    cache = _cache(made, wide)
    batch, share = _batch(design, made, cache), None
    if "requests_at_once" in node.facts:
        kept = fact_of(design, node, "requests_at_once")
        share = quotient("requests kept at work, a replica", kept, replicas, "")
    full = batch if share is None else minimum("requests worked on at once", (batch, share), "")
    if served.reads_only:
        return reads(step, node, made.promised, _split_alone(made, wide, replicas, cache), replicas)
    longest = assumed(design, "longest_answer") if made.batching.static else _ONE
    busiest = _moment(made, full, longest)
    rate = sure_of("tokens a second", step, full, made.own)
    each = rate.ranged(quotient("requests of a replica", full, busiest.answer, "1/s", "requests at once / their time"))
    if made.own is None:
        # Who measured it knows better than what was published of the chip.
        each = _published_rate(each, made, wide)
    capacity = product(f"{node.title}: requests that it can answer", (replicas, each), "1/s")
    at_most = _Full(replicas, full, busiest, share, longest)
    now = yield from _now(design, made, at_most)
    waiting = _waiting(design, made, at_most, now)
    told = _told(made, now)
    first, answer = now.first, total("the whole answer", (*waiting, now.answer), "s")
    if first.known:
        first = total(
            "first token",
            (*waiting, told["first token"].ranged(first, "first token, as measured")),
            "s",
            "waiting + the prompt",
        )
        answer = told["tokens a second"].slower(now.answer)
        answer = total("the whole answer", (*waiting, answer), "s", "waiting + first token + output × time per token")
    token = told["time per token"].ranged(now.token, "time per token")
    if made.own is None:
        token = _no_faster(token, made)
    needed = _needed(made, each)
    written = product("tokens written", (capacity, traffic.output_tokens), "1/s")
    accelerators = product("accelerators of all replicas", (replicas, wide), "")
    held = _held_by(made, each)
    return ServingResult(
        id=node.id,
        model=served.model.id,
        fits=True,
        reason=_reason(made, held),
        accelerators=made.slice.accelerators,
        accelerators_needed=product(
            "accelerators for the demand",
            (needed, wide, *(() if made.slice.memory is None else (made.slice.memory,))),
            "",
        ),
        tensor_parallel=wide,
        replicas=replicas,
        replicas_needed=needed,
        weights_gb=made.weights,
        cache_gb=cache,
        batch=full,
        at_once=now.batch,
        output_tokens_per_s=written,
        accelerator_tokens_per_s=quotient("tokens written by an accelerator", written, accelerators, "1/s"),
        user_tokens_per_s=quotient("tokens written for one user", _ONE, token, "1/s"),
        requests_per_s=capacity,
        prompt_s=step.prompt,
        first_token_s=first,
        token_s=token,
        answer_s=answer,
        bound="published speed" if held else _bound(busiest),
        fabric=step.link.fabric,
        how_sure=_how_sure(told, rate, first),
        **_handed_on(made),
    )


def _split_alone(made: Replicas, wide: Figure, replicas: Figure, cache: Figure) -> ServingResult:
    """Return the part of a result that stands before any times: how replicas are split, and what they hold."""
    blank = unknown_result(made.node, made.served.model.id, made.machines, _reason(made, ""), weights=made.weights)
    return replace(
        blank,
        fits=True,
        accelerators=made.slice.accelerators,
        tensor_parallel=wide,
        replicas=replicas,
        cache_gb=cache,
        fabric=made.step.link.fabric,
        **_handed_on(made),
    )


def _handed_on(made: Replicas) -> dict[str, Any]:
    """Return the fields on the part of a prompt that goes from one pool to the other.

    None where an engine does both.
    """
    served, question = made.served, made.step.question
    if not (served.reads_only or question.apart):
        return {}
    held = leaf(
        "cache of a prompt that is handed on",
        handed_on_bytes(question) / 1e9,
        "GB",
        operation="routing",
        subject=made.node.id,
        note="Of all tokens of a prompt, on every accelerator of a replica that holds it, copies included.",
    )
    handing = leaf("accelerators that hold the cache of a prompt", float(ranks_of(question)), subject=made.node.id)
    return {"handed_on_gb": held, "handing": handing, "role": "prefill" if served.reads_only else "decode"}


def _moment(made: Replicas, batch: Figure, longest: Figure) -> _Moment:
    """The times with BATCH requests at once, the answers of a batch LONGEST times as long as their mean."""
    terms = token_terms(made.step, batch)
    token = _no_faster(total("time per token", terms, "s", "the sum of ten terms"), made)
    rest = product("the other tokens", (made.served.traffic.output_tokens, longest, token), "s")
    if made.served.question.apart:
        first = leaf(
            f"{made.node.title}: first token",
            None,
            "s",
            subject=made.node.id,
            note="Draw `depends on` to the engine that reads its prompts, so that its first token is known.",
        )
        return _Moment(batch, terms, token, first, rest)
    first = total("first token, without waiting", first_terms(made.step, batch, token), "s")
    answer = total("time of an answer", (first, rest), "s", "first token + output × time per token")
    return _Moment(batch, terms, token, first, answer)


class _Full(NamedTuple):
    """Replicas with as many requests as they work on at most.

    Attributes:
        replicas: How many.
        batch: Requests at once in each.
        moment: The times then.
        share: Requests that are kept at work in each; None where that is not said.
        longest: Longest answer of a batch over the mean.
    """

    replicas: Figure
    batch: Figure
    moment: _Moment
    share: Figure | None
    longest: Figure


def _now(design: Design, made: Replicas, full: _Full) -> Working[_Moment]:
    """The times at the demand of the busiest hour."""
    traffic, node = made.served.traffic, made.node
    arrivals, most = traffic.peak_per_s.value, full.batch.value
    if arrivals is None or not full.replicas.value or most is None:
        return full.moment
    if not traffic.asked and full.share is not None:
        return full.moment
    output = made.served.question.output_tokens * (full.longest.value or 1.0)
    load = Load(made.step.curves, arrivals / full.replicas.value, output, most, made.speed.token_s.or_zero)
    number = at_once(_AT_ONCE, node.id, (yield from load_asked(load)))
    longest = full.longest
    if made.batching.static:
        patience = made.batching.wait_s or assumed(design, "batch_wait_s")
        number = gathered(traffic, full.replicas, full.batch, number, patience)
        # Of n answers the longest is at most n times their mean.
        longest = minimum("longest answer of the batch over the mean", (longest, number), "")
    elif number.value == most:
        number = full.batch
    return _moment(made, number, longest)


def _waiting(design: Design, made: Replicas, full: _Full, now: _Moment) -> list[Figure]:
    """Times that a request waits before it is taken: for a place, for memory, for its batch."""
    traffic = made.served.traffic
    found: list[Figure] = []
    # Three waits, each only where it arises: for a free place, for memory, for a batch to fill.
    if traffic.asked:
        found.append(queue_s(traffic, full.replicas, full.batch, full.moment.answer))
    if full.share is not None and full.share.or_zero > full.batch.or_zero:
        beyond = difference("requests that wait for memory", full.share, full.batch, "")
        turns = quotient("turns before it", beyond, full.batch, "")
        found.append(product("waiting for memory", (turns, full.moment.answer), "s", "waiting / batch × an answer"))
    if made.batching.static and traffic.asked:
        patience = made.batching.wait_s or assumed(design, "batch_wait_s")
        found.append(batch_queue_s(traffic, full.replicas, full.batch, now.batch, now.answer, patience))
    if not found:
        found.append(leaf("waiting", 0.0, "s", note="Nobody else asks."))
    return found


def _told(made: Replicas, now: _Moment) -> dict[str, Sure]:
    every: tuple[Told, ...] = ("time per token", "first token", "tokens a second")
    return {told: sure_of(told, made.step, now.batch, made.own) for told in every}


def _how_sure(told: dict[str, Sure], rate: Sure, first: Figure) -> dict[str, HowSure]:
    """Return the confidence in each figure, by the name of its field."""
    found = {
        "token_s": told["time per token"].how,
        "user_tokens_per_s": told["time per token"].how,
        "output_tokens_per_s": rate.how,
        "accelerator_tokens_per_s": rate.how,
        "requests_per_s": rate.how,
        "replicas_needed": rate.how,
    }
    if first.known:
        found |= {"first_token_s": told["first token"].how, "answer_s": told["tokens a second"].how}
    return found


def _cache(made: Replicas, wide: Figure) -> Figure:
    """GB that are left for the cache on all accelerators of a replica."""
    served = made.served
    memory = product("memory of a replica", (wide, served.memory_gb, served.own_share), "GB")
    taken = total("weights and runtime", (made.weights, product("runtime", (wide, RUNTIME), "GB")), "GB")
    return difference("left for the cache", memory, taken, "GB")


def _batch(design: Design, made: Replicas, cache: Figure) -> Figure:
    """Requests that a replica works on at once at most: what memory holds, and the largest batch of its engine."""
    split, curves = made.step.split, made.step.curves
    ranks = split.tensor * split.stages
    each = leaf(
        "cache of a request on its accelerators",
        float(curves.request_bytes[0]) / 1e9 * ranks,
        "GB",
        operation="routing",
        subject=made.node.id,
        note="At its mean length, input and half of the output; copies for several ranks included.",
    )
    holds = quotient("requests that the cache holds", cache, each, "")
    if split.groups > 1:
        groups = leaf("at least one for each group", float(split.groups))
        holds = maximum(holds.label, (holds, groups), "")
    most = made.served.question.batch_most
    if not isfinite(most):
        return maximum("requests worked on at once", (holds, _ONE), "") if split.groups == 1 else holds
    if "batch_most" in made.node.facts:
        largest = fact_of(design, made.node, "batch_most")
    elif made.batching.size is not None:
        largest = made.batching.size
    else:
        largest = leaf(
            "size of a static batch",
            most,
            status="assumed",
            subject=made.node.id,
            note="Assumed where no largest batch is set.",
        )
    return minimum("requests worked on at once", (holds, largest), "")


def _replicas(made: Replicas) -> Figure:
    """Replicas that stand beside each other on the machines."""
    machines, ways, pieces = made.machines, made.step.split.accelerators, made.step.link.pieces
    if ways > machines.each:
        whole = quotient("replicas", machines.accelerators, count_of("accelerators of a replica", ways), "")
        found = rounded_down("replicas beside each other", whole)
    else:
        found = _in_hosts(machines, ways)
    if pieces is None:
        return found
    joined = leaf("replicas whose hosts reach each other", float(pieces), operation="routing")
    return minimum("replicas beside each other", (found, joined), "")


def _in_hosts(machines: Machines, ways: int) -> Figure:
    in_a_host = count_of("replicas in a host", machines.each // ways)
    each = count_of("accelerators in a host", machines.each)
    hosts = quotient("hosts", machines.accelerators, each, "")
    whole, rest = divmod(machines.accelerators.or_zero, machines.each)
    if not rest:
        return rounded_down("replicas beside each other", product("replicas", (hosts, in_a_host), ""))
    full = product("replicas in whole hosts", (rounded_down("whole hosts", hosts), in_a_host), "")
    beside = difference(
        "accelerators beside them", machines.accelerators, count_of("in those", round(whole) * machines.each), ""
    )
    few = rounded_down("replicas in part of a host", quotient("replicas", beside, count_of("of a replica", ways), ""))
    return total("replicas beside each other", (full, few), "")


def _needed(made: Replicas, each: Figure) -> Figure:
    """Replicas for the demand; where something is promised, so many that each keeps it."""
    answers, beside = made.answers, each
    if answers is not None and made.promised.any and answers.keeps:
        rate = sure_of("tokens a second", made.step, leaf("batch", answers.batch), made.own)
        kept = leaf(
            "requests of a replica that keep what is promised",
            answers.batch / (answers.first_s + made.served.question.output_tokens * answers.token_s),
            "1/s",
            operation="routing",
            subject=made.node.id,
            note=f"{answers.batch:,.4g} at once, within {made.promised.words}.",
        )
        beside = minimum("requests of a replica", (each, rate.ranged(kept)), "1/s")
    return rounded_up("replicas for the demand", quotient("replicas", made.served.traffic.peak_per_s, beside, ""), "")


def _no_faster(token: Figure, made: Replicas) -> Figure:
    """TOKEN, but no less than the least that is published for the chip."""
    return maximum(token.label, (token, made.speed.token_s), "s") if made.speed.token_s.known else token


def _published_rate(each: Figure, made: Replicas, wide: Figure) -> Figure:
    """EACH, but no more than the most tokens a second that are published for so many chips."""
    if not made.speed.tokens_per_s_each.known:
        return each
    most = product("tokens a second of a replica, as published", (wide, made.speed.tokens_per_s_each), "1/s")
    rate = quotient("requests at that speed", most, made.served.traffic.output_tokens, "1/s")
    return minimum(each.label, (each, rate), "1/s") if rate.known else each


def _held_by(made: Replicas, each: Figure) -> str:
    """In words which published speed an estimate would pass; "" where it stays below."""
    speed = made.speed
    of = f" for {speed.name}" if speed.model else " with any model"
    least = speed.token_s.value
    if least and float(made.step.curves.token_s(np.ones(1))[0]) <= least * (1 + 1e-9):
        return f"A user gets at most the {1 / least:,.4g} tokens a second that are published{of}."
    if speed.tokens_per_s_each.value and each.operation == "minimum" and each.value == each.terms[1].value:
        return f"A chip writes at most the {speed.tokens_per_s_each.value:,.4g} tokens a second that are published{of}."
    return ""


def _bound(busiest: _Moment) -> Bound:
    """Return the bound that takes most of the time per token with as many requests at once as it can work on."""
    times: dict[Bound, float] = {"memory bandwidth": 0.0, "arithmetic": 0.0, "network": 0.0, "kernel overhead": 0.0}
    for term in busiest.terms:
        name: Bound = "kernel overhead"
        if term.label in _MEMORY:
            name = "memory bandwidth"
        elif term.label in _ARITHMETIC:
            name = "arithmetic"
        elif term.label in _NETWORK:
            name = "network"
        times[name] += term.or_zero
    return max(times, key=times.__getitem__)


def _reason(made: Replicas, held: str) -> str:
    others = made.machines.left_out
    answers, missed = made.answers, ""
    if answers is not None and not answers.keeps:
        a_token = f"{answers.token_s * 1e3:,.4g} ms a token and " if answers.token_s else ""
        missed = (
            f"No split keeps {made.promised.words}: with {answers.split.words} a copy a single request takes "
            f"{a_token}{answers.first_s:,.3g} s to the first."
        )
    unused = made.run if isinstance(made.run, str) else ""
    words = (made.served.words, made.batching.words, held, others, made.step.link.words, missed, unused)
    return " ".join(filter(None, words))
