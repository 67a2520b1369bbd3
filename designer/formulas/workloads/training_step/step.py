"""Time of a training step by its parts, over many candidates together.

The method: matrix products at an efficiency that falls with small sizes, attention, memory traffic, launches, and of
each communication the part that nothing hides; collectives are those of designer/formulas/network/collective_times.
Groups are placed with tensor parallelism inside the scale-up domain, then context, expert, data and stages outward.
Sources of the
terms: Narayanan et al. 2021 (arXiv 2104.04473), Korthikanti et al. 2022 (arXiv 2205.05198), Llama 3 (arXiv 2407.21783);
constants: `constants.CONSTANTS`.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from msgspec import Struct

from designer.formulas.network.collective_times import Collectives, collective_times
from designer.formulas.workloads.training_step.constants import VALUES
from designer.formulas.workloads.training_step.devices import A100, BLACKWELL, FAMILIES, HOPPER
from designer.formulas.workloads.training_step.layout import Layout, lay_out
from designer.formulas.workloads.training_step.runs import GROUPS, Floats, Integers, Masks, Runs, Splits

Constants = Mapping[str, float]

US: Final = 1e-6
ALL_GATHER: Final = 1
REDUCE_SCATTER: Final = 2
ALL_TO_ALL: Final = 3
"""Operations by their index in collective_times.times.OPERATIONS."""
LEAST_FABRIC: Final = 1e-3
"""B/s that stands for no fabric at all: what leaves a domain then never ends."""
NODES_OF_A_TOKEN: Final = 4
"""Domains that a token's experts may stand in. Source: node-limited routing, DeepSeek-V3 (arXiv 2412.19437), 2.1.2."""
BYTES_OF_A_ROUTED_VALUE: Final = 1.5
"""Sent out in FP8, returned in bf16: the mean."""
STATE_BYTES: Final = 30.0
"""Read and written by the optimizer for each parameter of the shard; and WHOLE_BYTES for each of the rank."""
WHOLE_BYTES: Final = 6.0
EARLIEST: Final = -6.0
LATEST: Final = 4.0
"""Months around April 2026 beyond which the speed of software is not extrapolated."""


class StepTimes(Struct, frozen=True):
    """Seconds of a step by its parts (R,); those of layers are summed over micro-batches.

    Attributes:
        products: Matrix products of the layers.
        attention: Attention itself.
        traffic: Reading and writing activations.
        launches: Launches and waits of layers.
        tensor: Tensor-parallel collectives that show.
        context: Exchange of keys and values that shows.
        expert: Experts' all-to-all that shows.
        sharded: Gathering of sharded weights that shows.
        head: Output layer and loss.
        stages: Sends between stages that show.
        bubble: Filling and draining of the pipeline.
        gradients: Reduction of gradients and gathering of weights that shows.
        optimizer: The optimizer.
        waiting: Waiting for the slowest; and what separates the sum from the fastest run ever published.
        maturity: Factor for the month of the software, on all.
    """

    products: Floats
    attention: Floats
    traffic: Floats
    launches: Floats
    tensor: Floats
    context: Floats
    expert: Floats
    sharded: Floats
    head: Floats
    stages: Floats
    bubble: Floats
    gradients: Floats
    optimizer: Floats
    waiting: Floats
    maturity: Floats
    total: Floats


