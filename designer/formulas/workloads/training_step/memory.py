"""Memory of the fullest accelerator: weights, gradients, optimizer, activations in flight, logits."""

from typing import Final

import numpy as np
from msgspec import Struct

from designer.formulas.workloads.training_step.layout import FSDP, Layout
from designer.formulas.workloads.training_step.runs import ADAM_BYTES, Floats, Integers, Runs, Splits

RUNTIME_BYTES: Final = 4e9
"""Libraries, their buffers and what fragments leave unused."""
OFFLOADED: Final = 0.1
"""Part of the activations that stays where the rest is kept in the memory of the host."""
LOGIT_TILES: Final = 8
"""Tiles in which logits are worked on then."""
WEIGHT_BYTES: Final = 2.0


class MemoryParts(Struct, frozen=True):
    """Bytes on the fullest accelerator by what they hold (R,).

    Attributes:
        weights: With the layer that is gathered for its turn.
        gradients: Gradients.
        optimizer: Master weights and moments.
        activations: Activations in flight.
        logits: Logits of the micro-batch at work.
        runtime: Libraries and their buffers.
    """

    weights: Floats
    gradients: Floats
    optimizer: Floats
    activations: Floats
    logits: Floats
    runtime: Floats

    @property
    def total(self) -> Floats:
        """All of them (R,)."""
        return self.weights + self.gradients + self.optimizer + self.activations + self.logits + self.runtime

    @property
    def offloaded(self) -> Floats:
        """All of them with activations offloaded to the host and logits in tiles (R,)."""
        kept = self.weights + self.gradients + self.optimizer + self.runtime
        return kept + OFFLOADED * self.activations + self.logits / LOGIT_TILES


def memory_bytes(runs: Runs, splits: Splits, layout: Layout) -> Floats:
    """Return bytes on the fullest accelerator (R,); see `memory_parts`."""
    return memory_parts(runs, splits, layout).total


def memory_parts(runs: Runs, splits: Splits, layout: Layout) -> MemoryParts:
    """Return bytes on the fullest accelerator by what they hold (R,).

    Source: Korthikanti et al. 2022 (arXiv 2205.05198), section 4, with flash attention; ZeRO as Rajbhandari et al.
    """
    t, p, v = splits.tensor, splits.pipeline, splits.virtual
    # Weights sharded with stages count as ZeRO-2: they are gathered once a step.
    stage = np.where((splits.zero == FSDP) & (p > 1), FSDP - 1, splits.zero)
    # Experts under ZeRO-2 with stages keep their gradients, as their groups are few.
    expert_stage = np.where((splits.zero == FSDP) & (p > 1), 1, splits.zero)
    dense = layout.dense * _state(runs, stage, layout.replicas)
    experts = layout.experts * _state(runs, expert_stage, layout.expert_replicas)
    weights, gradients, optimizer = dense + experts
    gathered = np.where(layout.gathered, 4 * (layout.dense_layer + layout.expert_layer), 0.0)
    # Activations of a token and layer by what is computed again: none, selective, full.
    wide = runs.query + 2 * runs.kv
    ffn = np.where(runs.mixture, runs.expert_ffn * (runs.chosen + runs.shared), runs.ffn)
    routed = np.where(runs.mixture, 4 * runs.hidden * runs.chosen, 0.0)
    kept = (8 * runs.hidden + 2 * wide + 2 * runs.matrices * ffn + routed) / t
    selective = 0.75 * (6 * runs.hidden + 2 * wide + 4 * ffn + routed) / t
    inputs = 2 * runs.hidden / t
    per_token = np.select([splits.recompute == 0, splits.recompute == 1], [kept, selective], inputs)
    in_flight = np.minimum(layout.rounds, p) * np.where(v > 1, 1 + (p - 1) / (p * v), 1.0)
    activations = layout.micro_tokens * (
        per_token * layout.stage_layers * in_flight + np.where(splits.recompute == 2, kept, 0.0)
    )
    return MemoryParts(
        weights=weights + gathered,
        gradients=gradients,
        optimizer=optimizer,
        activations=activations,
        logits=4 * runs.vocabulary * layout.micro_tokens / t,
        runtime=np.full(weights.shape, RUNTIME_BYTES),
    )


def _state(runs: Runs, stage: Integers, ranks: Floats) -> Floats:
    """Return bytes of a parameter's weights, gradients and optimizer (3, R) at a ZeRO STAGE over RANKS.

    They are divided as ZeRO divides 2 B of weights, the gradients and 12 B of the optimizer, and add up to what the
    run states for the stage.
    """
    # (R,) bytes of a parameter that every rank keeps, and bytes that the ranks share among them.
    rows = np.arange(stage.size)
    kept, spread = runs.kept[rows, stage], runs.spread[rows, stage]
    gradient_bytes = np.maximum(kept + spread - WEIGHT_BYTES - ADAM_BYTES, 0.0)
    # The usual parts, which ZeRO divides one after the other: optimizer at 1, gradients at 2, weights at 3.
    parts = np.stack(
        [
            np.where(stage >= 3, WEIGHT_BYTES / ranks, WEIGHT_BYTES),
            np.where(stage >= 2, gradient_bytes / ranks, gradient_bytes),
            np.where(stage >= 1, ADAM_BYTES / ranks, ADAM_BYTES),
        ]
    )
    # Scaled so that they add up to what the run states, which may use another optimizer or another precision.
    return parts * ((kept + spread / ranks) / parts.sum(axis=0))
