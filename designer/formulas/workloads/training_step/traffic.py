"""Traffic of an accelerator over the fabric in a step: the part of each communication that leaves its domain."""

from typing import Final

import numpy as np

from designer.formulas.workloads.training_step.layout import Layout, lay_out
from designer.formulas.workloads.training_step.runs import Floats, Runs, Splits
from designer.formulas.workloads.training_step.step import (
    BYTES_OF_A_ROUTED_VALUE,
    NODES_OF_A_TOKEN,
    data_groups,
    ranks_inside,
)

VALUE_BYTES: Final = 2.0


def fabric_bytes(runs: Runs, splits: Splits) -> Floats:
    """Return bytes that an accelerator sends beyond its domain in a step, one way (R,).

    A ring of n ranks, p of them in a domain, carries S·(n−1)/n past each domain, shared by its p ranks; an all-to-all
    sends (n−p)/n of the payload of each rank. Source: NVIDIA nccl-tests doc/PERFORMANCE.md.
    """
    layout = lay_out(runs, splits)
    t, c, p = splits.tensor, splits.context, splits.pipeline
    tokens = layout.micro_tokens
    of_layers = layout.rounds * layout.stage_layers
    one = np.ones_like(t)
    # Tensor parallelism beyond the domain: ten all-gathers' worth of a layer, fourteen where all is computed again.
    gathers = np.where(splits.recompute == 2, 14.0, 10.0)
    tensor = gathers * _ring(tokens * runs.hidden * VALUE_BYTES, t, ranks_inside(t, one, runs.domain))
    # Keys and values go round a ring three times.
    exchanged = 3 * (c - 1) * tokens * 2 * runs.kv * VALUE_BYTES / t
    context = np.where(ranks_inside(c, t, runs.domain) < c, exchanged, 0.0)
    expert = _expert(runs, splits, tokens)
    layers = of_layers * (tensor + context + expert + 3 * _weights(runs, splits, layout))
    # Activations forward and their gradients backward, for each virtual stage.
    sent = 2 * splits.virtual * tokens * runs.hidden * VALUE_BYTES / t
    stages = np.where((p > 1) & (layout.used > runs.domain), layout.rounds * sent, 0.0)
    return layers + stages + _gradients(runs, splits, layout)


def _ring(payload: Floats, ranks: Floats, inside: Floats) -> Floats:
    """Return bytes past the domain for each of its ranks (R,)."""
    return np.where(inside < ranks, payload * (ranks - 1) / ranks / inside, 0.0)


def _expert(runs: Runs, splits: Splits, tokens: Floats) -> Floats:
    """Return bytes of a layer's four all-to-alls that leave the domain (R,)."""
    ranks = np.where(runs.mixture, splits.expert, 1.0)
    inside = ranks_inside(ranks, splits.tensor, runs.domain)
    copies = np.where(inside < ranks, np.minimum(runs.chosen, NODES_OF_A_TOKEN), runs.chosen)
    sent = tokens * runs.hidden * copies / splits.tensor * BYTES_OF_A_ROUTED_VALUE
    # Of the ranks to which tokens go evenly, those outside the domain.
    return 4 * sent * np.maximum(ranks - inside, 0.0) / ranks


def _weights(runs: Runs, splits: Splits, layout: Layout) -> Floats:
    """Return bytes of one gathering of a layer's sharded weights (R,); 0 where they are not sharded."""
    inside, expert_inside = data_groups(runs, splits, layout)
    sent = _ring(VALUE_BYTES * layout.dense_layer, layout.replicas, inside)
    sent = sent + _ring(VALUE_BYTES * layout.expert_layer, layout.expert_replicas, expert_inside)
    return np.where(layout.gathered, sent, 0.0)


def _gradients(runs: Runs, splits: Splits, layout: Layout) -> Floats:
    """Return bytes of gradients and weights exchanged once a step (R,); 0 where they go layer by layer."""
    inside, expert_inside = data_groups(runs, splits, layout)
    width = VALUE_BYTES + np.where(runs.low, 1.0, VALUE_BYTES)
    sent = _ring(width * layout.dense, layout.replicas, inside)
    sent = sent + _ring(width * layout.experts, layout.expert_replicas, expert_inside)
    return np.where(layout.gathered, 0.0, sent)