def step_times(runs: Runs, splits: Splits, constants: Constants = VALUES) -> StepTimes:
    """Return the time of a step of each candidate by its parts.

    Source: module docstring.

    Args:
        runs: The run of each candidate (R,).
        splits: Its split (R,).
        constants: Values by name, as in `constants.CONSTANTS`.
    """
    c = constants
    layout = lay_out(runs, splits)
    t, p, v = splits.tensor, splits.pipeline, splits.virtual
    full = splits.recompute == 2
    passes = np.array([c["passes_none"], c["passes_selective"], c["passes_full"]])[splits.recompute]
    tokens = layout.micro_tokens
    # One layer of one micro-batch.
    products = _products(runs, splits, tokens, passes, c)
    attention_passes = c["attention_passes"] + full
    attention = (attention_passes * 4 * tokens * runs.tokens * runs.query * 0.5 * runs.seen / t) / (
        runs.peak_bf16 * _attention_share(runs, c)
    )
    traffic_bytes = (c["traffic"] + np.where(runs.low, c["traffic_low"], 0.0)) * (1 + c["traffic_expert"] * runs.chosen)
    traffic = passes / 3 * tokens * runs.hidden / t * traffic_bytes / runs.memory_rate
    launches = (c["launch"] * passes / 3 + np.where(runs.mixture, c["launch_experts"], 0.0)) * US
    tensor = _tensor(runs, splits, tokens, full, c)
    context = _context(runs, splits, tokens, attention, c)
    expert = _expert(runs, splits, tokens, c)
    computed = products + attention + traffic + launches + tensor + context + expert
    gathered = _gathered(runs, splits, layout, c)
    sharded = np.maximum(0.0, gathered - computed) + c["sharded_shown"] * np.minimum(gathered, computed)
    # One micro-batch on the slowest stage.
    head = 6 * tokens * runs.hidden * runs.vocabulary / t / (runs.peak_bf16 * _head_share(runs, tokens, c))
    sends = _sends(runs, splits, layout, c)
    first_head = np.where(p == 1, head, 0.0)
    micro = layout.stage_layers * (computed + sharded) + first_head + c["stage_shown"] * sends
    # The step: all micro-batches, the bubble, one output layer where it has a stage of its own, gradients, optimizer.
    of_layers = layout.rounds * layout.stage_layers
    bubble = (p - 1) / v * micro
    all_heads = np.where(p == 1, layout.rounds * head, head)
    gradients = _gradients(runs, splits, layout, micro, c)
    optimizer = (
        c["optimizer"]
        * (
            STATE_BYTES
            * (
                layout.dense / np.where(splits.zero > 0, layout.replicas, 1.0)
                + layout.experts / np.where(splits.zero > 0, layout.expert_replicas, 1.0)
            )
            + np.where(layout.gathered, 0.0, WHOLE_BYTES * (layout.dense + layout.experts))
        )
        / runs.memory_rate
    )
    working = layout.rounds * micro + np.where(p == 1, 0.0, head) + bubble + gradients + optimizer
    grown = working * (1 + c["waiting"] * np.log2(np.maximum(layout.used / 8, 1.0)))
    # Never faster than the fastest published run on such a chip.
    bounded = np.maximum(grown, _least_time(runs, layout, c))
    months = np.clip(runs.months, EARLIEST, LATEST)
    maturity = np.where(runs.mixture, np.exp(-c["maturity"] * months), 1.0)
    return StepTimes(
        products=of_layers * products,
        attention=of_layers * attention,
        traffic=of_layers * traffic,
        launches=of_layers * launches,
        tensor=of_layers * tensor,
        context=of_layers * context,
        expert=of_layers * expert,
        sharded=of_layers * sharded,
        head=all_heads,
        stages=layout.rounds * c["stage_shown"] * sends,
        bubble=bubble,
        gradients=gradients,
        optimizer=optimizer,
        waiting=bounded - working,
        maturity=maturity,
        total=bounded * maturity,
    )


def collective(op: int, payload: Floats, ranks: Floats, inside: Floats, runs: Runs, group: str) -> Floats:
    """Return seconds of the collective OP over groups of RANKS, INSIDE of them in a domain (R,); 0 for one rank.

    GROUP is which of `runs.GROUPS` they are: each has its own rate between domains.
    """
    several = ranks > 1
    # A group of one rank takes no time; 2 and 1 below stand for it so that no formula divides by 0.
    of_domain = np.where(several, inside, 2.0)
    times = collective_times(
        Collectives(
            op=np.full(payload.shape, op, np.intp),
            ranks=of_domain,
            domains=np.where(several, ranks / of_domain, 1.0),
            payload=np.maximum(payload, 1.0),
            inside=runs.inside / 1e9,
            fabric=np.maximum(runs.between[:, GROUPS.index(group)], LEAST_FABRIC) / 1e9,
            link=runs.link,
            efa=np.zeros(payload.shape, np.bool_),
        )
    )
    return np.where(several, times.total * US, 0.0)


def ranks_inside(ranks: Floats, stride: Floats, domain: Floats) -> Floats:
    """Return how many RANKS, each STRIDE accelerators from the next, share a domain (R,)."""
    return np.clip(np.floor(domain / stride), 1.0, ranks)


def product_share(runs: Runs, c: Constants, precision: Integers) -> Floats:
    """Return the share of peak that large matrix products reach in PRECISION (R,)."""
    # The shares are fitted by generation and precision: the index of the precision picks among those of Blackwell.
    low = precision > 0
    hopper = np.where(low, c["gemm_hopper_fp8"], c["gemm_hopper"])
    blackwell = np.array(
        [c["gemm_blackwell"], c["gemm_blackwell_fp8"], c["gemm_blackwell_mxfp8"], c["gemm_blackwell_nvfp4"]]
    )[precision]
    blackwell = blackwell * np.where(runs.ultra, c["gemm_blackwell_ultra"], 1.0)
    tpu = [c["gemm_tpu_v4"], c["gemm_tpu_v5"], c["gemm_tpu_v5"], c["gemm_tpu_v6"]]
    others = np.array([0, 0, 0, *tpu, c["gemm_other"]])[runs.family]
    share = np.select(
        [runs.family == A100, runs.family == HOPPER, runs.family == BLACKWELL],
        [np.full(low.shape, c["gemm_a100"]), hopper, blackwell],
        others,
    )
    return share * np.where(runs.megatron_2021, c["gemm_megatron_2021"], 1.0)


