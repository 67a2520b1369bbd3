"""Memory of the fullest accelerator: weights, gradients, optimizer, activations in flight, logits."""

from typing import Final

import numpy as np

from designer.formulas.training_step.layout import Layout
from designer.formulas.training_step.runs import Floats, Runs, Splits

GRADIENT_BYTES: Final = 2.0
"""Gradients in bf16, which NVIDIA's recipes need to fit."""
OPTIMIZER_BYTES: Final = 12.0
"""Master weights and two moments in fp32. Source: Rajbhandari et al., ZeRO, 2020, section 3.1."""
RUNTIME_BYTES: Final = 4e9


def memory_bytes(runs: Runs, splits: Splits, layout: Layout) -> Floats:
    """Return bytes on the fullest accelerator (R,).

    Source: Korthikanti et al. 2022 (arXiv 2205.05198), section 4, with flash attention; ZeRO as Rajbhandari et al.
    """
    t, p, v = splits.tensor, splits.pipeline, splits.virtual
    # Weights, gradients and optimizer: ZeRO-1, ZeRO-2 (sharded with stages), ZeRO-3 (sharded without).
    one = 2 + GRADIENT_BYTES + OPTIMIZER_BYTES / layout.replicas
    two = 2 + (GRADIENT_BYTES + OPTIMIZER_BYTES) / layout.replicas
    three = (2 + GRADIENT_BYTES + OPTIMIZER_BYTES) / layout.replicas
    per_param = np.where(layout.gathered, three, np.where(splits.sharded, two, one))
    expert_one = 2 + GRADIENT_BYTES + OPTIMIZER_BYTES / layout.expert_replicas
    expert_three = (2 + GRADIENT_BYTES + OPTIMIZER_BYTES) / layout.expert_replicas
    per_expert_param = np.where(layout.gathered, expert_three, expert_one)
    gathered = np.where(layout.gathered, 4 * (layout.dense_layer + layout.expert_layer), 0.0)
    state = layout.dense * per_param + layout.experts * per_expert_param + gathered
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
    logits = 4 * runs.vocabulary * layout.micro_tokens / t
    return state + activations + logits + RUNTIME_BYTES