def _attention_share(runs: Runs, c: Constants) -> Floats:
    """Return the share of the bf16 peak that attention reaches (R,)."""
    others = c["attention_other"] * product_share(runs, c, runs.precision)
    old = runs.old_attention | runs.megatron_2021 | (runs.family == A100)
    return np.select(
        [old, runs.family == HOPPER, runs.family == BLACKWELL],
        [
            np.full(old.shape, c["attention_old"]),
            np.full(old.shape, c["attention_hopper"]),
            np.full(old.shape, c["attention_blackwell"]),
        ],
        others,
    )


def _products(runs: Runs, splits: Splits, tokens: Floats, passes: Floats, c: Constants) -> Floats:
    """Return seconds of a layer's matrix products for a micro-batch (R,), mean over the layers."""
    t = splits.tensor
    share = product_share(runs, c, runs.precision)
    per_param = passes * 2 * tokens / t / (runs.peak * share * tokens / (tokens + c["half_tokens"]))
    high = runs.hidden / (runs.hidden + c["half_hidden"])

    def wide(width: Floats) -> Floats:
        return width / (width + c["half_ffn"])

    ffn = np.maximum(runs.ffn / t, 1.0)
    dense = per_param * (runs.attention_params + runs.matrices * runs.hidden * runs.ffn) / (high * wide(ffn))
    # Attention's products have the width of its query heads; experts' fall with the size of an expert alone.
    expert_size = np.maximum(runs.expert_ffn, 1.0)
    expert_share = c["gemm_experts"] * expert_size / (expert_size + c["half_expert"])
    active = 3 * (runs.chosen + runs.shared) * runs.hidden * runs.expert_ffn
    experts = per_param * (runs.attention_params / (high * wide(runs.query / t)) + active / expert_share)
    first = runs.dense_layers / runs.layers
    return np.where(runs.mixture, first * dense + (1 - first) * experts, dense)


def _head_share(runs: Runs, tokens: Floats, c: Constants) -> Floats:
    """Return the share of the bf16 peak that the output layer reaches (R,)."""
    share = product_share(runs, c, np.zeros(runs.precision.shape, np.intp))
    share = np.where(runs.megatron_2021, share / c["gemm_megatron_2021"], share)
    return share * runs.hidden / (runs.hidden + c["half_hidden"]) * tokens / (tokens + c["half_tokens"])


def _tensor(runs: Runs, splits: Splits, tokens: Floats, full: Masks, c: Constants) -> Floats:
    """Return seconds of a layer's tensor-parallel collectives that show (R,): 10 all-gathers' worth, 14 recomputed."""
    t = splits.tensor
    inside = ranks_inside(t, np.ones_like(t), runs.domain)
    one = collective(ALL_GATHER, tokens * runs.hidden * 2, t, inside, runs, "tensor")
    shown = np.where(runs.megatron_2021, c["tensor_shown_2021"], c["tensor_shown"])
    return shown * np.where(full, 14.0, 10.0) * one


def _context(runs: Runs, splits: Splits, tokens: Floats, attention: Floats, c: Constants) -> Floats:
    """Return seconds of a layer's ring of keys and values that attention does not hide (R,)."""
    ranks = splits.context
    inside = ranks_inside(ranks, splits.tensor, runs.domain) >= ranks
    sent = tokens * 2 * runs.kv * 2 / splits.tensor
    rounds = 3 * (ranks - 1)
    exchange = rounds * sent / _point_rate(runs, inside, "context", c)
    return np.maximum(0.0, exchange - c["context_hidden"] * attention) + rounds * c["context_step"] * US


def _expert(runs: Runs, splits: Splits, tokens: Floats, c: Constants) -> Floats:
    """Return seconds of a layer's four all-to-alls that show (R,); beyond a domain a token goes to few domains."""
    # Ranks of dense models count as one, which sends nothing.
    ranks = np.where(runs.mixture, splits.expert, 1.0)
    inside = ranks_inside(ranks, splits.tensor, runs.domain)
    # Beyond a domain a token is sent once to each of a few domains, however many of its experts are there
    # (DeepSeek-V3).
    copies = np.where(inside < ranks, np.minimum(runs.chosen, NODES_OF_A_TOKEN), runs.chosen)
    sent = tokens * runs.hidden * copies / splits.tensor * BYTES_OF_A_ROUTED_VALUE
    one = collective(ALL_TO_ALL, sent, ranks, inside, runs, "expert") + c["expert_call"] * US
    return np.where(ranks > 1, c["expert_shown"] * 4 * one, 0.0)


def data_groups(runs: Runs, splits: Splits, layout: Layout) -> tuple[Floats, Floats]:
    """Return how many ranks of a data-parallel and of an experts' data-parallel group share a domain (R,)."""
    expert = np.where(runs.mixture, splits.expert, 1.0)
    return (
        ranks_inside(layout.replicas, splits.tensor, runs.domain),
        ranks_inside(layout.expert_replicas, np.maximum(expert, splits.tensor), runs.domain),
    )


def _gathered(runs: Runs, splits: Splits, layout: Layout, c: Constants) -> Floats:
    """Return seconds to gather a layer's sharded weights twice and reduce its gradients (R,); 0 where not sharded."""
    inside, expert_inside = data_groups(runs, splits, layout)
    times = 3 * collective(ALL_GATHER, 2 * layout.dense_layer, layout.replicas, inside, runs, "data")
    experts = 3 * collective(
        ALL_GATHER, 2 * layout.expert_layer, layout.expert_replicas, expert_inside, runs, "expert data"
    )
    return np.where(layout.gathered, times + np.where(runs.mixture, experts, 0.0), 0.0)


def _gradients(runs: Runs, splits: Splits, layout: Layout, micro: Floats, c: Constants) -> Floats:
    """Return seconds of gradients reduced and weights gathered that micro-batches do not hide (R,)."""
    inside, expert_inside = data_groups(runs, splits, layout)
    weight = np.where(runs.low, 1.0, 2.0)
    times = np.zeros_like(micro)
    for params, ranks, near, group in (
        # Dense parameters and experts are replicated over different groups.
        (layout.dense, layout.replicas, inside, "data"),
        (layout.experts, layout.expert_replicas, expert_inside, "expert data"),
    ):
        # Gradients go in 2 bytes a parameter, weights come back in 2, or 1 below bf16.
        both = collective(ALL_GATHER, 2 * params, ranks, near, runs, group)
        both = both + collective(ALL_GATHER, weight * params, ranks, near, runs, group)
        times = times + np.where(params > 0, both, 0.0)
    # Micro-batches hide part of it, but never all: a share always shows. FSDP gathers layer by layer, see `_gathered`.
    shown = np.maximum(times - c["gradients_hidden"] * micro, c["gradients_shown"] * times)
    return np.where(layout.gathered, 0.0, np.where(runs.megatron_2021, times, shown))


def _sends(runs: Runs, splits: Splits, layout: Layout, c: Constants) -> Floats:
    """Return seconds of a micro-batch's sends between stages (R,): in and out, forward and backward."""
    inside = layout.used <= runs.domain
    sent = 4 * splits.virtual * layout.micro_tokens * runs.hidden * 2 / splits.tensor
    return np.where(splits.pipeline > 1, sent / _point_rate(runs, inside, "stages", c), 0.0)


def _point_rate(runs: Runs, inside: Masks, group: str, c: Constants) -> Floats:
    """Return B/s of a send between two ranks of a GROUP, INSIDE a domain or not (R,)."""
    between = np.maximum(runs.between[:, GROUPS.index(group)], LEAST_FABRIC)
    return np.where(inside, runs.inside * c["point_inside"], between * c["point_between"])


def model_flops(runs: Runs) -> Floats:
    """Return floating-point operations of a step (R,): three passes, causal attention counted half."""
    dense_ffn = runs.matrices * runs.hidden * runs.ffn
    active = 3 * (runs.chosen + runs.shared) * runs.hidden * runs.expert_ffn
    first = runs.dense_layers / runs.layers
    layer = runs.attention_params + np.where(runs.mixture, first * dense_ffn + (1 - first) * active, dense_ffn)
    params = runs.layers * layer + runs.vocabulary * runs.hidden
    attention = runs.layers * runs.tokens * runs.query * runs.seen
    return 6 * runs.sequences * runs.tokens * (params + attention)


def _least_time(runs: Runs, layout: Layout, c: Constants) -> Floats:
    """Return the least time of a step (R,) at the highest utilisation that was published in bf16; 0 where unknown."""
    # Published utilisations are of bf16; below it, nothing bounds.
    caps = np.array([c.get(f"cap_{family}", np.inf) for family in FAMILIES])[runs.family]
    caps = np.where(runs.low, np.inf, caps)
    return model_flops(runs) / (caps * runs.peak_bf16 * layout.used)
